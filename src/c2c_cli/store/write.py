"""Changes to a registry file: load, edit, verify, replace."""

import datetime
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from typing import Any, NamedTuple

from c2c_cli import streams
from c2c_cli.errors import (
    InputError,
    OutputClosedError,
    OutputError,
    WriteError,
    reason,
    refused,
    sentence,
)
from c2c_cli.model import contacts
from c2c_cli.model.record import Record
from c2c_cli.model.records import Rule, Waiver, phrase
from c2c_cli.model.registry import Registry
from c2c_cli.store import disk, load, versions, writable
from c2c_cli.store.create import copy_bundled
from c2c_cli.store.diff import styled, unified
from c2c_cli.store.draft import Draft
from c2c_cli.store.locate import Location, data_option, locate_writable
from c2c_cli.store.lock import Lock, locked
from c2c_cli.store.notices import notices
from c2c_cli.text import as_json, cut, plural

MAX_TRIES = 3
"""Maximum number of attempts if another program changes the file during an update."""


class Manner(NamedTuple):
    """How to make a change and to report it."""

    dry_run: bool = False
    """Whether only to print the difference."""
    exit_code: bool = False
    """Whether a dry run that finds a change gives exit code 1."""
    as_json: bool = False
    """Whether to print the result as JSON."""


class Change(NamedTuple):
    """A completed change to a draft."""

    done: str
    """What was done, in the past tense: `added centre ICDH`."""
    preposition: str
    """Preposition before the name of the file in the success message: `to`."""
    records: Sequence[Record] | None = None
    """The records that were added, changed or removed, if known."""
    note: str = ""
    """A remark that follows the name of the file in the success message."""
    output: str = ""
    """The TOML of removed records, printed before the file is replaced."""
    recap: str = ""
    """The new record as TOML, printed after the success message."""
    counts: Mapping[str, int] = {}
    """Further numbers of the result, by their names."""
    warnings: Sequence[str] = ()
    placed: Sequence[str] | None = None
    """The warnings about the new records with their places in an imported file, if known."""
    preview: str = ""
    """What a dry run would do, if it says so after the difference: `would import 2 records`."""
    restored: versions.Version | None = None
    """The version that an undo or redo went back to."""
    kept: str = ""
    """What was done, for `c2c undo --list`, if `done` contains personal data."""
    existing: str = ""
    """What already exists, if the change was not needed: `centre ICDH already exists`."""
    has_changed: bool = True
    """Whether the change makes a difference to the file."""

    @property
    def listed(self) -> str:
        """What was done, as `c2c undo --list` shows it, or what was undone or redone."""
        return self.restored.done if self.restored else self.kept or self.done

    def message(self, file: str) -> str:
        """Return the message that reports the change to a file."""
        if self.has_changed:
            return sentence(f"{self.done} {self.preposition} {file}", self.note)
        unchanged = f"no changes to {file}"
        return sentence(self.existing, unchanged) if self.existing else unchanged

    def result(self, file: str, difference: str | None = None) -> str:
        """Return the change to a file as a line of JSON.

        `difference` is the unified difference of a dry run.
        """
        found: dict[str, Any] = {"changed": self.has_changed}
        if self.records is not None:
            ids = [*dict.fromkeys(_id(record) for record in self.records)]
            ids = [own for own in ids if own]  # the network has none
            if len(ids) == 1:
                found["id"] = ids[0]
            found["ids"] = ids
        found["file"] = file
        if self.has_changed:
            found["change"] = self.listed
        found |= self.counts
        if self.output:
            found["toml"] = self.output
        if difference is not None:
            found["diff"] = difference
        warnings = [*(self.placed or ()), *self.warnings]
        if warnings:
            found["warnings"] = warnings
        return f"{as_json(found)}\n"


def _id(record: Record) -> str:
    """Return the id of a record, or the kind of a rule, an obligation or a waiver."""
    return str(getattr(record, "kind" if isinstance(record, Rule | Waiver) else "id", ""))


_Apply = Callable[[bytes, str], tuple[bytes, Change]]
"""Function that returns the new content of a file from its content and its name.

It is called again if the file changes.
"""


