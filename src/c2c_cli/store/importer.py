"""Rows of a file into a draft: all or nothing, and nothing twice. Knows records, not formats."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from c2c_cli.errors import C2CError, IdInUseError, InvalidError, WriteError, dotted
from c2c_cli.model import lookup
from c2c_cli.model.dates import from_toml
from c2c_cli.model.history import EVENT_KINDS
from c2c_cli.model.reader import read_record
from c2c_cli.model.records import MEETING_STATUSES, TABLES
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import word_of
from c2c_cli.store.draft import Draft, meeting_id
from c2c_cli.store.merging import Merging
from c2c_cli.store.rows import PASSED_OVER, BadRow, BadRowsError, Row
from c2c_cli.text import fold, fold_id, quoted

_OF_EVENTS = frozenset(("status", "until", *EVENT_KINDS))
"""The columns of a centre that are no fields of its own."""


class Import:
    """Takes rows into a draft, and remembers what is to be said of it."""

    def __init__(self, draft: Draft, file: str, *, update: bool) -> None:
        """Take a draft, the name of the rows' file, and whether records that exist may change."""
        self._draft = draft
        self._file = file
        self._update = update
        self._bad: list[BadRow] = []
        self.added = 0
        self.changed = 0
        self.said: list[str] = []
        """What happened beside the obvious, a sentence each."""

    def take(self, rows: Sequence[Row]) -> None:
        """Take all rows.

        Raises BadRowsError with all that is wrong with them.
        """
        registry = self._draft.registry
        if any(row.table in {"network", "cadence"} for row in rows):
            self.said.append("the network and its cadence are passed over: they are written by hand")
        rows = [_with_id(row) for row in rows if row.table not in PASSED_OVER]
        named = [table for table in TABLES if table != "cadence"]
        known = {(table, fold_id(one.id)): one for table in named for one in getattr(registry, table)}
        self._words = _Words(registry, rows)
        seen: dict[tuple[str, str], int] = {}
        built: list[tuple[Row, Any, Any]] = []
        for row in sorted(rows, key=lambda row: list(TABLES).index(row.table)):
            key = row.table, fold_id(str(row.values.get("id", "")))
            if key in seen:
                twice = f"{quoted(str(row.values['id']))} is there twice; see line {seen[key]}"
                self._bad.append(BadRow(row.line, twice))
                continue
            if key[1]:
                seen[key] = row.line
            old = known.get(key)
            if old is not None and not self._update:
                self._bad.append(BadRow(row.line, f"the id {quoted(old.id)} is there already; --update changes it"))
                continue
            try:
                built.append((row, old, self._built(row, old)))
            except InvalidError as error:
                self._bad += [BadRow(row.line, f"{dotted(fault.path)}: {fault.diagnostic}") for fault in error.faults]
            except C2CError as error:
                self._bad.append(BadRow(row.line, str(error)))
        if any("status" in row.values for row in rows if row.table == "centre"):
            self.said.append("the status of centres is passed over: it follows from their events")
        try:
            self._apply(built)
        except WriteError:
            if not self._bad:
                raise
        if self._bad:
            raise BadRowsError(self._file, self._bad)

    def _apply(self, built: Sequence[tuple[Row, Any, Any]]) -> None:
        for row, old, record in built:
            if old is not None and record != old:
                self._try(row.line, partial(self._change, old, record))
                self.changed += 1
        for table in TABLES:
            rows = {id(record): (row, record) for row, old, record in built if old is None and row.table == table}
            for added in [record for _, record in rows.values()]:
                row, record = rows[id(added)]
                # as somebody wrote it, comments and all, where that says the same
                written = row.written if _same(row.values, record.table()) else None
                self._try(row.line, partial(self._draft.add, record, written))
                self.added += 1

    def _try(self, line: int, do: Callable[[], None]) -> None:
        try:
            do()
        except IdInUseError as error:
            self._bad.append(BadRow(line, str(error).removesuffix("; nothing was written")))

    def _change(self, old: Any, record: Any) -> None:
        changes = {name: getattr(record, name) for name in record.__slots__ if name != "id"}
        self._draft.edit(old, changes)

    def _meant(self, row: Row, word: Any, read: Callable[[Any], Any]) -> Any:
        """Return what a word of a row means; one that means nothing is noted, and stays."""
        try:
            return read(word)
        except C2CError as error:
            self._bad.append(BadRow(row.line, str(error)))
            return word

    def _built(self, row: Row, old: Any) -> Any:
        """Return the record that a row makes, of an old one what it does not name staying as it was."""
        values = dict(row.values)
        if row.table == "centre":
            values = {name: value for name, value in values.items() if name not in _OF_EVENTS}
        if row.table == "meeting" and "status" in values:
            values["status"] = self._meant(row, values["status"], partial(_word, "status", MEETING_STATUSES))
        if row.table == "meeting" and "kind" in values:
            values["kind"] = self._meant(row, values["kind"], partial(_word, "kind", self._draft.registry.kinds()))
        if type(values.get("sector")) is str:
            values["sector"] = self._meant(row, values["sector"], self._words.sector)
        if type(values.get("country")) is str:
            values["country"] = values["country"].upper()
        for name in ("organisers", "attendees"):
            if type(values.get(name)) is list:
                member = partial(self._words.member, name)
                values[name] = [self._meant(row, word, member) for word in values[name]]
        before = old.table() if old is not None else {}
        merged = {**before, **values}
        if old is not None:
            merged["id"] = old.id
            if type(values.get("names")) is dict:
                merged["names"] = {**before.get("names", {}), **values["names"]}
        if row.table == "centre":
            listed = values.get("event", [])
            if type(listed) is list and all(type(one) is dict and type(one.get("kind")) is str for one in listed):
                merging = Merging(row.values.get("id"), before.get("event", []))
                merging.take_listed(listed)
                merging.take_columns(row.values)
                merged["event"] = merging.events
                self.said += [f"line {row.line}: {sentence}" for sentence in merging.said]
        return read_record(row.table, {name: value for name, value in merged.items() if value not in ([], {})})


