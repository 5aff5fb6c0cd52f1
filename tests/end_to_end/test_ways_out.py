"""Text from files, options and the environment: escaped in a terminal and on standard error."""

import ast
import json
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from c2c_cli import cli
from c2c_cli.model.records import RECORD_TYPES, SUBTABLES
from c2c_cli.model.value_types import (
    EXTRA,
    IDENTIFIERS,
    LINE,
    NAMES,
    SOURCES,
    TEXT,
    TEXTS,
    URL,
)
from c2c_cli.text import shell
from conftest import Program
from samples import centre, event, meeting, record, rule

SOURCE = Path(cli.__file__).parents[1]

HOSTILE = "x\x1b[31m\x1b]0;t\x07\x9b2J\u202eevil\u2066\u200b\ufeff\x7f`id`$(id)"

LINK = f"https://{HOSTILE}"

BAD = "\x1b\x07\x9b\u202e\u2066\u200b\ufeff\x7f\r"
"""Characters that never reach a terminal.

SGR codes are refused as well, because these runs have no colours.
"""


def registry() -> str:
    """Return a registry with hostile text in every field that allows any text."""
    texts: dict[str, Any] = {"note": HOSTILE, "sources": ["book", LINK]}
    names = {"ko": HOSTILE}
    contact = {"role": HOSTILE, "name": HOSTILE, "email": HOSTILE, "phone": HOSTILE}
    network = record(
        "network",
        name=HOSTILE,
        names=names,
        publisher=HOSTILE,
        corrections=HOSTILE,
        licence=HOSTILE,
        **texts,
    )
    text = (
        "schema = 1\n"
        + network.replace("[[network]]", "[network]")
        + record("sector", id="culture", code=HOSTILE, name=HOSTILE, names=names)
        + record("organisation", id="NATCOM", name=HOSTILE, names=names)
        + record("organisation.contact", **contact, note=HOSTILE)
        + record("source", id="book", title=HOSTILE, publisher=HOSTILE, url=LINK, note=HOSTILE)
        + centre(
            "A",
            name=HOSTILE,
            names=names,
            city=HOSTILE,
            host=HOSTILE,
            website=LINK,
            identifiers={json.dumps(HOSTILE): HOSTILE},
            extra={"budget": HOSTILE},
            **texts,
        )
        + record("centre.contact", **contact, note=HOSTILE)
        + event("signed", 2010, until=2012, **texts)
        + event("opened", 2011)
        + event("board", 2013, **texts)
        + meeting(
            "m",
            title=HOSTILE,
            start="2018-06-27",
            status="planned",
            city=HOSTILE,
            venue=HOSTILE,
            link=LINK,
            organisers=["NATCOM"],
            attendees=["A"],
            agenda=[HOSTILE],
            outcomes=[HOSTILE],
            extra={"budget": HOSTILE},
            **texts,
        )
        + rule(name=HOSTILE, names=names, agreed="m", **texts)
        + record("obligation", kind="board", name=HOSTILE, names=names, since=2012, **texts)
        + record("waiver", kind="board", year=2014, reason=HOSTILE, sources=texts["sources"])
    )
    return text.replace("\x7f", "\\u007f")  # JSON allows it in a string, and TOML does not


FREE = {LINE, URL, TEXT, TEXTS, NAMES, SOURCES, IDENTIFIERS, EXTRA}
"""The types of the values that are any text, or contain any text."""


def test_every_free_text_of_the_registry_is_hostile() -> None:
    tables = tomllib.loads(registry())
    network, members = tables["network"], [*tables["centre"], *tables["organisation"]]
    tables |= {"network": [network]}
    for table in SUBTABLES:
        tables[table] = [part for member in members for part in member.get(table, ())]
    for table, record_type in RECORD_TYPES.items():
        for key, field in record_type.fields.items():
            if field.type in FREE:
                values = [found[key] for found in tables[table] if key in found]
                assert json.dumps(HOSTILE)[1:-1] in json.dumps(values), f"{table}.{key}"


TABLES = (
    "list",
    "sectors",
    "organisations",
    "meetings",
    "timeline",
    "cadence",
    "cadence --agreed",
    "obligations",
    "agreements",
    "due",
    "sources",
    "contacts",
    "attendance",
    "changes --from 2010 --to 2013",
)

WAYS = [
    *TABLES,
    *(
        f"{command} --format {form}"
        for command in TABLES
        for form in ("tsv", "csv", "json", "jsonl", "md")
    ),
    "list --columns id,names,note,event,website",
    *("timeline --chart", "timeline --chart H", "timeline H", "meetings H"),
    *(
        "meetings --columns id,agenda,note",
        "meetings --format ics",
        "due --format ics",
        "cadence --year 2018",
    ),
    *(
        "show A m NATCOM book",
        "show A m --format tsv",
        "show A m --format json",
        "show A --format md",
    ),
    *("report --year 2018", "report --year 2018 --format html", "report --year 2018 --lang ar"),
    *("site public", "site H"),
    *(
        "check",
        "check --all",
        "check --format tsv",
        "check --format json",
        "check broken.toml",
        "list --data broken.toml",
    ),
    *("remove A --dry-run", "remove m", "remove event A signed", "remove contact A H --dry-run"),
    *("edit centre A --city Seoul", "edit centre A --city H", "edit meeting m --title H --dry-run"),
    *(
        "add organisation B --name H",
        "add organisation H --name B",
        "import rows.csv",
        "import rows.json",
    ),
    *(
        "list --sector H",
        "list --status H",
        "list --as-of H",
        "list --columns H",
        "list --sort H",
        "list --format H",
    ),
    *(
        "list --data H",
        "show H",
        "show H HH",
        "H",
        "list --H",
        "remove H",
        "check H",
        "check --explain H",
        "list a H",
    ),
    *(
        "init H.toml",
        "init file/H.toml",
        "init HOSTILE/below.toml",
        "import H.csv",
        "list --output HOSTILE/x.csv",
    ),
    *(
        "path --data H",
        "path --data HOSTILE",
        "list --data HOSTILE",
        "check HOSTILE",
        "help H",
        "completion H",
    ),
    *("remove m && undo", "remove m && undo --list", "remove m && undo --dry-run"),
]
"""Commands that print a text of the registry, a file, an option or a file name; H is hostile."""


