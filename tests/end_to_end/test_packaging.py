"""Built packages: reproducible, with the expected files only."""

import re
import shutil
import subprocess
import sys
import tarfile
import zipapp
import zipfile
from contextlib import suppress
from email import message_from_bytes
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from c2c_cli import __version__
from conftest import Program
from samples import ROOT, environment, tool

KINDS = {
    *(".py", ".toml", ".tsv", ".txt", ".mo", ".jinja", ".css", ".js"),
    *(".bash", ".zsh", ".fish", ".ps1"),
}
SOURCE = {
    str(file.relative_to(ROOT / "src"))
    for file in (ROOT / "src").rglob("*")
    if file.suffix in KINDS
}


@pytest.mark.process
@pytest.mark.long
def test_packages_are_reproducible_and_have_the_expected_files(tmp_path: Path) -> None:
    # the first builds the wheel from the sdist, and the second from the checkout
    for folder, builder in (
        ("one", "build --no-isolation --outdir"),
        ("two", "hatchling build -d"),
    ):
        build = [sys.executable, "-m", *builder.split(), str(tmp_path / folder)]
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    names = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert names == [f"c2c_cli-{__version__}-py3-none-any.whl", f"c2c_cli-{__version__}.tar.gz"]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()

    wheel = zipfile.ZipFile(tmp_path / "one" / names[0])
    info = f"c2c_cli-{__version__}.dist-info"
    about = {
        f"{info}/{name}"
        for name in ("METADATA", "WHEEL", "entry_points.txt", "licenses/LICENSE", "RECORD")
    }
    data = {
        f"c2c_cli/{name}"
        for name in ("centres.toml", "world.toml", "centres.schema.json", "check-codes.md")
    }
    assert set(wheel.namelist()) == SOURCE | data | about
    metadata = message_from_bytes(wheel.read(f"{info}/METADATA"))
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert not any(name.startswith("Typing") for name in metadata.get_all("Classifier", []))
    assert metadata["Author"] == "The c2c contributors"
    assert wheel.read(f"{info}/entry_points.txt").decode() == (
        "[console_scripts]\nc2c = c2c_cli.__main__:run\nc2c-cli = c2c_cli.__main__:run\n"
    )
    assert str(metadata.get_payload()).startswith("# c2c\n")

    with tarfile.open(tmp_path / "one" / names[1]) as sdist:
        held = {name.partition("/")[2] for name in sdist.getnames()}
    assert {
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "pyproject.toml",
        "docs/reference/check-codes.md",
    } <= held
    assert {"data/centres.toml", "data/world.toml"} <= held
    assert {f"src/{name}" for name in SOURCE} <= held
    tops = {name.partition("/")[0] for name in held}
    assert tops <= {
        *("src", "data", "tests", "docs", "tools", "benchmarks"),
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff", "LICENSE"),
        *("pyproject.toml", "PKG-INFO", ".gitignore"),
    }
    assert not any(name.endswith(".pyc") for name in held)


def package_metadata(repository: str) -> dict[str, Any]:
    """Return what the build adds to the metadata for the address of a repository."""
    found: dict[str, Any] = {}
    hook = tool("package_metadata").PackageMetadata
    hook(str(ROOT), {"repository": repository}).update(found)
    return found


def test_addresses_are_derived_from_that_of_the_repository() -> None:
    where = "https://code.example/office/c2c"
    found = package_metadata(where)
    links = re.findall(r'(?:\]\(|srcset="|src=")([^)"]+)', found["readme"]["text"])
    assert len(links) > 20
    files = {link.removeprefix(f"{where}/") for link in links if link.startswith(where)}
    for file in files:
        kind, branch, path = file.split("/", 2)
        assert (kind, branch) == (
            "raw" if Path(path).suffix in {".svg", ".png"} else "blob",
            "main",
        )
        assert (ROOT / path.partition("#")[0]).is_file(), file
    others = {link for link in links if not link.startswith(where)}
    assert {link for link in others if not link.startswith(("https://", "#"))} == set()
    assert all(url.startswith(where) for url in found["urls"].values())


def test_no_address_is_invented_where_the_repository_has_none() -> None:
    found = package_metadata("")
    assert found["urls"] == {}
    assert found["readme"]["text"] == (ROOT / "README.md").read_text("utf-8")


def dependencies(name: str) -> set[str]:
    """Return the names of the distributions that one requires, and of those that these require."""
    found: set[str] = set()
    for requirement in metadata.requires(name) or []:
        required, _, condition = requirement.partition(";")
        other = re.split(r"[^\w.-]", required)[0]
        if "extra" not in condition:
            with suppress(metadata.PackageNotFoundError):  # another system may require it
                found |= {*dependencies(other), other}
    return found


def zip_file(folder: Path) -> Path:
    """Return a zip file with the package and its dependencies, which Python can run."""
    content = folder / "content"
    for name in dependencies("c2c-cli"):
        for file in metadata.files(name) or []:
            if file.suffix not in {".pyc", ".so", ".pyd"} and ".." not in file.parts:
                target = content / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(str(file.locate()), target)
    shutil.copytree(ROOT / "src/c2c_cli", content / "c2c_cli", dirs_exist_ok=True)
    for name in ("data/centres.toml", "data/world.toml", "docs/reference/check-codes.md"):
        shutil.copy(ROOT / name, content / "c2c_cli")
    zipapp.create_archive(content, folder / "c2c.pyz", main="c2c_cli.__main__:run")
    return folder / "c2c.pyz"


RUNS = """
import sys
sys.path.insert(0, sys.argv[1])
import c2c_cli.cli
assert c2c_cli.__file__.startswith(sys.argv[1])
for command in sys.argv[2:]:
    assert c2c_cli.cli.main(command.split()) == 0, command
"""
"""A program that runs commands in turn: the modules of a zip file are compiled at each start."""


@pytest.mark.process
@pytest.mark.long
def test_every_file_of_the_package_is_read_from_a_zip_file(c2c: Program, tmp_path: Path) -> None:
    file = str(zip_file(tmp_path))

    def output(*command: str) -> str:
        home = environment(tmp_path / "home")
        python = [sys.executable, "-S", "-E", *command]
        done = subprocess.run(python, capture_output=True, check=False, env=home)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode()

    path = output(file, "path").strip()
    assert path == f"{file}/c2c_cli/centres.toml"
    commands = (
        *("list --country KR", "list --format table --data world", "meetings --format ics"),
        *("report", "report --format html", "completion bash", "completion powershell"),
        *("check --explain bad-date", "list --help", "schema", "list"),
    )
    assert output("-c", RUNS, file, *commands[:-1], f"list --data {path}") == "".join(
        c2c(*command.split()).out for command in commands
    )
    copies = [f"init {name}.toml --copy {name}" for name in ("korea", "world")]
    output("-c", RUNS, file, "init empty.toml", *copies)
    assert Path("korea.toml").read_bytes() == (ROOT / "data/centres.toml").read_bytes()
    assert Path("world.toml").read_bytes() == (ROOT / "data/world.toml").read_bytes()
    c2c("init", "own.toml")
    assert Path("empty.toml").read_bytes() == Path("own.toml").read_bytes()
    # the first copies the bundled registry
    adds = ("add organisation LIE --name x", "organisations --columns id")
    assert output("-c", RUNS, file, *adds).endswith("LIE\n")
