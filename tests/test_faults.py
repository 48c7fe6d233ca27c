"""A fault says where, what and how to mend it, in both languages."""

from __future__ import annotations

from kamlib.faults import Fault, InputError, place_and_message

FAULT = Fault(
    "yaml_unknown_field",
    "engagement.yaml",
    row=3,
    column="langauge",
    values={"nearest": "language"},
)


def test_one_line_for_a_terminal():
    assert place_and_message(FAULT) == (
        "engagement.yaml / row 3 / langauge: The field langauge is not known. "
        "Did you mean language?"
    )
    assert "第 3 行" in place_and_message(FAULT, "zh")


def test_the_object_for_programs():
    assert FAULT.as_dict() == {
        "file": "engagement.yaml",
        "sheet": "",
        "row": 3,
        "column": "langauge",
        "value": "",
        "message": "The field langauge is not known.",
        "mend": "Did you mean language?",
    }


def test_an_error_holds_every_fault():
    error = InputError([FAULT, FAULT])
    assert str(error).count("langauge is not known") == 2
