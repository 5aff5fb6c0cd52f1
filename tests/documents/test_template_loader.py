"""Compiled templates: Python caches their code, and uses it only while it is up to date."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from samples import ROOT, environment

RENDER = """\
import jinja2, sys
compiled = []
compile_ = jinja2.Environment.compile
def spy(self, *args, **options):
    compiled.append(args[1])
    return compile_(self, *args, **options)
jinja2.Environment.compile = spy
from c2c_cli.cli import main
code = main(["report", "--year", "2018", "--data", "korea", "--output", sys.argv[1]])
print(code, *compiled)
"""
TEMPLATES = "0 report.md.jinja sentences.jinja\n"


@pytest.mark.process
def test_templates_are_compiled_only_once(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    package = Path(shutil.copytree(ROOT / "src/c2c_cli", tmp_path / "c2c_cli", ignore=ignored))
    for file in ("data/centres.toml", "data/world.toml"):
        shutil.copy(ROOT / file, package)

    def render(*, cached: bool = True) -> tuple[str, str]:
        options = [] if cached else ["-B"]
        command = [sys.executable, *options, "-c", RENDER, "out.md"]
        env = environment(tmp_path, PYTHONPATH=str(tmp_path))
        ended = subprocess.run(
            command, cwd=tmp_path, env=env, check=True, capture_output=True, text=True
        )
        return ended.stdout, (tmp_path / "out.md").read_text()

    cache = package / "documents/__pycache__"
    _, expected = render(cached=False)
    assert not cache.exists()
    assert render() == (TEMPLATES, expected)
    assert render() == ("0\n", expected)
    sentences = package / "documents/sentences.jinja"
    sentences.write_text(sentences.read_text().replace('"Summary"', '"In short"'))
    assert render() == ("0 sentences.jinja\n", expected.replace("## Summary", "## In short"))
    # the code of another version is not used
    for old in cache.glob("*.jinja-md-*"):
        old.rename(cache / old.name.replace("-md-", "-md-0."))
    assert render()[0] == TEMPLATES
    # neither is damaged code
    for current in cache.glob("*.jinja-md-1*"):
        current.write_bytes(b"damaged")
    assert render()[0] == TEMPLATES
