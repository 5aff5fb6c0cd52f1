"""View of sources, and the records that cite them."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from c2c_cli.model import select
from c2c_cli.model.records import Source, cited_by, label
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import Columns, View, descriptions, of_tuples
from c2c_cli.text import fold, plural, quoted

_Citing = Mapping[str, Sequence[str]]
"""Id of a source, or a URL -> the records that cite it, such as `centre ICDH`."""


def _columns(citing: _Citing) -> Columns:
    columns: Columns = {name: attrgetter(name) for name in Source.__slots__}
    return columns | {"cited_by": lambda source: tuple(citing.get(source.id, ()))}


def _hints(uncited: int, others: int, option: str) -> list[str]:
    """Return hints with commands that list uncited sources, citing records and other URLs.

    A hint about citing records is given only if no source is uncited.
    """
    hints = [f"To list what cites them: c2c sources --columns id,cited_by{option}"]
    if uncited:
        hints = [f"To list those that no record cites: c2c sources --uncited{option}"]
    if others:
        about = f"To list cited URLs that belong to no source ({others})"
        hints.append(f"{about}: c2c sources --urls{option}")
    return hints


class _Url(NamedTuple):
    """A cited URL that belongs to no source, with the columns of sources."""

    url: str
    id: str = ""
    title: str = ""
    publisher: None = None
    date: None = None
    note: None = None


SOURCES = View(
    "sources",
    (),
    _columns({}),
    default=("id", "title", "publisher", "date", "cited_by"),
    meanings={
        **descriptions(Source, Source.__slots__),
        "cited_by": "Records that cite it, such as centre ICDH; a table counts them.",
    },
)
"""The view of sources, without rows."""

URLS = of_tuples("sources", ("url", "cited_by"))._replace(
    meanings={
        "url": "URL that belongs to no source.",
        "cited_by": "Records that cite it, such as centre ICDH.",
    },
)
"""The view of cited URLs that belong to no source, without rows."""


def sources(registry: Registry, text: str | None, *, uncited: bool) -> View:
    """Return the view of the sources that match a text, or only of the `uncited` ones.

    A table shows the number of records that cite each.
    """
    citing = _citing(registry)
    found = select.sources(registry, text)
    never = [source for source in found if source.id not in citing]
    rows = never if uncited else found
    columns = _columns(citing)
    shown = {name: columns[name] for name in ("id", "title", "date")}
    shown["cited_by"] = lambda source: len(citing.get(source.id, ()))
    title = "Uncited sources" if uncited else "Sources"
    total = plural(len(rows), "uncited source" if uncited else "source")
    hints: list[str] = []
    if not uncited:
        total += f", {len(never)} uncited" if never else ""
        others = set() if text else citing.keys() - _of_records(registry)
        hints = _hints(len(never), len(others), registry.option)
    return SOURCES._replace(
        rows=rows,
        columns=columns,
        shown=shown,
        title=f"{title} matching {quoted(text)}" if text else title,
        total=total,
        caption="\n".join(hints) or None,
        nothing="" if text or not uncited else "no uncited sources",
    )


def urls(registry: Registry, text: str | None) -> View:
    """Return the view of the cited URLs that match a text and belong to no source."""
    citing = _citing(registry)
    known = _of_records(registry)
    needle = fold(text or "")
    rows = [
        (url, tuple(records))
        for url, records in citing.items()
        if url not in known and needle in fold(url)
    ]
    title = "Cited URLs that belong to no source"
    return URLS._replace(
        rows=rows,
        title=f"{title}, matching {quoted(text)}" if text else title,
        total=plural(len(rows), "URL"),
        nothing="no matching URLs",
    )


def all_cited(registry: Registry) -> tuple[list[Any], Columns]:
    """Return the sources and the other cited URLs as rows, and the columns of both."""
    citing = _citing(registry)
    known = _of_records(registry)
    rows = [*registry.source, *(_Url(url) for url in citing if url not in known)]
    columns: Columns = {name: attrgetter(name) for name in Source.__slots__}
    columns["cited_by"] = lambda row: tuple(citing.get(row.id or row.url, ()))
    return rows, columns


def _of_records(registry: Registry) -> set[str]:
    """Return the ids and the URLs of the sources that are records."""
    return {word for source in registry.source for word in (source.id, source.url) if word}


def _citing(registry: Registry) -> _Citing:
    """Return the records that cite each source or URL, in the order of the tables."""
    citing: dict[str, list[str]] = {}
    for records in registry.tables().values():
        for record in records:
            for source in cited_by(record):
                citing.setdefault(source, []).append(label(record))
    return citing
