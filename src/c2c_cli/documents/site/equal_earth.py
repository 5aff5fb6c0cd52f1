"""The Equal Earth projection, in which areas have their true proportions."""

import math

from c2c_cli.model.location import Location

CENTRAL_MERIDIAN = 11.6
"""Longitude in the middle; the edges of the map, at 168.4° W, then cross no land."""

WIDTH = 9600
"""Width of the whole earth. The units are so small that positions are rounded to integers."""

_SCALE = WIDTH / 5.41325
"""Length of a radian; the equator has a length of 5.41325 on a globe whose radius is 1."""

_ORIGIN = (WIDTH / 2, WIDTH / 4)
"""Position of the place where the central meridian meets the equator."""

_A1, _A2, _A3, _A4 = (1.340264, -0.081106, 0.000893, 0.003796)
"""Coefficients of the projection, from Šavrič, Patterson and Jenny (2018)."""

_M = math.sqrt(3) / 2


def projected(location: Location) -> tuple[float, float]:
    """Return the position of a location: to the right and down, as in SVG."""
    turned = (float(location.longitude) - CENTRAL_MERIDIAN + 180) % 360 - 180
    x, y = on_unit_sphere(float(location.latitude), turned)
    return _ORIGIN[0] + _SCALE * x, _ORIGIN[1] - _SCALE * y


def on_unit_sphere(latitude: float, longitude: float) -> tuple[float, float]:
    """Return a position to the right and up, where a globe has a radius of 1.

    The longitude is relative to the central meridian; both angles are in degrees.
    """
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    square = theta**2
    sixth = square**3
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    return math.radians(longitude) * math.cos(theta) / (_M * slope), y
