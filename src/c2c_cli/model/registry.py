"""The registry as a whole, and its cross-record checks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from c2c_cli.errors import DataProblem, Path, duplicate, problem, unknown
from c2c_cli.model.history import Event
from c2c_cli.model.records import OTHER, TABLES, CadenceRule, Centre, Meeting, Network, Organisation, Sector, Source
from c2c_cli.model.value_types import identifier
from c2c_cli.text import fold, fold_id, nearest, quoted, suggestion

SCHEMA = 1
"""Version of the registry format."""

NAMED = ("centre", "organisation", "meeting")
"""Tables that share one namespace of ids, so that an id alone identifies a record."""

SECTOR_WORDS = ("id", "code", "name")
"""Fields whose value identifies a sector on the command line."""

REFERENCES = [
    (table, name, " or ".join(field.type.targets), field.type.targets)
    for table, record in TABLES.items()
    for name, field in record.fields.items()
    if field.type.targets
]
"""References between tables: table, field, noun of the target, and target tables."""

_MAX_HINTS = 20
"""Maximum number of unknown values to suggest a near match for; searching for every one is slow in large files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """A network and its records, in the order of the file."""

    network: Network
    sector: tuple[Sector, ...] = ()
    organisation: tuple[Organisation, ...] = ()
    source: tuple[Source, ...] = ()
    centre: tuple[Centre, ...] = ()
    meeting: tuple[Meeting, ...] = ()
    cadence: tuple[CadenceRule, ...] = ()

    @classmethod
    def of(cls, tables: Mapping[str, Iterable[Any]]) -> Self:
        """Return the registry with the records of each table; the table `network` has one record."""
        (network,) = tables["network"]
        return cls(**{table: tuple(records) for table, records in tables.items()} | {"network": network})

    def tables(self) -> dict[str, tuple[Any, ...]]:
        """Return the records of each table; the table `network` has one record."""
        return {table: getattr(self, table) for table in TABLES} | {"network": (self.network,)}

    def kinds(self) -> tuple[str, ...]:
        """Return the possible kinds of a meeting: cadence kinds, their levels and `other`."""
        return _meeting_kinds((rule.kind, rule.level) for rule in self.cadence)

    def named(self) -> tuple[Centre | Organisation | Meeting, ...]:
        """Return the records that share one namespace of ids."""
        return *self.centre, *self.organisation, *self.meeting


