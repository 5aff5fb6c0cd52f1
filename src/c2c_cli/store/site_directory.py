"""The directory of a site: its files, and the list of them."""

import json
import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from c2c_cli.errors import InputError, OutputError, WriteError, reason, refused
from c2c_cli.store import disk
from c2c_cli.store.locate import Location
from c2c_cli.store.lock import locked
from c2c_cli.text import fold_id

LIST = ".c2c-site.json"
"""The name of the file that lists the files of a site."""

_SCHEMA = 1
"""Version of the format of the list."""

_FOREIGN = re.compile(r"""[\x00-\x1f\x7f\ud800-\udfff\\:*?"<>|]""")
"""A character that no name of a file of a site contains."""

_OTHER = "pass a new or empty directory"


def write(
    directory: str, names: Collection[str], files: Iterable[tuple[str, bytes]], registry: str
) -> None:
    """Write the files of a site into a directory, and delete those that it no longer has.

    The directory is new, empty or that of an earlier run. `names` are the names of all files, with
    slashes, and `files` their names and contents. `registry` is the path of the registry file,
    which is never written or deleted.

    Raises WriteError if nothing was written, and OutputError if a file cannot be written.
    """
    site = _SiteDirectory(directory)
    site.listed()  # before a lock file is created in a directory of the user
    site.create()
    with locked(Location(site.shown(LIST), "")):
        listed = site.listed()
        site.require_replaceable(names, listed, registry)
        new = {*names}
        stale = [name for name in listed if name not in new]
        # a run that is killed at any moment leaves no file that is not listed
        site.replace(LIST, _list_of([*names, *stale]))
        keys = {fold_id(name) for name in names}
        # if the file system ignores case, these are also the new files
        site.delete([name for name in stale if fold_id(name) in keys])
        site.save(files)
        site.delete(stale)
        site.save([(LIST, _list_of(names))])


