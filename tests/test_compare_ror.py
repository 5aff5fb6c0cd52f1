"""tools/compare_ror.py: a registry compared with small data dumps of ROR."""

import json
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from samples import ROOT, SMALL, centre, tool

SCRIPT = tool("compare_ror")
UNESCO = "https://ror.org/04h4z8k05"
FIRST = "https://ror.org/05dxps055"
SECOND = "https://ror.org/00f54p054"
OTHER = "https://ror.org/042nb2s44"
HEADING = "centre\tidentifier\tdifference\tregistry\tror\n"


def name(text: str, *types: str, lang: str | None = "en") -> dict[str, Any]:
    return {"value": text, "types": list(types or ["label", "ror_display"]), "lang": lang}


def place(city: str = "Jeju", country: str = "KR") -> dict[str, Any]:
    return {"geonames_id": 1, "geonames_details": {"name": city, "country_code": country}}


def website(address: str, kind: str = "website") -> dict[str, str]:
    return {"type": kind, "value": address}


def related(kind: str, identifier: str = UNESCO) -> dict[str, str]:
    return {"type": kind, "id": identifier, "label": "x"}


def record(identifier: str = FIRST, **changes: Any) -> dict[str, Any]:
    """Return a record of ROR, by default one that agrees with the centre of `compared`."""
    return {
        "id": identifier,
        "status": "active",
        "names": [name("Centre")],
        "locations": [place()],
        "links": [website("https://example.org")],
        "relationships": [],
        "types": ["facility"],
        **changes,
    }


VERSION_1 = {
    "id": UNESCO,
    "status": "Active",
    "name": "UNESCO",
    "links": ["https://unesco.org"],
    "country": {"country_code": "FR"},
    "relationships": [],
}
"""A record that follows version 1 of the schema."""


