"""The records that arguments name, and changes to events and contacts."""

import datetime
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from inspect import Parameter
from typing import Annotated, Any, TypeVar

import typer

from c2c_cli.cli import field_options
from c2c_cli.cli.options import day, parameter
from c2c_cli.errors import NotFoundError, UsageError, WriteError, sentence, unknown
from c2c_cli.model import lookup, naming, records
from c2c_cli.model.dates import UNKNOWN_DATE, preceding
from c2c_cli.model.history import (
    SINGLE_KINDS,
    Event,
    Events,
    described,
    is_certain,
    same_event,
    with_new,
)
from c2c_cli.model.record import Record
from c2c_cli.model.records import CadenceRule, Centre, Contact, Member, Obligation, Waiver
from c2c_cli.model.registry import Registry
from c2c_cli.store.draft import Draft
from c2c_cli.text import (
    all_of,
    fold,
    nearest,
    one_of,
    quoted,
    shell,
    suggestion,
    with_article,
)

_MAX_IDS = 5
"""Maximum number of centres to name in a message."""

T = TypeVar("T", bound=Record)
Dated = TypeVar("Dated", CadenceRule, Obligation, Waiver)


def describe(record: Record, owner: Member | None = None, *others: Member) -> str:
    """Return a record, and the centres or the organisation that contain it, as in messages.

    For example, `event signed (2018) of centre ICDH` or `cadence rule formal`.
    """
    if owner is None:
        return records.phrase(record)
    name = described(record) if isinstance(record, Event) else f"contact {_names(record)[0]}"
    ids = [found.id for found in (owner, *others)]
    if len(ids) > _MAX_IDS:
        return f"{name} of {len(ids)} centres"
    noun = "centres" if others else records.table_of(owner)
    return f"{name} of {noun} {all_of(ids)}"


def _argument(name: str, metavar: str, about: str) -> Parameter:
    return parameter(name, Annotated[str, typer.Argument(metavar=metavar, help=about)])


def _on(metavar: str, about: str) -> Parameter:
    option = typer.Option("--on", metavar=metavar, help=about)
    return parameter("on", Annotated[str | None, option], None)


def _of_centre(noun: str) -> Parameter:
    about = f"Centre of the {noun}, if there are several of this kind in the same year."
    option = typer.Option("--centre", metavar="ID", help=about)
    return parameter("centre", Annotated[str | None, option], None)


def selectors(table: str) -> list[Parameter]:
    """Return the parameters that select a record of a table."""
    centre = _argument("centre", "CENTRE", "Id of the centre.")
    match table:
        case "network":
            return []
        case "event":
            kind = _argument("event_kind", "KIND", "Kind of the event.")
            about = (
                "Date of the event, or the year that it covers, if the centre has several of this "
                "kind; ? if unknown."
            )
            return [centre, kind, _on("DATE", about)]
        case "contact":
            of = _argument("centre", "CENTRE", "Id of the centre or the organisation.")
            about = "Role or name of the contact; if several match, the current one."
            return [of, _argument("contact", "CONTACT", about)]
        case "cadence":
            kind = _argument("rule", "KIND", "Kind of the cadence rule.")
            about = "First year of the rule, if there are several of this kind."
            return [kind, _on("YEAR", about)]
        case "obligation":
            kind = _argument("rule", "KIND", "Kind of the obligation.")
            about = "First year of the obligation, if there are several of this kind."
            return [kind, _on("YEAR", about), _of_centre("obligation")]
        case "waiver":
            kind = _argument("rule", "KIND", "Kind of the cadence rule or obligation.")
            about = "Year of the waiver, if there are several of this kind."
            return [kind, _on("YEAR", about), _of_centre("waiver")]
    about = f"Id of the {table}."
    if table == "sector":
        about = "Id, code or name of the sector."
    return [_argument("record_id", "ID", about)]


