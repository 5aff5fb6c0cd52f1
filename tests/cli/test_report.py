"""`c2c report`: the annual report in Markdown."""

import datetime
import re

import pytest
from rich.cells import cell_len

from conftest import Program
from samples import ROOT, SMALL, centre, event, meeting, record, rule, without_colours


def test_report_of_2018_equals_the_documented_one(c2c: Program) -> None:
    run = c2c("report", "--year", "2018", "--as-of", "2018-07-05")
    assert run.out == (ROOT / "docs/report-2018.md").read_text()
    assert run.err == ""


@pytest.mark.parametrize(
    "fact",
    [
        "- **5 centres** (operating: 4; in preparation: 1)",
        "was pursuing two more centres, which were to widen the role of the centres",
        "the centres differ in expertise and conditions",
        "in preparation (approval: 6 November 2017)[^",
        "ICDH (approval: 6 November 2017): 39th session of the General Conference",
        "| **Education (1)** | | | |\n| [Asia-Pacific Centre of Education for International Understanding](<http://www.unescoapceiu.org>) (APCEIU) |",
        "| **Culture (1)** | | | |\n| [International Information and Networking Centre for Intangible Cultural Heritage in the Asia-Pacific Region](<https://unesco-ichcap.org>) (ICHCAP) |",
        "| **Natural Sciences (1)** | | | |\n| [International Centre for Water Security and Sustainable Management](<https://unesco-iwssm.org>) (i-WSSM) |",
        "| **Social and Human Sciences (1)** | | | |\n| [International Centre of Martial Arts for Youth Development and Engagement](<https://unescoicm.org>) (ICM) |",
        "| **Communication and Information (1)** | | | |\n| [International Centre for Documentary Heritage](<https://www.unescoicdh.org>) (ICDH) |",
        "Agreed at this meeting: “First network meeting” (19–20 December 2017). Place: Jeonju. Organised by: ICHCAP, KNCU",
        "Formal working-level meeting, with government departments",
        "Informal working-level meeting",
        "rotates among the centres",
        "Meeting of the heads of the organisations concerned with the centres",
        "27 June 2018: Second network meeting",
        "Jeju International Peace Center",
        "after the 204th session of the Executive Board",
        "work plans for 2018",
        "Ways to strengthen cooperation",
        "28 June 2018: Meeting with the Director-General of UNESCO",
        "not one of the agreed meetings",
        "Audrey Azoulay",
        "13th Jeju Forum for Peace and Prosperity",
        "the meeting was to help each centre work more efficiently and effectively",
        "saw the meeting as a starting point in the search for solutions",
        "The heads of four Korean centres and the Secretary-General of KNCU presented the vision",
        "stressed the importance of Category 2 Centres in UNESCO's strategic plans",
        "was to commend the Korean government and the centres",
        "to give a keynote speech at the 13th Jeju Forum",
        "November 2018: Next network meeting\n\n- Status: tentative\n- Kind: exact kind not recorded; level: working\n",
        "UNESCO Strategy Forum",
    ],
)
def test_report_contains_every_fact_of_the_reference_article(fact: str) -> None:
    assert fact in (ROOT / "docs/report-2018.md").read_text()


NETWORK = SMALL.replace(
    'name = "A network"',
    'name = "A *network*"\nnote = "Two\\nlines"\nsources = ["https://example.org/n"]',
)
FULL = NETWORK + "".join(
    [
        centre("A", name="Centre [A]", sector="education", city="Seoul"),
        event("signed", "2014-01-01", "2021-03", sources=["https://example.org/book"]),
        event("renewed", "2015-05", "2021-03"),
        centre("B", name="B"),
        event("proposed", 2020, note="By the ministry.", sources=["https://example.org/n"]),
        centre("C", name="C"),
        event("closed", "2020-02-01", sources=["https://example.org/c"]),
        centre("D", name="D"),
        rule(name="Formal", per_year=2, agreed="m0", note="Twice."),
        rule("heads", name="Heads", level="heads", sources=["https://example.org/n"]),
        meeting("m0", title="Founding", start="2017-12-30", end="2018-01-02"),
        meeting(
            "m1",
            title="One",
            start="2020-03-01",
            end="2020-03-02",
            kind="formal",
            organisers=["NATCOM"],
            attendees=["A", "B", "NATCOM"],
            outcomes=["Agreed"],
            sources=["https://example.org/1"],
        ),
        meeting(
            "m2",
            title="Two",
            start="2020-05",
            status="planned",
            attendees=["A", "B"],
            sources=["https://example.org/2"],
        ),
        meeting("m3", title="Later", start="2020-12-30", kind="heads"),
    ]
)


