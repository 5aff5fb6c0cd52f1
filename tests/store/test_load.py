"""Reading invalid registry files: all problems, with places and hints."""

import pytest

from conftest import Program
from samples import SMALL, centre, meeting, record, rule

HEAD = 'schema = 1\n[network]\nname = "N"\n'
SECTOR = record("sector", id="culture", code="CLT", name="Culture")
CENTRE = centre("ICDH")
EVENT = "[[centre.event]]\n"
CONTACT = "[[centre.contact]]\n"
SOURCE = record("source", id="letter", title="x")
MEETING = meeting()
RULE = rule()
EMPTY = "empty string; enter a value, or omit it if unknown"
NO_CENTRE = "expected an array of tables, not a table; write [[centre]], with double brackets"
DATE = 'use a date such as 2018, "2018-11" or 2018-11-20'

# Text of the file after HEAD (3 lines) and SECTOR (4 lines), and the expected output without FILE.
PROBLEMS: list[tuple[str, str]] = [
    # TOML itself
    (CENTRE + EVENT + "date = 2018-11\n", '14:8: error: unquoted month; write "2018-11"'),
    (
        CENTRE + EVENT + "date = 2018-06-31\n",
        '14:8: error: invalid date "2018-06-31"; write dates as 2018, "2018-11" or 2018-11-20',
    ),
    (
        CENTRE + EVENT + "date = 2018-6-3\n",
        '14:8: error: invalid date "2018-6-3"; write dates as 2018, "2018-11" or 2018-11-20',
    ),
    (
        CENTRE + 'city = "Seoul\n',
        "13:8: error: unclosed string; add the closing quote",
    ),
    (CENTRE + "city = Seoul # x\n", '13:8: error: unquoted string; write city = "Seoul"'),
    (
        CENTRE + "city = “Seoul”\n",
        '13:8: error: unexpected quotation mark “; use straight quotes: "…"',
    ),
    (CENTRE + 'city "Seoul"\n', '13:6: error: missing "=" after the key; write city = …'),
    (
        CENTRE + 'city = "Seoul" "Busan"\n',
        "13:16: error: unexpected text after the value; remove it",
    ),
    (
        CENTRE + 'city = "a"\ncity = "b"\n',
        '14:1: error: duplicate key "city"; keep this one or the one on line 13',
    ),
    (
        MEETING + 'agenda = [\n "a"\n "b",\n]\n',
        '15:2: error: missing "," or "]" before this',
    ),
    (MEETING + 'agenda = [\n "a",\n', '13:10: error: unclosed list; add "]" where it ends'),
    (MEETING + 'note = """\n a\n', '13:8: error: unclosed string; add """ where it ends'),
    ("[[centre]\nid = 1\nfoo = 2\n", "8:1: error: invalid header; write [[centre]]"),
    (
        "[network]\nname = 1\n",
        '8:1: error: duplicate table "network"; keep this one or the one on line 2',
    ),
    (
        CENTRE + "[centre]\n",
        "13:1: error: both [centre] and [[centre]] are used; write [[centre]]",
    ),
    (
        CENTRE + "[[network]]\n",
        "13:1: error: both [network] and [[network]] are used; write [network]",
    ),
    (
        EVENT + 'kind = "x"\n' + CENTRE,
        "8:1: error: missing [[centre]] before this table; move the table after the [[centre]] it belongs to",
    ),
    (CENTRE + "city = 2018-11\nc\nd\n", '13:8: error: unquoted month; write "2018-11"'),
    *(
        (line + "\n" + CENTRE.partition("\n")[2] + EVENT + 'kind = "x"\n', "8:1: error: " + message)
        for line, message in (
            *(
                (header, "invalid header; write [[centre]] or [[centre.event]]")
                for header in ("[[", "[[]]", "[[cen tre]]")
            ),
            *(
                (header, "invalid header; write [[centre]]")
                for header in ("centre]]", "x[[centre]]", "-[[centre]]")
            ),
            ("[[centre]] x", "invalid header; write [[centre]]"),
            ("[[centre]", "invalid header; write [[centre]]"),
            ("[[center]]", "[center] unknown table; did you mean [[centre]]?"),
        )
    ),
    (
        CENTRE + "[[centre.events]]\n",
        '13:1: error: [centre ICDH] events: unknown key; did you mean "event"?',
    ),
    (
        MEETING + 'agenda = [\n "a",\n “b”,\n]\n',
        '15:2: error: unexpected quotation mark “; use straight quotes: "…"',
    ),
    (
        CENTRE + "event = [\n  { date = 2018-11 },\n]\n",
        '14:12: error: unquoted month; write "2018-11"',
    ),
    (
        CENTRE + EVENT + "date = 01.06.2011\n",
        '14:8: error: invalid date "01.06.2011"; write dates as 2018, "2018-11" or 2018-11-20',
    ),
    (
        CENTRE + EVENT + "date = 2011-13\n",
        '14:8: error: invalid date "2011-13"; write dates as 2018, "2018-11" or 2018-11-20',
    ),
    (
        CENTRE + 'name.ko = "x"\n',
        '13:1: error: key "name.ko" already exists in another form; keep one of the two',
    ),
    # keys and tables
    ("[[center]]\nid = 1\n", "8:1: error: [center] unknown table; did you mean [[centre]]?"),
    ("[[centres]]\n", "8:1: error: [centres] unknown table; did you mean [[centre]]?"),
    (
        "[organization]\n",
        "8:1: error: [organization] unknown table; did you mean [[organisation]]?",
    ),
    (
        "[x]\n",
        "8:1: error: [x] unknown table; "
        "expected [[sector]], [[organisation]], [[source]], [[centre]], [[meeting]], [[cadence]], [[obligation]], [[waiver]] or [network]",
    ),
    (
        "[[contact]]\n",
        "8:1: error: [contact] contacts belong to a centre or an organisation; "
        "write [[centre.contact]] after its [[centre]], or [[organisation.contact]] after its "
        "[[organisation]]",
    ),
    (CONTACT, f"8:1: error: [centre] {NO_CENTRE}"),
    (
        CENTRE + CONTACT + 'email = "x"\n',
        "13:1: error: [centre ICDH] contact.role: missing; add a role or a name",
    ),
    (
        CENTRE + CONTACT + 'name = "x"\nwebsite = "https://example.org"\n',
        "15:1: error: [centre ICDH] contact.website: misplaced key of the centre; "
        "move it before the first [[centre.contact]]",
    ),
    (SOURCE + SOURCE, '12:6: error: [source letter] id: duplicate id "letter"; see line 9'),
    (
        SOURCE + MEETING + 'sources = ["leter", "letter", "https://example.org"]\n',
        '16:12: error: [meeting m] sources: unknown source "leter"; did you mean "letter"?',
    ),
    (
        CENTRE + EVENT + 'kind = "opened"\nsources = ["a book"]\n',
        '15:12: error: [centre ICDH] event.sources: unknown source "a book"; '
        "use a URL, or add a [[source]] with this id",
    ),
    (
        "[[event]]\n",
        "8:1: error: [event] events belong to a centre; write [[centre.event]] after its [[centre]]",
    ),
    (
        "[centre]\n",
        "8:1: error: [centre] expected an array of tables, not a table; write [[centre]], with double brackets",
    ),
    (
        EVENT,
        f"8:1: error: [centre] {NO_CENTRE}",
    ),
    (
        RULE.replace("since", "sicne"),
        '13:1: error: [cadence formal] sicne: unknown key; did you mean "since"?',
    ),
    (
        CENTRE + 'status = "operating"\n',
        "13:1: error: [centre ICDH] status: "
        "a centre's status is derived from its events; add a [[centre.event]] instead",
    ),
    (
        MEETING.replace("start = 2018\n", ""),
        "8:1: error: [meeting m] start: missing; add start = DATE, such as 2018-11-20",
    ),
    (
        "[[centre]]\n",
        "\n".join(
            f"8:1: error: [centre] {key}: missing; add {key} = {value}"
            for key, value in (
                ("country", '"…", a two-letter ISO 3166-1 code'),
                ("id", '"…"'),
                ("name", '"…"'),
                ("sector", '"…"'),
            )
        ),
    ),
    # types
    (CENTRE + "city = 1\n", "13:8: error: [centre ICDH] city: expected a string, not a number"),
    (
        CENTRE + "city = true\n",
        "13:8: error: [centre ICDH] city: expected a string, not a boolean",
    ),
    (
        CENTRE + "city = 2018-01-01\n",
        "13:8: error: [centre ICDH] city: expected a string, not a date",
    ),
    (
        RULE.replace("= 1", "= true"),
        "12:12: error: [cadence formal] per_year: expected a whole number, not a boolean",
    ),
    (
        RULE.replace("= 1", '= "1"'),
        "12:12: error: [cadence formal] per_year: expected a whole number, not a string",
    ),
    (
        RULE.replace("= 1", f"= 0x{'f' * 10_000}"),
        "12:12: error: [cadence formal] per_year: invalid number; use 1 to 366",
    ),
    (
        RULE.replace("= 1", "= 0"),
        "12:12: error: [cadence formal] per_year: invalid number 0; use 1 to 366",
    ),
    (
        RULE.replace("2018", f"0x{'f' * 10_000}"),
        "13:9: error: [cadence formal] since: invalid year; use four digits, such as 2018",
    ),
    (
        RULE.replace("2018", "true"),
        '13:9: error: [cadence formal] since: invalid year "true"; use four digits, such as 2018',
    ),
    (
        RULE.replace("2018", "2018-01-01"),
        '13:9: error: [cadence formal] since: invalid year "2018-01-01"; use four digits, such as 2018',
    ),
    (
        RULE + "until = 2017\n",
        "14:9: error: [cadence formal] until: 2017 is before the first year (2018)",
    ),
    (
        MEETING + 'attendees = "ICDH"\n',
        '13:13: error: [meeting m] attendees: expected a list of strings, not a string; use ["…"]',
    ),
    (
        MEETING + 'agenda = ["a",\n 1]\n',
        "14:2: error: [meeting m] agenda: expected a string, not a number",
    ),
    (
        CENTRE + 'names = "x"\n',
        '13:9: error: [centre ICDH] names: expected a table of names by language, not a string; use { ko = "…" }',
    ),
    (
        RULE.replace("= 1", "= 1.5"),
        "12:12: error: [cadence formal] per_year: expected a whole number, not a decimal number",
    ),
    (
        CENTRE + 'names = { "k o" = "x", fr = 3 }\n',
        "13:29: error: [centre ICDH] names.fr: expected a string, not a number",
    ),
    (
        CENTRE + "names = { ko = 1 }\n",
        "13:16: error: [centre ICDH] names.ko: expected a string, not a number",
    ),
    (
        CENTRE + "event = 1\n",
        "13:9: error: [centre ICDH] event: expected an array of tables, not a number; "
        "write [[centre.event]], with double brackets",
    ),
    # values
    (
        CENTRE + 'city = ""\n',
        "13:8: error: [centre ICDH] city: empty string; enter a value, or omit it if unknown",
    ),
    (
        CENTRE.replace('"culture"', '""'),
        f"11:10: error: [centre ICDH] sector: {EMPTY}",
    ),
    (MEETING + 'kind = " "\n', f"13:8: error: [meeting m] kind: {EMPTY}"),
    (
        MEETING + 'attendees = ["", " "]\n',
        f"13:14: error: [meeting m] attendees: {EMPTY}\n"
        f"13:18: error: [meeting m] attendees: {EMPTY}",
    ),
    (MEETING + 'sources = [""]\n', f"13:12: error: [meeting m] sources: {EMPTY}"),
    (RULE + 'agreed = ""\n', f"14:10: error: [cadence formal] agreed: {EMPTY}"),
    (
        CENTRE + 'city = "a\\nb"\n',
        "13:8: error: [centre ICDH] city: unexpected line break; use a single line",
    ),
    (
        CENTRE.replace("KR", "kr"),
        '12:11: error: [centre ICDH] country: unknown country code "kr"; did you mean "KR"?',
    ),
    (
        CENTRE.replace("KR", "KOR"),
        '12:11: error: [centre ICDH] country: unknown country code "KOR"; use a two-letter ISO 3166-1 code',
    ),
    (
        CENTRE.replace("ICDH", "IC DH"),
        '9:6: error: [centre IC DH] id: invalid id "IC DH"; use letters, digits, ".", "_" and "-", '
        "starting with a letter or digit",
    ),
    (
        CENTRE + 'names = { "k o" = "x" }\n',
        '13:11: error: [centre ICDH] names.k o: invalid language tag "k o"; use a tag such as ko, fr or zh-Hant',
    ),
    (
        RULE + 'names = { "k o" = "x" }\n',
        '14:11: error: [cadence formal] names.k o: invalid language tag "k o"; use a tag such as ko, fr or zh-Hant',
    ),
    (
        EVENT,
        f"8:1: error: [centre] {NO_CENTRE}",
    ),
    (
        CENTRE + EVENT + 'kind = "aproved"\n',
        '14:8: error: [centre ICDH] event.kind: unknown kind "aproved"; did you mean "approved"?',
    ),
    (
        MEETING.replace("held", "heldd"),
        '12:10: error: [meeting m] status: unknown status "heldd"; did you mean "held"?',
    ),
    (
        CENTRE + EVENT + 'kind = "opened"\nuntil = 2020\n',
        '15:9: error: [centre ICDH] event.until: only "signed", "in-force" and "renewed" events can have an expiry date',
    ),
    (
        CENTRE + EVENT + 'kind = "signed"\ndate = 2020\nuntil = 2019-12-31\n',
        "16:9: error: [centre ICDH] event.until: 2019-12-31 is before the date of the event (2020)",
    ),
    (
        MEETING + 'end = "2017-12"\n',
        "13:7: error: [meeting m] end: 2017-12 is before the start date (2018)",
    ),
    # dates
    (
        MEETING.replace("2018", '"18"'),
        '11:9: error: [meeting m] start: invalid date "18"; use a date such as 2018, 2018-11 or 2018-11-20',
    ),
    (
        MEETING.replace("2018", '"2018-00"'),
        '11:9: error: [meeting m] start: invalid date "2018-00"; use a date such as 2018, 2018-11 or 2018-11-20',
    ),
    (MEETING.replace("2018", "18"), f"11:9: error: [meeting m] start: invalid date 18; {DATE}"),
    (
        MEETING.replace("2018", "2018.11"),
        f"11:9: error: [meeting m] start: expected a date, not a decimal number; {DATE}",
    ),
    (
        MEETING.replace("2018", "2018-11-20T09:00:00"),
        f"11:9: error: [meeting m] start: expected a date, not a time; {DATE}",
    ),
    (
        MEETING.replace("2018", "09:00:00"),
        f"11:9: error: [meeting m] start: expected a date, not a time; {DATE}",
    ),
    (
        MEETING.replace("2018", "[2018]"),
        f"11:9: error: [meeting m] start: expected a date, not a list; {DATE}",
    ),
    (
        MEETING.replace("2018", "0" + "x" + "f" * 5000),
        f"11:9: error: [meeting m] start: invalid date; {DATE}",
    ),
    (MEETING.replace("2018", "9" * 5000), "11:9: error: the number is too long"),
    # references
    (
        CENTRE.replace('"culture"', '"cultre"'),
        '11:10: error: [centre ICDH] sector: unknown sector "cultre"; did you mean "culture"?',
    ),
    (
        CENTRE + MEETING + 'attendees = [\n  "ICDH", # a, b\n  "ICHD",\n]\n',
        '20:3: error: [meeting m] attendees: unknown centre or organisation "ICHD"; did you mean "ICDH"?',
    ),
    (
        RULE + MEETING + "idd = 1\n",
        "19:1: error: [meeting m] idd: unknown key; move it to extra, or remove it",
    ),
    (
        RULE
        + MEETING.replace('"m"', '"m1"')
        + '[[cadence]]\nkind = "b"\nname = "x"\nlevel = "b"\nper_year = 1\nsince = 2018\n'
        'agreed = "m2"\n',
        '25:10: error: [cadence b] agreed: unknown meeting "m2"; expected m1',
    ),
    (
        CENTRE + MEETING + 'attendees = ["ICDH", "ICDH"]\n',
        '18:22: error: [meeting m] attendees: duplicate id "ICDH"',
    ),
    (
        MEETING + 'kind = "formal"\n',
        '13:8: error: [meeting m] kind: unknown kind "formal"; expected other',
    ),
    (RULE + 'agreed = "x"\n', '14:10: error: [cadence formal] agreed: unknown meeting "x"'),
    (
        CENTRE + MEETING.replace('"m"', '"icdh"'),
        '14:6: error: [meeting icdh] id: duplicate id "icdh"; see line 9',
    ),
    (
        RULE + RULE,
        '15:8: error: [cadence formal 2018] kind: two rules of kind "formal" apply in 2018; change the years of one (see line 9)',
    ),
    (
        RULE + RULE.replace('"formal"', '"working"'),
        '15:8: error: [cadence working] kind: "working" is the level of another rule; use another kind (see line 11)',
    ),
    (
        RULE.replace("formal", "other"),
        '9:8: error: [cadence other] kind: "other" is reserved for meetings that count towards no rule; '
        "use another word",
    ),
]


