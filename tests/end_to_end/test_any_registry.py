"""Random registries and commands: each format can be read back; no output controls a terminal."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from c2c_cli.cli import app
from conftest import Run, run
from samples import SMALL, centre, controls, drives, record
from strategies import AWKWARD, URLS, registries

COMMANDS = {
    "list": "id,name,names,host,note,event,status,opened",
    "meetings": "id,title,start,city,agenda,note",
    "sectors": "id,code,name,operating,unknown",
    "cadence": "year,kind,state,meetings",
    "obligations": "centre,kind,covers,due,state,date,title,sources",
    "organisations": "id,name,organised,attended",
    "timeline": "date,end,kind,status,id,title,until,note,sources",
    "due": "date,days,what,id,concerns,contact,command,code,kind,year,count,kinds",
}


def ask(data: dict[str, Any], *args: str, terminal: bool = False) -> Run:
    """Run a command on a registry from standard input, with at least one obligation."""
    owed = [{"kind": "annual-report", "name": "Report", "since": 2010}]
    text = tomli_w.dumps({**data, "obligation": data.get("obligation") or owed})
    return run(*args, "--data", "-", stdin=text.encode(), terminal=terminal, COLUMNS="70")


@settings(max_examples=settings().max_examples // 2)  # each runs five commands
@given(registries(), st.sampled_from(list(COMMANDS)))
def test_each_format_can_be_read_back(data: dict[str, Any], command: str) -> None:
    columns = ("--columns", COMMANDS[command])
    records = json.loads(ask(data, command, "--format", "json").out)
    lines = ask(data, command, "--format", "jsonl").out.split("\n")[:-1]
    assert [json.loads(line) for line in lines] == records
    if command in {"list", "meetings"}:
        sources = {one["id"]: one for one in data["centre" if command == "list" else "meeting"]}
        for record in records:
            known = {
                key: value for key, value in sources[record["id"]].items() if value not in ([], {})
            }
            known.pop("contact", None)  # personal data
            assert "contact" not in record
            assert {key: record[key] for key in known if key != "event"} == {
                key: value for key, value in known.items() if key != "event"
            }

    rows = list(
        csv.DictReader(io.StringIO(ask(data, command, *columns, "--format", "csv").out, newline=""))
    )
    assert len(rows) == len(records)
    cells = [dict(zip(row, (value or "" for value in row.values()), strict=True)) for row in rows]
    tsv = ask(data, command, *columns)
    assert controls(tsv.out, "\t\n") == []
    table = [line.split("\t") for line in tsv.out.split("\n")[:-1]]
    assert [[len(row)] for row in table] == [[len(COMMANDS[command].split(","))]] * len(records)
    for line, cell in zip(table, cells, strict=True):
        for text, value in zip(line, cell.values(), strict=True):
            if controls(value, "\t\n\r") == []:
                assert unescaped(text) == value

    published = COMMANDS[command].replace(",contact", "")
    md = ask(data, command, "--columns", published, "--format", "md").out
    assert len(md.split("\n")) == 3 + len(records)
    assert controls(md) == []


AWKWARD_TEXT = AWKWARD.filter(lambda text: text.strip())
AWKWARD_LINE = AWKWARD.map(lambda text: text.replace("\n", "").replace("\r", "")).filter(
    lambda text: text.strip()
)


@settings(max_examples=settings().max_examples // 2)  # each runs four commands
@given(
    st.lists(AWKWARD_LINE, min_size=5, max_size=5),
    st.lists(AWKWARD_TEXT, min_size=4, max_size=4),
    st.sampled_from(["xlsx", "csv", "tsv"]),
)
def test_unedited_spreadsheet_changes_nothing(
    lines: list[str], texts: list[str], form: str
) -> None:
    name, city, korean, viaf, title = lines
    records = {
        "schema": 1,
        "network": {"name": "x"},
        "sector": [{"id": "s", "code": "S", "name": "S s"}],
        "centre": [
            {"id": "C", "name": name, "sector": "s", "country": "KR", "city": city}
            | {"note": texts[0], "names": {"ko": korean}, "identifiers": {"viaf": viaf}}
        ],
        "meeting": [
            {"id": "M", "title": title, "start": "2018", "status": "held", "agenda": texts}
        ],
    }
    with TemporaryDirectory() as folder:
        data = Path(folder, "r.toml")
        data.write_text(tomli_w.dumps(records), "utf-8", newline="")
        for command in ("list", "meetings"):
            columns = ",".join(app.get_command(None, command).empty_view.columns)
            file = str(Path(folder, f"{command}.{form}"))
            export = (command, "--columns", columns, "--header", "--format", form)
            assert run(*export, "--output", file, "--data", str(data)).code == 0
            again = run("import", file, "--update", "--data", str(data))
            assert again.err.startswith("c2c: no changes to "), again


def unescaped(text: str) -> str:
    known = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
    result, at = "", 0
    while at < len(text):
        result += known.get(text[at : at + 2], text[at])
        at += 2 if text[at : at + 2] in known else 1
    return result


@given(
    registries(),
    st.sampled_from(list(COMMANDS)),
    st.sampled_from(["table", "tsv", "csv", "md", "json"]),
)
def test_no_value_controls_the_terminal(data: dict[str, Any], command: str, output: str) -> None:
    shown = ask(data, command, "--format", output, terminal=True)
    assert shown.code == 0
    own = r"\x1b\[(0|1|2|31|32|33|36|1;31|1;33)m"
    assert drives(re.sub(own, "", shown.out), "\t\n") == []
    assert controls(re.sub(own, "", shown.err)) == []


@given(st.text(max_size=40), st.sampled_from(["list", "meetings", "sectors", "cadence", "show"]))
def test_any_argument_gives_a_documented_exit_code(text: str, command: str) -> None:
    data = {
        "schema": 1,
        "network": {"name": "x"},
        "sector": [{"id": "s", "code": "S", "name": "S s"}],
    }
    for args in (
        (text,),
        ("--sector", text),
        ("--as-of", text),
        ("--columns", text),
        ("--sort", text),
    ):
        ended = ask(data, command, *args)
        assert ended.code in {0, 2, 4}
        assert controls(ended.err) == []
        assert ended.err.count("\n") == (ended.code != 0)


@settings(max_examples=settings().max_examples // 2)  # each draws up to eight centres
@given(registries())
def test_lifelines_fit_the_terminal(data: dict[str, Any]) -> None:
    shown = ask(data, "timeline", "--chart", terminal=True)
    assert shown.code == 0, shown
    lines = re.sub("\x1b\\[[0-9]+m", "", shown.out).splitlines()
    assert controls("".join(lines)) == []
    ids = {centre["id"] for centre in data["centre"]}
    for line in lines:
        assert cell_len(line) <= 70 or line in ids


def _deliveries(kinds: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return events of two centres, of which no two can be the same."""
    delivery = st.fixed_dictionaries(
        {"centre": st.sampled_from(["A", "b"]), "kind": st.sampled_from(kinds)},
        optional={
            "covers": st.integers(1950, 2030),
            "date": st.dates(date(1950, 1, 1), date(2030, 12, 31)).map(str),
            "note": AWKWARD_TEXT,
            "sources": st.lists(URLS, min_size=1, max_size=2),
        },
    )
    events = st.lists(delivery, max_size=12, unique_by=_identity)
    return events.map(_without_shared_dates)


