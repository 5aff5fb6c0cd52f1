"""Every key of every record: in docs/reference/file.md, and in the file that `c2c init` creates."""

import dataclasses
import re

import pytest

from c2c_cli.model.history import EVENT_KINDS
from c2c_cli.model.records import MEETING_STATUSES, RECORD_TYPES, SUBTABLES, TABLES
from c2c_cli.model.value_types import MODE
from conftest import Program
from samples import read_page

HEADINGS = {
    "network": "[network]",
    **{table: f"[[{table}]]" for table in TABLES},
    **{table: f"[[centre.{table}]]" for table in SUBTABLES},
}
"""The header of the table of each record type, which is also its heading in docs/reference/file.md."""

NOT_IN_TEMPLATE = {
    "network": {"note", "sources", "names", "language"},  # only the name is needed to begin
    "organisation": {"names"},  # the example of a centre shows the key
    "cadence": {"names"},  # like that of organisations
    "obligation": {"names"},  # like that of organisations
}
"""Keys that a new registry file does not name, each with its reason."""


def documented() -> dict[str, list[tuple[str, bool]]]:
    """Return the keys of each table in docs/reference/file.md, and whether each is required, by heading."""
    _, *sections = re.split(r"^## ", read_page("file"), flags=re.MULTILINE)
    found = {}
    for section in sections:
        _, *tables = section.split("\n| Key | Required | Type | Meaning |\n|---|---|---|---|\n")
        rows = re.findall(r"^\| `(\w+)` \| (yes|no) \|", "\n".join(tables), re.MULTILINE)
        if rows:
            heading = section.partition("\n")[0].strip("`")
            found[heading] = [(key, word == "yes") for key, word in rows]
    return found


def test_documentation_has_a_table_of_keys_for_each_record_type() -> None:
    assert sorted(documented()) == sorted(["Top level", *HEADINGS.values()])
    assert documented()["Top level"] == [("schema", True)]


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_documentation_lists_each_key_once_in_order(table: str) -> None:
    record = RECORD_TYPES[table]
    fields = [field for field in dataclasses.fields(record) if field.name in record.fields]
    assert documented()[HEADINGS[table]] == [
        (field.name, field.default is dataclasses.MISSING) for field in fields
    ]


def test_documentation_explains_each_kind_status_and_mode() -> None:
    page = read_page("file")
    events = page.partition("\n## `[[centre.event]]`\n")[2].partition("\n## ")[0]
    kinds = events.partition("| `kind` of an event |")[2]
    row = r"^\| `(\S+)` \| .+ \| \S.* \|$"
    assert re.findall(row, kinds, re.MULTILINE) == [*EVENT_KINDS]
    meetings = page.partition("\n## `[[meeting]]`\n")[2].partition("\n## ")[0]
    values = meetings.partition("| Key | Value | Meaning |")[2]
    words = re.findall(r"^\| (?:`\w+` )?\| `(\S+)` \| .+ \|$", values, re.MULTILINE)
    assert isinstance(MODE.schema, dict)
    assert words == ["other", *MEETING_STATUSES, *MODE.schema["enum"]]


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_new_registry_names_each_key(c2c: Program, table: str) -> None:
    c2c("init")
    text = re.sub("^# ", "", (c2c.folder / "data/centres.toml").read_text(), flags=re.MULTILINE)
    header = re.escape(HEADINGS[table])
    bodies = re.findall(rf"^{header}\n((?:\w+ = .*\n)+)", text, re.MULTILINE)
    named = set(re.findall(r"^(\w+) = ", "".join(bodies), re.MULTILINE))
    assert named == {*RECORD_TYPES[table].fields} - NOT_IN_TEMPLATE.get(table, set())
