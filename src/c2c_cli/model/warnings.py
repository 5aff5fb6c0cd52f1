"""Warnings: data that is valid but probably a mistake or incomplete."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial

from c2c_cli.errors import AnyCode, Code, DataProblem, KeyPath, invalid, problem
from c2c_cli.model import agreements, extra, history
from c2c_cli.model.dates import Date, months_later
from c2c_cli.model.fields import FIELDS
from c2c_cli.model.history import (
    DELIVERIES,
    EXPIRING_KINDS,
    FOUNDED,
    IN_FORCE,
    STEPS,
    AsOf,
    Event,
    Events,
)
from c2c_cli.model.record import Record
from c2c_cli.model.records import Centre, Contact, Meeting, Network
from c2c_cli.model.registry import Tables, each_record
from c2c_cli.model.value_types import URL
from c2c_cli.text import first_invisible, plural, quoted

_URL: tuple[str, str, str, Code] = (
    r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/][^ ]*",
    "URL",
    "a URL such as https://example.org",
    "not-a-url",
)
_EMAIL: tuple[str, str, str, Code] = (
    r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+",
    "email address",
    "an address such as office@example.org",
    "not-an-email",
)
_CORRECTIONS: tuple[str, str, str, Code] = (
    rf"https?://[^\s/][^ ]*|mailto:{_EMAIL[0]}",
    "address",
    "a URL such as https://example.org, or mailto:office@example.org",
    "not-a-url",
)
_ADDRESSES: dict[str, tuple[str, str, str, Code]] = {
    **{name: _URL for name, field in FIELDS.items() if field.type is URL},
    "email": _EMAIL,
    "corrections": _CORRECTIONS,
}
"""Field -> the pattern, noun and example of its values, and the code of its warning."""

_MAX_YEARS_AHEAD = 20
"""Maximum number of years by which a likely date is ahead."""

_CALENDARS = dict.fromkeys((13, 14), "Iranian or Islamic") | {25: "Buddhist"}
"""First two digits of a year -> the calendar to which the year probably belongs."""

_UNKNOWN_BOUNDS = {datetime.date.min, datetime.date.max}

_TOLERANCE = 12
"""Number of months by which an end may differ from the term of an agreement.

