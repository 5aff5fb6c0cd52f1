"""Warnings that a list of known ones can hold: no two are alike, whatever the line that they are on."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from c2c_cli.store.locate import BUNDLED
from conftest import Program, run
from samples import SMALL, centre, event, meeting, record, rule
from strategies import registries

NOT_PLACES = slice(5, None)
"""The columns of a warning without the file, lines and columns."""


def without_places(rows: str) -> list[list[str]]:
    return [row.split("\t")[NOT_PLACES] for row in rows.splitlines()]


def doubled(rows: str) -> list[list[str]]:
    """Return the warnings that occur twice if the places are left out."""
    found = without_places(rows)
    return [row for number, row in enumerate(found) if row in found[:number]]


@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize("day", ["1940", "2018-07-05", "2026-12-02", "2060"])
def test_no_two_warnings_about_a_bundled_registry_are_alike(
    c2c: Program, name: str, day: str
) -> None:
    rows = c2c("check", "--data", name, "--as-of", day, "--format", "tsv").out
    assert rows
    assert doubled(rows) == []


@given(registries(), st.integers(0, 3))
def test_no_two_warnings_about_any_registry_are_alike(registry: dict[str, Any], more: int) -> None:
    """Each centre has its events several times, as two reports of one day are recorded."""
    for written in registry["centre"]:
        if "event" in written:
            written["event"] *= more + 1
        if "contact" in written:
            written["contact"] *= more + 1
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "any.toml"
        file.write_text(tomli_w.dumps(registry))
        ended = run("check", str(file), "--as-of", "1900", "--format", "tsv")
    rows = [row for row in ended.out.splitlines() if "\twarning\t" in row]
    assert doubled("\n".join(rows)) == []


def warnings_of(c2c: Program, text: str) -> list[str]:
    c2c.write(text)
    lines = c2c("check", "--as-of", "2026").out.splitlines()
    return [line.split(": warning: ")[1].split("; ")[0] for line in lines]


def test_events_of_one_kind_are_told_apart(c2c: Program) -> None:
    events = (
        event("evaluated")
        + event("evaluated", 2021)
        + event("evaluated")
        + event("annual-report", 2021, covers=2020)
        + event("annual-report", 2021, covers=2020)
        + event("work-plan", sources=["https://example.org"])
        + event("work-plan", sources=["https://example.org"])
    )
    assert warnings_of(c2c, SMALL + centre() + events) == [
        '[centre A] event: missing sources for "evaluated"',
        '[centre A] event: missing sources for "evaluated" (2021)',
        '[centre A] event: missing sources for "evaluated" (number 2)',
        '[centre A] event: missing sources for "annual-report" (for 2020, 2021)',
        '[centre A] event: missing sources for "annual-report" (for 2020, 2021, number 2)',
        '[centre A] event.kind: "work-plan" has neither a year nor a date, so it may be for any period',
        '[centre A] event.kind: "work-plan" (number 2) has neither a year nor a date, so it may be for any period',
    ]


def test_solving_one_of_two_equal_warnings_changes_no_other(c2c: Program) -> None:
    first, second = event("evaluated", sources=["https://example.org"]), event("evaluated")
    both = warnings_of(c2c, SMALL + centre() + second + second)
    assert warnings_of(c2c, SMALL + centre() + first + second) == both[1:]
    assert warnings_of(c2c, SMALL + centre() + second + first) == both[:1]


def test_contacts_and_items_of_a_list_are_told_apart(c2c: Program) -> None:
    contacts = "".join(
        record("centre.contact", name="x", email="a@", **role)
        for role in ({}, {"role": "Chair"}, {}, {"role": "Chair"})
    )
    talks = meeting(agenda=["a\x07", "b", "c\x07"], sources=["https://example.org"])
    assert warnings_of(c2c, SMALL + centre() + contacts + talks) == [
        '[centre A] contact.email: invalid email address "a@" of contact',
        '[centre A] contact.email: invalid email address "a@" of contact "Chair"',
        '[centre A] contact.email: invalid email address "a@" of contact (number 2)',
        '[centre A] contact.email: invalid email address "a@" of contact "Chair" (number 2)',
        "[meeting m] agenda: unexpected invisible character U+0007 in item 1",
        "[meeting m] agenda: unexpected invisible character U+0007 in item 3",
    ]


def test_rules_of_one_kind_are_told_apart(c2c: Program) -> None:
    obligation = {"kind": "board", "name": "Board", "since": 2018}
    rules = (
        rule("heads", until=2019)
        + rule("heads", since=2020)
        + rule("talks", level="other-level")
        + record("obligation", **obligation, centres=["A"])
        + record("obligation", **obligation, centres=["B"])
        + record("obligation", **{**obligation, "since": 2020}, centres=["C"])
        + record("waiver", kind="board", year=2021, centre="A", reason="x\x07")
        + record("waiver", kind="board", year=2021, centre="B", reason="x\x07")
        + record("waiver", kind="talks", year=2021, reason="x\x07")
    )
    text = SMALL + centre("A") + centre("B") + centre("C") + rules
    assert [line.split("] ")[0] for line in warnings_of(c2c, text)] == [
        "[cadence heads 2018",
        "[cadence heads 2020",
        "[cadence talks",
        "[obligation board 2018 A",
        "[obligation board 2018 B",
        "[obligation board 2020",
        "[waiver board 2021 A",
        "[waiver board 2021 B",
        "[waiver talks 2021",
    ]


def test_two_agreements_with_the_same_wrong_term_are_told_apart(c2c: Program) -> None:
    signed = event("signed", 2020, until=2040, term=6, sources=["https://example.org"])
    assert warnings_of(c2c, SMALL + centre() + signed * 2) == [
        '[centre A] event.until: 2040 does not fit the beginning (2020) and the term (6 years) of "signed" (2020)',
        '[centre A] event.until: 2040 does not fit the beginning (2020) and the term (6 years) of "signed" (2020, number 2)',
    ]


def test_many_events_are_named_in_linear_time(c2c: Program) -> None:
    c2c.write(SMALL + centre() + event("evaluated") * 5_000)
    rows = c2c("check", "--format", "tsv").out
    assert rows.count('"evaluated"') == 5_000
    assert '"evaluated" (number 5000)' in rows
