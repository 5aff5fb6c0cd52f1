"""Prompts for the missing values of a new record, in an interactive terminal."""

import re
import sys
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from c2c_cli import streams
from c2c_cli.cli import fields, options
from c2c_cli.cli.group import Command
from c2c_cli.errors import C2CError, UsageError, sentence
from c2c_cli.model import dates, lookup
from c2c_cli.model.history import AGREEMENT_KINDS, EVENT_KINDS, Event
from c2c_cli.model.records import meeting_id
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.model.value_types import word_of
from c2c_cli.store.draft import id_in_use
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import locate_writable

_MAX_CHOICES = 12
"""Maximum number of choices to list in a prompt."""

_OPTIONAL = {
    "meeting": ("city", "kind", "organisers", "attendees"),
    "event": ("date", "until", "sources"),
    "contact": ("role", "name", "email"),
    "source": ("url",),
}
"""The optional fields that are offered after the required fields."""

_PROMPTS = {
    "sector": "Sector: its id, code or name",
    "until": "Expiry date of the agreement, or its term, such as +6y",
    "sources": "Source of the information: a URL, or the id of a source",
}
"""The prompts for fields whose description does not say what to type."""

NO_INPUT = options.parameter(
    "no_input",
    Annotated[bool, typer.Option("--no-input", help="Never prompt; fail if a required value is missing.")],
    False,
)


class PromptingCommand(Command):
    """A command that prompts for missing values in an interactive terminal."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, after prompting for missing values."""
        given, *_ = self.make_parser(ctx).parse_args(list(args))
        interactive = streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stderr)
        if interactive and given.keys().isdisjoint({"help", "no_input"}):
            parameters = {str(one.name): one for one in self.params}
            for name, answer in _ask_for_missing(str(self.name), parameters, given).items():
                argument = parameters[name].param_type_name == "argument"
                args = [*args, answer] if argument else [f"{fields.flag(name)}={answer}", *args]
        return super().parse_args(ctx, args)


def _ask_for_missing(table: str, parameters: dict[str, Any], given: dict[str, Any]) -> dict[str, str]:
    """Return the answers for the missing values; those that are given are checked first."""
    known = {name: words for name, words in given.items() if words is not None}
    missing = [name for name, one in parameters.items() if one.required and name not in known]
    if not missing and table not in _OPTIONAL:
        return {}
    registry = load_registry(locate_writable(known.get("data")).file)
    for name in fields.names_of(table):
        if name in known:
            _check(registry, table, name, known[name], fields.label(table, name))
    answers: dict[str, str] = {}

    def check(name: str, answer: str) -> None:
        many = fields.field(table, name).type.many
        _check(registry, table, name, [answer] if many else answer, label=name)
        if name == "until":
            words = fields.expand_until({**known, "until": answer})
            names = [one for one in ("kind", "date", "until") if one in words]
            values = {one: fields.read(registry, table, one, words[one]) for one in names}
            with fields.errors_by_option(str):
                Event(**values)

    def ask(name: str, prompt: str = "") -> None:
        optional = not prompt and name not in missing
        question = prompt or _question(registry, table, name, optional=optional)
        if answer := _answer(name, question, partial(check, name), optional=optional):
            answers[name] = known[name] = answer

    for name in missing:
        ask(name)
    if table == "meeting":
        start = fields.read(registry, table, "start", known["start"])
        if "status" not in known and start.last < options.day(None):
            ask("status", "This date has passed. Was the meeting held or cancelled?")
    for name in _OPTIONAL.get(table, ()):
        if name not in known and (name != "until" or word_of("kind", known["kind"], EVENT_KINDS) in AGREEMENT_KINDS):
            ask(name)
    if table == "meeting":
        default = meeting_id(start, known.get("city"))
        if "id" not in known and lookup.find(registry.named(), default) is not None:
            ask("id", f"The id {default} already exists. Enter another id for this meeting:")
    return answers


def _check(registry: Registry, table: str, name: str, given: Any, label: str) -> None:
    """Raise C2CError if the words cannot be the value of a field of a new record; `label` is the subject."""
    if name == "until" and given.startswith("+"):  # the date that it counts from may not be known yet
        with lookup.of_option(label):
            dates.months_of(given)
        return
    value = fields.read(registry, table, name, given, subject=label)
    rule = fields.RECORDS[table].rules.get(name)
    if rule is not None and isinstance(value, str) and (problem := rule(value)) is not None:
        raise UsageError(*problem, subject=label)
    for other in (NAMED if table in NAMED else (table,)) if name == "id" else ():
        if (taken := lookup.find(getattr(registry, other), given)) is not None:
            raise id_in_use(taken)


def _question(registry: Registry, table: str, name: str, *, optional: bool) -> str:
    """Return the prompt for a field: its description, what can be typed, and how to skip it."""
    about = _PROMPTS.get(name) or re.split("[:;.] |[.]$", fields.field(table, name).about)[0]
    words = [] if name == "country" else [word for word, _ in fields.choices(registry, table, name)]
    more = f" and {len(words) - _MAX_CHOICES} more" if len(words) > _MAX_CHOICES else ""
    listed = f" ({', '.join(words[:_MAX_CHOICES])}{more})" if words else ""
    separated = ", separated by commas" if fields.takes_ids(table, name) else ""
    return f"{about}{separated}{listed}{', or Enter to skip' if optional else ''}:"


def _answer(label: str, prompt: str, check: Callable[[str], None], *, optional: bool) -> str:
    """Prompt until the answer is valid, and return it; an optional answer may be empty."""
    streams.write_line(prompt)
    while True:
        answer = read_line()
        if optional and not answer:
            return ""
        try:
            if not answer:
                raise UsageError(f"{label} is required", "press Ctrl-C to cancel")
            if not answer.isprintable():
                raise UsageError("the input contains a control character", "try again")
            check(answer)
        except C2CError as error:
            streams.note(f"error: {sentence(error.message, error.hint, error.subject)}")
        else:
            return answer


def read_line() -> str:
    """Return a line of input; the end of the input counts as Ctrl-C."""
    try:
        streams.write_line("> ", end="")
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        line = "\0\n"  # rejected like a control character
    except KeyboardInterrupt:
        line = ""
    if not line:
        streams.write_line("")  # the shell's prompt starts on a new line
        raise KeyboardInterrupt
    return line.strip()