def find(
    registry: Registry,
    table: str,
    words: Mapping[str, Any],
    typed: Mapping[str, str | list[str]] | None = None,
) -> tuple[Record, Member | None]:
    """Return the one record that `words` select, and the record that contains it.

    That is the centre of an event, the centre or organisation of a contact, or None for others. If
    an event that is to be edited is not recorded, the error says how to add it; `typed` is what was
    typed for its fields.
    """
    match table:
        case "event":
            centre = _centre(registry, words["centre"])
            if typed is not None:
                _require_recorded(registry, centre, fold(words["event_kind"]), typed)
            events = _named(centre.event, "event", words["event_kind"], registry.event_kinds())
            return _event_on(events, words.get("on")), centre
        case "contact":
            owner = field_options.owner(registry, table, words["centre"])
            if typed is not None and not owner.contact:
                role = shell(words["contact"])
                hint = f"add it with c2c add contact {owner.id}{registry.option} --role {role}"
                raise NotFoundError.of(unknown("contact", words["contact"], hint=hint))
            if not owner.contact:
                raise NotFoundError(f"{describe(owner)} has no contacts")
            return _contact(owner.contact, words["contact"], registry), owner
        case "network":
            return registry.network, None
        case "cadence":
            rules = _named(registry.cadence, "cadence rule", words["rule"])
            return _dated(rules, "since", words.get("on")), None
        case "obligation":
            owed = _named(registry.obligation, "obligation", words["rule"])
            owed = _of_centres(owed, words.get("centre"), registry)
            return _dated(owed, "since", words.get("on")), None
        case "waiver":
            kinds = [rule.kind for rule in registry.rules()]
            waivers = _named(registry.waiver, "waiver", words["rule"], kinds)
            waivers = _of_centres(waivers, words.get("centre"), registry)
            return _dated(waivers, "year", words.get("on")), None
    verb = "remove" if typed is None else "edit"
    return by_id(registry, table, words["record_id"], verb), None


def by_id(registry: Registry, table: str, word: str, verb: str) -> Record:
    """Return the record of a table with an id; a sector may be named by its code or name.

    Raises NotFoundError if there is none. If another record has the id, the hint is the command
    with the `verb` for that one.
    """
    if table == "sector" and registry.sectors_called(word):
        word = registry.sector_id(word)
    record: Record | None = lookup.find(getattr(registry, table), word)
    if record is not None:
        return record
    other = lookup.find(registry.named(), word)
    if other is not None:
        hint = f"use c2c {verb} {naming.arguments_of(registry, other)}{registry.option}"
        noun = with_article(records.table_of(other))
        raise NotFoundError(f"{quoted(word)} is {noun}, not a {table}", hint)
    ids = [known.id for known in getattr(registry, table)]
    raise NotFoundError.of(lookup.unknown_id(table, word, ids, registry.listed_by(table)))


def _require_recorded(
    registry: Registry,
    centre: Centre,
    kind: str,
    typed: Mapping[str, str | list[str]],
) -> None:
    """Raise NotFoundError, with the command to add it, if no event of a kind is recorded."""
    if kind not in registry.event_kinds() or kind in {event.kind for event in centre.event}:
        return
    date = _word(typed, "date") or "DATE"
    command = f"c2c add event {centre.id} {kind}{registry.option} --date {date}"
    until = _word(typed, "until")
    if until:
        command += f" --until {until}"
    raise NotFoundError(f"no event {quoted(kind)} is recorded", f"add it with {command}")


def _word(typed: Mapping[str, str | list[str]], name: str) -> str:
    """Return what was typed for a field, for a shell, or an empty string."""
    word = typed.get(name)
    return shell(word) if isinstance(word, str) and word else ""


def _contact(contacts: Sequence[Contact], word: str, registry: Registry) -> Contact:
    """Return the contact with a role or name; if there are several, the only one of today.

    Raises NotFoundError if no contact has the role or name, and UsageError if several remain.
    """
    today = day(None)
    named = _named(contacts, "contact", word)
    found = _contacts_on(contacts, word, today)
    if len(found) == 1:
        return found[0]
    words = [_word_of(contact, contacts, today) for contact in named]
    selecting = [quoted(name) for name in dict.fromkeys(words) if name]
    hint = f"use {one_of(selecting)}" if selecting else f"run c2c edit{registry.option}"
    raise UsageError(f"ambiguous contact {quoted(word)}", hint)


