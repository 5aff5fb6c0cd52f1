"""docs/reference/scripts.md: what the page promises to scripts is what the program does.

The exit codes are those of docs/reference/environment.md.
"""

import json
import re
import shlex
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
import tomli

from c2c_cli import __version__
from c2c_cli.cli import COMMANDS, app
from c2c_cli.errors import Severity
from c2c_cli.model import attendance, changes, due
from c2c_cli.model.fields import FIELDS
from c2c_cli.model.history import CENTRE_STATUSES, EVENT_KINDS
from c2c_cli.model.records import MEETING_STATUSES, RECORD_TYPES, SUBTABLES, TABLES
from c2c_cli.output.agreements import HEADINGS
from c2c_cli.output.view import RULE_STATES
from c2c_cli.store.locate import BUNDLED
from conftest import Program
from samples import EXAMPLES, SMALL, centre, event, meeting, read_page, record, rule, whole

PAGE = read_page("scripts")
EXIT_CODES = read_page("environment").partition("\n## Environment variables\n")[0]

SOURCES: dict[str, Any] = {"note": "n", "sources": ["book"]}
NETWORK = (
    'note = "n"\nsources = ["book"]\nchecked = 2025-12-01\nlongest_term = 8\nreview_months = 6\n'
    'publisher = "p"\ncorrections = "mailto:a@example.org"\nlicence = "l"\n'
    'names = { ko = "k" }\nlanguage = "en-GB"\n'
)

FULL = (
    SMALL.replace('name = "A network"\n', f'name = "A network"\n{NETWORK}').replace(
        'name = "Culture"\n', 'name = "Culture"\nnames = { ko = "k" }\n'
    )
    + 'names = { ko = "k" }\n'
    + record("organisation.contact", role="Chair", name="Lee")
    + record(
        "source", id="book", title="A book", publisher="p", date=2018, url="https://b.org", note="n"
    )
    + centre(
        "A",
        names={"ko": "k"},
        city="Jeju",
        location=[33.5, 126.5],
        host="h",
        website="https://a.org",
        identifiers={"wikidata": "Q1"},
        extra={"budget": 1},
        **SOURCES,
    )
    + event("approved", 2010, **SOURCES)
    + event("signed", 2011, term=20, **SOURCES)
    + event("in-force", 2012, until=2031, **SOURCES)
    + event("opened", 2012)
    + event("evaluated", 2013)
    + event("annual-report", 2014, covers=2013)
    + record(
        "centre.contact",
        role="Director",
        name="Kim",
        email="k@a.org",
        phone="1",
        note="n",
        since=2012,
        until=2040,
    )
    + centre("B", "signed:2012")
    + event("renewed", 2018, term=2)
    + centre("C", "proposed:2018")
    + centre("D", "approved:2018")
    + centre("E", "closed:2018")
    + centre("F")
    + meeting(
        "m",
        start="2018-05-01",
        end="2018-05-02",
        kind="formal",
        city="Jeju",
        venue="v",
        organisers=["NATCOM", "A"],
        attendees=["NATCOM", "A", "B"],
        invited=["C"],
        agenda=["a"],
        outcomes=["o"],
        mode="hybrid",
        link="https://m.org",
        extra={"cost": 1},
        **SOURCES,
    )
    + meeting("n", start=2019, status="tentative", organisers=["A"], attendees=["NATCOM", "A", "B"])
    + meeting(
        "board-2019",
        start="2019-03",
        kind="board",
        organisers=["A"],
        attendees=["NATCOM"],
        invited=["NATCOM", "A"],
        **SOURCES,
    )
    + meeting("o", start=2030, status="planned", attendees=["A"], invited=["NATCOM", "A", "D"])
    + meeting("p", start=2016, attendees=["A"], invited=["NATCOM"])
    + rule("formal", names={"ko": "k"}, until=2040, agreed="m", **SOURCES)
    + record(
        "obligation",
        kind="board",
        name="Board",
        names={"ko": "k"},
        since=2015,
        until=2040,
        every=2,
        due="03-31",
        centres=["A"],
        **SOURCES,
    )
    + record("obligation", kind="annual-report", name="Report", since=2013, until=2014)
    + record("waiver", kind="formal", year=2020, reason="r", sources=["book"])
    + record("waiver", kind="board", year=2017, reason="r", centre="A")
    + record("waiver", kind="board", year=2019, reason="r", sources=["book"])
)
"""A registry in which each key has a value somewhere."""

