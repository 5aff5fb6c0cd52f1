"""Messages of listing commands without rows, and the command that adds the first record."""

from c2c_cli.errors import C2CError, sentence
from c2c_cli.model.contacts import members
from c2c_cli.model.records import TABLES
from c2c_cli.model.registry import Registry
from c2c_cli.store import writable
from c2c_cli.store.locate import data_option

_RECORDS_OF = {"items": "events or meetings", "entries": "meetings"}
"""Noun of a view -> the records in its rows, if the noun does not name them."""


def message(noun: str, registry: Registry, data: str | None) -> str:
    """Return the message for a view without rows, where `noun` is the noun of the view.

    The message names a command only if that command can change the registry that `data`, the value
    of `--data`, selects.
    """
    records, table = _unrecorded(noun, registry)
    if not records:
        return no_matching(noun)
    file = writable_file(data)
    if not file:
        return f"no {records} are recorded"
    return sentence(f"no {records} in {file} yet", f"run c2c add {table}{data_option(data)}")


def no_matching(noun: str) -> str:
    """Return the message for filters that exclude all records; it names what can be recorded."""
    return f"no matching {_RECORDS_OF.get(noun, noun)}"


def _unrecorded(noun: str, registry: Registry) -> tuple[str, str]:
    """Return the records that the registry lacks, and the noun of the command that adds them.

    Both are empty if the registry has records that a view with this noun can list.
    """
    table = noun.removesuffix("s")
    if table in TABLES and table != "centre" and not getattr(registry, table):
        return noun, table
    match noun:
        case "centres" | "agreements" | "obligations" if not registry.centre:
            return _centres(registry)
        case "contacts" if not _has_contacts(registry):
            has_members = registry.centre or registry.organisation
            return ("contacts", "contact") if has_members else _centres(registry)
        case "entries" if not registry.meeting:
            return "meetings", "meeting"
        case "rules" | "rows" | "years" if not registry.cadence:
            return "cadence rules", "cadence"
        case "items" if not _has_items(registry):
            return "events or meetings", "event" if registry.centre else "meeting"
    return "", ""


def _centres(registry: Registry) -> tuple[str, str]:
    """Return what a registry without centres lacks: also the sectors, which centres need."""
    return ("centres", "centre") if registry.sector else ("sectors or centres", "sector")


def _has_contacts(registry: Registry) -> bool:
    """Return whether a centre or an organisation has a contact."""
    return any(member.contact for member in members(registry))


def _has_items(registry: Registry) -> bool:
    """Return whether the registry has an event or a meeting."""
    return bool(registry.meeting) or any(centre.event for centre in registry.centre)


def writable_file(data: str | None) -> str:
    """Return the registry file if a command can change it, or else an empty string."""
    try:
        return writable.require(data).file
    except C2CError:
        return ""
