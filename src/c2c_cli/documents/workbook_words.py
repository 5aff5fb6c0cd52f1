"""The words of the workbook: names of sheets, headings, kinds of events, and states."""

from c2c_cli.documents.language import Language

_LEFT_TO_RIGHT = "\u200e"
"""A mark that has no width; after Arabic letters, a date would be reversed without it."""


class WorkbookWords:
    """The words of the workbook in a language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        pgettext = language.pgettext
        self.sheets = {
            "Centres": pgettext("sheet", "Centres"),
            "Events": pgettext("sheet", "Events"),
            "Agreements": pgettext("sheet", "Agreements"),
            "Obligations": pgettext("sheet", "Obligations"),
            "Meetings": pgettext("sheet", "Meetings"),
            "Sources": pgettext("sheet", "Sources"),
        }
        """English name of a sheet -> its name; at most 31 characters, none of []:*?/\\."""
        self.headings = {
            "agenda": pgettext("column", "Agenda"),
            "approved": pgettext("column", "Approved"),
            "attendees": pgettext("column", "Attendees"),
            "centre": pgettext("column", "Centre"),
            "cited_by": pgettext("column", "Cited by"),
            "city": pgettext("column", "City"),
            "closed": pgettext("column", "Closed"),
            "computed": pgettext("column", "Computed from the term"),
            "country": pgettext("column", "Country"),
            # Translators: the year or the years that an annual report or an evaluation is about
            "covers": pgettext("column", "Covers"),
            "date": pgettext("column", "Date"),
            "days": pgettext("column", "Days left"),
            "due": pgettext("column", "Due"),
            "end": pgettext("column", "End"),
            "evaluated": pgettext("column", "Evaluated"),
            "event": pgettext("column", "Event"),
            "host": pgettext("column", "Host"),
            "id": pgettext("column", "ID"),
            "identifiers": pgettext("column", "Identifiers"),
            "in-force": pgettext("column", "In force"),
            "in_force": pgettext("column", "In force"),
            "invited": pgettext("column", "Invited"),
            "kind": pgettext("column", "Kind"),
            "link": pgettext("column", "Link"),
            "location": pgettext("column", "Location"),
            "mode": pgettext("column", "Mode"),
            "name": pgettext("column", "Name"),
            "names": pgettext("column", "Names"),
            "note": pgettext("column", "Note"),
            "opened": pgettext("column", "Opened"),
            "organisers": pgettext("column", "Organisers"),
            "outcomes": pgettext("column", "Outcomes"),
            "proposed": pgettext("column", "Proposed"),
            "publisher": pgettext("column", "Publisher"),
            "renewed": pgettext("column", "Renewed"),
            # Translators: the day by which UNESCO should review an agreement
            "review": pgettext("column", "Review"),
            "sector": pgettext("column", "Sector"),
            "signed": pgettext("column", "Signed"),
            "sources": pgettext("column", "Sources"),
            "start": pgettext("column", "Start"),
            "status": pgettext("column", "Status"),
            # Translators: the term of an agreement in years
            "term": pgettext("column", "Term"),
            "title": pgettext("column", "Title"),
            "until": pgettext("column", "Until"),
            "url": pgettext("column", "URL"),
            "venue": pgettext("column", "Venue"),
            "website": pgettext("column", "Website"),
        }
        """Column -> its heading."""
        self.states = {
            # Translators: this and the next words are statuses of centres
            "operating": pgettext("cell", "operating"),
            "preparing": pgettext("cell", "preparing"),
            "proposed": pgettext("cell", "proposed"),
            "closed": pgettext("cell", "closed"),
            "unknown": pgettext("cell", "unknown"),
            # Translators: this and the next words are statuses of meetings
            "held": pgettext("cell", "held"),
            "planned": pgettext("cell", "planned"),
            "tentative": pgettext("cell", "tentative"),
            "cancelled": pgettext("cell", "cancelled"),
            # Translators: this and the next words say whether an obligation is fulfilled
            "met": pgettext("cell", "met"),
            "waived": pgettext("cell", "waived"),
            "unclear": pgettext("cell", "unclear"),
            "due": pgettext("cell", "due"),
            "missing": pgettext("cell", "missing"),
            # Translators: this and the next words are states of agreements
            "valid": pgettext("cell", "valid"),
            "reviewed": pgettext("cell", "reviewed"),
            "reviewed, expires soon": pgettext("cell", "reviewed, expires soon"),
            "review due": pgettext("cell", "review due"),
            "outdated": pgettext("cell", "outdated"),
            "expired": pgettext("cell", "expired"),
            "end unknown": pgettext("cell", "end unknown"),
            "none": pgettext("cell", "none"),
        }
        """Status or state -> the word for it."""
        self.yes = pgettext("cell", "yes")
        """The word for a value that is true."""
        self.modes = {
            "in-person": pgettext("cell", "in-person"),
            "online": pgettext("cell", "online"),
            "hybrid": pgettext("cell", "hybrid"),
        }
        """Mode of a meeting -> the word for it."""
        self.kinds = {
            # Translators: this and the next words are kinds of events
            "proposed": pgettext("kind of an event", "proposed"),
            "approved": pgettext("kind of an event", "approved"),
            "signed": pgettext("kind of an event", "signed"),
            "in-force": pgettext("kind of an event", "in force"),
            "opened": pgettext("kind of an event", "opened"),
            "evaluated": pgettext("kind of an event", "evaluated"),
            "decided": pgettext("kind of an event", "decided"),
            "annual-report": pgettext("kind of an event", "annual report"),
            "work-plan": pgettext("kind of an event", "work plan"),
            "renewed": pgettext("kind of an event", "renewed"),
            "closed": pgettext("kind of an event", "closed"),
        }
        """Kind of an event -> the words for it."""

    def as_of(self, heading: str, day: object) -> str:
        """Return the heading of the column `status` or `state`, which depends on the day."""
        # Translators: {date} is a day such as 2026-12-01
        forms = {
            "status": self._language.pgettext("column", "Status as of {date}"),
            "state": self._language.pgettext("column", "State as of {date}"),
        }
        return forms[heading].format(date=self._left_to_right(day))

    def _left_to_right(self, day: object) -> str:
        """Return a day whose parts have the same order in every direction of the text."""
        return f"{_LEFT_TO_RIGHT}{day}" if self._language.is_right_to_left else str(day)

    @property
    def title(self) -> str:
        """The title of the workbook, with the fields `network` and `date`."""
        # Translators: {date} is a day such as 2026-12-01
        return self._language.gettext("{network}, as of {date}")

    def more(self, count: int) -> str:
        """Return how many items of a list are omitted."""
        return self._language.ngettext("and {count} more", "and {count} more", count).format(
            count=count
        )
