"""Values as TOML writes them. Apart from reading, which is all that most runs do."""

from typing import Any

import tomli_w


def value(data: Any) -> str:
    """Return a value as TOML writes it."""
    return tomli_w.dumps({"x": data}).removeprefix("x = ").removesuffix("\n")
