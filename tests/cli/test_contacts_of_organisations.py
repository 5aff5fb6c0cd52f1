"""Contacts of organisations, successors in a role, and the invited of a meeting."""

import json
import tomllib

import pytest

from conftest import Program
from samples import SMALL, centre, meeting, record

COMMENTED = """\
schema = 1

[network]
name = "A network"

[[sector]]
id = "culture"
code = "CLT"
name = "Culture"

# The commission.
[[organisation]]
id = "NATCOM"   # its acronym
name = "National Commission"

# The ministry.
[[organisation]]
id = "MOE"
name = "Ministry"

[[organisation.contact]]
role = "Desk officer"  # since the reform
email = "desk@example.org"

# The end.
"""

DIRECTOR = '\n[[organisation.contact]]\nrole = "Director"\nname = "A. Kim"\n'
NATCOM, MOE = COMMENTED.index("\n# The ministry."), COMMENTED.index("\n# The end.")


@pytest.mark.parametrize(
    ("typed", "of", "place"), [("natcom", "NATCOM", NATCOM), ("MOE", "MOE", MOE)]
)
def test_contact_of_an_organisation_is_added_after_its_last(
    c2c: Program, typed: str, of: str, place: int
) -> None:
    file = c2c.write(COMMENTED)
    args = ("add", "contact", typed, "--role", "Director", "--name", "A. Kim")
    done = f"c2c: added contact Director of organisation {of} to data/centres.toml\n"
    assert c2c(*args).err == done
    assert file.read_text() == COMMENTED[:place] + DIRECTOR + COMMENTED[place:]
    c2c("undo")
    assert file.read_text() == COMMENTED


def test_contact_of_an_organisation_is_edited_and_removed(c2c: Program) -> None:
    file = c2c.write(COMMENTED)
    assert c2c("edit", "contact", "moe", "desk officer", "--phone", "1", "--email", "").err == (
        'c2c: updated phone, and cleared email (was "desk@example.org") for '
        "contact Desk officer of organisation MOE in data/centres.toml\n"
    )
    assert file.read_text() == COMMENTED.replace('email = "desk@example.org"', 'phone = "1"')
    removed = c2c("remove", "contact", "MOE", "Desk officer")
    assert removed.out == '[[organisation.contact]]\nrole = "Desk officer"\nphone = "1"\n'
    assert removed.err == (
        "c2c: removed contact Desk officer of organisation MOE from data/centres.toml\n"
    )
    assert "contact" not in file.read_text()
    c2c("undo")
    c2c("undo")
    assert file.read_text() == COMMENTED


def test_organisation_is_removed_with_its_contacts(c2c: Program) -> None:
    file = c2c.write(COMMENTED)
    assert c2c("remove", "MOE").out == (
        '# The ministry.\n[[organisation]]\nid = "MOE"\nname = "Ministry"\n\n'
        '[[organisation.contact]]\nrole = "Desk officer"  # since the reform\n'
        'email = "desk@example.org"\n'
    )
    assert file.read_text() == COMMENTED[:NATCOM] + "\n# The end.\n"


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        ("add contact X --role R", 4, 'unknown centre or organisation "X"; expected NATCOM or MOE'),
        ("edit contact MO x --role R", 4, 'unknown centre or organisation "MO"; did you mean "MOE"?'),
        ("edit contact MOE desc-officer --role R", 4, 'unknown contact "desc-officer"; did you mean "Desk officer"?'),
        ("remove contact NATCOM Director", 4, 'organisation NATCOM has no contacts'),
        (
            "add contact MOE --role R --since 2025 --until 2024-12-31",
            2,
            "--until: 2024-12-31 is before the first date (2025)",
        ),
        (
            "add contact MOE --role R --since 2024..2025",
            2,
            '--since: unexpected bounds "2024..2025"; '
            "use a single date, such as 2018, 2018-11 or 2018-11-20",
        ),
    ],
)  # fmt: skip
def test_bad_input(c2c: Program, args: str, code: int, sentence: str) -> None:
    file = c2c.write(COMMENTED)
    assert c2c(*args.split(), code=code).err == f"c2c: error: {sentence}\n"
    assert file.read_text() == COMMENTED


