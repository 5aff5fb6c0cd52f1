"""Lists on the command line: the items that words stand for, and a summary of the changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from c2c_cli.errors import UsageError, invalid
from c2c_cli.model.fields import ValueType
from c2c_cli.text import all_of, fold_id, plural, quoted, suggestion


def split(words: Iterable[str], *, ids: bool) -> list[str]:
    """Return the items in `words`; with `ids`, a word may be `A,B`, unless it is a URL."""
    return [item.strip() for word in words for item in (word.split(",") if ids and "://" not in word else [word])]


def changed(old: Sequence[str], given: Sequence[str], parse: Callable[[str], str], *, ids: bool) -> tuple[str, ...]:
    """Return the items of a list after each ITEM or +ITEM is added and each -ITEM is removed.

    If a word is `=ITEM`, or empty, the list starts without its old items.
    """
    items = [] if any(word[:1] in {"", "="} for word in given) else list(old)
    for word in given:
        sign = word[:1] if word[:1] in {"+", "-", "="} else ""
        rest = word.removeprefix(sign)
        for item in split([rest], ids=ids) if rest else ():
            if sign == "-":
                same = next((one for one in items if fold_id(one) == fold_id(item)), None)
                if same is None:
                    raise UsageError(f"{quoted(item)} is not in the list", suggestion(item, items))
                items.remove(same)
            elif (new := parse(item)) not in items:
                items.append(new)
    return tuple(items)


def changed_table(old: Mapping[str, str] | None, given: Sequence[str], value_type: ValueType) -> dict[str, str] | None:
    """Return the entries of a table, such as names by language tag: those of `old`, changed by each KEY=VALUE.

    An empty VALUE removes the entry; a single empty word removes all entries.
    """
    if given == [""]:
        return None
    result = dict(old or {})
    for word in given:
        key, equals, value = word.partition("=")
        if not key or not equals:
            raise UsageError(*invalid("item", word, f"use {value_type.metavar}"))
        result[key] = value
    return {key: value for key, value in result.items() if value} or None


_PREPOSITIONS = {"added": "to", "removed": "from", "replaced": "in"}
"""The words between a verb and the name of the record, unless it is `of`; `for` suits several verbs."""


def summary(record: str, old: Any, new: Any) -> str:
    """Return a summary of the changes of a record, such as `added 1 outcome (now 4) to meeting 2018-11`."""
    changes: dict[str, list[str]] = {"updated": []}
    for name in old.__slots__:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if type(before) is tuple:
            verb, what = _list_change(name, before, after)
        else:
            verb, what = ("updated" if after else "cleared"), f"{name}{_was(before)}"
        changes.setdefault(verb, []).append(what)
    phrases = [f"{verb} {all_of(what)}" for verb, what in changes.items() if what]
    if len(phrases) > 1:
        return f"{', '.join(phrases[:-1])}, and {phrases[-1]} for {record}"
    return " ".join(f"{phrase} {_PREPOSITIONS.get(phrase.split()[0], 'of')} {record}" for phrase in phrases)


def _list_change(name: str, before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    """Return the verb and the object of the change of a list."""
    noun = name[:-1] if name.endswith("s") else f"{name} item"
    added, removed = len({*after} - {*before}), len({*before} - {*after})
    if not after:
        return "cleared", plural(removed, noun)
    if added and removed:
        return "replaced", f"{plural(removed, noun)} with {added} (now {len(after)})"
    if not added and not removed:
        return "reordered", plural(len(after), noun)
    verb, number = ("added", added) if added else ("removed", removed)
    return verb, f"{plural(number, noun)} (now {len(after)})"


def _was(before: Any) -> str:
    if isinstance(before, Mapping):
        before = ", ".join(f"{key}={value}" for key, value in before.items())
    return "" if before is None else f" (was {quoted(before) if isinstance(before, str) else before})"
