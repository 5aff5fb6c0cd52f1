"""How commands stand together: plain lines for help and errors, and a misspelt one gets the right one."""

from typing import Any

import typer
from typer.core import TyperGroup

from c2c_cli.errors import UsageError
from c2c_cli.text import did_you_mean, quoted

_OTHER_WORDS = {
    "rm": "remove",
    "delete": "remove",
    "del": "remove",
    "ls": "list",
    "centres": "list",
    "new": "init",
    "help": "--help",
    "version": "--version",
}
"""What people type for a command, and the command."""

_BY_HAND = {
    "edit event": "an event is changed",
    "add cadence": "the cadence is written",
    "edit cadence": "the cadence is changed",
    "edit network": "the network is changed",
}
"""What no command does."""


class Group(TyperGroup):
    """Commands of which a misspelt one gets the right one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; what is to be done must be among them."""
        if not args:
            raise UsageError(f"{ctx.info_name} what? {', '.join(self.commands)}; see {ctx.command_path} --help")
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first argument names."""
        if not args[0].startswith("-") and args[0] not in self.commands:
            hint = did_you_mean(args[0], self.commands)
            if by_hand := _BY_HAND.get(f"{ctx.info_name} {args[0]}"):
                hint = f"; {by_hand} by hand, in the file that c2c path prints"
            elif (other := _OTHER_WORDS.get(args[0], "")) in self.commands or other.startswith("-"):
                hint = f'; did you mean "{other}"?'
            raise UsageError(f"no command {quoted(args[0])}{hint}")
        return super().resolve_command(ctx, args)


def new_app(line: str | None = None, epilog: str | None = None) -> typer.Typer:
    """Return what a command's file puts its command into, or several with a line of help and its end.

    Help and errors are plain lines, which scripts can read.
    """
    return typer.Typer(
        cls=Group,
        help=line,
        epilog=epilog,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def examples(*commands: str, codes: str = "") -> str:
    """Return the end of a command's help: exit codes that mean something of its own, and what people type."""
    before = [f"Exit codes: {codes}", ""] if codes else []
    return "\n".join([*before, "\b", "Examples:", *(f"  {command}" for command in commands)])
