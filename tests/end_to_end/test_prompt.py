"""Prompts of `c2c add` and `c2c init`, in a terminal only."""

import os
import re
from pathlib import Path

import pexpect
import pytest

from conftest import Program
from samples import PROGRAM, SMALL, at_terminal, centre, ended, rule

pytestmark = [pytest.mark.process, pytest.mark.posix]


EVENT_DATE = "Date of the event, or bounds such as 2013..2018-10, if known"
EVENT_UNTIL = "Expiry date of the agreement, or a period from the date of the event, such as +6y"
EVENT_TERM = "Term of the agreement in years, if its expiry date is not stated"
ORGANISERS = "Ids of the centres and organisations that organise the meeting, separated by commas"
ATTENDEES = "Ids of the centres and organisations that attend the meeting, separated by commas"
SOURCE = "Source of the information: a URL, or the id of a source"
CANCEL = "c2c: press Ctrl-C to cancel"
"""The line after the first answer that is rejected."""


def answer(child: "pexpect.spawn[str]", *dialogue: tuple[str, str]) -> None:
    for question, reply in dialogue:
        child.expect(rf"{re.escape(question)}\r\n({CANCEL}\r\n)?> ")
        child.sendline(reply)


def added(what: str, toml: str) -> tuple[int, str]:
    """Return the exit code and the message of `c2c add`, with the record that was written."""
    recap = "".join(f"  {line}\n" for line in toml.splitlines())
    return 0, f"c2c: added {what}\n{recap}"


def answered(child: "pexpect.spawn[str]") -> tuple[int | None, str]:
    """Return the exit code, and the output after the last answer."""
    code, text = ended(child)
    return code, text.partition("\n")[2]


@pytest.fixture
def folder(c2c: Program) -> Path:
    c2c.write(SMALL)
    return c2c.folder


def test_centre_prompts_report_an_invalid_answer_at_once(folder: Path) -> None:
    child = at_terminal(folder, PROGRAM, "add", "centre", "--city", "Jeju")
    answer(
        child,
        ("Acronym, such as ICDH:", "natcom"),
        ('c2c: error: organisation "NATCOM" already exists', "A centre"),
        (
            'c2c: error: id: invalid id "A centre"; use letters, digits, ".", "_" and "-", '
            "starting with a letter or digit",
            "제주",
        ),
        ("Full name:", ""),
        ("c2c: error: name is required; press Ctrl-C to cancel", "유네스코 제주"),
        ("Sector: its id, code or name (culture, education):", "cultre"),
        ('c2c: error: sector: unknown sector "cultre"; did you mean "culture"?', "CLT"),
        ("Country: its name or code, such as KR:", "UK"),
        ('c2c: error: country: unknown country "UK"; did you mean "GB"?', "kr"),
    )
    written = (
        '[[centre]]\nid = "제주"\nname = "유네스코 제주"\nsector = "culture"\n'
        'country = "KR"\ncity = "Jeju"\n'
    )
    assert answered(child) == added("centre 제주 to data/centres.toml", written)
    assert (folder / "data/centres.toml").read_text() == f"{SMALL}\n{written}"


