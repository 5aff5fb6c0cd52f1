"""Which colour each sector has on the website."""

from c2c_cli.model.registry import Registry

COLOURS = 7
"""Number of colours that can be told apart; later sectors share a grey, whose number is 0."""


def sector_colours(registry: Registry) -> dict[str, int]:
    """Return the number of the colour of each sector, by id; CSS has a class for each number."""
    return {
        sector.id: number if number <= COLOURS else 0
        for number, sector in enumerate(registry.sector, 1)
    }
