"""`c2c site`: options, messages and exit codes."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from c2c_cli.documents.site import pages
from c2c_cli.model.history import AsOf
from c2c_cli.model.registry import Registry
from c2c_cli.output import progress
from conftest import Program
from samples import SMALL, at_terminal, centre, ended, record

REGISTRY = SMALL + centre("A") + record("centre.contact", name="Kim", email="kim@example.org")
REGISTRY += centre("CON")


class Site:
    """A site of two pages that contain what the command passes."""

    def __init__(
        self, registry: Registry, as_of: AsOf, url: str | None, *, lang: str | None
    ) -> None:
        self.text = f"{registry.network.name} {as_of.day} {lang} {url}"
        self.contacts = [each.contact for each in registry.centre]
        self.names = ["index.html", *(f"centre/{record.id}.html" for record in registry.centre)]
        self.page_count = len(self.names)

    def files(self) -> Iterator[tuple[str, bytes]]:
        assert not any(self.contacts)
        for name in self.names:
            yield name, f"{name}: {self.text}".encode()


@pytest.fixture(autouse=True)
def _pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "Site", Site)


def test_site_is_written(c2c: Program) -> None:
    c2c.write(REGISTRY)
    ran = c2c("site", "public", "--as-of", "2026-03")
    assert (ran.out, ran.err) == ("", "c2c: wrote 3 pages to public\n")
    assert Path("public/index.html").read_text() == "index.html: A network 2026-03-31 None None"
    assert json.loads(Path("public/.c2c-site.json").read_text()) == {
        "schema": 1,
        "files": ["index.html", "centre/A.html", "centre/CON.html"],
    }
    c2c.write(SMALL)
    assert c2c("site", "public/").err == "c2c: wrote 1 page to public/\n"
    assert {path.name for path in Path("public").iterdir()} == {"index.html", ".c2c-site.json"}


def test_registry_may_be_standard_input(c2c: Program) -> None:
    assert c2c("site", "p", "--data", "-", stdin=REGISTRY.encode()).err == (
        "c2c: wrote 3 pages to p\n"
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://example.org", "https://example.org/"),
        ("http://example.org:8080/a/b", "http://example.org:8080/a/b/"),
        ("https://example.org/%EC%A0%9C/", "https://example.org/%EC%A0%9C/"),
    ],
)
def test_url_ends_with_a_slash(c2c: Program, typed: str, expected: str) -> None:
    c2c.write(SMALL)
    c2c("site", "public", "--url", typed, "--as-of", "2026-12-01")
    assert Path("public/index.html").read_text().endswith(f" {expected}")


def test_site_is_in_the_language_that_was_typed(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c("site", "public", "--lang", "fr-CA", "--as-of", "2026-12-01")
    assert Path("public/index.html").read_text() == "index.html: A network 2026-12-01 fr-CA None"


SUCH = "use a URL such as https://example.org/centres/"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "missing argument DIRECTORY; see c2c site --help"),
        ([""], "DIRECTORY: directory name is empty; pass a directory"),
        (["-"], "DIRECTORY: cannot write to standard output; pass a directory"),
        (["a", "b"], 'unexpected argument "b"; see c2c site --help'),
        (
            ["a", "--lang", "de"],
            '--lang: unknown language "de"; expected ar, en, es, fr, ko, ru or zh',
        ),
        (["a", "--url", ""], f'--url: invalid URL ""; {SUCH}'),
        (["a", "--url", "example.org"], f'--url: invalid URL "example.org"; {SUCH}'),
        (["a", "--url", "/centres/"], f'--url: invalid URL "/centres/"; {SUCH}'),
        (["a", "--url", "ftp://a.org/"], f'--url: invalid URL "ftp://a.org/"; {SUCH}'),
        (["a", "--url", "https://"], f'--url: invalid URL "https://"; {SUCH}'),
        (["a", "--url", "https://u:p@a.org/"], f'--url: invalid URL "https://u:p@a.org/"; {SUCH}'),
        (["a", "--url", "https://a.org/b c"], f'--url: invalid URL "https://a.org/b c"; {SUCH}'),
        (["a", "--url", 'https://a.org/"'], rf'--url: invalid URL "https://a.org/\""; {SUCH}'),
        (
            ["a", "--url", "https://a.org/?b=c#d"],
            '--url: invalid URL "https://a.org/?b=c#d"; omit the part that begins with ?',
        ),
        (
            ["a", "--url", "https://a.org/#"],
            '--url: invalid URL "https://a.org/#"; omit the part that begins with #',
        ),
    ],
)
def test_usage_errors(c2c: Program, args: list[str], message: str) -> None:
    c2c.write(SMALL)
    ran = c2c("site", *args, code=2)
    assert (ran.out, ran.err) == ("", f"c2c: error: {message}\n")
    assert {path.name for path in c2c.folder.iterdir()} == {"data"}


def test_directory_of_the_registry_is_refused(c2c: Program) -> None:
    file = c2c.write(SMALL)
    assert c2c("site", "data", code=5).err == (
        "c2c: error: data is not empty and contains no .c2c-site.json, so no changes were made; "
        "pass a new or empty directory\n"
    )
    c2c.write('{"schema": 1, "files": ["centres.toml"]}', "data/.c2c-site.json")
    assert c2c("site", "data", code=5).err == (
        "c2c: error: data contains the registry file data/centres.toml, so no changes were made; "
        "pass a new or empty directory\n"
    )
    assert file.read_text() == SMALL


def test_invalid_registry_creates_no_directory(c2c: Program) -> None:
    c2c.write("x")
    assert c2c("site", "public", code=3).err.endswith(
        "c2c: error: found 1 error in data/centres.toml; run c2c edit\n"
    )
    assert not Path("public").exists()


# progress


def test_progress_needs_a_terminal(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_DELAY", 0)
    c2c.write(REGISTRY)
    assert c2c("site", "a").err == "c2c: wrote 3 pages to a\n"
    shown = c2c("site", "b", terminal=True).err
    assert "Writing files" in shown
    assert "0/3" in shown
    assert shown.endswith("\x1b[2Kc2c: wrote 3 pages to b\n")
    monkeypatch.setenv("TERM", "dumb")
    assert c2c("site", "c", terminal=True).err == "c2c: wrote 3 pages to c\n"


def test_short_run_shows_no_progress(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert c2c("site", "public", terminal=True).err == "c2c: wrote 3 pages to public\n"


def test_progress_without_colours_has_none(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_DELAY", 0)
    monkeypatch.setenv("NO_COLOR", "1")
    c2c.write(REGISTRY)
    shown = c2c("site", "public", terminal=True).err
    assert "Writing files" in shown
    assert "\x1b[3" not in shown
    assert "\x1b[?25" not in shown  # the cursor stays visible, also after a kill


BAR = """
import sys, time
from c2c_cli.output.progress import counted
with counted(range(30), 30, "Writing files") as items:
    for item in items:
        time.sleep(0.05)
        if item == int(sys.argv[1]):
            break
print("rich" in sys.modules)
"""


@pytest.mark.posix
@pytest.mark.process
@pytest.mark.parametrize(("last", "is_shown"), [("3", False), ("28", True)])
def test_bar_appears_after_a_second_and_disappears(
    tmp_path: Path, last: str, is_shown: bool
) -> None:
    code, shown = ended(at_terminal(tmp_path, sys.executable, "-c", BAR, last, columns=60))
    assert code == 0
    assert ("Writing files" in shown) == is_shown
    assert shown.endswith(f"{is_shown}\n")
    if is_shown:
        assert shown.endswith("\x1b[2KTrue\n")