def test_prompts_for_meeting_event_organisation_and_sector(folder: Path) -> None:
    child = at_terminal(folder, PROGRAM, "add", "meeting", "--city", "Jeju")
    answer(
        child,
        ("Title of the meeting:", "First"),
        ("Start date (YYYY, YYYY-MM or YYYY-MM-DD):", "2018-13"),
        (
            'c2c: error: start: invalid date "2018-13"; use a date such as 2018, 2018-11, 2018-11-20 or today',
            "2018-11",
        ),
        (
            "This date has passed. Was the meeting held or cancelled?",
            "held",
        ),
        ("Kind of meeting (other), or Enter to skip:", ""),
        (
            f"{ORGANISERS} (NATCOM), or Enter to skip:",
            "",
        ),
        (
            f"{ATTENDEES} (NATCOM), or Enter to skip:",
            "",
        ),
        (f"{SOURCE}, or Enter to skip:", ""),
        ("Id, or Enter for 2018-11-jeju:", ""),
    )
    assert answered(child) == added(
        "meeting 2018-11-jeju to data/centres.toml",
        '[[meeting]]\nid = "2018-11-jeju"\ntitle = "First"\nstart = "2018-11"\n'
        'status = "held"\ncity = "Jeju"\n',
    )
    child = at_terminal(
        folder,
        *(PROGRAM, "add", "meeting", "--title", "x", "--start", "2018-11", "--status"),
        *("held", "--city", "Jeju", "--if-missing"),
    )
    kind = "Kind of meeting (other), or Enter to skip:"
    people = [f"{who} (NATCOM), or Enter to skip:" for who in (ORGANISERS, ATTENDEES)]
    for prompt in (kind, *people, f"{SOURCE}, or Enter to skip:", "Id, or Enter for 2018-11-jeju:"):
        answer(child, (prompt, ""))
    unchanged = "c2c: meeting 2018-11-jeju already exists; no changes to data/centres.toml\n"
    assert answered(child) == (0, unchanged)
    child = at_terminal(folder, PROGRAM, "add", "organisation", "MOE")
    answer(child, ("Full name:", "Ministry"))
    assert ended(child)[0] == 0
    child = at_terminal(folder, PROGRAM, "add", "organisation", "moe", "--if-missing")
    answer(child, ("Full name:", "Other"))
    unchanged = "c2c: organisation MOE already exists; no changes to data/centres.toml\n"
    assert answered(child) == (0, unchanged)
    child = at_terminal(folder, PROGRAM, "add", "sector")
    answer(
        child,
        ("Id, such as culture:", "culture"),
        ('c2c: error: sector "culture" already exists', "ocean"),
    )
    answer(
        child,
        ("UNESCO's short code, such as CLT:", "IOC"),
    )
    answer(child, ("Full name:", "Ocean"))
    assert answered(child) == added(
        "sector ocean to data/centres.toml",
        '[[sector]]\nid = "ocean"\ncode = "IOC"\nname = "Ocean"\n',
    )
    child = at_terminal(
        folder, PROGRAM, "add", "centre", "A", "--name", "A", "--sector", "IOC", "--country", "KR"
    )
    assert ended(child)[0] == 0
    child = at_terminal(folder, PROGRAM, "add", "event")
    answer(
        child, ("Id of the centre (A):", "B"), ('c2c: error: unknown centre "B"; expected A', "a")
    )
    answer(
        child,
        (
            "Kind of event (proposed, approved, signed, in-force, opened, renewed, closed, evaluated, decided, annual-report, work-plan):",
            "approved",
        ),
        (f"{EVENT_DATE}, or Enter to skip:", ""),
        (f"{SOURCE}, or Enter to skip:", ""),
    )
    assert answered(child) == added(
        "event approved of centre A to data/centres.toml",
        '[[centre.event]]\nkind = "approved"\n',
    )


def test_optional_fields_of_an_event_are_offered(c2c: Program, folder: Path) -> None:
    file = c2c.write(SMALL + centre())
    child = at_terminal(folder, PROGRAM, "add", "event", "A")
    answer(
        child,
        (
            "Kind of event (proposed, approved, signed, in-force, opened, renewed, closed, evaluated, decided, annual-report, work-plan):",
            "Signed",
        ),
        (f"{EVENT_DATE}, or Enter to skip:", "5/7/2018"),
        ('c2c: error: date: ambiguous date "5/7/2018"; use 2018-07-05 or 2018-05-07', "2018-07-05"),
        (f"{EVENT_UNTIL}, or Enter to skip:", "+6"),
        (
            'c2c: error: --until: invalid period "+6"; use years or months, such as +6y or +18m',
            "+26y",
        ),
        (f"{SOURCE}, or Enter to skip:", "https://example.org/a,b"),
    )
    written = (
        '[[centre.event]]\nkind = "signed"\ndate = 2018-07-05\nuntil = 2044-07-04\n'
        'sources = ["https://example.org/a,b"]\n'
    )
    assert answered(child) == added(
        "event signed (2018-07-05) of centre A to data/centres.toml; "
        "expiry date 2044-07-04 is counted from the signature (2018-07-05)",
        written,
    )
    assert file.read_text().endswith(written)


