r"""Tab-separated values: one record a line, nothing cut; TAB, LF, CR and `\` in a cell as jq and Miller read them."""

from c2c_cli.render import values
from c2c_cli.render.values import Sheet
from c2c_cli.text import without_controls
from c2c_cli.views import Value


def text(sheet: Sheet) -> str:
    """Return the rows as lines."""
    lines = [list(sheet.columns)] if sheet.header else []
    lines += [[_cell(value) for value in row] for row in sheet.rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def _cell(value: Value) -> str:
    return without_controls(values.text(value).replace("\\", "\\\\"))
