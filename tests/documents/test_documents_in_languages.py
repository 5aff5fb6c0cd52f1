"""The report and the site in other languages: their words, names, dates, marks and directions."""

import re
import zipfile
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import tomli_w
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from test_html import check, text
from test_registry_workbook import FULL, sheets

from c2c_cli.documents import templates
from c2c_cli.documents.language import NAMES, language
from c2c_cli.model.dates import Date
from c2c_cli.model.language_tags import lookup
from conftest import Program, run
from samples import ROOT, SMALL, centre, meeting, record, registry_as_of, rule
from strategies import registries

TAGS = sorted(NAMES)
OF_PAGES = {"zh": "zh-Hans"}
"""Tag of a language -> that of its pages, if it differs."""

HALF_NAMED = (
    SMALL.replace(
        'name = "A network"',
        'name = "A network"\nnames = { fr = "Un réseau", ar = "شبكة" }\nnote = "On the network."',
    ).replace('code = "ED"', 'code = "ED"\nnames = { fr = "Éducation", ar = "التربية" }')
    + centre(
        *("A", "opened:2018-02-01"),
        name="Water Centre",
        names={"fr": "Centre de l’eau", "fa": "مرکز آب"},
        sector="education",
        city="Seoul",
        note="On A.\n\nIn two paragraphs.",
    )
    + centre("B", "audit:2018-05", name="مرکز تهران", sector="education", country="IR")
    + meeting(
        title="Talks", start="2018-06-27", organisers=["A"], agenda=["Item"], note="On Talks."
    )
    + rule(name="Heads", names={"fr": "Réunion des chefs"})
    + record("obligation", kind="audit", name="Audit", since=2018, names={"fr": "Vérification"})
)
"""A registry in English with some names in French, fewer in Arabic, and a name in Persian."""

ASK = ("report", "--year", "2018", "--as-of", "2018-12-31")

in_each_language = pytest.mark.parametrize("tag", TAGS)


def marked(tree: Element) -> set[tuple[str, str]]:
    """Return the language and the text of each element of a page that states one."""
    body = tree.find("body")
    assert body is not None
    return {(element.attrib["lang"], text(element)) for element in body.iterfind(".//*[@lang]")}


def has_plain_titles(tree: Element) -> bool:
    """Return whether a page has no elements in titles and options, which show them as text."""
    plain = [element for element in tree.iter() if str(element.tag).endswith(("title", "option"))]
    assert plain
    # html5lib reads these as text, as a browser does
    return not any(len(each) or re.search("</?(bdi|span|strong)", text(each)) for each in plain)


def has_plain_attributes(tree: Element) -> bool:
    """Return whether a page has no elements in attributes."""
    values = [value for element in tree.iter() for value in element.attrib.values()]
    return not any(re.search("</?(bdi|span|strong)", value) for value in values)


@pytest.mark.parametrize(
    ("data", "year", "tag"),
    [
        *(("centres", 2018, tag) for tag in TAGS),
        # the largest registry takes a second
        *(("world", 2024, tag) for tag in ("ar", "fr", "ko")),
    ],
)
def test_page_is_valid_and_states_its_language_and_those_of_names(
    c2c: Program, data: str, year: int, tag: str
) -> None:
    file = ROOT / f"data/{data}.toml"
    day = f"{year}-12-31"
    ask = ("report", "--year", str(year), "--as-of", day, "--data", str(file), "--format", "html")
    tree = check(c2c(*ask, "--lang", tag).out)
    assert has_plain_titles(tree)
    assert has_plain_attributes(tree)
    assert tree.attrib.get("dir") == ("rtl" if tag == "ar" else None)
    assert tree.attrib["lang"] == OF_PAGES.get(tag, tag)
    shown = marked(tree)
    assert {language for language, _ in shown} <= ({"en"} if tag != "en" else set())
    known = registry_as_of(file.read_text(), day).centres
    whole = text(tree)
    for each in known:
        found = lookup(tag, {**(each.names or {}), "en": each.name})
        name = " ".join((each.name if found in {None, "en"} else (each.names or {})[found]).split())
        assert name in whole
        assert (("en", name) in shown) == (found is None), name


@pytest.mark.parametrize("tag", ["fr", "fr-CA", "FR"])
def test_texts_that_stay_in_the_language_of_the_registry_are_marked(c2c: Program, tag: str) -> None:
    c2c.write(HALF_NAMED)
    page = c2c(*ASK, "--lang", tag, "--format", "html").out
    assert marked(check(page)) == {
        ("en", each)
        for each in (
            *("مرکز تهران", "Seoul", "Talks", "Item"),
            *("On the network.", "On A.", "In two paragraphs.", "On Talks."),
        )
    }
    assert "<title>Un réseau\u00a0: rapport sur l’année 2018</title>" in page
    assert "Centre de l’eau (A)" in page
    assert "Réunion des chefs\u00a0: une fois par an" in page
    assert "B – Vérification" in page
    assert "Éducation (2)" in page
    assert '<p lang="en" dir="auto">On Talks.</p>' in page


