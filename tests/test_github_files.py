"""Files that GitHub reads: CITATION.cff, the issue forms and dependabot.yml."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tomli
from ruamel.yaml import YAML

from c2c_cli import __version__
from samples import ROOT

FORMS = ROOT / ".github/ISSUE_TEMPLATE"


def yaml(file: Path) -> Any:
    return YAML(typ="safe").load(file)


def toml(name: str) -> Any:
    return tomli.loads((ROOT / name).read_text())


@pytest.mark.process
@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("citation-file-format", [ROOT / "CITATION.cff"]),
        ("dependabot", [ROOT / ".github/dependabot.yml"]),
        ("github-issue-config", [FORMS / "config.yml"]),
        ("github-issue-forms", [FORMS / f"{name}.yml" for name in ("bug", "centre", "fact")]),
    ],
)
def test_files_match_their_schema(schema: str, files: list[Path]) -> None:
    program = Path(sys.executable).parent / "check-jsonschema"
    done = subprocess.run(
        [program, "--default-filetype", "yaml", "--builtin-schema", f"vendor.{schema}", *files],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.process
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("files", "options", "arguments"),
    [
        ("data/centres.toml", "", "data/centres.toml --format github"),
        ("a.toml b.toml", "--strict", "a.toml b.toml --format github --strict"),
        (
            "a.toml\nb.toml\n",
            "--strict\n--ignore x",
            "a.toml b.toml --format github --strict --ignore x",
        ),
    ],
)
def test_the_action_checks_all_files(
    tmp_path: Path, files: str, options: str, arguments: str
) -> None:
    program = tmp_path / "c2c/bin/c2c"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    [script] = [
        step["run"]
        for step in yaml(ROOT / "action.yml")["runs"]["steps"]
        if step.get("name") == "Check"
    ]
    # GitHub passes these options to bash
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        check=False,
        capture_output=True,
        text=True,
        env={"RUNNER_TEMP": str(tmp_path), "FILES": files, "OPTIONS": options},
    )
    assert (done.returncode, done.stdout) == (0, f"check {arguments}\n"), done.stderr


def test_citation_has_the_versions_of_the_program_and_of_the_data() -> None:
    citation = yaml(ROOT / "CITATION.cff")
    assert citation["version"] == __version__
    for reference in citation["references"]:
        network = toml(reference["filename"])["network"]
        assert reference["title"] == network["name"]
        assert reference["version"] == str(network["checked"])
        assert (reference["license"], network["licence"]) == (
            "CC-BY-4.0",
            "https://creativecommons.org/licenses/by/4.0/",
        )
    files = {ROOT / reference["filename"] for reference in citation["references"]}
    assert files == {*ROOT.glob("data/*.toml")}


def test_examples_have_the_version_of_the_program() -> None:
    guide = (ROOT / "docs/guides/automate.md").read_text()
    assert set(re.findall(r"\bv\d+\.\d+\.\d+\b", guide)) == {f"v{__version__}"}
    placeholders = [
        part["attributes"].get("placeholder") for part in yaml(FORMS / "bug.yml")["body"]
    ]
    assert f"c2c {__version__}" in placeholders


def required(form: str) -> dict[str, str]:
    """Return the label of each question that the form requires an answer to, by its id."""
    return {
        part["id"]: part["attributes"]["label"]
        for part in yaml(FORMS / f"{form}.yml")["body"]
        if part.get("validations", {}).get("required")
    }


def test_forms_require_what_contributing_asks_for() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text().replace("`", "")
    [error] = re.findall(r"^- \*\*Report an error\*\* (.*?)^- ", page, re.DOTALL | re.MULTILINE)
    asked = re.split(r", (?:and your |the )?", " ".join(error.split(". ")[0].split()))
    assert [text.removeprefix("with ") for text in asked] == [
        label[0].lower() + label[1:] for label in required("bug").values()
    ]
    for form in ("fact", "centre"):
        assert {"source", "sentence"} <= required(form).keys()


def test_dependabot_ignores_the_versions_of_typer_that_are_excluded() -> None:
    [bounds] = [
        dependency
        for dependency in toml("pyproject.toml")["project"]["dependencies"]
        if dependency.startswith("typer")
    ]
    updates = yaml(ROOT / ".github/dependabot.yml")["updates"]
    [[ignored]] = [update["ignore"] for update in updates if "ignore" in update]
    _, _, limit = bounds.partition("<")
    assert ignored == {"dependency-name": "typer", "versions": [f">={limit}"]}
