"""`c2c check`: examples of docs/reference/check-codes.md, formats, and diagnostics that the page does not cover."""

import json
import os
import re
import threading
from pathlib import Path
from typing import get_args

import pytest

from c2c_cli.errors import Code
from c2c_cli.store import disk
from conftest import Program
from samples import EXAMPLES, PAGE, SMALL, centre, event, meeting, record, rule, whole

SECTIONS = dict(re.findall(r"^### `([a-z0-9-]+)`\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize("form", ["LF", "CRLF", "BOM"])
@pytest.mark.parametrize(("example", "lines"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_each_example_prints_the_documented_diagnostics(
    c2c: Program, example: str, lines: str, form: str
) -> None:
    text = whole(example)
    c2c.write(
        {"LF": text, "CRLF": text.replace("\n", "\r\n"), "BOM": f"\ufeff{text}"}[form], "lake.toml"
    )
    errors = [line for line in lines.splitlines() if ": error: " in line]
    assert c2c("check", "lake.toml", "--as-of", "2026-11-23", code=1 if errors else 0).out == lines
    reported = c2c("list", "--data", "lake.toml", code=3 if errors else 0).err.splitlines()
    assert reported[:-1] == errors, "all commands report the same errors"


def test_page_documents_each_code_with_an_example(c2c: Program) -> None:
    assert list(SECTIONS) == list(get_args(Code))
    index = re.findall(r"^\| \[`(\S+)`\]\(#(\S+)\) \| [A-Z].*\. \|$", PAGE, re.MULTILINE)
    assert index == [(code, code) for code in SECTIONS]
    assert len(EXAMPLES) >= 140
    for code, section in SECTIONS.items():
        *_, fix = section.strip().split("\n\n")
        assert re.match(r"\*\*Fix:\*\* [A-Z]", fix), code
        examples = re.findall(r"^```toml\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
        if not examples:
            assert "$ c2c check" in section  # the example is run by test_documents
        for number, example in enumerate(examples):
            c2c.write(whole(example), "lake.toml")
            row = ("check", "lake.toml", "--as-of", "2026-11-23", "--format", "tsv")
            codes = [line.split("\t")[6] for line in c2c(*row, code=None).out.splitlines()]
            assert code in codes
            assert number or {*codes} == {code}, "the first example has no other code"


WRONG = (
    SMALL
    + """
[[centre]]
id = "ICDH"
name = "유네스코 국제기록유산센터"
sector = "cultre"
country = "KR"
names = { ko = "유네스코 국제기록유산센터", fr = 3 } # a number
[[centre.event]]
kind = "opened"
\tdate = "2018-13"
[[meeting]]
id = "m"
title = \"\"\"a
b\"\"\"
start = 2018-03-04
status = "planned"
agenda = [
    "\\u001b[31m",
    7,
]
"""
)


def test_json_has_stable_fields_and_exact_positions(c2c: Program) -> None:
    c2c.write(WRONG)
    found = json.loads(c2c("check", "--as-of", "2018-02", "--format", "json", code=1).out)
    assert found[0] == {
        "file": "data/centres.toml",
        "line": 23,
        "column": 10,
        "end_line": 23,
        "end_column": 18,
        "severity": "error",
        "code": "dangling-id",
        "record": "centre ICDH",
        "field": "sector",
        "message": 'unknown sector "cultre"',
        "hint": 'did you mean "culture"?',
    }
    lines = (SMALL + WRONG[len(SMALL) :]).split("\n")
    spans = [(f["line"], f["column"], f["end_line"], f["end_column"], f["code"]) for f in found]
    assert spans == [
        (23, 10, 23, 18, "dangling-id"),
        (25, 38, 25, 39, "wrong-type"),
        (28, 9, 28, 18, "bad-date"),
        (31, 9, 32, 5, "line-break"),
        (37, 5, 37, 6, "wrong-type"),
    ]
    assert lines[22][9:17] == '"cultre"'
    assert lines[24][37:38] == "3"
    lines_of_json = c2c("check", "--as-of", "2018-02", "--format", "jsonl", code=1).out.splitlines()
    assert [json.loads(line) for line in lines_of_json] == found
    rows = c2c("check", "--as-of", "2018-02", "--format", "tsv", code=1).out.splitlines()
    assert rows[0].split("\t") == [str(value) for value in found[0].values()]


def test_terminal_shows_the_line_with_a_caret(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    c2c.write(
        WRONG.replace("[[centre]]", f'# {"x" * 50}\n[[centre]]\nhost = "{"가" * 40}" "{"나" * 40}"')
    )
    run = c2c("check", "--as-of", "2018-02", code=1, terminal=True)
    assert run.out.splitlines() == [
        "data/centres.toml:22:51: error: unexpected text after the value; remove it",
        f'22 | ...{"가" * 17}" "{"나" * 16}...',
        "   | " + " " * 39 + "^ syntax",
        "",
        "data/centres.toml:25:10: error: [centre ICDH] sector: unknown sector",
        '    "cultre"; did you mean "culture"?',
        '25 | sector = "cultre"',
        "   |          ^~~~~~~~ dangling-id",
        "",
        "data/centres.toml:27:38: error: [centre ICDH] names.fr: expected a string,",
        "    not a number",
        '27 | names = { ko = "유네스코 국제기록유산센터", fr = 3 } # a number',
        "   | " + " " * 49 + "^ wrong-type",
        "",
        "data/centres.toml:30:9: error: [centre ICDH] event.date: invalid date",
        '    "2018-13"; use a date such as 2018, 2018-11, 2018-11-20 or 2015..2017',
        '30 |     date = "2018-13"',
        "   |            ^~~~~~~~~ bad-date",
        "",
        "data/centres.toml:33:9: error: [meeting m] title: unexpected line break; use",
        "    a single line",
        '33 | title = """a',
        "   |         ^~~~ line-break",
        "",
        "data/centres.toml:39:5: error: [meeting m] agenda: expected a string, not a",
        "    number",
        "39 |     7,",
        "   |     ^ wrong-type",
        "",
    ]
    assert run.err == "c2c: 6 errors in data/centres.toml\n"
    monkeypatch.delenv("NO_COLOR")
    coloured = c2c("check", "--as-of", "2019", code=1, terminal=True).out
    assert "\x1b[1;31merror:" in coloured
    assert "~\x1b[0m dangling-id\n" in coloured
    assert c2c("check", code=1, terminal=True, encoding="ascii").out.isascii()


def test_terminal_counts_missing_sources_unless_all_are_listed(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "300")
    text = (
        SMALL + centre("A", "signed:2010:2012", "opened:2010") + rule() + meeting("m", note="a\x07")
    )
    c2c.write(text, "a.toml")
    c2c.write(SMALL + meeting(), "b.toml")
    listed = c2c("check", "a.toml", "b.toml", "--all", "--as-of", "2019", terminal=True)
    assert [line.split()[-1] for line in listed.out.splitlines() if "^" in line] == [
        *[
            "no-sources",
            "agreement-expired",
            "no-sources",
            "no-sources",
            "no-sources",
            "control-character",
        ],
        "no-sources",
    ]
    counted = c2c("check", "a.toml", "b.toml", "--as-of", "2019", terminal=True)
    assert counted.err == listed.err == "c2c: 7 warnings in 2 files\n"
    lines = [line for line in counted.out.splitlines() if ".toml" in line]
    assert [line.split(" --data ")[0] for line in lines] == [
        "a.toml:27:9: warning: [centre A] event.until: the agreement expired (2012), but no later renewal or closure is "
        "recorded; record what happened, for example: c2c add event A renewed",
        "a.toml:42:8: warning: [meeting m] note: unexpected invisible character U+0007; remove it",
        "a.toml: warning: 2 events, 1 cadence rule and 1 meeting have no sources; pass --all to list them",
        'b.toml:19:1: warning: [meeting m] missing sources; add sources = ["https://…"]',
    ]
    in_pipe = c2c("check", "a.toml", "--as-of", "2019").out
    assert in_pipe.count("missing sources") == 4
    assert c2c("check", "a.toml", "--as-of", "2019", "--all").out == in_pipe
    assert c2c("check", "a.toml", "--format", "tsv", terminal=True).out.count("no-sources") == 4
    assert c2c("check", "a.toml", "--strict", code=1, terminal=True).code == 1


def test_valid_file_is_reported_only_at_a_terminal(c2c: Program) -> None:
    c2c.write(SMALL)
    assert c2c("check", "--data", "data/centres.toml") == (0, "", "")
    assert c2c("check", terminal=True) == (
        0,
        "",
        "c2c: no errors or warnings in data/centres.toml\n",
    )
    assert c2c("check", "--format", "json").out == "[]\n"
    assert (
        c2c("check", "--format", "json", terminal=True).err
        == "c2c: no errors or warnings in data/centres.toml\n"
    )


def test_several_files_are_reported_in_the_given_order(c2c: Program) -> None:
    c2c.write(SMALL, "a.toml")
    c2c.write(SMALL + "x = 1\n", "b.toml")
    c2c.write(SMALL + meeting(), "c.toml")
    line_b = "b.toml:19:1: error: [organisation NATCOM] x: unknown key; expected id, name, names or contact\n"
    line_c = 'c.toml:19:1: warning: [meeting m] missing sources; add sources = ["https://…"]\n'
    assert c2c("check", "c.toml", "a.toml", "b.toml", code=1) == (
        1,
        line_c + line_b,
        "c2c: 1 error and 1 warning in 2 files\n",
    )
    assert c2c("check", "c.toml", "a.toml") == (0, line_c, "c2c: 1 warning in c.toml\n")
    assert c2c("check", "c.toml", "a.toml", "--strict", code=1) == (
        1,
        line_c,
        "c2c: 1 warning in c.toml\n",
    )
    assert c2c("check", "no.toml", "b.toml", "nor.toml", code=3) == (
        3,
        line_b,
        "c2c: error: no.toml not found; pass another file, or create it with c2c init no.toml\n"
        "c2c: error: nor.toml not found; pass another file, or create it with c2c init nor.toml\n"
        "c2c: 1 error in b.toml\n",
    )
    assert (
        c2c("check", "b.toml", "--data", "c.toml", code=2).err
        == "c2c: error: --data cannot be used with FILE\n"
    )
    assert c2c("check", "--format", "yaml", code=2).err == (
        'c2c: error: --format: unknown format "yaml"; expected text, tsv, json, jsonl or github\n'
    )


@pytest.mark.posix
def test_standard_input_and_pipes_are_read(c2c: Program) -> None:
    wrong = (SMALL + "x = 1\n").encode()
    told = (
        ":19:1: error: [organisation NATCOM] x: unknown key; expected id, name, names or contact\n"
    )
    assert c2c("check", "-", stdin=wrong, code=1).out == f"<stdin>{told}"
    os.mkfifo("pipe")
    writer = threading.Thread(target=lambda: Path("pipe").write_bytes(wrong))
    writer.start()
    assert c2c("check", "pipe", code=1).out == f"pipe{told}"
    writer.join()


def test_command_in_a_hint_includes_the_given_file(c2c: Program) -> None:
    text = SMALL + meeting(status="planned", sources=["https://example.org"])
    c2c.write(text)
    c2c.write(text, "my lake.toml")
    command = "set it to held or cancelled, for example: c2c edit meeting m --status held"
    assert command in c2c("check").out
    named = command.replace("meeting m", "meeting m --data 'my lake.toml'")
    assert named in c2c("check", "my lake.toml").out
    assert named in c2c("check", "--data", "my lake.toml").out
    c2c("edit", "meeting", "m", "--data", "my lake.toml", "--status", "held")
    assert c2c("check", "my lake.toml").out == ""


@pytest.mark.parametrize(
    ("events", "codes"),
    [
        ("signed:2010:2016", ["agreement-expired"]),
        ("signed:2010:2016 renewed:2016", []),
        ("signed:2010:2016 renewed", []),
        ("signed:2010:2016 closed:2016", []),
        ("signed:2010:2016 closed", []),
        ("signed:2010:2018", []),
        ("signed:2006 renewed:2010..:2016", ["agreement-expired"]),
        ("signed:2006 renewed:2010..:2016 renewed:2015..", []),
        ("signed:2010:2016 closed:2016 signed:2017:2017", ["agreement-expired"]),
        ("opened:2010 approved:2010-06", []),
        ("opened:2010 approved:2011", ["events-out-of-order"]),
        ("approved:2009 opened:2010 signed:2011", ["events-out-of-order"]),
        ("signed:2009 opened:2010 signed:2011", []),
        ("opened:2010 closed:2011 approved:2012", []),
        ("opened:2010 closed:2011 signed:2012 renewed:2014", []),
        ("signed:2010 closed:2011 evaluated:2012 proposed:2013", []),
        ("closed:2011 renewed:2010", ["no-approval"]),
    ],
)
def test_warnings_about_the_history_of_a_centre(
    c2c: Program, events: str, codes: list[str]
) -> None:
    known = "".join(
        event(*one.split(":"), sources=["https://example.org"]) for one in events.split()
    )
    c2c.write(SMALL + centre() + known)
    found = json.loads(c2c("check", "--as-of", "2018-05", "--format", "json").out)
    assert [one["code"] for one in found] == codes
    assert c2c("list").code == 0, "warnings stop no command"


def test_incomplete_record_causes_no_warnings(c2c: Program) -> None:
    c2c.write(SMALL + meeting() + "sources = [https]\n")
    assert [line.split(": ")[1] for line in c2c("check", code=1).out.splitlines()] == ["error"]


@pytest.mark.posix
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Path("x").mkdir(), "cannot read x: is a directory"),
        (lambda: Path("x").symlink_to("x"), "cannot read x: too many levels of symbolic links"),
        (lambda: Path("x").symlink_to("/dev/zero"), "x is larger than 1 MB"),
        (lambda: Path("x").write_bytes(b"a" * (2 << 20)), "x is larger than 1 MB"),
        (lambda: Path("x").write_bytes(b"=\n" * 1001), "x is longer than 1,000 lines"),
    ],
    ids=["folder", "endless link", "endless file", "large file", "many lines"],
)
def test_unreadable_file_is_reported_on_one_line(
    c2c: Program, make: "object", sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "MAX_BYTES", 1 << 20)
    monkeypatch.setattr(disk, "MAX_LINES", 1000)
    assert callable(make)
    make()
    for form in ("text", "tsv", "json", "jsonl"):
        assert c2c("check", "x", "--format", form, code=3) == (3, "", f"c2c: error: {sentence}\n")


def test_record_with_an_error_has_no_warnings_but_its_events_have(c2c: Program) -> None:
    wrong = (
        SMALL
        + centre(country="KOR", note="a\x07")
        + event("opened", 2018)
        + event("approved", 2019, sources=[7])
    )
    c2c.write(wrong + meeting(status="planned", end="2018-13", venue="") + meeting("n"))
    assert [
        line.split(": ")[1:3] for line in c2c("check", "--as-of", "2026", code=1).out.splitlines()
    ] == [
        ["error", "[centre A] country"],
        ["warning", "[centre A] event"],
        ["error", "[centre A] event.sources"],
        ["error", "[meeting m] end"],
        ["error", "[meeting m] venue"],
        ["warning", '[meeting n] missing sources; add sources = ["https://…"]'],
    ]


def test_messages_truncate_long_values(c2c: Program) -> None:
    c2c.write(SMALL + "x" * 100_000 + "\n[[centre]]\n" + "y" * 100_000 + " = 1\n")
    lines = c2c("check", code=1).out.splitlines()
    assert len(lines) == 6
    assert max(map(len, lines)) < 1_000


def test_empty_file_name_is_refused_and_a_repeated_one_is_checked_once(c2c: Program) -> None:
    assert c2c("check", "", code=3).err == "c2c: error: file name is empty; pass a file\n"
    c2c.write(SMALL + meeting(), "a.toml")
    assert c2c("check", "a.toml", "a.toml") == c2c("check", "a.toml")


CENTRE = centre()


def test_what_is_recorded_of_a_year_may_have_changed(c2c: Program) -> None:
    signed = event("signed", 2020, "2026-03", sources=["https://example.org"])
    for more in (
        event("renewed", 2026, 2032, sources=["https://example.org"]),
        event("closed", "2026-11", sources=["https://example.org"]),
    ):
        c2c.write(SMALL + CENTRE + signed + more)
        assert c2c("check", "--as-of", "2026-11-23").out == ""
    assert "agreement-expired" not in c2c("check", "--as-of", "2026-11-30", "--format", "tsv").out
    c2c.write(f"{SMALL}{CENTRE}{signed}")
    assert "agreement-expired" in c2c("check", "--as-of", "2026-11-23", "--format", "tsv").out


def test_event_possibly_after_a_closure_is_in_order(c2c: Program) -> None:
    dates = (("opened", "2010"), ("closed", "2012"), ("approved", "2012-06"))
    events = "".join(event(kind, date, sources=["https://example.org"]) for kind, date in dates)
    c2c.write(SMALL + CENTRE + events)
    assert c2c("check").out == ""
    c2c.write(SMALL + CENTRE + events.replace("2012-06", "2011"))
    assert "events-out-of-order" in c2c("check", "--format", "tsv").out


def test_hint_contains_no_command_with_an_unsafe_id(c2c: Program) -> None:
    for record_id in ("m; touch x #", "$(touch x)"):
        c2c.write(SMALL + meeting(record_id, status="planned"))
        out = c2c("check", code=1).out
        assert "bad-id" in c2c("check", "--format", "tsv", code=1).out
        assert "c2c edit" not in out


@pytest.mark.parametrize(
    "character", "\u034f\u061c\u115f\u200d\u200e\u200f\u2060\u206a\u3164\ufe0f\U000e0041"
)
def test_invisible_character_is_reported(c2c: Program, character: str) -> None:
    c2c.write(f'{SMALL}{CENTRE}city = "a{character}b"\n')
    assert f"unexpected invisible character U+{ord(character):04X}" in c2c("check").out
    c2c.write(f'{SMALL}{CENTRE}city = "می\u200cخواهم"\n')
    assert c2c("check").out == ""


def test_values_of_contacts_and_sources_are_checked(c2c: Program) -> None:
    source = record("source", id="s", title="x", url="example.org")
    contact = record("centre.contact", role="x\u0007", email="a.b+c@éx.example.org")
    c2c.write(
        SMALL
        + source
        + centre(website="https:/example.org")
        + contact
        + meeting(link="//a", sources=["s"])
    )
    hint = "use a URL such as https://example.org"
    assert c2c("check").out == (
        f'data/centres.toml:22:7: warning: [source s] url: invalid URL "example.org"; {hint}\n'
        f'data/centres.toml:28:11: warning: [centre A] website: invalid URL "https:/example.org"; {hint}\n'
        "data/centres.toml:30:8: warning: [centre A] contact.role: unexpected invisible character U+0007 "
        'in contact "x\\u0007"; remove it\n'
        f'data/centres.toml:37:8: warning: [meeting m] link: invalid URL "//a"; {hint}\n'
    )
    for email in ("maria@", "ana@@x.org", "nope", "a@b", "a b@x.org", "@x.org", "Ana <a@x.org>"):
        c2c.write(SMALL + centre() + record("centre.contact", role="x", email=email))
        assert (
            f'invalid email address "{email}" of contact "x"; use an address such as office@example.org\n'
            in c2c("check").out
        )


@pytest.mark.parametrize("columns", [40, 60, 80])
@pytest.mark.parametrize("before", [0, 10, 25, 31, 60])
@pytest.mark.parametrize("wrong", [1, 20, 200])
def test_line_with_caret_fits_the_terminal(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, columns: int, before: int, wrong: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    c2c.write(f'{SMALL}{CENTRE}host    ={" " * before}"{"x" * wrong}\\u0007"\n')
    lines = c2c("check", terminal=True).out.splitlines()
    assert max(map(len, lines)) <= columns
    line, caret, _ = lines[-3:]
    assert "^" in caret
    assert "control-character" in caret
    assert line[caret.index("^")] == '"'


def test_a_record_without_id_is_not_named_as_having_the_same_name(c2c: Program) -> None:
    c2c.write(SMALL + centre("A").replace('id = "A"\n', "") + centre("B"))
    assert (
        c2c("check", code=1).out
        == 'data/centres.toml:19:1: error: [centre] id: missing; add id = "…"\n'
    )


def test_events_beside_a_syntax_error_are_checked(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre()
        + event("signed", 2018).replace("2018", "2018-11")
        + event("opened", 2019, until=2020)
    )
    assert [line.split(": ", 2)[1:] for line in c2c("check", code=1).out.splitlines()] == [
        ["error", 'unquoted month; write "2018-11"'],
        [
            "error",
            '[centre A] event.until: only "signed", "in-force" and "renewed" events can have an expiry date',
        ],
    ]


@pytest.mark.parametrize(
    ("events", "found"),
    [
        # a day in the future
        ("closed:2026-11-23", []),
        ("closed:2026-11-24", ["future-event date"]),
        ("closed:2026-12", ["future-event date"]),
        ("closed:2027", ["future-event date"]),
        ("closed:2026", []),
        ("evaluated:2026-11", []),
        ("decided:2027", ["future-event date"]),
        ("evaluated:2025..2027", []),
        ("evaluated:2025..", []),
        ("evaluated:2027..", ["future-event date"]),
        ("evaluated:..2027", []),
        # a year of another calendar, or a mistyped one
        ("approved:1945", []),
        ("approved:1944-12-31", ["unlikely-year date"]),
        ("approved:1405-02-10", ["unlikely-year date"]),
        ("approved:..1944", ["unlikely-year date"]),
        ("approved:1397..2018", ["unlikely-year date"]),
        ("approved:2569", ["unlikely-year date"]),
        ("approved:2018..2569", ["unlikely-year date"]),
        ("approved:9999-12-31", ["unlikely-year date"]),
        ("approved:..9999", ["unlikely-year date"]),
        ("approved:2046-12-31", ["future-event date"]),
        ("approved:2047", ["unlikely-year date"]),
        ("signed:2025:2046", []),
        ("signed:2025:2047", ["unlikely-year until"]),
        # operating without an approval or an agreement
        ("opened:2010", ["no-approval kind"]),
        ("evaluated:2009 renewed:2010 opened", ["no-approval kind"]),
        ("proposed:2009 opened:2010", ["no-approval kind"]),
        ("approved opened:2010", []),
        ("opened:2010 approved:2009", []),
        ("signed:2009 opened:2010", []),
        ("in-force:2009 opened:2010", []),
        ("proposed:2009", []),
        # an agreement may enter into force after the opening and after each renewal
        ("signed:2009 opened:2010 in-force:2011", []),
        ("signed:2009 in-force:2010 renewed:2015 in-force:2016", []),
        ("signed:2011 in-force:2010", ["events-out-of-order date"]),
        ("signed:2009 closed:2010 in-force:2011", []),
    ],
)
def test_unlikely_dates_of_events_are_reported(c2c: Program, events: str, found: list[str]) -> None:
    known = "".join(
        event(*one.split(":"), sources=["https://example.org"]) for one in events.split()
    )
    c2c.write(SMALL + centre() + known)
    run = c2c("check", "--as-of", "2026-11-23", "--format", "json")
    assert [
        f"{one['code']} {one['field'].removeprefix('event.')}" for one in json.loads(run.out)
    ] == found


LONGEST = 'name = "A network"\nlongest_term = 8\n'


@pytest.mark.parametrize(
    ("events", "longest", "message"),
    [
        ("signed:2020:2028", True, ""),
        ("signed:2020-07-12:2028-07-12", True, ""),
        ("signed:2020-07-12:2028-07-13", False, ""),
        (
            "signed:2020-07-12:2028-07-13",
            True,
            'until: 2028-07-13 is more than 8 years (the longest term) after the beginning (2020-07-12) of "signed" (2020-07-12)',
        ),
        ("signed:2020-07-12:2029-01 in-force:2021-02-01", True, ""),
        (
            "signed:2020 in-force:2021-02-01:2030",
            True,
            'until: 2030 is more than 8 years (the longest term) after the beginning (2021-02-01) of "signed" (2020)',
        ),
        ("signed:..2020:2040", True, ""),
        ("signed:2020::8", True, ""),
        ("signed:2020::9", False, ""),
        (
            "signed:2020::9",
            True,
            'term: the term of "signed" (2020), 9 years, exceeds the longest term (8)',
        ),
        ("signed::2040:6", True, ""),
        # at odds with the term
        ("signed:2020:2026:6", False, ""),
        ("signed:2020-07-12:2027-07:6", False, ""),
        (
            "signed:2020-07-12:2028:6",
            False,
            'until: 2028 does not fit the beginning (2020-07-12) and the term (6 years) of "signed" (2020-07-12)',
        ),
        (
            "signed:2020-07-12:2024:6",
            False,
            'until: 2024 does not fit the beginning (2020-07-12) and the term (6 years) of "signed" (2020-07-12)',
        ),
        ("signed:2020-07-12::6 in-force:2022:2028", False, ""),
        ("signed:2020::6 renewed:2026:2034:8", True, ""),
    ],
)
def test_unlikely_terms_are_reported(
    c2c: Program, events: str, longest: bool, message: str
) -> None:
    known = ""
    for one in events.split():
        kind, date, until, term = (*one.split(":"), "", "", "")[:4]
        known += event(
            kind, date, until, sources=["https://example.org"], term=int(term or 0) or None
        )
    network = SMALL.replace('name = "A network"\n', LONGEST) if longest else SMALL
    c2c.write(network + centre() + event("approved", sources=["https://example.org"]) + known)
    run = c2c("check", "--as-of", "2021-12-31", "--format", "json")
    problems = [
        f"{one['field'].removeprefix('event.')}: {one['message']}"
        for one in json.loads(run.out)
        if one["code"] == "unlikely-term"
    ]
    assert problems == [message] * bool(message)


@pytest.mark.parametrize(
    ("start", "end", "status", "found"),
    [
        ("1405-02-10", None, "held", ["unlikely-year start"]),
        ("1405-02-10", "1405-02-11", "held", ["unlikely-year start", "unlikely-year end"]),
        ("2025", "2569", "planned", ["unlikely-year end"]),
        ("2569", None, "held", ["unlikely-year start"]),
        ("2046", None, "planned", []),
        ("2047", None, "planned", ["unlikely-year start"]),
        ("1945", None, "held", []),
        ("2027", None, "held", ["future-meeting status"]),
    ],
)
def test_unlikely_dates_of_meetings_are_reported(
    c2c: Program, start: str, end: str | None, status: str, found: list[str]
) -> None:
    sources = ["https://example.org"]
    c2c.write(SMALL + meeting(start=start, end=end, status=status, sources=sources))
    run = c2c("check", "--as-of", "2026-11-23", "--format", "json")
    assert [f"{one['code']} {one['field']}" for one in json.loads(run.out)] == found


def test_the_name_of_a_bundled_registry_is_no_file(c2c: Program) -> None:
    err = c2c("check", "world", code=3).err
    assert err == 'c2c: error: "world" not found; use --data world\n'
    c2c("check", "--data", "world")
