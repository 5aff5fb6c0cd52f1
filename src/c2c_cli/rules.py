"""What a value must be, whichever record it stands in, and a record that checks itself. Knows no noun."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from c2c_cli import countries
from c2c_cli.errors import Fault, InvalidError, Wrong
from c2c_cli.text import quoted, suggestion

if TYPE_CHECKING:
    from c2c_cli.codes import Code

_PLAIN_ID = re.compile(r"[^\W_][\w.-]*")
LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"

Rule = Callable[[Any], Wrong | None]
"""What is wrong with a value, in words that follow its name and a colon; None if nothing is."""


def filled(text: str) -> Wrong | None:
    """Refuse an empty text: what is unstated stays out of the file."""
    if not text or text.isspace():
        return Wrong("empty-text", "is empty", "leave it out where nothing is known")
    if not text.isprintable() and re.search("[\ud800-\udfff]", text):
        return Wrong("not-utf8", "holds a byte that is no UTF-8", "write it anew")
    return None


def line(text: str) -> Wrong | None:
    """Refuse a text of several lines."""
    if text.isprintable() and text and text[0] != " ":
        return None  # as nearly all are
    if "\n" in text or "\r" in text:
        return Wrong("line-break", "holds a line break", "write it on one line")
    return filled(text)


def identifier(text: str) -> Wrong | None:
    """Refuse what cannot be an id."""
    if _PLAIN_ID.fullmatch(text):
        return None
    # \w knows no combining marks, which letters of many scripts are written with
    if text[:1].isalnum() and all(c.isalnum() or c in "._-" or unicodedata.category(c)[0] == "M" for c in text):
        return None
    return Wrong("bad-id", f"{quoted(text)} is no id", 'use letters, digits, ".", "_" and "-", a letter or digit first')


def country_code(text: str) -> Wrong | None:
    """Refuse what is no code of ISO 3166-1 alpha-2."""
    if text in countries.CODES:
        return None
    meant = countries.MEANT.get(text.upper(), text.upper())
    hint = f'did you mean "{meant}"?' if meant in countries.CODES else "use two capital letters of ISO 3166-1, as KR"
    return Wrong("bad-country", f"{quoted(text)} is no country code", hint)


def one_of(noun: str, code: "Code", words: tuple[str, ...]) -> Rule:
    """Return the rule that refuses all but these words."""
    allowed = frozenset(words)

    def known(text: str) -> Wrong | None:
        return None if text in allowed else Wrong(code, f"no {noun} {quoted(text)}", suggestion(text, words))

    return known


def language(tag: str) -> Wrong | None:
    """Refuse what cannot be a language tag of BCP 47."""
    if re.fullmatch(LANGUAGE, tag):
        return None
    return Wrong("bad-language", f"{quoted(tag)} is no language tag", "write ko, fr or zh-Hant")


def faults_within(rules: Mapping[str, Rule], values: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with each of a record's values by itself."""
    for field, value in values.items():
        rule = rules.get(field)
        if rule is None or value is None:
            continue
        if type(value) is tuple:
            for index, item in enumerate(value):
                if (wrong := rule(item)) is not None:
                    yield Fault((field, index), wrong)
        elif type(value) is dict:
            tags: dict[str, str] = {}
            for tag, name in value.items():
                if (first := tags.setdefault(tag.lower(), tag)) != tag:
                    wrong = Wrong("duplicate-item", f"{quoted(tag)} is there twice")
                    yield Fault((field, tag), wrong, (field, first), at_key=True)
                if (wrong := language(tag)) is not None:
                    yield Fault((field, tag), wrong, at_key=True)
                if (wrong := rule(name)) is not None:
                    yield Fault((field, tag), wrong)
        elif (wrong := rule(value)) is not None:
            yield Fault((field,), wrong)


def _keeps(rule: Rule, value: Any) -> bool:
    """Tell whether the items of a list, or the entries of a table, keep a rule, as nearly all do."""
    if type(value) is tuple:
        return not any(map(rule, value))
    return next(faults_within({"": rule}, {"": value}), None) is None


class Record:
    """What all records have in common: they check themselves when they are made."""

    __slots__: tuple[str, ...] = ()
    rules: ClassVar[Mapping[str, Rule]]
    """For each field that has one: the rule of its value, or of each item of it."""

    # One of each for all records: what dataclass writes for each anew costs a tenth of a start.

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is a record of the same kind and the same values."""
        return type(other) is type(self) and all(getattr(self, f) == getattr(other, f) for f in self.__slots__)

    def __repr__(self) -> str:
        """Return the record as Python writes it."""
        return f"{type(self).__name__}({', '.join(f'{f}={getattr(self, f)!r}' for f in self.__slots__)})"

    __hash__ = None  # type: ignore[assignment]  # names are a dict

    def stated(self) -> Iterator[tuple[str, Any]]:
        """Yield the fields that say something, with their values, in their order."""
        for field in self.__slots__:
            value = getattr(self, field)
            if value is not None and value not in ((), {}):
                yield field, value

    def __post_init__(self) -> None:
        """Raise InvalidError with all that is wrong."""
        faults = [*self.between_fields()]
        for field, rule in self.rules.items():
            value = getattr(self, field)
            if value is None:
                continue
            if rule(value) is not None if type(value) is str else not _keeps(rule, value):
                faults[:0] = faults_within(self.rules, {name: getattr(self, name) for name in self.rules})
                break
        if faults:
            raise InvalidError(faults)

    def between_fields(self) -> Iterable[Fault]:
        """Return what is wrong between one field and another."""
        return ()
