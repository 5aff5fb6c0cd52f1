"""Extra keys: values that a network keeps for itself, such as a budget."""

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from c2c_cli.errors import DataProblem, Diagnostic, InvalidError, invalid, problem, wrong_type
from c2c_cli.model.dates import Date
from c2c_cli.model.values import can_be_in_id, filled
from c2c_cli.text import Number, fold

COLUMN = "extra."
"""The beginning of the name of a column that shows an extra key."""

Scalar = str | int | Number | Date
"""A string, a number, a boolean (which is an int) or a day."""

TABLES = ("centre", "meeting")
"""The tables whose records may have extra keys."""

_NUMBER = r"[+-]?(?:0|[1-9](?:_?[0-9])*)(\.[0-9](?:_?[0-9])*)?([eE][+-]?[0-9](?:_?[0-9])*)?"
"""A number as in TOML; its groups are the fraction and the exponent."""

_GROUPED = r"[+-]?[0-9]{1,3}(?:(?:[, ][0-9]{3})+|(?:\.[0-9]{3}){2,})"
"""A number whose digits are in groups, as a spreadsheet shows it."""

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

_BOOLEANS = {"true": True, "false": False}

_MAX_INTEGER = 2**63 - 1
"""The largest integer of TOML."""


class Extra(dict[str, Scalar]):
    """The extra keys of a record, with their values."""

    __hash__ = dict.__hash__

    def __eq__(self, other: object) -> bool:
        """Return whether the keys, the values and the types are the same; `true` is not 1."""
        if not isinstance(other, dict) or not dict.__eq__(self, other):
            return False
        return all(str(value) == str(other[key]) for key, value in self.items())


def read(value: object) -> Extra:
    """Read extra keys from a table; raise InvalidError if a value is a list or a table."""
    if not isinstance(value, dict):
        raise InvalidError([wrong_type("a table", value, "use { budget = 1200000 }")])
    expected = "a string, a number, a date or a boolean"
    wrong = [
        wrong_type(expected, item).below(key)
        for key, item in value.items()
        if type(item) not in (str, int, float, Number, bool, datetime.date, Date)
    ]
    if wrong:
        raise InvalidError(wrong)
    return Extra(
        (key, Date.of_day(item) if type(item) is datetime.date else item)
        for key, item in value.items()
    )


def written(extra: Mapping[str, Scalar]) -> dict[str, object]:
    """Return extra keys as TOML data."""
    return {key: value.first if isinstance(value, Date) else value for key, value in extra.items()}


def entry(key: str, value: Scalar) -> Diagnostic | None:
    """Return what is wrong with a key or its value, or None."""
    if not is_key(key):
        return invalid("key", key, "use letters, digits, _ and -", "bad-key")
    if isinstance(value, str):
        return filled(value)
    if isinstance(value, int) and abs(value) > _MAX_INTEGER:
        return Diagnostic("number with too many digits", "put it in quotes", "bad-number")
    if isinstance(value, float) and not math.isfinite(value):
        return Diagnostic(
            "not a finite number", "use a finite number, or remove the key", "bad-number"
        )
    return None


def is_key(text: str) -> bool:
    """Return whether a text can be an extra key: letters and digits of any script, `_` and `-`."""
    return text != "" and all(can_be_in_id(character) and character != "." for character in text)


def is_column(name: str) -> bool:
    """Return whether a column, such as `extra.budget_2026`, shows an extra key."""
    return name.startswith(COLUMN) and is_key(name.removeprefix(COLUMN))


def of_word(word: str) -> Scalar:
    """Return the value that a typed word stands for.

    A word that is a number, a boolean or a day in TOML is one; any other word, or one in double
    quotes, is a string.
    """
    if len(word) > 1 and word[0] == word[-1] == '"':
        return _quoted(word)
    if word in _BOOLEANS:
        return _BOOLEANS[word]
    if re.fullmatch(_DAY, word):
        return day_of(word)
    number = re.fullmatch(_NUMBER, word)
    if number is None:
        return word
    digits = word.replace("_", "").removeprefix("+")
    if number[1] or number[2]:
        return Number(digits) if math.isfinite(float(digits)) else word
    return int(digits) if -_MAX_INTEGER <= int(digits) <= _MAX_INTEGER else word


