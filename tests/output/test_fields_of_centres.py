"""Lists of the fields of a centre that are written by hand: none is forgotten."""

from c2c_cli.documents.registry_workbook import _CENTRES
from c2c_cli.model.records import Centre
from c2c_cli.output.details import _OF_TODAY

NOT_IN_WORKBOOK = {"event", "contact", "extra"}
"""Events have their own sheet; contacts and extra keys are private."""

OF_ANY_DAY = {"id", "name", "names", "sector", "country", "event", "identifiers", "contact"}
"""Fields that are also shown as of a past day."""


def test_workbook_has_a_column_for_each_field_that_is_not_excluded() -> None:
    assert {*Centre.__slots__} - {*_CENTRES} == NOT_IN_WORKBOOK


def test_each_field_is_either_of_today_or_of_any_day() -> None:
    assert {*Centre.__slots__} - {*_OF_TODAY} == OF_ANY_DAY
