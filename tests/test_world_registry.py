"""The world registry: its facts, and every command on a large file."""

import csv
import io
import json
import re
from collections import Counter
from difflib import unified_diff
from typing import Any

import pytest
from rich.cells import cell_len

from c2c_cli.cli import COMMANDS, app
from c2c_cli.cli.options import Parser
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import bundled_registry
from conftest import Program
from samples import read_page, without_colours

DAY = ("--data", "world", "--as-of", "2026-12-01")
WORLD_NOW = ("--data", "world")
"""The world registry as of today: an event without a date counts only from the last check."""

STATUSES = ("proposed", "preparing", "operating", "closed", "unknown")
PAGE = read_page("registries")
WORLD = load_registry(str(bundled_registry("world")))


def test_the_korean_centres_are_those_of_the_korean_registry(c2c: Program) -> None:
    korea, world = (
        json.loads(c2c("list", "--country", "KR", "--data", name, "--format", "json").out)
        for name in NAMES
    )
    assert len(korea) == 7
    assert [_resolved(one, "korea") for one in korea] == [_resolved(one, "world") for one in world]


NAMES = ("korea", "world")


def _resolved(centre: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a centre with its sources in full instead of their ids."""
    sources = {one.id: one for one in load_registry(str(bundled_registry(name))).source}
    for record in (centre, *centre["event"]):
        record["sources"] = [sources.get(one, one) for one in record.get("sources", ())]
    return centre


def test_the_counts_are_those_of_the_page(c2c: Program) -> None:
    def counts(*filters: str) -> list[str]:
        found = Counter(c2c("list", *filters, *WORLD_NOW, "--columns", "status").out.split())
        return [str(number) for number in (*(found[status] for status in STATUSES), found.total())]

    sectors = [
        line.split("\t")
        for line in c2c("sectors", *WORLD_NOW, "--columns", "id,name").out.splitlines()
    ]
    expected = [[name, *counts("--sector", sector)] for sector, name in sectors]
    assert _table("Sector") == [*expected, ["All", *counts()]]
    regions = _table("Region")
    assert [row[2:] for row in regions] == [counts("--country", row[1]) for row in regions]
    countries = [country for row in regions for country in row[1].split(",")]
    assert sorted(countries) == sorted({centre.country for centre in WORLD.centre})
    assert (
        f"{len(WORLD.centre)} centres in {len(countries)} countries, their events, {len(WORLD.meeting)} meetings"
        in PAGE
    )


def _table(heading: str) -> list[list[str]]:
    """Return the rows of the table of the page whose first column has a heading."""
    rows = re.findall(rf"^\| {heading} \|.*\n.*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)[0]
    return [line.strip("| ").split(" | ") for line in rows.splitlines()]


def test_the_warnings_are_those_of_the_page(c2c: Program) -> None:
    found = json.loads(c2c("check", *DAY, "--format", "json").out)
    listed = re.findall(r"^([a-z-]+)\tcentre (\S+)$", PAGE, re.MULTILINE)
    assert [(one["code"], one["record"].removeprefix("centre ")) for one in found] == listed
    assert {one["severity"] for one in found} == {"warning"}


def test_every_event_meeting_and_obligation_has_sources() -> None:
    assert all(event.sources for centre in WORLD.centre for event in centre.event)
    assert all(meeting.sources for meeting in WORLD.meeting)
    assert all(obligation.sources for obligation in WORLD.obligation)
    assert not any(centre.contact for centre in WORLD.centre)


def test_comments_name_what_was_coined_or_inferred() -> None:
    above = {
        found[2]: found[1].replace("\n# ", " ")
        for found in re.finditer(r'((?:^#.*\n)*)\[\[centre\]\]\nid = "(.*)"', FILE, re.MULTILINE)
    }
    assert [*above] == [centre.id for centre in WORLD.centre]
    assert len([text for text in above.values() if "coined" in text]) == COINED
    unknown = [centre.id for centre in WORLD.centre if not centre.event]
    assert unknown == ["GCYDCA", "BIOmics", "RIWE", "MAIS", "ICBC-Karachi"]
    assert all(above[one] for one in unknown)


COINED = 19
FILE = bundled_registry("world").read_text()


COPIES = re.compile(
    r"(docslib|yumpu|paperzz|doczz|fdocuments|vdocuments|123dok|studylib|pdfslide|docbox|cupdf|studenta|allwall|zahoribo"
    r"|hindi-lyrics|bklai|rebyn|classicistranieri|explained\.today)\."
)


def test_a_copy_on_another_host_is_cited_only_with_a_comment() -> None:
    citing = 0
    for table in FILE.split("\n\n"):
        lines = table.splitlines()
        if COPIES.search("\n".join(line for line in lines if not line.startswith("#"))):
            assert "copy" in "\n".join(line for line in lines if line.startswith("#")), table
            citing += 1
    assert citing == CITING_A_COPY


CITING_A_COPY = 3


def test_numbers_on_the_page_are_those_of_the_file() -> None:
    page = " ".join(PAGE.split())
    events = [event for centre in WORLD.centre for event in centre.event]
    bounded = [event for event in events if event.date and event.date.bounds]
    located = [centre for centre in WORLD.centre if centre.location]
    identifiers = [scheme for centre in WORLD.centre for scheme in centre.identifiers or {}]
    unsourced = [centre for centre in WORLD.centre if centre.note and not centre.sources]
    assert f"{len(bounded)} of the {len(events)} events are dated between bounds" in page
    assert len([event for event in events if not event.date]) == 4
    assert "Four events have no date." in page
    assert f"The notes of {len(unsourced)} centres cite no source." in page
    assert f"{len(located)} centres have one" in page
    assert f"{identifiers.count('ror')} centres have the identifier of their ROR record" in page
    assert f"{identifiers.count('wikidata')} of these also have the Wikidata identifier" in page
    assert f"{identifiers.count('isni')} its ISNI" in page
    assert re.search(r"For eight of the others, no source names a city", page)
    assert len([centre for centre in WORLD.centre if not centre.city]) == 8


def test_numbers_of_deliveries_and_boards_on_the_page_are_those_of_the_files() -> None:
    page = " ".join(PAGE.split())
    korea = load_registry(str(bundled_registry("korea")))
    boards = [
        [
            one
            for meeting in registry.meeting
            if meeting.kind == "board"
            for one in meeting.organisers
        ]
        for registry in (korea, WORLD)
    ]
    numbers = Counter(boards[0])
    assert (
        f"The Korean registry has {len(boards[0])}: {numbers['ICHCAP']} of ICHCAP, {numbers['ICM']} of ICM"
        f" and {numbers['ICDH']} of ICDH."
    ) in page
    assert sorted(boards[1]) == ["CRIHAP", "IRCI", "IRCI", "IRCI"]
    assert "The world registry has four, of CRIHAP and IRCI." in page
    assert f"their events, {len(korea.meeting)} meetings of their network" in page
    found = Counter((event.kind, centre.id) for centre in korea.centre for event in centre.event)
    plans, reports = (
        {one: number for (kind, one), number in found.items() if kind == name}
        for name in ("work-plan", "annual-report")
    )
    assert plans == {"ICHCAP": 6, "ICM": 1, "ICDH": 1}
    assert reports == {"ICM": 2, "ICDH": 1}
    assert (
        "eight work plans (ICHCAP 6, ICM 1, ICDH 1) and three annual reports (ICM 2, ICDH 1)"
        in page
    )


def test_the_world_registry_has_an_obligation_only_where_an_agreement_states_it() -> None:
    (obligation,) = WORLD.obligation
    assert (obligation.kind, [*obligation.centres]) == ("board", ["Graz-HR"])
    assert "calendar years that the agreement covered in full, 2021 to 2025" in " ".join(
        PAGE.split()
    )
    assert (obligation.since, obligation.until) == (2021, 2025)


FORMATS = {
    name: parser.words
    for name in COMMANDS
    for option in app.get_command(None, name).params
    if option.name == "format"
    and isinstance(parser := getattr(option.type, "func", None), Parser)
    and name != "undo"
}
"""The formats of each command that reads the registry."""


@pytest.mark.parametrize("command", FORMATS)
def test_every_command_prints_it_in_every_format(c2c: Program, command: str) -> None:
    args = [
        command,
        *([centre.id for centre in WORLD.centre] if command == "show" else []),
        *(["--from", "1945"] if command == "changes" else []),
        *(["select * from centre"] if command == "sql" else []),
        "--data",
        "world",
    ]
    out = {
        form: c2c(
            *args,
            *("--format", form),
            *(("--output", f"out.{form}") if form in {"docx", "xlsx"} else ()),
        ).out
        for form in FORMATS[command]
        if form != "db"  # of the whole registry, without a query
    }
    if "json" not in out:
        assert len(out["md"].splitlines()) > len(WORLD.centre)
        return
    rows = json.loads(out["json"])
    assert [json.loads(line) for line in out["jsonl"].splitlines()] == rows
    assert bool(out["tsv"]) == bool(rows)
    assert len({line.count("\t") for line in out["tsv"].splitlines()}) <= 1
    if "csv" in out:
        header, *table = csv.reader(io.StringIO(out["csv"]))
        assert len(table) == len(out["tsv"].splitlines())
        assert all(len(row) == len(header) for row in table)


@pytest.mark.parametrize("command", ["list", "sectors", "meetings", "agreements", "due"])
@pytest.mark.parametrize("columns", ["80", "120"])
def test_a_terminal_shows_every_record(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, command: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    text = without_colours(c2c(command, *DAY, terminal=True).out)
    assert max(map(cell_len, text.splitlines())) <= int(columns)
    words = set(re.findall(r"\w+", text))
    for row in json.loads(c2c(command, *DAY, "--format", "json").out):
        name = row["code"] if command == "sectors" else row["id"]
        assert words.issuperset(re.findall(r"\w+", name))


def test_a_long_list_has_a_section_for_each_sector(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")

    def sections(*args: str) -> list[str]:
        return re.findall(
            r"^(\S.* \(\d+\)) ─+$",
            without_colours(c2c("list", *DAY, *args, terminal=True).out),
            re.MULTILINE,
        )

    assert sections() == [
        "Education (19)",
        "Culture (28)",
        "Natural Sciences (74)",
        "Social and Human Sciences (9)",
        "Communication and Information (7)",
        "Intergovernmental Oceanographic Commission (2)",
        "Other, cross-cutting (4)",
    ]
    for args in (
        ("--sector", "culture"),
        ("--country", "CN"),
        ("--sort", "name"),
        ("--columns", "id,status"),
    ):
        assert sections(*args) == []


def test_sectors_of_many_centres_have_counts(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = without_colours(c2c("sectors", *WORLD_NOW, terminal=True).out)
    assert text.partition("\n")[2].startswith(
        "\n"
        "Code  Name                       Proposed  Preparing  Operating  Closed  Unknown\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "ED    Education                         1          2         15       0        1\n"
        "SC    Natural Sciences                  2          5         61       2        4\n"
    )
    assert text.endswith("\n7 sectors\n")
    ordered = without_colours(c2c("sectors", *DAY, "--sort", "code", terminal=True).out)
    assert ordered.index("Communication") < ordered.index("Education")


def test_a_copy_can_be_changed_and_restored(c2c: Program) -> None:
    c2c("init", "--copy", "world")
    file = c2c.folder / "data/centres.toml"
    before = file.read_bytes()
    assert (
        c2c("list", "--format", "json").out
        == c2c("list", "--data", "world", "--format", "json").out
    )
    c2c("add", "event", "LPI", "signed", "--date", "2026-01", "--sources", "https://example.org")
    c2c("edit", "centre", "LPI", "--city", "Lyon")
    removed = c2c("remove", "2011-seoul").out
    changed = file.read_text().splitlines()
    lines = [
        line
        for line in unified_diff(before.decode().splitlines(), changed, n=0)
        if line[:3] not in {"+++", "---"}
    ]
    assert sum(line[0] in "+-" for line in lines) == 15
    assert c2c("show", "LPI").out.count("Lyon") == 1
    c2c.write(removed, "removed.toml")
    c2c("import", "removed.toml")
    for _ in range(4):
        c2c("undo")
    assert file.read_bytes() == before
