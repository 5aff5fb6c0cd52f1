"""Import of rows into a draft: all or nothing, without duplicates."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from c2c_cli.errors import C2CError, DataProblem, InvalidError, UsageError, dotted, duplicate
from c2c_cli.model import select
from c2c_cli.model.dates import TOML_HINT, from_toml, readings
from c2c_cli.model.fields import MEETING_KIND, TEXT
from c2c_cli.model.records import TABLES, meeting_id, table_of
from c2c_cli.store.draft import Draft, id_in_use, id_key
from c2c_cli.store.merge import merged
from c2c_cli.store.rows import SKIPPED_TABLES, Row, valid
from c2c_cli.store.write import Change
from c2c_cli.text import fold_id, one_of, plural


def import_rows(draft: Draft, rows: Sequence[Row], file: str, *, update: bool) -> Change:
    """Add the records of `rows` to `draft`; with `update`, change existing records.

    Raises BadRowsError if any row is invalid; the error lists every problem.
    """
    found = valid(file, _records(draft, [row for row in rows if row.table not in SKIPPED_TABLES], update))
    changed = [(old, new) for _, old, new in found if old is not None and new != old]
    added = [(row, new) for row, old, new in found if old is None]
    for old, new in changed:
        draft.edit(old, new)
    for row, new in added:
        draft.add(new, row.written)
    counts = f"{len(added)} added, {len(changed)} updated"
    done = f"imported {plural(len(added) + len(changed), 'record')} ({counts}) from {file}"
    warnings = []
    if skipped := [header for table, header in SKIPPED_TABLES.items() if any(row.table == table for row in rows)]:
        warnings.append(f"skipped {' and '.join(skipped)}, which c2c import does not change")
    if any(row.table == "centre" and "status" in row.values for row in rows):
        warnings.append("ignored the status of centres, which is derived from their events")
    return Change(done, "into", warnings=warnings)


def _records(draft: Draft, rows: Sequence[Row], update: bool) -> Iterator[tuple[Row, Any, Any] | DataProblem]:
    """Yield each valid row with the existing record, if any, and the new one, and the errors of the other rows."""
    ids = [row.values.get("id") for row in rows]
    new = {fold_id(one): one for one in ids if type(one) is str}
    seen: dict[tuple[str, str], Row] = {}
    for number, row in enumerate(rows):
        values, unresolved = _resolved(draft, row, new)
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
                # the row's own TOML, with its comments, is kept unless a word was resolved or a column is not a field
                own = values == row.values and values.keys() <= {*TABLES[row.table].__slots__}
                yield row if own else row._replace(written=""), old, merged(row.table, values, old)
            except InvalidError as error:
                # an unknown word is already reported
                yield from (_bad_value(row, one) for one in error.problems if one.path[0] not in unresolved)
            except UsageError as error:
                yield row.bad(error.subject, error.message, error.hint)


def _bad_value(row: Row, problem: DataProblem) -> DataProblem:
    """Return a problem of a record with the name of its column and a hint that suits the format of the file."""
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
    except InvalidError:  # reading the record reports the date; a missing id would be a second error
        return f"row-{number}"


def _resolved(draft: Draft, row: Row, new: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, DataProblem]]:
    """Return the values of `row` with each word resolved, and an error for each column with an unknown word.

    `new` maps the folded ids in the file to the ids.
    """
    bad: dict[str, DataProblem] = {}
    fields = TABLES[row.table].fields

    def resolve(name: str, value: Any) -> Any:
        if type(value) is list:
            return [resolve(name, item) for item in value]
        value_type = fields[name].type if name in fields else TEXT
        targets = value_type.targets
        if type(value) is not str or not (targets or value_type.choices or value_type is MEETING_KIND):
            return value
        word = value.strip()
        known: Any = draft.find(targets[0], word) if targets else None
        if table_of(known) in targets:
            return known.id
        try:
            return (targets and new.get(fold_id(word))) or select.value(draft.registry, value_type, word)
        except C2CError as error:
            bad[name] = row.bad(name, error.message, error.hint)
            return value

    return {name: resolve(name, value) for name, value in row.values.items()}, bad
