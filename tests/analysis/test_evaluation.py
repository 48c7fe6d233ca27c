"""Growth, needs, position and fit of the demo's accounts, and what is said where data lack."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib import paths
from kamlib.analysis import identification
from kamlib.analysis.identification import evaluation, evaluation_findings, growth, needs
from kamlib.study import open_study


@pytest.fixture(scope="module")
def study():
    return open_study("demo")


def by_id(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index("account_id")


def test_growth_is_that_of_the_files(study):
    found = by_id(growth.growth_split(study)).loc["00100"]
    sales = pd.read_csv(paths.DEMO / "customer_sales.csv", dtype={"customer_no": str})
    own = sales[sales["customer_no"] == "00100"].set_index("year")["sales"]
    market = pd.read_csv(paths.DEMO / "market.csv").fillna("")
    sizes = market.set_index(["industry", "segment", "year"])["size"]
    industry = sizes["Shipbuilding", "", 2025] / sizes["Shipbuilding", "", 2023]
    segment = [sizes["Shipbuilding", "refit and offshore", year] for year in (2023, 2025)]
    assert found["sales_of"] == "customer"
    assert found["sales_growth"] == pytest.approx(-0.24)
    assert found["industry_log"] == pytest.approx(np.log(industry))
    assert found["segment_log"] == pytest.approx(np.log(segment[1] / segment[0] / industry))
    share = own[2025] / own[2023] / (segment[1] / segment[0])
    assert found["share_log"] == pytest.approx(np.log(share))
    assert found["share_tendency"] == "loses"


def test_the_terms_sum_in_every_row(study):
    found = growth.growth_split(study)
    known = found[found["total_log"].notna()]
    assert len(known) > 50
    terms = known[["industry_log", "segment_log", "share_log"]].sum(axis=1)
    assert (terms - known["total_log"]).abs().max() < 1e-9
    assert (np.expm1(known["total_log"]) - known["sales_growth"]).abs().max() < 1e-9
    money = found[["industry_money", "segment_money", "share_money"]].sum(axis=1)
    assert (money - (found["sales_last"] - found["sales_first"])).abs().max() < 1e-3


def test_accounts_without_figures_of_their_own_take_ours(study):
    found = by_id(growth.growth_split(study))
    assert (found["sales_of"] == "customer").sum() == 12
    assert found.loc["00200", "sales_of"] == "ours"
    # First order in July 2025: no logarithm, but the whole of it is share in money.
    newcomer = found.loc["01200"]
    assert np.isnan(newcomer["total_log"])
    assert newcomer["share_money"] == newcomer["sales_last"] > 0


def test_demand_is_the_sum_of_its_needs(study):
    found = by_id(needs.demand(study))
    # 5 x (2 - 4) + 4 x (5 - 3) + 3 x (2 - 4), see the demo's worksheet.
    assert found.loc["00020"].tolist() == [-8, 3]
    assert "00260" not in found.index  # its one need is compared with no rival


def test_every_item_of_every_account_told_is_there(study):
    items, told = evaluation.evaluation_items(study), evaluation.evaluation(study)
    assert len(items) == 22 * len(told)
    assert set(identification.key_ids(study)) <= set(told["account_id"])
    assert items["scaled"].dropna().between(0, 1).all()
    from_data = items["read_from"] == "data"
    assert items.loc[from_data, "raters"].isna().all()
    assert items.loc[~from_data, "raters"].max() == 2


def test_the_planted_characters_stand_where_they_belong(study):
    found = by_id(evaluation.evaluation(study))
    assert found.loc["00040", "structural_position"] == "hard bargainer"  # the loss maker
    assert found["inclination"].idxmax() == "00040"
    items = evaluation.evaluation_items(study)
    conduct = by_id(items[items["evaluation_item"] == "fit_consistency"])["scaled"]
    assert conduct.idxmin() == "00200"  # the diverter
    assert found.loc["00260", "fit"] > found.loc["00160", "fit"]


def test_items_no_longer_asked_may_stay_in_the_sheet():
    plain = open_study("demo", settings={"identification.frames": []})
    assert "power_price" in set(plain.sheets["scores"]["criterion"])
    assert evaluation.evaluation_items(plain).empty


def test_what_is_said_of_the_key_accounts_holds_their_figures(study):
    demand = evaluation_findings.demand(study).values
    # 00140: 5 x 2 + 4 x 3; 00100: 5 x -2 + 5 x -4, see the demo's worksheet.
    assert (demand["best"], demand["most"]) == ("Société Lémanière d'Énergie", 22)
    assert (demand["worst"], demand["least"]) == ("Sjögren & Åkesson Hydraulik", -30)
    (shares, *_) = evaluation_findings.growth(study)
    counted = [shares.values[name] for name in ("gain", "lose", "doubtful")]
    assert sum(counted) == shares.values["known"]
    placed, _ = evaluation_findings.position(study)
    assert placed.values["known"] == placed.values["keys"] == 13
    fit, families = evaluation_findings.fit(study), evaluation_findings.indicators(study)
    assert fit.values["most"] > fit.values["least"]
    assert all("%" in families.values[name] for name in ("attractiveness", "potential"))
