"""Views of centres, sectors and organisations."""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from c2c_cli.model import history
from c2c_cli.model.countries import name_of
from c2c_cli.model.dates import UNKNOWN_DATE, Date
from c2c_cli.model.history import (
    AGREEMENT_KINDS,
    CENTRE_STATUSES,
    DELIVERIES,
    EVENT_KINDS,
    AsOf,
    Event,
)
from c2c_cli.model.record import as_data
from c2c_cli.model.records import Centre, Organisation, Sector
from c2c_cli.model.registry import Registry
from c2c_cli.output.names import localize, unnamed
from c2c_cli.output.view import (
    EXTRA_KEY,
    MARKS,
    Columns,
    Value,
    View,
    cell,
    descriptions,
    either,
    entries,
    extra_columns,
    extra_entries,
    of_columns,
)
from c2c_cli.text import quoted

if TYPE_CHECKING:
    from c2c_cli.model.select import CentreFilters

_LONG = 25  # number of centres above which a table has sections, or counts the centres

_NEW_FIELDS = ("location", "sources", "extra")
"""Fields that were added later; like those of new kinds, their columns are last."""

_NEW_KINDS = ("in-force", "decided")
"""Kinds of events that were added later; their columns are last, because new columns are.

Those of deliveries were added later still.
"""

_PRIVATE = ("contact", "extra")
"""Columns and keys that are never published."""

_Ids = dict[tuple[str, str | None], list[str]]
"""Id of a record, and a role, such as a status -> ids of the related records."""


def columns_as_of(as_of: AsOf) -> Columns:
    """Return the columns of centres as of a day."""

    def latest(kind: str) -> Callable[[Centre], Value]:
        return lambda centre: _date(history.latest(centre.event, as_of, kind))

    elsewhere = {"identifiers", "contact", *_NEW_FIELDS}
    later = {*_NEW_KINDS, *DELIVERIES}
    return {
        **{name: attrgetter(name) for name in Centre.__slots__ if name not in elsewhere},
        "names": entries("names"),
        "event": lambda centre: _dated(centre.event),
        "status": lambda centre: centre.status(as_of),
        "until": lambda centre: _recorded_end(centre, as_of),
        **{kind: latest(kind) for kind in EVENT_KINDS if kind not in later},
        "identifiers": entries("identifiers"),
        **{kind: latest(kind) for kind in _NEW_KINDS},
        "location": lambda centre: str(centre.location) if centre.location else None,
        "sources": attrgetter("sources"),
        **{kind: latest(kind) for kind in DELIVERIES},
        "contact": lambda centre: _current_contacts(centre, as_of.day),
        "extra": extra_entries,
    }


def _current_contacts(centre: Centre, day: datetime.date) -> tuple[str, ...]:
    """Return the contacts of a centre on a day, each in one line."""
    return tuple(contact.in_short for contact in centre.contact if contact.is_current(day))


def _recorded_end(centre: Centre, as_of: AsOf) -> Date | None:
    """Return the recorded end of the latest agreement, preferably from its entry into force."""
    begun = history.begun(centre.event, as_of)
    if not begun:
        return None
    event, in_force = begun[-1]
    return (in_force and in_force.until) or event.until


def _date(event: Event | None) -> Date | str | None:
    """Return the date of the event, `?` if its date is unknown, or None without an event."""
    return (event.date or UNKNOWN_DATE) if event else None


def _dated(events: Iterable[Event]) -> tuple[str, ...]:
    """Return events as in a cell, such as `signed=2010`."""
    return tuple(f"{event.kind}={_date(event)}" for event in events)


