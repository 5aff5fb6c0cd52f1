"""The registry as a whole, and its cross-record checks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

from c2c_cli.errors import Code, DataProblem, Path, duplicate, problem, unknown
from c2c_cli.model import records
from c2c_cli.text import fold, fold_id, nearest, quoted, suggestion

SCHEMA = 1
"""Version of the registry format."""

NAMED = ("centre", "organisation", "meeting")
"""Tables that share one namespace of ids, so that an id alone identifies a record."""

REFERENCES = {
    name: [(field, one.type.targets) for field, one in record.fields.items() if one.type.targets]
    for name, record in records.RECORD_TYPES.items()
}
"""The fields of each table and sub-table that refer to records, with the tables of these."""

TARGETS = {targets for fields in REFERENCES.values() for _, targets in fields}
"""Each combination of tables that a field refers to."""

_MAX_HINTS = 20
"""Maximum number of unknown values to suggest a near match for.

Searching for every one is slow in large files.
"""

Tables = Mapping[str, Sequence[Any]]
"""The records of each table; fields that could not be read are None."""


class Registry(NamedTuple):
    """A network and its records, in the order of the file."""

    network: records.Network
    sector: tuple[records.Sector, ...] = ()
    organisation: tuple[records.Organisation, ...] = ()
    source: tuple[records.Source, ...] = ()
    centre: tuple[records.Centre, ...] = ()
    meeting: tuple[records.Meeting, ...] = ()
    cadence: tuple[records.CadenceRule, ...] = ()

    @classmethod
    def of(cls, tables: Mapping[str, Iterable[Any]]) -> Self:
        """Return the registry with the records of each table, of which `network` has one."""
        (network,) = tables["network"]
        return cls(
            **{table: tuple(found) for table, found in tables.items()} | {"network": network}
        )

    def tables(self) -> dict[str, tuple[Any, ...]]:
        """Return the records of each table; the table `network` has one record."""
        return {table: getattr(self, table) for table in records.TABLES} | {
            "network": (self.network,)
        }

    def kinds(self) -> tuple[str, ...]:
        """Return the possible kinds of a meeting: cadence kinds, their levels and `other`."""
        return _meeting_kinds(self.cadence)

    def named(self) -> tuple[records.Centre | records.Organisation | records.Meeting, ...]:
        """Return the records that share one namespace of ids."""
        return *self.centre, *self.organisation, *self.meeting


def _meeting_kinds(rules: Sequence[Any]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            [*(rule.kind for rule in rules), *(rule.level for rule in rules), records.OTHER]
        )
    )


def each_record(tables: Tables) -> Iterator[tuple[Path, str, Any]]:
    """Yield the path, the name of the table, and the record of each record.

    This includes each event and contact of a centre.
    """
    for table, found in tables.items():
        for index, record in enumerate(found):
            path: Path = (table,) if table == "network" else (table, index)
            yield path, table, record
            for name in records.SUBTABLES if table == "centre" else ():
                for number, below in enumerate(getattr(record, name) or ()):
                    yield (*path, name, number), name, below


def cross_record_problems(tables: Tables, *, complete: bool = True) -> Iterator[DataProblem]:
    """Yield the problems between records.

    Unknown ids and kinds are found only if the tables are `complete`.
    """
    yield from _duplicates(tables)
    yield from _rules(tables["cadence"])
    if complete:
        yield from _unknown_ids(tables)


def _unknown_ids(tables: Tables) -> Iterator[DataProblem]:
    """Yield references to unknown records and unknown kinds of meetings.

    None is reported if one of the ids or kinds that it could be could not be read.
    """
    known = {targets: [one.id for table in targets for one in tables[table]] for targets in TARGETS}
    # the kind of a meeting refers to rules
    known |= {("cadence",): [*_meeting_kinds(tables["cadence"])]}
    words = {targets: frozenset(ids) for targets, ids in known.items()}
    hints: dict[str, str] = {}
    fields = {**REFERENCES, "meeting": [*REFERENCES["meeting"], ("kind", ("cadence",))]}
    for path, table, record in each_record(tables):
        for field, targets in fields[table]:
            value, ids = getattr(record, field), words[targets]
            items = value if isinstance(value, tuple) else (value,)
            if value is None or None in ids or ids.issuperset(items):
                continue
            for index, word in enumerate(items):
                if word in ids or (field == "sources" and "://" in word):
                    continue
                place = (*path, field, index) if items is value else (*path, field)
                if word not in hints and len(hints) < _MAX_HINTS:
                    hints[word] = suggestion(word, known[targets])
                    if field == "sources" and not nearest(word, known[targets]):
                        hints[word] = "use a URL, or add a [[source]] with this id"
                noun = "kind" if field == "kind" else " or ".join(targets)
                code: Code = "unknown-kind" if field == "kind" else "dangling-id"
                yield DataProblem(place, unknown(noun, word, hint=hints.get(word, ""), code=code))


def _duplicates(tables: Tables) -> Iterator[DataProblem]:
    for together, key in (
        (("sector",), "id"),
        (("sector",), "code"),
        (("source",), "id"),
        (NAMED, "id"),
    ):
        seen: dict[str, Path] = {}
        for table in together:
            for index, record in enumerate(tables[table]):
                path: Path = (table, index, key)
                value = getattr(record, key)
                if value and (first := seen.setdefault(fold_id(value), path)) != path:
                    yield DataProblem(path, duplicate(key, value, code="duplicate-id"), first)


def _rules(rules: Sequence[Any]) -> Iterator[DataProblem]:
    """Yield rules whose kind is the level of another, and rules of one kind in the same year."""
    numbered = [
        (index, rule) for index, rule in enumerate(rules) if rule.kind and rule.level and rule.since
    ]
    # the index of the first rule of each level that is not its own kind
    levels = {
        fold(rule.level): index
        for index, rule in reversed(numbered)
        if fold(rule.level) != fold(rule.kind)
    }
    # the last year of the rules of each kind so far, with its rule's index
    covered: dict[str, tuple[int, int]] = {}
    for index, rule in sorted(numbered, key=lambda one: one[1].since):
        path: Path = ("cadence", index, "kind")
        if (other := levels.get(fold(rule.kind))) is not None:
            message = f"{quoted(rule.kind)} is the level of another rule"
            yield problem(
                path,
                message,
                "use another kind",
                "kind-is-level",
                first=("cadence", other, "level"),
            )
        last, before = covered.get(fold(rule.kind), (0, index))
        if rule.since <= last:
            message = f"two rules of kind {quoted(rule.kind)} apply in the same year"
            yield problem(path, message, code="duplicate-rule", first=("cadence", before, "kind"))
        covered[fold(rule.kind)] = max((last, before), (rule.until or 9999, index))
