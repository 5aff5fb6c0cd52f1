"""View of changes."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from c2c_cli.model.changes import KINDS, Change
from c2c_cli.model.dates import Date
from c2c_cli.output.markdown import literal
from c2c_cli.output.view import Value, View, cell

CHANGES = View(
    "changes",
    (),
    {name: attrgetter(name) for name in Change._fields},
    default=Change._fields,
    nothing="no changes",
)
"""The view of changes, without rows."""


def changes(found: Sequence[Change], title: str, caption: str | None = None) -> View:
    """Return the view of changes; `caption` is a sentence after them."""
    counts = Counter(change.change for change in found)
    total = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])
    repeated = _repeated(found)
    return CHANGES._replace(
        rows=found,
        title=title,
        total=total,
        once={"record": lambda change: "" if id(change) in repeated else change.record},
        caption=caption,
        markdown=lambda: _markdown(found, title, total, caption),
    )


def _repeated(found: Sequence[Change]) -> set[int]:
    """Return the identities of the changes whose record is that of the change before."""
    return {id(change) for before, change in pairwise(found) if before.record == change.record}


def _markdown(found: Sequence[Change], title: str, total: str, caption: str | None) -> str:
    """Return the changes as a document with a list for each kind of change."""
    lines = [f"## {literal(title)}", "", f"{total}." if found else "No changes."]
    for kind in KINDS:
        chosen = [change for change in found if change.change == kind]
        if chosen:
            lines += ["", f"### {kind.capitalize()}", ""]
        record = ""
        for change in chosen:
            if change.record != record:
                lines.append(f"- **{literal(change.record)}**{_own(change)}")
                record = change.record
            elif not _detail(change):
                lines[-1] += _own(change)
            if _detail(change):
                lines.append(f"  - {_detail(change)}")
    if caption:
        lines += ["", literal(f"{caption}.")]
    return "\n".join(lines) + "\n"


def _own(change: Change) -> str:
    """Return the name of a record that was added or removed, or an empty string."""
    name = cell(change.now or change.was)
    return f": {literal(name)}{_date(change)}" if not change.field and name else ""


def _detail(change: Change) -> str:
    """Return what changed within a record."""
    words = [literal(change.item)] if change.item else []
    if change.field:
        words.append(f"{literal(change.field)}: {_text(change.was)} → {_text(change.now)}")
    return " ".join(words) + (_date(change) if words else "")


def _text(value: Value) -> str:
    """Return a value, whose items are separated by commas, or `none`."""
    if isinstance(value, tuple) and not isinstance(value, Date):
        return literal(", ".join(value))
    return literal(cell(value)) or "none"


def _date(change: Change) -> str:
    """Return the date of an event or a meeting that happened, or was added or removed."""
    return f" ({change.date})" if change.date and change.change != "changed" else ""
