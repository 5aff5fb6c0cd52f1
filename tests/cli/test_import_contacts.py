"""`c2c import` of contacts, such as a mailing list."""

import csv
import io
import json
from pathlib import Path

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from conftest import Program
from samples import SMALL, centre, imported, record

KIM = record(
    "centre.contact", role="Director", name="A. Kim", email="kim@example.org", since="2018-03"
)
NETWORK = SMALL + centre("ICDH") + KIM + centre("ICM")

SHEET = """\
Of,Role,Name,Email,Phone,Since,Until,Note
icm,Director,B. Lee,lee@example.org,+82 2 123,2024-03-01,,"on leave; until May"
natcom,Focal point,,office@example.org,0082-123,2020,2025-06,
ICDH,Liaison,'O Neill,,=1+1,,,
"""

ADDED = (
    SMALL
    + '\n[[organisation.contact]]\nrole = "Focal point"\nemail = "office@example.org"\n'
    + 'phone = "0082-123"\nsince = 2020\nuntil = "2025-06"\n\n'
    + centre("ICDH")
    + KIM
    + '\n[[centre.contact]]\nrole = "Liaison"\nname = "\'O Neill"\nphone = "=1+1"\n\n'
    + centre("ICM")
    + '\n[[centre.contact]]\nrole = "Director"\nname = "B. Lee"\nemail = "lee@example.org"\n'
    + 'phone = "+82 2 123"\nnote = "on leave; until May"\nsince = 2024-03-01\n'
)


def write_sheet(folder: Path, name: str) -> None:
    """Write the sheet of contacts in the format of a file name."""
    path = folder / name
    rows = [*csv.reader(io.StringIO(SHEET))]
    keys = [key.lower() for key in rows[0]]
    objects = [{key: cell for key, cell in zip(keys, row, strict=True) if cell} for row in rows[1:]]
    match path.suffix:
        case ".xlsx":
            with Workbook(path, {"strings_to_formulas": False}) as made:
                sheet = made.add_worksheet()
                for number, row in enumerate(rows):
                    for place, cell in enumerate(row):
                        sheet.write_string(number, place, cell)
        case ".csv":
            path.write_text(SHEET)
        case ".tsv":
            path.write_text("".join("\t".join(row) + "\n" for row in rows))
        case ".json":
            path.write_text(json.dumps(objects))
        case ".jsonl":
            path.write_text("".join(f"{json.dumps(values)}\n" for values in objects))


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx", "json", "jsonl"])
def test_a_sheet_of_contacts_is_imported(c2c: Program, form: str) -> None:
    file = c2c.write(NETWORK)
    write_sheet(c2c.folder, f"p.{form}")
    assert c2c("import", f"p.{form}").err == imported(3, 0, f"p.{form}")
    assert file.read_text() == ADDED
    assert c2c("import", f"p.{form}", "--update").err == "c2c: no changes to data/centres.toml\n"
    again = c2c("import", f"p.{form}", "--as", "contact", code=3)
    reported = sorted(line.partition(" error: ")[2] for line in again.err.splitlines()[:-1])
    assert reported == [
        f"contact {name} already exists; pass --update to update it"
        for name in (
            "Director of centre ICM",
            "Focal point of organisation NATCOM",
            "Liaison of centre ICDH",
        )
    ]
    assert file.read_text() == ADDED
    c2c("undo")
    assert file.read_text() == NETWORK


COLUMNS = "expected of, role, name, email, phone, note, since or until"

REFUSED = [
    (
        "of,role\nichd,Director\n",
        [
            '2: error: of (A2): unknown centre or organisation "ichd"; did you mean "ICDH"? '
            "otherwise, add it: c2c add organisation ichd --name NAME"
        ],
    ),
    (
        "of,role\nx,Director\n,Director\n",
        [
            '2: error: of (A2): unknown centre or organisation "x"; expected ICDH, ICM or NATCOM, '
            "or add it: c2c add organisation x --name NAME",
            "3: error: of (A3): missing; add the id of the centre or organisation",
        ],
    ),
    ("of,role,mail\nICM,x,y\n", ['1: error: C1: unknown column "mail"; did you mean "email"?']),
    ("of,role,fax\nICM,x,y\n", [f'1: error: C1: unknown column "fax"; {COLUMNS}']),
    ("centre,role\nICM,x\n", ['1: error: A1: unknown column "centre"; rename it to "of"']),
    ("id,role\nICM,x\n", ['1: error: A1: unknown column "id"; rename it to "of"']),
    (
        "role,name\nDirector,x\n",
        [
            '1: error: missing column "of"; add a column with the id of the centre or organisation of each contact'
        ],
    ),
    ("of,email\nICM,x@example.org\n", ["2: error: role: missing; add a role or a name"]),
    (
        "of,role,since,until\nICM,a,31/12/20200,\nICM,b,2020,2019\n",
        [
            '2: error: since (C2): invalid date "31/12/20200"; use a date such as 2018, 2018-11 or 2018-11-20',
            "3: error: until (D3): 2019 is before the first date (2020)",
        ],
    ),
    (
        "of,role,since\nICM,a,1/2/2020\n",
        [
            '2: error: since (C2): ambiguous date "1/2/2020"; use --date-order dmy (2020-02-01) or mdy (2020-01-02)'
        ],
    ),
    (
        "of,role,name,email\nICM,Director,Kim,a@example.org\nicm,DIRECTOR,kim,b@example.org\n",
        ["3: error: duplicate contact DIRECTOR of centre ICM; see line 2"],
    ),
    (
        "of,role\nICM,Director\nICM,director\n",
        ["3: error: duplicate contact director of centre ICM; see line 2"],
    ),
    (
        "of,role,name\nICDH,director,a. kim\n",
        ["2: error: contact director of centre ICDH already exists; pass --update to update it"],
    ),
]


