"""Names in other languages, by language tag."""

import re
from collections.abc import Iterator, Mapping

from c2c_cli.errors import DataProblem, Diagnostic, duplicate, invalid, problem
from c2c_cli.model.value_types import LINE_SCHEMA, ValueType, line, string_table

_LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"


def language(tag: str) -> Diagnostic | None:
    """Reject an invalid BCP 47 language tag."""
    if re.fullmatch(_LANGUAGE, tag):
        return None
    return invalid("language tag", tag, "use a tag such as ko, fr or zh-Hant", "bad-language")


def _name_problems(value: Mapping[str, str]) -> Iterator[DataProblem]:
    tags: dict[str, str] = {}
    for tag, name in value.items():
        if (first := tags.setdefault(tag.lower(), tag)) != tag:
            yield problem((tag,), *duplicate("language tag", tag, code="duplicate-item"), first=(first,), at_key=True)
        if (wrong := language(tag)) is not None:
            yield DataProblem((tag,), wrong, at_key=True)
        if (wrong := line(name)) is not None:
            yield DataProblem((tag,), wrong)


NAMES = ValueType(
    string_table("names by language", '{ ko = "…" }'),
    {"type": "object", "propertyNames": {"pattern": f"^{_LANGUAGE}$"}, "additionalProperties": LINE_SCHEMA},
    metavar="TAG=NAME",
    many=True,
    problems=_name_problems,
)
