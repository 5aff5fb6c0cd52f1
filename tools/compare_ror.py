"""Compare a registry with a data dump of the Research Organization Registry (ROR).

This is the monthly check of the identifiers. ROR publishes its dumps on Zenodo, as described at
https://ror.readme.io/docs/data-dump. Nothing is changed, and what differs may be an error of ROR.
"""

import argparse
import io
import json
import re
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from c2c_cli import streams
from c2c_cli.errors import C2CError, InputError, OutputClosedError, reason, refused
from c2c_cli.model.records import Centre
from c2c_cli.store.disk import read_bytes
from c2c_cli.store.load import InvalidFileError, inspect
from c2c_cli.text import escape_controls, fold, plural, shell

PROGRAM = "compare_ror.py"

WORLD = Path(__file__).parents[1] / "data/world.toml"

ROR = "https://ror.org/"
UNESCO = f"{ROR}04h4z8k05"
"""Identifier of UNESCO, the parent of the records that ROR created from its list of centres."""

END = """\
Columns: centre (its id), identifier (in ROR), difference, registry and ror (the two values).

Differences:
  child of UNESCO  no centre has the identifier of this record, whose parent is UNESCO
  no record        the dump does not contain the identifier of the centre
  status           the record is inactive or withdrawn; its successors follow
  name, names.ko   ROR does not have this name; case, accents and punctuation are ignored
  country, city    ROR has other values, or only one of the two has a value
  website          likewise; http or https, www. and a final slash are ignored
  same name        the centre has no ROR id, and this record has one of its names
  same website     the centre has no ROR id, and this record has its website

The exit code is 0 if the comparison ran, even if there are differences, and otherwise 2.
"""

JSON_FILE = re.compile(r"(?!__MACOSX/).*\.json")
"""Path of a JSON file in a ZIP file; macOS adds files of its own, which have the same names."""

REQUIRED = {"id", "locations", "names", "status"}
"""Keys of a record that no other object in a dump has together."""

MALFORMED = (AttributeError, IndexError, KeyError, TypeError)
"""What reading a record raises if it does not follow the schema."""

UNDECOMPOSED = str.maketrans({"đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o"})
"""Letters with a stroke or without a dot, which Unicode does not decompose; ROR has Lodz."""

