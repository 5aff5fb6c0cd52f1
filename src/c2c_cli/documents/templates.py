"""The templates of documents, and how text is escaped in each kind of document."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined, Undefined
from markupsafe import Markup, escape

from c2c_cli.documents.language import ENGLISH, Foreign, Language, Untranslated
from c2c_cli.documents.template_loader import TemplateLoader
from c2c_cli.model.dates import Date
from c2c_cli.output import markdown
from c2c_cli.text import cut, visible

_MAILTO = re.compile(r"mailto:[\w.!$'*+/=^{|}~-]+@[\w.-]+")
"""An address to which mail can be sent, without headers or a text of the mail."""

_ISOLATES = {"bdi": "\u2068", "/bdi": "\u2069"}
"""Name of a tag -> the character that isolates the direction of a text where no tag can be."""

_NEEDS_NO_ESCAPING = (Markup, Undefined, Date, int)
"""Types of values that a template prints as they are."""

_Convert = Callable[..., str]
"""Function that returns a text escaped for a kind of document."""


def render_markdown(template: str, language: Language = ENGLISH, **values: object) -> str:
    """Return a Markdown document; blank lines that follow each other become one."""
    text = markdown_environment(language).get_template(template).render(values)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def render_html(template: str, language: Language = ENGLISH, **values: object) -> str:
    """Return an HTML document."""
    return html_environment(language).get_template(template).render(values) + "\n"


def render_xml(template: str, language: Language = ENGLISH, **values: object) -> str:
    """Return an XML document, such as a feed."""
    return xml_environment(language).get_template(template).render(values) + "\n"


def sentence(macro: str, *values: str, language: Language = ENGLISH) -> str:
    """Return a sentence of `sentences.jinja` as text that is not yet escaped for a document."""
    words = xml_environment(language).get_template("sentences.jinja").module
    return _markup(getattr(words, macro)(*values)).unescape()


def for_script(json: str) -> Markup:
    """Return JSON as the data of a `script` element in HTML, which it cannot end.

    The characters that it escapes are always in strings.
    """
    return _markup(re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", json))


def markdown_environment(language: Language = ENGLISH) -> Environment:
    """Return the environment of Markdown templates; a string that is a whole URL is a link."""
    return _environment(
        "md",
        language,
        _Escaping(
            markdown.literal,
            markdown.line_start,
            _isolated if language.is_right_to_left else _unmarked,
        ),
        address=markdown.address,
        linked=markdown.literal,
        link_to=markdown.link,
        paragraphs=markdown.paragraphs,
        list_item=markdown.list_item,
    )


def html_environment(language: Language = ENGLISH) -> Environment:
    """Return the environment of HTML templates, in which only the filter `linked` makes links."""
    return _environment(
        "html",
        language,
        _Escaping(_html, _html, _in_element),
        address=_address,
        linked=_linked,
        link_to=_link_to,
        correction_link=_correction_link,
        paragraphs=_html_paragraphs,
        list_item=_html_list_item,
    )


@cache
def xml_environment(language: Language = ENGLISH) -> Environment:
    """Return the environment of XML templates, whose elements with text are those of XHTML."""
    return _environment(
        "xml",
        language,
        _Escaping(_html, _html, _unmarked),
        address=_address,
        linked=_linked,
        link_to=_link_to,
        paragraphs=_xhtml_paragraphs,
    )


def percent(number: float) -> Markup:
    """Return a position or a width in a figure as a percentage."""
    return _markup(f"{number:.2f}%")


class _Escaping(NamedTuple):
    """How text is escaped in a kind of document, and how other languages are marked in it."""

    literal: _Convert
    at_start: _Convert
    """Function that escapes text at the start of a line."""
    marked: Callable[[str, str], str]
    """Function that marks escaped text as one in a language, which may be unknown (empty)."""


class _Texts:
    """The texts of a kind of document in a language: how they are escaped and translated."""

    def __init__(self, language: Language, escaping: _Escaping) -> None:
        self._language, self._escaping = language, escaping
        self._isolates_all = not language.is_right_to_left

    def shown(self, value: object) -> object:
        """Return what a template prints, escaped.

        Text in Arabic letters is isolated in other languages. In Arabic, text in Latin letters is
        not, because most of it is in attributes.
        """
        if isinstance(value, _NEEDS_NO_ESCAPING):
            return value
        if isinstance(value, str):
            literal = self._escaping.literal(value)
            return self.marked(value, literal, isolate=self._isolates_all)
        raise TypeError(f"a document cannot contain a value of type {type(value).__name__}")

    def isolated(self, value: object) -> object:
        """Return what stands within other text, escaped."""
        if isinstance(value, str) and not isinstance(value, Markup):
            return self.marked(value, self._escaping.literal(value))
        return self.shown(value)

    def at_start(self, text: str) -> Markup:
        """Return what stands at the start of a line, escaped."""
        if isinstance(text, Markup):
            return text
        return self.marked(text, self._escaping.at_start(text))

    def unmarked(self, text: str) -> Markup:
        """Return text, escaped, in an element that states its language."""
        return _markup(self._escaping.literal(text))

    def plain(self, text: str) -> Markup:
        """Return the HTML of a text for an attribute, which cannot contain elements."""
        return _plain(text, _ISOLATES if self._language.is_right_to_left else {})

    def marked(self, text: str, escaped: str, *, isolate: bool = True) -> Markup:
        """Return the escaped form of a text, with its language or direction if it differs."""
        if isinstance(text, Foreign):
            return _markup(self._escaping.marked(escaped, text.language))
        if isolate and self._language.is_opposite(text):
            return _markup(self._escaping.marked(escaped, ""))
        return _markup(escaped)

    def filter_of(self, convert: _Convert) -> Callable[..., Markup]:
        """Return a filter whose result is not escaped again."""
        return lambda text, *values: self.marked(text, convert(text, *values))

    def gettext(self, message: str, **values: object) -> Markup:
        """Return a message with its values."""
        return self._filled(self._language.gettext(message), values)

    def ngettext(self, one: str, many: str, count: int, **values: object) -> Markup:
        """Return the form of a message for a count, with its values."""
        return self._filled(self._language.ngettext(one, many, count), {"count": count, **values})

    def pgettext(self, context: str, message: str, **values: object) -> Markup:
        """Return a message of a context with its values."""
        return self._filled(self._language.pgettext(context, message), values)

    def npgettext(self, context: str, one: str, many: str, count: int, **values: object) -> Markup:
        """Return the form of a message of a context for a count, with its values."""
        form = self._language.npgettext(context, one, many, count)
        return self._filled(form, {"count": count, **values})

    def _filled(self, message: str, values: Mapping[str, object]) -> Markup:
        text = message.format_map({name: self.isolated(value) for name, value in values.items()})
        if isinstance(message, Untranslated):
            text = self._escaping.marked(text, ENGLISH.tag)
        return _markup(text)


def _environment(
    kind: str, language: Language, escaping: _Escaping, **filters: _Convert
) -> Environment:
    """Return an environment that escapes every string except results of macros and `filters`.

    `kind` is the kind of documents.
    """
    texts = _Texts(language, escaping)
    environment = Environment(
        loader=TemplateLoader(kind),
        autoescape=True,
        finalize=texts.shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "language": language,
        "_": texts.gettext,
        "ngettext": texts.ngettext,
        "npgettext": texts.npgettext,
        "pgettext": texts.pgettext,
    }
    environment.filters |= {
        "at_start": texts.at_start,
        "country": language.country,
        "css_string": _css_string,
        "days": lambda meeting: language.days(meeting.start, meeting.end or meeting.start),
        "in_words": language.in_words,
        "isolated": texts.isolated,
        "percent": percent,
        "plain": texts.plain,
        "unmarked": texts.unmarked,
    }
    environment.filters |= {name: texts.filter_of(convert) for name, convert in filters.items()}
    return environment


def _in_element(escaped: str, tag: str) -> str:
    """Return escaped text as elements of HTML whose direction is that of the text."""
    language = f' lang="{tag}"' if tag else ""
    if escaped.startswith("<p>"):  # paragraphs; other text contains no such tag
        return escaped.replace("<p>", f'<p{language} dir="auto">')
    return f"<bdi{language}>{escaped}</bdi>"


def _isolated(escaped: str, tag: str) -> str:  # noqa: ARG001  # Markdown states no languages
    """Return each paragraph of escaped text between the characters that isolate its direction."""
    return re.sub(r"\n\s*\n\s*", "\u2069\\g<0>\u2068", f"\u2068{escaped}\u2069")


def _unmarked(escaped: str, tag: str) -> str:  # noqa: ARG001  # some documents state no languages
    return escaped


def _plain(text: str, characters: Mapping[str, str]) -> Markup:
    """Return the HTML of a text without elements, for an attribute.

    `characters` has those that replace tags.
    """
    if not isinstance(text, Markup):
        return _markup(_html(text))
    return _markup(re.sub("<(/?[a-z]*)[^>]*>", lambda tag: characters.get(tag[1], ""), text))


def _markup(text: str) -> Markup:
    """Mark text, which must be escaped already, as escaped; no other function may do so."""
    return Markup(text)  # noqa: S704


def _html(text: str) -> str:
    """Return `text` as HTML, with control and invisible characters made visible."""
    return str(escape(visible(text, keep="\n")))


def _linked(text: str) -> str:
    """Return `text` as HTML, as a link if the whole string is a URL."""
    shown = _html(text)
    return f'<a href="{shown}">{shown}</a>' if markdown.is_url(text) else shown


def _link_to(text: str, url: str | None) -> str:
    """Return `text` as HTML, as a link to `url` if that is a URL."""
    shown = _html(text)
    return f'<a href="{_html(url)}">{shown}</a>' if url and markdown.is_url(url) else shown


def _address(text: str) -> str:
    """Return `text` as HTML, as a link if the whole string is a URL; a long one is abridged."""
    return _link_to(markdown.abridged(text), text) if markdown.is_url(text) else _html(text)


def _css_string(text: str) -> Markup:
    """Return `text` as a string of CSS, cut so that it fits in a margin of the page.

    All but letters and digits is escaped, so that it ends neither the string nor the style sheet.
    """
    if isinstance(text, Markup):  # the result of a macro, but CSS reads no HTML
        text = _plain(text, {}).unescape()
    shown = cut(visible(text))
    escaped = (
        char if char.isalnum() and char.isascii() else f"\\{ord(char):06x}" for char in shown
    )
    return _markup(f'"{"".join(escaped)}"')


def _correction_link(text: str, address: str) -> str:
    """Return `text` as a link to a URL or email address, or else followed by the address."""
    if markdown.is_url(address) or _MAILTO.fullmatch(address):
        return f'<a href="{_html(address)}">{_html(text)}</a>'
    return _html(f"{text}: {address}")


def _html_paragraphs(text: str) -> str:
    """Return `text` as HTML paragraphs with its line breaks."""
    return "\n".join(f"<p>{part}</p>" for part in _parts(text))


def _xhtml_paragraphs(text: str) -> str:
    """Return `text` as XHTML paragraphs with its line breaks."""
    return _html_paragraphs(text).replace("<br>", "<br/>")  # text has no other angle brackets


def _html_list_item(text: str) -> str:
    """Return `text` as the HTML of a list item, with paragraph tags only for several paragraphs."""
    parts = _parts(text)
    return parts[0] if len(parts) == 1 else _html_paragraphs(text)


def _parts(text: str) -> list[str]:
    """Return the paragraphs of `text` as HTML."""
    return ["<br>\n".join(map(_linked, lines)) for lines in markdown.lines_of_paragraphs(text)]
