"""Extra keys of centres and meetings."""

import json

import pytest

from conftest import Program
from samples import SMALL, centre, meeting

TYPED = (
    ("budget=1200000", "budget = 1200000"),
    ("budget=1_200_000", "budget = 1200000"),
    ("budget=-5", "budget = -5"),
    ("rate=1.50", "rate = 1.50"),
    ("rate=1e3", "rate = 1e3"),
    ("active=true", "active = true"),
    ("active=True", 'active = "True"'),
    ("day=2026-03-31", "day = 2026-03-31"),
    ("day=2026-02-31", 'day = "2026-02-31"'),
    ("day=2026-03", 'day = "2026-03"'),
    ("code=007", 'code = "007"'),
    ('code="7"', 'code = "7"'),
    (r'text="a\n\"b\""', r'text = "a\n\"b\""'),
    ('text="', r'text = "\""'),
    ("text=a=b", 'text = "a=b"'),
    ("number=9223372036854775807", "number = 9223372036854775807"),
    ("number=9223372036854775808", 'number = "9223372036854775808"'),
    ("number=1e999", 'number = "1e999"'),
    ("number=nan", 'number = "nan"'),
    ("예산=3", '"예산" = 3'),
)
"""What is typed for an extra key, and the TOML that it becomes."""


@pytest.mark.parametrize(("typed", "written"), TYPED)
def test_a_value_is_stored_as_what_it_looks_like(c2c: Program, typed: str, written: str) -> None:
    file = c2c.write(SMALL + centre())
    c2c("edit", "centre", "A", "--extra", typed)
    assert file.read_text() == SMALL + centre() + f"extra = {{ {written} }}\n"


def test_a_number_is_rewritten_in_another_form(c2c: Program) -> None:
    file = c2c.write(SMALL + centre() + "extra.budget = 1.0\n")
    c2c("edit", "centre", "A", "--extra", "budget=1.00")
    assert file.read_text() == SMALL + centre() + "extra.budget = 1.00\n"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (
            "add centre B --name B --sector culture --country KR --extra budget=7",
            '\n[[centre]]\nid = "B"\nname = "B"\nsector = "culture"\ncountry = "KR"\n'
            "extra = { budget = 7 }\n",
        ),
        (
            "add meeting --title M --start 2018 --status held --extra interpreter=true",
            '\n[[meeting]]\nid = "2018"\ntitle = "M"\nstart = 2018\nstatus = "held"\n'
            "extra = { interpreter = true }\n",
        ),
    ],
)
def test_records_are_added_with_extra_keys(c2c: Program, command: str, expected: str) -> None:
    file = c2c.write(SMALL)
    c2c(*command.split())
    assert file.read_text() == SMALL + expected


def test_an_edit_changes_only_the_keys_that_it_names(c2c: Program) -> None:
    file = c2c.write(SMALL + centre(extra={"a": 1, "b": "x", "c": True}))
    run = c2c("edit", "centre", "A", "--extra", "b=", "--extra", "c=1", "--extra", "d=2")
    assert file.read_text() == SMALL + centre(extra={"a": 1, "c": 1, "d": 2})
    assert run.err == (
        'c2c: updated extra.c (was true) and extra.d, and cleared extra.b (was "x") '
        "for centre A in data/centres.toml\n"
    )
    c2c("edit", "centre", "A", "--extra", "")
    assert file.read_text() == SMALL + centre()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("a b=1", 'invalid key "a b"; use letters, digits, _ and -'),
        ("a.b=1", 'invalid key "a.b"; use letters, digits, _ and -'),
        ("budget", 'invalid item "budget"; use KEY=VALUE'),
        ("=1", 'invalid item "=1"; use KEY=VALUE'),
    ],
)
def test_an_invalid_key_is_an_error(c2c: Program, typed: str, message: str) -> None:
    file = c2c.write(SMALL + centre())
    err = c2c("edit", "centre", "A", "--extra", typed, code=2).err
    assert err == f"c2c: error: --extra: {message}\n"
    assert file.read_text() == SMALL + centre()


