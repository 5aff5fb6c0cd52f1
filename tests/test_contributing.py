"""CONTRIBUTING.md: all modules are listed, links and commands work, CI runs the same commands."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src/c2c_cli"
PAGE = (ROOT / "CONTRIBUTING.md").read_text()
WORKFLOW = ROOT / ".github/workflows/tests.yml"


def tree() -> list[tuple[str, str]]:
    """Return each path in the tree with its description; a directory ends with a slash."""
    block = re.findall(r"^```text\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)[0]
    top, *lines = block.splitlines(keepends=True)
    parents = [top.strip().removesuffix("/")]
    found = []
    for indent, name, description in re.findall(
        r"^((?:[│ ]   )*)[├└]── (\S+) *(.*)\n", "".join(lines), re.MULTILINE
    ):
        parents = parents[: len(indent) // 4 + 1]
        found.append(("/".join([*parents, name]), description))
        parents.append(name.removesuffix("/"))
    assert len(found) == len(lines)
    return found


def test_tree_lists_exactly_the_source_files() -> None:
    files = {
        f"{file.relative_to(ROOT)}{'/' if file.is_dir() else ''}"
        for file in (ROOT / "src/c2c_cli").rglob("*")
        # other tests write to __pycache__ at the same time, also files of other suffixes
        if "__pycache__" not in file.parts
    }
    assert sorted(path for path, _ in tree()) == sorted(files)


def test_table_lists_every_package_and_top_level_module() -> None:
    structure = PAGE.partition("\n## Structure\n")[2].partition("\n### ")[0]
    rows = re.findall(r"^- `(\S+)`:", structure, re.MULTILINE)
    top = [
        path.removeprefix("src/c2c_cli/").removesuffix("/")
        for path, _ in tree()
        if re.fullmatch(r"[^/]+/[^/]+/[^/]+/?", path)
    ]
    assert rows == [name for name in top if not name.startswith("__")]


def test_every_file_with_code_is_described() -> None:
    for path, description in tree():
        assert description or path.endswith("/__init__.py")


LINKS = re.findall(r"^\[([^]]+)\]: (?!https:)(\S+)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("text", "link"), LINKS)
def test_link_points_to_a_file_and_is_used(text: str, link: str) -> None:
    assert (ROOT / link).is_file()
    assert f"[{text}]" in re.sub(r"^\[.*", "", re.sub(r"\n *", " ", PAGE.rpartition("\n\n")[0]))


def test_each_path_is_that_of_a_file() -> None:
    """A path is relative to the checkout or to src/c2c_cli."""
    prose = re.sub(r"^```.*?^```$", "", PAGE, flags=re.DOTALL | re.MULTILINE)
    paths = re.findall(r"`([\w.-]*/[\w./-]+\.\w+)`", prose)
    assert len(set(paths)) > 50
    missing = [path for path in paths if not any((at / path).is_file() for at in (ROOT, PACKAGE))]
    assert missing == ["cli/NAME.py"]


def test_scripts_in_the_commands_exist() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    scripts = re.findall(r"\S+\.py", "".join(blocks))
    assert scripts
    assert all((ROOT / script).is_file() for script in scripts)


@pytest.mark.posix
@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "pip install -q .",
            "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/c2c list --sector culture",
        ),
        (
            "'.[dev]'",
            "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest -n auto --dist worksteal",
        ),
        ("python3 -m venv", None),
        ("no such command", None),
    ],
)
def test_command_script_finds_one_command_or_fails(text: str, found: str | None) -> None:
    done = subprocess.run(
        [ROOT / ".ci/command", ROOT / "README.md", text],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == ((1, "") if found is None else (0, f"{found}\n"))
    assert bool(done.stderr) == (found is None)


def test_workflow_is_valid_and_runs_the_same_commands() -> None:
    program = Path(sys.executable).parent / "check-jsonschema"
    subprocess.run(
        [program, "--builtin-schema", "vendor.github-workflows", WORKFLOW],
        check=True,
        capture_output=True,
    )
    commands = re.findall(r"\$\(\.ci/command (.*)\)", WORKFLOW.read_text())
    assert commands
    assert set(commands) <= set(
        re.findall(r"\$\(\.ci/command (.*)\)", (ROOT / ".ci/run").read_text())
    )