@pytest.mark.parametrize(("sheet", "lines"), REFUSED)
def test_invalid_row_is_reported_with_its_place(c2c: Program, sheet: str, lines: list[str]) -> None:
    file = c2c.write(NETWORK)
    c2c.write(sheet, "p.csv")
    count = f"{len(lines)} error{'s' if len(lines) > 1 else ''}"
    assert c2c("import", "p.csv", "--as", "contact", code=3).err == "".join(
        [
            *(f"p.csv:{line}\n" for line in lines),
            f"c2c: error: found {count} in p.csv; no records were imported\n",
        ]
    )
    assert file.read_text() == NETWORK


def test_the_type_is_derived_from_the_column_of(c2c: Program) -> None:
    c2c.write(NETWORK)
    c2c.write("of,role\nICM,x\n", "p.csv")
    assert c2c("import", "p.csv").err == imported(1, 0, "p.csv")
    c2c.write("centre,role\nICM,x\n", "q.csv")
    assert c2c("import", "q.csv", code=3).err.startswith(
        'q.csv:1: error: A1: unknown column "centre"; rename it to "of"\n'
    )
    c2c.write("id,name,email\nICM,Kim,kim@icm.example\n", "r.csv")
    assert c2c("import", "r.csv", code=3).err.startswith(
        'r.csv:1: error: C1: unknown column "email"; '
        'to import contacts, rename "id" to "of" and use --as contact\n'
    )
    c2c.write("of,name,email\nICM,Kim,kim@icm.example\n", "r.csv")
    assert c2c("import", "r.csv", "--as", "contact").err == imported(1, 0, "r.csv")
    mixed = [{"of": "ICM", "role": "y"}, {"id": "B", "name": "x"}]
    c2c.write(json.dumps(mixed), "p.json")
    assert c2c("import", "p.json", code=3).err.startswith(
        "p.json:1: error: contacts cannot be imported together with other records; "
        "move them to a file of their own\n"
    )


WARNING = 'invalid email address "office-example.org" of contact "Office"; use an address such as office@example.org\n'


def test_an_address_without_an_at_sign_is_a_warning_with_its_place(c2c: Program) -> None:
    c2c.write(NETWORK)
    c2c.write(
        "of,role,email\nICM,Director,a@example.org\n\nICM,Office,office-example.org\n", "p.csv"
    )
    assert c2c("import", "p.csv").err == (
        imported(2, 0, "p.csv") + f"p.csv:4: warning: email (C4): {WARNING}"
    )
    assert f"data/centres.toml:41:9: warning: [centre ICM] contact.email: {WARNING}" in (
        c2c("check", code=None).out
    )
    c2c.write('{"of": "ICM", "role": "Desk", "email": "office-example.org"}\n', "p.jsonl")
    assert c2c("import", "p.jsonl", "--dry-run").err == (
        "c2c: would import 1 record (1 added, 0 updated) from p.jsonl\n"
        f"p.jsonl:1: warning: email: {WARNING.replace('Office', 'Desk')}"
    )
    assert c2c("import", "p.csv", "--update").err == "c2c: no changes to data/centres.toml\n"


def test_only_the_first_warnings_are_printed(c2c: Program) -> None:
    c2c.write(NETWORK)
    rows = "".join(f"{'ICM' if number % 2 else 'ICDH'},p{number},x\n" for number in range(25))
    c2c.write(f"of,role,email\n{rows}", "p.csv")
    lines = c2c("import", "p.csv").err.splitlines()
    places = [line.split(":")[1] for line in lines[1:-1]]
    assert places == [str(number) for number in range(2, 22)]
    assert lines[-1] == "c2c: warning: 5 more warnings are not shown"