BARE = (
    SMALL
    + record("source", id="book", title="A book")
    + centre("A")
    + event("opened")
    + centre("B")
    + centre("G", "opened:2001")
    + centre("H", "approved:2999")
    + record("centre.contact", role="Chair")
    + record("centre.contact", name="Lee")
    + meeting("m", organisers=["A"])
    + meeting("n", start=2019, status="planned")
    + rule("formal")
    + rule("informal")
    + record("obligation", kind="board", name="Board", since=2015)
    + record("waiver", kind="formal", year=2020, reason="r")
)
"""A registry in which records have only the keys that they must have."""

BROKEN = "x = [\n" + SMALL + centre(sector="cultre") + "x\n"

DAY = ("--as-of", "2026-01-01")

RESULT = "result of a change"

OWN_RUNS = {
    "changes": ["changes --from 2001 --to 2026", "changes bare.toml full.toml"],
    "contacts": ["contacts", "contacts --meeting m"],
    RESULT: [
        "edit centre A --city X --data full.toml",
        "edit centre A --city X --data full.toml",
        "edit network --note y --data full.toml",
        "edit centre A --city Y --data full.toml --dry-run",
        "undo --data full.toml",
        "import full.csv --as organisation --data full.toml",
        "remove LIE --data full.toml",
        "add event B opened --data bare.toml --date 2999-01-01",
        "remove m --data bare.toml",
    ],
    "undo --list": ["edit network --note x --data full.toml", "undo --list --data full.toml"],
    "check": [f"check {number}.toml" for number in range(len(EXAMPLES))],
}
"""Object in the table of keys -> the commands that print it, if it is no command."""

OWN = ("full.toml", "bare.toml")
NESTED = {
    "item of event": ("event", "centre"),
    "item of contact": ("contact", "centre"),
    "item of waiver": ("waiver", "obligation"),
    "agreement of a centre": ("agreement", "centre"),
}
"""Object in the table of keys -> the key that contains such objects, and the record that has it."""


def section(title: str) -> str:
    """Return the section of the page with a title."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of the rows of the first table in a text, without its header."""
    [table, *_] = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    _, _, *lines = table.splitlines()
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def words(cell: str) -> list[str]:
    """Return the words that a text shows as code."""
    return re.findall(r"`([^`]+)`", cell)


KEYS = {
    name.replace("`", ""): (words(always), words(others))
    for name, always, others in rows(section("JSON keys"))
}
"""Object -> the keys that it always has, and those that may be absent."""


def test_full_registry_has_every_key() -> None:
    data = tomli.loads(FULL)
    tables = {name: data[name] for name in TABLES} | {"network": [data["network"]]}
    for name in SUBTABLES:
        tables[name] = [item for centre in data["centre"] for item in centre.get(name, ())]
    for name, records in tables.items():
        keys = {key for found in records for key in found}
        assert keys == set(RECORD_TYPES[name].__slots__), name


@pytest.fixture
def registries(c2c: Program) -> Program:
    """Return the program in a directory with the registries of this module."""
    c2c.write(FULL, "full.toml")
    c2c.write(BARE, "bare.toml")
    c2c.write("id,name\nLIE,Life\n", "full.csv")
    for number, (example, _) in enumerate(EXAMPLES):
        c2c.write(whole(example), f"{number}.toml")
    return c2c


def answer(c2c: Program, *command: str) -> list[dict[str, Any]]:
    """Return the objects that a command prints, as of a fixed day if it matters."""
    names = {parameter.name for parameter in app.get_command(None, command[0]).params}
    # as of a past day, show omits what has no date
    day = DAY if "as_of" in names and command[0] != "show" else ()
    option = "--output-format" if command[0] == "import" else "--format"
    found: Any = json.loads(c2c(*command, *day, option, "json", code=None).out)
    return found if isinstance(found, list) else [found]


def ids(data: str, table: str) -> list[str]:
    """Return how `show` names the records of a table in a registry."""
    if table == "network":
        return ["network"]
    records = tomli.loads(Path(data).read_text("utf-8"))[table]
    return [found.get("id") or found["kind"] for found in records]


