"""Shared helpers: small registries, the installed program, and checks of output."""

import datetime
import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pexpect

from c2c_cli.documents.registry_as_of import RegistryAsOf
from c2c_cli.store import load

ROOT = Path(__file__).parents[1]
"""The root of the repository."""

PROGRAM = f"{Path(sys.executable).parent / 'c2c'}{sysconfig.get_config_var('EXE')}"
"""The installed program."""


def read_page(name: str) -> str:
    """Return the text of the page `name`.md in docs/."""
    [file] = ROOT.glob(f"docs/**/{name}.md")
    return file.read_text()


SMALL = """\
schema = 1

[network]
name = "A network"

[[sector]]
id = "culture"
code = "CLT"
name = "Culture"

[[sector]]
id = "education"
code = "ED"
name = "Education"

[[organisation]]
id = "NATCOM"
name = "National Commission"
"""
"""A valid registry to which tests add records."""

REGISTRY = (
    SMALL
    + """
# The first centre.
[[centre]]
id = "ICDH"   # the acronym
name = "Centre for Documentary Heritage"
sector = "culture"  # a "sector's" # id
country = "KR"
city = "Cheongju"
note = \"\"\"
[[centre]] is how a centre begins # here
\"\"\"

  [[centre.event]]
  kind = "approved"
  date = 2017-11-06

# The second.
[[centre]]
id = "ICM"
name = 'Centre of Martial Arts'
sector = "education"
country = "KR"

# -- Meetings --

[[meeting]]
id = "2018-06-27-jeju"
title = "Second meeting"
start = 2018-06-27
status = "held"
organisers = ["ICDH"]  # who asked
attendees = [
  "ICDH",  # its head
  "NATCOM",
]

[[meeting]]
id = "2018-11"
title = "Next meeting"
start = "2018-11"
status = "tentative"

# the end
"""
)
"""A registry with a handwritten layout and comments, which a write must preserve."""

PAGE = read_page("check-codes")

BEGINNING = """\
schema = 1

[network]
name = "Centres of the Lake"

[[sector]]
id = "culture"
code = "CLT"
name = "Culture"

[[cadence]]
kind = "formal"
name = "Formal working-level meeting"
level = "working"
per_year = 1
since = 2018
sources = ["https://example.org/agreed"]

[[centre]]
id = "ICDH"
name = "International Centre for Documentary Heritage"
sector = "culture"
country = "KR"
"""
"""The beginning of the registry of which most examples of checks are the end."""

_WHOLE = ("schema", '[network]\nname = "Centres of the Lake"')
"""How an example begins that is a complete registry, if only an invalid one."""


def whole(example: str) -> str:
    """Return the complete registry of an example of a check."""
    return example if example.startswith(_WHOLE) else f"{BEGINNING}{example}"


def _in_registry(example: str, shown: str) -> str:
    """Return the diagnostics of an example with the lines of the complete registry.

    Those that are `shown` count from the first line of the example.
    """
    before = whole(example).removesuffix(example).count("\n")
    line = r"(?<=lake\.toml:)\d+|(?<=\bline )\d+"
    return re.sub(line, lambda found: str(int(found[0]) + before), shown)


def _examples(page: str) -> list[tuple[str, str]]:
    """Return the registries on a page, each with its diagnostics."""
    blocks = r"^```toml\n(.*?)^```\n\n```text\n(.*?)^```$"
    found = re.findall(blocks, page, re.DOTALL | re.MULTILINE)
    return [(example, _in_registry(example, shown)) for example, shown in found]


EXAMPLES = _examples(PAGE)
"""The examples of docs/reference/check-codes.md, each with its diagnostics."""

EXAMPLES += _examples((ROOT / "tests/cli/check_examples.md").read_text())


def record(table: str, **fields: object) -> str:
    """Return the TOML of a record; fields that are None are omitted."""
    lines = (f"{key} = {_value(value)}\n" for key, value in fields.items() if value is not None)
    return f"[[{table}]]\n{''.join(lines)}"


def _value(value: object) -> str:
    if isinstance(value, dict):
        pairs = [f"{key} = {_value(item)}" for key, item in value.items()]
        return f"{{ {', '.join(pairs)} }}"
    # JSON strings, numbers and lists are valid TOML, except for DEL, which does not occur here
    return json.dumps(value, ensure_ascii=False)