class _SiteDirectory:
    """A directory for the files of a site."""

    def __init__(self, name: str) -> None:
        self._name = name
        # it may be a link, but nothing in it may lead to other directories
        try:
            self._root = Path(os.path.realpath(name))
        except OSError as error:  # the working directory was deleted
            raise WriteError.of(refused(f"create {name}", reason(error))) from None
        self._list = self._root / LIST
        unique = f"{os.getpid()}-{os.urandom(6).hex()}"
        self._temporary = self._root / disk.temporary_name(self._list, unique)
        """The file to which each content is written first."""

    def shown(self, name: str) -> str:
        """Return the path of a file for messages."""
        return os.path.join(self._name, *name.split("/"))  # noqa: PTH118  # it keeps ./

    def create(self) -> None:
        """Create the directory and its parents, unless it exists."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError.of(refused(f"create {self._name}", reason(error))) from None

    def listed(self) -> list[str]:
        """Return the files of the last run; none if the directory is new or empty.

        Raises WriteError if the directory contains other files but no list, or an invalid list.
        """
        try:
            found = os.listdir(self._root)  # noqa: PTH208  # only their names
        except FileNotFoundError:
            return []
        except NotADirectoryError:
            raise WriteError(f"{self._name} is not a directory", _OTHER) from None
        except OSError as error:
            raise WriteError.of(refused(f"read {self._name}", reason(error), _OTHER)) from None
        if LIST in found:
            return self._read_list()
        if all(map(self._is_temporary, found)):
            return []
        raise WriteError(f"{self._name} is not empty and contains no {LIST}", _OTHER)

    def _is_temporary(self, name: str) -> bool:
        """Return whether a name is that of a temporary file or a lock file of c2c."""
        start = self._temporary.name.partition("-")[0]
        is_content = name.startswith(f"{start}-") and name.endswith(".c2c")
        return is_content or name.startswith(f".{LIST}.lock")

    def _read_list(self) -> list[str]:
        """Return the names in the list; raise WriteError if it is invalid."""
        shown = self.shown(LIST)
        if not _is_regular(self._list):
            raise WriteError(f"{shown} is not a regular file", _OTHER)
        try:
            content = json.loads(disk.read_bytes(str(self._list), name=shown))
        except InputError as error:
            raise WriteError(error.message, _OTHER) from None
        except (ValueError, RecursionError):
            raise WriteError(f"{shown} is not valid JSON", _OTHER) from None
        schema = content.get("schema") if isinstance(content, dict) else None
        if type(schema) is int and schema > _SCHEMA:
            raise WriteError(f"{shown} was written by a newer version of c2c", "upgrade c2c")
        names = content.get("files") if schema == _SCHEMA else None
        if not isinstance(names, list) or not all(map(_is_name, names)):
            raise WriteError(f"{shown} is not a valid list of files", _OTHER)
        return [*dict.fromkeys(names)]

    def require_replaceable(
        self, names: Collection[str], listed: Collection[str], registry: str
    ) -> None:
        """Raise WriteError if a file or directory that is not of the last run is in the way."""
        used = fold_id(os.path.realpath(registry))
        for name in (*names, *listed):
            if fold_id(str(self._path(name))) == used:
                message = f"{self._name} contains the registry file {self.shown(name)}"
                raise WriteError(message, _OTHER)
        for parent in sorted({str(parent) for name in names for parent in _parents(name)}):
            if os.path.lexists(self._path(parent)) and not _is_directory(self._path(parent)):
                message = f"{self.shown(parent)} is not a directory"
                raise WriteError(message, f"move it, or {_OTHER}")
        by_key = {fold_id(name): name for name in listed}
        for name in names:
            path = self._path(name)
            if not os.path.lexists(path):
                continue
            earlier = by_key.get(fold_id(name))
            is_listed = earlier is not None and _is_same(path, self._path(earlier))
            if not is_listed or _is_directory(path):
                message = f"{self.shown(name)} already exists and was not written by c2c"
                raise WriteError(message, f"move it, or {_OTHER}")

    def save(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write files."""
        for name, content in files:
            try:
                self.replace(name, content)
            except (OSError, ValueError) as error:
                raise self._incomplete(f"write {self.shown(name)}", error) from None

    def replace(self, name: str, content: bytes) -> None:
        """Write a file atomically, unless it already has this content; raise OSError if that fails.

        It is not flushed to the disk, which would take most of the time of a run. After a power
        failure, the site can be written again.
        """
        path = self._path(name)
        if _has_content(path, content):  # so that its time is that of its last change
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with disk.new_file(self._temporary, 0o666) as stream:
                stream.write(content)
            disk.once_closed(lambda: self._temporary.replace(path))
        except BaseException:
            disk.remove(self._temporary)
            raise

    def delete(self, names: Iterable[str]) -> None:
        """Delete files, and the directories that become empty."""
        for name in names:
            try:
                self._delete(name)
            except OSError as error:
                raise self._incomplete(f"delete {self.shown(name)}", error) from None

    def _delete(self, name: str) -> None:
        """Delete a file, and the directories that become empty.

        What has become a directory, or is in a directory that has become a link, is not deleted.
        """
        parents = [self._path(str(parent)) for parent in _parents(name)]
        if any(os.path.lexists(parent) and not _is_directory(parent) for parent in parents):
            return
        path = self._path(name)
        if os.path.lexists(path) and not _is_directory(path):
            disk.once_closed(path.unlink)
        for parent in parents:
            if _is_directory(parent) and not any(parent.iterdir()):
                parent.rmdir()

    def _incomplete(self, action: str, error: OSError | ValueError) -> OutputError:
        """Return the error that the site could not be written completely."""
        why = f"{reason(error)}, so {self._name} is incomplete"
        return OutputError.of(refused(action, why, "correct this, and run the command again"))

    def _path(self, name: str) -> Path:
        return self._root.joinpath(*name.split("/"))


def _list_of(names: Iterable[str]) -> bytes:
    """Return the content of a list."""
    content = {"schema": _SCHEMA, "files": [*names]}
    return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()


def _parents(name: str) -> Iterator[PurePosixPath]:
    """Yield the directories of a name, the innermost first, without the root."""
    yield from [*PurePosixPath(name).parents][:-1]


def _is_name(name: object) -> bool:
    """Return whether a value in a list can be the name of a file of a site.

    The file is in the directory, and neither it nor its directories are hidden, as in `.git`.
    """
    if not isinstance(name, str) or _FOREIGN.search(name):
        return False
    return all(part and part[0] != "." and part[-1] not in ". " for part in name.split("/"))


def _is_directory(path: Path) -> bool:
    """Return whether a path in a real directory is that of a directory, and not of a link."""
    # Windows also has junctions, which are links, but no symbolic ones
    real = os.path.normcase(os.path.realpath(path))
    return path.is_dir() and real == os.path.normcase(path)


def _is_regular(path: Path) -> bool:
    """Return whether a path is that of a regular file, and not of a link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def _has_content(path: Path, content: bytes) -> bool:
    """Return whether a path is that of a regular file with this content."""
    try:
        return (
            _is_regular(path)
            and path.stat().st_size == len(content)
            and path.read_bytes() == content
        )
    except OSError:
        return False


def _is_same(path: Path, other: Path) -> bool:
    """Return whether two paths are those of the same file, or of the same link."""
    try:
        return path == other or os.path.samestat(path.lstat(), other.lstat())
    except OSError:
        return False
