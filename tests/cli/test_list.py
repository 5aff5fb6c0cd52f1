"""`c2c list`: matching centres, columns, and the status as of a day."""

import json
from datetime import date, timedelta

import pytest

from c2c_cli.output.centres import CENTRES
from conftest import Program
from samples import SMALL

EVENTS = "[[centre.event]]\n"


def centre(
    centre_id: str, *events: str, sector: str = "culture", country: str = "KR", extra: str = ""
) -> str:
    """Return a centre with the given events, each written as `kind=date` or `kind`."""
    text = f'[[centre]]\nid = "{centre_id}"\nname = "Centre {centre_id}"\nsector = "{sector}"\ncountry = "{country}"\n'
    text += extra
    for event in events:
        kind, _, date = event.partition("=")
        text += f'[[centre.event]]\nkind = "{kind}"\n' + (f'date = "{date}"\n' if date else "")
    return text


STATUSES = [
    # events, day, status ("-" if the centre is omitted); tests/model/test_history.py has the other cases
    ("", "2020-01-01", "unknown"),
    ("approved=2013-11", "2013-11-29", "-"),
    ("approved=2013-11", "2013-11", "preparing"),
    ("approved=1999", "1999", "preparing"),
    ("opened=2010 closed=2015", "2015", "closed"),
    ("approved=2013 opened", "2012", "-"),
]


@pytest.mark.parametrize(("events", "day", "status"), STATUSES)
def test_status_is_shown_as_of_a_day(c2c: Program, events: str, day: str, status: str) -> None:
    c2c.write(SMALL + centre("A", *events.split()))
    assert c2c("list", "--as-of", day, "--columns", "status").out == (
        f"{status}\n" if status != "-" else ""
    )


THREE = (
    SMALL
    + centre(
        "ICHCAP",
        "opened=2011",
        extra='city = "Jeonju"\nnames = { ko = "유네스코아태무형유산센터" }\n',
    )
    + centre(
        "ICE",
        "approved=2013",
        sector="education",
        country="CN",
        extra='city = "Zürich"\nhost = "Ｈｏｓｔ"\n',
    )
    + centre("Ångström", sector="education", country="SE")
)


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        ((), "ICHCAP ICE Ångström"),
        (("--sector", "culture"), "ICHCAP"),
        (("--sector", "CLT"), "ICHCAP"),
        (("--sector", "cLT", "--sector", "EDUCATION"), "ICHCAP ICE Ångström"),
        (("--sector", "culture,ED"), "ICHCAP ICE Ångström"),
        (("--sector", "arts, sciences"), "ICHCAP"),
        (("--sector", "educacion,clt"), "ICHCAP ICE Ångström"),
        (("--sector", "Formation, Enseignement"), "ICE Ångström"),
        (("--sector", "교육"), "ICE Ångström"),
        (("--country", "Korea, Republic of", "--country", "cn"), "ICHCAP ICE"),
        (("--country", "cn,SE", "--country", "FR"), "ICE Ångström"),
        (("--status", "operating"), "ICHCAP"),
        (("--status", "Preparing", "--status", "unknown"), "ICE Ångström"),
        (("--country", "cn"), "ICE"),
        (("--country", "coree du sud,Швеция"), "ICHCAP Ångström"),
        (("--country", "KR", "--sector", "ED"), ""),
        (("ichc",), "ICHCAP"),
        (("zurich",), "ICE"),
        (("HOST",), "ICE"),
        (("angstrom",), "Ångström"),
        (("무형유산",), "ICHCAP"),
        (("centre",), "ICHCAP ICE Ångström"),
        (("nowhere",), ""),
        (("",), "ICHCAP ICE Ångström"),
        (("--as-of", "2012"), "ICHCAP Ångström"),
    ],
)
def test_filters_select_centres(c2c: Program, args: tuple[str, ...], ids: str) -> None:
    names = 'names = { es = "Educación", fr = "Formation, enseignement", ko = "교육" }'
    c2c.write(
        THREE.replace('name = "Culture"', 'name = "Arts, Sciences"').replace(
            'name = "Education"', f'name = "Education"\n{names}'
        )
    )
    assert c2c("list", "--columns", "id", *args).out.split() == ids.split()


