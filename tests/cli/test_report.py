"""`c2c report`: the annual report in Markdown."""

import pytest

from conftest import Program
from samples import ROOT, SMALL


def test_report_of_2018_equals_the_documented_one(c2c: Program) -> None:
    run = c2c("report", "--year", "2018", "--as-of", "2018-07-05")
    assert run.out == (ROOT / "docs/report-2018.md").read_text()
    assert run.err == ""


@pytest.mark.parametrize(
    "fact",
    [
        "5 centres: 4 operating, 1 in preparation.",
        "was pursuing the establishment of two more centres",
        "in preparation: approved on 6 November 2017 (39th session of the General Conference)",
        "| Education | Asia-Pacific Centre of Education for International Understanding (APCEIU) |",
        "| Culture | International Information and Networking Centre for Intangible Cultural Heritage",
        "| Natural Sciences | International Centre for Water Security and Sustainable Management (i-WSSM) |",
        "| Social and Human Sciences | International Centre of Martial Arts",
        "| Communication and Information | International Centre for Documentary Heritage (ICDH) |",
        "Agreed at “First network meeting” (19 to 20 December 2017) in Jeonju, organised by ICHCAP and KNCU",
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
        "the heads of four Korean centres",
        "November 2018: Next network meeting\n\nTentative; recorded only as a working-level meeting.",
        "UNESCO Strategy Forum",
    ],
)
def test_report_contains_every_fact_of_the_reference_article(fact: str) -> None:
    assert fact in (ROOT / "docs/report-2018.md").read_text()


NETWORK = SMALL.replace(
    'name = "A network"', 'name = "A *network*"\nnote = "Two\\nlines"\nsources = ["https://example.org/n"]'
)
FULL = (
    NETWORK
    + """
[[centre]]
id = "A"
name = "Centre [A]"
sector = "education"
country = "KR"
city = "Seoul"

[[centre.event]]
kind = "signed"
date = 2014-01-01
until = "2021-03"
sources = ["https://example.org/book"]

[[centre.event]]
kind = "renewed"
date = "2015-05"
until = "2021-03"

[[centre]]
id = "B"
name = "B"
sector = "culture"
country = "KR"

[[centre.event]]
kind = "proposed"
date = 2020
note = "By the ministry."
sources = ["https://example.org/n"]

[[centre]]
id = "C"
name = "C"
sector = "culture"
country = "KR"

[[centre.event]]
kind = "closed"
date = 2020-02-01
sources = ["https://example.org/c"]

[[centre]]
id = "D"
name = "D"
sector = "culture"
country = "KR"

[[cadence]]
kind = "formal"
name = "Formal"
level = "working"
per_year = 2
since = 2018
agreed = "m0"
note = "Twice."

[[cadence]]
kind = "heads"
name = "Heads"
level = "heads"
per_year = 1
since = 2018
sources = ["https://example.org/n"]

[[meeting]]
id = "m0"
title = "Founding"
start = 2017-12-30
end = 2018-01-02
status = "held"

[[meeting]]
id = "m1"
title = "One"
start = 2020-03-01
end = 2020-03-02
kind = "formal"
status = "held"
organisers = ["NATCOM"]
attendees = ["A", "B", "NATCOM"]
outcomes = ["Agreed"]
sources = ["https://example.org/1"]

[[meeting]]
id = "m2"
title = "Two"
start = "2020-05"
status = "planned"
sources = ["https://example.org/2"]

[[meeting]]
id = "m3"
title = "Later"
start = 2020-12-30
status = "held"
kind = "heads"
"""
)


