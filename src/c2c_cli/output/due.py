"""View of what needs action."""

import datetime
from collections.abc import Sequence

from c2c_cli.model.due import Action
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import Columns, TableOptions, Value, View


def actions(registry: Registry, found: Sequence[Action], day: datetime.date, *, contacts: bool = True) -> View:
    """Return the view of what needs action as of a day; `contacts` includes contacts, which are personal data."""
    people = {centre.id: centre.contact for centre in registry.centre if contacts}

    def contact(one: Action) -> str | None:
        first = next((person for centre in one.concerns for person in people.get(centre, ())), None)
        return ", ".join(filter(None, (first.role, first.name, first.email or first.phone))) if first else None

    def described(one: Action) -> Value:
        concerns = () if one.concerns == one.ids else one.concerns
        return "\n".join(["; ".join(filter(None, (one.what, ", ".join(concerns), contact(one)))), one.command])

    columns: Columns = {
        "date": lambda one: one.date,
        "days": lambda one: (one.date.last - day).days,
        "what": lambda one: one.what,
        "id": lambda one: one.ids,
        "concerns": lambda one: one.concerns or None,
        "contact": contact,
        "command": lambda one: one.command,
    }
    shown = {name: columns[name] for name in ("date", "days")}
    shown |= {"id": lambda one: "\n".join(one.ids), "what": described}
    table = TableOptions(shown, f"Due as of {day}", group=lambda one: "Overdue" if one.date.last < day else "To do")
    return View("actions", found, columns, default=tuple(columns), table=table)
