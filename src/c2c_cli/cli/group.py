"""Commands with plain-text help in sections, usage errors, and what is typed for a command.

Only this module uses the parts of Typer that are not documented.
"""

import inspect
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import typer
from typer import _click
from typer._click.core import ParameterSource
from typer._click.exceptions import BadOptionUsage, NoSuchOption
from typer._click.exceptions import UsageError as TyperUsageError
from typer._click.globals import get_current_context
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from c2c_cli import streams
from c2c_cli.errors import UsageError, missing, unknown
from c2c_cli.text import all_of, did_you_mean, expected, nearest, quoted, shell, some_of

Context = _click.Context
Formatter = _click.HelpFormatter
Parameter = _click.Parameter

FILTERS, FIELDS_SECTION, OUTPUT, REGISTRY = _SECTIONS = "Filters", "Fields", "Output", "Registry"
"""The sections of options in the help; all other options follow them."""

_INSTEAD = {
    "rm": "c2c remove",
    "delete": "c2c remove",
    "ls": "c2c list",
    "centre": "c2c list",
    "centres": "c2c list",
    "centers": "c2c list",
    "search": "c2c list TEXT",
    "find": "c2c list TEXT",
    "view": "c2c show ID",
    "new": "c2c init",
    "update": "c2c edit",
    "redo": "c2c undo --redo",
    "log": "c2c changes --from DATE or c2c undo --list",
    "diff": "c2c changes --from DATE",
    "history": "c2c timeline",
    "status": "c2c due",
    "validate": "c2c check",
    "export": "c2c list --format csv",
    "version": "c2c --version",
    "network": "c2c edit network",
}
"""Words that are likely to be typed as commands, and the commands to use instead."""

_OTHER_OPTIONS: dict[str, list[tuple[str, ...]]] = {
    "--since": [("--on",)],
    "--date": [("--start",), ("--from", "--to"), ("--as-of",)],
    "--year": [("--as-of",)],
    "-v": [("--version",)],
    "-V": [("--version",)],
}
"""Option that is likely to be typed -> the options that commands may have instead."""

_OF_OTHER_COMMANDS = {
    ("c2c agreements", "--within"): "use c2c due --within MONTHS",
    ("c2c add centre", "--status"): "use --event; the status is derived from events",
    ("c2c edit centre", "--status"): "use c2c add event; the status is derived from events",
}
"""Command and option that are likely to be typed -> the hint that names what to use instead."""

TOPICS = {"cheatsheet": "Commands, dates, lists and marks on one screen."}
"""The topic of c2c help that is not a command, with its summary."""

_EXTRA = "c2c.extra"
"""Key of the arguments that a command does not take, in the `meta` of its context."""

_MAX_EXTRA = 5
"""Maximum number of these arguments to name in a message."""

BY_ID = "record"
"""The hidden command of c2c remove for an id without a noun."""