@pytest.mark.parametrize("ways", WAYS)
def test_no_text_drives_a_terminal(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, ways: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("C2C_DEBUG", "1")
    hostile = HOSTILE.replace("/", "")
    c2c.write(registry())
    c2c.write("", "file")
    c2c.write(registry(), hostile)
    c2c.write(
        f'schema = 1\n[network]\nname = 3\n"{HOSTILE[0]}\\u202e" = 1\n[[{json.dumps(HOSTILE)}]]\nx ',
        "broken.toml",
    )
    c2c.write(f"id,name,{HOSTILE}\nA,{HOSTILE},x\n", "rows.csv")
    c2c.write(json.dumps([{"id": HOSTILE, "name": HOSTILE, HOSTILE: 1}]), "rows.json")
    c2c("check")  # the registry is valid
    for way in ways.split(" && "):
        args = [word.replace("HOSTILE", hostile).replace("H", hostile) for word in way.split()]
        run = c2c(*args, code=None, terminal=True)
        assert run.code in {0, 1, 2, 3, 4, 5}
        assert [one for one in run.out + run.err if one in BAD] == []
        assert run.out + run.err
        piped = c2c(*args, code=None)
        assert [one for one in piped.err if one in BAD] == []


OUTLETS = {
    "write_raw": {"cli/path.py", "cli/report.py", "output/render.py"},
    "write_drawing": {"output/render.py", "cli/check.py", "cli/cheatsheet.py", "cli/report.py"},
}
"""Functions that do not escape everything, and the files that use them."""


@pytest.mark.parametrize(
    "file", sorted(SOURCE.rglob("*.py")), ids=lambda file: str(file.relative_to(SOURCE))
)
def test_no_file_has_a_way_out_of_its_own(file: Path) -> None:
    name = file.relative_to(SOURCE).as_posix()
    for node in ast.walk(ast.parse(file.read_text())):
        if name == "streams.py":
            return
        if isinstance(node, ast.Name):
            assert node.id not in {"print", "input"}, f"line {node.lineno}"
        elif isinstance(node, ast.Attribute):
            stream = node.value.attr if isinstance(node.value, ast.Attribute) else ""
            allowed = name == "__main__.py" or (
                stream == "stdin" and node.attr in {"readline", "buffer"}
            )
            assert stream not in {"stdin", "stdout", "stderr"} or allowed, (
                f"line {node.lineno}: {stream}.{node.attr}"
            )
            assert node.attr not in {
                "echo",
                "secho",
                "prompt",
                "confirm",
                "print_exc",
                "__stdout__",
                "__stderr__",
            }
            assert name in OUTLETS.get(node.attr, {name}), f"line {node.lineno}: {node.attr}"
        elif isinstance(node, ast.ImportFrom) and node.module in {"rich.console", "rich.text"}:
            names = {one.name for one in node.names} - {"JustifyMethod"}
            assert not names or name in {"output/canvas.py", "output/progress_bar.py"}


@pytest.mark.posix
@pytest.mark.parametrize(
    "word",
    ["", "CLT", "a b", "$(id)", "`id`", "it's", 'say "x"', "!!", "a\\b", "유네스코", "~", "*"],
)
def test_shell_reads_a_quoted_word_literally(word: str) -> None:
    assert shlex.split(shell(word)) == [word]
    assert (
        subprocess.run(
            ["/bin/sh", "-c", f"printf %s {shell(word)}"], capture_output=True, check=True
        ).stdout
        == word.encode()
    )


def test_message_is_wrapped_at_words_only_in_a_terminal(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    line = (
        "c2c: error: lake.toml not found; pass another file, or create it with c2c init lake.toml\n"
    )
    assert c2c("list", "--data", "lake.toml", code=3).err == line
    assert c2c("list", "--data", "lake.toml", code=3, terminal=True).err == (
        "c2c: \x1b[1;31merror:\x1b[0m lake.toml not found;\n    pass another file, or create it with\n    c2c init lake.toml\n"
    )


def test_command_at_the_end_of_a_message_is_not_wrapped(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    c2c("init", "--copy")
    edit = ("edit", "meeting", "2018-06-28-jeju", "--start", "2018-07-05")
    assert c2c(*edit, terminal=True).err.endswith(
        "    matches the start date (2018-07-05);\n    rename it:\n"
        "    c2c edit meeting 2018-06-28-jeju --id 2018-07-05-jeju\n"
    )
