"""The map of the site: the projection, dots that do not meet, the part that it shows, its text."""

import datetime
import random
import re
import sys
from collections.abc import Callable
from itertools import product
from types import FrameType
from typing import Any

import pytest

from c2c_cli import read_text
from c2c_cli.documents import templates
from c2c_cli.documents.site import equal_earth
from c2c_cli.documents.site.spread import spread
from c2c_cli.documents.site.world_map import HEIGHT, WIDTH, WorldMap, world_map
from c2c_cli.model.countries import name_of
from c2c_cli.model.location import Location
from c2c_cli.store import load
from samples import ROOT, SMALL, centre

DAY = datetime.date(2026, 12, 1)


class Addresses:
    """The addresses of the pages, as the template of the map asks for them."""

    def of(self, table: str, record: str) -> str:
        return f"{table}/{record}.html"


def map_of(text: str, day: datetime.date = DAY) -> WorldMap:
    registry, _ = load.read(text.encode(), "centres.toml")
    names = {centre.country: name_of(centre.country) for centre in registry.centre}
    return world_map(registry, registry.network.as_of(day, DAY), names)


def bundled(name: str, day: datetime.date = DAY) -> WorldMap:
    return map_of((ROOT / f"data/{name}.toml").read_text(), day)


def drawn(world: WorldMap, prefix: str = "") -> str:
    environment = templates.html_environment()
    figures: Any = environment.get_template("site/figures.html.jinja").module
    return str(figures.world_map(world, Addresses(), prefix))


@pytest.mark.parametrize(
    ("longitude", "latitude", "x", "y"),
    [
        # as computed by geoEqualEarthRaw of d3-geo 3.1
        (0, 0, 0, 0),
        (180, 0, 2.706630, 0),
        (-180, 0, -2.706630, 0),
        (0, 90, 0, 1.317363),
        (0, -90, 0, -1.317363),
        (180, 90, 1.603589, 1.317363),
        (0, 45, 0, 0.860231),
        (90, 45, 1.159854, 0.860231),
        (-60, -30, -0.843901, -0.592935),
        (127.49, 36.64, 1.733455, 0.714990),
    ],
)
def test_projection_is_equal_earth(longitude: float, latitude: float, x: float, y: float) -> None:
    assert equal_earth.on_unit_sphere(latitude, longitude) == pytest.approx((x, y), abs=2e-6)


@pytest.mark.parametrize(
    ("latitude", "longitude", "position"),
    [
        (0, 11.6, (4800, 2400)),
        (0, -168.4, (0, 2400)),
        (0, 191.5999999, (9600, 2400)),
        (0, 180, (9290.66, 2400)),
        (0, -180, (9290.66, 2400)),
    ],
)
def test_map_begins_in_the_bering_strait(
    latitude: float, longitude: float, position: tuple[float, float]
) -> None:
    assert equal_earth.projected(Location(latitude, longitude)) == pytest.approx(position, abs=0.1)


def land() -> list[list[tuple[int, int]]]:
    """Return the corners of each piece of land."""
    pieces = []
    for piece in read_text("documents/site/land.txt").strip().split("z")[:-1]:
        numbers = [int(number) for number in re.findall(r"-?\d+", piece)]
        corners = [(numbers[0], numbers[1])]
        for right, down in zip(numbers[2::2], numbers[3::2], strict=True):
            corners.append((corners[-1][0] + right, corners[-1][1] + down))
        pieces.append(corners)
    return pieces


def is_on_land(latitude: float, longitude: float) -> bool:
    x, y = equal_earth.projected(Location(latitude, longitude))
    inside = 0
    for piece in land():
        for (left, top), (right, bottom) in zip(piece, [*piece[1:], piece[0]], strict=True):
            if (top > y) != (bottom > y) and x < left + (y - top) / (bottom - top) * (right - left):
                inside += 1
    return inside % 2 == 1


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "expected"),
    [
        ("Kansas", 39, -98, True),
        ("Congo", -2, 23, True),
        ("Australia", -25, 134, True),
        ("Chukotka, beyond 180 degrees", 67, -175, True),
        ("Chukotka, before 180 degrees", 67, 176, True),
        ("Alaska", 65, -155, True),
        ("Atlantic", 30, -40, False),
        ("Pacific", 0, -150, False),
        ("Caspian Sea", 42, 51, False),
        ("Antarctica", -80, 90, False),
    ],
)
def test_land_is_where_it_is(name: str, latitude: float, longitude: float, expected: bool) -> None:
    assert is_on_land(latitude, longitude) == expected, name