def _meanings(columns: Iterable[str]) -> dict[str, str]:
    """Return the meanings of the columns of centres, and of those of their extra keys."""
    of_day = {
        "status": "Status as of the given day.",
        "until": "Recorded end of the current agreement.",
        "event": "Events, each as KIND=DATE.",
        "contact": "Contacts as of the given day; personal data.",
        **{
            kind: f"Date of the latest {kind} event; {UNKNOWN_DATE} if unknown."
            for kind in EVENT_KINDS
        },
        "sector": "Id of the sector; a table shows its code.",
    }
    meanings = {name: of_day.get(name) or Centre.fields[name].about for name in columns}
    return meanings | EXTRA_KEY


_CENTRE_COLUMNS = columns_as_of(AsOf(datetime.date.max, datetime.date.max))

CENTRES = View(
    "centres",
    (),
    _CENTRE_COLUMNS,
    default=("id", "name", "sector", "country", "city", "status"),
    meanings=_meanings(_CENTRE_COLUMNS),
)
"""The view of centres, without rows."""


def centres(
    registry: Registry,
    chosen: Sequence[Centre],
    filters: "CentreFilters",
    as_of: AsOf,
    language: str | None = None,
) -> View:
    """Return the view of the centres that match the filters as of the given day."""
    columns = columns_as_of(as_of)
    codes = {sector.id: sector.code for sector in registry.sector}
    names = {sector.id: sector.name for sector in localize(registry.sector, language)}
    shown = {name: columns[name] for name in CENTRES.default}
    shown["sector"] = lambda centre: codes[centre.sector]
    countries = filters.countries or {centre.country for centre in chosen}
    if len(countries) == 1:
        del shown["country"]
        filters = filters._replace(countries=countries)
    if len(filters.sectors) == 1:
        del shown["sector"]
    wide = {"since": lambda centre: _since(centre, as_of), "until": columns["until"]}
    view = CENTRES._replace(
        rows=localize(chosen, language),
        columns={**columns, **extra_columns(registry.centre)},
        shown=shown,
        wide=wide,
        title=_title(filters, names, as_of),
        brief=lambda centre, names: _brief(
            centre, {name: shown[name] for name in names - wide.keys()}
        ),
        objects=lambda rows: (_document(row, as_of) for row in rows),
        note=unnamed(chosen, language, registry.network),
    )
    counts = Counter(centre.sector for centre in chosen)
    if len(chosen) > _LONG and len(counts) > 1:
        view = view._replace(
            group=lambda centre: f"{names[centre.sector]} ({counts[centre.sector]})",
            group_column="sector",
        )
    return view


def published(known: Sequence[Centre], as_of: AsOf) -> View:
    """Return the view of centres, with all its columns, as it is published.

    It has neither contacts nor extra keys, nor events that certainly happened after the day.
    """
    columns = columns_as_of(as_of)
    columns["event"] = lambda centre: _dated(history.possible(centre.event, as_of))
    for name in _PRIVATE:
        del columns[name]
    return of_columns("centres", columns)._replace(
        rows=known,
        objects=lambda rows: (published_document(row, as_of) for row in rows),
    )


def published_document(centre: Centre, as_of: AsOf) -> dict[str, object]:
    """Return a centre as a JSON object of the view of `published`."""
    document = _document(centre, as_of)
    events = history.possible(centre.event, as_of)
    document["event"] = [as_data(event) for event in events]
    hidden = _PRIVATE if events else (*_PRIVATE, "event")
    return {name: value for name, value in document.items() if name not in hidden}


def _document(centre: Centre, as_of: AsOf) -> dict[str, object]:
    """Return a centre as a JSON object, with its status and the recorded end of its agreement."""
    document = as_data(centre)
    for name, value in (("status", centre.status(as_of)), ("until", _recorded_end(centre, as_of))):
        if value is not None:
            document[name] = as_data(value)
    return document