class Files:
    """Writes a registry and dumps to a directory, and runs the script."""

    def __init__(self, directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.directory = directory
        self.capsys = capsys

    def registry(self, *centres: str) -> str:
        return self.write("r.toml", SMALL + "".join(centres))

    def dump(self, *records: dict[str, Any]) -> str:
        unesco = record(UNESCO, names=[name("UNESCO")])
        return self.write("dump.json", json.dumps([unesco, *records]))

    def write(self, file: str, text: str) -> str:
        path = self.directory / file
        path.write_text(text, encoding="utf-8")
        return str(path)

    def zip(self, members: Iterable[tuple[str, str]]) -> str:
        path = self.directory / "dump.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, text in members:
                archive.writestr(member, text)
        return str(path)

    def run(self, *args: str) -> tuple[int, str, str]:
        code = SCRIPT.main(args)
        return (code, *self.capsys.readouterr())

    def compared(self, centres: Iterable[str], *records: dict[str, Any]) -> list[str]:
        """Return the lines after the heading, without the tabs at their ends."""
        args = [self.dump(*records), "--data", self.registry(*centres)]
        code, out, _ = self.run(*args)
        assert code == 0
        assert out.startswith(HEADING)
        return [line.rstrip("\t") for line in out.splitlines()[1:]]


@pytest.fixture
def files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Files:
    return Files(tmp_path, capsys)


def with_ror(identifier: str = FIRST, centre_id: str = "A", **fields: Any) -> str:
    """Return a centre with a ROR id, by default one that agrees with `record`."""
    fields = {
        "name": "Centre",
        "city": "Jeju",
        "website": "https://example.org",
        "identifiers": {"ror": identifier},
        **fields,
    }
    return centre(centre_id, **fields)


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        ({}, {}),
        ({"identifiers": {"ror": "05dxps055", "wikidata": "Q1"}}, {}),
        # names: case, accents, punctuation; every name of ROR counts, in any language
        ({"name": "Water-Centre, Łódź"}, {"names": [name("WATER CENTRE (Lodz)")]}),
        ({"name": "Centro"}, {"names": [name("Centre"), name("Centro", "alias", lang="es")]}),
        ({"name": "CEN"}, {"names": [name("Centre"), name("CEN", "acronym", lang=None)]}),
        (
            {"names": {"ko": "센터", "fr": "Centre d’Études"}},
            {"names": [name("Centre"), name("센터", "label"), name("Centre d'etudes", "label")]},
        ),
        # one of several places
        ({"city": "Jéju"}, {"locations": [place("Paris", "FR"), place("JEJU")]}),
        # websites: scheme, www., case of the host, slash at the end, fragment
        ({"website": "http://www.example.org/"}, {}),
        ({}, {"links": [website("HTTP://WWW.Example.org/#top")]}),
        (
            {"website": "https://example.org/en"},
            {"links": [website("https://a.org"), website("http://example.org/en/")]},
        ),
        ({"website": None}, {"links": [website("https://en.wikipedia.org/x", "wikipedia")]}),
        ({"website": None}, {"links": []}),
    ],
)
def test_equal_values_are_not_listed(
    files: Files, fields: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert files.compared([with_ror(**fields)], record(**changes)) == []


@pytest.mark.parametrize(
    ("fields", "changes", "expected"),
    [
        ({"name": "Center"}, {}, "name\tCenter\tCentre"),
        (
            {"name": "Center"},
            {"names": [name("Centro", "label"), name("Centre", "label", "ror_display")]},
            "name\tCenter\tCentre",
        ),
        ({"names": {"ko": "물안보 센터"}}, {}, "names.ko\t물안보 센터"),
        (
            {"names": {"ko": "물안보 센터"}},
            {"names": [name("Centre"), name("물 안보", lang="ko"), name("센터", lang="ko")]},
            "names.ko\t물안보 센터\t물 안보; 센터",
        ),
        (
            {"names": {"zh-Hant": "中心"}},
            {"names": [name("Centre"), name("学院", lang="zh")]},
            "names.zh-Hant\t中心\t学院",
        ),
        ({}, {"locations": [place(country="KP")]}, "country\tKR\tKP"),
        ({"city": "Seoul"}, {}, "city\tSeoul\tJeju"),
        ({"city": None}, {}, "city\t\tJeju"),
        (
            {"city": "Seoul"},
            {"locations": [place("Jeju"), place("Paris", "FR")]},
            "city\tSeoul\tJeju; Paris",
        ),
        (
            {"website": "https://example.org/a"},
            {"links": [website("https://example.org/A")]},
            "website\thttps://example.org/a\thttps://example.org/A",
        ),
        ({"website": None}, {}, "website\t\thttps://example.org"),
        ({}, {"links": []}, "website\thttps://example.org"),
        ({}, {"status": "inactive"}, "status\t\tinactive"),
        (
            {},
            {
                "status": "withdrawn",
                "relationships": [related("successor", OTHER), related("related", SECOND)],
            },
            f"status\t\twithdrawn; {OTHER}",
        ),
    ],
)
def test_difference_is_listed(
    files: Files, fields: dict[str, Any], changes: dict[str, Any], expected: str
) -> None:
    found = files.compared([with_ror(**fields)], record(**changes))
    assert found == [f"A\t{FIRST}\t{expected}"]


def test_identifier_that_is_not_in_the_dump_is_listed(files: Files) -> None:
    assert files.compared([with_ror(SECOND)], record()) == [f"A\t{SECOND}\tno record"]


def test_children_of_unesco_without_a_centre_are_listed(files: Files) -> None:
    found = files.compared(
        [with_ror("05dxps055")],
        record(relationships=[related("parent")]),
        record(SECOND, relationships=[related("parent", OTHER), related("parent")]),
        record(OTHER, relationships=[related("parent")], status="inactive"),
        record("https://ror.org/013meh722", relationships=[related("parent", OTHER)]),
        record("https://ror.org/02zhqgq86", relationships=[related("related")]),
    )
    assert found == [
        f"\t{SECOND}\tchild of UNESCO\t\tCentre",
        f"\t{OTHER}\tchild of UNESCO\t\tCentre (inactive)",
    ]


def test_records_for_centres_without_an_identifier_are_listed(files: Files) -> None:
    fields: dict[str, Any] = {
        "name": "Centro",
        "names": {"ko": "센터"},
        "website": "http://www.a.org",
    }
    names = [name("Institute"), name("센터", lang="ko"), name("CENTRO", "alias")]
    found = files.compared(
        [
            centre("A", **fields, identifiers={"wikidata": "Q1"}),
            centre("B", name="No record"),
        ],
        record(FIRST, names=names, links=[]),
        record(SECOND, links=[website("https://a.org/")], status="withdrawn"),
        record(OTHER, links=[website("https://b.org"), website("https://a.org/", "wikipedia")]),
    )
    assert found == [
        f"A\t{SECOND}\tsame website\thttp://www.a.org\tCentre (withdrawn)",
        f"A\t{FIRST}\tsame name\tCentro\tInstitute",
        f"A\t{FIRST}\tsame name\t센터\tInstitute",
    ]


def test_the_errors_of_ror_are_listed(files: Files) -> None:
    identifiers = {
        "CIFRA": "https://ror.org/012dgx147",
        "i-WSSM": "https://ror.org/000t1x690",
        "CAZALAC": "https://ror.org/00ck4kx95",
        "CEHICA": "https://ror.org/01rc60n61",
    }
    places = {
        "CIFRA": place("Măgurele", "MD"),
        "i-WSSM": place("Hwaseong-si"),
        "CAZALAC": place("Coquimbo Region", "CL"),
        "CEHICA": place("Dominican Republic", "DO"),
    }
    found = files.compared(
        [
            with_ror(identifiers["CIFRA"], "CIFRA", city="Măgurele", country="RO"),
            with_ror(identifiers["i-WSSM"], "i-WSSM", city="Daejeon"),
            with_ror(identifiers["CAZALAC"], "CAZALAC", city="La Serena", country="CL"),
            with_ror(identifiers["CEHICA"], "CEHICA", city=None, country="DO"),
        ],
        *(record(identifiers[key], locations=[place]) for key, place in places.items()),
    )
    assert found == [
        "CAZALAC\thttps://ror.org/00ck4kx95\tcity\tLa Serena\tCoquimbo Region",
        "CEHICA\thttps://ror.org/01rc60n61\tcity\t\tDominican Republic",
        "CIFRA\thttps://ror.org/012dgx147\tcountry\tRO\tMD",
        "i-WSSM\thttps://ror.org/000t1x690\tcity\tDaejeon\tHwaseong-si",
    ]


def test_whole_output_is_sorted_and_counted(files: Files) -> None:
    registry = files.registry(
        with_ror(SECOND, "B", city="Seoul", names={"fr": "Centre"}),
        with_ror(FIRST, "A", name="Center", names={"ko": "센터"}),
    )
    child = record(OTHER, names=[name("A\ttab\\")], relationships=[related("parent")])
    dump = files.dump(record(SECOND), child, record(FIRST))
    assert files.run(dump, "--data", registry) == (
        0,
        f"{HEADING}"
        f"\t{OTHER}\tchild of UNESCO\t\tA\\ttab\\\\\n"
        f"A\t{FIRST}\tname\tCenter\tCentre\n"
        f"A\t{FIRST}\tnames.ko\t센터\t\n"
        f"B\t{SECOND}\tcity\tSeoul\tJeju\n",
        "compare_ror.py: compared 2 centres, 2 of them with a ROR id, with 4 records of ROR\n"
        "compare_ror.py: 4 differences: child of UNESCO 1, city 1, name 1, names 1\n",
    )


def test_registry_without_differences(files: Files) -> None:
    registry = files.registry(with_ror(), centre("B"))
    assert files.run(files.dump(record()), "--data", registry) == (
        0,
        HEADING,
        "compare_ror.py: compared 2 centres, 1 of them with a ROR id, with 2 records of ROR\n"
        "compare_ror.py: 0 differences\n",
    )


def test_values_that_a_record_may_lack(files: Files) -> None:
    lacking = record(names=[{"value": "Centre", "types": ["label"]}])
    lacking["locations"] = [{"geonames_details": {"name": "Jeju", "country_code": None}}]
    del lacking["links"], lacking["relationships"]
    assert files.compared([with_ror(website=None)], lacking) == [f"A\t{FIRST}\tcountry\tKR"]


V2 = json.dumps([record(UNESCO), record()])
V1 = json.dumps([VERSION_1])


@pytest.mark.parametrize(
    "members",
    [
        [("v2.15-2026-10-20-ror-data.csv", "id\n"), ("v2.15-2026-10-20-ror-data.json", V2)],
        [
            ("v1.67-2025-06-24-ror-data.csv", "id\n"),
            ("v1.67-2025-06-24-ror-data.json", V1),
            ("v1.67-2025-06-24-ror-data_schema_v2.csv", "id\n"),
            ("v1.67-2025-06-24-ror-data_schema_v2.json", V2),
        ],
        # the name with the version is read first, even if the other file is damaged
        [("a.json", "["), ("b_schema_v2.json", V2)],
        [("a.json", V1), ("b.json", V2)],
        [("manifest.json", '{"files": []}'), ("v2.15/ror-data.json", V2)],
        [("__MACOSX/._a_schema_v2.json", "\0"), ("a_schema_v2.json", "\ufeff" + V2)],
    ],
)
def test_zip_file_is_read(files: Files, members: list[tuple[str, str]]) -> None:
    code, out, err = files.run(files.zip(members), "--data", files.registry(with_ror()))
    assert (code, out) == (0, HEADING)
    assert "with 2 records of ROR\n" in err


def test_file_is_recognised_whatever_its_name(files: Files) -> None:
    registry = files.registry(with_ror())
    archive = Path(files.zip([("dump.json", V2)])).rename(files.directory / "a.json")
    text = files.write("b.zip", V2)
    for file in (str(archive), text):
        assert files.run(file, "--data", registry)[:2] == (0, HEADING)


DUMP = "pass a data dump of ROR"
VERSION_2 = "does not follow version 2 of the schema of ROR"
MALFORMED: tuple[dict[str, Any], ...] = (
    {"id": None},
    {"status": 1},
    {"names": []},
    {"names": "Centre"},
    {"names": [{"value": None, "types": ["label"]}]},
    {"names": [{"value": "Centre"}]},
    {"locations": [{}]},
    {"locations": [{"geonames_details": "Jeju"}]},
    {"locations": [{"geonames_details": {"name": 3}}]},
    {"links": None},
    {"links": [{"type": "website"}]},
    {"relationships": ["x"]},
)
"""Changes after which a record does not follow the schema."""

OLD = "pass the file whose name ends with _schema_v2.json"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"cannot read FILE as JSON or ZIP: Expecting value: line 1 column 1 (char 0); {DUMP}"),
        (
            V2[:-1],
            "cannot read FILE as JSON or ZIP: Expecting ',' delimiter: line 1 column "
            f"{len(V2)} (char {len(V2) - 1}); {DUMP}",
        ),
        ("{}", f"FILE is not a list of records; {DUMP}"),
        ("3", f"FILE is not a list of records; {DUMP}"),
        ("[]", f"no record of UNESCO ({UNESCO}) in FILE; pass a complete data dump"),
        (
            json.dumps([record()]),
            f"no record of UNESCO ({UNESCO}) in FILE; pass a complete data dump",
        ),
        (V1, f"record 1 of FILE {VERSION_2}; {OLD}"),
        ('["x"]', f"record 1 of FILE {VERSION_2}; {OLD}"),
        *(
            (json.dumps([record(UNESCO), record(**changes)]), f"record 2 of FILE {VERSION_2}")
            for changes in MALFORMED
        ),
    ],
)
def test_file_that_is_not_a_dump_is_reported(files: Files, text: str, message: str) -> None:
    file = files.write("dump.json", text)
    expected = f"compare_ror.py: error: {message.replace('FILE', file)}\n"
    assert files.run(file, "--data", files.registry()) == (2, "", expected)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ([("a.csv", "id\n")], f"no JSON file in FILE; {DUMP}"),
        ([], f"no JSON file in FILE; {DUMP}"),
        ([("a.json", V1), ("m.json", "{}")], f"record 1 of a.json in FILE {VERSION_2}; {OLD}"),
        (
            [("a_schema_v2.json", "[")],
            f"cannot read FILE as JSON or ZIP: Expecting value: line 1 column 2 (char 1); {DUMP}",
        ),
    ],
)
def test_zip_file_without_a_dump_is_reported(
    files: Files, members: list[tuple[str, str]], message: str
) -> None:
    file = files.zip(members)
    expected = f"compare_ror.py: error: {message.replace('FILE', file)}\n"
    assert files.run(file, "--data", files.registry()) == (2, "", expected)


