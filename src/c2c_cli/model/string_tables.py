"""Tables of strings: names by language, and identifiers of centres in ROR, Wikidata and ISNI."""

import re
from collections.abc import Callable, Mapping

from c2c_cli.errors import Diagnostic, invalid
from c2c_cli.model.value_types import LINE_SCHEMA, ValueType, line, strings

_LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"

_FROM_CROCKFORD = str.maketrans("jkmnpqrstvwxyz", "ijklmnopqrstuv")
"""Base-32 digits that ROR uses -> those that Python uses."""


def language(tag: str) -> Diagnostic | None:
    """Reject an invalid BCP 47 language tag."""
    if re.fullmatch(_LANGUAGE, tag):
        return None
    return invalid("language tag", tag, "use a tag such as ko, fr or zh-Hant", "bad-language")


def _is_ror(value: str) -> bool:
    """Return whether a value is a ROR id, as a URL or bare, with a valid checksum."""
    found = re.fullmatch(r"(?:https://ror\.org/)?(0[0-9a-hj-km-np-tv-z]{6})([0-9]{2})", value)
    return found is not None and 98 - int(found[1].translate(_FROM_CROCKFORD), 32) * 100 % 97 == int(found[2])


def _is_isni(value: str) -> bool:
    """Return whether a value is an ISNI, with or without spaces, with a valid checksum (ISO 7064 MOD 11-2)."""
    digits = value.replace(" ", "")
    if re.fullmatch("[0-9]{15}[0-9X]", digits) is None:
        return False
    return sum("0123456789X".index(digit) << place for place, digit in enumerate(reversed(digits))) % 11 == 1


_SCHEMES: Mapping[str, tuple[str, Callable[[str], object], str]] = {
    "ror": ("ROR id", _is_ror, "copy it from ror.org, such as https://ror.org/02zhqgq86"),
    "wikidata": ("Wikidata id", lambda value: re.fullmatch("Q[1-9][0-9]*", value), "use Q and digits, such as Q7809"),
    "isni": ("ISNI", _is_isni, "use 16 digits, of which the last is a checksum"),
}
"""Schemes that are validated: noun, test and hint. Identifiers of other schemes are not checked."""


def _identifier(scheme: str, value: str) -> Diagnostic | None:
    noun, is_valid, hint = _SCHEMES.get(scheme, ("", lambda _: True, ""))
    return line(value) or (None if is_valid(value) else invalid(noun, value, hint, "bad-identifier"))


NAMES = ValueType(
    strings(dict, "a table of names by language", 'use { ko = "…" }'),
    {"type": "object", "propertyNames": {"pattern": f"^{_LANGUAGE}$"}, "additionalProperties": LINE_SCHEMA},
    lambda tag, name: language(tag) or line(name),
    metavar="TAG=NAME",
    many=True,
)

IDENTIFIERS = ValueType(
    strings(dict, "a table of identifiers by scheme", 'use { wikidata = "Q…" }'),
    {"type": "object", "additionalProperties": {"type": "string", "pattern": r"\S"}},
    _identifier,
    metavar="SCHEME=ID",
    many=True,
)

STRING_TABLES = (NAMES, IDENTIFIERS)
