"""`kam new` leaves a workbook that knows the client's accounts and what is scored."""

import pytest

from kamlib import engagement, worksheets
from kamlib.faults import InputError
from kamlib.intake.new import blank_worksheets, propose
from tests.intake.new.test_propose import LINES, write


@pytest.fixture
def written(monkeypatch):
    """What worksheets.write was asked to write."""
    asked = []
    real = worksheets.write

    def spy(path, language, **what):
        asked.append(what)
        return real(path, language, **what)

    monkeypatch.setattr(worksheets, "write", spy)
    return asked


def made(tmp_path, text=LINES):
    propose.new(tmp_path / "acme", {"orders": [write(tmp_path / "orders.csv", text)]})
    return engagement.load(tmp_path / "acme")


def test_accounts_stand_in_it_the_largest_first_with_a_line_for_each_criterion(tmp_path, written):
    loaded = made(tmp_path)
    (what,) = written
    assert dict(what["accounts"].itertuples(index=False)) == {"0042": "Alpha", "0007": "Beta"}
    criteria = worksheets.score_criteria(loaded)
    lines = what["rows"]["scores"][["account_id", "criterion"]]
    assert criteria
    assert list(lines.itertuples(index=False, name=None)) == [
        (account, criterion) for account in ("0042", "0007") for criterion in criteria
    ]
    assert worksheets.check(loaded) == []


def test_many_accounts_are_offered_and_the_largest_scored(tmp_path, written, monkeypatch):
    monkeypatch.setattr(blank_worksheets, "_SCORED", 1)
    made(tmp_path)
    (what,) = written
    assert set(what["rows"]["scores"]["account_id"]) == {"0042"} and len(what["accounts"]) == 2


@pytest.mark.parametrize("text", ["Wer,Wann\nA,2024-01-13\n", LINES.replace("2024-03-25", "never")])
def test_what_cannot_be_read_yet_leaves_a_workbook_without_accounts(tmp_path, written, text):
    propose.new(tmp_path / "acme", {"orders": [write(tmp_path / "orders.csv", text)]})
    assert written == [] and (tmp_path / "acme" / "worksheets.xlsx").exists()


def test_much_input_is_not_read_for_the_workbook(tmp_path, written, monkeypatch):
    monkeypatch.setattr(blank_worksheets, "_BYTES", 10)
    made(tmp_path)
    assert written == []


def test_the_workbook_alone_is_written_anew_for_what_was_decided_since(tmp_path, written):
    made(tmp_path)
    folder = tmp_path / "acme"
    decided = (
        "\nidentification: {criteria: {fit: {source: 'scores:strategy', weight: 1, "
        "direction: benefit, anchors: {1: none}}}}\n"
    )
    yaml = folder / "engagement.yaml"
    yaml.write_text(yaml.read_text("utf-8") + decided, "utf-8")
    (folder / "worksheets.xlsx").unlink()
    proposal = propose.new(folder, {})
    before, what = written
    assert list(before["criteria"]) != ["strategy"]
    assert what["criteria"] == {"strategy": {1: "none"}}
    assert set(what["accounts"]["account_id"]) == {"0042", "0007"}
    assert "worksheets.xlsx" in proposal.text and decided in yaml.read_text("utf-8")
    assert worksheets.check(engagement.load(folder)) == []


def test_the_workbook_is_not_written_for_an_engagement_with_faults(tmp_path):
    made(tmp_path)
    folder = tmp_path / "acme"
    (folder / "worksheets.xlsx").unlink()
    (folder / "engagement.yaml").write_text("name: T\nsauces: {}\n", "utf-8")
    with pytest.raises(InputError) as error:
        propose.new(folder, {})
    assert "yaml_unknown_field" in [fault.code for fault in error.value.faults]
    assert not (folder / "worksheets.xlsx").exists()
