"""Import of rows into a draft: all or nothing, without duplicates or loss of values."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from c2c_cli.errors import C2CError, DataProblem, InvalidError, UsageError, dotted, duplicate
from c2c_cli.model import history
from c2c_cli.model.dates import (
    TOML_HINT,
    UNKNOWN_DATE,
    Date,
    event_from_toml,
    from_toml,
    months_later,
    readings,
)
from c2c_cli.model.history import EVENT_KINDS, EXPIRING_KINDS, SINGLE_KINDS, AsOf, Event, Events
from c2c_cli.model.reader import read_record
from c2c_cli.model.record import Record
from c2c_cli.model.records import TABLES, Centre, meeting_id, own_id, table_of
from c2c_cli.model.value_types import ValueType
from c2c_cli.store.draft import Draft, id_in_use, id_key
from c2c_cli.store.rows import DERIVED, SKIPPED_TABLES, Row, valid
from c2c_cli.store.write import Change
from c2c_cli.text import fold_id, one_of, plural, quoted


def import_rows(draft: Draft, rows: Sequence[Row], file: str, *, update: bool) -> Change:
    """Add the records of `rows` to `draft`; with `update`, change existing records.

    Raises InputError if any row is invalid; the error lists every problem.
    """
    imported = [row for row in rows if row.table not in SKIPPED_TABLES]
    found = valid(file, _records(draft, imported, update))
    changed = [(old, new) for _, old, new in found if old is not None and new != old]
    added = [(row, new) for row, old, new in found if old is None]
    for old, new in changed:
        draft.edit(old, new)
    for row, new in added:
        draft.add(new, row.written)
    counts = f"{len(added)} added, {len(changed)} updated"
    done = f"imported {plural(len(added) + len(changed), 'record')} ({counts}) from {file}"
    return Change(done, "into", warnings=[*_ignored(rows)])


def _ignored(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a warning about tables, and one about columns, that are not imported."""
    tables = {row.table for row in rows}
    skipped = [header for table, header in SKIPPED_TABLES.items() if table in tables]
    if skipped:
        yield f"skipped {' and '.join(skipped)}, which c2c import does not change"
    if any(row.table == "centre" and "status" in row.values for row in rows):
        yield "ignored the status of centres, which is derived from their events"


_Imported = tuple[Row, Record | None, Record]
"""A row with the existing record, if any, and the new one."""


def _records(draft: Draft, rows: Sequence[Row], update: bool) -> Iterator[_Imported | DataProblem]:
    """Yield each valid row with its records.

    Instead of an invalid row, its errors are yielded.
    """
    ids = [row.values.get("id") for row in rows]
    new_ids = {fold_id(row_id): row_id for row_id in ids if type(row_id) is str}
    seen: dict[tuple[str, str], Row] = {}
    for number, row in enumerate(rows):
        values, unknown_words = _resolved(draft, row, new_ids)
        default_id = _default_id(row, number)
        if default_id:
            values["id"] = default_id
        record_id = _id_of(row.table, values)
        old = draft.find(row.table, record_id)
        first = seen.setdefault(id_key(row.table, record_id), row) if record_id else row
        if first is not row:
            noun = "waiver" if row.table == "waiver" else "id"
            yield row.bad("", *duplicate(noun, record_id, f"see line {first.line}")[:2])
        elif old is not None and (default_id or type(old) is not TABLES[row.table]):
            yield row.bad("", id_in_use(old).message, "use another id")
        elif old is not None and not update:
            yield row.bad("", id_in_use(old).message, "pass --update to update it")
        else:
            yield from unknown_words.values()
            yield from _checked(row, values, old, unknown_words)


def _id_of(table: str, values: Mapping[str, object]) -> str:
    """Return the id in the values of a row, which for a waiver is its kind and year."""
    if table != "waiver":
        return _word(values, "id")
    return f"{_word(values, 'kind')} {_word(values, 'year')}".strip()


def _checked(
    row: Row, values: Mapping[str, object], old: Record | None, reported: Collection[str]
) -> Iterator[_Imported | DataProblem]:
    """Yield a row with its records, or else its errors; `old` is the existing record, if any.

    Errors of the columns `reported` are omitted.
    """
    try:
        record = _record(row.table, _with_spaces(row, values, old), old)
    except InvalidError as error:
        for problem in error.problems:
            if problem.path[0] not in reported:
                yield _bad_value(row, problem)
    except UsageError as error:
        yield row.bad(error.subject, error.message, error.hint)
    else:
        # the row's own TOML, with its comments, is kept unless a word was resolved or a column is
        # not a field
        is_kept = values == row.values and values.keys() <= {*TABLES[row.table].__slots__}
        yield row if is_kept else row._replace(written=""), old, record


def _bad_value(row: Row, problem: DataProblem) -> DataProblem:
    """Return a problem of a record as an error of its row.

    The error names the column, and its hint suits the format of the file.
    """
    path, (message, hint, code) = problem.path, problem.diagnostic
    if row.written is not None:
        return row.bad(dotted(path), message, hint)
    column = str(path[0])
    meant = {}
    if row.cells and code == "bad-date":
        meant = readings(str(row.values.get(column)))
    if meant:
        orders = [f"{order} ({date})" for order, date in meant.items()]
        hint = f"use --date-order {one_of(orders)}"
    elif hint == TOML_HINT:
        hint = "use YYYY, YYYY-MM or YYYY-MM-DD"
    elif code in {"wrong-type", "missing-key", "misplaced-key"}:
        hint = ""
    return row.bad(column if row.cells else dotted(path), message, hint)


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