def change(
    data: str | None, edit: Callable[[Draft], Change], *, day: datetime.date, manner: Manner
) -> int:
    """Change the registry that `data`, the value of `--data`, selects, and return the exit code.

    `edit` changes a draft and returns what it did. It is called again, with a new draft, if another
    program changes the file before it is replaced. Warn about changed records that look wrong as
    of a day. Raises WriteError if the file cannot be changed.
    """
    option = _option_for_hints(data)

    def apply(content: bytes, file: str) -> tuple[bytes, Change]:
        draft = Draft(content, file, data_option(data))
        completed = edit(draft)
        new, registry = draft.verified()
        kept = _without_personal_data(completed.done, draft.registry, registry)
        completed = completed._replace(kept=kept)
        if completed.placed is not None:
            return new, completed
        warnings = notices(draft.registry, registry, day, option)
        return new, completed._replace(warnings=[*warnings, *completed.warnings])

    return _write(locate_writable(data), apply, manner)


def rewrite(
    where: Location,
    old: bytes,
    new: bytes,
    completed: Change,
    *,
    day: datetime.date,
    data: str | None,
    manner: Manner,
) -> int:
    """Replace the content `old` of a registry file with `new`, which a user has edited.

    `data` is the value of `--data` that selects the file. Return the exit code. Warn about changed
    records that look wrong as of a day. Raises InvalidFileError if `new` is invalid, and WriteError
    if the file no longer contains `old`.
    """

    def apply(content: bytes, file: str) -> tuple[bytes, Change]:
        if content != old:
            raise WriteError(f"{file} was changed by another program")
        after, _ = load.read(new, file)
        with suppress(InputError):  # the edit may repair an invalid file
            before, _ = load.read(old, file)
            warnings = notices(before, after, day, _option_for_hints(data))
            return new, completed._replace(warnings=warnings)
        return new, completed

    return _write(where, apply, manner)


def report_unchanged(file: str, records: Sequence[Record] | None, manner: Manner) -> None:
    """Report that a user has closed an editor without a change to a file."""
    unchanged = Change("", "", records, has_changed=False)
    streams.note(unchanged.message(file))
    if manner.as_json:
        streams.write(unchanged.result(file, "" if manner.dry_run else None))


def _option_for_hints(data: str | None) -> str | None:
    """Return the option that commands in hints need; None if no command can change the registry.

    `--dry-run` shows a change to such a registry as well.
    """
    return None if writable.why_not(data) else data_option(data)


def _without_personal_data(done: str, before: Registry, after: Registry) -> str:
    """Return what was done to a contact, with its role only, or an empty string.

    The string is empty unless `done` contains other values of the contact, such as its name. `c2c
    undo --list` must not show personal data.
    """
    recorded = {member.id: member.contact for member in contacts.members(before)}
    for member in contacts.members(after):
        old, new = recorded.get(member.id, ()), member.contact
        if old == new:
            continue
        changed = [contact for contact in (*new, *old) if not (contact in old and contact in new)]
        values = {
            value
            for contact in changed
            for value in (contact.name, contact.email, contact.phone, contact.note)
            if value
        }
        if any(value in done or cut(value) in done for value in values):
            verb = done.split(maxsplit=1)[0] if done.startswith(("added", "removed")) else "updated"
            contact = f"contact {changed[0].role or ''}".rstrip()
            return f"{verb} {contact} of {phrase(member)}"
    return ""


def undo_or_redo(
    data: str | None, direction: versions.Direction, text: str | None, manner: Manner
) -> int:
    """Undo or redo one change to the registry that `data` selects, and return the exit code.

    Raises WriteError if nothing was kept, if the file has changed since, or if the change does not
    contain `text`.
    """
    where = locate_writable(data)

    def apply(content: bytes, _: str) -> tuple[bytes, Change]:
        version = versions.next_step(where, direction, content, text)
        verb = {"undo": "undid", "redo": "redid"}[direction]
        return version.content(), Change(f"{verb} {version.change}", "in", restored=version)

    return _write(where, apply, manner)


def forget(data: str | None) -> None:
    """Delete all saved versions of the registry that `data` selects, and report their number.

    The registry file may have been deleted. Raises OutputError if a version cannot be deleted.
    """
    where = locate_writable(data)
    directory = os.path.dirname(os.path.realpath(where.file))  # noqa: PTH120  # as of versions
    # no other writer can change a file in a directory that was deleted or is read-only
    with locked(where) if os.access(directory, os.W_OK) else nullcontext():
        number = versions.forget(where)
    streams.note(f"deleted {plural(number, 'saved version')} of {where.file}")


