"""`c2c show --all`: a whole registry, and its import as one JSON document."""

import json
import re
from typing import Any

import pytest
import tomli_w

from conftest import Program
from samples import SMALL, centre, event, meeting, record, rule

CONTACT = record("centre.contact", role="Director", name="Kim", email="kim@example.org")

REGISTRY = (
    SMALL.replace('"A network"\n', '"A network"\nchecked = 2026-11-24\n')
    + record("source", id="book", title="A book", date="2018-07")
    + centre(
        "A",
        note="Two\nlines\n",
        names={"ko": "센터"},
        location=[36.6, 127],
        extra={"flag": True, "day": "2026-03-31", "quoted": '"2026-03-31"', "text": "x"},
    )
    + CONTACT
    + event("opened", "2013..2018-10", sources=["book"])
    + event("renewed", 2020, until="2028-02")
    + event("annual-report", "2023-02", covers=2022)
    + meeting("m", start="2018-06-27", organisers=["NATCOM"], attendees=["A"], kind="working")
    + rule("heads", name="Heads", until=2030, agreed="m")
    + record("obligation", kind="annual-report", name="Report", since=2019)
    + record("waiver", kind="heads", year=2020, reason="Pandemic")
    + record("waiver", kind="annual-report", year=2020, centre="A", reason="Move")
).replace(
    "location = [36.6, 127]", "location = [36.60, 127]\nextra.rate = 1_0.50\nextra.on = 2026-01-02"
)


def whole(c2c: Program, *args: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(c2c("show", "--all", "--format", "json", *args).out)
    return document


def in_subtable(text: str) -> str:
    """Return the registry with its extra keys in one table, as TOML requires."""
    return text.replace("extra.rate = 1_0.50\nextra.on = 2026-01-02\n", "").replace(
        "extra = {", "extra = { rate = 10.50, on = 2026-01-02,"
    )


@pytest.fixture
def registry(c2c: Program) -> str:
    text = in_subtable(REGISTRY)
    c2c.write(text)
    return text


@pytest.mark.usefixtures("registry")
def test_json_is_the_registry_file_as_one_object(c2c: Program) -> None:
    found = whole(c2c)
    assert [*found] == [
        *("schema", "network", "sector", "organisation", "source", "centre", "meeting"),
        *("cadence", "obligation", "waiver"),
    ]
    assert (found["schema"], found["network"]) == (
        1,
        {"name": "A network", "checked": "2026-11-24"},
    )
    (only,) = found["centre"]
    assert [*only] == [
        *("id", "name", "names", "sector", "country", "location", "note", "event", "extra"),
    ]
    assert only["extra"] == {
        "rate": 10.5,
        "on": "2026-01-02",
        "flag": True,
        "day": '"2026-03-31"',
        "quoted": '""2026-03-31""',
        "text": "x",
    }
    out = c2c("show", "--all", "--format", "json").out
    assert '"rate": 10.50,' in out
    assert "\n        36.60,\n" in out


def test_document_is_imported_and_changes_nothing_again(c2c: Program, registry: str) -> None:
    c2c("show", "--all", "--contacts", "--format", "json", "--output", "all.json")
    assert c2c("import", "all.json", "--update").err == "c2c: no changes to data/centres.toml\n"
    assert c2c("import", "all.json").err == "c2c: no changes to data/centres.toml\n"
    c2c("init", "new.toml")
    assert c2c("import", "all.json", "--data", "new.toml").err.startswith(
        "c2c: imported 9 records (8 added, 1 updated) from all.json into new.toml\n"
    )
    found = c2c("changes", "data/centres.toml", "new.toml").out.splitlines()
    # a new registry has three more sectors, and names of all sectors in other languages
    rows = [line.split("\t") for line in found]
    assert {(row[0], row[3].partition(".")[0]) for row in rows} == {
        ("sector communication-information", ""),
        ("sector culture", "names"),
        ("sector education", "names"),
        ("sector natural-sciences", ""),
        ("sector social-human-sciences", ""),
    }
    new = whole(c2c, "--contacts", "--data", "new.toml")
    own = whole(c2c, "--contacts")
    del new["sector"], own["sector"]
    assert new == own
    assert c2c("import", "data/centres.toml", "--data", "new.toml", "--update").err == (
        "c2c: no changes to new.toml\n"
    )
    assert (c2c.folder / "data/centres.toml").read_text() == registry


@pytest.mark.parametrize("form", ["json", "jsonl", "tsv", "csv", "table"])
def test_contacts_are_omitted_with_a_warning_unless_named(
    c2c: Program, registry: str, form: str
) -> None:
    run = c2c("show", "--all", "--format", form)
    assert run.err == "c2c: warning: omitted 1 contact; pass --contacts to include it\n"
    assert "Kim" not in run.out
    run = c2c("show", "--all", "--format", form, "--contacts")
    assert "Kim" in run.out
    assert run.err == ""
    c2c.write(registry.replace(CONTACT, ""))
    assert c2c("show", "--all", "--format", form).err == ""


def test_import_of_a_document_without_contacts_keeps_them(c2c: Program, registry: str) -> None:
    found = whole(c2c)
    found["centre"][0]["city"] = "Seoul"
    c2c.write(json.dumps(found), "all.json")
    assert c2c("import", "all.json", "--update").err.startswith(
        "c2c: imported 1 record (0 added, 1 updated) from all.json into data/centres.toml\n"
    )
    changed = (c2c.folder / "data/centres.toml").read_text()
    assert changed == registry.replace("location =", 'city = "Seoul"\nlocation =')


@pytest.mark.usefixtures("registry")
def test_lines_of_other_formats_name_the_type(c2c: Program) -> None:
    lines = [
        json.loads(line) for line in c2c("show", "--all", "--format", "jsonl").out.splitlines()
    ]
    assert [line["type"] for line in lines] == [
        *("network", "sector", "sector", "organisation", "source", "centre", "meeting"),
        *("cadence", "obligation", "waiver", "waiver"),
    ]
    tsv = c2c("show", "--all", "--contacts").out
    assert tsv.startswith("network\ttype\tnetwork\nnetwork\tname\tA network\n")
    assert "A\tcontact.name\tKim\n" in tsv
    assert "heads\ttype\twaiver\nheads\tkind\theads\nheads\tyear\t2020\n" in tsv
    cards = c2c("show", "--all", "--format", "table").out
    assert re.search("\nheads +Heads\n", cards)
    rows = c2c("show", "--all", "--columns", "field", "--format", "json").out
    assert json.loads(rows)[0] == {"field": "type"}


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ("--all A", "--all cannot be used with ID"),
        ("", "missing argument ID...; see c2c show --help"),
        ("--all --format json --as-of 2018", "--as-of cannot be used with --all --format json"),
        ("--all --format json --lang ko", "--lang cannot be used with --all --format json"),
        ("--all --format json --sort id", "--sort cannot be used with --all --format json"),
        (
            "--all --contacts --format md",
            "--contacts: contacts are never written as md; pass another --format",
        ),
    ],
)
@pytest.mark.usefixtures("registry")
def test_options_that_do_not_fit_are_refused(c2c: Program, args: str, error: str) -> None:
    run = c2c("show", *args.split(), code=2)
    assert (run.out, run.err) == ("", f"c2c: error: {error}\n")