def test_optional_fields_of_a_meeting_are_offered(c2c: Program, folder: Path) -> None:
    file = c2c.write(SMALL + centre())
    child = at_terminal(
        folder, PROGRAM, "add", "meeting", "--title", "x", "--city", "Jeju", "--status", "held"
    )
    answer(
        child,
        ("Start date (YYYY, YYYY-MM or YYYY-MM-DD):", "2018"),
        ("Kind of meeting (other), or Enter to skip:", "othr"),
        ('c2c: error: kind: unknown kind "othr"; did you mean "other"?', "other"),
        (
            f"{ORGANISERS} (A, NATCOM), or Enter to skip:",
            "a,B",
        ),
        ('c2c: error: organisers: unknown centre or organisation "B"; expected A or NATCOM', "a"),
        (
            f"{ATTENDEES} (A, NATCOM), or Enter to skip:",
            "natcom, a",
        ),
        (f"{SOURCE}, or Enter to skip:", "https://example.org/m"),
        ("Id, or Enter for 2018-jeju:", "natcom meeting"),
        (
            'c2c: error: id: invalid id "natcom meeting"; use letters, digits, ".", "_" and "-", '
            "starting with a letter or digit",
            "talks",
        ),
    )
    written = (
        '[[meeting]]\nid = "talks"\ntitle = "x"\nstart = 2018\nkind = "other"\nstatus = "held"\n'
        'city = "Jeju"\norganisers = ["A"]\nattendees = ["NATCOM", "A"]\n'
        'sources = ["https://example.org/m"]\n'
    )
    assert answered(child) == added("meeting talks to data/centres.toml", written)
    assert file.read_text().endswith(written)


def test_status_of_a_future_meeting_has_a_default(c2c: Program, folder: Path) -> None:
    file = c2c.write(SMALL)
    for reply, status in (("", "planned"), ("tentative", "tentative")):
        child = at_terminal(folder, PROGRAM, "add", "meeting", "--title", "x", "--id", status)
        answer(
            child,
            ("Start date (YYYY, YYYY-MM or YYYY-MM-DD):", "2100"),
            ("Status (tentative, planned, held, cancelled), or Enter for planned:", reply),
            ("City, or Enter to skip:", ""),
            ("Kind of meeting (other), or Enter to skip:", ""),
            (f"{ORGANISERS} (NATCOM), or Enter to skip:", ""),
            (f"{ATTENDEES} (NATCOM), or Enter to skip:", ""),
            (f"{SOURCE}, or Enter to skip:", ""),
        )
        assert ended(child)[0] == 0
        assert f'id = "{status}"\ntitle = "x"\nstart = 2100\nstatus = "{status}"\n' in (
            file.read_text()
        )


@pytest.mark.parametrize(("reply", "level"), [("", "formal"), ("working", "working")])
def test_level_of_a_rule_has_a_default(folder: Path, reply: str, level: str) -> None:
    child = at_terminal(folder, PROGRAM, "add", "cadence", "--name", "x", "--per-year", "1")
    answer(
        child,
        ("Kind of the meetings that count towards the rule, such as formal:", "formal"),
        ("First year in which the rule applies:", "2018"),
        ("Level that rules can share, or Enter for formal:", reply),
    )
    written = f'kind = "formal"\nname = "x"\nlevel = "{level}"\nper_year = 1\nsince = 2018\n'
    assert answered(child) == added(
        "cadence rule formal to data/centres.toml", f"[[cadence]]\n{written}"
    )


def test_record_is_not_repeated_without_an_answer(folder: Path) -> None:
    args = ("add", "organisation", "MOE", "--name", "Ministry")
    assert ended(at_terminal(folder, PROGRAM, *args)) == (
        0,
        "c2c: added organisation MOE to data/centres.toml\n",
    )
    child = at_terminal(folder, PROGRAM, "add", "organisation", "B", "--dry-run")
    answer(child, ("Full name:", "Bureau"))
    code, said = answered(child)
    assert code == 0
    assert said.startswith("--- a/data/centres.toml\n+++ b/data/centres.toml\n")
    assert "  [[organisation]]" not in said


