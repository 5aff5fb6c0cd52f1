"""A command-line registry for networks of UNESCO Category 2 Centres."""

from pathlib import Path

__version__ = "1.0.0"

PACKAGE = Path(__file__).parent
"""The path of the package, which may be in a zip file."""


def read_file(path: str | Path) -> bytes:
    """Return the content of a file of the package; a relative `path` is relative to the package."""
    # the loader of a module can also read the zip file that contains it
    return __loader__.get_data(str(PACKAGE / path))  # type: ignore[name-defined, no-any-return]


def read_text(path: str | Path) -> str:
    """Return the text of a file of the package; a relative `path` is relative to the package."""
    return read_file(path).decode().replace("\r\n", "\n")


def is_in_zip_file(path: str) -> bool:
    """Return whether `path` is in the package and the package is in a zip file."""
    return path.startswith(str(PACKAGE)) and not PACKAGE.is_dir()