@pytest.mark.parametrize(("text", "lines"), PROBLEMS)
def test_a_problem_has_a_place_and_a_hint(c2c: Program, text: str, lines: str) -> None:
    c2c.write(HEAD + SECTOR + text, "f.toml")
    reported = lines.split("\n")
    errors = "1 error" if len(reported) == 1 else f"{len(reported)} errors"
    assert c2c("list", "--data", "f.toml", code=3) == (
        3,
        "",
        "".join(f"f.toml:{line}\n" for line in reported)
        + f"c2c: error: found {errors} in f.toml; run c2c edit --data f.toml\n",
    )
    checked = c2c("check", "f.toml", code=1).out.splitlines()
    assert [line for line in checked if " warning: " not in line] == [
        f"f.toml:{line}" for line in reported
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "",
            [
                '1:1: error: network: missing; add a [network] table with name = "…"',
                "1:1: error: schema: missing; add schema = 1 at the top of the file",
            ],
        ),
        (
            "schema = 2\n[x]\n",
            ["1:10: error: schema: unsupported version 2; use a newer version of c2c"],
        ),
        (
            'schema = "1"\n',
            ["1:10: error: schema: unsupported format version; use schema = 1"],
        ),
        (
            "schema = 1\nnetwork = 1\n",
            [
                "2:11: error: network: expected a table, not a number; write [network], with single brackets"
            ],
        ),
        ("schema = 1\n[network]\n", ['2:1: error: [network] name: missing; add name = "…"']),
        (
            "schema = 1\nnam = 1\n[network]\nname = 'x'\n",
            ["2:1: error: nam: unknown key; expected schema"],
        ),
    ],
)
def test_errors_in_top_level_keys(c2c: Program, text: str, lines: list[str]) -> None:
    c2c.write(text, "f.toml")
    run = c2c("list", "--data", "f.toml", code=3)
    assert run.err.splitlines()[:-1] == [f"f.toml:{line}" for line in lines]