def test_report_with_every_kind_of_content(c2c: Program) -> None:
    c2c.write(FULL)
    assert c2c("report", "--year", "2020", "--as-of", "2020-12-01").out == (
        "# A \\*network\\*: report on 2020\n"
        "\n"
        "As of 1 December 2020\n"
        "\n"
        "## Summary\n"
        "\n"
        "- **3 centres** (operating: 1; closed: 1; status unknown: 1)\n"
        "- **Events in 2020:** Closed: C.\n"
        "- **Meetings in 2020:** 2 (held: 1; planned: 1)\n"
        "- **Agreed meetings:** 3; neither held nor planned: at least 1\n"
        "- **Agreements with UNESCO:** Expiring or due for review within 12 months: the agreement of A (March 2021).\n"
        "- **Open questions:** 4\n"
        "\n"
        "## Centres as of 1 December 2020\n"
        "\n"
        "| Centre | Place | Status | Agreement until |\n"
        "| --- | --- | --- | --- |\n"
        "| **Culture (2)** | | | |\n"
        "| C (C) |  | closed (closure: 1 February 2020)[^1] |  |\n"
        "| D (D) |  | status unknown |  |\n"
        "| **Education (1)** | | | |\n"
        "| Centre \\[A\\] (A) | Seoul | operating (renewal of the agreement: May 2015) | March 2021 |\n"
        "\n"
        "## Events in 2020\n"
        "\n"
        "- 1 February 2020: C – closure[^1]\n"
        "\n"
        "## Meetings in 2020\n"
        "\n"
        "### 1–2 March 2020: One\n"
        "\n"
        "- Status: held\n"
        "- Organised by: NATCOM (National Commission)\n"
        "- Attended by: A, B, NATCOM (National Commission)\n"
        "- Counts as: Formal\n"
        "- Sources:[^2]\n"
        "\n"
        "Outcomes:\n"
        "\n"
        "- Agreed\n"
        "\n"
        "### May 2020: Two\n"
        "\n"
        "- Status: planned\n"
        "- Expected participants: A, B\n"
        "- Kind: not recorded\n"
        "- Sources:[^3]\n"
        "\n"
        "## Agreed and actual meetings\n"
        "\n"
        "Agreed at this meeting: “Founding” (30 December 2017 to 2 January 2018).\n"
        "\n"
        "- Formal: twice a year; since 2018\n"
        "\n"
        "Agreed meetings:\n"
        "\n"
        "- Heads: once a year; since 2018[^4]\n"
        "\n"
        "| Participant | 1–2 March 2020 | May 2020 (planned) | In 2020 |\n"
        "| --- | --- | --- | --- |\n"
        "| Formal | counts | may count | unclear |\n"
        "| Heads |  | may count | unclear |\n"
        "| NATCOM | organised | | |\n"
        "| C | | | |\n"
        "| D | | | |\n"
        "| A | attended | expected | |\n"
        "\n"
        "1 agreed meeting is neither held nor planned. This holds even if every unclear meeting counts. 30 days of the year are left.\n"
        "\n"
        "## Agreements with UNESCO\n"
        "\n"
        "- A: UNESCO's review of the agreement is overdue (renewal of the agreement: May 2015; expiry date: March 2021; review due by: 1 September 2020).\n"
        "\n"
        "No agreement is recorded for: D.\n"
        "\n"
        "## Open questions\n"
        "\n"
        "- “Two” (May 2020; planned): what kind of meeting is it?\n"
        "- “Two” (May 2020; planned): was it held?\n"
        "- D: what is its status? No events are recorded.\n"
        "- No source is recorded for: A (renewal of the agreement: May 2015), Agreed meeting: “Formal”.\n"
        "\n"
        "## About this report\n"
        "\n"
        "This report shows the registry of the network as of 1 December 2020.\n"
        "Sentences in notes that mention later years are omitted. The numbers after a statement refer to the sources.\n"
        "An unclear meeting is one whose exact kind is not recorded; it may count as an agreed meeting.\n"
        "\n"
        "## Appendix: Notes\n"
        "\n"
        "Two\\\n"
        "lines\n"
        "\n"
        "Sources:[^4]\n"
        "\n"
        "- “Formal”: Twice.\n"
        "\n"
        "[^1]: <https://example.org/c>\n"
        "[^2]: <https://example.org/1>\n"
        "[^3]: <https://example.org/2>\n"
        "[^4]: <https://example.org/n>\n"
    )