def objects(c2c: Program, name: str, registries: Iterable[str] = OWN) -> list[dict[str, Any]]:
    """Return objects of a row of the table of keys."""
    if name in NESTED:
        key, record = NESTED[name]
        values = [found[key] for found in objects(c2c, f"show: {record}") if key in found]
        return [item for value in values for item in (value if type(value) is list else [value])]
    result = []
    for command in OWN_RUNS.get(name, [name]):
        args = command.replace(":", "").split()
        if name == "undo --list" and args[0] == "edit":
            c2c(*args)
            continue
        if ".toml" in command:
            result += answer(c2c, *args)
            continue
        if args[0] == "show":
            for data in OWN:
                result += answer(c2c, "show", *ids(data, args[1]), "--data", data)
            continue
        # only the registries of this module have the meeting
        for data in OWN if "--meeting" in args else registries:
            result += answer(c2c, *args, "--data", data)
    return result


def is_filled(value: object) -> bool:
    """Return whether no part of a JSON value is null or empty."""
    if isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        return bool(value) and all(map(is_filled, items))
    return value not in {None, ""}


@pytest.mark.parametrize("name", KEYS)
def test_objects_have_the_documented_keys_each_with_a_value(registries: Program, name: str) -> None:
    found = objects(registries, name, (*OWN, *BUNDLED))
    every = dict.fromkeys(key for item in found for key in item)
    always = [key for key in every if all(key in item for item in found)]
    others = [key for key in every if key not in always]
    # the list of ids of a result may be empty
    assert [item for item in found if not is_filled(item) and "ids" not in item] == []
    documented = tuple(map(sorted, KEYS[name]))
    assert (sorted(always), sorted(others)) == documented, f"| {code(always)} | {code(others)} |"


