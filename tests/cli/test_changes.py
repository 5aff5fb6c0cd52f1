"""`c2c changes`: what changed between two days, and between two files."""

import json
import shlex

import pytest

from conftest import Program
from samples import SMALL, centre, event, meeting, record, rule

OLD = (
    SMALL
    + centre("A", "approved:2010", "renewed:2012", "renewed:2018", city="Jeju", names={"ko": "가"})
    + centre("B")
    + meeting("m", title="Meeting", start="2018-11", status="planned", attendees=["A"])
    + rule()
)


def edited(c2c: Program, *commands: str) -> str:
    """Return the changes that commands make to OLD."""
    c2c.write(OLD)
    c2c.write(OLD, "old.toml")
    for command in commands:
        c2c(*command.split(" "))
    return c2c("changes", "old.toml").out


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("edit centre A --city Seoul", "centre A\t\tchanged\tcity\tJeju\tSeoul\t\n"),
        ("edit centre A --city=", "centre A\t\tchanged\tcity\tJeju\t\t\n"),
        (
            "edit centre A --names ko=나 --names fr=x",
            "centre A\t\tchanged\tnames.ko\t가\t나\t\ncentre A\t\tchanged\tnames.fr\t\tx\t\n",
        ),
        (
            "edit centre A --location 36.60,127.5",
            "centre A\t\tchanged\tlocation\t\t36.60,127.5\t\n",
        ),
        ("edit centre A --extra k=true", "centre A\t\tchanged\textra.k\t\ttrue\t\n"),
        (
            "edit meeting m --status held --attendees B",
            "meeting m\t\tchanged\tstatus\tplanned\theld\t2018-11\n"
            "meeting m\t\tchanged\tattendees\tA\tA;B\t2018-11\n",
        ),
        ("edit network --name Other", "network\t\tchanged\tname\tA network\tOther\t\n"),
        (
            "edit event A renewed --on 2018 --until 2024",
            "centre A\trenewed 2\tchanged\tuntil\t\t2024\t2018\n",
        ),
        (
            "edit event A renewed --on 2018 --date 2018-05",
            "centre A\trenewed 2\tchanged\tdate\t2018\t2018-05\t2018-05\n",
        ),
        ("add event A renewed --date 2020", "centre A\trenewed 3\tadded\t\t\t\t2020\n"),
        (
            "add event B annual-report --covers 2020",
            "centre B\tannual-report for 2020\tadded\t\t\t\t\n",
        ),
        ("remove event A approved", "centre A\tapproved\tremoved\t\t\t\t2010\n"),
        ("add centre C --name C --sector culture --country KR", "centre C\t\tadded\t\t\tC\t\n"),
        ("remove centre B", "centre B\t\tremoved\t\tx\t\t\n"),
        (
            "add meeting --title T --start 2019-01 --status held",
            "meeting 2019-01\t\tadded\t\t\tT\t2019-01\n",
        ),
        ("add contact A --role Director --name Secret", "centre A\tcontact\tchanged\t\t\t\t\n"),
        ("add contact NATCOM --name Secret", "organisation NATCOM\tcontact\tchanged\t\t\t\t\n"),
        ("edit cadence formal --per-year 2", "cadence formal\t\tchanged\tper_year\t1\t2\t\n"),
        (
            "add cadence informal --name I --level working --per-year 1 --since 2020",
            "cadence informal\t\tadded\t\t\tI\t\n",
        ),
        (
            "add waiver formal --year 2020 --reason Pandemic",
            "waiver formal 2020\t\tadded\t\t\tPandemic\t\n",
        ),
        (
            "edit centre A --id D",
            "centre A\t\tremoved\t\tx\t\t\ncentre D\t\tadded\t\t\tx\t\nmeeting m\t\tchanged\tattendees\tA\tD\t2018-11\n",
        ),
    ],
)
def test_an_edit_is_listed_and_nothing_else(c2c: Program, command: str, expected: str) -> None:
    out = edited(c2c, command)
    assert out == expected
    assert "Secret" not in out


