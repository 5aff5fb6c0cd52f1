"""`c2c init --copy world --country IR`: a part of a bundled registry."""

import sys
import tomllib

import pytest

from conftest import Program
from samples import is_root

IRAN = ("--copy", "world", "--country", "IR", "--network", "Centres in Iran")
TO_USE = "c2c: {0} is not found automatically; pass --data {0}\n"


def test_a_country_is_copied_with_what_it_refers_to(c2c: Program) -> None:
    assert c2c("init", "iran.toml", *IRAN) == (
        0,
        "",
        "c2c: created iran.toml with 9 centres, 7 meetings, 7 sectors, 8 organisations and 9 sources\n"
        + TO_USE.format("iran.toml"),
    )
    text = (c2c.folder / "iran.toml").read_text()
    assert text.startswith("#:schema centres.schema.json\n# A registry of UNESCO Category 2")
    assert (
        '\n# Copied from "UNESCO Category 2 Institutes and Centres", a bundled registry of c2c, with: '
        "c2c init --copy world --country IR\n"
    ) in text
    assert "Coordinates are from GeoNames" in text.partition("\nschema = 1\n")[0]
    assert "# -- Obligations" not in text
    data = tomllib.loads(text)
    assert data["network"]["name"] == "Centres in Iran"
    kept = {"sources", "longest_term", "review_months", "checked", "licence"}
    assert data["network"].keys() == {"name", *kept}
    assert {centre["country"] for centre in data["centre"]} == {"IR"}
    organisations = c2c("organisations", "--data", "iran.toml", "--columns", "id").out.split()
    assert organisations == [
        *("UNESCO", "ICHCAP", "Sharjah-ICH", "Sofia-ICH", "CRIHAP", "CRESPIAF", "IRCI", "CRESPIAL"),
    ]
    assert {*data["organisation"][1]} == {"id", "name", "names"}
    for command in ("list", "meetings", "report --year 2018", "due"):
        c2c(*command.split(), "--data", "iran.toml")


@pytest.mark.parametrize(
    ("args", "columns", "shown"),
    [
        # in a country and in a sector; each may be any of several
        (("world", "--country", "IR,TR", "--sector", "CLT"), "country", "IR"),
        (("world", "--country", "Iran", "--country", "de", "--sector", "SC"), "country", "DE IR"),
        (("world", "--sector", "IOC", "--sector", "Culture", "--country", "IR"), "sector", "culture ioc"),
        (("korea", "--country", "KR"), "country", "KR"),
        (("World", "--country=JP"), "country", "JP"),
    ],
)  # fmt: skip
def test_centres_match_any_country_and_any_sector(
    c2c: Program, args: tuple[str, ...], columns: str, shown: str
) -> None:
    c2c("init", "--network", "x", "--copy", *args)
    found = c2c("list", "--columns", columns).out.split()
    assert sorted({*found}) == shown.split()


def test_a_new_centre_may_be_in_any_sector(c2c: Program) -> None:
    c2c("init", "--copy", "world", "--country", "PT", "--network", "Centros em Portugal")
    assert c2c("list", "--columns", "sector").out.split() == ["natural-sciences"] * 2
    added = c2c(
        *("add", "centre", "CIPS", "--name", "Centro do Património Subaquático"),
        *("--sector", "Culture", "--country", "Portugal"),
    )
    assert added.err == "c2c: added centre CIPS to data/centres.toml\n"


