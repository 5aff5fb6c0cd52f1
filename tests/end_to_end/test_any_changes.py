"""`c2c changes` lists exactly what random commands changed, in any layout."""

import io
import json
import os
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import tomli
import tomli_w
from hypothesis import given
from test_any_edit import ACTIONS, command_and_result, layouts

from c2c_cli.cli import main

Rows = list[dict[str, Any]]


def changes(old: Path, new: Path) -> Rows:
    """Return the rows that `c2c changes` prints."""
    printed = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(printed, encoding="utf-8")) as out:
        assert main(["changes", str(old), str(new), "--format", "json"]) == 0
        out.flush()
    rows: Rows = json.loads(printed.getvalue())
    return rows


def in_order(rows: Rows) -> list[str]:
    """Return rows in a form that ignores their order."""
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def titles(data: dict[str, Any]) -> dict[str, Any]:
    """Return the records of the data by label."""
    return {
        f"{table} {record['id']}": record
        for table in ("centre", "meeting")
        for record in data.get(table, ())
    }


def expected(before: dict[str, Any], after: dict[str, Any]) -> Rows:
    """Return the rows for two versions, by a comparison of their data."""
    old, new = titles(before), titles(after)
    rows: Rows = []
    for label in {**old, **new}:
        known = new.get(label) or old[label]
        date = {"date": str(known["start"])} if label.startswith("meeting ") else {}
        if label not in new or label not in old:
            change, key, record = (
                ("added", "now", new[label]) if label in new else ("removed", "was", old[label])
            )
            title = record.get("name", record.get("title"))
            rows.append({"record": label, "change": change, key: title, **date})
            continue
        for key in ("name", "note"):
            was, now = old[label].get(key), new[label].get(key)
            if was != now:
                values = {name: text for name, text in (("was", was), ("now", now)) if text}
                rows.append({"record": label, "change": "changed", "field": key, **values, **date})
        kinds = [event["kind"] for event in new[label].get("event", ())]
        for number in range(len(old[label].get("event", ())), len(kinds)):
            same = kinds[: number + 1].count(kinds[number])
            item = kinds[number] if kinds.count(kinds[number]) == 1 else f"{kinds[number]} {same}"
            rows.append({"record": label, "item": item, "change": "added"})
    return rows


@given(layouts(), ACTIONS)
def test_changes_are_those_of_the_commands(text: str, actions: list[tuple[str, str, str]]) -> None:
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"XDG_STATE_HOME": folder}):
        file, old = Path(folder) / "r.toml", Path(folder) / "old.toml"
        file.write_text(text, newline="")
        old.write_text(text, newline="")
        for action, name, line in actions:
            data = tomli.loads(file.read_text())
            command, _ = command_and_result(data, action, name, line)
            main([*command, "--data", str(file)])
        before, after = tomli.loads(old.read_text()), tomli.loads(file.read_text())
        forth = changes(old, file)
        assert in_order(forth) == in_order(expected(before, after))
        back = changes(file, old)
        assert len(back) == len(forth)
        # another layout, order of records and line ends change nothing
        for table in ("centre", "meeting"):
            if table in after:
                after[table] = after[table][::-1]
        old.write_text("# x\n" + tomli_w.dumps(after), newline="\r\n")
        assert changes(file, old) == []
