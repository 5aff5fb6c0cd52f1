"""The directory of a site: what is written, deleted, refused and left alone, also by a killed run."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from c2c_cli.errors import OutputError, WriteError
from c2c_cli.store import disk, lock
from c2c_cli.store.site_directory import LIST, write
from samples import is_root

OLD = {"index.html": b"old", "centre/A.html": b"A", "centre/B.html": b"B", "meeting/m.html": b"m"}
NEW = {"index.html": b"new", "centre/A.html": b"A", "country/KR.html": b"KR"}

NOT_EMPTY = (
    "public is not empty and contains no .c2c-site.json, so no changes were made; "
    "pass a new or empty directory"
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lock, "LOCK_SECONDS", 0.1)


def save(files: dict[str, bytes], directory: str = "public", registry: str = "r.toml") -> None:
    write(directory, [*files], iter(files.items()), registry)


def found(directory: str = "public") -> dict[str, bytes]:
    """Return the files in a directory, without the list, and its empty directories."""
    files = {}
    for path in sorted(Path(directory).rglob("*")):
        name = path.relative_to(directory).as_posix()
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                files[name] = b"empty"
        elif name != LIST:
            files[name] = path.read_bytes() if path.is_file() else b"link"
    return files


def listed() -> list[str]:
    content = json.loads(Path("public", LIST).read_text())
    assert content.keys() == {"schema", "files"}
    assert content["schema"] == 1
    return list(content["files"])


def refusal(files: dict[str, bytes] = NEW, directory: str = "public", **more: str) -> str:
    """Return the error of a run that changes nothing."""
    before = found() if Path("public").is_dir() else None
    with pytest.raises(WriteError) as caught:
        save(files, directory, **more)
    assert before is None or before == found()
    return str(caught.value)


@pytest.mark.posix
@pytest.mark.parametrize("directory", ["public", "a/b/public", "./public/", "link"])
def test_directory_is_new_or_empty_or_a_link(directory: str) -> None:
    if directory == "link":
        Path("elsewhere").mkdir()
        Path("link").symlink_to("elsewhere")
    save(OLD, directory)
    assert found(directory) == OLD
    assert Path("link").is_symlink() == (directory == "link")


def test_list_is_written_as_text() -> None:
    save({"index.html": b"", "centre/제주.html": b""})
    assert Path("public", LIST).read_text("utf-8") == (
        '{\n  "schema": 1,\n  "files": [\n    "index.html",\n    "centre/제주.html"\n  ]\n}\n'
    )


def test_later_run_deletes_what_is_no_longer_written() -> None:
    save(OLD)
    Path("public/centre/own.txt").write_text("own")
    Path("public/CNAME").write_text("example.org")
    save(NEW)
    assert found() == NEW | {"centre/own.txt": b"own", "CNAME": b"example.org"}
    assert listed() == [*NEW]
    assert not Path("public/meeting").exists()
    save({"index.html": b"x"})
    assert found() == {"index.html": b"x", "centre/own.txt": b"own", "CNAME": b"example.org"}


def test_unchanged_files_keep_their_times() -> None:
    save(OLD)
    paths = [Path("public", name) for name in (*OLD, LIST)]
    for path in paths:
        os.utime(path, (1, 1))
    save(OLD)
    assert [path.stat().st_mtime for path in paths] == [1] * 5
    save(OLD | {"index.html": b"0ld"})
    assert [path.stat().st_mtime == 1 for path in paths] == [False, True, True, True, True]


def test_name_in_another_case_is_deleted_before_the_new_one_is_written() -> None:
    save({"centre/ab.html": b"1", "centre/c.html": b"c"})
    new = {"centre/AB.html": b"2", "centre/c.html": b"c"}

    def files() -> Iterator[tuple[str, bytes]]:
        assert {path.name for path in Path("public/centre").iterdir()} == {"c.html"}
        yield from new.items()

    write("public", [*new], files(), "r.toml")
    assert found() == new


@pytest.mark.parametrize("name", ["note.txt", ".git", ".DS_Store", "centre", ".c2c-site.json~"])
def test_other_directory_is_refused(name: str) -> None:
    Path("public").mkdir()
    Path("public", name).mkdir() if name == "centre" else Path("public", name).write_text("")
    assert refusal() == NOT_EMPTY


@pytest.mark.posix
def test_directory_that_is_none_or_cannot_be_created_is_refused() -> None:
    Path("file").write_text("")
    Path("loop").symlink_to("loop")
    other = "so no changes were made; pass a new or empty directory"
    assert refusal(NEW, "file") == f"file is not a directory, {other}"
    assert refusal(NEW, "file/public") == f"file/public is not a directory, {other}"
    assert refusal(NEW, "loop").startswith("cannot read loop: ")
    assert refusal(NEW, "x" * 300) == f"cannot read {'x' * 300}: file name too long, {other}"


def test_file_that_was_not_written_by_c2c_is_not_replaced() -> None:
    save(OLD)
    Path("public/country").mkdir()
    Path("public/country/KR.html").write_text("own")
    assert refusal() == (
        "public/country/KR.html already exists and was not written by c2c, so no changes were made; "
        "move it, or pass a new or empty directory"
    )


def test_unlisted_file_whose_name_differs_in_case_is_not_replaced() -> None:
    save({"a.html": b"1"})
    Path("public/A.html").write_text("own")
    if Path("public/a.html").read_text() == "own":
        pytest.skip("the file system ignores case")
    assert refusal({"A.html": b"2"}).startswith("public/A.html already exists and was not written")


@pytest.mark.posix
def test_link_in_place_of_a_directory_is_not_followed(tmp_path: Path) -> None:
    save(OLD)
    elsewhere = tmp_path / "elsewhere"
    shutil.move("public/centre", elsewhere)
    Path("public/centre").symlink_to(elsewhere)
    assert refusal(NEW) == (
        "public/centre is not a directory, so no changes were made; "
        "move it, or pass a new or empty directory"
    )
    save({"index.html": b"x"})  # what was in it is no longer listed
    assert {path.name for path in elsewhere.iterdir()} == {"A.html", "B.html"}
    assert Path("public/centre").is_symlink()
    assert listed() == ["index.html"]


@pytest.mark.posix
def test_link_to_the_same_content_is_replaced() -> None:
    save(OLD)
    Path("outside.txt").write_bytes(OLD["index.html"])
    Path("public/index.html").unlink()
    Path("public/index.html").symlink_to("../outside.txt")
    save(OLD)
    assert not Path("public/index.html").is_symlink()


@pytest.mark.posix
@pytest.mark.parametrize("target", ["outside.txt", "missing.txt"])
def test_link_in_place_of_a_file_is_replaced_or_deleted_itself(target: str) -> None:
    save(OLD)
    Path("outside.txt").write_text("outside")
    for name in ("index.html", "centre/B.html"):
        Path("public", name).unlink()
        Path("public", name).symlink_to(Path(target).absolute())
    save(NEW)
    assert found() == NEW
    assert not Path("public/index.html").is_symlink()
    assert Path("outside.txt").read_text() == "outside"


def test_directory_in_place_of_a_file_is_neither_replaced_nor_deleted() -> None:
    save(OLD)
    Path("public/index.html").unlink()
    Path("public/index.html").mkdir()
    assert refusal().startswith("public/index.html already exists and was not written by c2c, ")
    save({"centre/A.html": b"A"})
    assert found() == {"centre/A.html": b"A", "index.html": b"empty"}


@pytest.mark.posix
def test_named_pipe_in_place_of_a_file_is_replaced() -> None:
    save(OLD)
    Path("public/index.html").unlink()
    os.mkfifo("public/index.html")
    save(NEW)
    assert found() == NEW


HOSTILE = [
    "/etc/passwd", "../outside.txt", "centre/../../outside.txt", "..", ".", "", "centre//A.html",
    "C:/outside.txt", "C:outside.txt", "..\\outside.txt", "centre\\A.html", "a\0b", "a\nb", "\ud800",
    ".git/config", "centre/.htaccess", LIST, "centre/", "a./b.html", "a ", 1, None, ["a"], {},
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=repr)
def test_hostile_list_is_refused(name: object) -> None:
    Path("outside.txt").write_text("outside")
    save(OLD)
    text = json.dumps({"schema": 1, "files": ["index.html", name]})
    Path("public", LIST).write_text(text)
    assert refusal() == (
        "public/.c2c-site.json is not a valid list of files, so no changes were made; "
        "pass a new or empty directory"
    )
    assert Path("public", LIST).read_text() == text
    assert Path("outside.txt").read_text() == "outside"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not valid JSON"),
        (b"{", "is not valid JSON"),
        (b"\xff", "is not valid JSON"),
        (b"[" * 100_000, "is not valid JSON"),
        (b"[]", "is not a valid list of files"),
        (b"null", "is not a valid list of files"),
        (b"{}", "is not a valid list of files"),
        (b'{"schema": 1}', "is not a valid list of files"),
        (b'{"schema": 0, "files": []}', "is not a valid list of files"),
        (b'{"schema": "1", "files": []}', "is not a valid list of files"),
        (b'{"schema": 1, "files": "a"}', "is not a valid list of files"),
        (b'{"schema": 1, "files": {"a": 1}}', "is not a valid list of files"),
    ],
)
def test_broken_list_is_refused(content: bytes, message: str) -> None:
    save(OLD)
    Path("public", LIST).write_bytes(content)
    assert refusal() == (
        f"public/.c2c-site.json {message}, so no changes were made; pass a new or empty directory"
    )


def test_list_of_a_newer_version_is_refused() -> None:
    save(OLD)
    Path("public", LIST).write_text('{"schema": 2, "pages": []}')
    assert refusal() == (
        "public/.c2c-site.json was written by a newer version of c2c, so no changes were made; "
        "upgrade c2c"
    )


@pytest.mark.parametrize(
    "kind",
    ["directory", *(pytest.param(kind, marks=pytest.mark.posix) for kind in ("pipe", "link"))],
)
def test_list_that_is_no_file_is_refused(kind: str) -> None:
    Path("public").mkdir()
    path = Path("public", LIST)
    if kind == "directory":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(WriteError) as caught:
        save(NEW)
    assert str(caught.value) == (
        "public/.c2c-site.json is not a regular file, so no changes were made; "
        "pass a new or empty directory"
    )


def test_registry_file_is_never_deleted_or_replaced() -> None:
    save(OLD)
    for name in ("r.toml", "index.html"):
        Path("public", LIST).write_text(json.dumps({"schema": 1, "files": ["r.toml"]}))
        Path("public", name).write_text("registry")
        assert refusal(NEW, registry=f"./public/{name}") == (
            f"public contains the registry file public/{name}, so no changes were made; "
            "pass a new or empty directory"
        )


def test_listed_names_that_no_system_has_are_forgotten() -> None:
    save(OLD)
    content = {"schema": 1, "files": [*OLD, "x" * 300, "gone/a.html", "centre/A.html/a"]}
    Path("public", LIST).write_text(json.dumps(content))
    save(NEW)
    assert found() == NEW
    assert listed() == [*NEW]


def test_another_run_is_waited_for() -> None:
    save(OLD)

    def files() -> Iterator[tuple[str, bytes]]:
        message = refusal()
        assert message.startswith("cannot write public/.c2c-site.json: process ")
        yield from NEW.items()

    write("public", [*NEW], files(), "r.toml")
    assert found() == NEW


# failures


def failing(number: int, error: BaseException, call: Callable[..., Any]) -> Callable[..., Any]:
    """Return a call that fails the first time after `number` times."""
    calls = iter(range(number + 1))

    def run(path: Path, *args: Any) -> Any:
        is_lock = path.name.startswith(f".{LIST}.lock")
        if not is_lock and next(calls, None) == number:
            raise error
        return call(path, *args)

    return run


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("function", ["replace", "new_file", "unlink", "rmdir"])
def test_next_run_completes_one_that_failed(
    monkeypatch: pytest.MonkeyPatch, function: str, number: int, error: BaseException
) -> None:
    save(OLD)
    before = found()
    owner: Any = disk if function == "new_file" else Path
    with monkeypatch.context() as patched:
        patched.setattr(owner, function, failing(number, error, getattr(owner, function)))
        message = ""
        try:
            save(NEW)
        except (OutputError, WriteError) as raised:
            message = str(raised)
        except KeyboardInterrupt:
            pass
    if message.endswith("; no changes were made"):
        assert found() == before
    elif message:
        end = "no space left, so public is incomplete; correct this, and run the command again"
        assert message.endswith(end)
    for name, content in found().items():
        assert content in {OLD.get(name), NEW.get(name), b"empty"}
    save(NEW)
    assert found() == NEW
    assert listed() == [*NEW]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="requires /dev/full")
def test_full_disk_is_reported_and_leaves_old_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    save(OLD)
    new_file = disk.new_file
    calls = iter(range(9))

    def full(file: Path, mode: int) -> Any:
        # the list, and the first page, still fit
        return new_file(file, mode) if next(calls) < 2 else Path("/dev/full").open("wb")

    monkeypatch.setattr(disk, "new_file", full)
    with pytest.raises(OutputError) as caught:
        save(NEW)
    assert str(caught.value) == (
        "cannot write public/country/KR.html: no space left on device, so public is incomplete; "
        "correct this, and run the command again"
    )
    assert found() == OLD | {"index.html": b"new", "country": b"empty"}


@pytest.mark.posix
@pytest.mark.skipif(is_root(), reason="root may write")
def test_read_only_directory_is_refused() -> None:
    save(OLD)
    Path("public").chmod(0o555)
    assert refusal() == (
        "cannot write public/.c2c-site.json: permission denied; no changes were made"
    )
    Path("public").chmod(0o755)


SLOW = """
import sys, time
from c2c_cli.store.site_directory import write
names = [f"{kind}/{number}.html" for kind in sys.argv[1].split(",") for number in range(150)]
print("started", flush=True)
write("public", names, ((name, sys.argv[2].encode() * 5_000) for name in names), "r.toml")
print("ended", flush=True)
"""


@pytest.mark.posix
@pytest.mark.process
def test_killed_runs_leave_whole_files_and_no_stray_ones(tmp_path: Path) -> None:
    def start(kinds: str, letter: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", SLOW, kinds, letter]
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        return process

    begun = time.monotonic()
    with start("centre", "a") as process:
        assert process.wait() == 0
    seconds = time.monotonic() - begun
    killed = 0
    for number in range(24):
        kinds, letter = ("centre,meeting", "b") if number % 2 else ("meeting,sector", "c")
        with start(kinds, letter) as process:
            time.sleep(seconds * number / 24)
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
        for name, content in found().items():
            if not name.startswith(".") and content != b"empty":
                assert len(content) == 5_000
                assert len({*content}) == 1
                assert name in listed()
    assert killed >= 6
    save({"index.html": b"x"})
    assert found() == {"index.html": b"x"}


@pytest.mark.posix
@pytest.mark.process
def test_first_run_that_is_killed_before_the_list_leaves_an_empty_directory(
    tmp_path: Path,
) -> None:
    code = (
        "import os, signal; from pathlib import Path; from c2c_cli.store.site_directory import write\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "write('public', ['a.html'], [('a.html', b'')], 'r.toml')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len([*Path("public").iterdir()]) >= 2  # a lock file and the temporary file
    save(NEW)
    assert found() == NEW
