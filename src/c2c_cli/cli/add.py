"""`c2c add`: one record, from options."""

import datetime
from typing import Annotated

import typer

from c2c_cli import choice
from c2c_cli.cli import options
from c2c_cli.cli import record_options as field
from c2c_cli.cli.asking import Asking
from c2c_cli.cli.group import examples, new_app
from c2c_cli.dates import Date
from c2c_cli.draft import Draft, meeting_id
from c2c_cli.errors import NotWrittenError, WrongUsageError
from c2c_cli.life import AGREEMENT_KINDS, EVENT_KINDS, Event
from c2c_cli.model import MEETING_STATUSES, Centre, Meeting, Organisation, Sector
from c2c_cli.store import writing
from c2c_cli.store.writing import Change

app = new_app(
    "Add a centre, meeting, event, organisation or sector.",
    examples(
        "c2c add event ICHCAP renewed --date 2025-10 --until 2033",
        'c2c add meeting --title "Meeting of the heads" --start 2030-03 --kind heads',
    ),
)


@app.command(
    "centre",
    cls=Asking,
    epilog=examples(
        "c2c add centre CEX --name Examples --sector CLT --country KR",
        "c2c add centre CEY --name Y --sector ED --country KR --event approved=2017",
    ),
)
def add_centre(
    centre_id: Annotated[str, typer.Argument(metavar="ID", help="The acronym, as ICDH.")],
    name: Annotated[str, field.NAME],
    sector: Annotated[str, field.SECTOR],
    country: Annotated[str, field.COUNTRY],
    names: Annotated[list[str] | None, field.NAMES] = None,
    city: Annotated[str | None, field.CITY] = None,
    host: Annotated[str | None, field.HOST] = None,
    website: Annotated[str | None, field.WEBSITE] = None,
    note: Annotated[str | None, field.NOTE] = None,
    event: Annotated[list[str] | None, field.EVENT] = None,
    data: field.Data = None,
    dry_run: field.DryRun = False,
) -> None:
    """Add a centre. At a terminal what is missing is asked for."""

    def make(draft: Draft) -> Change:
        centre = Centre(
            id=centre_id,
            name=name,
            names=field.names(names),
            sector=choice.sector_id(draft.registry, sector),
            country=choice.country_code(country),
            city=city,
            host=host,
            website=website,
            note=note,
            event=field.events(event),
        )
        draft.add(centre)
        return Change(f"added centre {centre.id} to")

    writing.change(data, make, dry_run=dry_run)


@app.command(
    "meeting",
    cls=Asking,
    epilog=examples(
        'c2c add meeting --title "Meeting of the heads" --start 2030-03 --kind heads',
        "c2c add meeting --title Talks --start 2018-12-03 --status held",
    ),
)
def add_meeting(
    title: Annotated[str, field.TITLE],
    start: Annotated[
        Date,
        typer.Option(
            "--start",
            metavar="DATE",
            parser=options.date("--start"),
            help="When it starts: 2018, 2018-11 or 2018-11-20.",
        ),
    ],
    own_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Its id; else start and city: 2018-06-27-jeju.")
    ] = None,
    end: Annotated[str | None, field.END] = None,
    kind: Annotated[str | None, field.KIND] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="STATUS", help="tentative, planned, held or cancelled; planned, if to come."),
    ] = None,
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
    """Add a meeting. At a terminal what is missing is asked for."""

    def make(draft: Draft) -> Change:
        registry = draft.registry
        meeting = Meeting(
            id=own_id or meeting_id(start, city),
            title=title,
            start=start,
            end=field.optional_date("--end", end),
            kind=choice.word("--kind", "kind", kind, registry.kinds()) if kind else None,
            status=_status(status, start, options.day(None)),
            city=city,
            venue=venue,
            organisers=field.members(registry, "--organisers", organisers),
            attendees=field.members(registry, "--attendees", attendees),
            agenda=tuple(agenda or ()),
            outcomes=tuple(outcomes or ()),
            note=note,
            sources=tuple(sources or ()),
        )
        draft.add(meeting)
        return Change(f"added meeting {meeting.id} to")

    writing.change(data, make, dry_run=dry_run)


