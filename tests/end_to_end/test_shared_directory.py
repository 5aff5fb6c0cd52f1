"""Writers that share only a directory, as in containers: no changes are lost."""

import subprocess
import sys
from pathlib import Path

import pytest
import tomli

from samples import PROGRAM, SMALL, environment

NAMESPACES = ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc")
"""A command that runs another as in a container.

Process ids begin at 1 there, so that all writers share theirs.
"""

WRITER = """
import random, subprocess, sys, time
program, file, writer, adds = sys.argv[1:]
chance = random.Random(int(writer))
for number in range(int(adds)):
    name = f"O{writer}-{number}"
    args = [program, "add", "organisation", name, "--name", "x", "--data", file]
    started = time.monotonic()
    process = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if number % 5 == 4:
        time.sleep(chance.uniform(0.3, 1) * whole)
        process.kill()
    error = process.communicate()[1]
    whole = time.monotonic() - started
    print(name, process.returncode, repr(error), sep="\\t")
"""


def isolated() -> bool:
    """Return whether this machine permits process and user namespaces."""
    try:
        return (
            subprocess.run([*NAMESPACES, "true"], check=False, capture_output=True).returncode == 0
        )
    except OSError:
        return False


@pytest.mark.process
@pytest.mark.long
@pytest.mark.skipif(not isolated(), reason="requires process and user namespaces (unshare)")
def test_containers_that_share_a_directory_lose_no_change(tmp_path: Path) -> None:
    file = tmp_path / "registry" / "r.toml"
    file.parent.mkdir()
    file.write_text(SMALL)
    writers = [
        subprocess.Popen(
            [
                *NAMESPACES,
                sys.executable,
                "-c",
                WRITER,
                PROGRAM,
                str(file),
                str(writer),
                "6",
            ],
            env=environment(tmp_path / f"home-{writer}"),
            stdout=subprocess.PIPE,
            text=True,
        )
        for writer in range(4)
    ]
    broken = 0
    while any(writer.poll() is None for writer in writers):
        broken += "sector" not in tomli.loads(
            file.read_text()
        )  # at every moment the old file or the new
    lines = [
        line.split("\t") for writer in writers for line in writer.communicate()[0].splitlines()
    ]
    found = {one["id"] for one in tomli.loads(file.read_text()).get("organisation", [])}
    added = {name for name, code, _ in lines if code == "0"}
    refused = {name: error for name, code, error in lines if code not in {"0", "-9"}}
    assert (added - found, refused, broken, len(lines)) == (set(), {}, 0, 24)
    assert len(added) >= 24 - 4
    assert (
        subprocess.run(
            [PROGRAM, "add", "organisation", "LAST", "--name", "x", "--data", file], check=False
        ).returncode
        == 0
    )
    assert [one.name for one in file.parent.iterdir()] == ["r.toml"]
