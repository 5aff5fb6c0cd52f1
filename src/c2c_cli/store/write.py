"""Changes to a registry file: load, edit, verify, replace."""

import datetime
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import NamedTuple

from c2c_cli import streams
from c2c_cli.errors import InputError, WriteError, reason, refused, sentence
from c2c_cli.model import contacts
from c2c_cli.model.records import phrase
from c2c_cli.model.registry import Registry
from c2c_cli.store import disk, load, versions, writable
from c2c_cli.store.create import copy_bundled
from c2c_cli.store.diff import styled, unified
from c2c_cli.store.draft import Draft
from c2c_cli.store.locate import Location, data_option, locate_writable
from c2c_cli.store.lock import Lock, locked
from c2c_cli.store.notices import notices
from c2c_cli.text import cut, plural

MAX_TRIES = 3
"""Maximum number of attempts if another program changes the file during an update."""


class Change(NamedTuple):
    """A completed change to a draft."""

    done: str
    """What was done, in the past tense: `added centre ICDH`."""
    preposition: str
    """The word between it and the name of the file in the success message: `to`."""
    note: str = ""
    """A remark that follows the name of the file in the success message."""
    output: str = ""
    """Text for standard output, printed before the file is replaced."""
    recap: str = ""
    """The new record as TOML, printed after the success message."""
    warnings: Sequence[str] = ()
    placed: Sequence[str] | None = None
    """The warnings about the new records with their places in an imported file, if known."""
    restored: versions.Version | None = None
    """The version that an undo or redo went back to."""
    kept: str = ""
    """What was done, for `c2c undo --list`, if `done` contains personal data."""


_Apply = Callable[[bytes, str], tuple[bytes, Change]]
"""Function that returns the new content of a file from its content and its name.

It is called again if the file changes.
"""


def change(
    data: str | None, edit: Callable[[Draft], Change], *, day: datetime.date, dry_run: bool
) -> None:
    """Change the registry that `data`, the value of `--data`, selects.

    `edit` changes a draft and returns what it did. It is called again, with a new draft, if another
    program changes the file before it is replaced. With `dry_run`, only print the difference. Warn
    about changed records that look wrong as of a day. Raises WriteError if the file cannot be
    changed.
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

    _write(locate_writable(data), apply, dry_run=dry_run)


def rewrite(
    where: Location,
    old: bytes,
    new: bytes,
    completed: Change,
    *,
    day: datetime.date,
    data: str | None,
    dry_run: bool,
) -> None:
    """Replace the content `old` of a registry file with `new`, which a user has edited.

    `data` is the value of `--data` that selects the file. With `dry_run`, only print the
    difference. Warn about changed records that look wrong as of a day. Raises InvalidFileError if
    `new` is invalid, and WriteError if the file no longer contains `old`.
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

    _write(where, apply, dry_run=dry_run)


def _option_for_hints(data: str | None) -> str | None:
    """Return the option that commands in hints need; None if no command can change the registry.

    `--dry-run` shows a change to such a registry as well.
    """
    return None if writable.why_not(data) else data_option(data)


def _without_personal_data(done: str, before: Registry, after: Registry) -> str:
    """Return what was done to a contact, with its role only, if `done` contains other values of it.

    Otherwise, return an empty string. `c2c undo --list` must not show personal data.
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


def undo_or_redo(data: str | None, direction: versions.Direction, *, dry_run: bool) -> None:
    """Undo or redo one change to the registry that `data` selects.

    With `dry_run`, only print the difference. Raises WriteError if nothing was kept, or the file
    has changed since.
    """
    where = locate_writable(data)

    def apply(content: bytes, _: str) -> tuple[bytes, Change]:
        version = versions.next_step(where, direction, content)
        verb = {"undo": "undid", "redo": "redid"}[direction]
        return version.content(), Change(f"{verb} {version.change}", "in", restored=version)

    _write(where, apply, dry_run=dry_run)


def forget(data: str | None) -> None:
    """Delete all kept versions of the registry that `data` selects, and report their number.

    The registry file may have been deleted. Raises OutputError if a version cannot be deleted.
    """
    where = locate_writable(data)
    directory = os.path.dirname(os.path.realpath(where.file))  # noqa: PTH120  # as of versions
    # no other writer can change a file in a directory that was deleted or is read-only
    with locked(where) if os.access(directory, os.W_OK) else nullcontext():
        number = versions.forget(where)
    streams.note(f"deleted {plural(number, 'kept version')} of {where.file}")


def _write(where: Location, apply: _Apply, *, dry_run: bool) -> None:
    """Make a change, or with `dry_run` only print its difference; then print its warnings."""
    completed = _preview(where.file, apply) if dry_run else _save(where, apply)
    for line in completed.placed or ():
        streams.write_line(line)
    for warning in completed.warnings:
        streams.warn(warning)


def _preview(file: str, apply: _Apply) -> Change:
    """Print the difference that a change would make to a registry file, and return the change."""
    old = disk.read_bytes(file)
    new, completed = _applied(apply, old, file)
    difference = unified(old, new, file)
    if streams.is_terminal(sys.stdout):
        streams.write_styled(styled(difference))
    else:
        streams.write(difference)
    if new == old:
        streams.note(f"no changes to {file}")
    return completed


def _save(where: Location, apply: _Apply) -> Change:
    """Change a registry file, or a copy of it if it is bundled, and report what was done."""
    if where.bundled:
        apply(disk.read_bytes(where.file), where.file)  # fails before the registry is copied
        where = Location(copy_bundled(where), where.why)
    disk.require_writable(where.file)
    with locked(where) as lock:
        completed = _update(lock, where.file, apply)
    done = f"{completed.done} {completed.preposition} {where.file}"
    streams.note(sentence(done, completed.note))
    for line in completed.recap.splitlines():
        streams.write_line(f"  {line}")
    return completed


def _update(lock: Lock, file: str, apply: _Apply) -> Change:
    """Change a locked registry file, whose name in messages is `file`.

    Apply the change again if another program changes the file. Raises WriteError if it does so each
    time, or after the output of the change was printed.
    """
    for _ in range(MAX_TRIES):
        old = lock.read(file)
        new, completed = _applied(apply, old, file)
        if new == old:
            return Change("no changes", "to", warnings=completed.warnings)
        if _replace(lock, file, old, new, completed):
            return completed
    raise _changed_meanwhile(file)


def _applied(apply: _Apply, old: bytes, file: str) -> tuple[bytes, Change]:
    """Return the new content of a file and the change; raise WriteError if it is too large."""
    new, completed = apply(old, file)
    limit = disk.exceeded_limit(new)
    if limit:
        raise WriteError(f"{file} would be {limit}")
    return new, completed


def _replace(lock: Lock, file: str, old: bytes, new: bytes, completed: Change) -> bool:
    """Replace the content `old` of a file with `new`; return False if it no longer contains `old`.

    Raises WriteError if that happens after the output was printed: a second attempt would print it
    again.
    """
    real = lock.real
    with disk.temporary_beside(real, new, like=real) as temporary:
        if lock.read(file) != old:
            return False
        if completed.output:
            streams.write(completed.output)
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
