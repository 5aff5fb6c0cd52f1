"""A person at a terminal is asked for what a new record cannot be without, one thing at a time."""

import sys
import textwrap
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperOption

from c2c_cli import choice, rules, store, streams
from c2c_cli.cli import options
from c2c_cli.cli import record_options as field
from c2c_cli.draft import meeting_id
from c2c_cli.errors import C2CError, TakenError, Wrong, WrongUsageError
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
            raise TakenError(f"the id {quoted(one.id)} is there already")


def _new_word(registry: Registry, text: str) -> None:
    _rule(rules.line)(registry, text)
    for sector in registry.sector:
        if fold(text) in choice.sector_words(sector):
            raise TakenError(f"{quoted(text)} is the sector {sector.id} already")


def _new_sector(registry: Registry, text: str) -> None:
    _rule(rules.identifier)(registry, text)
    if any(fold_id(sector.id) == fold_id(text) for sector in registry.sector):
        raise TakenError(f"the sector {quoted(text)} is there already")


def _kind_of_meeting(registry: Registry, text: str) -> None:
    choice.word("--kind", "kind", text, registry.kinds())


_LINE = Question(_rule(rules.line))
_QUESTIONS = {
    "centre_id": Question(_new_id),
    "organisation_id": Question(_new_id),
    "own_id": Question(_new_id),
    "sector_id": Question(_new_sector),
    "name": _LINE,
    "title": _LINE,
    "code": Question(_new_word),
    "sector": Question(choice.sector_id, lambda registry: [sector.id for sector in registry.sector]),
    "country": Question(lambda _, text: choice.country_code(text)),
    "start": Question(lambda _, text: options.date("--start")(text)),
    "status": Question(lambda _, text: choice.word("--status", "status", text, MEETING_STATUSES)),
    "centre": Question(
        lambda registry, text: choice.record(registry.centre, "centre", text),
        lambda registry: [centre.id for centre in registry.centre],
    ),
    "kind": Question(lambda _, text: choice.word("kind", "kind", text, EVENT_KINDS)),
}
"""For each option or argument that is asked for, by its name in its command."""

_QUESTIONS_OF = {("sector", "name"): Question(_new_word), ("meeting", "kind"): Question(_kind_of_meeting)}
"""Those that are others in one command."""

_GIVEN: dict[str, Callable[[Registry, Any], object]] = {
    "names": lambda _, words: field.names(words),
    "event": lambda _, words: field.events(words),
    "end": lambda _, text: field.optional_date("--end", text),
    "day": lambda _, text: field.optional_date("--date", text),
    "until": lambda _, text: field.optional_date("--until", text),
    "organisers": lambda registry, words: field.members(registry, "--organisers", words),
    "attendees": lambda registry, words: field.members(registry, "--attendees", words),
}
"""What reads the options that are never asked for, and raises C2CError where one is wrong."""

_OVER = Question(lambda _, text: choice.word("--status", "status", text, ("held", "cancelled")))

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
        person = streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stderr)
        if "--no-input" in args or ctx.resilient_parsing or not person:
            return super().parse_args(ctx, args)
        try:
            rest = super().parse_args(ctx, list(args))
        except typer.TyperException as error:
            if type(error).__name__ != "MissingParameter":
                raise
            rest = super().parse_args(ctx, self._completed(self._given(ctx, list(args)), args))
        self._ask_what_follows(ctx.params)
        return rest

    def _completed(self, given: dict[str | None, Any], args: list[str]) -> list[str]:
        """Return the arguments with the answers to what is missing."""
        registry = store.load(store.place_to_write(given.get("data")).file)
        self._check(given, registry)
        for one in self.params:
            if one.required and given.get(one.name) is None:
                answer = _ask(one, self._question(one), registry)
                args = [*args, answer] if one.param_type_name == "argument" else [f"{one.opts[0]}={answer}", *args]
        return args

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

    def _question(self, parameter: Any) -> Question:
        return _QUESTIONS_OF.get((str(self.name), parameter.name)) or _QUESTIONS[parameter.name]

    def _check(self, given: dict[str | None, Any], registry: Registry) -> None:
        """Raise C2CError where something was given that is wrong, before a person has answered in vain."""
        for one in self.params:
            text = given.get(one.name)
            if text and one.name in _GIVEN:
                _GIVEN[one.name](registry, text)
            if isinstance(text, str) and one.name in _QUESTIONS:
                try:
                    self._question(one).check(registry, text)
                except WrongUsageError as error:
                    label = one.opts[0] if one.param_type_name == "option" else one.metavar
                    raise WrongUsageError(f"{label}: {str(error).removeprefix(f'{label}: ')}") from None

    def _ask_what_follows(self, params: dict[str, Any]) -> None:
        """Ask for what a meeting lacks once its start is known: what became of it, or an id of its own."""
        if self.name != "meeting":
            return
        known = {one.name: one for one in self.params}
        registry = store.load(store.place_to_write(params["data"]).file)
        if params["status"] is None and params["start"].last < options.day(None):
            params["status"] = _ask(known["status"], _OVER, registry, "It has passed: held or cancelled?")
        own = meeting_id(params["start"], params["city"])
        if params["own_id"] is None and any(fold_id(one.id) == fold_id(own) for one in registry.named()):
            what = f"There is a record {own} already; what is this one's id?"
            params["own_id"] = _ask(known["own_id"], _QUESTIONS["own_id"], registry, what)


def _ask(missing: Any, question: Question, registry: Registry, what: str | None = None) -> str:
    """Return a right answer to what is missing; what is wrong with another is told at once."""
    words = question.allowed(registry)
    choices = f" {', '.join(map(visible, words[:_FEW]))}" if words else ""
    choices += f" or one of {len(words) - _FEW} more." if len(words) > _FEW else "." if words else ""
    label = missing.opts[0].removeprefix("--") if missing.param_type_name == "option" else missing.metavar.lower()
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
                raise WrongUsageError(f"{label} is needed; Ctrl-C ends without it")
            if not answer.isprintable():
                raise WrongUsageError("a key was pressed that writes nothing; type it again")
            question.check(registry, answer)
        except C2CError as error:
            streams.say(f"c2c: {str(error).removeprefix('--')}")
        else:
            return answer