@pytest.mark.parametrize(
    ("tag", "places"),
    [
        ("en", "Seoul, KR | FR"),
        ("fr", "Seoul, République de Corée | France"),
        ("zh", "Seoul，大韩民国 | 法国"),
    ],
)
def test_countries_have_their_names_in_other_languages(c2c: Program, tag: str, places: str) -> None:
    c2c.write(
        SMALL
        + centre("A", "opened:2018", country="KR", city="Seoul")
        + centre("B", "opened:2018", country="FR")
    )
    report = c2c(*ASK, "--lang", tag).out
    cells = [
        line.split(" | ")[1] for line in report.splitlines() if re.match(r"\| .*[（(][AB]", line)
    ]
    assert " | ".join(cells) == places


def test_names_are_found_by_the_tag_that_was_typed(c2c: Program) -> None:
    names = {"fr": "Centre", "fr-CA": "Centre canadien"}
    c2c.write(SMALL + centre("A", "opened:2018", name="Canada", names=names))
    assert "Centre (A)" in c2c(*ASK, "--lang", "fr", "--format", "html").out
    assert "Centre canadien (A)" in c2c(*ASK, "--lang", "fr-CA", "--format", "html").out


@pytest.mark.parametrize(
    ("of_registry", "tag", "expected"),
    [
        ("fr", "en", {("fr", "Réseau"), ("fr", "Centre"), ("fr", "Une note.")}),
        ("fr-CA", "en", {("fr-CA", "Réseau"), ("fr-CA", "Centre"), ("fr-CA", "Une note.")}),
        ("fr", "fr", set()),
        ("fr-CA", "fr", set()),
        ("fr", "fr-CA", set()),
        ("en-GB", "en", set()),
        ("en-GB", "fr", {("en-GB", "Réseau"), ("en-GB", "Centre"), ("en-GB", "Une note.")}),
    ],
)
def test_language_of_the_registry_is_that_of_its_texts(
    c2c: Program, of_registry: str, tag: str, expected: set[tuple[str, str]]
) -> None:
    registry = SMALL.replace('"A network"', f'"Réseau"\nlanguage = "{of_registry}"')
    registry = registry.replace(
        '"Culture"', '"Culture"\nnames = { en = "Culture", fr = "Culture" }'
    )
    c2c.write(registry + centre("A", "opened:2018", name="Centre", city=None, note="Une note."))
    found = marked(check(c2c(*ASK, "--lang", tag, "--format", "html").out))
    assert {each for each in found if each[1] != "Culture"} == expected


def test_text_in_arabic_letters_is_isolated_on_an_english_page(c2c: Program) -> None:
    c2c.write(HALF_NAMED)
    page = c2c(*ASK, "--format", "html").out
    assert '<th scope="row"><bdi>مرکز تهران</bdi> (B)' in page
    assert page.count("<bdi>") == 1
    assert marked(check(page)) == set()


def test_text_in_latin_letters_is_isolated_on_an_arabic_page(c2c: Program) -> None:
    c2c.write(HALF_NAMED)
    page = c2c(*ASK, "--lang", "ar", "--format", "html").out
    assert '<th scope="row"><bdi lang="en">Water Centre</bdi> (<bdi>A</bdi>)' in page
    assert '<p lang="en" dir="auto">On Talks.</p>' in page


@pytest.mark.parametrize("data", ["korea", "world", "half.toml"])
def test_each_block_of_markdown_ends_the_isolates_that_it_begins(c2c: Program, data: str) -> None:
    c2c.write(HALF_NAMED, "half.toml")
    report = c2c(*ASK, "--data", data, "--lang", "ar").out
    blocks = re.split(r"\n\s*\n", report)
    isolates = ["".join(re.findall("[\u2068\u2069]", block)) for block in blocks]
    assert any(isolates)
    for block, found in zip(blocks, isolates, strict=True):
        assert re.fullmatch("(\u2068\u2069)*", found), block


@pytest.mark.parametrize("tag", ["en", "fr", "ko", "zh"])
def test_markdown_from_left_to_right_has_no_isolates(c2c: Program, tag: str) -> None:
    c2c.write(HALF_NAMED)
    assert not re.search("[\u2066-\u2069<]", c2c(*ASK, "--lang", tag).out)


