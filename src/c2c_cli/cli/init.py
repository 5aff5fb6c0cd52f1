"""`c2c init`: a new registry file."""

import os
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from c2c_cli import streams
from c2c_cli.cli import field_options, group, options
from c2c_cli.errors import NotFoundError, UsageError, missing
from c2c_cli.model.records import OTHER, Centre
from c2c_cli.model.registry import Registry
from c2c_cli.store import disk, load
from c2c_cli.store.create import DEFAULT_NETWORK, create, require_new, template
from c2c_cli.store.locate import BUNDLED, DASH, bundled_registry, data_option, locate
from c2c_cli.text import all_of, one_of, plural, shell

if TYPE_CHECKING:  # imported where a part is copied
    from c2c_cli.model.part import Part
    from c2c_cli.model.select import CentreFilters

_FILE = (
    "File to create (default: data/centres.toml). To use a file in another place, pass it with "
    "--data or set $C2C_DATA."
)
_DEFAULT = "data/centres.toml"
_NETWORK = "Name of the network; required with --country or --sector."
_COPY = options.other_option(
    "--copy",
    "Copy a bundled registry; --copy alone copies korea.",
    "[korea|world]",
    words=BUNDLED,
    noun="bundled registry",
)
_COUNTRY = options.other_option(
    "--country",
    "Copy only centres in a country: name or ISO 3166-1 code; repeatable, or A,B.",
    "CODE",
)
_SECTOR = options.other_option(
    "--sector", "Copy only centres in a sector: id, code or name; repeatable, or A,B.", "SECTOR"
)

_NEXT = ("add centre", "edit", "check")
"""The commands that follow the creation of an empty registry."""

_NEXT_AFTER_COPY = ("list", "due", "check")
"""The commands that follow the copy of a registry."""

_FILE_OR_OPTION = re.compile(r"-|$|.*[./\\]")
"""The beginning of a word after `--copy` that cannot be the name of a registry."""


class _Init(group.Command):
    """A command with an option `--copy` whose value may be omitted."""

    def parse_args(self, ctx: group.Context, args: list[str]) -> list[str]:
        """Parse the arguments; `--copy` without the name of a bundled registry copies korea."""
        for place, (word, following) in enumerate(pairwise([*args, ""])):
            if word == "--copy" and _FILE_OR_OPTION.match(following):
                args[place] = "--copy=korea"
        return super().parse_args(ctx, args)


class _New(NamedTuple):
    """A registry to be created."""

    content: bytes
    contents: str = ""
    """What it contains, in words, if that is a part of another registry."""
    omitted: str = ""
    """What was not copied, in words, although it concerns the copied records."""


@group.new_command(
    'c2c init mine.toml --network "Centres of the Lake"',
    "c2c init copy.toml --copy",
    'c2c init iran.toml --copy world --country IR --network "Centres in Iran"',
    cls=_Init,
)
def command(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help=_FILE, show_default=False)
    ] = _DEFAULT,
    network: Annotated[str | None, typer.Option("--network", metavar="NAME", help=_NETWORK)] = None,
    copy: Annotated[str | None, _COPY] = None,
    country: Annotated[list[str] | None, _COUNTRY] = None,
    sector: Annotated[list[str] | None, _SECTOR] = None,
) -> None:
    """Create a registry, empty or copied from a bundled one."""
    _require_file(file)
    if country or sector:
        new = _part(file, network, copy, country or [], sector or [])
    elif copy is None:
        with field_options.errors_by_option(lambda _: "--network"):
            new = _New(template(DEFAULT_NETWORK if network is None else network))
    elif network is not None:
        hint = "add --country or --sector, or rename the copy with c2c edit network"
        raise UsageError("--network cannot be used with --copy alone", hint)
    else:
        new = _New(disk.read_bytes(str(bundled_registry(copy))))
    create(file, new.content)
    streams.note(f"created {file}{new.contents}")
    option = ""
    if os.path.realpath(locate(None).file) != os.path.realpath(file):
        option = data_option(file)
        streams.note(f"{file} is not found automatically; pass{option}")
    if new.omitted:
        streams.warn(new.omitted)
    if streams.is_terminal(sys.stderr):
        streams.note("next, run:")
        for words in _NEXT if copy is None else _NEXT_AFTER_COPY:
            streams.write_line(f"  c2c {words}{option}")


