"""Lists on the command line: the items that words stand for, and a summary of what changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from c2c_cli.errors import UsageError, invalid
from c2c_cli.model.languages import NAMES, language
from c2c_cli.model.value_types import ValueType
from c2c_cli.text import fold_id, quoted, suggestion


def split(words: Iterable[str], *, ids: bool) -> list[str]:
    """Return the items in `words`; a word of ids may be `A,B`, because an id has no comma."""
    return [item.strip() for word in words for item in word.split(",")] if ids else [*words]


def is_replaced(given: Sequence[str]) -> bool:
    """Return whether the words of an option replace or clear the list that was there."""
    return any(word[:1] in {"", "="} for word in given)


def changed(old: Sequence[str], given: Sequence[str], parse: Callable[[str], str], *, ids: bool) -> tuple[str, ...]:
    """Return the items of a list after each ITEM or +ITEM is added and each -ITEM is removed.

    If a word is `=ITEM`, or empty, the list starts without its old items.

    Raises:
        UsageError: An item is invalid, or the item to be removed is not in the list.
    """
    items = [] if is_replaced(given) else list(old)
    for word in given:
        sign = word[:1] if word[:1] in {"+", "-", "="} else ""
        if word in {"+", "-"}:
            raise UsageError(*invalid("item", word, f"use {word}ITEM"))
        rest = word.removeprefix(sign)
        for item in split([rest], ids=ids) if rest else ():
            if sign != "-":
                items += [new] if (new := parse(item)) not in items else []
                continue
            same = item if item in items else next((one for one in items if fold_id(one) == fold_id(item)), None)
            if same is None:
                raise UsageError(f"{quoted(item)} is not in the list", suggestion(item, items))
            items.remove(same)
    return tuple(items)


def changed_table(
    old: Mapping[str, str] | None, given: Sequence[str], noun: str, value_type: ValueType
) -> dict[str, str] | None:
    """Return the entries of a table, such as names by language tag: those of `old`, changed by each KEY=VALUE.

    An empty VALUE removes the entry; a single empty word removes all entries.
    """
    if given == [""]:
        return None
    result = dict(old or {})
    for word in given:
        key, equals, value = word.partition("=")
        if not key or not equals or (value_type is NAMES and language(key) is not None):
            example = "ko=…" if value_type is NAMES else "wikidata=Q7809"
            raise UsageError(*invalid(noun, word, f"use {value_type.metavar}, such as {example}"))
        same = next((one for one in result if one.lower() == key.lower()), key)
        result.pop(same, None)
        if value:
            result[same] = value
    return result or None


def summary(
    record: str, old: Any, new: Mapping[str, Any], changed: Sequence[str], given: Mapping[str, Sequence[str]]
) -> str:
    """Return what an edit did to the fields `changed`, such as `added 1 outcome (now 4) to meeting 2018-11`."""
    found = {name: _effects(getattr(old, name), new[name], given[name]) for name in changed}
    before = {name: _was(getattr(old, name)) for name in changed}
    if len(found) == 1:
        (name, effects), *_ = found.items()
        if len(effects) == 1:
            return _sentence(
                f"{name} ({before[name]})" if before[name] else name, effects[0], len(new[name] or ()), record
            )
    parts = []
    for name, effects in found.items():
        notes = "; ".join(filter(None, (_brief(effects, new[name]) if effects else "", before[name])))
        parts.append(f"{name} ({notes})" if notes else name)
    return f"updated {', '.join(parts)} of {record}"


def _was(before: Any) -> str:
    """Return a note on the old value of a field; nothing for a list, whose items are counted."""
    if before is None or isinstance(before, tuple):
        return ""
    if isinstance(before, Mapping):
        before = ", ".join(f"{key}={value}" for key, value in before.items())
    return f"was {quoted(before) if isinstance(before, str) else before}"


Effect = tuple[str, int | None]
"""What happened to a field, and the number of items; None if the field is not a list."""


def _effects(before: Any, after: Any, given: Sequence[str]) -> list[Effect]:
    """Return what happened to a field; nothing if its value was merely set to another one."""
    if not after:
        return [("cleared", len(before) if isinstance(before, tuple) else None)]
    if not isinstance(after, tuple):
        return []
    if before and is_replaced(given):
        return [("replaced", len(before))]
    counts = {"added": len([one for one in after if one not in before])}
    counts["removed"] = len([one for one in before if one not in after])
    return [(verb, count) for verb, count in counts.items() if count]


def _sentence(name: str, effect: Effect, now: int, record: str) -> str:
    verb, count = effect
    if count is None:
        return f"{verb} {name} of {record}"
    one = name[:-1] if name.endswith("s") else f"{name} item"
    items = f"{verb} {count} {one if count == 1 else f'{one}s'}"
    return {
        "added": f"{items} (now {now}) to {record}",
        "removed": f"{items} (now {now}) from {record}",
        "replaced": f"{items} with {now} in {record}",
        "cleared": f"{items} of {record}",
    }[verb]


def _brief(effects: Sequence[Effect], after: Any) -> str:
    words = [verb if count is None else f"{count} {verb}" for verb, count in effects]
    if effects[0][0] == "replaced":
        return f"{words[0]} with {len(after)}"
    return ", ".join(words if effects[0][0] == "cleared" else [*words, f"now {len(after)}"])
