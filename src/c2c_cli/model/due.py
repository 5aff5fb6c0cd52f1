"""What needs action as of a day: agreements, past meetings, required meetings, obligations."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple, Self

from c2c_cli.model import agreements, cadence, history, obligations
from c2c_cli.model.dates import Date, months_later
from c2c_cli.model.history import AsOf
from c2c_cli.model.obligations import Period
from c2c_cli.model.registry import Registry
from c2c_cli.text import plural

MONTHS = agreements.DUE_MONTHS

SENTENCES = {
    "agreement-expired": "agreement expired",
    "agreement-expires": "agreement expires",
    "review-due": "review due{expiry}",
    "agreement-outdated": (
        "agreement began {began}; a term is at most {longest_term}: "
        "find out whether it was renewed or ended"
    ),
    "past-meeting": "meeting still {status}",
    "meetings-missing": "{meetings} not recorded",
    "meetings-due": "{meetings} due",
    "obligation-missing": "{obligation} {period} not recorded",
    "obligation-due": "{obligation} {period} due",
}
"""Code of an action -> the sentence that says what needs action, with its values in braces."""

MEETING_OPEN = "meeting-open"
"""Code of a planned meeting, which is shown in a terminal, but needs no action yet."""


class Action(NamedTuple):
    """A due item or a planned meeting: what, until when, and the command that records it."""

    code: str
    """A key of `SENTENCES`, or `MEETING_OPEN`."""
    date: Date
    """The date by which action is needed, or since which it is overdue."""
    what: str
    """The sentence that says what needs action."""
    ids: tuple[str, ...]
    """The id of the centre or meeting, or the kinds of the cadence rules."""
    concerns: tuple[str, ...]
    """Ids of the centres and organisations concerned; empty for the whole network."""
    command: str
    """The command that records the outcome; words in capitals stand for values.

    It is empty if there is nothing to record yet, or no command can change the registry.
    """
    general: str
    """The general form of the command: words that differ between actions are in capitals.

    It has as many words as the command.
    """
    table: str
    """The table of the record or rule: `centre`, `meeting`, `cadence` or `obligation`."""
    number: int = 0
    """Number of required meetings, if the action is about rules."""
    period: Period | None = None
    """The period of an obligation that the action is about, if any."""
    meeting_kind: str | None = None
    """The kind of the meeting that the action is about, if it has one."""

    @property
    def is_outdated(self) -> bool:
        """Whether it is about a record that is probably outdated, so that no date is certain."""
        return self.code == "agreement-outdated"

    @property
    def id(self) -> str | None:
        """The id of the centre or meeting, or the kind of the cadence rule, if it is the only one.

        A shortfall that belongs to several rules together has none.
        """
        return self.ids[0] if len(self.ids) == 1 else None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the cadence rules; empty if the action is not about rules."""
        return self.ids if self.table == "cadence" else ()

    @property
    def kind(self) -> str | None:
        """The kind of the cadence rule, the obligation or the meeting, if there is one."""
        if self.table == "cadence":
            return self.id
        return self.period.obligation.kind if self.period else self.meeting_kind

    @property
    def year(self) -> int | None:
        """The year of the cadence rules, or the last one of the period of the obligation."""
        if self.table == "cadence":
            return self.date.year
        return self.period.last if self.period else None

    def without_command(self) -> Self:
        """Return the action in a registry that no command can change."""
        return self._replace(command="", general="")

    def in_full(self, what: str, contact: str | None) -> str:
        """Return what needs action, whom it concerns if that is not its id, and the contact."""
        concerns = "" if self.concerns == self.ids else ", ".join(self.concerns)
        return "; ".join(filter(None, (what, concerns, contact)))


