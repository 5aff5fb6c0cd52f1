"""All records together, and what must hold between them. Knows neither files nor output."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from c2c_cli.errors import DataProblem, Diagnostic, Path
from c2c_cli.model.records import OTHER, TABLES, CadenceRule, Centre, Meeting, Network, Organisation, Sector
from c2c_cli.model.value_types import identifier
from c2c_cli.text import fold, fold_id, nearest, quoted, suggestion

SCHEMA = 1
"""The version of the file's format."""

NAMED = ("centre", "organisation", "meeting")
"""The tables whose ids are unique together, so that an id alone names a record."""

SECTOR_WORDS = ("id", "code", "name")
"""The fields by each of which a sector can be named on the command line."""

REFERENCES = [
    (table, name, " or ".join(field.kind.to), field.kind.to)
    for table, record in TABLES.items()
    for name, field in record.fields.items()
    if field.kind.to
]
"""Which field refers to which tables: table, field, the noun of what it refers to, its tables."""

_ALWAYS = 10_000
"""The year up to which a rule binds that has no last one."""

_MAX_HINTS = 20
"""Unknown words of a kind that get a hint; the search for near matches is slow in large files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """A network's sectors, organisations, centres, meetings and cadence, in the order of the file."""

    network: Network
    sector: tuple[Sector, ...] = ()
    organisation: tuple[Organisation, ...] = ()
    centre: tuple[Centre, ...] = ()
    meeting: tuple[Meeting, ...] = ()
    cadence: tuple[CadenceRule, ...] = ()

    def kinds(self) -> tuple[str, ...]:
        """Return the words that say of which kind a meeting is: cadence kinds, their levels, `other`."""
        return _meeting_kinds((rule.kind, rule.level) for rule in self.cadence)

    def named(self) -> tuple[Centre | Organisation | Meeting, ...]:
        """Return the records whose ids are unique together."""
        return *self.centre, *self.organisation, *self.meeting


def _meeting_kinds(rules: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    pairs = [*rules]
    return tuple(dict.fromkeys([*(kind for kind, _ in pairs), *(level for _, level in pairs), OTHER]))


class Unreadable:
    """The parts of a file that could not be read. What may stand there is not reported as missing."""

    def __init__(self, damaged: Iterable[Path] = (), lost: Iterable[str] = ()) -> None:
        """Take the paths of tables with keys that could not be read, and the names of tables lost as a whole."""
        self._damaged = frozenset(damaged)
        self._damaged_records = {path[:2] for path in self._damaged}
        self._tables: set[str | None] = set()
        self._keys: set[str] = set()
        for name in lost:
            self.add_table(name)

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self._damaged or self._tables)

    def add_table(self, name: str) -> None:
        """Add a table; one whose name resembles no other may be any table of records."""
        self._tables.add(nearest(name, ("network", *TABLES)))

    def add_key(self, key: str) -> None:
        """Add a key that stands where it does not belong."""
        self._keys.add(key)

    def may_hold_table(self, table: str) -> bool:
        """Return whether a table, or one more record of it, may be in the file."""
        return table in self._tables or (table in TABLES and None in self._tables)

    def may_hold_key(self, key: str, path: Path = ()) -> bool:
        """Return whether a table may have a key; without a path, the top of the file."""
        return path in self._damaged or (not path and key in self._keys)

    def is_damaged(self, record: Path) -> bool:
        """Return whether keys of a record, or of a table in it, could not be read."""
        return record in self._damaged_records


Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""What could be read of each table, in the order of the file; what could not be is None, or not there."""

Ids = Mapping[str, Sequence[str | None]]
"""The id of each row of a table, or None where it is not known."""


def known_ids(rows: Rows) -> Ids:
    """Return the ids that can be told of each table's rows."""
    found = {table: [row.get("id") for row in rows[table]] for table in rows}
    return {table: [one if one and identifier(one) is None else None for one in ids] for table, ids in found.items()}


def faults_of(registry: "Registry") -> Iterator[DataProblem]:
    """Yield what is wrong between the records of a registry."""
    rows = {table: [record.row() for record in getattr(registry, table)] for table in TABLES}
    yield from faults_between(rows, known_ids(rows), Unreadable())


def faults_between(rows: Rows, ids: Ids, unreadable: Unreadable) -> Iterator[DataProblem]:
    """Yield what is wrong between records. What depends on something unreadable is not checked."""
    yield from _duplicates(ids)
    yield from _sector_words(rows["sector"])
    yield from _rules(rows["cadence"])
    for table, field, noun, targets in REFERENCES:
        known = [record_id for target in targets for record_id in ids[target]]
        if None not in known and not any(map(unreadable.may_hold_table, targets)):
            unknown = [*_unknown_words(rows[table], field, [*filter(None, known)])]
            called = _called(rows, targets) if unknown else {}
            for path, word, near in unknown:
                hint = f'write its id, "{called[fold(word)]}"' if fold(word) in called else near
                yield DataProblem((table, *path), Diagnostic("dangling-id", f"no {noun} {quoted(word)}", hint))
    rules = [(rule.get("kind"), rule.get("level")) for rule in rows["cadence"]]
    if not any(None in pair for pair in rules) and not unreadable.may_hold_table("cadence"):
        kinds = _meeting_kinds(rules)  # type: ignore[arg-type]  # none is None
        for path, word, hint in _unknown_words(rows["meeting"], "kind", kinds):
            wrong = Diagnostic("unknown-kind", f"no kind {quoted(word)} in the cadence", hint)
            yield DataProblem(("meeting", *path), wrong)