def test_report_with_every_kind_of_content(c2c: Program) -> None:
    c2c.write(FULL)
    assert c2c("report", "--year", "2020", "--as-of", "2020-12-01").out == (
        "# A \\*network\\*: report on 2020\n"
        "\n"
        "This report reflects the network's registry as of 1 December 2020; "
        "remarks that mention a later year are omitted. "
        "Numbers in brackets refer to the sources at the end.\n"
        "\n"
        "## Centres on 1 December 2020\n"
        "\n"
        "3 centres: 1 operating, 1 closed, 1 of unknown status.\n"
        "\n"
        "| Sector | Centre | City | Status |\n"
        "| --- | --- | --- | --- |\n"
        "| Culture | C (C) |  | closed on 1 February 2020 \\[1\\] |\n"
        "| Culture | D (D) |  | of unknown status |\n"
        "| Education | Centre \\[A\\] (A) | Seoul | operating: renewed in May 2015 |\n"
        "\n"
        "Two\\\nlines \\[2\\]\n"
        "\n"
        "## Meetings in 2020\n"
        "\n"
        "### 1 to 2 March 2020: One\n"
        "\n"
        "Held; organised by NATCOM (National Commission); attended by A, B and NATCOM (National Commission); "
        "counts as “Formal”. \\[3\\]\n"
        "\n"
        "Outcomes:\n"
        "\n"
        "- Agreed\n"
        "\n"
        "### May 2020: Two\n"
        "\n"
        "Planned; kind not recorded. \\[4\\]\n"
        "\n"
        "## Agreed and actual meetings\n"
        "\n"
        "Agreed at “Founding” (30 December 2017 to 2 January 2018):\n"
        "\n"
        "- Formal: twice a year, since 2018. Twice.\n"
        "\n"
        "Agreed:\n"
        "\n"
        "- Heads: once a year, since 2018. \\[2\\]\n"
        "\n"
        "| Agreed meeting | In 2020 |\n"
        "| --- | --- |\n"
        "| Formal | “One” (1 to 2 March 2020); unclear: possibly “Two” (May 2020, planned) |\n"
        "| Heads | unclear: possibly “Two” (May 2020, planned) |\n"
        "\n"
        "1 agreed meeting is neither held nor planned, even if every unclear meeting counts, "
        "with 30 days of the year left.\n"
        "\n"
        "## Agreements with UNESCO\n"
        "\n"
        "- A: the agreement renewed in May 2015 expires in March 2021; "
        "UNESCO's review was due by 1 September 2020, six months before.\n"
        "\n"
        "No agreement is recorded for D.\n"
        "\n"
        "## Open questions\n"
        "\n"
        "- What kind of meeting is “Two” (May 2020, planned)?\n"
        "- Was “Two” (May 2020, planned) held?\n"
        "- What is the status of D? No events are recorded.\n"
        "- No source is recorded for: A, renewed in May 2015; the rule “Formal”.\n"
        "\n"
        "## Sources\n"
        "\n"
        "1. <https://example.org/c>\n"
        "2. <https://example.org/n>\n"
        "3. <https://example.org/1>\n"
        "4. <https://example.org/2>\n"
    )


def test_report_of_an_empty_year(c2c: Program) -> None:
    c2c.write(SMALL)
    out = c2c("report", "--as-of", "2020-12-01").out
    assert out.startswith("# A network: report on 2020\n")
    assert out.count("\nNone.\n") == 4
    assert "\nNo agreed meetings are recorded.\n" in out
    c2c.write(NETWORK)
    out = c2c("report", "--as-of", "2020-12-01").out
    assert "## Centres on 1 December 2020\n\nNone.\n\nTwo\\\nlines \\[1\\]\n\n## Meetings" in out


def test_report_of_the_year_in_which_rules_were_agreed(c2c: Program) -> None:
    out = c2c("report", "--year", "2017", "--as-of", "2017-12-31").out
    agreed = out.partition("## Agreed and actual meetings\n\n")[2].partition("\n\n## ")[0].split("\n\n")
    assert agreed[0].startswith("Agreed at “First network meeting” (19 to 20 December 2017) in Jeonju, ")
    assert agreed[1].startswith("- Formal working-level meeting, with government departments: once a year, since 2018")
    assert agreed[2] == "No meeting was agreed for 2017."
    assert "No meeting was agreed for 2016.\n" in c2c("report", "--year", "2016").out


