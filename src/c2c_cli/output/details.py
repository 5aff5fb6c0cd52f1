"""View of all values of records."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from c2c_cli.model.dates import UNKNOWN_DAY
from c2c_cli.model.records import Centre, Meeting, Organisation, Source
from c2c_cli.output.columns import centre_object, localize
from c2c_cli.output.view import Line, TableOptions, View, heading

_COLUMNS = ("id", "field", "value")


def details(
    records: Sequence[Centre | Organisation | Meeting],
    sources: Sequence[Source],
    day: datetime.date,
    language: str | None,
    *,
    contacts: bool = True,
) -> View:
    """Return the view of all values of the records: one row for each value or list item.

    A table also contains the titles of cited `sources`. Without `contacts`, these personal data are omitted.
    """
    documents = [_document(record, day, language) for record in records]
    for document in documents if not contacts else ():
        document.pop("contact", None)
    titles = {source.id: f"{source.id} ({source.title})" for source in sources}

    def line(row: tuple[str, str, str]) -> Line:
        _, field, value = row
        whole, _, part = field.partition(".")
        label = f"  {heading(part)}" if part else heading(whole)
        return Line(label, titles.get(value, value) if field.endswith("sources") else value)

    rows = [(document["id"], *value) for document in documents for value in _values(document)]
    blocks = [[line(row) for row in rows_of_id] for _, rows_of_id in groupby(rows, key=itemgetter(0))]
    columns = {name: itemgetter(index) for index, name in enumerate(_COLUMNS)}
    return View("values", rows, columns, _COLUMNS, lambda _: documents, TableOptions(title="", blocks=blocks))


def _document(record: Centre | Organisation | Meeting, day: datetime.date, language: str | None) -> dict[str, Any]:
    if isinstance(record, Meeting):
        return record.to_json()
    (named,) = localize([record], language)
    return centre_object(named, day) if isinstance(named, Centre) else named.to_json()


def _values(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each field and value; an event becomes `signed` with its date, `signed.until`, `signed.note` and so on."""
    for field, value in document.items():
        if field == "event":
            for event in value:
                kind = event["kind"]
                yield kind, event.get("date", UNKNOWN_DAY)
                rest = {key: value for key, value in event.items() if key not in {"kind", "date"}}
                yield from ((f"{kind}.{key}", text) for key, text in _values(rest))
        elif field == "contact":
            for contact in value:
                yield from ((f"contact.{key}", text) for key, text in contact.items())
        elif isinstance(value, dict):
            yield from ((f"{field}.{tag}", name) for tag, name in value.items())
        else:
            yield from ((field, item) for item in (value if isinstance(value, list) else [value]))