def _contacts_on(contacts: Sequence[Contact], word: str, on: datetime.date) -> Sequence[Contact]:
    """Return the contacts with a role or name who may have their role on a day.

    If none of them may, return all with this role or name.
    """
    named = [contact for contact in contacts if fold(word) in map(fold, _names(contact))]
    return [contact for contact in named if contact.is_current(on)] or named


def _word_of(contact: Contact, contacts: Sequence[Contact], today: datetime.date) -> str:
    """Return the role or name that selects one of several contacts today, if either does."""
    for name in _names(contact):
        found = _contacts_on(contacts, name, today)
        if len(found) == 1 and found[0] is contact:
            return name
    return ""


def _centre(registry: Registry, word: str) -> Centre:
    """Return the centre with an id; raise NotFoundError if it is unknown."""
    centre = lookup.find(registry.centre, word)
    if centre is None:
        raise field_options.unknown_owner(registry, ["centre"], word)
    return centre


def _named(candidates: Sequence[T], noun: str, word: str, kinds: Sequence[str] = ()) -> list[T]:
    """Return the events, rules, waivers or contacts that a word names, ignoring case.

    `kinds` are the kinds that other records of the same type may have.
    """
    found = [record for record in candidates if fold(word) in map(fold, _names(record))]
    if found:
        return found
    known = [name for record in candidates for name in _names(record)]
    hint = ""
    if kinds and known and nearest(word, kinds) not in known:
        # a kind of event that the centre lacks is not a typing error for another kind
        hint = f"expected {one_of([*dict.fromkeys(known)])}"
    if word in kinds:
        raise NotFoundError(f"no {noun} {quoted(word)} is recorded", hint)
    raise NotFoundError.of(unknown(noun, word, known, hint=hint))


def _names(record: Record) -> list[str]:
    """Return the kind of an event, rule or waiver, or the role and the name of a contact."""
    if isinstance(record, Contact):
        return [name for name in (record.role, record.name) if name]
    return [record.kind] if isinstance(record, Event | CadenceRule | Obligation | Waiver) else []


def _of_centres(found: list[T], word: str | None, registry: Registry) -> list[T]:
    """Return the obligations or waivers that name the centre `word`, or all without a word."""
    if word is None:
        return found
    centre = _centre(registry, word)
    about = [
        record
        for record in found
        if centre.id in (getattr(record, "centres", ()) or (getattr(record, "centre", None),))
    ]
    if not about:
        table = records.table_of(found[0])
        message = f"no {table} of kind {quoted(_names(found[0])[0])} names centre {centre.id}"
        centres = _centres_of(found)
        raise NotFoundError(message, f"expected {one_of(centres)}" if centres else "omit --centre")
    return about


def _event_on(events: Sequence[Event], on: str | None) -> Event:
    """Return the event with the date `on`, or that covers the year `on`.

    `on` may be None if all events have the same date and cover the same year.
    """
    found = events if on is None else _events_on(events, on)
    words = words_of(events)
    if not found:
        dates = {_date_word(event) for event in events}
        # a year that is near is probably not the one that was meant
        hint = (
            suggestion(str(on), words) if dates.issuperset(words) else f"expected {one_of(words)}"
        )
        message = f"no event {quoted(events[0].kind)} is recorded for {_shown_date(str(on))}"
        raise NotFoundError(message, hint)
    if any(_identity(event) != _identity(found[0]) for event in found):
        options = [f"--on {shell(word)}" for word in words]
        hint = f"use {one_of(options)}" if options else ""
        raise UsageError(f"ambiguous kind {quoted(found[0].kind)}", hint)
    return found[0]


def _shown_date(on: str) -> str:
    """Return a word typed for `--on`, in quotes unless it looks like a date."""
    return on if re.fullmatch("[0-9.-]+", on) else quoted(on)


