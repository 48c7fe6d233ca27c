"""Names beside marks without one name over another; what finds no room stays in the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from kamlib.plots import theme

_GAP = 3.0  # points between a mark and its name
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
_REACH = (0, 10, 22)  # points further out, with a line back to the mark


def place_names(
    ax: Axes,
    marks: Sequence[tuple[float, float, float, str]],
    *,
    taken: Iterable[Bbox] = (),
    avoid: Sequence[tuple[float, float, float]] = (),
    color: str,
    size: float = 9,
) -> int:
    """Write a name beside each mark where there is room; the first marks are served first.

    marks: x, y (data), radius (points), name. taken: boxes in pixels that stay free. avoid:
    other marks, covered only where there is no other room. Nothing is drawn over a name,
    over a mark of the list or over the edge. Call it when the chart is finished; the same
    marks are always named in the same places. Returns how many names found no room.
    """
    figure = ax.figure
    figure.draw_without_rendering()
    points = figure.dpi / 72
    spots = [(*ax.transData.transform((x, y)), r * points) for x, y, r, _ in marks]
    bubbles = [_around(*spot) for spot in spots]
    faint = [_around(*ax.transData.transform((x, y)), r * points) for x, y, r in avoid]
    boxes, missing = list(taken), 0
    for number, ((x, y, radius), (*_, name)) in enumerate(zip(spots, marks, strict=True)):
        text = ax.text(x, y, name, fontsize=size, color=color, transform=None, zorder=6)
        text.set_in_layout(False)
        text.set_path_effects([withStroke(linewidth=2.5, foreground=theme.PAPER)])
        extent = text.get_window_extent()
        others = [*boxes, *bubbles[:number], *bubbles[number + 1 :]]
        spot = (x, y, radius)
        found = _room(ax.bbox, extent, spot, [*others, *faint], points)
        found = found or _room(ax.bbox, extent, spot, others, points)
        if found is None:
            text.remove()
            missing += 1
            continue
        box, far = found
        place = ax.transData.inverted().transform((box.x0, box.y0))
        text.set_transform(ax.transData)
        text.set_position(tuple(place))
        text.set_verticalalignment("bottom")
        if far:
            end = ax.transData.inverted().transform(_nearest(box, x, y))
            ax.plot(*zip(marks[number][:2], end, strict=True), color=color, lw=0.6, zorder=5)
        boxes.append(box)
    return missing


def _room(inside: Bbox, extent: Bbox, spot: tuple, others: Sequence[Bbox], points: float):
    x, y, radius = spot
    for reach in _REACH:
        for across, up in _SIDES:
            away = radius + (_GAP + reach) * points
            if across and up:
                away *= 0.75
            left = x + across * away - extent.width * (1 - across) / 2
            low = y + up * away - extent.height * (1 - up) / 2
            box = Bbox.from_bounds(left, low, extent.width, extent.height)
            if _within(box, inside) and not any(box.overlaps(other) for other in others):
                return box, reach > 0
    return None


def _around(x: float, y: float, radius: float) -> Bbox:
    return Bbox.from_extents(x - radius, y - radius, x + radius, y + radius)


def _within(box: Bbox, outer: Bbox) -> bool:
    return box.x0 >= outer.x0 and box.x1 <= outer.x1 and box.y0 >= outer.y0 and box.y1 <= outer.y1


def _nearest(box: Bbox, x: float, y: float) -> tuple[float, float]:
    return min(max(x, box.x0), box.x1), min(max(y, box.y0), box.y1)
