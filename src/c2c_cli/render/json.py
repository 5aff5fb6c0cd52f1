"""JSON: one array of whole records, or a line for each."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from c2c_cli.record import as_data
from c2c_cli.text import unseen
from c2c_cli.view import View

_AT_A_TIME = 500
"""Records: all at once would take the room of all their text, one by one json is slower."""


def texts(view: View, columns: Sequence[str] | None, *, lines: bool) -> Iterator[str]:
    """Yield the text piece by piece: the records, whole or of each only the given columns in their order."""
    objects = iter(view.objects(view.rows))
    if columns is not None:
        objects = (_reduced(view, row, whole, columns) for row, whole in zip(view.rows, objects, strict=True))
    if lines:
        yield from (_dump(one) + "\n" for one in objects)
        return
    before = "["
    while some := list(islice(objects, _AT_A_TIME)):
        yield before + _dump(some, indent=2)[1:-2]
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _reduced(view: View, row: Any, whole: dict[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    found = ((name, whole[name] if name in whole else as_data(view.columns[name](row))) for name in columns)
    return {name: value for name, value in found if value is not None}


def _dump(value: Any, indent: int | None = None) -> str:
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    # only strings can hold such characters: json.dumps itself writes none but the line ends of its indentation
    return unseen(lambda found: found[0] if found[0] == "\n" else json.dumps(found[0])[1:-1], written)