def test_open_questions_can_be_omitted(c2c: Program) -> None:
    c2c.write(FULL)
    whole, short = (
        c2c("report", "--year", "2020", *option).out for option in ((), ("--no-open-questions",))
    )
    assert short == re.sub(r"(?s)- \*\*Open questions:.*?\n|## Open questions.*?(?=## )", "", whole)
    assert len(whole) - len(short) > 200


def test_report_of_an_empty_year_has_no_empty_section(c2c: Program) -> None:
    c2c.write(SMALL)
    empty = (
        "# {}: report on 2020\n\nAs of 1 December 2020\n\n## Summary\n\n- **0 centres**\n"
        "- **Meetings in 2020:** none recorded\n- No meeting was agreed for 2020.\n"
        "- **Agreements with UNESCO:** No recorded agreement expires or is due for review within 12 months.\n\n"
        "## About this report\n\nThis report shows the registry of the network as of 1 December 2020.\n"
        "Sentences in notes that mention later years are omitted. The numbers after a statement refer to the sources.\n{}"
    )
    assert c2c("report", "--as-of", "2020-12-01").out == empty.format("A network", "")
    c2c.write(NETWORK)
    noted = (
        "\n## Appendix: Notes\n\nTwo\\\nlines\n\nSources:[^1]\n\n[^1]: <https://example.org/n>\n"
    )
    assert c2c("report", "--as-of", "2020-12-01").out == empty.format("A \\*network\\*", noted)


def test_report_is_as_of_the_end_of_the_year_but_no_later_than_today(c2c: Program) -> None:
    this_year = datetime.date.today().year  # noqa: DTZ011  # as the program
    past = c2c("report", "--year", "2018").out
    assert past == c2c("report", "--year", "2018", "--as-of", "2018-12-31").out
    assert (
        "\nThis report shows the registry of the network as of 31 December 2018, the last day of 2018.\n"
        in past
    )
    for year in (this_year, this_year + 1):
        assert (
            c2c("report", "--year", str(year)).out
            == c2c("report", "--year", str(year), "--as-of", "today").out
        )


def test_events_of_the_year_are_listed_by_date(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", "signed:2020-02", "evaluated:2020-05-01", "opened:2020", name="A")
        + event("renewed", "2020-06-01", 2026)
        + event("proposed", "2019-12-31")
        + event("approved", "2020-01-01", note="By = the | board.")
    )
    out = c2c("report", "--year", "2020", "--as-of", "2020-12-01").out
    assert out.partition("## Events in 2020\n\n")[2].partition("\n## ")[0] == (
        "- 1 January 2020: A – approval\n"
        "- February 2020: A – signature of the agreement\n"
        "- 1 May 2020: A – evaluation\n"
        "- 1 June 2020: A – renewal of the agreement (expiry date: 2026)\n"
    )
    assert "- A (approval: 1 January 2020): By = the \\| board.\n" in out
    sentences = "Approved: A. Agreement signed: A. Evaluated: A. Agreement renewed: A."
    assert f"- **Events in 2020:** {sentences}\n" in out
    assert "A – approval\n- 2020: A – opening\n- February" in c2c("report", "--year", "2020").out


def test_table_has_countries_if_there_are_several(c2c: Program) -> None:
    c2c.write(SMALL + centre("KR", name="KR", city="Seoul") + centre("CN", name="CN", country="CN"))
    table = c2c("report").out.partition("| Centre | Place | Status |\n")[2]
    rows = [
        "| **Culture (2)** | | |",
        "| KR (KR) | Seoul, KR | status unknown |",
        "| CN (CN) | CN | status unknown |",
    ]
    assert table.splitlines()[1:4] == rows


def test_report_is_drawn_in_a_terminal(c2c: Program) -> None:
    c2c.write(SMALL)
    drawn = c2c("report", "--as-of", "2020-12-01", terminal=True).out
    assert [line.strip() for line in without_colours(drawn).splitlines()][:5] == [
        *("A network: report on 2020", "", "As of 1 December 2020", "", "Summary")
    ]
    plain = c2c("report", "--as-of", "2020-12-01").out
    assert c2c("report", "--as-of", "2020-12-01", "--format", "md", terminal=True).out == plain
    c2c("report", "--as-of", "2020-12-01", "--output", "report.md", terminal=True)
    assert (c2c.folder / "report.md").read_text() == plain