def _resolved(
    draft: Draft, row: Row, new_ids: Mapping[str, str]
) -> tuple[dict[str, object], dict[str, DataProblem]]:
    """Return the values of `row` with each word resolved, and the errors by column.

    A word may also be one of the ids of the rows: `new_ids` maps their folded form to the id.
    """
    values: dict[str, object] = {}
    bad: dict[str, DataProblem] = {}
    fields = TABLES[row.table].fields

    def resolve(column: str, value: object, value_type: ValueType) -> object:
        if type(value) is not str:
            return value
        try:
            return _meant(draft, value_type, value.strip(), new_ids)
        except C2CError as error:
            bad[column] = row.bad(column, error.message, error.hint)
            return value

    for column, value in row.values.items():
        if row.cells and value in ([], {}):
            continue  # a cell that contains only separators clears no field
        if column not in fields or not fields[column].type.restricted:
            values[column] = value
        elif type(value) is list:
            values[column] = [resolve(column, item, fields[column].type) for item in value]
        else:
            values[column] = resolve(column, value, fields[column].type)
    return values, bad


def _meant(draft: Draft, value_type: ValueType, word: str, new_ids: Mapping[str, str]) -> object:
    """Return the id, choice or kind that a word means; raise C2CError if it is unknown."""
    targets = value_type.targets
    if targets:
        record = draft.find(targets[0], word)
        if table_of(record) in targets:
            return own_id(record)
        new_id = new_ids.get(fold_id(word))
        if new_id:
            return new_id
    return value_type.parse(word, draft.registry)


def _with_spaces(
    row: Row, values: Mapping[str, object], old: Record | None
) -> Mapping[str, object]:
    """Return the values of a row, with the spaces of each value of `old` that is otherwise equal.

    Reading a spreadsheet removes the spaces around a single-line value.
    """
    if not row.cells or old is None:
        return values
    result = {**values}
    for name, field in old.fields.items():
        known = getattr(old, name)
        if (
            isinstance(known, str)
            and not field.type.multiline
            and known.strip() == values.get(name)
        ):
            result[name] = known
    return result


def _record(table: str, values: Mapping[str, object], old: Record | None) -> Record:
    """Return the record with the values of a row.

    Fields that the row does not contain keep their value in the existing record `old`, if any. An
    empty list or table clears a field.
    Raises InvalidError or UsageError if a value is invalid.
    """
    before = old.to_toml() if old is not None else {}
    data = {**before, **values}
    if old is not None and "id" in data:
        data["id"] = own_id(old)
    for name in ("names", "identifiers"):
        entries, known = values.get(name), before.get(name)
        if entries == {}:
            del data[name]
        elif isinstance(entries, dict) and isinstance(known, dict):
            data[name] = known | entries
    if table == "centre":
        return _centre(data, values, old.event if isinstance(old, Centre) else ())
    return read_record(TABLES[table], data)


def _centre(data: Mapping[str, object], columns: Mapping[str, object], known: Events) -> Centre:
    """Return the centre of `data`; its history is `known` with the events in `columns` merged in.

    An empty list of events clears the history.
    Raises InvalidError with the problems of all columns, or UsageError if the events do not fit
    the known ones.
    """
    if columns.get("event") == []:
        known = ()
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
    if until is not None:
        given = _with_expiry(given, known, until)
    merged = _Merging(known, columns).merged(given)
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
    """Return the given events, and those from separate columns that are not among them.

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


class _Merging(NamedTuple):
    """The known events of a centre, into which those of a row are merged."""

    known: Events
    columns: Collection[str]
    """The columns of the row, one of which an error names."""

    def merged(self, given: Events) -> Events:
        """Return the known events with the given ones merged into them.

        A known event is updated from the given one of the same kind and date; new events follow the
        known ones. Raises UsageError for an event that is probably a known one with another date.
        """
        events, new = [*self.known], []
        unmatched: defaultdict[object, list[int]] = defaultdict(list)
        for place, event in enumerate(self.known):
            unmatched[event.kind, event.date].append(place)
        has_closure = any(event.kind == "closed" for event in (*self.known, *given))
        for event in reversed(given):  # `until` applies to the last of several undated agreements
            same = unmatched[event.kind, event.date]
            if same:
                place = same.pop()
                filled: dict[str, Any] = dict(event.filled_fields())
                events[place] = replace(self.known[place], **filled)
            elif self._is_new(event, may_repeat=has_closure or event.kind not in SINGLE_KINDS):
                new.append(event)
        return (*events, *reversed(new))

    def _is_new(self, event: Event, *, may_repeat: bool) -> bool:
        """Return whether an event adds anything to the known ones of its kind.

        Raises UsageError if it is probably one of them with another date.
        """
        recorded = tuple(other for other in self.known if other.kind == event.kind)
        if not recorded:
            return True
        if event.date is None:
            return False
        overlapping = history.overlapping(event, recorded)
        if overlapping is not None or not may_repeat:
            raise self._another_date(event, overlapping or recorded[-1])
        for other in recorded:
            if other.date is not None and _is_within_a_year(event.date, other.date):
                otherwise = ", or c2c add event to add another one"
                raise self._another_date(event, other, otherwise)
        return True

    def _another_date(self, event: Event, recorded: Event, otherwise: str = "") -> UsageError:
        """Return the error for an event that is recorded with another date."""
        when = f"with date {recorded.date}" if recorded.date else "without a date"
        message = f"event {quoted(event.kind)} already exists {when}"
        hint = f"use c2c edit event to change its date{otherwise}"
        subject = event.kind if event.kind in self.columns else "event"
        return UsageError(message, hint, subject=subject)


def _is_within_a_year(date: Date, other: Date) -> bool:
    """Return whether two dates may be at most a year apart."""
    earlier, later = sorted((date, other))
    return later.first <= months_later(earlier.last, 12)