def _identity(event: dict[str, Any]) -> tuple[object, ...]:
    return event["centre"], event["kind"], event.get("covers")


def _without_shared_dates(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the events without a date that an earlier one of the same centre and kind has."""
    seen = set()
    for event in events:
        key = (event["centre"], event["kind"], event.get("date"))
        if key in seen:
            event.pop("date", None)
        seen.add(key)
    return events


@given(_deliveries(["annual-report", "work-plan", "board"]), st.sampled_from(["json", "csv"]))
def test_imported_deliveries_change_nothing_again(events: list[dict[str, Any]], form: str) -> None:
    board = record("obligation", kind="board", name="Board", since=1950)
    with TemporaryDirectory() as folder:
        data, file = Path(folder, "r.toml"), Path(folder, f"events.{form}")
        data.write_text(SMALL + centre("A") + centre("B") + board, "utf-8", newline="")
        if form == "json":
            file.write_text(json.dumps(events), "utf-8")
        else:
            _write_csv(file, events)
        command = ("import", str(file), "--as", "event", "--data", str(data))
        first = run(*command)
        assert first.code == 0, first
        assert run(*command, "--update").err == f"c2c: no changes to {data}\n"
        exported = json.loads(run("list", "--format", "json", "--data", str(data)).out)
        recorded = [
            {"centre": found["id"], **event}
            for found in exported
            for event in found.get("event", ())
        ]
        expected = [{**event, "centre": event["centre"].upper()} for event in events]
        assert sorted(recorded, key=str) == sorted(
            ({key: event[key] for key in ORDER if key in event} for event in expected), key=str
        )
        file.with_suffix(".json").write_text(json.dumps(recorded), "utf-8")
        again = run("import", str(file.with_suffix(".json")), *command[2:], "--update")
        assert again.err == f"c2c: no changes to {data}\n"


ORDER = ("centre", "kind", "covers", "date", "note", "sources")


def _write_csv(file: Path, events: list[dict[str, Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ORDER, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        for event in events:
            row = {**event, "sources": ";".join(event.get("sources", ()))}
            writer.writerow(row)