def due(registry: Registry, as_of: AsOf, months: int = MONTHS) -> list[Action]:
    """Return what needs action as of a day, the most overdue first.

    This includes agreements that expire or are due for review, and obligations that are due, within
    `months`.
    """
    found = [
        *_agreements(registry, as_of, months),
        *_meetings(registry, as_of.day),
        *_cadence(registry, as_of.day),
        *_obligations(registry, as_of, months),
    ]
    found.sort(key=lambda action: action.date.last)
    return [*found, *_outdated(registry, as_of)]


def planned(registry: Registry, day: datetime.date, months: int = MONTHS) -> list[Action]:
    """Return the tentative and planned meetings that certainly begin within `months`, by start."""
    last = months_later(day, months)
    found = []
    for meeting in sorted(registry.meeting, key=lambda meeting: meeting.start):
        days = meeting.days
        if meeting.is_open and day <= days.last and meeting.start.last <= last:
            date, what = meeting.end or meeting.start, f"meeting {meeting.status}"
            ids, table = (meeting.id,), "meeting"
            found.append(Action(MEETING_OPEN, date, what, ids, meeting.organisers, "", "", table))
    return found


def _outdated(registry: Registry, as_of: AsOf) -> list[Action]:
    """Return the agreements that began longer ago than the longest term that is known.

    They come last: the record is probably outdated, and no date is known by which to act.
    """
    actions = []
    for agreement in agreements.agreements(registry, as_of):
        if agreement.state != "outdated" or agreement.deadline is None:
            continue
        code = "agreement-outdated"
        what = SENTENCES[code].format(
            began=_when(agreement, as_of),
            longest_term=plural(registry.network.longest_term or 0, "year"),
        )
        centre_id = agreement.centre.id
        command, general = _add_event(centre_id, "renewed", registry.option)
        ids = (centre_id,)
        actions.append(Action(code, agreement.deadline, what, ids, ids, command, general, "centre"))
    return sorted(actions, key=lambda action: action.date.last)


def _when(agreement: agreements.Agreement, as_of: AsOf) -> str:
    """Return in or by which year an agreement began."""
    if agreement.began is None:
        return ""
    date = agreement.began.date
    if date is not None and not date.bounds:
        return f"in {date.year}"
    days = history.days_of(agreement.began, agreement.centre.event, as_of)
    return f"by {days.last.year}"


def _agreements(registry: Registry, as_of: AsOf, months: int) -> Iterator[Action]:
    day = as_of.day
    needed = {
        "expired": ("agreement-expired", "renewed"),
        "reviewed": ("agreement-expires", "renewed"),
    }
    for agreement in agreements.agreements(registry, as_of):
        if agreement.deadline is None or not agreements.needs_attention(agreement, day, months):
            continue
        code, kind = needed.get(agreement.state, ("review-due", "evaluated"))
        until, expiry = agreement.until, ""
        if until and until.first <= months_later(day, months):
            preposition = "on" if until.first == until.last else "in"
            when = f"{preposition} {until}"
            if until.bounds:
                when = "between {} and {}".format(*until.sides)
            expiry = f"; agreement expires {when}"
        what = SENTENCES[code].format(expiry=expiry)
        centre_id = agreement.centre.id
        command, general = _add_event(centre_id, kind, registry.option)
        ids = (centre_id,)
        yield Action(code, agreement.deadline, what, ids, ids, command, general, "centre")


def _add_event(centre_id: str, kind: str, option: str) -> tuple[str, str]:
    """Return the command that adds an event to a centre, and the same command for any centre."""
    options = "--date DATE --until DATE" if kind == "renewed" else "--date DATE"
    command = "c2c add event {} {}{} {}".format
    return command(centre_id, kind, option, options), command("ID", kind, option, options)


def _meetings(registry: Registry, day: datetime.date) -> Iterator[Action]:
    for meeting in registry.meeting:
        if meeting.is_open and meeting.days.last < day:
            date = meeting.end or meeting.start
            what = SENTENCES["past-meeting"].format(status=meeting.status)
            concerns = meeting.organisers or meeting.attendees
            command = f"c2c edit meeting {meeting.id}{registry.option} --status held"
            general = f"c2c edit meeting ID{registry.option} --status held"
            yield Action(
                "past-meeting",
                date,
                what,
                (meeting.id,),
                concerns,
                command,
                general,
                "meeting",
                meeting_kind=meeting.kind,
            )


