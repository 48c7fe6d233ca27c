"""Sheet self_assessment: handed out empty, read back, and not missed in earlier workbooks."""

from __future__ import annotations

import pandas as pd
import pytest
from python_calamine import load_workbook

from kamlib import worksheets
from kamlib.engagement import Engagement
from kamlib.worksheets.sheets import LATER, SHEETS


def of(path):
    source = {"path": "x.csv", "columns": {"customer_id": "c", "date": "d", "amount": "a"}}
    return Engagement.model_validate(
        {"name": "T", "sources": {"orders": source}, "worksheets": str(path)}
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_handed_out_empty(tmp_path, language):
    path = worksheets.write_blank(tmp_path / "w.xlsx", language)
    title = {"en": "Self-assessment", "zh": "自评"}[language]
    rows = load_workbook(str(path)).get_sheet_by_name(title).to_python()
    assert len([cell for cell in rows[0] if cell]) == len(SHEETS["self_assessment"].columns)
    assert not any(cell for row in rows[1:] for cell in row)
    assert worksheets.read_filled(of(path))["self_assessment"].empty


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_filled_in_is_read_back(tmp_path, language):
    rows = pd.DataFrame(
        {
            "respondent": ["head of sales", "7"],
            "growth_group": ["high growth", None],
            "knows_profit": [4.0, 2.0],
            "strengthens_core": [5.0, None],
        }
    )
    path = worksheets.write(tmp_path / "w.xlsx", language, rows={"self_assessment": rows})
    found = worksheets.read_filled(of(path))["self_assessment"]
    assert found["respondent"].tolist() == ["head of sales", "7"]
    assert found["growth_group"].tolist()[0] == "high growth"
    assert found["knows_profit"].tolist() == [4, 2]
    assert found["strengthens_core"].isna().tolist() == [False, True]


def test_an_answer_off_the_scale_and_a_person_twice_are_faults(tmp_path):
    rows = pd.DataFrame({"respondent": ["a", "a"], "knows_profit": [6.0, 2.0]})
    path = worksheets.write(tmp_path / "w.xlsx", "en", rows={"self_assessment": rows})
    codes = {fault.code for fault in worksheets.check(of(path))}
    assert "worksheet_twice" in codes and len(codes) == 2


def test_a_workbook_handed_out_earlier_need_not_have_it():
    assert "self_assessment" in LATER