def test_what_concerns_the_whole_network_is_omitted(c2c: Program) -> None:
    run = c2c("init", "--copy", "--sector", "SC", "--network", "x")
    assert run.err == (
        "c2c: created data/centres.toml with 2 centres, 7 meetings, 5 sectors, 6 organisations and "
        "3 sources\n"
        "c2c: warning: omitted 3 cadence rules, which apply to the whole network; 3 meetings of "
        "those kinds now have no kind\n"
    )
    assert c2c("cadence") == (0, "", "")
    of_world = c2c("init", "w.toml", "--copy", "world", "--country", "CN", "--network", "x")
    assert of_world.err.endswith(
        'c2c: warning: changed the kind of 3 meetings to "other", '
        "because their obligations were not copied\n"
    )
    c2c("init", "own.toml", "--copy", "--country", "KR", "--network", "x")
    kept = c2c("obligations", "--data", "own.toml", "--columns", "centre,kind", "--year", "2018")
    assert kept.out.split() == ["ICHCAP", "board", "ICM", "board"]


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (("--copy", "japan"), 2, '--copy: unknown bundled registry "japan"; expected korea or world'),
        (("--copy", "japan", "--country", "JP"), 2, '--copy: unknown bundled registry "japan"; expected korea or world'),
        (("--copy", "wrold"), 2, '--copy: unknown bundled registry "wrold"; did you mean "world"?'),
        (("--country", "IR"), 2, "--copy is required with --country; add --copy korea or --copy world"),
        (("--sector", "SC", "--network", "x"), 2, "--copy is required with --sector; add --copy korea or --copy world"),
        (("--copy", "world", "--country", "IR"), 2, "missing option --network; pass --network NAME"),
        (("--copy", "world", "--country", "IR", "--network", ""), 2, "missing option --network; pass --network NAME"),
        ((*IRAN, "--network", "a\nb"), 2, "--network: unexpected line break; use a single line"),
        (("--copy", "world", "--network", "x"), 2, "--network cannot be used with --copy alone; add --country or --sector, or rename the copy with c2c edit network"),
        ((*IRAN, "--country"), 2, "--country requires a value"),
        (("--copy", "world", "--sector"), 2, "--sector requires a value"),
        ((*IRAN, "--country", ""), 2, '--country: unknown country ""; use a name or a two-letter ISO 3166-1 code'),
        ((*IRAN, "--country", "Korea"), 2, "--country: unknown country \"Korea\"; use KP (Democratic People's Republic of Korea) or KR (Republic of Korea)"),
        ((*IRAN, "--sector", "cultre"), 2, '--sector: unknown sector "cultre"; did you mean "culture"?'),
        ((*IRAN, "--sector", "ED"), 4, "no matching centres in world; see c2c list --data world"),
        (("--copy", "--country", "FJ", "--network", "x"), 4, "no matching centres in korea; see c2c list --data korea"),
        (("--copy", "--country", "IR", "--network", "x"), 4, "no matching centres in korea; use --copy world"),
        (("-", *IRAN), 2, "FILE: cannot write to standard output; pass a file"),
        pytest.param(("/proc/x.toml", *IRAN), 5, "cannot write /proc/x.toml: no such file or directory; no changes were made", marks=pytest.mark.skipif(sys.platform != "linux", reason="requires /proc")),
    ],
)  # fmt: skip
def test_a_wrong_choice_creates_nothing(
    c2c: Program, args: tuple[str, ...], code: int, sentence: str
) -> None:
    assert c2c("init", *args, code=code) == (code, "", f"c2c: error: {sentence}\n")
    assert not [*c2c.folder.iterdir()]


def test_an_existing_file_is_kept(c2c: Program) -> None:
    file = c2c.write("mine", "iran.toml")
    assert c2c("init", "iran.toml", *IRAN, code=5).err == (
        "c2c: error: iran.toml already exists, so no changes were made; pass another FILE\n"
    )
    assert file.read_text() == "mine"


@pytest.mark.posix
@pytest.mark.skipif(is_root(), reason="root writes anywhere")
def test_a_read_only_directory_gets_no_file(c2c: Program) -> None:
    c2c.folder.chmod(0o500)
    assert c2c("init", "iran.toml", *IRAN, code=5).err == (
        "c2c: error: cannot write iran.toml: permission denied; no changes were made\n"
    )


def test_a_path_after_copy_is_the_file(c2c: Program) -> None:
    c2c("init", "japan", "--copy")
    c2c("init", "--copy", "japan.toml")
    c2c("init", "--copy", "new/japan")
    c2c("init", "--copy", "--", "again")
    files = ("again", "japan", "japan.toml", "new/japan")
    assert len({(c2c.folder / name).read_bytes() for name in files}) == 1
    assert c2c("init", "--copy", "-", code=2).err == (
        "c2c: error: FILE: cannot write to standard output; pass a file\n"
    )


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("--copy world --country J", ["JP"]),
        ("--copy World --country IR,J", ["IR,JP"]),
        ("--copy --country ", ["KR"]),
        ("--copy world --sector io", ["ioc", "IOC"]),
        ("--copy ", ["korea", "world"]),
    ],
)
def test_tab_offers_what_the_copied_registry_has(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, typed: str, offered: list[str]
) -> None:
    monkeypatch.setenv("_C2C_COMPLETE", "1")
    answer = c2c("init", *typed.split(" ")).out
    assert [line.split("\t")[0] for line in answer.splitlines()] == offered
