"""The fields of records on the command line, one table: what `add` and `edit` take, ask for, and complete.

An option has its field's name; what a word of it means, and which words there are, stands here once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from inspect import Parameter, Signature
from typing import Annotated, Any, NamedTuple

import typer

from c2c_cli import countries, words
from c2c_cli.dates import Date
from c2c_cli.errors import TakenError, WrongUsageError
from c2c_cli.kinds import language
from c2c_cli.life import EVENT_KINDS, Event
from c2c_cli.model import MEETING_STATUSES, Centre, Meeting, Organisation, Sector
from c2c_cli.registry import NAMED, Registry
from c2c_cli.text import did_you_mean, fold, fold_id, quoted
from c2c_cli.words import of_option, one_of

Word = tuple[str, str]
"""A word and what it is about."""

RECORDS: dict[str, type[Any]] = {
    "centre": Centre,
    "meeting": Meeting,
    "event": Event,
    "organisation": Organisation,
    "sector": Sector,
}
"""What can be added, in the order of the help."""


class Field(NamedTuple):
    """A field as an option."""

    metavar: str
    help: str
    read: Callable[[Registry, str], Any] = lambda _, text: text
    """What a word means; WrongUsageError says what would be right."""
    words: Callable[[Registry], Iterable[Word]] = lambda _: ()
    """The words to choose from, with what they are about."""
    many: bool = False
    argument: bool = False
    """Whether it is no option, but known by its place."""

    def label(self, name: str) -> str:
        """Return what it is called in a sentence about it."""
        return self.metavar if self.argument else f"--{name}"


def read_date(_: Registry, text: str) -> Date:
    """Read a date as an option has it."""
    try:
        return Date.parse(text)
    except ValueError as error:
        raise WrongUsageError(f"{quoted(text)} {error}") from None


def _event(registry: Registry, word: str) -> Event:
    kind, dated, day = word.partition("=")
    return Event(kind=one_of("kind", kind, EVENT_KINDS), date=read_date(registry, day) if dated else None)


def ids(*tables: str) -> Callable[[Registry], list[Word]]:
    """Return what finds the ids of the records of tables, each with its name or title."""

    def find(registry: Registry) -> list[Word]:
        found = [one for table in tables for one in getattr(registry, table)]
        return [(one.id, one.title if isinstance(one, Meeting) else one.name) for one in found]

    return find


def plain(allowed: Iterable[str]) -> Callable[[Registry], list[Word]]:
    """Return what finds words that are about nothing else."""
    return lambda _: [(word, "") for word in allowed]


def _kinds(registry: Registry) -> list[Word]:
    names = {rule.kind: rule.name for rule in registry.cadence}
    return [(kind, names.get(kind, "")) for kind in registry.kinds()]


DATE = "2018, 2018-11 or 2018-11-20"
MEMBERS = ids("centre", "organisation")

FIELDS = {
    "id": Field("ID", "The id."),
    "name": Field("NAME", "What it is called."),
    "names": Field("TAG=NAME", "What it is called in another language: ko=…. Again: more.", many=True),
    "code": Field("CODE", "UNESCO's short code, as CLT."),
    "sector": Field("SECTOR", "A sector's id, code or name.", words.sector_id, ids("sector")),
    "country": Field(
        "CODE",
        "Two letters of ISO 3166-1, as KR.",
        lambda _, word: words.country_code(word),
        plain(sorted(countries.CODES)),
    ),
    "city": Field("CITY", "The city."),
    "host": Field("HOST", "Who hosts it."),
    "website": Field("URL", "Its website."),
    "note": Field("TEXT", "Anything else."),
    "event": Field(
        "KIND[=DATE]",
        "proposed, approved, signed, opened, renewed or closed. Again: more.",
        _event,
        plain(EVENT_KINDS),
        many=True,
    ),
    "title": Field("TITLE", "What the meeting is called."),
    "start": Field("DATE", f"When it starts: {DATE}.", read_date),
    "end": Field("DATE", f"When it ends: {DATE}.", read_date),
    "kind": Field(
        "KIND",
        "One of the cadence, its level where only that is known, or other.",
        lambda registry, word: one_of("kind", word, registry.kinds()),
        _kinds,
    ),
    "status": Field(
        "STATUS",
        "tentative, planned, held or cancelled.",
        lambda _, word: one_of("status", word, MEETING_STATUSES),
        plain(MEETING_STATUSES),
    ),
    "venue": Field("VENUE", "Where in the city."),
    "organisers": Field(
        "ID", "A centre or organisation that organises. Again: more.", words.member, MEMBERS, many=True
    ),
    "attendees": Field("ID", "A centre or organisation that attends. Again: more.", words.member, MEMBERS, many=True),
    "agenda": Field("TEXT", "An item of the agenda. Again: more.", many=True),
    "outcomes": Field("TEXT", "An outcome. Again: more.", many=True),
    "sources": Field("URL", "Where it is stated. Again: more.", many=True),
}
"""A field, by its name, in whichever table it stands."""

FIELDS_OF = {
    ("centre", "id"): FIELDS["id"]._replace(help="The acronym, as ICDH.", argument=True),
    ("organisation", "id"): FIELDS["id"]._replace(help="The acronym, as KNCU.", argument=True),
    ("sector", "id"): FIELDS["id"]._replace(help="The id, as culture.", argument=True),
    ("meeting", "id"): FIELDS["id"]._replace(help="Its id; else start and city: 2018-06-27-jeju."),
    ("event", "centre"): Field(
        "CENTRE",
        "The centre's id.",
        lambda registry, word: words.record(registry.centre, "centre", word),
        ids("centre"),
        argument=True,
    ),
    ("event", "kind"): Field(
        "KIND",
        f"{', '.join(EVENT_KINDS)}.",
        lambda _, word: one_of("kind", word, EVENT_KINDS),
        plain(EVENT_KINDS),
        argument=True,
    ),
    ("event", "date"): Field("DATE", f"{DATE}; left out where nobody knows.", read_date),
    ("event", "until"): Field("DATE", "The agreement's end, a date, of signed and renewed.", read_date),
}
"""Those that are others in one table."""


def field(table: str, name: str) -> Field:
    """Return a field of a table."""
    return FIELDS_OF.get((table, name)) or FIELDS[name]


Data = Annotated[str | None, typer.Option("--data", metavar="FILE", help="The registry's file.")]
"""Of a registry that is written; standard input cannot be."""

DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the difference; write nothing.", show_default=False)]


def parameter(table: str, name: str, *, required: bool = False) -> Parameter:
    """Return the option of a field, or its argument."""
    one = field(table, name)
    if required and one.argument:
        return _parameter(name, Annotated[str, typer.Argument(metavar=one.metavar, help=one.help)])
    form: Any = list[str] if one.many else str
    info = typer.Option(f"--{name}", metavar=one.metavar, help=one.help)
    return _parameter(name, Annotated[form, info]) if required else _parameter(name, Annotated[form | None, info], None)


def _parameter(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


RECORD_ID = _parameter("record_id", Annotated[str, typer.Argument(metavar="ID", help="The id that it has.")])


def with_parameters(run: Callable[..., None], parameters: Iterable[Parameter], line: str) -> Callable[..., None]:
    """Return a command with parameters, `--data` and `--dry-run` the last, and its line in the help."""
    ends = (_parameter("data", Data, None), _parameter("dry_run", DryRun, False))
    run.__signature__ = Signature([*parameters, *ends])  # type: ignore[attr-defined]  # Typer reads it
    run.__annotations__ = {}
    run.__doc__ = line
    return run


def names_of(table: str, *, required: bool = False) -> list[str]:
    """Return the fields of a table in their order, or those alone that a record cannot be without."""
    return [one.name for one in fields(RECORDS[table]) if one.default is MISSING or not required]


def read(registry: Registry, table: str, name: str, given: Any, old: Any = None) -> Any:
    """Return the value of a field that the words of its option mean; `old` is the value that it changes, if any.

    Raises WrongUsageError, with the option's name, for a word that means nothing.
    """
    one = field(table, name)
    with of_option(one.label(name)):
        if name == "names":
            return _names(given, old)
        if not one.many:
            return one.read(registry, given)
        if list(given) == [""] and old is not None:
            return ()
        signs = {word[:1] in {"+", "-"} for word in given} if old is not None else {False}
        if signs == {False}:
            return tuple(one.read(registry, word) for word in given)
        if False in signs:
            raise WrongUsageError("either all items anew, or each with + or - before it")
        return _changed(old, given, lambda word: one.read(registry, word), ids=one.words is MEMBERS)


def _changed(old: Sequence[str], given: Sequence[str], mean: Callable[[str], str], *, ids: bool) -> tuple[str, ...]:
    """Return the items of a list with +ITEM and without -ITEM."""
    items = list(old)
    for word in given:
        item = word[1:]
        if word[0] == "+":
            items += [new] if (new := mean(item)) not in items else []
            continue
        same = next((one for one in items if (fold_id(one) == fold_id(item) if ids else one == item)), None)
        if same is None:
            raise WrongUsageError(f"{quoted(item)} is not in the list{did_you_mean(item, items)}")
        items.remove(same)
    return tuple(items)


def _names(given: Sequence[str], old: Mapping[str, str] | None) -> dict[str, str] | None:
    """Return names by language, `ko=…` added to those there are.

    One without a name takes its language out, an empty word alone all of them.
    """
    if given == [""]:
        return None
    result = dict(old or {})
    for word in given:
        tag, equals, name = word.partition("=")
        if not equals or language(tag) is not None:
            raise WrongUsageError(f"{quoted(word)} names no language; write ko=…")
        same = next((one for one in result if one.lower() == tag.lower()), tag)
        result.pop(same, None)
        if name:
            result[same] = name
    return result or None


def check(registry: Registry, table: str, name: str, text: str) -> None:
    """Raise C2CError where a text cannot be the value of a field of a new record."""
    value = field(table, name).read(registry, text)
    rule = RECORDS[table].rules.get(name)
    if rule is not None and (wrong := rule(value)) is not None:
        raise WrongUsageError(str(wrong))
    if name == "id":
        for other in NAMED if table in NAMED else (table,):
            for one in getattr(registry, other):
                if fold_id(one.id) == fold_id(text):
                    raise TakenError(f"the {'id' if table in NAMED else table} {quoted(one.id)} is there already")
    if table == "sector" and name in {"code", "name"}:
        for sector in registry.sector:
            if fold(text) in words.sector_words(sector):
                raise TakenError(f"{quoted(text)} is the sector {sector.id} already")
