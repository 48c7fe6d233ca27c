import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.metrics import adjusted_rand_score, silhouette_score

from kamlib.segmentation import clusters


@pytest.fixture(scope="module")
def iris():
    return load_iris().data


# Fisher's iris, 150 x 4, unscaled, 50 starts: figures recomputed, worked example kmeans_iris.
@pytest.mark.parametrize(
    ("k", "inertia", "silhouette"),
    [(2, 152.347952, 0.681046), (3, 78.851441, 0.552819), (4, 57.228473, 0.498051)],
)
def test_k_means_on_iris(iris, k, inertia, silhouette):
    centres = clusters.find_centres(iris, k, seed=7, starts=50)
    groups = clusters.nearest(iris, centres)
    assert ((iris - centres[groups]) ** 2).sum() == pytest.approx(inertia, abs=1e-3)
    width = clusters.silhouette(clusters.distances(iris), groups)
    assert width == pytest.approx(silhouette, abs=1e-4)


def test_three_groups_of_iris_against_the_species(iris):
    centres = clusters.find_centres(iris, 3, seed=7)
    found = adjusted_rand_score(load_iris().target, clusters.nearest(iris, centres))
    assert found == pytest.approx(0.730238, abs=1e-6)


def test_silhouette_agrees_with_scikit_learn_also_for_groups_of_one(rng):
    points = rng.normal(size=(40, 3))
    groups = np.array([0] * 20 + [1] * 19 + [2])
    ours = clusters.silhouette(clusters.distances(points), groups)
    assert ours == pytest.approx(silhouette_score(points, groups))


def test_silhouette_by_hand():
    # On a line 0, 1 | 10: a = 1 and b = 10, 9 for the pair; the lone point counts 0.
    between = clusters.distances(np.array([[0.0], [1.0], [10.0]]))
    expected = ((10 - 1) / 10 + (9 - 1) / 9 + 0) / 3
    assert clusters.silhouette(between, np.array([0, 0, 1])) == pytest.approx(expected)
    assert clusters.silhouette(between, np.array([0, 0, 0])) == -1
    alike = clusters.distances(np.zeros((4, 2)))
    assert clusters.silhouette(alike, np.array([0, 0, 1, 1])) == 0


def test_a_point_between_two_centres_takes_the_first():
    assert clusters.nearest(np.array([[1.0]]), np.array([[0.0], [2.0]])).tolist() == [0]


def test_a_weight_of_two_is_the_point_twice(rng):
    points = np.vstack([rng.normal(size=(20, 2)), rng.normal(6, 1, size=(20, 2))])
    twice = clusters.find_centres(np.vstack([points, points[:5]]), 2, seed=1)
    weights = np.r_[np.full(5, 2.0), np.ones(35)]
    weighed = clusters.find_centres(points, 2, seed=1, weights=weights)
    assert np.sort(twice, axis=0) == pytest.approx(np.sort(weighed, axis=0))


def test_refine_starts_from_the_centres_given():
    points = np.array([[0.0], [1.0], [9.0], [11.0]])
    assert clusters.refine(points, np.array([[2.0], [8.0]])).tolist() == [[0.5], [10.0]]
