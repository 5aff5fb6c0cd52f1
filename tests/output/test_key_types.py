"""The types of keys in JSON: the same key has the same type in every command."""

import json
from collections.abc import Iterator

from conftest import Program
from samples import SMALL, centre, event, meeting, record, rule

RICH = (
    SMALL.replace('"A network"\n', '"A network"\nlongest_term = 8\n')
    + record("organisation.contact", role="Secretary", since=2020, until=2030)
    + record("source", id="book", title="A book", date=2018, url="https://e.org/b")
    + centre(
        "A",
        names={"ko": "센터"},
        identifiers={"wikidata": "Q1"},
        location=[36.6, 127.5],
        extra={"flag": True},
        sources=["book"],
    )
    + record("centre.contact", role="Director", name="Kim", since=2019)
    + event("signed", "2013-01", until="2018-07", sources=["book"])
    + event("in-force", "2013-02")
    + event("evaluated", "2017-01")
    + event("opened", 2013)
    + event("annual-report", "2016-02", covers=2015)
    + centre("B", "proposed:2001", "signed:2002", "opened:2003", "closed:2020")
    + centre("C", "signed:2019-01-01", "opened:2019")
    + event("renewed", "2020-01-01", until="2030-01-01", term=10)
    + meeting(
        "m",
        start="2018-06-27",
        end="2018-06-28",
        kind="working",
        organisers=["NATCOM"],
        attendees=["A", "B"],
        invited=["C"],
        agenda=["One"],
        sources=["book"],
        extra={"flag": False},
    )
    + meeting("t", start="2019-02", status="tentative", kind="formal", organisers=["A"])
    + meeting("n", start="2090-02", status="planned", attendees=["A"], invited=["C"])
    + rule("formal", until=2040, agreed="m", sources=["book"])
    + rule("informal", per_year=2)
    + record("obligation", kind="annual-report", name="Report", since=2014, due="03-31", until=2039)
    + record("obligation", kind="plan", name="Plan", since=2014, every=2, centres=["A"])
    + record("waiver", kind="formal", year=2020, reason="x", sources=["book"])
    + record("waiver", kind="annual-report", year=2017, centre="A", reason="x")
)
"""A registry in which every record has most of its keys, and every command finds something."""

COMMANDS = [
    *("sql --tables", "check x.toml"),
    *("list", "list --columns contact,names,identifiers,location,extra,until,signed,closed,event"),
    *("meetings", "organisations", "sectors", "sources", "timeline", "contacts", "attendance"),
    *("timeline --columns covers,until,sources", "obligations", "agreements"),
    *("cadence", "cadence --years", "cadence --agreed", "due", "due --columns contact,kinds"),
    *("show A B C m t n NATCOM book culture formal annual-report network", "changes old.toml"),
    *("changes --from 2012 --to 2026", "show --all --contacts --format jsonl"),
]

EXCEPTIONS = {
    "since": "a year of a rule or an obligation is a number, as in the file; others are dates",
    "until": "as since",
    "covers": "a period of several years is a string in `obligations`; that of an event is a year",
    "column": "`sql --tables` has names of columns; `check` has a number",
    "closed": "`sectors` lists ids of centres by status; `list` has the date of the event",
}
"""Key with several types -> the reason."""


def types_in(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield each key in JSON data with the type of its value."""
    if isinstance(value, list):
        for item in value:
            yield from types_in(item, key)
    if not isinstance(value, dict):
        return
    for name, item in value.items():
        if key in {"names", "identifiers", "extra", "obligation"}:  # keys of the user
            continue
        kind = type(item).__name__
        if isinstance(item, list):
            kind += f" of {type(item[0]).__name__}"
        yield name, kind
        yield from types_in(item, name)


def test_the_same_key_has_the_same_type_in_every_command(c2c: Program) -> None:
    c2c.write(RICH)
    c2c.write(SMALL + "x = 1\n", "x.toml")
    c2c.write(RICH.replace('"Kim"', '"Lee"').replace('"centre.extra"', ""), "old.toml")
    found: dict[str, dict[str, str]] = {}
    for command in COMMANDS:
        args = command.split()
        lines = "jsonl" in args
        options = () if lines else ("--format", "json")
        out = c2c(*args, *options, code=None).out
        records = [json.loads(line) for line in out.splitlines()] if lines else json.loads(out)
        assert records, command
        for key, kind in types_in(records):
            found.setdefault(key, {}).setdefault(kind, command)
    mixed = {key: kinds for key, kinds in found.items() if len(kinds) > 1}
    assert mixed.keys() == EXCEPTIONS.keys(), mixed
    assert {"code", "kinds", "agreement", "type", "organised", "until"} <= found.keys()
