"""A table of Markdown, as GitHub has it."""

from c2c_cli.markdown import literal
from c2c_cli.render.values import Sheet


def text(sheet: Sheet) -> str:
    """Return the rows as a table whose cells show their text as it is."""
    lines = [sheet.columns, ("---",) * len(sheet.columns)] if sheet.header else []
    lines += [tuple(map(literal, row)) for row in sheet.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