def words_of(events: Sequence[Event]) -> list[str]:
    """Return the words by which `--on` selects one of several events of a kind."""
    words = [_word_for(event, events) for event in events]
    return [*dict.fromkeys(filter(None, words))]


def _events_on(events: Sequence[Event], on: str) -> Sequence[Event]:
    """Return the events that `on` names.

    An event that covers a year is named by this year; the date counts only if no other event is
    named so. A report for 2016 and one of 2016, for 2015, are not mixed up.
    """
    dated = [event for event in events if _date_word(event) == on]
    uncovered = [event for event in dated if event.covers is None]
    return uncovered or [event for event in events if str(event.covers) == on] or dated


def _word_for(event: Event, events: Sequence[Event]) -> str:
    """Return the word by which `--on` selects an event: the covered year, or else the date.

    The word is empty if other events share both.
    """
    for word in (str(event.covers or ""), _date_word(event)):
        found = _events_on(events, word)
        if found and all(_identity(other) == _identity(event) for other in found):
            return word
    return ""


def _date_word(event: Event) -> str:
    """Return the date of an event as typed: `2018-11`, or `?` if it is unknown."""
    return str(event.date or UNKNOWN_DATE)


def _dated(found: Sequence[Dated], field: str, on: str | None) -> Dated:
    """Return the first record with the year `on` in a field.

    `on` may be None if all records have the same year. Of several obligations or waivers with this
    year, `on` selects the one that names no centre. Raises NotFoundError if no record has the year,
    and UsageError if several remain.
    """
    years: list[str] = [str(getattr(record, field)) for record in found]
    different: list[str] = [*dict.fromkeys(years)]
    if on is None and len(different) > 1:
        options = [f"--on {year}" for year in different]
        raise UsageError(f"ambiguous kind {quoted(found[0].kind)}", f"use {one_of(options)}")
    if on is not None and on not in years:
        # a year that is near is probably not the one that was meant
        hint = f"expected {one_of(different)}"
        verb = "is recorded for" if field == "year" else "begins in"
        noun = records.noun_of(found[0])
        message = f"no {noun} {quoted(found[0].kind)} {verb} {_shown_date(on)}"
        raise NotFoundError(message, hint)
    chosen = [record for record, year in zip(found, years, strict=True) if year == (on or years[0])]
    if len({records.own_id(record) for record in chosen}) == 1:
        return chosen[0]
    return _of_all_centres(chosen, on)


def _of_all_centres(chosen: Sequence[Dated], on: str | None) -> Dated:
    """Return the record that names no centre, which a year `on` selects.

    Raises UsageError if no year was typed, or if each of the records names a centre.
    """
    year = str(getattr(chosen[0], "year", ""))
    general = [record for record in chosen if not _centres_of([record])]
    if general and on is not None:
        return general[0]
    options = [f"--on {year}"] if general else []
    options += [f"--centre {centre}" for centre in _centres_of(chosen)]
    raise UsageError(f"ambiguous kind {quoted(chosen[0].kind)}", f"use {one_of(options)}")


def _centres_of(found: Sequence[Record]) -> list[str]:
    """Return the centre of each waiver, and the first centre of each obligation, if any."""
    centres: list[str] = []
    for record in found:
        if isinstance(record, Obligation):
            centres += record.centres[:1]
        elif isinstance(record, Waiver) and record.centre:
            centres.append(record.centre)
    return centres


def require_no_conflict(
    draft: Draft, new: Record, typed: Container[str], subject_of: Callable[[str], str]
) -> None:
    """Raise WriteError if a typed value of a new or changed record conflicts with another record.

    `subject_of` returns the option of a field.
    """
    errors = []
    for record, problem in draft.problems():
        if record is new and problem.path[0] in typed:
            subject = subject_of(str(problem.path[0]))
            diagnostic = field_options.of_typed(problem.diagnostic, subject)
            errors.append(WriteError.of(diagnostic, subject=subject))
    if errors:
        *others, last = errors
        last.lines = [
            f"c2c: error: {sentence(other.message, other.hint, other.subject)}" for other in others
        ]
        raise last
    if isinstance(new, Obligation):
        _require_all_years(draft, new, subject_of)


