"""Languages of documents: the messages of a catalogue, dates, and texts in another language."""

import datetime
import io
import re
from functools import cache
from gettext import GNUTranslations, NullTranslations, c2py
from typing import Self

from c2c_cli import read_file
from c2c_cli.errors import UsageError, unknown
from c2c_cli.model import values
from c2c_cli.model.countries import name_of
from c2c_cli.model.dates import Date
from c2c_cli.model.language_tags import is_right_to_left, lookup, of_locale
from c2c_cli.text import one_of

CATALOGUES = {
    "ar": "العربية",
    "es": "Español",
    "fr": "Français",
    "ko": "한국어",
    "ru": "Русский",
    "zh": "中文",
}
"""Tag of each catalogue in `locale` -> its language by its own name; a new one is a line here."""

NAMES = {"en": "English", **CATALOGUES}
"""Tag of each language of documents -> its own name."""

TAGS = tuple(NAMES)
"""Tags of the languages of documents."""

_ENGLISH_PLURAL = c2py("n != 1")

_NUMBERS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11}
"""Plural form in Unicode CLDR -> a number that takes it in most languages that have it."""

_OTHER = 100
"""A number that has the plural form `other`."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A character of a script that is written from right to left."""

_LETTER = re.compile("[^\\W\\d_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter of another script."""


class Foreign(str):
    """A text of the registry in another language than that of the document."""

    language: str
    """The tag of its language."""

    def __new__(cls, text: str, language: str) -> Self:
        """Return the text with the tag of its language."""
        foreign = super().__new__(cls, text)
        foreign.language = language
        return foreign


class Untranslated(str):
    """A message that a catalogue lacks, in English."""

    __slots__ = ()


class _InEnglish(NullTranslations):
    """The messages that a catalogue lacks."""

    def gettext(self, message: str) -> str:
        return Untranslated(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return Untranslated(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002  # as gettext calls it
        return Untranslated(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return Untranslated(super().npgettext(context, msgid1, msgid2, n))


class Language:
    """A language of documents."""

    def __init__(self, catalogue: str, tag: str, translations: NullTranslations) -> None:
        self.catalogue = catalogue
        """The tag of the catalogue, such as `zh`."""
        self.tag = tag
        """The tag for the attribute `lang`, such as `zh-Hans`."""
        self.is_right_to_left = is_right_to_left(tag)
        self.gettext, self.ngettext = translations.gettext, translations.ngettext
        self.pgettext, self.npgettext = translations.pgettext, translations.npgettext
        self._plural_form = getattr(translations, "plural", _ENGLISH_PLURAL)
        self._days, self._months = _patterns(translations)

    def in_words(self, date: Date | datetime.date) -> str:
        """Return a date at its known precision, such as `27 June 2018`, `June 2018` or `2018`."""
        date = date if isinstance(date, Date) else Date.of_day(date)
        month, year = date.first.month, date.first.year
        match len(str(date)):
            case 4:
                return self.pgettext("date", "{year}").format(year=year)
            case 7:
                return self._months[month].format(year=year)
            case _:
                return self._days[month].format(day=self._day(date.first.day), year=year)

    def days(self, start: Date, end: Date) -> str:
        """Return the days from a start to an end, such as `5–6 July 2018`."""
        if start == end:
            return self.in_words(start)
        in_one_month = (start.year, start.first.month) == (end.year, end.first.month)
        if in_one_month and start.first == start.last and end.first == end.last:
            days = self.pgettext("days of one month", "{first}–{last}")
            shown = days.format(first=self._day(start.first.day), last=end.first.day)
            return self._days[end.first.month].format(day=shown, year=end.year)
        period = self.pgettext("date", "{start} to {end}")
        return period.format(start=self.in_words(start), end=self.in_words(end))

    def country(self, code: str) -> str:
        """Return the name of a country, or in English its code, as the report has always shown."""
        return code if self is ENGLISH else name_of(code, self.catalogue)

    @property
    def plural_forms(self) -> dict[str, int]:
        """Name of each distinct plural form -> a number that takes it.

        The names are those of Unicode CLDR, with which the site chooses between the forms. A form
        that does not differ from `other` is omitted.
        """
        form = self._plural_form
        forms = {name: number for name, number in _NUMBERS.items() if form(number) != form(_OTHER)}
        return {**forms, "other": _OTHER}

    def is_opposite(self, text: str) -> bool:
        """Return whether a text has letters of the other direction."""
        if text.isascii() and not self.is_right_to_left:
            return False
        return bool((_LETTER if self.is_right_to_left else _RIGHT_TO_LEFT).search(text))

    def _day(self, day: int) -> str:
        return self.pgettext("first day of a month", "1") if day == 1 else str(day)


def _patterns(translations: NullTranslations) -> tuple[dict[int, str], dict[int, str]]:
    """Return the patterns of days and of months, each by the number of the month."""
    pgettext = translations.pgettext
    days = (
        pgettext("date", "{day} January {year}"),
        pgettext("date", "{day} February {year}"),
        pgettext("date", "{day} March {year}"),
        pgettext("date", "{day} April {year}"),
        pgettext("date", "{day} May {year}"),
        pgettext("date", "{day} June {year}"),
        pgettext("date", "{day} July {year}"),
        pgettext("date", "{day} August {year}"),
        pgettext("date", "{day} September {year}"),
        pgettext("date", "{day} October {year}"),
        pgettext("date", "{day} November {year}"),
        pgettext("date", "{day} December {year}"),
    )
    months = (
        pgettext("date", "January {year}"),
        pgettext("date", "February {year}"),
        pgettext("date", "March {year}"),
        pgettext("date", "April {year}"),
        pgettext("date", "May {year}"),
        pgettext("date", "June {year}"),
        pgettext("date", "July {year}"),
        pgettext("date", "August {year}"),
        pgettext("date", "September {year}"),
        pgettext("date", "October {year}"),
        pgettext("date", "November {year}"),
        pgettext("date", "December {year}"),
    )
    return dict(enumerate(days, 1)), dict(enumerate(months, 1))


ENGLISH = Language("en", "en", NullTranslations())


def language(wanted: str | None) -> Language:
    """Return the language of documents for a tag, by default English.

    Raises UsageError if it has no catalogue.
    """
    tag = ENGLISH.tag if wanted is None else find(wanted)
    return ENGLISH if tag == ENGLISH.tag else _of_catalogue(tag)


def find(wanted: str) -> str:
    """Return the tag in TAGS that fits a tag that the user typed.

    Raises UsageError if none fits, or if the tag is malformed.
    """
    malformed = values.language(wanted)
    tag = lookup(of_locale(wanted), TAGS)
    if tag is None:
        raise UsageError.of(unknown("language", wanted, hint=f"expected {one_of(sorted(TAGS))}"))
    if malformed:
        raise UsageError.of(malformed)
    return tag


@cache
def _of_catalogue(tag: str) -> Language:
    translations = GNUTranslations(io.BytesIO(read_file(f"documents/locale/{tag}.mo")))
    translations.add_fallback(_InEnglish())
    return Language(tag, translations.info()["language"].replace("_", "-"), translations)
