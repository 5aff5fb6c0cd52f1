"""The data files of the site: centres as CSV and JSON, calendars of meetings and of what is due."""

from collections.abc import Callable, Iterator

from c2c_cli.documents.registry_as_of import RegistryAsOf
from c2c_cli.model import due, history, select
from c2c_cli.model.record import as_data
from c2c_cli.model.records import Centre
from c2c_cli.output import calendar, centres, render
from c2c_cli.output.view import View


def files(known: RegistryAsOf) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file of `FILES`."""
    for name, text_of in _TEXTS.items():
        yield name, text_of(known).encode()


def centre(known: RegistryAsOf, shown: Centre) -> bytes:
    """Return a centre as a JSON object: that of `centres.json`, and the sources that it cites.

    The key `source` has their records, so that a reader needs no other file.
    """
    document = centres.published_document(shown, known.as_of)
    cited = _sources(known, shown)
    if cited:
        document["source"] = cited
    return f"{render.json_text(document, indent=2)}\n".encode()


def _sources(known: RegistryAsOf, shown: Centre) -> list[dict[str, object]]:
    """Return the records of the sources that a published centre cites, each once."""
    events = history.possible(shown.event, known.as_of)
    cited = dict.fromkeys(shown.sources)
    for event in events:
        cited |= dict.fromkeys(event.sources)
    records = known.source_records
    return [as_data(records[source]) for source in cited if source in records]


def _view(known: RegistryAsOf) -> View:
    """Return the view of the centres that were in the registry by the day, as in the file."""
    in_order = [centre for centre in known.registry.centre if centre.id in known.status_of]
    return centres.published(in_order, known.as_of)


def _csv(known: RegistryAsOf) -> str:
    return render.csv_text(_view(known))


def _json(known: RegistryAsOf) -> str:
    return "".join(render.json_array(_view(known)))


def _meetings(known: RegistryAsOf) -> str:
    """Return a calendar of the meetings that were known by the day and have one."""
    found = select.meetings(known.registry, select.Filters(known_by=known.day))
    dated = [meeting for meeting in found if meeting.start.first == meeting.start.last]
    return calendar.meetings(known.registry, dated, known.day)


def _due(known: RegistryAsOf) -> str:
    """Return a calendar of what is due, without the commands that only editors can run."""
    actions = due.due(known.registry, known.as_of)
    return calendar.actions(
        known.registry, [action.without_command() for action in actions], known.day
    )


_TEXTS: dict[str, Callable[[RegistryAsOf], str]] = {
    "centres.csv": _csv,
    "centres.json": _json,
    "meetings.ics": _meetings,
    "due.ics": _due,
}
"""Name of a file -> function that returns its text."""

FILES = tuple(_TEXTS)
"""Names of the data files of the whole registry."""
