"""Views of the cadence rules and of their states in each year."""

import datetime
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model.records import OTHER, CadenceRule, Meeting
from c2c_cli.output.view import (
    MARKS,
    RULE_STATES,
    Columns,
    Span,
    View,
    descriptions,
    entries,
    of_columns,
    of_tuples,
)
from c2c_cli.text import plural, years_in_words

if TYPE_CHECKING:
    from c2c_cli.model.cadence import RuleStatus, Year
    from c2c_cli.model.registry import Registry

_PLANNED = "recorded only as planned or tentative"
"""What a verdict says of meetings in years that have ended."""

_MOST = 5
"""Maximum number of rules whose states fit next to the column of unclear meetings."""


def rules(chosen: Sequence[CadenceRule], meetings: Sequence[Meeting] = ()) -> View:
    """Return the view of cadence rules.

    In a table, `agreed` shows the date and city of a meeting in `meetings` instead of its id.
    """
    agreed = {}
    for meeting in meetings:
        agreed[meeting.id] = ", ".join(filter(None, (str(meeting.start), meeting.city)))
    columns: Columns = {name: attrgetter(name) for name in CadenceRule.__slots__ if name != "names"}
    columns["names"] = entries("names")
    default = ("kind", "name", "level", "per_year", "since", "until", "agreed")
    shown = {name: columns[name] for name in default} | {
        "agreed": lambda rule: agreed.get(rule.agreed, rule.agreed)
    }
    if not any(rule.until for rule in chosen):
        del shown["until"]
    meanings = descriptions(CadenceRule, columns)
    return View("rules", chosen, columns, default, meanings, shown=shown, title="Cadence rules")


RULES = rules(())
"""The view of the rules, without rows."""


CADENCE = of_columns(
    "rows",
    {
        "year": attrgetter("year"),
        "kind": attrgetter("rule.kind"),
        "per_year": attrgetter("rule.per_year"),
        **{
            name: attrgetter(name)
            for name in ("held", "planned", "unclear", "waived", "state", "meetings")
        },
    },
    {
        "year": "Year, such as 2018.",
        "kind": "Kind of the cadence rule.",
        "per_year": "Number of required meetings.",
        "held": "Number of required meetings that were held.",
        "planned": "Number of required meetings that are tentative or planned.",
        "unclear": "Number of required meetings that unclear meetings may cover.",
        "waived": "Number of required meetings that are waived.",
        "state": "State of the rule in the year as of the given day.",
        "meetings": "Ids of the meetings that count or may count.",
    },
)
"""The view of the states of the rules in each year, without rows."""

_YEAR_MEANINGS = {
    "year": CADENCE.meanings["year"],
    "required": "Number of required meetings of all rules.",
    **{name: CADENCE.meanings[name] for name in ("held", "planned", "unclear", "waived")},
    "shortfall": "Number of required meetings that are neither held, planned nor waived, even "
    "if every unclear meeting counts.",
    "state": "Worst state of the required meetings, as of the given day.",
}

YEARS = of_columns("years", {name: attrgetter(name) for name in _YEAR_MEANINGS}, _YEAR_MEANINGS)
"""The view of years with their shortfalls, without rows."""


def cadence(years: Sequence["Year"], day: datetime.date) -> View:
    """Return the view of the state of each rule in each year, as of a day."""

    def in_words(status: "RuleStatus") -> str:
        return _not_recorded(status) if status.state == "missing" else status.state

    return CADENCE._replace(
        rows=[status for year in years for status in year.rules],
        shown={name: CADENCE.columns[name] for name in ("year", "kind", "state", "meetings")},
        title=f"Cadence as of {day}",
        in_words={"state": in_words},
    )


def cadence_years(years: Sequence["Year"], day: datetime.date) -> View:
    """Return the view of years with their shortfalls as of a day."""

    def in_words(year: "Year") -> str:
        if year.state != "missing":
            return year.state
        return _in_words(year.shortfall, year.required)

    return YEARS._replace(
        rows=years, title=f"Cadence as of {day}, by year", in_words={"state": in_words}
    )


def cadence_grid(registry: "Registry", found: Sequence["Year"], day: datetime.date) -> View:
    """Return the cadence as a grid of years and rules, with a column of the other meetings.

    If there are few rules, the grid is drawn with marks alone.
    """
    rules = registry.cadence
    pointer = f"Rules: c2c cadence --agreed{registry.option}"

    def drawing(width: int) -> list[list[Span]] | None:
        from c2c_cli.output import cadence_drawing  # noqa: PLC0415  # it imports Rich

        return cadence_drawing.lines(found, day, pointer, width)

    rows = []
    for year in found:
        cells = {status.rule.kind: _describe(status) for status in year.rules}
        rows.append(
            (
                year.year,
                *(cells.get(rule.kind) for rule in rules),
                ", ".join(map(_start, year.other)),
            )
        )
    kinds = ("kind year" if rule.kind == "year" else rule.kind for rule in rules)
    view = of_tuples("years", ("year", *kinds, OTHER), rows)
    short = ", ".join(
        f"{year.shortfall} in {year.year}" for year in found if year.over and year.shortfall
    )
    return view._replace(
        title=f"Cadence as of {day}",
        lead=_verdict(found),
        caption=f"Shortfall: {short}\n{pointer}" if short else pointer,
        marks={state: MARKS[state].sign for state in RULE_STATES},
        drawing=drawing if len({rule.kind for rule in rules}) <= _MOST else None,
    )


