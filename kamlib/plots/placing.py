"""Names beside marks without one name over another; what finds no room stays in the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from kamlib.plots import theme

_GAP = 3.0  # points between a mark and its name
_SIDES = (
    *((1, 0), (-1, 0), (0, 1), (0, -1)),
    *((1, 1), (1, -1), (-1, 1), (-1, -1)),
    *((-1, 0.5), (-1, -0.5), (1, 0.5), (1, -0.5)),
)
_REACH = (0, 10, 22, 40, 60)  # points further out, with a line back to the mark


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
    other marks, covered only where there is no other room. Nothing is drawn over a name or
    its line, over a mark of the list or over the edge. Call it when the chart is finished;
    the same marks are always named in the same places. Returns how many found no room.
    """
    ax.figure.draw_without_rendering()
    points, pixels = ax.figure.dpi / 72, ax.transData.transform
    spots = [(*pixels((x, y)), r * points) for x, y, r, _ in marks]
    bubbles = [_around(*spot) for spot in spots]
    faint = [_around(*pixels((x, y)), r * points) for x, y, r in avoid]
    boxes, lines, missing = list(taken), [], 0
    for number, (spot, (*_, name)) in enumerate(zip(spots, marks, strict=True)):
        text = ax.text(0, 0, name, fontsize=size, color=color, zorder=6, va="bottom")
        text.set_in_layout(False)
        text.set_path_effects([withStroke(linewidth=2.5, foreground=theme.PAPER)])
        extent = text.get_window_extent()
        others = [*boxes, *bubbles[:number], *bubbles[number + 1 :]]
        places = [p for p in _places(spot, extent, points) if _within(p[0], ax.bbox)]
        found = _first_free(places, [*others, *faint], boxes, lines)
        found = found or _first_free(places, others, boxes, lines)
        if found is None:
            text.remove()
            missing += 1
            continue
        box, line = found
        back = ax.transData.inverted().transform
        text.set_position(tuple(back((box.x0, box.y0))))
        boxes.append(box)
        if line:
            lines.append(line)
            ax.plot(*back(line.vertices).T, color=color, lw=0.6, zorder=5)
    return missing


def _places(
    spot: tuple[float, float, float], extent: Bbox, points: float
) -> list[tuple[Bbox, Path | None]]:
    """Boxes around a mark a name may fill, the best first, with the line back to the mark."""
    x, y, radius = spot
    found = []
    for reach, (across, up) in product(_REACH, _SIDES):
        away = (radius + (_GAP + reach) * points) * (0.75 if across and up else 1)
        left = x + across * away - extent.width * (1 - across) / 2
        low = y + up * away - extent.height * (1 - up) / 2
        box = Bbox.from_bounds(left, low, extent.width, extent.height)
        end = min(max(x, box.x0), box.x1), min(max(y, box.y0), box.y1)
        found.append((box, Path([(x, y), end]) if reach else None))
    return found


def _first_free(
    places: Sequence[tuple[Bbox, Path | None]],
    others: Sequence[Bbox],
    names: Sequence[Bbox],
    lines: Sequence[Path],
) -> tuple[Bbox, Path | None] | None:
    """The first place that covers none of `others` and no line, its own line no name."""
    for box, line in places:
        clear = not any(box.overlaps(other) for other in others)
        clear = clear and not any(path.intersects_bbox(box) for path in lines)
        if clear and not (line and any(line.intersects_bbox(name) for name in names)):
            return box, line
    return None


def _around(x: float, y: float, radius: float) -> Bbox:
    return Bbox.from_extents(x - radius, y - radius, x + radius, y + radius)


def _within(box: Bbox, outer: Bbox) -> bool:
    return box.x0 >= outer.x0 and box.x1 <= outer.x1 and box.y0 >= outer.y0 and box.y1 <= outer.y1
