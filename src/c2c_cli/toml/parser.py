"""The data of TOML text, from tomli, the only parser of the program."""

from typing import Any

import tomli


def parse(text: str) -> dict[str, Any]:
    """Return the data of a TOML text; raise ValueError if it is invalid. `Document` lists its errors."""
    try:
        return tomli.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
