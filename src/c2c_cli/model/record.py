"""A record that checks itself, and its forms in TOML and JSON. Knows no noun."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, ClassVar

from c2c_cli.errors import DataProblem, Diagnostic, InvalidError
from c2c_cli.model.dates import Date, to_toml
from c2c_cli.model.fields import FIELDS, Field
from c2c_cli.model.value_types import Rule, language
from c2c_cli.text import quoted


def faults_within(rules: Mapping[str, Rule], values: Mapping[str, Any]) -> Iterator[DataProblem]:
    """Yield what is wrong with each of a record's values by itself."""
    for field, value in values.items():
        rule = rules.get(field)
        if rule is None or value is None:
            continue
        if type(value) is tuple:
            for index, item in enumerate(value):
                if (wrong := rule(item)) is not None:
                    yield DataProblem((field, index), wrong)
        elif type(value) is dict:
            tags: dict[str, str] = {}
            for tag, name in value.items():
                if (first := tags.setdefault(tag.lower(), tag)) != tag:
                    wrong = Diagnostic("duplicate-item", f"{quoted(tag)} is there twice")
                    yield DataProblem((field, tag), wrong, (field, first), at_key=True)
                if (wrong := language(tag)) is not None:
                    yield DataProblem((field, tag), wrong, at_key=True)
                if (wrong := rule(name)) is not None:
                    yield DataProblem((field, tag), wrong)
        elif (wrong := rule(value)) is not None:
            yield DataProblem((field,), wrong)


def _keeps(rule: Rule, value: Any) -> bool:
    """Return whether all items of a list, or entries of a table, keep a rule."""
    if type(value) is tuple:
        return not any(map(rule, value))
    return next(faults_within({"": rule}, {"": value}), None) is None


class Record:
    """What all records have in common: they check themselves when they are made."""

    __slots__: tuple[str, ...] = ()
    own: ClassVar[Mapping[str, Field]] = {}
    """The fields that are others than those of that name in other records."""
    fields: ClassVar[Mapping[str, Field]]
    rules: ClassVar[Mapping[str, Rule]] = {}
    """For each field that has one: the rule of its value, or of each item of it."""
    values: ClassVar[Callable[[Any], tuple[Any, ...]]]
    """Returns the values of all fields of a record, in their order."""

    def __init_subclass__(cls) -> None:
        """Gather what is known of the fields."""
        known = {**FIELDS, **cls.own}
        cls.fields = {name: known[name] for name in cls.__annotations__ if name in known}
        cls.rules = {name: one.kind.rule for name, one in cls.fields.items() if one.kind.rule is not None}
        cls.values = attrgetter(*(name for name in cls.__annotations__ if name != "own"))

    # One of each for all records: what dataclass writes for each anew costs a tenth of a start.

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is a record of the same kind and the same values."""
        return type(other) is type(self) and (values := type(self).values)(self) == values(other)

    def __repr__(self) -> str:
        """Return the record as Python writes it."""
        return f"{type(self).__name__}({', '.join(f'{f}={getattr(self, f)!r}' for f in self.__slots__)})"

    __hash__ = None  # type: ignore[assignment]  # names are a dict

    def row(self) -> dict[str, Any]:
        """Return the values of all fields."""
        return dict(zip(self.__slots__, type(self).values(self), strict=True))

    def stated(self) -> Iterator[tuple[str, Any]]:
        """Yield the fields that say something, with their values, in their order."""
        for field in self.__slots__:
            value = getattr(self, field)
            if value is not None and value not in ((), {}):
                yield field, value

    def table(self) -> dict[str, Any]:
        """Return the TOML table that the record is written as: what is set, in the order of its fields."""
        return {name: as_data(value, to_toml) for name, value in self.stated()}

    def object(self) -> dict[str, Any]:
        """Return the record as a JSON object: what is set, dates in their precision."""
        return {name: as_data(value) for name, value in self.stated()}

    def __post_init__(self) -> None:
        """Raise InvalidError with all that is wrong."""
        faults = [*self.between_fields()]
        for field, rule in self.rules.items():
            value = getattr(self, field)
            if value is None:
                continue
            # nearly all values keep their rule; what is wrong is worked out only where one does not
            if rule(value) is not None if type(value) is str else not _keeps(rule, value):
                faults[:0] = faults_within(self.rules, {name: getattr(self, name) for name in self.rules})
                break
        if faults:
            raise InvalidError(faults)

    def between_fields(self) -> Iterable[DataProblem]:
        """Return what is wrong between one field and another."""
        return ()


def as_data(value: Any, date: Callable[[Date], Any] = str) -> Any:
    """Return a field's value as plain data, dates as `date` makes them: as JSON has them, else."""
    if isinstance(value, Date):
        return date(value)
    if isinstance(value, tuple):
        return [
            {name: as_data(one, date) for name, one in item.stated()} if isinstance(item, Record) else item
            for item in value
        ]
    return value
