"""Known warnings, which `c2c check --ignore` omits."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from c2c_cli.errors import ErrorCode, TextProblem, UsageError, WarningCode, of_option, sentence
from c2c_cli.model.values import word_of
from c2c_cli.text import did_you_mean, fold, fold_id, nearest, quoted

OPTION = "--ignore"


class Ignored(NamedTuple):
    """The warnings that a value of `--ignore` selects."""

    text: str
    """The value as it was typed."""
    code: str
    record: Sequence[str] = ()
    """The words that name a record; without any, all records are meant."""

    def matches(self, problem: TextProblem) -> bool:
        """Return whether a warning has the code and is about the record.

        The noun may be omitted, and so may all that follows the kind of a rule or a waiver:
        `cadence heads 2018` is also `heads 2018` and `heads`.
        """
        if problem.code != self.code:
            return False
        noun, *name = fold_id(problem.record).split(" ")
        words = [*self.record]
        if words[:1] == [noun] and len(words) > 1:
            words = words[1:]
        return words == name[: len(words)] or words == [noun, *name]


def parse(values: Iterable[str] | None) -> list[Ignored]:
    """Return what the values of `--ignore` select, each of which may be a list such as `A,B`.

    Raises UsageError if a code is unknown, or if it is the code of an error.
    """
    with of_option(OPTION):
        return [_parsed(text.strip()) for value in values or () for text in value.split(",")]


def _parsed(text: str) -> Ignored:
    code, colon, record = text.partition(":")
    if fold(code) in get_args(ErrorCode):
        raise UsageError(f"cannot ignore error {quoted(code)}", "correct the file")
    found = word_of("code", code, get_args(WarningCode))
    words = fold_id(record).split()
    if colon and not words:
        raise UsageError(f"record is empty in {quoted(text)}", "omit the colon for all records")
    return Ignored(text, found, words)


def split(
    problems: Iterable[TextProblem], ignored: Sequence[Ignored]
) -> tuple[list[TextProblem], list[TextProblem]]:
    """Return the errors and warnings to report, and the warnings to ignore."""
    reported: list[TextProblem] = []
    known: list[TextProblem] = []
    for problem in problems:
        is_known = any(each.matches(problem) for each in ignored)
        (known if is_known else reported).append(problem)
    return reported, known


def unmatched(
    ignored: Iterable[Ignored], known: Sequence[TextProblem], reported: Iterable[TextProblem]
) -> list[str]:
    """Return a sentence about each value of `--ignore` that matches no warning.

    `known` are the warnings that are ignored, and `reported` the others.
    """
    warnings = [problem for problem in reported if problem.severity == "warning"]
    lines = []
    for each in ignored:
        if any(each.matches(problem) for problem in known):
            continue
        records = [problem.record for problem in warnings if problem.code == each.code]
        names = [record.partition(" ")[2] or record for record in records]
        near = nearest(" ".join(each.record), [*names, *records]) if each.record else None
        hint = did_you_mean(f"{each.code}:{near}") if near else "omit it"
        lines.append(sentence(f"{OPTION} {quoted(each.text)} matches no warning", hint))
    return lines
