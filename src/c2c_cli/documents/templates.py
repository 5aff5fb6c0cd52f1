"""The templates of documents, and how text is escaped in each kind of document."""

import datetime
import re
from collections.abc import Callable
from functools import cache

from jinja2 import Environment, StrictUndefined, Undefined
from markupsafe import Markup, escape

from c2c_cli.documents.template_loader import TemplateLoader
from c2c_cli.model.dates import Date
from c2c_cli.output import markdown
from c2c_cli.text import cut, visible

_MAILTO = re.compile(r"mailto:[\w.!$'*+/=^{|}~-]+@[\w.-]+")
"""An address to which mail can be sent, without headers or a text of the mail."""

_Convert = Callable[..., str]
"""Function that returns a text escaped for a kind of document."""


def render_markdown(template: str, **values: object) -> str:
    """Return a Markdown document; blank lines that follow each other become one."""
    text = markdown_environment().get_template(template).render(values)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def render_html(template: str, **values: object) -> str:
    """Return an HTML document."""
    return html_environment().get_template(template).render(values) + "\n"


def render_xml(template: str, **values: object) -> str:
    """Return an XML document, such as a feed."""
    return xml_environment().get_template(template).render(values) + "\n"


def sentence(macro: str, *values: str) -> str:
    """Return a sentence of `sentences.jinja` as text that is not yet escaped for a document."""
    words = xml_environment().get_template("sentences.jinja").module
    return _markup(getattr(words, macro)(*values)).unescape()


def for_script(json: str) -> Markup:
    """Return JSON as the data of a `script` element in HTML, which it cannot end.

    The characters that it escapes are always in strings.
    """
    return _markup(re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", json))


def markdown_environment() -> Environment:
    """Return the environment of Markdown templates; a string that is a whole URL is a link."""
    return _environment(
        "md",
        markdown.literal,
        address=markdown.address,
        linked=markdown.literal,
        link_to=markdown.link,
        at_start=markdown.line_start,
        paragraphs=markdown.paragraphs,
        list_item=markdown.list_item,
    )


def html_environment() -> Environment:
    """Return the environment of HTML templates, in which only the filter `linked` makes links."""
    return _environment(
        "html",
        _html,
        address=_address,
        linked=_linked,
        link_to=_link_to,
        at_start=_html,
        css_string=_css_string,
        correction_link=_correction_link,
        paragraphs=_html_paragraphs,
        list_item=_html_list_item,
    )


@cache
def xml_environment() -> Environment:
    """Return the environment of XML templates, whose elements with text are those of XHTML."""
    return _environment(
        "xml",
        _html,
        address=_address,
        linked=_linked,
        link_to=_link_to,
        at_start=_html,
        paragraphs=_xhtml_paragraphs,
    )


def in_words(date: Date | datetime.date) -> str:
    """Return a date in English at its known precision: `27 June 2018`, `June 2018` or `2018`."""
    date = date if isinstance(date, Date) else Date.of_day(date)
    form = {4: "{0.year}", 7: "{0:%B} {0.year}", 10: "{0.day} {0:%B} {0.year}"}[len(str(date))]
    return form.format(date.first)


def percent(number: float) -> Markup:
    """Return a position or a width in a figure as a percentage."""
    return _markup(f"{number:.2f}%")


def _environment(kind: str, literal: _Convert, **filters: _Convert) -> Environment:
    """Return an environment that escapes every string except results of macros and `filters`.

    `kind` is the kind of documents.
    """

    def escaped(value: object) -> object:
        if isinstance(value, Markup | Undefined | Date | int):
            return value
        if isinstance(value, str):
            return _markup(literal(value))
        raise TypeError(f"a document cannot contain a value of type {type(value).__name__}")

    environment = Environment(
        loader=TemplateLoader(kind),
        autoescape=True,
        finalize=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["in_words"] = in_words
    environment.filters["percent"] = percent
    for name, convert in filters.items():
        environment.filters[name] = _filter(convert)
    return environment


def _filter(convert: _Convert) -> Callable[..., Markup]:
    """Return a filter whose result is not escaped again."""
    return lambda *values: _markup(convert(*values))


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


def _css_string(text: str) -> str:
    """Return `text` as a string of CSS, cut so that it fits in a margin of the page.

    All but letters and digits is escaped, so that it ends neither the string nor the style sheet.
    """
    if isinstance(text, Markup):  # the result of a macro, but CSS reads no HTML
        text = text.unescape()
    shown = cut(visible(text))
    escaped = (
        char if char.isalnum() and char.isascii() else f"\\{ord(char):06x}" for char in shown
    )
    return f'"{"".join(escaped)}"'


def _correction_link(text: str, address: str) -> str:
    """Return `text` as a link to a page or an email address, or with an address that is neither."""
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