@pytest.mark.parametrize("text", ["1,200,000", "1 200 000", "1.200.000"])
def test_a_number_with_separators_is_an_error(c2c: Program, text: str) -> None:
    file = c2c.write(SMALL + centre())
    message = f'invalid number "{text}"; write 1200000, or put a string in double quotes'
    assert c2c("edit", "centre", "A", "--extra", f"k={text}", code=2).err == (
        f"c2c: error: --extra: {message}\n"
    )
    c2c.write(f'id,extra.k\nA,"{text}"\n', "rows.csv")
    assert c2c("import", "rows.csv", "--update", "--as", "centre", code=3).err == (
        f"rows.csv:2: error: extra.k (B2): {message}\n"
        "c2c: error: found 1 error in rows.csv; no records were imported\n"
    )
    c2c("edit", "centre", "A", "--extra", f'k="{text}"')
    assert file.read_text() == SMALL + centre(extra={"k": text})
    c2c("import", "rows.csv", "--update", "--as", "centre")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("3", "extra: expected a table, not a number; use { budget = 1200000 }"),
        ("{ a = [1] }", "extra.a: expected a string, a number, a date or a boolean, not a list"),
        ("{ a.b = 1 }", "extra.a: expected a string, a number, a date or a boolean, not a table"),
        (
            "{ a = 2026-01-01T10:00:00 }",
            "extra.a: expected a string, a number, a date or a boolean, not a time",
        ),
        ("{ a = inf }", "extra.a: not a finite number; use a finite number, or remove the key"),
        (
            "{ a = 9223372036854775808 }",
            "extra.a: number with too many digits; put it in quotes",
        ),
        ('{ a = "" }', "extra.a: empty string; enter a value, or omit it if unknown"),
        ('{ "" = 1 }', 'extra.: invalid key ""; use letters, digits, _ and -'),
    ],
)
def test_check_reports_invalid_values(c2c: Program, value: str, message: str) -> None:
    c2c.write(SMALL + centre() + f"extra = {value}\n")
    assert f"error: [centre A] {message}\n" in c2c("check", code=1).out


KEPT = {"budget": 1200000, "rate": 1.5, "active": True, "code": "007", "text": "x; y", "n": "12"}


@pytest.fixture
def three(c2c: Program) -> Program:
    """Write centres with and without extra keys, and a meeting."""
    c2c.write(
        SMALL
        + centre("A", extra=KEPT)
        + centre("B", extra={"budget": 500, "active": False})
        + centre("C")
        + meeting("m", extra={"cost": 12})
    )
    return c2c


def test_each_key_is_a_column(three: Program) -> None:
    names = "id,extra.budget,extra.active,extra.code"
    assert three("list", "--columns", names).out == (
        "A\t1200000\ttrue\t007\nB\t500\tfalse\t\nC\t\t\t\n"
    )
    assert three("meetings", "--columns", "id,extra.cost").out == "m\t12\n"
    assert three("list", "A", "--columns", "extra").out == (
        'budget=1200000;rate=1.5;active=true;code=007;text=x\\\\; y;n="12"\n'
    )
    table = three("list", "--columns", "id,extra.budget", "--format", "table").out
    assert table.splitlines()[2:7] == [
        "ID   Budget",
        "━━━━━━━━━━━",
        "A   1200000",
        "B       500",
        "C",
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1200000, 500, 7.25), "CBA"),
        (("b", "B", "a"), "CAB"),
        ((True, False, True), "BAC"),
        ((3, None, 1), "CAB"),
        ((3, "x", True), "CAB"),
    ],
)
def test_rows_are_sorted_by_what_the_values_are(
    c2c: Program, values: tuple[object, ...], expected: str
) -> None:
    centres = [
        centre(name, extra={"k": value} if value is not None else None)
        for name, value in zip("ABC", values, strict=True)
    ]
    c2c.write(SMALL + "".join(centres))
    assert "".join(c2c("list", "--sort", "extra.k", "--columns", "id").out.split()) == expected


def test_days_are_sorted_as_days(c2c: Program) -> None:
    days = zip("AB", ("2026-10-01", "2026-09-30"), strict=True)
    c2c.write(SMALL + "".join(f"{centre(name)}extra = {{ d = {day} }}\n" for name, day in days))
    assert c2c("list", "--sort", "extra.d", "--columns", "id,extra.d").out == (
        "B\t2026-09-30\nA\t2026-10-01\n"
    )