Sources count from the signature or the entry into force, and to a day, a month or a year.
"""

_PARAGRAPHS = {name for name, field in FIELDS.items() if field.type.multiline}
"""Fields whose values can contain tabs."""


_WITH_SOURCES = {"event", "meeting", "cadence", "obligation"}
"""Tables whose records state facts, which need sources."""

WITH_COMMAND: set[AnyCode] = {"past-meeting", "agreement-expired", "no-approval"}
"""Codes of the warnings whose hints contain a command, if one can change the registry."""


def warnings(
    tables: Tables, network: Network | None, day: datetime.date, *, data: str | None = ""
) -> Iterator[DataProblem]:
    """Yield the warnings about the complete records of each table of a network, as of a day.

    `data` is the option that commands in hints need for this registry, such as ` --data FILE`; None
    if no command can change it.
    """
    as_of = network.as_of(day, day) if network else AsOf(day, day)
    earlier: Counter[tuple[str, ...]] = Counter()
    for path, table, record in each_record(tables):
        if len(path) == 2:  # a new record, whose events and contacts follow
            earlier.clear()
        if not isinstance(record, Record):
            continue
        name = ""
        if isinstance(record, Event | Contact):
            name = _name_of(record, earlier)
        values = dict(record.filled_fields())
        found = [*_invisible(values, name), *_no_addresses(values, name)]
        if table in _WITH_SOURCES:
            found += _without_sources(values, name)
        if isinstance(record, Network) and record.checked and record.checked.first > day:
            message = f"the last check is dated in the future ({record.checked})"
            found.append(problem(("checked",), message, "correct the date", "future-check"))
        if isinstance(record, Meeting):
            found += _of_meeting(record, day, data)
        if isinstance(record, Event):
            found += _of_event(record, name, day)
        if isinstance(record, Contact):
            # a contact may be known to have the role from a later day
            dates = {"since": record.since, "until": record.until}
            found += _unlikely_years(dates, day, f" of {name}")
        if isinstance(record, Centre):
            found += _out_of_order(record.event)
            found += _without_approval(record, data)
            found += _expired_agreement(record, as_of, data)
            found += _unlikely_terms(record.event, network, as_of)
        for warning in found:
            yield warning.below(*path)._replace(severity="warning")
    yield from extra.mixed(tables)


def _name_of(part: Event | Contact, earlier: Counter[tuple[str, ...]]) -> str:
    """Return what messages call an event or contact, such as `"evaluated" (2021)`.

    It contains the kind, and the year and the date that are known. If `earlier` ones of the record
    have the same, it also contains a number: `"evaluated" (2021, number 2)`.
    """
    if isinstance(part, Contact):
        noun, known = (f"contact {quoted(part.role)}" if part.role else "contact"), []
    else:
        noun, known = quoted(part.kind), [f"for {part.covers}"] if part.covers else []
        if part.date:
            known.append(str(part.date))
    same = (noun, *known)
    earlier[same] += 1
    if earlier[same] > 1:
        known.append(f"number {earlier[same]}")
    return f"{noun} ({', '.join(known)})" if known else noun


def _names_of(events: Events) -> dict[int, str]:
    """Return what messages call each event of a centre, by the `id()` of the event."""
    earlier: Counter[tuple[str, ...]] = Counter()
    return {id(event): _name_of(event, earlier) for event in events}


def _without_sources(values: Mapping[str, object], name: str) -> Iterator[DataProblem]:
    if "sources" not in values:
        message = f"missing sources for {name}" if name else "missing sources"
        yield problem((), message, 'add sources = ["https://…"]', "no-sources")


def _of_meeting(meeting: Meeting, day: datetime.date, data: str | None) -> Iterator[DataProblem]:
    """Yield what is unlikely about the dates of a meeting, or about its status on these dates."""
    unlikely = list(_unlikely_years({"start": meeting.start, "end": meeting.end}, day))
    yield from unlikely or _status_and_date(meeting, day, data)


def _of_event(event: Event, name: str, day: datetime.date) -> Iterator[DataProblem]:
    """Yield what is unlikely about the dates of an event, which is a fact.

    `name` is what the event is called in messages.
    """
    if event.kind in DELIVERIES and event.covers is None and event.date is None:
        message = f"{name} has neither a year nor a date, so it may be for any period"
        yield problem(("kind",), message, "add covers = YEAR, the year that it is for", "no-year")
    covered = Date.of_year(event.covers) if event.covers else None
    years = {"covers": covered, "date": event.date, "until": event.until}
    unlikely = list(_unlikely_years(years, day, f" of {name}"))
    yield from unlikely
    if not unlikely and event.date and event.date.first > day:
        message = f"{name} is dated in the future"
        hint = "correct the date, or remove the event until it has happened"
        yield problem(("date",), message, hint, "future-event")


def _unlikely_years(
    dates: Mapping[str, Date | None], day: datetime.date, of: str = ""
) -> Iterator[DataProblem]:
    """Yield dates in a year long before or after UNESCO's Category 2 Centres, by their field.

    `of` says in messages which event or contact has them.
    """
    for field, date in dates.items():
        if date is None:
            continue
        known = {date.first, date.last} - _UNKNOWN_BOUNDS
        years = [bound.year for bound in known or {date.last}]
        if min(years) < FOUNDED.year:
            foundation = f"the foundation of UNESCO ({FOUNDED.year})"
            message = f"the year {min(years)}{of} is before {foundation}"
        elif max(years) > day.year + _MAX_YEARS_AHEAD:
            message = f"the year {max(years)}{of} is more than {_MAX_YEARS_AHEAD} years ahead"
        else:
            continue
        calendar = _CALENDARS.get(min(years) // 100) or _CALENDARS.get(max(years) // 100)
        hint = (
            f"convert the date if it is in the {calendar} calendar"
            if calendar
            else "correct the date"
        )
        yield problem((field,), message, hint, "unlikely-year")


def _status_and_date(
    meeting: Meeting, day: datetime.date, data: str | None
) -> Iterator[DataProblem]:
    if meeting.is_open and meeting.days.last < day:
        date = meeting.end or meeting.start
        message = f'still "{meeting.status}", but the meeting date ({date}) has passed'
        hint = "set it to held or cancelled"
        if data is not None:
            hint += f", for example: c2c edit meeting {meeting.id}{data} --status held"
        yield problem(("status",), message, hint, "past-meeting")
    if meeting.status == "held" and meeting.days.first > day:
        message = f'already "held", but the meeting starts in the future ({meeting.start})'
        yield problem(("status",), message, "correct the date or the status", "future-meeting")


def _expired_agreement(centre: Centre, as_of: AsOf, data: str | None) -> Iterator[DataProblem]:
    day = as_of.day
    begun = history.begun(history.since_last_closure(centre.event, as_of), as_of)
    if not begun:
        return
    end = agreements.end(*begun[-1])
    if end is None or end.date.last >= day:
        return
    for other in centre.event:
        may_end_it = other.kind in {*EXPIRING_KINDS, "closed"} and other not in begun[-1]
        if may_end_it and other.date and other.date.first <= day < other.date.last:
            return  # it may have happened already
    path: KeyPath = ("event", centre.event.index(end.event), end.field)
    message = f"the agreement expired ({end.date}), but no later renewal or closure is recorded"
    hint = "record what happened"
    if data is not None:
        command = f"c2c add event {centre.id} renewed{data} --date DATE --until DATE"
        hint += f", for example: {command}"
    yield problem(path, message, hint, "agreement-expired")


def _unlikely_terms(events: Events, network: Network | None, as_of: AsOf) -> Iterator[DataProblem]:
    """Yield ends of agreements that are at odds with their terms, or with the longest term."""
    longest = network.longest_term if network else None
    names = cache(partial(_names_of, events))  # only for a message
    places = {id(event): index for index, event in enumerate(events)}
    for event, in_force in history.begun(events, as_of):
        end = agreements.end(event, in_force)
        if end is None:
            continue
        path: KeyPath = ("event", places[id(end.event)], end.field)
        start = (in_force or event).date
        if end.field == "term":
            years = end.event.term or 0
            if longest is not None and years > longest:
                name = names()[id(event)]
                message = f"the term of {name}, {years} years, exceeds the longest term ({longest})"
                yield problem(path, message, "correct the term", "unlikely-term")
        elif start is not None and not start.bounds:
            term = agreements.term(event, in_force)
            wrong = _unlikely_end(start, end.date, term, longest)
            if wrong:
                message = f"{wrong} of {names()[id(event)]}"
                hint = "correct the dates"
                if in_force is None:
                    hint += ", or add an in-force event"
                yield problem(path, message, hint, "unlikely-term")


def _unlikely_end(start: Date, end: Date, term: int | None, longest: int | None) -> str:
    """Return what is unlikely about the end of an agreement, or an empty string."""
    if longest is not None and end.first > months_later(start.last, 12 * longest):
        most = plural(longest, "year")
        return f"{end} is more than {most} (the longest term) after the beginning ({start})"
    if term is None:
        return ""
    earliest = months_later(start.first, 12 * term - _TOLERANCE)
    latest = months_later(start.last, 12 * term + _TOLERANCE)
    if end.last < earliest or end.first > latest:
        return f"{end} does not fit the beginning ({start}) and the term ({plural(term, 'year')})"
    return ""


def _without_approval(centre: Centre, data: str | None) -> Iterator[DataProblem]:
    """Yield the first opening or renewal of a centre of which no approval or agreement is known."""
    kinds = [event.kind for event in centre.event]
    if not {"approved", "signed", IN_FORCE}.isdisjoint(kinds):
        return
    for index, kind in enumerate(kinds):
        if kind in {"opened", "renewed"}:
            message = f'{quoted(kind)} is recorded, but "approved" and "signed" are not'
            hint = "add the approval, without a date if it is unknown"
            if data is not None:
                hint += f", for example: c2c add event {centre.id} approved{data}"
            yield problem(("event", index, "kind"), message, hint, "no-approval")
            return


def _out_of_order(events: Sequence[Event]) -> Iterator[DataProblem]:
    """Yield events up to the first closure that are dated after a later kind of event."""
    first = _first_of_each_step(events)
    for kind, (date, index) in first.items():
        for later_kind in _later_steps(kind):
            later_date, later_index = first.get(later_kind, (None, 0))
            if later_date and date.first > later_date.last:
                message = f'"{kind}" ({date}) is dated after "{later_kind}" ({later_date})'
                hint, path = "correct one of the two dates", ("event", index, "date")
                first_path = ("event", later_index, "date")
                yield problem(path, message, hint, "events-out-of-order", first=first_path)
                break


def _later_steps(kind: str) -> Sequence[str]:
    """Return the steps before which a step happens.

    An agreement may enter into force after the opening, and again after each renewal.
    """
    return ("closed",) if kind == IN_FORCE else STEPS[STEPS.index(kind) + 1 :]


def _first_of_each_step(events: Sequence[Event]) -> dict[str, tuple[Date, int]]:
    """Return the date and index of the first event of each step up to the first closure."""
    dated = [
        (event.date, index, event.kind)
        for index, event in enumerate(events)
        if event.date and event.kind in STEPS
    ]
    closures = [date.first for date, _, kind in dated if kind == "closed"]
    first_closure = min(closures, default=datetime.date.max)
    first: dict[str, tuple[Date, int]] = {}
    for date, index, kind in sorted(dated, reverse=True):  # the first of a kind is set last
        if date.last <= first_closure:
            first[kind] = date, index
    return first


def _invisible(values: Mapping[str, object], name: str) -> Iterator[DataProblem]:
    """Yield strings with an invisible character, which was probably pasted.

    `name` is what the record is called in messages, if it is an event or a contact.
    """
    for field, value in values.items():
        if type(value) is str and value.isascii() and value.isprintable():
            continue  # most values; paths for each would take time
        if isinstance(value, dict):
            texts: dict[KeyPath, object] = {(field, key): item for key, item in value.items()}
        elif isinstance(value, tuple):
            texts = {(field, index): item for index, item in enumerate(value)}
        else:
            texts = {(field,): value}
        keep = "\t\n" if field in _PARAGRAPHS else "\n"
        for path, text in texts.items():
            hidden = first_invisible(text, keep) if isinstance(text, str) else None
            if hidden is not None:
                item = f"item {path[-1] + 1}" if isinstance(path[-1], int) else ""
                place = " of ".join(filter(None, [item, name]))
                message = f"unexpected invisible character U+{ord(hidden):04X}"
                message += f" in {place}" if place else ""
                yield problem(path, message, "remove it", "control-character")


def _no_addresses(values: Mapping[str, object], name: str) -> Iterator[DataProblem]:
    """Yield URLs and email addresses that are none; `name` is as for invisible characters."""
    for field, value in values.items():
        if field in _ADDRESSES and isinstance(value, str):
            pattern, noun, example, code = _ADDRESSES[field]
            if not re.fullmatch(pattern, value):
                wrong = invalid(noun, value, f"use {example}", code)
                message = f"{wrong.message} of {name}" if name else wrong.message
                yield DataProblem((field,), wrong._replace(message=message))
