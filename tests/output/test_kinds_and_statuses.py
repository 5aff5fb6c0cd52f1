"""Every kind of event and every status has its words, its colour and its drawing."""

import re

import pytest

from c2c_cli import read_text
from c2c_cli.documents.language import ENGLISH
from c2c_cli.documents.workbook_words import WorkbookWords
from c2c_cli.model.history import CENTRE_STATUSES, EVENT_KINDS, STEPS
from c2c_cli.output.view import MARKS
from conftest import Program
from samples import SMALL, centre, event, record

EVENTS = {
    "proposed": ("proposal", "Proposed"),
    "approved": ("approval", "Approved"),
    "signed": ("signature of the agreement", "Agreement signed"),
    "in-force": ("entry into force", "Agreement entered into force"),
    "opened": ("opening", "Opened"),
    "renewed": ("renewal of the agreement", "Agreement renewed"),
    "closed": ("closure", "Closed"),
    "evaluated": ("evaluation", "Evaluated"),
    "decided": ("decision on the centre", "Decision taken"),
    "annual-report": ("annual report", "Annual report"),
    "work-plan": ("work plan", "Work plan"),
}
"""Kind of an event -> its name, and what happened."""

HISTORIES = {
    "operating": ("opened:2018-05",),
    "preparing": ("approved:2018-05",),
    "proposed": ("proposed:2018-05",),
    "closed": ("closed:2018-05",),
    "unknown": (),
}
COLOURS = {"green": 32, "yellow": 33, "cyan": 36}
WORDS = {"preparing": "in preparation", "unknown": "status unknown"}


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("status", CENTRE_STATUSES)
def test_report_has_words_for_every_status(c2c: Program, status: str, form: str) -> None:
    c2c.write(SMALL + centre("LAKE", *HISTORIES[status]))
    out = c2c("report", "--year", "2018", "--format", form).out
    assert f"({WORDS.get(status, status)}: 1)" in out


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_report_describes_every_kind_of_event(c2c: Program, kind: str, form: str) -> None:
    c2c.write(SMALL + centre("LAKE", f"{kind}:2018-05"))
    out = c2c("report", "--year", "2018", "--format", form).out
    name, happened = EVENTS[kind]
    assert f"May 2018: LAKE – {name}" in out
    assert f"{happened}: LAKE." in out


def test_workbook_has_words_for_every_kind_of_event_and_every_status() -> None:
    words = WorkbookWords(ENGLISH)
    assert set(words.kinds) == {*EVENT_KINDS}
    assert {*CENTRE_STATUSES} <= set(words.states)
    assert {*STEPS} <= set(words.headings)


@pytest.mark.parametrize("form", ["md", "html"])
def test_report_names_the_events_of_an_obligation_as_the_obligation(
    c2c: Program, form: str
) -> None:
    audit = record("obligation", kind="audit", name="Financial audit", since=2017, until=2020)
    audit += record("obligation", kind="audit", name="Later audit", since=2021)
    report = record("obligation", kind="annual-report", name="Report", since=2017)
    centres = centre("LAKE", "audit:2018-05") + event("annual-report", "2018-06", covers=2017)
    c2c.write(SMALL + centres + audit + report)
    out = c2c("report", "--year", "2018", "--format", form).out
    assert "May 2018: LAKE – Financial audit" in out
    assert "June 2018: LAKE – annual report for 2017" in out
    assert " Annual report: LAKE. Financial audit: LAKE." in out
    assert "No source is recorded for: LAKE (Financial audit: May 2018), " in out
    if form == "html":
        assert "<title>Financial audit: May 2018</title>" in out


def test_html_report_draws_every_status(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    page = c2c("report", "--year", "2018", "--format", "html").out
    for status in CENTRE_STATUSES:
        assert f".{status} {{ fill: " in page
        assert f'<symbol id="{status}" ' in page
        assert re.search(rf"\.to-{status}(, \.to-\w+)? {{ stroke: ", page)


def test_report_has_a_mark_and_words_for_every_state_of_a_rule() -> None:
    figures = read_text("documents/figures.html.jinja")
    sentences = read_text("documents/sentences.jinja")
    for state in ("met", "planned", "waived", "unclear", "due", "missing"):
        assert f'"{state}": ' in figures
        assert f'"{state}": ' in sentences


def test_table_has_a_mark_for_every_status(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    seen = ""
    for events in [(), *((f"{kind}:2018",) for kind in EVENT_KINDS)]:
        c2c.write(SMALL + centre("LAKE", *events))
        seen += c2c("list", "--format", "table").out
    for status in CENTRE_STATUSES:
        mark = MARKS[status]
        drawn = (
            f"\x1b[{COLOURS[mark.style]}m{mark.sign}\x1b[0m"
            if mark.style
            else f" \x1b[0m{mark.sign}"
        )
        assert f"{drawn} {status}\n" in seen, status
