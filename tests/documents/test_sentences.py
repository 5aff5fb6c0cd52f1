"""The sentences of documents, each with the values that it needs."""

import datetime
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from c2c_cli.documents import templates
from c2c_cli.documents.report_year import SOON
from c2c_cli.model.dates import Date

DAY = datetime.date(2020, 6, 30)


def meeting(**values: Any) -> SimpleNamespace:
    default = {"title": "M", "start": Date.parse("2018-06-27"), "end": None, "status": "held"}
    return SimpleNamespace(**(default | values))


def agreement(state: str, **values: Any) -> SimpleNamespace:
    default = {
        "event": event(),
        "in_force": None,
        "until": Date.parse("2020-12"),
        "is_computed": False,
        "review": DAY,
        "centre": SimpleNamespace(id="A"),
    }
    return SimpleNamespace(state=state, **(default | values))


def event(
    kind: str = "signed", date: str = "", term: int | None = None, covers: int | None = None
) -> SimpleNamespace:
    day = Date.parse_event(date) if date else None
    return SimpleNamespace(kind=kind, covers=covers, date=day, until=None, term=term)


def agreements(unknown: int, total: int, *pressing: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(
        without_end=[agreement("end unknown")] * unknown,
        agreement_count=total,
        expired=[found for found in pressing if found.state == "expired"],
        to_review=[found for found in pressing if found.state != "expired"],
    )


def report(
    shortfall: int,
    states: str,
    *,
    over: bool,
    day: str = "2020-12-30",
    held: int = 1,
    waived: int = 0,
) -> SimpleNamespace:
    return SimpleNamespace(
        cadence_year=SimpleNamespace(
            shortfall=shortfall, over=over, required=3, held=held, waived=waived
        ),
        required=3,
        has_unclear_meetings="unclear" in states,
        year=Date.of_year(2020),
        day=datetime.date.fromisoformat(day),
    )


def status(
    uncovered: int,
    state: str = "missing",
    *,
    unclear: int = 0,
    missing: int = 0,
    filling: int = 0,
    waiver: SimpleNamespace | None = None,
) -> SimpleNamespace:
    return SimpleNamespace(
        uncovered=uncovered,
        unclear=unclear,
        missing=missing,
        waiver=waiver,
        year=2020,
        state="waived" if waiver and not uncovered else state,
        rule=SimpleNamespace(per_year=3, name="Heads"),
        filling=[meeting()] * filling,
        candidates=[meeting(status="planned")] * unclear,
    )


def owed(years: int = 1, until: int | None = None, **counts: int) -> SimpleNamespace:
    return SimpleNamespace(
        obligation=SimpleNamespace(name="Report", years=years, since=2018, until=until),
        period=SimpleNamespace(first=2018, last=2018 + years - 1, due=DAY),
        periods=[None] * sum(counts.values()),
        counts=Counter(counts),
    )


def period(state: str, *deliveries: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(state=state, deliveries=deliveries, waiver=WAIVER, due=DAY)


AUDIT = {"audit": "Financial audit"}
RULES = [SimpleNamespace(name=name) for name in ("F", "G", "H")]
EVALUATED = SimpleNamespace(date=Date.parse("2019-05"))
M = meeting()
WAIVER = SimpleNamespace(reason="Pandemic")

SHORT = "agreed meeting is neither held nor planned."
SHORTS = "agreed meetings are neither held nor planned."


@pytest.mark.parametrize(
    ("macro", "values", "expected"),
    [
        ("centres", [0], "0 centres"),
        ("centres", [1], "1 centre"),
        ("total", [0, ""], "none recorded"),
        ("total", [3, "held: 3"], "3 (held: 3)"),
        ("times_a_year", [1], "once a year"),
        ("times_a_year", [2], "twice a year"),
        ("times_a_year", [3], "3 times a year"),
        ("date_of", [SimpleNamespace(date=None)], "date unknown"),
        ("date_of", [EVALUATED], "May 2019"),
        ("date_of", [event(date="..2018-10")], "by October 2018"),
        ("date_of", [event(date="..2018-10-05")], "by 5 October 2018"),
        ("date_of", [event(date="2013..2018-10")], "between 2013 and October 2018"),
        ("date_of", [event(date="2013..")], "in or after 2013"),
        ("date_of", [event(date="2013-05..")], "in or after May 2013"),
        ("date_of", [event(date="2013-05-07..")], "on or after 7 May 2013"),
        (
            "event_entry",
            [SimpleNamespace(id="A"), event("in-force", "2013..2018-10"), {}],
            "between 2013 and October 2018: A – entry into force",
        ),
        ("event_name", [event("annual-report"), {}], "annual report"),
        ("event_name", [event("annual-report", covers=2022), {}], "annual report for 2022"),
        ("event_name", [event("work-plan"), {}], "work plan"),
        ("event_name", [event("work-plan", covers=2023), {}], "work plan for 2023"),
        ("event_name", [event("evaluated", covers=2022), {}], "evaluation for 2022"),
        ("event_name", [event("audit"), AUDIT], "Financial audit"),
        ("event_name", [event("audit", covers=2022), AUDIT], "Financial audit for 2022"),
        (
            "event_on",
            [event("audit", "2023-02", covers=2022), AUDIT],
            "Financial audit for 2022: February 2023",
        ),
        ("centre_status", [["unknown"], []], "status unknown"),
        (
            "centre_status",
            [["preparing"], [event("approved", "2013")]],
            "in preparation (approval: 2013)",
        ),
        (
            "centre_status",
            [["preparing", "operating"], [event("opened")]],
            "in preparation or operating (opening: date unknown)",
        ),
        (
            "centre_status",
            [
                ["proposed", "preparing", "operating"],
                [event("approved"), event("opened", "2013..")],
            ],
            "proposed, in preparation or operating (approval: date unknown; "
            "opening: in or after 2013)",
        ),
        ("centre_counts", [{"operating": 2}, {}], "operating: 2"),
        ("centre_counts", [{}, {("preparing", "operating"): 1}], "in preparation or operating: 1"),
        (
            "centre_counts",
            [
                {"operating": 2, "closed": 1},
                {("preparing", "operating"): 1, ("operating", "closed"): 3},
            ],
            "operating: 2; closed: 1; in preparation or operating: 1; operating or closed: 3",
        ),
        (
            "possible_events",
            [1, 2018, []],
            "1 event may have happened in 2018; its date is not known exactly.",
        ),
        (
            "possible_events",
            [2, 2018, []],
            "2 events may have happened in 2018; their dates are not known exactly.",
        ),
        (
            "possible_events",
            [1, 2018, [1]],
            "1 more event may have happened in 2018; its date is not known exactly.",
        ),
        (
            "possible_events",
            [2, 2018, [1]],
            "2 more events may have happened in 2018; their dates are not known exactly.",
        ),
        ("days_of", [meeting()], "27 June 2018"),
        ("days_of", [meeting(end=Date.parse("2018-06-28"))], "27–28 June 2018"),
        ("days_of", [meeting(end=Date.parse("2018-07-01"))], "27 June 2018 to 1 July 2018"),
        ("days_of", [meeting(end=Date.parse("2019-06-28"))], "27 June 2018 to 28 June 2019"),
        ("days_of", [meeting(end=Date.parse("2018-06"))], "27 June 2018 to June 2018"),
        ("meeting_name", [meeting()], "“M” (27 June 2018)"),
        ("meeting_name", [meeting(status="planned")], "“M” (27 June 2018; planned)"),
        ("rule_state", [status(0, state="met")], "held"),
        ("rule_state", [status(3, missing=3)], "none recorded"),
        ("rule_state", [status(3, state="due")], "not yet held or planned"),
        ("rule_state", [status(2, missing=2)], "2 more not recorded"),
        ("rule_state", [status(1, state="due")], "1 more not yet held or planned"),
        ("rule_state", [status(3, unclear=3, state="unclear")], "unclear"),
        (
            "rule_state",
            [status(2, unclear=1, missing=1, state="unclear")],
            "unclear (1 more not recorded)",
        ),
        (
            "rule_state",
            [status(3, unclear=1, state="unclear")],
            "unclear (2 more not yet held or planned)",
        ),
        ("rule_state", [status(0, waiver=WAIVER)], "waived"),
        (
            "rule_state",
            [status(1, missing=1, waiver=WAIVER, state="missing")],
            "1 more not recorded",
        ),
        ("rule_waived", [status(0, waiver=WAIVER)], "Waived: Heads (Pandemic)"),
        ("rule_at", [SimpleNamespace(filling=[], candidates=[]), M], ""),
        ("rule_at", [SimpleNamespace(filling=[M], candidates=[]), M], "counts"),
        ("rule_at", [SimpleNamespace(filling=[], candidates=[M]), M], "may count"),
        ("meeting_column", [meeting()], "27 June 2018"),
        ("meeting_column", [meeting(status="planned")], "27 June 2018 (planned)"),
        ("agreed_in_short", [report(0, "", over=True, waived=3, held=0)], "3; all waived"),
        ("agreed_in_short", [report(0, "", over=True, held=3)], "3; all held"),
        ("agreed_in_short", [report(0, "", over=True, held=2, waived=1)], "3; all held or waived"),
        ("agreed_in_short", [report(0, "", over=False)], "3; all held or planned"),
        (
            "agreed_in_short",
            [report(0, "", over=False, waived=1)],
            "3; all held, planned or waived",
        ),
        (
            "agreed_in_short",
            [report(0, "unclear", over=True)],
            "3; possibly all held, depending on the unclear meetings",
        ),
        ("agreed_in_short", [report(2, "", over=True)], "3; none recorded for 2"),
        ("agreed_in_short", [report(1, "unclear", over=True)], "3; none recorded for at least 1"),
        ("agreed_in_short", [report(2, "", over=False)], "3; neither held nor planned: 2"),
        (
            "agreed_in_short",
            [report(1, "unclear", over=False, waived=1)],
            "3; neither held nor planned: at least 1; waived: 1",
        ),
        ("happened_at", ["Proposed", {"A": None, "B": None}], "Proposed: A, B."),
        ("happened_at", ["Opened", dict.fromkeys(map(str, range(13)))], "Opened: 13 centres."),
        ("agreement_end", [agreement("none", until=None)], ""),
        ("agreement_end", [agreement("valid")], "December 2020"),
        ("agreement_end", [agreement("expired")], "December 2020 (expired)"),
        ("agreement_end", [agreement("valid", is_computed=True)], "December 2020 (computed)"),
        ("agreement_end", [agreement("expired", is_computed=True)], "December 2020 (expired)"),
        (
            "cadence_summary",
            [report(0, "", over=True, waived=3)],
            "All agreed meetings were waived.",
        ),
        (
            "cadence_summary",
            [report(0, "", over=True, held=2, waived=1)],
            "1 agreed meeting was waived. All others were held.",
        ),
        (
            "cadence_summary",
            [report(0, "", over=False, held=0, waived=2)],
            "2 agreed meetings were waived. All others have been held or are planned.",
        ),
        (
            "cadence_summary",
            [report(1, "", over=True, held=1, waived=1)],
            "1 agreed meeting was waived. 1 agreed meeting is not recorded.",
        ),
        (
            "cadence_summary",
            [report(0, "met", over=True, held=3)],
            "The network met as often as agreed.",
        ),
        (
            "cadence_summary",
            [report(0, "planned", over=True)],
            "The network met as often as agreed, provided that the meetings recorded as planned "
            "were held.",
        ),
        (
            "cadence_summary",
            [report(0, "planned", over=False)],
            "All agreed meetings have been held or are planned.",
        ),
        (
            "cadence_summary",
            [report(0, "unclear", over=True)],
            "The network may have met as often as agreed; this depends on the unclear meetings.",
        ),
        (
            "cadence_summary",
            [report(1, "missing", over=True)],
            "1 agreed meeting is not recorded.",
        ),
        (
            "cadence_summary",
            [report(2, "missing unclear", over=True)],
            "2 agreed meetings are not recorded. This holds even if every unclear meeting counts.",
        ),
        (
            "cadence_summary",
            [report(1, "due", over=False)],
            f"1 {SHORT} 1 day of the year is left.",
        ),
        (
            "cadence_summary",
            [report(2, "due unclear", over=False, day="2020-12-29")],
            f"2 {SHORTS} This holds even if every unclear meeting counts. "
            "2 days of the year are left.",
        ),
        (
            "cadence_summary",
            [report(2, "due", over=False, day="2019-12-31")],
            f"2 {SHORTS} The year has not begun.",
        ),
        ("owed_name", [owed()], "Report"),
        ("owed_name", [owed(6)], "Report (2018–2023)"),
        ("how_often", [owed().obligation], "every year; since 2018"),
        ("how_often", [owed(2, until=2021).obligation], "every 2 years; 2018 to 2021"),
        ("owed_counts", [owed(met=1)], "recorded for 1 of 1 centre"),
        (
            "owed_counts",
            [owed(met=2, planned=1, waived=3, unclear=4, missing=5)],
            "recorded for 2 of 15 centres (planned: 1; waived: 3; unclear: 4; none recorded: 5)",
        ),
        (
            "owed_counts",
            [owed(due=2)],
            "recorded for 0 of 2 centres (due by 30 June 2020: 2)",
        ),
        (
            "period_state",
            [period("met", event("audit", "2019-05"), meeting()), AUDIT],
            "recorded: May 2019, “M” (27 June 2018)",
        ),
        ("period_state", [period("met", event("audit")), AUDIT], "recorded: date unknown"),
        (
            "period_state",
            [period("planned", meeting(status="tentative")), AUDIT],
            "“M” (27 June 2018; tentative)",
        ),
        (
            "period_state",
            [period("unclear", event("audit", "2019..2020"), event("audit", covers=2020)), AUDIT],
            "unclear; may count: Financial audit (between 2019 and 2020), "
            "Financial audit for 2020 (date unknown)",
        ),
        ("period_state", [period("waived"), {}], "waived: Pandemic"),
        ("period_state", [period("due"), {}], "not yet recorded; due by 30 June 2020"),
        ("period_state", [period("missing"), {}], "none recorded"),
        (
            "agreements_summary",
            [agreements(0, 0)],
            f"No recorded agreement expires or is due for review within {SOON} months.",
        ),
        (
            "agreements_summary",
            [agreements(5, 9)],
            f"No other agreement expires or is due for review within {SOON} months. "
            "No expiry date is recorded for 5 of 9 agreements.",
        ),
        (
            "agreements_summary",
            [agreements(1, 1)],
            "No expiry date is recorded for 1 of 1 agreement.",
        ),
        (
            "agreements_summary",
            [agreements(0, 1, agreement("expired"))],
            "Expired: the agreement of A (December 2020).",
        ),
        (
            "agreements_summary",
            [agreements(0, 2, agreement("expired"))],
            "Expired: the agreement of A (December 2020). "
            f"No other agreement expires or is due for review within {SOON} months.",
        ),
        (
            "agreements_summary",
            [agreements(5, 9, *[agreement("expired")] * 2, *[agreement("review due")] * 2)],
            "Expired: the agreements of A (December 2020), A (December 2020). "
            f"Expiring or due for review within {SOON} months: "
            "the agreements of A (December 2020), A (December 2020). "
            "No expiry date is recorded for 5 of 9 agreements.",
        ),
        (
            "pressing_agreement",
            [agreement("expired"), DAY],
            "A: the agreement has expired, and no renewal or closure is recorded "
            "(signature of the agreement: date unknown; expiry date: December 2020).",
        ),
        (
            "pressing_agreement",
            [agreement("reviewed", evaluated=EVALUATED), DAY],
            "A: the agreement will soon expire, and the centre has been evaluated "
            "(signature of the agreement: date unknown; expiry date: December 2020; "
            "evaluation: May 2019).",
        ),
        (
            "pressing_agreement",
            [agreement("review due"), DAY],
            "A: UNESCO's review of the agreement is due soon (signature of the agreement: "
            "date unknown; expiry date: December 2020; review due by: 30 June 2020).",
        ),
        (
            "pressing_agreement",
            [agreement("review due"), DAY + datetime.timedelta(1)],
            "A: UNESCO's review of the agreement is overdue (signature of the agreement: "
            "date unknown; expiry date: December 2020; review due by: 30 June 2020).",
        ),
        (
            "pressing_agreement",
            [
                agreement(
                    "expired",
                    event=event(date="2014-08-01", term=5),
                    in_force=event("in-force", "2014-09-04", 6),
                    is_computed=True,
                ),
                DAY,
            ],
            "A: the agreement has expired, and no renewal or closure is recorded "
            "(signature of the agreement: 1 August 2014; entry into force: 4 September 2014; "
            "expiry date: December 2020, computed from the term of 6 years).",
        ),
        (
            "pressing_agreement",
            [agreement("expired", event=event(date="2019", term=1), is_computed=True), DAY],
            "A: the agreement has expired, and no renewal or closure is recorded "
            "(signature of the agreement: 2019; "
            "expiry date: December 2020, computed from the term of 1 year).",
        ),
        (
            "outdated_agreement",
            [agreement("outdated", event=event(date="2005"), until=None), 8],
            "A: the agreement began in 2005; a term is at most 8 years: "
            "find out whether it was renewed or ended (signature of the agreement: 2005).",
        ),
        (
            "outdated_agreement",
            [agreement("outdated", event=event(date="..2005"), until=None), 8],
            "A: the agreement began long ago; a term is at most 8 years: "
            "find out whether it was renewed or ended (signature of the agreement: by 2005).",
        ),
        (
            "question_on",
            [SimpleNamespace(about="rule", meeting=meeting(), rules=RULES[:1]), {}],
            "“M” (27 June 2018): does it count as “F”?",
        ),
        (
            "question_on",
            [SimpleNamespace(about="rule", meeting=meeting(), rules=RULES), {}],
            "“M” (27 June 2018): as which of these does it count? “F”, “G” or “H”",
        ),
    ],
)
def test_sentence_with_its_values(macro: str, values: list[Any], expected: str) -> None:
    call = f"say.{macro}({', '.join(f'values[{index}]' for index in range(len(values)))})"
    environment = templates.html_environment()
    template = environment.from_string(f'{{% import "sentences.jinja" as say %}}{{{{ {call} }}}}')
    # an apostrophe is a character reference in HTML
    assert template.render(values=values).replace("&#39;", "'").rstrip("\n") == expected


def test_each_macro_is_used() -> None:
    folder = Path(templates.__file__).parent
    sources = [file.read_text() for file in folder.rglob("*.jinja")]
    for macro in re.findall(r"{% macro (\w+)", (folder / "sentences.jinja").read_text()):
        uses = sum(len(re.findall(rf"(?<!macro )\b{macro}\(", source)) for source in sources)
        assert uses, macro


@pytest.mark.parametrize("value", [None, 1.5, ["x"], {"x": 1}])
@pytest.mark.parametrize(
    "environment", [templates.markdown_environment(), templates.html_environment()]
)
def test_only_text_numbers_and_dates_are_printed(environment: Any, value: object) -> None:
    with pytest.raises(TypeError, match="a document cannot contain a value of type"):
        environment.from_string("{{ value }}").render(value=value)
