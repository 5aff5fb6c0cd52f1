"""Parse TOML text to data with tomli, the only parser of the program."""

from typing import Any

import tomli


def parse(text: str) -> dict[str, Any]:
    """Return the data of a TOML text.

    Raises ValueError if it is not valid TOML; `Document(text).problems` has the errors with their positions.
    """
    try:
        return tomli.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
