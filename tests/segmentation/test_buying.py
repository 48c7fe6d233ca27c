"""What many small customers will still buy: the published case, made books, and refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlib.segmentation import buying


@pytest.fixture
def cdnow(shared_data):
    """The first 39 weeks of 2,357 customers, of whom 946 came back."""
    names = ["master", "account_id", "date", "discs", "amount"]
    bought = pd.read_csv(
        shared_data / "cdnow_sample" / "CDNOW_sample.txt",
        sep=r"\s+",
        names=names,
        dtype={"account_id": "str", "date": "str"},
    )
    bought["date"] = pd.to_datetime(bought["date"], format="%Y%m%d")
    return buying.histories(bought, as_of="1997-09-30")


def test_histories_as_published(cdnow):
    assert len(cdnow) == 2357 and cdnow["repeats"].sum() == 2457
    assert cdnow["watched"].sum() == pytest.approx(77111.21, abs=0.1)
    assert (cdnow["repeats"] > 0).sum() == 946
    assert cdnow["mean_repeat"].mean() == pytest.approx(35.0786, abs=0.001)


def test_purchases_as_published(cdnow):
    found = buying.purchases(cdnow)
    assert [found.r, found.a, found.b] == pytest.approx([0.243, 0.793, 2.426], abs=0.002)
    assert found.alpha == pytest.approx(4.414, abs=0.002)
    assert found.log_likelihood == pytest.approx(-9582.4, abs=0.1)


def test_spend_as_published(cdnow):
    found = buying.spend(cdnow)
    assert [found.p, found.q, found.v] == pytest.approx([6.25, 3.74, 15.44], abs=0.01)
    assert found.log_likelihood == pytest.approx(-4055.92, abs=0.1)


def test_one_customer_as_published():
    one = pd.DataFrame({"repeats": [2], "last": [30.43], "watched": [38.86]})
    of = buying.Purchases(0.243, 4.414, 0.793, 2.426, 0.0)
    assert buying.expected(one, of, 39) == pytest.approx([1.226], abs=0.002)
    assert buying.alive(one, of) == pytest.approx([0.7266], abs=0.002)


def made(rng, n=1500, *, r=0.8, alpha=6.0, a=1.2, b=3.0, watched=52.0):
    """Customers who buy and leave as the model says."""
    rate, leaves = rng.gamma(r, 1 / alpha, n), rng.beta(a, b, n)
    rows = []
    for i in range(n):
        at, times = 0.0, []
        while True:
            at += rng.exponential(1 / rate[i])
            if at > watched:
                break
            times.append(at)
            if rng.random() < leaves[i]:
                break
        rows.append((len(times), times[-1] if times else 0.0, watched))
    return pd.DataFrame(rows, columns=["repeats", "last", "watched"])


def test_the_rule_of_a_made_book_is_found_and_what_it_buys_next_is_told(rng):
    found = made(rng)
    of = buying.purchases(found)
    assert of.r == pytest.approx(0.8, rel=0.25) and of.alpha == pytest.approx(6, rel=0.25)
    assert of.a / (of.a + of.b) == pytest.approx(1.2 / 4.2, abs=0.06)
    # What the first 26 weeks tell of the next 26, against what was bought in them.
    half = made(np.random.default_rng(5), n=1500, watched=26.0)
    whole = made(np.random.default_rng(5), n=1500, watched=52.0)
    told = buying.expected(half, buying.purchases(half), 26).sum()
    assert told == pytest.approx(whole["repeats"].sum() - half["repeats"].sum(), rel=0.15)


def test_units_of_time_and_money_and_the_order_of_customers_play_no_part(rng):
    found = made(rng, 400)
    found["mean_repeat"] = rng.gamma(5, 8, 400)
    of, spent = buying.purchases(found), buying.spend(found)
    days = found.assign(last=7 * found["last"], watched=7 * found["watched"])[::-1]
    in_days = buying.purchases(days)
    assert [in_days.r, in_days.a, in_days.b] == pytest.approx([of.r, of.a, of.b], rel=0.01)
    assert in_days.alpha == pytest.approx(7 * of.alpha, rel=0.01)
    assert buying.expected(days, in_days, 70)[::-1] == pytest.approx(
        buying.expected(found, of, 10), rel=0.01
    )
    cents = buying.spend(found.assign(mean_repeat=100 * found["mean_repeat"]))
    assert [cents.p, cents.q, cents.v / 100] == pytest.approx([spent.p, spent.q, spent.v], rel=0.02)


def test_what_holds_for_every_customer():
    of = buying.Purchases(0.243, 4.414, 0.793, 2.426, 0.0)
    x = np.array([0, 1, 5, 50, 2000])
    found = pd.DataFrame({"repeats": x, "last": np.where(x > 0, 20.0, 0), "watched": 39.0})
    chance = buying.alive(found, of)
    assert chance[0] == 1 and ((chance >= 0) & (chance <= 1)).all()
    near, far = buying.expected(found, of, 1), buying.expected(found, of, 52)
    assert np.isfinite(far).all() and (far >= near).all() and (near >= 0).all()
    assert buying.expected(found, of, 1e-9) == pytest.approx(0, abs=1e-6)
    # The longer it is silent, the less likely that it is still there.
    silent = pd.DataFrame({"repeats": 5, "last": 20.0, "watched": [20.0, 30.0, 80.0]})
    assert (np.diff(buying.alive(silent, of)) < 0).all()
    # Where a is 1 the formula has a gap, but what it says has none.
    around = [
        buying.expected(found, buying.Purchases(0.2, 4, a, 2, 0), 9) for a in (0.999, 1, 1.001)
    ]
    assert around[1] == pytest.approx((around[0] + around[2]) / 2, rel=1e-3)


def test_money_lies_between_the_customer_and_all():
    of = buying.Spend(6.25, 3.74, 15.44, 0.0)
    found = pd.DataFrame({"repeats": [0, 1, 100], "mean_repeat": [np.nan, 100.0, 100.0]})
    everyone = 6.25 * 15.44 / 2.74
    told = buying.expected_spend(found, of)
    assert told[0] == pytest.approx(everyone) and everyone < told[1] < told[2] < 100
    assert np.isnan(buying.expected_spend(found, buying.Spend(6, 1, 15, 0.0))).all()


def test_a_day_is_one_purchase_and_what_came_back_is_none():
    bought = pd.DataFrame(
        [
            ("a", "2024-01-01", 5.0),
            ("a", "2024-01-01", 6.0),
            ("a", "2024-01-15", 8.0),
            ("a", "2024-01-20", -8.0),
            ("a", "2024-02-05", 99.0),  # after the last day
            ("b", "2024-01-08", -1.0),
        ],
        columns=["account_id", "date", "amount"],
    )
    bought["date"] = pd.to_datetime(bought["date"])
    found = buying.histories(bought, as_of="2024-01-29")
    assert found.to_dict("records") == [
        {"account_id": "a", "repeats": 1, "last": 2.0, "watched": 4.0, "mean_repeat": 8.0}
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda t: t[:150], "few"),
        (lambda t: t.assign(repeats=0, last=0.0), "no_repeats"),
        (lambda t: t.assign(repeats=1, last=10.0), "unidentified"),  # all alike
        (lambda t: t.assign(repeats=12, last=t["watched"]), "unidentified"),  # nobody ever leaves
    ],
)
def test_what_the_purchases_do_not_tell_is_refused(rng, change, reason):
    with pytest.raises(buying.Undefined) as refused:
        buying.purchases(change(made(rng, 300)))
    assert refused.value.reason == reason


def test_money_all_alike_is_refused():
    alike = pd.DataFrame({"repeats": 3, "mean_repeat": np.full(300, 20.0)})
    with pytest.raises(buying.Undefined, match="unidentified"):
        buying.spend(alike)
    with pytest.raises(buying.Undefined, match="no_repeats"):
        buying.spend(alike[:49])
