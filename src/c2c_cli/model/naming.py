"""Records by an id without a noun."""

from collections.abc import Iterator, Sequence
from itertools import chain

from c2c_cli.errors import Diagnostic, NotFoundError, unknown
from c2c_cli.model import lookup
from c2c_cli.model.lookup import LISTED_BY
from c2c_cli.model.record import Record
from c2c_cli.model.records import (
    WITH_IDS,
    CadenceRule,
    Obligation,
    Waiver,
    id_or_kind,
    label,
    table_of,
    title_of,
)
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.model.value_types import Word
from c2c_cli.text import fold, fold_id, nearest, one_of, shell

NETWORK = "network"
"""What names the network, unless it is the id of another record."""


def find(registry: Registry, words: Sequence[str]) -> list[list[Record]]:
    """Return the records that each word means without a noun; several may share an id.

    The word is the id of a centre, an organisation or a meeting; else that of a sector or a source,
    or the kind of a cadence rule or an obligation; else the code or a name of a sector; else
    `network`. Case is ignored.

    Raises NotFoundError if a word means no record.
    """
    by_key = _by_key(registry)
    return [by_key.get(fold_id(word)) or [*_others(registry, word)] for word in words]


def words(registry: Registry) -> list[Word]:
    """Return the ids and kinds that mean a record without a noun, each with its name or title."""
    return [(id_or_kind(found[0]), title_of(found[0])) for found in _by_key(registry).values()]


def arguments_of(registry: Registry, record: Record) -> str:
    """Return the arguments that select a record in commands, such as `meeting 2018-11`.

    Those of a rule or a waiver contain its year, and its centre, if others have its kind.
    """
    if not isinstance(record, CadenceRule | Obligation | Waiver):
        return label(record)
    table = table_of(record)
    arguments = f"{table} {record.kind}"
    if [other.kind for other in getattr(registry, table)].count(record.kind) < 2:
        return arguments
    arguments += f" --on {record.year if isinstance(record, Waiver) else record.since}"
    if isinstance(record, CadenceRule):
        return arguments
    centres = record.centres if isinstance(record, Obligation) else (record.centre,)
    return f"{arguments} --centre {centres[0]}" if centres and centres[0] else arguments


def _by_key(registry: Registry) -> dict[str, list[Record]]:
    """Return the records by their folded id or kind; a centre hides a source with its id."""
    by_key: dict[str, list[Record]] = {}
    for named in registry.named():
        by_key[fold_id(named.id)] = [named]
    hidden = frozenset(by_key)
    others = [getattr(registry, table) for table in WITH_IDS if table not in NAMED]
    for record in chain(*others, registry.rules()):
        key = fold_id(id_or_kind(record))
        if key not in hidden:
            by_key.setdefault(key, []).append(record)
    return by_key


def _others(registry: Registry, word: str) -> Sequence[Record]:
    """Return the sectors that a word means, or the network; raise NotFoundError if neither."""
    sectors = registry.sectors_called(word)
    if sectors:
        return sectors
    if fold(word) == NETWORK:
        return [registry.network]
    raise NotFoundError.of(_unknown(registry, word))


def _unknown(registry: Registry, word: str) -> Diagnostic:
    """Return the diagnostic of a word that means no record.

    The hint names similar ids, first those of centres, organisations and meetings; or the commands
    that find the word; or those that list all records.
    """
    listed_by = registry.listed_by(*(table for table in LISTED_BY if getattr(registry, table)))
    named = [record.id for record in registry.named()]
    ids = [known for known, _ in words(registry)]
    if lookup.beginning_with(word, named):
        return lookup.unknown_id("record", word, named, listed_by)
    searches = [f"{command}{registry.option}" for command in _searches(registry, word)]
    if searches and not lookup.beginning_with(word, ids) and nearest(word, ids) is None:
        return unknown("record", word, hint=f"run {one_of(searches)}")
    return lookup.unknown_id("record", word, ids, listed_by)


def _searches(registry: Registry, word: str) -> Iterator[str]:
    """Yield the commands that list the rules of a level, or the records whose text has a word."""
    from c2c_cli.model import select  # noqa: PLC0415  # words that mean a record do not need it

    needle = fold(word)
    if not needle or word.startswith("-"):
        return
    if any(fold(rule.level) == needle for rule in registry.cadence):
        yield LISTED_BY["cadence"]
        return
    if any(select.describes(needle, centre) for centre in registry.centre):
        yield f"{LISTED_BY['centre']} {shell(word)}"
    if select.meetings(registry, select.Filters(text=word)):
        yield f"{LISTED_BY['meeting']} {shell(word)}"
    if select.sources(registry, word):
        yield f"{LISTED_BY['source']} {shell(word)}"
