"""Views of centres, sectors and organisations."""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from c2c_cli.model import history
from c2c_cli.model.dates import UNKNOWN_DATE, Date
from c2c_cli.model.history import CENTRE_STATUSES, EVENT_KINDS, AsOf, Event
from c2c_cli.model.record import as_data
from c2c_cli.model.records import Centre
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import Columns, Value, View, localize, of_columns

_LONG = 25  # number of centres above which a table has sections, or counts the centres

_NEW_FIELDS = ("location", "sources")
"""Fields that were added later; like those of new kinds, their columns are last."""

_NEW_KINDS = ("in-force", "decided")
"""Kinds of events that were added later; their columns are last, because new columns are."""

_Ids = dict[tuple[str, str | None], list[str]]
"""Id of a record, and the role that other records have for it -> the ids of these records."""


def _centre_columns(as_of: AsOf) -> Columns:
    """Return the columns of centres as of a day."""

    def latest(kind: str) -> Callable[[Centre], Value]:
        return lambda centre: _date(history.latest(centre.event, as_of, kind))

    elsewhere = {"identifiers", "contact", *_NEW_FIELDS}
    return {
        **{name: attrgetter(name) for name in Centre.__slots__ if name not in elsewhere},
        "names": _entries("names"),
        "event": lambda centre: tuple(f"{event.kind}={_date(event)}" for event in centre.event),
        "status": lambda centre: centre.status(as_of),
        "until": lambda centre: _recorded_end(centre, as_of),
        **{kind: latest(kind) for kind in EVENT_KINDS if kind not in _NEW_KINDS},
        "identifiers": _entries("identifiers"),
        **{kind: latest(kind) for kind in _NEW_KINDS},
        "location": lambda centre: str(centre.location) if centre.location else None,
        "sources": attrgetter("sources"),
    }


def _recorded_end(centre: Centre, as_of: AsOf) -> Date | None:
    """Return the recorded end of the latest agreement, that of its entry into force first."""
    begun = history.begun(centre.event, as_of)
    if not begun:
        return None
    event, in_force = begun[-1]
    return (in_force and in_force.until) or event.until


def _date(event: Event | None) -> Date | str | None:
    """Return the date of the event, `?` if its date is unknown, or None without an event."""
    return (event.date or UNKNOWN_DATE) if event else None


def _entries(field: str) -> Callable[[Any], Value]:
    """Return a column that lists the entries of a table of strings, such as `ko=…`."""
    return lambda record: tuple(
        f"{key}={text}" for key, text in (getattr(record, field) or {}).items()
    )


CENTRES = View(
    "centres",
    (),
    _centre_columns(AsOf(datetime.date.max, datetime.date.max)),
    default=("id", "name", "sector", "country", "city", "status"),
)
"""The view of centres, without rows."""


def centres(
    registry: Registry, chosen: Sequence[Centre], as_of: AsOf, language: str | None = None
) -> View:
    """Return the view of the chosen centres as of the given day."""
    columns = _centre_columns(as_of)
    codes = {sector.id: sector.code for sector in registry.sector}
    shown = {name: columns[name] for name in CENTRES.default}
    shown["sector"] = lambda centre: codes[centre.sector]
    where = ""
    if len(countries := {centre.country for centre in chosen}) == 1:
        del shown["country"]
        where = f" in {countries.pop()}"
    view = CENTRES._replace(
        rows=localize(chosen, language),
        columns=columns,
        shown=shown,
        title=f"Centres{where} as of {as_of.day}",
        objects=lambda rows: (as_data(row) | {"status": row.status(as_of)} for row in rows),
    )
    counts = Counter(centre.sector for centre in chosen)
    if len(chosen) > _LONG and len(counts) > 1:
        names = {sector.id: sector.name for sector in localize(registry.sector, language)}
        view = view._replace(
            group=lambda centre: f"{names[centre.sector]} ({counts[centre.sector]})"
        )
    return view


def _sector_columns(ids: _Ids) -> Columns:
    return _with_ids(("id", "code", "name"), CENTRE_STATUSES, ids)


def _organisation_columns(ids: _Ids) -> Columns:
    return _with_ids(("id", "name"), ("organised", "attended"), ids)


def _with_ids(fields: Sequence[str], roles: Sequence[str], ids: _Ids) -> Columns:
    """Return columns of fields of records, and of the ids of other records by their role."""
    columns: Columns = {name: attrgetter(name) for name in fields}
    return columns | {role: _of_role(ids, role, tuple) for role in roles}


def _of_role(
    ids: _Ids, role: str | None, show: Callable[[Sequence[str]], Value]
) -> Callable[[Any], Value]:
    """Return a column of the ids of the records that have a role for the record of a row.

    `show` is `tuple` to list them, or `len` to count them.
    """
    return lambda record: show(ids.get((record.id, role), ()))


SECTORS = of_columns("sectors", _sector_columns({}))
"""The view of sectors, without rows."""

ORGANISATIONS = of_columns("organisations", _organisation_columns({}))
"""The view of organisations, without rows."""


def sectors(registry: Registry, as_of: AsOf, language: str | None = None) -> View:
    """Return the view of the sectors with their centres by status as of the given day.

    A long table shows the number of centres instead of their ids.
    """
    ids: _Ids = {}
    for centre in registry.centre:
        ids.setdefault((centre.sector, centre.status(as_of)), []).append(centre.id)
    columns = _sector_columns(ids)
    found = {status for _, status in ids}
    used = [status for status in CENTRE_STATUSES if status in found]
    shown = {name: columns[name] for name in ("id", "code", "name", *used)}
    if len(registry.centre) > _LONG:
        del shown["id"]
        shown |= {status: _of_role(ids, status, len) for status in used}
    return SECTORS._replace(
        rows=localize(registry.sector, language),
        columns=columns,
        shown=shown,
        title=f"Sectors as of {as_of.day}",
    )


def organisations(registry: Registry, language: str | None = None) -> View:
    """Return the view of the organisations with the meetings that they organised or attended.

    The meetings are sorted by start.
    """
    ids: _Ids = {}
    for meeting in sorted(registry.meeting, key=lambda meeting: meeting.start):
        for role, members in (("organised", meeting.organisers), ("attended", meeting.attendees)):
            for member in members:
                ids.setdefault((member, role), []).append(meeting.id)
    return ORGANISATIONS._replace(
        rows=localize(registry.organisation, language), columns=_organisation_columns(ids)
    )
