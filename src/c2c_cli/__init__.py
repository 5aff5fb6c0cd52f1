"""A command-line registry for networks of UNESCO Category 2 Centres."""

__version__ = "1.0.0"