def _cadence(registry: Registry, day: datetime.date) -> Iterator[Action]:
    """Yield the required meetings neither held nor planned, up to the shortfall of each year."""
    years = cadence.years(registry.cadence, day)
    for year in cadence.evaluate(registry, years, day):
        code, status = ("meetings-missing", "held") if year.over else ("meetings-due", "planned")
        for kinds, number in _shortfall(year).items():
            if number == 0:
                continue
            what = SENTENCES[code].format(meetings=plural(number, "meeting"))
            general = _add_meeting("KIND", status, registry.option)
            command = general
            if len(kinds) == 1:
                command = _add_meeting(kinds[0], status, registry.option)
            date = Date.of_year(year.year)
            yield Action(code, date, what, kinds, (), command, general, "cadence", number)


def _add_meeting(kind: str, status: str, option: str) -> str:
    return f"c2c add meeting{option} --kind {kind} --status {status} --start DATE --title TITLE"


def _obligations(registry: Registry, as_of: AsOf, months: int) -> Iterator[Action]:
    """Yield the obligations that are not recorded, and those that are due within `months`.

    An unclear period needs no action: a delivery is recorded, only its period is not certain.
    """
    last = months_later(as_of.day, months)
    kinds = {meeting.kind for meeting in registry.meeting}
    years = obligations.years(registry, as_of.day)
    for period in obligations.evaluate(registry, as_of, years):
        if period.state != "missing" and (period.state != "due" or period.due > last):
            continue
        is_meeting = period.obligation.kind in kinds
        code = f"obligation-{period.state}"
        what = SENTENCES[code].format(
            obligation=period.obligation.name,
            period=f"{'in' if is_meeting else 'for'} {_years(period)}",
        )
        command, general = (_hold if is_meeting else _deliver)(period, registry.option)
        ids = (period.centre.id,)
        date = Date.of_day(period.due)
        yield Action(code, date, what, ids, ids, command, general, "obligation", period=period)


def _years(period: Period) -> str:
    """Return the years of a period, such as `2022` or `2022 to 2023`."""
    return str(period.first) if period.first == period.last else f"{period.first} to {period.last}"


def _hold(period: Period, option: str) -> tuple[str, str]:
    """Return the command that adds the meeting that fulfils an obligation, and its general form."""
    status = "held" if period.state == "missing" else "planned"
    command = (
        "c2c add meeting{} --kind {} --organisers {} --status {} --start DATE --title TITLE".format
    )
    return (
        command(option, period.obligation.kind, period.centre.id, status),
        command(option, period.obligation.kind, "ID", "STATUS"),
    )


def _deliver(period: Period, option: str) -> tuple[str, str]:
    """Return the command that adds the event that fulfils an obligation, and its general form."""
    command = "c2c add event {} {}{} --covers {} --date DATE".format
    return (
        command(period.centre.id, period.obligation.kind, option, period.last),
        command("ID", period.obligation.kind, option, "YEAR"),
    )


def _shortfall(year: cadence.Year) -> dict[tuple[str, ...], int]:
    """Return the shortfall of a year by the kinds of the rules that lack meetings.

    Each rule has a part of its own. The rules that an unclear meeting may cover share the rest.
    """
    numbers: dict[tuple[str, ...], int] = {
        (status.rule.kind,): status.uncovered - status.unclear for status in year.rules
    }
    unclear = tuple(status.rule.kind for status in year.rules if status.unclear)
    if unclear:
        rest = year.shortfall - sum(numbers.values())
        numbers[unclear] = numbers.get(unclear, 0) + rest
    return numbers