def test_an_unknown_key_is_an_error(three: Program) -> None:
    for column, hint in (
        ("extra.budgt", 'did you mean "extra.budget"?'),
        ("extra.quite-another", "no record has this key"),
    ):
        err = three("list", "--columns", column, code=2).err
        assert err == f'c2c: error: --columns: unknown column "{column}"; {hint}\n'


def test_json_has_the_values_as_they_are(three: Program) -> None:
    records = json.loads(three("list", "--format", "json").out)
    assert [record.get("extra") for record in records] == [
        KEPT,
        {"budget": 500, "active": False},
        None,
    ]
    columns = ("--columns", "id,extra.budget,extra.active")
    assert json.loads(three("list", *columns, "--format", "json").out) == [
        {"id": "A", "extra.budget": 1200000, "extra.active": True},
        {"id": "B", "extra.budget": 500, "extra.active": False},
        {"id": "C"},
    ]


COLUMNS = ",".join(["id", *(f"extra.{key}" for key in KEPT)])


@pytest.mark.parametrize("name", ["x.csv", "x.tsv", "x.xlsx", "x.json", "x.jsonl"])
@pytest.mark.parametrize("columns", [COLUMNS, "id,extra"])
def test_an_export_is_imported_without_a_change(three: Program, name: str, columns: str) -> None:
    three("list", "--columns", columns, "--header", "--output", name)
    before = (three.folder / "data/centres.toml").read_text()
    run = three("import", name, "--update", "--as", "centre")
    assert run.err == "c2c: no changes to data/centres.toml\n"
    assert (three.folder / "data/centres.toml").read_text() == before


@pytest.mark.parametrize("name", ["x.xlsx", "x.json", "all.csv", "all.json"])
def test_an_export_restores_the_values_and_their_types(three: Program, name: str) -> None:
    columns = "id,extra" if name.startswith("all") else COLUMNS
    three("list", "--columns", columns, "--output", name)
    file = three.folder / "data/centres.toml"
    before = file.read_text()
    file.write_text("".join(line for line in before.splitlines(True) if "budget" not in line))
    three("import", name, "--update", "--as", "centre")
    assert file.read_text() == before


def test_whole_records_are_imported_from_json(three: Program) -> None:
    three("list", "--format", "json", "--output", "x.json")
    three("meetings", "--format", "json", "--output", "m.json")
    file = three.folder / "data/centres.toml"
    before = file.read_text()
    file.write_text(SMALL)
    three("import", "x.json")
    three("import", "m.json")
    assert json.loads(three("list", "--format", "json").out) == json.loads(
        (three.folder / "x.json").read_text()
    )
    assert "extra = { cost = 12 }\n" in file.read_text()
    assert before.count("extra") == file.read_text().count("extra")


@pytest.mark.parametrize(
    ("cell", "known", "expected"),
    [
        ("7", None, 7),
        ("007", None, "007"),
        ("TRUE", None, True),
        ("2026-02", None, "2026-02"),
        ("7", "x", "7"),
        ("7", 3, 7),
        ("unknown", 3, "unknown"),
    ],
)
def test_a_cell_keeps_a_recorded_string_a_string(
    c2c: Program, cell: str, known: object, expected: object
) -> None:
    extra = {"k": known} if known is not None else None
    file = c2c.write(SMALL + centre(extra=extra))
    c2c.write(f"id,extra.k\nA,{cell}\n", "rows.csv")
    c2c("import", "rows.csv", "--update", "--as", "centre")
    assert file.read_text() == SMALL + centre(extra={"k": expected})


def test_days_are_imported_from_json_and_workbooks(c2c: Program) -> None:
    file = c2c.write(SMALL + centre() + "extra = { day = 2026-03-31 }\n")
    before = file.read_text()
    for name in ("x.json", "x.xlsx", "x.csv"):
        c2c("list", "--columns", "id,extra.day", "--output", name)
        file.write_text(SMALL + centre())
        c2c("import", name, "--update", "--as", "centre")
        assert file.read_text() == before


@pytest.mark.parametrize(
    "value", ["1850-12-28", "1900-12-31", "12345678901234567", "123456789.123456789", '"7"']
)
def test_text_in_a_workbook_does_not_change_the_type_of_a_value(c2c: Program, value: str) -> None:
    file = c2c.write(SMALL + centre() + f"extra = {{ founded = {value} }}\n")
    before = file.read_text()
    c2c("list", "--columns", "id,extra.founded", "--output", "x.xlsx")
    run = c2c("import", "x.xlsx", "--update", "--as", "centre")
    assert run.err == "c2c: no changes to data/centres.toml\n"
    assert file.read_text() == before