def centre(centre_id: str = "A", *events: str, **fields: object) -> str:
    """Return a centre with events written as `kind`, `kind:date` or `kind:date:until`."""
    fields = {"name": "x", "sector": "culture", "country": "KR"} | fields
    parts = [record("centre", id=centre_id, **fields)]
    parts += [event(*word.split(":")) for word in events]
    return "".join(parts)


def event(kind: str, date: str | int = "", until: str | int = "", **fields: object) -> str:
    """Return an event of the preceding centre."""
    return record("centre.event", kind=kind, date=date or None, until=until or None, **fields)


def meeting(meeting_id: str = "m", **fields: object) -> str:
    """Return a meeting."""
    fields = {"title": "x", "start": 2018, "status": "held"} | fields
    return record("meeting", id=meeting_id, **fields)


def rule(kind: str = "formal", **fields: object) -> str:
    """Return a cadence rule."""
    fields = {"name": "x", "level": "working", "per_year": 1, "since": 2018} | fields
    return record("cadence", kind=kind, **fields)


def registry_as_of(text: str, day: str) -> RegistryAsOf:
    """Return what a registry says as of a day; it was last checked on that day."""
    registry, _ = load.read(text.encode(), "centres.toml")
    date = datetime.date.fromisoformat(day)
    return RegistryAsOf(registry, registry.network.as_of(date, date))


def imported(added: int, updated: int, name: str) -> str:
    """Return the message about an import."""
    plural = "" if added + updated == 1 else "s"
    return (
        f"c2c: imported {added + updated} record{plural} ({added} added, {updated} updated) "
        f"from {name} into data/centres.toml\n"
    )


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment with the installed program on PATH.

    No other variables affect the program.
    """
    path = f"{Path(PROGRAM).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATHEXT") if name in os.environ}
    homes = {"HOME": str(home), "USERPROFILE": str(home)}  # the second on Windows
    return {**kept, **homes, "PATH": path, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **more}


def arguments(command: str) -> list[str] | None:
    """Return the arguments of c2c in a command, or None if only a shell can run it."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="();<>|&\n")
    lexer.whitespace_split = True
    words = [*lexer]
    if words[0] != "c2c" or re.search(r"[][$`*?~{}!]", command) or any(map(_is_operator, words)):
        return None
    return words[1:]


def _is_operator(word: str) -> bool:
    return not word.strip("();<>|&\n") and word != ""


def tool(name: str) -> Any:
    """Return a script of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def at_terminal(
    folder: Path, *command: str, columns: int = 200, **env: str
) -> "pexpect.spawn[str]":
    """Start a command at a terminal of the given width, without colours unless `env` differs.

    It runs in a directory that is also its home directory, without a pager unless `env` has one.
    """
    return pexpect.spawn(
        command[0],
        list(command[1:]),
        cwd=str(folder),
        env=environment(folder, **{"NO_COLOR": "1", "C2C_PAGER": "", **env}),
        encoding="utf-8",
        codec_errors="replace",
        timeout=20,
        dimensions=(40, columns),
    )


def ended(child: "pexpect.spawn[str]") -> tuple[int | None, str]:
    """Wait for a command at a terminal to end, and return its exit code and output.

    The output is that since the last answer.
    """
    child.expect(pexpect.EOF)
    child.wait()
    child.close()
    return child.exitstatus, str(child.before).replace("\r\n", "\n")


def controls(text: str, keep: str = "\n") -> list[str]:
    """Return the control characters in `text`, except those in `keep`."""
    return [c for c in text if c not in keep and (ord(c) < 32 or 127 <= ord(c) < 160)]


def drives(text: str, keep: str = "\n") -> list[str]:
    """Return the characters in `text` that control a terminal or the direction of text."""
    return [*controls(text, keep), *re.findall("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)]


def without_colours(text: str) -> str:
    """Return `text` without colour codes."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def setpriv(user: int, groups: tuple[int, ...]) -> list[str]:
    """Return a command that runs another as a user who may read, but not write, all files.

    All files include those of the interpreter.
    """
    read = "+dac_read_search"
    ids = [f"--reuid={user}", f"--regid={user}", f"--groups={','.join(map(str, groups))}"]
    return [
        "setpriv",
        *(ids if groups else [*ids[:2], "--clear-groups"]),
        f"--inh-caps={read}",
        f"--ambient-caps={read}",
    ]


def other_users_can_run_the_program() -> bool:
    try:
        return (
            subprocess.run(
                [*setpriv(2001, ()), PROGRAM, "--version"], check=False, capture_output=True
            ).returncode
            == 0
        )
    except OSError:
        return False
