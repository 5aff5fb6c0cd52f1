"""Types of values: typed words, changes by words, cells of spreadsheets, and choices."""

import datetime

import pytest

from c2c_cli.errors import C2CError
from c2c_cli.model.dates import Date
from c2c_cli.model.history import EVENTS, Event
from c2c_cli.model.records import CadenceRule, Centre, Network, Organisation, Sector, Source
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import (
    COUNTRY,
    DATE,
    IDENTIFIERS,
    LINE,
    MEETING_KIND,
    MEMBERS,
    MODE,
    NAMES,
    NUMBER,
    SECTOR,
    SOURCES,
    TEXT,
    TEXTS,
    YEAR,
    ValueType,
)

TODAY = datetime.date(2026, 3, 1)
REGISTRY = Registry(
    network=Network(name="Network"),
    sector=(Sector(id="culture", code="CLT", name="Culture"),),
    organisation=(Organisation(id="KNCU", name="Commission"),),
    source=(Source(id="letter", title="Letter"),),
    centre=(Centre(id="ICM", name="Martial Arts", sector="culture", country="KR"),),
    cadence=(CadenceRule(kind="formal", name="Formal", level="working", per_year=1, since=2018),),
)


@pytest.mark.parametrize(
    ("value_type", "old", "words", "expected"),
    [
        (LINE, None, ["a,b"], "a,b"),
        (YEAR, None, ["2018"], 2018),
        (NUMBER, 1, ["2"], 2),
        (DATE, None, ["yesterday"], Date.of_day(datetime.date(2026, 2, 28))),
        (DATE, None, ["2018"], Date.of_year(2018)),
        (COUNTRY, "KR", ["france"], "FR"),
        (MODE, None, ["ONLINE"], "online"),
        (SECTOR, None, ["clt"], "culture"),
        (MEETING_KIND, None, ["Working"], "working"),
        (TEXTS, None, ["+a,b", "c"], ("+a,b", "c")),
        (TEXTS, ("a",), ["+b", "a", "c"], ("a", "b", "c")),
        (TEXTS, ("a", "b"), ["-A"], ("b",)),
        (TEXTS, ("a",), ["=b"], ("b",)),
        (TEXTS, ("a",), [""], ()),
        (MEMBERS, (), ["icm, kncu"], ("ICM", "KNCU")),
        (SOURCES, None, ["LETTER,letter", "https://a.example/b,c"], (*["letter"] * 2, "https://a.example/b,c")),
        (NAMES, {"ko": "가"}, ["fr=a=b"], {"ko": "가", "fr": "a=b"}),
        (NAMES, {"ko": "가"}, ["ko="], None),
        (NAMES, {"ko": "가"}, [""], None),
        (EVENTS, None, ["Signed=2018", "opened"], (Event(kind="signed", date=Date.of_year(2018)), Event(kind="opened"))),
    ],
)  # fmt: skip
def test_words_change_a_value(
    value_type: ValueType, old: object, words: list[str], expected: object
) -> None:
    assert value_type.changed(old, words, REGISTRY, TODAY) == expected


@pytest.mark.parametrize(
    ("value_type", "old", "words", "message"),
    [
        (SECTOR, None, ["cltt"], 'unknown sector "cltt"; did you mean "CLT"?'),
        (MEETING_KIND, None, ["x"], 'unknown kind "x"; expected formal, working or other'),
        (MEMBERS, None, ["x"], 'unknown centre or organisation "x"; expected ICM or KNCU'),
        (MEMBERS, ("ICM",), ["-kncu"], '"kncu" is not in the list; expected ICM'),
        (
            SOURCES,
            None,
            ["x"],
            'unknown source "x"; use a URL, or add the source with c2c add source',
        ),
        (NAMES, None, ["x"], 'invalid item "x"; use TAG=NAME'),
        (IDENTIFIERS, None, ["=x"], 'invalid item "=x"; use SCHEME=ID'),
    ],
)
def test_an_invalid_word_changes_nothing(
    value_type: ValueType, old: object, words: list[str], message: str
) -> None:
    with pytest.raises(C2CError) as raised:
        value_type.changed(old, words, REGISTRY, TODAY)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("value_type", "cell", "expected"),
    [
        (LINE, " a;b ", "a;b"),
        (TEXT, " a\n", " a\n"),
        (DATE, " 5/7/2018 ", "2018-07-05"),
        (DATE, "today", "today"),
        (TEXTS, r"a\;b;c,d", ["a;b", "c,d"]),
        (MEMBERS, "A, B;C\n;", ["A", "B", "C"]),
        (SOURCES, r"https://a.example/b,c;d", ["https://a.example/b,c", "d"]),
        (NAMES, r"ko=a;fr=b\;=c", {"ko": "a", "fr": "b;=c"}),
        (EVENTS, "signed=5/7/2018;opened=?;closed", [{"kind": "signed", "date": "2018-07-05"}, {"kind": "opened"}, {"kind": "closed"}]),
    ],
)  # fmt: skip
def test_value_of_a_cell(value_type: ValueType, cell: str, expected: object) -> None:
    assert value_type.of_cell(cell, ";", "dmy") == expected


@pytest.mark.parametrize(
    ("value_type", "expected"),
    [
        (LINE, []),
        (MODE, [("in-person", ""), ("online", ""), ("hybrid", "")]),
        (SECTOR, [("culture", "Culture")]),
        (MEETING_KIND, [("formal", ""), ("working", ""), ("other", "")]),
        (MEMBERS, [("ICM", "Martial Arts"), ("KNCU", "Commission")]),
        (SOURCES, [("letter", "Letter")]),
        (NAMES, []),
    ],
)
def test_choices(value_type: ValueType, expected: list[tuple[str, str]]) -> None:
    assert value_type.choices(REGISTRY) == expected
