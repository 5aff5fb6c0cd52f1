"""Columns of the commands that list records."""

import datetime
from collections.abc import Callable
from importlib import import_module
from typing import Any

from c2c_cli.model.records import Network
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import View

_EMPTY = Registry(network=Network(name="-"))

_VIEWS: dict[str, tuple[str, Callable[[Any], View]]] = {
    "list": ("centres", lambda views: views.centres(_EMPTY, (), datetime.date.min)),
    "sectors": ("centres", lambda views: views.sectors(_EMPTY, datetime.date.min)),
    "organisations": ("centres", lambda views: views.organisations(_EMPTY)),
    "meetings": ("meetings", lambda views: views.meetings(())),
    "timeline": ("meetings", lambda views: views.timeline(())),
    "cadence": ("meetings", lambda views: views.cadence(())),
    "agreements": ("centres", lambda views: views.agreements((), datetime.date.min)),
    "due": ("due", lambda views: views.actions(_EMPTY, (), datetime.date.min)),
    "undo": ("changes", lambda views: views.changes(())),
}
"""The module in `output` for each command, and a function that makes its view without rows."""


def view_of(command: str) -> View:
    """Return the view of a command, without rows; its columns do not depend on the registry."""
    module, view = _VIEWS[command]
    return view(import_module(f"c2c_cli.output.{module}"))
