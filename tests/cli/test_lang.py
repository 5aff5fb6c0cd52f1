"""`--lang`: the language of documents, and of the names in listings."""

import re
from pathlib import Path

import pytest

from c2c_cli.documents import language
from conftest import Program
from samples import SMALL, centre, event, meeting, record

LANGUAGES = "ar, en, es, fr, ko, ru or zh"
KNOWN = f"expected {LANGUAGES}"


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("de", f'unknown language "de"; {KNOWN}'),
        ("kr", f'unknown language "kr"; {KNOWN}'),
        ("French", f'unknown language "French"; {KNOWN}'),
        ("de-AT", f'unknown language "de-AT"; {KNOWN}'),
        ("한국어", f'unknown language "한국어"; {KNOWN}'),
        ("e", f'unknown language "e"; {KNOWN}'),
        ("", f'unknown language ""; {KNOWN}'),
        ("C.UTF-8", f'unknown language "C.UTF-8"; {KNOWN}'),
        ("de_DE", f'unknown language "de_DE"; {KNOWN}'),
        ("en_GB", 'invalid language tag "en_GB"; use en-GB'),
        ("ar_EG.UTF-8", 'invalid language tag "ar_EG.UTF-8"; use ar-EG'),
        ("fr-", 'invalid language tag "fr-"; use a tag such as ko, fr or zh-Hant'),
        ("en\n", f'unknown language "en\\n"; {KNOWN}'),
    ],
)
@pytest.mark.parametrize("form", ["md", "html", "docx", "xlsx"])
def test_language_without_a_catalogue_is_refused_before_anything_else(
    c2c: Program, tag: str, message: str, form: str
) -> None:
    ran = c2c("report", "--lang", tag, "--data", "/no/such/file", "--output", f"r.{form}", code=2)
    assert (ran.out, ran.err) == ("", f"c2c: error: --lang: {message}\n")
    assert [*c2c.folder.iterdir()] == []


def test_site_in_an_unknown_language_is_refused_before_anything_else(c2c: Program) -> None:
    ran = c2c("site", "public", "--lang", "de", "--data", "/no/such/file", code=2)
    assert ran.err == f'c2c: error: --lang: unknown language "de"; {KNOWN}\n'
    assert [*c2c.folder.iterdir()] == []


@pytest.mark.parametrize("command", [["report"], ["site", "public"]])
def test_help_lists_the_languages(c2c: Program, command: list[str]) -> None:
    about = f"  Language: {LANGUAGES} (default: en).\n"
    assert about in c2c(*command, "--help").out