def test_waiver_is_recorded_from_answers_alone(c2c: Program, folder: Path) -> None:
    file = c2c.write(SMALL + rule("formal") + rule("heads"))
    child = at_terminal(folder, PROGRAM, "add", "waiver")
    answer(
        child,
        ("Kind of the cadence rule or obligation, such as heads (formal, heads):", "head"),
        (
            'c2c: error: kind: unknown cadence rule or obligation "head"; did you mean "heads"?',
            "Heads",
        ),
        ("Year in which the rule or obligation need not be met:", "20"),
        ('c2c: error: year: invalid year "20"; use four digits, such as 2018', "2020"),
        ("Reason for the waiver:", "Pandemic"),
        (f"{SOURCE}, or Enter to skip:", ""),
    )
    written = '[[waiver]]\nkind = "heads"\nyear = 2020\nreason = "Pandemic"\n'
    assert answered(child) == added("waiver heads 2020 to data/centres.toml", written)
    assert file.read_text().endswith(written)


def test_obligation_and_its_delivery_and_waiver_are_recorded_from_answers_alone(
    c2c: Program, folder: Path
) -> None:
    file = c2c.write(SMALL + rule("formal") + centre("A"))
    child = at_terminal(folder, PROGRAM, "add", "obligation", "plan", "--name", "Plan")
    answer(
        child,
        ("First year of the first period:", "2020"),
        (
            "Day by which it is due, in the year after the period, such as 03-31, or Enter to skip:",
            "31/3",
        ),
        (
            'c2c: error: due: invalid day of the year "31/3"; use month and day, such as 03-31',
            "03-31",
        ),
        ("Last year of the last period, or Enter to skip:", ""),
        ("Ids of the centres that owe it, separated by commas (A), or Enter to skip:", "a"),
        (f"{SOURCE}, or Enter to skip:", ""),
    )
    written = '[[obligation]]\nkind = "plan"\nname = "Plan"\ndue = "03-31"\nsince = 2020\ncentres = ["A"]\n'
    assert answered(child) == added("obligation plan to data/centres.toml", written)
    child = at_terminal(folder, PROGRAM, "add", "event", "A", "plan")
    answer(
        child,
        ("Year that the event is for, if not the year of its date, or Enter to skip:", "2021"),
        (f"{EVENT_DATE}, or Enter to skip:", ""),
        (f"{SOURCE}, or Enter to skip:", ""),
    )
    written = '[[centre.event]]\nkind = "plan"\ncovers = 2021\n'
    assert answered(child) == added("event plan for 2021 of centre A to data/centres.toml", written)
    child = at_terminal(folder, PROGRAM, "add", "event", "A", "evaluated")  # no obligation
    answer(
        child, (f"{EVENT_DATE}, or Enter to skip:", "2021"), (f"{SOURCE}, or Enter to skip:", "")
    )
    written = '[[centre.event]]\nkind = "evaluated"\ndate = 2021\n'
    evaluated = "event evaluated (2021) of centre A to data/centres.toml"
    assert answered(child) == added(evaluated, written)
    child = at_terminal(folder, PROGRAM, "add", "waiver", "plan", "--reason", "x", "--year", "2022")
    answer(
        child,
        ("Id of the centre, for an obligation (A), or Enter to skip:", "a"),
        (f"{SOURCE}, or Enter to skip:", ""),
    )
    written = '[[waiver]]\nkind = "plan"\nyear = 2022\ncentre = "A"\nreason = "x"\n'
    assert answered(child) == added("waiver plan 2022 A to data/centres.toml", written)
    assert file.read_text().endswith(written)
    child = at_terminal(folder, PROGRAM, "add", "event", "A", "audit", "--covers", "2021")
    code, said = ended(child)
    assert (code, " ".join(said.split())) == (
        2,
        'c2c: error: KIND: unknown kind "audit"; expected proposed, approved, signed, in-force, '
        "opened, renewed, closed, evaluated, decided, annual-report, work-plan or plan, or add it: "
        "c2c add obligation audit --name NAME --since YEAR",
    )