def _word(field: str, allowed: Sequence[str], text: Any) -> str:
    with lookup.of_option(field):
        return word_of(field, str(text), allowed)


def _same(values: dict[str, Any], table: dict[str, Any]) -> bool:
    return {key: value for key, value in values.items() if value not in ([], {})} == table


def _with_id(row: Row) -> Row:
    """Return a row with the id that its meeting has if nobody gives it another."""
    if row.table != "meeting" or "id" in row.values or "start" not in row.values:
        return row
    city = row.values.get("city")
    try:
        own = meeting_id(from_toml(row.values["start"]), city if type(city) is str else None)
    except ValueError:  # the record will be refused for its date, not for want of an id
        own = f"line-{row.line}"
    return row._replace(values={"id": own, **row.values})


class _Words:
    """What words of a row mean, in the registry and in the rows themselves."""

    def __init__(self, registry: Registry, rows: Sequence[Row]) -> None:
        self._registry = registry
        self._members = {fold_id(one.id): one.id for one in registry.centre}
        self._members |= {fold_id(one.id): one.id for one in registry.organisation}
        self._sectors = {fold(word): one.id for one in registry.sector for word in (one.name, one.code, one.id)}
        for row in rows:
            new = row.values.get("id")
            if type(new) is str and row.table in {"centre", "organisation"}:
                self._members.setdefault(fold_id(new), new)
            elif type(new) is str and row.table == "sector":
                given = (row.values.get(key) for key in ("name", "code", "id"))
                self._sectors |= {fold(word): new for word in given if type(word) is str}

    def member(self, field: str, word: Any) -> Any:
        """Return the id of a centre or organisation, without regard to case."""
        if type(word) is not str:
            return word
        word = word.strip()
        with lookup.of_option(field):
            return self._members.get(fold_id(word)) or lookup.member(self._registry, word)

    def sector(self, word: str) -> str:
        """Return the id of a sector by its id, code or name."""
        with lookup.of_option("sector"):
            return self._sectors.get(fold(word)) or lookup.sector_id(self._registry, word)
