import numpy as np
import pandas as pd
import pytest

from kamlib.segmentation import maps, matrices

CHART = maps.load("attractiveness_relationship")


def parts(*rows):
    columns = ["account_id", "criterion", "scaled", "weight", "family"]
    return pd.DataFrame(rows, columns=columns)


def place(x, y, chart=CHART, **cuts):
    return matrices.place(pd.DataFrame({"x": x, "y": y}, dtype="float64"), chart, **cuts).tolist()


# --- the maps ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["attractiveness_relationship", "volume_loyalty"])
def test_every_pair_of_levels_has_a_cell_in_both_languages(name):
    chart = maps.load(name)
    pairs = {f"{y}_{x}" for y in chart.y.levels for x in chart.x.levels}
    assert set(chart.cells) == pairs
    for cell in chart.cells.values():
        assert all(cell.name[lang] and cell.action[lang] for lang in ("en", "zh"))
    for words in (chart.name, chart.source, chart.confidence, chart.x.title, chart.y.title):
        assert words["en"] and words["zh"]
    for axis in (chart.x, chart.y):
        assert set(axis.names) == set(axis.levels)


def test_figure_11_3_as_rebuilt():
    words = {cell: said.name["zh"] for cell, said in CHART.cells.items()}
    assert words == {
        "high_poor": "保持发展",
        "high_fair": "发展",
        "high_good": "发展防御",
        "medium_poor": "少量保持",
        "medium_fair": "选择性保持",
        "medium_good": "防御",
        "low_poor": "退出",
        "low_fair": "少量保持",
        "low_good": "选择性防御",
    }
    assert {cell for cell, said in CHART.cells.items() if said.grows} == {
        "high_poor",
        "high_fair",
        "high_good",
    }


def test_there_is_a_map_for_grades_and_no_map_of_another_name():
    assert set(maps.load("industry_grade").cells) == {"A", "B", "C"}
    with pytest.raises(KeyError, match="volume_loyalty"):
        maps.load("nothing")


# --- places -----------------------------------------------------------------------------


def test_the_four_corners_and_the_middle():
    cells = place([0, 0, 1, 1, 0.5], [0, 1, 0, 1, 0.5])
    assert cells == ["low_poor", "high_poor", "low_good", "high_good", "medium_fair"]


def test_a_value_at_a_cut_belongs_to_the_higher_level():
    third = 0.1 + 0.1 + 0.1 + 1 / 30  # not quite 1 / 3 in floating point
    assert place([third, 2 / 3, 1 / 3 - 1e-6], [0, 0, 0]) == ["low_fair", "low_good", "low_poor"]


def test_no_cell_without_a_value_on_both_axes():
    assert pd.isna(place([np.nan, 0.2], [0.5, np.nan])).all()


def test_cuts_can_be_given():
    chart = maps.load("volume_loyalty")
    cells = place([0.5, 0.49], [100, 99], chart, x_cuts=[0.5], y_cuts=[100])
    assert cells == ["large_loyal", "small_disloyal"]


def test_an_axis_is_the_weighted_mean_of_its_families():
    table = parts(
        ("a", "volume", 0.9, 0.25, "value"),
        ("a", "potential", 0.3, 0.125, "potential"),
        ("a", "loyalty", 0.6, 0.5, "relationship"),
        ("a", "idle", 0.0, 0.0, "value"),
    )
    assert matrices.axis_scores(table, CHART.y).to_dict() == pytest.approx({"a": 0.7})
    assert matrices.axis_scores(table, CHART.x).to_dict() == pytest.approx({"a": 0.6})
    assert matrices.criteria_of(table, CHART.y) == ["potential", "volume"]
    assert matrices.axis_scores(table[:0], CHART.x).empty


def test_raising_a_criterion_never_lowers_its_axis(rng):
    scaled = rng.random((30, 3))
    higher = scaled.copy()
    higher[:, 1] += 0.1
    names, weights = ["volume", "profit", "potential"], [0.2, 0.5, 0.3]

    def axis(values):
        rows = [
            (f"a{i}", name, values[i, j], weights[j], "value")
            for i in range(30)
            for j, name in enumerate(names)
        ]
        return matrices.axis_scores(parts(*rows), CHART.y)

    assert (axis(higher) > axis(scaled)).all()


def test_advice_is_in_the_language_and_empty_without_a_cell():
    said = matrices.advise(pd.Series(["low_poor", None], dtype="str"), CHART, language="zh")
    assert said["strategy"].tolist()[0] == "退出"
    assert said.loc[1, ["strategy", "action"]].isna().all()
    assert said["grows"].tolist() == [False, False]


# --- the doubt --------------------------------------------------------------------------


def placed_of(table):
    x, y = (matrices.axis_scores(table, axis) for axis in (CHART.x, CHART.y))
    scores = pd.DataFrame({"account_id": y.index, "x": x.reindex(y.index).to_numpy(), "y": y})
    return scores.reset_index(drop=True)


def test_share_of_weightings_against_the_exact_one():
    # One axis of two criteria at 1 and 0: the axis is the weight w of the first, even on
    # 0..1. Printed .9, so high; it stays high while w >= 2/3: one third of all weightings.
    table = parts(
        ("a", "volume", 1.0, 0.9, "value"),
        ("a", "profit", 0.0, 0.1, "value"),
        ("a", "loyalty", 0.5, 1.0, "relationship"),
    )
    kept = matrices.keep_share(table, placed_of(table), CHART, seed=7, draws=20_000)
    assert kept.tolist() == pytest.approx([1 / 3], abs=0.01)


def test_the_doubts_of_both_axes_multiply():
    table = parts(
        ("a", "volume", 1.0, 0.9, "value"),
        ("a", "profit", 0.0, 0.1, "value"),
        ("a", "loyalty", 1.0, 0.9, "relationship"),
        ("a", "evenness", 0.0, 0.1, "relationship"),
    )
    kept = matrices.keep_share(table, placed_of(table), CHART, seed=7, draws=20_000)
    assert kept.tolist() == pytest.approx([1 / 9], abs=0.01)


def test_an_account_alike_on_all_criteria_is_sure_of_its_cell():
    rows = [("a", c, 0.5, 0.5, f) for c, f in (("v", "value"), ("p", "potential"))]
    rows += [("a", c, 0.2, 0.5, "relationship") for c in ("l", "e")]
    table = parts(*rows)
    assert matrices.keep_share(table, placed_of(table), CHART, seed=7).tolist() == [1.0]


def test_without_two_criteria_there_is_no_weight_to_doubt():
    table = parts(("a", "v", 0.5, 1.0, "value"), ("a", "l", 0.5, 1.0, "relationship"))
    assert matrices.keep_share(table, placed_of(table), CHART, seed=7).isna().all()


def test_no_share_without_a_cell():
    table = parts(("a", "v", 0.5, 1.0, "value"), ("a", "p", 0.1, 1.0, "value"))
    assert matrices.keep_share(table, placed_of(table), CHART, seed=7).isna().all()
