"""What is shown: which columns, in which order. Knows the model, not the formats."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from operator import itemgetter
from typing import Any

from c2c_cli import life
from c2c_cli.cadence import Kept
from c2c_cli.dates import Date
from c2c_cli.life import CENTRE_STATUSES, EVENT_KINDS, Event
from c2c_cli.model import CadenceRule, Centre, Meeting, Organisation, Sector
from c2c_cli.registry import Registry
from c2c_cli.view import UNKNOWN_DAY, Value, View, plain, whole


def _columns(record: type[Any], **own: Callable[[Any], Value]) -> dict[str, Callable[[Any], Value]]:
    """Return a column for each field of a record; `own` has those that are not simply its value."""
    return {field.name: own.get(field.name) or _field(field.name) for field in fields(record)}


def _field(name: str) -> Callable[[Any], Value]:
    return lambda record: getattr(record, name) or None


def _name(language: str | None) -> Callable[[Any], str]:
    """Return what finds a record's name in a language; `ko-KR` falls back to `ko`, and that to the name itself."""
    if language is None:
        return lambda record: str(record.name)
    wanted = language.lower()

    def name(record: Any) -> str:
        names = {tag.lower(): text for tag, text in (record.names or {}).items()}
        tag = wanted
        while tag and tag not in names:
            tag = tag.rpartition("-")[0]
        return str(names.get(tag, record.name))

    return name


def _names(record: Any) -> Value:
    return tuple(f"{tag}={name}" for tag, name in (record.names or {}).items()) or None


def _event_date(event: Event | None) -> Date | str | None:
    return (event.date or UNKNOWN_DAY) if event else None


def _events(centre: Centre) -> Value:
    return tuple(f"{event.kind}={event.date or UNKNOWN_DAY}" for event in centre.event) or None


def centres(registry: Registry, chosen: Sequence[Centre], day: datetime.date, language: str | None = None) -> View:
    """Return the view of centres as of a day."""
    codes = {sector.id: sector.code for sector in registry.sector}

    def until(centre: Centre) -> Value:
        agreement = life.agreement(centre.event, day)
        return agreement.until if agreement else None

    def latest(kind: str) -> Callable[[Centre], Value]:
        return lambda centre: _event_date(life.latest(centre.event, kind, day))

    name = _name(language)
    return View(
        noun="centres",
        rows=chosen,
        columns={
            **_columns(Centre, name=name, names=_names, event=_events),
            "status": lambda centre: centre.status(day),
            "until": until,
            **{kind: latest(kind) for kind in EVENT_KINDS},
        },
        default=("id", "name", "sector", "country", "city", "status"),
        objects=lambda rows: [_with_status(centre, name, day) for centre in rows],
        shorter={"sector": lambda centre: codes[centre.sector]},
        shared="country",
    )


def sectors(registry: Registry, day: datetime.date, language: str | None = None) -> View:
    """Return the view of the sectors with their centres by status, as of a day."""
    by_status: dict[tuple[str, str | None], list[str]] = {}
    for centre in registry.centre:
        by_status.setdefault((centre.sector, centre.status(day)), []).append(centre.id)
    name = _name(language)

    def having(status: str) -> Callable[[Sector], Value]:
        return lambda sector: tuple(by_status.get((sector.id, status), ())) or None

    columns: dict[str, Callable[[Any], Value]] = {"id": _field("id"), "code": _field("code"), "name": name}
    columns |= {status: having(status) for status in CENTRE_STATUSES}
    return View(
        noun="sectors",
        rows=registry.sector,
        columns=columns,
        default=tuple(columns),
        brief=("id", "code", "name", *(s for s in CENTRE_STATUSES if any(status == s for _, status in by_status))),
        objects=lambda rows: [_named(sector, name) | _set(sector, columns, CENTRE_STATUSES) for sector in rows],
    )


