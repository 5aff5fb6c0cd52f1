"""Built packages: reproducible, with the expected files only."""

import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from c2c_cli import __version__
from samples import ROOT

KINDS = {".py", ".toml", ".tsv", ".jinja", ".css", ".typed", ".bash", ".zsh", ".fish", ".ps1"}
SOURCE = {
    str(file.relative_to(ROOT / "src"))
    for file in (ROOT / "src").rglob("*")
    if file.suffix in KINDS
}


@pytest.mark.process
@pytest.mark.long
def test_packages_are_reproducible_and_have_the_expected_files(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder]
        subprocess.run([*build, str(ROOT)], cwd=tmp_path, check=True, capture_output=True)
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
        for name in ("centres.toml", "world.toml", "centres.schema.json", "check.md")
    }
    assert set(wheel.namelist()) == SOURCE | data | about
    metadata = message_from_bytes(wheel.read(f"{info}/METADATA"))
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])
    assert metadata.get_all("Project-URL")
    assert str(metadata.get_payload()).startswith("# c2c\n")

    with tarfile.open(tmp_path / "one" / names[1]) as sdist:
        held = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "docs/check.md"} <= held
    assert {"data/centres.toml", "data/world.toml"} <= held
    assert {f"src/{name}" for name in SOURCE} <= held
    tops = {name.partition("/")[0] for name in held}
    assert tops <= {
        *("src", "data", "tests", "docs", "tools", "benchmarks"),
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
        *("pyproject.toml", "PKG-INFO", ".gitignore"),
    }
    assert not any(name.endswith(".pyc") for name in held)
