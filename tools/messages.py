"""Update the catalogues of the documents: extract the messages, merge them, and compile.

Run it after each change of a message or a translation:

    .venv/bin/python tools/messages.py
"""

import datetime
import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "src/c2c_cli"
LOCALE = PACKAGE / "documents/locale"

METHODS = [("**.py", "python"), ("**.jinja", "jinja2.ext:babel_extract")]
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
WIDTH = 120


def extracted() -> Catalog:
    """Return the messages of the templates and modules of documents, in order."""
    template = Catalog(project="c2c", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        str(PACKAGE / "documents"),
        METHODS,
        {"**.jinja": JINJA},
        keywords=KEYWORDS,
        comment_tags=["Translators:"],
        strip_comment_tags=True,
    )
    for file, _line, message, comments, context in sorted(found, key=lambda entry: entry[:2]):
        texts = [" ".join(" ".join(comments).split())] if comments else []
        template.add(
            message, locations=[(f"documents/{file}", 0)], auto_comments=texts, context=context
        )
    return template


def merged(template: Catalog, file: Path) -> Catalog:
    """Return a catalogue with the messages of the template, and its own translations."""
    with file.open("rb") as opened:
        catalogue = read_po(opened)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def po_text(catalogue: Catalog) -> bytes:
    """Return a catalogue as a PO file, without line numbers and the time."""
    written = io.BytesIO()
    write_po(written, catalogue, width=WIDTH, no_location=True)
    return re.sub(
        rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By): .*\n', b"", written.getvalue()
    )


def mo_file(catalogue: Catalog) -> bytes:
    """Return a compiled catalogue, without the messages that it does not translate completely."""
    for message in [*catalogue]:
        if message.id and not is_translated(message):
            catalogue.delete(message.id, message.context)
    # the header would differ each time
    catalogue.creation_date = catalogue.revision_date = datetime.datetime(
        2026, 1, 1, tzinfo=datetime.UTC
    )
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def is_translated(message: Message) -> bool:
    """Return whether a message has a translation in all its plural forms."""
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(strings)


def main() -> None:
    """Write the template, the catalogues and the compiled catalogues."""
    template = extracted()
    (LOCALE / "c2c.pot").write_bytes(po_text(template))
    for file in sorted(LOCALE.glob("*.po")):
        catalogue = merged(template, file)
        file.write_bytes(po_text(catalogue))
        missing = sum(not is_translated(message) for message in catalogue if message.id)
        print(f"{file.name}: {len(catalogue)} messages, {missing} without a translation")  # noqa: T201
        file.with_suffix(".mo").write_bytes(mo_file(catalogue))


if __name__ == "__main__":
    main()
