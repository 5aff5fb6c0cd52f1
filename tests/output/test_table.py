"""Tables within the width of a terminal, printed in this process."""

import pytest

from conftest import Program
from samples import SMALL, centre, meeting


def test_large_table_prints_a_notice(c2c: Program) -> None:
    c2c.write(SMALL + "".join(meeting(f"M{number}") for number in range(1001)))
    run = c2c("meetings", "--format", "table")
    assert run.err == (
        "c2c: drawing a table of 1001 meetings may take a while; "
        "filter the list or use --format tsv; press Ctrl-C to stop\n"
    )
    assert run.out.count("\n") == 1007
    assert c2c("meetings").err == ""


@pytest.mark.parametrize(("columns", "blocks"), [("59", True), ("60", False)])
def test_records_are_blocks_below_sixty_columns(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, columns: str, blocks: bool
) -> None:
    c2c.write(SMALL + centre())
    monkeypatch.setenv("COLUMNS", columns)
    out = c2c("list", "--as-of", "2026-01-01", "--format", "table").out
    assert out.startswith("Centres in KR as of 2026-01-01\n\n" + ("ID      A\n" if blocks else "ID  Name  Sector"))
