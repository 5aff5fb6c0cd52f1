"""A TOML text that is faulty: what can be read of it, and what is wrong with it. Knows text, not centres."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

import tomli

from c2c_cli.errors import Diagnostic, Path
from c2c_cli.toml import mistakes
from c2c_cli.toml.grammar import Statement, statement_at
from c2c_cli.toml.layout import Places, Span
from c2c_cli.toml.mistakes import AT_END, Complaint

MOST = 100_000
"""So many faults of a text are told; what has more is no registry."""

_FAR = 128
"""So many lines a statement may have below one that is never closed."""

_RESUMES = re.compile(r"\s*(?:\[|[\w.\"'-]+\s*=|[\w.-]+:\s)")
"""How a line begins that most likely begins a statement, as TOML or YAML have them."""


_BLANK_LINE = re.compile(r"[ \t]*+(?:\r?\n|\Z)")


class TextFault(NamedTuple):
    """A place where the text is not TOML, and what would be."""

    span: Span
    diagnostic: Diagnostic


class Broken(NamedTuple):
    """A statement that the parser does not accept, with the lines behind it up to the next that begins one."""

    start: int
    text: str
    complaint: Complaint


def split(text: str) -> Iterator[Statement | Broken]:
    """Yield each statement of a text."""
    at, farthest = 0, len(text)
    while at < len(text):
        end = _line_end(text, at)
        if _BLANK_LINE.match(text, at):
            at = end + 1
            continue
        statement = statement_at(text, at)
        end = _line_end(text, statement.end) if statement else end
        complaint = _try(text[at : end + 1])
        if complaint is not None:
            if statement is None:
                complaint = _read_on(text, at, complaint, farthest)
            elif complaint.line > 1 and statement.text[statement.value] == "[":
                end = _cut(text, at, end, complaint)
            if complaint.column == AT_END or complaint.message == "RecursionError":
                farthest = _FAR  # what is never closed was read to the end, which is not done for each line of it
            end = _resume(text, at, end, complaint)
            yield Broken(at, text[at:end], complaint)
        elif statement is not None:
            yield statement
        at = end + 1


def _cut(text: str, at: int, end: int, complaint: Complaint) -> int:
    """Return where a list that is never closed ends, though a later bracket may seem to close it: at a statement."""
    line = at
    for _ in range(complaint.line - 1):
        line = _line_end(text, line) + 1
    return end if statement_at(text, line) is None else line - 1


def _read_on(text: str, at: int, complaint: Complaint, farthest: int) -> Complaint:
    """Return what the parser says of a statement that the pattern does not take, read as far as that may mend it.

    Reading on mends nothing but an error at the end of what was read. Then the run grows, twice as long each time.
    """
    lines, end = 1, _line_end(text, at)
    while complaint.column == AT_END and lines < farthest and end < len(text):
        for _ in range(lines):
            end = _line_end(text, min(end + 1, len(text)))
        lines *= 2
        complaint = _try(text[at : end + 1]) or complaint
    return complaint._replace(line=1) if complaint.column == AT_END else complaint


def _resume(text: str, at: int, end: int, complaint: Complaint) -> int:
    """Return where a broken statement ends, with the lines behind it up to the next that begins one."""
    line = 1 + text.count("\n", at, end)
    while end < len(text):
        begins = statement_at(text, end + 1)
        if complaint.column == AT_END:  # all up to the end may belong to it; a header most likely does not
            if begins is not None and begins.text.startswith("["):
                break
        elif line >= complaint.line - 1 and (begins is not None or _RESUMES.match(text, end + 1)):
            break
        end = _line_end(text, end + 1)
        line += 1
    return end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _try(text: str) -> Complaint | None:
    """Return what the parser says of a piece of a text, None if it takes it."""
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return Complaint(error.msg, error.lineno, AT_END if error.pos >= len(error.doc) else error.colno)
    except (ValueError, RecursionError) as error:
        return Complaint(type(error).__name__, 1, 1)
    return None


class Document(Places):
    """A faulty text and its statements."""

    def __init__(self, text: str) -> None:
        if text.endswith("\r"):
            text += " "  # or the line's end, which may be missing, would hide it
        super().__init__(text if text.endswith("\n") else f"{text}\n")
        self.faults: list[TextFault] = []
        self.damaged: set[Path] = set()
        """Tables of which a statement could not be read."""
        self.lost: set[str] = set()
        """Keys at the top under which a whole table could not be read."""
        self._sound: list[Statement] = []
        self._conflict: Path | None = None
        """Where keys went above the last mark of a conflict."""
        self._twice = 0
        """The line below the last key that was there already."""
        self.data = self._read()
        """What can be read of the text once the faulty statements are left out."""

    def _read(self) -> dict[str, Any]:
        self._index()
        while True:
            try:
                return tomli.loads("".join(f"{statement.text}\n" for statement in self._sound))
            except tomli.TOMLDecodeError as error:
                # sound statements that contradict each other in one of TOML's rarer ways
                self._contradiction(error)
                self.lost.add("")
                if len(self.faults) > 100:
                    self.damaged.add(())
                    return {}

    def _index(self) -> None:
        """Give each statement its place in the data; leave out those that cannot stand where they do."""
        statements = [*self._statements()]
        arrays = {one.path for one in statements if isinstance(one, Statement) and one.kind == "array"}
        counts: dict[Path, int] = {}
        table: Path | None = ()
        """Where keys go; None below a header that is left out."""
        for one in statements:
            if len(self.faults) == MOST:
                wrong = "so much is wrong above that nothing is read from here on"
                self._tell(one.start, one.start, Diagnostic("too-large", wrong, "put that right first"))
                self.lost.add("")
                self.damaged.add(())
                return
            if isinstance(one, Broken):
                table = self._broken(one, table)
            elif one.kind == "key":
                if table is not None and not self._taken(one, (*table, *one.path), ".".join(one.path)):
                    self._sound.append(one)
            elif len(one.path) == 1 or table is not None:
                table = self._header(one, arrays, counts)
                if table is not None:
                    self._sound.append(one)

    def _statements(self) -> Iterator[Statement | Broken]:
        broken = 0
        for one in split(self.text):
            yield one
            broken += isinstance(one, Broken)
            if broken > MOST:
                return

    def _tell(self, start: int, end: int, wrong: Diagnostic) -> None:
        self.faults.append(TextFault(self.span(start, end), wrong))

    def _broken(self, one: Broken, table: Path | None) -> Path | None:
        """Note what is wrong with a statement, and return where the keys below it go."""
        first = one.text.partition("\n")[0]
        if mark := mistakes.merge_mark(first):
            table = self._merge_mark(mark, table)
            if mark in "|=>" and self._conflict is not None:
                return table
        number, slip = mistakes.explain(one.text, one.complaint)
        line = self.span(one.start, one.start).line + number - 1
        self.faults.append(TextFault(Span(line, slip.column, line, slip.end), slip.diagnostic))
        if not mark and mistakes.is_header(first):
            self.lost.add(mistakes.name_in_header(first))
            return None
        if table is not None:
            self.damaged.add(table)
        return table

    def _merge_mark(self, mark: str, table: Path | None) -> Path | None:
        """Return where keys go behind a mark of git's: those of the other side nowhere."""
        if mark == "<":
            self._conflict = table
        elif mark in "|=":
            return None
        elif self._conflict is not None:
            return self._conflict
        return table

    def _header(self, header: Statement, arrays: set[tuple[str, ...]], counts: dict[Path, int]) -> Path | None:
        """Return the path of the table that a header opens, or None where it cannot stand there."""
        path: Path = ()
        name = ".".join(header.path)
        both = Diagnostic("bad-header", f"[{name}] and [[{name}]] cannot both be there")
        for depth, key in enumerate(header.path[:-1], start=1):
            path = (*path, key)
            if path in counts:
                path = (*path, counts[path] - 1)
            elif header.path[:depth] in arrays:
                parent = ".".join(header.path[:depth])
                wrong = f"there is no [[{parent}]] above that it could belong to"
                hint = f"write it below the [[{parent}]] whose it is"
                self._refuse(header, Diagnostic("misplaced-table", wrong, hint))
                return None
        path = (*path, header.path[-1])
        if header.kind == "array":
            if path in self.statements:
                self._refuse(header, both)
                return None
            counts[path] = counts.get(path, 0) + 1
            path = (*path, counts[path] - 1)
            self.note(path, header)
            return path
        if path in counts:
            self._refuse(header, both._replace(hint=f"write [[{name}]]"))
            return None
        return None if self._taken(header, path, f"[{name}]") else path

    def _taken(self, statement: Statement, path: Path, name: str) -> bool:
        """Give a statement its place; tell whether another stands there already.

        Of keys one below the other that are there twice, a header above is what lacks.
        """
        first = self.note(path, statement)
        if first is statement:
            return False
        span = self.span(statement.start, statement.end)
        if statement.kind == "key" and self._twice == span.line:
            last = self.faults[-1]
            hint = f"{last.diagnostic.hint.partition(', or')[0]}, or write the header that is missing above"
            self.faults[-1] = last._replace(diagnostic=last.diagnostic._replace(hint=hint))
        else:
            hint = f"keep this one or that of line {self.span(first.start, first.start).line}"
            self._refuse(statement, Diagnostic("duplicate-key", f"{name} is there twice", hint))
        self._twice = span.end_line + 1
        return True

    def _refuse(self, statement: Statement, wrong: Diagnostic) -> None:
        if statement.kind != "key":
            self.lost.add(statement.path[0])
        self.faults.append(TextFault(self.head(statement), wrong))

    def _contradiction(self, error: tomli.TOMLDecodeError) -> None:
        """Note a sound statement that cannot stand beside another, and leave it out with what is below it."""
        ends = accumulate(one.text.count("\n") + 1 for one in self._sound)
        place = next(place for place, end in enumerate(ends) if end >= error.lineno)
        one = self._sound[place]
        wrong = f"{'.'.join(one.path)} is there already, written in another way"
        self.faults.append(TextFault(self.head(one), Diagnostic("duplicate-key", wrong)))
        last = place + 1
        while one.kind != "key" and last < len(self._sound) and self._sound[last].kind == "key":
            last += 1
        del self._sound[place:last]