def meetings(chosen: Sequence[Meeting]) -> View:
    """Return the view of meetings."""
    return View(
        noun="meetings",
        rows=chosen,
        columns=_columns(Meeting),
        default=("id", "start", "end", "kind", "status", "city", "title"),
        brief=("id", "start", "kind", "status", "city", "title"),
        shorter={"start": lambda meeting: f"{meeting.start} to {meeting.end}" if meeting.end else meeting.start},
        objects=lambda rows: [whole(row) for row in rows],
    )


def rules(chosen: Sequence[CadenceRule]) -> View:
    """Return the view of what was agreed."""
    return View(
        noun="rules",
        rows=chosen,
        columns=_columns(CadenceRule),
        default=("kind", "name", "level", "per_year", "since", "until", "agreed"),
        objects=lambda rows: [whole(row) for row in rows],
    )


def cadence(kept: Sequence[Kept]) -> View:
    """Return the view of how the rules were kept, year by year."""
    columns: dict[str, Callable[[Kept], Value]] = {
        "year": lambda one: one.year,
        "kind": lambda one: one.rule.kind,
        "per_year": lambda one: one.rule.per_year,
        "held": lambda one: one.held,
        "planned": lambda one: one.planned,
        "unclear": lambda one: one.unclear,
        "missing": lambda one: one.missing,
        "state": lambda one: one.state,
        "meetings": lambda one: one.meetings or None,
        "short": lambda one: one.short,
    }
    return View(
        noun="years",
        rows=kept,
        columns=columns,
        default=tuple(columns),
        brief=("year", "kind", "state", "meetings", "short"),
        objects=lambda rows: [_set(row, columns, columns) for row in rows],
    )


PROBLEM = ("file", "line", "column", "end_line", "end_column", "severity", "code", "record", "field", "message", "hint")
"""The columns of what is wrong with files."""


def problems(found: Sequence[tuple[Any, ...]]) -> View:
    """Return the view of what is wrong with files: rows of PROBLEM."""
    columns: dict[str, Callable[[Any], Value]] = {name: itemgetter(place) for place, name in enumerate(PROBLEM)}
    return View(
        noun="problems",
        rows=found,
        columns=columns,
        default=PROBLEM,
        objects=lambda rows: [{name: value for name, value in zip(PROBLEM, row, strict=True) if value} for row in rows],
    )


def details(records: Sequence[Centre | Organisation | Meeting], day: datetime.date, language: str | None) -> View:
    """Return the view of all that is known of records: a row for each fact, an item of a list being one."""
    name = _name(language)
    documents = [
        _with_status(record, name, day)
        if isinstance(record, Centre)
        else whole(record)
        if isinstance(record, Meeting)
        else _named(record, name)
        for record in records
    ]
    return View(
        noun="facts",
        rows=[(document["id"], *fact) for document in documents for fact in _facts(document)],
        columns={"id": itemgetter(0), "field": itemgetter(1), "value": itemgetter(2)},
        default=("id", "field", "value"),
        facts=True,
        objects=lambda _: documents,
    )


def _facts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each field and value, of an event first its kind with the date: `signed`, `signed.until`, `signed.note`."""
    for field, value in document.items():
        if field == "event":
            for event in value:
                kind = event["kind"]
                yield kind, event.get("date", UNKNOWN_DAY)
                rest = {key: value for key, value in event.items() if key not in {"kind", "date"}}
                yield from ((f"{kind}.{key}", text) for key, text in _facts(rest))
        elif isinstance(value, dict):
            yield from ((f"{field}.{tag}", name) for tag, name in value.items())
        else:
            yield from ((field, item) for item in (value if isinstance(value, list) else [value]))


def _named(record: Any, name: Callable[[Any], str]) -> dict[str, Any]:
    return whole(record) | {"name": name(record)}


def _with_status(centre: Centre, name: Callable[[Any], str], day: datetime.date) -> dict[str, Any]:
    status = centre.status(day)
    return _named(centre, name) | ({"status": status} if status else {})


def _set(row: Any, columns: Mapping[str, Callable[[Any], Value]], names: Iterable[str]) -> dict[str, Any]:
    """Return those of the columns that have a value."""
    return {name: plain(value) for name in names if (value := columns[name](row)) is not None}
