"""Names lie on nothing: not on one another, not on marks, not over the edge."""

import itertools

import numpy as np
from matplotlib.transforms import Bbox

from kamlib.plots import placing, theme


def canvas():
    ax = theme.canvas(4)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    return theme.finish(ax, title="t", subtitle="s", source="s")


def boxes(ax):
    return [t.get_window_extent() for t in ax.texts]


def bubble(ax, x, y, radius):
    px, py = ax.transData.transform((x, y))
    r = radius * ax.figure.dpi / 72
    return Bbox.from_extents(px - r, py - r, px + r, py + r)


def test_names_of_a_crowd_do_not_touch(rng):
    ax = canvas()
    at = rng.normal(0.5, 0.08, size=(25, 2)).clip(0.02, 0.98)
    marks = [(x, y, 6.0, f"Account number {i}") for i, (x, y) in enumerate(at)]
    missing = placing.place_names(ax, marks, color="black")
    assert len(ax.texts) == 25 - missing > 5
    found = boxes(ax)
    assert not any(a.overlaps(b) for a, b in itertools.combinations(found, 2))
    for x, y, radius, _ in marks:
        assert not any(box.overlaps(bubble(ax, x, y, radius * 0.98)) for box in found)
    for box in found:
        assert box.x0 >= ax.bbox.x0 - 1 and box.x1 <= ax.bbox.x1 + 1


def test_a_lone_name_stands_right_of_its_mark_or_left_at_the_edge():
    ax = canvas()
    placing.place_names(ax, [(0.1, 0.5, 5, "first"), (0.99, 0.5, 5, "second")], color="black")
    first, second = boxes(ax)
    assert first.x0 > bubble(ax, 0.1, 0.5, 5).x1 - 1
    assert second.x1 < bubble(ax, 0.99, 0.5, 5).x0 + 1


def test_what_is_taken_stays_free_and_a_name_without_room_is_left_out():
    ax = canvas()
    ax.figure.draw_without_rendering()
    assert placing.place_names(ax, [(0.5, 0.5, 5, "x")], taken=[ax.bbox], color="black") == 1
    assert len(ax.texts) == 0


def test_faint_marks_are_covered_only_where_there_is_no_other_room():
    ax = canvas()
    placing.place_names(ax, [(0.5, 0.5, 5, "name")], avoid=[(0.56, 0.5, 8)], color="black")
    (box,) = boxes(ax)
    assert not box.overlaps(bubble(ax, 0.56, 0.5, 8))
    everywhere = [(x, y, 20) for x in np.linspace(0, 1, 30) for y in np.linspace(0, 1, 30)]
    assert placing.place_names(ax, [(0.2, 0.2, 5, "b")], avoid=everywhere, color="black") == 0


def test_the_same_marks_are_named_in_the_same_places(rng):
    at = rng.random(size=(10, 2))
    marks = [(x, y, 4.0, f"n{i}") for i, (x, y) in enumerate(at)]
    one, other = canvas(), canvas()
    for ax in (one, other):
        placing.place_names(ax, marks, color="black")
    assert [b.bounds for b in boxes(one)] == [b.bounds for b in boxes(other)]
