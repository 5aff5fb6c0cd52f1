"""The documents tell the truth: every example in them is run, and every command stands in the README."""

import html
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from c2c_cli.cli import COMMANDS

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md")])


def examples(document: Path) -> list[tuple[str, str]]:
    """Return each command of a document's console blocks, and what is printed below it."""
    found: list[tuple[str, str]] = []
    for program, block in re.findall(r"^```console *(.*?)\n(.*?)^```$", document.read_text(), re.DOTALL | re.MULTILINE):
        if program and shutil.which(program) is None:
            continue  # it is somebody else's, and not there
        for line in block.splitlines(keepends=True):
            if line.startswith("$ "):
                found.append((line[2:].strip(), ""))
            else:
                found[-1] = (found[-1][0], found[-1][1] + line)
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_example_prints_what_stands_below_it(document: Path, tmp_path: Path) -> None:
    env = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path / "home"),
        "LC_ALL": "C.UTF-8",
    }
    (tmp_path / "here").mkdir()
    for command, expected in examples(document):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path / "here",
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert f"$ {command}\n{done.stdout}" == f"$ {command}\n{expected}"


def pictures() -> Any:
    """Return the script that draws the pictures."""
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "docs/pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", pictures().PICTURES)
def test_a_picture_shows_what_the_program_prints(name: str) -> None:
    script = pictures()
    drawn = html.unescape(re.sub(r"<[^>]*>", "", (ROOT / f"docs/{name}.svg").read_text()))
    shown = re.sub(r"\x1b\[[0-9;]*m", "", script.printed(*script.PICTURES[name]))
    for word in shown.split():
        assert word in drawn
    assert script.PICTURES[name][1].replace(" ", "\xa0") in drawn


def test_the_readme_has_examples() -> None:
    assert len(examples(ROOT / "README.md")) >= 10


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"c2c {command}" in (ROOT / "README.md").read_text()


def test_the_readme_sets_up_in_its_first_two_blocks() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE)
    assert blocks[:2] == [
        "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/c2c list --sector culture\n",
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest\n",
    ]
