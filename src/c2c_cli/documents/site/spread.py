"""Moving dots apart that would overlap."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

Point = tuple[int, int]

_STEPS = 4
"""Number of steps of the lattice per gap, in the search for a free place."""

_ROUNDING = 2
"""Maximum distance by which rounding brings two places closer together, rounded up."""


def spread(points: Sequence[Point], gap: int) -> list[Point]:
    """Return points near the given ones, any two of which are at least `gap` apart.

    The first point at a place stays there if it is free, and each other one takes a free place
    nearby. The number of places that are tried is proportional to that of the points.
    """
    occupied = _Occupied(gap)
    lattice = _Lattice((gap + _ROUNDING) / _STEPS)
    searched: dict[Point, Iterator[Point]] = {}
    found = [(0, 0)] * len(points)
    for number in _first_of_each_place_first(points):
        point = points[number]
        if not occupied.is_free(point):
            # places that were not free stay so, so each search continues where the last one ended
            cell = 2 * point[0] // gap, 2 * point[1] // gap
            if cell not in searched:
                searched[cell] = lattice.around(point)
            point = next(place for place in searched[cell] if occupied.is_free(place))
        occupied.add(point)
        found[number] = point
    return found


def _first_of_each_place_first(points: Sequence[Point]) -> list[int]:
    """Return the indexes of the points: the first point at each place, then the second ones."""
    times: Counter[Point] = Counter()
    rank = []
    for point in points:
        rank.append(times[point])
        times[point] += 1
    return sorted(range(len(points)), key=rank.__getitem__)


class _Occupied:
    """Points that are at least a gap apart, in a grid of cells as wide as the gap."""

    def __init__(self, gap: int) -> None:
        self._gap = gap
        self._cells: defaultdict[Point, list[Point]] = defaultdict(list)

    def add(self, point: Point) -> None:
        """Add a point."""
        self._cells[point[0] // self._gap, point[1] // self._gap].append(point)

    def is_free(self, point: Point) -> bool:
        """Return whether a point has a distance of at least a gap from all others."""
        x, y = point
        column, row = x // self._gap, y // self._gap
        for near_column in (column - 1, column, column + 1):
            for near_row in (row - 1, row, row + 1):
                for other_x, other_y in self._cells.get((near_column, near_row), ()):
                    if (x - other_x) ** 2 + (y - other_y) ** 2 < self._gap**2:
                        return False
        return True


class _Lattice:
    """A triangular lattice; its places are sorted by their distance from the centre."""

    def __init__(self, pitch: float) -> None:
        self._pitch = pitch
        self._places: list[Point] = []
        self._radius = _STEPS

    def around(self, centre: Point) -> Iterator[Point]:
        """Yield the places around a centre, the nearest first, without end."""
        for number in count():
            if number >= len(self._places):
                self._grow()
            x, y = self._places[number]
            yield centre[0] + x, centre[1] + y

    def _grow(self) -> None:
        """Double the radius; the places that were there before keep their numbers."""
        self._radius *= 2
        most = self._radius**2
        steps = range(-2 * self._radius, 2 * self._radius + 1)
        found = [
            (square, column, row)
            for row in steps
            for column in steps
            if (square := column**2 + column * row + row**2) <= most
        ]
        self._places = [
            (
                round((column + row / 2) * self._pitch),
                round(row * math.sqrt(3) / 2 * self._pitch),
            )
            for _, column, row in sorted(found)
        ]
