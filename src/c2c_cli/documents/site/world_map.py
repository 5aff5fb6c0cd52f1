"""The map of the centres: land, and a dot for each centre, as data that its template draws."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from c2c_cli import read_text
from c2c_cli.documents.site import equal_earth
from c2c_cli.documents.site.sector_colours import sector_colours
from c2c_cli.documents.site.spread import Point, spread
from c2c_cli.model.history import CENTRE_STATUSES, AsOf
from c2c_cli.model.records import Centre, Sector
from c2c_cli.model.registry import Registry

WIDTH = 9600
HEIGHT = 4574
"""Size of the map; all positions are integers."""

_LAND = (340, 30, 9260, 4280)
"""The part of the projection that has land: left, top, right and bottom."""

_GAP = 92
"""Minimum distance between the middles of two dots on a map of the whole earth."""

_GAP_OF_PART = 180
"""Minimum distance between the middles of two dots on a map of a part of the earth."""

_SHARE = 0.08
"""Maximum share of the map for the dots; if there are more of them, they are smaller."""

_NARROWEST = 1500
"""Width of 56 degrees on the equator; a smaller part would show how coarse the outlines are."""

_ROOM = 1.5
"""Width of a part of the earth, relative to that of the dots in it."""

_WIDEST = 0.6
"""Share of the width of all land above which a part is too wide."""


class Dot(NamedTuple):
    """A centre on the map."""

    centre: Centre
    status: str
    colour: int
    """The number of the colour of its sector."""
    country: str
    x: int
    y: int


class WorldMap(NamedTuple):
    """The centres whose locations are known, on a map of the earth or of a part of it."""

    dots: Sequence[Dot]
    dot_scale: str
    """The scale of the dots, which the template draws with a radius of 40, in a gap of 100."""
    view_box: str
    land: str
    """The SVG path of the land."""
    matrix: str
    """The scale and the position of the land."""
    is_part: bool
    """Whether the map shows a part of the earth only."""
    absent: int
    """Number of centres without a location."""
    sectors: Sequence[tuple[int, Sector]]
    """The sectors of the dots in the order of the file, with the numbers of their colours."""
    statuses: Sequence[str]
    """The statuses of the dots."""


class _Frame(NamedTuple):
    """The part of the projection that the map shows."""

    left: float
    top: float
    scale: float
    is_part: bool

    @property
    def matrix(self) -> str:
        """The numbers that scale and move the land, as SVG's `matrix` expects them."""
        x, y = -self.left * self.scale, -self.top * self.scale
        return f"{self.scale:.4f} 0 0 {self.scale:.4f} {x:.1f} {y:.1f}"

    def shown(self, x: float, y: float) -> Point:
        """Return the position on the map of a position in the projection."""
        return round((x - self.left) * self.scale), round((y - self.top) * self.scale)


def world_map(registry: Registry, as_of: AsOf, countries: Mapping[str, str]) -> WorldMap:
    """Return the map of the centres that were in the registry as of a day.

    `countries` has the names of their countries by code.
    """
    known = [(centre, status) for centre in registry.centre if (status := centre.status(as_of))]
    located = [
        (centre, status, equal_earth.projected(centre.location))
        for centre, status in known
        if centre.location
    ]
    frame = _frame([position for _, _, position in located])
    gap = _gap(len(located), frame)
    points = spread([frame.shown(*position) for _, _, position in located], gap)
    colours = sector_colours(registry)
    dots = [
        Dot(centre, status, colours[centre.sector], countries[centre.country], *point)
        for (centre, status, _), point in zip(located, points, strict=True)
    ]
    return WorldMap(
        dots=dots,
        dot_scale=f"{gap / 100:.2f}",
        view_box=_view_box(points, gap),
        land=read_text("documents/site/land.txt").strip(),
        matrix=frame.matrix,
        is_part=frame.is_part,
        absent=len(known) - len(located),
        sectors=_sectors(registry, dots),
        statuses=_statuses(dots),
    )


def _gap(number: int, frame: _Frame) -> int:
    """Return the minimum distance between the middles of a number of dots."""
    most = _GAP_OF_PART if frame.is_part else _GAP
    if not number:
        return most
    return min(most, round(math.sqrt(_SHARE * WIDTH * HEIGHT / number)))


def _sectors(registry: Registry, dots: Sequence[Dot]) -> list[tuple[int, Sector]]:
    """Return the sectors of the dots in the order of the file, with their colours."""
    used = {dot.centre.sector: dot.colour for dot in dots}
    return [(used[sector.id], sector) for sector in registry.sector if sector.id in used]


def _statuses(dots: Sequence[Dot]) -> list[str]:
    """Return the statuses of the dots."""
    used = {dot.status for dot in dots}
    return [status for status in CENTRE_STATUSES if status in used]


def _frame(positions: Sequence[tuple[float, float]]) -> _Frame:
    """Return the part of the projection around some positions, or all of its land.

    A part that would show most of the earth anyway shows all of it.
    """
    left, top, right, _ = _LAND
    whole = _Frame(left, top, WIDTH / (right - left), is_part=False)
    if not positions:
        return whole
    columns, rows = zip(*positions, strict=True)
    extent = max(max(columns) - min(columns), (max(rows) - min(rows)) * WIDTH / HEIGHT)
    width = max(_ROOM * extent, _NARROWEST)
    if width > _WIDEST * (right - left):
        return whole
    height = width * HEIGHT / WIDTH
    return _Frame(
        (min(columns) + max(columns) - width) / 2,
        (min(rows) + max(rows) - height) / 2,
        WIDTH / width,
        is_part=True,
    )


def _view_box(points: Sequence[Point], gap: int) -> str:
    """Return the part of the map that contains its rectangle and all points."""
    left = min([0, *(x - gap for x, _ in points)])
    top = min([0, *(y - gap for _, y in points)])
    right = max([WIDTH, *(x + gap for x, _ in points)])
    bottom = max([HEIGHT, *(y + gap for _, y in points)])
    return f"{left} {top} {right - left} {bottom - top}"