class _Help(_click.Command):
    """The help of commands and groups of commands.

    It has the usage, a summary and examples, then the options, and last what columns, states and
    exit codes mean.
    """

    examples: Sequence[str] = ()
    """Commands to show, the commonest first."""
    empty_view: Any = None
    """The view that the command prints, without rows; None if it prints no view."""
    other_views: Mapping[str, Any] = {}
    """Option -> the view that the command prints with it, if its columns differ."""
    legend: Mapping[str, Mapping[str, str]] = {}
    """Heading -> the statuses, states or kinds that the command uses, with their meanings."""
    codes: Mapping[int, str] = {}
    """The exit codes of the command that have a meaning of their own."""
    usage = ""
    """The arguments in the usage line, if options can replace them."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the arguments; raise UsageError if `--data` is used twice."""
        _, extra, given = self.typed(ctx, args)
        names = [parameter.name for parameter in given]
        if names.count("data") > 1 and not ctx.resilient_parsing:
            raise UsageError("--data cannot be used twice", "pass it once")
        ctx.meta[_EXTRA] = extra
        return super().parse_args(ctx, args)

    def typed(
        self, ctx: Context, args: Sequence[str]
    ) -> tuple[dict[str, Any], list[str], list[Parameter]]:
        """Return the words for each parameter, the arguments for none, and the parameters."""
        try:
            return self.make_parser(ctx).parse_args([*args])
        except BadOptionUsage as error:
            error.ctx = ctx  # usage_error() looks up the option in it
            raise

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option `--help`, which prints through `streams`."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _print_help
        return option

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """Return the parts of the usage line, without Typer's braces around required arguments."""
        if self.usage:
            return [str(self.options_metavar), self.usage]
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: Context, formatter: Formatter) -> None:
        """Write the examples, the commands, the parameters, and what the output means."""
        with formatter.section("Examples"):
            for example in self.examples:  # a command that is wrapped cannot be copied
                formatter.write(f"  {example}\n")
        by_id: Sequence[Parameter] = ()
        if isinstance(self, TyperGroup):
            self.format_commands(ctx, formatter)
            if BY_ID in self.commands:
                by_id = self.commands[BY_ID].params
        titles = ("Arguments", *_SECTIONS, "Options")
        sections: dict[str, list[tuple[str, str]]] = {title: [] for title in titles}
        for parameter in (*by_id, *self.get_params(ctx)):
            row = parameter.get_help_record(ctx)
            if row is not None:  # a hidden option has none
                sections[_section_of(parameter)].append(row)
        for title, meanings in self._meanings():
            sections[title] = [*meanings.items()]
        for title, rows in sections.items():
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def _meanings(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield the columns, the states and the exit codes, with their headings and meanings."""
        views = {f" with {option}": view for option, view in self.other_views.items()}
        if self.empty_view is not None:
            views = {"": self.empty_view} | views
        for option, view in views.items():
            shown = {name: view.meanings.get(name, "") for name in view.default}
            further = {name: view.meanings[name] for name in view.meanings if name not in shown}
            yield f"Columns{option}", shown
            yield f"Further columns{option}, for --columns and --sort", further
        yield from self.legend.items()
        codes = {str(code): about for code, about in self.codes.items()}
        yield "Exit codes (others: c2c --help)", codes

    def format_epilog(self, ctx: Context, formatter: Formatter) -> None:  # noqa: ARG002  # Typer's
        """Write the end of the help, which is already laid out."""
        if self.epilog:
            formatter.write(f"\n{self.epilog}\n")


def _print_help(ctx: Context, parameter: Parameter, value: bool) -> None:  # noqa: ARG001  # Typer's
    """Print the help of a command and end the run, if `--help` was used."""
    if value and not ctx.resilient_parsing:
        streams.write_styled(_with_headings(f"{ctx.get_help()}\n"))
        ctx.exit()


def _with_headings(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a help text with their styles; headings are bold."""
    for number, part in enumerate(re.split(r"^(Usage:|\S.*:$)", text, flags=re.MULTILINE)):
        yield part, "bold" if number % 2 else ""


def _section_of(parameter: Parameter) -> str:
    """Return the title of the section of the help that describes a parameter."""
    if isinstance(parameter, TyperArgument):
        return "Arguments"
    return getattr(parameter, "rich_help_panel", None) or "Options"


class Command(_Help, TyperCommand):
    """A command."""


class Group(_Help, TyperGroup):
    """A group of commands that suggests the right name for a misspelt one."""

    def extensions(self) -> dict[str, str]:
        """Return the further commands of the group that are other programs, with their paths."""
        return {}

    def hint_for(self, ctx: Context, args: list[str]) -> str:  # noqa: ARG002  # for other groups
        """Return the hint for an unknown command; if it is empty, similar commands are named."""
        return ""

    def format_commands(self, ctx: Context, formatter: Formatter) -> None:  # noqa: ARG002  # Typer's
        """Write the commands, which are named after the records that they are about."""
        with formatter.section("Records"):
            formatter.write_dl([*summaries(self).items()])

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, _click.Command | None, list[str]]:
        """Return the command that the first argument names."""
        if args[0] not in self.commands:
            is_known = not ctx.parent or args[0] == "network"  # a likely guess: c2c add network
            instead = _INSTEAD.get(args[0]) if is_known else None
            meant = f"use {instead}" if instead else self.hint_for(ctx, args)
            names = [*self.commands, *self.extensions()]
            problem = unknown("command", args[0], names, hint=meant)
            raise UsageError(problem.message, problem.hint or f"see {ctx.command_path} --help")
        return super().resolve_command(ctx, args)


def new_command(
    *examples: str,
    name: str | None = None,
    codes: Mapping[int, str] | None = None,
    cls: type[Command] = Command,
) -> Callable[[Callable[..., object]], Command]:
    """Return a decorator that turns a function into a command.

    `examples` and exit `codes` are shown in its help.
    """

    def decorate(run: Callable[..., object]) -> Command:
        app = typer.Typer(
            add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
        )
        app.command(name, cls=cls)(run)
        command = cast("Command", get_command(app))
        command.examples, command.codes = examples, codes or {}
        return command

    return decorate


