"""Names that look alike: what is left of a name, which pairs are shown, and which are not."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlib.intake.names.look_alikes import Customer, find
from kamlib.intake.names.name_cores import core
from tests.intake.names.planted_names import plant


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (
            [
                "Acme",
                "ACME CO., LTD.",
                "ＡＣＭＥ　Ｃｏ．，Ｌｔｄ．",
                "Acme GmbH & Co. KG",
                "The Acme Group",
            ]
            + ["acme s.a.", "Acme S. r. o.", "P.T. Acme Tbk", "SARL Acmé", "Acme Holdings, Inc."],
            "acme",
        ),
        (["Müller & Sons", "MULLER AND SONS LTD", "Muller Sons"], "mullersons"),
        (["Smith Mfg. Corp", "Smith Manufacturing"], "smithmanufacturing"),
        (["Acme (UK) Ltd", "Acme UK"], "acmeuk"),
        (
            [
                "武汉星河科技有限公司",
                "武汉星河科技",
                "武汉星河科技股份有限公司",
                "武汉星河科技公司",
                "武汉 星河科技（集团）有限公司",
            ],
            "武汉星河科技",
        ),
        (["株式会社東芝", "㈱東芝", "東芝"], "東芝"),
    ],
)
def test_one_core_however_it_is_written(names, text):
    assert {core(name).text for name in names} == {text}


@pytest.mark.parametrize("name", ["有限公司", "公司", "Co., Ltd.", "Ltd", "集团", "The"])
def test_stripping_never_takes_the_whole_name(name):
    assert core(name).text


@pytest.mark.parametrize(
    ("name", "text", "branch"),
    [
        ("武汉星河科技有限公司上海分公司", "武汉星河科技", "上海分公司"),
        ("武汉星河科技有限公司 上海", "武汉星河科技", "上海"),
        ("海尔集团成都办事处", "海尔", "成都办事处"),
        ("Acme Ltd - Leeds Branch", "acme", "leeds branch"),
        ("Acme GmbH Berlin", "acme", "berlin"),
        ("Acme Leeds Branch", "acmeleeds", "branch"),
        ("Acme Ltd & Co", "acme", ""),
    ],
)
def test_a_branch_is_told_from_its_firm(name, text, branch):
    found = core(name)
    assert (found.text, found.branch) == (text, branch)


@pytest.mark.parametrize(
    ("name", "text", "former"),
    [
        ("武汉星河科技有限公司（曾用名：武汉银河科技有限公司）", "武汉星河科技", "武汉银河科技"),
        ("武汉星河科技有限公司(原武汉银河科技有限公司)", "武汉星河科技", "武汉银河科技"),
        ("Widgets Ltd (formerly Wodgets Inc.)", "widgets", "wodgets"),
        ("Widgets f/k/a Wodgets", "widgets", "wodgets"),
    ],
)
def test_a_former_name_is_told_from_the_name(name, text, former):
    found = core(name)
    assert (found.text, found.former) == (text, (former,))


def customers(*names: str, **more) -> list[Customer]:
    """Customers A, B, ... of these names, the first with the largest revenue."""
    return [
        Customer(chr(ord("A") + i), (name,), 100.0 - i, account=chr(ord("A") + i), **more)
        for i, name in enumerate(names)
    ]


def pairs(found) -> list[tuple[str, str, str]]:
    return [(p.customer.id, p.main.id, p.rule) for p in found]


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("Acme Steel Ltd", "acme  steel LTD", "same name"),
        ("Acme Steel Ltd", "Acme Steel GmbH", "same core"),
        ("武汉星河科技有限公司", "武汉星河科技", "same core"),
        ("Acme Steel Ltd", "Acme Steel Ltd, Leeds branch", "branch"),
        ("Acme Steel", "Acme Steel Leeds Branch", "branch"),
        ("国网", "国网湖北分公司", "branch"),
        (
            "武汉银河科技有限公司",
            "武汉星河科技有限公司（曾用名：武汉银河科技有限公司）",
            "former name",
        ),
        ("Calder Wainwright", "Wainwright Calder Ltd", "word order"),
        ("阿尔法科技（上海）有限公司", "上海阿尔法科技有限公司", "word order"),
        ("Thornbury Hydraulics", "Thornburry Hydraulics", "nearly the same"),
        ("Brightwell Breweries", "Brightwell Brew", "nearly the same"),
        ("Kestrel Offshore", "Kestrel Offshore Services", "nearly the same"),
        ("武汉市宏达贸易有限公司", "武汉宏达贸易有限公司", "nearly the same"),
        ("武汉宏达贸易有限公司", "宏达贸易", "nearly the same"),
        ("武汉鑫达阀门有限公司", "武汉新达阀门有限公司", "nearly the same"),
        ("武汉宏达国际贸易有限公司", "武汉宏达贸易有限公司", "nearly the same"),
        ("华为技术有限公司 Huawei Technologies Co., Ltd.", "Huawei Technologies", "same core"),
    ],
)
def test_why_a_pair_is_shown(one, other, rule):
    assert pairs(find(customers(one, other))) == [("B", "A", rule)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("武汉第一建筑公司", "武汉第二建筑公司"),
        ("中国东方航空", "中国南方航空"),
        ("湖北建筑材料总公司", "湖南建筑材料总公司"),
        ("武汉宏达贸易有限公司", "上海宏达贸易有限公司"),
        ("武汉宏达建筑材料有限公司", "武汉鑫墨建筑材料有限公司"),
        ("王伟", "王维"),
        ("Store 12", "Store 13"),
        ("John Smith", "Joan Smith"),
        ("Gift Ideas Corp.", "Scandinavian Gift Ideas"),
        ("Australian Collectors, Co.", "Australian Collectables, Ltd"),
        ("Siemens", "Siemens Energy"),
        ("--", "（）"),
    ],
)
def test_other_firms_are_not_shown(one, other):
    assert find(customers(one, other)) == []


def test_a_group_of_one_core_is_a_star_around_the_largest():
    found = find(customers("Acme", "Acme Ltd", "ACME INC", "acme gmbh"))
    assert [(c, m) for c, m, _ in pairs(found)] == [("B", "A"), ("C", "A"), ("D", "A")]


def test_a_firm_called_different_is_set_against_the_next():
    found = find(customers("Acme", "Acme Ltd", "ACME INC"), different=[frozenset("AC")])
    assert [(c, m) for c, m, _ in pairs(found)] == [("B", "A"), ("C", "B")]


def test_numbers_speak_where_names_do_not():
    one = Customer(
        "A", ("Alpha",), 2, "A", tax_number="X1", phone="+1 (23) 45 67", address="1 Hill St"
    )
    two = Customer("B", ("Omega",), 1, "B", tax_number="X1")
    three = Customer("C", (), 1, "C", phone="1234567", address="1 HILL  ST")
    assert pairs(find([one, two, three])) == [
        ("B", "A", "same tax number"),
        ("C", "A", "same contact"),
    ]


def test_nearly_the_same_with_all_else_different_is_not_shown():
    one = Customer("A", ("Thornbury Hydraulics",), 2, "A", region="North", industry="Steel")
    two = Customer("B", ("Thornburry Hydraulics",), 1, "B", region="South", industry="Paper")
    assert find([one, two]) == []
    same_name = Customer("B", ("Thornbury Hydraulics",), 1, "B", region="South", industry="Paper")
    assert pairs(find([one, same_name])) == [("B", "A", "same name")]


def test_where_nothing_is_to_be_decided_nothing_is_shown():
    one, two = customers("Acme", "Acme Ltd")
    joined = Customer("B", ("Acme Ltd",), 1, account="A")
    idle = [Customer(c.id, c.names, 0, c.account, has_lines=False) for c in (one, two)]
    assert find([one, joined]) == []
    assert find(idle) == []
    assert pairs(find([one, idle[1]])) == [("B", "A", "same core")]


@given(st.permutations(plant(60, seed=5).customers))
def test_the_order_of_the_customers_changes_nothing(shuffled):
    assert find(shuffled) == find(plant(60, seed=5).customers)


WORDS = st.text(st.sampled_from("abcxyz武汉星河科技& -"), min_size=4, max_size=12)


@given(WORDS, st.sampled_from(["", " Ltd", " Co., Ltd.", " GmbH", " S.A."]))
def test_width_case_and_form_leave_the_core_alone(name, form):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name + form)
    assert unicodedata.normalize("NFKC", wide) == name + form
    assert core(wide).text == core((name + form).upper()).text == core(name + form).text


@given(st.text(st.sampled_from("武汉星河宏达"), min_size=2, max_size=8))
def test_a_chinese_legal_form_leaves_the_core_alone(name):
    forms = ("", "有限公司", "股份有限公司", "有限责任公司", "（集团）有限公司", "公司")
    assert {core(name + form).text for form in forms} == {name}


@given(st.text())
def test_any_text_has_a_core(name):
    assert isinstance(core(name).text, str)


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_pairs_are_found_and_little_else(seed):
    planted = plant(3000, seed=seed)
    found = {frozenset((p.customer.id, p.main.id)) for p in find(planted.customers)}
    hits = found & planted.same.keys()
    assert len(hits) / len(found) > 0.97
    assert len(hits) / len(planted.same) > 0.97


def test_ten_thousand_names_take_no_time():
    planted = plant(10_000, seed=3)
    started = time.perf_counter()
    find(planted.customers)
    assert time.perf_counter() - started < 10  # about half a second on an idle machine
