"""`c2c site`: the registry as a static website."""

import re
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import group, options, query
from c2c_cli.cli.document_language import DocumentLanguage
from c2c_cli.errors import UsageError, invalid
from c2c_cli.store import load
from c2c_cli.store.locate import DASH, locate
from c2c_cli.text import plural

_DIRECTORY = "Directory to write to: new, empty, or from an earlier run."
_URL = "Address of the site; adds a feed, a sitemap and canonical links."


def _site_url(text: str) -> str:
    """Return the URL of a site, which ends with a slash."""
    # only this command needs it
    from c2c_cli.output.markdown import is_url  # noqa: PLC0415

    address = re.split("[?#]", text)[0]
    if not is_url(address):
        raise UsageError.of(invalid("URL", text, "use a URL such as https://example.org/centres/"))
    if address != text:
        hint = f"omit the part that begins with {text[len(address)]}"
        raise UsageError.of(invalid("URL", text, hint))
    return text if text.endswith("/") else f"{text}/"


@group.new_command(
    "c2c site public",
    "c2c site public --url https://example.org/centres/",
    "c2c site public --data world --lang fr",
)
def command(
    directory: Annotated[str, typer.Argument(metavar="DIRECTORY", help=_DIRECTORY)],
    url: Annotated[str | None, options.other_option("--url", _URL, "URL", _site_url)] = None,
    lang: DocumentLanguage = None,
    as_of: options.AsOf = None,
    data: options.Data = None,
) -> None:
    """Write the registry as a static website."""
    if directory == DASH:
        message = "cannot write to standard output"
        raise UsageError(message, "pass a directory", subject="DIRECTORY")
    if not directory:
        raise UsageError("directory name is empty", "pass a directory", subject="DIRECTORY")
    # the help and usage errors need none of them
    from c2c_cli.documents.site.pages import Site  # noqa: PLC0415
    from c2c_cli.output import progress  # noqa: PLC0415
    from c2c_cli.store import site_directory  # noqa: PLC0415

    registry = query.without_contacts(load.load_registry(data))
    moment = registry.network.as_of(options.day(as_of), options.day(None))
    site = Site(registry, moment, url, lang=lang)
    with progress.counted(site.files(), len(site.names), "Writing files") as files:
        site_directory.write(directory, site.names, files, locate(data).file)
    streams.note(f"wrote {plural(site.page_count, 'page')} to {directory}")
