"""Prompts for the missing values of a new record, in an interactive terminal."""

import re
import sys
from dataclasses import dataclass
from typing import Annotated, Any

from c2c_cli import streams
from c2c_cli.cli import field_options, options
from c2c_cli.cli.group import Command
from c2c_cli.errors import C2CError, UsageError, WriteError, sentence
from c2c_cli.model import lookup
from c2c_cli.model.dates import Date
from c2c_cli.model.history import DELIVERIES, EXPIRING_KINDS
from c2c_cli.model.record import Record
from c2c_cli.model.records import meeting_id, table_of
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.model.value_types import ValueType
from c2c_cli.store.draft import id_in_use
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import locate_writable
from c2c_cli.text import expected, fold, some_of, visible

_MAX_CHOICES = 12
"""Maximum number of choices that a prompt lists in full."""

_EXAMPLES = 3
"""Number of choices that a prompt lists if there are more."""

_CANCEL = "press Ctrl-C to cancel"

_OPTIONAL = {
    "centre": ("event_sources",),
    "meeting": ("city", "kind", "organisers", "attendees", "sources"),
    "event": ("covers", "date", "until", "term", "sources"),
    "contact": ("role", "name", "email"),
    "source": ("url",),
    "obligation": ("due", "until", "centres", "sources"),
    "waiver": ("centre", "sources"),
}
"""The optional fields that are offered after the required fields."""

_PROMPTS = {
    "meeting.id": "Id",
    "event.covers": "Year that the event is for, if not the year of its date",
    "sector": "Sector: its id, code or name",
    "country": "Country: its name or code, such as KR",
    "event.until": (
        "Expiry date of the agreement, or a period from the date of the event, such as +6y"
    ),
    "term": "Term of the agreement in years, if its expiry date is not stated",
    "sources": "Source of the information: a URL, or the id of a source",
    "event_sources": "Source of the event: a URL, or the id of a source",
}
"""Field, perhaps with its table -> the prompt, if the description does not say what to type."""

ANSWERED = "c2c.answered"
"""Key in `Context.meta`: whether the user has answered a prompt with a value."""

NoInput = Annotated[
    bool, options.other_option("--no-input", "Never prompt; fail if a required value is missing.")
]

IfMissing = Annotated[
    bool, options.other_option("--if-missing", "Do nothing if the record already exists.")
]


class PromptingCommand(Command):
    """A command that prompts for missing values in an interactive terminal."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, after prompting for missing values."""
        given, *_ = self.typed(ctx, args)
        if streams.can_prompt() and given.keys().isdisjoint({"help", "no_input"}):
            typed = {name: words for name, words in given.items() if words is not None}
            required = [str(parameter.name) for parameter in self.params if parameter.required]
            missing = [name for name in required if name not in typed]
            ctx.default_map = _completed(str(self.name), {**typed}, missing)
            ctx.meta[ANSWERED] = len(ctx.default_map) > len(typed)
        return super().parse_args(ctx, args)


def _completed(table: str, known: dict[str, Any], missing: list[str]) -> dict[str, Any]:
    """Check the known values, and prompt for the missing and the optional ones."""
    if not missing and table not in _OPTIONAL:
        return known
    field_options.require_events(known)
    locate_writable(known.get("data"))
    form = _Form(load_registry(known.get("data")), table, known)
    for name in field_options.names_to_add(table):
        if name in known:
            form.check(name, known[name], field_options.typed_name(table, name))
    for name in missing:
        form.ask(name)
    if table == "meeting" and "status" not in known:
        form.ask_status()
    for name in _OPTIONAL.get(table, ()):
        if name not in known and not form.is_needless(name):
            form.ask(name, optional=not form.is_needed(name))
    if table == "meeting" and "id" not in known:
        form.ask_meeting_id()
    if table == "cadence" and "level" not in known:
        form.ask("level", default=known["kind"])
    return known


def ask_name(registry: Registry) -> str:
    """Prompt for the name of the network of a part of a registry, and return it."""
    form = _Form(registry, "network", {})
    form.ask("name", "Name of the network:")
    return str(form.known["name"])


