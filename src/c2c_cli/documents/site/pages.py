"""The pages of the site, and all its other files."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from c2c_cli import read_text
from c2c_cli.documents import lifelines, templates
from c2c_cli.documents.language import language
from c2c_cli.documents.registry_as_of import Citations, RegistryAsOf
from c2c_cli.documents.registry_in_language import registry_in_language
from c2c_cli.documents.site import data, feed, growth, latest, world_map
from c2c_cli.documents.site.addresses import Addresses
from c2c_cli.documents.site.linked_data import LinkedData, address_of
from c2c_cli.documents.site.sector_colours import sector_colours
from c2c_cli.model import attendance, history, obligations, select
from c2c_cli.model.countries import name_of
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.obligations import Period
from c2c_cli.model.records import Centre, Meeting, Member
from c2c_cli.model.registry import Registry
from c2c_cli.text import fold


class _Page(NamedTuple):
    """A page: its file, its template, and the values of the template."""

    file: str
    address: str
    template: str
    values: dict[str, Any]


class Participation(NamedTuple):
    """A meeting, and the role of a centre or an organisation at it."""

    meeting: Meeting
    role: str


class Site(RegistryAsOf):
    """A registry as of a day as a website.

    `url` is the address at which the site will be published, which ends with a slash, or None.
    `lang` is the tag of its language.
    """

    def __init__(
        self, registry: Registry, as_of: AsOf, url: str | None = None, *, lang: str | None = None
    ) -> None:
        self.language = language(lang)
        super().__init__(registry_in_language(registry, self.language, lang), as_of)
        is_as_recorded = self.registry is registry
        self._recorded = self if is_as_recorded else RegistryAsOf(registry, as_of)
        """The registry as it is written, for the data files."""
        self.url = url
        self.addresses = Addresses(registry)
        self.centres.sort(key=lambda centre: fold(centre.name))
        self.linked_data = LinkedData(self, self.addresses, url, self.language)
        self._colours = sector_colours(registry)
        self.latest = latest.latest(self.registry, as_of)
        self._changes_of = {
            centre.id: history.changes(centre.event, as_of) for centre in self.centres
        }
        self.lifelines = lifelines.lifelines(self)
        self.growth = growth.growth(self.registry, as_of)
        codes = {centre.country for centre in self.centres}
        names = {code: name_of(code, self.language.catalogue) for code in codes}
        self.countries = dict(sorted(names.items(), key=lambda item: _without_accents(item[1])))
        """Code -> name of each country with a centre, by name."""
        self.map = world_map.world_map(self.registry, as_of, self.countries)
        self.statuses = [status for status in history.CENTRE_STATUSES if status in self._statuses()]
        """The certain statuses of the centres."""
        self._groups: dict[tuple[str, str], list[Centre]] = {}
        for centre in self.centres:
            self._groups.setdefault(("sector", centre.sector), []).append(centre)
            self._groups.setdefault(("country", centre.country), []).append(centre)
        self._add_meetings()
        self._add_periods()
        self._pages = [*self._list_pages()]

    def _statuses(self) -> set[str]:
        return set(self.status_of.values())

    def _add_meetings(self) -> None:
        found = select.meetings(self.registry, select.Filters(known_by=self.day))
        self.meetings = found[::-1]
        """The meetings that were known by the day, the latest first."""
        self._meetings_of: dict[str, list[Participation]] = {}
        for meeting in self.meetings:
            for member, role in attendance.roles(meeting).items():
                self._meetings_of.setdefault(member, []).append(Participation(meeting, role))

    def _add_periods(self) -> None:
        years = obligations.years(self.registry, self.day)
        self._periods_of: dict[str, list[Period]] = {}
        for period in obligations.evaluate(self.registry, self.as_of, years, centres=self.centres):
            self._periods_of.setdefault(period.centre.id, []).append(period)

    @property
    def names(self) -> list[str]:
        """The names of all files."""
        centres = [self.addresses.data_file(centre.id) for centre in self.centres]
        feeds = ["feed.xml", "sitemap.xml"] if self.url else []
        return [*(page.file for page in self._pages), *centres, *_FILES, *data.FILES, *feeds]

    @property
    def page_count(self) -> int:
        """Number of pages."""
        return len(self._pages)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the content of each file."""
        environment = templates.html_environment(self.language)
        for page in self._pages:
            template = environment.get_template(f"site/{page.template}")
            up = "../" * page.file.count("/")
            values = {"site": self, "up": up, "address": page.address, **page.values}
            text = template.render(values)
            yield page.file, f"{text}\n".encode()
        recorded = {centre.id: centre for centre in self._recorded.centres}
        for centre in self.centres:
            shown = recorded[centre.id]
            yield self.addresses.data_file(centre.id), data.centre(self._recorded, shown)
        for name, parts in _FILES.items():
            yield name, "".join(read_text(f"documents/{part}") for part in parts).encode()
        yield from data.files(self._recorded)
        if self.url:
            yield "feed.xml", self._feed(self.url).encode()
            addresses = [page.address for page in self._pages]
            yield "sitemap.xml", feed.sitemap(self.url, addresses).encode()

    def _feed(self, url: str) -> str:
        return feed.feed(self, self.latest, self.addresses, url, self.language)

    def _list_pages(self) -> Iterator[_Page]:
        yield self._page("index", "", {})
        for name in ("meetings", "changes", "about"):
            yield self._page(name, f"{name}.html", {})
        for centre in self.centres:
            yield self._record_page("centre", centre.id, {"centre": centre})
        for sector in self.registry.sector:
            values = {"sector": sector, "centres": self.centres_in("sector", sector.id)}
            yield self._record_page("sector", sector.id, values)
        for code in self.countries:
            values = {"code": code, "centres": self.centres_in("country", code)}
            yield self._record_page("country", code, values)
        for organisation in self.registry.organisation:
            values = {"organisation": organisation}
            yield self._record_page("organisation", organisation.id, values)
        for meeting in self.meetings:
            yield self._record_page("meeting", meeting.id, {"meeting": meeting})

    def _page(self, name: str, address: str, values: dict[str, Any]) -> _Page:
        return _Page(f"{name}.html", address, f"{name}.html.jinja", values)

    def _record_page(self, table: str, record_id: str, values: dict[str, Any]) -> _Page:
        file, address = self.addresses.file(table, record_id), self.addresses.of(table, record_id)
        return _Page(file, address, f"{table}.html.jinja", values)

    def citations(self) -> Citations:
        """Return the citations of a new page."""
        return Citations()

    def centres_in(self, field: str, value: str) -> Sequence[Centre]:
        """Return the centres with a sector or a country, by name."""
        return self._groups.get((field, value), ())

    def meetings_of(self, member: Member) -> Sequence[Participation]:
        """Return the meetings of a centre or an organisation, the latest first."""
        return self._meetings_of.get(member.id, ())

    def meetings_by_year(self) -> list[tuple[int, list[Meeting]]]:
        """Return each year with meetings, the latest first, and its meetings."""
        groups = groupby(self.meetings, key=lambda meeting: meeting.start.year)
        return [(year, [*group]) for year, group in groups]

    def latest_by_year(self) -> list[tuple[int, list[latest.Happening]]]:
        """Return each year of the latest events, the latest first, and its events."""
        groups = groupby(self.latest, key=lambda happening: happening.days.last.year)
        return [(year, [*group]) for year, group in groups]

    def periods_of(self, centre: Centre) -> list[tuple[str, list[Period]]]:
        """Return the name of each obligation of a centre, and its periods, the latest first."""
        groups = groupby(self._periods_of.get(centre.id, ()), key=lambda found: found.obligation)
        return [(obligation.name, [*group][::-1]) for obligation, group in groups]

    def since(self, centre: Centre) -> Date | None:
        """Return the date since which a centre has its status, if that is recorded.

        A signature or a renewal shows a status that may have begun earlier.
        """
        event = self._beginning(centre)
        return event.date if event else None

    def since_year(self, centre: Centre) -> int | None:
        """Return the year in which the status of a centre began, if it is certain."""
        changes = self._changes_of[centre.id]
        if not changes or len(self.possible_statuses(centre)) != 1:
            return None
        first, last = changes[-1].days.first.year, changes[-1].days.last.year
        is_beginning = changes[-1].event and changes[-1].event.kind in history.SINGLE_KINDS
        return last if first == last and is_beginning else None

    def sources_of_status(self, centre: Centre) -> list[str]:
        """Return the sources of the events that decide the status on the page of a centre."""
        event = self._beginning(centre)
        return [*event.sources] if event else super().sources_of_status(centre)

    def _beginning(self, centre: Centre) -> Event | None:
        """Return the event with which the status of a centre began, if its date is recorded."""
        if len(self.possible_statuses(centre)) != 1:
            return None
        changes = self._changes_of[centre.id]
        event = changes[-1].event if changes else None
        is_beginning = event and event.kind in history.SINGLE_KINDS
        return event if event and is_beginning and event.date and not event.date.bounds else None

    def anchor(self, centre: Centre, event: Event) -> str:
        """Return the id of an event on the page of its centre."""
        return latest.anchor_of(centre, event)

    def identifier_address(self, scheme: str, identifier: str) -> str | None:
        """Return the address of a centre in another registry, if it is known."""
        return address_of(scheme, identifier)

    def url_of(self, address: str) -> str:
        """Return the URL of a page, or only its address if that of the site is not known."""
        return f"{self.url or ''}{address}"

    def colour(self, sector_id: str) -> int:
        """Return the number of the colour of a sector."""
        return self._colours[sector_id]


_FILES = {
    "style.css": ("fonts.css", "site/style.css", "lifelines.css", "site/figures.css"),
    "site.js": ("site/site.js",),
}
"""Name of a file that is the same in every site -> the files of this package in it."""


def _without_accents(text: str) -> str:
    """Return a key for sorting names by their letters."""
    decomposed = unicodedata.normalize("NFKD", fold(text))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
