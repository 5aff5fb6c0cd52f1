"""Colours in a terminal: on marks only, and nothing but labels, rules and footers is dim."""

import re

import pytest

from c2c_cli.model.history import CENTRE_STATUSES
from c2c_cli.model.records import MEETING_STATUSES
from c2c_cli.output import attendance_drawing
from c2c_cli.output.view import MARKS
from c2c_cli.streams import safe
from conftest import Program, Stream
from samples import SMALL, centre, event, meeting, read_page, record, rule

REGISTRY = (
    SMALL
    + record("source", id="book", title="A book")
    + centre("A", city="Jeju", note="A note")
    + event("signed", "2018-05", until=2020, sources=["book"])
    + event("opened", "2018-06", note="A ceremony")
    + centre("B", "proposed:2019")
    + centre("C", "closed:2019")
    + meeting("m", start="2018-06-27", kind="heads", status="held", attendees=["A"])
    + meeting("n", start="2019-03", status="cancelled")
    + meeting("o", start="2020-03", status="tentative")
    + rule("heads", name="Heads")
    + record("obligation", kind="annual-report", name="Report", since=2018)
)

COMMANDS = (
    ("list",),
    ("list", "--columns", "id,status"),
    ("show", "A", "m"),
    ("meetings",),
    ("timeline",),
    ("sectors",),
    ("cadence",),
    ("cadence", "--years"),
    ("obligations",),
    ("agreements",),
    ("due",),
)


def spans(text: str, *codes: int) -> set[str]:
    """Return the texts, without spaces around them, to which an SGR code applies."""
    chosen = "|".join(map(str, codes))
    found = re.findall(rf"\x1b\[(?:1;)?(?:{chosen})m(.*?)\x1b\[0m", text, re.DOTALL)
    return {span.strip() for span in found} - {""}


