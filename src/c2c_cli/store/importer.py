"""Rows of a file into a draft: all or nothing, and nothing twice. Knows records, not formats."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from c2c_cli.errors import C2CError, IdInUseError, InvalidError, UsageError, WriteError, dotted
from c2c_cli.model import history, lookup
from c2c_cli.model.dates import UNKNOWN_DAY, from_toml
from c2c_cli.model.history import AGREEMENT_KINDS, EVENT_KINDS, Events
from c2c_cli.model.reader import read_record
from c2c_cli.model.records import MEETING_STATUSES, TABLES
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.model.value_types import word_of
from c2c_cli.store.draft import Draft, meeting_id
from c2c_cli.store.rows import PASSED_OVER, BadRow, BadRowsError, Row
from c2c_cli.text import fold, fold_id, quoted

_OF_EVENTS = frozenset(("status", "until", *EVENT_KINDS))
"""The columns of a centre that are no fields of its own."""

_ORDER = {table: place for place, table in enumerate(TABLES)}

_MEMBERS = ("organisation", "centre")
"""Those who organise and attend meetings."""

Meaning = Callable[[str], str]
"""Returns what a word means, or raises C2CError."""


class Taken(NamedTuple):
    """What was taken into a draft."""

    added: int
    changed: int
    said: tuple[str, ...]
    """What happened beside the obvious, a sentence each."""


def take(draft: Draft, rows: Sequence[Row], file: str, *, update: bool) -> Taken:
    """Take all rows of a file into a draft; with `update`, records that exist may change.

    Raises BadRowsError with all that is wrong with them.
    """
    said = []
    if any(row.table in {"network", "cadence"} for row in rows):
        said.append("the network and its cadence are passed over: they are written by hand")
    if any(row.table == "centre" and "status" in row.values for row in rows):
        said.append("the status of centres is passed over: it follows from their events")
    rows = [_with_id(row) for row in rows if row.table not in PASSED_OVER]
    meanings = _meanings(draft.registry, rows)
    known = {(table, fold_id(one.id)): one for table in (*NAMED, "sector") for one in getattr(draft.registry, table)}
    bad: list[BadRow] = []
    seen: dict[tuple[str, str], int] = {}
    found: list[tuple[Row, Any, Any]] = []
    """Rows with the record that is there, if any, and the one that is to be."""
    for row in sorted(rows, key=lambda row: _ORDER[row.table]):
        record_id = str(row.values.get("id", ""))
        key = row.table, fold_id(record_id)
        old = known.get(key)
        if record_id and (first := seen.setdefault(key, row.line)) != row.line:
            bad.append(BadRow(row.line, f"{quoted(record_id)} is there twice; see line {first}"))
        elif old is not None and not update:
            bad.append(BadRow(row.line, f"the id {quoted(old.id)} is there already; --update changes it"))
        else:
            values, wrong = _meant(row, meanings)
            bad += wrong
            try:
                found.append((row, old, _record(row.table, values, old)))
            except InvalidError as error:
                bad += [BadRow(row.line, f"{dotted(fault.path)}: {fault.diagnostic}") for fault in error.faults]
            except UsageError as error:
                bad.append(BadRow(row.line, str(error)))
    changed = [(row, old, new) for row, old, new in found if old is not None and new != old]
    added = [(row, new) for row, old, new in found if old is None]
    try:
        for _, old, new in changed:
            draft.edit(old, {field: getattr(new, field) for field in new.__slots__})
        for row, new in added:
            try:
                # as somebody wrote it, comments and all, where that says the same
                draft.add(new, row.written if _filled(row.values) == new.table() else None)
            except IdInUseError as error:
                bad.append(BadRow(row.line, str(error).removesuffix("")))
    except WriteError:
        if not bad:
            raise
    if bad:
        raise BadRowsError(file, bad)
    return Taken(len(added), len(changed), tuple(said))


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ([], {})}


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


def _meanings(registry: Registry, rows: Sequence[Row]) -> dict[tuple[str, str], Meaning]:
    """Return how the fields are read in which words may stand for others, those of the rows themselves among them."""
    kinds = registry.kinds()
    members = {fold_id(one.id): one.id for table in _MEMBERS for one in getattr(registry, table)}
    sectors = {fold(word): one.id for one in registry.sector for word in (one.name, one.code, one.id)}
    for row in rows:
        new = row.values.get("id")
        if type(new) is str and row.table in _MEMBERS:
            members.setdefault(fold_id(new), new)
        elif type(new) is str and row.table == "sector":
            given = (row.values.get(key) for key in ("name", "code", "id"))
            sectors |= {fold(word): new for word in given if type(word) is str}

    def member(word: str) -> str:
        return members.get(fold_id(word.strip())) or lookup.member(registry, word.strip())

    return {
        ("centre", "sector"): lambda word: sectors.get(fold(word)) or lookup.sector_id(registry, word),
        ("centre", "country"): str.upper,
        ("meeting", "status"): lambda word: word_of("status", word, MEETING_STATUSES),
        ("meeting", "kind"): lambda word: word_of("kind", word, kinds),
        ("meeting", "organisers"): member,
        ("meeting", "attendees"): member,
    }


def _meant(row: Row, meanings: Mapping[tuple[str, str], Meaning]) -> tuple[dict[str, Any], list[BadRow]]:
    """Return the values of a row with what their words mean; one that means nothing stays, and is a bad row."""
    bad: list[BadRow] = []

    def read(name: str, word: Any) -> Any:
        meaning = meanings.get((row.table, name))
        if type(word) is list and meaning is not None:
            return [read(name, one) for one in word]
        try:
            return meaning(word) if type(word) is str and meaning is not None else word
        except C2CError as error:
            bad.append(BadRow(row.line, f"{name}: {error}"))
            return word

    return {name: read(name, value) for name, value in row.values.items()}, bad


def _record(table: str, values: dict[str, Any], old: Any) -> Any:
    """Return the record that a row makes; what it does not name stays as it is in the old one.

    Raises InvalidError with all that is wrong with it.
    """
    before = old.table() if old is not None else {}
    merged = {**before, **values}
    if old is not None:
        merged["id"] = old.id
        if type(values.get("names")) is dict:
            merged["names"] = {**before.get("names", {}), **values["names"]}
    if table != "centre":
        return read_record(table, _filled(merged))
    merged = {name: value for name, value in merged.items() if name not in _OF_EVENTS}
    known: Events = old.event if old is not None else ()
    merged["event"] = _told(values)
    record = read_record(table, _filled(merged))
    return replace(record, event=_merged(known, _with_until(record.event, known, values.get("until"))))


def _told(values: Mapping[str, Any]) -> Any:
    """Return the events that a row tells of: those listed, and of columns those that are not among them."""
    told = values.get("event", [])
    if type(told) is not list or not all(type(one) is dict for one in told):
        return told  # the record will be refused for it
    told = list(told)
    for kind in EVENT_KINDS:
        date = values.get(kind)
        listed = [one.get("date") for one in told if one.get("kind") == kind]
        if date == UNKNOWN_DAY and not listed:
            told.append({"kind": kind})
        elif date not in (None, UNKNOWN_DAY, *listed):
            told.append({"kind": kind, "date": date})
    return told


def _with_until(told: Events, known: Events, until: Any) -> Events:
    """Return the events that a row tells of with the end of their agreement, or of the one that is known.

    Raises UsageError where there is none.
    """
    if until is None:
        return told
    try:
        end = from_toml(until)
    except ValueError as error:
        raise UsageError(f"until: {error}") from None
    own = history.agreement(told, datetime.date.max)
    agreement = own or history.agreement(known, datetime.date.max)
    if agreement is None:
        raise UsageError("until: there is no signing or renewal that it could end")
    ended = replace(agreement, until=end)
    return (*(event for event in told if event is not own), ended)


def _merged(known: Events, told: Events) -> Events:
    """Return a centre's events with those of a row: one of the same kind and date is the same, others come behind.

    Raises UsageError where another date is given to what happens once, unless the centre was closed meanwhile.
    """
    events, new = [*known], []
    places = [*range(len(known))]
    for event in reversed(told):  # of several without a date the last is the agreement that `until` is about
        same = [place for place in places if (known[place].kind, known[place].date) == (event.kind, event.date)]
        others = [one for one in known if one.kind == event.kind]
        if same:
            places.remove(same[-1])
            events[same[-1]] = replace(events[same[-1]], **dict(event.stated()))
        elif event.date is None and others:
            continue  # it has happened, that is known
        elif others and event.kind not in AGREEMENT_KINDS and not any(one.kind == "closed" for one in (*known, *told)):
            when = others[-1].date or "a day unknown"
            raise UsageError(f"event: {event.kind} on {when} is there already; change its date by hand")
        else:
            new.append(event)
    return (*events, *reversed(new))
