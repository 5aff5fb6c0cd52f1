"""References in rows to import, and the commands that add what is missing."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from c2c_cli.errors import C2CError, DataProblem, Diagnostic, KeyPath, UsageError, unknown
from c2c_cli.model.history import DECIDED, EVENT_KIND, STEPS, Event
from c2c_cli.model.records import OTHER, own_id, table_of
from c2c_cli.model.value_types import MEETING_KIND, RULE, RULE_KIND, SECTOR, SOURCES, ValueType
from c2c_cli.model.values import identifier, line
from c2c_cli.store.draft import Draft, id_key
from c2c_cli.store.rows import Row, fields_of
from c2c_cli.text import (
    expected,
    fold,
    fold_id,
    nearest,
    plural,
    quoted,
    shell,
    suggestion,
    with_article,
)

_MAX_COMPARISONS = 50_000
"""Maximum number of known ids with which the unknown words of a file are compared.

Searching for a near match of each word is slow in large files.
"""

_MAX_EXPECTED = 9
"""Maximum number of ids that a hint lists."""

_KINDS = {MEETING_KIND: "kind", EVENT_KIND: "kind", RULE_KIND: RULE}
"""The types of values that are kinds, and what messages call these."""

_Key = tuple[ValueType | tuple[str, ...], str]
"""The tables that a word may refer to, or its type if it is a kind; and the folded word."""


class _Place(NamedTuple):
    """The place of a word in a row."""

    row: Row
    column: str
    values: Mapping[str, object]
    """The values of the row, or of the event in it that contains the word."""

    @property
    def year(self) -> int | None:
        """The year of the event, meeting or waiver, if it is known."""
        for key in ("covers", "date", "start", "year"):
            value = self.values.get(key)
            if isinstance(value, str | int | datetime.date):
                year = re.search("[1-9][0-9]{3}", str(value))
                if year is not None:
                    return int(year[0])
        return None


@dataclass(slots=True)
class _Unknown:
    """A word that refers to nothing, and the places in which it occurs."""

    word: str
    value_type: ValueType
    first: _Place
    places: int = 0
    """Number of its places."""
    year: int | None = None
    """The earliest year of its places."""

    def add(self, place: _Place) -> None:
        """Add a place of the word."""
        self.places += 1
        if place.year is not None:
            self.year = min(place.year, self.year or place.year)

    @property
    def noun(self) -> str:
        """What the word should refer to, in messages."""
        return _KINDS.get(self.value_type) or " or ".join(self.value_type.targets)


class References:
    """The references in the rows of a file to records of the registry, or of the file."""

    def __init__(self, draft: Draft, rows: Iterable[Row], today: datetime.date) -> None:
        """Create the references of `rows`, which may also refer to each other."""
        self._draft = draft
        self._this_year = today.year
        self._ids: dict[tuple[str, str], tuple[str, str]] = {}
        """The table and the id of each new record, by the key of its id."""
        owed: dict[str, str] = {}
        kinds: dict[str, str] = {}
        levels: dict[str, str] = {}
        for row in rows:
            record_id, kind = row.values.get("id"), row.values.get("kind")
            level = row.values.get("level")
            if type(record_id) is str:
                self._ids[id_key(row.table, record_id)] = (row.table, record_id)
            if type(kind) is str and row.table == "obligation":
                owed[fold(kind)] = kind
            if type(kind) is str and row.table == "cadence":
                kinds[fold(kind)] = kind
            if type(level) is str and row.table == "cadence":
                levels[fold(level)] = level
        registry = draft.registry
        of_rules = owed | kinds
        self._kinds: Mapping[ValueType, Mapping[str, str]] = {
            MEETING_KIND: levels | of_rules | {fold(kind): kind for kind in registry.kinds()},
            EVENT_KIND: owed | {fold(kind): kind for kind in registry.event_kinds()},
            RULE_KIND: of_rules | {fold(rule.kind): rule.kind for rule in registry.rules()},
        }
        self._known: dict[_Key, str | None] = {}
        """Word that was looked up -> the id or kind that it means; None if it is unknown."""
        self._unknown: dict[_Key, _Unknown] = {}
        self.places: set[KeyPath] = set()
        """The places of the unknown words, as in the paths of errors."""
        self._words: dict[ValueType | str, tuple[str, ...]] = {}
        """Type of a value, or table -> the words or ids that a value may contain."""
        self._comparisons = 0

    def resolved(self, row: Row) -> tuple[dict[str, object], dict[str, DataProblem]]:
        """Return the values of a row with each word resolved, and the errors by column.

        An unknown id or kind is not among these errors: `problems` yields its error.
        """
        values: dict[str, object] = {}
        errors: dict[str, DataProblem] = {}
        fields = fields_of(row.table)
        ignored = row.ignored
        for column, value in row.values.items():
            if row.cells and value in ([], {}):
                continue  # a cell that contains only separators clears no field
            if column in ignored:
                continue
            values[column] = value
            if column == "event" and type(value) is list:
                values[column] = [self._event(event, row) for event in value]
            elif column in fields and fields[column].type.restricted:
                place = _Place(row, column, row.values)
                try:
                    values[column] = self._value(value, fields[column].type, place)
                except C2CError as error:
                    errors[column] = row.bad(column, error.message, error.hint)
        return values, errors

    def _event(self, event: object, row: Row) -> object:
        """Return the data of an event in the list of a row with each word resolved."""
        if type(event) is not dict:
            return event
        resolved = {**event}
        for key in {"kind", "sources"} & event.keys():
            place = _Place(row, "event" if row.cells else f"event.{key}", event)
            resolved[key] = self._value(event[key], Event.fields[key].type, place)
        return resolved

    def _value(self, value: object, value_type: ValueType, place: _Place) -> object:
        """Return a value, or the items of a list, with each word resolved.

        Raises C2CError for an invalid word that is neither an id nor a kind, such as a status.
        """
        if not value_type.many:
            return self._word(value, value_type, place)
        if type(value) is not list:
            return value  # of the wrong type, which the reader of the record reports
        return [self._word(item, value_type, place) for item in value]

    def _word(self, value: object, value_type: ValueType, place: _Place) -> object:
        """Return what a word means, or the word itself if it is an unknown id or kind."""
        if type(value) is not str:
            return value
        word = value.strip()
        if not value_type.targets and value_type not in _KINDS:
            return value_type.parse(word, self._draft.registry)
        if not word or (value_type is SOURCES and "://" in word):
            return word  # the reader of the record reports an empty one
        key: _Key = (value_type.targets or value_type, fold_id(word))
        if key not in self._known:
            self._known[key] = self._meant(value_type, word)
        meant = self._known[key]
        if meant is None:
            missing = self._unknown.setdefault(key, _Unknown(word, value_type, place))
            missing.add(place)
            self.places.add(place.row.bad(place.column, "").path)
            return value
        return meant

    def problems(self) -> Iterator[DataProblem]:
        """Yield an error for each unknown word, at its first place."""
        for missing in self._unknown.values():
            message, hint, _ = self._diagnostic(missing)
            if missing.places > 1:
                message += f" (here and in {plural(missing.places - 1, 'more place')})"
            yield missing.first.row.bad(missing.first.column, message, hint)

    def _meant(self, value_type: ValueType, word: str) -> str | None:
        """Return the id or kind that a word means, or None."""
        if value_type in self._kinds:
            return self._kinds[value_type].get(fold(word))
        table, record_id = self._found(value_type, word)
        if table in value_type.targets:
            return record_id
        if value_type is SECTOR:
            try:
                return self._draft.registry.sector_id(word)
            except UsageError:
                pass
        return None

    def _found(self, value_type: ValueType, word: str) -> tuple[str, str]:
        """Return the table and the id of the record with an id, or empty strings.

        It may be in another table, because several share their ids.
        """
        target = value_type.targets[0]
        record = self._draft.find(target, word)
        if record is not None:
            return table_of(record), own_id(record)
        return self._ids.get(id_key(target, word), ("", ""))

    def _diagnostic(self, missing: _Unknown) -> Diagnostic:
        """Return what is wrong with an unknown word, and the command that adds what it means."""
        word, value_type, noun = missing.word, missing.value_type, missing.noun
        if value_type not in self._kinds:
            table, _ = self._found(value_type, word)
            if table:
                return Diagnostic(f"{quoted(word)} is {with_article(table)}, not a {noun}")
        near = self._nearest_word(value_type, word)
        command = self._command(missing)
        if near is not None and command and value_type not in self._kinds:
            # ids and names are often alike, so the near match may be another record
            hint = f"{suggestion(word, [near])} otherwise, add it: {command}"
            return unknown(noun, word, hint=hint)
        if near is not None:
            return unknown(noun, word, [near])
        choices = self._choices(value_type)
        if command:
            hint = f"{choices}, or add it: {command}" if choices else f"add it: {command}"
            return unknown(noun, word, hint=hint)
        if value_type is SOURCES:
            choices += f", or add the source with c2c add source{self._draft.registry.option}"
        listed_by = self._draft.registry.listed_by(*value_type.targets)
        return unknown(noun, word, hint=choices, listed_by=listed_by)

    def _choices(self, value_type: ValueType) -> str:
        """Return the start of a hint that names the possible values.

        It is empty if there are too many to list.
        """
        if value_type in self._kinds:
            kinds = self._kinds[value_type].values()
            return expected(tuple(kinds)) if kinds else ""
        if value_type is SOURCES:
            return "use a URL"
        ids = [word for word, _ in self._draft.registry.described_ids(*value_type.targets)]
        return expected(tuple(ids)) if 0 < len(ids) <= _MAX_EXPECTED else ""

    def nearest_id(self, table: str, word: str) -> str | None:
        """Return the id in a table that is closest to a word, or None if none is near."""
        if table not in self._words:
            ids = [known for known, _ in self._draft.registry.described_ids(table)]
            self._words[table] = tuple(ids)
        return self._nearest(word, self._words[table])

    def _nearest_word(self, value_type: ValueType, word: str) -> str | None:
        """Return the word that a value of a type may contain and that is closest, or None."""
        if value_type not in self._words:
            self._words[value_type] = self._possible_words(value_type)
        return self._nearest(word, self._words[value_type])

    def _nearest(self, word: str, words: Sequence[str]) -> str | None:
        """Return the closest match, or None; also None if there were too many comparisons."""
        if self._comparisons > _MAX_COMPARISONS:
            return None
        self._comparisons += len(words)
        return nearest(word, words)

    def _possible_words(self, value_type: ValueType) -> tuple[str, ...]:
        """Return the words that a value of a type may contain."""
        if value_type in self._kinds:
            return tuple(self._kinds[value_type].values())
        registry = self._draft.registry
        words: list[str] = []
        if value_type is SECTOR:
            for sector in registry.sector:
                words += [sector.code, sector.name, *(sector.names or {}).values()]
        words += [word for word, _ in registry.described_ids(*value_type.targets)]
        words += [new_id for table, new_id in self._ids.values() if table in value_type.targets]
        return tuple(words)

    def _command(self, missing: _Unknown) -> str:
        """Return the command that adds what a word means, or an empty string if none can."""
        word, option = shell(missing.word), self._draft.registry.option
        if identifier(missing.word) is not None:
            if missing.value_type is SECTOR and line(missing.word) is None:
                return f"c2c add sector ID{option} --code CODE --name {word}"
            return ""
        match missing.noun:
            case "sector":
                return f"c2c add sector {word}{option} --code CODE --name NAME"
            case "source":
                return f"c2c add source {word}{option} --title TITLE"
            case "centre":
                needed = "--name NAME --sector SECTOR --country COUNTRY"
                return f"c2c add centre {word}{option} {needed}"
            case "centre or organisation":
                return f"c2c add organisation {word}{option} --name NAME"
            case _:
                return self._command_of_kind(missing, word)

    def _command_of_kind(self, missing: _Unknown, word: str) -> str:
        """Return the command that adds a cadence rule or an obligation, or an empty string.

        `word` is its kind for a shell.
        """
        if fold(missing.word) in self._kinds[MEETING_KIND]:
            return ""  # a level, or the kind of a rule
        rest = f"{word}{self._draft.registry.option} --name NAME"
        since = f"--since {missing.year or self._this_year}"
        is_owed = missing.value_type is EVENT_KIND
        if missing.value_type is RULE_KIND:
            is_owed = "centre" in missing.first.values
        if not is_owed:
            return f"c2c add cadence {rest} --per-year 1 {since}"
        if fold(missing.word) in {*STEPS, DECIDED, OTHER}:
            return ""
        return f"c2c add obligation {rest} {since}"