def _require_file(file: str) -> None:
    """Raise UsageError if an argument cannot be the name of a new file."""
    message, hint = "", "pass a file"
    if file == DASH:
        message = "cannot write to standard output"
    elif not file:
        message = "file name is empty"
    elif Path(file) == Path():
        message = "expected a file, not a directory"
    elif file in BUNDLED:  # --data would not find the file
        message = f"{file} is the name of a bundled registry"
        hint = f"pass another file, or use --copy {file}"
    if message:
        raise UsageError(message, hint, subject="FILE")


def _part(
    file: str, network: str | None, copy: str | None, countries: list[str], sectors: list[str]
) -> _New:
    """Return the part of a bundled registry that the options select.

    In a terminal, prompt for the name of the network if it is not given.
    """
    # an empty registry and a whole copy need neither
    from c2c_cli.model.select import centre_filters  # noqa: PLC0415
    from c2c_cli.store.extract import extract  # noqa: PLC0415

    if copy is None:
        option = "--country" if countries else "--sector"
        names = one_of([f"--copy {name}" for name in BUNDLED])
        raise UsageError(f"--copy is required with {option}", f"add {names}")
    if not network and not streams.can_prompt():
        raise UsageError.of(missing("option --network", "pass --network NAME"))
    content = disk.read_bytes(str(bundled_registry(copy)))
    registry, _ = load.read(content, copy)
    filters = centre_filters(
        registry, text=None, sectors=sectors, statuses=None, countries=countries
    )
    centres = _matching(registry, filters, copy)
    require_new(file)
    if not network:
        from c2c_cli.cli import prompt  # noqa: PLC0415  # only in a terminal

        network = prompt.ask_name(registry)
    command = f"c2c init --copy {copy}"
    for option, words in (("--country", filters.countries), ("--sector", filters.sectors)):
        if words:
            command += f" {option} {shell(','.join(words))}"
    text = load.decoded(content, copy)
    with field_options.errors_by_option(lambda _: "--network"):
        content, part = extract(text, registry, centres, network=network, command=command)
    return _New(content, f" with {_contents(part.registry)}", _omitted(registry, part))


def _matching(registry: Registry, filters: "CentreFilters", name: str) -> list[Centre]:
    """Return the centres of the bundled registry `name` that match; raise an error if none does."""
    from c2c_cli.model.part import centres_of  # noqa: PLC0415  # as above

    centres = centres_of(registry, filters.countries, filters.sectors)
    if centres:
        return centres
    hint = f"see c2c list --data {name}"
    for other in BUNDLED:
        if centres_of(load.load_registry(other), filters.countries, filters.sectors):
            hint = f"use --copy {other}"
    raise NotFoundError(f"no matching centres in {name}", hint)


def _contents(registry: Registry) -> str:
    """Return the numbers of records in a registry, such as `8 centres and 2 meetings`."""
    first = ("centre", "meeting")
    tables = {table: len(records) for table, records in registry.tables().items()}
    del tables["network"]
    order = [*first, *(table for table in tables if table not in first)]
    return all_of([plural(tables[table], table) for table in order if tables[table]])


def _omitted(registry: Registry, part: "Part") -> str:
    """Return a warning that names what was not copied to a part of a registry, or nothing."""
    found = []
    if registry.cadence:
        rules = plural(len(registry.cadence), "cadence rule")
        found.append(f"omitted {rules}, which apply to the whole network")
        dropped = part.changed_kinds(None)
        if dropped:
            has = "has" if dropped == 1 else "have"
            meetings = plural(dropped, "meeting")
            found[0] += f"; {meetings} of those kinds now {has} no kind"
    others = part.changed_kinds(OTHER)
    if others:
        meetings = plural(others, "meeting")
        found.append(
            f'changed the kind of {meetings} to "other", because their obligations were not copied'
        )
    return "; ".join(found)
