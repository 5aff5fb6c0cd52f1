"""TOML text and its data. Knows text, not centres.

There is one parser, tomli; nothing is read that it does not accept. What a sound text needs stands here, the rest
beside it: `parsed` finds the places in a text and its faults, `writing` writes values.
"""

from typing import Any

import tomli


def parse(text: str) -> dict[str, Any]:
    """Return the data of a whole TOML text.

    Raises ValueError where it is not TOML; what is wrong, and where, is `parsed.Document(text).faults`.
    """
    try:
        return tomli.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
