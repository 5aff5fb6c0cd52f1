"""The help: within 80 columns, each command with examples that work."""

import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

from c2c_cli.cli import COMMANDS, GROUPS
from conftest import Program
from samples import environment

BELOW = {
    "add": ("centre", "meeting", "event", "organisation", "sector"),
    "edit": ("centre", "meeting", "organisation", "sector"),
}
EVERY = [(name, *below) for name in COMMANDS for below in [(), *((one,) for one in BELOW.get(name, ()))]]


def test_the_help_groups_the_commands(c2c: Program) -> None:
    out = c2c("--help").out
    assert c2c().out == out
    lines = out.splitlines()
    assert max(map(len, lines)) <= 80
    for group, commands in GROUPS.items():
        at = lines.index(f"{group}:")
        assert [line.split()[0] for line in lines[at + 1 : at + 1 + len(commands)]] == [*commands]
        assert [line[14:] for line in lines[at + 1 : at + 1 + len(commands)]] == [*commands.values()]
    assert "Exit codes: 0 done, 1 a check found something" in out


@pytest.mark.process
@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_the_help_of_a_command_ends_with_examples_that_work(
    c2c: Program, command: tuple[str, ...], tmp_path: Path
) -> None:
    lines = c2c(*command, "--help").out.splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert not any(line.endswith("...") for line in lines if not line.startswith("Usage: "))
    examples = [line.strip() for line in lines[lines.index("  Examples:") + 1 :]]
    assert 2 <= len(examples) <= 3
    c2c("init", "--copy")
    Path("new.csv").write_text("id,name,sector,country\nCEX,Centre of Examples,Culture,KR\n")
    env = environment(tmp_path / "home")
    for example in examples:
        assert example.startswith(f"c2c {' '.join(command)}") or f"c2c {command[0]}" in example
        done = subprocess.run(["bash", "-c", f"set -o pipefail; {example}"], capture_output=True, env=env, check=False)
        assert (done.returncode, done.stderr.decode().count("Error")) == (0, 0), (example, done.stderr)
        assert done.stdout or done.stderr or " > " in example