def damaged(content: bytes) -> bytes:
    """Return a ZIP file whose first member cannot be decompressed."""
    at = content.index(b"dump.json") + len("dump.json") + 40
    return content[:at] + bytes(byte ^ 255 for byte in content[at : at + 8]) + content[at + 8 :]


def with_wrong_checksum(content: bytes) -> bytes:
    """Return a ZIP file whose first member has another checksum."""
    place = content.index(b"PK\x01\x02") + 16
    return content[:place] + b"\0\0\0\0" + content[place + 4 :]


def encrypted(content: bytes) -> bytes:
    """Return a ZIP file whose first member is marked as encrypted."""
    place = content.index(b"PK\x01\x02") + 8
    return content[:6] + b"\x01" + content[7:place] + b"\x01" + content[place + 1 :]


def truncated(content: bytes) -> bytes:
    return content[:-30]


@pytest.mark.parametrize("change", [damaged, with_wrong_checksum, encrypted, truncated])
def test_damaged_zip_file_is_reported(files: Files, change: Any) -> None:
    file = Path(files.zip([("dump.json", V2 * 20)]))
    file.write_bytes(change(file.read_bytes()))
    code, out, err = files.run(str(file), "--data", files.registry())
    assert (code, out) == (2, "")
    assert err.startswith(f"compare_ror.py: error: cannot read {file} as JSON or ZIP: ")
    assert err.endswith(f"; {DUMP}\n")
    assert err.count("\n") == 1