def test_as_of_accepts_words_for_days(c2c: Program) -> None:
    today = date.today()  # noqa: DTZ011  # the program uses the local date
    c2c.write(
        SMALL + centre("A", f"approved={today}") + centre("B", f"approved={today - timedelta(1)}")
    )
    for word, ids in (("yesterday", "B"), ("today", "A B"), ("Tomorrow", "A B")):
        assert c2c("list", "--as-of", word, "--columns", "id").out.split() == ids.split()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("--sector", "cultre"), '--sector: unknown sector "cultre"; did you mean "culture"?'),
        (("--sector", "xyz"), '--sector: unknown sector "xyz"; expected culture or education'),
        (
            ("--status", "xyz"),
            '--status: unknown status "xyz"; expected proposed, preparing, operating, closed or unknown',
        ),
        (
            ("--status", "operatin"),
            '--status: unknown status "operatin"; did you mean "operating"?',
        ),
        (("--country", "UK"), '--country: unknown country "UK"; did you mean "GB"?'),
        (
            ("--country", "Hispania"),
            '--country: unknown country "Hispania"; use a name or a two-letter ISO 3166-1 code',
        ),
        (
            ("--country", "Korea"),
            '--country: unknown country "Korea"; use KP (Democratic People\'s Republic of Korea) or KR (Republic of Korea)',
        ),
        (
            ("--as-of", "2018-13"),
            '--as-of: invalid date "2018-13"; use a date such as 2018, 2018-11, 2018-11-20 or today',
        ),
        (
            ("--as-of", "2018-02-30"),
            '--as-of: invalid date "2018-02-30"; use a date such as 2018, 2018-11, 2018-11-20 or today',
        ),
        (
            ("--as-of", "now"),
            '--as-of: invalid date "now"; use a date such as 2018, 2018-11, 2018-11-20 or today',
        ),
        (
            ("--as-of", "5/7/2018"),
            '--as-of: ambiguous date "5/7/2018"; use 2018-07-05 or 2018-05-07',
        ),
        (
            ("--sector", "culture,cultre"),
            '--sector: unknown sector "cultre"; did you mean "culture"?',
        ),
        (("--columns", "id,nam"), '--columns: unknown column "nam"; did you mean "name"?'),
        (("--sort", "-nam"), '--sort: unknown column "nam"; did you mean "name"?'),
        (("--format", "jsn"), '--format: unknown format "jsn"; did you mean "json"?'),
        (("--sectr", "x"), 'unknown option "--sectr"; did you mean "--sector"?'),
        (("--zzz", "2018"), 'unknown option "--zzz"; see c2c list --help'),
        (("a", "b"), 'unexpected argument "b"; quote text that contains spaces'),
        (("--sector",), "--sector requires a value"),
    ],
)
def test_invalid_value_is_reported_with_a_hint(
    c2c: Program, args: tuple[str, ...], sentence: str
) -> None:
    c2c.write(THREE)
    run = c2c("list", *args, code=2)
    assert (run.out, run.err) == ("", f"c2c: error: {sentence}\n")


def test_event_columns_show_events_certain_by_the_day(c2c: Program) -> None:
    events = (
        "approved=2009",
        "signed",
        "opened=2011-06",
        "renewed=2015",
        "renewed=2019-10-11",
        "renewed",
    )
    c2c.write(SMALL + centre("A", *events))
    columns = "proposed,approved,signed,opened,renewed,closed"
    assert (
        c2c("list", "--as-of", "2020", "--columns", columns).out
        == "\t2009\t?\t2011-06\t2019-10-11\t\n"
    )
    assert (
        c2c("list", "--as-of", "2016", "--columns", columns).out == "\t2009\t?\t2011-06\t2015\t\n"
    )
    assert c2c("list", "--as-of", "2010", "--columns", columns).out == "\t2009\t\t\t\t\n"


