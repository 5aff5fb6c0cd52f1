"""All records together, and what must hold between them. Knows neither files nor output."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from c2c_cli.errors import Fault, InvalidError, Path, Wrong
from c2c_cli.model import OTHER, CadenceRule, Centre, Meeting, Network, Organisation, Sector
from c2c_cli.text import fold, fold_id, quoted, suggestion

SCHEMA = 1
"""The version of the file's format."""

NAMED = ("centre", "organisation", "meeting")
"""The tables whose ids are unique together, so that an id alone names a record."""

REFERENCES = (
    ("centre", "sector", "sector", ("sector",)),
    ("meeting", "organisers", "centre or organisation", ("centre", "organisation")),
    ("meeting", "attendees", "centre or organisation", ("centre", "organisation")),
    ("cadence", "agreed", "meeting", ("meeting",)),
)
"""Which field refers to which tables: table, field, the noun of what it refers to, its tables."""


_ALWAYS = 10_000
"""The year up to which a rule binds that has no last one."""

_HINTS = 20
"""So many ids that are not there are told with the nearest that is: among thousands the search for each takes long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """A network's sectors, organisations, centres, meetings and cadence, in the order of the file."""

    network: Network
    sector: tuple[Sector, ...] = ()
    organisation: tuple[Organisation, ...] = ()
    centre: tuple[Centre, ...] = ()
    meeting: tuple[Meeting, ...] = ()
    cadence: tuple[CadenceRule, ...] = ()

    def __post_init__(self) -> None:
        """Raise InvalidError with all that is wrong between the records."""
        tables = {"sector": self.sector, **{table: getattr(self, table) for table in NAMED}}
        ids = {table: [record.id for record in records] for table, records in tables.items()}
        if faults := list(faults_between({**tables, "cadence": self.cadence}, ids)):
            raise InvalidError(faults)

    def kinds(self) -> tuple[str, ...]:
        """Return the words that say of which kind a meeting is: cadence kinds, their levels, `other`."""
        return meeting_kinds(self.cadence)

    def named(self) -> tuple[Centre | Organisation | Meeting, ...]:
        """Return the records whose ids are unique together."""
        return *self.centre, *self.organisation, *self.meeting


def meeting_kinds(rules: Sequence[CadenceRule]) -> tuple[str, ...]:
    """Return the words that say of which kind a meeting is: cadence kinds, their levels, `other`."""
    return tuple(dict.fromkeys([*(rule.kind for rule in rules), *(rule.level for rule in rules), OTHER]))


def faults_between(tables: Mapping[str, Sequence[Any]], ids: Mapping[str, Sequence[str | None]]) -> Iterator[Fault]:
    """Yield what is wrong between records.

    `tables` has the records of each table in the order of the file, or where one has faults of its own, a dict, with
    None for what could not be read of it; `ids` has each one's id, or None where it is not known. What can only be told
    with the unknown is not told.
    """
    yield from _duplicates(ids)
    yield from _sector_words(tables["sector"])
    yield from _rules(tables["cadence"])
    yield from _dangling(tables, ids)
    if not any(isinstance(rule, dict) for rule in tables["cadence"]):
        words = meeting_kinds(tables["cadence"])
        kinds = frozenset(words)
        hints: dict[str, str] = {}
        for index, kind in _not_exact(tables["meeting"], "kind", kinds):
            if kind not in hints and len(hints) < _HINTS:
                hints[kind] = suggestion(kind, words)
            wrong = Wrong("unknown-kind", f"no kind {quoted(kind)} in the cadence", hints.get(kind, ""))
            yield Fault(("meeting", index, "kind"), wrong)


def _duplicates(ids: Mapping[str, Sequence[str | None]]) -> Iterator[Fault]:
    for together in (("sector",), NAMED):
        seen: dict[str, Path] = {}
        for table in together:
            for index, record_id in enumerate(ids[table]):
                if record_id is None:
                    continue
                path: Path = (table, index, "id")
                first = seen.setdefault(fold_id(record_id), path)
                if first is not path:
                    yield Fault(path, Wrong("duplicate-id", f"{quoted(record_id)} is there twice"), first)


def _dangling(tables: Mapping[str, Sequence[Any]], ids: Mapping[str, Sequence[str | None]]) -> Iterator[Fault]:
    for table, field, noun, targets in REFERENCES:
        known = [record_id for target in targets for record_id in ids[target]]
        if None in known:
            continue
        exact = frozenset(filter(None, known))
        folded: frozenset[str] = frozenset()
        called: dict[str, str] = {}
        hints = 0
        for index, value in _not_exact(tables[table], field, exact):
            folded = folded or frozenset(map(fold_id, exact))
            for place, wanted in _items(value):
                if wanted not in exact and fold_id(wanted) not in folded:
                    called = called or _called(tables, targets)
                    hints += 1
                    hint = suggestion(wanted, filter(None, known)) if hints <= _HINTS else ""
                    if (meant := called.get(fold(wanted))) is not None:
                        hint = f'write its id, "{meant}"'
                    wrong = Wrong("dangling-id", f"no {noun} {quoted(wanted)}", hint)
                    yield Fault((table, index, field, *place), wrong)


