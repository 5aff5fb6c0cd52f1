"""Owners, groups, access control lists, extended attributes, hard links and mount points."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from c2c_cli.store.locate import bundled_registry
from conftest import Program
from samples import (
    PROGRAM,
    REGISTRY,
    environment,
    is_root,
    other_users_can_run_the_program,
    setpriv,
)

COLLEAGUES = 3000
"""The group that shares the registry; the users 2001 and 2002 have groups with the same numbers."""

pytestmark = pytest.mark.posix


@pytest.fixture
def shared() -> Iterator[Path]:
    """Return a registry file in a directory that every user can write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        file = folder / "r.toml"
        file.write_text(REGISTRY)
        yield file


def as_user(
    user: int, file: Path, *args: str, groups: tuple[int, ...] = (COLLEAGUES,)
) -> tuple[int, str]:
    """Run the program as a user; return its exit code and errors without the name of the directory."""
    done = subprocess.run(
        [*setpriv(user, groups), PROGRAM, *args, "--data", str(file)],
        env=environment(file.parent / f"home-{user}"),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.replace(str(file), "r.toml")


def access(file: Path) -> tuple[int, int, str]:
    found = file.stat()
    return found.st_uid, found.st_gid, oct(found.st_mode & 0o7777)


users = [
    pytest.mark.process,
    pytest.mark.skipif(not other_users_can_run_the_program(), reason="requires root and setpriv"),
]


class TestColleagues:
    pytestmark = users

    def test_they_keep_the_group_of_the_file_and_one_after_the_other_changes_it(
        self, shared: Path
    ) -> None:
        os.chown(shared, 2001, COLLEAGUES)
        shared.chmod(0o2660)
        for user, city in ((2002, "Seoul"), (2001, "Busan"), (2003, "Jeju")):
            assert as_user(user, shared, "edit", "centre", "ICM", "--city", city)[0] == 0
            assert access(shared) == (user, COLLEAGUES, "0o2660")
        assert 'city = "Jeju"' in shared.read_text()

    @pytest.mark.skipif(shutil.which("setfacl") is None, reason="requires setfacl")
    def test_a_writer_outside_the_group_is_refused_if_others_would_lose_access(
        self, shared: Path
    ) -> None:
        os.chown(shared, 2001, COLLEAGUES)
        shared.chmod(0o660)
        subprocess.run(["setfacl", "-m", "u:2002:rw", shared], check=True)
        code, error = as_user(2002, shared, "edit", "centre", "ICM", "--city", "Seoul", groups=())
        assert (code, error) == (
            5,
            "c2c: error: cannot write r.toml: others would lose access, because you are not in its group (3000); "
            "no changes were made\n",
        )
        assert access(shared) == (2001, COLLEAGUES, "0o660")
        assert shared.read_text() == REGISTRY
        assert [one.name for one in shared.parent.glob("*.toml*")] == ["r.toml"]

    def test_a_writer_outside_the_group_keeps_a_file_that_all_may_write(self, shared: Path) -> None:
        os.chown(shared, 2001, COLLEAGUES)
        shared.chmod(0o666)
        assert as_user(2002, shared, "edit", "centre", "ICM", "--city", "Seoul", groups=())[0] == 0
        assert access(shared) == (2002, 2002, "0o666")

    def test_a_directory_that_gives_its_group_does_so(self, shared: Path) -> None:
        os.chown(shared.parent, 0, COLLEAGUES)
        shared.parent.chmod(0o2777)
        os.chown(shared, 2001, COLLEAGUES)
        shared.chmod(0o664)
        assert as_user(2002, shared, "edit", "centre", "ICM", "--city", "Seoul")[0] == 0
        assert access(shared) == (2002, COLLEAGUES, "0o664")


@pytest.mark.skipif(not is_root(), reason="only root may change the owner")
def test_root_keeps_the_owner_and_the_special_modes(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    os.chown(file, 12345, 54321)
    file.chmod(0o2674)
    c2c("remove", "2018-11")
    assert access(file) == (12345, 54321, "0o2674")


def attributes(file: Path) -> dict[str, bytes]:
    return {name: os.getxattr(file, name) for name in os.listxattr(file)}


def test_extended_attributes_and_access_control_lists_are_kept(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    try:
        os.setxattr(file, "user.origin", b"\x00UNESCO")
        subprocess.run(["setfacl", "-m", "u:2002:rw,g:3000:r", file], check=True)
        subprocess.run(["setfacl", "-d", "-m", "u:2003:rwx", file.parent], check=True)
    except (AttributeError, OSError, subprocess.CalledProcessError):
        pytest.skip("requires extended attributes and setfacl")
    before = attributes(file)
    c2c("remove", "2018-11")
    assert attributes(file) == before
    assert {*before} >= {"user.origin", "system.posix_acl_access"}

    subprocess.run(["setfacl", "-b", file], check=True)
    file.chmod(0o640)
    c2c("remove", "ICM")
    assert attributes(file) == {"user.origin": b"\x00UNESCO"}  # and no list from the directory
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_with_another_hard_link_is_not_replaced(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    (c2c.folder / "link.toml").hardlink_to(file)
    for name in ("data/centres.toml", "link.toml"):
        assert c2c("remove", "2018-11", "--data", name, code=5) == (
            5,
            "",
            f"c2c: error: cannot write {name}: it has another hard link, which would keep the old content, "
            "so no changes were made; use a symbolic link instead\n",
        )
    assert file.read_text() == REGISTRY


@pytest.mark.process
def test_a_mount_point_is_not_replaced(tmp_path: Path) -> None:
    for name in ("volume.toml", "r.toml"):
        (tmp_path / name).write_text(REGISTRY)
    script = 'mount --bind volume.toml r.toml || exit 77; "$1" edit centre ICM --city Seoul --data r.toml'
    try:
        done = subprocess.run(
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", PROGRAM],
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        pytest.skip("requires unshare")
    if done.returncode in (1, 77):
        pytest.skip("requires mount namespaces")
    assert (done.returncode, done.stderr) == (
        5,
        "c2c: error: cannot write r.toml: it is a mount point, so no changes were made; mount its directory instead\n",
    )
    assert (tmp_path / "volume.toml").read_text() == REGISTRY


@pytest.mark.process
@pytest.mark.skipif(not other_users_can_run_the_program(), reason="requires root and setpriv")
def test_a_user_without_a_home_directory_may_read_and_write(shared: Path) -> None:
    shared.chmod(0o666)

    def run(*args: str) -> "subprocess.CompletedProcess[str]":
        command = [*setpriv(12345, ()), "env", "-i", PROGRAM, *args]
        return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)

    assert run("check").returncode == 0
    assert run("edit", "centre", "ICM", "--city", "Seoul", "--data", str(shared)).stderr == (
        "c2c: warning: this change cannot be undone: cannot determine your home directory\n"
        f"c2c: updated city of centre ICM in {shared}\n"
    )
    assert run("undo", "--data", str(shared)).stderr == (
        "c2c: error: cannot undo: cannot determine your home directory, which contains the saved versions; "
        "no changes were made\n"
    )
    assert run("edit", "centre", "ICM", "--city", "Seoul").stderr == (
        "c2c: error: cannot determine your home directory for a user registry, "
        "so no changes were made; pass a file with --data\n"
    )


HOMES: tuple[list[str], ...] = ([], ["HOME="], ["HOME=/nonexistent"], ["HOME=/proc"])


@pytest.mark.process
@pytest.mark.skipif(not other_users_can_run_the_program(), reason="requires root and setpriv")
@pytest.mark.parametrize("home", HOMES, ids=lambda home: "".join(home) or "unset")
def test_only_what_needs_a_home_directory_fails_without_one(shared: Path, home: list[str]) -> None:
    shared.unlink()

    def run(*args: str) -> tuple[int, list[str]]:
        command = [*setpriv(12345, ()), "env", "-i", *home, PROGRAM, *args]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
        return done.returncode, done.stderr.replace(str(shared), "r.toml").splitlines()

    using = [f"c2c: using {bundled_registry()}, the bundled registry (read-only)"]
    assert run("check")[1][:1] == using
    assert run("due", "--check") == (1, using)
    assert run("cadence", "--check") == (1, using)
    assert run("obligations", "--check") == (1, using)
    for command in ("list", "due", "meetings", "show ICM", "contacts", "agreements"):
        assert run(*command.split()) == (0, [])
    assert run("init", str(shared), "--network", "N")[0] == 0
    own = ("--data", str(shared))
    assert run("check", *own) == (0, [])
    *warnings, last = run("add", "organisation", "MOE", "--name", "Ministry", *own)[1]
    assert last == "c2c: added organisation MOE to r.toml"
    (warning,) = warnings
    assert warning.startswith("c2c: warning: this change cannot be undone: cannot ")
    # no command is printed that would need the directory
    changed = run("edit", "meeting", "2018-11", "--status", "held")
    assert (changed[0], len(changed[1])) == (5, 1)
    assert changed[1][0].startswith("c2c: error: cannot ")
    out = subprocess.run(
        [*setpriv(12345, ()), "env", "-i", *home, PROGRAM, "due"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "c2c add" not in out
    code, (error,) = run("undo", *own)
    missing = "cannot undo: cannot determine your home directory, which contains the saved versions"
    reason = "nothing to undo in r.toml" if home and home[0] != "HOME=" else missing
    assert (code, error) == (5, f"c2c: error: {reason}; no changes were made")
