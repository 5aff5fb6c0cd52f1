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
}
_ALIASES |= {"redo": "undo --redo", "version": "--version", "network": "edit network"}
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
        sections: dict[str, list[tuple[str, str]]] = {
            title: [] for title in ("Arguments", *_SECTIONS, "Options")
        }
        for one in self.get_params(ctx):  # type: ignore[attr-defined]  # Typer's
            if (row := one.get_help_record(ctx)) is not None:
                title = (
                    "Arguments"
                    if one.param_type_name == "argument"
                    else getattr(one, "rich_help_panel", None)
                )
                sections[title or "Options"].append(row)
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
    lines = ["Examples:", *(f"  {command}" for command in commands)]
    if codes:
        lines[:0] = ["Exit codes:", *(f"  {code}  {about}" for code, about in codes.items()), ""]
    return "\n".join(lines)


def nouns(text: str) -> list[tuple[str, str, list[str]]]:
    """Return each noun of a command with its summary and examples.

    For each noun, `text` has a summary, then indented examples.
    """
    found = (noun.split("\n  ") for noun in re.split(r"\n(?! )", text.strip()))
    # such as centre in c2c add centre
    return [(shown[0].split()[2], line, shown) for line, *shown in found]


def usage_error(error: typer.TyperException) -> UsageError:
    """Convert a Typer error to a UsageError with a hint."""
    context: Any = getattr(error, "ctx", None)
    see = f"see {context.command_path.removesuffix(f' {BY_ID}')} --help" if context else ""
    parameters = context.command.get_params(context) if context else []
    message = error.format_message().rstrip(".")
    if option := getattr(error, "option_name", None):
        if not hasattr(error, "possibilities"):  # the option is known
            problem = "requires a value" if "requires" in message else "does not take a value"
            return UsageError(f"{option} {problem}")
        options = [
            name
            for one in parameters
            for name in (*one.opts, *one.secondary_opts)
            if name[0] == "-"
        ]
        formats = [
            word for one in parameters if one.name == "format" for word in one.type.func.words
        ]
        known = {name.lstrip("-"): name for name in options} | {
            word: f"--format {word}" for word in formats
        }
        if context and context.parent is None:
            see = f"write it after the command, or {see}"
        near = nearest(option.lstrip("-"), known)
        return UsageError(
            *unknown("option", option, hint=f'did you mean "{known[near]}"?' if near else see)
        )
    if parameter := getattr(error, "param", None):
        name = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar
        return UsageError(*missing(f"{parameter.param_type_name} {name}", see))
    if extra := re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", message):
        names = {one.name for one in parameters}
        if "year" in names and re.fullmatch(r"[1-9]\d{3}", extra[1]):
            see = f"did you mean --year {extra[1]}?"
        elif "text" in names:
            see = "quote text that contains spaces"
        return UsageError(f"unexpected argument {quoted(extra[1])}", see)
    return UsageError(f"{message[:1].lower()}{message[1:]}", see)
