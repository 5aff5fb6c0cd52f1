"""Three-way merge of registry files, by record and field."""

import codecs
import subprocess
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from c2c_cli.errors import DataProblem, InputError, WriteError, reason, refused
from c2c_cli.model.merging import OverlapError, merged
from c2c_cli.model.record import Record
from c2c_cli.model.records import CadenceRule, Obligation, own_id, table_of
from c2c_cli.model.registry import Registry, cross_record_problems
from c2c_cli.store import disk, load
from c2c_cli.store.draft import ORDER, are_sorted, edit_fields
from c2c_cli.text import fold, fold_id
from c2c_cli.toml.edit import Editor
from c2c_cli.toml.pieces import Piece, comments, split

_Key = tuple[object, ...]
"""What identifies a record in all three files."""

_RULES = ("cadence", "obligation", "waiver")
"""The tables in which a change may make records of other tables invalid."""

_HEAD: _Key = ("",)
"""The key of the paragraph before all records that contains the version of the format."""

_START, _MIDDLE, _END = "<<<<<<< ours", "=======", ">>>>>>> theirs"
"""The markers of a conflict."""


class Merge(NamedTuple):
    """The result of a merge."""

    content: bytes
    merged: int
    """Number of records of ours that the merge changed, added or removed."""
    conflicts: list[Record]


class _Version(NamedTuple):
    """A record of one of the files."""

    record: Record
    text: str
    """Its lines, with its comments."""


_Tables = dict[str, list[tuple[_Key, _Version]]]
"""The records of each table, with their keys."""


