"""Completion in real shells: run the completed command."""

import re
import shutil
from pathlib import Path

import pytest

from conftest import run
from samples import SMALL, at_terminal

pytestmark = [pytest.mark.process, pytest.mark.posix]


START = {
    "bash": (["--norc", "--noprofile", "-i"], "source <(c2c completion bash)"),
    "zsh": (
        ["-f", "-i"],
        "autoload -Uz compinit && compinit -u -D && source <(c2c completion zsh)",
    ),
    "fish": (["--no-config", "-i"], "c2c completion fish | source"),
}


@pytest.mark.parametrize("shell", START)
def test_real_shell_completes(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not there")
    (tmp_path / "afile.toml").write_text(SMALL)
    (tmp_path / "my file.toml").write_text(SMALL)
    options, source = START[shell]
    child = at_terminal(tmp_path, shell, *options, PS1="ready> ")
    try:
        child.sendline(f"{source}; echo read{{y,y}}")
        child.expect("ready ready")

        def typed(keys: str, shown: str) -> None:
            child.send(keys)
            child.expect_exact(shown)

        # the shell runs the completed command, whose output shows that the completion worked
        typed("c2c list --sector cul\t --columns id | tr '\\n' .\r", "ICHCAP.WHIPIC.")
        typed("c2c show ICDH --format tsv | grep -c ^ICD\r", "\r\n")
        typed(
            "c2c meet\t --kind hea\t --columns id | tr '\\n' .\r",
            "2019-01-15-jeonju.2021-03-10-chungju.",
        )
        typed("c2c show 2018-06-27\t --format jsonl | cut -c1-43\r", '"id": "2018-06-27-jeju"')
        typed("c2c sectors --data afi\t --columns id | tr '\\n' .\r", "culture.education.")
        typed("c2c sectors --data=afi\t --columns id | tr '\\n' ,\r", "culture,education,")
        typed(
            "c2c sectors --data ~/my\\ file.toml --sort cod\t --columns code | tr '\\n' .\r",
            "CLT.ED.",
        )
        typed("c2c list --data ~/my\\ file.toml --columns id --sector edu\t | wc -c\r", "0")
        typed("c2c list --data - --sector cu\t\x15echo stil''l there\r", "still there")
        typed("c2c show --data nowhere.toml IC\t; echo don''e\r", "nowhere.toml not found")
        child.expect_exact("done")
        assert "Traceback" not in str(child.before)
    finally:
        child.close(force=True)


FIRST = {"bash": ["-i"], "zsh": ["-f", "-i"], "fish": ["-i"]}
"""Shell -> its options in a new home directory; zsh would ask for settings."""


@pytest.mark.parametrize("shell", FIRST)
def test_command_in_the_help_installs_completion(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not there")
    help_text = run("completion", "--help").out
    command = re.findall(rf"^  (c2c completion {shell} .+)$", help_text, re.MULTILINE)[0]
    lines = {
        f"{command}; echo instal''led": "installed",
        "c2c sect\t --columns cod\t --data korea | tr '\\n' .": "ED.SC.SHS.CLT.CI.",
    }
    for options, (typed, shown) in zip((FIRST[shell], ["-i"]), lines.items(), strict=True):
        child = at_terminal(tmp_path, shell, *options)
        try:
            child.sendline("echo read''y")
            child.expect_exact("ready")
            child.sendline(typed)
            child.expect_exact(shown)
        finally:
            child.close(force=True)