def test_missing_dump_and_directory_are_reported(files: Files) -> None:
    missing = str(files.directory / "missing.zip")
    expected = f"compare_ror.py: error: {missing} not found; {DUMP}\n"
    assert files.run(missing, "--data", files.registry()) == (2, "", expected)
    directory = str(files.directory)
    expected = f"compare_ror.py: error: cannot read {directory}: is a directory\n"
    assert files.run(directory, "--data", files.registry()) == (2, "", expected)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "FILE not found; pass another file"),
        (b"\xff", "FILE is not a valid registry; run c2c check FILE"),
        (b"[", "FILE is not a valid registry; run c2c check FILE"),
        (V2.encode(), "FILE is not a valid registry; run c2c check FILE"),
        (b"[project]\n", "FILE is not a valid registry; run c2c check FILE"),
        ((SMALL + centre(name=3)).encode(), "FILE is not a valid registry; run c2c check FILE"),
    ],
)
def test_file_that_is_not_a_registry_is_reported(
    files: Files, content: bytes | None, message: str
) -> None:
    file = files.directory / "r.toml"
    if content is not None:
        file.write_bytes(content)
    expected = f"compare_ror.py: error: {message.replace('FILE', str(file))}\n"
    assert files.run(files.dump(), "--data", str(file)) == (2, "", expected)