@pytest.mark.parametrize("columns", ["40", "60", "80", "120"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_only_marks_have_colours(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    c2c.write(REGISTRY)
    shown = c2c(*command, terminal=True).out
    assert spans(shown, *range(30, 38), *range(90, 98)) <= {mark.sign for mark in MARKS.values()}


def test_only_labels_rules_and_footers_are_dim(c2c: Program) -> None:
    c2c.write(REGISTRY)
    shown = c2c("show", "A", "m", terminal=True).out
    assert spans(shown, 2) == {
        *("Sector", "Country", "City", "Note", "State", "Until", "Review", "Days left", "signed"),
        *("annual-report", "Start", "Kind", "Attendees", "─" * 80),
    }
    shown = c2c("list", "--as-of", "2026", terminal=True).out
    assert spans(shown, 2) == {"━" * 35, "3 centres: 1 operating, 1 proposed, 1 closed"}
    assert "\x1b[32m●\x1b[0m operating" in shown


def test_every_state_has_a_mark() -> None:
    agreements = ("valid", "reviewed", "review due", "outdated", "expired", "end unknown", "none")
    rules = ("met", "planned", "waived", "unclear", "due", "missing")
    states = {*CENTRE_STATUSES, *MEETING_STATUSES, *agreements, *rules, "reviewed, expires soon"}
    assert states == {*MARKS}


def test_marks_are_documented_with_their_replacements() -> None:
    text = read_page("formats")
    documented = {}
    for sign, ascii_sign, colour, states in re.findall(
        r"^\| (.) \| (.) \| ([\w ]+) \| (`.*`) \|$", text, re.MULTILINE
    ):
        assert safe(sign, Stream(encoding="ascii")) == ascii_sign
        for state in states.strip("`").split("`; `"):
            documented[state] = (sign, colour)
    marks = {**MARKS, **attendance_drawing.MARKS}
    assert documented == {state: (sign, style or "none") for state, (sign, style) in marks.items()}


def test_marks_and_words_are_legible_in_ascii(c2c: Program) -> None:
    c2c.write(REGISTRY)
    table = ("--format", "table", "--no-header")
    shown = c2c("list", "--columns", "status", *table, encoding="ascii").out
    assert shown == "* operating\no proposed\nx closed\n"
    shown = c2c("meetings", "--columns", "status", *table, encoding="ascii").out
    assert shown == "+ held\n- cancelled\n? tentative\n"


def test_later_lines_of_a_cell_are_indented_after_its_mark(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    held = meeting("m" * 38, start="2018-05", kind="formal", status="held")
    c2c.write(SMALL + rule("formal", per_year=2) + held)
    columns = ("--columns", "kind,meetings,state", "--year", "2018", "--as-of", "2019")
    assert c2c("cadence", *columns, "--format", "table", "--no-header").out == (
        f"formal  {'m' * 38}  ✗ 1 more not\n{'':48}  recorded\n"
    )


@pytest.mark.parametrize("settings", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_nothing_has_colours_if_they_are_off(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    c2c.write(REGISTRY)
    for command in (*COMMANDS, ("--help",), ("report",), ("remove", "C", "--dry-run")):
        shown = c2c(*command, terminal=True)
        assert "\x1b" not in shown.out + shown.err
    assert "\x1b" not in c2c("shoe", code=2, terminal=True).err


def test_labels_of_messages_have_colours(c2c: Program) -> None:
    c2c.write(REGISTRY.replace('kind = "opened"', 'kind = "open"'))
    shown = c2c("list", code=3, terminal=True).err.splitlines()
    assert ": \x1b[1;31merror:\x1b[0m [centre A] event.kind: unknown kind" in shown[0]
    assert shown[2:] == [
        "c2c: \x1b[1;31merror:\x1b[0m found 1 error in data/centres.toml; run c2c edit"
    ]
    c2c.write(REGISTRY)
    changed = c2c("edit", "centre", "A", "--website", "x", terminal=True).err
    assert "\nc2c: \x1b[1;33mwarning:\x1b[0m " in changed
    c2c.write("id,name\nX,\n", "x.csv")
    imported = c2c("import", "x.csv", code=3, terminal=True).err
    assert imported.startswith("x.csv:1: \x1b[1;31merror:\x1b[0m ")
    hostile = c2c("list", "--sector", "\x1b[31m c2c: error: x", code=2, terminal=True).err
    assert hostile.count("\x1b") == 2


def test_headings_of_help_are_bold_in_a_terminal(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in ((), ("list",), ("cadence",), ("add", "centre")):
        plain = c2c(*command, "--help").out
        shown = c2c(*command, "--help", terminal=True).out
        assert re.sub(r"\x1b\[[01]m", "", shown) == plain
        headings = [line for line in plain.splitlines() if re.match(r"\S.*:$", line)]
        assert re.findall(r"\x1b\[1m(.*?)\x1b\[0m", shown) == ["Usage:", *headings]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert c2c("--help").out.startswith("\x1b[1mUsage:\x1b[0m c2c ")


def test_difference_has_colours_in_a_terminal_only(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = SMALL + centre("A") + 'note = """\n-- a\n"""\n'
    c2c.write(text.replace("\n", "\r\n"))
    edit = ("edit", "centre", "A", "--note", "b", "--dry-run")
    shown = c2c(*edit, terminal=True).out.splitlines()
    assert shown[:2] == [
        "\x1b[1m--- a/data/centres.toml\x1b[0m",
        "\x1b[1m+++ b/data/centres.toml\x1b[0m",
    ]
    assert re.fullmatch(r"\x1b\[36m@@ .* @@\x1b\[0m", shown[2])
    assert [line for line in shown[3:] if line.startswith("\x1b")] == [
        *('\x1b[31m-note = """\x1b[0m', "\x1b[31m--- a\x1b[0m", '\x1b[31m-"""\x1b[0m'),
        '\x1b[32m+note = "b"\x1b[0m',
    ]
    monkeypatch.setenv("FORCE_COLOR", "1")
    piped = c2c(*edit).out
    assert "\x1b" not in piped
    assert '\n-note = """\r\n--- a\r\n-"""\r\n+note = "b"\r\n' in piped