def _not_exact(records: Sequence[Any], field: str, words: frozenset[str]) -> Iterator[tuple[int, Any]]:
    """Yield the value of a field that is not one of the words, or not only of such, and its record's number."""
    for index, record in enumerate(records):
        value = record.get(field) if type(record) is dict else getattr(record, field)
        if not (words.issuperset(value) if type(value) is tuple else value is None or value in words):
            yield index, value


def _items(value: str | tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Yield the ids that a value refers to, each with its place in the list, if it is one."""
    if isinstance(value, str):
        yield (), value
    else:
        yield from (((place,), one) for place, one in enumerate(value))


def _called(tables: Mapping[str, Sequence[Any]], targets: Sequence[str]) -> dict[str, str]:
    """Return the id of each record that has a name or a code, which people write where its id belongs."""
    records = [record for target in targets for record in tables[target] if not isinstance(record, dict)]
    words = ("name", "code")
    return {fold(getattr(one, word)): one.id for one in records for word in words if hasattr(one, word)}


def _sector_words(sectors: Sequence[Sector | dict[str, Any]]) -> Iterator[Fault]:
    """Yield codes and names that would not tell two sectors apart on the command line."""
    seen: dict[str, tuple[int, Path]] = {}
    for index, sector in enumerate(sectors):
        if isinstance(sector, dict):
            continue
        for field, word in (("id", sector.id), ("code", sector.code), ("name", sector.name)):
            path: Path = ("sector", index, field)
            first, where = seen.setdefault(fold(word), (index, path))
            if first != index and (field, where[-1]) != ("id", "id"):
                yield Fault(path, Wrong("duplicate-name", f"{quoted(word)} is another sector's {where[-1]}"), where)


def _rules(rules: Sequence[CadenceRule | dict[str, Any]]) -> Iterator[Fault]:
    levels: dict[str, dict[str, int]] = {}
    """Level -> the kinds of which it is the level, each with the place of the first such rule."""
    kinds: dict[str, list[tuple[int, int, int]]] = {}
    """Kind -> the years in which its rules bind, each with the rule's place."""
    for index, rule in enumerate(rules):
        if not isinstance(rule, dict):
            levels.setdefault(fold(rule.level), {}).setdefault(fold(rule.kind), index)
            kinds.setdefault(fold(rule.kind), []).append((rule.since, rule.until or _ALWAYS, index))
    twice = dict(pair for years in kinds.values() for pair in _overlaps(years))
    for index, rule in enumerate(rules):
        if isinstance(rule, dict):
            continue
        of_level = levels.get(fold(rule.kind), {})
        other = next((place for kind, place in of_level.items() if kind != fold(rule.kind)), None)
        if other is not None:
            is_level = f"{quoted(rule.kind)} is the level of another rule"
            wrong = Wrong("kind-is-level", is_level, "a kind may be its own level, not another's")
            yield Fault(("cadence", index, "kind"), wrong, ("cadence", other, "level"))
        if index in twice:
            wrong = Wrong("duplicate-rule", f"{quoted(rule.kind)} is there twice for the same years")
            yield Fault(("cadence", index, "kind"), wrong, ("cadence", twice[index], "kind"))


def _overlaps(years: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Yield of each rule that binds in a year in which another of its kind binds the place, and that of the other."""
    last, place = 0, 0
    for since, until, index in sorted(years):
        if since <= last:
            yield max(index, place), min(index, place)
        if until > last:
            last, place = until, index


def give_exact_ids(tables: Mapping[str, list[Any]], ids: Mapping[str, Sequence[str | None]]) -> None:
    """Write references as the id that they mean is written, in place: ids are looked up without regard to case."""
    for table, field, _, targets in REFERENCES:
        exact = frozenset(record_id for target in targets for record_id in ids[target] if record_id)
        folded: dict[str, str] = {}
        for index, value in _not_exact(tables[table], field, exact):
            record = tables[table][index]
            if isinstance(record, dict):
                continue
            folded = folded or {fold_id(record_id): record_id for record_id in exact}
            meant = tuple(folded.get(fold_id(one), one) for _, one in _items(value))
            tables[table][index] = replace(record, **{field: meant[0] if isinstance(value, str) else meant})
