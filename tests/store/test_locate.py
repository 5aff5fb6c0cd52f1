"""Choice of the registry file."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from c2c_cli.store.locate import bundled_registry
from conftest import Program
from samples import PROGRAM, SMALL, centre, is_root


def test_the_bundled_registry_is_the_default(c2c: Program) -> None:
    run = c2c("path")
    assert run.out == f"{bundled_registry()}\n"
    assert run.err == "c2c: the bundled registry (read-only)\n"
    assert c2c("list", "--columns", "id").out.startswith("APCEIU\n")


def test_the_nearest_registry_wins(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "home/.local/share/c2c/centres.toml"
    own.parent.mkdir(parents=True)
    own.write_text(SMALL)
    assert c2c("path") == (0, f"{own}\n", "c2c: your user registry\n")

    (tmp_path / "data").mkdir()
    (tmp_path / "data/centres.toml").write_text(SMALL)
    assert c2c("path") == (
        0,
        f"{tmp_path / 'data/centres.toml'}\n",
        f"c2c: found in the parent directory {tmp_path}\n",
    )

    c2c.write(SMALL)
    assert c2c("path") == (0, "data/centres.toml\n", "c2c: found in this directory\n")

    c2c.write(SMALL, "env.toml")
    monkeypatch.setenv("C2C_DATA", "env.toml")
    assert c2c("path") == (0, "env.toml\n", "c2c: specified by the environment variable C2C_DATA\n")

    c2c.write(SMALL, "option.toml")
    assert c2c("path", "--data", "option.toml") == (
        0,
        "option.toml\n",
        "c2c: specified by --data\n",
    )

    monkeypatch.setenv("C2C_DATA", "")
    assert c2c("path").out == "data/centres.toml\n"


def test_the_nearest_parent_directory_wins(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (c2c.folder / "a/b").mkdir(parents=True)
    for parent in (tmp_path, c2c.folder):
        (parent / "data").mkdir()
        (parent / "data/centres.toml").write_text(SMALL)
    monkeypatch.chdir(c2c.folder / "a/b")
    assert c2c("path").out == f"{c2c.folder / 'data/centres.toml'}\n"


@pytest.mark.posix
@pytest.mark.process
@pytest.mark.skipif(is_root() and shutil.which("setpriv") is None, reason="setpriv not found")
@pytest.mark.parametrize("directory", ["data", "."])
@pytest.mark.parametrize(
    ("command", "why"), [("list", ""), ("path", " (found in this directory)"), ("undo", "")]
)
def test_a_registry_in_a_closed_directory_is_not_passed_over(
    c2c: Program, directory: str, command: str, why: str
) -> None:
    c2c.write(SMALL)
    closed = c2c.folder / directory
    closed.chmod(0)
    root = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if is_root() else []
    try:
        done = subprocess.run(
            [*root, PROGRAM, command],
            cwd=c2c.folder,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        closed.chmod(0o755)
    assert (done.returncode, done.stderr) == (
        3,
        f"c2c: error: cannot read data/centres.toml: permission denied{why}\n",
    )


@pytest.mark.posix
@pytest.mark.parametrize("command", ["list", "path", "undo"])
def test_a_file_name_that_is_too_long_is_reported(c2c: Program, command: str) -> None:
    name = "x" * 300
    error = f"c2c: error: cannot read {name}: file name too long"
    assert c2c(command, "--data", name, code=3).err.startswith(error)


@pytest.mark.posix
def test_a_fifo_in_a_parent_directory_is_skipped(c2c: Program, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    os.mkfifo(tmp_path / "data/centres.toml")
    assert c2c("path").out == f"{bundled_registry()}\n"
    (c2c.folder.parent / "data/centres.toml").unlink()
    (c2c.folder.parent / "data/centres.toml").symlink_to("nowhere")
    link = f"{tmp_path}/data/centres.toml"
    error = f"c2c: error: {link} is a broken symbolic link (found in the parent directory"
    assert c2c("path", code=3).err.startswith(error)


@pytest.mark.posix
@pytest.mark.skipif(not is_root(), reason="only root may change the owner")
def test_a_write_warns_of_another_users_registry_in_a_parent_directory(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = c2c.write(SMALL)
    os.chown(file, 2001, 2001)
    (c2c.folder / "below").mkdir()
    monkeypatch.chdir(c2c.folder / "below")
    warning = f"c2c: warning: {file} in a parent directory belongs to another user; use --data to select a file\n"
    add = ("add", "organisation", "MOE", "--name", "x")
    assert c2c("sectors").err == c2c(*add, "--dry-run").err == ""
    assert c2c(*add).err == f"{warning}c2c: added organisation MOE to {file}\n"
    assert c2c("undo").err == f'{warning}c2c: undid "added organisation MOE" in {file}\n'
    assert c2c(*add, "--data", str(file)).err == f"c2c: added organisation MOE to {file}\n"
    monkeypatch.chdir(c2c.folder)
    assert c2c("remove", "MOE").err == "c2c: removed organisation MOE from data/centres.toml\n"


@pytest.mark.posix
def test_a_dangling_user_registry_is_reported_not_skipped(c2c: Program, tmp_path: Path) -> None:
    own = tmp_path / "home/.local/share/c2c/centres.toml"
    own.parent.mkdir(parents=True)
    own.symlink_to("nowhere")
    assert c2c("list", code=3).err.startswith(f"c2c: error: {own} is a broken symbolic link; ")


@pytest.mark.parametrize(
    ("name", "file", "first"),
    [("korea", "centres.toml", "APCEIU"), ("world", "world.toml", "RCEP")],
)
def test_a_bundled_registry_can_be_named(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, name: str, file: str, first: str
) -> None:
    c2c.write(SMALL)
    c2c.write("not read", name)
    path = f"{bundled_registry(name)}\n"
    assert path.endswith(f"data/{file}\n")
    why = f"c2c: the bundled registry {name} (read-only), specified by"
    assert c2c("path", "--data", name) == (0, path, f"{why} --data\n")
    monkeypatch.setenv("C2C_DATA", name)
    assert c2c("path") == (0, path, f"{why} the environment variable C2C_DATA\n")
    assert c2c("list", first, "--columns", "id").out == f"{first}\n"
    c2c("list", "--data", f"./{name}", code=3)


@pytest.mark.parametrize(
    "args", [("remove", "ICDH"), ("remove", "ICDH", "--dry-run"), ("undo",), ("edit",)]
)
def test_a_named_bundled_registry_is_not_changed(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    sentence = (
        "c2c: error: world is read-only, so no changes were made; copy it with c2c\n"
        "    init mine.toml --copy world\n"
    )
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.setenv("NO_COLOR", "1")
    assert c2c(*args, "--data", "world", code=5, terminal=True) == (5, "", sentence)
    monkeypatch.setenv("C2C_DATA", "world")
    assert c2c(*args, code=5, terminal=True) == (5, "", sentence)


@pytest.mark.posix
@pytest.mark.process
def test_standard_input_and_a_fifo_can_be_read(c2c: Program) -> None:
    text = SMALL + centre()
    assert c2c("list", "--data", "-", "--columns", "id", stdin=text.encode()).out == "A\n"
    assert c2c("path", "--data", "-").out == "-\n"
    assert c2c("list", "--data", "-", stdin=b"x", code=3).err.startswith("<stdin>:1:2: error: ")
    fifo = c2c.folder / "fifo"
    os.mkfifo(fifo)
    if os.fork() == 0:  # a second process, like <(…) in a shell
        fifo.write_text(text)
        os._exit(0)
    assert c2c("list", "--data", "fifo", "--columns", "id").out == "A\n"
    os.wait()


@pytest.mark.posix
@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (
            "missing.toml",
            "missing.toml not found; pass another file, or create it with c2c init missing.toml",
        ),
        (".", "cannot read .: is a directory"),
        (
            "\x1b[31m\u202e",
            '"\\u001b[31m\\u202e" not found; pass a file, korea or world, or create one with c2c init FILE',
        ),
        ("loop", "cannot read loop: too many levels of symbolic links"),
        (
            "dangling",
            "dangling is a broken symbolic link; remove it, or change its target",
        ),
    ],
)
def test_a_named_file_that_cannot_be_read_is_an_error(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, file: str, sentence: str
) -> None:
    (c2c.folder / "loop").symlink_to("loop")
    (c2c.folder / "dangling").symlink_to("nowhere")
    assert c2c("list", "--data", file, code=3) == (3, "", f"c2c: error: {sentence}\n")
    monkeypatch.setenv("C2C_DATA", file)
    assert c2c("list", code=3) == (3, "", f"c2c: error: {sentence}\n")


@pytest.mark.posix
def test_a_registry_in_this_directory_that_cannot_be_read_is_not_skipped(c2c: Program) -> None:
    (c2c.folder / "data").mkdir()
    (c2c.folder / "data/centres.toml").symlink_to("nowhere")
    c2c("list", code=3)


def test_path_of_a_missing_file_is_an_error(c2c: Program) -> None:
    assert c2c("path", "--data", "x", code=3) == (
        3,
        "",
        'c2c: error: "x" not found (specified by --data); pass a file, korea or world, or create one '
        "with c2c init FILE\n",
    )


def test_user_directory_that_cannot_be_created_is_reported(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write("", "file")
    monkeypatch.setenv("XDG_DATA_HOME", str(c2c.folder / "file"))
    assert c2c("add", "organisation", "LAKE", "--name", "x", code=5).err == (
        f"c2c: error: cannot create directory {c2c.folder / 'file/c2c'}: not a directory; no changes were made\n"
    )


CHECKS = ("check", "due --check", "cadence --check", "obligations --check")
"""The commands on whose exit code jobs rely."""


@pytest.mark.parametrize("command", CHECKS)
def test_a_check_without_a_named_file_names_the_registry_in_a_pipe(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    args = command.split()

    def using() -> str:
        err = c2c(*args, code=None).err
        assert err.count("c2c: using ") == 1
        # as `c2c path` says it
        path, why = c2c("path").out.strip(), c2c("path").err.removeprefix("c2c: ").strip()
        first = err.splitlines()[0]
        assert first == f"c2c: using {path}, {why}"
        return first

    assert using() == f"c2c: using {bundled_registry()}, the bundled registry (read-only)"
    user = c2c.write(SMALL, "../home/.local/share/c2c/centres.toml").resolve()
    assert using() == f"c2c: using {user}, your user registry"
    file = c2c.write(SMALL)
    assert using() == "c2c: using data/centres.toml, found in this directory"
    (c2c.folder / "below").mkdir()
    monkeypatch.chdir("below")
    assert using() == f"c2c: using {file}, found in the parent directory {c2c.folder}"
    assert "using" not in c2c(*args, terminal=True, code=None).err
    if command != "check":
        assert "using" not in c2c(*args, "--output", "x", terminal=True, code=None).err
        assert c2c(*args, "--output", "x", code=None).err.startswith("c2c: using ")
        assert c2c(args[0]).err == ""
    else:
        assert c2c(*args, str(file)).err == ""
    assert c2c(*args, "--data", str(file)).err == ""
    monkeypatch.setenv("C2C_DATA", str(file))
    assert c2c(*args).err == ""


@pytest.mark.posix
@pytest.mark.parametrize("command", CHECKS)
def test_a_check_that_fails_names_the_registry(c2c: Program, command: str) -> None:
    using = "c2c: using data/centres.toml, found in this directory\n"
    c2c.write("schema = 1\n")
    code = 1 if command == "check" else 3
    assert c2c(*command.split(), code=code).err.startswith(using)
    (c2c.folder / "data/centres.toml").unlink()
    (c2c.folder / "data/centres.toml").symlink_to("nowhere")
    error = (
        "c2c: error: data/centres.toml is a broken symbolic link; remove it, or change its target"
    )
    assert c2c(*command.split(), code=3) == (3, "", f"{using}{error}\n")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Korea", '"Korea" not found; did you mean "korea"?'),
        ("wrld", '"wrld" not found; did you mean "world"?'),
        (
            "japan",
            '"japan" not found; pass a file, korea or world, or create one with c2c init FILE',
        ),
        ("./korea", "./korea not found; pass another file, or create it with c2c init ./korea"),
        # a shell expands no ~ in --data=~/lake.toml, nor does cron in a variable
        ("~/lake.toml", "~/lake.toml not found; replace ~ with the path of your home directory"),
    ],
)
def test_a_name_that_is_no_bundled_registry_has_a_hint(
    c2c: Program, name: str, sentence: str
) -> None:
    error = f"c2c: error: {sentence}\n"
    assert c2c("list", "--data", name, code=3) == (3, "", error)
    assert c2c("check", name, code=3) == (3, "", error)
