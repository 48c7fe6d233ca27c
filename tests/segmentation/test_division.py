import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from kamlib import results
from kamlib.segmentation import division
from kamlib.segmentation.division import divide, undivided


def frame(points):
    columns = [f"f{i}" for i in range(points.shape[1])]
    return pd.DataFrame(points, index=[f"a{i:05d}" for i in range(len(points))], columns=columns)


def planted(rng, k, n, apart=5.0, features=5):
    """k round groups whose nearest centres lie `apart` deviations from each other."""
    centres = rng.normal(size=(k, features))
    gaps = np.linalg.norm(centres[:, None] - centres[None], axis=2)[np.triu_indices(k, 1)]
    centres *= apart / gaps.min()
    truth = np.arange(n) % k
    return frame(centres[truth] + rng.normal(size=(n, features))), truth


def run(values, **more):
    return divide(values, **({"most": 7, "bootstraps": 20, "seed": 7} | more))


@pytest.mark.parametrize(("k", "n"), [(2, 60), (3, 60), (4, 120), (5, 200), (6, 240)])
def test_planted_groups_are_found(rng, k, n):
    values, truth = planted(rng, k, n)
    found = run(values)
    assert found.outcome == "groups"
    assert len(found.stability) == k
    assert adjusted_rand_score(truth, found.groups["segment"]) > 0.9
    assert set(found.stability["verdict"]) == {"stable"}
    assert found.groups["membership"].mean() > 0.95
    assert found.choice["chosen"].sum() == 1
    assert found.choice.loc[found.choice["chosen"], "k"].tolist() == [k]


def clouds(rng):
    long = np.full((3, 3), 0.8) + 0.2 * np.eye(3)
    yield "round", rng.normal(size=(150, 5))
    yield "long", rng.multivariate_normal(np.zeros(3), long, 150)
    yield "skewed", rng.exponential(size=(150, 4))
    yield "cut off", np.maximum(rng.normal(size=(150, 4)), -0.3)


def test_one_cloud_is_never_called_groups(rng):
    said = {name: run(frame(points)).outcome for name, points in clouds(rng)}
    assert "groups" not in said.values(), said


def test_a_long_cloud_is_a_continuum_and_a_round_one_nothing(rng):
    long = rng.multivariate_normal([0, 0], [[1, 0.95], [0.95, 1]], 150)
    cut = run(frame(long))
    assert cut.outcome == "continuum"
    assert set(cut.stability["verdict"]) == {"division"}
    assert cut.stability["jaccard"].min() > division.STABLE
    nothing = run(frame(rng.normal(size=(150, 6))))
    assert nothing.outcome == "none"
    assert nothing.stability.empty
    assert (nothing.groups["segment"] == "none").all()
    assert nothing.groups["membership"].isna().all()
    assert not nothing.choice["chosen"].any()


def test_the_order_of_rows_and_the_ids_do_not_matter(rng):
    values, _ = planted(rng, 3, 60)
    one = run(values).groups.set_index("account_id")
    shuffled = values.sample(frac=1, random_state=3)
    other = run(shuffled).groups.set_index("account_id")
    pd.testing.assert_frame_equal(one, other)
    renamed = values.set_axis([f"z{i}" for i in rng.permutation(60)])
    third = run(renamed).groups.set_index("account_id").loc[renamed.index]
    assert third["segment"].tolist() == one.loc[values.index, "segment"].tolist()


def test_segments_are_numbered_by_the_first_feature(rng):
    values, _ = planted(rng, 3, 90)
    found = run(values)
    means = values["f0"].groupby(found.groups.set_index("account_id")["segment"]).mean()
    assert means.sort_values(ascending=False).index.tolist() == ["1", "2", "3"]
    assert found.stability["segment"].tolist() == ["1", "2", "3"]
    sizes = found.groups["segment"].value_counts()
    assert found.stability["size"].tolist() == [sizes[s] for s in ("1", "2", "3")]


def test_an_account_between_two_groups_stands_on_the_border(rng):
    left, right = rng.normal(-5, 1, size=(30, 2)), rng.normal(5, 1, size=(30, 2))
    found = run(frame(np.vstack([left, right, [[0.0, 0.0]]])))
    member = found.groups.set_index("account_id")["membership"]
    assert member.idxmin() == "a00060" and member.min() < 1
    assert found.stability["border"].sum() == (member < division.BORDER).sum()


def test_a_large_book_is_chosen_on_a_sample_and_assigned_whole(rng, monkeypatch):
    monkeypatch.setattr(division, "SAMPLE", 120)
    values, truth = planted(rng, 3, 900)
    found = run(values)
    assert found.sampled == 120
    assert len(found.groups) == 900
    assert found.stability["size"].sum() == 900
    assert adjusted_rand_score(truth, found.groups["segment"]) > 0.9


@pytest.mark.parametrize(
    "points",
    [
        np.zeros((40, 3)),
        np.repeat([[0.0, 0.0], [1.0, 1.0]], 20, axis=0),
        np.random.default_rng(1).normal(size=(13, 2)),
    ],
    ids=["all alike", "two places", "too few for two"],
)
def test_books_that_cannot_be_cut(points):
    found = run(frame(points))
    assert found.outcome == "none"
    assert found.choice.empty
    assert (found.groups["segment"] == "none").all()


def test_duplicates_do_no_harm(rng):
    values, _ = planted(rng, 2, 40)
    doubled = frame(np.repeat(values.to_numpy(), 3, axis=0))
    assert run(doubled).outcome == "groups"


def test_undivided_holds_every_account_and_fits_the_tables():
    nobody = undivided(frame(np.zeros((3, 2))))
    assert nobody.groups["account_id"].tolist() == ["a00000", "a00001", "a00002"]
    assert nobody.sampled == 0
    results.arrange(nobody.choice, "segment_choice")