def test_until_comes_from_the_latest_agreement(c2c: Program) -> None:
    until = '[[centre.event]]\nkind = "{}"\ndate = {}\nuntil = {}\n'
    c2c.write(
        SMALL
        + centre("A")
        + until.format("signed", 2010, 2016)
        + until.format("renewed", 2016, '"2022-05"')
    )
    for day, out in (
        ("2009", ""),
        ("2010", "A\t2016\n"),
        ("2015", "A\t2016\n"),
        ("2016", "A\t2022-05\n"),
    ):
        assert c2c("list", "--as-of", day, "--columns", "id,until").out == out
    c2c.write(
        SMALL
        + centre("A")
        + until.format("signed", 2010, 2016)
        + EVENTS
        + 'kind = "renewed"\nuntil = 2030\n'
    )
    assert c2c("list", "--as-of", "2020", "--columns", "until").out == "2016\n"
    assert c2c("list", "--columns", "until").out == "2030\n"
    # the entry into force belongs to the agreement, and its end counts first
    signed = SMALL + centre("A") + until.format("signed", 2020, 2026)
    in_force = until.format("in-force", 2021, 2027)
    for text, end in (
        (signed, 2026),
        (signed + in_force, 2027),
        (signed + in_force.replace("until = 2027\n", ""), 2026),
    ):
        c2c.write(text)
        assert c2c("list", "--columns", "until").out == f"{end}\n"
        c2c(
            "list",
            "--columns",
            "id,event,until",
            "--header",
            "--format",
            "csv",
            "--output",
            "l.csv",
        )
        assert c2c("import", "l.csv", "--update", "--as", "centre").err.startswith(
            "c2c: no changes"
        )
    c2c.write(
        SMALL
        + centre("A")
        + until.format("signed", 2010, 2016)
        + EVENTS
        + 'kind = "renewed"\ndate = 2016\n'
    )
    assert c2c("list", "--as-of", "2020", "--columns", "until").out == "\n"


def test_column_order_is_stable(c2c: Program) -> None:
    c2c.write(THREE)
    header = c2c("list", "--header").out.partition("\n")[0]
    assert header.split("\t") == ["id", "name", "sector", "country", "city", "status"]
    later = "evaluated identifiers in-force decided location sources annual-report work-plan"
    assert [*CENTRES.columns] == [*ALL, *later.split(), "contact", "extra"]
    run = c2c("list", "ICHCAP", "--header", "--columns", ",".join(ALL))
    assert run.out.splitlines()[0].split("\t") == ALL
    assert run.out.splitlines()[1].split("\t") == [
        *(
            "ICHCAP",
            "Centre ICHCAP",
            "ko=유네스코아태무형유산센터",
            "culture",
            "KR",
            "Jeonju",
            "",
            "",
            "",
        ),
        *("opened=2011", "operating", "", "", "", "", "2011", "", ""),
    ]
    assert c2c("list", "--columns", "x", code=2).err == (
        'c2c: error: --columns: unknown column "x"; see c2c list --help\n'
    )


ALL = [
    *(
        "id",
        "name",
        "names",
        "sector",
        "country",
        "city",
        "host",
        "website",
        "note",
        "event",
        "status",
        "until",
    ),
    *("proposed", "approved", "signed", "opened", "renewed", "closed"),
]


def test_json_has_whole_records_without_unset_fields(c2c: Program) -> None:
    c2c.write(THREE)
    assert json.loads(c2c("list", "--format", "json", "ichc").out) == [
        {
            "id": "ICHCAP",
            "name": "Centre ICHCAP",
            "names": {"ko": "유네스코아태무형유산센터"},
            "sector": "culture",
            "country": "KR",
            "city": "Jeonju",
            "event": [{"kind": "opened", "date": "2011"}],
            "status": "operating",
        }
    ]
    assert c2c("list", "--format", "jsonl", "--columns", "opened,id,host").out == (
        '{"opened": "2011", "id": "ICHCAP"}\n{"id": "ICE", "host": "Ｈｏｓｔ"}\n{"id": "Ångström"}\n'
    )


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("id", "Ångström ICE ICHCAP"),
        ("-id", "ICHCAP ICE Ångström"),
        ("opened", "ICHCAP ICE Ångström"),
        ("-opened", "ICHCAP ICE Ångström"),
        ("city", "ICHCAP ICE Ångström"),
        ("-city", "ICE ICHCAP Ångström"),
        ("status", "ICHCAP ICE Ångström"),
    ],
)
def test_missing_values_sort_last_also_in_reverse(c2c: Program, key: str, ids: str) -> None:
    c2c.write(THREE)
    assert c2c("list", "--sort", key, "--columns", "id").out.split() == ids.split()


