"""`c2c contacts`: people as of a day, and the invitation list of a meeting."""

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest

from conftest import Program
from samples import PROGRAM, SMALL, centre, meeting, record

NETWORK = (
    SMALL
    + record("organisation.contact", role="Programme officer", name="Lee, B.", email="lee@n.org")
    + centre("A", name="Centre of Heritage", names={"ko": "유산센터"})
    + record("centre.contact", role="Director", name="C. Park", until="2024-02")
    + record(
        "centre.contact",
        role="Director",
        name="A. Kim",
        email="kim@a.org",
        phone="+82 2 774 3956",
        since="2024-03",
    )
    + record("centre.contact", role="Liaison, network", name="D. Choi", note="On leave in August")
    + centre("B", sector="education")
    + record("centre.contact", role="Director", name="E. Yoon", email="yoon@b.org", until=2020)
    + record("centre.contact", role="director", name="G. Moon", since="2027-05-01")
    + centre("C")
    + meeting("m", start="2018-06-27", organisers=["NATCOM"], attendees=["C", "B", "A", "NATCOM"])
    + meeting("n", start="2027-01", status="planned", invited=["B", "A"], organisers=["NATCOM"])
    + meeting("empty", start="2027-02", status="planned")
)
AS_OF = ("--as-of", "2026-12-01")


def names(c2c: Program, *args: str) -> list[str]:
    return c2c("contacts", "--columns", "name", *AS_OF, *args).out.splitlines()


def test_columns_and_order(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert c2c("contacts", "--header", *AS_OF).out == (
        "of\trole\tname\temail\tphone\tsince\tuntil\tnote\n"
        "A\tDirector\tA. Kim\tkim@a.org\t+82 2 774 3956\t2024-03\t\t\n"
        "A\tLiaison, network\tD. Choi\t\t\t\t\tOn leave in August\n"
        "NATCOM\tProgramme officer\tLee, B.\tlee@n.org\t\t\t\t\n"
    )
    assert json.loads(c2c("contacts", "kim", "--format", "json", *AS_OF).out) == [
        {
            "of": "A",
            "role": "Director",
            "name": "A. Kim",
            "email": "kim@a.org",
            "phone": "+82 2 774 3956",
            "since": "2024-03",
        }
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2020-12-31", ["C. Park", "D. Choi", "E. Yoon", "Lee, B."]),
        ("2021-01-01", ["C. Park", "D. Choi", "Lee, B."]),
        ("2024-02-29", ["C. Park", "D. Choi", "Lee, B."]),
        ("2024-03-01", ["A. Kim", "D. Choi", "Lee, B."]),
        ("2027-04-30", ["A. Kim", "D. Choi", "Lee, B."]),
        ("2027-05", ["A. Kim", "D. Choi", "G. Moon", "Lee, B."]),
    ],
)
def test_contacts_are_those_who_may_have_their_role_on_the_day(
    c2c: Program, day: str, expected: list[str]
) -> None:
    c2c.write(NETWORK)
    assert names(c2c, "--as-of", day) == expected


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ("--role director", ["A. Kim"]),
        ("--role DIRECTOR --as-of 2027-05", ["A. Kim", "G. Moon"]),
        ("--role director --role Prográmme-officer", None),
        ("--sector CLT", ["A. Kim", "D. Choi"]),
        ("--sector Culture,ED --as-of 2020", ["C. Park", "D. Choi", "E. Yoon"]),
        ("--centre natcom,a", ["A. Kim", "D. Choi", "Lee, B."]),
        ("--centre C --centre B", []),
        ("--centre A --role Director --sector CLT", ["A. Kim"]),
        ("--centre NATCOM --sector CLT", []),
        ("a.org", ["A. Kim"]),
        ("774", ["A. Kim"]),
        ("AUGUST", ["D. Choi"]),
        ("유산", ["A. Kim", "D. Choi"]),
        ("heritage", ["A. Kim", "D. Choi"]),
        ("natcom", ["Lee, B."]),
        ("national", ["Lee, B."]),
        ("moon", []),
    ],
)
def test_filters(c2c: Program, args: str, expected: list[str] | None) -> None:
    c2c.write(NETWORK)
    if expected is None:
        assert c2c("contacts", *args.split(), code=2).err == (
            'c2c: error: --role: unknown role "Prográmme-officer"; '
            'did you mean "Programme officer"?\n'
        )
    else:
        assert names(c2c, *args.split()) == expected


