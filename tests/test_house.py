"""The house: who imports whom, what a run imports, and that the help says what the commands say."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pycountry
import pytest
import typer

from c2c_cli import cli, countries
from conftest import Program

SOURCE = Path(cli.__file__).parents[1]

FLOORS = {
    -1: ("codes",),
    0: ("errors", "text", "countries", "__init__"),
    1: ("dates", "document", "streams", "markdown"),
    2: ("kinds",),
    2.5: ("fields",),
    3: ("record",),
    3.5: ("life",),
    4: ("model",),
    5: ("registry", "cadence", "agreements", "problems", "view", "ordered", "meant"),
    6: ("records", "words", "views", "starter", "wording", "merging"),
    7: ("reading", "lint", "choice", "render", "rows", "ics", "schema"),
    8: ("draft", "report"),
    9: ("store", "incoming"),
    10: ("cli",),
    11: ("__main__",),
}
FLOOR = {room: floor for floor, rooms in FLOORS.items() for room in rooms}

LIBRARIES = {
    "typer": {"cli"},
    "rich": {"render"},
    "tomli": {"document"},
    "tomli_w": {"document"},
    "platformdirs": {"store"},
    "filelock": {"store"},
    "icalendar": {"ics"},
}


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | ({f"c2c_cli.{a.name}" for a in node.names} if node.module == "c2c_cli" else set())
    return found


def room(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


FILES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_module_imports_only_from_floors_below_its_own(file: Path) -> None:
    for name in imports(file):
        if name.startswith("c2c_cli.") and name != "c2c_cli.__version__":
            imported = name.split(".")[1]
            assert imported == room(file) or FLOOR[imported] < FLOOR[room(file)], f"{room(file)} imports {imported}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_library_is_imported_in_one_room_only(file: Path) -> None:
    for name in imports(file):
        library = name.split(".")[0]
        assert library != "click"
        assert room(file) in LIBRARIES.get(library, {room(file)})


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_file_is_longer_than_250_lines(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 250


OURS = "import sys; from c2c_cli.cli import main; code = main(sys.argv[1:]);print(code, *sys.modules, file=sys.stderr)"


def modules_of(*args: str, home: Path, code: str = OURS, **settings: str) -> set[str]:
    env = {"HOME": str(home), "PATH": "", **settings}
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, cwd=home, env=env, check=True)
    ended, *modules = done.stderr.decode().splitlines()[-1].split()
    assert ended == "0"
    return set(modules)


BARE = """import sys, typer
app = typer.Typer(add_completion=False)
app.command()(lambda: print("x"))
app(standalone_mode=False)
print(0, *sys.modules, file=sys.stderr)"""
"""What Typer imports by itself."""

START = ["cli", "cli.group", "errors", "streams", "text"]
READING = [
    "cli.options",
    "countries",
    "dates",
    "document",
    "fields",
    "kinds",
    "life",
    "meant",
    "model",
    "reading",
    "records",
    "registry",
    "record",
    "store",
]
SHOWING = ["render", "render.plain", "view"]
ROWS = [*SHOWING, "views"]


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        ("list --sector culture", [*READING, *ROWS, "choice", "words", "cli.list_", "views.centres"]),
        ("show ICDH", [*READING, *ROWS, "choice", "words", "cli.show", "views.details"]),
        ("meetings --year 2018", [*READING, *ROWS, "choice", "words", "cli.meetings", "views.meetings"]),
        ("cadence --year 2018", [*READING, *ROWS, "cadence", "cli.cadence", "views.meetings"]),
        ("sectors", [*READING, *ROWS, "cli.sectors", "views.centres"]),
        ("agreements", [*READING, *ROWS, "agreements", "cli.agreements", "views.agreements"]),
        (
            "report",
            [
                *READING,
                *SHOWING,
                *["agreements", "cadence", "choice", "words", "cli.report", "markdown", "report", "wording"],
            ],
        ),
        ("path", [*READING, *SHOWING, "cli.path"]),
        ("--version", []),
        ("--help", []),
        (
            "TAB",
            [
                *READING,
                *SHOWING,
                "words",
                "choice",
                "cli.fields",
                "cli.list_",
                "cli.completing",
                "views",
                "views.centres",
            ],
        ),
    ],
)
def test_a_run_imports_what_it_needs_and_nothing_else(command: str, needed: list[str], tmp_path: Path) -> None:
    bare = modules_of(home=tmp_path, code=BARE)
    if command == "TAB":
        found = modules_of("list", "--sector", "cul", home=tmp_path, _C2C_COMPLETE="1")
    else:
        found = modules_of(*command.split(), home=tmp_path)
    assert {name.removeprefix("c2c_cli.") for name in found if name.startswith("c2c_cli.")} == {*START, *needed}
    others = {name.partition(".")[0] for name in found - bare if not name.endswith("__mypyc")}
    libraries = {"tomli", "platformdirs", "random", "tempfile"}  # the last two are platformdirs' own
    expected = {"c2c_cli", "unicodedata", *(libraries | {"bisect", "dataclasses"} if needed else ())}
    assert {name for name in others if name[0] != "_"} - {"typer"} == expected | (
        {"shlex"} if command == "TAB" else set()
    )


def test_a_table_imports_rich(tmp_path: Path) -> None:
    assert "rich" in modules_of("list", "--format", "table", home=tmp_path)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_line_in_the_help_is_the_commands_own(name: str, c2c: Program) -> None:
    module = import_module(f"c2c_cli.cli.{cli._FILES.get(name, name)}")  # noqa: SLF001  # the table is tested
    command = typer.main.get_command(module.app)
    assert command.help is not None
    assert command.help.splitlines()[0] == cli.COMMANDS[name]
    assert c2c(name, "--help").out.startswith(f"Usage: c2c {name} ")


def test_the_country_codes_are_those_of_iso_3166() -> None:
    assert {country.alpha_2 for country in pycountry.countries} == countries.CODES
