"""Identifiers of centres in other registries: ROR, Wikidata, ISNI."""

import re
from collections.abc import Callable, Iterator, Mapping

from c2c_cli.errors import DataProblem, invalid, problem
from c2c_cli.model.value_types import ValueType, line, string_table

_BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz"


def _is_ror(value: str) -> bool:
    """Return whether a value is a ROR id, as a URL or bare, with a valid checksum."""
    found = re.fullmatch(r"(?:https://ror\.org/)?(0[0-9a-hj-km-np-tv-z]{6})([0-9]{2})", value)
    if found is None:
        return False
    number = 0
    for character in found[1]:
        number = number * 32 + _BASE_32.index(character)
    return 98 - number * 100 % 97 == int(found[2])


def _is_wikidata(value: str) -> bool:
    return re.fullmatch(r"Q[1-9][0-9]*", value) is not None


def _is_isni(value: str) -> bool:
    """Return whether a value is an ISNI, with or without spaces, with a valid checksum (ISO 7064 MOD 11-2)."""
    digits = value.replace(" ", "")
    if re.fullmatch(r"[0-9]{15}[0-9X]", digits) is None:
        return False
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]


_SCHEMES: Mapping[str, tuple[str, Callable[[str], bool], str]] = {
    "ror": ("ROR id", _is_ror, "copy it from ror.org, such as https://ror.org/02zhqgq86"),
    "wikidata": ("Wikidata id", _is_wikidata, "use Q and digits, such as Q7809"),
    "isni": ("ISNI", _is_isni, "use 16 digits, of which the last is a checksum"),
}
"""Schemes that are validated: noun, test and hint. Identifiers of other schemes are not checked."""


def _problems(value: Mapping[str, str]) -> Iterator[DataProblem]:
    for scheme, identifier in value.items():
        noun, is_valid, hint = _SCHEMES.get(scheme, ("", lambda _: True, ""))
        if (wrong := line(identifier)) is not None:
            yield DataProblem((scheme,), wrong)
        elif not is_valid(identifier):
            yield problem((scheme,), *invalid(noun, identifier, hint, "bad-identifier"))


IDENTIFIERS = ValueType(
    string_table("identifiers by scheme", '{ wikidata = "Q…" }'),
    {"type": "object", "additionalProperties": {"type": "string", "pattern": r"\S"}},
    metavar="SCHEME=ID",
    many=True,
    problems=_problems,
)