def test_interrupted_optional_prompt_writes_nothing(folder: Path) -> None:
    child = at_terminal(folder, PROGRAM, "add", "meeting", "--title", "x")
    answer(
        child,
        ("Start date (YYYY, YYYY-MM or YYYY-MM-DD):", "2100"),
        ("Status (tentative, planned, held, cancelled), or Enter for planned:", ""),
    )
    child.expect_exact("City, or Enter to skip:\r\n> ")
    child.sendintr()
    assert ended(child)[0] == 130
    assert (folder / "data/centres.toml").read_text() == SMALL


@pytest.mark.parametrize(
    ("command", "questions"),
    [
        ("event A approved", (EVENT_DATE, SOURCE)),
        ("event A signed --date 2018", (EVENT_UNTIL, EVENT_TERM, SOURCE)),
        ("event A signed --date 2018 --term 26", (SOURCE,)),
        ("event A signed --date 2018 --until +26y --sources https://example.org", ()),
        ("event A approved --no-input", ()),
        ("contact A --name Kim", ("Role of the contact, such as Director", "Email address")),
        (
            "meeting --title x --start 2018 --status held --kind other --id m",
            ("City", f"{ORGANISERS} (A, NATCOM)", f"{ATTENDEES} (A, NATCOM)", SOURCE),
        ),
        ("organisation MOE --name Ministry", ()),
    ],
)
def test_optional_fields_that_are_not_given_are_offered(
    c2c: Program, folder: Path, command: str, questions: tuple[str, ...]
) -> None:
    c2c.write(SMALL + centre())
    child = at_terminal(folder, PROGRAM, "add", *command.split())
    answer(child, *((f"{question}, or Enter to skip:", "") for question in questions))
    code, said = ended(child)
    assert code == 0
    assert re.fullmatch(r"(\r?\n)?c2c: added .*\n", said)


@pytest.mark.parametrize(
    ("typed", "table", "place"),
    [("a", "centre", "centre A"), ("natcom", "organisation", "organisation NATCOM")],
)
def test_contact_is_recorded_from_answers_alone(
    c2c: Program, folder: Path, typed: str, table: str, place: str
) -> None:
    file = c2c.write(SMALL + centre())
    child = at_terminal(folder, PROGRAM, "add", "contact")
    answer(child, ("Id of the centre or the organisation (A, NATCOM):", typed))
    for question, reply in (
        ("Role of the contact, such as Director", "Head"),
        ("Full name", ""),
        ("Email address", ""),
    ):
        answer(child, (f"{question}, or Enter to skip:", reply))
    written = f'[[{table}.contact]]\nrole = "Head"\n'
    assert answered(child) == added(f"contact Head of {place} to data/centres.toml", written)
    assert written in file.read_text()


def test_contact_without_a_role_requires_a_name(c2c: Program, folder: Path) -> None:
    c2c.write(SMALL + centre())
    child = at_terminal(folder, PROGRAM, "add", "contact", "A")
    answer(
        child,
        ("Role of the contact, such as Director, or Enter to skip:", ""),
        ("Full name:", ""),
        ("c2c: error: name is required; press Ctrl-C to cancel", "Kim"),
        ("Email address, or Enter to skip:", ""),
    )
    written = '[[centre.contact]]\nname = "Kim"\n'
    assert answered(child) == added("contact Kim of centre A to data/centres.toml", written)


@pytest.mark.parametrize("end", ["\x03", "\x04"], ids=["interrupt", "end of input"])
def test_interrupted_prompt_writes_nothing(folder: Path, end: str) -> None:
    child = at_terminal(folder, PROGRAM, "add", "organisation")
    answer(child, ("Acronym, such as KNCU:", "MOE"))
    child.expect_exact("> ")
    child.send(end)
    code, said = ended(child)
    assert (code, said.splitlines()[-1]) == (130, "c2c: no changes were made")
    assert (folder / "data/centres.toml").read_text() == SMALL