def test_a_column_of_ones_own_is_explained(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    c2c.write("id,Haushalt\nA,3\n", "rows.csv")
    assert c2c("import", "rows.csv", "--update", "--as", "centre", code=3).err == (
        'rows.csv:1: error: B1: unknown column "Haushalt"; rename it to a column in '
        "c2c list --help or to extra.Haushalt, or remove it\n"
        "c2c: error: found 1 error in rows.csv; no records were imported\n"
    )
    for name in ("Haus halt", "extra.Haus halt"):
        c2c.write(f"id,{name}\nA,3\nA,4\n", "rows.csv")
        assert c2c("import", "rows.csv", "--update", "--as", "centre", code=3).err == (
            f'rows.csv:1: error: B1: unknown column "{name}"; rename it to '
            "a column in c2c list --help or to extra.Haus_halt, or remove it\n"
            "c2c: error: found 1 error in rows.csv; no records were imported\n"
        )
    c2c.write("id,extra.k\nA,3\n", "rows.csv")
    assert c2c("import", "rows.csv", "--update", code=3).err.splitlines()[0] == (
        "rows.csv:1: error: cannot determine whether the rows are centres or meetings; "
        "pass --as centre or --as meeting"
    )
    c2c.write("id,extra.Haushalt\nA,3\n", "rows.csv")
    c2c("import", "rows.csv", "--update", "--as", "centre")
    assert c2c("list", "--columns", "EXTRA.haushalt").out == "3\n"


def test_values_of_two_types_are_a_warning(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", extra={"k": 1, "text": "x"})
        + centre("B", extra={"k": 1.5})
        + centre("C", extra={"k": "2"})
        + meeting("m", extra={"k": True})
    )
    found = [line for line in c2c("check").out.splitlines() if "extra" in line]
    assert found == [
        "data/centres.toml:36:15: warning: [centre C] extra.k: "
        "expected a number, as in other centres, not a string; use one type for each key"
    ]
    run = c2c("edit", "centre", "C", "--extra", "k=3")
    assert "warning" not in run.err
    run = c2c("edit", "centre", "B", "--extra", "k=true")
    assert run.err.splitlines()[1:] == [
        "c2c: warning: [centre B] extra.k: "
        "expected a number, as in other centres, not a boolean; use one type for each key"
    ]


def test_keys_are_completed(three: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_C2C_COMPLETE", "old")
    assert three("list", "--columns", "id,extra.b").out == "id,extra.budget\n"
    assert three("meetings", "--sort", "-extra.").out == "-extra.cost\n"


def test_show_prints_each_key(three: Program) -> None:
    rows = three("show", "B").out.splitlines()
    assert [row for row in rows if "extra" in row] == [
        "B\textra.budget\t500",
        "B\textra.active\tfalse",
    ]
    assert "extra" not in three("show", "B", "--as-of", "2018").out


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_report_has_no_extra_keys(c2c: Program, form: str) -> None:
    extra = {"unmistakable": "unmistakable"}
    c2c.write(SMALL + centre("A", "opened:2018", extra=extra) + meeting("m", extra=extra))
    report = c2c("report", "--year", "2018", "--format", form).out
    assert "unmistakable" not in report


def test_a_change_names_the_former_value_as_it_is(c2c: Program) -> None:
    c2c.write(SMALL + centre(extra={"n": 12.5, "t": "7", "f": True}))
    err = c2c("edit", "centre", "A", "--extra", "n=0", "--extra", "t=8", "--extra", "f=false").err
    assert err.splitlines()[0] == (
        'c2c: updated extra.n (was 12.5), extra.t (was "7") and extra.f (was true) of centre A '
        "in data/centres.toml"
    )


def test_json_replaces_a_string_by_a_number(c2c: Program) -> None:
    file = c2c.write(SMALL + centre(extra={"k": "7"}))
    c2c.write('{"id": "A", "extra": {"k": 7}}', "rows.json")
    c2c("import", "rows.json", "--update", "--as", "centre")
    assert file.read_text() == SMALL + centre(extra={"k": 7})