def test_role_with_a_comma_is_one_role(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert names(c2c, "--role", "liaison, Network") == ["D. Choi"]
    assert names(c2c, "--role", "Director,Programme officer") == ["A. Kim", "Lee, B."]


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        ("--role Direktor", '--role: unknown role "Direktor"; did you mean "Director"?'),
        (
            "--role xyz",
            '--role: unknown role "xyz"; expected Director, '
            '"Liaison, network" or "Programme officer"',
        ),
        ("--sector cultre", '--sector: unknown sector "cultre"; did you mean "culture"?'),
        ("--centre D", '--centre: unknown centre or organisation "D"; expected A, B, C or NATCOM'),
        ("--meeting o", '--meeting: unknown meeting "o"; expected m, n or empty'),
        ("--meeting A", '--meeting: unknown meeting "A"; expected m, n or empty'),
        ("--meeting m --sort x", None),
        ("--format md", None),
        ("--output x.md", None),
    ],
)
def test_unknown_words_are_usage_errors(c2c: Program, args: str, problem: str | None) -> None:
    c2c.write(NETWORK)
    forms = "table, tsv, csv, json, jsonl or xlsx"
    others = {
        "--meeting m --sort x": '--sort: unknown column "x"; expected of, role, name, email, '
        "phone, since, until or note",
        "--format md": f'--format: unknown format "md"; expected {forms}',
        "--output x.md": '--output: unknown file extension ".md"; '
        "expected .tsv, .csv, .json, .jsonl or .xlsx, or pass --format",
    }
    run = c2c("contacts", *args.split(), code=2)
    assert run == (2, "", f"c2c: error: {problem or others[args]}\n")


def test_invitation_list_has_the_invited_or_else_the_members(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert names(c2c, "--meeting", "m") == ["Lee, B.", "A. Kim", "D. Choi"]
    assert names(c2c, "--meeting", "N") == ["A. Kim", "D. Choi"]
    run = c2c("contacts", "--meeting", "m", "--columns", "of,name", "--as-of", "2020")
    assert run == (
        0,
        "NATCOM\tLee, B.\nB\tE. Yoon\nA\tC. Park\nA\tD. Choi\n",
        "c2c: warning: no contact is recorded for C\n",
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            "--meeting m",
            ["no contact is recorded for C", "no contact as of 2026-12-01 is recorded for B"],
        ),
        ("--meeting n", ["no contact as of 2026-12-01 is recorded for B"]),
        (
            "--meeting m --role Director",
            [
                "no contact is recorded for C",
                "no contact as of 2026-12-01 is recorded for B",
                "no matching contact is recorded for NATCOM",
            ],
        ),
        (
            "kim --meeting n",
            ["no contact as of 2026-12-01 is recorded for B"],
        ),
        ("--meeting m --sector CLT", ["no contact is recorded for C"]),
        ("--meeting m --centre A,B", ["no contact as of 2026-12-01 is recorded for B"]),
        ("--meeting m --centre A", []),
        (
            "--meeting empty",
            ["no organisers, attendees or invitations are recorded for meeting empty"],
        ),
    ],
)
@pytest.mark.parametrize("form", ["tsv", "csv", "json", "jsonl", "table --no-header"])
def test_members_without_a_contact_are_named_on_stderr(
    c2c: Program, args: str, said: list[str], form: str
) -> None:
    c2c.write(NETWORK)
    run = c2c("contacts", *args.split(), *AS_OF, "--format", *form.split())
    assert run.err == "".join(f"c2c: warning: {line}\n" for line in said)


def test_members_without_a_contact_are_named_also_with_a_file(c2c: Program) -> None:
    c2c.write(NETWORK)
    run = c2c("contacts", "--meeting", "n", "--output", "people.csv", *AS_OF)
    assert run.err == "c2c: warning: no contact as of 2026-12-01 is recorded for B\n"
    assert len((c2c.folder / "people.csv").read_text().splitlines()) == 3


