"""What a word means that somebody typed: a sector by its code, an id in any case; else which right ones there are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from c2c_cli.errors import InvalidError, NotFoundError, UsageError
from c2c_cli.model.records import Centre, Organisation, Sector
from c2c_cli.model.registry import SECTOR_WORDS, Registry
from c2c_cli.text import did_you_mean, fold, fold_id, nearest, quoted


@contextmanager
def of_option(option: str) -> Iterator[None]:
    """Put the name of an option before what is wrong with its words."""
    try:
        yield
    except (UsageError, InvalidError) as error:
        raise UsageError(f"{option}: {error}") from None


def wanted(option: str, words: Iterable[str], read: Callable[[str], str]) -> set[str]:
    """Return what the words of an option mean."""
    with of_option(option):
        return {read(word) for word in words}


def find(records: Iterable[Any], record_id: str) -> Any:
    """Return the record of an id, without regard to case, or None where there is none."""
    wanted_id = fold_id(record_id)
    return next((one for one in records if fold_id(one.id) == wanted_id), None)


def record(present: Sequence[Any], noun: str, record_id: str) -> Any:
    """Return the record of an id.

    Raises NotFoundError where there is none.
    """
    if (found := find(present, record_id)) is not None:
        return found
    raise NotFoundError(f"no {noun} {quoted(record_id)}{did_you_mean(record_id, [one.id for one in present])}")


def sector_words(sector: Sector) -> tuple[str, ...]:
    """Return the words that a sector goes by on the command line, folded."""
    return tuple(fold(getattr(sector, field)) for field in SECTOR_WORDS)


def sector_id(registry: Registry, word: str) -> str:
    """Return the id of the sector whose id, code or name a word is."""
    for sector in registry.sector:
        if fold(word) in sector_words(sector):
            return sector.id
    ids = [sector.id for sector in registry.sector]
    near = nearest(word, [*(word for sector in registry.sector for word in (sector.code, sector.name)), *ids])
    raise UsageError(f"no sector {quoted(word)}{did_you_mean(near or word, [near] if near else ids)}")


def member(registry: Registry, word: str) -> str:
    """Return the id of a centre or organisation, without regard to case."""
    known: list[Centre | Organisation] = [*registry.centre, *registry.organisation]
    if (found := find(known, word)) is not None:
        return str(found.id)
    raise UsageError(f"no centre or organisation {quoted(word)}{did_you_mean(word, [one.id for one in known])}")
