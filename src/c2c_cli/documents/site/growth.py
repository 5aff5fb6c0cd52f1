"""How many centres operated at the end of each year, by sector, as data that its template draws."""

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from c2c_cli.documents.lifelines import labelled_years
from c2c_cli.documents.site.sector_colours import sector_colours
from c2c_cli.model import history
from c2c_cli.model.history import AsOf
from c2c_cli.model.records import Sector
from c2c_cli.model.registry import Registry

FULL = 10_000
"""Width and height of the figure; all positions are integers."""

_MAX_LINES = 4
"""Maximum number of lines above the bottom of the figure."""


class Label(NamedTuple):
    """A year or a number on an axis, and its position."""

    value: int
    position: int


class Layer(NamedTuple):
    """The operating centres of a sector in the figure."""

    sector: Sector
    colour: int
    """The number of the colour of the sector."""
    counts: Mapping[int, int]
    """Year -> the number of centres at its end."""
    path: str
    """The SVG path of the layer, which lies on that of the sector before."""
    middle: int
    """The middle of the layer in the last year."""
    label: int
    """The middle of the row that names the sector, if all rows have the same height."""

    @property
    def latest(self) -> int:
        """The number of centres on the last day."""
        return [*self.counts.values()][-1]


class Growth(NamedTuple):
    """The number of operating centres at the end of each year; the last year ends on `day`."""

    day: datetime.date
    years: range
    """From the first year with an operating centre; empty if no centre ever operated."""
    layers: Sequence[Layer]
    """The layers, the topmost first."""
    totals: Mapping[int, int]
    """Year -> the number of operating centres of all sectors."""
    lines: Sequence[Label]
    """The numbers at the left, with a line each."""
    labels: Sequence[Label]
    """The years at the bottom."""
    changed: Sequence[int]
    """The first and last year, and those in which a number differs from the year before."""


def growth(registry: Registry, as_of: AsOf) -> Growth:
    """Return the number of centres that certainly operated at the end of each year to a day."""
    differences = _differences(registry, as_of)
    first = min(map(min, differences.values()), default=as_of.day.year)
    years = range(first, as_of.day.year + 1)
    counts = {sector: _sums(found, years) for sector, found in differences.items()}
    totals = {year: sum(found[year] for found in counts.values()) for year in years}
    most = max(totals.values())
    if not most:
        return Growth(as_of.day, range(0), [], {}, [], [], [])
    step = _round_step(most)
    top = math.ceil(most / step) * step
    scale = _Scale(years, top)
    return Growth(
        day=as_of.day,
        years=years,
        layers=_layers(registry, counts, scale),
        totals=totals,
        lines=[Label(number, scale.y(number)) for number in range(0, top + 1, step)],
        labels=[Label(year, scale.middle(year)) for year in labelled_years(years[0], years[-1])],
        changed=_changed(differences, years),
    )


def _differences(registry: Registry, as_of: AsOf) -> dict[str, Counter[int]]:
    """Return how much the number of operating centres of each sector changed in each year."""
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for centre in registry.centre:
        was_operating = False
        for change in history.changes(centre.event, as_of):
            is_operating = change.status == "operating"
            if is_operating != was_operating:
                found[centre.sector][change.days.last.year] += 1 if is_operating else -1
            was_operating = is_operating
    return found


def _changed(differences: Mapping[str, Mapping[int, int]], years: range) -> list[int]:
    """Return the first and last year, and those in which a number differs from the year before."""
    changed = {year for found in differences.values() for year in found if found[year]}
    return sorted({*changed, years[0], years[-1]})


def _sums(differences: Mapping[int, int], years: range) -> dict[int, int]:
    """Return the sums of the differences up to each year."""
    total = 0
    sums = {}
    for year in years:
        total += differences.get(year, 0)
        sums[year] = total
    return sums


class _Scale:
    """The positions of years and numbers in the figure."""

    def __init__(self, years: range, top: int) -> None:
        self.years = years
        self._top = top

    def start(self, year: int) -> int:
        """Return where a year begins; it ends where the next one begins."""
        return round(FULL * (year - self.years.start) / len(self.years))

    def middle(self, year: int) -> int:
        """Return the middle of a year."""
        return (self.start(year) + self.start(year + 1)) // 2

    def y(self, number: float) -> int:
        """Return the position of a number, downwards from the highest one."""
        return round(FULL * (1 - number / self._top))


def _layers(
    registry: Registry, counts: Mapping[str, Mapping[int, int]], scale: _Scale
) -> list[Layer]:
    """Return the layers; the first sector of the file is at the bottom."""
    colours = sector_colours(registry)
    sectors = [sector for sector in registry.sector if any(counts.get(sector.id, {}).values())]
    layers = []
    below = dict.fromkeys(scale.years, 0)
    for number, sector in enumerate(sectors):
        found = counts[sector.id]
        above = {year: below[year] + found[year] for year in scale.years}
        last = scale.years[-1]
        layers.append(
            Layer(
                sector,
                colours[sector.id],
                found,
                _outline(above, below, scale),
                scale.y((above[last] + below[last]) / 2),
                round(FULL * (len(sectors) - number - 0.5) / len(sectors)),
            )
        )
        below = above
    return layers[::-1]


def _outline(above: Mapping[int, int], below: Mapping[int, int], scale: _Scale) -> str:
    """Return the path between the steps of two lines."""
    upper = _corners(above, scale)
    lower = _corners(below, scale)
    return "M" + "L".join(f"{x} {y}" for x, y in [*upper, *reversed(lower)]) + "Z"


def _corners(numbers: Mapping[int, int], scale: _Scale) -> list[tuple[int, int]]:
    """Return the corners of a line that steps up or down where a number changes."""
    corners = [(0, scale.y(numbers[scale.years[0]]))]
    for year in scale.years[1:]:
        y = scale.y(numbers[year])
        if y != corners[-1][1]:
            corners += [(scale.start(year), corners[-1][1]), (scale.start(year), y)]
    return [*corners, (FULL, corners[-1][1])]


def _round_step(most: int) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50 and so on that is large enough."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if most <= _MAX_LINES * step:
                return step
        power *= 10
