"""Prompts for the missing values of a new record, in an interactive terminal."""

import sys
import textwrap
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from c2c_cli import streams
from c2c_cli.cli import fields, options
from c2c_cli.cli.group import Command
from c2c_cli.errors import C2CError, UsageError, sentence
from c2c_cli.model.history import AGREEMENT_KINDS, EVENT_KINDS, Event
from c2c_cli.model.lookup import of_option
from c2c_cli.model.value_types import word_of
from c2c_cli.store.draft import meeting_id
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import locate_writable
from c2c_cli.text import fold_id

_MAX_CHOICES = 12
"""Maximum number of choices to list in a prompt."""

_DATE = "(YYYY, YYYY-MM or YYYY-MM-DD)"

_PROMPTS = {
    "centre id": "Id of the new centre, usually its acronym, such as ICDH",
    "centre name": "Official name of the centre",
    "centre sector": "Sector: its id, code or name",
    "centre country": "Country: its ISO 3166-1 alpha-2 code, such as KR",
    "meeting title": "Title of the meeting",
    "meeting start": f"Start date {_DATE}",
    "event centre": "Id of the centre",
    "event kind": "Kind of event",
    "contact centre": "Id of the centre",
    "cadence kind": "Kind of the meetings that count towards the rule, such as formal",
    "cadence name": "Name of the rule",
    "cadence per_year": "Number of such meetings agreed per year",
    "cadence since": "First year in which the rule applies",
    "source id": "Id of the new source, such as ichcap-2018-07-05",
    "source title": "Title of the source",
    "organisation id": "Id of the new organisation, usually its acronym, such as KNCU",
    "organisation name": "Official name of the organisation",
    "sector id": "Id of the new sector, such as culture",
    "sector code": "UNESCO's short code for the sector, such as CLT",
    "sector name": "Name of the sector",
}
"""The prompt for each required field."""

_OPTIONAL = {
    "meeting city": "City",
    "meeting kind": "Kind of meeting",
    "meeting organisers": "Organisers: their ids, separated by commas",
    "meeting attendees": "Attendees: their ids, separated by commas",
    "event date": f"Date of the event {_DATE}",
    "event until": "Expiry date of the agreement, or the time from its date, such as +6y",
    "event sources": "Source of the information, as a URL",
    "contact role": "Role of the contact, such as Director",
    "contact name": "Name of the contact",
    "contact email": "Email address",
    "source url": "URL of the source",
}
"""The prompt for each optional field that is offered after the required fields."""

NO_INPUT = options.parameter(
    "no_input",
    Annotated[bool, typer.Option("--no-input", help="Never prompt; fail if a required value is missing.")],
    False,
)


class PromptingCommand(Command):
    """A command that prompts for missing values in an interactive terminal."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, after prompting for values if a required one is missing."""
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
    given = {name: words for name, words in given.items() if words is not None}
    missing = [name for name, one in parameters.items() if one.required and name not in given]
    if not missing and table != "meeting":
        return {}
    registry = load_registry(locate_writable(given.get("data")).file)
    for name in fields.names_of(table):
        if name in given:
            fields.check(registry, table, name, given[name], fields.label(table, name))
    answers: dict[str, str] = {}

    def check(name: str, answer: str) -> None:
        many = fields.field(table, name).type.many
        fields.check(registry, table, name, [answer] if many else answer, label=name)
        if name == "until":
            _check_until({**given, **answers, "until": answer})

    def ask(name: str, prompt: str, own_check: Callable[[str], None] | None = None, *, optional: bool = False) -> None:
        answer = _answer(name, prompt, own_check or partial(check, name), optional=optional)
        answers.update({name: answer} if answer else {})

    def choices(name: str) -> str:
        return _listed([] if name == "country" else [word for word, _ in fields.choices(registry, table, name)])

    for name in missing:
        ask(name, f"{_PROMPTS[f'{table} {name}']}{choices(name)}:")
    if table == "meeting":
        known = given | answers
        start = fields.read(registry, table, "start", known["start"])
        if "status" not in known and start.last < options.day(None):
            ask("status", "This date has passed. Was the meeting held or cancelled?", _check_outcome)
    own = [(key.partition(" ")[2], prompt) for key, prompt in _OPTIONAL.items() if key.startswith(f"{table} ")]
    for name, prompt in own if missing else ():
        if name not in given and ((table, name) != ("event", "until") or _expires(given | answers)):
            ask(name, f"{prompt}{choices(name)}, or Enter to skip:", optional=True)
    if table == "meeting":
        known = given | answers
        default = meeting_id(start, known.get("city"))
        if "id" not in known and any(fold_id(one.id) == fold_id(default) for one in registry.named()):
            ask("id", f"The id {default} is taken. Enter another id for this meeting:")
    return answers


def _expires(known: dict[str, Any]) -> bool:
    """Return whether an event of this kind can have an expiry date."""
    return word_of("kind", known["kind"], EVENT_KINDS) in AGREEMENT_KINDS


def _check_until(known: dict[str, Any]) -> None:
    """Raise UsageError if an agreement with these answers cannot have its expiry date."""
    words = fields.expand_until(known)
    date, until = (options.typed_date(words[name]) if name in words else None for name in ("date", "until"))
    with fields.errors_by_option(str):
        Event(kind="signed", date=date, until=until)


def _check_outcome(text: str) -> None:
    with of_option("status"):
        word_of("status", text, ("held", "cancelled"))


def _listed(words: list[str]) -> str:
    """Return the choices of a prompt in brackets."""
    if not words:
        return ""
    more = f" and {len(words) - _MAX_CHOICES} more" if len(words) > _MAX_CHOICES else ""
    return f" ({', '.join(words[:_MAX_CHOICES])}{more})"


def _answer(label: str, prompt: str, check: Callable[[str], None], *, optional: bool) -> str:
    """Prompt until the answer is valid, and return it; an optional answer may be empty."""
    width = max(streams.width(sys.stderr) or 80, 20)
    for line in textwrap.wrap(prompt, width, break_long_words=False, break_on_hyphens=False):
        streams.write_line(line)
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
        sys.stderr.write("> ")
        sys.stderr.flush()
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        line = "\0\n"  # rejected like a control character
    except KeyboardInterrupt:
        line = ""
    if not line:
        streams.write_line("")  # the shell's prompt starts on a new line
        raise KeyboardInterrupt
    return line.strip()