def of_typed(word: str) -> Scalar:
    """Return the value that a typed word stands for.

    Raises InvalidError for a number with separators, such as `1,200,000`.
    """
    if re.fullmatch(_GROUPED, word):
        digits = re.sub("[, .]", "", word)
        hint = f"write {digits}, or put a string in double quotes"
        raise InvalidError([DataProblem((), invalid("number", word, hint, "bad-number"))])
    return of_word(word)


def day_of(word: str) -> Date | str:
    """Return the day that a word such as `2018-11-20` stands for, or the word if it is none."""
    if not re.fullmatch(_DAY, word):
        return word
    try:
        return Date.of_day(datetime.date.fromisoformat(word))
    except ValueError:
        return word


_DAY_IN_QUOTES = rf'("*){_DAY}\1'
"""A string that is a day, perhaps in quotes."""


def in_document(value: Scalar) -> Scalar:
    """Return a value as in the JSON of a whole registry; a string that is a day is in quotes.

    JSON has no dates, so a day without quotes is a date.
    """
    is_day = isinstance(value, str) and re.fullmatch(_DAY_IN_QUOTES, value)
    return f'"{value}"' if is_day else value


def of_document(value: object) -> object:
    """Return the value that `in_document` wrote as `value`."""
    if isinstance(value, str) and re.fullmatch(_DAY_IN_QUOTES, value):
        return value[1:-1] if value.startswith('"') else day_of(value)
    return value


def _quoted(word: str) -> str:
    """Return the text in double quotes, which may contain the escapes of JSON."""
    import json  # noqa: PLC0415  # most commands do not need it

    try:
        return str(json.loads(word))
    except ValueError:
        return word


def typed(value: Scalar) -> str:
    """Return a value as it is typed; a string that would be read as another value has quotes."""
    if not isinstance(value, str):
        return shown(value)
    if _is_plain(value):
        return value
    import json  # noqa: PLC0415  # most commands do not need it

    return json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    """Return whether a text, without quotes, is read as a string."""
    if text in _BOOLEANS or text.startswith('"'):
        return False
    return not (re.fullmatch(_DAY, text) or re.fullmatch(_NUMBER, text))


def of_cell(cell: str, known: Scalar | None) -> Scalar:
    """Return the value in a cell of a spreadsheet; a string stays one if `known` is one.

    Raises InvalidError as `of_typed` does.
    """
    if isinstance(known, str):
        return cell
    word = cell.strip()
    return _BOOLEANS[fold(word)] if fold(word) in _BOOLEANS else of_typed(word)


def noun(value: Scalar) -> str:
    """Return what a value is: `a number`, `a string`, `a date` or `a boolean`."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, Date):
        return "a date"
    return "a string" if isinstance(value, str) else "a number"


def shown(value: Scalar) -> str:
    """Return a value as text: `true`, a number as it was written, or a day."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def keys(extras: Iterable[Mapping[str, Scalar] | None]) -> list[str]:
    """Return the extra keys of several records, each once, in order."""
    found: dict[str, None] = {}
    for extra in extras:
        if extra:
            found |= dict.fromkeys(extra)
    return [*found]


def mixed(tables: Mapping[str, Iterable[object]]) -> Iterator[DataProblem]:
    """Yield a warning for each value whose type is not the usual one of its key in the table."""
    for table in TABLES:
        records = tables.get(table, ())
        extras = [getattr(record, "extra", None) or {} for record in records]
        counts: dict[str, Counter[str]] = {}
        for extra in extras:
            for key, value in extra.items():
                counts.setdefault(key, Counter())[noun(value)] += 1
        usual = {key: found.most_common(1)[0][0] for key, found in counts.items() if len(found) > 1}
        for index, extra in enumerate(extras):
            for key in usual.keys() & extra.keys():
                found = noun(extra[key])
                if found != usual[key]:
                    message = f"expected {usual[key]}, as in other {table}s, not {found}"
                    path = (table, index, "extra", key)
                    wrong = problem(path, message, "use one type for each key", "mixed-types")
                    yield wrong._replace(severity="warning")