NETWORKS = [
    ("UNESCO Category 2 Centres", {}, "", True),
    ("UNESCO Category 2 Centres", {}, "--update", True),
    ("A network", {}, "", False),
    ("A network", {}, "--update", True),
    ("Other", {}, "", False),
    ("Other", {}, "--update", False),
    ("UNESCO Category 2 Centres", {"note": "Mine"}, "--update", False),
]


@pytest.mark.parametrize("form", ["json", "toml"])
@pytest.mark.parametrize(("name", "more", "option", "is_imported"), NETWORKS)
def test_network_of_a_new_registry_is_replaced_and_the_same_one_updated(
    c2c: Program, name: str, more: dict[str, str], option: str, is_imported: bool, form: str
) -> None:
    c2c.write(tomli_w.dumps({"schema": 1, "network": {"name": name, **more}}))
    document = {"schema": 1, "network": {"name": "A network", "note": "New"}}
    text = json.dumps(document) if form == "json" else tomli_w.dumps(document)
    c2c.write(text, f"all.{form}")
    run = c2c("import", f"all.{form}", *option.split())
    expected = (
        "network\tname\tA network\nnetwork\tnote\tNew\n" if is_imported else f"name\t{name}\n"
    )
    assert expected in c2c("show", "network").out
    done = "imported 1 record (0 added, 1 updated)" if is_imported else "no changes"
    assert run.err.startswith(f"c2c: {done}")
    warnings = [line for line in run.err.splitlines() if "skipped" in line]
    same = 'skipped network "A network", which already exists; pass --update'
    other = (
        f'skipped network "A network": the registry is for "{name}"; '
        "to rename it, use c2c edit network"
    )
    skipped = same if name == "A network" else other
    assert warnings == ([] if is_imported else [f"c2c: warning: {skipped}"])


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            '{"schema": 2}',
            "1: error: schema: unsupported format version; use 1, or a newer version of c2c",
        ),
        (
            '{"schema": 1,\n"centres": []}',
            '2: error: unknown table "centres"; did you mean "centre"?',
        ),
        ('{"schema": 1,\n"centre": {}}', "2: error: centre: expected a list of objects"),
        ('{"schema": 1, "centre": [\n3]}', "2: error: expected an object, { … }"),
        ('{"schema": 1, "network": 3}', "1: error: expected an object, { … }"),
        (
            '{"schema": 1, "sector": [],\n"sector": []}',
            '2: error: duplicate key "sector"; use one list for all its records',
        ),
        (
            '{"schema": 1,\n"centre": [{"id": "A",\n"id": "B"}]}',
            '2: error: duplicate key "id"; keep one of them',
        ),
        (
            '{"schema": 1,\n\n"cadence": [\n{"kind": "heads", "since": 2018, "per_year": 2}]}',
            '4: error: cadence rule "heads 2018" already exists; pass --update to update it',
        ),
        (
            '{"type": "network", "name": "A"}\n{"type": "network", "name": "B"}',
            "2: error: duplicate network; see line 1",
        ),
        ('{"type": "centr", "id": "A"}', '1: error: unknown type "centr"; did you mean "centre"?'),
        (
            '{"type": "meeting", "id": "A"}',
            '1: error: centre "A" already exists; use another id',
        ),
        (
            '{"type": "cadence", "kind": "heads", "since": 2018, "agreement": {}}',
            '1: error: unknown key "agreement"; expected kind, name, names, level, per_year, since, until, agreed, note or sources',
        ),
        (
            '{"schema": 1, "network": {"name": "A network", "nmae": "x"}}',
            '1: error: unknown key "nmae"; did you mean "name"?',
        ),
    ],
)
@pytest.mark.usefixtures("registry")
def test_errors_of_a_document_have_their_line(c2c: Program, text: str, error: str) -> None:
    c2c.write(text, "x.json")
    assert c2c("import", "x.json", code=3).err == (
        f"x.json:{error}\nc2c: error: found 1 error in x.json; no records were imported\n"
    )