def test_table_names_them_in_its_caption(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    run = c2c("contacts", "--meeting", "m", *AS_OF, terminal=True)
    assert run == (
        0,
        """\
Contacts of the organisers and attendees of m as of 2026-12-01

Of      Role               Name     Email      Phone           Since    Note
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
NATCOM  Programme officer  Lee, B.  lee@n.org
A       Director           A. Kim   kim@a.org  +82 2 774 3956  2024-03
        Liaison, network   D. Choi                                      On leave in August

3 contacts
No contact is recorded for C
No contact as of 2026-12-01 is recorded for B
Not shown as of 2026-12-01: 2 former contacts, 1 future contact
""",
        "",
    )


def test_narrow_table_is_blocks_in_which_nothing_is_broken(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(NETWORK)
    blocks = """\
Contacts: Director or Liaison, network, Culture, as of 2026-12-01

A: Director, A. Kim
  kim@a.org · +82 2 774 3956
  since 2024-03
A: Liaison, network, D. Choi
  On leave in August

2 contacts
Not shown as of 2026-12-01: 1 former contact
"""
    args = ("--role", "Director", "--role", "Liaison, network", "--sector", "CLT")
    monkeypatch.setenv("COLUMNS", "65")
    assert c2c("contacts", *args, *AS_OF, "--format", "table").out == blocks
    monkeypatch.setenv("COLUMNS", "50")
    lines = c2c("contacts", *args, *AS_OF, "--format", "table").out.splitlines()
    assert lines[-9:-3] == blocks.splitlines()[1:7]


@pytest.mark.parametrize("option", [("--sort", "-name"), ("--columns", "of,name")])
def test_sorted_or_chosen_columns_repeat_the_member(c2c: Program, option: tuple[str, str]) -> None:
    c2c.write(NETWORK)
    out = c2c("contacts", "--centre", "A", *option, *AS_OF, "--format", "table").out
    assert [line[0] for line in out.splitlines()[4:6]] == ["A", "A"]


def test_table_without_rows_says_who_is_not_shown(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    c2c.write(NETWORK)
    said = "c2c: no matching contacts as of 2026-12-01 (1 former contact, 1 future contact)\n"
    assert c2c("contacts", "--centre", "B", *AS_OF, terminal=True) == (0, "", said)
    assert c2c("contacts", "--centre", "B", *AS_OF) == (0, "", "")
    said = "c2c: no matching contacts\n"
    assert c2c("contacts", "nowhere", *AS_OF, terminal=True) == (0, "", said)
    run = c2c("contacts", "--meeting", "n", "--centre", "B", *AS_OF, terminal=True)
    assert run.out == ""
    assert run.err.endswith("no contact as of 2026-12-01 is recorded for B\n")


def test_role_is_not_checked_without_contacts(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    said = "c2c: no contacts in data/centres.toml yet; run c2c add contact\n"
    assert c2c("contacts", "--role", "Director", terminal=True) == (0, "", said)
    assert c2c("contacts", "--role", "Director") == (0, "", "")


def test_mailing_list_is_one_address_a_line(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert c2c("contacts", "--columns", "email", *AS_OF).out == "kim@a.org\n\nlee@n.org\n"


AWKWARD = [
    'Kim, "A."',
    "=cmd|' /C calc'!A0",
    "+82 2 774",
    "@SUM(1)",
    "<script>alert(1)</script>",
    "a\tb",
    "x\u202eevil",
    "x\x1b[31m",
    "x;=1+1",
]
"""Texts that csv, a spreadsheet, a mail program, a browser or a terminal may misread."""


def test_awkward_texts_are_exact_or_escaped(c2c: Program) -> None:
    people = [record("centre.contact", role="r", name=text, email=text) for text in AWKWARD]
    c2c.write(SMALL + centre() + "".join(people))
    rows = [["A", "r", text, text] for text in AWKWARD]

    def read(form: str) -> list[list[str]]:
        out = c2c("contacts", "--columns", "of,role,name,email", "--format", form).out
        return [*csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline=""))][1:]

    assert read("csv") == rows
    objects = json.loads(c2c("contacts", "--format", "json").out)
    assert [found["name"] for found in objects] == AWKWARD
    out = c2c("contacts", "--columns", "name").out
    assert out.splitlines() == [
        text.replace("\t", "\\t").replace("\x1b", "\\u001b") for text in AWKWARD
    ]
    shown = c2c("contacts", terminal=True).out
    assert "\x1b[31m" not in shown
    assert "\u202e" not in shown


def test_a_line_break_in_an_address_is_an_error(c2c: Program) -> None:
    contact = record("centre.contact", role="r", email="a@b.org\r\nBcc: c@d.org")
    c2c.write(SMALL + centre() + contact)
    run = c2c("contacts", code=3)
    assert run.out == ""
    assert "[centre A] contact.email: unexpected line break" in run.err


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("--meeting", ["m", "n", "empty"]),
        ("--centre", ["A", "B", "C", "NATCOM"]),
        ("--sector", ["culture", "education", "CLT", "ED"]),
        ("--sort", ["of", "role", "name", "email", "phone", "since", "until", "note"]),
        ("--format", ["table", "tsv", "csv", "json", "jsonl", "xlsx"]),
    ],
)
def test_completion_offers_ids_but_no_contacts(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, words: str, offered: list[str]
) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("_C2C_COMPLETE", "1")
    out = c2c("contacts", words, "").out
    assert [line.partition("\t")[0] for line in out.splitlines()] == offered
    assert c2c("contacts", "--role", "").out == ""


@pytest.mark.process
def test_invitation_list_of_many_takes_linear_time(tmp_path: Path) -> None:
    ids = [f"C{number}" for number in range(32_000)]
    contact = record("centre.contact", role="Director")
    centres = "".join(centre(member) + contact for member in ids)
    text = SMALL + centres + meeting("m", start="2018-06-27", organisers=ids)
    (tmp_path / "large.toml").write_text(text)
    command = [PROGRAM, "contacts", "--meeting", "m", "--data", "large.toml"]
    # quadratic time is minutes, linear time seconds
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=60)
    assert done.stdout.count(b"\tDirector\t") == len(ids)