def test_key_that_is_unknown_to_c2c_is_ignored(files: Files) -> None:
    assert files.compared([with_ror(founded=2018)], record(status="inactive")) == [
        f"A\t{FIRST}\tstatus\t\tinactive"
    ]


@pytest.mark.process
@pytest.mark.parametrize(("dump", "code"), [("dump.json", 0), ("missing.json", 2)])
def test_script_compares_the_world_registry(files: Files, dump: str, code: int) -> None:
    files.dump()
    script = ROOT / "tools/compare_ror.py"
    done = subprocess.run(
        [sys.executable, script, dump],
        cwd=files.directory,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code
    if code == 0:
        world = tomllib.loads((ROOT / "data/world.toml").read_text(encoding="utf-8"))
        counted = f"compare_ror.py: compared {len(world['centre'])} centres, "
        assert done.stderr.startswith(counted)
        assert done.stdout.startswith(HEADING)


@pytest.mark.process
def test_closed_pipe_ends_the_script_without_a_message(files: Files) -> None:
    args = [files.dump(), "--data", files.registry(with_ror())]
    with subprocess.Popen(
        [sys.executable, ROOT / "tools/compare_ror.py", *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_help_names_the_exit_codes_and_every_difference(files: Files) -> None:
    with pytest.raises(SystemExit) as ended:
        files.run("--help")
    shown = files.capsys.readouterr().out
    assert ended.value.code == 0
    assert "https://ror.readme.io/docs/data-dump" in shown
    assert "0 if the comparison ran, even if there are differences, and otherwise 2" in shown
    for difference in (
        *("child of UNESCO", "no record", "status", "name", "names.ko", "country", "city"),
        *("website", "same name", "same website"),
    ):
        assert difference in shown


def test_missing_argument_is_a_usage_error(files: Files) -> None:
    with pytest.raises(SystemExit) as ended:
        files.run()
    assert ended.value.code == 2
