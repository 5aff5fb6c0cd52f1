"""A registry in the language of a document: the names in it, and all other texts marked."""

from dataclasses import replace
from typing import Any

from c2c_cli.documents.language import Foreign, Language
from c2c_cli.model.language_tags import lookup
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import LINE, TEXT, TEXTS


def registry_in_language(registry: Registry, language: Language, wanted: str | None) -> Registry:
    """Return a registry with the names in the language of a document.

    `wanted` is the tag that was asked for, such as `fr-CA`. A record without such a name keeps its
    own. That, and all other texts, are `Foreign`, unless the registry is in the language anyway.
    """
    written = registry.network.main_language
    if _primary(written) == _primary(language.tag):
        return registry
    tables = {
        table: [_in_language(record, wanted or language.tag, written) for record in records]
        for table, records in registry.tables().items()
    }
    return Registry.of(tables)


def _in_language(record: Any, wanted: str, written: str) -> Any:
    """Return a record with its name in the wanted language, and with its texts as `Foreign`."""
    changed: dict[str, Any] = {}
    for key, value in record.filled_fields():
        field = record.fields.get(key)
        if field is None:  # events
            changed[key] = tuple(_in_language(part, wanted, written) for part in value)
        elif field.type in (LINE, TEXT):
            changed[key] = Foreign(value, written)
        elif field.type is TEXTS:
            changed[key] = tuple(Foreign(item, written) for item in value)
    names = dict(getattr(record, "names", None) or {})
    tag = lookup(wanted, names)
    if tag:
        changed |= {"name": names.pop(tag), "names": {written: record.name, **names}}
    return replace(record, **changed)


def _primary(tag: str) -> str:
    """Return the language of a tag, without script and country."""
    return tag.lower().partition("-")[0]
