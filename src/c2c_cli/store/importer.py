"""Import of rows into a draft: all or nothing, without duplicates or loss of values."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from c2c_cli.errors import C2CError, DataProblem, InvalidError, UsageError, dotted, duplicate
from c2c_cli.model import history, select
from c2c_cli.model.dates import TOML_HINT, UNKNOWN_DAY, Date, from_toml, readings
from c2c_cli.model.fields import MEETING_KIND, TEXT
from c2c_cli.model.history import AGREEMENT_KINDS, EVENT_KINDS, REPEATED_KINDS, Event, Events
from c2c_cli.model.reader import read_record
from c2c_cli.model.records import TABLES, meeting_id, table_of
from c2c_cli.store.draft import Draft, id_in_use, id_key
from c2c_cli.store.rows import DERIVED, SKIPPED_TABLES, Row, valid
from c2c_cli.store.write import Change
from c2c_cli.text import fold_id, one_of, plural, quoted


def import_rows(draft: Draft, rows: Sequence[Row], file: str, *, update: bool) -> Change:
    """Add the records of `rows` to `draft`; with `update`, change existing records.

    Raises InputError if any row is invalid; the error lists every problem.
    """
    found = valid(
        file, _records(draft, [row for row in rows if row.table not in SKIPPED_TABLES], update)
    )
    changed = [(old, new) for _, old, new in found if old is not None and new != old]
    added = [(row, new) for row, old, new in found if old is None]
    for old, new in changed:
        draft.edit(old, new)
    for row, new in added:
        draft.add(new, row.written)
    counts = f"{len(added)} added, {len(changed)} updated"
    done = f"imported {plural(len(added) + len(changed), 'record')} ({counts}) from {file}"
    warnings = []
    if skipped := [
        header
        for table, header in SKIPPED_TABLES.items()
        if any(row.table == table for row in rows)
    ]:
        warnings.append(f"skipped {' and '.join(skipped)}, which c2c import does not change")
    if any(row.table == "centre" and "status" in row.values for row in rows):
        warnings.append("ignored the status of centres, which is derived from their events")
    return Change(done, "into", warnings=warnings)


def _records(
    draft: Draft, rows: Sequence[Row], update: bool
) -> Iterator[tuple[Row, Any, Any] | DataProblem]:
    """Yield each valid row with the existing record, if any, and the new one.

    Instead of an invalid row, its errors are yielded.
    """
    new_ids = {fold_id(one): one for row in rows if type(one := row.values.get("id")) is str}
    seen: dict[tuple[str, str], Row] = {}
    for number, row in enumerate(rows):
        values, unresolved = _resolved(draft, row, new_ids)
        if default := _default_id(row, number):
            values["id"] = default
        record_id = str(values.get("id", ""))
        old = draft.find(row.table, record_id)
        if record_id and (first := seen.setdefault(id_key(row.table, record_id), row)) is not row:
            yield row.bad("", *duplicate("id", record_id, f"see line {first.line}")[:2])
        elif old is not None and (default or type(old) is not TABLES[row.table]):
            yield row.bad("", id_in_use(old).message, "use another id")
        elif old is not None and not update:
            yield row.bad("", id_in_use(old).message, "pass --update to update it")
        else:
            yield from unresolved.values()
            try:
                # the row's own TOML, with its comments, is kept unless a word was resolved or a
                # column is not a field
                is_kept = values == row.values and values.keys() <= {*TABLES[row.table].__slots__}
                kept = row if is_kept else row._replace(written="")
                yield kept, old, _record(row.table, values, old)
            except InvalidError as error:
                # an unknown word is already reported
                yield from (
                    _bad_value(row, one) for one in error.problems if one.path[0] not in unresolved
                )
            except UsageError as error:
                yield row.bad(error.subject, error.message, error.hint)


def _bad_value(row: Row, problem: DataProblem) -> DataProblem:
    """Return a problem of a record as one of its row.

    It names the column, and its hint suits the format of the file.
    """
    path, (message, hint, code) = problem.path, problem.diagnostic
    if row.written is not None:
        return row.bad(dotted(path), message, hint)
    if row.cells and code == "bad-date" and (found := readings(str(row.values.get(str(path[0]))))):
        hint = f"use --date-order {one_of([f'{order} ({date})' for order, date in found.items()])}"
    elif hint == TOML_HINT:
        hint = "use YYYY, YYYY-MM or YYYY-MM-DD"
    elif code in {"wrong-type", "missing-key", "misplaced-key"}:
        hint = ""
    return row.bad(str(path[0]) if row.cells else dotted(path), message, hint)


def _default_id(row: Row, number: int) -> str:
    """Return the default id of a meeting without an id, or an empty string."""
    if row.table != "meeting" or "id" in row.values or "start" not in row.values:
        return ""
    try:
        return meeting_id(from_toml(row.values["start"]), str(row.values.get("city", "")))
    except InvalidError:
        # reading the record reports the date; a missing id would be a second error
        return f"row-{number}"


def _resolved(
    draft: Draft, row: Row, new_ids: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, DataProblem]]:
    """Return the values of `row` with each word resolved, and the errors by column.

    A word may also refer to one of `new_ids`: folded id -> id, of the rows.
    """
    bad: dict[str, DataProblem] = {}
    fields = TABLES[row.table].fields

    def resolve(name: str, value: Any) -> Any:
        if type(value) is list:
            return [resolve(name, item) for item in value]
        value_type = fields[name].type if name in fields else TEXT
        targets = value_type.targets
        if type(value) is not str or not (
            targets or value_type.choices or value_type is MEETING_KIND
        ):
            return value
        word = value.strip()
        known: Any = draft.find(targets[0], word) if targets else None
        if table_of(known) in targets:
            return known.id
        try:
            return (targets and new_ids.get(fold_id(word))) or select.value(
                draft.registry, value_type, word
            )
        except C2CError as error:
            bad[name] = row.bad(name, error.message, error.hint)
            return value

    return {name: resolve(name, value) for name, value in row.values.items()}, bad


def _record(table: str, values: dict[str, Any], old: Any) -> Any:
    """Return the record with the values of a row.

    Fields that the row does not contain keep their value in the existing record `old`, if any.
    Raises InvalidError or UsageError if a value is invalid.
    """
    before = old.to_toml() if old is not None else {}
    data = before | values | ({"id": old.id} if old is not None else {})
    for name in ("names", "identifiers"):
        if type(values.get(name)) is dict:
            data[name] = before.get(name, {}) | values[name]
    if table != "centre":
        return read_record(table, data)
    dates: dict[str, Date | None] = {}
    problems = []
    for name in (*EVENT_KINDS, "until"):
        try:
            if (value := values.get(name)) is not None:
                dates[name] = None if value == UNKNOWN_DAY and name != "until" else from_toml(value)
        except InvalidError as error:
            problems += [one.below(name) for one in error.problems]
    data = {name: value for name, value in data.items() if name not in DERIVED} | {
        "event": values.get("event", [])
    }
    try:
        record = read_record(table, data)
    except InvalidError as error:
        problems += error.problems
    if problems:
        raise InvalidError(problems)
    known = old.event if old is not None else ()
    return replace(
        record, event=_merged_events(known, _with_dates(record.event, known, dates), values)
    )


def _with_dates(given: Events, known: Events, dates: dict[str, Date | None]) -> Events:
    """Return the given events with those from separate columns.

    `dates` maps each of these columns to its date, which is None if it is unknown. That of the
    column `until` becomes the expiry date of the latest agreement, which may be a known event;
    raises UsageError if there is none.
    """
    until = dates.pop("until", None)
    for kind, date in dates.items():
        listed = [one.date for one in given if one.kind == kind]
        if date not in listed and (date or not listed):
            given = (*given, Event(kind=kind, date=date))
    if until is None:
        return given
    own = history.latest(given, datetime.date.max, *AGREEMENT_KINDS)
    agreement = own or history.latest(known, datetime.date.max, *AGREEMENT_KINDS)
    if agreement is None:
        raise UsageError('the centre has no "signed" or "renewed" event', subject="until")
    return (*(event for event in given if event is not own), replace(agreement, until=until))


def _merged_events(known: Events, given: Events, columns: Collection[str]) -> Events:
    """Return the known events with the given ones merged into them.

    A known event is updated from the given one of the same kind and date; new events follow the
    known ones. Raises UsageError for another date of an event that happens once.
    """
    events, new = [*known], []
    places = [*range(len(known))]
    is_closed = any(event.kind == "closed" for event in (*known, *given))
    for event in reversed(given):  # `until` applies to the last of several undated agreements
        same = [
            place
            for place in places
            if (known[place].kind, known[place].date) == (event.kind, event.date)
        ]
        others = [one for one in known if one.kind == event.kind]
        if same:
            places.remove(same[-1])
            events[same[-1]] = replace(events[same[-1]], **dict(event.filled_fields()))
        elif others and event.date and event.kind not in REPEATED_KINDS and not is_closed:
            when = f"with date {others[-1].date}" if others[-1].date else "without a date"
            message = f"event {quoted(event.kind)} already exists {when}"
            subject = event.kind if event.kind in columns else "event"
            raise UsageError(message, "use c2c edit event to change its date", subject=subject)
        elif event.date or not others:  # an undated event adds nothing to a recorded one
            new.append(event)
    return (*events, *reversed(new))
