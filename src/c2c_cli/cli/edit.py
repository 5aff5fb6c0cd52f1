"""`c2c edit`: other values for fields of one record; only what is named changes."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from c2c_cli import choice
from c2c_cli.cli import record_options as field
from c2c_cli.cli.group import examples, new_app
from c2c_cli.draft import Draft
from c2c_cli.errors import WrongUsageError
from c2c_cli.model import MEETING_STATUSES
from c2c_cli.registry import Registry
from c2c_cli.store import writing
from c2c_cli.store.writing import Change
from c2c_cli.text import did_you_mean, fold_id, quoted

app = new_app(
    "Change fields of a record, or rename it.",
    examples(
        "c2c edit meeting 2018-11 --status held --kind informal",
        "c2c edit centre ICDH --id ICDH2 --dry-run",
    ),
)

Id = Annotated[str, typer.Argument(metavar="ID", help="The id that it has.")]
NewId = Annotated[
    str | None, typer.Option("--id", metavar="NEW", help="Another id; all that refers to the record follows.")
]


@app.command(
    "centre",
    epilog=examples(
        'c2c edit centre ICDH --city Cheongju --host "National Archives of Korea"',
        'c2c edit centre ICDH --note "" --dry-run',
    ),
)
def edit_centre(
    record_id: Id,
    new_id: NewId = None,
    name: Annotated[str | None, field.NAME] = None,
    names: Annotated[list[str] | None, field.NAMES] = None,
    sector: Annotated[str | None, field.SECTOR] = None,
    country: Annotated[str | None, field.COUNTRY] = None,
    city: Annotated[str | None, field.CITY] = None,
    host: Annotated[str | None, field.HOST] = None,
    website: Annotated[str | None, field.WEBSITE] = None,
    note: Annotated[str | None, field.NOTE] = None,
    data: field.Data = None,
    dry_run: field.DryRun = False,
) -> None:
    """Change fields of a centre. An empty value takes a field out; events are added with c2c add event."""
    given = field.given(
        id=new_id,
        name=name,
        names=names,
        sector=sector,
        country=country,
        city=city,
        host=host,
        website=website,
        note=note,
    )
    _edit("centre", record_id, given, data, dry_run=dry_run)


@app.command(
    "meeting",
    epilog=examples(
        "c2c edit meeting 2018-11 --status held --start 2018-11-20",
        "c2c edit meeting 2018-06-27-jeju --attendees -ICDH --attendees +WHIPIC",
    ),
)
def edit_meeting(
    record_id: Id,
    new_id: NewId = None,
    title: Annotated[str | None, field.TITLE] = None,
    start: Annotated[str | None, field.START] = None,
    end: Annotated[str | None, field.END] = None,
    kind: Annotated[str | None, field.KIND] = None,
    status: Annotated[str | None, field.STATUS] = None,
    city: Annotated[str | None, field.CITY] = None,
    venue: Annotated[str | None, field.VENUE] = None,
    organisers: Annotated[list[str] | None, field.ORGANISERS] = None,
    attendees: Annotated[list[str] | None, field.ATTENDEES] = None,
    agenda: Annotated[list[str] | None, field.AGENDA] = None,
    outcomes: Annotated[list[str] | None, field.OUTCOMES] = None,
    note: Annotated[str | None, field.NOTE] = None,
    sources: Annotated[list[str] | None, field.SOURCES] = None,
    data: field.Data = None,
    dry_run: field.DryRun = False,
) -> None:
    """Change fields of a meeting. An empty value takes one out; a list is replaced, or +ITEM and -ITEM change it."""
    given = field.given(
        id=new_id, title=title, start=start, end=end, kind=kind, status=status, city=city, venue=venue, note=note
    )
    given |= field.given(organisers=organisers, attendees=attendees, agenda=agenda, outcomes=outcomes, sources=sources)
    _edit("meeting", record_id, given, data, dry_run=dry_run)


@app.command(
    "organisation",
    epilog=examples(
        "c2c edit organisation KNCU --names ko=유네스코한국위원회",
        "c2c edit organisation KNCU --id KNC",
    ),
)
def edit_organisation(
    record_id: Id,
    new_id: NewId = None,
    name: Annotated[str | None, field.NAME] = None,
    names: Annotated[list[str] | None, field.NAMES] = None,
    data: field.Data = None,
    dry_run: field.DryRun = False,
) -> None:
    """Change fields of an organisation. An empty value of --names takes them out."""
    _edit("organisation", record_id, field.given(id=new_id, name=name, names=names), data, dry_run=dry_run)


@app.command(
    "sector",
    epilog=examples(
        "c2c edit sector culture --names ko=문화",
        "c2c edit sector culture --id heritage --dry-run",
    ),
)
def edit_sector(
    record_id: Id,
    new_id: NewId = None,
    code: Annotated[str | None, field.CODE] = None,
    name: Annotated[str | None, field.NAME] = None,
    names: Annotated[list[str] | None, field.NAMES] = None,
    data: field.Data = None,
    dry_run: field.DryRun = False,
) -> None:
    """Change fields of a sector. An empty value of --names takes them out."""
    _edit("sector", record_id, field.given(id=new_id, code=code, name=name, names=names), data, dry_run=dry_run)


_REQUIRED = frozenset(("id", "name", "code", "sector", "country", "title", "start", "status"))


def _edit(table: str, record_id: str, given: dict[str, Any], data: str | None, *, dry_run: bool) -> None:
    if not given:
        raise WrongUsageError(f"nothing to change; name a field, as --name; see c2c edit {table} --help")
    for name, value in given.items():
        if name in _REQUIRED and value == "":
            raise WrongUsageError(f"--{name}: every {table} has one; it cannot be taken out")

    def make(draft: Draft) -> Change:
        record = choice.record(getattr(draft.registry, table), table, record_id)
        changes = {name: _value(draft.registry, record, name, value) for name, value in given.items()}
        changed = draft.edit(record, changes)
        return Change(f"changed {', '.join(changed)} of {table} {record.id} in")

    writing.change(data, make, dry_run=dry_run)


def _value(registry: Registry, record: Any, name: str, value: Any) -> Any:
    """Return the value of a field that the words of its option mean."""
    option = f"--{name}"
    if name == "names":
        return field.names(value, record.names)
    if isinstance(value, list):
        return _items(registry, option, getattr(record, name), value)
    if name in {"start", "end"}:
        return field.optional_date(option, value or None)
    if name == "sector":
        return choice.sector_id(registry, value)
    if name == "country":
        return choice.country_code(value)
    if name == "status":
        return choice.word(option, name, value, MEETING_STATUSES)
    if name == "kind" and value:
        return choice.word(option, name, value, registry.kinds())
    return value or None


def _items(registry: Registry, option: str, present: tuple[str, ...], words: Sequence[str]) -> tuple[str, ...]:
    """Return a list's items: those given, or those present with +ITEM and without -ITEM."""
    ids = option in {"--organisers", "--attendees"}
    if list(words) == [""]:
        return ()
    if not all(word[:1] in {"+", "-"} for word in words):
        if any(word[:1] in {"+", "-"} for word in words):
            raise WrongUsageError(f"{option}: either all items anew, or each with + or - before it")
        return field.members(registry, option, words) if ids else tuple(words)
    items = list(present)
    for word in words:
        item = word[1:]
        if word[0] == "+":
            new = choice.member(registry, option, item) if ids else item
            items += [new] if new not in items else []
        else:
            same = next((one for one in items if (fold_id(one) == fold_id(item) if ids else one == item)), None)
            if same is None:
                raise WrongUsageError(f"{option}: {quoted(item)} is not in the list{did_you_mean(item, items)}")
            items.remove(same)
    return tuple(items)
