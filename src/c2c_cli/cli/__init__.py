"""The commands of c2c, and how a run ends."""

import os
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperOption

from c2c_cli import __version__, streams
from c2c_cli.cli.group import TOPICS, Context, Formatter, Group, usage_error
from c2c_cli.errors import C2CError, OutputClosedError
from c2c_cli.text import did_you_mean, nearest, visible

GROUPS = {
    "Query": {
        "list": "List centres, with optional filters.",
        "show": "Show centres, meetings and other records in full.",
        "sectors": "List sectors and their centres, grouped by status.",
        "organisations": "List organisations and their meetings.",
        "sources": "List sources and the records that cite them.",
        "meetings": "List the network's meetings in date order.",
        "timeline": "List events and meetings in date order.",
        "cadence": "Compare recorded meetings with the cadence rules.",
        "obligations": "List what each centre owes, and whether it is recorded.",
        "agreements": "List agreements with UNESCO and their expiry dates.",
        "due": "List what needs action, and how to record the outcome.",
        "changes": "List what changed between two days, or between two files.",
        "sql": "Query the registry in SQL, or write an SQLite database.",
        "contacts": "List the contacts of centres and organisations.",
        "attendance": "Show who organised and who attended each held meeting.",
        "report": "Generate the annual report, or the registry as a workbook.",
        "site": "Write the registry as a static website.",
    },
    "Edit": {
        "add": "Add a centre, event, contact, meeting or other record.",
        "edit": "Edit the fields of a record, or open it in your editor.",
        "remove": "Remove records and print them.",
        "import": "Import records from CSV, XLSX, JSON or TOML (all or none).",
        "undo": "Undo the last change that c2c made, or redo it.",
        "merge": "Merge two versions of a registry, as a merge driver for Git.",
        "init": "Create a registry, empty or copied from a bundled one.",
    },
    "Check and set up": {
        "check": "Report every error and warning in a registry file.",
        "path": "Print the path of the registry file, and why it was chosen.",
        "schema": "Print the JSON Schema of the registry format.",
        "completion": "Print a shell completion script.",
    },
}
"""The groups of commands in the help, with the summary of each command."""

COMMANDS = {name: line for commands in GROUPS.values() for name, line in commands.items()}
"""The summary of each command, whose module is imported only when it runs."""


class LazyGroup(Group):
    """The commands of c2c, each imported only when it runs."""

    def format_commands(self, ctx: Context, formatter: Formatter) -> None:  # noqa: ARG002  # as Typer calls it
        """Write the commands in a section for each group."""
        width = max(map(len, COMMANDS))
        for group, commands in GROUPS.items():
            with formatter.section(group):
                formatter.write_dl([(name.ljust(width), line) for name, line in commands.items()])
        programs = self.extensions()
        if programs:
            width = max(width, *map(len, programs))
            with formatter.section("Extensions"):
                for name, path in programs.items():  # a path that is wrapped cannot be copied
                    formatter.write(f"  {name.ljust(width)}  {visible(path)}\n")

    def extensions(self) -> dict[str, str]:
        """Return the path of the program of each extension, by name."""
        # only the help, completion and unknown commands need it
        from c2c_cli.cli import extensions  # noqa: PLC0415

        return extensions.installed(COMMANDS)

    def hint_for(self, ctx: Context, args: list[str]) -> str:  # noqa: ARG002  # as above
        """Return the hint for a word that is like a topic of c2c help."""
        topic = nearest(args[0], TOPICS)
        return did_you_mean(f"help {topic}") if topic else ""

    def get_command(self, ctx: Context | None, cmd_name: str) -> Any:  # noqa: ARG002
        """Import the module of a command, and return the command."""
        # Python uses these two names
        module = {"list": "list_", "import": "import_"}.get(cmd_name, cmd_name)
        return import_module(f"c2c_cli.cli.{module}").command


