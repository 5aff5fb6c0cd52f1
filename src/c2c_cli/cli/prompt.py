"""Prompts for the missing values of a new record, in an interactive terminal."""

import re
import sys
from typing import Annotated, Any, NamedTuple

from c2c_cli import streams
from c2c_cli.cli import field_options, options
from c2c_cli.cli.group import Command
from c2c_cli.errors import C2CError, UsageError, sentence
from c2c_cli.model import lookup
from c2c_cli.model.history import EXPIRING_KINDS
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.store.draft import id_in_use
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import locate_writable

_MAX_CHOICES = 12
"""Maximum number of choices to list in a prompt."""

_OPTIONAL = {
    "meeting": ("city", "kind", "organisers", "attendees"),
    "event": ("date", "until", "term", "sources"),
    "contact": ("role", "name", "email"),
    "source": ("url",),
    "waiver": ("sources",),
}
"""The optional fields that are offered after the required fields."""

_PROMPTS = {
    "sector": "Sector: its id, code or name",
    "until": "Expiry date of the agreement, or a period from the date of the event, such as +6y",
    "term": "Term of the agreement in years, if its expiry date is not stated",
    "sources": "Source of the information: a URL, or the id of a source",
}
"""The prompts for fields whose description does not say what to type."""

NoInput = Annotated[
    bool, options.other_option("--no-input", "Never prompt; fail if a required value is missing.")
]


class PromptingCommand(Command):
    """A command that prompts for missing values in an interactive terminal."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, after prompting for missing values."""
        given = self.typed(ctx, args)
        interactive = streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stderr)
        if interactive and given.keys().isdisjoint({"help", "no_input"}):
            known = {name: words for name, words in given.items() if words is not None}
            required = [str(parameter.name) for parameter in self.params if parameter.required]
            missing = [name for name in required if name not in known]
            ctx.default_map = _completed(str(self.name), known, missing)
        return super().parse_args(ctx, args)


def _completed(table: str, known: dict[str, Any], missing: list[str]) -> dict[str, Any]:
    """Check the known values, and prompt for the missing and the optional ones."""
    if not missing and table not in _OPTIONAL:
        return known
    form = _Form(load_registry(locate_writable(known.get("data")).file), table, known)
    for name in field_options.names_of(table):
        if name in known:
            form.check(name, known[name], field_options.typed_name(table, name))
    for name in missing:
        form.ask(name)
    if table == "meeting" and "status" not in known:
        start = field_options.read(form.registry, table, "start", known["start"])
        if start.last < options.day(None):
            form.ask("status", "This date has passed. Was the meeting held or cancelled?")
    for name in _OPTIONAL.get(table, ()):
        if name not in known and not _is_needless(name, known):
            form.ask(name, optional=True)
    return known


def _is_needless(name: str, known: dict[str, Any]) -> bool:
    """Return whether `name` is an expiry date or term that the event cannot or need not have."""
    if name not in {"until", "term"}:
        return False
    return known["kind"].lower() not in EXPIRING_KINDS or "until" in known


class _Form(NamedTuple):
    """A new record of a table, with the values that are known so far, as they were typed."""

    registry: Registry
    table: str
    known: dict[str, Any]

    def check(self, name: str, words: field_options.Typed, subject: str) -> None:
        """Raise C2CError if the words cannot be the value of a field."""
        if name == "until":
            words = field_options.expand_until(self.table, {**self.known, name: words})[name]
        value = field_options.read(self.registry, self.table, name, words, subject=subject)
        rule = field_options.field(self.table, name).type.rule
        if rule is not None and isinstance(value, str):
            problem = rule(value)
            if problem is not None:
                raise UsageError.of(problem, subject=subject)
        if name == "id":
            self._check_id(value)

    def _check_id(self, word: str) -> None:
        """Raise C2CError if another record has the id."""
        if self.table in NAMED:
            others = self.registry.named()
        else:
            others = getattr(self.registry, self.table)
        taken = lookup.find(others, word)
        if taken is not None:
            raise id_in_use(taken)

    def ask(self, name: str, prompt: str = "", *, optional: bool = False) -> None:
        """Prompt until the answer is valid, and add it to the known values.

        An optional answer may be empty.
        """
        streams.write_line(prompt or self._question(name, optional=optional))
        while (answer := read_line()) or not optional:
            try:
                if not answer:
                    raise UsageError(f"{name} is required", "press Ctrl-C to cancel")
                if not answer.isprintable():
                    raise UsageError("the input contains a control character", "try again")
                words = [answer] if field_options.field(self.table, name).type.many else answer
                self.check(name, words, name)
            except C2CError as error:  # str(error) may add that no changes were made
                streams.note(f"error: {sentence(error.message, error.hint, error.subject)}")
            else:
                self.known[name] = words
                return

    def _question(self, name: str, *, optional: bool) -> str:
        value_type, about = field_options.field(self.table, name)
        question = _PROMPTS.get(name) or re.split("[:;.] |[.]$", about)[0]
        if value_type.separated_by_commas:
            question += ", separated by commas"
        choices = field_options.choices(self.registry, self.table, name)
        if choices and name != "country":
            listed = ", ".join(word for word, _ in choices[:_MAX_CHOICES])
            others = len(choices) - _MAX_CHOICES
            more = f" and {others} more" if others > 0 else ""
            question += f" ({listed}{more})"
        if optional:
            question += ", or Enter to skip"
        return f"{question}:"


def read_line() -> str:
    """Return a line of input; the end of the input counts as Ctrl-C."""
    try:
        streams.write_line("> ", end="")
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        line = "\0\n"  # rejected like a control character
    except (KeyboardInterrupt, OSError):  # Ctrl-C, or the terminal was closed
        line = ""
    if not line:
        streams.write_line("")  # the shell's prompt starts on a new line
        raise KeyboardInterrupt
    return line.strip()
