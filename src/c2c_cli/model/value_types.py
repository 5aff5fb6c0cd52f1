"""Types of the values of fields: how a value is read, checked, typed, imported and completed."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from c2c_cli.errors import Code, Diagnostic, UsageError, invalid, unknown
from c2c_cli.model import countries, extra, location, values
from c2c_cli.model.dates import (
    EVENT_PATTERN,
    PATTERN,
    Date,
    in_order,
    parse_typed,
    parse_typed_event,
    to_toml,
)
from c2c_cli.text import fold_id, one_of, quoted, suggestion

MAX_PER_YEAR = 366
"""Maximum number of meetings that a rule can require per year."""

RULE = "cadence rule or obligation"
"""What a waiver is about, in messages."""

# JSON Schemas of values

_FILLED = r"[^\s\x1c-\x1f\x85]"
_LINE = {"type": "string", "pattern": rf"^[^\n\r]*{_FILLED}[^\n\r]*$"}
_TEXT = {"type": "string", "pattern": _FILLED}
_ID = {"type": "string", "pattern": r"^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*$"}
_YEAR = {"type": "integer", "minimum": 1000, "maximum": 9999}
_DIGITS = {"type": "string", "pattern": "^[1-9][0-9]{3}$"}
_DATE = {"type": "string", "pattern": PATTERN}
_EVENT_DATE = {"type": "string", "pattern": EVENT_PATTERN}
_DAY_OF_YEAR = {"type": "string", "pattern": "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}
_NUMBER = {"type": "integer", "minimum": 1, "maximum": MAX_PER_YEAR}
_TEXTS = {"type": "array", "items": _TEXT}
_LINES = {"type": "array", "items": _LINE}
_IDS = {"type": "array", "items": _LINE, "uniqueItems": True}
_LANGUAGE = {"type": "string", "pattern": f"^{values.LANGUAGE}$"}
_NAMES = {
    "type": "object",
    "propertyNames": {"pattern": _LANGUAGE["pattern"]},
    "additionalProperties": _LINE,
}
_LOCATION = {
    "type": "array",
    "items": [
        {"type": "number", "minimum": -90, "maximum": 90},
        {"type": "number", "minimum": -180, "maximum": 180},
    ],
    "minItems": 2,
    "maxItems": 2,
}
_EXTRA = {
    "type": "object",
    "propertyNames": {"pattern": r"^[\p{L}\p{N}\p{M}_-]+$"},
    "additionalProperties": {
        "anyOf": [_TEXT, {"type": "number"}, {"type": "boolean"}],
    },
}
_IDENTIFIERS = {"type": "object", "additionalProperties": {"type": "string", "pattern": r"\S"}}


Schema = Mapping[str, object]
"""A JSON Schema."""

Word = tuple[str, str]
"""A word that can be typed, and its description."""


class Known(Protocol):
    """What a typed word may refer to, which is in the registry."""

    @property
    def option(self) -> str:
        """The option that commands in hints need for the registry, such as ` --data FILE`."""

    def kinds(self) -> tuple[str, ...]:
        """Return the possible kinds of a meeting."""

    def event_kinds(self) -> tuple[str, ...]:
        """Return the possible kinds of an event."""

    def described_kinds(self) -> list[Word]:
        """Return the kinds of the cadence rules and obligations, each with its name."""

    def described_ids(self, *tables: str) -> list[Word]:
        """Return the ids of the records in `tables`, each with its name or title."""

    def id_of(self, tables: Sequence[str], word: str, hint: str = "") -> str:
        """Return the id of a record in one of the tables, ignoring case."""

    def sector_id(self, word: str) -> str:
        """Return the id of the sector that has a word as its id, code or name in any language."""

    def sector_title(self, sector_id: str) -> str:
        """Return the name and the code of a sector."""


class ValueType:
    """The type of a single value. Types with other values override its methods."""

    many = False
    """Whether the value is a list or table, and its option is repeatable."""
    multiline = False
    """Whether the value, or an item of it, may have several lines."""
    restricted = False
    """Whether a word is valid only if it is known, such as the id of a record."""
    separated_by_commas = False
    """Whether the help and the prompts say that a word may contain several items."""
    targets: tuple[str, ...] = ()
    """The tables that the value refers to."""

    def __init__(
        self,
        schema: Schema,
        rule: Callable[..., Diagnostic | None] | None = None,
        *,
        read: Callable[[object], object] = values.text,
        of_word: Callable[[str], object] = str,
        example: str = '"…"',
        metavar: str | None = None,
    ) -> None:
        """Create a type.

        `rule` returns what is wrong with a value, or None. It is called with each item of a list,
        and with each key and value of a table. `read` converts a TOML value, or raises
        InvalidError if it has the wrong type. `of_word` converts a typed word, or raises
        UsageError or InvalidError. `metavar` is the placeholder in the help, unless that is the
        name of the field.
        """
        self.schema = schema
        self.rule = rule
        self.read = read
        self._of_word = of_word
        self.example = example
        self.metavar = metavar

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> object:
        """Return the value, or list item, that a word stands for.

        Without `today`, words such as `yesterday` are not dates. Raises UsageError or InvalidError
        if the word is invalid.
        """
        return self._of_word(word)

    def changed(
        self, old: object, words: Sequence[str], known: Known, today: datetime.date
    ) -> object:
        """Return the value after a change from `old`, which may be None, by typed words.

        Spaces around a word are ignored. Raises UsageError or InvalidError if a word is invalid.
        """
        (word,) = words
        return self.parse(word.strip(), known, today)

    def of_cell(self, cell: str, separators: str, order: str) -> object:
        """Return the TOML value in a cell of a spreadsheet; it may be invalid.

        `separators` are the characters between list items, and `order` is the order of day, month
        and year in dates, or empty.
        """
        return cell.strip()

    def choices(self, known: Known) -> list[Word]:
        """Return all valid words, each with its description, or none if they are not known."""
        return known.described_ids(*self.targets)

    def shown(self, value: object, known: Known) -> str | tuple[str, ...]:
        """Return a value as text for readers, or as several texts."""
        return str(value)

    def written(self, value: object) -> object:
        """Return a value as TOML data."""
        return value


class _Text(ValueType):
    """The type of a text that may have several lines."""

    multiline = True

    def of_cell(self, cell: str, separators: str, order: str) -> str:
        """Return the cell as it is."""
        return cell


class _Choice(ValueType):
    """The type of one of several words, which are the same in all registries."""

    restricted = True

    def __init__(
        self,
        words: Sequence[str],
        rule: Callable[[str], Diagnostic | None],
        of_word: Callable[[str], str],
        *,
        example: str,
        metavar: str | None = None,
    ) -> None:
        """Create a type of one of `words`; the rest is as for other types."""
        super().__init__(
            {"enum": [*words]}, rule, of_word=of_word, example=example, metavar=metavar
        )
        self._words = words

    def choices(self, known: Known) -> list[Word]:
        """Return the words."""
        return [(word, "") for word in self._words]


class _Country(_Choice):
    """The type of a country code."""

    def shown(self, value: object, known: Known) -> str:
        """Return the name and the code of the country."""
        return f"{countries.name_of(str(value))} ({value})"


class _Date(ValueType):
    """The type of a date."""

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> Date:
        """Return the date."""
        return Date.parse(word) if today is None else parse_typed(word, today)

    def of_cell(self, cell: str, separators: str, order: str) -> str:
        """Return the date in ISO 8601 form if its order is known."""
        return in_order(cell.strip(), order)

    def written(self, value: object) -> object:
        """Return the date as a local date, a string for a month, or an integer for a year."""
        return to_toml(value) if isinstance(value, Date) else value


class _EventDate(_Date):
    """The type of the date of an event, which may be known only between bounds."""

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> Date:
        """Return the date."""
        if today is None:
            return Date.parse_event(word)
        return parse_typed_event(word, today)

    def of_cell(self, cell: str, separators: str, order: str) -> str:
        """Return the date, or its bounds, in ISO 8601 form if their order is known."""
        return "..".join(in_order(side.strip(), order) for side in cell.split(".."))


class _Number(ValueType):
    """The type of a whole number."""

    def of_cell(self, cell: str, separators: str, order: str) -> object:
        """Return the number in a cell, or the cell if it is not a number."""
        word = cell.strip()
        return int(word) if re.fullmatch("[0-9]{1,9}", word) else word


class _LocationType(ValueType):
    """The type of a location."""

    def of_cell(self, cell: str, separators: str, order: str) -> Sequence[object]:
        """Return the two numbers in a cell, which are separated by a comma."""
        return location.numbers(cell)

    def written(self, value: object) -> object:
        """Return the two numbers as a list."""
        return [*value] if isinstance(value, location.Location) else value


class Reference(ValueType):
    """The type of the id of a record in one of several tables."""

    restricted = True

    def __init__(self, *targets: str, metavar: str | None = None) -> None:
        """Create a type of references to records in the tables `targets`."""
        super().__init__(_LINE, values.line, metavar=metavar)
        self.targets = targets

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> str:
        """Return the id as in the record."""
        return known.id_of(self.targets, word)


class _Sector(Reference):
    """The type of the id of a sector, whose code or name may be typed."""

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> str:
        """Return the id of the sector."""
        return known.sector_id(word)

    def shown(self, value: object, known: Known) -> str:
        """Return the name and the code of the sector."""
        return known.sector_title(str(value))


class _MeetingKind(ValueType):
    """The type of the kind of a meeting: of a rule or an obligation, a level, or other."""

    restricted = True

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> str:
        """Return the kind, ignoring case."""
        return values.word_of("kind", word, known.kinds())

    def choices(self, known: Known) -> list[Word]:
        """Return the kinds and levels."""
        return [(kind, "") for kind in known.kinds()]


class _RuleKind(ValueType):
    """The type of the kind of a cadence rule or an obligation."""

    restricted = True

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> str:
        """Return the kind, ignoring case."""
        kinds = [kind for kind, _ in known.described_kinds()]
        if not kinds:
            hint = "add it with c2c add cadence or c2c add obligation"
            raise UsageError.of(unknown(RULE, word, hint=hint))
        return values.word_of(RULE, word, kinds)

    def choices(self, known: Known) -> list[Word]:
        """Return the kinds, each with the name of its rule or obligation."""
        return known.described_kinds()


class ListType(ValueType):
    """The type of a list of strings."""

    many = True

    def changed(
        self, old: object, words: Sequence[str], known: Known, today: datetime.date
    ) -> tuple[object, ...]:
        """Return `old` with each ITEM or +ITEM added and each -ITEM removed.

        =ITEM or an empty word clears the list first.
        """
        if not isinstance(old, tuple):  # in a new list, a sign belongs to the item
            new = [item for word in words for item in self._items(word)]
            return tuple(self.parse(item, known, today) for item in new)
        is_cleared = any(word == "" or word.startswith("=") for word in words)
        items: list[object] = [] if is_cleared else [*old]
        for word in words:
            sign = word[0] if word.startswith(("+", "-", "=")) else ""
            rest = word.removeprefix(sign)
            if not rest:
                continue
            for item in self._items(rest):
                if sign == "-":
                    _remove(items, item)
                    continue
                value = self.parse(item, known, today)
                if value not in items:
                    items.append(value)
        return tuple(items)

    def _items(self, word: str) -> list[str]:
        """Return the items in a typed word."""
        return [word.strip()]

    def of_cell(self, cell: str, separators: str, order: str) -> Sequence[object]:
        """Return the items in a cell."""
        return _parts(cell, separators)

    def shown(self, value: object, known: Known) -> tuple[str, ...]:
        """Return the items."""
        return value if isinstance(value, tuple) else ()

    def written(self, value: object) -> object:
        """Return the items as a list."""
        return [*value] if isinstance(value, tuple) else value


class _Texts(ListType):
    """The type of a list of texts, each of which may have several lines."""

    multiline = True


class _Ids(ListType):
    """The type of a list of ids of records in one of several tables."""

    restricted = True

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> str:
        return known.id_of(self.targets, word)

    def _items(self, word: str) -> list[str]:
        items = [word] if "://" in word else word.split(",")  # a URL may contain commas
        return [item.strip() for item in items if item.strip()]

    def of_cell(self, cell: str, separators: str, order: str) -> list[str]:
        words = [word.strip() for word in re.split(r"[;,\n]", cell)]  # an id contains none of them
        return [word for word in words if word]


class _Centres(_Ids):
    """The type of a list of ids of centres."""

    separated_by_commas = True
    targets = ("centre",)


class _Members(_Ids):
    """The type of a list of ids of centres and organisations."""

    separated_by_commas = True
    targets = ("centre", "organisation")


class _Sources(_Ids):
    """The type of a list of sources, each of which is a URL or the id of a source."""

    targets = ("source",)

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> str:
        if "://" in word:
            return word
        hint = f"use a URL, or add the source with c2c add source{known.option}"
        return known.id_of(self.targets, word, hint)

    def of_cell(self, cell: str, separators: str, order: str) -> list[str]:
        return _parts(cell, separators)


class _Table(ValueType):
    """The type of a table of strings, whose entries are typed as KEY=VALUE."""

    many = True

    def changed(
        self, old: object, words: Sequence[str], known: Known, today: datetime.date
    ) -> Mapping[str, object] | None:
        """Return `old` with each KEY=VALUE set.

        An empty VALUE removes the entry, and a single empty word all entries.
        """
        texts = self._texts(words)
        if texts is None:
            return None
        result = (dict(old) if isinstance(old, dict) else {}) | texts
        return {key: value for key, value in result.items() if value} or None

    def _texts(self, words: Sequence[str]) -> dict[str, str] | None:
        """Return each KEY with its VALUE, or None for a single empty word."""
        if words == [""]:
            return None
        texts = {}
        for word in words:
            key, equals, text = word.partition("=")
            if not key or not equals:
                raise UsageError.of(invalid("item", word, f"use {self.metavar}"))
            texts[key] = text
        return texts

    def of_cell(self, cell: str, separators: str, order: str) -> Mapping[str, object]:
        """Return the entries in a cell."""
        return dict(item.partition("=")[::2] for item in _parts(cell, separators))

    def shown(self, value: object, known: Known) -> tuple[str, ...]:
        """Return each entry with its key."""
        entries = value if isinstance(value, dict) else {}
        return tuple(f"{key}: {text}" for key, text in entries.items())


class _Extra(_Table):
    """The type of a table of extra keys, whose values are typed as in TOML."""

    def changed(
        self, old: object, words: Sequence[str], known: Known, today: datetime.date
    ) -> extra.Extra | None:
        """Return `old` with each KEY=VALUE set.

        An empty VALUE removes the key, and a single empty word all keys.
        """
        texts = self._texts(words)
        if texts is None:
            return None
        result = extra.Extra(old) if isinstance(old, extra.Extra) else extra.Extra()
        for key, text in texts.items():
            if text:
                result[key] = extra.of_typed(text)
            else:
                result.pop(key, None)
        return result or None

    def of_cell(self, cell: str, separators: str, order: str) -> Mapping[str, object]:
        """Return the keys in a cell with their values."""
        return {
            key: extra.of_word(text)
            for key, text in super().of_cell(cell, separators, order).items()
            if isinstance(text, str)
        }

    def shown(self, value: object, known: Known) -> tuple[str, ...]:
        """Return each value with its key."""
        entries = value if isinstance(value, extra.Extra) else {}
        return tuple(f"{key}: {extra.shown(item)}" for key, item in entries.items())

    def written(self, value: object) -> object:
        """Return the table as TOML data."""
        return extra.written(value) if isinstance(value, extra.Extra) else value


def _remove(items: list[object], item: str) -> None:
    """Remove an item, ignoring case; raise UsageError if it is not in the list."""
    texts = [str(other) for other in items]
    for index, text in enumerate(texts):
        if fold_id(text) == fold_id(item):
            del items[index]
            return
    raise UsageError(f"{quoted(item)} is not in the list", suggestion(item, texts))


def _parts(cell: str, separators: str) -> list[str]:
    r"""Return the items in a cell, without the spaces around them.

    A separator within an item, and a space at its beginning or end, is escaped, as in `\;`.
    """
    items = re.findall(rf"(?:[^{separators}\\]++|\\.|\\$)++", cell, re.DOTALL)
    trimmed = [_trimmed(item) for item in items]
    return [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in trimmed if item]


def _trimmed(item: str) -> str:
    """Return an item without the spaces around it that are not escaped."""
    text = item.rstrip()
    backslashes = len(text) - len(text.rstrip("\\"))
    if backslashes % 2:  # the last one escapes a space
        text = item[: len(text) + 1]
    return text.lstrip()


def choice(noun: str, code: Code, words: tuple[str, ...]) -> ValueType:
    """Return the type of a value that is one of the words."""
    return _Choice(
        words,
        lambda word: None if word in words else unknown(noun, word, words, code=code),
        lambda word: values.word_of(noun, word, words),
        example=one_of([f'"{word}"' for word in words]),
    )


def id_type(metavar: str) -> ValueType:
    """Return the type of an id."""
    return ValueType(_ID, values.identifier, metavar=metavar)


_read_names = values.string_table("a table of names by language", 'use { ko = "…" }')
_read_identifiers = values.string_table(
    "a table of identifiers by scheme", 'use { wikidata = "Q…" }'
)

LINE = ValueType(_LINE, values.line)
URL = ValueType(_LINE, values.line, metavar="URL")
TEXT = _Text(_TEXT, values.filled, metavar="TEXT")
ID = id_type("ID")
YEAR = ValueType(
    {"anyOf": [_YEAR, _DIGITS]},
    read=values.year,
    of_word=values.year,
    example="YEAR, such as 2018",
    metavar="YEAR",
)
NUMBER = _Number(
    _NUMBER,
    read=values.number,
    of_word=values.number_of,
    example="NUMBER, such as 1",
    metavar="NUMBER",
)
DATE = _Date(
    {"anyOf": [_YEAR, _DATE]}, read=values.date, example="DATE, such as 2018-11-20", metavar="DATE"
)
EVENT_DATE = _EventDate(
    {"anyOf": [_YEAR, _EVENT_DATE]},
    read=values.event_date,
    example="2018-11-20",
    metavar="DATE",
)
LOCATION = _LocationType(
    _LOCATION,
    read=location.read,
    of_word=location.parse,
    example="[36.64, 127.49]",
    metavar="LAT,LON",
)
COUNTRY = _Country(
    sorted(countries.CODES),
    values.country_code,
    values.country_of,
    example='"…", a two-letter ISO 3166-1 code',
    metavar="CODE",
)
MODE = choice("mode", "unknown-mode", ("in-person", "online", "hybrid"))
TEXTS = _Texts(_TEXTS, values.filled, read=values.strings, metavar="TEXT")
SOURCES = _Sources(_LINES, values.line, read=values.strings, metavar="SOURCE")
DAY_OF_YEAR = ValueType(
    _DAY_OF_YEAR,
    values.day_of_year,
    read=values.text_of_day,
    example='"03-31"',
    metavar="MM-DD",
)
CENTRE = Reference("centre", metavar="ID")
CENTRES = _Centres(_IDS, values.line, read=values.strings, metavar="ID")
MEMBER = Reference("centre", "organisation", metavar="ID")
MEMBERS = _Members(_IDS, values.line, read=values.strings, metavar="ID")
LANGUAGE = ValueType(_LANGUAGE, values.language, example='"en"', metavar="TAG")
NAMES = _Table(_NAMES, values.name, read=_read_names, metavar="TAG=NAME")
IDENTIFIERS = _Table(
    _IDENTIFIERS, values.external_identifier, read=_read_identifiers, metavar="SCHEME=ID"
)
EXTRA = _Extra(_EXTRA, extra.entry, read=extra.read, metavar="KEY=VALUE")
MEETING = Reference("meeting", metavar="ID")
SECTOR = _Sector("sector")
MEETING_KIND = _MeetingKind(_LINE, values.line)
RULE_KIND = _RuleKind(_ID, values.line)