def test_an_older_version_mirrors_the_changes(c2c: Program) -> None:
    assert edited(c2c, "edit centre A --city Seoul", "remove centre B", "add event A closed")
    forth = json.loads(c2c("changes", "old.toml", "--format", "json").out)
    back = json.loads(c2c("changes", "data/centres.toml", "old.toml", "--format", "json").out)
    swap = {"was": "now", "now": "was"}
    other = {"added": "removed", "removed": "added", "changed": "changed"}
    mirrored = [
        {swap.get(key, key): value for key, value in row.items()} | {"change": other[row["change"]]}
        for row in back
    ]

    def in_order(rows: list[dict[str, object]]) -> list[str]:
        return sorted(json.dumps(row, sort_keys=True) for row in rows)

    assert in_order(forth) == in_order(mirrored)


def test_layout_comments_and_order_are_no_changes(c2c: Program) -> None:
    c2c.write(OLD, "old.toml")
    centres = [centre("B"), OLD[len(SMALL) : OLD.index(centre("B"))]]
    meetings = OLD[OLD.index("[[meeting]]") :]
    text = "# A comment.\n" + SMALL + meetings + "# B\n".join(centres)
    c2c.write(text.replace("\n", "\r\n"))
    assert c2c("changes", "old.toml").out == ""
    c2c("changes", "old.toml", "--check")
    assert c2c("changes", "old.toml", "--format", "md").out == (
        "## Changes from old.toml to data/centres.toml\n\nNo changes.\n"
    )


def test_the_order_of_events_on_one_day_is_no_change(c2c: Program) -> None:
    notes = [event("evaluated", date="2018", note=note) for note in "xyz"]
    c2c.write(SMALL + centre("A") + "".join(notes), "old.toml")
    c2c.write(SMALL + centre("A") + "".join(reversed(notes)))
    assert c2c("changes", "old.toml").out == ""
    c2c.write(SMALL + centre("A") + notes[2] + event("evaluated", date="2019", note="x") + notes[1])
    assert c2c("changes", "old.toml").out == (
        "centre A\tevaluated 2\tchanged\tdate\t2018\t2019\t2019\n"
    )


def test_rules_of_one_kind_are_told_apart_by_their_first_year(c2c: Program) -> None:
    rules = (rule(until=2020), rule(since=2021, per_year=2))
    c2c.write(SMALL + "".join(rules), "old.toml")
    c2c.write(SMALL + rule(since=2021, per_year=3) + rules[0])
    assert c2c("changes", "old.toml").out == "cadence formal\t2021\tchanged\tper_year\t2\t3\t\n"


def test_an_obligation_with_other_centres_is_matched_by_its_first_year(c2c: Program) -> None:
    owed = {"kind": "board", "name": "Board"}
    first, last = record("obligation", **owed, since=2010, until=2014), {**owed, "since": 2015}
    c2c.write(SMALL + centre("A") + record("obligation", **last, centres=["A"]), "old.toml")
    c2c.write(SMALL + centre("A") + first + record("obligation", **last))
    assert c2c("changes", "old.toml").out == (
        "obligation board\t2015\tchanged\tcentres\tA\t\t\n"
        "obligation board\t2010\tadded\t\t\tBoard\t\n"
    )


def test_standard_input_can_be_the_old_version(c2c: Program) -> None:
    c2c.write(OLD)
    c2c("edit", "centre", "A", "--city", "Seoul")
    out = c2c("changes", "-", stdin=OLD.encode()).out
    assert out == "centre A\t\tchanged\tcity\tJeju\tSeoul\t\n"
    for args, title in (
        (("-",), "Changes in data/centres.toml"),
        (
            ("data/centres.toml", "-"),
            "Changes from data/centres.toml to standard input",
        ),
    ):
        out = c2c("changes", *args, "--format", "md", stdin=OLD.encode()).out
        assert out.startswith(f"## {title}\n")


MARKDOWN = """\
## Changes from old.toml to data/centres.toml

3 added, 1 removed, 5 changed.

### Added

- **centre A**: x
  - renewed 3 (2020-05)
- **centre C**: New \\*centre\\*
- **meeting 2019-01**: T (2019-01)

### Removed

- **centre B**: x

### Changed

- **centre A**: x
  - city: Jeju → Seoul
  - note: none → a<br>b
  - renewed 2 (2018), until: none → 2024
  - contact
- **meeting m**: Meeting
  - attendees: added NATCOM; removed A
"""


