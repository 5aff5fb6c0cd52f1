"""The file of a part of a registry: the text of each record as it is in the whole file."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import dropwhile

from c2c_cli import read_text
from c2c_cli.errors import InputError, WriteError
from c2c_cli.model.part import Part, part_of
from c2c_cli.model.record import Record
from c2c_cli.model.records import TABLES, Centre, Network, table_of
from c2c_cli.model.registry import Registry
from c2c_cli.store import load
from c2c_cli.store.draft import edit_fields
from c2c_cli.toml import convert
from c2c_cli.toml.edit import Editor

_HEADINGS = {
    "organisation": "Organisations other than centres",
    "source": "Sources: cited by id",
    "obligation": "Obligations: what each centre owes",
    "waiver": "Waivers of obligations",
}
"""The headings of tables that say more than what the records are called."""

_WIDTH = 119
"""Width of the line of a heading."""


def extract(
    text: str, registry: Registry, centres: Sequence[Centre], *, network: str, command: str
) -> tuple[bytes, Part]:
    """Return the content of a file with a part of a registry, and the part.

    `text` is the file of the registry, `network` the name of the new network, and `command` the
    command that copies the part. Raises InvalidError if the name is invalid, and WriteError if the
    content is not that of the part.
    """
    editor = Editor(text)
    new_network, network_text = _network(editor, registry.network, network)
    part = part_of(registry, centres, new_network)
    blocks = [_header(registry.network.name, command), network_text]
    for table in TABLES:
        records = [*_records(editor, table, registry, part)]
        heading = _HEADINGS.get(table, f"{table.capitalize()}s")
        if records:
            blocks += [f"# -- {heading} ".ljust(_WIDTH, "-") + "\n", *records]
    content = "\n".join(blocks).encode()
    with suppress(InputError):
        if load.read(content, "")[0] == part.registry:
            return content, part
    message = "c2c cannot copy this part safely"
    raise WriteError(message, "copy the whole registry, and remove what is not needed")


def _header(title: str, command: str) -> str:
    """Return the beginning of the file: the help of every new file, the origin and the licence."""
    instructions = read_text("store/template.toml").partition("#   To use an example")[0]
    origin = read_text("store/part.toml")
    return instructions + origin.replace("{title}", title).replace("{command}", command)


def _network(editor: Editor, network: Network, name: str) -> tuple[Network, str]:
    """Return the network of a part of a registry, and its TOML table.

    The part keeps the keys that are true of each part, such as the longest term of the agreements,
    and the sources that the comments above these keys name. The comments above the table are
    omitted: they are about the whole network.
    """
    lines = editor.text_of(("network",)).splitlines(keepends=True)
    table = "".join(dropwhile(lambda line: line.startswith("#"), lines))
    new = Network(
        name=name,
        checked=network.checked,
        longest_term=network.longest_term,
        review_months=network.review_months,
        licence=network.licence,
        language=network.language,
    )
    comments = [line for line in _edited(table, network, new).splitlines() if line.startswith("#")]
    named = {word.strip(".,;:()") for word in " ".join(comments).split()}
    new = replace(new, sources=tuple(source for source in network.sources if source in named))
    return new, _edited(table, network, new)


def _records(editor: Editor, table: str, registry: Registry, part: Part) -> Iterator[str]:
    """Yield the text of each record of a table of the part."""
    numbers = {id(record): number for number, record in enumerate(getattr(registry, table))}
    for original, record in zip(part.originals[table], getattr(part.registry, table), strict=True):
        if table_of(original) == table:
            text = editor.text_of((table, numbers[id(original)]))
            yield _edited(text, original, record)
        else:
            yield convert.format_table(table, record.to_toml())


def _edited(text: str, original: Record, record: Record) -> str:
    """Return the text of the record `original` with the values of another one."""
    if record is original:
        return text
    editor = Editor(text)
    edit_fields(editor, (table_of(original), 0), original, record)
    return editor.edited()
