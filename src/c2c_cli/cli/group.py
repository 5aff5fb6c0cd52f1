"""Commands with plain-text help in sections, and usage errors."""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from c2c_cli.errors import UsageError, missing, unknown
from c2c_cli.text import nearest, quoted

FILTERS, FIELDS, OUTPUT, REGISTRY = _SECTIONS = "Filters", "Fields", "Output", "Registry"
"""The sections of options in the help; all other options follow them."""

_ALIASES = {
    "rm": "remove",
    "delete": "remove",
    "ls": "list",
    "centre": "list",
    "centres": "list",
    "new": "init",
    "redo": "undo --redo",
    "version": "--version",
    "network": "edit network",
}
"""Likely names of commands, and what c2c calls them."""

BY_ID = "record"
"""The hidden command of c2c remove for an id without a noun."""


class _Help:
    """The help of commands and groups of commands.

    It has the usage, a summary, the options in sections, the columns and the examples.
    """

    epilog: str | None
    empty_view: Callable[[], Any] | None = None
    """Function that returns the view that the command prints, without rows."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the parts of the usage line, without Typer's braces around required arguments."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]  # type: ignore[misc]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        if isinstance(self, TyperGroup):
            self.format_commands(ctx, formatter)
        titles = ("Arguments", *_SECTIONS, "Options")
        sections: dict[str, list[tuple[str, str]]] = {title: [] for title in titles}
        for parameter in self.get_params(ctx):  # type: ignore[attr-defined]  # Typer's
            row = parameter.get_help_record(ctx)
            if row is None:  # a hidden option
                continue
            if parameter.param_type_name == "argument":
                title = "Arguments"
            else:
                title = getattr(parameter, "rich_help_panel", None) or "Options"
            sections[title].append(row)
        for title, rows in sections.items():
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        if self.empty_view is not None:
            view = self.empty_view()
            with formatter.section("Columns"):
                formatter.write_text(", ".join(view.columns))
                if view.default != (*view.columns,):
                    formatter.write_text(f"(default: {', '.join(view.default)})")

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  # as Typer calls it
        """Write the end of the help, which is already laid out."""
        if self.epilog:
            formatter.write(f"\n{self.epilog}\n")


class Command(_Help, TyperCommand):
    """A command."""


class Group(_Help, TyperGroup):
    """A group of commands that suggests the right name for a misspelt one."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first argument names."""
        if args[0] not in self.commands:
            has_alias = not ctx.parent or args[0] == "network"  # as in c2c add network
            alias = _ALIASES.get(args[0]) if has_alias else None
            meant = f'did you mean "{alias}"?' if alias else ""
            message, hint, _ = unknown("command", args[0], self.commands, hint=meant)
            raise UsageError(message, hint or f"see {ctx.command_path} --help")
        return super().resolve_command(ctx, args)


def new_command(
    *shown: str,
    name: str | None = None,
    codes: Mapping[int, str] | None = None,
    cls: type[Command] = Command,
) -> Callable[[Callable[..., Any]], Command]:
    """Return a decorator that turns a function into a command.

    `shown` are the examples in its help.
    """

    def decorate(run: Callable[..., Any]) -> Command:
        app = typer.Typer(
            add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
        )
        app.command(name, cls=cls, epilog=examples(*shown, codes=codes))(run)
        return cast("Command", get_command(app))

    return decorate


def examples(*commands: str, codes: Mapping[int, str] | None = None) -> str:
    """Return the end of a command's help: its own exit codes, and examples."""
    lines = []
    if codes:
        lines += ["Exit codes:", *(f"  {code}  {about}" for code, about in codes.items()), ""]
    lines += ["Examples:", *(f"  {command}" for command in commands)]
    return "\n".join(lines)


def nouns(text: str) -> list[tuple[str, str, list[str]]]:
    """Return each noun of a command with its summary and examples.

    For each noun, `text` has a summary, then indented examples.
    """
    found = []
    for part in re.split(r"\n(?! )", text.strip()):
        line, *shown = part.split("\n  ")
        noun = shown[0].split()[2]  # such as centre in c2c add centre
        found.append((noun, line, shown))
    return found


def usage_error(error: typer.TyperException) -> UsageError:
    """Convert a Typer error to a UsageError with a hint."""
    context: Any = getattr(error, "ctx", None)
    message = error.format_message().rstrip(".")
    if option := getattr(error, "option_name", None):
        if hasattr(error, "possibilities"):  # only an unknown option has them
            return _unknown_option(option, context)
        problem = "requires a value" if "requires" in message else "does not take a value"
        return UsageError(f"{option} {problem}")
    if parameter := getattr(error, "param", None):
        name = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar
        return UsageError.of(missing(f"{parameter.param_type_name} {name}", _see_help(context)))
    if extra := re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", message):
        return _unexpected_argument(extra[1], context)
    return UsageError(f"{message[:1].lower()}{message[1:]}", _see_help(context))


def _see_help(context: Any) -> str:
    """Return the hint to the help of a command, or an empty one without its context."""
    if context is None:
        return ""
    return f"see {context.command_path.removesuffix(f' {BY_ID}')} --help"


def _parameters(context: Any) -> list[Any]:
    """Return the parameters of a command, or none without its context."""
    return context.command.get_params(context) if context else []


def _unknown_option(option: str, context: Any) -> UsageError:
    """Return the error for an unknown option, with the nearest option or format as the hint."""
    known = {}
    for parameter in _parameters(context):
        for name in (*parameter.opts, *parameter.secondary_opts):
            if name.startswith("-"):  # an argument has no hyphen
                known[name.lstrip("-")] = name
        if parameter.name == "format":
            known |= {word: f"--format {word}" for word in parameter.type.func.words}
    near = nearest(option.lstrip("-"), known)
    if near:
        return UsageError.of(unknown("option", option, hint=f'did you mean "{known[near]}"?'))
    hint = _see_help(context)
    if context and context.parent is None:
        hint = f"write it after the command, or {hint}"
    return UsageError.of(unknown("option", option, hint=hint))


def _unexpected_argument(words: str, context: Any) -> UsageError:
    """Return the error for arguments that a command does not take."""
    names = {parameter.name for parameter in _parameters(context)}
    if "year" in names and re.fullmatch(r"[1-9]\d{3}", words):
        hint = f"did you mean --year {words}?"
    elif "text" in names:
        hint = "quote text that contains spaces"
    else:
        hint = _see_help(context)
    return UsageError(f"unexpected argument {quoted(words)}", hint)