def test_drawn_report_has_the_typography_of_the_tables(c2c: Program) -> None:
    c2c.write(SMALL + centre("LAKE", "opened:2018-05", name="Centre for lakes", city="Jeju"))
    shown = c2c("report", "--year", "2018", terminal=True).out
    assert {*re.findall(r"\x1b\[(.*?)m", shown)} == {"0", "1", "2"}
    for heading in ("A network: report on 2018", "Summary", "Centres as of 31 December 2018"):
        assert f"\x1b[1m{heading}\x1b[0m\n\n" in shown
    assert "\x1b[1mCentre" in shown
    plain = re.sub(" +\n", "\n", without_colours(shown))
    assert (
        "Centres as of 31 December 2018\n"
        "\n"
        "Centre                   Place  Status\n"
        f"{'━' * 61}\n"
        "Culture (1)\n"
        "Centre for lakes (LAKE)  Jeju   operating (opening: May 2018)\n"
        "\n"
        "Events in 2018\n"
    ) in plain
    assert "\n\n\n" not in plain


@pytest.mark.parametrize("columns", [20, 60, 80, 200])
def test_drawn_report_is_at_most_a_hundred_columns_wide(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    name = " ".join(["Centre for lakes"] * 12)
    korean = "국제호수센터 " * 20
    c2c.write(SMALL + centre("LAKE", "opened:2018-05", name=name) + centre("SEA", name=korean))
    shown = without_colours(c2c("report", "--year", "2018", terminal=True).out)
    assert max(map(cell_len, shown.splitlines())) <= min(columns, 100)
    assert "".join(shown.split()).count("호") == 20


def test_links_of_a_drawn_report_are_plain_text(c2c: Program) -> None:
    c2c.write(
        SMALL.replace('name = "A network"', 'name = "A network"\nsources = ["https://a.example"]')
    )
    drawn = c2c("report", "--as-of", "2020-12-01", terminal=True).out
    assert "\n 1 https://a.example\n" in without_colours(drawn)


def test_report_of_the_year_in_which_rules_were_agreed(c2c: Program) -> None:
    out = c2c("report", "--year", "2017", "--as-of", "2017-12-31").out
    agreed = (
        out.partition("## Agreed and actual meetings\n\n")[2].partition("\n\n## ")[0].split("\n\n")
    )
    assert agreed[0].startswith(
        "Agreed at this meeting: “First network meeting” (19–20 December 2017). Place: "
    )
    assert agreed[1].startswith(
        "- Formal working-level meeting, with government departments: once a year; since 2018"
    )
    assert agreed[2] == "No meeting was agreed for 2017."
    assert "No meeting was agreed for 2016.\n" in c2c("report", "--year", "2016").out


def test_markup_in_values_is_escaped(c2c: Program) -> None:
    c2c.write(SMALL.replace("A network", "<b>\\u001b[31m|[x](y)"))
    assert c2c("report").out.startswith("# \\<b\\>\\\\u001b\\[31m\\|\\[x\\](y): report on ")


def test_lines_of_a_value_create_no_lists_or_headings(c2c: Program) -> None:
    c2c.write(
        NETWORK.replace(
            "Two\\nlines", "1. One\\n- two\\n===\\n\\n    + three\\n2018-11 and 2. stay"
        )
        + meeting(
            title="1. M",
            start="2020-01-01",
            status="cancelled",
            kind="other",
            agenda=["1. Opening", "---", "2) Close\nlate"],
            sources=["https://example.org/<1>", "ftp://example.org/-"],
        )
    )
    out = c2c("report", "--year", "2020").out
    assert (
        "\n1\\. One\\\n\\- two\\\n\\===\n\n\\+ three\\\n2018-11 and 2. stay\n\nSources:[^3]\n"
        in out
    )
    assert "\n- 1\\. Opening\n- \\-\\-\\-\n- 2\\) Close\\\n  late\n" in out
    assert (
        "\n[^1]: https\\://example.org/\\<1\\>\n[^2]: ftp\\://example.org/-\n[^3]: <https://example.org/n>\n"
        in out
    )
    assert "\n- Status: cancelled\n- Sources:[^1][^2]\n" in out
    c2c("edit", "meeting", "m", "--city", "Seoul")
    assert (
        "\n- Status: cancelled\n- Place: Seoul\n- Sources:[^1][^2]\n"
        in c2c("report", "--year", "2020").out
    )


def test_ended_rules_show_their_first_and_last_year(c2c: Program) -> None:
    c2c.write(
        SMALL
        + rule("a", name="a", level="l", per_year=3, until=2019)
        + rule("b", name="b", level="l", until=2018)
    )
    out = c2c("report", "--year", "2018", "--as-of", "2020").out
    assert (
        "\nAgreed meetings:\n\n- a: 3 times a year; 2018 to 2019\n- b: once a year; 2018\n" in out
    )
    assert "\n4 agreed meetings are not recorded.\n" in out


def test_notes_about_later_years_are_omitted(c2c: Program) -> None:
    then, now = (
        c2c("report", "--year", "2018", "--as-of", day).out for day in ("2018-07-05", "2026-11-24")
    )
    for note in (
        "in its own building since 19 November 2020",
        "The centre was active in November 2024",
    ):
        assert note not in then
        assert note in now


def test_notes_are_included(c2c: Program) -> None:
    out = c2c("report", "--year", "2026", "--as-of", "2026-12-01").out
    assert "- GCIDA (opening: 29 April 2025): The opening ceremony was on this date." in out
    assert "moved to the National Intangible Heritage Center in Jeonju in May 2014.[^" in out


def test_invalid_year_is_reported(c2c: Program) -> None:
    assert (
        c2c("report", "--year", "18", code=2).err
        == 'c2c: error: --year: invalid year "18"; use four digits, such as 2018\n'
    )


def test_planned_meetings_are_not_reported_as_held(c2c: Program) -> None:
    c2c.write(
        SMALL
        + rule("a", name="A", level="a")
        + meeting(start="2018-05", status="planned", kind="a")
    )
    over = "\nThe network met as often as agreed, provided that the meetings recorded as planned were held.\n"
    assert over in c2c("report", "--year", "2018", "--as-of", "2019").out
    assert (
        "\nAll agreed meetings have been held or are planned.\n"
        in c2c("report", "--year", "2018", "--as-of", "2018-06").out
    )
    c2c("edit", "meeting", "m", "--status", "held")
    assert (
        "\nThe network met as often as agreed.\n"
        in c2c("report", "--year", "2018", "--as-of", "2019").out
    )


BOUNDS = (
    SMALL.replace(
        'name = "A network"', 'name = "A network"\nlongest_term = 8\nchecked = 2026-11-24'
    )
    + centre("A", "approved:2011-11-06", name="A")
    + event("opened", "2013..2018-10", sources=["https://example.org/a"])
    + centre("B", "approved:2010", name="B")
    + event("opened", "2018-02..2018-04", sources=["https://example.org/b"])
    + centre("C", "opened:..2018-10", name="C")
    + centre("D", "approved:2011", "decided:2018-03-01", "opened", name="D")
    + centre("E", "approved:2011", "in-force:2018", "opened:2018-05-01", "closed:2018..", name="E")
    + centre("F", "approved", "opened", name="F")
)


def sections(document: str) -> dict[str, str]:
    """Return the text of each section of a report in Markdown by its title."""
    parts = document.split("\n## ")[1:]
    return {part.partition("\n\n")[0]: part.partition("\n\n")[2].strip() for part in parts}


def test_report_claims_no_more_than_is_certain(c2c: Program) -> None:
    c2c.write(BOUNDS)
    found = sections(c2c("report", "--year", "2018", "--as-of", "2018-07-05").out)
    assert found["Summary"].splitlines()[:2] == [
        "- **5 centres** (operating: 1; status unknown: 1; in preparation or operating: 2; "
        "operating or closed: 1)",
        "- **Events in 2018:** Opened: B, E. Decision taken: D.",
    ]
    assert found["Centres as of 5 July 2018"].splitlines()[2:] == [
        "| **Culture (5)** | | |",
        "| A (A) |  | in preparation or operating (opening: between 2013 and October 2018)[^1] |",
        "| B (B) |  | operating (opening: between February 2018 and April 2018)[^2] |",
        "| D (D) |  | in preparation or operating (opening: date unknown) |",
        "| E (E) |  | operating or closed (closure: in or after 2018) |",
        "| F (F) |  | status unknown |",
    ]
    assert found["Events in 2018"] == (
        "- between February 2018 and April 2018: B – opening[^2]\n"
        "- 1 March 2018: D – decision on the centre\n"
        "- 1 May 2018: E – opening\n"
        "\n"
        "3 more events may have happened in 2018; their dates are not known exactly."
    )


def test_year_without_a_certain_event_has_the_number_of_possible_ones(c2c: Program) -> None:
    c2c.write(BOUNDS)
    found = sections(c2c("report", "--year", "2015", "--as-of", "2015").out)
    assert "Events in 2015:" not in found["Summary"]
    sentence = "2 events may have happened in 2015; their dates are not known exactly."
    assert found["Events in 2015"] == sentence
    assert f"<p>{sentence}</p>" in c2c("report", "--year", "2015", "--format", "html").out


def test_undated_events_count_from_the_day_of_the_last_check(c2c: Program) -> None:
    c2c.write(BOUNDS)
    for day, status in (
        ("2026-11-23", "in preparation or operating (opening: date unknown)"),
        ("2026-11-24", "operating (opening: date unknown)"),
    ):
        assert f"| D (D) |  | {status} |" in c2c("report", "--as-of", day).out


AGREEMENTS = (
    SMALL.replace('name = "A network"', 'name = "A network"\nlongest_term = 8')
    + centre("A", name="A")
    + event("signed", "2014-08-01")
    + event("in-force", "2014-09-04", term=6, sources=["https://example.org/a"])
    + centre("B", "signed:2005", name="B")
    + centre("C", "signed:..2009", name="C")
    + centre("D", "signed:2019", name="D")
    + centre("E", "signed:2019:2026", name="E")
    + centre("F", "opened:2019", name="F")
)


def test_agreements_whose_end_is_unknown_are_not_passed_over(c2c: Program) -> None:
    c2c.write(AGREEMENTS)
    found = sections(c2c("report", "--as-of", "2020-07-01").out)
    assert (
        "- **Agreements with UNESCO:** Expiring or due for review within 12 months: "
        "the agreement of A (3 September 2020). "
        "No expiry date is recorded for 3 of 5 agreements.\n"
    ) in found["Summary"]
    assert found["Agreements with UNESCO"] == (
        "- A: UNESCO's review of the agreement is overdue (signature of the agreement: "
        "1 August 2014; entry into force: 4 September 2014; expiry date: 3 September 2020, "
        "computed from the term of 6 years; review due by: 3 March 2020).[^1]\n"
        "- B: the agreement began in 2005; a term is at most 8 years: find out whether it was "
        "renewed or ended (signature of the agreement: 2005).\n"
        "- C: the agreement began long ago; a term is at most 8 years: find out whether it was "
        "renewed or ended (signature of the agreement: by 2009).\n"
        "\n"
        "No expiry date is recorded for: D.\n"
        "\n"
        "No agreement is recorded for: F."
    )
    calm = sections(c2c("report", "--year", "2018", "--as-of", "2018-12-31").out)["Summary"]
    assert (
        "- **Agreements with UNESCO:** No other agreement expires or is due for review within "
        "12 months. No expiry date is recorded for 2 of 3 agreements.\n"
    ) in calm


def test_report_names_both_bounds_of_an_end(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", name="A") + event("signed", "2014-03-05..2014-06", term=6))
    shown = c2c("report", "--as-of", "2020-04-01").out
    end = "between 4 March 2020 and June 2020"
    assert f"review within 12 months: the agreement of A ({end}).\n" in shown
    assert f" | {end} (computed) |\n" in shown
    assert f"; expiry date: {end}, computed from the term of 6 years; " in shown
    assert f" | {end} (expired) |\n" in c2c("report", "--as-of", "2020-07-01").out


def test_report_names_the_reason_of_a_waiver(c2c: Program) -> None:
    waiver = record(
        "waiver", kind="heads", year=2020, reason="Pandemic", sources=["https://example.org/w"]
    )
    c2c.write(SMALL + rule("heads", name="Heads", level="heads", sources=["s://x"]) + waiver)
    out = c2c("report", "--year", "2020", "--as-of", "2020-12-31").out
    assert (
        "| Heads | waived |\n\nAll agreed meetings were waived.\n\n- Waived: Heads (Pandemic)[^2]\n"
    ) in out
    page = c2c("report", "--year", "2020", "--as-of", "2020-12-31", "--format", "html").out
    assert '<li>Waived: Heads (Pandemic) [<a href="#source-2">2</a>]</li>' in page
    assert '<span class="waived">–</span></span><span class="words"> waived</span>' in page


OWED = (
    SMALL
    + centre("RIVER", "opened:2015", name="River", sector="education")
    + event("annual-report", "2022..2023-01", note="On its site.")
    + event("audit", "2021", covers=2020, sources=["https://example.org/river"])
    + centre("LAKE", "opened:2015", name="Lake")
    + event(
        "annual-report",
        "2023-02-20",
        covers=2022,
        note="Endorsed by the board.",
        sources=["https://example.org/lake"],
    )
    + event("audit", "2022-06", covers=2021, sources=["https://example.org/audit"])
    + centre("SEA", "opened:2015", name="Sea")
    + centre("POND", "opened:2015", name="Pond")
    + centre("NEW", "opened:2022-01-01", name="New")
    + record(
        "obligation",
        kind="board",
        name="Meeting of the board",
        since=2016,
        centres=["LAKE", "SEA", "POND", "NEW"],
        sources=["https://example.org/agreement"],
    )
    + record(
        "obligation",
        kind="annual-report",
        name="Annual report to UNESCO",
        due="03-31",
        since=2018,
        note="Sent by the director. The form was changed in 2024.",
        sources=["https://example.org/agreement"],
    )
    + record(
        "obligation", kind="audit", name="Audit", every=2, since=2020, until=2023, centres=["RIVER"]
    )
    + record(
        "waiver",
        kind="annual-report",
        year=2022,
        centre="POND",
        reason="Flood",
        sources=["https://example.org/waiver"],
    )
    + meeting(
        "b1",
        title="Board of SEA",
        start="2022-05-03",
        kind="board",
        organisers=["SEA"],
        outcomes=["Plan approved"],
        sources=["https://example.org/board"],
    )
    + meeting(
        "b2",
        title="Board of LAKE",
        start="2022-12",
        kind="board",
        status="planned",
        organisers=["LAKE"],
    )
    + meeting("n1", title="Network", start="2022-09", kind="formal", sources=["s://n"])
    + rule(name="Formal", sources=["s://n"])
)
"""A registry with an obligation in every state."""


def test_report_has_what_each_centre_owes(c2c: Program) -> None:
    c2c.write(OWED)
    found = sections(c2c("report", "--year", "2022", "--as-of", "2023-02-25").out)
    assert found["Summary"].splitlines() == [
        "- **5 centres** (operating: 5)",
        "- **Events in 2022:** Opened: NEW. Audit: LAKE.",
        "- **Meetings of the network in 2022:** 1 (held: 1)",
        "- **Agreed meetings:** 1; all held",
        "- **Meetings of individual centres in 2022:** 2 (held: 1; planned: 1)",
        "- **Meeting of the board:** recorded for 1 of 3 centres (planned: 1; none recorded: 1)",
        "- **Annual report to UNESCO:** recorded for 1 of 4 centres "
        "(waived: 1; unclear: 1; due by 31 March 2023: 1)",
        "- **Audit (2022–2023):** recorded for 0 of 1 centre (due by 31 December 2023: 1)",
        "- **Agreements with UNESCO:** No recorded agreement expires or is due for review "
        "within 12 months.",
        "- **Open questions:** 3",
    ]
    assert found["Obligations of the centres"] == (
        "A centre is bound from the first period after the year in which it is first known to "
        "operate, until it closes. Centres that are not bound are not listed.\n"
        "“None recorded” means that the registry contains no record; it does not mean that "
        "nothing happened.\n"
        "\n"
        "### Meeting of the board\n"
        "\n"
        "- Applies: every year; since 2016\n"
        "- Due by: 31 December 2022\n"
        "- Centres: LAKE, SEA, POND, NEW\n"
        "- Sources:[^3]\n"
        "\n"
        "| Centre | 2022 |\n"
        "| --- | --- |\n"
        "| LAKE | “Board of LAKE” (December 2022; planned) |\n"
        "| SEA | recorded: “Board of SEA” (3 May 2022)[^4] |\n"
        "| POND | none recorded |\n"
        "\n"
        "### Annual report to UNESCO\n"
        "\n"
        "- Applies: every year; since 2018\n"
        "- Due by: 31 March 2023\n"
        "- Sources:[^3]\n"
        "\n"
        "Sent by the director.\n"
        "\n"
        "| Centre | 2022 |\n"
        "| --- | --- |\n"
        "| LAKE | recorded: 20 February 2023[^5] |\n"
        "| SEA | not yet recorded; due by 31 March 2023 |\n"
        "| POND | waived: Flood[^6] |\n"
        "| RIVER | unclear; may count: annual report (between 2022 and January 2023) |\n"
        "\n"
        "### Audit (2022–2023)\n"
        "\n"
        "- Applies: every 2 years; 2020 to 2023\n"
        "- Due by: 31 December 2023\n"
        "- Centres: RIVER\n"
        "\n"
        "| Centre | 2022–2023 |\n"
        "| --- | --- |\n"
        "| RIVER | not yet recorded; due by 31 December 2023 |"
    )
    notes = found["Appendix: Notes"].partition("\n\n[^1]: ")[0]
    assert notes == (
        "- LAKE (annual report for 2022: 20 February 2023): Endorsed by the board.\n"
        "- RIVER (annual report: between 2022 and January 2023): On its site."
    )
    assert found["Open questions"] == (
        "- “Board of LAKE” (December 2022; planned): was it held?\n"
        "- RIVER (annual report: between 2022 and January 2023): which year does it cover?\n"
        "- No source is recorded for: RIVER (opening: 2015), "
        "RIVER (annual report: between 2022 and January 2023), LAKE (opening: 2015), "
        "SEA (opening: 2015), POND (opening: 2015), NEW (opening: 1 January 2022), "
        "“Board of LAKE” (December 2022; planned), Obligation: “Audit”."
    )
    assert found["About this report"].endswith(
        "\nAn unclear delivery is one whose date, or the year that it covers, is not known exactly."
    )


def test_meetings_of_centres_do_not_count_as_meetings_of_the_network(c2c: Program) -> None:
    c2c.write(OWED)
    found = sections(c2c("report", "--year", "2022", "--as-of", "2023-02-25").out)
    assert found["Meetings of the network in 2022"] == (
        "### September 2022: Network\n\n- Status: held\n- Counts as: Formal\n- Sources:[^2]"
    )
    assert found["Meetings of individual centres in 2022"] == (
        "### 3 May 2022: Board of SEA\n"
        "\n"
        "- Status: held\n"
        "- Organised by: SEA\n"
        "- Kind: Meeting of the board\n"
        "- Sources:[^4]\n"
        "\n"
        "Outcomes:\n"
        "\n"
        "- Plan approved\n"
        "\n"
        "### December 2022: Board of LAKE\n"
        "\n"
        "- Status: planned\n"
        "- Organised by: LAKE\n"
        "- Kind: Meeting of the board"
    )
    assert "Meetings in 2018" in sections(c2c("report", "--year", "2018").out)["Summary"]


def test_obligation_that_binds_no_centre_is_not_in_the_report(c2c: Program) -> None:
    network = (
        SMALL + centre("A", "opened:2018-02", name="A") + meeting(start="2018-03", kind="other")
    )
    c2c.write(network)
    without = [c2c("report", "--year", "2018", "--format", form).out for form in ("md", "html")]
    c2c.write(network + record("obligation", kind="board", name="Board", since=2010))
    assert [
        c2c("report", "--year", "2018", "--format", form).out for form in ("md", "html")
    ] == without
    assert "## Obligations of the centres\n" in c2c("report", "--year", "2019").out


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2018-12-30", "not yet recorded; due by 31 December 2018"),
        ("2018-12-31", "none recorded"),
        ("2019-01-01", "none recorded"),
    ],
)
def test_year_is_over_on_its_last_day(c2c: Program, day: str, state: str) -> None:
    board = record("obligation", kind="board", name="Board", since=2018)
    c2c.write(SMALL + centre("A", "opened:2016", name="A") + board + rule())
    out = c2c("report", "--year", "2018", "--as-of", day).out
    assert f"\n| Centre | 2018 |\n| --- | --- |\n| A | {state} |\n" in out
    assert ("| x | none recorded |" in out) == (state == "none recorded")