def test_all_problems_are_reported_in_the_order_of_the_file(c2c: Program) -> None:
    wrong = (
        CENTRE.replace("KR", "UK")
        + "x = \n"
        + EVENT
        + "date = 2018-11\n"
        + MEETING
        + "foo = 1\nbar = [1\n"
    )
    c2c.write(HEAD + SECTOR + wrong)
    *lines, last = c2c("sectors", code=3).err.splitlines()
    assert [line.removeprefix("data/centres.toml:").partition(" error: ")[0] for line in lines] == [
        *("12:11:", "13:5:", "15:8:", "21:1:", "22:7:")
    ]
    assert last == "c2c: error: found 5 errors in data/centres.toml; run c2c edit"


def test_unreadable_records_are_not_reported_as_missing(c2c: Program) -> None:
    """A record with a syntax error is not also reported as incomplete, nor are references to it."""
    c2c.write(
        HEAD
        + SECTOR
        + CENTRE.replace('id = "ICDH"', "id = ICDH")
        + MEETING
        + 'attendees = ["ICDH"]\n'
    )
    assert len(c2c("list", code=3).err.splitlines()) == 2
    c2c.write(
        HEAD
        + SECTOR
        + CENTRE.replace("[[centre]]", "[[centre]")
        + MEETING
        + 'attendees = ["ICDH"]\n'
    )
    assert len(c2c("list", code=3).err.splitlines()) == 2
    c2c.write(
        HEAD + SECTOR + CENTRE.replace("centre", "center") + MEETING + 'attendees = ["ICDH"]\n'
    )
    assert len(c2c("list", code=3).err.splitlines()) == 2


