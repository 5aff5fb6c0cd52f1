"""A person at a terminal is asked for what a new record cannot be without, one thing at a time."""

import sys
import textwrap
from collections.abc import Callable
from functools import partial
from typing import Any

import typer
from typer.core import TyperCommand, TyperOption

from c2c_cli import streams
from c2c_cli.cli import fields, options
from c2c_cli.errors import C2CError, UsageError
from c2c_cli.model.lookup import of_option
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import word_of
from c2c_cli.store.draft import meeting_id
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import locate_writable
from c2c_cli.text import fold_id, visible

_FEW = 12
"""So many words are shown to choose from."""


class PromptingCommand(TyperCommand):
    """A command that asks a person for what is missing; a script is told of it."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        no_input = TyperOption(
            param_decls=["--no-input"], is_flag=True, expose_value=False, help="Ask for nothing that is missing."
        )
        self.params.append(no_input)
        self.table = str(self.name)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; at a terminal ask for the required ones that are missing."""
        person = streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stderr)
        if "--no-input" in args or ctx.resilient_parsing or not person:
            return super().parse_args(ctx, args)
        try:
            rest = super().parse_args(ctx, list(args))
        except typer.TyperException as error:
            if type(error).__name__ != "MissingParameter":
                raise
            rest = super().parse_args(ctx, self._completed(self._given(ctx, list(args)), args))
        if self.table == "meeting":
            self._ask_what_follows(ctx.params)
        return rest

    def _given(self, ctx: Any, args: list[str]) -> dict[str | None, Any]:
        """Return what the arguments say, as far as they can be read."""
        ctx.resilient_parsing = True
        try:
            super().parse_args(ctx, args)
            return dict(ctx.params)
        finally:
            ctx.resilient_parsing = False
            ctx.params.clear()
            ctx.args.clear()

    def _completed(self, given: dict[str | None, Any], args: list[str]) -> list[str]:
        """Return the arguments with the answers to what is missing."""
        registry = load_registry(locate_writable(given.get("data")).file)
        known = [one for one in self.params if one.name in (*fields.names_of(self.table), "centre")]
        for one in known:  # what is wrong is told before a person has answered in vain
            if (text := given.get(one.name)) not in (None, ()):
                self._check(registry, one, fields.label(self.table, str(one.name)), text)
        for one in known:
            if one.required and given.get(one.name) is None:
                name = str(one.name)
                words = fields.choices(registry, self.table, name) if name in {"sector", "centre"} else []
                answer = self._ask(one, [word for word, _ in words], partial(self._check, registry, one, _label(one)))
                args = [*args, answer] if one.param_type_name == "argument" else [f"{one.opts[0]}={answer}", *args]
        return args

    def _check(self, registry: Registry, parameter: Any, label: str, given: Any) -> None:
        if isinstance(given, str):
            with of_option(label):
                fields.check(registry, self.table, parameter.name, given)
        else:
            fields.read(registry, self.table, parameter.name, given)

    def _ask_what_follows(self, params: dict[str, Any]) -> None:
        """Ask for what a meeting lacks once its start is known: what became of it, or an id of its own."""
        known = {one.name: one for one in self.params}
        registry = load_registry(locate_writable(params["data"]).file)
        start = fields.read(registry, self.table, "start", params["start"])
        if params["status"] is None and start.last < options.day(None):

            def over(text: str) -> None:
                with of_option("status"):
                    word_of("status", text, ("held", "cancelled"))

            params["status"] = self._ask(known["status"], [], over, "It has passed: held or cancelled?")
        own = meeting_id(start, params["city"])
        if params["id"] is None and any(fold_id(one.id) == fold_id(own) for one in registry.named()):
            what = f"There is a record {own} already; what is this one's id?"
            params["id"] = self._ask(known["id"], [], partial(self._check, registry, known["id"], "id"), what)

    @staticmethod
    def _ask(missing: Any, words: list[str], check: Callable[[str], None], what: str | None = None) -> str:
        """Return a right answer to what is missing; what is wrong with another is told at once."""
        choices = f" {', '.join(map(visible, words[:_FEW]))}" if words else ""
        choices += f" or one of {len(words) - _FEW} more." if len(words) > _FEW else "." if words else ""
        label = _label(missing)
        sentence = f"{label}: {visible(what or missing.help)}{choices}"
        width = streams.width(sys.stderr) or 80
        streams.say(textwrap.fill(sentence, max(width, 20), break_long_words=False, break_on_hyphens=False))
        while True:
            sys.stderr.write("> ")
            sys.stderr.flush()
            try:
                line = sys.stdin.readline()
            except UnicodeDecodeError:
                line = "\0\n"  # no text
            except KeyboardInterrupt:
                line = ""
            if not line:
                streams.say("")  # what follows begins a line
                raise KeyboardInterrupt
            answer = line.strip()
            try:
                if not answer:
                    raise UsageError(f"{label} is needed; Ctrl-C ends without it")
                if not answer.isprintable():
                    raise UsageError("a key was pressed that writes nothing; type it again")
                check(answer)
            except C2CError as error:
                streams.say(f"c2c: {error}")
            else:
                return answer


def _label(parameter: Any) -> str:
    option = parameter.param_type_name == "option"
    return str(parameter.opts[0].removeprefix("--") if option else parameter.metavar.lower())
