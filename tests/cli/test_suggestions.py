"""Which words `did you mean` names for a misspelt one, among the real names of the program."""

from typing import get_args

import pytest

from c2c_cli.cli import COMMANDS, app
from c2c_cli.cli.group import find_command, options_of, parse
from c2c_cli.errors import ErrorCode, WarningCode
from c2c_cli.model.history import EVENT_KINDS
from c2c_cli.model.records import MEETING_STATUSES, RECORD_TYPES
from c2c_cli.output import render
from c2c_cli.store import load
from c2c_cli.store.locate import BUNDLED
from c2c_cli.text import nearest


def options(*words: str) -> list[str]:
    """Return the options of a command, without their hyphens."""
    path, command = find_command(app, words)
    return [option.lstrip("-") for option in options_of(parse(app, command, path, []))]


def ids(registry: str) -> list[str]:
    """Return the ids of the centres and organisations of a bundled registry."""
    found = load.load_registry(registry)
    return [*(centre.id for centre in found.centre), *(other.id for other in found.organisation)]


KNOWN = {
    "command": [*COMMANDS],
    "noun": [*RECORD_TYPES],
    "list": options("list"),
    "meetings": options("meetings"),
    "add centre": options("add", "centre"),
    "add meeting": options("add", "meeting"),
    "format": [form.name for form in render.FORMATS],
    "shell": ["bash", "zsh", "fish", "powershell"],
    "language": ["ar", "en", "es", "fr", "ko", "ru", "zh"],
    "status": [*MEETING_STATUSES],
    "kind": [*EVENT_KINDS],
    "rule": ["formal", "heads", "working"],
    "year": ["2016", "2018", "2027", "2018-11"],
    "centre key": [*RECORD_TYPES["centre"].fields],
    "meeting key": [*RECORD_TYPES["meeting"].fields],
    "code": [*get_args(ErrorCode), *get_args(WarningCode)],
    "sector": ["education", "culture", "natural-sciences", "ED", "CLT", "SC", "SHS", "CI"],
    "korea": ids("korea"),
    "world": ids("world"),
    "registry": [*BUNDLED],
}
"""The words that exist, by what they are."""

MEANT = [
    ("command", "lsit", "list"),
    ("command", "lis", "list"),
    ("command", "shwo", "show"),
    ("command", "chekc", "check"),
    ("command", "reprot", "report"),
    ("command", "improt", "import"),
    ("command", "meeting", "meetings"),
    ("command", "metings", "meetings"),
    ("command", "agrements", "agreements"),
    ("command", "organizations", "organisations"),
    ("command", "attendence", "attendance"),
    ("command", "cadense", "cadence"),
    ("command", "timelien", "timeline"),
    ("command", "sector", "sectors"),
    ("command", "sour", "sources"),
    ("command", "completions", "completion"),
    ("noun", "center", "centre"),
    ("noun", "organization", "organisation"),
    ("noun", "contacts", "contact"),
    ("list", "sectro", "sector"),
    ("list", "colums", "columns"),
    ("list", "as-off", "as-of"),
    ("list", "formt", "format"),
    ("meetings", "yaer", "year"),
    ("meetings", "upcomming", "upcoming"),
    ("add meeting", "organizers", "organisers"),
    ("add meeting", "atendees", "attendees"),
    ("add centre", "contry", "country"),
    ("format", "cvs", "csv"),
    ("format", "jsn", "json"),
    ("format", "xls", "xlsx"),
    ("shell", "pwershell", "powershell"),
    ("status", "canceled", "cancelled"),
    ("status", "tentativ", "tentative"),
    ("kind", "open", "opened"),
    ("kind", "renewal", "renewed"),
    ("kind", "annual-reports", "annual-report"),
    ("rule", "head", "heads"),
    ("centre key", "nme", "name"),
    ("centre key", "sectr", "sector"),
    ("meeting key", "titel", "title"),
    ("code", "unknown-keys", "unknown-key"),
    ("code", "future-metting", "future-meeting"),
    ("sector", "cultre", "culture"),
    ("sector", "natural sciences", "natural-sciences"),
    ("korea", "iwssm", "i-WSSM"),
    ("korea", "ICHAP", "ICHCAP"),
    ("korea", "whpic", "WHIPIC"),
    ("world", "i-wsm", "i-WSSM"),
    ("registry", "Korea", "korea"),
    ("registry", "wrold", "world"),
]
"""A word that is typed, and the one that is meant."""

FAR = [
    ("command", "update"),
    ("command", "export"),
    ("command", "search"),
    ("command", "find"),
    ("command", "status"),
    ("command", "log"),
    ("command", "validate"),
    ("command", "re"),
    ("noun", "date"),
    ("list", "year"),
    ("list", "header2"),
    ("meetings", "sector"),
    ("add meeting", "data2"),
    ("format", "ics"),
    ("format", "pdf"),
    ("shell", "ksh"),
    ("shell", "csh"),
    ("language", "kr"),
    ("language", "kp"),
    ("language", "de"),
    ("status", "done"),
    ("kind", "expired"),
    ("rule", "informal"),
    ("year", "2020"),
    ("year", "2019-11"),
    ("sector", "ECON"),
    ("sector", "IOC"),
    ("korea", "ICN"),
    ("world", "ICX"),
    ("registry", "japan"),
]
"""A word that is typed, although no word that exists is meant."""


@pytest.mark.parametrize(("pool", "word", "meant"), MEANT)
def test_a_misspelt_word_is_recognised(pool: str, word: str, meant: str) -> None:
    assert nearest(word, KNOWN[pool]) == meant


@pytest.mark.parametrize(("pool", "word"), FAR)
def test_another_word_is_not_taken_for_a_misspelling(pool: str, word: str) -> None:
    assert nearest(word, KNOWN[pool]) is None


def test_two_words_at_the_same_distance_are_not_guessed() -> None:
    assert nearest("formall", ["formally", "formal"]) is None
