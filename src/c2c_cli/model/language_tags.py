"""Language tags (BCP 47), and lookup of the available tag that fits a wanted one."""

import re
from collections.abc import Iterable

_RIGHT_TO_LEFT = frozenset(
    ("ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi")
)
"""Languages that are usually written from right to left."""


def lookup(wanted: str | None, tags: Iterable[str]) -> str | None:
    """Return the tag for a language range: itself or its longest beginning, or None (RFC 4647).

    So `fr-CA` finds `fr`, but `fr` does not find `fr-CA`. Case does not matter.
    """
    found = {tag.lower(): tag for tag in tags}
    parts = (wanted or "").lower().split("-")
    while parts:
        tag = "-".join(parts)
        if tag in found:
            return found[tag]
        parts.pop()
        # a single letter or digit begins what follows it
        if parts and len(parts[-1]) == 1:
            parts.pop()
    return None


def of_locale(name: str) -> str:
    """Return the language tag for the name of a locale: `en-GB` for `en_GB.UTF-8`."""
    return re.split("[.@]", name)[0].replace("_", "-")


def is_right_to_left(tag: str) -> bool:
    """Return whether a language is written from right to left."""
    return tag.lower().split("-")[0] in _RIGHT_TO_LEFT