def with_parameters(
    run: Callable[..., object], parameters: Iterable[inspect.Parameter], summary: str | None
) -> Callable[..., object]:
    """Give a function the parameters and the help text that Typer reads, and return it."""
    run.__signature__ = inspect.Signature([*parameters])  # type: ignore[attr-defined]  # Typer reads it
    run.__annotations__ = {}
    run.__doc__ = summary
    return run


def find_command(app: Group, words: Sequence[str]) -> tuple[list[str], _click.Command]:
    """Return the words that name a command or a group of commands, and what they name."""
    path: list[str] = []
    command: _click.Command = app
    for word in words:
        found = None
        if isinstance(command, TyperGroup) and word in command.commands:
            found = command.get_command(Context(command), word)
        if found is None:
            break
        command = found
        path.append(word)
    return path, command


def summaries(command: _click.Command) -> dict[str, str]:
    """Return the names of the commands in a group that are not hidden, with their summaries.

    The path of an extension is its summary.
    """
    if not isinstance(command, Group):
        return {}
    members = {
        name: member.get_short_help_str(80)
        for name, member in command.commands.items()
        if not member.hidden
    }
    return members | command.extensions()


def parse(app: Group, command: _click.Command, path: Sequence[str], words: list[str]) -> Context:
    """Return the context of a command, whose parameters have the values that `words` give.

    `path` are the words that name the command. Errors in `words` are ignored.
    """
    if isinstance(command, TyperGroup):
        command = command.commands.get(BY_ID, command)
    settings = app.context_settings
    return command.make_context(" ".join(path), [*words], resilient_parsing=True, **settings)


def options_of(context: Context | None) -> dict[str, TyperOption]:
    """Return the options of a command by each of their names, or none without its context."""
    return {
        name: parameter
        for parameter in _parameters(context)
        if isinstance(parameter, TyperOption)
        for name in (*parameter.opts, *parameter.secondary_opts)
    }


def next_argument(context: Context) -> TyperArgument | None:
    """Return the first argument that has no value yet, or takes several, or None."""
    for parameter in _parameters(context):
        if isinstance(parameter, TyperArgument):
            source = context.get_parameter_source(str(parameter.name))
            if parameter.nargs == -1 or source is not ParameterSource.COMMANDLINE:
                return parameter
    return None


def words_of(parameter: Parameter) -> Iterable[str]:
    """Return the words that an option or argument accepts, if they are known."""
    parser = getattr(parameter.type, "func", None)
    return getattr(parser, "words", ())


def usage_error(error: typer.TyperException) -> UsageError:
    """Convert a Typer error to a UsageError with a hint."""
    context = error.ctx if isinstance(error, TyperUsageError) else None
    message = error.format_message().rstrip(".")
    if isinstance(error, NoSuchOption):
        return _unknown_option(error.option_name, context)
    if isinstance(error, BadOptionUsage):
        if "requires" not in message:
            return UsageError(f"{error.option_name} does not take a value")
        option = options_of(context).get(error.option_name)
        words = tuple(words_of(option)) if option is not None else ()
        return UsageError(f"{error.option_name} requires a value", expected(words) if words else "")
    if isinstance(error, typer.BadParameter) and error.param is not None:
        parameter = error.param
        name = parameter.metavar if isinstance(parameter, TyperArgument) else parameter.opts[0]
        return UsageError.of(missing(f"{parameter.param_type_name} {name}", _see_help(context)))
    if context is not None and message.startswith("Got unexpected extra argument"):
        return _unexpected_arguments(context.meta[_EXTRA], context)
    return UsageError(f"{message[:1].lower()}{message[1:]}", _see_help(context))


def see_columns() -> str:
    """Return the hint to the help of the command that runs, if the help lists its columns."""
    context = get_current_context(silent=True)
    view = getattr(context.command, "empty_view", None) if context is not None else None
    return _see_help(context) if view is not None and view.columns else ""


def _see_help(context: Context | None) -> str:
    """Return the hint to the help of a command, or an empty one without its context."""
    if context is None:
        return ""
    return f"see {context.command_path.removesuffix(f' {BY_ID}')} --help"


def _parameters(context: Context | None) -> list[Parameter]:
    """Return the parameters of a command, or none without its context."""
    return context.command.get_params(context) if context is not None else []


