"""The base class of records: validation, and conversion to TOML and JSON."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform, overload

from c2c_cli.errors import DataProblem, Diagnostic, InvalidError
from c2c_cli.model.dates import Date
from c2c_cli.model.fields import FIELDS, Field

R = TypeVar("R", bound="Record")


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False)
def record_type(cls: type[R]) -> type[R]:
    """Turn a class into a dataclass that only type checkers freeze.

    A frozen record takes twice as long to create. Definitions of fields that differ from those of
    other records are in the annotations.
    """
    record = dataclass(slots=True, kw_only=True, init=False, eq=False, repr=False)(cls)
    defaults = {field.name: field.default for field in fields(record)}
    record.defaults = {key: value for key, value in defaults.items() if value is not MISSING}
    record.fields, record.rules = {}, {}
    for key, form in record.__annotations__.items():
        field = form.__metadata__[0] if hasattr(form, "__metadata__") else FIELDS.get(key)
        if field is None:
            continue
        record.fields[key] = field
        if field.type.rule is not None:
            record.rules[key] = field.type.rule
    return record


class Record:
    """Base class of records, which are immutable and validated on construction."""

    __slots__: tuple[str, ...] = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]
    defaults: ClassVar[dict[str, object]]
    fields: ClassVar[dict[str, Field]]
    rules: ClassVar[dict[str, Callable[..., Diagnostic | None]]]

    # Shared by all records, because the methods that dataclass generates for each cost a tenth of
    # the start-up time.

    def __init__(self, **values: object) -> None:
        """Set the fields; raise InvalidError with all problems of the record."""
        for key, value in {**self.defaults, **values}.items():
            setattr(self, key, value)
        problems = [*field_problems(type(self), self), *self.cross_field_problems()]
        if problems:
            raise InvalidError(problems)

    def __eq__(self, other: object) -> bool:
        """Return whether `other` is a record of the same type with the same values."""
        return type(other) is type(self) and all(
            getattr(self, key) == getattr(other, key) for key in self.__slots__
        )

    __hash__ = None  # type: ignore[assignment]  # names are a dict

    def filled_fields(self) -> Iterator[tuple[str, object]]:
        """Yield the fields that have a value, with that value, in order."""
        for field in self.__slots__:
            value = getattr(self, field)
            if value is not None and value not in ((), {}):
                yield field, value

    def to_toml(self) -> dict[str, object]:
        """Return the record as a TOML table, without empty fields."""
        data: dict[str, object] = {}
        for key, value in self.filled_fields():
            if key in self.fields:
                data[key] = self.fields[key].type.written(value)
            elif isinstance(value, tuple):  # the events or contacts of a centre
                data[key] = [record.to_toml() for record in value]
        return data

    def cross_field_problems(self) -> Iterable[DataProblem]:
        """Return the problems that involve several fields or items."""
        return ()


def required_keys(record: type[Record]) -> list[str]:
    """Return the keys that each record of a type must have."""
    return [field.name for field in fields(record) if field.default is MISSING]


def field_problems(record: type[Record], values: object) -> list[DataProblem]:
    """Return the problems of the values of each field of a record, without comparing them."""
    found = []
    for field, rule in record.rules.items():
        value = getattr(values, field)
        if value is None:
            continue
        if type(value) is str:
            wrong = rule(value)
            if wrong is not None:
                found.append(DataProblem((field,), wrong))
        elif type(value) is tuple:
            for index, item in enumerate(value):
                wrong = rule(item)
                if wrong is not None:
                    found.append(DataProblem((field, index), wrong))
        elif isinstance(value, dict):
            for key, item in value.items():
                wrong = rule(key, item)
                if wrong is not None:
                    at_key = wrong.code in {"bad-language", "bad-key"}
                    found.append(DataProblem((field, key), wrong, at_key=at_key))
    return found


@overload
def as_data(value: Record) -> dict[str, object]: ...
@overload
def as_data(value: object) -> object: ...
def as_data(value: object) -> object:
    """Return a record, or a value, as JSON data: dates as strings, without empty fields."""
    if isinstance(value, Record):
        return {key: as_data(item) for key, item in value.filled_fields()}
    if type(value) is tuple:  # a date is an instance of a subclass
        return [as_data(item) for item in value]
    if isinstance(value, dict):
        return {key: as_data(item) for key, item in value.items()}
    return str(value) if isinstance(value, Date) else value
