"""The growth of the network on the site: the numbers of each year, layers, labels, its table."""

import datetime
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c2c_cli.documents import templates
from c2c_cli.documents.site.growth import FULL, Growth, growth
from c2c_cli.model import select
from c2c_cli.model.dates import Date
from c2c_cli.model.history import STEPS, AsOf, Event
from c2c_cli.model.records import Centre, Network, Sector
from c2c_cli.model.registry import Registry
from c2c_cli.store import load
from conftest import Program
from samples import ROOT, SMALL, centre

DAY = datetime.date(2026, 7, 15)
TODAY = datetime.date.today()  # noqa: DTZ011  # the program uses the local date


def growth_of(text: str, day: datetime.date = DAY) -> Growth:
    registry, _ = load.read(text.encode(), "centres.toml")
    return growth(registry, registry.network.as_of(day, TODAY))


def counts(found: Growth) -> dict[str, list[int]]:
    """Return the numbers of each sector, the bottom layer first."""
    return {layer.sector.id: [*layer.counts.values()] for layer in found.layers[::-1]}


def drawn(found: Growth) -> str:
    environment = templates.html_environment()
    figures: Any = environment.get_template("site/figures.html.jinja").module
    return str(figures.growth(found))


def last_days(found: Growth) -> list[datetime.date]:
    """Return the last day of each year, but that of the figure for the last year."""
    return [*(datetime.date(year, 12, 31) for year in found.years[:-1]), DAY]


def test_numbers_are_those_of_list(c2c: Program) -> None:
    file = ROOT / "data/centres.toml"
    found = growth_of(file.read_text())
    by_sector = counts(found)
    for number, day in enumerate(last_days(found)):
        listed = c2c(
            *("list", "--data", str(file), "--as-of", str(day), "--status", "operating"),
            *("--columns", "sector", "--format", "tsv"),
        )
        sectors = listed.out.splitlines()
        expected = {sector: sectors.count(sector) for sector in by_sector}
        assert {sector: by_sector[sector][number] for sector in by_sector} == expected, day
        assert found.totals[day.year] == len(sectors)
    before = f"{found.years[0] - 1}-12-31"
    assert c2c("list", "--data", str(file), "--as-of", before, "--status", "operating").out == ""


def test_numbers_of_the_world_are_those_of_the_filter_of_list() -> None:
    registry = load.load_registry("world")
    found = growth(registry, registry.network.as_of(DAY, TODAY))
    by_sector = counts(found)
    assert len(found.years) > 50
    for number, day in enumerate(last_days(found)):
        for sector in registry.sector:
            filters = select.CentreFilters(sectors=[sector.id], statuses=["operating"])
            listed = select.centres(registry, filters, registry.network.as_of(day, TODAY))
            assert by_sector[sector.id][number] == len(listed), (day, sector.id)


DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2026, 7, 15))
DATES = st.one_of(
    DAYS.map(Date.of_day),
    st.integers(2000, 2025).map(Date.of_year),
    st.tuples(DAYS, DAYS).map(lambda days: Date(min(days), max(days), f"{min(days)}..{max(days)}")),
    DAYS.map(lambda day: Date(datetime.date.min, day, f"..{day}")),
    DAYS.map(lambda day: Date(day, datetime.date.max, f"{day}..")),
)
HISTORIES = st.lists(
    st.builds(Event, kind=st.sampled_from(STEPS), date=st.none() | DATES), max_size=6
).map(tuple)


@given(st.lists(HISTORIES, max_size=3), DAYS, DAYS)
def test_numbers_are_those_of_the_statuses(
    histories: list[tuple[Event, ...]], day: datetime.date, checked: datetime.date
) -> None:
    centres = [
        Centre(id=f"C{number}", name="x", sector="s", country="KR", event=events)
        for number, events in enumerate(histories)
    ]
    sector = Sector(id="s", code="S", name="S")
    registry = Registry(Network(name="x"), sector=(sector,), centre=tuple(centres))
    found = growth(registry, AsOf(day, checked, DAY))
    for year in range(1995, day.year + 1):
        as_of = AsOf(min(day, datetime.date(year, 12, 31)), checked, DAY)
        operating = sum(centre.status(as_of) == "operating" for centre in centres)
        assert found.totals.get(year, 0) == operating


@pytest.mark.parametrize(
    "centres",
    [
        "",
        centre("A"),
        centre("A", "approved:2001"),
        centre("A", "opened:2027"),
        centre("A", "opened:2001-02", "closed:2001-03"),
    ],
)
def test_without_a_number_a_sentence_says_so(centres: str) -> None:
    found = growth_of(SMALL + centres)
    assert not found.years
    assert drawn(found).strip() == "<p>No centre was certainly operating by 15 July 2026.</p>"


def test_centre_without_a_dated_event_counts_from_the_check() -> None:
    text = SMALL.replace('"A network"', '"A network"\nchecked = 2024-03-01') + centre("A", "opened")
    assert counts(growth_of(text)) == {"culture": [1, 1, 1]}
    assert not growth_of(text, datetime.date(2023, 12, 31)).years


