"""The catalogues of documents: their messages, fields, plural forms and typography."""

import re
from functools import cache
from gettext import c2py
from pathlib import Path

import pytest

from c2c_cli.documents import language
from samples import ROOT, tool

pytest.importorskip("babel")

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

LOCALE = ROOT / "src/c2c_cli/documents/locale"
TEMPLATE = LOCALE / "c2c.pot"
CATALOGUES = sorted(LOCALE.glob("*.po"))
LANGUAGES = {"zh": "zh_Hans"}
"""Name of a catalogue -> its language, if that differs."""

COUNTS = (*range(1001), 1_000_000)
"""Numbers that have all the plural forms of a language."""

each_catalogue = pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)


@cache
def catalogue(file: Path) -> Catalog:
    """Return the catalogue of a PO file."""
    with file.open("rb") as opened:
        return read_po(opened, abort_invalid=True)


def messages(found: Catalog) -> list[Message]:
    """Return the messages of a catalogue in order, without its header."""
    return [message for message in found if message.id]


def key(message: Message) -> tuple[str | None, ...]:
    """Return what tells a message apart from all others."""
    return message.context, *sources(message)


def sources(message: Message) -> list[str]:
    """Return the English text of a message, or its singular and its plural."""
    return [message.id] if isinstance(message.id, str) else [*message.id]


