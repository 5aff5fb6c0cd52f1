r"""Tab-separated values: one record a line, nothing cut; TAB, LF, CR and `\` in a cell as jq and Miller read them."""

from c2c_cli.render.values import Sheet
from c2c_cli.text import without_controls


def text(sheet: Sheet) -> str:
    """Return the rows as lines."""
    lines = [sheet.columns] if sheet.header else []
    lines += [tuple(without_controls(cell.replace("\\", "\\\\")) for cell in row) for row in sheet.rows]
    return "".join("\t".join(line) + "\n" for line in lines)
