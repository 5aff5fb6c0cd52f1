"""Tables of centres and organisations: titles, sections, and narrow and wide terminals."""

import pytest

from conftest import Program
from samples import SMALL, centre, controls, meeting

DAY = ("--as-of", "2026-01-01", "--format", "table")
KOREA = "Republic of Korea"


def title(c2c: Program, *args: str) -> str:
    """Return the title of a list."""
    return c2c("list", *args, *DAY).out.partition("\n")[0]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((), "Centres as of 2026-01-01"),
        (("--country", "KR"), f"Centres: {KOREA}, as of 2026-01-01"),
        (("--country", "RU"), "Centres: Russian Federation, as of 2026-01-01"),
        (("--country", "KR,RU"), f"Centres: {KOREA} or Russian Federation, as of 2026-01-01"),
        (("--country", "KR,RU,FR,DE,IT"), "Centres: 5 countries, as of 2026-01-01"),
        (("--sector", "CLT"), f"Centres: Culture, {KOREA}, as of 2026-01-01"),
        (("--sector", "ED,CLT"), "Centres: Culture or Education, as of 2026-01-01"),
        (("--status", "unknown"), "Centres: unknown, as of 2026-01-01"),
        (("lake",), f'Centres matching "lake": {KOREA}, as of 2026-01-01'),
        (("e",), 'Centres matching "e" as of 2026-01-01'),
        (
            ("e", "--status", "unknown,closed", "--sector", "ED", "--country", "RU"),
            'Centres matching "e": Education, Russian Federation, closed or unknown, as of 2026-01-01',
        ),
        (
            ("--columns", "id,sector", "--sector", "CLT"),
            f"Centres: Culture, {KOREA}, as of 2026-01-01",
        ),
    ],
)
def test_title_names_the_filters_and_the_only_country(
    c2c: Program, args: tuple[str, ...], expected: str
) -> None:
    c2c.write(
        SMALL
        + centre("A", name="Centre of the Lake")
        + centre("B", name="Centre of the Sea", sector="education", country="RU")
    )
    assert title(c2c, *args) == expected


def test_title_names_the_sectors_in_the_language(c2c: Program) -> None:
    c2c.write(
        SMALL.replace('name = "Culture"', 'name = "Culture"\nnames = { ko = "문화" }') + centre("A")
    )
    assert (
        title(c2c, "--sector", "CLT", "--lang", "ko") == f"Centres: 문화, {KOREA}, as of 2026-01-01"
    )