FORMER: dict[str, object] = {"role": "Director", "name": "A. Kim", "until": "2015"}
NOW: dict[str, object] = {"role": "Director", "name": "B. Lee", "email": "b@example.org"}
NEXT: dict[str, object] = {"role": "Director", "name": "D. Park", "since": "2040"}
OFFICE: dict[str, object] = {"role": "Office", "email": "o@example.org"}

UPDATES: list[tuple[list[dict[str, object]], dict[str, object], list[dict[str, object]]]] = [
    # the same name, whose role may change
    ([FORMER, NOW], {"name": "b. lee", "phone": "1"}, [FORMER, NOW | {"name": "b. lee", "phone": "1"}]),
    ([NOW], {"role": "Adviser", "name": "B. Lee"}, [NOW | {"role": "Adviser"}]),
    # spaces in a name do not matter
    (
        [{"role": "Director", "name": "B.  Lee"}],
        {"role": "Director", "name": "B.\xa0Lee", "phone": "1"},
        [{"role": "Director", "name": "B.\xa0Lee", "phone": "1"}],
    ),
    # one of the two has no name: the current contact with the role
    ([FORMER, NOW], {"role": "Director", "phone": "1"}, [FORMER, NOW | {"phone": "1"}]),
    ([OFFICE], {"role": "OFFICE", "name": "C. Choi"}, [OFFICE | {"role": "OFFICE", "name": "C. Choi"}]),
    # a successor does not replace a predecessor
    ([NOW], {"role": "Director", "name": "C. Choi"}, [NOW, {"role": "Director", "name": "C. Choi"}]),
    ([FORMER], {"role": "Director", "phone": "1"}, [FORMER, {"role": "Director", "phone": "1"}]),
    ([FORMER], {"role": "Adviser", "name": "A. Kim"}, [FORMER, {"role": "Adviser", "name": "A. Kim"}]),
    (
        [FORMER],
        {"role": "Director", "name": "A. Kim", "since": "2020"},
        [FORMER, {"role": "Director", "name": "A. Kim", "since": "2020"}],
    ),
    (
        [{"role": "Office", "until": "2015"}],
        {"role": "Office", "phone": "1"},
        [{"role": "Office", "until": "2015"}, {"role": "Office", "phone": "1"}],
    ),
    # a former contact is corrected by its name
    ([FORMER, NOW], {"role": "Director", "name": "A. Kim", "phone": "1"}, [FORMER | {"phone": "1"}, NOW]),
    (
        [{"role": "Office", "until": "2015"}],
        {"role": "Office", "until": "2015", "phone": "1"},
        [{"role": "Office", "until": "2015", "phone": "1"}],
    ),
    ([FORMER, NOW], {"name": "A. Kim", "phone": "1"}, [FORMER | {"phone": "1"}, NOW]),
    ([NEXT, NOW], {"name": "D. Park", "phone": "1"}, [NEXT | {"phone": "1"}, NOW]),
    ([FORMER], {"name": "A. Kim", "since": "2020"}, [FORMER, {"name": "A. Kim", "since": "2020"}]),
    # a later date is that of a successor, unless the name is the same
    (
        [NOW | {"since": "2021"}],
        {"role": "Director", "email": "d@example.org", "since": "2026-07"},
        [NOW | {"since": "2021"}, {"role": "Director", "email": "d@example.org", "since": "2026-07"}],
    ),
    (
        [OFFICE | {"since": "2021"}],
        {"role": "Office", "name": "C. Choi", "since": "2026-07"},
        [OFFICE | {"since": "2021"}, {"role": "Office", "name": "C. Choi", "since": "2026-07"}],
    ),
    (
        [OFFICE | {"since": "2021", "until": "2030"}],
        {"role": "Office", "name": "C. Choi", "since": "2027"},
        [
            OFFICE | {"since": "2021", "until": "2030"},
            {"role": "Office", "name": "C. Choi", "since": "2027"},
        ],
    ),
    (
        [OFFICE | {"since": "2021"}],
        {"role": "Office", "since": "2026-07"},
        [OFFICE | {"since": "2021"}, {"role": "Office", "since": "2026-07"}],
    ),
    ([OFFICE | {"since": "2021"}], {"role": "Office", "since": "2021-03"}, [OFFICE | {"since": "2021-03"}]),
    ([NOW | {"since": "2021"}], {"name": "B. Lee", "since": "2022"}, [NOW | {"since": "2022"}]),
    # another role from a date does not replace the recorded one
    (
        [NOW | {"since": "2020"}],
        {"role": "Adviser", "name": "B. Lee", "since": "2026-07"},
        [NOW | {"since": "2020"}, {"role": "Adviser", "name": "B. Lee", "since": "2026-07"}],
    ),
    (
        [NOW | {"since": "2020"}],
        {"role": "Adviser", "name": "B. Lee", "since": "2020"},
        [NOW | {"role": "Adviser", "since": "2020"}],
    ),
    (
        [{"name": "B. Lee"}],
        {"role": "Adviser", "name": "B. Lee", "since": "2020"},
        [{"role": "Adviser", "name": "B. Lee", "since": "2020"}],
    ),
    ([NOW], {"name": "C. Choi"}, [NOW, {"name": "C. Choi"}]),
    # of two terms of one person, the current one
    (
        [FORMER, {"role": "Director", "name": "A. Kim", "since": "2020"}],
        {"role": "Director", "name": "A. Kim", "phone": "1"},
        [FORMER, {"role": "Director", "name": "A. Kim", "phone": "1", "since": "2020"}],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("recorded", "row", "expected"), UPDATES)
def test_a_row_updates_the_contact_with_its_name_or_else_its_role(
    c2c: Program,
    recorded: list[dict[str, object]],
    row: dict[str, object],
    expected: list[dict[str, object]],
) -> None:
    contacts = [record("centre.contact", **fields) for fields in recorded]
    c2c.write(SMALL + centre() + "".join(contacts))
    c2c("import", "-", "--format", "json", "--update", stdin=json.dumps(row | {"of": "a"}).encode())
    (shown,) = json.loads(c2c("show", "A", "--format", "json").out)
    assert shown["contact"] == expected


def test_two_roles_of_one_person_are_two_contacts(c2c: Program) -> None:
    c2c.write(SMALL + centre() + record("centre.contact", role="Director", name="Kim"))
    c2c.write("of,role,name,phone\nA,Adviser,Kim,1\nA,Director,Kim,2\n", "p.csv")
    assert c2c("import", "p.csv", "--update").err == imported(1, 1, "p.csv")
    columns = ("--columns", "role,name,phone")
    assert c2c("contacts", *columns).out == "Director\tKim\t2\nAdviser\tKim\t1\n"
    c2c.write("of,name,phone\nA,Kim,3\n", "p.csv")
    assert c2c("import", "p.csv", "--update", code=3).err.startswith(
        "p.csv:2: error: contact Kim of centre A matches several recorded contacts; "
        "use c2c edit contact to change one of them\n"
    )


def test_a_role_held_twice_asks_for_the_name(c2c: Program) -> None:
    contacts = [record("centre.contact", role="Director", name=name) for name in ("Kim", "Lee")]
    c2c.write(SMALL + centre() + "".join(contacts))
    c2c.write("of,role,phone\nA,Director,1\n", "p.csv")
    assert c2c("import", "p.csv", "--update", code=3).err.startswith(
        "p.csv:2: error: contact Director of centre A matches several recorded contacts; add the name\n"
    )


def test_dates_that_do_not_fit_the_recorded_ones_are_an_error(c2c: Program) -> None:
    c2c.write(SMALL + centre() + record("centre.contact", name="Kim", since=2020))
    c2c.write("of,name,until\nA,Kim,2019\n", "p.csv")
    assert c2c("import", "p.csv", "--update", code=3).err.startswith(
        "p.csv:2: error: until (C2): 2019 is before the first date (2020)\n"
    )


HOSTILE = ["=1+1", "+82", "-1", "@x", "'x", "'=x", "0012", " Kim ", "a\\b", "a;b", 'a"b,c', "a\u202eb", "1e5"]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx", "json", "jsonl"])
def test_an_unedited_export_changes_nothing_and_loses_nothing(c2c: Program, form: str) -> None:
    members = SMALL + centre("A") + centre("B")
    contacts = [
        record("centre.contact", role=value, name=f"{value}x", email=value, phone=value, note=value)
        for value in HOSTILE
    ]
    file = c2c.write(SMALL + centre("A") + "".join(contacts) + centre("B"))
    name = f"p.{form}"
    header = ("--header",) if form == "tsv" else ()
    c2c("contacts", "--format", form, "--output", name, *header)
    assert c2c("import", name, "--update").err == "c2c: no changes to data/centres.toml\n"
    exported = c2c("contacts", "--format", "json").out
    file.write_text(members)
    c2c("import", name)
    again = json.loads(c2c("contacts", "--format", "json").out)
    for person in json.loads(exported):
        if form not in {"json", "jsonl"}:  # spaces around a line are ignored
            values = {"role", "name", "email", "phone"}
            person |= {key: person[key].strip() for key in values}
        assert person in again
