"""Addresses of the pages of a site, and the names of their files."""

import re
import unicodedata
from hashlib import sha256
from urllib.parse import quote

from c2c_cli.model.registry import Registry
from c2c_cli.text import fold_id

_TABLES = ("centre", "meeting", "organisation", "sector")
"""The tables whose records have pages; the countries of centres have pages, too."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""A name that Windows reserves, with any extension.

The list is in Microsoft's "Naming Files, Paths, and Namespaces".
"""

_MAX_CHARACTERS = 60
_MAX_BYTES = 180
"""Maximum number of bytes of the start of a long id.

A file name has at most 255 bytes on Linux, and a character up to four.
"""

_DIGITS = 32
"""Number of digits of a hash: 128 bits, for which no collision can be found."""


class Addresses:
    """The addresses of the pages of a registry.

    An address depends only on its id, so that a new record never changes another address.
    """

    def __init__(self, registry: Registry) -> None:
        ids = {table: [record.id for record in getattr(registry, table)] for table in _TABLES}
        ids["country"] = [centre.country for centre in registry.centre]
        self._names = {
            (table, record_id): f"{table}/{_name(record_id)}"
            for table in ids
            for record_id in ids[table]
        }

    def file(self, table: str, id: str) -> str:  # noqa: A002  # as the key is called
        """Return the name of the file of a page; raise KeyError for an unknown record."""
        return f"{self._names[table, id]}.html"

    def of(self, table: str, id: str) -> str:  # noqa: A002
        """Return the address of a page from the root of the site, percent-encoded."""
        return quote(self.file(table, id))

    def data_file(self, centre_id: str) -> str:
        """Return the name of the JSON file of a centre."""
        return f"{self._names['centre', centre_id]}.json"

    def data(self, centre_id: str) -> str:
        """Return the address of the JSON file of a centre, percent-encoded."""
        return quote(self.data_file(centre_id))


def _name(record_id: str) -> str:
    """Return the name of the files for an id, without its extension.

    It differs from the names for all other ids of the table, also if a file system ignores case and
    Unicode normalisation. Ids that differ only in case or normalisation need no different names,
    because the registry refuses them as duplicates. Ids cannot contain `~`.
    """
    # programs such as Git change the normalisation of names on macOS
    name = unicodedata.normalize("NFC", record_id)
    if len(name) > _MAX_CHARACTERS or not _is_distinct(name):
        start = name.encode()[:_MAX_BYTES].decode(errors="ignore")[:_MAX_CHARACTERS]
        name = f"{start}~{sha256(name.encode()).hexdigest()[:_DIGITS]}"
    reserved = _RESERVED.match(name)
    if reserved is None:
        return name
    # at the end, Windows would ignore it together with the extension
    return f"{name[: reserved.end()]}~{name[reserved.end() :]}"


def _is_distinct(record_id: str) -> bool:
    """Return whether no file system confuses an id with one that has another `fold_id`.

    Some may compare capitals, such as those of `ı` and `i`, or normalise a name once more after
    they have ignored its case.
    """
    folded = unicodedata.normalize("NFD", record_id).casefold()
    capitals = unicodedata.normalize("NFD", folded).upper().casefold()
    return unicodedata.normalize("NFC", capitals) == fold_id(record_id)
