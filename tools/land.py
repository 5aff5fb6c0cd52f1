"""Draw the land of the world map once, from Natural Earth (public domain).

The land comes from land-110m.json in world-atlas, a package of npm:

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    .venv/bin/python tools/land.py package/land-110m.json

The result, src/c2c_cli/documents/site/land.txt, is one SVG path in the coordinates of
c2c_cli.documents.site.equal_earth. It has neither Antarctica nor borders.
"""

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from c2c_cli.documents.site.equal_earth import WIDTH, projected
from c2c_cli.model.location import Location

LAND = Path(__file__).parents[1] / "src/c2c_cli/documents/site/land.txt"

ANTARCTIC = -60
"""Latitude; land that is entirely south of it is omitted."""

TOLERANCE = 1
"""Distance by which simplified land may differ, in units of the map, which is 9,600 wide."""

Point = tuple[int, int]


def main() -> None:
    """Write the land."""
    parser = argparse.ArgumentParser(description="Draw the land of the world map.")
    parser.add_argument("topology", type=Path, help="land-110m.json of world-atlas")
    topology = json.loads(parser.parse_args().topology.read_text())
    rings = [
        ring for ring in rings_of(topology) if max(place.latitude for place in ring) > ANTARCTIC
    ]
    LAND.write_text("".join(map(path, rings)) + "\n")


def rings_of(topology: dict[str, Any]) -> Iterator[list[Location]]:
    """Yield the rings of the polygons of land in a TopoJSON topology."""
    arcs = [[*locations(arc, topology["transform"])] for arc in topology["arcs"]]
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                yield [place for number in ring for place in directed(arcs, number)]


def locations(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Location]:
    """Yield the locations of an arc; each pair of numbers is the difference to the one before."""
    x = y = 0
    for right, up in arc:
        x += right
        y += up
        longitude = x * transform["scale"][0] + transform["translate"][0]
        yield Location(y * transform["scale"][1] + transform["translate"][1], longitude)


def directed(arcs: Sequence[list[Location]], number: int) -> list[Location]:
    """Return an arc without its last location, which begins the next one; ~n is n backwards."""
    return arcs[number][:-1] if number >= 0 else arcs[~number][:0:-1]


def path(ring: list[Location]) -> str:
    """Return a ring as a closed SVG path of relative lines."""
    points = [(round(x), round(y)) for x, y in map(projected, ring)]
    if any(abs(x - left) > WIDTH / 2 for (left, _), (x, _) in pairwise(points)):
        raise ValueError("land crosses the edge of the map; choose another central meridian")
    half = len(points) // 2
    points = [*simplified(points[: half + 1])[:-1], *simplified([*points[half:], points[0]])[:-1]]
    if len(points) < 3:
        return ""
    steps = [
        f"{x - left}{'' if y < top else ' '}{y - top}" for (left, top), (x, y) in pairwise(points)
    ]
    lines = "".join(step if step[0] == "-" else f" {step}" for step in steps)
    return f"M{points[0][0]} {points[0][1]}l{lines.strip()}z"


def simplified(points: list[Point]) -> list[Point]:
    """Return a line with fewer points, after Ramer, Douglas and Peucker."""
    if len(points) < 3:
        return points
    (x, y), (right, bottom) = points[0], points[-1]
    length = math.hypot(right - x, bottom - y)

    def distance(point: Point) -> float:
        across, down = point[0] - x, point[1] - y
        if not length:
            return math.hypot(across, down)
        return abs(across * (bottom - y) - down * (right - x)) / length

    furthest = max(range(1, len(points) - 1), key=lambda number: distance(points[number]))
    if distance(points[furthest]) <= TOLERANCE:
        return [points[0], points[-1]]
    return simplified(points[: furthest + 1])[:-1] + simplified(points[furthest:])


if __name__ == "__main__":
    main()
