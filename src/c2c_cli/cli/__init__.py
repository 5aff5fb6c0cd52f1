"""The commands, and the one place that turns an error into an ending."""

import os
import re
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand
from typer.main import get_command

from c2c_cli import __version__, streams
from c2c_cli.cli.group import Group
from c2c_cli.errors import C2CError, OutputClosedError
from c2c_cli.text import quoted

GROUPS = {
    "Look": {
        "list": "List the centres, all of them or those that match.",
        "show": "Show all that is known of centres, meetings, organisations.",
        "sectors": "List the sectors, with their centres by status.",
        "meetings": "List the meetings of the network, by their start.",
        "cadence": "Tell whether the network met as often as it agreed to.",
        "agreements": "List the agreements with UNESCO, and when they run out.",
        "report": "Write the year's report in Markdown, to hand on.",
    },
    "Keep": {
        "add": "Add a centre, meeting, event, organisation or sector.",
        "edit": "Change fields of a record, or rename it.",
        "remove": "Take a record out, and print it, so that it can come back.",
        "import": "Add many records from CSV, JSON or TOML, all or none.",
        "init": "Make a new registry, or copy the one that comes along.",
    },
    "Check": {
        "check": "Tell all that is wrong with a registry's file, and where.",
        "path": "Print which registry is in use, and why.",
        "schema": "Print the JSON Schema of the file, for editors.",
        "completion": "Print what makes a shell complete commands and ids on TAB.",
    },
}
"""The commands as the help groups them, each with its line there."""

COMMANDS = {name: line for commands in GROUPS.values() for name, line in commands.items()}
"""Each command with its line in the help; its file in this folder has its name, and is imported when it is typed."""


def load_command(name: str) -> Any:
    """Import the file of a command, and return the command."""
    file = {"list": "list_", "import": "import_"}.get(name, name)  # these mean something else to Python
    command = get_command(import_module(f"c2c_cli.cli.{file}").app)
    command.name = name
    return command


class LazyGroup(Group):
    """All commands by name and line, each imported only when it is the one that was typed."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: TyperCommand(name, help=line) for name, line in COMMANDS.items()}

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  # as Typer calls it
        """Write the commands, a section for each group."""
        width = max(map(len, COMMANDS))
        for group, commands in GROUPS.items():
            with formatter.section(group):
                formatter.write_dl([(name.ljust(width), line) for name, line in commands.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first argument names, for real."""
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None and command is not None:
            command = load_command(name)
        return name, command, rest


EPILOG = """\b
A terminal gets tables, a pipe TSV; else --format csv, json, jsonl, md, excel.
A date is as precise as it is known: 2018, 2018-11 or 2018-11-20.
The registry in use: --data, $C2C_DATA, data/centres.toml here or above, your
own, or the one that comes along; c2c path tells which.

\b
Exit codes: 0 done, 1 a check found something, 2 wrong usage, 3 a file that is
missing or invalid, 4 no such record, 5 not written, 70 a fault of c2c itself.
"""

app = typer.Typer(
    cls=LazyGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"c2c {__version__}")
        raise typer.Exit


@app.callback()
def c2c(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Keep the registry of a network of UNESCO Category 2 Centres, and ask it."""


def main(args: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name, and return its exit code."""
    args = sys.argv[1:] if args is None else list(args)
    streams.open_stdout()
    if completes := os.environ.get("_C2C_COMPLETE"):
        return _complete([*args, ""] if completes == "new" else args)
    try:
        return app(args or ["--help"], prog_name="c2c", standalone_mode=False) or 0
    except (C2CError, typer.TyperException) as error:
        return _end(error)
    except OSError as error:  # of standard output: the store names the files of its own
        return _end(streams.output_error(error))
    except SystemExit:  # what Typer makes of a closed pipe while it prints help
        return OutputClosedError.exit_code
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  # whatever it is, a person gets one line
        if os.environ.get("C2C_DEBUG"):
            traceback.print_exc()
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        streams.note(f"error: internal error: {what}; set C2C_DEBUG=1 for a traceback, and please report it")
        return C2CError.exit_code


def _complete(args: list[str]) -> int:
    """Tell a shell what may stand in place of the last argument; it shows no errors, so none are told."""
    try:
        from c2c_cli.cli import complete  # noqa: PLC0415  # nothing else needs it

        complete.answer(args)
    except KeyboardInterrupt:
        return 130
    except Exception:  # noqa: BLE001
        if os.environ.get("C2C_DEBUG"):
            traceback.print_exc()
    return 0


def _end(error: C2CError | typer.TyperException) -> int:
    """Tell how it ended, and return the exit code."""
    for line in getattr(error, "lines", ()):
        streams.write_line(line)
    if not isinstance(error, OutputClosedError):
        streams.note(f"error: {error if isinstance(error, C2CError) else _usage(error)}")
    return error.exit_code


def _usage(error: typer.TyperException) -> str:
    """Return a usage error of Typer's as one sentence with a way out."""
    context = getattr(error, "ctx", None)
    see = f"; see {context.command_path} --help" if context else ""
    if option := getattr(error, "option_name", None):
        if not hasattr(error, "possibilities"):
            lacks = "requires" in error.message
            return f"{option} {'needs a value after it' if lacks else 'takes no value'}"
        near = error.possibilities or []
        return f"no option {quoted(option)}" + (f'; did you mean "{near[0]}"?' if near else see)
    message = error.format_message().rstrip(".")
    if extra := re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", message):
        takes = {parameter.name for parameter in context.command.params} if context else set()
        hint = "; put quotes around a text of several words" if "text" in takes else ""
        if "year" in takes and re.fullmatch(r"[1-9]\d{3}", extra[1]):
            hint = f"; did you mean --year {extra[1]}?"
        return f"one argument too many: {extra[1]}{hint}{see}"
    return f"{message[:1].lower()}{message[1:]}{see}"
