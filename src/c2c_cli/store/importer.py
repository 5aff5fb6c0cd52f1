"""Import of rows into a draft: all or nothing, without duplicates or loss of values."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from c2c_cli.errors import DataProblem, InvalidError, UsageError, duplicate, unknown, wrong_type
from c2c_cli.model import history
from c2c_cli.model.dates import UNKNOWN_DATE, Date, event_from_toml, from_toml
from c2c_cli.model.history import EVENT_KINDS, EXPIRING_KINDS, AsOf, Event, Events
from c2c_cli.model.reader import read_record
from c2c_cli.model.record import Record, required_keys
from c2c_cli.model.records import (
    RECORD_TYPES,
    TABLES,
    Centre,
    Network,
    Organisation,
    meeting_id,
    own_id,
)
from c2c_cli.model.warnings import warnings
from c2c_cli.store.create import DEFAULT_NETWORK
from c2c_cli.store.draft import Draft, id_in_use, id_key
from c2c_cli.store.histories import History, Merging
from c2c_cli.store.notices import MAX_NOTICES, more_warnings
from c2c_cli.store.people import People
from c2c_cli.store.references import References
from c2c_cli.store.rows import (
    DERIVED,
    IGNORED,
    IGNORED_IN_JSON,
    NEEDED,
    NETWORK,
    PARENTS,
    Given,
    Row,
    plural_of,
    require_none,
    separated,
    with_extra,
    with_spaces,
)
from c2c_cli.store.write import Change
from c2c_cli.text import all_of, one_of, plural, quoted

_Imported = tuple[Row, Record | None, Record]
"""A row with the existing record, if any, and the new one."""

_Merged = History | People
"""A record with the events or contacts of rows merged into it."""


def import_rows(
    draft: Draft,
    rows: Sequence[Row],
    file: str,
    unread: Sequence[DataProblem] = (),
    *,
    update: bool,
    day: datetime.date,
) -> Change:
    """Add the records of `rows` to `draft`; with `update`, change existing records.

    `unread` are the errors of rows that could not be read. The role of a contact means the one that
    has it on a day. Raises InputError if any row is invalid; the error lists every problem.
    """
    imported = [_in_its_table(row, draft, update=update) for row in rows]
    references = References(draft, imported, day)
    below = next((row.table for row in imported if row.table in PARENTS), None)
    merged: list[_Merged] = []
    found: list[_Imported] = []
    if below is not None:
        members = _below(draft, imported, below, references, update=update, day=day)
        merged, errors = separated(file, members)
    else:
        networks = [row for row in imported if row.table == NETWORK]
        others = [row for row in imported if row.table != NETWORK]
        records = chain(
            _networks(draft, networks, references, update=update),
            _records(draft, others, references, update),
        )
        found, errors = separated(file, records)
    errors = [*unread, *errors]
    added = updated = 0
    changed: list[Record] = []
    if not errors:
        done = _import_records(draft, found) if below is None else _import_below(draft, merged)
        changed, added, updated, rows_of = done
        errors = [*_inconsistent(draft, rows_of, references)]
    require_none(file, chain(references.problems(), errors))
    counts = f"{added} added, {updated} updated"
    what = f"{plural(added + updated, 'record')} ({counts}) from {file}"
    numbers = {"added": added, "updated": updated}
    change = Change(
        f"imported {what}", "into", changed, counts=numbers, preview=f"would import {what}"
    )
    if below != "contact":
        skipped = _skipped_network(draft, imported, found)
        ignored = [*skipped, *_ignored(imported)]
        return change._replace(warnings=ignored)
    suspicious = sorted(_suspicious(merged, day))
    shown = suspicious[:MAX_NOTICES]
    lines = [f"{file}:{warning.path[0]}: warning: {warning}" for warning in shown]
    more = more_warnings(suspicious)
    return change._replace(placed=lines, warnings=more)


def _suspicious(merged: Iterable[_Merged], day: datetime.date) -> Iterator[DataProblem]:
    """Yield the warnings of `c2c check` about imported contacts, each with its place in a row."""
    for member in merged:
        contacts = [*member.changed.values(), *member.added]
        for warning in warnings({"contact": contacts}, None, day):
            _, number, *path = warning.path
            row = member.rows[id(contacts[int(number)])]
            yield row.bad_value(warning._replace(path=tuple(path)))


_RowOf = Mapping[int, Row]
"""The `id()` of a new or changed record or event -> its row."""

_Done = tuple[list[Record], int, int, _RowOf]
"""The new and changed records, the number of each, and the row of each record."""


def _import_records(draft: Draft, found: Sequence[_Imported]) -> _Done:
    """Add or change the records of rows, and return what was done."""
    changed = [(old, new) for _, old, new in found if old is not None and new != old]
    added = [(row, new) for row, old, new in found if old is None]
    for old, new in changed:
        draft.edit(old, new)
    for row, new in added:
        draft.add(new, row.written)
    records = [new for _, old, new in found if new != old]
    return records, len(added), len(changed), {id(new): row for row, _, new in found}


def _import_below(draft: Draft, found: Iterable[_Merged]) -> _Done:
    """Change records by their events or contacts in rows, and return what was done."""
    records: list[Record] = []
    added = updated = 0
    rows_of: dict[int, Row] = {}
    for merged in found:
        if merged.rows:
            old, new = merged.edit
            draft.edit(old, new)
            records.append(new)
        added += len(merged.added)
        updated += len(merged.changed)
        rows_of |= merged.rows
    return records, added, updated, rows_of


def _inconsistent(draft: Draft, rows_of: _RowOf, references: References) -> Iterator[DataProblem]:
    """Yield the problems between the records of rows and other records.

    Problems of unknown words are omitted, because `references` has them.
    """
    for record, problem in draft.problems():
        row, path = rows_of.get(id(record)), problem.path
        if row is None and isinstance(record, Centre) and path[0] == "event":
            _, number, *path_in_event = path
            row = rows_of.get(id(record.event[int(number)]))
            path = tuple(path_in_event)
        if row is None:
            continue
        found = row.bad_value(problem._replace(path=path))
        if found.path not in references.places:
            yield found


def _in_its_table(row: Row, draft: Draft, *, update: bool) -> Row:
    """Return a row whose columns fit two tables as a row of one of them.

    That is the table that has a record with its id. The row of a new record belongs to the other
    table, because it lacks what the first one requires. With `update`, a row with an unknown id
    stays in the first table, which the error names.
    """
    if not row.other_table:
        return row
    record_id = _word(row.values, "id")
    for table in (row.table, row.other_table):
        if type(draft.find(table, record_id)) is TABLES[table]:
            return row._replace(table=table)
    return row if update else row._replace(table=row.other_table)


def _skipped_network(
    draft: Draft, rows: Sequence[Row], found: Iterable[_Imported]
) -> Iterator[str]:
    """Yield a warning if the network in a file is not imported, although it differs."""
    if any(isinstance(new, Network) for _, _, new in found):
        return
    network = draft.registry.network
    for row in rows:
        if row.table != NETWORK or _record(NETWORK, row.values, network) == network:
            continue
        name = str(row.values.get("name", network.name))
        if name == network.name:
            yield f"skipped network {quoted(name)}, which already exists; pass --update"
        else:
            reason = f"the registry is for {quoted(network.name)}"
            command = f"c2c edit network{draft.registry.option}"
            yield f"skipped network {quoted(name)}: {reason}; to rename it, use {command}"


def _ignored(imported: Sequence[Row]) -> Iterator[str]:
    """Yield a warning about the columns of each table that are not imported."""
    if any(row.table == "centre" and "status" in row.values for row in imported):
        yield "ignored the status of centres, which is derived from their events"
    found: dict[str, dict[str, None]] = {}
    for row in imported:
        for column in row.ignored:
            found.setdefault(row.table, {})[column] = None
    for table, columns in found.items():
        known = (*IGNORED.get(table, ()), *IGNORED_IN_JSON.get(table, ()))
        it = "it" if len(columns) == 1 else "them"
        named = all_of([quoted(column) for column in dict.fromkeys(known) if column in columns])
        yield f"ignored {named} of {plural_of(table)}; c2c derives {it} from other records"


def _records(
    draft: Draft, rows: Sequence[Row], references: References, update: bool
) -> Iterator[_Imported | DataProblem]:
    """Yield each valid row with its records.

    Instead of an invalid row, its errors are yielded.
    """
    seen: dict[tuple[str, str], Row] = {}
    for number, row in enumerate(rows):
        values, unknown_words = references.resolved(row)
        default_id = _default_id(row, number)
        if default_id:
            values["id"] = default_id
        record_id = _id_of(row.table, values)
        old = draft.find(row.table, record_id)
        first = seen.setdefault(id_key(row.table, record_id), row) if record_id else row
        if first is not row:
            noun = row.table if row.table in _KEYS_OF_ID else "id"
            yield row.bad("", *duplicate(noun, record_id, row.see(first))[:2])
        elif old is not None and (default_id or type(old) is not TABLES[row.table]):
            yield _taken(row, old, default_id)
        elif old is not None and not update and not _is_repeated(row, values, old):
            yield row.bad("", id_in_use(old).message, "pass --update to update it")
        else:
            yield from unknown_words.values()
            absent = _absent_keys(row, values) if update and old is None else []
            if absent:
                yield _unknown_id(row, record_id, absent, references)
            yield from _checked(row, values, old, {*unknown_words, *absent})


def _taken(row: Row, old: Record, default_id: str) -> DataProblem:
    """Return the error of a row whose id, or the one derived for it, is that of a record."""
    message = id_in_use(old).message
    if default_id and type(old) is TABLES[row.table]:
        message = f"the row has no id, and {message}"
        return row.bad("", message, "add its id and pass --update, or add another id")
    return row.bad("", message, "use another id")


def _networks(
    draft: Draft, rows: Sequence[Row], references: References, *, update: bool
) -> Iterator[_Imported | DataProblem]:
    """Yield the rows that replace the network of a new registry, or update the same network.

    A network is identified by its name. Instead of an invalid row, its errors are yielded.
    """
    old = draft.registry.network
    is_new = old == Network(name=DEFAULT_NETWORK)
    for row in rows[1:]:
        yield row.bad("", "duplicate network", row.see(rows[0]))
    for row in rows[:1]:
        values, unknown_words = references.resolved(row)
        yield from unknown_words.values()
        is_same = values.get("name", old.name) == old.name
        for checked in _checked(row, values, None if is_new else old, unknown_words):
            if isinstance(checked, DataProblem):
                yield checked
            elif is_new or (update and is_same):
                yield row, old, checked[2]


def _is_repeated(row: Row, values: Mapping[str, object], old: Record) -> bool:
    """Return whether a row of a whole registry only repeats a recorded record."""
    if not row.of_registry:
        return False
    try:
        return (
            _record(row.table, with_extra(row, values, getattr(old, "extra", None) or {}), old)
            == old
        )
    except (InvalidError, UsageError):
        return False


def _absent_keys(row: Row, values: Mapping[str, object]) -> list[str]:
    """Return the required keys that a row with an id does not have."""
    if not row.values.get("id"):
        return []
    return [key for key in required_keys(TABLES[row.table]) if key not in values]


def _unknown_id(
    row: Row, record_id: str, absent: Sequence[str], references: References
) -> DataProblem:
    """Return the error for a row that updates no record and lacks the fields of a new one."""
    near = references.nearest_id(row.table, record_id)
    more = f"correct the id, or add the {all_of(absent)} of a new {row.table}"
    hint = f"did you mean {quoted(near)}?" if near else more
    return row.bad("", *unknown(row.table, record_id, hint=hint)[:2])


_KEYS_OF_ID = {
    "obligation": ("kind", "since", "centres"),
    "waiver": ("kind", "year", "centre"),
    "cadence": ("kind", "since"),
}
"""The keys of the records that have no id, which identify them."""


def _id_of(table: str, values: Mapping[str, object]) -> str:
    """Return the id in the values of a row, or what identifies an obligation or a waiver."""
    if table not in _KEYS_OF_ID:
        return _word(values, "id")
    words = []
    for key in _KEYS_OF_ID[table]:
        value = values.get(key)
        words.append(",".join(map(str, value)) if isinstance(value, list) else _word(values, key))
    return " ".join(filter(None, words))


def _below(
    draft: Draft,
    rows: Sequence[Row],
    table: str,
    references: References,
    *,
    update: bool,
    day: datetime.date,
) -> Iterator[_Merged | DataProblem]:
    """Yield each record with the events or contacts of its rows merged into it.

    Instead of invalid rows, their errors are yielded.
    """
    (column,) = PARENTS[table]
    found: dict[str, list[Given[Any]]] = {}
    for row in rows:
        if row.table != table:
            message = f"{table}s cannot be imported together with other records"
            yield row.bad("", message, "move them to a file of their own")
            continue
        values, unknown_words = references.resolved(row)
        yield from unknown_words.values()
        record_id = values.pop(column, None)
        if record_id is None:
            yield row.bad(column, "missing", f"add the {NEEDED[table][column]}")
        elif type(record_id) is not str:
            yield row.bad_value(wrong_type("a string", record_id).below(column))
        for checked in _checked(row, values, None, unknown_words):
            if isinstance(checked, DataProblem):
                yield checked
            elif type(record_id) is str:
                found.setdefault(record_id, []).append(Given(row, values.keys(), checked[2]))
    for record_id, given in found.items():
        record = draft.find("centre", record_id)  # centres and organisations share their ids
        merged: _Merged
        if table == "contact" and isinstance(record, Centre | Organisation):
            merged = People(record, given, day)
        elif isinstance(record, Centre):
            merged = History(record, given)
        else:
            continue  # an unknown one has been reported
        yield from merged.merge(update=update)
        yield merged


def _checked(
    row: Row, values: Mapping[str, object], old: Record | None, reported: Collection[str]
) -> Iterator[_Imported | DataProblem]:
    """Yield a row with its records, or else its errors; `old` is the existing record, if any.

    Errors of the columns `reported` are omitted.
    """
    try:
        values = with_extra(row, values, getattr(old, "extra", None) or {})
        record = _record(row.table, with_spaces(row, values, old), old)
    except InvalidError as error:
        for problem in error.problems:
            if problem.path[0] not in reported:
                yield row.bad_value(problem)
    except UsageError as error:
        yield row.bad(error.subject, error.message, error.hint)
    else:
        # the row's own TOML, with its comments, is kept unless a word was resolved or a column is
        # not a field
        is_kept = values == row.values and values.keys() <= {*RECORD_TYPES[row.table].__slots__}
        yield row if is_kept else row._replace(written=""), old, record


def _default_id(row: Row, number: int) -> str:
    """Return the default id of a meeting without an id, or an empty string."""
    if row.table != "meeting" or "id" in row.values or "start" not in row.values:
        return ""
    try:
        return meeting_id(from_toml(row.values["start"]), _word(row.values, "city"))
    except InvalidError:
        # reading the record reports the date; a missing id would be a second error
        return f"row-{number}"


def _word(values: Mapping[str, object], column: str) -> str:
    """Return a value as a string; an empty string if it is missing, a list or a table."""
    value = values.get(column, "")
    return "" if isinstance(value, list | dict) else str(value)


def _record(table: str, values: Mapping[str, object], old: Record | None) -> Record:
    """Return the record with the values of a row.

    Fields that the row does not contain keep their value in the existing record `old`, if any. An
    empty list or table clears a field, but not the history of a centre.
    Raises InvalidError or UsageError if a value is invalid.
    """
    before = old.to_toml() if old is not None else {}
    data = {**before, **values}
    if old is not None and "id" in data:
        data["id"] = own_id(old)
    for name in ("names", "identifiers", "extra"):
        entries, known = values.get(name), before.get(name)
        if entries == {}:
            del data[name]
        elif isinstance(entries, dict) and isinstance(known, dict):
            data[name] = known | entries
    if table == "centre":
        return _centre(data, values, old.event if isinstance(old, Centre) else ())
    record_type: type[Record] = RECORD_TYPES[table]
    return read_record(record_type, data)


def _centre(data: Mapping[str, object], columns: Mapping[str, object], known: Events) -> Centre:
    """Return the centre of `data`; its history is `known` with the events in `columns` merged in.

    Raises InvalidError with the problems of all columns, or UsageError if the events do not fit
    the known ones.
    """
    if columns.get("event") == [] and known:
        message = f"an empty list would remove {plural(len(known), 'event')}"
        raise UsageError(message, "omit it, or use c2c remove event", subject="event")
    dates, problems = _dates(columns)
    fields = {name: value for name, value in data.items() if name not in DERIVED}
    fields["event"] = columns.get("event", [])
    try:
        centre = read_record(Centre, fields)
    except InvalidError as error:
        problems += error.problems
    if problems:
        raise InvalidError(problems)
    until = dates.pop("until", None)
    given = _with_dates(centre.event, dates)
    # c2c list prints the end of the agreement, which is in one of the events, in a column as well
    is_listed = any(event.until == until for event in centre.event)
    if until is not None and not is_listed:
        given = _with_expiry(given, known, until)
    merged = Merging(known, columns).merged(given)
    return replace(centre, event=merged)


def _dates(columns: Mapping[str, object]) -> tuple[dict[str, Date | None], list[DataProblem]]:
    """Return the dates in the columns of dates, and the problems of invalid dates.

    The columns are the kinds of events and `until`. The date of an event is None if it is unknown.
    """
    dates: dict[str, Date | None] = {}
    problems = []
    for name in (*EVENT_KINDS, "until"):
        value = columns.get(name)
        if value is None:
            continue
        if value == UNKNOWN_DATE and name != "until":
            dates[name] = None
            continue
        try:
            dates[name] = from_toml(value) if name == "until" else event_from_toml(value)
        except InvalidError as error:
            problems += [problem.below(name) for problem in error.problems]
    return dates, problems


def _with_dates(given: Events, dates: Mapping[str, Date | None]) -> Events:
    """Return the given events, and the events in `dates` that are not among them.

    `dates` maps the kind of each event to its date, which is None if it is unknown.
    """
    events = [*given]
    for kind, date in dates.items():
        listed = [event.date for event in given if event.kind == kind]
        if date is None and listed:
            continue  # an unknown date adds nothing to an event in the list
        if date not in listed:
            events.append(Event(kind=kind, date=date))
    return tuple(events)


def _with_expiry(given: Events, known: Events, until: Date) -> Events:
    """Return the given events with `until` as the expiry date of the latest agreement.

    If none of them began an agreement, the latest known event that did is added. Raises UsageError
    if there is none either.
    """
    ever = AsOf(datetime.date.max, datetime.date.max)
    begun = history.begun(given, ever) or history.begun(known, ever)
    if not begun:
        kinds = one_of([quoted(kind) for kind in EXPIRING_KINDS])
        raise UsageError(f"the centre has no {kinds} event", subject="until")
    event, in_force = begun[-1]
    candidates = [found for found in (in_force, event) if found is not None]
    ending = [(other.kind, other.date) for other in known if other.until is not None]
    recorded = [found for found in candidates if (found.kind, found.date) in ending]
    agreement = [*recorded, *candidates][0]
    updated = replace(agreement, until=until)
    if not any(event is agreement for event in given):
        return (*given, updated)
    return tuple(updated if event is agreement else event for event in given)
