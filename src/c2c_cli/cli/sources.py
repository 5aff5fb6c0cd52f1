"""`c2c sources`: sources and the records that cite them."""

from typing import Annotated

from c2c_cli.cli import options, query
from c2c_cli.errors import UsageError, conflict
from c2c_cli.output import sources, view

_TEXT = "ids, titles, publishers, URLs and notes"
_URLS = "Only cited URLs that belong to no source."
_UNCITED = "Only sources that no record cites."


@query.command(
    "c2c sources newsletter",
    "c2c sources --uncited",
    "c2c sources --columns id,url --sort date",
    empty=sources.SOURCES,
    others={"--urls": sources.URLS},
)
def command(
    request: query.Request,
    *,
    text: Annotated[str | None, options.text_argument(_TEXT)] = None,
    urls: Annotated[bool, options.filter_option("--urls", _URLS)] = False,
    uncited: Annotated[bool, options.filter_option("--uncited", _UNCITED)] = False,
) -> view.View:
    """List sources and the records that cite them."""
    if uncited and urls:
        raise UsageError.of(conflict("--uncited", "--urls"))
    if urls:
        return sources.urls(request.registry, text)
    return sources.sources(request.registry, text, uncited=uncited)