@dataclass(slots=True)
class _Form:
    """A new record of a table, with the values that are known so far, as they were typed."""

    registry: Registry
    table: str
    known: dict[str, Any]
    has_asked: bool = False
    has_shown_cancel: bool = False

    def check(self, name: str, words: field_options.Typed, subject: str) -> None:
        """Raise C2CError if the words cannot be the value of a field.

        `subject` is the option or argument that the user typed, or else the name of the field.
        """
        is_option = subject != name
        if name == "until":
            words = field_options.expand_until(self.table, {**self.known, name: words})[name]
        value = field_options.read(self.registry, self.table, name, words, subject=subject)
        rule = field_options.field(self.table, name).type.rule
        if rule is not None and isinstance(value, str):
            problem = rule(value)
            if problem is not None:
                raise UsageError.of(problem, subject=subject)
        taken = self._taken(value) if name == "id" else None
        if taken is not None and not self._is_allowed(taken):
            error = id_in_use(taken)
            # at a prompt, the hint to pass an option does not apply
            raise error if is_option else WriteError(error.message)

    def _taken(self, word: str) -> Record | None:
        """Return the record that already has this id, or None."""
        if self.table in NAMED:
            others = self.registry.named()
        else:
            others = getattr(self.registry, self.table)
        return lookup.find(others, word)

    def _is_allowed(self, taken: Record) -> bool:
        """Return whether `--if-missing` allows that the record `taken` already exists."""
        return bool(self.known.get("if_missing")) and table_of(taken) == self.table

    def is_needless(self, name: str) -> bool:
        """Return whether the new record cannot or need not have the field `name`."""
        kind = fold(self.known.get("kind", ""))
        owed = {fold(obligation.kind) for obligation in self.registry.obligation}
        match self.table, name:
            case "centre", "event_sources":
                return "event" not in self.known
            case "event", "covers":
                return kind not in {*DELIVERIES, *owed}
            case "event", "until" | "term":
                has_end = "until" in self.known or "term" in self.known
                return has_end or kind not in EXPIRING_KINDS
            case "waiver", "centre":
                return kind not in owed
        return False

    def is_needed(self, name: str) -> bool:
        """Return whether the contact, which has no role, needs the field `name`."""
        return (self.table, name) == ("contact", "name") and "role" not in self.known

    def ask_status(self) -> None:
        """Prompt for the status of a meeting; it has no default if the start has passed."""
        if self._start().last < options.day(None):
            self.ask("status", "This date has passed. Was the meeting held or cancelled?")
        else:
            self.ask("status", default="planned")

    def ask_meeting_id(self) -> None:
        """Prompt for the id of a meeting; it has no default if the id derived for it exists.

        If all else was given, the derived id is used without a prompt.
        """
        default = meeting_id(self._start(), self.known.get("city"))
        taken = self._taken(default)
        if taken is not None and not self._is_allowed(taken):
            self.ask("id", f"Id ({visible(default)} already exists):")
        elif self.has_asked:
            self.ask("id", default=default)

    def _start(self) -> Date:
        start: Date = field_options.read(self.registry, self.table, "start", self.known["start"])
        return start

    def ask(
        self, name: str, prompt: str = "", *, default: str = "", optional: bool = False
    ) -> None:
        """Prompt until the answer is valid, and add it to the known values.

        An empty answer selects the default; without one, it is valid only for an optional field.
        """
        self.has_asked = True
        streams.write_line(prompt or self._question(name, default, optional=optional))
        known = field_options.choices(self.registry, self.table, name)
        choices = tuple(word for word, _ in known)
        while (answer := read_line("no changes were made") or default) or not optional:
            try:
                if not answer:
                    hint = _CANCEL
                    if name != "country" and 0 < len(choices) <= _MAX_CHOICES:
                        hint = f"{expected(choices)}, or {hint}"
                    raise UsageError(f"{name} is required", hint)
                if not answer.isprintable():
                    raise UsageError("the input contains a control character", "try again")
                words = [answer] if field_options.field(self.table, name).type.many else answer
                self.check(name, words, name)
            except C2CError as error:  # str(error) may add that no changes were made
                streams.note(f"error: {sentence(error.message, error.hint, error.subject)}")
                if not self.has_shown_cancel and _CANCEL not in error.hint:
                    streams.note(_CANCEL)
                self.has_shown_cancel = True
            else:
                self.known[name] = words
                return

    def _question(self, name: str, default: str, *, optional: bool) -> str:
        value_type, about = field_options.field(self.table, name)
        question = _PROMPTS.get(f"{self.table}.{name}") or _PROMPTS.get(name)
        question = question or re.split(r"[:;.] | \(default|[.]$", about)[0]
        if value_type.separated_by_commas:
            question += ", separated by commas"
        choices = field_options.choices(self.registry, self.table, name)
        if choices and name != "country":
            question += f" ({self._listed(value_type, [word for word, _ in choices])})"
        if default:
            question += f", or Enter for {visible(default)}"
        elif optional:
            question += ", or Enter to skip"
        return f"{question}:"

    def _listed(self, value_type: ValueType, words: list[str]) -> str:
        """Return the words that a field accepts; if they are many, some and where to see all."""
        if len(words) <= _MAX_CHOICES:
            return ", ".join(words)
        commands = self.registry.listed_by(*value_type.targets)
        see_all = f"; see {commands}" if commands else ""
        return f"{some_of(words, _EXAMPLES)}{see_all}"


def read_line(if_cancelled: str = "") -> str:
    """Return a line of input; the end of the input counts as Ctrl-C.

    `if_cancelled` is the message that is printed then.
    """
    try:
        streams.write_line("> ", end="")
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        line = "\0\n"  # rejected like a control character
    except (KeyboardInterrupt, OSError):  # Ctrl-C, or the terminal was closed
        line = ""
    if not line:
        streams.write_line("")  # the shell's prompt starts on a new line
        if if_cancelled:
            streams.note(if_cancelled)
        raise KeyboardInterrupt
    return line.strip()
