"""Descriptions of centres, meetings and the registry as JSON-LD with the terms of schema.org."""

from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup

from c2c_cli.documents import templates
from c2c_cli.documents.language import ENGLISH, Language
from c2c_cli.documents.registry_as_of import RegistryAsOf
from c2c_cli.documents.site.addresses import Addresses
from c2c_cli.model.records import Centre, Meeting
from c2c_cli.output import markdown, render

_VOCABULARY = "https://schema.org"

_WEB = {
    "ror": "https://ror.org/{}",
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "isni": "https://isni.org/isni/{}",
}
"""Scheme of identifiers -> the address of what it identifies."""

_EVENT_STATUSES = {
    "held": "EventScheduled",
    "planned": "EventScheduled",
    "cancelled": "EventCancelled",
}
"""Status of a meeting -> its term in schema.org, which has none for tentative meetings."""

_MODES = {
    "in-person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}
"""Mode of a meeting -> its term in schema.org."""

_DATA = {"centres.csv": "text/csv", "centres.json": "application/json"}
"""Address of a file that contains the centres -> its media type."""


def address_of(scheme: str, identifier: str) -> str | None:
    """Return the web address for an identifier in a scheme, or None if it is not known."""
    if markdown.is_url(identifier):
        return identifier
    form = _WEB.get(scheme)
    return form.format(identifier.replace(" ", "")) if form else None


class LinkedData:
    """Descriptions of the records of a site, whose address is `url` if it is known.

    Each is the text of a `script` element of the type `application/ld+json`. It says no more than
    the registry: a centre may be older than its opening as a Category 2 Centre, and UNESCO is not
    its parent, so it has neither a founding date nor a parent.
    """

    def __init__(
        self,
        known: RegistryAsOf,
        addresses: Addresses,
        url: str | None,
        language: Language = ENGLISH,
    ) -> None:
        self._known, self._addresses, self._url = known, addresses, url
        self._language = language
        self._names = dict(known.organisations)
        """Id of a centre or an organisation -> its name."""
        self._names |= {centre.id: centre.name for centre in known.registry.centre}

    def registry(self) -> Markup:
        """Return the description of the registry as a data set, for the index."""
        network = self._known.network
        files = [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                # an address without a site is relative to the index, as in a link
                "contentUrl": f"{self._url or ''}{address}",
            }
            for address, media_type in _DATA.items()
        ]
        return _text(
            "Dataset",
            {
                "name": network.name,
                "description": templates.sentence(
                    "site_about", network.name, language=self._language
                ),
                "url": self._url,
                "publisher": _named("Organization", network.publisher),
                "license": _web_address(network.licence),
                "distribution": files,
            },
        )

    def centre(self, centre: Centre) -> Markup:
        """Return the description of a centre."""
        identifiers = centre.identifiers or {}
        addresses = [address_of(*item) for item in identifiers.items()]
        others = [item for item in identifiers.items() if address_of(*item) is None]
        return _text(
            "Organization",
            {
                "name": centre.name,
                "alternateName": [*_other_names(centre)],
                "url": _web_address(centre.website),
                "mainEntityOfPage": self._page("centre", centre.id),
                "sameAs": [address for address in addresses if address],
                "identifier": [
                    {"@type": "PropertyValue", "propertyID": scheme, "value": value}
                    for scheme, value in others
                ],
                "address": _postal_address(centre.city, centre.country),
                "location": _location(centre),
            },
        )

    def meeting(self, meeting: Meeting) -> Markup:
        """Return the description of a meeting."""
        attendees = meeting.attendees if meeting.status == "held" else ()
        return _text(
            "Event",
            {
                "name": meeting.title,
                "startDate": str(meeting.start),
                "endDate": str(meeting.end) if meeting.end else None,
                "eventStatus": _term(_EVENT_STATUSES, meeting.status),
                "eventAttendanceMode": _term(_MODES, meeting.mode),
                "location": [*_places(meeting)],
                "organizer": self._members(meeting.organisers),
                "attendee": self._members(attendees),
                "mainEntityOfPage": self._page("meeting", meeting.id),
            },
        )

    def _page(self, table: str, record_id: str) -> str | None:
        return f"{self._url}{self._addresses.of(table, record_id)}" if self._url else None

    def _members(self, ids: Iterable[str]) -> list[object]:
        return [_named("Organization", self._names[member]) for member in ids]


def _other_names(centre: Centre) -> Iterator[object]:
    """Yield the acronym, and the names in other languages."""
    yield centre.id
    for language, name in (centre.names or {}).items():
        yield {"@language": language, "@value": name}


def _location(centre: Centre) -> dict[str, object] | None:
    """Return the city of a centre with its coordinates, which are not those of the site."""
    if centre.location is None:
        return None
    latitude, longitude = centre.location
    return {
        "@type": "City",
        **({"name": centre.city} if centre.city else {}),
        "geo": {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude},
    }


def _places(meeting: Meeting) -> Iterator[dict[str, object]]:
    """Yield the place of a meeting, and the address at which it is joined."""
    name = meeting.venue or meeting.city
    if name:
        address = {"address": _postal_address(meeting.city)} if meeting.city else {}
        yield {"@type": "Place", "name": name, **address}
    link = _web_address(meeting.link)
    if link and meeting.mode in {"online", "hybrid"}:
        yield {"@type": "VirtualLocation", "url": link}


def _postal_address(city: str | None, country: str | None = None) -> dict[str, object]:
    address = {"addressLocality": city, "addressCountry": country}
    filled = {name: value for name, value in address.items() if value}
    return {"@type": "PostalAddress", **filled}


def _named(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _term(terms: Mapping[str, str], word: str | None) -> str | None:
    """Return the address of the term of schema.org for a word, or None if there is none."""
    term = terms.get(word or "")
    return f"{_VOCABULARY}/{term}" if term else None


def _web_address(text: str | None) -> str | None:
    """Return a text if it is an address of the web."""
    return text if text and markdown.is_url(text) else None


def _text(kind: str, values: Mapping[str, object]) -> Markup:
    """Return a description with the values that are not empty."""
    filled = {name: value for name, value in values.items() if value not in (None, [])}
    document = {"@context": _VOCABULARY, "@type": kind, **filled}
    return templates.for_script(render.json_text(document))