def test_dates_sort_by_first_day_and_then_last_day(c2c: Program) -> None:
    dates = {
        "A": "2018-02",
        "B": "2018",
        "C": "2018-01-15",
        "D": "2018-01-01",
        "E": "2018-01",
        "F": "",
    }
    c2c.write(
        SMALL
        + "".join(
            centre(name, f"opened={date}" if date else "opened") for name, date in dates.items()
        )
    )
    assert c2c("list", "--sort", "opened", "--columns", "id").out.split() == list("DEBCAF")


def test_names_in_another_language(c2c: Program) -> None:
    c2c.write(THREE)
    for tag in ("ko", "KO", "ko-KR"):
        assert c2c("list", "--lang", tag, "--columns", "name").out.splitlines() == [
            "유네스코아태무형유산센터",
            "Centre ICE",
            "Centre Ångström",
        ]


def test_empty_result_is_successful(c2c: Program) -> None:
    c2c.write(THREE)
    assert c2c("list", "nowhere") == (0, "", "")
    assert c2c("list", "nowhere", "--format", "json").out == "[]\n"
    assert c2c("list", "nowhere", "--format", "jsonl").out == ""
    assert c2c("list", "nowhere", "--format", "csv").out == "id,name,sector,country,city,status\n"
    assert c2c("list", "nowhere", terminal=True) == (0, "", "c2c: no matching centres\n")


SAME_NAME = SMALL + (
    '[[sector]]\nid = "heritage"\ncode = "ED2"\nname = "x"\nnames = { fr = "Culture", de = "ED" }\n'
)


def test_sector_is_named_by_its_id_then_its_code_then_its_name(c2c: Program) -> None:
    c2c.write(SAME_NAME + centre("A") + centre("B", sector="education"))
    for word, ids in (("Culture", "A\n"), ("ED", "B\n")):
        assert c2c("list", "--sector", word, "--columns", "id").out == ids
    c2c("edit", "sector", "culture", "--id", "arts")
    assert c2c("list", "--sector", "Culture", code=2).err == (
        'c2c: error: --sector: ambiguous sector "Culture"; use arts or heritage\n'
    )


NAMED_SECTOR = SMALL.replace(
    'name = "Culture"', 'name = "Culture"\nnames = { pt = "Ciência e cultura" }'
)


def test_sector_and_country_may_be_named_wherever_they_are_typed(c2c: Program) -> None:
    file = c2c.write(NAMED_SECTOR)
    sector, country = "ciencia E CULTURA", "Corée du Sud"
    c2c("add", "centre", "A", "--name", "x", "--sector", sector, "--country", country)
    c2c.write(f"id,name,sector,country\nB,x,{sector},{country}\n", "b.csv")
    row = {"id": "C", "name": "x", "sector": sector, "country": country}
    c2c.write(json.dumps([row]), "c.json")
    c2c("import", "b.csv")
    c2c("import", "c.json")
    added = "".join(
        f'\n[[centre]]\nid = "{centre_id}"\nname = "x"\nsector = "culture"\ncountry = "KR"\n'
        for centre_id in "ABC"
    )
    assert file.read_text() == NAMED_SECTOR + added
    c2c("edit", "centre", "A", "--sector", "ED", "--country", "Irán")
    c2c("edit", "centre", "A", "--sector", sector, "--country", country)
    assert file.read_text() == NAMED_SECTOR + added


def test_name_of_two_countries_is_an_error_wherever_it_is_typed(c2c: Program) -> None:
    file = c2c.write(SMALL + centre("A"))
    problem = (
        'country: unknown country "Korea"; use KP (Democratic People\'s Republic of Korea) '
        "or KR (Republic of Korea)\n"
    )
    add = ("add", "centre", "B", "--name", "x", "--sector", "CLT", "--country", "Korea")
    for args in (
        ("list", "--country", "Korea"),
        ("edit", "centre", "A", "--country", "Korea"),
        add,
    ):
        assert c2c(*args, code=2).err == f"c2c: error: --{problem}"
    text = file.read_text()
    c2c.write("id,name,sector,country\nB,x,CLT,Korea\n", "b.csv")
    refused = c2c("import", "b.csv", code=3).err
    assert f"b.csv:2: error: {problem.replace(':', ' (D2):', 1)}" in refused
    assert file.read_text() == text
    c2c.write(text.replace('"KR"', '"Korea"'))
    of_file = problem.replace("unknown country", "unknown country code").rstrip()
    assert c2c("check", code=1).out.splitlines()[0].endswith(f"[centre A] {of_file}")