def test_land_is_small_and_does_not_cross_the_edges() -> None:
    text = read_text("documents/site/land.txt")
    assert len(text) < 30_000
    assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+\n", text)
    for piece in land():
        columns = [x for x, _ in piece]
        assert min(columns) > 0
        assert max(columns) < equal_earth.WIDTH
        assert max(columns) - min(columns) < equal_earth.WIDTH * 0.7


Points = list[tuple[int, int]]


def closest(points: Points) -> float:
    """Return the distance between the two points that are closest."""
    ordered = sorted(points)
    least = float("inf")
    for number, (x, y) in enumerate(ordered):
        for right, down in ordered[number + 1 :]:
            if (right - x) ** 2 >= least:
                break
            least = min(least, (right - x) ** 2 + (down - y) ** 2)
    return float(least**0.5)


def source_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # the points must be the same each time


def scattered(number: int, seed: int = 1) -> Points:
    source = source_of(seed)
    return [(source.randrange(9600), source.randrange(4500)) for _ in range(number)]


def clustered(number: int, seed: int = 1) -> Points:
    source = source_of(seed)
    cities = scattered(max(1, number // 50), seed)
    spread_of = [source.choice((0, 30, 300)) for _ in cities]
    found = []
    for _ in range(number):
        city = source.randrange(len(cities))
        x, y = cities[city]
        most = spread_of[city]
        found.append((x + source.randint(-most, most), y + source.randint(-most, most)))
    return found


def same(number: int) -> Points:
    return [(4000, 2000)] * number


@pytest.mark.parametrize("points_of", [scattered, clustered, same])
@pytest.mark.parametrize(("number", "gap"), [(0, 90), (1, 90), (2, 91), (200, 116), (1000, 33)])
def test_no_two_dots_meet(points_of: Callable[[int], Points], number: int, gap: int) -> None:
    found = spread(points_of(number), gap)
    assert len(found) == number
    assert closest(found) >= gap


@pytest.mark.parametrize("gap", [1, 2, 3, 7])
def test_tiny_dots_do_not_meet_either(gap: int) -> None:
    assert closest(spread(same(60), gap)) >= gap


def test_dots_that_do_not_meet_stay() -> None:
    points = [(x * 100, y * 100) for x, y in product(range(5), range(5))]
    assert spread(points, 100) == points


def test_dots_of_one_place_are_a_flower_around_the_first() -> None:
    found = spread(same(7), 116)
    assert found[0] == (4000, 2000)
    distances = [((x - 4000) ** 2 + (y - 2000) ** 2) ** 0.5 for x, y in found[1:]]
    assert distances == pytest.approx([118] * 6, abs=1)


def test_first_dot_of_each_place_is_placed_before_the_second() -> None:
    # the second of the first place would take the place of the third dot
    found = spread([(0, 0), (0, 0), (-110, 0)], 100)
    assert (found[0], found[2]) == ((0, 0), (-110, 0))


def tried(points: Points, gap: int) -> int:
    """Return how many places were tried for some dots."""
    count = 0

    def profile(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code.co_name == "is_free"

    sys.setprofile(profile)
    try:
        spread(points, gap)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("points_of", [scattered, clustered, same])
@pytest.mark.parametrize(("number", "gap"), [(300, 109), (1500, 49)])
def test_work_is_proportional_to_the_number_of_dots(
    points_of: Callable[[int], Points], number: int, gap: int
) -> None:
    # dots become smaller where there are more, as in the map
    assert number <= tried(points_of(number), gap) < 80 * number


def radius(world: WorldMap) -> float:
    return 40 * float(world.dot_scale)


def gap(world: WorldMap) -> float:
    return closest([(dot.x, dot.y) for dot in world.dots])


def test_dots_of_the_world_do_not_meet_and_stay_near() -> None:
    world = bundled("world")
    assert len(world.dots) > 100
    assert gap(world) >= 2 * radius(world)
    assert world.view_box == f"0 0 {WIDTH} {HEIGHT}"
    assert not world.is_part
    scale = float(world.matrix.split()[0])
    x, y = map(float, world.matrix.split()[4:])
    for dot in world.dots:
        assert dot.centre.location
        left, top = equal_earth.projected(dot.centre.location)
        shift = ((left * scale + x - dot.x) ** 2 + (top * scale + y - dot.y) ** 2) ** 0.5
        assert shift < WIDTH / 40, dot.centre.id


def test_map_is_the_same_each_time() -> None:
    assert drawn(bundled("centres")) == drawn(bundled("centres"))


def test_map_of_one_country_shows_a_part_with_its_dots_in_the_middle() -> None:
    korea = bundled("centres")
    assert korea.is_part
    assert len(korea.dots) == 7
    assert korea.absent == 0
    columns, rows = [dot.x for dot in korea.dots], [dot.y for dot in korea.dots]
    assert min(columns) > WIDTH / 3
    assert max(columns) < WIDTH * 2 / 3
    assert min(rows) > HEIGHT / 4
    assert max(rows) < HEIGHT * 3 / 4
    # how far they are moved depends on the part
    assert "kilometres" not in drawn(korea)


@pytest.mark.parametrize(
    ("locations", "is_part"),
    [
        ([], False),
        ([[36.6, 127.5]], True),
        ([[48.9, 2.4], [59.3, 18.1]], True),
        ([[48.9, 2.4], [36.6, 127.5]], True),
        ([[-34.6, -58.4], [36.6, 127.5]], False),
        ([[-17, 179], [-17, -179]], True),
        ([[90, 0], [-90, 0]], False),
    ],
)
def test_part_of_the_earth_that_is_shown(locations: list[list[float]], is_part: bool) -> None:
    text = SMALL + "".join(
        centre(f"C{number}", "opened:2001", location=location)
        for number, location in enumerate(locations)
    )
    assert map_of(text).is_part == is_part


@pytest.mark.parametrize(
    "location",
    [[90, 0], [-90, 0], [-90, 180], [0, 180], [0, -180], [-17.5, -168.5], [21.3, -157.9]],
)
def test_every_dot_is_in_view(location: list[float]) -> None:
    others = [centre(f"C{number}", "opened:2001", location=[0, number * 30]) for number in range(6)]
    world = map_of(SMALL + "".join(others) + centre("A", "opened:2001", location=location))
    left, top, width, height = map(int, world.view_box.split())
    for dot in world.dots:
        assert left <= dot.x - radius(world)
        assert dot.x + radius(world) <= left + width
        assert top <= dot.y - radius(world)
        assert dot.y + radius(world) <= top + height


def test_more_dots_are_smaller() -> None:
    source = source_of(1)
    text = "".join(
        centre(f"C{number}", location=[source.randint(-60, 70), source.randint(-180, 180)])
        for number in range(2000)
    )
    world = map_of(SMALL + text)
    assert 0 < radius(world) < 20
    assert gap(world) >= 2 * radius(world)


STATUSES = (
    centre("A", "proposed:2001", location=[10, 10])
    + centre("B", "approved:2001", location=[10, 20])
    + centre("C", "opened:2001", location=[10, 30], city="Abéché", sector="education")
    + centre("D", "opened:2001", "closed:2002", location=[10, 40])
    + centre("E", location=[10, 50])
    + centre("F", "opened:2001")
    + centre("G", "opened:2020", location=[10, 60])
    + centre("H", "opened:2020")
)


def test_statuses_sectors_and_centres_without_a_location() -> None:
    world = map_of(SMALL + STATUSES, datetime.date(2010, 1, 1))
    assert [(dot.centre.id, dot.status, dot.colour) for dot in world.dots] == [
        ("A", "proposed", 1),
        ("B", "preparing", 1),
        ("C", "operating", 2),
        ("D", "closed", 1),
        ("E", "unknown", 1),
    ]
    assert world.absent == 1
    assert world.statuses == ["proposed", "preparing", "operating", "closed", "unknown"]
    assert [(colour, sector.id) for colour, sector in world.sectors] == [
        (1, "culture"),
        (2, "education"),
    ]


def test_dot_is_a_link_with_a_name() -> None:
    page = drawn(map_of(SMALL + STATUSES, datetime.date(2010, 1, 1)), "../")
    dots = re.findall(
        r'<a class="dot (.*?)" data-id=".*?" href="(.*?)" aria-label="(.*?)" transform', page
    )
    assert dots[2:4] == [
        ("operating sector-2", "../centre/C.html", "x, Abéché, Republic of Korea (operating)"),
        ("closed sector-1", "../centre/D.html", "x, Republic of Korea (closed)"),
    ]
    assert "One centre without a recorded location is not shown." in page


def test_hostile_names_are_only_text() -> None:
    hostile = '"><script>alert(1)</script></title>{{ 7*7 }}'
    text = SMALL.replace('"Culture"', "'''" + hostile + "'''")
    page = drawn(map_of(text + centre("A", location=[1, 2], name=hostile, city=hostile)))
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 5
    assert "style=" not in page


def test_sectors_after_the_seventh_are_grey() -> None:
    sectors = "".join(
        f'[[sector]]\nid = "s{number}"\ncode = "S{number}"\nname = "S{number}"\n'
        for number in range(9)
    )
    centres = "".join(
        centre(f"C{number}", location=[number, 0], sector=f"s{number}") for number in range(9)
    )
    world = map_of(f'schema = 1\n[network]\nname = "x"\n{sectors}{centres}')
    assert [dot.colour for dot in world.dots] == [1, 2, 3, 4, 5, 6, 7, 0, 0]