@dataclass(slots=True)
class _Choice:
    """The versions of a record, and what the merge makes of it."""

    ours: _Version | None
    theirs: _Version | None
    merged: _Version | None = None
    """The merged record; None if it is removed."""
    is_conflict: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether the merge takes something from theirs."""
        return not self.is_conflict and self.merged is not self.ours

    @property
    def valid(self) -> _Version | None:
        """The version without conflict markers: the merged one, or in a conflict, that of ours."""
        return self.ours if self.is_conflict else self.merged


class _File:
    """A registry file as pieces of text, and its records by their keys."""

    def __init__(self, content: bytes, file: str) -> None:
        """Read the content of a file; raise InputError if it is invalid or cannot be merged."""
        self.registry, _ = load.read(content, file)
        self.bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        text = load.decoded(content, file)
        self.newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
        self.has_last_newline = text.endswith("\n")
        try:
            self.pieces = split(text)
        except WriteError as error:
            why = error.message.partition(": ")[2] or error.message
            raise InputError.of(refused(f"merge {file} by record", why)) from None
        tables = self.registry.tables()
        paths = [piece.path for piece in self.pieces if piece.path]
        if len(paths) != sum(map(len, tables.values())):
            why = "its records do not have headers such as [[centre]]"
            raise InputError.of(refused(f"merge {file} by record", why))
        self._records = {path: tables[str(path[0])][int((*path, 0)[1])] for path in paths}
        self.versions: dict[_Key, _Version] = {}
        self.keys: list[_Key] = []
        """The key of each piece."""

    def set_keys(self, *, by_first_year: bool) -> None:
        """Identify the pieces: obligations by their kind and first year, or by their whole id."""
        counts: Counter[str] = Counter()
        for piece in self.pieces:
            record = self._records.get(piece.path)
            if record is not None:
                key = _key(record, by_first_year=by_first_year)
                self.versions[key] = _Version(record, piece.text)
            elif _has_statement(piece.text):
                key = _HEAD
            else:
                text = _plain(piece.text)
                counts[text] += 1
                key = ("", text, counts[text])
            self.keys.append(key)

    def use_newline(self, newline: str) -> None:
        """Give all lines another line end."""
        self.newline = newline
        for piece in self.pieces:
            piece.text = _plain(piece.text).replace("\n", newline)
        for key, version in self.versions.items():
            text = _plain(version.text).replace("\n", newline)
            self.versions[key] = version._replace(text=text)

    def text_of(self, key: _Key) -> str | None:
        """Return the text of a piece outside all records, or None."""
        return self.pieces[self.keys.index(key)].text if key in self.keys else None


def _key(record: Record, *, by_first_year: bool) -> _Key:
    """Return what identifies a record in all three files."""
    table = table_of(record)
    if isinstance(record, CadenceRule) or (by_first_year and isinstance(record, Obligation)):
        return table, fold(record.kind), record.since
    return table, fold_id(own_id(record))


def _have_one_obligation_a_year(registry: Registry) -> bool:
    """Return whether the kind and the first year identify each obligation."""
    obligations = registry.obligation
    return len({(fold(owed.kind), owed.since) for owed in obligations}) == len(obligations)


def merge(contents: Sequence[bytes], names: Sequence[str]) -> Merge:
    """Merge three files: their common base, ours and theirs; `names` are for messages.

    An empty base means that both added the file. Raises InputError if a file is invalid, or has a
    layout in which records cannot be told apart, or if the result cannot be verified.
    """
    files = [
        _File(content, name)
        for number, (content, name) in enumerate(zip(contents, names, strict=True))
        if content or number  # an empty base has no records
    ]
    by_first_year = all(_have_one_obligation_a_year(file.registry) for file in files)
    for file in files:
        file.set_keys(by_first_year=by_first_year)
    *base, ours, theirs = files
    theirs.use_newline(ours.newline)
    result = _Merger(base[0] if base else None, ours, theirs).result(names[1])
    is_unchanged = contents[1] == contents[0]
    return result._replace(content=contents[2]) if is_unchanged else result


class _Merger:
    """The merge of the changes of theirs since the base into ours."""

    def __init__(self, base: _File | None, ours: _File, theirs: _File) -> None:
        self._base, self._ours, self._theirs = base, ours, theirs
        base_versions = base.versions if base is not None else {}
        self._choices = {
            key: _choice(base_versions.get(key), ours.versions.get(key), theirs.versions.get(key))
            for key in dict.fromkeys((*ours.versions, *theirs.versions))
        }

    def result(self, file: str) -> Merge:
        """Return the merged content of the file `file`, which is verified."""
        self._find_conflicts_between_records()
        valid = self._assembled(marked=False)
        content = valid.content()
        expected = Registry.of(_records(self._tables(valid.keys)))
        if load.read(content, file)[0] != expected:
            why = "the result could not be verified"
            raise InputError.of(refused(f"merge {file} by record", why))
        conflicts = []
        for choice in self._choices.values():
            version = choice.ours or choice.theirs
            if choice.is_conflict and version is not None:
                conflicts.append(version.record)
        if conflicts:
            content = self._assembled(marked=True).content()
        number = sum(choice.is_changed for choice in self._choices.values())
        return Merge(content, number, conflicts)

    def _assembled(self, *, marked: bool) -> "_Assembly":
        return _Assembly(self._base, self._ours, self._theirs, self._choices, marked=marked)

    def _tables(self, keys: Sequence[_Key]) -> _Tables:
        """Return the valid records with the keys, by their tables."""
        found: _Tables = {table: [] for table in self._ours.registry.tables()}
        for key in keys:
            choice = self._choices.get(key)
            if choice is not None and choice.valid is not None:
                found[str(key[0])].append((key, choice.valid))
        return found

    def _find_conflicts_between_records(self) -> None:
        """Turn changes of theirs into conflicts until the records are valid together."""
        while True:
            tables = self._tables([*self._choices])
            problems = [*cross_record_problems(_records(tables))]
            if not problems:
                return
            blamed = [key for problem in problems for key in self._blamed(problem, tables)]
            for key in blamed or self._changed():
                self._choices[key].is_conflict = True

    def _changed(self) -> list[_Key]:
        """Return the keys of the records that the merge changes, or only those of rules."""
        changed = [key for key, choice in self._choices.items() if choice.is_changed]
        return [key for key in changed if key[0] in _RULES] or changed

    def _blamed(self, problem: DataProblem, tables: _Tables) -> list[_Key]:
        """Return the keys of the records whose changes in theirs cause a problem between records.

        These are the records that theirs removed or renamed although others refer to them, or else
        the record with the problem.
        """
        value = _value_at(problem, tables)
        renamed = [
            key
            for key, choice in self._choices.items()
            if choice.is_changed
            and value in _names(choice.ours)
            and value not in _names(choice.merged)
        ]
        if renamed:
            return renamed
        for path in (problem.path, problem.first):
            if path is None:
                continue
            table, number = str(path[0]), path[1] if len(path) > 1 else 0
            key, _ = tables[table][number if isinstance(number, int) else 0]
            if self._choices[key].is_changed:
                return [key]
        return []


class _Assembly:
    """The pieces of the merged file: those of ours as merged, and what is new in theirs."""

    def __init__(
        self,
        base: _File | None,
        ours: _File,
        theirs: _File,
        choices: Mapping[_Key, _Choice],
        *,
        marked: bool,
    ) -> None:
        """Assemble the pieces; if they are `marked`, conflicts are between markers."""
        self._base, self._ours, self._theirs = base, ours, theirs
        self._choices, self._marked = choices, marked
        self._base_keys = {*base.keys} if base is not None else set()
        self._their_keys = {*theirs.keys}
        self._orders = {
            table: key
            for table, key in ORDER.items()
            if are_sorted([key(record) for record in getattr(ours.registry, table)])
        }
        """The sort keys of the tables of ours that are in order."""
        self.keys: list[_Key] = []
        self._pieces: list[Piece] = []
        self._add_ours()
        self._insert_new()

    def content(self) -> bytes:
        """Return the content of the file."""
        text = "".join(piece.text + piece.blank for piece in self._pieces)
        newline = self._ours.newline
        ends_with_marker = text.endswith(f"\n{_END}{newline}")
        if not self._ours.has_last_newline and not ends_with_marker:
            text = text.removesuffix(newline)
        return self._ours.bom + text.encode()

    def _add_ours(self) -> None:
        """Add the pieces of ours that are not removed."""
        for key, piece in zip(self._ours.keys, self._ours.pieces, strict=True):
            text = self._text(key, piece.text)
            if text or not piece.text:
                self.keys.append(key)
                self._pieces.append(Piece(piece.path, text, piece.blank))
            elif self._pieces and not self._pieces[-1].blank:
                self._pieces[-1].blank = piece.blank
        if self._pieces:
            self._pieces[-1].blank = self._ours.pieces[-1].blank

    def _text(self, key: _Key, text: str) -> str:
        """Return the merged text of a piece of ours; empty if it is removed."""
        choice = self._choices.get(key)
        if choice is not None:
            return self._record_text(choice)
        if key == _HEAD:
            before = self._base.text_of(key) if self._base is not None else None
            theirs = self._theirs.text_of(key) or text
            is_theirs = _plain(text) == _plain(before or "") != _plain(theirs)
            return theirs if is_theirs else text
        is_removed = key in self._base_keys and key not in self._their_keys
        return "" if is_removed else text

    def _record_text(self, choice: _Choice) -> str:
        """Return the text of a record; empty if it is removed."""
        if not (choice.is_conflict and self._marked):
            return choice.valid.text if choice.valid is not None else ""
        ours = choice.ours.text if choice.ours is not None else ""
        theirs = choice.theirs.text if choice.theirs is not None else ""
        newline = self._ours.newline
        return f"{_START}{newline}{ours}{_MIDDLE}{newline}{theirs}{_END}{newline}"

    def _insert_new(self) -> None:
        """Insert what only theirs has: records, and paragraphs outside records."""
        previous: _Key | None = None
        known, present = {*self._ours.keys}, {*self.keys}
        for key, piece in zip(self._theirs.keys, self._theirs.pieces, strict=True):
            if key not in known:
                text = self._new_text(key, piece.text)
                if not text:
                    continue
                self._insert(self._place(key, previous), key, Piece(piece.path, text))
                present.add(key)
            if key in present:
                previous = key

    def _new_text(self, key: _Key, text: str) -> str:
        """Return the text of a piece that ours does not have; empty if it is not to be added."""
        choice = self._choices.get(key)
        if choice is not None:
            return self._record_text(choice)
        is_removed_by_ours = key in self._base_keys or key == _HEAD
        return "" if is_removed_by_ours else text

    def _place(self, key: _Key, previous: _Key | None) -> int:
        """Return the index at which to insert a piece of theirs.

        A record is inserted in order if its table is sorted, or else after the last record of the
        table. Any other piece follows `previous`, the piece before it in theirs, and the pieces
        that only ours has there.
        """
        table = str(key[0])
        places = [place for place, other in enumerate(self.keys) if other[0] == table]
        if table and places:
            order = self._orders.get(table)
            number = len(places)
            if order is not None:
                number = bisect_right(
                    places,
                    order(self._record(key)),
                    key=lambda place: order(self._record(self.keys[place])),
                )
            return places[number - 1] + 1 if number else places[0]
        place = self.keys.index(previous) + 1 if previous is not None else 0
        while place < len(self.keys) and self.keys[place] not in self._their_keys:
            place += 1
        return place

    def _record(self, key: _Key) -> Record:
        choice = self._choices[key]
        versions = (choice.valid, choice.ours, choice.theirs)
        return next(version.record for version in versions if version is not None)

    def _insert(self, place: int, key: _Key, piece: Piece) -> None:
        """Insert a piece, with blank lines around it."""
        newline = self._ours.newline
        if place < len(self._pieces):
            piece.blank = newline
        if place > 0:
            before = self._pieces[place - 1]
            piece.blank = before.blank or piece.blank
            before.blank = newline
        self._pieces.insert(place, piece)
        self.keys.insert(place, key)


def _choice(base: _Version | None, ours: _Version | None, theirs: _Version | None) -> _Choice:
    """Return what the merge makes of a record, from its versions."""
    choice = _Choice(ours, theirs)
    if ours is None or theirs is None:
        left = ours or theirs
        if base is None:
            choice.merged = left
        elif left is not None:
            choice.is_conflict = left.record != base.record
    elif _is_same(theirs, ours) or _is_same(theirs, base):
        choice.merged = ours
    elif _is_same(ours, base):
        choice.merged = theirs
    else:
        try:
            choice.merged = _merged(base, ours, theirs)
        except OverlapError:
            choice.is_conflict = True
    return choice


def _is_same(version: _Version, other: _Version | None) -> bool:
    """Return whether two versions of a record have the same lines."""
    return other is not None and _plain(version.text) == _plain(other.text)


def _merged(base: _Version | None, ours: _Version, theirs: _Version) -> _Version:
    """Return a record with the changes of both versions.

    Its text is that of a version with all comments to keep. Raises OverlapError if both versions
    changed the same value, or if a comment would be lost.
    """
    record = merged(base.record if base else None, ours.record, theirs.record)
    of_base, of_ours, of_theirs = (
        comments(version.text) if version else [] for version in (base, ours, theirs)
    )
    wanted = of_ours
    if of_ours == of_base:
        wanted = of_theirs
    elif of_theirs not in (of_base, of_ours):
        raise OverlapError
    for version in (ours, theirs):
        if comments(version.text) != wanted:
            continue
        with suppress(WriteError):
            found = _rewritten(version, record)
            if comments(found.text) == wanted:
                return found
    raise OverlapError


def _rewritten(version: _Version, record: Record) -> _Version:
    """Return a record in the layout of a version of it.

    Raises WriteError if that is impossible.
    """
    if record == version.record:
        return version
    editor = Editor(version.text)
    table = table_of(record)
    edit_fields(editor, (table,) if table == "network" else (table, 0), version.record, record)
    return _Version(record, editor.edited())


def _records(tables: _Tables) -> dict[str, list[Record]]:
    """Return the records of each table."""
    return {table: [version.record for _, version in rows] for table, rows in tables.items()}


def _value_at(problem: DataProblem, tables: _Tables) -> object:
    """Return the value that a problem is about."""
    table, *path = problem.path
    number = path.pop(0) if table != "network" else 0
    _, version = tables[str(table)][int(number)]
    value: Any = version.record
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def _names(version: _Version | None) -> list[object]:
    """Return the values by which other records refer to a record."""
    if version is None:
        return []
    names = [getattr(version.record, field, None) for field in ("id", "kind", "level")]
    return [name for name in names if name is not None]


def _plain(text: str) -> str:
    """Return a text with plain newlines."""
    return text.replace("\r\n", "\n")


def _has_statement(text: str) -> bool:
    """Return whether a paragraph has other lines than comments."""
    return any(not line.lstrip().startswith("#") for line in text.splitlines())


def merge_lines(files: Sequence[str]) -> bool:
    """Merge three files into the second line by line, as Git does; return whether it was possible.

    There are conflict markers in the result where lines overlap.
    """
    base, ours, theirs = files
    labels = ("-L", "ours", "-L", "base", "-L", "theirs")
    try:
        done = subprocess.run(  # noqa: S603  # git, which most likely called this program
            ["git", "merge-file", "-p", *labels, ours, base, theirs],  # noqa: S607
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    if not 0 <= done.returncode < 128:
        return False
    replace(ours, done.stdout)
    return True


def replace(file: str, content: bytes) -> None:
    """Replace a file atomically with `content`; raise WriteError if that fails."""
    disk.require_writable(file)
    real = Path(file).resolve()
    try:
        with disk.temporary_beside(real, content, like=real) as temporary:
            disk.replace(temporary, real)
    except OSError as error:
        raise WriteError.of(refused(f"write {file}", reason(error))) from None