app = LazyGroup(
    help="Manage and query a registry of UNESCO Category 2 Centres.",
    epilog=f"""\
Help:
  c2c COMMAND --help   Arguments, options, columns and states of a command.
  c2c help cheatsheet  {TOPICS["cheatsheet"]}

Registry, the first of these that is given or exists:
  --data FILE          A file, or korea or world for a bundled registry.
  $C2C_DATA            The same, as an environment variable.
  data/centres.toml    In this directory, or the nearest parent directory.
  c2c/centres.toml     In your data directory, such as ~/.local/share.
  korea                The bundled registry of the Korean centres; the first
                       change copies it to your data directory.
  Run c2c path to see which one is used, and why.

Output:
  A table in a terminal, TSV in a pipe; --format, or the extension of --output,
  selects another format. In a terminal, long output opens in a pager:
  $C2C_PAGER, $PAGER or else less.

Exit codes:
  0    success
  1    check failed, merge conflicts, or changes found (--check, --exit-code)
  2    usage error
  3    file missing or invalid
  4    record not found
  5    change refused, or not written
  70   internal error
  130  interrupted
  141  output pipe closed""",
    commands={name: TyperCommand(name, help=line) for name, line in COMMANDS.items()},
    # main() prints the version
    params=[TyperOption(param_decls=["--version"], is_flag=True, help="Print the version.")],
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
app.examples = ("c2c list --sector culture", "c2c show ICDH", "c2c due")


_WELCOME = """
Until you create a registry, c2c shows the bundled one of the Korean centres.
To try it, run c2c list. To create your own, run c2c init.
"""


def main(args: Sequence[str]) -> int:
    """Run the command that the arguments name, and return its exit code."""
    streams.open_stdout()
    try:
        return _run([*args])
    except (C2CError, typer.TyperException) as error:
        return _end(error)
    except KeyboardInterrupt:
        return 130
    except MemoryError as error:
        error.__traceback__ = None  # its frames keep in memory what the run has read
        return _end(C2CError("not enough memory"))
    except SystemExit as error:  # raised by Typer if a pipe other than standard output is closed
        return _end(_internal_error(error.__context__ or error))
    except Exception as error:  # noqa: BLE001  # every error is reported in one line
        return _end(_internal_error(error))


def _run(args: list[str]) -> int:
    """Run the command that the arguments name, and return its exit code; raise its error."""
    completes = os.environ.get("_C2C_COMPLETE")
    if completes:
        from c2c_cli.cli import complete  # noqa: PLC0415  # only completion needs it

        words = [*args, ""] if completes == "new" else args
        complete.answer(app, words)
        return 0
    if args[:1] == ["--version"]:
        streams.write(f"c2c {__version__}\n")
        return 0
    while args[:1] == ["help"]:
        if [word for word in args[1:] if word not in {"-h", "--help"}][:1] == [*TOPICS]:
            from c2c_cli.cli import cheatsheet  # noqa: PLC0415  # no other run needs it

            cheatsheet.show(GROUPS)
            return 0
        args = [*args[1:], "--help"]
    if args and args[0] not in COMMANDS:
        from c2c_cli.cli import extensions  # noqa: PLC0415  # as above

        program = extensions.find(args[0], COMMANDS)
        if program is not None:
            return extensions.run(program, args[1:])
    code = app(args or ["--help"], prog_name="c2c", standalone_mode=False) or 0
    if not args:
        _welcome()
    return code


def _welcome() -> None:
    """Print how to begin, if commands use the bundled registry because no other was found."""
    from c2c_cli.store.locate import locate  # noqa: PLC0415  # only for c2c without arguments

    found = locate(None)
    if found.bundled and not found.named:
        streams.write(_WELCOME)


def _internal_error(error: BaseException) -> C2CError:
    """Return the error that reports a bug; C2C_DEBUG adds the traceback before it."""
    what = type(error).__name__
    if str(error):
        what += f": {error}"
    hint = "run it again with C2C_DEBUG=1, and report the traceback to the developers"
    lines: list[str] = []
    if os.environ.get("C2C_DEBUG"):
        hint = "report this traceback to the developers"
        lines = "".join(traceback.format_exception(error)).splitlines()
    return C2CError(f"internal error: {what}", hint, lines=lines)


def _end(error: C2CError | typer.TyperException) -> int:
    """Report an error, and return its exit code; never raise another error."""
    try:
        return _reported(error)
    except Exception:  # noqa: BLE001  # there may be no memory left
        with suppress(Exception):
            streams.note("error: internal error: cannot report an error")
        return C2CError.exit_code


def _reported(error: C2CError | typer.TyperException) -> int:
    """Print an error, and return its exit code."""
    if not isinstance(error, C2CError):
        error = usage_error(error)
    for line in error.lines:
        streams.write_line(line)
    if not isinstance(error, OutputClosedError):
        streams.note(f"error: {error}")
    return error.exit_code
