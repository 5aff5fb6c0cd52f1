"""A person at a terminal is asked for what a new record cannot be without, one thing at a time."""

import sys
import textwrap
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from c2c_cli import streams
from c2c_cli.cli import fields, options
from c2c_cli.errors import C2CError, UsageError
from c2c_cli.model.lookup import of_option
from c2c_cli.model.value_types import word_of
from c2c_cli.store.draft import meeting_id
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import locate_writable
from c2c_cli.text import fold_id

_FEW = 12
"""So many words are shown to choose from."""

NO_INPUT = options.parameter(
    "no_input", Annotated[bool, typer.Option("--no-input", help="Ask for nothing that is missing.")], False
)


class PromptingCommand(TyperCommand):
    """A command that asks a person for what is missing; a script is told of it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; at a terminal ask for the required ones that are missing."""
        given, *_ = self.make_parser(ctx).parse_args(list(args))
        person = streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stderr)
        if person and given.keys().isdisjoint({"help", "no_input"}):
            named = {str(one.name): one for one in self.params}
            answers = _ask_for_missing(str(self.name), named, given)
            for name, answer in answers.items():
                args = [*args, answer] if named[name].param_type_name == "argument" else [f"--{name}={answer}", *args]
        return super().parse_args(ctx, args)


def _ask_for_missing(table: str, parameters: dict[str, Any], given: dict[str, Any]) -> dict[str, str]:
    """Return the answers to what is missing, once all that is given is right."""
    given = {name: words for name, words in given.items() if words is not None}
    missing = [name for name, one in parameters.items() if one.required and name not in given]
    if not missing and table != "meeting":
        return {}
    registry = load_registry(locate_writable(given.get("data")).file)
    for name in fields.names_of(table):
        if name in given:
            fields.check(registry, table, name, given[name], fields.label(table, name))
    answers: dict[str, str] = {}

    def ask(name: str, about: str | None = None, check: Callable[[str], None] | None = None) -> None:
        one = parameters[name]
        label = name if one.param_type_name == "option" else one.metavar.lower()
        words = fields.choices(registry, table, name) if fields.field(table, name).kind.targets else []
        question = f"{label}: {about or one.help}{_listed([word for word, _ in words])}"
        answers[name] = _answer(label, question, check or partial(fields.check, registry, table, name, label=label))

    for name in missing:
        ask(name)
    if table == "meeting":
        known = given | answers
        start = fields.read(registry, table, "start", known["start"])
        if "status" not in known and start.last < options.day(None):
            ask("status", "It has passed: held or cancelled?", _check_outcome)
        own = meeting_id(start, known.get("city"))
        if "id" not in known and any(fold_id(one.id) == fold_id(own) for one in registry.named()):
            ask("id", f"There is a record {own} already; what is this one's id?")
    return answers


def _check_outcome(text: str) -> None:
    with of_option("status"):
        word_of("status", text, ("held", "cancelled"))


def _listed(words: list[str]) -> str:
    """Return the words to choose from as the end of a question."""
    if not words:
        return ""
    return f" {', '.join(words[:_FEW])}" + (f" or one of {len(words) - _FEW} more." if len(words) > _FEW else ".")


def _answer(label: str, question: str, check: Callable[[str], None]) -> str:
    """Ask a question until the answer is right, and return that."""
    width = max(streams.width(sys.stderr) or 80, 20)
    for line in textwrap.wrap(question, width, break_long_words=False, break_on_hyphens=False):
        streams.write_line(line)
    while True:
        answer = _read_line()
        try:
            if not answer:
                raise UsageError(f"{label} is needed; Ctrl-C ends without it")
            if not answer.isprintable():
                raise UsageError("a key was pressed that writes nothing; type it again")
            check(answer)
        except C2CError as error:
            streams.note(f"{error}")
        else:
            return answer


def _read_line() -> str:
    """Return what a person types; at the end of the input it is as if Ctrl-C was pressed."""
    sys.stderr.write("> ")
    sys.stderr.flush()
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        line = "\0\n"  # no text
    except KeyboardInterrupt:
        line = ""
    if not line:
        streams.write_line("")  # what follows begins a line
        raise KeyboardInterrupt
    return line.strip()
