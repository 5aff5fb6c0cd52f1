"""The parts of a file that could not be read."""

from collections.abc import Iterable

from c2c_cli.errors import Path
from c2c_cli.model.records import TABLES
from c2c_cli.text import nearest


class Unreadable:
    """The parts of a file that could not be read. Their possible content is not reported as missing."""

    def __init__(self, damaged: Iterable[Path] = (), lost: Iterable[str] = ()) -> None:
        """Take the paths of tables with unreadable keys, and the names of tables that are unreadable as a whole."""
        self._damaged = frozenset(damaged)
        self._damaged_records = {path[:2] for path in self._damaged}
        self._tables: set[str | None] = set()
        self._keys: set[str] = set()
        for name in lost:
            self.add_table(name)

    def __bool__(self) -> bool:
        """Return whether any part of the file could not be read."""
        return bool(self._damaged or self._tables)

    def add_table(self, name: str) -> None:
        """Add a table; one whose name is not similar to a known name may be any table of records."""
        self._tables.add(nearest(name, ("network", *TABLES)))

    def add_key(self, key: str) -> None:
        """Add a key in a place where it does not belong."""
        self._keys.add(key)

    def may_contain_table(self, table: str) -> bool:
        """Return whether an unreadable part may contain a table or another record of it."""
        return table in self._tables or (table in TABLES and None in self._tables)

    def may_contain_key(self, key: str, path: Path = ()) -> bool:
        """Return whether an unreadable part of the table at a path, or of the top level, may contain a key."""
        return path in self._damaged or (not path and key in self._keys)

    def is_damaged(self, record: Path) -> bool:
        """Return whether a record, or a table in it, has keys that could not be read."""
        return record in self._damaged_records
