"""docs/tutorial.md: typed in a terminal, it shows what the page shows."""

import re
from pathlib import Path

import pexpect
import pytest
from test_documents import DOCUMENTS, Example, examples

from samples import ROOT, at_terminal, without_colours

PAGE = ROOT / "docs/tutorial.md"
PROMPT = "next command> "
WIDTH = 80
"""Columns of the terminal whose tables the page shows."""


@pytest.mark.posix
@pytest.mark.process
def test_a_terminal_shows_what_the_page_shows(tmp_path: Path) -> None:
    shell = at_terminal(
        tmp_path,
        *("bash", "--norc", "--noprofile", "--noediting", "-i"),
        columns=WIDTH,
        PS1=PROMPT,
    )
    shell.expect_exact(PROMPT)
    for example in examples(PAGE):
        assert f"$ {typed(shell, example)}" == f"$ {example.command}\n{example.expected}"
    shell.sendline("exit")
    shell.close()
    report = (tmp_path / "lakes/report-2025.html").read_text()
    assert "The network met as often as agreed." in report
    assert all(word in report for word in ("Centre for Lake Heritage", "First network meeting"))


def typed(shell: "pexpect.spawn[str]", example: Example) -> str:
    """Type a command and the answers to its prompts, and return what the terminal then shows."""
    shell.sendline(example.command)
    shown = ""
    answers = iter(example.answers)
    while shell.expect_exact([f"\r\n{PROMPT}", "\r\n> "]) == 1:
        shown += f"{shell.before}\r\n> "
        shell.sendline(next(answers))
    assert [*answers] == [], f"{example.command}: answers without a prompt"
    text = without_colours(f"{shown}{shell.before}\r\n").replace("\r\n", "\n")
    return re.sub(r" +$", "", text, flags=re.MULTILINE)


def test_commands_work_in_every_shell() -> None:
    """Operators, single quotes and other programs differ between bash and PowerShell."""
    for example in examples(PAGE):
        assert re.fullmatch(r"""(?:mkdir|cd|c2c) [^'&|<>$`~;]*""", example.command), example


def test_report_of_the_page_is_opened_on_every_system() -> None:
    for command in ("start", "open", "xdg-open"):
        assert f"| `{command} report-2025.html` |" in PAGE.read_text()
    assert PAGE in DOCUMENTS
