"""Rows as programs read them: TSV, CSV, Excel's CSV, a table of Markdown, JSON. Knows views, not where text goes."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, repeat
from types import SimpleNamespace
from typing import Any

from c2c_cli.model.record import as_data
from c2c_cli.output.view import Value, View
from c2c_cli.text import unseen, without_controls

Rows = Sequence[Sequence[str]]

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""What a spreadsheet may run, and what looks as if it had been kept from running."""

_RECORDS_AT_A_TIME = 500
"""Records of JSON: all at once would take the room of all their text, one by one json is slower."""


def cell(value: Value) -> str:
    r"""Return a cell's text; the items of a list are joined by `;`, in them `;` and `\` are `\;` and `\\`."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in value)
    return str(value)


def tsv(header: Sequence[str] | None, rows: Rows) -> str:
    r"""Return one record a line, nothing cut; TAB, LF, CR and `\` in a cell as jq and Miller read them."""
    escaped = [[without_controls(one.replace("\\", "\\\\")) for one in row] for row in rows]
    return "".join("\t".join(line) + "\n" for line in ([header] if header else []) + escaped)


def csv(header: Sequence[str] | None, rows: Rows, end: str = "\n") -> str:
    """Return CSV as in RFC 4180; each line ends with `end`."""
    import csv  # noqa: PLC0415  # TSV, the format of a pipe, does not need it

    lines: list[str] = []
    # with this line terminator csv also quotes a cell that contains a CR or an LF alone
    writer = csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n")
    writer.writerows([*([header] if header else []), *rows])
    return "".join(line.removesuffix("\r\n") + end for line in lines)


def excel(header: Sequence[str] | None, rows: Rows) -> str:
    """Return CSV that Excel opens as it is meant: a byte-order mark, CRLF, and `'` before a formula."""
    safe = [[f"'{one}" if _FORMULA.match(one) else one for one in row] for row in rows]
    return "\ufeff" + csv(header, safe, "\r\n")


def md(header: Sequence[str] | None, rows: Rows) -> str:
    """Return a table of Markdown, as GitHub has it, whose cells show their text as it is."""
    from c2c_cli.output.markdown import literal  # noqa: PLC0415  # a pipe of TSV does not need it

    lines = [header, ["---"] * len(header)] if header else []
    return "".join(f"| {' | '.join(line)} |\n" for line in [*lines, *([literal(one) for one in row] for row in rows)])


WRITERS: dict[str, Callable[[Sequence[str] | None, Rows], str]] = {"tsv": tsv, "csv": csv, "excel": excel, "md": md}


def json(view: View, columns: Sequence[str] | None, *, lines: bool) -> Iterator[str]:
    """Yield JSON piece by piece: an array of the records, whole or reduced to columns, or a line for each."""
    import json  # noqa: PLC0415  # a pipe of TSV does not need it

    def dump(value: Any, indent: int | None = None) -> str:
        written = json.dumps(value, ensure_ascii=False, indent=indent)
        # only strings can hold such characters: json.dumps itself writes none but the line ends of its indentation
        return unseen(lambda found: found[0] if found[0] == "\n" else json.dumps(found[0])[1:-1], written)

    objects = _objects(view, columns)
    if lines:
        yield from (dump(one) + "\n" for one in objects)
        return
    before = "["
    while some := list(islice(objects, _RECORDS_AT_A_TIME)):
        yield before + dump(some, indent=2)[1:-2]
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _objects(view: View, columns: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    """Yield the rows as JSON objects, whole or reduced to columns."""
    if columns is None and view.objects is not None:
        yield from view.objects(view.rows)
        return
    wholes = view.objects(view.rows) if view.objects else repeat({}, len(view.rows))
    for row, whole in zip(view.rows, wholes, strict=True):
        names = columns or view.columns
        values = ((name, whole[name] if name in whole else as_data(view.columns[name](row))) for name in names)
        yield {name: value for name, value in values if value is not None}