def strings(message: Message) -> list[str]:
    """Return the translations of a message: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else [*(message.string or ())]


def fields(text: str) -> set[str]:
    return set(re.findall(r"{(\w*)}", text))


def forms_of_one_number(found: Catalog) -> set[int]:
    """Return the plural forms that only one number has."""
    form = c2py(found.plural_expr)
    numbers: dict[int, list[int]] = {}
    for count in COUNTS:
        numbers.setdefault(form(count), []).append(count)
    assert sorted(numbers) == [*range(found.num_plurals)]
    return {number for number, counts in numbers.items() if len(counts) == 1}


def test_each_language_has_a_catalogue() -> None:
    assert [file.stem for file in CATALOGUES] == sorted(language.CATALOGUES)


def test_template_has_the_messages_of_the_sources() -> None:
    extracted = [*map(key, messages(tool("messages").extracted()))]
    assert [*map(key, messages(catalogue(TEMPLATE)))] == extracted, "run tools/messages.py"


@each_catalogue
def test_catalogue_has_the_messages_of_the_template(file: Path) -> None:
    found, template = catalogue(file), catalogue(TEMPLATE)
    assert [*map(key, messages(found))] == [*map(key, messages(template))], "run tools/messages.py"
    assert not found.obsolete
    assert [message.id for message in found if message.id and message.fuzzy] == []


@each_catalogue
def test_header_has_the_language(file: Path) -> None:
    found = dict(catalogue(file).mime_headers)
    assert found["Language"] == LANGUAGES.get(file.stem, file.stem)
    assert found["Content-Type"] == "text/plain; charset=utf-8"


@each_catalogue
def test_compiled_catalogue_has_the_translated_messages(file: Path) -> None:
    with file.with_suffix(".mo").open("rb") as opened:
        compiled = read_mo(opened)
    translated = {
        key(message): strings(message)
        for message in messages(catalogue(file))
        if all(strings(message))
    }
    found = {key(message): strings(message) for message in messages(compiled)}
    assert found == translated, "run tools/messages.py"


@each_catalogue
def test_plural_forms_are_all_translated_or_none(file: Path) -> None:
    found = catalogue(file)
    for message in messages(found):
        number = found.num_plurals if message.pluralizable else 1
        assert len(strings(message)) == number, message.id
        assert all(strings(message)) or not any(strings(message)), message.id


@each_catalogue
def test_translation_has_the_fields_of_the_message(file: Path) -> None:
    found = catalogue(file)
    exact = forms_of_one_number(found)
    for message in messages(found):
        wanted = fields(str(message.id))
        for form, translation in enumerate(strings(message)):
            # such a form may say the number in words
            may_omit = {"count"} if message.pluralizable and form in exact else set()
            if translation:
                assert fields(translation) | may_omit == wanted | may_omit, translation
                assert translation.format_map(dict.fromkeys(wanted | may_omit, "")) is not None


MARKUP = r"[<>&*`\\|~\[\]]|_(?![^{}]*})"
"""A character that HTML or Markdown would read as markup; a field may contain `_`."""

RULES = [
    ("", r"[\"']", "straight quotation mark or apostrophe"),
    ("", r"^\s|\s$|  ", "blank at the start or the end, or two blanks"),
    ("", MARKUP, "character that is markup in HTML or Markdown"),
    ("fr", r"[^\u00a0]:|«[^\u00a0]|[^\u00a0]»|[^\u202f][;?!]", "no no-break space"),
    ("ar", r"[,;?]", "Latin comma, semicolon or question mark"),
    ("zh", r"[,;:?!()]|\.$", "half-width punctuation"),
    ("ko", r"}(은|는|이|가|을|를|과|와|로|으로|이다|이며)(?!\w)", "particle that depends on a value"),
    ("ru", r"ё", "ё"),
    ("ru", r"{(date|until|review|evaluated|start|end)}\.$", "full stop after one (г..)"),
    # no date begins with an i
    ("es", r" o {| y {(?!end})", "y or o before a value, which may be e or u"),
]  # fmt: skip
"""Language, or none for all of them; a pattern; and what that is, which texts must not contain."""


def problems(tag: str, text: str) -> list[str]:
    """Return what is wrong with the typography of a text."""
    found = [what for of, pattern, what in RULES if of in ("", tag) and re.search(pattern, text)]
    pairs = (("(", ")"), ("（", "）"), ("«", "»"), ("“", "”"))
    return found + [start for start, end in pairs if text.count(start) != text.count(end)]


@each_catalogue
def test_typography_is_that_of_the_language(file: Path) -> None:
    texts = [text for message in messages(catalogue(file)) for text in strings(message) if text]
    found = {text: problems(file.stem, text) for text in texts}
    assert {text: wrong for text, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("tag", "right", "wrong"),
    [
        ("es", "el centro ({date})", "el centro ({date}"),
        ("es", "{before}, {next}", "{before}, {next} "),
        ("es", "{start_of} – {end}", "_{start}_ – {end}"),
        ("es", "«{title}»", "«{title}"),
        ("es", "«{title}»", '"{title}"'),
        ("es", "{before} o bien {last}", "{before} o {last}"),
        ("fr", "l’accord", "l'accord"),
        ("fr", "{label}\u00a0: {value}", "{label}: {value}"),
        ("fr", "{label}\u00a0: {value}", "{label} : {value}"),
        ("fr", "«\u00a0{title}\u00a0»", "« {title} »"),
        ("fr", "{before}\u202f; {next}", "{before}\u00a0; {next}"),
        ("ar", "{before}، {next}", "{before}, {next}"),
        ("zh", "{label}：{value}", "{label}:{value}"),
        ("zh", "{name}（{details}）", "{name} ({details})"),
        ("zh", "截至{date}。", "截至{date}."),
        ("ko", "{start}부터 {end}까지", "{start}은 {end}까지"),
        ("ru", "еще", "ещё"),
        ("ru", "Состояние: {date}", "Состояние на {date}."),
        ("ru", "{label}: {value}", "**{label}:** {value}"),
    ],
)
def test_rule_refuses_what_it_is_for(tag: str, right: str, wrong: str) -> None:
    assert problems(tag, right) == []
    assert len(problems(tag, wrong)) == 1


def test_english_messages_contain_no_markup() -> None:
    texts = [text for message in messages(catalogue(TEMPLATE)) for text in sources(message)]
    assert [text for text in texts if re.search(MARKUP, text)] == []