def test_completion_names_each_language_in_that_language(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_C2C_COMPLETE", "1")
    expected = (
        "en\tEnglish\nar\tالعربية\nes\tEspañol\nfr\tFrançais\nko\t한국어\nru\tРусский\nzh\t中文\n"
    )
    for command in (["report"], ["site"]):
        assert c2c(*command, "--lang", "").out == expected


@pytest.mark.parametrize("tag", ["en", "EN", "en-GB", "en-x-plain"])
def test_report_in_english_is_the_report_without_the_option(c2c: Program, tag: str) -> None:
    c2c.write(SMALL + centre("A") + event("opened", "2018-02-01"))
    report = ("report", "--year", "2018", "--as-of", "2018-12-31")
    for form in ("md", "html"):
        written = c2c(*report, "--format", form).out
        assert c2c(*report, "--format", form, "--lang", tag).out == written


def test_locale_does_not_choose_the_language(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(SMALL + centre("A") + event("opened", "2018-02-01"))
    report = ("report", "--year", "2018", "--as-of", "2018-12-31")
    written = c2c(*report).out
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "fr_FR.UTF-8")
    assert c2c(*report).out == written


@pytest.mark.parametrize("tag", language.TAGS)
@pytest.mark.parametrize("columns", ["40", "100"])
def test_report_in_any_language_is_drawn_in_a_terminal(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, tag: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("C2C_PAGER", "")
    names = {"ar": "المركز (ICM)", "ko": "국제기록유산센터"}
    c2c.write(
        SMALL
        + centre("A", names=names)
        + event("opened", "2018-02-01")
        + centre("B", name="Sent\u2067inel")
        + meeting("m", start="2018-06-27", title="אב")
    )
    ran = c2c("report", "--year", "2018", "--as-of", "2018-12-31", "--lang", tag, terminal=True)
    assert set(re.findall(r"\\u\w{4}", ran.out)) == {"\\u2067"}  # that of the name
    assert not re.search("[\u2066-\u2069]|[*][*]|&[a-z]+;", ran.out)
    assert ran.err == ""


# --lang of listings


NAMES = (
    SMALL
    + record("organisation", id="MOFA", name="Ministry", names={"ko": "외교부"})
    + centre("A", name="Alpha", names={"ko": "가", "fr": "Alpha (fr)", "zh-Hant": "甲"})
    + centre("B", name="Beta", names={"ko": "나"})
    + centre("C", name="Gamma", sector="education")
    + meeting("m", start="2018")
)


@pytest.mark.parametrize(
    ("command", "note"),
    [
        ("list --lang ko", '1 of 3 centres has no name in "ko"; its main name is shown'),
        ("list --lang fr-CA", '2 of 3 centres have no name in "fr-CA"; their main names are shown'),
        ("list --lang ko Alpha", ""),
        ("list --lang fr Beta", 'the centre has no name in "fr"; other names are recorded in ko'),
        ("list --lang fr Gamma", 'the centre has no name in "fr"; its main name is shown'),
        (
            "list --lang zh",
            'none of the 3 centres has a name in "zh"; other names are recorded in fr, ko and zh-Hant',
        ),
        (
            "list --lang zh --format json",
            'none of the 3 centres has a name in "zh"; other names are recorded in fr, ko and zh-Hant',
        ),
        (
            "list --lang ko --sector education",
            'the centre has no name in "ko"; its main name is shown',
        ),
        ("list --lang en", ""),
        ("list --lang en-GB", ""),
        ("list", ""),
        ("list --lang zh nowhere", ""),
        (
            "sectors --lang ko",
            'none of the 2 sectors has a name in "ko"; their main names are shown',
        ),
        (
            "organisations --lang KO",
            '1 of 2 organisations has no name in "KO"; its main name is shown',
        ),
        ("show A B m --lang ko", ""),
        ("show A B m --lang fr", '1 of 2 centres has no name in "fr"; its main name is shown'),
        ("show m --lang fr", ""),
        ("show A MOFA --lang fr", '1 of 2 records has no name in "fr"; its main name is shown'),
        (
            "show MOFA --lang fr",
            'the organisation has no name in "fr"; other names are recorded in ko',
        ),
    ],
)
def test_listing_notes_the_names_that_are_missing(c2c: Program, command: str, note: str) -> None:
    c2c.write(NAMES)
    ran = c2c(*command.split(" "))
    assert ran.err == (f"c2c: {note}\n" if note else "")


def test_names_of_a_longer_tag_are_found_by_its_beginning(c2c: Program) -> None:
    c2c.write(NAMES)
    for tag, name in (
        ("zh-Hant-TW", "甲"),
        ("zh", "Alpha"),
        ("ko-x-old", "가"),
        ("FR-ca", "Alpha (fr)"),
    ):
        assert c2c("list", "Alpha", "--lang", tag, "--columns", "name").out == f"{name}\n"


def test_note_is_printed_once_and_never_into_the_output(c2c: Program) -> None:
    c2c.write(NAMES)
    note = 'c2c: 1 of 3 centres has no name in "ko"; its main name is shown\n'
    printed = c2c("list", "--lang", "ko", "--format", "csv").out
    ran = c2c("list", "--lang", "ko", "--output", "centres.csv")
    assert (ran.out, ran.err) == ("", note)
    assert Path("centres.csv").read_text() == printed
    # a space instead of a comma; the command runs again to find out
    ran = c2c("list", "--lang", "ko", "--sector", "culture", "education")
    assert ran.err.count(" has no name ") == 0


def test_note_names_a_few_languages(c2c: Program) -> None:
    tags = ["ar", "be", "cs", "da", "el", "et", "fi", "ga"]
    c2c.write(SMALL + centre("A", names={tag: tag for tag in tags}))
    assert c2c("list", "--lang", "ko").err == (
        'c2c: the centre has no name in "ko"; '
        "other names are recorded in ar, be, cs, da, el, et and 2 more\n"
    )


def test_failed_command_prints_no_note(c2c: Program) -> None:
    c2c.write(NAMES)
    assert c2c("list", "--lang", "zh", "--columns", "x", code=2).err.count("\n") == 1


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("한국어!", "use a tag such as ko, fr or zh-Hant"),
        ("", "use a tag such as ko, fr or zh-Hant"),
        ("k", "use a tag such as ko, fr or zh-Hant"),
        ("ko_KR", "use ko-KR"),
        ("ko_KR.UTF-8", "use ko-KR"),
        ("sr_RS@latin", "use sr-RS"),
    ],
)
@pytest.mark.parametrize("command", ["list", "sectors", "organisations", "show"])
def test_malformed_tag_is_refused(c2c: Program, command: str, tag: str, hint: str) -> None:
    ran = c2c(command, "--lang", tag, "--data", "/no/such/file", code=2)
    assert ran.err == f'c2c: error: --lang: invalid language tag "{tag}"; {hint}\n'