def code(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def test_every_command_that_prints_json_is_in_the_table() -> None:
    printing = {
        command
        for command in COMMANDS
        for option in app.get_command(None, command).params
        if option.name == "format" and "json" in option.type.func.words
    }
    named = {re.split(r"\W", name)[0] for name in set(KEYS) - set(NESTED)} - {"result"}
    others = {"add", "edit", "remove", "import"}
    assert printing - others == named


TYPES = {str: "strings", bool: "booleans", int: "numbers", float: "numbers", dict: "objects"}


def type_of(value: object) -> str:
    """Return the type of a JSON value, in words and in the plural."""
    if isinstance(value, list):
        kinds = {type_of(item) for item in value} or {"strings"}  # only ids may be empty
        assert len(kinds) == 1, value
        return f"lists of {kinds.pop()}"
    return TYPES[type(value)]


OTHER_TYPES = {
    "cadence --agreed": {"since", "until"},
    "show: cadence": {"since", "until"},
    "show: obligation": {"since", "until"},
    "obligations": {"covers"},
    "sql --tables": {"column"},
    "changes": {"was", "now"},  # that of the key that changed
}
"""Object -> its keys that have another type in other objects."""


def test_a_key_has_the_documented_type_in_every_command(registries: Program) -> None:
    found: dict[str, set[str]] = {}
    for name in KEYS:
        for item in objects(registries, name):
            for key, value in item.items():
                if key not in OTHER_TYPES.get(name, ()):
                    found.setdefault(type_of(value), set()).add(key)
    del found["strings"]
    listed = re.findall(r"^- ([a-z ]+): (.*(?:\n  .*)*)", section("JSON keys"), re.MULTILINE)
    documented = {kind: sorted(words(keys)) for kind, keys in listed}
    lines = [f"- {kind}: {code(sorted(keys))}" for kind, keys in found.items()]
    assert documented == {kind: sorted(keys) for kind, keys in found.items()}, "\n".join(lines)


EXAMPLES_OF_KEYS = re.findall(r"^\$ c2c (.*)\n(\{.*\})$", section("JSON keys"), re.MULTILINE)


def test_each_example_has_the_documented_keys() -> None:
    shown = set()
    for command, text in EXAMPLES_OF_KEYS:
        prefixes = {name.partition(":")[0] for name in KEYS}
        matching = [name for name in prefixes if command.startswith(name)]
        prefix = max(matching, key=len, default=RESULT)
        shown.add(prefix)
        keys = set(json.loads(text))
        possible = [KEYS[name] for name in KEYS if name.partition(":")[0] == prefix]
        assert any(
            ({*always} <= keys or "--columns" in command) and keys <= {*always, *others}
            for always, others in possible
        ), command
    assert shown == prefixes - set(NESTED)


def test_examples_of_exit_codes_have_these_codes(c2c: Program) -> None:
    tested = 0
    for number, _, example in rows(EXIT_CODES):
        command = example.strip("`")
        if command.startswith("c2c ") and "|" not in command:
            c2c(*shlex.split(command)[1:], code=int(number))
            tested += 1
    assert tested == 6


def test_commands_with_code_1_are_listed(c2c: Program) -> None:
    sentence = re.sub(r"\s+", " ", EXIT_CODES).partition(" Only ")[2].partition(".")[0]
    commands = {
        command: (command, "centre") if command in {"add", "remove"} else (command,)
        for command in COMMANDS
    }
    found = {
        command
        for command, names in commands.items()
        if re.search(r"^  1  ", c2c(*names, "--help").out, re.MULTILINE)
    }
    assert found == {word for word in words(sentence) if word in COMMANDS}


MODES: Any = FIELDS["mode"].type.schema["enum"]

WORDS: dict[str, Sequence[str]] = {
    "`status` of a centre": CENTRE_STATUSES,
    "`status` of a meeting": MEETING_STATUSES,
    "`mode` of a meeting": MODES,
    "`kind` of an event": EVENT_KINDS,
    "`state` of `cadence` and `obligations`": RULE_STATES,
    "`state` of `agreements`": tuple(HEADINGS),
    "`computed` of `agreements`": ("yes",),
    "`code` of `due`": tuple(due.SENTENCES),
    "`change` of `changes`": changes.KINDS,
    "`role` of `attendance`": attendance.ROLES,
    "`severity` of `check`": get_args(Severity),
    # tests/cli/test_check.py compares the page with the codes
    "`code` of `check`": (),
}
"""Keys with a fixed set of words -> the words of the program."""


def test_words_are_those_of_the_program() -> None:
    documented = {key: sorted(words(cell)) for key, cell in rows(section("Words"))}
    assert documented == {key: sorted(program) for key, program in WORDS.items()}


def test_entries_of_calendars_have_the_documented_ids_and_categories(c2c: Program) -> None:
    documented = {}
    for _, uid, category in rows(section("Calendars")):
        [form], [name] = words(uid), words(category)
        form = form.replace("cadence:KIND", "cadence:KIND(:KIND)*")
        documented[re.sub("[A-Z]+", "[^:@]+", form)] = name
    seen = set()
    for command in ("meetings", "due --as-of 2018-12-03", "due --as-of 2031-01-05 --data world"):
        out = c2c(*command.split(), "--format", "ics").out.replace("\r\n ", "")
        for entry in out.split("BEGIN:VEVENT")[1:]:
            properties = dict(line.split(":", 1) for line in entry.strip().splitlines())
            uid = properties["UID"]
            [form] = [form for form in documented if re.fullmatch(form, uid)]
            assert properties["CATEGORIES"] == documented[form], uid
            assert re.fullmatch("[0-9]{8}T000000Z", properties["DTSTAMP"])
            seen.add(form)
    assert seen == {*documented}


def test_site_has_the_documented_files_and_no_others(c2c: Program) -> None:
    names = [name for cell, _ in rows(section("Site")) for name in words(cell)]
    forms = {re.sub(r"\b(ID|CC)\b", "[^/]+", name): name for name in names}
    c2c("site", "public", "--url", "https://example.org")
    written = [file for file in Path("public").rglob("*") if file.is_file()]
    seen = set()
    for file in written:
        name = file.relative_to("public").as_posix()
        [form] = [form for form in forms if re.fullmatch(form, name)]
        seen.add(forms[form])
    assert seen == {*names}
    [listed, *_] = json.loads(Path("public/centres.json").read_text("utf-8"))
    assert listed.keys() <= {*KEYS["list"][0], *KEYS["list"][1]} - {"extra"}
    shown = json.loads(Path(f"public/centre/{listed['id']}.json").read_text("utf-8"))
    assert {key: value for key, value in shown.items() if key != "source"} == listed


COLUMNS = {
    "list": (
        "id name sector country city status",
        "names host website note event until proposed approved signed opened renewed closed"
        " evaluated identifiers in-force decided location sources annual-report work-plan contact"
        " extra",
    ),
    "show": ("id field value", ""),
    "sectors": ("id code name proposed preparing operating closed unknown", ""),
    "organisations": ("id name organised attended", ""),
    "sources": ("id title publisher date cited_by", "url note"),
    "meetings": (
        "id start end kind status city title",
        "venue organisers attendees agenda outcomes note sources mode link invited extra",
    ),
    "timeline": ("date end kind status id title", "city until note sources covers"),
    "cadence": ("year kind per_year held planned unclear waived state meetings", ""),
    "obligations": ("centre kind covers due state date title sources", ""),
    "agreements": ("id kind date until review days state evaluated in-force computed", ""),
    "due": ("date days what id concerns contact command code kind year count kinds", ""),
    "changes": ("record item change field was now date", ""),
    "contacts": ("of role name email phone since until note", ""),
    "attendance": ("meeting start id role", ""),
    "undo": ("number time change", ""),
}
"""Command -> its default columns and its other columns, in order.

New ones follow them here. Nothing is changed or removed before a new major version.
"""


@pytest.mark.parametrize("command", COLUMNS)
def test_columns_are_only_added_at_the_end(command: str) -> None:
    view = app.get_command(None, command).empty_view
    default, others = (names.split() for names in COLUMNS[command])
    assert list(view.default) == default
    assert [name for name in view.columns if name not in view.default] == others


def test_every_command_with_columns_has_promised_ones() -> None:
    commands = {name: app.get_command(None, name) for name in COMMANDS}
    views = {name for name, found in commands.items() if getattr(found, "empty_view", None)}
    assert views - {"sql"} == set(COLUMNS)


HEADERS = {
    "cadence --years": "year required held planned unclear waived shortfall state",
    "cadence --agreed": "kind name level per_year since until agreed",
    "sources --urls": "url cited_by",
}
"""Command whose rows are others with an option -> its columns; new ones follow them."""


@pytest.mark.parametrize("command", HEADERS)
def test_columns_of_other_rows_are_only_added_at_the_end(registries: Program, command: str) -> None:
    out = registries(*command.split(), "--data", "full.toml", "--header").out
    assert out.split("\n")[0].split("\t") == HEADERS[command].split()


def test_check_in_a_pipe_begins_each_line_with_the_place_and_the_severity(
    registries: Program,
) -> None:
    for number in range(len(EXAMPLES)):
        lines = registries("check", f"{number}.toml", *DAY, code=None).out.splitlines()
        found = [
            f"{item['file']}:{item['line']}:{item['column']}: {item['severity']}: "
            for item in answer(registries, "check", f"{number}.toml")
        ]
        assert len(lines) == len(found)
        for line, start in zip(lines, found, strict=True):
            assert line.startswith(start)


@pytest.mark.parametrize("schema", ["2", "0", '"1"', "1.0"])
def test_another_schema_is_refused(c2c: Program, schema: str) -> None:
    c2c.write(SMALL.replace("schema = 1", f"schema = {schema}"))
    assert c2c("list", code=3).out == ""


@pytest.mark.parametrize("line", ["[other]", "[[centre]]\nother = 1"])
def test_an_unknown_table_or_key_is_refused(c2c: Program, line: str) -> None:
    c2c.write(f"{SMALL}{line}\n")
    codes = {item["code"] for item in answer(c2c, "check", "data/centres.toml")}
    assert codes & {"unknown-table", "unknown-key"}


REPRODUCIBLE = [
    name
    for name in COMMANDS
    if name not in {"sql", "site"}
    and any(p.name == "as_of" for p in app.get_command(None, name).params)
]


@pytest.mark.posix
@pytest.mark.parametrize("command", REPRODUCIBLE)
@pytest.mark.parametrize("form", ["tsv", "json"])
def test_output_as_of_a_past_day_does_not_depend_on_the_time_zone(
    registries: Program, command: str, form: str
) -> None:
    args = ["show", "A", "m"] if command == "show" else [command]
    chosen = {"report": "md", "check": "json"}.get(command, form)
    outputs = set()
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):  # their dates always differ
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            day = ("--as-of", "2020-06")
            run = registries(*args, "--data", "full.toml", *day, "--format", chosen, code=None)
            outputs.add(run.out)
    time.tzset()
    assert len(outputs) == 1
    assert outputs != {""}


def test_version_is_one_line(c2c: Program) -> None:
    assert c2c("--version").out == f"c2c {__version__}\n"