def _status(word: str | None, start: Date, today: datetime.date) -> str:
    if word is not None:
        return choice.word("--status", "status", word, MEETING_STATUSES)
    if start.last < today:
        raise WrongUsageError(f"--status: {start} has passed; say whether the meeting was held or cancelled")
    return "planned"


@app.command(
    "event",
    cls=Asking,
    epilog=examples(
        "c2c add event ICHCAP renewed --date 2025-10 --until 2033",
        "c2c add event GCIDA closed --dry-run",
    ),
)
def add_event(
    centre: Annotated[str, typer.Argument(metavar="CENTRE", help="The centre's id.")],
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"{', '.join(EVENT_KINDS)}.")],
    day: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="2018, 2018-11 or 2018-11-20; left out where nobody knows."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="The agreement's end, a date, of signed and renewed."),
    ] = None,
    note: Annotated[str | None, field.NOTE] = None,
    sources: Annotated[list[str] | None, field.SOURCES] = None,
    data: field.Data = None,
    dry_run: field.DryRun = False,
) -> None:
    """Add an event to a centre's life. At a terminal what is missing is asked for."""
    event = Event(
        kind=choice.word("KIND", "kind", kind, EVENT_KINDS),
        date=field.optional_date("--date", day),
        until=field.optional_date("--until", until),
        note=note,
        sources=tuple(sources or ()),
    )

    def make(draft: Draft) -> Change:
        found = choice.record(draft.registry.centre, "centre", centre)
        when = f" on {event.date}" if event.date else " on a day unknown"
        if any((one.kind, one.date) == (event.kind, event.date) for one in found.event):
            raise NotWrittenError(f"centre {found.id} has {event.kind}{when} already; nothing was written")
        undated = any((one.kind, one.date) == (event.kind, None) for one in found.event)
        once = event.kind not in AGREEMENT_KINDS and not any(one.kind == "closed" for one in found.event)
        if event.date and undated and once:
            hint = "give that its date by hand, in the file that c2c path prints"
            raise NotWrittenError(f"centre {found.id} has {event.kind} on a day unknown; {hint}; nothing was written")
        draft.set_events(found, (*found.event, event))
        return Change(f"added {event.kind}{f' on {event.date}' if event.date else ''} to centre {found.id} in")

    writing.change(data, make, dry_run=dry_run)


@app.command(
    "organisation",
    cls=Asking,
    epilog=examples(
        'c2c add organisation MOE --name "Ministry of Education"',
        'c2c add organisation CHA --name "Heritage Service" --names ko=국가유산청',
    ),
)
def add_organisation(
    organisation_id: Annotated[str, typer.Argument(metavar="ID", help="The acronym, as KNCU.")],
    name: Annotated[str, field.NAME],
    names: Annotated[list[str] | None, field.NAMES] = None,
    data: field.Data = None,
    dry_run: field.DryRun = False,
) -> None:
    """Add who organises or attends meetings and is no centre. At a terminal what is missing is asked for."""

    def make(draft: Draft) -> Change:
        draft.add(Organisation(id=organisation_id, name=name, names=field.names(names)))
        return Change(f"added organisation {organisation_id} to")

    writing.change(data, make, dry_run=dry_run)


@app.command(
    "sector",
    cls=Asking,
    epilog=examples(
        "c2c add sector ocean --code IOC --name Oceanography",
        "c2c add sector cross --code XX --name Cross-cutting --dry-run",
    ),
)
def add_sector(
    sector_id: Annotated[str, typer.Argument(metavar="ID", help="The id, as culture.")],
    code: Annotated[str, field.CODE],
    name: Annotated[str, field.NAME],
    names: Annotated[list[str] | None, field.NAMES] = None,
    data: field.Data = None,
    dry_run: field.DryRun = False,
) -> None:
    """Add a sector. At a terminal what is missing is asked for."""

    def make(draft: Draft) -> Change:
        draft.add(Sector(id=sector_id, code=code, name=name, names=field.names(names)))
        return Change(f"added sector {sector_id} to")

    writing.change(data, make, dry_run=dry_run)