def test_script_gets_an_error_instead_of_a_prompt(c2c: Program, folder: Path) -> None:
    assert c2c("add", "organisation", code=2).err == (
        "c2c: error: missing argument ID; see c2c add organisation --help\n"
    )
    child = at_terminal(folder, PROGRAM, "add", "organisation", "MOE", "--no-input")
    code, said = ended(child)
    assert code == 2
    assert "missing option --name" in said
    assert (folder / "data/centres.toml").read_text() == SMALL
    assert c2c("add", "organisation", "MOE", "--name", "Ministry", "--no-input").code == 0


def test_invalid_file_is_reported_before_the_first_prompt(c2c: Program, folder: Path) -> None:
    c2c.write("broken")
    child = at_terminal(folder, PROGRAM, "add", "organisation")
    code, said = ended(child)
    assert code == 3
    assert "> " not in said


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (
            ("centre", "X", "--sector", "cultre"),
            2,
            '--sector: unknown sector "cultre"; did you mean "culture"?',
        ),
        (
            ("centre", "NATCOM"),
            5,
            'organisation "NATCOM" already exists, so no changes were made; pass another id',
        ),
        (
            ("centre", "X", "--name="),
            2,
            "--name: empty string; enter a value, or omit it if unknown",
        ),
        (("event", "NOPE"), 4, 'unknown centre "NOPE"; run c2c list for a full list'),
        (
            ("meeting", "--kind", "formell"),
            2,
            '--kind: unknown kind "formell"; expected other',
        ),
        (
            ("meeting", "--start", "2018-13"),
            2,
            '--start: invalid date "2018-13"; use a date such as 2018, 2018-11, 2018-11-20 or today',
        ),
        (
            ("meeting", "--status", "tentativ"),
            2,
            '--status: unknown status "tentativ"; did you mean "tentative"?',
        ),
        (("organisation", "--data", "-"), 2, "--data: cannot write to standard input; pass a file"),
    ],
)
def test_invalid_argument_is_reported_before_the_first_prompt(
    folder: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    child = at_terminal(folder, PROGRAM, "add", *args)
    assert ended(child) == (code, f"c2c: error: {said}\n")
    assert (folder / "data/centres.toml").read_text() == SMALL


def test_answer_may_begin_with_hyphens(folder: Path) -> None:
    child = at_terminal(folder, PROGRAM, "add", "organisation", "--", "MOE")
    answer(child, ("Full name:", "Mini\x1b[Dstry"))
    answer(child, ("c2c: error: the input contains a control character; try again", "--Ministry"))
    assert answered(child) == added(
        "organisation MOE to data/centres.toml",
        '[[organisation]]\nid = "MOE"\nname = "--Ministry"\n',
    )
    assert 'name = "--Ministry"\n' in (folder / "data/centres.toml").read_text()


def test_meeting_prompts_depend_on_its_start(folder: Path) -> None:
    lists = ("--organisers", "NATCOM", "--attendees", "NATCOM", "--sources", "https://e.org")
    args = (
        "add",
        "meeting",
        "--title",
        "x",
        "--start",
        "2018",
        "--city",
        "Jeju",
        "--kind",
        "other",
        *lists,
    )
    assert (
        ended(at_terminal(folder, PROGRAM, *args, "--status", "held", "--id", "2018-jeju"))[0] == 0
    )
    child = at_terminal(folder, PROGRAM, *args)
    answer(child, ("This date has passed. Was the meeting held or cancelled?", "heldd"))
    answer(child, ('c2c: error: status: unknown status "heldd"; did you mean "held"?', "held"))
    answer(
        child,
        ("Id (2018-jeju already exists):", ""),
        ("c2c: error: id is required; press Ctrl-C to cancel", "2018-JEJU"),
        ('c2c: error: meeting "2018-jeju" already exists', "2018-jeju-b"),
    )
    assert ended(child)[0] == 0
    assert 'id = "2018-jeju-b"\n' in (folder / "data/centres.toml").read_text()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ("centre --event opend=2018", '--event: unknown kind "opend"; did you mean "opened"?'),
        ("centre --names x", '--names: invalid item "x"; use TAG=NAME'),
        (
            "meeting --end 2018-13",
            '--end: invalid date "2018-13"; use a date such as 2018, 2018-11, 2018-11-20 or today',
        ),
        (
            "meeting --attendees zz",
            '--attendees: unknown centre or organisation "zz"; expected NATCOM',
        ),
        (
            "event --until x",
            '--until: invalid date "x"; use a date such as 2018, 2018-11, 2018-11-20 or today',
        ),
    ],
)
def test_invalid_option_is_reported_before_the_first_prompt(
    folder: Path, args: str, sentence: str
) -> None:
    child = at_terminal(folder, PROGRAM, "add", *args.split())
    assert ended(child) == (2, f"c2c: error: {sentence}\n")