def _duplicates(ids: Ids) -> Iterator[DataProblem]:
    for together in (("sector",), NAMED):
        seen: dict[str, Path] = {}
        for table in together:
            for index, record_id in enumerate(ids[table]):
                if record_id is None:
                    continue
                path: Path = (table, index, "id")
                first = seen.setdefault(fold_id(record_id), path)
                if first is not path:
                    yield DataProblem(path, Diagnostic("duplicate-id", f"{quoted(record_id)} is there twice"), first)


def _unknown_words(
    rows: Sequence[Mapping[str, Any]], field: str, words: Sequence[str]
) -> Iterator[tuple[Path, str, str]]:
    """Yield each unknown word in a field, with its path below the table and what to write instead."""
    known = frozenset(words)
    hints: dict[str, str] = {}
    for index, value in _not_exact(rows, field, known):
        for place, word in _items(value):
            if word not in known:
                if word not in hints and len(hints) < _MAX_HINTS:
                    hints[word] = suggestion(word, words)
                yield (index, field, *place), word, hints.get(word, "")


def _not_exact(rows: Sequence[Mapping[str, Any]], field: str, words: frozenset[str]) -> Iterator[tuple[int, Any]]:
    """Yield the value of a field that is not one of the words, or not only of such, and its row's number."""
    for index, row in enumerate(rows):
        value = row.get(field)
        if not (words.issuperset(value) if type(value) is tuple else value is None or value in words):
            yield index, value


def _items(value: str | tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Yield the ids that a value refers to, each with its place in the list, if it is one."""
    if isinstance(value, str):
        yield (), value
    else:
        yield from (((place,), one) for place, one in enumerate(value))


def _called(rows: Rows, targets: Sequence[str]) -> dict[str, str]:
    """Return the id of each record that has a name or a code, which people write where its id belongs."""
    found = [row for target in targets for row in rows[target] if row.get("id")]
    return {fold(row[word]): row["id"] for row in found for word in ("name", "code") if row.get(word)}


def _sector_words(sectors: Sequence[Mapping[str, Any]]) -> Iterator[DataProblem]:
    """Yield codes and names that would not tell two sectors apart on the command line."""
    seen: dict[str, tuple[int, Path]] = {}
    for index, sector in enumerate(sectors):
        for field in SECTOR_WORDS:
            if (word := sector.get(field)) is None:
                continue
            path: Path = ("sector", index, field)
            first, where = seen.setdefault(fold(word), (index, path))
            if first != index and (field, where[-1]) != ("id", "id"):
                yield DataProblem(
                    path, Diagnostic("duplicate-name", f"{quoted(word)} is another sector's {where[-1]}"), where
                )


def _rules(rows: Sequence[Mapping[str, Any]]) -> Iterator[DataProblem]:
    """Yield the rules whose kind is the level of others, and those that bind in the same year as one of their kind."""
    rules = [(index, row) for index, row in enumerate(rows) if row.get("kind") and row.get("level")]
    levels: dict[str, dict[str, int]] = {}
    """Level -> the kinds of which it is the level, each with the place of the first such rule."""
    for index, rule in rules:
        levels.setdefault(fold(rule["level"]), {}).setdefault(fold(rule["kind"]), index)
    last: dict[str, tuple[int, int]] = {}
    """Kind -> the last year that a rule binds so far, and the rule's place."""
    for index, rule in sorted(rules, key=lambda one: one[1].get("since") or 0):
        kind, since, until = fold(rule["kind"]), rule.get("since"), rule.get("until") or _ALWAYS
        other = next((place for of_level, place in levels.get(kind, {}).items() if of_level != kind), None)
        if other is not None:
            is_level = f"{quoted(rule['kind'])} is the level of another rule"
            wrong = Diagnostic("kind-is-level", is_level, "a kind may be its own level, not another's")
            yield DataProblem(("cadence", index, "kind"), wrong, ("cadence", other, "level"))
        if since is None:
            continue
        bound, before = last.get(kind, (0, index))
        if since <= bound:
            wrong = Diagnostic("duplicate-rule", f"{quoted(rule['kind'])} is there twice for the same years")
            yield DataProblem(("cadence", index, "kind"), wrong, ("cadence", before, "kind"))
        if until > bound:
            last[kind] = until, index


def exact_references(rows: Rows, ids: Ids) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield each reference that is written in another case than its id is: table, number, and field with that id."""
    for table, field, _, targets in REFERENCES:
        exact = frozenset(record_id for target in targets for record_id in ids[target] if record_id)
        folded: dict[str, str] = {}
        for index, value in _not_exact(rows[table], field, exact):
            folded = folded or {fold_id(record_id): record_id for record_id in exact}
            meant = tuple(folded.get(fold_id(one), one) for _, one in _items(value))
            yield table, index, {field: meant[0] if isinstance(value, str) else meant}
