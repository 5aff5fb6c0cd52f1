"""Lists on the command line: the items that words stand for, and a summary of the changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from c2c_cli.errors import UsageError, invalid
from c2c_cli.model.string_tables import NAMES, language
from c2c_cli.model.value_types import ValueType
from c2c_cli.text import fold_id, plural, quoted, suggestion


def split(words: Iterable[str], *, ids: bool) -> list[str]:
    """Return the items in `words`; if they are ids, which have no comma, or URLs, a word of ids may be `A,B`."""
    return [item.strip() for word in words for item in (word.split(",") if ids and "://" not in word else [word])]


def is_replaced(given: Sequence[str]) -> bool:
    """Return whether the words of an option replace or clear the existing list."""
    return any(word[:1] in {"", "="} for word in given)


def changed(old: Sequence[str], given: Sequence[str], parse: Callable[[str], str], *, ids: bool) -> tuple[str, ...]:
    """Return the items of a list after each ITEM or +ITEM is added and each -ITEM is removed.

    If a word is `=ITEM`, or empty, the list starts without its old items.
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


def changed_table(old: Mapping[str, str] | None, given: Sequence[str], value_type: ValueType) -> dict[str, str] | None:
    """Return the entries of a table, such as names by language tag: those of `old`, changed by each KEY=VALUE.

    An empty VALUE removes the entry; a single empty word removes all entries.
    """
    if given == [""]:
        return None
    noun, example = ("name", "ko=…") if value_type is NAMES else ("identifier", "wikidata=Q7809")
    result = dict(old or {})
    for word in given:
        key, equals, value = word.partition("=")
        if not key or not equals or (value_type is NAMES and language(key) is not None):
            raise UsageError(*invalid(noun, word, f"use {value_type.metavar}, such as {example}"))
        same = next((one for one in result if one.lower() == key.lower()), key)
        result.pop(same, None)
        if value:
            result[same] = value
    return result or None


def summary(
    record: str, old: Any, new: Mapping[str, Any], changed: Sequence[str], given: Mapping[str, Sequence[str]]
) -> str:
    """Return a summary of an edit of the fields `changed`, such as `added 1 outcome (now 4) to meeting 2018-11`."""
    updated: list[str] = []
    done: list[tuple[str, str]] = []
    """Changes to lists and cleared fields, each with the preposition before the record."""
    for name in changed:
        before, after = getattr(old, name), new[name]
        if isinstance(before, tuple):
            done.append(_list_change(name, before, after, replaced=is_replaced(given[name])))
        elif not after:
            done.append((f"cleared {name}{_was(before)}", "of"))
        else:
            updated.append(f"{name}{_was(before)}")
    if updated:
        done.insert(0, (f"updated {', '.join(updated)}", "of"))
    return f"{', '.join(text for text, _ in done)} {done[-1][1] if done else 'of'} {record}"


def _list_change(name: str, before: Sequence[str], after: Sequence[str], *, replaced: bool) -> tuple[str, str]:
    """Return a summary of the change to a list, and the preposition before the record."""

    def count(number: int) -> str:
        return plural(number, name[:-1] if name.endswith("s") else f"{name} item")

    added, removed = len({*after} - {*before}), len({*before} - {*after})
    if not after:
        return f"cleared {count(len(before))}", "of"
    if before and replaced:
        return f"replaced {count(len(before))} with {len(after)}", "in"
    if added and removed:
        return f"added {added} and removed {count(removed)} (now {len(after)})", "of"
    verb, number, preposition = ("added", added, "to") if added else ("removed", removed, "from")
    return f"{verb} {count(number)} (now {len(after)})", preposition


def _was(before: Any) -> str:
    """Return a note on the old value of a field."""
    if isinstance(before, Mapping):
        before = ", ".join(f"{key}={value}" for key, value in before.items())
    return "" if before is None else f" (was {quoted(before) if isinstance(before, str) else before})"