def test_undecodable_answer_is_prompted_for_again(folder: Path) -> None:
    child = at_terminal(folder, PROGRAM, "add", "organisation", "X")
    child.expect_exact("> ")
    os.write(child.child_fd, b"caf\xe9\n")
    answer(child, ("c2c: error: the input contains a control character; try again", "Café"))
    assert answered(child) == added(
        "organisation X to data/centres.toml", '[[organisation]]\nid = "X"\nname = "Café"\n'
    )


def test_interrupt_ends_the_line(folder: Path) -> None:
    child = at_terminal(folder, PROGRAM, "add", "organisation", "X")
    child.expect_exact("> ")
    child.sendintr()
    code, said = ended(child)
    assert code == 130
    assert said.endswith("\n")


def test_no_prompt_if_stderr_is_not_a_terminal(folder: Path) -> None:
    assert ended(at_terminal(folder, "sh", "-c", "c2c add organisation X 2> told"))[0] == 2
    assert (folder / "told").read_text().startswith("c2c: error: missing option --name")


FORGET = "Delete 2 saved versions of data/centres.toml? This cannot be undone. (y)es or (n)o"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("y", "c2c: deleted 2 saved versions of data/centres.toml\n"),
        ("YES", "c2c: deleted 2 saved versions of data/centres.toml\n"),
        ("n", "c2c: no versions were deleted\n"),
        ("", "c2c: no versions were deleted\n"),
        ("d", "c2c: no versions were deleted\n"),
    ],
)
def test_forget_asks_in_a_terminal(folder: Path, reply: str, said: str) -> None:
    for name in ("MOE", "MOF"):
        ended(at_terminal(folder, PROGRAM, "add", "organisation", name, "--name", "Ministry"))
    child = at_terminal(folder, PROGRAM, "undo", "--forget")
    answer(child, (FORGET, reply))
    assert answered(child) == (0, said)
    left = 0 if "deleted 2" in said else 2
    code, listed = ended(at_terminal(folder, PROGRAM, "undo", "--list", "--format", "tsv"))
    assert (code, listed.count("added organisation")) == (0, left)


def test_forget_is_cancelled_by_an_interrupt(folder: Path) -> None:
    for name in ("MOE", "MOF"):
        ended(at_terminal(folder, PROGRAM, "add", "organisation", name, "--name", "Ministry"))
    child = at_terminal(folder, PROGRAM, "undo", "--forget")
    child.expect_exact(f"{FORGET}\r\n> ")
    child.sendintr()
    code, said = ended(child)
    assert (code, said.splitlines()[-1]) == (130, "c2c: no versions were deleted")
    _, listed = ended(at_terminal(folder, PROGRAM, "undo", "--list", "--format", "tsv"))
    assert listed.count("added organisation") == 2


