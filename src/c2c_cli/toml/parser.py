"""TOML text to data. There is one parser, tomli; nothing is read that it does not accept."""

from typing import Any

import tomli


def parse(text: str) -> dict[str, Any]:
    """Return the data of a whole TOML text.

    Raises ValueError where it is not TOML; `Document(text).problems` tells what is wrong with it, and where.
    """
    try:
        return tomli.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