def test_markup_in_values_is_escaped(c2c: Program) -> None:
    c2c.write(SMALL.replace("A network", "<b>\\u001b[31m|[x](y)"))
    assert c2c("report").out.startswith("# \\<b\\>\\\\u001b\\[31m\\|\\[x\\](y): report on ")


def test_lines_of_a_value_create_no_lists_or_headings(c2c: Program) -> None:
    c2c.write(
        NETWORK.replace("Two\\nlines", "1. One\\n- two\\n===\\n\\n    + three\\n2018-11 and 2. stay")
        + """
[[meeting]]
id = "m"
title = "1. M"
start = 2020-01-01
status = "cancelled"
kind = "other"
agenda = ["1. Opening", "---", "2) Close\\nlate"]
sources = ["https://example.org/<1>", "ftp://example.org/-"]
"""
    )
    out = c2c("report", "--year", "2020").out
    assert "\n1\\. One\\\n\\- two\\\n\\===\n\n\\+ three\\\n2018-11 and 2. stay \\[1\\]\n" in out
    assert "\n- 1\\. Opening\n- \\-\\-\\-\n- 2\\) Close\\\n  late\n" in out
    assert out.endswith("\n1. <https://example.org/n>\n2. https\\://example.org/\\<1\\>\n3. ftp\\://example.org/-\n")
    assert "\nCancelled. \\[2, 3\\]\n" in out


def test_ended_rules_show_their_first_and_last_year(c2c: Program) -> None:
    rule = '\n[[cadence]]\nkind = "{0}"\nname = "{0}"\nlevel = "l"\nper_year = {1}\nsince = 2018\nuntil = {2}\n'
    c2c.write(SMALL + rule.format("a", 3, 2019) + rule.format("b", 1, 2018))
    out = c2c("report", "--year", "2018", "--as-of", "2020").out
    assert "\nAgreed:\n\n- a: 3 times a year, from 2018 to 2019.\n- b: once a year, in 2018.\n" in out
    assert "\nThe network met less often than agreed: 4 agreed meetings are not recorded.\n" in out


def test_notes_about_later_years_are_omitted(c2c: Program) -> None:
    then, now = (c2c("report", "--year", "2018", "--as-of", day).out for day in ("2018-07-05", "2026-11-24"))
    for note in ("in its own building since 19 November 2020", "The centre was active in November 2024"):
        assert note not in then
        assert note in now


def test_notes_and_inferences_are_included(c2c: Program) -> None:
    out = c2c("report", "--year", "2026", "--as-of", "2026-11-24").out
    assert "; that the centre moved after that is inferred." in out
    assert "operating since 29 April 2025 (The opening ceremony was on this date. The centre was active earlier:" in out


def test_invalid_year_is_reported(c2c: Program) -> None:
    assert (
        c2c("report", "--year", "18", code=2).err
        == 'c2c: error: --year: invalid year "18"; use four digits, such as 2018\n'
    )


def test_planned_meetings_are_not_reported_as_held(c2c: Program) -> None:
    c2c.write(
        SMALL + '[[cadence]]\nkind = "a"\nname = "A"\nlevel = "a"\nper_year = 1\nsince = 2018\n'
        '[[meeting]]\nid = "m"\ntitle = "M"\nstart = "2018-05"\nstatus = "planned"\nkind = "a"\n'
    )
    over = "\nThe network met as often as agreed, provided that the meetings recorded as planned were held.\n"
    assert over in c2c("report", "--year", "2018", "--as-of", "2019").out
    assert (
        "\nAll agreed meetings have been held or are planned.\n"
        in c2c("report", "--year", "2018", "--as-of", "2018-06").out
    )
    c2c("edit", "meeting", "m", "--status", "held")
    assert "\nThe network met as often as agreed.\n" in c2c("report", "--year", "2018", "--as-of", "2019").out