UNREADABLE = (EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged, encrypted or different file raises, apart from OSError."""


class Name(NamedTuple):
    """A name in ROR with its language, which may be empty."""

    language: str
    text: str


class Organisation(NamedTuple):
    """The part of a record of ROR that is compared."""

    id: str
    status: str
    """`active`, `inactive` or `withdrawn`."""
    title: str
    """The name that ROR displays."""
    names: tuple[Name, ...]
    countries: tuple[str, ...]
    cities: tuple[str, ...]
    websites: tuple[str, ...]
    parents: tuple[str, ...]
    successors: tuple[str, ...]

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Organisation":
        """Return the organisation of a record that follows version 2 of the schema.

        Raises one of MALFORMED if the record does not.
        """
        names = record["names"]
        displayed = [name["value"] for name in names if "ror_display" in name["types"]]
        places = [location["geonames_details"] for location in record["locations"]]
        countries = [place.get("country_code") for place in places]
        links = record.get("links", ())
        relationships = record.get("relationships", ())
        return cls(
            id=_string(record["id"]),
            status=_string(record["status"]),
            title=_string((*displayed, names[0]["value"])[0]),
            names=tuple(Name(name.get("lang") or "", _string(name["value"])) for name in names),
            countries=tuple(_string(country) for country in countries if country),
            cities=tuple(_string(place["name"]) for place in places),
            websites=tuple(_of_type("website", links, "value")),
            parents=tuple(_of_type("parent", relationships, "id")),
            successors=tuple(_of_type("successor", relationships, "id")),
        )

    def __str__(self) -> str:
        """Return the displayed name, with the status unless the record is active."""
        return self.title if self.status == "active" else f"{self.title} ({self.status})"

    def names_in(self, tag: str) -> str:
        """Return the names in the language of a tag, such as `zh-Hant`; ROR has no scripts."""
        language = tag.partition("-")[0]
        return _joined(name.text for name in self.names if name.language == language)


def _of_type(wanted: str, items: Iterable[Mapping[str, object]], key: str) -> Iterator[str]:
    """Yield the value of a key in the links or relationships of a type."""
    for item in items:
        if item["type"] == wanted:
            yield _string(item[key])


def _string(value: object) -> str:
    """Return a value that must be a string; otherwise raise TypeError."""
    if isinstance(value, str):
        return value
    raise TypeError(value)


class Difference(NamedTuple):
    """A line of the output."""

    centre: str
    identifier: str
    difference: str
    registry: str
    ror: str


def read_centres(file: str) -> Sequence[Centre]:
    """Return the centres of a registry file; raise InputError if it cannot be read.

    A key that c2c does not know is not an error, because it may be newer than the program.
    """
    content = read_bytes(file, missing="pass another file")
    invalid = InputError(f"{file} is not a valid registry", f"run c2c check {shell(file)}")
    try:
        reading = inspect(content, file)
    except InvalidFileError:
        raise invalid from None
    codes = {problem.diagnostic.code for problem in reading.data_problems}
    if codes - {"unknown-key"} or reading.parsed is not None:
        raise invalid
    centres: Sequence[Centre] = reading.tables["centre"]
    return centres


def read_dump(file: str) -> list[Organisation]:
    """Return the organisations of a data dump, a JSON or ZIP file; raise InputError if it fails."""
    try:
        if zipfile.is_zipfile(file):
            organisations = _read_zip(file)
        else:
            with Path(file).open("rb") as stream:
                organisations = _read_json(stream, file)
    except FileNotFoundError:
        raise InputError(f"{file} not found", "pass a data dump of ROR") from None
    except OSError as error:
        raise InputError.of(refused(f"read {file}", reason(error))) from None
    except UNREADABLE as error:
        message = f"cannot read {file} as JSON or ZIP: {error}"
        raise InputError(message, "pass a data dump of ROR") from None
    if not any(organisation.id == UNESCO for organisation in organisations):
        raise InputError(f"no record of UNESCO ({UNESCO}) in {file}", "pass a complete data dump")
    return organisations


def _read_zip(file: str) -> list[Organisation]:
    """Return the organisations of the first JSON file in a ZIP file that follows version 2.

    Until November 2025, the ZIP files of ROR also contained a JSON file that follows version 1, and
    the name of the other one ended with `_schema_v2.json`.
    """
    errors = []
    with zipfile.ZipFile(file) as archive:
        members = [name for name in archive.namelist() if JSON_FILE.fullmatch(name)]
        for member in sorted(members, key=lambda name: "_schema_v2" not in name):
            try:
                with archive.open(member) as stream:
                    return _read_json(stream, f"{member} in {file}")
            except InputError as error:
                errors.append(error)
    raise errors[0] if errors else InputError(f"no JSON file in {file}", "pass a data dump of ROR")


def _read_json(stream: IO[bytes], name: str) -> list[Organisation]:
    """Return the organisations of a JSON file.

    Raises InputError if it is not a list of records that follow version 2 of the schema.
    """
    # a wrapper decodes without keeping the bytes, and the hook converts each record when it is
    # read; otherwise a dump would take twice the memory
    with io.TextIOWrapper(stream, encoding="utf-8-sig") as text:
        records = json.load(text, object_hook=_converted)
    if not isinstance(records, list):
        raise InputError(f"{name} is not a list of records", "pass a data dump of ROR")
    for number, record in enumerate(records, 1):
        if not isinstance(record, Organisation):
            message = f"record {number} of {name} does not follow version 2 of the schema of ROR"
            hint = "pass the file whose name ends with _schema_v2.json" if number == 1 else ""
            raise InputError(message, hint)
    return records


def _converted(data: dict[str, Any]) -> Organisation | dict[str, Any]:
    """Return the organisation if an object of JSON is a whole record, and otherwise the object."""
    if not data.keys() >= REQUIRED:
        return data
    try:
        return Organisation.of(data)
    except MALFORMED:
        return data


def compare(centres: Sequence[Centre], organisations: Sequence[Organisation]) -> list[Difference]:
    """Return the differences between a registry and ROR, in the order of their lines."""
    by_id = {organisation.id: organisation for organisation in organisations}
    found = [*children(centres, organisations), *candidates(centres, organisations)]
    for centre in centres:
        identifier = ror_id(centre)
        if identifier in by_id:
            found += differences(centre, by_id[identifier])
        elif identifier:
            found.append(Difference(centre.id, identifier, "no record", "", ""))
    return sorted(set(found))


def ror_id(centre: Centre) -> str:
    """Return the ROR id of a centre as an address, or an empty string."""
    identifier = (centre.identifiers or {}).get("ror", "")
    return identifier and ROR + identifier.removeprefix(ROR)


def children(
    centres: Iterable[Centre], organisations: Iterable[Organisation]
) -> Iterator[Difference]:
    """Yield the records whose parent is UNESCO and whose identifier no centre has."""
    known = {ror_id(centre) for centre in centres}
    for organisation in organisations:
        if UNESCO in organisation.parents and organisation.id not in known:
            yield Difference("", organisation.id, "child of UNESCO", "", str(organisation))


def candidates(
    centres: Iterable[Centre], organisations: Iterable[Organisation]
) -> Iterator[Difference]:
    """Yield the records with a name or the website of a centre that has no ROR id."""
    by_name: dict[str, list[tuple[str, str]]] = {}
    by_website: dict[str, list[tuple[str, str]]] = {}
    for centre in centres:
        if ror_id(centre):
            continue
        for name in (centre.name, *(centre.names or {}).values()):
            by_name.setdefault(name_key(name), []).append((centre.id, name))
        if centre.website:
            key = website_key(centre.website)
            by_website.setdefault(key, []).append((centre.id, centre.website))
    for organisation in organisations:
        title = str(organisation)
        for _, text in organisation.names:
            for centre_id, value in by_name.get(name_key(text), ()):
                yield Difference(centre_id, organisation.id, "same name", value, title)
        for website in organisation.websites:
            for centre_id, value in by_website.get(website_key(website), ()):
                yield Difference(centre_id, organisation.id, "same website", value, title)


def differences(centre: Centre, organisation: Organisation) -> Iterator[Difference]:
    """Yield what differs between a centre and the record of its ROR id."""
    for difference, registry, ror in _compared(centre, organisation):
        yield Difference(centre.id, organisation.id, difference, registry, ror)


def _compared(centre: Centre, organisation: Organisation) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each value that differs, and the value in the registry and in ROR."""
    if organisation.status != "active":
        yield "status", "", _joined([organisation.status, *organisation.successors])
    known = {name_key(name.text) for name in organisation.names}
    if name_key(centre.name) not in known:
        yield "name", centre.name, organisation.title
    for tag, name in (centre.names or {}).items():
        if name_key(name) not in known:
            yield f"names.{tag}", name, organisation.names_in(tag)
    if centre.country not in organisation.countries:
        yield "country", centre.country, _joined(organisation.countries)
    if not _is_among(centre.city, organisation.cities, name_key):
        yield "city", centre.city or "", _joined(organisation.cities)
    if not _is_among(centre.website, organisation.websites, website_key):
        yield "website", centre.website or "", _joined(organisation.websites)


def _is_among(value: str | None, values: Sequence[str], key: Callable[[str], str]) -> bool:
    """Return whether one of the values has the key of `value`, or there is none of both."""
    if value is None:
        return not values
    return key(value) in map(key, values)


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def name_key(name: str) -> str:
    """Return a key for comparing names that ignores case, accents and punctuation."""
    return re.sub(r"[\W_]+", " ", fold(name).translate(UNDECOMPOSED)).strip()


def website_key(website: str) -> str:
    """Return a key for comparing websites that ignores the scheme, `www.` and a final slash."""
    address = re.sub(r"^https?://", "", website.strip(), flags=re.IGNORECASE)
    address = address.partition("#")[0].rstrip("/")
    host, slash, path = address.partition("/")
    return host.lower().removeprefix("www.") + slash + path


def table(found: Iterable[Difference]) -> str:
    """Return TSV with a heading; TAB, LF, CR and the backslash are escaped as by c2c."""
    lines = ["\t".join(Difference._fields)]
    for difference in found:
        cells = [escape_controls(cell.replace("\\", "\\\\")) for cell in difference]
        lines.append("\t".join(cells))
    return "".join(f"{line}\n" for line in lines)


def summary(found: Sequence[Difference]) -> str:
    """Return the number of differences, in all and of each kind; names of all languages are one."""
    counts = Counter(difference.difference.partition(".")[0] for difference in found)
    kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(counts.items()))
    total = plural(len(found), "difference")
    return f"{total}: {kinds}" if kinds else total


def main(args: Sequence[str]) -> int:
    """Print the differences and their counts, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description=__doc__,
        epilog=END,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("dump", metavar="DUMP", help="the data dump, a JSON or ZIP file")
    parser.add_argument(
        "--data",
        metavar="FILE",
        default=str(WORLD),
        help="the registry file (default: data/world.toml)",
    )
    options = parser.parse_args(args)
    try:
        centres = read_centres(options.data)
        organisations = read_dump(options.dump)
        found = compare(centres, organisations)
        streams.write(table(found))
    except OutputClosedError as error:
        return error.exit_code
    except C2CError as error:
        streams.write_line(f"{PROGRAM}: error: {error}")
        return 2
    having = sum(bool(ror_id(centre)) for centre in centres)
    streams.write_line(
        f"{PROGRAM}: compared {plural(len(centres), 'centre')}, {having} of them with a ROR id, "
        f"with {plural(len(organisations), 'record')} of ROR"
    )
    streams.write_line(f"{PROGRAM}: {summary(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
