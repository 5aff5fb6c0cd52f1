"""The base class of records: validation, and conversion to TOML and JSON."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

from c2c_cli.errors import DataProblem, InvalidError
from c2c_cli.model import dates
from c2c_cli.model.dates import Date
from c2c_cli.model.fields import FIELDS, Field
from c2c_cli.model.value_types import Rule


def field_problems(rules: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[DataProblem]:
    """Yield the problems of each value of a record, without comparing it with the others."""
    for field, value in values.items():
        rule = rules.get(field)
        if rule is None or value is None:
            continue
        if type(value) is tuple:
            for index, item in enumerate(value):
                if (wrong := rule(item)) is not None:
                    yield DataProblem((field, index), wrong)
        elif type(value) is dict:
            yield from (one.below(field) for one in rule(value))
        elif (wrong := rule(value)) is not None:
            yield DataProblem((field,), wrong)


def _is_valid(rule: Rule, value: Any) -> bool:
    """Return whether all items of a list, or all entries of a table, satisfy a rule."""
    if type(value) is tuple:
        return not any(map(rule, value))
    return next(field_problems({"": rule}, {"": value}), None) is None


class Record:
    """Base class of records, which are immutable and validated on construction."""

    __slots__: tuple[str, ...] = ()
    own: ClassVar[Mapping[str, Field]] = {}
    """Definitions of fields that differ from those of the same name in other records."""
    fields: ClassVar[Mapping[str, Field]]
    rules: ClassVar[Mapping[str, Any]] = {}
    """Rules by field: for its value, for each item of a list, or for the entries of a table."""

    def __init_subclass__(cls) -> None:
        """Collect the definitions of the fields."""
        known = {**FIELDS, **cls.own}
        cls.fields = {name: known[name] for name in cls.__annotations__ if name in known}
        rules = {name: one.type.problems or one.type.rule for name, one in cls.fields.items()}
        cls.rules = {name: rule for name, rule in rules.items() if rule is not None}

    # Shared by all records, because the methods that dataclass generates for each cost a tenth of the start-up time.

    def __eq__(self, other: object) -> bool:
        """Return whether `other` is a record of the same type with the same values."""
        return isinstance(other, type(self)) and self.all_fields() == other.all_fields()

    def __repr__(self) -> str:
        """Return the record as a Python expression."""
        return f"{type(self).__name__}({', '.join(f'{f}={getattr(self, f)!r}' for f in self.__slots__)})"

    __hash__ = None  # type: ignore[assignment]  # names are a dict

    def all_fields(self) -> dict[str, Any]:
        """Return the values of all fields."""
        return {field: getattr(self, field) for field in self.__slots__}

    def filled_fields(self) -> Iterator[tuple[str, Any]]:
        """Yield the fields that have a value, with that value, in order."""
        for field in self.__slots__:
            value = getattr(self, field)
            if value is not None and value not in ((), {}):
                yield field, value

    def to_toml(self) -> dict[str, Any]:
        """Return the record as a TOML table, without empty fields."""
        return as_data(self, dates.to_toml)  # type: ignore[no-any-return]

    def to_json(self) -> dict[str, Any]:
        """Return the record as a JSON object, without empty fields."""
        return as_data(self)  # type: ignore[no-any-return]

    def __post_init__(self) -> None:
        """Raise InvalidError with all problems of the record."""
        problems = [*self.cross_field_problems()]
        for field, rule in self.rules.items():
            value = getattr(self, field)
            if value is None:
                continue
            # nearly all values are valid, so the problems are collected only if one is not
            if rule(value) is not None if type(value) is str else not _is_valid(rule, value):
                problems[:0] = field_problems(self.rules, {name: getattr(self, name) for name in self.rules})
                break
        if problems:
            raise InvalidError(problems)

    def cross_field_problems(self) -> Iterable[DataProblem]:
        """Return the problems that involve several fields or items."""
        return ()


def as_data(value: Any, date: Callable[[Date], Any] = str) -> Any:
    """Return a record, or the value of a field, as plain data without empty fields, with dates converted by `date`."""
    if isinstance(value, Record):
        return {name: as_data(one, date) for name, one in value.filled_fields()}
    if isinstance(value, tuple):
        return [as_data(one, date) for one in value]
    return date(value) if isinstance(value, Date) else value
