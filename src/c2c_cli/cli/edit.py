"""`c2c edit`: new values for fields of a record, or the record or the file in an editor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from c2c_cli.cli import field_options, options, targets, writing
from c2c_cli.cli.group import Command, Context, Group, new_command, with_parameters
from c2c_cli.errors import UsageError, missing
from c2c_cli.model import extra
from c2c_cli.model.record import Record
from c2c_cli.model.records import CadenceRule
from c2c_cli.model.registry import Registry
from c2c_cli.store import write
from c2c_cli.store.draft import Draft
from c2c_cli.text import all_of, one_of, plural, quoted, shell

_CLEARS = "An empty value clears a field."
_LISTS = "In a list, TEXT adds an item, -TEXT removes it, and =TEXT replaces the list."
_KEYS = "To remove a key or a tag, pass it with = and no value."

_NOUNS = {
    "centre": (
        f"Edit a centre. {_CLEARS} {_LISTS} {_KEYS} --event adds or replaces "
        "events; to edit one, use c2c edit event. For contacts, use c2c edit contact.",
        'c2c edit centre ICDH --city Cheongju --host "National Archives of Korea"',
        'c2c edit centre ICDH --note "" --dry-run',
    ),
    "event": (
        f"Edit an event of a centre. {_CLEARS} {_LISTS}",
        "c2c edit event ICDH signed --date 2019-07-12 --dry-run",
        "c2c edit event ICDH renewed --on 2025-12-23 --until 2033-12-22",
    ),
    "contact": (
        f"Edit a contact of a centre or an organisation. {_CLEARS}",
        "c2c edit contact ICDH Director --email director@example.org",
        'c2c edit contact ICDH Director --until 2026-08 --phone "" --dry-run',
    ),
    "meeting": (
        f"Edit a meeting. {_CLEARS} {_LISTS} {_KEYS}",
        "c2c edit meeting 2018-11 --status held --start 2018-11-20",
        "c2c edit meeting 2018-06-27-jeju --attendees WHIPIC,ICM --attendees -ICDH",
    ),
    "organisation": (
        f"Edit an organisation. {_CLEARS} {_KEYS} For contacts, see c2c edit contact.",
        "c2c edit organisation KNCU --names ko=유네스코한국위원회",
        "c2c edit organisation KNCU --id KNC",
    ),
    "sector": (
        f"Edit a sector. {_CLEARS} {_KEYS}",
        "c2c edit sector culture --names ko=문화",
        "c2c edit sector culture --id heritage --dry-run",
    ),
    "cadence": (
        "Edit a cadence rule. If there are several rules of this kind, --on selects one. "
        f"{_CLEARS} {_LISTS} {_KEYS}",
        "c2c edit cadence formal --until 2030",
        "c2c edit cadence heads --per-year 2 --dry-run",
    ),
    "obligation": (
        "Edit an obligation. If there are several of this kind, --on selects one. "
        f"{_CLEARS} {_LISTS} {_KEYS}",
        "c2c edit obligation audit --centres WHIPIC",
        "c2c edit obligation audit --until 2035 --dry-run",
    ),
    "waiver": (
        f"Edit a waiver. If there are several of this kind, --on selects one. {_CLEARS} {_LISTS}",
        'c2c edit waiver heads --on 2030 --reason "Elections in the host country"',
        "c2c edit waiver heads --on 2030 --year 2031 --dry-run",
    ),
    "source": (
        f"Edit a source. {_CLEARS}",
        "c2c edit source letter-2018 --date 2018-07-05",
        "c2c edit source letter-2018 --id moe-2018-07-05 --dry-run",
    ),
    "network": (
        f"Edit the name, note, sources and other fields of the network. {_CLEARS} {_LISTS} {_KEYS}",
        'c2c edit network --note "Founded in 2018."',
        "c2c edit network --sources https://example.org --dry-run",
    ),
}
"""The summary of each command, and the examples in its help."""


@new_command()
def _edit_file(
    ctx: typer.Context,
    data: writing.Data = None,
    dry_run: writing.DryRun = False,
    exit_code: writing.ExitCode = False,
    form: Annotated[str | None, writing.result_format("--format")] = None,
) -> int:
    """Edit the registry file in an editor if no command is given."""
    if ctx.invoked_subcommand is None:
        # slow to import, and edits by options do not need it
        from c2c_cli.cli import editor  # noqa: PLC0415

        manner = writing.manner(dry_run=dry_run, exit_code=exit_code, form=form)
        otherwise = UsageError.of(missing("command", f"expected {one_of([*_NOUNS])}"))
        return editor.edit(data, "", {}, otherwise, manner=manner)
    options_given = {
        "--data": data is not None,
        "--dry-run": dry_run,
        "--exit-code": exit_code,
        "--format": form is not None,
    }
    for name, is_given in options_given.items():
        if is_given:
            message = f"unexpected {name} before {ctx.invoked_subcommand}"
            raise UsageError(message, "move it to the end")
    return 0


def _summary(record: str, old: Record, new: Record) -> str:
    """Return a summary of the changes of a record.

    For example, `added 1 outcome (now 4) to meeting 2018-11`.
    """
    changes: dict[str, list[str]] = {"updated": []}
    for name, before, after in _changed_values(old, new):
        verb, what = _change(name, before, after)
        changes.setdefault(verb, []).append(what)
    phrases = [f"{verb} {all_of(what)}" for verb, what in changes.items() if what]
    if len(phrases) > 1:
        return f"{', '.join(phrases[:-1])}, and {phrases[-1]} for {record}"
    prepositions = {"added": "to", "removed": "from", "replaced": "in"}
    return " ".join(
        f"{phrase} {prepositions.get(phrase.split()[0], 'of')} {record}" for phrase in phrases
    )


def _changed_values(old: Record, new: Record) -> Iterator[tuple[str, object, object]]:
    """Yield each field, and each extra key, whose values in two records differ."""
    for name in old.__slots__:
        before, after = getattr(old, name), getattr(new, name)
        if name == "extra":
            for key in extra.keys([before, after]):
                values = [(found or {}).get(key) for found in (before, after)]
                if repr(values[0]) != repr(values[1]):  # true equals 1
                    yield f"{extra.COLUMN}{key}", values[0], values[1]
        elif before != after:
            yield name, before, after


_PREPOSITIONS = {"since", "until"}
"""Fields whose names a reader could take for prepositions."""


def _change(name: str, before: object, after: Any) -> tuple[str, str]:
    """Return the verb and the object of the change of a field."""
    if type(before) is tuple:  # a date is an instance of a subclass
        return _change_of_list(name, before, after)
    if isinstance(before, Mapping):
        before = ", ".join(f"{key}={value}" for key, value in before.items())
    if isinstance(before, str):
        before = quoted(before)
    if isinstance(before, bool):
        before = extra.shown(before)
    was = "" if before is None else f" (was {before})"
    label = f"field {name}" if name in _PREPOSITIONS else name
    return "cleared" if after in (None, "", {}) else "updated", f"{label}{was}"


def _change_of_list(
    name: str, before: Sequence[object], after: Sequence[object]
) -> tuple[str, str]:
    """Return the verb and the object of the change of a list, with the number of its items."""
    nouns = {"agenda": "agenda item", "invited": "invitation"}
    noun = nouns.get(name, name.removesuffix("s"))
    added = sum(item not in before for item in after)  # events are not hashable
    removed = sum(item not in after for item in before)
    now = "" if added == len(after) and removed else f" (now {len(after)})"
    if not after:
        return "cleared", plural(removed, noun)
    if added and removed:
        return "replaced", f"{plural(removed, noun)} with {added}{now}"
    if added:
        return "added", f"{plural(added, noun)}{now}"
    if removed:
        return "removed", f"{plural(removed, noun)}{now}"
    return "reordered", plural(len(after), noun)


def _edit(
    draft: Draft, table: str, given: Mapping[str, object], typed: Mapping[str, field_options.Typed]
) -> write.Change:
    """Edit the record of a table that the arguments `given` select.

    `typed` is what was typed for its fields; an empty word clears a field.
    """
    old, owner = targets.find(draft.registry, table, given, typed)
    values = _values(draft.registry, table, old, typed)
    with field_options.errors_by_option(field_options.option_of, typed):
        new = replace(old, **values)
    targets.require_new_events(old, new, draft.registry.option)
    if owner is None:
        draft.edit(old, new)
        targets.require_no_conflict(draft, new, typed, field_options.option_of)
    else:
        targets.change_below(draft, owner, old, new)
    note = field_options.counted_from(table, typed, new)
    summary = _summary(targets.describe(new, owner), old, new)
    warnings = [*_left_behind(draft, old, new)]
    return write.Change(summary, "in", [owner or new], note=note, warnings=warnings)


def _left_behind(draft: Draft, old: Record, new: Record) -> Iterator[str]:
    """Yield a warning if meetings keep the former kind of a cadence rule, which is also a level."""
    if not isinstance(old, CadenceRule) or not isinstance(new, CadenceRule):
        return
    rules, meetings = draft.registry.cadence, draft.registry.meeting
    if new.kind == old.kind or sum(rule.kind == old.kind for rule in rules) > 1:
        return
    kept = [meeting.id for meeting in meetings if meeting.kind == old.kind]
    if kept:
        have = "has" if len(kept) == 1 else "have"
        message = f"{plural(len(kept), 'meeting')} still {have} the kind {quoted(old.kind)}"
        command = f"c2c edit meeting {kept[0]}{draft.registry.option} --kind {shell(new.kind)}"
        yield f"{message}, which is now only a level; change it, for example: {command}"


def _values(
    registry: Registry, table: str, old: Record, typed: Mapping[str, field_options.Typed]
) -> dict[str, object]:
    """Return the new values of fields of the record `old`; None clears a field."""
    required = field_options.names_of(table, required=True)
    date = getattr(old, "date", None)  # only events and sources have one
    values: dict[str, object] = {}
    for name, word in field_options.expand_until(table, typed, date).items():
        option = field_options.option_of(name)
        if word != "":
            before = getattr(old, name)
            values[name] = field_options.read(registry, table, name, word, before, subject=option)
        elif name in required:
            raise UsageError("value is empty", f"enter one, or omit {option}", subject=option)
        else:
            values[name] = None
    return values


def _command(table: str, summary: str, *shown: str) -> Command:
    def edit(
        data: str | None,
        dry_run: bool,
        exit_code: bool,
        format: str | None,  # noqa: A002  # the name of the option
        **given: field_options.Typed | None,
    ) -> int:
        manner = writing.manner(dry_run=dry_run, exit_code=exit_code, form=format)
        typed = {}
        for name in names:
            words = given[name]
            if words is not None:
                typed[name] = words
        if typed:
            today = options.day(None)
            return write.change(
                data, lambda draft: _edit(draft, table, given, typed), day=today, manner=manner
            )
        from c2c_cli.cli import editor  # noqa: PLC0415

        otherwise = UsageError("no fields given", f"see c2c edit {table} --help")
        return editor.edit(data, table, given, otherwise, manner=manner)

    parameters = targets.selectors(table)
    selecting = {parameter.name for parameter in parameters}
    names = [name for name in field_options.names_of(table) if name not in selecting]
    for name in names:
        about = "New id; references to the record are updated." if name == "id" else ""
        parameters.append(field_options.parameter_of(table, name, about=about, is_new=False))
    run = with_parameters(edit, [*parameters, *writing.OPTIONS], summary)
    return new_command(*shown, name=table, codes=writing.CODES)(run)


class _Nouns(Group):
    """The commands for each noun; an error names the one to use for an id."""

    def hint_for(self, ctx: Context, args: list[str]) -> str:
        """Return the command to use if the first argument is the id of a record."""
        # edits with a noun do not need it
        from c2c_cli.cli import instead  # noqa: PLC0415

        return instead.of_edit(args[0], args, ctx.params.get("data"))


command = _Nouns(
    help="Edit the fields of a record, or open it in your editor.\n\n"
    "Without fields, the record is opened in $VISUAL or $EDITOR; without a record, the whole file.",
    commands={table: _command(table, *about) for table, about in _NOUNS.items()},
    callback=_edit_file.callback,
    params=_edit_file.params,
    invoke_without_command=True,
    options_metavar=None,
    subcommand_metavar="[RECORD] [ARGS]... [OPTIONS]",
    rich_markup_mode=None,
)
command.examples = (
    "c2c edit meeting 2018-11 --status held --kind informal",
    "c2c edit centre ICDH --id ICDH2 --dry-run",
)
command.codes = writing.CODES