@pytest.mark.parametrize(
    ("tag", "languages"),
    [
        ("en", {"val": "en-GB"}),
        ("fr", {"val": "fr"}),
        ("ru", {"val": "ru"}),
        ("ar", {"val": "en-GB", "bidi": "ar"}),
        ("ko", {"val": "en-GB", "eastAsia": "ko-KR"}),
        ("zh", {"val": "en-GB", "eastAsia": "zh-CN"}),
    ],
)
def test_word_document_states_language_and_direction(
    c2c: Program, tag: str, languages: dict[str, str]
) -> None:
    c2c.write(HALF_NAMED)
    c2c(*ASK, "--lang", tag, "--output", "x.docx")
    document = Document(str(c2c.folder / "x.docx"))
    (mark,) = document.styles.element.iter(qn("w:lang"))
    assert {key: mark.get(qn(f"w:{key}")) for key in languages} == languages
    is_right_to_left = tag == "ar"
    normal = document.styles["Normal"].element
    assert bool([*normal.iter(qn("w:bidi"))]) == is_right_to_left
    assert bool([*document.element.iter(qn("w:bidiVisual"))]) == is_right_to_left
    assert bool([*document.element.iter(qn("w:rtl"))]) == is_right_to_left
    turned = [
        each.text
        for each in document.paragraphs
        if [*each.paragraph_format.element.iter(qn("w:bidi"))]
    ]
    # whole paragraphs in English, but not items of lists
    expected = ["On Talks.", "On the network."]
    assert [each.strip("\u200e\u200f") for each in turned] == (expected if is_right_to_left else [])
    with zipfile.ZipFile(c2c.folder / "x.docx") as package:
        for name in package.namelist():
            assert not re.search("[\u2066-\u2069]", package.read(name).decode("utf-8", "ignore"))


def headings(c2c: Program, tag: str) -> dict[str, list[str]]:
    """Return the headings of each sheet of the workbook; without records, it has all columns."""
    c2c.write(SMALL)
    c2c("report", "--lang", tag, "--as-of", "2020-01-01", "--output", f"{tag}.xlsx")
    book = sheets((c2c.folder / f"{tag}.xlsx").read_bytes())
    return {name: rows[0] for name, rows in book.items()}


@in_each_language
def test_sheets_and_headings_of_the_workbook_are_whole(c2c: Program, tag: str) -> None:
    found, english = headings(c2c, tag), headings(c2c, "en")
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in found)
    # two columns with the same heading would be one
    assert [*map(len, found.values())] == [*map(len, english.values())]
    assert all(heading for each in found.values() for heading in each)
    assert (found == english) == (tag == "en")


@in_each_language
def test_workbook_is_read_in_the_direction_of_its_language(c2c: Program, tag: str) -> None:
    c2c.write(FULL)
    c2c("report", "--lang", tag, "--as-of", "2020-01-01", "--output", "x.xlsx")
    with zipfile.ZipFile(c2c.folder / "x.xlsx") as package:
        parts = [package.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, 7)]
    is_right_to_left = [b'rightToLeft="1"' in part for part in parts]
    assert is_right_to_left == [tag == "ar"] * 6


@settings(max_examples=10)
@given(data=registries(), tag=st.sampled_from(TAGS))
def test_any_registry_makes_a_valid_page_in_any_language(data: dict[str, Any], tag: str) -> None:
    ended = run(
        *ASK, "--format", "html", "--data", "-", "--lang", tag, stdin=tomli_w.dumps(data).encode()
    )
    assert ended.code == 0, ended
    assert has_plain_titles(check(ended.out))