def test_byte_order_mark_crlf_and_unicode_line_separators_are_accepted(c2c: Program) -> None:
    text = "\ufeff" + (SMALL + CENTRE + 'note = "a\u2028b\u0085c"\n').replace("\n", "\r\n")
    c2c.write(text)
    assert (
        c2c("list", "--columns", "id,note", "--format", "csv").out
        == "id,note\nICDH,a\u2028b\u0085c\n"
    )
    c2c.write(text.replace('sector = "culture"', 'sector = "cultre"'))
    assert c2c("list", code=3).err.startswith(
        "data/centres.toml:22:10: error: [centre ICDH] sector: unknown sector"
    )


def test_invalid_utf8_is_reported_with_its_place(c2c: Program) -> None:
    c2c.write("").write_bytes("schema = 1\nname = 'é".encode() + b"\xff'\n")
    assert c2c("list", code=3).err == (
        "data/centres.toml:2:10: error: invalid UTF-8 byte 0xff; save the file in UTF-8\n"
        "c2c: error: found 1 error in data/centres.toml; run c2c edit\n"
    )


def test_valid_layouts_are_read_with_positions(c2c: Program) -> None:
    text = (
        'schema = 1\nnetwork.name = "N"\n'
        'sector = [{ id = "culture", code = "CLT", name = "Culture" }]\n'
        'centre = [\n  { id = "A", name = "x", sector = "culture", country = "KR", event = [{ kind = "opened" }] },\n'
        '  { id = "B", name = "x", sector = "culture", country = "KR", "city" = "b=c, d" },\n]\n'
    )
    c2c.write(text)
    assert c2c("list", "--columns", "id,city,opened").out == "A\t\t?\nB\tb=c, d\t\n"
    c2c.write(text.replace('"b=c, d"', "1").replace('"opened"', '"open"'))
    assert c2c("list", code=3).err.splitlines()[:-1] == [
        'data/centres.toml:5:81: error: [centre A] event.kind: unknown kind "open"; did you mean "opened"?',
        "data/centres.toml:6:72: error: [centre B] city: expected a string, not a number",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "{x=" * 50_000,
        'x = """\n' + "a = 1\n" * 20_000,
        "a 1\n" * 10_000,
        "[" * 50_000,
    ],
    ids=["lists", "tables", "unclosed", "lines", "brackets"],
)
def test_extreme_input_is_reported(c2c: Program, text: str) -> None:
    c2c.write(text)
    assert "error: found" in c2c("list", code=3).err


@pytest.mark.parametrize("end", ["\r\r\n", "\r\r\r\n", "\r"])
def test_a_stray_carriage_return_is_reported(c2c: Program, end: str) -> None:
    c2c.write(SMALL + MEETING.removesuffix("\n") + end, "x.toml")
    told = "x.toml:23:16: error: unexpected invisible character U+000D; remove it\n"
    assert c2c("check", "x.toml", code=1).out == told
    assert (
        c2c("list", "--data", "x.toml", code=3).err
        == f"{told}c2c: error: found 1 error in x.toml; run c2c edit --data x.toml\n"
    )