@pytest.mark.usefixtures("registry")
def test_type_must_be_that_of_the_option(c2c: Program) -> None:
    c2c.write('{"type": "sector", "id": "A"}', "x.json")
    error = c2c("import", "x.json", "--as", "centre", "--update", code=3).err.splitlines()[0]
    assert error == 'x.json:1: error: type is "sector", not "centre"; omit --as'


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("registry", ["korea", "world"])
def test_records_as_shown_change_nothing(c2c: Program, registry: str, form: str) -> None:
    c2c("init", "--copy", registry)
    for args in (["list"], ["list", "--as-of", "2012"], ["meetings"], ["sources"]):
        out = c2c(*args, "--format", form).out
        run = c2c("import", "-", "--format", form, "--update", stdin=out.encode())
        assert run.err.startswith("c2c: no changes to data/centres.toml\n"), args
    out = c2c("show", "--all", "--format", "jsonl", "--contacts").out
    run = c2c("import", "-", "--format", "jsonl", "--update", stdin=out.encode())
    first, *warnings = run.err.splitlines()
    assert first == "c2c: no changes to data/centres.toml"
    assert all(line.startswith("c2c: warning: ignored ") for line in warnings)
    c2c("show", "--all", "--format", "json", "--contacts", "--output", "all.json")
    c2c("init", "new.toml")
    c2c("import", "all.json", "--data", "new.toml")
    assert c2c("changes", "data/centres.toml", "new.toml").out == ""


@pytest.mark.parametrize("registry", ["korea", "world"])
def test_json_has_what_the_lines_have(c2c: Program, registry: str) -> None:
    for day in ((), ("--as-of", "2018-06-30")):
        args = ("show", "--all", "--contacts", "--data", registry, *day)
        lines = c2c(*args, "--columns", "field,value", "--format", "jsonl").out.splitlines()
        rows = [(row["field"], row.get("value", "")) for row in map(json.loads, lines)]
        found: list[tuple[str, object]] = []
        for line in c2c(*args, "--format", "jsonl").out.splitlines():
            found += flat(json.loads(line))
        assert found == rows


def flat(document: dict[str, Any], prefix: str = "") -> list[tuple[str, object]]:
    """Return the fields and values of a JSON object as `c2c show` prints them in a pipe."""
    found: list[tuple[str, object]] = []
    for key, value in document.items():
        for item in value if isinstance(value, list) else [value]:
            if key == "event":
                kind = item.pop("kind")
                found.append((kind, item.pop("date", "?")))
                found += flat(item, f"{kind}.")
            elif key == "location":
                found.append((key, ",".join(map(str, value))))
                break
            elif isinstance(item, dict):
                found += flat(item, f"{prefix}{key}.")
            else:
                is_number = isinstance(item, int)
                found.append((f"{prefix}{key}", item if is_number else str(item)))
    return found


@pytest.mark.usefixtures("registry")
def test_derived_keys_of_each_type_are_ignored(c2c: Program) -> None:
    out = c2c("show", "--all", "--format", "jsonl", "--contacts").out
    run = c2c("import", "-", "--format", "jsonl", "--update", stdin=out.encode())
    derived = "c2c derives it from other records\n"
    assert run.err == (
        "c2c: no changes to data/centres.toml\n"
        "c2c: warning: ignored the status of centres, which is derived from their events\n"
        f'c2c: warning: ignored "organised" of organisations; {derived}'
        f'c2c: warning: ignored "agreement", "obligation" and "attended" of centres; {derived.replace(" it ", " them ")}'
        f'c2c: warning: ignored "waiver" of cadence rules; {derived}'
        f'c2c: warning: ignored "waiver" of obligations; {derived}'
    )
