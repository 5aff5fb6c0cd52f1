"""View of changes."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Any

from c2c_cli.model.changes import KINDS, Change
from c2c_cli.model.dates import Date
from c2c_cli.output.markdown import literal
from c2c_cli.output.view import View, cell
from c2c_cli.text import one_of

CHANGES = View(
    "changes",
    (),
    {name: attrgetter(name) for name in Change._fields},
    default=Change._fields,
    meanings={
        "record": "Record, such as centre ICDH.",
        "item": "Part of the record, such as an event; empty for the record itself.",
        "change": f"Type of change: {one_of(KINDS)}.",
        "field": "Field that changed.",
        "was": "Former value, or name of a removed record.",
        "now": "New value, or name of an added record.",
        "date": "Date of the event or meeting, if it is known.",
    },
    nothing="no changes",
)
"""The view of changes, without rows."""


def changes(
    found: Sequence[Change],
    names: Mapping[str, str],
    title: str,
    *,
    is_period: bool = False,
    uncertain: str = "",
    command: str = "",
) -> View:
    """Return the view of changes of the records with these `names`, in a period or between files.

    `uncertain` is a sentence about events that are not listed, and `command` lists them.
    """
    counts = Counter(change.change for change in found)
    total = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])
    repeated = {id(change) for before, change in pairwise(found) if before.record == change.record}
    summary = f"{total}." if found else "No changes."

    def markdown() -> str:
        lines = [f"## {literal(title)}", "", summary, *_sections(found, names, is_period=is_period)]
        if uncertain:
            lines += ["", literal(f"{uncertain}.")]
        return "\n".join(lines) + "\n"

    return CHANGES._replace(
        rows=found,
        shown={
            "record": attrgetter("record"),
            "change": attrgetter("change"),
            "details": lambda change: _named_details(change, names),
            "date": attrgetter("date"),
        },
        once={"record": lambda change: "" if id(change) in repeated else change.record},
        brief=lambda change, _columns: _brief(change, names),
        title=title,
        total=total,
        caption=f"{uncertain}: {command}" if uncertain else None,
        markdown=markdown,
    )


def _brief(change: Change, names: Mapping[str, str]) -> Sequence[str]:
    """Return the record, and a line of what changed in it."""
    facts = (change.change, _named_details(change, names), cell(change.date))
    return change.record, " · ".join(filter(None, facts))


def _named_details(change: Change, names: Mapping[str, str]) -> str:
    """Return what changed within a record, or the name of a new or removed record."""
    is_part = change.item or change.change == "changed"
    words = (_details(change), "" if is_part else names.get(change.record))
    return ": ".join(filter(None, words))


def _sections(
    found: Sequence[Change], names: Mapping[str, str], *, is_period: bool
) -> Iterator[str]:
    """Yield the lines of a Markdown list for each kind of change, with each record once."""
    for kind in KINDS:
        records: dict[str, list[Change]] = {}
        for change in found:
            if change.change == kind:
                records.setdefault(change.record, []).append(change)
        if records:
            yield from ("", f"### {kind.capitalize()}", "")
        for record, changes_of_record in records.items():
            name = names.get(record)
            heading = f"- **{literal(record)}**" + (f": {literal(name)}" if name else "")
            details = [_item(change, is_period=is_period) for change in changes_of_record]
            if not details[0]:  # the record itself was added or removed
                heading += _date(changes_of_record[0])
            yield heading
            yield from (f"  - {text}" for text in details if text)


def _item(change: Change, *, is_period: bool) -> str:
    """Return an item of a Markdown list: what changed within a record, and when."""
    if is_period:
        return _details(change, literal) + _date(change)
    return _details(change, literal, date=_date(change))


def _date(change: Change) -> str:
    return f" ({change.date})" if change.date else ""


def _details(change: Change, text: Callable[[str], str] = str, date: str = "") -> str:
    """Return what changed within a record, or an empty string.

    `text` is applied to each value, and `date` follows the item.
    """
    item = f"{text(change.item)}{date}" if change.item else ""
    if not change.field:
        return item
    if change.change == "happened":  # a meeting
        return text(cell(change.now))
    difference = _difference(change.was, change.now, text)
    if change.field == "obligation":
        # a list for people does not accuse
        difference = difference.replace("missing", "none recorded")
        return f"obligation {item}: {difference}"
    field = f"{text(change.field)}: {difference}"
    return f"{item}, {field}" if item else field


def _difference(was: Any, now: Any, text: Callable[[str], str]) -> str:
    """Return the difference of two values; of a list, the items that were added or removed."""
    if _is_list(was) or _is_list(now):
        before, after = was or (), now or ()
        words = (
            ("added", [item for item in after if item not in before]),
            ("removed", [item for item in before if item not in after]),
        )
        parts = [f"{verb} {', '.join(map(text, items))}" for verb, items in words if items]
        if parts:
            return "; ".join(parts)
        was, now = ", ".join(before), ", ".join(after)
    return " → ".join(text(cell(value)) or "none" for value in (was, now))


def _is_list(value: object) -> bool:
    return isinstance(value, tuple) and not isinstance(value, Date)