def _title(filters: "CentreFilters", sectors: Mapping[str, str], as_of: AsOf) -> str:
    """Return a title that names the filters; `sectors` are the names of all sectors."""
    title = f"Centres matching {quoted(filters.text)}" if filters.text else "Centres"
    words = [
        either([name for sector, name in sectors.items() if sector in filters.sectors], "sectors"),
        either(sorted(map(name_of, filters.countries)), "countries"),
        either([status for status in CENTRE_STATUSES if status in filters.statuses], "statuses"),
    ]
    named = ", ".join(filter(None, words))
    return f"{title}: {named}, as of {as_of.day}" if named else f"{title} as of {as_of.day}"


def _since(centre: Centre, as_of: AsOf) -> Value:
    """Return since when a centre has its status, with each bound on a line.

    An agreement shows only by when the centre had the status, as `..2014`.
    """
    changes = history.changes(centre.event, as_of)
    event = changes[-1].event if changes else None
    date = cell(_date(event))
    if event and event.kind in AGREEMENT_KINDS and event.date and not event.date.bounds:
        date = f"..{date}"
    return re.sub(r"(?<=\d)\.\.(?=\d)", "..\n", date)


def _brief(centre: Centre, columns: Columns) -> Sequence[str]:
    """Return the id, the name, and a line with the other columns."""
    given = {name: cell(column(centre)) for name, column in columns.items()}
    place = [given.get(name, "") for name in ("city", "country")]
    status = given["status"]
    marked = f"{MARKS[status].sign} {status}"
    facts = [given.get("sector", ""), ", ".join(filter(None, place)), marked]
    return given["id"], given["name"], " · ".join(filter(None, facts))


def _sector_columns(ids: _Ids) -> Columns:
    return _with_ids(("id", "code", "name"), CENTRE_STATUSES, ids)


def _organisation_columns(ids: _Ids) -> Columns:
    return _with_ids(("id", "name"), ("organised", "attended"), ids)


def _with_ids(fields: Sequence[str], roles: Sequence[str], ids: _Ids) -> Columns:
    """Return a column for each field, and a column of related ids for each role."""
    columns: Columns = {name: attrgetter(name) for name in fields}
    return columns | {role: _of_role(ids, role, tuple) for role in roles}


def _of_role(
    ids: _Ids, role: str | None, show: Callable[[Sequence[str]], Value]
) -> Callable[[Any], Value]:
    """Return a column of the related ids with a role, formatted by `show`.

    `show` is `tuple` to list the ids, or `len` to count them.
    """
    return lambda record: show(ids.get((record.id, role), ()))


SECTORS = of_columns(
    "sectors",
    _sector_columns({}),
    descriptions(Sector, ("id", "code", "name"))
    | {status: f"Ids of its centres with the status {status}." for status in CENTRE_STATUSES},
)
"""The view of sectors, without rows."""

ORGANISATIONS = of_columns(
    "organisations",
    _organisation_columns({}),
    descriptions(Organisation, ("id", "name"))
    | {
        "organised": "Ids of the meetings that it organises; a table counts them.",
        "attended": "Ids of the other held meetings that it attended; a table counts them.",
    },
)
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
        note=unnamed(registry.sector, language, registry.network),
    )


def organisations(registry: Registry, language: str | None = None) -> View:
    """Return the view of the organisations with the meetings that they organised or attended.

    The meetings are sorted by start. A table shows their number.
    """
    from c2c_cli.model import attendance  # noqa: PLC0415  # the other views do not need it

    ids: _Ids = {}
    for meeting in sorted(registry.meeting, key=lambda meeting: meeting.start):
        for member, role in attendance.roles(meeting).items():
            ids.setdefault((member, role), []).append(meeting.id)
    columns = _organisation_columns(ids)
    counts = {role: _of_role(ids, role, len) for role in ("organised", "attended")}
    return ORGANISATIONS._replace(
        rows=localize(registry.organisation, language),
        columns=columns,
        shown={"id": columns["id"], "name": columns["name"], **counts},
        caption=f"To list the meetings: c2c meetings --centre ID{registry.option}",
        note=unnamed(registry.organisation, language, registry.network),
    )