def _require_all_years(draft: Draft, new: Obligation, subject_of: Callable[[str], str]) -> None:
    """Raise WriteError, with the fix, if a new or changed obligation excludes recorded deliveries.

    A delivery is a fact, so the years of the obligation have to be corrected.
    """
    excluded = {}
    for record, (path, diagnostic, *_) in draft.problems():
        if diagnostic.code == "no-period" and isinstance(record, Centre):
            event = record.event[int(path[1])]
            excluded[event.covers or 0] = describe(event, record)
    if not excluded:
        return
    first, last = min(excluded), max(excluded)
    field, verb, year = "until", "end before", last
    if first < new.since:
        field, verb, year = "since", "begin after", first
    message = f"the obligation would {verb} {excluded[year]}"
    option = subject_of(field)
    raise WriteError(message, f"pass {option} {year}", subject=option)


def change_below(draft: Draft, owner: Member, old: Record | None, new: Record | None) -> None:
    """Replace the event or contact `old` of a centre or organisation with `new`.

    Add `new` if `old` is None, and remove `old` if `new` is None. Raises WriteError if another
    event or contact has the same identity as `new`, or may be the same.
    """
    table = records.table_of(new or old)
    before: tuple[Record, ...] = getattr(owner, table)
    others = [record for record in before if record is not old]
    if new is not None and (old is None or _identity(new) != _identity(old)):
        _require_new(owner, new, others, added=old is None, option=draft.registry.option)
    if new is not None:
        place = next((n for n, record in enumerate(before) if record is old), len(others))
        others.insert(place, new)
    changes: dict[str, Any] = {table: tuple(others)}
    if old is None and isinstance(new, Event) and isinstance(owner, Centre):
        changes[table] = with_new(owner.event, [new])
    draft.edit(owner, replace(owner, **changes))


def _identity(record: Record) -> object:
    """Return the key that identifies an event or contact in its centre or organisation."""
    if isinstance(record, Event):
        return record.kind, record.date, record.covers
    if isinstance(record, Contact):
        return [fold(name) for name in _names(record)], record.since, record.until
    return record


def lacking(owners: Sequence[Member], new: Record) -> list[Member]:
    """Return the centres or organisations that lack the event or contact `new`."""

    def is_same(other: Record) -> bool:
        if isinstance(new, Contact) and isinstance(other, Contact):
            return not other.is_other_than(new)
        return _identity(other) == _identity(new)

    table = records.table_of(new)
    return [owner for owner in owners if not any(map(is_same, getattr(owner, table)))]


def _require_new(
    owner: Member, new: Record, others: Sequence[Record], *, added: bool, option: str
) -> None:
    """Raise WriteError if one of `others` has the identity of `new`, or may be the same.

    `option` is the option that commands in hints need for the registry.
    """
    if isinstance(new, Contact):
        _require_new_contact(owner, new, others, added=added, option=option)
    elif isinstance(new, Event) and isinstance(owner, Centre):
        events = tuple(other for other in others if isinstance(other, Event))
        _require_new_event(owner, new, events, events if added else (), option)


def _require_new_contact(
    owner: Member, new: Contact, others: Sequence[Record], *, added: bool, option: str
) -> None:
    """Raise WriteError if one of the others has the same role and name at the same time."""
    for other in others:
        if not isinstance(other, Contact) or other.is_other_than(new):
            continue
        hint = _correction_of_contact(owner, new, other, option) if added else ""
        raise WriteError(f"{describe(other, owner)} already exists", hint)


def _correction_of_contact(owner: Member, new: Contact, recorded: Contact, option: str) -> str:
    """Return a hint to change a recorded contact instead of adding a new one.

    It is empty if no command selects the contact, or the new one has no other value.
    """
    if recorded.until is not None and new.since is None:
        return "pass the first date of the new contact with --since"
    command = _edit_command(owner, recorded, owner.contact, option)
    changes = _changes(new, recorded, {"role", "name"})
    return f"use {command}{changes}" if command and changes else ""