def test_deliveries_with_one_note_are_each_named(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", "opened:2016")
        + event("annual-report", "2018-05", covers=2017, note="By email.")
        + event("annual-report", "2018-05", covers=2018, note="By email.")
        + record("obligation", kind="annual-report", name="Report", since=2017)
    )
    assert sections(c2c("report", "--year", "2018").out)["Appendix: Notes"] == (
        "- A (annual report for 2017: May 2018), A (annual report for 2018: May 2018): By email."
    )


def test_only_a_delivery_of_an_unknown_year_is_a_question(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", "opened:2016", name="A")
        + event("annual-report", "2018..2019", covers=2018)
        + centre("B", "opened:2016", name="B")
        + event("annual-report", "2018-03..2018-09")
        + centre("C", "opened:2016", name="C")
        + event("annual-report", "2018..2019")
        + record("obligation", kind="annual-report", name="Report", since=2018)
    )
    found = sections(c2c("report", "--year", "2018", "--as-of", "2018-06").out)
    assert found["Obligations of the centres"].count("unclear; may count: ") == 3
    assert [line for line in found["Open questions"].splitlines() if "which year" in line] == [
        "- C (annual report: between 2018 and 2019): which year does it cover?"
    ]


def test_meeting_of_a_centre_with_an_inexact_date_may_count(c2c: Program) -> None:
    held = meeting(title="Session", start="2018", kind="board", organisers=["A"])
    board = record("obligation", kind="board", name="Board", since=2018)
    c2c.write(SMALL + centre("A", "opened:2016", name="A") + held + board)
    found = sections(c2c("report", "--year", "2018", "--as-of", "2018-06").out)
    assert found["Obligations of the centres"].endswith(
        "\n| A | unclear; may count: “Session” (2018) |"
    )
