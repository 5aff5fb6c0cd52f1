"""Git merges and compares registries as docs/guides/share.md describes."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from samples import SMALL, centre, environment, meeting, read_page, record

pytestmark = [
    pytest.mark.process,
    pytest.mark.posix,
    pytest.mark.skipif(shutil.which("git") is None, reason="git not found"),
]

PAGE = read_page("share")
SETTINGS = re.findall(
    r"(git config --global (?:merge|diff)\.c2c\.\w+ (?:'[^']*'|\"[^\"]*\"))", PAGE
)
ATTRIBUTES = re.findall(r"'(data/centres.toml merge=c2c.*)' > .gitattributes", PAGE)
MEETING = meeting("m", start="2018-06-27", attendees=["NATCOM"])
BASE = f"{SMALL}\n{centre('A', 'opened:2016', name='a')}\n{centre('B', name='b')}\n{MEETING}"


class Repository:
    """A Git repository with a registry on two branches, ours (which is checked out) and theirs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "data/centres.toml"
        self.file.parent.mkdir(parents=True)
        (folder.parent / "home").mkdir()
        identity = {"GIT_CONFIG_NOSYSTEM": "1", "EMAIL": "a@example.org"}
        self.env = environment(folder.parent / "home", **identity)
        self.run("git init -q -b ours . && git config user.name A")
        self.run("; ".join(SETTINGS))
        (folder / ".gitattributes").write_text(ATTRIBUTES[-1])

    def run(self, command: str, code: int = 0) -> str:
        """Run a command of the shell, and return its output and messages."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == code, done
        return done.stdout

    def commit(self, text: str) -> None:
        """Commit the registry with a text."""
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_text(text)
        self.run("git add . && git commit -qm x")

    def branch(self, base: str, theirs: str, ours: str) -> None:
        """Commit a base, and a version of it on each branch."""
        self.commit(base)
        self.run("git switch -qc theirs")
        self.commit(theirs)
        self.run("git switch -q ours")
        self.commit(ours)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "here")


EDITS = (
    [
        "c2c add meeting --title Spring --start 2040-03 --status planned",
        "c2c add event A evaluated --date 2020",
        "c2c edit meeting m --attendees A",
        "c2c edit centre B --city Seoul",
    ],
    [
        "c2c add meeting --title Autumn --start 2040-09 --status planned",
        "c2c add event A decided --date 2021",
        "c2c edit meeting m --attendees B",
        "c2c edit centre B --host Archive",
    ],
)
"""Edits of the two branches."""


def test_edits_of_two_branches_are_merged(repository: Repository) -> None:
    repository.commit(BASE)
    repository.run("git switch -qc theirs")
    repository.run(f"{' && '.join(EDITS[1])} && git commit -qam x && git switch -q ours")
    repository.run(f"{' && '.join(EDITS[0])} && git commit -qam x")
    assert "c2c: merged 4 records into data/centres.toml\n" in repository.run("git merge theirs")
    text = repository.file.read_text()
    assert repository.run("git status --short") == ""
    repository.run(f"git checkout -q HEAD~2 && {' && '.join([*EDITS[0], *EDITS[1]])}")
    assert text == repository.file.read_text()


def test_a_conflict_is_one_for_git(repository: Repository) -> None:
    ours, theirs = (BASE.replace('"b"', f'"{name}"') for name in ("ours", "theirs"))
    repository.branch(BASE, theirs.replace('"a"', '"c"'), ours)
    out = repository.run("git merge theirs", code=1)
    assert (
        "c2c: merged 1 record into data/centres.toml with 1 conflict (centre B); edit data/centres.toml and remove the conflict markers\n"
        in out
    )
    assert "CONFLICT (content): Merge conflict in data/centres.toml\n" in out
    assert repository.run("git status --short") == "UU data/centres.toml\n"
    assert repository.file.read_text() == BASE.replace('"a"', '"c"').replace(
        centre("B", name="b"),
        f"<<<<<<< ours\n{centre('B', name='ours')}=======\n"
        f"{centre('B', name='theirs')}>>>>>>> theirs\n",
    )


def test_a_version_with_an_error_is_a_conflict_and_keeps_both_changes(
    repository: Repository,
) -> None:
    theirs = BASE.replace('"CLT"', "CLT")
    repository.branch(BASE, theirs, BASE + centre("C", name="c"))
    out = repository.run("git merge theirs", code=1)
    assert 'data/centres.toml (theirs):8:8: error: unquoted string; write code = "CLT"\n' in out
    assert "CONFLICT (content): Merge conflict in data/centres.toml\n" in out
    assert repository.file.read_text() == theirs + centre("C", name="c")


def test_a_file_that_both_branches_added_is_merged(repository: Repository) -> None:
    repository.run("git add . && git commit -qm x && git switch -qc theirs")
    repository.commit(SMALL + centre("B", name="b"))
    repository.run("git switch -q ours")
    repository.commit(SMALL + centre("A", name="a"))
    repository.run("git merge -q theirs")
    both = f"{SMALL}{centre('A', name='a')}\n{centre('B', name='b')}"
    assert repository.file.read_text() == both


def test_differences_are_those_of_records(repository: Repository) -> None:
    repository.commit(BASE)
    repository.file.write_text(BASE.replace('"a"', '"c"').replace("\n\n", "\n\n# new\n\n"))
    assert re.findall(r"^[-+]\w.*", repository.run("git diff -U0"), re.MULTILINE) == [
        "-A\tname\ta",
        "+A\tname\tc",
    ]
    repository.file.write_text(BASE.replace('"b"', '"c"'))
    assert "\n@@ -28,7 +28,7 @@ A\n" in repository.run("git diff --no-textconv")


def test_all_records_are_compared_in_any_layout(repository: Repository) -> None:
    other = centre("C", name="c").replace("\n", "\n  ")
    repository.commit(BASE + other)
    contact = record("centre.contact", role="Director")
    repository.file.write_text(BASE + other.replace('"c"', '"d"') + contact)
    assert re.findall(r"^[-+]\w.*", repository.run("git diff -U0"), re.MULTILINE) == [
        "-C\tname\tc",
        "+C\tname\td",
        "+C\tcontact.role\tDirector",
    ]


def test_a_version_with_an_error_is_compared_as_it_is(repository: Repository) -> None:
    repository.commit(BASE)
    repository.file.write_text(BASE.replace('"CLT"', "CLT"))
    assert "\n+code = CLT\n" in repository.run("git diff")


def test_the_comment_on_a_pull_request_is_markdown(repository: Repository) -> None:
    repository.commit(BASE)
    repository.commit(BASE.replace('"b"', '"c"'))
    steps = re.findall(r"^      - run: (.*)$", read_page("automate"), re.MULTILINE)
    shown = repository.run(f"gh() {{ cat changes.md; }}; PR=1; {'; '.join(steps)}")
    assert shown == (
        "## Changes in data/centres.toml\n\n1 changed.\n\n### Changed\n\n"
        "- **centre B**: c\n  - name: b → c\n"
    )
