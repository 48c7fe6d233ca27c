import numpy as np
import pandas as pd
import pytest

from kamlib import results
from kamlib.segmentation import features
from kamlib.segmentation.features import LIMIT, scale_features, transform_of


def book(**columns):
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"account_id": [f"a{i:03d}" for i in range(n)], **columns})


def choices(scaled):
    return scaled.choices.set_index("feature")


def test_robust_scaling_of_a_share_by_hand():
    # Median .5, quartiles .3 and .7: one unit is .4 / 1.349.
    scaled = scale_features(book(evenness=[0.1, 0.3, 0.5, 0.7, 0.9]), ["evenness"])
    expected = [x / (0.4 / 1.349) for x in (-0.4, -0.2, 0, 0.2, 0.4)]
    assert scaled.values["evenness"].tolist() == pytest.approx(expected)
    assert choices(scaled).at["evenness", "spread"] == "interquartile range"


def test_money_goes_through_a_signed_logarithm_that_knows_no_currency():
    money = np.array([-200.0, 0, 100, 300, 900, 2700, 8100])
    plain = scale_features(book(revenue=money), ["revenue"]).values
    cents = scale_features(book(revenue=money * 100), ["revenue"]).values
    assert plain["revenue"].tolist() == pytest.approx(cents["revenue"].tolist())
    assert plain["revenue"].is_monotonic_increasing
    unit = np.quantile(np.abs(money[money != 0]), 0.05)
    logs = np.sign(money) * np.log1p(np.abs(money) / unit)
    scale = (np.quantile(logs, 0.75) - np.quantile(logs, 0.25)) / 1.349
    expected = (logs - np.median(logs)) / scale
    assert plain["revenue"].tolist() == pytest.approx(expected.clip(-3, 3).tolist())


def test_a_whale_is_drawn_in_but_still_the_largest(rng):
    revenue = np.append(rng.lognormal(8, 0.5, 99), 1e15)
    scaled = scale_features(book(revenue=revenue, orders=rng.poisson(9, 100) + 1.0), ["revenue"])
    assert scaled.values["revenue"].max() == LIMIT
    assert scaled.values.at["a099", "revenue"] == LIMIT
    assert choices(scaled).at["revenue", "cut"] >= 1
    assert scaled.values["revenue"].iloc[:99].std() > 0.5  # the others keep their spread


def test_where_most_are_alike_the_standard_deviation_is_the_unit():
    returns = [0.0] * 90 + list(np.linspace(0.1, 1, 10))
    scaled = scale_features(book(returns_rate=returns), ["returns_rate"])
    assert choices(scaled).at["returns_rate", "spread"] == "standard deviation"
    assert scaled.values["returns_rate"].abs().max() <= LIMIT


def test_what_is_left_out_is_said():
    table = book(
        revenue=[1.0, 2, 3, 4],
        orders=[1, 2, 2, 5],
        products=[3, 3, 3, 3],
        growth=[np.nan, np.nan, 0.1, 0.2],
        region=["x", "y", "x", "y"],
    )
    names = ["revenue", "orders", "products", "growth", "region", "nothing"]
    said = choices(scale_features(table, names))
    assert said["kept"].to_dict() == dict(zip(names, [True] * 2 + [False] * 4, strict=True))
    assert said.at["products", "reason"] == "alike for all accounts"
    assert said.at["growth", "reason"] == "unknown for too many accounts"
    assert said.at["region", "reason"] == "not a number of the accounts table"
    assert said.at["nothing", "reason"] == "not a number of the accounts table"
    assert said.at["orders", "reason"] == ""


def test_unknown_values_take_the_median_and_are_counted():
    table = book(revenue=[1.0, 10, 100, 1000, 10000], evenness=[np.nan, 0.2, 0.4, 0.6, 0.8])
    scaled = scale_features(table, ["revenue", "evenness"])
    assert scaled.values.at["a000", "evenness"] == 0
    assert choices(scaled).at["evenness", "filled"] == 1
    assert scaled.values.notna().all(axis=None)


def test_an_account_with_under_half_of_the_features_known_is_not_compared():
    table = book(
        revenue=[1.0, 10, 100, 1000],
        evenness=[np.nan, 0.2, 0.4, 0.6],
        growth=[np.nan, 0.1, 0.0, -0.2],
    )
    scaled = scale_features(table, ["revenue", "evenness", "growth"])
    assert scaled.values.index.tolist() == ["a001", "a002", "a003"]


@pytest.mark.parametrize("rows", [0, 1])
def test_an_empty_book_and_a_single_account(rows):
    table = book(revenue=[5.0], orders=[1.0]).head(rows)
    scaled = scale_features(table, ["revenue", "orders"])
    assert not scaled.choices["kept"].any()
    assert scaled.values.empty


def test_the_order_of_rows_does_not_matter(rng):
    table = book(revenue=rng.lognormal(size=50), orders=rng.poisson(5, 50) + 1.0)
    one = scale_features(table, ["revenue", "orders"]).values
    other = scale_features(table.sample(frac=1, random_state=1), ["revenue", "orders"]).values
    pd.testing.assert_frame_equal(one, other)


def test_features_that_go_together_are_named(rng):
    base = rng.lognormal(size=60)
    table = book(revenue=base, orders=base * 2, evenness=rng.random(60))
    said = choices(scale_features(table, ["revenue", "orders", "evenness"]))
    assert said.at["revenue", "closest"] == "orders"
    assert said.at["revenue", "correlation"] == pytest.approx(1)


def test_the_choices_fit_their_result_table():
    frame = scale_features(book(revenue=[1.0, 2, 3]), ["revenue"]).choices
    assert list(results.arrange(frame, "segment_features")) == list(frame)


def test_the_transform_follows_the_unit_of_the_column():
    assert transform_of("revenue") == transform_of("orders") == transform_of("recency_days")
    assert transform_of("evenness") == transform_of("growth") == "as is"
    assert features.transform_of("a column of the client") == "signed log"