def test_markdown_is_a_list_of_changes(c2c: Program) -> None:
    assert edited(
        c2c,
        "edit centre A --city Seoul --note a\nb",
        "add contact A --role Director",
        "add event A renewed --date 2020-05",
        "edit event A renewed --on 2018 --until 2024",
        "edit meeting m --attendees=",
        "edit meeting m --attendees NATCOM",
        "remove centre B",
        "add centre C --name New\N{NO-BREAK SPACE}*centre* --sector culture --country KR",
        "add meeting --title T --start 2019-01 --status held",
    )
    out = c2c("changes", "old.toml", "--format", "md").out
    assert out.replace("\N{NO-BREAK SPACE}", " ") == MARKDOWN
    table = c2c("changes", "old.toml", "--format", "md", "--columns", "record,change").out
    assert table.startswith("| record | change |\n")


def test_a_bundled_registry_is_named_as_typed(c2c: Program) -> None:
    out = c2c("changes", "korea", "world", "--format", "md").out
    assert out.startswith("## Changes from korea to world\n")


def test_check_fails_if_anything_changed(c2c: Program) -> None:
    c2c.write(OLD)
    c2c.write(OLD.replace("Jeju", "Seoul"), "old.toml")
    c2c("changes", "old.toml", "--check", code=1)
    c2c("changes", "data/centres.toml", "--check")
    c2c("changes", "--from", "2018", "--to", "2018", "--check", code=1)
    c2c("changes", "--from", "2015", "--to", "2015", "--check")


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (
            "",
            2,
            "nothing to compare with; pass --from DATE, or an earlier version of the file as OLD",
        ),
        (
            "--to 2018",
            2,
            "nothing to compare with; pass --from DATE, or an earlier version of the file as OLD",
        ),
        (
            "old.toml --data data/centres.toml",
            2,
            "--data cannot be used with OLD; pass the later version as NEW",
        ),
        ("old.toml --from 2018", 2, "OLD cannot be used with --from or --to"),
        ("old.toml --to 2018", 2, "OLD cannot be used with --from or --to"),
        ("- -", 2, "standard input cannot be both OLD and NEW; pass a file"),
        ("--from 2019 --to 2018", 2, "--to: 2018 is before --from (2019)"),
        ("--from 9000", 2, "--from: 9000 is in the future; pass --to as well"),
        ("''", 2, "OLD: file name is empty; pass a file"),
        ("old.toml ''", 2, "NEW: file name is empty; pass a file"),
        ("koera", 3, '"koera" not found; did you mean "korea"?'),
        (
            "none.toml",
            3,
            "none.toml not found; pass another file, or create it with c2c init none.toml",
        ),
    ],
)
def test_wrong_arguments(c2c: Program, args: str, code: int, message: str) -> None:
    c2c.write(OLD)
    c2c.write(OLD, "old.toml")
    assert c2c("changes", *shlex.split(args), code=code).err == f"c2c: error: {message}\n"


def test_an_invalid_version_is_reported_with_its_places(c2c: Program) -> None:
    c2c.write(OLD)
    c2c.write(SMALL + centre(country="kr"), "old.toml")
    assert c2c("changes", "old.toml", code=3).err == (
        'old.toml:23:11: error: [centre A] country: unknown country code "kr"; did you mean "KR"?\n'
        "c2c: error: found 1 error in old.toml; run c2c edit --data old.toml\n"
    )


DAYS = (
    SMALL
    + centre("A", "approved:2010-05", "signed:2012-03-01:2016-02", "opened:2013..2014", "decided")
    + event("annual-report", covers=2015, date="2016-03-10")
    + centre("B", "closed:2015", "opened:2011")
    + meeting("held", start="2015-06-30", end="2015-07-01")
    + meeting("off", start="2015-08", status="cancelled")
    + meeting("plan", start="2015-09", status="planned")
    + record("obligation", kind="annual-report", name="Report", since=2014)
)


PERIOD = """\
## Changes from 2015 to 2016-03

4 happened, 3 changed.

### Happened

- **meeting held**: x
  - held (2015-06-30)
- **meeting off**: x
  - cancelled (2015-08)
- **centre B**: x
  - closed (2015)
- **centre A**: x
  - annual-report for 2015 (2016-03-10)

### Changed

- **centre B**: x
  - status: operating → closed (2015)
- **centre A**: x
  - agreement: valid → expired (2016-02)
  - obligation annual-report 2015: due → met (2016-03-10)

1 other event or meeting may have happened in this period.
"""


