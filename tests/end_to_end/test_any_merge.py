"""Random pairs of edits of random registries, made by commands and merged."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from test_any_edit import layouts

from c2c_cli.cli import main

Command = list[str]

FIELDS = {
    "centre": (
        "name",
        "city",
        "host",
        "note",
        "names ko",
        "names zh",
        "identifiers viaf",
        "extra a",
    ),
    "meeting": ("title", "city", "venue", "note", "agenda", "outcomes", "extra a"),
}
"""The fields, and the keys of tables, that are edited apart from each other."""


def commands_of(record: dict[str, Any], table: str) -> Iterator[list[Command]]:
    """Yield groups of commands on a record; those of different groups do not overlap."""
    edit = ["edit", table, record["id"]]
    for field in FIELDS[table]:
        option, _, key = field.partition(" ")
        start = f"{key}=" if key else ""
        yield [[*edit, f"--{option}={start}{text}"] for text in ("x", "y")]
    if table == "meeting":
        yield [["edit", table, record["id"], "--agenda", "+Another item"]]
        return
    for role in ("Director", "Officer"):
        yield [["add", "contact", record["id"], "--role", role, "--name", name] for name in "ab"]
    for year in ("2010", "2016"):
        add = ["add", "event", record["id"], "evaluated", "--date", year]
        yield [add, [*add, "--sources", "https://example.org"]]
    yield [["remove", "event", record["id"], "opened"]]
    yield [["add", "event", record["id"], "closed", "--date", day] for day in ("2030", "2031-05")]


def groups(data: dict[str, Any]) -> list[list[Command]]:
    """Return groups of commands on a registry; those of different groups do not overlap."""
    found = [
        group
        for table in FIELDS
        for record in data.get(table, [])
        for group in commands_of(record, table)
    ]
    for number in ("1", "2", "3"):
        centre = ["add", "centre", f"New{number}", "--sector", "s", "--country", "KR"]
        meeting = [
            "add",
            "meeting",
            "--id",
            f"meeting{number}",
            "--start",
            "2010",
            "--status",
            "held",
        ]
        found.append([[*centre, "--name", name] for name in "ab"])
        found.append([[*meeting, "--title", title] for title in "ab"])
    found.append([["edit", "network", "--note", text] for text in "ab"])
    found.append([["edit", "sector", "s", "--name", text] for text in "ab"])
    return found


def edited(file: Path, text: str, commands: Iterable[Command]) -> str:
    """Write a text to a file, run commands on it, and return the text after them."""
    file.write_bytes(text.encode())
    for command in commands:
        assert main([*command, "--data", str(file)]) in {0, 2, 4, 5}
    return file.read_bytes().decode()


def merged(folder: Path, base: str, ours: str, theirs: str) -> tuple[int, str]:
    """Return the exit code and the text of a merge."""
    files = [folder / name for name in ("base.toml", "ours.toml", "theirs.toml")]
    for file, text in zip(files, (base, ours, theirs), strict=True):
        file.write_bytes(text.encode())
    code = main(["merge", *map(str, files)])
    return code, files[1].read_bytes().decode()


def facts(text: str) -> set[str]:
    """Return each value in a registry with the keys that lead to it, and the id of its record."""

    def leaves(value: Any, path: str) -> Iterator[str]:
        if isinstance(value, dict):
            for key, item in value.items():
                yield from leaves(item, f"{path} {key}")
        elif isinstance(value, list):
            for item in value:
                name = item.get("id", "") if isinstance(item, dict) else ""
                yield from leaves(item, f"{path} {name}")
        else:
            yield f"{path} = {value!r}"

    return {*leaves(tomli.loads(text), "")}


def is_valid(folder: Path, text: str) -> bool:
    file = folder / "check.toml"
    file.write_bytes(text.encode())
    return main(["check", str(file)]) == 0


def without_conflicts(text: str, side: str) -> str:
    """Return a text with one side of each conflict."""
    kept = r"\1" if side == "ours" else r"\2"
    conflict = r"^<{7} ours\r?\n(.*?)^={7}\r?\n(.*?)^>{7} theirs\r?\n"
    return re.sub(conflict, kept, text, flags=re.DOTALL | re.MULTILINE)


@st.composite
def pairs(draw: st.DrawFn, *, apart: bool) -> tuple[str, list[Command], list[Command]]:
    """Return a registry and two lists of commands, which do not overlap if they are `apart`."""
    text = draw(layouts())
    found = groups(tomli.loads(text))
    chosen = draw(st.lists(st.integers(0, len(found) - 1), max_size=6, unique=apart))
    sides: tuple[list[Command], list[Command]] = ([], [])
    for number in chosen:
        draw(st.sampled_from(sides)).append(draw(st.sampled_from(found[number])))
    if not apart:
        ids = [record["id"] for table in FIELDS for record in tomli.loads(text).get(table, [])]
        for removed in draw(st.lists(st.sampled_from(ids), max_size=2)) if ids else ():
            draw(st.sampled_from(sides)).append(["remove", removed])
    return text, *sides


@settings(max_examples=settings().max_examples // 2)  # each runs a dozen commands
@given(pairs(apart=True), st.booleans())
def test_edits_that_do_not_overlap_are_all_merged(
    pair: tuple[str, list[Command], list[Command]], crlf: bool
) -> None:
    base, ours, theirs = pair
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"XDG_STATE_HOME": folder}):
        file = Path(folder) / "r.toml"
        our_text = edited(file, base.replace("\n", "\r\n") if crlf else base, ours)
        their_text = edited(file, base, theirs)
        code, text = merged(Path(folder), base, our_text, their_text)
        assert code == 0, text
        assert facts(text) == facts(edited(file, edited(file, base, ours), theirs))
        assert is_valid(Path(folder), text)
        assert text.count("\r\n") == (text.count("\n") if crlf else 0)
        lines = our_text.replace("\r", "").split("\n")
        counts = [Counter(version.split("\n")) for version in (base, their_text)]
        counts.append(Counter(lines))
        rest = iter(text.replace("\r", "").split("\n"))
        # of several equal lines, theirs may have changed one
        for line in lines:
            if all(count[line] == 1 for count in counts):
                assert line in rest, line


@settings(max_examples=settings().max_examples // 2)  # each runs a dozen commands
@given(pairs(apart=False))
def test_nothing_is_lost_where_edits_overlap(
    pair: tuple[str, list[Command], list[Command]],
) -> None:
    base, ours, theirs = pair
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"XDG_STATE_HOME": folder}):
        file = Path(folder) / "r.toml"
        our_text, their_text = edited(file, base, ours), edited(file, base, theirs)
        code, text = merged(Path(folder), base, our_text, their_text)
        assert code in {0, 1}
        assert (code == 1) == ("<<<<<<< ours\n" in text)
        assert is_valid(Path(folder), without_conflicts(text, "ours"))
        back, _ = merged(Path(folder), base, their_text, our_text)
        assert back == code
        kept = {
            fact for side in ("ours", "theirs") for fact in facts(without_conflicts(text, side))
        }
        assert (facts(our_text) | facts(their_text)) - facts(base) <= kept