def test_unknown_id_among_many_names_the_commands_that_list_them(c2c: Program) -> None:
    c2c.write(SMALL + "".join(centre(f"A{number}") for number in range(30)))
    assert c2c("add", "contact", "XYZ", "--role", "R", code=4).err == (
        'c2c: error: unknown centre or organisation "XYZ"; '
        "run c2c list or c2c organisations for a full list\n"
    )


def test_editor_opens_the_organisation_of_a_contact(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = c2c.write(COMMENTED)
    monkeypatch.setenv("EDITOR", "sed -i.bak -e s/desk@/new@/ -e /schema/d")
    edited = "c2c: edited organisation MOE in data/centres.toml\n"
    assert c2c("edit", "contact", "MOE", "Desk officer").err == edited
    assert file.read_text() == COMMENTED.replace("desk@", "new@")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("add contact ", ["A\tx", "NATCOM\tNational Commission"]),
        ("remove contact natcom ", ["Director"]),
        ("edit contact A ", []),
        ("edit event ", ["A\tx"]),
        ("add meeting --invited A,n", ["A,NATCOM\tNational Commission"]),
    ],
)
def test_completion_offers_ids_and_roles_but_no_names(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, words: str, offered: list[str]
) -> None:
    contact = record("organisation.contact", role="Director", name="Kim")
    c2c.write(SMALL + contact + record("organisation.contact", role="Two words") + centre("A"))
    monkeypatch.setenv("_C2C_COMPLETE", "word")
    assert c2c(*words.split(" ")).out.splitlines() == offered


# successors

FORMER = {"role": "Director", "name": "C. Park"}
SUCCESSOR = ("--role", "Director", "--name", "A. Kim")


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2024-03", "2024-02"),
        ("2024", "2023"),
        ("2024-01", "2023-12"),
        ("2024-03-01", "2024-02-29"),
    ],
)
def test_successor_suggests_the_command_that_ends_the_former_contact(
    c2c: Program, since: str, until: str
) -> None:
    file = c2c.write(SMALL + record("organisation.contact", **FORMER))
    command = f"c2c edit contact NATCOM 'C. Park' --until {until}"
    assert c2c("add", "contact", "NATCOM", *SUCCESSOR, "--since", since).err == (
        "c2c: added contact Director of organisation NATCOM to data/centres.toml; "
        f"if C. Park no longer has this role, run {command}\n"
    )
    c2c("edit", "contact", "NATCOM", "C. Park", "--until", until)
    c2c("edit", "contact", "NATCOM", "director", "--phone", "1")  # the one of today
    former, successor = tomllib.loads(file.read_text())["organisation"][0]["contact"]
    assert former.keys() == {"role", "name", "until"}
    assert successor["phone"] == "1"
    shown = c2c("show", "NATCOM", "--format", "table").out
    assert shown.splitlines()[2:5] == [
        "Contacts",
        f"Director  C. Park, until {until}",
        f"          A. Kim, 1, since {since}",
    ]


@pytest.mark.parametrize(
    ("recorded", "args"),
    [
        ([FORMER], SUCCESSOR),  # without --since, it may be a second director
        ([FORMER | {"until": 2023}], (*SUCCESSOR, "--since", "2024")),
        ([FORMER | {"since": 2025}], (*SUCCESSOR, "--since", "2024")),
        ([FORMER], (*SUCCESSOR, "--since", "2019", "--until", "2020")),
        ([FORMER, {"role": "director", "name": "B. Lee"}], (*SUCCESSOR, "--since", "2024")),
        ([{"role": "Director"}], (*SUCCESSOR, "--since", "2024")),  # no command selects it
        ([{"role": "Director", "name": "-x"}], (*SUCCESSOR, "--since", "2024")),
        ([FORMER], ("--role", "Liaison", "--since", "2024")),
        ([FORMER], (*SUCCESSOR, "--since", "1000")),
    ],
)
def test_no_end_is_suggested_where_none_is_certain_to_be_missing(
    c2c: Program, recorded: list[dict[str, object]], args: tuple[str, ...]
) -> None:
    c2c.write(SMALL + "".join(record("organisation.contact", **fields) for fields in recorded))
    role = args[1]
    added = f"c2c: added contact {role} of organisation NATCOM to data/centres.toml"
    assert c2c("add", "contact", "NATCOM", *args).err.splitlines()[0] == added


