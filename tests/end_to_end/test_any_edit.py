"""Random edits of random registries in any valid layout: correct data, other lines unchanged."""

import copy
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from c2c_cli.cli import main
from strategies import IDS, LINE, TEXT

HEAD = 'schema = 1\n[network]\nname = "N"\n[[sector]]\nid = "s"\ncode = "S"\nname = "Sector"\n'
QUOTED = st.sampled_from(["basic", "literal", "long"])


def written(value: str, style: str) -> str:
    """Return a string in one of the notations of TOML."""
    if style == "literal" and "'" not in value and value.isprintable():
        return f"'{value}'"
    if style == "long" and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"""\\\n  {value.strip() or "x"}"""' if value == value.strip() else f'"""{value}"""'
    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """Return the text of a registry in a random layout."""

    def comment() -> str:
        return draw(
            st.sampled_from(["", "", "# [[centre]]\n", "\n", "# 가나다 = [\n", "\n\n# apart\n\n"])
        )

    def trailing() -> str:
        return draw(st.sampled_from(["", "", "  # x", ' # ] = "', "\t"]))

    text = HEAD
    ids = draw(st.lists(IDS, min_size=2, max_size=6, unique_by=str.casefold))
    for name in ids:
        indent = draw(st.sampled_from(["", "  "]))
        if draw(st.booleans()):
            text += comment() + f"[[centre]]{trailing()}\n"
            fields = [("id", written(name, "basic")), ("name", written(draw(LINE), draw(QUOTED)))]
            fields += [("sector", "'s'"), ("country", '"KR"')]
            if draw(st.booleans()):
                fields.append(("note", written(draw(TEXT), draw(QUOTED))))
            if draw(st.booleans()):
                fields.append(("names", '{ ko = "가" }'))
            for key, value in draw(st.permutations(fields)):
                text += f"{indent}{key}{draw(st.sampled_from([' = ', '=', '   =  ']))}{value}{trailing()}\n{comment()}"
            for _ in range(draw(st.integers(0, 2))):
                text += (
                    f'{comment()}{indent}[[centre.event]]\n{indent}kind = "opened"{trailing()}\n'
                )
        else:
            text += (
                comment()
                + f"[[meeting]]\nid = {written(name, 'basic')}\ntitle = {written(draw(LINE), draw(QUOTED))}\n"
            )
            text += f"start = {draw(st.integers(2000, 2030))}{trailing()}\nstatus = 'held'\n"
            if draw(st.booleans()):
                text += f"agenda = [{trailing().replace(chr(9), '')}\n  {written(draw(TEXT), 'basic')},\n]\n"
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return text


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["add", "meeting", "event", "name", "note", "rename", "remove"]), IDS, LINE
    ),
    max_size=4,
)


def command_and_result(
    data: dict[str, Any], action: str, name: str, text: str
) -> tuple[list[str], dict[str, Any]]:
    """Return a command, and the data expected after its success."""
    after = copy.deepcopy(data)
    centres, meetings = after.setdefault("centre", []), after.setdefault("meeting", [])
    known = centres + meetings if action == "remove" else centres
    found = known[len(name) % len(known)] if known else None
    target = found["id"] if found else "no-such-record"
    if action == "add":
        centres.append({"id": name, "name": text, "sector": "s", "country": "KR"})
        return ["add", "centre", name, "--name", text, "--sector", "S", "--country", "KR"], after
    if action == "meeting":
        meetings.append({"id": name, "title": text, "start": 2010, "status": "held"})
        return [
            "add",
            "meeting",
            "--id",
            name,
            "--title",
            text,
            "--start",
            "2010",
            "--status",
            "held",
        ], after
    if found is not None and action == "event":
        found.setdefault("event", []).append({"kind": "closed"})
    if found is not None and action in {"name", "note"}:
        found[action] = text
    if found is not None and action == "rename":
        found["id"] = name
    if action == "remove":
        for records in (centres, meetings):
            records[:] = [one for one in records if one is not found]
    commands = {
        "event": ["add", "event", target, "closed"],
        "name": ["edit", "centre", target, f"--name={text}"],
        "note": ["edit", "centre", target, f"--note={text}"],
        "rename": ["edit", "centre", target, "--id", name],
        "remove": ["remove", target],
    }
    return commands[action], after


def sets(data: dict[str, Any]) -> list[str]:
    """Return the data in a form that ignores the order of records."""
    return sorted(
        json.dumps([table, row], default=str, sort_keys=True)
        for table, rows in data.items()
        if isinstance(rows, list)
        for row in rows
    )


@given(layouts(), ACTIONS, st.booleans(), st.booleans())
def test_any_sequence_of_changes_gives_the_expected_data(
    text: str, actions: list[tuple[str, str, str]], crlf: bool, mark: bool
) -> None:
    if crlf:
        text = text.replace("\n", "\r\n")
    content = (b"\xef\xbb\xbf" if mark else b"") + text.encode()
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"XDG_STATE_HOME": folder}):
        file = Path(folder) / "r.toml"
        file.write_bytes(content)
        for action, name, line in actions:
            before = file.read_bytes()
            data = tomli.loads(before.decode("utf-8-sig"))
            command, expected = command_and_result(data, action, name, line)
            code = main([*command, "--data", str(file)])
            after = file.read_bytes()
            if code != 0:
                assert code in {2, 4, 5}
                assert after == before
                continue
            assert sets(tomli.loads(after.decode("utf-8-sig"))) == sets(expected)
            assert after.startswith(b"\xef\xbb\xbf") == mark
            kept = before.decode("utf-8-sig").split("\n")
            if action in {"add", "meeting", "event"}:
                rest = iter(after.decode("utf-8-sig").split("\n"))
                assert all(
                    any(one.rstrip("\r") == other.rstrip("\r") for other in rest) for one in kept
                )
            else:
                changed = set(kept) - set(after.decode("utf-8-sig").split("\n"))
                assert len(changed) <= (30 if action == "remove" else 4)
            if crlf:
                assert after.count(b"\n") == after.count(b"\r\n")
