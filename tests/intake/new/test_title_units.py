"""A title such as 单位：万元 above prices: `kam new` works out what they are in, or asks once."""

from datetime import date

import pytest
import xlsxwriter

from kamlib import engagement, intake
from kamlib.intake.new import propose

HEAD = ["客户", "日期", "订单号", "产品编号", "数量", "单价", "成本单价", "金额"]
PRICE = 250.5
MONTHS = (1, 2, 3)


def rows(month, title="单位：万元", unit=1.0, head=HEAD):
    """A month of lines whose amounts are in 万元 to two places; prices are in `unit` yuan."""
    made = [["销售明细"], [title], head]
    for day in range(1, 20):
        price = PRICE / unit
        who = [f"公司{day % 3}", date(2024, month, day), f"S{month}{day}", f"P{day % 4}"]
        cells = [*who, day, price, price * 0.6, round(day * PRICE / 10_000, 2)]
        made.append([cell for cell, name in zip(cells, HEAD, strict=True) if name in head])
    return made


def new(folder, sheets):
    path = folder / "orders.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(cells):
                sheet.write_row(number, 0, row)
    return propose.new(folder / "acme", {"orders": [str(path)]})


def scale(folder):
    return engagement.load(folder / "acme").sources["orders"].scale


def text(folder):
    return (folder / "acme" / "engagement.yaml").read_text("utf-8")


def amounts_and_costs(folder):
    lines = intake.read(engagement.load(folder / "acme")).orders.collect("pandas").to_pandas()
    return lines["amount"].sum(), lines["cost"].sum()


@pytest.mark.parametrize(("unit", "factor"), [(1.0, 1), (10_000.0, 10_000)])
def test_rows_tell_what_prices_are_in_and_new_leads_to_check(tmp_path, unit, factor):
    proposal = new(tmp_path, {f"{m}月": rows(m, unit=unit) for m in MONTHS})
    assert proposal.questions == ()
    assert scale(tmp_path) == {"price": factor, "unit_cost": factor}
    assert "单位：万元" in text(tmp_path).split("scale:")[0]
    assert intake.check(tmp_path / "acme").usable
    sold = len(MONTHS) * sum(round(d * PRICE / 10_000, 2) * 10_000 for d in range(1, 20))
    cost = len(MONTHS) * sum(d * PRICE * 0.6 for d in range(1, 20))
    assert amounts_and_costs(tmp_path) == pytest.approx((sold, cost))


def test_a_price_that_makes_no_amount_in_either_unit_is_still_doubted(tmp_path):
    cells = rows(1)
    for row in cells[3:]:
        row[5] = PRICE * (1 + row[4] % 5)
    new(tmp_path, {"1月": cells})
    assert "#? " in text(tmp_path) and scale(tmp_path) == {"unit_cost": 1}


def test_without_an_amount_it_is_one_question_and_one_fault(tmp_path):
    head = HEAD[:6]
    proposal = new(tmp_path, {f"{m}月": rows(m, head=head) for m in MONTHS})
    (question,) = proposal.questions
    assert "单位：万元" in question and "单价" in question
    (fault,) = intake.check(tmp_path / "acme").faults
    assert (fault.code, fault.column) == ("unit_unclear_in_many", "单价")
    assert "3" in fault.message("en")
    answered = text(tmp_path).replace('# scale: {"price": 1}', 'scale: {"price": 1}')
    (tmp_path / "acme" / "engagement.yaml").write_text(answered, "utf-8")
    assert intake.check(tmp_path / "acme").usable
    assert '# scale: {"price": 10000}' in answered


def test_sheets_under_different_titles_take_no_scale_unasked(tmp_path):
    other = rows(2, title="单位：元", unit=1.0)
    for row in other[3:]:
        row[7] *= 10_000
    proposal = new(tmp_path, {"1月": rows(1, unit=10_000.0), "2月": other})
    assert len(proposal.questions) == 1
    assert scale(tmp_path) == {}


def test_sheets_under_different_titles_share_a_price_in_yuan(tmp_path):
    other = rows(2, title="单位：千元")
    for row in other[3:]:
        row[7] *= 10
    proposal = new(tmp_path, {"1月": rows(1), "2月": other})
    assert proposal.questions == () and scale(tmp_path) == {"price": 1, "unit_cost": 1}
    sold = 2 * sum(round(d * PRICE / 10_000, 2) * 10_000 for d in range(1, 20))
    assert amounts_and_costs(tmp_path)[0] == pytest.approx(sold)


def test_units_in_headers_are_no_disagreement(tmp_path):
    """Amounts in 万元 and prices in 元, both said by their headers."""
    head = [*HEAD[:5], "单价(元)", "成本单价(元)", "金额(万元)"]
    cells = [head, *rows(1)[3:]]
    proposal = new(tmp_path, {"1月": cells})
    assert proposal.questions == () and scale(tmp_path) == {}
    assert intake.check(tmp_path / "acme").usable