def _meeting_kinds(rules: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    pairs = [*rules]
    return tuple(dict.fromkeys([*(kind for kind, _ in pairs), *(level for _, level in pairs), OTHER]))


Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of each table, in the order of the file; values that could not be read are None or absent."""

Ids = Mapping[str, Sequence[str | None]]
"""The id of each row of a table, or None if it is unknown."""


def known_ids(rows: Rows) -> Ids:
    """Return the valid ids of each table."""
    found = {table: [row.get("id") for row in rows[table]] for table in rows}
    return {table: [one if one and identifier(one) is None else None for one in ids] for table, ids in found.items()}


def registry_problems(registry: "Registry") -> Iterator[DataProblem]:
    """Yield the cross-record problems of a registry."""
    rows = {table: [record.all_fields() for record in records] for table, records in registry.tables().items()}
    yield from cross_record_problems(rows, known_ids(rows), complete=True)


def cross_record_problems(rows: Rows, ids: Ids, *, complete: bool) -> Iterator[DataProblem]:
    """Yield the problems between records; whether ids and kinds exist is not known unless all tables are complete."""
    yield from _duplicates(ids)
    yield from _sector_words(rows["sector"])
    yield from _rules(rows["cadence"])
    if not complete:
        return
    for table, field, noun, targets in REFERENCES:
        known = [record_id for target in targets for record_id in ids[target]]
        if None not in known:
            unknown_words = [*_unknown_words(rows[table], field, [*filter(None, known)])]
            ids_by_name = _ids_by_name(rows, targets) if unknown_words else {}
            for path, word, near in unknown_words:
                hint = f'use its id, "{ids_by_name[fold(word)]}"' if fold(word) in ids_by_name else near
                yield problem((table, *path), *unknown(noun, word, hint=hint, code="dangling-id"))
    if None not in ids["source"]:
        yield from _source_problems(rows, frozenset(filter(None, ids["source"])))
    rules = [(rule.get("kind"), rule.get("level")) for rule in rows["cadence"]]
    if not any(None in pair for pair in rules):
        kinds = _meeting_kinds(rules)  # type: ignore[arg-type]  # none is None
        for path, word, hint in _unknown_words(rows["meeting"], "kind", kinds):
            yield problem(("meeting", *path), *unknown("kind", word, hint=hint, code="unknown-kind"))


def cited(rows: Rows) -> Iterator[tuple[Path, str]]:
    """Yield each item of the lists of sources, with its path."""
    for table, found in rows.items():
        for index, row in enumerate(found):
            yield from (((table, index, "sources", place), one) for place, one in enumerate(row.get("sources") or ()))
            for number, event in enumerate(row.get("event") or ()):
                sources = event.get("sources") if isinstance(event, dict) else event.sources
                path = (table, index, "event", number, "sources")
                yield from (((*path, place), one) for place, one in enumerate(sources or ()))


def _source_problems(rows: Rows, known: frozenset[str]) -> Iterator[DataProblem]:
    for (table, *path), one in cited(rows):
        if "://" not in one and one not in known:
            near = nearest(one, known)
            hint = f'did you mean "{near}"?' if near else "use a URL, or add a [[source]] with this id"
            below = path[1:] if table == "network" else path  # there is only one
            yield problem((table, *below), *unknown("source", one, hint=hint, code="dangling-id"))


def _duplicates(ids: Ids) -> Iterator[DataProblem]:
    for together in (("sector",), ("source",), NAMED):
        seen: dict[str, Path] = {}
        for table in together:
            for index, record_id in enumerate(ids[table]):
                if record_id is None:
                    continue
                path: Path = (table, index, "id")
                first = seen.setdefault(fold_id(record_id), path)
                if first != path:
                    yield problem(path, *duplicate("id", record_id, code="duplicate-id"), first=first)


def _unknown_words(
    rows: Sequence[Mapping[str, Any]], field: str, words: Sequence[str]
) -> Iterator[tuple[Path, str, str]]:
    """Yield each unknown word in a field, with its path below the table and a hint."""
    known = frozenset(words)
    hints: dict[str, str] = {}
    for index, value in _not_exact(rows, field, known):
        for place, word in _items(value):
            if word not in known:
                if word not in hints and len(hints) < _MAX_HINTS:
                    hints[word] = suggestion(word, words)
                yield (index, field, *place), word, hints.get(word, "")


def _not_exact(rows: Sequence[Mapping[str, Any]], field: str, words: frozenset[str]) -> Iterator[tuple[int, Any]]:
    """Yield the row number and value of each field that is not one of the words, or a list of them."""
    for index, row in enumerate(rows):
        value = row.get(field)
        if not (words.issuperset(value) if type(value) is tuple else value is None or value in words):
            yield index, value


def _items(value: str | tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Yield the ids in a value, with their index if it is a list."""
    if isinstance(value, str):
        yield (), value
    else:
        yield from (((place,), one) for place, one in enumerate(value))


def _ids_by_name(rows: Rows, targets: Sequence[str]) -> dict[str, str]:
    """Return the ids of records by folded name and code, which are often used instead of the id."""
    found = [row for target in targets for row in rows[target] if row.get("id")]
    return {fold(row[word]): row["id"] for row in found for word in ("name", "code") if row.get(word)}


def _sector_words(sectors: Sequence[Mapping[str, Any]]) -> Iterator[DataProblem]:
    """Yield ids, codes and names that are ambiguous between sectors on the command line."""
    seen: dict[str, tuple[int, Path]] = {}
    for index, sector in enumerate(sectors):
        for field in SECTOR_WORDS:
            if (word := sector.get(field)) is None:
                continue
            path: Path = ("sector", index, field)
            first, first_path = seen.setdefault(fold(word), (index, path))
            if first != index and (field, first_path[-1]) != ("id", "id"):
                message = f"{quoted(word)} is already the {first_path[-1]} of another sector"
                yield problem(path, message, code="duplicate-name", first=first_path)


def _rules(rows: Sequence[Mapping[str, Any]]) -> Iterator[DataProblem]:
    """Yield rules whose kind is the level of another kind, and rules of one kind that cover the same year."""
    rules = [(index, row) for index, row in enumerate(rows) if row.get("kind") and row.get("level")]
    levels: dict[str, dict[str, int]] = {}
    """The kinds of each level, with the index of the first rule of each."""
    for index, rule in rules:
        levels.setdefault(fold(rule["level"]), {}).setdefault(fold(rule["kind"]), index)
    last: dict[str, tuple[int, int]] = {}
    """The last year of the rules of each kind so far, with the index of that rule."""
    for index, rule in sorted(rules, key=lambda one: one[1].get("since") or 0):
        kind, since, until = fold(rule["kind"]), rule.get("since"), rule.get("until") or 9999
        other = next((place for of_level, place in levels.get(kind, {}).items() if of_level != kind), None)
        if other is not None:
            message = f"{quoted(rule['kind'])} is the level of another rule"
            first: Path = ("cadence", other, "level")
            yield problem(("cadence", index, "kind"), message, "use another kind", "kind-is-level", first=first)
        if since is None:
            continue
        covered, before = last.get(kind, (0, index))
        if since <= covered:
            message = f"two rules of kind {quoted(rule['kind'])} apply in the same year"
            first = ("cadence", before, "kind")
            yield problem(("cadence", index, "kind"), message, code="duplicate-rule", first=first)
        if until > covered:
            last[kind] = until, index


def exact_references(rows: Rows, ids: Ids) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield the table, row number and corrected field of each reference whose case differs from that of the id."""
    for table, field, _, targets in REFERENCES:
        exact = frozenset(record_id for target in targets for record_id in ids[target] if record_id)
        folded: dict[str, str] = {}
        for index, value in _not_exact(rows[table], field, exact):
            folded = folded or {fold_id(record_id): record_id for record_id in exact}
            meant = tuple(folded.get(fold_id(one), one) for _, one in _items(value))
            yield table, index, {field: meant[0] if isinstance(value, str) else meant}
    sources = {fold_id(one): one for one in ids["source"] if one}
    for (name, number, key, *_), one in cited(rows) if sources else ():
        if sources.get(fold_id(one), one) != one:
            table, index, field = str(name), int(number), str(key)
            yield table, index, {field: _with_exact(sources, rows[table][index][field])}


def _with_exact(sources: Mapping[str, str], value: Any) -> Any:
    """Return a list of sources, or of events, with each id as in its source."""
    if isinstance(value, tuple):
        return tuple(_with_exact(sources, one) for one in value)
    if isinstance(value, Event):
        return replace(value, sources=_with_exact(sources, value.sources))
    return sources.get(fold_id(value), value) if isinstance(value, str) else value