def test_markdown_of_a_period_has_each_record_once_in_a_section(c2c: Program) -> None:
    c2c.write(DAYS)
    out = c2c("changes", "--from", "2015", "--to", "2016-03", "--format", "md").out
    assert out == PERIOD


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (
            "--from 2010 --to 2010",
            [
                "centre A|approved|happened||||2010-05",
                "centre A||changed|status||preparing|2010-05",
            ],
        ),
        (
            "--from 2012-03-01 --to 2012-03-01",
            [
                "centre A|signed|happened||||2012-03-01",
                "centre A||changed|agreement|none|valid|2012-03-01",
            ],
        ),
        ("--from 2012-03-02 --to 2012-12", []),
        ("--from 2013 --to 2013", []),
        (
            "--from 2013 --to 2014",
            [
                "centre A|opened|happened||||2013..2014",
                "centre A||changed|status|preparing|operating|2013..2014",
            ],
        ),
        (
            "--from 2015 --to 2015",
            [
                "meeting held||happened|status||held|2015-06-30",
                "centre A||changed|agreement|valid|review due|2015-08-01",
                "meeting off||happened|status||cancelled|2015-08",
                "centre B|closed|happened||||2015",
                "centre B||changed|status|operating|closed|2015",
            ],
        ),
        ("--from 2015-06 --to 2015-06", []),
        (
            "--from 2015-07-01 --to 2015-07",
            ["meeting held||happened|status||held|2015-06-30"],
        ),
        (
            "--from 2016-02 --to 2016-02",
            ["centre A||changed|agreement|review due|expired|2016-02"],
        ),
        ("--from 2016-03-01 --to 2016-03-01", []),
        (
            "--from 2016-02 --to 2016-03",
            [
                "centre A||changed|agreement|review due|expired|2016-02",
                "centre A|annual-report for 2015|happened||||2016-03-10",
                "centre A|annual-report 2015|changed|obligation|missing|met|2016-03-10",
            ],
        ),
    ],
)
def test_days_list_what_certainly_happened_in_them(
    c2c: Program, args: str, expected: list[str]
) -> None:
    c2c.write(DAYS)
    out = c2c("changes", *args.split()).out
    assert out.replace("\t", "|").splitlines() == expected


def test_a_status_that_may_be_older_than_the_period_is_no_change(c2c: Program) -> None:
    undated = centre("C", "evaluated:2012") + centre("D", "approved:2011..2012", "signed:2012")
    c2c.write(SMALL + undated + centre("E", "approved:2012", "opened:2012-03..2013"))
    out = c2c("changes", "--from", "2012", "--to", "2012").out
    assert out.replace("\t", "|").splitlines() == [
        "centre C|evaluated|happened||||2012",
        "centre D|signed|happened||||2012",
        "centre D||changed|agreement|none|end unknown|2012",
        "centre E|approved|happened||||2012",
        "centre E||changed|status||preparing|2012",
    ]
    assert c2c("changes", "--from", "2012-12-31", "--to", "2013").out == ""


def test_an_obligation_that_may_have_been_met_before_is_not_listed(c2c: Program) -> None:
    reports = event("annual-report", covers=2013, date="2014") + event("annual-report", covers=2012)
    owed = record("obligation", kind="annual-report", name="Report", since=2012)
    board = record("obligation", kind="board", name="Board", since=2014)
    held = meeting("b", kind="board", start="2014-04-30", end="2014-05-02", organisers=["A"])
    c2c.write(SMALL + centre("A", "opened:2010-05") + reports + owed + board + held)
    assert c2c("changes", "--from", "2014-06", "--to", "2014").out == ""
    assert c2c("changes", "--from", "today").out == ""
    assert c2c("changes", "--from", "2014-05", "--to", "2014-05").out.splitlines() == [
        "meeting b\t\thappened\tstatus\t\theld\t2014-04-30",
        "centre A\tboard 2014\tchanged\tobligation\tdue\tmet\t2014-04-30",
    ]
    whole = c2c("changes", "--from", "2014", "--to", "2014", "--columns", "item").out
    assert whole.splitlines() == ["", "board 2014", "annual-report for 2013", "annual-report 2013"]


def test_a_review_is_listed_if_it_certainly_happened_in_the_period(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "signed:2012-03-01:2017-01", "evaluated:2016"))
    assert c2c("changes", "--from", "2016-08", "--to", "2016").out == ""
    assert c2c("changes", "--from", "2016", "--to", "2016").out.splitlines() == [
        "centre A\tevaluated\thappened\t\t\t\t2016",
        "centre A\t\tchanged\tagreement\tvalid\treviewed\t2016",
    ]


