"""The workbook out and back: nothing lost, nothing run, every fault answered."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamlib import labels, worksheets
from kamlib.engagement import Engagement
from kamlib.faults import InputError
from kamlib.worksheets import words
from kamlib.worksheets.sheets import ADDRESS

HOSTILE = [
    '=HYPERLINK("http://bad.example","click")',
    "+1+1",
    "@SUM(A1)",
    "<script>alert(1)</script> & <b>",
    "two\nlines",
    "carriage\r\nreturn",
    "  blanks at both ends  ",
    "x" * 5000,
    "\U0001f680 rocket",
    "\u05e9\u05dc\u05d5\u05dd \u202eright to left",
    "_x000D_ and _x005F_",
    "'apostrophe",
    "00012",
    "1e5",
    "\u91cd\u70b9\u5ba2\u6237,\u94b1\u5305\u4efd\u989d",
    "$a$ {0} %s \\n",
    "=1+1\t",
]
ACCOUNTS = pd.DataFrame(
    {"account_id": ["001", "=2+2", "C 3"], "account_name": ["Acme", HOSTILE[0], "\u4e2d\u94a2"]}
)


def engagement(folder: Path, **fields) -> Engagement:
    source = {"path": "x.csv", "columns": {"customer_id": "c", "date": "d", "amount": "a"}}
    content = {"name": "T", "sources": {"orders": source}} | fields
    return Engagement.model_validate(content).model_copy(update={"folder": folder})


def read_back(path: Path, **fields) -> dict[str, pd.DataFrame]:
    return worksheets.read_filled(engagement(path.parent, worksheets=path.name, **fields))


def one_of_each(text: str = "a") -> dict[str, pd.DataFrame]:
    day = "2026-03-31"
    rows = {
        "scores": {
            "account_id": "001",
            "criterion": "influence",
            "rater": text,
            "score": 3.5,
            "date": day,
        },
        "swot": {
            "subject": "us at customer",
            "account_id": "001",
            "quadrant": "threat",
            "text": text,
            "strength": 5,
            "confidence": "low",
            "date": day,
        },
        "competitors": {"competitor": text, "kind": "share", "value": 0.4, "confidence": "opinion"},
        "needs": {"account_id": "C 3", "need": text, "importance": 5, "us": 2, "rival_score": 4},
        "forces": {"subject": text, "force": "new entrants", "score": 1, "direction": "rising"},
        "plans": {"account_id": "001", "action": text, "due": day, "status": "open"},
        "picks": {"account_id": "001", "change": "remove", "reason": text},
        "same_customer": {
            "customer_id": "001",
            "same_as": "C 3",
            "decision": "different",
            "reason": text,
            "date": day,
        },
        "self_assessment": {
            "respondent": text,
            "growth_group": "high growth",
            "knows_profit": 4,
            "date": day,
        },
    }
    # Comparisons stand or fall as a whole: see test_judgements.
    whole = {"comparisons": worksheets.frame("comparisons")}
    return {name: worksheets.frame(name, [row]) for name, row in rows.items()} | whole


@pytest.mark.parametrize("language", labels.LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_goes_out_comes_back_to_the_letter(tmp_path, language, text):
    rows = one_of_each(text)
    path = worksheets.write(tmp_path / "w.xlsx", language, accounts=ACCOUNTS, rows=rows)
    back = read_back(path, language=language)
    for name in worksheets.SHEETS:
        pd.testing.assert_frame_equal(back[name], rows[name])


_texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=80,
).filter(lambda t: t.strip())
_marks = st.none() | st.floats(1, 5).map(lambda x: float(f"{x:.15g}"))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(_texts, _texts, _marks, st.none() | st.dates(date(1901, 1, 1)))))
def test_whatever_is_filled_in_comes_back(tmp_path_factory, filled):
    rows = worksheets.frame(
        "swot",
        [
            {
                "subject": "rival",
                "quadrant": "strength",
                "text": text,
                "author": author,
                "strength": mark,
                "date": day,
            }
            for text, author, mark, day in filled
        ],
    )
    folder = tmp_path_factory.mktemp("w")
    path = worksheets.write(folder / "w.xlsx", "zh", rows={"swot": rows})
    pd.testing.assert_frame_equal(read_back(path)["swot"], rows)


@pytest.mark.parametrize("language", labels.LANGUAGES)
@pytest.mark.parametrize("accounts", [None, ACCOUNTS])
def test_a_blank_workbook_reads_as_empty_frames(tmp_path, language, accounts):
    path = tmp_path / "w.xlsx"
    worksheets.write_blank(path, language, accounts=accounts, criteria=["influence", "Own, idea"])
    back = read_back(path)
    for name in worksheets.SHEETS:
        pd.testing.assert_frame_equal(back[name], worksheets.frame(name))


def test_nothing_is_overwritten(tmp_path):
    path = tmp_path / "worksheets.xlsx"
    path.write_text("someone's work")
    with pytest.raises(FileExistsError):
        worksheets.write_blank(path, "en")
    assert path.read_text() == "someone's work"


def test_equal_content_gives_equal_bytes(tmp_path):
    first, second = (
        worksheets.write(tmp_path / name, "zh", accounts=ACCOUNTS, rows=one_of_each())
        for name in ("a.xlsx", "b.xlsx")
    )
    assert first.read_bytes() == second.read_bytes()


def test_a_text_no_cell_can_hold_is_refused_not_cut(tmp_path):
    with pytest.raises(ValueError, match="32768 letters"):
        worksheets.write(tmp_path / "w.xlsx", "en", rows=one_of_each("x" * 32_768))
    assert not (tmp_path / "w.xlsx").exists()


def test_names_stay_text_in_the_file(tmp_path):
    from zipfile import ZipFile

    path = worksheets.write(
        tmp_path / "w.xlsx", "en", accounts=ACCOUNTS, rows=one_of_each(HOSTILE[0])
    )
    with ZipFile(path) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/sheet" in n]
    assert not any("<f>HYPERLINK" in content for content in sheets)


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_every_word_fits_the_limits_of_excel(language):
    titles = [words.title(name, language) for name in [*worksheets.SHEETS, "lists", "explain"]]
    assert len({words.plain(t) for t in titles}) == len(titles)
    assert all(len(t) <= 31 for t in titles)
    for name, table in worksheets.SHEETS.items():
        heads = [words.head(c.name, language) for c in table.columns]
        assert len(
            {words.plain(h) for h in [*heads, words.head("account_name", language)]}
        ) == 1 + len(heads)
        assert all(len(h) <= 32 for h in heads)
        for column in table.columns:
            assert len(labels.say(f"worksheets.hint.{name}.{column.name}", language)) <= 255
            assert len(",".join(words.value(v, language) for v in column.allowed)) <= 255


def test_what_a_row_is_about_are_columns_of_its_sheet():
    for name, table in worksheets.SHEETS.items():
        assert set(ADDRESS[name]) <= set(table.names)


def test_a_workbook_in_the_other_language_or_in_plain_names_is_understood(tmp_path):
    rows = one_of_each()
    path = worksheets.write(tmp_path / "zh.xlsx", "zh", rows=rows)
    pd.testing.assert_frame_equal(read_back(path, language="en")["swot"], rows["swot"])
    book = xlsxwriter.Workbook(str(tmp_path / "plain.xlsx"))
    for name, table in worksheets.SHEETS.items():
        sheet = book.add_worksheet(name.upper())
        sheet.write_row(0, 0, [f" {c} ".upper() for c in table.names])
        if name == "picks":
            sheet.write_row(1, 0, [12, "Add", "because"])
    book.close()
    picks = read_back(tmp_path / "plain.xlsx")["picks"]
    assert picks[["account_id", "change", "reason"]].to_dict("records") == [
        {"account_id": "12", "change": "add", "reason": "because"}
    ]


def test_an_id_typed_as_a_figure_reads_as_its_digits(tmp_path):
    path = broken(tmp_path, "plans", {(2, "account_id"): 12.0, (2, "action"): "call"})
    assert read_back(path)["plans"]["account_id"].tolist() == ["12"]


def test_rows_nobody_filled_in_are_left_out(tmp_path):
    ready = [{"account_id": "001", "criterion": "influence", "rater": "Li"} for _ in range(3)]
    ready[1]["score"] = 4
    path = worksheets.write(
        tmp_path / "w.xlsx", "en", rows={"scores": worksheets.frame("scores", ready)}
    )
    assert read_back(path)["scores"]["score"].tolist() == [4]


def test_scores_are_made_ready_for_every_account_and_criterion(tmp_path):
    from python_calamine import load_workbook

    path = tmp_path / "w.xlsx"
    worksheets.write_blank(path, "en", accounts=ACCOUNTS, criteria=["influence", "own"])
    rows = load_workbook(str(path)).get_sheet_by_name("Scores").to_python()
    assert [row[:3] for row in rows[1:4]] == [
        ["001", "Acme", "influence"],
        ["001", "Acme", "own"],
        ["=2+2", HOSTILE[0], "influence"],
    ]


# --- where the workbook is ------------------------------------------------------------------


def test_no_workbook_is_no_fault_unless_one_is_named(tmp_path):
    assert worksheets.read_filled(engagement(tmp_path))["swot"].empty
    (fault,) = worksheets.check(engagement(tmp_path, worksheets="sheets/w.xlsx"))
    assert (fault.code, fault.file) == ("worksheet_missing", "sheets/w.xlsx")


def test_a_workbook_in_the_folder_is_read_without_being_named(tmp_path):
    worksheets.write(tmp_path / "worksheets.xlsx", "en", rows=one_of_each())
    assert len(worksheets.read_filled(engagement(tmp_path))["swot"]) == 1


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"half", "folder"])
def test_a_broken_workbook_is_one_fault(tmp_path, content):
    path = tmp_path / "worksheets.xlsx"
    if content == "folder":
        path.mkdir()
    elif content == b"half":
        whole = worksheets.write(tmp_path / "whole.xlsx", "en").read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    else:
        path.write_bytes(content)
    (fault,) = worksheets.check(engagement(tmp_path))
    assert fault.code == "worksheet_unreadable"


# --- what may be wrong in it ----------------------------------------------------------------


def broken(folder: Path, sheet: str, entries: dict, *, heads: dict | None = None) -> Path:
    """A workbook by hand: `entries` by (row, column); `heads` replaces heads, None removes."""
    path = folder / "w.xlsx"
    book = xlsxwriter.Workbook(str(path))
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, table in worksheets.SHEETS.items():
        page = book.add_worksheet(words.title(name, "en"))
        here = heads or {} if name == sheet else {}
        names = {c: here.get(c, c) for c in table.names}
        shown = [h for h in names.values() if h is not None] + [
            h for c, h in here.items() if c not in names
        ]
        page.write_row(0, 0, shown)
        for (row, column), value in (entries if name == sheet else {}).items():
            place = shown.index(here.get(column, column))
            if isinstance(value, str) and value.startswith("#"):
                page.write_formula(row - 1, place, "=1/0", None, value)
            else:
                page.write(row - 1, place, value, dates if hasattr(value, "year") else None)
    book.close()
    return path


def faults_of(path: Path, **fields) -> list[tuple]:
    found = worksheets.check(engagement(path.parent, worksheets=path.name, **fields))
    for fault in found:
        for language in labels.LANGUAGES:
            assert fault.message(language)
            assert fault.mend(language)
    return [(f.code, f.sheet, f.row, f.column, f.value) for f in found]


def test_every_fault_of_the_cells_is_answered_together(tmp_path):
    entries = {
        (2, "account_id"): "001",
        (2, "criterion"): "influance",
        (2, "rater"): "Li",
        (2, "score"): "four",
        (3, "account_id"): "001",
        (3, "criterion"): "influence",
        (3, "rater"): "Li",
        (3, "score"): 6,
        (3, "date"): "31.3.2026",
        (5, "criterion"): "potential",
        (5, "score"): 3,
        (6, "account_id"): "001",
        (6, "criterion"): "potential",
        (6, "rater"): "Li",
        (6, "score"): 3,
        (7, "account_id"): "001",
        (7, "criterion"): "Potential ",
        (7, "rater"): "LI",
        (7, "score"): 4,
        (8, "account_id"): "001",
        (8, "criterion"): "potential",
        (8, "rater"): "Wu",
        (8, "score"): "#REF!",
        (9, "account_id"): "001",
        (9, "criterion"): "potential",
        (9, "rater"): "Xu",
        (9, "score"): True,
    }
    path = broken(tmp_path, "scores", entries)
    assert sorted(faults_of(path), key=lambda f: (f[2], f[3])) == [
        ("worksheet_unknown_criterion", "Scores", 2, "criterion", "influance"),
        ("worksheet_not_number", "Scores", 2, "score", "four"),
        ("worksheet_not_date", "Scores", 3, "date", "31.3.2026"),
        ("worksheet_out_of_range", "Scores", 3, "score", "6"),
        ("worksheet_empty_cell", "Scores", 5, "account_id", ""),
        ("worksheet_empty_cell", "Scores", 5, "rater", ""),
        ("worksheet_twice", "Scores", 7, "Account id, Criterion, Scored by", "001, potential, LI"),
        ("worksheet_error_cell", "Scores", 8, "score", "#REF!"),
        ("worksheet_not_number", "Scores", 9, "score", "TRUE"),
    ]
    with pytest.raises(InputError) as caught:
        read_back(path)
    assert len(caught.value.faults) == 9
    assert "influence" in str(caught.value)  # the nearest


def test_a_word_that_is_not_allowed_names_those_that_are(tmp_path):
    entries = {(2, "subject"): "them", (2, "quadrant"): "\u5a01\u80c1", (2, "text"): "x"}
    path = broken(tmp_path, "swot", entries)
    assert faults_of(path) == [("worksheet_not_allowed", "SWOT", 2, "subject", "them")]
    (fault,) = worksheets.check(engagement(tmp_path, worksheets="w.xlsx", language="zh"))
    assert "\u6211\u65b9\u5728\u8be5\u5ba2\u6237" in fault.mend("zh")


def test_heads_missing_unknown_and_twice(tmp_path):
    heads = {"author": None, "confidence": "Confidense", "extra": "Subject"}
    path = broken(tmp_path, "swot", {}, heads=heads)
    assert faults_of(path) == [
        ("worksheet_column_unknown", "SWOT", 1, "Confidense", ""),
        ("worksheet_column_twice", "SWOT", 1, "Subject", ""),
        ("worksheet_column_missing", "SWOT", 1, "Confidence", ""),
        ("worksheet_column_missing", "SWOT", 1, "Author", ""),
    ]


def test_values_under_no_head_are_not_lost_in_silence(tmp_path):
    path = broken(tmp_path, "picks", {(2, "extra"): "my note"}, heads={"extra": ""})
    assert faults_of(path) == [("worksheet_column_unknown", "List changes", 1, "F", "")]


def test_a_sheet_missing_renamed_or_empty(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "w.xlsx"))
    for name, table in worksheets.SHEETS.items():
        page = book.add_worksheet("Our SWOT" if name == "swot" else words.title(name, "en"))
        if name != "forces":
            page.write_row(0, 0, table.names)
    book.add_worksheet("\u8bc4\u5206").write_row(0, 0, worksheets.SHEETS["scores"].names)
    book.close()
    assert faults_of(tmp_path / "w.xlsx") == [
        ("worksheet_sheet_twice", "\u8bc4\u5206", None, "", ""),
        ("worksheet_sheet_missing", "SWOT", None, "", ""),
        ("worksheet_no_header", "Five forces", 1, "", ""),
    ]


def test_merged_cells_are_a_fault(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "w.xlsx"))
    for name, table in worksheets.SHEETS.items():
        page = book.add_worksheet(words.title(name, "en"))
        page.write_row(0, 0, table.names)
        if name == "plans":
            page.merge_range("A2:A4", "001")
            page.write(1, 2, "call")
    book.close()
    assert faults_of(tmp_path / "w.xlsx") == [("worksheet_merged", "Plans", 2, "", "A2:A4")]


def test_scores_where_the_engagement_has_no_use_for_them(tmp_path):
    entries = {
        (2, "account_id"): "1",
        (2, "criterion"): "charm",
        (2, "rater"): "Li",
        (2, "score"): 3,
    }
    path = broken(tmp_path, "scores", entries)
    volume = {"source": "revenue", "weight": 1, "direction": "benefit"}
    found = faults_of(path, identification={"criteria": {"volume": volume}})
    assert [f[0] for f in found] == ["worksheet_no_criteria"]


# --- and beyond it --------------------------------------------------------------------------


def test_accounts_nobody_knows_are_named_with_what_may_be_meant():
    members = pd.DataFrame(
        {"account_id": ["G1", "0012", "7", "07"], "customer_id": ["C1", "0012", "7", "07"]}
    )
    plans = [{"account_id": a, "action": "x"} for a in ("G1", "C1", "12", "007", "nobody", "12")]
    sheets = {"plans": worksheets.frame("plans", plans), "forces": worksheets.frame("forces")}
    found = worksheets.unknown_accounts(sheets, members)
    assert found.fillna("").to_dict("records") == [
        {"sheet": "plans", "account_id": "007", "rows": 1, "perhaps": ""},
        {"sheet": "plans", "account_id": "12", "rows": 2, "perhaps": "0012"},
        {"sheet": "plans", "account_id": "C1", "rows": 1, "perhaps": "G1"},
        {"sheet": "plans", "account_id": "nobody", "rows": 1, "perhaps": ""},
    ]
    assert worksheets.unknown_accounts({"plans": worksheets.frame("plans")}, members).empty


def test_two_thousand_scores_are_checked_in_a_moment(tmp_path):
    rows = [
        {"account_id": f"{a:04}", "criterion": "influence", "rater": f"M{m}", "score": 1 + m % 5}
        for a in range(200)
        for m in range(10)
    ]
    path = worksheets.write(
        tmp_path / "w.xlsx", "en", rows={"scores": worksheets.frame("scores", rows)}
    )
    start = time.perf_counter()
    assert len(read_back(path)["scores"]) == 2000
    assert time.perf_counter() - start < 5


def test_the_import_brings_neither_writer_nor_reader():
    code = (
        "import sys, kamlib.worksheets; heavy = {'xlsxwriter', 'python_calamine', 'rapidfuzz', "
        "'pandas'}; print([m for m in sorted(heavy) if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


# --- what a score stands for ----------------------------------------------------------------


def strategic(**anchors) -> dict:
    strategy = {"source": "scores:strategy", "weight": 1, "direction": "benefit"} | anchors
    return {"criteria": {"fit": strategy}}


@pytest.mark.parametrize(
    ("language", "said"), [("en", "1: none; 5: =2+2"), ("zh", "1：none；5：=2+2")]
)
def test_what_a_score_stands_for_is_beside_its_criterion(tmp_path, language, said):
    from python_calamine import load_workbook

    decided = strategic(anchors={5: "=2+2", 1: "none"})
    asked = engagement(tmp_path, identification=decided)
    path = worksheets.write_blank(
        tmp_path / "w.xlsx",
        language,
        accounts=ACCOUNTS,
        criteria=worksheets.scales(asked) | {"influence": {}},
    )
    book = load_workbook(str(path))
    rows = book.get_sheet_by_name(words.title("scores", language)).to_python()
    assert rows[0][3] == words.head("anchors", language)
    assert [row[3] for row in rows[1:4]] == [said, "", said]
    on_lists = book.get_sheet_by_name(words.title("lists", language)).to_python()
    assert [row[3] for row in on_lists[1:3]] == [said, ""]
    # A reader with or without such words, of either language, takes no harm.
    for fields in ({"identification": decided}, {"identification": strategic()}):
        assert read_back(path, **fields)["scores"].empty


@pytest.mark.parametrize("before", [strategic(), strategic(anchors={1: "none"})])
def test_scores_come_back_whether_or_not_their_scale_was_in_words(tmp_path, before):
    row = {"account_id": "001", "criterion": "strategy", "rater": "Li", "score": 4}
    rows = worksheets.frame("scores", [row])
    path = worksheets.write(
        tmp_path / "w.xlsx",
        "en",
        accounts=ACCOUNTS,
        criteria=worksheets.scales(engagement(tmp_path, identification=before)),
        rows={"scores": rows},
    )
    back = read_back(path, identification=strategic(anchors={1: "none", 3: "some"}))
    pd.testing.assert_frame_equal(back["scores"], rows)
