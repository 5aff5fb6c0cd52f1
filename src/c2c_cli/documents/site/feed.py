"""The Atom feed of what changed (RFC 4287), and the sitemap."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote

from c2c_cli.documents import templates
from c2c_cli.documents.language import ENGLISH, Language
from c2c_cli.documents.registry_as_of import RegistryAsOf
from c2c_cli.documents.site.addresses import Addresses
from c2c_cli.documents.site.latest import Happening
from c2c_cli.model.history import Event
from c2c_cli.model.records import Centre


class _Entry(NamedTuple):
    """An entry of the feed: an event of a centre."""

    id: str
    """The id, which other events of the centre do not change."""
    address: str
    updated: str
    centre: Centre
    event: Event


def feed(
    known: RegistryAsOf,
    happenings: Sequence[Happening],
    addresses: Addresses,
    url: str,
    language: Language = ENGLISH,
) -> str:
    """Return an Atom feed of events for a site at `url`, which ends with a slash."""
    updated = max((happening.days.last for happening in happenings), default=known.day)
    return templates.render_xml(
        "site/feed.xml.jinja",
        language,
        url=url,
        network=known.network,
        updated=_timestamp(updated),
        entries=[_entry(known, happening, addresses, url) for happening in happenings],
        names=known.kind_names,
        source_records=known.source_records,
    )


def sitemap(url: str, addresses: Iterable[str]) -> str:
    """Return a sitemap of pages for a site at `url`, which ends with a slash."""
    return templates.render_xml("site/sitemap.xml.jinja", url=url, addresses=addresses)


def _entry(known: RegistryAsOf, happening: Happening, addresses: Addresses, url: str) -> _Entry:
    """Return the entry of an event, whose note mentions no later year, as on its page."""
    centre, event, days = happening
    page = f"{url}{addresses.of('centre', centre.id)}"
    return _Entry(
        f"{page}#{quote(_id(centre, event))}",
        f"{page}#{quote(happening.anchor)}",
        _timestamp(days.last),
        centre,
        replace(event, note=known.past(event.note) or None),
    )


def _id(centre: Centre, event: Event) -> str:
    """Return what identifies an event of a centre: its kind, the year that it covers and its date.

    If an earlier event of the centre has the same values, a number follows.
    """
    words = _words(event)
    same = [id(other) for other in centre.event if _words(other) == words]
    number = same.index(id(event)) + 1
    return words if number == 1 else f"{words}~{number}"


def _words(event: Event) -> str:
    parts = (event.kind, event.covers, event.date)
    return "-".join(str(part) for part in parts if part is not None)


def _timestamp(day: datetime.date) -> str:
    """Return the first moment of a day, as in RFC 3339."""
    return f"{day}T00:00:00Z"