def test_title_escapes_text(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", name="[red]\u202ex"))
    assert title(c2c, "[red]\u202e") == (
        f'Centres matching "[red]\\u202e": {KOREA}, as of 2026-01-01'
    )


def test_column_of_the_only_country_or_sector_is_omitted(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", city="Seoul") + centre("B", sector="education", country="FR"))
    headings = {
        (): "ID  Name  Sector  Country  City   Status",
        ("--country", "FR"): "ID  Name  Sector  Status",
        ("--country", "FR,DE"): "ID  Name  Sector  Country  Status",
        ("--sector", "CLT"): "ID  Name  City   Status",
        ("--sector", "CLT,ED"): "ID  Name  Sector  Country  City   Status",
    }
    for args, expected in headings.items():
        words = c2c("list", *args, *DAY).out.splitlines()[2].split()
        assert [word for word in words if word not in {"City", "Since", "Until"}] == [
            word for word in expected.split() if word != "City"
        ]


MANY = SMALL + "".join(
    centre(
        f"C{number}",
        "opened:2011",
        city="Seoul",
        country=("KR", "FR")[number % 3 == 0],
        sector=("culture", "education")[number % 2],
    )
    for number in range(26)
)


def test_sections_omit_the_column_of_the_sector(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(MANY)
    for columns in ("60", "80", "120"):
        monkeypatch.setenv("COLUMNS", columns)
        text = c2c("list", *DAY).out
        assert "Culture (13) ──" in text
        assert "CLT" not in text
        assert "CLT" in c2c("list", *DAY, "--sort", "id").out
        assert "culture" in c2c("list", *DAY, "--columns", "id,sector").out


def test_centre_has_three_lines_in_a_narrow_terminal(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(
        SMALL
        + centre("LAKE", "opened:2011", name="Centre of the Lake and of the River", city="Seoul")
        + centre("SEA", name="유네스코 국제기록유산센터", country="FR", sector="education")
    )
    expected = (
        "Centres as of 2026-01-01\n"
        "\n"
        "LAKE\n"
        "  Centre of the Lake and of the\n"
        "  River\n"
        "  CLT · Seoul, KR · ● operating\n"
        "SEA\n"
        "  유네스코 국제기록유산센터\n"
        "  ED · FR · ? unknown\n"
        "\n"
        "2 centres: 1 operating, 1 unknown\n"
    )
    monkeypatch.setenv("COLUMNS", "34")
    assert c2c("list", *DAY).out == expected
    monkeypatch.setenv("COLUMNS", "60")
    assert c2c("list", *DAY).out == expected.replace("the\n  River", "the River")
    monkeypatch.setenv("COLUMNS", "61")
    assert "ID    Name" in c2c("list", *DAY).out
    monkeypatch.setenv("COLUMNS", "34")
    assert "ID      LAKE\nSector  culture\n" in c2c("list", *DAY, "--columns", "id,sector").out
    assert c2c("list", *DAY, "--no-header", "--country", "FR").out == (
        "SEA\n  유네스코 국제기록유산센터\n  ED · ? unknown\n"
    )


def test_narrow_list_marks_the_status_and_escapes_text(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    c2c.write(SMALL + centre("A", "opened:2011", name="[bold]x\u202e\u0007"))
    coloured = c2c("list", "--as-of", "2026", terminal=True).out
    assert "\x1b[1mA\x1b[0m\n" in coloured
    assert "CLT · \x1b[32m●\x1b[0m operating\n" in coloured
    plain = c2c("list", *DAY).out
    assert "  [bold]x\\u202e\\u0007\n" in plain
    assert not controls(plain)
    ascii_only = c2c("list", "--as-of", "2026", terminal=True, encoding="ascii").out
    assert "CLT . " in ascii_only
    assert ascii_only.isascii()


def test_narrow_list_has_sections(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    c2c.write(MANY)
    lines = c2c("list", *DAY).out.splitlines()
    assert lines[2:6] == [
        "Culture (13) ───────────────────────────",
        "C0",
        "  x",
        "  Seoul, FR · ● operating",
    ]
    place = next(number for number, line in enumerate(lines) if line.startswith("Education"))
    assert lines[place - 1 : place + 1] == ["", "Education (13) ─────────────────────────"]


def test_wide_table_shows_since_when_and_until_when(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(
        SMALL
        + centre(
            "A",
            *("approved:2009", "opened:2011-06..2011-07", "renewed:2019-10-11:2025-10"),
            city="y",
        )
        + centre("B", "approved:2009", city="y")
        + centre("C", city="y")
    )
    monkeypatch.setenv("COLUMNS", "120")
    assert c2c("list", *DAY).out == (
        f"Centres: {KOREA}, as of 2026-01-01\n"
        "\n"
        "ID  Name  Sector  City  Status       Since      Until\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "A   x     CLT     y     ● operating  2011-06..  2025-10\n"
        "                                     2011-07\n"
        "B   x     CLT     y     ◐ preparing  2009\n"
        "C   x     CLT     y     ? unknown\n"
        "\n"
        "3 centres: 1 operating, 1 preparing, 1 unknown\n"
    )
    monkeypatch.setenv("COLUMNS", "119")
    assert "Since" not in c2c("list", *DAY).out
    monkeypatch.setenv("COLUMNS", "200")
    assert "Since" not in c2c("list", *DAY, "--columns", "id,status").out
    assert c2c("list", "--as-of", "2026-01-01").out.count("2011") == 0


def test_labels_of_blocks_are_as_wide_as_the_longest_label(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "59")
    c2c.write(SMALL.replace("National Commission", "A national commission") + centre("A"))
    assert c2c("show", "A", "--as-of", "2026-01-01", "--format", "table").out == (
        "A        x\n"
        "         ? unknown as of 2026-01-01\n"
        "\n"
        "Sector   Culture (CLT)\n"
        "Country  Republic of Korea (KR)\n"
        "\n"
        "Agreement\n"
        "State    – none\n"
    )


def test_table_of_organisations_counts_their_meetings(c2c: Program) -> None:
    c2c.write(
        SMALL
        + '[[organisation]]\nid = "OTHER"\nname = "Other"\n'
        + meeting("m1", organisers=["NATCOM"])
        + meeting("m2", organisers=["NATCOM"], attendees=["OTHER"])
    )
    assert c2c("organisations", "--format", "table").out == (
        "Organisations\n"
        "\n"
        "ID      Name                 Organised  Attended\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "NATCOM  National Commission          2         0\n"
        "OTHER   Other                        0         1\n"
        "\n"
        "2 organisations\n"
        "To list the meetings: c2c meetings --centre ID\n"
    )
    named = c2c("organisations", "--data", "data/centres.toml", "--format", "table").out
    assert named.endswith(" --centre ID --data data/centres.toml\n")
    assert c2c("organisations").out == "NATCOM\tNational Commission\tm1;m2\t\nOTHER\tOther\t\tm2\n"
    assert "m1, m2" in c2c("organisations", "--columns", "id,organised", "--format", "table").out


@pytest.mark.parametrize(
    ("events", "since"),
    [
        (("approved:2010", "signed:2013", "in-force:2014"), "2010"),
        (("opened:2008", "renewed:2012", "renewed:2022"), "2008"),
        (("opened:2008-02..2009", "renewed:2012"), "2008-02.. 2009"),
        (("renewed:2012", "renewed:2022"), "..2012"),
        (("signed:2013", "in-force:2014"), "..2013"),
        (("opened", "closed:2015"), "2015"),
        (("opened",), "?"),
    ],
)
def test_since_is_the_change_of_status(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, events: tuple[str, ...], since: str
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    c2c.write(SMALL + centre("A", *events))
    out = c2c("list", "--format", "table").out
    header, _, *rows = out.splitlines()[2:6]
    start = header.index("Since")
    assert " ".join(row[start : start + 10].strip() for row in rows).strip() == since