@pytest.mark.parametrize(
    ("recorded", "args", "hint"),
    [
        ({}, "", "; no changes were made"),
        (
            {},
            "--email a@b.org --since today",
            ", so no changes were made; use c2c edit contact A Director --email a@b.org --since {today}",
        ),
        (
            {"until": 2020},
            "--phone 1",
            ", so no changes were made; pass the first date of the new contact with --since",
        ),
        ({"until": "2020-05"}, "--since 2020-04", ", so no changes were made; use c2c edit contact A Director --since 2020-04"),
        ({"since": 2020}, "--until 2021", ", so no changes were made; use c2c edit contact A Director --until 2021"),
        ({"since": 2020, "until": 2022}, "--since 2021 --until 2021-05", ", so no changes were made; use c2c edit contact A Director --since 2021 --until 2021-05"),
    ],
)  # fmt: skip
def test_same_contact_at_the_same_time_is_not_added(
    c2c: Program, recorded: dict[str, object], args: str, hint: str
) -> None:
    c2c.write(SMALL + centre("A") + record("centre.contact", **FORMER, **recorded))
    again = ("add", "contact", "A", "--role", "director", "--name", "c. park", *args.split())
    refused = c2c(*again, code=5).err
    today = refused.rpartition(" ")[2].rstrip()
    assert refused == (
        f"c2c: error: contact Director of centre A already exists{hint.format(today=today)}\n"
    )


@pytest.mark.parametrize(
    ("recorded", "args"),
    [
        ({"until": 2020}, "--since 2021"),
        ({"until": 2020}, "--since 2020"),  # perhaps in another month
        ({"until": "2020-05"}, "--since 2020-06 --until 2021"),
        ({"since": 2022}, "--until 2020"),
    ],
)
def test_same_contact_at_another_time_is_added(
    c2c: Program, recorded: dict[str, object], args: str
) -> None:
    file = c2c.write(SMALL + centre("A") + record("centre.contact", **FORMER, **recorded))
    c2c("add", "contact", "A", "--role", "Director", "--name", "C. Park", *args.split())
    assert len(tomllib.loads(file.read_text())["centre"][0]["contact"]) == 2


PEOPLE = (
    SMALL
    + centre("A")
    + record("centre.contact", role="Director", name="Former", until=2020)
    + record("centre.contact", role="Director", name="Present", since=2021)
    + record("centre.contact", role="Director", name="Next", since=2999)
    + record("centre.contact", role="Deputy", name="Former", since=2021)
    + record("centre.contact", role="Liaison", name="Kim")
    + record("centre.contact", role="Liaison", name="Lee")
    + record("centre.contact", role="Guard", name="Past", until=2019)
    + record("centre.contact", role="Guard", name="Older", until=2010)
    + record("centre.contact", role="Cook", until=2010)
    + record("centre.contact", role="Twin", phone="1")
    + record("centre.contact", role="Twin", phone="2")
)


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("director", 1),
        ("next", 2),
        ("Former", 3),
        ("deputy", 3),
        ("LEE", 5),
        ("Past", 6),
        ("cook", 8),
    ],
)
def test_role_means_the_contact_of_today(c2c: Program, word: str, place: int) -> None:
    file = c2c.write(PEOPLE)
    c2c("edit", "contact", "A", word, "--email", "a@b.org")
    contacts = tomllib.loads(file.read_text())["centre"][0]["contact"]
    assert [number for number, found in enumerate(contacts) if "email" in found] == [place]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("Liaison", '; use "Kim" or "Lee"'),
        ("guard", '; use "Past" or "Older"'),
        ("twin", "; run c2c edit"),
    ],
)
def test_role_of_several_contacts_of_today_is_ambiguous(c2c: Program, word: str, hint: str) -> None:
    c2c.write(PEOPLE)
    refused = f'c2c: error: ambiguous contact "{word}"{hint}\n'
    assert c2c("remove", "contact", "A", word, code=2).err == refused