def _verdict(found: Sequence["Year"]) -> str:
    """Return in a sentence whether the network met as often as agreed.

    It is about the years that have ended, or about all years if none has.
    """
    ended = [year for year in found if year.over]
    years = ended or found
    required = sum(year.required for year in years)
    waived = sum(year.waived for year in years)
    if not required:
        return ""
    agreed = f"agreed for {years_in_words([year.year for year in years])}"
    if waived == required:
        return f"{_every(required, agreed)} waived."
    sentence = (_past if ended else _future)(years, required, waived, agreed)
    return f"{sentence}."


def _past(years: Sequence["Year"], required: int, waived: int, agreed: str) -> str:
    """Return whether the meetings agreed for years that have ended were held."""
    shortfall = sum(year.shortfall for year in years)
    unclear = sum(year.unclear for year in years)
    planned = sum(year.planned for year in years)
    others = _others_waived(waived)
    if shortfall == required > 1:
        return f"{_none(required, agreed)} recorded"
    if shortfall:
        some = _some(shortfall, required, agreed, "not recorded", is_least=unclear > 0)
        only = f"; {planned} {_is(planned)} {_PLANNED}" if planned else ""
        return f"{some}{only}{others}"
    if unclear:
        doubt = _some(unclear, required, "", "unclear")
        doubt = f"{doubt[:1].lower()}{doubt[1:]}{others}"
        return f"The network may have met as often as {agreed}: {doubt}"
    if planned:
        return _some(planned, required, agreed, _PLANNED) + others
    apart = f", apart from {plural(waived, 'waived meeting')}" if waived else ""
    return f"The network met as often as {agreed}{apart}"


def _future(years: Sequence["Year"], required: int, waived: int, agreed: str) -> str:
    """Return whether the meetings agreed for years that have not ended are planned."""
    shortfall = sum(year.shortfall for year in years)
    is_unclear = any(year.unclear for year in years)
    if shortfall == required > 1:
        return f"{_none(required, agreed)} recorded as held or planned"
    if shortfall:
        state = "not recorded as held or planned"
        least = _some(shortfall, required, agreed, state, is_least=is_unclear)
        return least + _others_waived(waived)
    states = "held, planned or waived" if waived else "held or planned"
    sentence = f"{_every(required, agreed)} {states}"
    if is_unclear:
        return f"It is unclear whether {sentence[:1].lower()}{sentence[1:]}"
    return sentence


def _others_waived(waived: int) -> str:
    """Return the end of a sentence about some of the required meetings."""
    return f"; {waived} {_is(waived)} waived" if waived else ""


def _some(number: int, required: int, agreed: str, state: str, *, is_least: bool = False) -> str:
    """Return a sentence about the number of required meetings in a state."""
    if number == required:
        return f"{_every(required, agreed)} {state}"
    least = "At least " if is_least else ""
    which = " ".join(filter(None, (f"{least}{number} of the {required} meetings", agreed)))
    return f"{which} {_is(number)} {state}"


def _every(required: int, agreed: str) -> str:
    """Return the subject of a sentence about all required meetings, and its verb."""
    every = {1: "The meeting", 2: "Both meetings"}.get(required, f"All {required} meetings")
    return " ".join(filter(None, (every, agreed, _is(required))))


def _none(required: int, agreed: str) -> str:
    """Return the subject of a sentence about none of several required meetings, and its verb."""
    return f"{'Neither' if required == 2 else 'None'} of the {required} meetings {agreed} is"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _describe(status: "RuleStatus") -> str:
    """Return the cell of a rule: a mark, the dates of its meetings, and what is not recorded."""
    parts = [_start(meeting) for meeting in status.filling]
    if status.waived:
        parts.append("waived")
    candidates = status.candidates
    if len(candidates) == 1:
        parts.append(f"possibly {_start(candidates[0])}")
    elif candidates:
        is_unknown = any(meeting.kind is None for meeting in candidates)
        kind = "of unknown kind" if is_unknown else f"{status.rule.level}-level"
        number = "possibly any" if status.waived else status.unclear
        parts.append(f"{number} of {len(candidates)} {kind}")
    remaining = status.uncovered - status.unclear
    if status.missing:
        parts.append(_not_recorded(status))
    elif remaining:
        parts.append("due" if status.rule.per_year == 1 else f"{remaining} due")
    return f"{MARKS[status.state].sign} {', '.join(parts)}"


def _not_recorded(status: "RuleStatus") -> str:
    return _in_words(status.missing, status.rule.per_year)


def _in_words(missing: int, required: int) -> str:
    """Return how many of the required meetings are not recorded."""
    return "none recorded" if missing == required else f"{missing} more not recorded"


def _start(meeting: Meeting) -> str:
    return f"{meeting.start}" if meeting.status == "held" else f"{meeting.status} {meeting.start}"
