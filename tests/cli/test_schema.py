"""The JSON Schema: agreement with the reader, apart from rules that a schema cannot express."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings

from c2c_cli.model.history import EXPIRING_KINDS
from c2c_cli.text import all_of
from conftest import Program
from samples import EXAMPLES, ROOT, SMALL, whole
from strategies import registries

SCHEMA = ROOT / "data/centres.schema.json"

NOT_IN_SCHEMA = {
    "dangling-id": "whether there is a record of an id",
    "duplicate-id": "that an id is another record's",
    "reserved-kind": "that a kind or level is not other",
    "no-agreement": "which events begin an agreement",
    "duplicate-rule": "that two rules apply in the same year",
    "duplicate-waiver": "that two waivers are about the same rule and year",
    "no-rule": "whether a rule applies in a year",
    "kind-is-level": "that a kind is another rule's level",
    "unknown-kind": "which kinds the cadence has",
    "bad-identifier": "checksums",
    "reversed-dates": "which of two dates comes first",
    "duplicate-item": "that two language tags, or ids, differ in case alone",
    "duplicate-obligation": "that two obligations of one kind bind a centre in the same year",
    "kind-is-rule": "that no obligation has the kind of a cadence rule",
    "partial-period": "whether the years are a whole number of periods",
    "no-delivery": "which kinds of events can cover a year",
    "no-period": "in which years an obligation of the kind applies",
}
"""Codes of the errors that a schema cannot find, and the rule that it cannot express."""


def refused(folder: Path, files: dict[str, str]) -> set[str]:
    """Return the names of the files that do not match the schema."""
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    command = [
        str(Path(sys.executable).parent / "check-jsonschema"),
        "--schemafile",
        str(SCHEMA),
        "-o",
        "JSON",
    ]
    done = subprocess.run([*command, *files], cwd=folder, capture_output=True, check=False)
    found = json.loads(done.stdout)
    assert done.returncode == bool(found.get("errors") or found.get("parse_errors"))
    return {one["filename"] for one in (*found.get("errors", ()), *found.get("parse_errors", ()))}


def test_printed_schema_equals_the_bundled_file(c2c: Program) -> None:
    assert c2c("schema").out == SCHEMA.read_text()
    assert (ROOT / "data/centres.toml").read_text().startswith(f"#:schema {SCHEMA.name}\n")
    c2c("init")
    assert Path("data/centres.toml").read_text().startswith(f"#:schema {SCHEMA.name}\n")


@pytest.mark.process
def test_bundled_and_created_registries_match_the_schema(c2c: Program, tmp_path: Path) -> None:
    c2c("init")
    made = Path("data/centres.toml").read_text()
    examples = "\n".join(
        line.removeprefix("# ") if line.startswith("# [[") or " = " in line else line
        for line in made.split("\n")
    )
    shipped = (ROOT / "data/centres.toml").read_text()
    assert (
        refused(
            tmp_path,
            {"made.toml": made, "all.toml": examples, "shipped.toml": shipped, "small.toml": SMALL},
        )
        == set()
    )


@pytest.mark.process
def test_schema_rejects_what_check_rejects(c2c: Program, tmp_path: Path) -> None:
    files = {f"{number}.toml": whole(example) for number, (example, _) in enumerate(EXAMPLES)}
    rejected = refused(tmp_path, files)
    said: dict[str, set[str]] = {}
    for name, text in files.items():
        c2c.write(text, name)
        rows = c2c("check", name, "--format", "json", "--as-of", "2026-11-23", code=None).out
        errors = {one["code"] for one in json.loads(rows) if one["severity"] == "error"}
        if errors and name not in rejected:
            assert len(errors) == 1, (errors, text)
            said.setdefault(errors.pop(), set()).add(name)
        assert errors or name not in rejected, text
    assert said.keys() == NOT_IN_SCHEMA.keys()


@pytest.mark.process
def test_schema_accepts_any_valid_registry(tmp_path: Path) -> None:
    files: dict[str, str] = {}

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(registries())
    def generate(data: dict[str, Any]) -> None:
        files[f"{len(files)}.toml"] = tomli_w.dumps(data)

    generate()
    assert len(files) == 40
    assert refused(tmp_path, files) == set()


MEETING = (
    '[[meeting]]\nid = "가나-1"\ntitle = {}\nstart = {}\nstatus = "held"\nsources = ["https://x"]\n'
)


@pytest.mark.process
def test_schema_and_reader_accept_the_same_values(c2c: Program, tmp_path: Path) -> None:
    days = [f'"2018-{month}-{day}"' for month in ("00", "01", "12") for day in ("01", "31", "32")]
    dates = ["2018", '"2018-11"', "2018-11-20", '"2018-13"', '"0999"', "999", "10000", '"x"', *days]
    titles = [r'"\u001c"', r'"\u0085 "', '" "', '"\t"', '"x"', '"가"', '"""a\nb"""', '""']
    texts = [MEETING.format('"x"', date) for date in dates] + [
        MEETING.format(title, "2018") for title in titles
    ]
    files = {f"{number}.toml": SMALL + text for number, text in enumerate(texts)}
    refused_by_check = set()
    for name, text in files.items():
        c2c.write(text, name)
        refused_by_check |= {name} if c2c("check", name, code=None).code else set()
    assert refused(tmp_path, files) == refused_by_check
    assert 10 < len(refused_by_check) < len(files) - 5


@pytest.mark.process
def test_schema_accepts_an_integral_float(c2c: Program, tmp_path: Path) -> None:
    text = SMALL + MEETING.format('"x"', "2018.0")
    assert refused(tmp_path, {"x.toml": text}) == set()  # JSON has only one type of number
    c2c.write(text)
    assert "expected a date" in c2c("check", code=1).out


def test_expiry_date_names_the_events_that_can_have_it() -> None:
    assert f"for {all_of(EXPIRING_KINDS)} events." in SCHEMA.read_text(encoding="utf-8")