# the past

DATED = (
    SMALL
    + record("organisation.contact", role="Officer", name="B. Lee", since=2020)
    + centre("A", "opened:2010", city="Jeju")
    + record("centre.contact", role="Director", name="C. Park", email="p@x.org", until="2024-02")
    + record("centre.contact", role="Director", name="A. Kim", note="On leave", since="2024-03")
    + record("centre.contact", role="Liaison", name="D. Choi")
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "names", "caption"),
    [
        ("2018", ["C. Park"], "city and contacts (no date); 2 former or future contacts"),
        ("2024-02-29", ["C. Park", "B. Lee"], "city and contacts (no date); 1 former or future contact"),
        ("2024-03-01", ["A. Kim", "B. Lee"], "city and contacts (no date); 1 former or future contact"),
    ],
)  # fmt: skip
def test_past_day_shows_the_contacts_of_that_day(
    c2c: Program, day: str, names: list[str], caption: str
) -> None:
    c2c.write(DATED)
    show = ("show", "A", "NATCOM", "--as-of", day, "--format")
    found = json.loads(c2c(*show, "json").out)
    assert [person["name"] for of in found for person in of.get("contact", ())] == names
    last = c2c(*show, "table").out.splitlines()[-1]
    assert last.startswith(f"Not shown as of {day}")
    assert last.endswith(f": {caption}")


def test_today_shows_all_contacts_with_their_dates(c2c: Program) -> None:
    c2c.write(DATED)
    assert (
        "\n\nContacts\n"
        + (
            "Director  C. Park, p@x.org, until 2024-02\n"
            "          A. Kim, since 2024-03, On leave\n"
            "Liaison   D. Choi\n\n"
        )
        in c2c("show", "A", "--format", "table").out
    )
    assert [line for line in c2c("show", "NATCOM").out.splitlines() if "contact" in line] == [
        "NATCOM\tcontact.role\tOfficer",
        "NATCOM\tcontact.name\tB. Lee",
        "NATCOM\tcontact.since\t2020",
    ]


# check


def test_check_names_mistakes_in_contacts_of_organisations(c2c: Program) -> None:
    contact = record("organisation.contact", role="x", email="a@", since=1391, until=2999)
    c2c.write(SMALL + contact + record("centre", id="A", name="x", sector="culture", country="KR"))
    start = "data/centres.toml:{}: warning: [organisation NATCOM] contact."
    assert c2c("check").out.splitlines()[:3] == [
        start.format("21:9") + 'email: invalid email address "a@" of contact "x"; '
        "use an address such as office@example.org",
        start.format("22:9")
        + 'since: the year 1391 of contact "x" is before the foundation of UNESCO (1945); '
        "convert the date if it is in the Iranian or Islamic calendar",
        start.format("23:9")
        + 'until: the year 2999 of contact "x" is more than 20 years ahead; correct the date',
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            record("organisation.contact", role="x", names="y"),
            "21:1: error: [organisation NATCOM] contact.names: misplaced key of the organisation; "
            "move it before the first [[organisation.contact]]",
        ),
        (
            record("contact", role="x"),
            "19:1: error: [contact] contacts belong to a centre or an organisation; "
            "write [[centre.contact]] after its [[centre]], or [[organisation.contact]] after its "
            "[[organisation]]",
        ),
        (
            record("organisation.contact", role="x", since="2020-05", until=2019),
            "22:9: error: [organisation NATCOM] contact.until: "
            "2019 is before the first date (2020-05)",
        ),
        (
            record("organisation.contact", email="a@b.org"),
            "19:1: error: [organisation NATCOM] contact.role: missing; add a role or a name",
        ),
    ],
)  # fmt: skip
def test_misplaced_keys_and_wrong_dates_are_errors(c2c: Program, text: str, error: str) -> None:
    c2c.write(SMALL + text)
    assert c2c("check", code=1).out.splitlines()[0] == f"data/centres.toml:{error}"