def test_init_prompts_for_the_name_of_a_part(c2c: Program) -> None:
    init = (PROGRAM, "init", "at.toml", "--copy", "world", "--country", "AT")
    child = at_terminal(c2c.folder, *init)
    answer(
        child,
        ("Name of the network:", ""),
        ("c2c: error: name is required; press Ctrl-C to cancel", "Centres in Austria"),
    )
    assert answered(child) == (
        0,
        "c2c: created at.toml with 1 centre, 7 sectors, 1 source and 1 obligation\n"
        "c2c: at.toml is not found automatically; pass --data at.toml\n"
        "c2c: next, run:\n"
        "  c2c list --data at.toml\n"
        "  c2c due --data at.toml\n"
        "  c2c check --data at.toml\n",
    )
    assert '\nname = "Centres in Austria"\n' in (c2c.folder / "at.toml").read_text()
    # what can be wrong is said before the prompt
    assert ended(at_terminal(c2c.folder, *init)) == (
        5,
        "c2c: error: at.toml already exists, so no changes were made; pass another FILE\n",
    )
    child = at_terminal(c2c.folder, PROGRAM, "init", "--copy", "world", "--sector", "CI")
    child.expect_exact("Name of the network:\r\n> ")
    child.sendintr()
    code, said = ended(child)
    assert (code, said.splitlines()[-1]) == (130, "c2c: no changes were made")
    assert [file.name for file in c2c.folder.iterdir()] == ["at.toml"]


def test_centre_with_an_event_asks_for_its_source(folder: Path) -> None:
    args = ("--name", "Y", "--sector", "ED", "--country", "KR", "--event", "approved=2017")
    child = at_terminal(folder, PROGRAM, "add", "centre", "CEY", *args)
    answer(
        child,
        ("Source of the event: a URL, or the id of a source, or Enter to skip:", "x"),
        (
            'c2c: error: event_sources: unknown source "x"; use a URL, or add the source with c2c add source',
            "https://x.org",
        ),
    )
    assert answered(child) == added(
        "centre CEY to data/centres.toml",
        """\
[[centre]]
id = "CEY"
name = "Y"
sector = "education"
country = "KR"

[[centre.event]]
kind = "approved"
date = 2017
sources = ["https://x.org"]
""",
    )
    child = at_terminal(folder, PROGRAM, "add", "centre", "CEX", *args[:-2])
    assert ended(child) == (0, "c2c: added centre CEX to data/centres.toml\n")
    child = at_terminal(folder, PROGRAM, "add", "centre", "--event-sources", "https://x.org")
    assert ended(child) == (
        2,
        "c2c: error: --event is required with --event-sources; add --event\n",
    )


def test_first_rejected_answer_shows_how_to_cancel(folder: Path) -> None:
    child = at_terminal(folder, PROGRAM, "add", "sector")
    child.sendline("a b\nc d\nocean\nIOC\nOceanography")
    code, text = ended(child)
    assert code == 0
    assert text.count("error: id: invalid id") == 2
    assert text.count(f"{CANCEL}\n") == 1
    assert text.index("error:") < text.index(CANCEL) < text.rindex("error:")


def test_prompt_with_many_choices_names_the_command_that_lists_them(c2c: Program) -> None:
    centres = "".join(centre(f"C{number:02}") for number in range(13))
    owed = '[[obligation]]\nkind = "board"\nname = "Board"\nsince = 2010\n'
    c2c.write(SMALL + centres + owed, "many.toml")
    args = ("add", "waiver", "board", "--year", "2020", "--reason", "x", "--data", "many.toml")
    child = at_terminal(c2c.folder, PROGRAM, *args)
    child.expect_exact(
        "(C00, C01, C02 and 10 more; see c2c list --data many.toml), or Enter to skip:\r\n> "
    )
    child.sendline("C12")
    child.sendline("")
    assert ended(child)[0] == 0


def test_meeting_of_which_all_is_given_has_the_default_id(folder: Path) -> None:
    lists = ("--organisers", "NATCOM", "--attendees", "NATCOM", "--sources", "https://e.org")
    given = ("--title", "x", "--start", "2018", "--city", "Jeju", "--kind", "other", *lists)
    child = at_terminal(folder, PROGRAM, "add", "meeting", *given, "--status", "held")
    code, text = ended(child)
    assert (code, "> " in text) == (0, False)
    assert "added meeting 2018-jeju" in text
