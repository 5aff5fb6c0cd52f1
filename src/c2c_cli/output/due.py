"""View of what needs action."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model.contacts import members
from c2c_cli.model.records import Contact
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import Columns, Span, View, of_columns
from c2c_cli.text import plural

if TYPE_CHECKING:
    from c2c_cli.model.due import Action

_Contacts = Mapping[str, Sequence[Contact]]
"""Id of a centre or an organisation -> its contacts."""


def _first_contact(action: "Action", contacts: _Contacts) -> Contact | None:
    """Return the first contact of the centres that an action concerns."""
    for centre in action.concerns:
        for person in contacts.get(centre, ()):
            return person
    return None


def _contact_in_short(action: "Action", contacts: _Contacts) -> str | None:
    """Return the first contact of the centres that an action concerns, in one line."""
    person = _first_contact(action, contacts)
    return person.in_short if person else None


def _current_contacts(registry: Registry, day: datetime.date) -> _Contacts:
    """Return the contacts of each centre and organisation that may have their role on a day."""
    return {
        member.id: [person for person in member.contact if person.is_current(day)]
        for member in members(registry)
    }


def _group_of(action: "Action", day: datetime.date) -> str:
    """Return the heading of an action in a table."""
    if action.is_outdated:
        return "Outdated"
    return "Overdue" if action.date.last < day else "Upcoming"


def _action_columns(day: datetime.date, contacts: _Contacts) -> Columns:
    """Return the columns of actions as of a day."""
    return {
        "date": attrgetter("date"),
        "days": lambda action: (action.date.last - day).days,
        "what": attrgetter("what"),
        "id": attrgetter("id"),
        "concerns": attrgetter("concerns"),
        "contact": lambda action: _contact_in_short(action, contacts),
        "command": attrgetter("command"),
        **{name: attrgetter(name) for name in ("code", "kind", "year")},
        "count": lambda action: action.number or None,
        "kinds": attrgetter("kinds"),
    }


ACTIONS = of_columns(
    "actions",
    _action_columns(datetime.date.max, {}),
    {
        "date": "Date by which to act, or since which the action is overdue.",
        "days": "Days until the last possible day of the date; negative after it.",
        "what": "What needs action, in words.",
        "id": "Id of the centre or meeting, or kind of the rule; empty for several rules.",
        "concerns": "Centre; for a meeting, its organisers or else its attendees.",
        "contact": "First contact of the centres or organisations in concerns; personal data.",
        "command": "Command that records the outcome; replace words such as DATE.",
        "code": "Type of the action, such as review-due.",
        "kind": "Kind of the rule, obligation or meeting.",
        "year": "Year of the rule, or last year of the period.",
        "count": "Number of meetings that are due or not recorded.",
        "kinds": "Kinds of the rules to which a shortfall belongs.",
    },
)._replace(commands=("command",))
"""The view of what needs action, without rows."""


def actions(
    registry: Registry, found: Sequence["Action"], day: datetime.date, why_not: str = ""
) -> View:
    """Return the view of what needs action as of a day, with the contacts in the registry.

    `why_not` says why there are no commands, if no command can change the registry.
    """
    contacts = _current_contacts(registry, day)
    columns = _action_columns(day, contacts)

    def with_command(action: "Action") -> str:
        text = action.in_full(action.what, _contact_in_short(action, contacts))
        return "\n".join(filter(None, (text, action.command)))

    def contact(action: "Action") -> tuple[Contact, ...]:
        person = _first_contact(action, contacts)
        return (person,) if person else ()

    def as_calendar() -> str:
        from c2c_cli.output import calendar  # noqa: PLC0415  # icalendar doubles the start-up time

        return calendar.actions(registry, found, day)

    return ACTIONS._replace(
        rows=found,
        columns=columns,
        in_json={"contact": contact},
        shown={
            "date": columns["date"],
            "days": columns["days"],
            "id": lambda action: "\n".join(action.ids),
            "what": with_command,
        },
        title=f"To do as of {day}",
        caption=f"No commands: {why_not}" if why_not else None,
        group=lambda action: _group_of(action, day),
        calendar=as_calendar,
    )


def todo(
    registry: Registry,
    found: Sequence["Action"],
    planned: Sequence["Action"],
    day: datetime.date,
    months: int,
    *,
    every: bool = False,
    why_not: str = "",
) -> View:
    """Return the view of what needs action and of the planned meetings of the next `months`.

    It is only for a terminal: planned meetings need no action, so other formats omit them.
    `every` means that each action has a line of its own. `why_not` says why there are no commands,
    if no command can change the registry.
    """
    rows = sorted([*found, *planned], key=lambda row: (row.is_outdated, row.date.last))
    view = actions(registry, rows, day, why_not)
    contacts = _current_contacts(registry, day)

    def contact(action: "Action") -> str | None:
        return _contact_in_short(action, contacts)

    def drawing(width: int) -> Iterable[Sequence[Span]]:
        from c2c_cli.output.due_drawing import Todo  # noqa: PLC0415  # it imports Rich

        todo = Todo(registry, rows, contact, day, months, every=every)
        return todo.lines(width, view.caption)

    total = [plural(len(found), "action"), plural(len(planned), "planned meeting")]
    return view._replace(drawing=drawing, total=", ".join(total if planned else total[:1]))
