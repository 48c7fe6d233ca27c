"""The pieces of page 01 on position and fit: there with data, and silent or saying why without."""

from __future__ import annotations

import pytest

from kamlib.analysis.identification import evaluation_findings as findings
from kamlib.reports import evaluation as pieces
from kamlib.study import open_study

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    out = str(tmp_path_factory.mktemp("out"))
    return {name: open_study("demo", language=name, out_dir=out) for name in LANGUAGES}


LINES = [
    f"{customer},{year}-{month:02d}-05,{10 * (place + 1)}"
    for place, customer in enumerate("ABCDEF")
    for year in (2023, 2024)
    for month in range(1, 13)
]


def orders_alone(folder, frames: str):
    """No industry, no market, no wallet, no worksheet."""
    (folder / "o.csv").write_text("id,day,money\n" + "\n".join(LINES) + "\n", encoding="utf-8")
    (folder / "engagement.yaml").write_text(
        "name: Bare\nsince: 2023-01-01\nas_of: 2024-12-31\n"
        f"identification: {{frames: [{frames}]}}\n"
        "sources:\n  orders:\n    path: o.csv\n"
        "    columns: {customer_id: id, date: day, amount: money}\n",
        encoding="utf-8",
    )
    return open_study(folder)


def sentences(study) -> list[str]:
    said = [
        findings.goals(study),
        findings.demand(study),
        *findings.growth(study),
        *findings.position(study),
        findings.fit(study),
        findings.indicators(study),
        *findings.method(study),
    ]
    return [study.say(key, **values) for key, values in said]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole(studies, language):
    said = sentences(studies[language])
    assert len(said) > 9
    assert [s for s in said if "nan" in s.lower() or "None" in s] == []


def test_the_criteria_without_a_goal_are_named(studies):
    key, values = findings.goals(studies["en"])
    assert key == "evaluation.goals.some"
    assert values["names"] == "evenness, influence"


def test_with_orders_alone_every_sentence_says_what_to_bring(tmp_path):
    bare = orders_alone(tmp_path, "power, fit, indicators")
    keys = [
        findings.goals(bare).key,
        findings.demand(bare).key,
        *[f.key for f in findings.growth(bare)],
        findings.position(bare)[0].key,
        findings.fit(bare).key,
        findings.indicators(bare).key,
    ]
    names = ["goals.own", "demand.none", "growth.no_market", "position.unknown", "fit.unknown"]
    assert keys[:5] == [f"evaluation.{name}" for name in names]
    assert [s for s in sentences(bare) if "nan" in s.lower()] == []
    shown = [pieces.growth(bare), pieces.power(bare)]
    assert all("kam-missing" in piece.data for piece in shown)
    table = pieces.summary(bare)  # potential by volume needs no manager
    assert "nan" not in table.plain.lower()


def test_nothing_is_asked_nothing_is_shown(tmp_path):
    study = orders_alone(tmp_path, "")
    assert pieces.power(study) is None
    assert pieces.items(study) is None
    assert findings.position(study)[0].key == "evaluation.position.not_asked"
    assert findings.fit(study).key == "evaluation.fit.not_asked"
    assert findings.indicators(study).key == "evaluation.indicators.not_asked"
    assert len(findings.method(study)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_and_tables_are_there(studies, language):
    study = studies[language]
    for piece in (pieces.growth(study), pieces.power(study), pieces.needs(study)):
        assert "<img" in piece.data
    assert pieces.summary(study).plain.count("\n") == pieces.ROWS
    assert "nan" not in pieces.items(study).plain.lower()


def test_an_own_definition_and_weight_stand_in_the_table():
    settings = {
        "identification.item_definitions": {"fit_win_win": "Both sides sign the savings."},
        "identification.item_weights": {"fit_win_win": 2},
    }
    said = pieces.items(open_study("demo", settings=settings)).plain
    assert "Both sides sign the savings." in said
    assert "Weight" in said


def test_the_tables_are_written(studies):
    study = studies["en"]
    pieces.save(study)
    written = {path.name for path in (study.out_dir / "tables").glob("*.csv")}
    assert written == {"growth_split.csv", "evaluation_items.csv", "evaluation.csv"}