def test_events_that_may_have_happened_in_the_period_are_counted(c2c: Program) -> None:
    c2c.write(DAYS + centre("C", "opened:2013"))
    assert c2c("changes", "--from", "2013", "--to", "2013", "--format", "table").out == (
        "Changes from 2013 to 2013\n"
        "\n"
        "Record    Change    Details                   Date\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "centre C  happened  opened                    2013\n"
        "          changed   status: none → operating  2013\n"
        "\n"
        "1 happened, 1 changed\n"
        "2 other events or meetings may have happened in this period: "
        "c2c timeline --from 2013 --to 2013\n"
    )


def test_markdown_of_what_happened(c2c: Program) -> None:
    c2c.write(DAYS)
    out = c2c("changes", "--from", "2015-06", "--to", "2015-08", "--format", "md").out
    assert out == (
        "## Changes from 2015-06 to 2015-08\n\n2 happened, 1 changed.\n\n"
        "### Happened\n\n"
        "- **meeting held**: x\n  - held (2015-06-30)\n"
        "- **meeting off**: x\n  - cancelled (2015-08)\n\n"
        "### Changed\n\n"
        "- **centre A**: x\n  - agreement: valid → review due (2015-08-01)\n\n"
        "2 other events or meetings may have happened in this period.\n"
    )


def test_meetings_that_may_have_ended_in_the_period_are_counted(c2c: Program) -> None:
    c2c.write(SMALL + meeting("m", start="2018") + meeting("p", start="2018", status="planned"))
    out = c2c("changes", "--from", "2018-06", "--to", "2018-06", "--format", "md").out
    assert "\n1 other event or meeting may have happened in this period.\n" in out
    period = ("changes", "--from", "2018-06", "--to", "2018-06")
    assert " ".join(c2c(*period, terminal=True).err.split()) == (
        "c2c: no certain changes; 1 event or meeting may have happened in this period: "
        "c2c timeline --from 2018-06 --to 2018-06"
    )


def test_contacts_are_not_in_any_format(c2c: Program) -> None:
    contact = record("centre.contact", role="Unmistakable", name="Unmistakable")
    c2c.write(SMALL + centre() + contact, "new.toml")
    c2c.write(SMALL + centre(), "old.toml")
    for form in ("table", "tsv", "csv", "json", "jsonl", "md"):
        assert "Unmistakable" not in c2c("changes", "old.toml", "new.toml", "--format", form).out


TABLE = """\
Changes from old.toml to data/centres.toml

Record     Change   Details                               Date
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
centre A   changed  website: none → https://example.org/
           changed  renewed 2, until: none → 2024         2018
centre B   removed  x
meeting m  changed  attendees: removed A                  2018-11

1 removed, 3 changed
"""

BRIEF = """\
Changes from old.toml to data/centres.toml

centre A
  changed · website: none → https://example.org/
centre A
  changed · renewed 2, until: none → 2024 · 2018
centre B
  removed · x
meeting m
  changed · attendees: removed A · 2018-11

1 removed, 3 changed
"""


@pytest.mark.parametrize(("columns", "expected"), [("80", TABLE), ("50", BRIEF)])
def test_a_table_has_the_details_in_one_column(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, columns: str, expected: str
) -> None:
    edited(
        c2c,
        "edit centre A --website https://example.org/",
        "edit event A renewed --on 2018 --until 2024",
        "edit meeting m --attendees=",
        "remove centre B",
    )
    monkeypatch.setenv("COLUMNS", columns)
    out = c2c("changes", "old.toml", "--format", "table").out
    assert [line.rstrip() for line in out.splitlines()] == expected.splitlines()


@pytest.mark.parametrize("args", [["v1.csv"], ["data/centres.toml", "v1.csv"]])
def test_neither_version_is_overwritten(c2c: Program, args: list[str]) -> None:
    c2c.write(OLD)
    file = c2c.write(OLD, "v1.csv")
    assert c2c("changes", *args, "--output", "v1.csv", code=2).err == (
        "c2c: error: --output: v1.csv is the registry file; pass another file\n"
    )
    assert file.read_text() == OLD


def test_people_read_that_nothing_was_recorded(c2c: Program) -> None:
    c2c.write(DAYS)
    period = ("--from", "2016-03", "--to", "2016-03")
    assert "missing\tmet" in c2c("changes", *period).out
    out = c2c("changes", *period, "--format", "md").out
    assert "obligation annual-report 2015: none recorded → met (2016-03-10)" in out