# import


@pytest.mark.parametrize("args", [(), ("--columns", "id,name,sector,country,city")])
def test_import_of_a_list_without_contacts_keeps_them(c2c: Program, args: tuple[str, ...]) -> None:
    file = c2c.write(DATED)
    rows = json.loads(c2c("list", "--format", "json", *args).out)
    assert "contact" not in rows[0]
    rows[0]["city"] = "Seoul"
    for row in rows:
        row.pop("status", None)
    c2c.write(json.dumps(rows), "rows.json")
    c2c("import", "rows.json", "--as", "centre", "--update")
    assert file.read_text() == DATED.replace('"Jeju"', '"Seoul"')


# invited


def test_invited_are_edited_and_shown(c2c: Program) -> None:
    file = c2c.write(SMALL + centre("A") + centre("B") + meeting("m", start=2018))
    add = ("--title", "T", "--start", "2030-05", "--invited", "a,natcom", "--invited", "B")
    assert c2c("add", "meeting", *add).err == "c2c: added meeting 2030-05 to data/centres.toml\n"
    assert file.read_text().endswith('status = "planned"\ninvited = ["A", "NATCOM", "B"]\n')
    assert c2c("edit", "meeting", "2030-05", "--invited", "-b").err == (
        "c2c: removed 1 invitation (now 2) from meeting 2030-05 in data/centres.toml\n"
    )
    assert c2c("edit", "meeting", "m", "--invited", "B,NATCOM", "--invited", "+A").err == (
        "c2c: added 3 invitations (now 3) to meeting m in data/centres.toml\n"
    )
    assert c2c("edit", "organisation", "NATCOM", "--id", "NC").code == 0
    assert c2c("meetings", "--columns", "id,invited").out == "m\tB;NC;A\n2030-05\tA;NC\n"
    refused = "c2c: error: cannot remove centre B: it is still referenced by meeting m, so no changes were made; use c2c edit meeting m\n"
    assert c2c("remove", "B", code=5).err == refused
    assert c2c("show", "m").out.endswith("m\tinvited\tB\nm\tinvited\tNC\nm\tinvited\tA\n")
    assert "Invited  A, NC\n" in c2c("show", "2030-05", "--format", "table").out
    assert "2030-05  T (invited, planned, 2030-05)\n" in c2c("show", "A", "--format", "table").out
    assert c2c("edit", "meeting", "m", "--invited", "", "--data", str(file)).code == 0
    c2c("remove", "B", "--dry-run")


def test_invited_are_in_the_calendar_but_not_in_the_report(c2c: Program) -> None:
    c2c.write(SMALL + centre("A") + meeting("m", start="2018-06-27", invited=["A", "NATCOM"]))
    description = "DESCRIPTION:Invited: A (x)\\, NATCOM (National Commission)\r\n"
    assert description in c2c("meetings", "--format", "ics").out
    assert "nvited" not in c2c("report", "--year", "2018").out


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_invited_are_exported_and_imported(c2c: Program, form: str) -> None:
    text = SMALL + centre("A") + meeting("m", start="2018-06-27", invited=["A", "NATCOM"])
    c2c.write(text)
    columns = "id,title,start,status,invited"
    c2c("meetings", "--columns", columns, "--output", f"m.{form}")
    file = c2c.write(text.replace('["A", "NATCOM"]', '["NATCOM"]'))
    c2c("import", f"m.{form}", "--as", "meeting", "--update")
    assert file.read_text() == text