def _changes(new: Record, recorded: Record, omitted: Container[str]) -> str:
    """Return the options that give a recorded event or contact the other values of a new one.

    The fields `omitted` are left out.
    """
    options = []
    for field, value in new.filled_fields():
        if field in omitted or value == getattr(recorded, field):
            continue
        words = value if type(value) is tuple else [value]  # a date is an instance of a subclass
        options += [f" {field_options.option_of(field)} {shell(str(word))}" for word in words]
    return "".join(options)


def _edit_command(owner: Member, contact: Contact, contacts: Sequence[Contact], option: str) -> str:
    """Return the command that edits one of several contacts, without options for its fields.

    It is empty if neither the role nor the name selects the contact.
    """
    word = _word_of(contact, contacts, day(None))
    if not word or word.startswith("-"):
        return ""
    return f"c2c edit contact {owner.id} {shell(word)}{option}"


def end_of_former(owner: Member, new: Contact, option: str) -> str:
    """Return a remark on the contact who had the role before, with a command to set its end.

    It is empty if that contact has an end, or no command selects it. `owner` does not contain
    the new contact yet.
    """
    if new.role is None or new.since is None or new.until is not None:
        return ""
    open_ended = [
        contact
        for contact in owner.contact
        if fold(contact.role or "") == fold(new.role) and contact.until is None
    ]
    end = preceding(new.since)
    if len(open_ended) != 1 or end is None:
        return ""
    former = open_ended[0]
    if former.since is not None and end.last < former.since.first:
        return ""
    command = _edit_command(owner, former, [*owner.contact, new], option)
    who = former.name or "the other contact"
    return f"if {who} no longer has this role, run {command} --until {end}" if command else ""


def require_new_events(old: Record | None, new: Record, option: str) -> None:
    """Raise WriteError if an event that a centre did not have in `old` may be another one."""
    if not isinstance(new, Centre):
        return
    kept = {id(event) for event in old.event} if isinstance(old, Centre) else set()
    recorded = tuple(event for event in new.event if id(event) in kept)
    for event in new.event:
        if id(event) not in kept:
            others = tuple(other for other in new.event if other is not event)
            _require_new_event(new, event, others, recorded, option)


def _require_new_event(
    centre: Centre, new: Event, others: Events, recorded: Events, option: str
) -> None:
    """Raise WriteError if one of `others` has the identity of `new`, or may be the same.

    If it is one of the `recorded` events, the hint is the command that changes it.
    """
    has_closed = any(event.kind == "closed" for event in others)
    equal = [other for other in others if _identity(other) == _identity(new)]
    same = equal[0] if equal else same_event(new, others, has_closed=has_closed)
    if same is None:
        return
    hint = ""
    if any(event is same for event in recorded):
        hint = _correction(centre, new, same, recorded, option)
    if equal or is_certain(new, same, has_closed=has_closed):
        raise WriteError(f"{describe(same, centre)} already exists", hint)
    raise WriteError(f"this may be the recorded {describe(same, centre)}", hint)


def _correction(
    centre: Centre, new: Event, recorded: Event, events: Sequence[Event], option: str
) -> str:
    """Return a hint to change a recorded event instead of adding a new one.

    `option` is the option that the command needs for the registry. The hint is empty if no command
    selects the event, or the new one has no other value.
    """
    command = f"c2c edit event {centre.id} {new.kind}"
    of_kind = [event for event in events if event.kind == new.kind]
    if len(of_kind) > 1:
        word = _word_for(recorded, of_kind)
        if not word:
            return ""
        command += f" --on {shell(word)}"
    omitted = {"kind"}
    if recorded.covers:
        omitted.add("covers")
    if not new.date or (recorded.date and new.date.covers(recorded.date)):
        omitted.add("date")  # it adds nothing to the recorded one
        if new.kind not in SINGLE_KINDS and not new.covers and new.date != recorded.date:
            return "pass a more exact date"
    changes = _changes(new, recorded, omitted)
    return f"use {command}{option}{changes}" if changes else ""