CENTRES = (
    SMALL
    + centre("A", "opened:2021", sector="education")
    + centre("B", "opened:2022-05-01")
    + centre("C", "opened:2022", "closed:2024-06", "opened:2026-01")
    + centre("D", "opened:2026-07-16")
)


def test_numbers_of_each_year_and_sector() -> None:
    found = growth_of(CENTRES)
    assert found.years == range(2021, 2027)
    assert counts(found) == {"culture": [0, 2, 2, 1, 1, 2], "education": [1, 1, 1, 1, 1, 1]}
    assert found.totals == {2021: 1, 2022: 3, 2023: 3, 2024: 2, 2025: 2, 2026: 3}
    assert found.changed == [2021, 2022, 2024, 2026]
    assert [line.value for line in found.lines] == [0, 1, 2, 3]
    assert [label.value for label in found.labels] == [2021, 2022, 2023, 2024, 2025, 2026]


def test_layers_lie_on_each_other() -> None:
    education, culture = growth_of(CENTRES).layers
    top, one, two = 0, 6667, 3333
    assert culture.path == (
        f"M0 {FULL}L1667 {FULL}L1667 {two}L5000 {two}L5000 {one}L8333 {one}L8333 {two}L{FULL} {two}"
        f"L{FULL} {FULL}L0 {FULL}Z"
    )
    assert education.path == (
        f"M0 {one}L1667 {one}L1667 {top}L5000 {top}L5000 {two}L8333 {two}L8333 {top}L{FULL} {top}"
        f"L{FULL} {two}L8333 {two}L8333 {one}L5000 {one}L5000 {two}L1667 {two}L1667 {FULL}L0 {FULL}Z"
    )
    assert (education.latest, culture.latest) == (1, 2)
    assert (education.middle, culture.middle) == (1667, 6667)
    assert (education.label, culture.label) == (2500, 7500)


def test_one_year_is_as_wide_as_the_figure() -> None:
    found = growth_of(SMALL + centre("A", "opened:2026-01"))
    (layer,) = found.layers
    assert layer.path == f"M0 0L{FULL} 0L{FULL} {FULL}L0 {FULL}Z"
    assert [(label.value, label.position) for label in found.labels] == [(2026, FULL // 2)]
    assert found.changed == [2026]


@pytest.mark.parametrize(
    ("number", "values"),
    [
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (9, [0, 5, 10]),
        (21, [0, 10, 20, 30]),
        (117, [0, 50, 100, 150]),
    ],
)
def test_lines_have_round_numbers(number: int, values: list[int]) -> None:
    text = SMALL + "".join(centre(f"C{place}", "opened:2020") for place in range(number))
    assert [line.value for line in growth_of(text).lines] == values


def test_late_day_needs_no_more_text() -> None:
    text = SMALL + centre("A", "opened:1946")
    early, late = (growth_of(text, datetime.date(year, 12, 31)) for year in (2026, 9999))
    assert late.years == range(1946, 10_000)
    assert late.changed == [1946, 9999]
    assert len(drawn(late)) < len(drawn(early)) + 200


def test_twelve_sectors_with_long_names_are_written_in_full() -> None:
    names = [f"Sector {number} with a name that is long " * 3 for number in range(12)]
    sectors = "".join(
        f'[[sector]]\nid = "s{number}"\ncode = "S{number}"\nname = "{name}"\n'
        for number, name in enumerate(names)
    )
    centres = "".join(
        centre(f"C{number}", "opened:2020", sector=f"s{number}") for number in range(12)
    )
    found = growth_of(f'schema = 1\n[network]\nname = "x"\n{sectors}{centres}')
    assert [layer.colour for layer in found.layers] == [0, 0, 0, 0, 0, 7, 6, 5, 4, 3, 2, 1]
    assert len({layer.label for layer in found.layers}) == 12
    page = drawn(found)
    for name in names:
        assert page.count(f"{name}<") == 2  # in the figure, and in the table


def test_table_has_the_numbers() -> None:
    page = drawn(growth_of(CENTRES))
    rows = re.findall(r'<tr><th scope="(?:row|col)">(.*?)</tr>', page)
    assert [re.split(r"<[^>]+>", row)[::2] for row in rows] == [
        ["Year", "Culture", "Education", "All"],
        ["2021", "0", "1", "1"],
        ["2022", "2", "1", "3"],
        ["2024", "1", "1", "2"],
        ["2026", "2", "1", "3"],
    ]
    assert "Years in which no number changed are omitted." in page


def test_hostile_names_of_sectors_are_only_text() -> None:
    hostile = "</svg><script>alert(1)</script>{{ 7*7 }}"
    page = drawn(growth_of(CENTRES.replace('"Culture"', f'"{hostile}"')))
    assert "<script" not in page
    assert "style=" not in page
    assert page.count("&lt;script&gt;") == 2