def words(tag: str) -> Any:
    """Return the sentences of documents in a language."""
    environment = templates.html_environment(language(tag))
    return environment.get_template("sentences.jinja").module


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", [
            "5 July 2018", "1 January 2018", "July 2018", "2018",
            "5 July 2018", "5–6 July 2018", "1–2 May 2018", "27 June 2018 to 1 July 2018", "31 December 2018 to 2 January 2019",
            "by October 2018", "between 2013 and October 2018", "in or after 2013", "in or after May 2013", "on or after 7 May 2013",
        ]),
        ("ar", [
            "5 تموز/يوليو 2018", "1 كانون الثاني/يناير 2018", "تموز/يوليو 2018", "2018",
            "5 تموز/يوليو 2018", "من 5 إلى 6 تموز/يوليو 2018", "من 1 إلى 2 أيار/مايو 2018", "من 27 حزيران/يونيو 2018 إلى 1 تموز/يوليو 2018", "من 31 كانون الأول/ديسمبر 2018 إلى 2 كانون الثاني/يناير 2019",
            "تشرين الأول/أكتوبر 2018 أو قبل ذلك", "بين 2013 وتشرين الأول/أكتوبر 2018", "2013 أو بعد ذلك", "أيار/مايو 2013 أو بعد ذلك", "7 أيار/مايو 2013 أو بعد ذلك",
        ]),
        ("es", [
            "5 de julio de 2018", "1 de enero de 2018", "julio de 2018", "2018",
            "5 de julio de 2018", "5-6 de julio de 2018", "1-2 de mayo de 2018", "27 de junio de 2018 – 1 de julio de 2018", "31 de diciembre de 2018 – 2 de enero de 2019",
            "octubre de 2018 a más tardar", "entre 2013 y octubre de 2018", "no antes de 2013", "no antes de mayo de 2013", "no antes del 7 de mayo de 2013",
        ]),
        ("fr", [
            "5 juillet 2018", "1er janvier 2018", "juillet 2018", "2018",
            "5 juillet 2018", "5-6 juillet 2018", "1er-2 mai 2018", "27 juin 2018 – 1er juillet 2018", "31 décembre 2018 – 2 janvier 2019",
            "octobre 2018 au plus tard", "entre 2013 et octobre 2018", "2013 au plus tôt", "mai 2013 au plus tôt", "7 mai 2013 au plus tôt",
        ]),
        ("ko", [
            "2018년 7월 5일", "2018년 1월 1일", "2018년 7월", "2018년",
            "2018년 7월 5일", "2018년 7월 5∼6일", "2018년 5월 1∼2일", "2018년 6월 27일부터 2018년 7월 1일까지", "2018년 12월 31일부터 2019년 1월 2일까지",
            "2018년 10월 이전", "2013년에서 2018년 10월 사이", "2013년 이후", "2013년 5월 이후", "2013년 5월 7일 이후",
        ]),
        ("ru", [
            "5 июля 2018\u00a0г.", "1 января 2018\u00a0г.", "июль 2018\u00a0г.", "2018\u00a0г.",
            "5 июля 2018\u00a0г.", "5–6 июля 2018\u00a0г.", "1–2 мая 2018\u00a0г.", "27 июня 2018\u00a0г. – 1 июля 2018\u00a0г.", "31 декабря 2018\u00a0г. – 2 января 2019\u00a0г.",
            "октябрь 2018\u00a0г. или ранее", "2013\u00a0г. – октябрь 2018\u00a0г., точная дата неизвестна", "2013\u00a0г. или позднее", "май 2013\u00a0г. или позднее", "7 мая 2013\u00a0г. или позднее",
        ]),
        ("zh", [
            "2018年7月5日", "2018年1月1日", "2018年7月", "2018年",
            "2018年7月5日", "2018年7月5日至6日", "2018年5月1日至2日", "2018年6月27日至2018年7月1日", "2018年12月31日至2019年1月2日",
            "不晚于2018年10月", "2013年至2018年10月间", "2013年或之后", "2013年5月或之后", "2013年5月7日或之后",
        ]),
    ],
)  # fmt: skip
def test_dates_are_written_as_the_language_does(tag: str, expected: list[str]) -> None:
    of = language(tag)
    dates = ("2018-07-05", "2018-01-01", "2018-07", "2018")
    periods = (
        ("2018-07-05", "2018-07-05"),
        ("2018-07-05", "2018-07-06"),
        ("2018-05-01", "2018-05-02"),
        ("2018-06-27", "2018-07-01"),
        ("2018-12-31", "2019-01-02"),
    )
    bounds = ("..2018-10", "2013..2018-10", "2013..", "2013-05..", "2013-05-07..")
    found = [of.in_words(Date.parse(date)) for date in dates]
    found += [of.days(Date.parse(start), Date.parse(end)) for start, end in periods]
    events = [SimpleNamespace(date=Date.parse_event(date)) for date in bounds]
    found += [str(words(tag).date_of(event)) for event in events]
    assert [each.replace("\u00a0", " ") for each in found] == [
        each.replace("\u00a0", " ") for each in expected
    ]


@pytest.mark.parametrize("tag", ["ar", "es", "fr", "ko", "ru"])
def test_no_line_breaks_between_a_day_and_its_month(tag: str) -> None:
    assert re.search("\u00a05|5\u00a0", language(tag).in_words(Date.parse("2018-07-05")))


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ar", [
            "لا توجد مراكز", "مركز واحد", "مركزان", "3 مراكز", "11 مركزاً", "21 مركزاً", "100 مركز",
        ]),
        ("ru", [
            "0 центров", "1 центр", "2 центра", "3 центра", "11 центров", "21 центр", "100 центров",
        ]),
        ("fr", [
            "0 centre", "1 centre", "2 centres", "3 centres", "11 centres", "21 centres", "100 centres",
        ]),
        ("ko", [
            "센터 0곳", "센터 1곳", "센터 2곳", "센터 3곳", "센터 11곳", "센터 21곳", "센터 100곳",
        ]),
    ],
)  # fmt: skip
def test_plural_form_is_that_of_the_number(tag: str, expected: list[str]) -> None:
    say = words(tag)
    assert [str(say.centres(count)) for count in (0, 1, 2, 3, 11, 21, 100)] == expected
