"""A person at a terminal is asked for what a new record cannot be without, one thing at a time."""

import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperOption

from c2c_cli import choice, rules, store, streams
from c2c_cli.cli import options
from c2c_cli.errors import C2CError, Wrong, WrongUsageError
from c2c_cli.life import EVENT_KINDS
from c2c_cli.model import MEETING_STATUSES
from c2c_cli.registry import Registry
from c2c_cli.text import fold, fold_id, quoted, visible


class Question(NamedTuple):
    """What is asked for."""

    check: Callable[[Registry, str], object]
    """Raises C2CError for a wrong answer."""
    allowed: Callable[[Registry], Sequence[str]] = lambda _: ()
    """The words that may be answered, where they are few."""


def _rule(rule: Callable[[str], Wrong | None]) -> Callable[[Registry, str], None]:
    def check(_: Registry, text: str) -> None:
        if (wrong := rule(text)) is not None:
            raise WrongUsageError(str(wrong))

    return check


def _new_id(registry: Registry, text: str) -> None:
    _rule(rules.identifier)(registry, text)
    for one in registry.named():
        if fold_id(one.id) == fold_id(text):
            raise WrongUsageError(f"the id {quoted(one.id)} is there already")


def _new_code(registry: Registry, text: str) -> None:
    _rule(rules.line)(registry, text)
    for sector in registry.sector:
        if fold(text) in choice.sector_words(sector):
            raise WrongUsageError(f"{quoted(text)} is the sector {sector.id} already")


def _new_sector(registry: Registry, text: str) -> None:
    _rule(rules.identifier)(registry, text)
    if any(fold_id(sector.id) == fold_id(text) for sector in registry.sector):
        raise WrongUsageError(f"the sector {quoted(text)} is there already")


_LINE = Question(_rule(rules.line))
_QUESTIONS = {
    "centre_id": Question(_new_id),
    "organisation_id": Question(_new_id),
    "sector_id": Question(_new_sector),
    "name": _LINE,
    "title": _LINE,
    "code": Question(_new_code),
    "sector": Question(choice.sector_id, lambda registry: [sector.id for sector in registry.sector]),
    "country": Question(lambda _, text: choice.country_code(text)),
    "start": Question(lambda _, text: options.date("start")(text)),
    "status": Question(lambda _, text: choice.word("status", "status", text, MEETING_STATUSES)),
    "centre": Question(
        lambda registry, text: choice.record(registry.centre, "centre", text),
        lambda registry: [centre.id for centre in registry.centre],
    ),
    "kind": Question(lambda _, text: choice.word("kind", "kind", text, EVENT_KINDS)),
}
"""For each option or argument that is asked for, by its name in its command."""

_FEW = 12
"""So many words are shown to choose from."""


class Asking(TyperCommand):
    """A command that asks a person for what is missing; a script is told of it."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        no_input = TyperOption(
            param_decls=["--no-input"], is_flag=True, expose_value=False, help="Ask for nothing that is missing."
        )
        self.params.append(no_input)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; at a terminal ask for the required ones that are missing."""
        asks = streams.is_terminal(sys.stdin) and "--no-input" not in args and not ctx.resilient_parsing
        while True:
            try:
                rest = super().parse_args(ctx, list(args))
            except typer.TyperException as error:
                missing = getattr(error, "param", None)
                if not asks or missing is None or type(error).__name__ != "MissingParameter":
                    raise
                answer = _ask(missing, ctx.params.get("data"))
                args = [*args, *([answer] if missing.param_type_name == "argument" else [missing.opts[0], answer])]
            else:
                break
        if asks and ctx.params.get("status", "") is None and ctx.params["start"].last < options.day(None):
            status = next(param for param in self.params if param.name == "status")
            ctx.params["status"] = _ask(status, ctx.params.get("data"), "It has passed: held or cancelled?")
        return rest


def _ask(missing: Any, data: str | None, what: str | None = None) -> str:
    """Return a right answer to what is missing; what is wrong with another is told at once."""
    question, registry = _QUESTIONS[missing.name], store.load(data)
    words = question.allowed(registry)
    choices = f" {', '.join(map(visible, words))}." if 0 < len(words) <= _FEW else ""
    label = missing.opts[0].removeprefix("--") if missing.param_type_name == "option" else missing.metavar.lower()
    streams.say(f"{label}: {what or missing.help}{choices}")
    while True:
        sys.stderr.write("> ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        try:
            if not line.strip():
                raise WrongUsageError(f"a {label} is needed; Ctrl-C ends without one")
            question.check(registry, line.strip())
        except C2CError as error:
            streams.say(f"c2c: {str(error).removeprefix('--')}")
        else:
            return line.strip()