def _write(where: Location, apply: _Apply, manner: Manner) -> int:
    """Make a change, or only show it, and print its warnings; return the exit code."""
    if manner.dry_run:
        completed = _preview(where.file, apply, manner)
    else:
        completed = _save(where, apply, manner)
    for line in completed.placed or ():
        streams.write_line(line)
    for warning in completed.warnings:
        streams.warn(warning)
    return int(manner.exit_code and completed.has_changed)


def _preview(file: str, apply: _Apply, manner: Manner) -> Change:
    """Print the difference that a change would make to a registry file, and return the change."""
    old = disk.read_bytes(file)
    new, completed = _applied(apply, old, file)
    difference = unified(old, new, file)
    if manner.as_json:
        streams.write(completed.result(file, difference))
    elif streams.is_terminal(sys.stdout):
        streams.write_styled(styled(difference))
    else:
        streams.write(difference)
    if not completed.has_changed:
        streams.note(completed.message(file))
    elif completed.preview:
        streams.note(completed.preview)
    return completed


def _save(where: Location, apply: _Apply, manner: Manner) -> Change:
    """Change a registry file, or a copy of it if it is bundled, and report what was done."""
    if where.bundled:
        # fails, or finds that nothing has to be changed, before the registry is copied
        _, completed = _applied(apply, disk.read_bytes(where.file), where.file)
        if not completed.has_changed:
            _report(completed, where.file, manner)
            return completed
        where = Location(copy_bundled(where), where.why)
    disk.require_writable(where.file)
    with locked(where) as lock:
        completed = _update(lock, where.file, apply, manner)
    _report(completed, where.file, manner)
    return completed


def _report(completed: Change, file: str, manner: Manner) -> None:
    """Report a change that was made to a file, or that was not needed."""
    streams.note(completed.message(file))
    for line in completed.recap.splitlines():
        streams.write_line(f"  {line}")
    if manner.as_json and not completed.output:  # it has been printed with its output
        # a failure after the change must not look like a failure of the change
        try:
            streams.write(completed.result(file))
        except (OutputError, OutputClosedError) as error:
            streams.warn(str(error) or "cannot write to standard output: broken pipe")


def _update(lock: Lock, file: str, apply: _Apply, manner: Manner) -> Change:
    """Change a locked registry file, whose name in messages is `file`.

    Apply the change again if another program changes the file. Raises WriteError if it does so each
    time, or after the output of the change was printed.
    """
    for _ in range(MAX_TRIES):
        old = lock.read(file)
        new, completed = _applied(apply, old, file)
        if not completed.has_changed:
            return completed
        # what was removed must not be lost, so it is printed before
        output = completed.output
        if output and manner.as_json:
            output = completed.result(file)
        if _replace(lock, file, old, new, completed, output):
            return completed
    raise _changed_meanwhile(file)


def _applied(apply: _Apply, old: bytes, file: str) -> tuple[bytes, Change]:
    """Return the new content of a file and the change; raise WriteError if it is too large."""
    new, completed = apply(old, file)
    if new == old:
        return new, completed._replace(has_changed=False, recap="")
    limit = disk.exceeded_limit(new)
    if limit:
        raise WriteError(f"{file} would be {limit}")
    return new, completed


def _replace(lock: Lock, file: str, old: bytes, new: bytes, completed: Change, output: str) -> bool:
    """Replace the content `old` of a file with `new`; return False if it no longer contains `old`.

    Print `output` before. Raises WriteError if the content changes after that: a second attempt
    would print it again.
    """
    real = lock.real
    with disk.temporary_beside(real, new, like=real) as temporary:
        if lock.read(file) != old:
            return False
        if output:
            streams.write(output)
            # a slow reader of the output may have delayed the write
            if lock.read(file) != old:
                raise _changed_meanwhile(file)
        kept = versions.keep(real, old, new, completed.kept or completed.done, completed.restored)
        if not lock.is_held():
            raise WriteError.of(refused(f"write {file}", "the lock file was deleted", "try again"))
        disk.replace(temporary, real)
        # a failure after the change must not look like a failure of the change
        try:
            if kept:
                versions.discard(real, completed.restored)
        except OSError as error:
            streams.warn(f"cannot delete outdated versions of {file}: {reason(error)}")
    return True


def _changed_meanwhile(file: str) -> WriteError:
    return WriteError(f"{file} was changed by another program", "try again")