def _unknown_option(option: str, context: Context | None) -> UsageError:
    """Return the error for an unknown option, with the nearest option or the format as the hint."""
    if context is not None and _is_option_below(context.command, option):
        return UsageError(f"unexpected {option} before the command", "move it to the end")
    options = options_of(context)
    known = {name.lstrip("-"): name for name in options}
    for parameter in _parameters(context):
        if parameter.name == "format":
            formats = [word for word in words_of(parameter) if word == option.lstrip("-")]
            known |= {word: f"--format {word}" for word in formats}
    others = [names for names in _OTHER_OPTIONS.get(option, ()) if options.keys() >= {*names}]
    near = nearest(option.lstrip("-"), known)
    if others:
        hint = f"use {all_of(others[0])}"
    elif near:
        hint = did_you_mean(known[near])
    else:
        hint = _hint_for_option(option, context)
    return UsageError.of(unknown("option", option, hint=hint))


def _hint_for_option(option: str, context: Context | None) -> str:
    """Return the hint for an option that is unlike all options of a command."""
    if context is None:
        return ""
    return _OF_OTHER_COMMANDS.get((context.command_path, option)) or _see_help(context)


def _is_option_below(command: _click.Command, option: str) -> bool:
    """Return whether a command in a group has an option."""
    if not isinstance(command, TyperGroup):
        return False
    for name in command.commands:
        context = Context(command)
        found = command.get_command(context, name)
        if found is None:
            continue
        if option in options_of(Context(found)) or _is_option_below(found, option):
            return True
    return False


def _unexpected_arguments(extra: Sequence[str], context: Context) -> UsageError:
    """Return the error for arguments that a command does not take."""
    parameters = _parameters(context)
    names = {parameter.name or "" for parameter in parameters}
    has_arguments = any(isinstance(parameter, TyperArgument) for parameter in parameters)
    words = " ".join(extra)
    option = _option_meant(extra, context)
    if option:
        hint = f"write {option}"
    elif dated := _option_of_date(words, names):
        hint = did_you_mean(dated)
    elif {"kind", "centre"} <= names and not has_arguments:
        hint = "use --kind KIND or --centre ID"
    elif "text" in names:
        hint = "quote text that contains spaces"
    elif "sql" in names:
        hint = "quote the query"
    elif {"data", "format"} <= names and "dry_run" not in names:
        # most runs need no hint
        from c2c_cli.cli import instead  # noqa: PLC0415

        hint = instead.of_query(words, context.params.get("data")) or _see_help(context)
    else:
        hint = _see_help(context)
    noun = "argument" if len(extra) == 1 else "arguments"
    named = some_of([quoted(word) for word in extra], _MAX_EXTRA)
    return UsageError(f"unexpected {noun} {named}", hint)


def _option_of_date(words: str, names: Container[str]) -> str:
    """Return the option that selects what has a date or a year, or an empty string."""
    if "on" in names and "since" not in names and re.fullmatch(r"[1-9]\d{3}(-\d\d){0,2}", words):
        return f"--on {words}"
    return f"--year {words}" if "year" in names and re.fullmatch(r"[1-9]\d{3}", words) else ""


def _option_meant(extra: Sequence[str], context: Context) -> str:
    """Return how to write an option whose last values became arguments, or an empty string.

    This happens if spaces separate the values, as in `--columns id name status`.
    """
    if not context.params.get("text"):
        return ""
    arguments: list[str] = [context.params["text"], *extra]
    columns, years = context.params.get("columns"), context.params.get("year") or ()
    view = getattr(context.command, "empty_view", None)
    if view is not None and columns and all(word in view.columns for word in arguments):
        return f"--columns {','.join([columns, *arguments])}"
    if years and all(re.fullmatch(r"[1-9]\d{3}", word) for word in arguments):
        return " ".join(f"--year {year}" for year in (*years, *arguments))
    return _list_meant(arguments, context)


def _list_meant(arguments: Sequence[str], context: Context) -> str:
    """Return how to write the only list whose last values became arguments, or an empty string."""
    lists = {
        name: values
        for name, values in context.params.items()
        if isinstance(values, list | tuple) and values
    }
    if len(lists) != 1:
        return ""
    from c2c_cli.cli import instead  # noqa: PLC0415  # as in _unexpected_arguments

    ((option, values),) = lists.items()
    if not instead.are_values(option, arguments, context.params.get("data")):
        return ""
    return f"--{option} {shell(','.join([*values, *arguments]))}"
