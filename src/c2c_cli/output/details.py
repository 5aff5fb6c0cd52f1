"""The view of all that is known of records."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from c2c_cli.model.dates import UNKNOWN_DAY
from c2c_cli.model.records import Centre, Meeting, Organisation
from c2c_cli.output.columns import name_in, named, with_status
from c2c_cli.output.view import View


def details(records: Sequence[Centre | Organisation | Meeting], day: datetime.date, language: str | None) -> View:
    """Return the view of all that is known of records: a row for each fact, an item of a list being one."""
    name = name_in(language)

    def document(record: Centre | Organisation | Meeting) -> dict[str, Any]:
        if isinstance(record, Centre):
            return with_status(record, name, day)
        return record.object() if isinstance(record, Meeting) else named(record, name)

    documents = [document(record) for record in records]
    return View(
        noun="facts",
        rows=[(document["id"], *fact) for document in documents for fact in _facts(document)],
        columns={"id": itemgetter(0), "field": itemgetter(1), "value": itemgetter(2)},
        default=("id", "field", "value"),
        facts=True,
        objects=lambda _: documents,
    )


def _facts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each field and value, of an event first its kind with the date: `signed`, `signed.until`, `signed.note`."""
    for field, value in document.items():
        if field == "event":
            for event in value:
                kind = event["kind"]
                yield kind, event.get("date", UNKNOWN_DAY)
                rest = {key: value for key, value in event.items() if key not in {"kind", "date"}}
                yield from ((f"{kind}.{key}", text) for key, text in _facts(rest))
        elif isinstance(value, dict):
            yield from ((f"{field}.{tag}", name) for tag, name in value.items())
        else:
            yield from ((field, item) for item in (value if isinstance(value, list) else [value]))
