"""The registry as a whole, and its cross-record checks."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from types import SimpleNamespace
from typing import Any, NamedTuple, Self

from c2c_cli.errors import (
    Code,
    DataProblem,
    Diagnostic,
    KeyPath,
    UsageError,
    duplicate,
    problem,
    unknown,
)
from c2c_cli.model import history, lookup, records
from c2c_cli.model.record import Record
from c2c_cli.model.value_types import RULE, Word
from c2c_cli.text import expected, fold, fold_id, nearest, one_of, quoted, suggestion

SCHEMA = 1
"""Version of the registry format."""

NAMED = ("centre", "organisation", "meeting")
"""Tables that share one namespace of ids, so that an id alone identifies a record."""

REFERENCES = {
    table: [(key, field.type.targets) for key, field in record.fields.items() if field.type.targets]
    for table, record in records.RECORD_TYPES.items()
}
"""Table or sub-table -> its fields that refer to records, each with the possible tables."""

TARGETS = {targets for fields in REFERENCES.values() for _, targets in fields}
"""The combinations of tables to which a single field can refer."""


_EVENT_KIND = "kind of event"


def _noun(targets: Sequence[str]) -> str:
    return " or ".join(targets)


_NOUNS = {
    table: [(field, _noun(targets)) for field, targets in fields]
    for table, fields in REFERENCES.items()
}
"""Table or sub-table -> its fields that contain ids or kinds, each with a noun for messages."""
_NOUNS["meeting"].append(("kind", "kind"))
_NOUNS["event"].append(("kind", _EVENT_KIND))
_NOUNS["waiver"].append(("kind", RULE))

_LAST_YEAR = 9999
"""Last year in which a rule without `until` applies."""

_MAX_PERIODS = 3
"""Maximum number of periods of rules to name in a hint."""

_MAX_CENTRES = 9
"""Maximum number of centres to name in a hint."""

_MAX_HINTS = 20
"""Maximum number of unknown values to suggest a near match for.

Searching for every one is slow in large files.
"""

Tables = Mapping[str, Sequence[Any]]
"""The records of each table, whose type depends on the table; some may be incomplete."""

Examined = Record | SimpleNamespace
"""A record, or an incomplete one, in which the fields that could not be read are None."""

_Rules = Sequence[records.CadenceRule | SimpleNamespace]
_Obligations = Sequence[records.Obligation | SimpleNamespace]
_Waivers = Sequence[records.Waiver | SimpleNamespace]


class Registry(NamedTuple):
    """A network and its records, in the order of the file."""

    network: records.Network
    sector: tuple[records.Sector, ...] = ()
    organisation: tuple[records.Organisation, ...] = ()
    source: tuple[records.Source, ...] = ()
    centre: tuple[records.Centre, ...] = ()
    meeting: tuple[records.Meeting, ...] = ()
    cadence: tuple[records.CadenceRule, ...] = ()
    obligation: tuple[records.Obligation, ...] = ()
    waiver: tuple[records.Waiver, ...] = ()
    option: str = ""
    """The option that commands in hints need for this registry, such as ` --data FILE`."""

    @classmethod
    def of(cls, tables: Mapping[str, Iterable[object]]) -> Self:
        """Return the registry with the records of each table, of which `network` has one.

        Raises KeyError if a table is missing.
        """
        values: dict[str, Any] = {table: tuple(tables[table]) for table in records.TABLES}
        (values["network"],) = tables["network"]
        return cls(**values)

    def tables(self) -> dict[str, tuple[Record, ...]]:
        """Return the records of each table; the table `network` has one record."""
        tables = {table: getattr(self, table) for table in records.TABLES}
        return tables | {"network": (self.network,)}

    def kinds(self) -> tuple[str, ...]:
        """Return the possible kinds of a meeting.

        They are the kinds and levels of the cadence, the kinds of the obligations, and `other`.
        """
        return _meeting_kinds(self.cadence, self.obligation)

    def event_kinds(self) -> tuple[str, ...]:
        """Return the possible kinds of an event."""
        return _event_kinds(self.obligation)

    def described_kinds(self) -> list[Word]:
        """Return the kinds of the cadence rules and obligations, each with its name."""
        return [*{rule.kind: rule.name for rule in self.rules()}.items()]

    def rules(self) -> tuple[records.Rule, ...]:
        """Return the cadence rules and the obligations."""
        return *self.cadence, *self.obligation

    def named(self) -> tuple[records.Centre | records.Organisation | records.Meeting, ...]:
        """Return the records that share one namespace of ids."""
        return *self.centre, *self.organisation, *self.meeting

    def described_ids(self, *tables: str) -> list[Word]:
        """Return the ids of the records in `tables`, each with its name or title."""
        words: list[Word] = []
        for table in tables:
            words += [
                (record.id, getattr(record, "name", "") or record.title)
                for record in getattr(self, table)
            ]
        return words

    def listed_by(self, *tables: str) -> str:
        """Return the commands that list the records of some tables of this registry."""
        return one_of([f"{lookup.LISTED_BY[table]}{self.option}" for table in tables])

    def id_of(self, tables: Sequence[str], word: str, hint: str = "") -> str:
        """Return the id of a record in one of the tables, ignoring case.

        Raises UsageError if the id is unknown. If the word is far from all ids, `hint` replaces
        these ids, or the command that lists them.
        """
        candidates = [record for table in tables for record in getattr(self, table)]
        found = lookup.find(candidates, word)
        if found is not None:
            return str(found.id)
        ids = [record.id for record in candidates]
        problem = lookup.unknown_id(_noun(tables), word, ids, self.listed_by(*tables))
        is_near = nearest(word, ids) or lookup.beginning_with(word, ids)
        raise UsageError(problem.message, problem.hint if is_near or not hint else hint)

    def sectors_called(self, word: str) -> list[records.Sector]:
        """Return the sectors that a word means.

        The word is the id of a sector, or else its code, or else its name in any language.
        """
        for sector in self.sector:
            if fold_id(sector.id) == fold_id(word):
                return [sector]
        for sector in self.sector:
            if fold(sector.code) == fold(word):
                return [sector]
        return [
            sector for sector in self.sector if fold(word) in map(fold, (sector.id, *sector.titles))
        ]

    def sector_id(self, word: str) -> str:
        """Return the id of the sector that has a word as its id, code or name in any language.

        Raises UsageError if there is none, or several have this name.
        """
        found = self.sectors_called(word)
        ids = [sector.id for sector in found or self.sector]
        if len(found) == 1:
            return ids[0]
        if found:
            raise UsageError(f"ambiguous sector {quoted(word)}", f"use {one_of(ids)}")
        codes_and_names: list[str] = []
        for sector in self.sector:
            codes_and_names += [sector.code, *sector.titles]
        near = nearest(word, [*codes_and_names, *ids])
        suggested = ids if near is None else [near]
        listed_by = self.listed_by("sector")
        raise UsageError.of(unknown("sector", word, suggested, listed_by=listed_by))

    def is_sector_name(self, word: str) -> bool:
        """Return whether a word is the name of a sector in any language."""
        return any(fold(word) in map(fold, sector.titles) for sector in self.sector)

    def sector_title(self, sector_id: str) -> str:
        """Return the name and the code of a sector."""
        sector = next(sector for sector in self.sector if sector.id == sector_id)
        return f"{sector.name} ({sector.code})"


def _meeting_kinds(rules: _Rules, obligations: _Obligations) -> tuple[str, ...]:
    kinds = [rule.kind for rule in rules]
    levels = [rule.level for rule in rules]
    owed = [obligation.kind for obligation in obligations]
    return tuple(dict.fromkeys([*kinds, *levels, *owed, records.OTHER]))


def _event_kinds(obligations: _Obligations) -> tuple[str, ...]:
    owed = [obligation.kind for obligation in obligations]
    return tuple(dict.fromkeys([*history.EVENT_KINDS, *owed]))


def each_record(tables: Tables) -> Iterator[tuple[KeyPath, str, Examined]]:
    """Yield each record with its path and the name of its table.

    Each event and contact is a record as well.
    """
    for table, found in tables.items():
        for index, record in enumerate(found):
            path: KeyPath = (table,) if table == "network" else (table, index)
            yield path, table, record
            for name in records.SUBTABLES_OF.get(table, ()):
                for number, below in enumerate(getattr(record, name) or ()):
                    yield (*path, name, number), name, below


def cross_record_problems(tables: Tables, *, complete: bool = True) -> Iterator[DataProblem]:
    """Yield the problems between records.

    Unknown ids and kinds are found only if the tables are `complete`.
    """
    yield from _duplicates(tables)
    yield from _rules(tables["cadence"])
    yield from _obligations(tables["obligation"], tables["cadence"])
    yield from _duplicate_waivers(tables["waiver"])
    if complete:
        yield from _unknown_ids(tables)
        yield from _out_of_period(tables)


def _unknown_ids(tables: Tables) -> Iterator[DataProblem]:
    """Yield references to unknown records and unknown kinds of meetings.

    A reference is skipped if an id or kind that it may refer to could not be read.
    """
    known = _known_words(tables)
    hints: dict[str, str] = {}
    for path, noun, word in _unknown_words(tables, known):
        if word not in hints and len(hints) < _MAX_HINTS:
            hints[word] = _hint(noun, word, known[noun])
        code: Code = "unknown-kind" if path[-1] == "kind" else "dangling-id"
        shown = "kind" if noun == _EVENT_KIND else noun
        yield DataProblem(path, unknown(shown, word, hint=hints.get(word, ""), code=code))


def _known_words(tables: Tables) -> dict[str, Sequence[str]]:
    """Return the ids and kinds that fields can contain, by what messages call them.

    A noun is omitted if one of its ids or kinds could not be read.
    """
    words: dict[str, Sequence[str]] = {
        "kind": _meeting_kinds(tables["cadence"], tables["obligation"]),
        _EVENT_KIND: _event_kinds(tables["obligation"]),
    }
    kinds = [rule.kind for rule in (*tables["cadence"], *tables["obligation"])]
    if all(kinds):  # an empty kind may be any
        words[RULE] = kinds
    for targets in TARGETS:
        words[_noun(targets)] = [record.id for table in targets for record in tables[table]]
    return {noun: found for noun, found in words.items() if None not in found}


def _unknown_words(
    tables: Tables, known: Mapping[str, Sequence[str]]
) -> Iterator[tuple[KeyPath, str, str]]:
    """Yield the path, noun and word of each id and kind that is not `known`."""
    words = {noun: frozenset(found) for noun, found in known.items()}
    fields = {
        table: [(field, noun, words[noun]) for field, noun in nouns if noun in words]
        for table, nouns in _NOUNS.items()
    }
    for path, table, record in each_record(tables):
        for field, noun, allowed in fields[table]:
            value = getattr(record, field)
            if not value:
                continue
            items = value if isinstance(value, tuple) else (value,)
            if allowed.issuperset(items):
                continue
            for index, word in enumerate(items):
                if word not in allowed and not _is_other(word, noun):
                    item = (index,) if isinstance(value, tuple) else ()
                    yield (*path, field, *item), noun, word


def _is_other(word: str, noun: str) -> bool:
    """Return whether a word is a URL as a source, or empty, which is another error."""
    return not word.strip() or (noun == "source" and "://" in word)


def _hint(noun: str, word: str, known: Sequence[str]) -> str:
    if noun == RULE and not known:
        return "add a [[cadence]] or an [[obligation]] of this kind"
    if noun == _EVENT_KIND and not nearest(word, known):
        return f"{expected(known)}, or add an [[obligation]] of this kind"
    if noun == "source" and not nearest(word, known):
        return "use a URL, or add a [[source]] with this id"
    return suggestion(word, known)


def _duplicates(tables: Tables) -> Iterator[DataProblem]:
    """Yield the ids and codes that another record already has."""
    keys = [(table, "id") for table in dict.fromkeys((*NAMED, *records.WITH_IDS))]
    seen: dict[tuple[str, str, str], KeyPath] = {}
    for table, key in (*keys, ("sector", "code")):
        namespace = "" if table in NAMED else table
        for index, record in enumerate(tables[table]):
            value = getattr(record, key)
            if not value:
                continue
            path: KeyPath = (table, index, key)
            first = seen.setdefault((namespace, key, fold_id(value)), path)
            if first != path:
                hint = (
                    f"use a code other than that of sector {tables[table][int(first[1])].id}"
                    if key == "code"
                    else ""
                )
                yield DataProblem(path, duplicate(key, value, hint, "duplicate-id"), first)


def _rules(rules: _Rules) -> Iterator[DataProblem]:
    """Yield rules whose kind is the level of another, and rules of one kind in the same year."""
    numbered = [
        (index, rule) for index, rule in enumerate(rules) if rule.kind and rule.level and rule.since
    ]
    # the first rule of each level that is not its own kind, and of each kind
    level_paths: dict[str, tuple[str, int, str]] = {}
    kind_paths: dict[str, tuple[str, int, str]] = {}
    for index, rule in numbered:
        if fold(rule.level) != fold(rule.kind):
            level_paths.setdefault(fold(rule.level), ("cadence", index, "level"))
        kind_paths.setdefault(fold(rule.kind), ("cadence", index, "kind"))
    for kind, kind_path in kind_paths.items():
        if kind not in level_paths:
            continue
        # the later of the two rules is probably the new one
        other, later = sorted((kind_path, level_paths[kind]), key=lambda path: path[1])
        word = quoted(getattr(rules[later[1]], later[2]))
        message = f"{word} is the {other[2]} of another rule"
        yield problem(later, message, f"use another {later[2]}", "kind-is-level", other)
    # the last year of the rules of each kind so far, with the index of its rule
    covered: dict[str, tuple[int, int]] = {}
    for index, rule in sorted(numbered, key=lambda pair: pair[1].since):
        kind = fold(rule.kind)
        path: KeyPath = ("cadence", index, "kind")
        last_year, last_index = covered.get(kind, (0, index))
        if rule.since <= last_year:
            first: KeyPath = ("cadence", last_index, "kind")
            message = f"two rules of kind {quoted(rule.kind)} apply in {rule.since}"
            earlier = rules[last_index].since
            hint = "change the years of one"
            if earlier < rule.since:
                hint = f"set until to {rule.since - 1} in the rule that begins in {earlier}"
            yield problem(path, message, hint, "duplicate-rule", first)
        covered[kind] = max((last_year, last_index), (rule.until or _LAST_YEAR, index))


def _obligations(obligations: _Obligations, rules: _Rules) -> Iterator[DataProblem]:
    """Yield obligations with a kind that they cannot have, and those that bind a centre twice."""
    yield from _kinds_of_obligations(obligations, rules)
    # the last year so far in which a kind binds a centre, all centres (""), or any centre (None),
    # with the index of its obligation
    covered: dict[tuple[str, str | None], tuple[int, int]] = {}
    numbered = [(index, owed) for index, owed in enumerate(obligations) if owed.kind and owed.since]
    for index, owed in sorted(numbered, key=lambda pair: pair[1].since):
        if owed.centres is None:  # they could not be read
            continue
        own = owed.centres or ("",)
        others = [*own, ""] if owed.centres else [None]
        last_year, last_index = max(covered.get((owed.kind, other), (0, 0)) for other in others)
        if owed.since <= last_year:
            path: KeyPath = ("obligation", index, "kind")
            first: KeyPath = ("obligation", last_index, "kind")
            message = (
                f"two obligations of kind {quoted(owed.kind)} bind the same centre in {owed.since}"
            )
            hint = "use other years or centres"
            yield problem(path, message, hint, "duplicate-obligation", first)
        for centre in (*own, None):
            covered[owed.kind, centre] = max(
                covered.get((owed.kind, centre), (0, 0)), (owed.until or _LAST_YEAR, index)
            )


def _kinds_of_obligations(obligations: _Obligations, rules: _Rules) -> Iterator[DataProblem]:
    """Yield obligations with the kind of a cadence rule, or a kind in two spellings."""
    of_rules = _words_of_rules(rules)
    spellings: dict[str, tuple[str, KeyPath]] = {}
    """The first obligation of each kind, by the folded kind."""
    for index, owed in enumerate(obligations):
        if not owed.kind:
            continue
        path: KeyPath = ("obligation", index, "kind")
        first = of_rules.get(fold(owed.kind))
        if first is not None:
            message = f"{quoted(owed.kind)} is the {first[-1]} of a cadence rule"
            yield problem(path, message, "use another kind", "kind-is-rule", first=first)
        spelling, first = spellings.setdefault(fold(owed.kind), (owed.kind, path))
        if spelling != owed.kind:
            message = f"{quoted(owed.kind)} is the kind {quoted(spelling)} in another spelling"
            yield problem(path, message, f"use {quoted(spelling)}", "duplicate-obligation", first)


def _words_of_rules(rules: _Rules) -> dict[str, KeyPath]:
    """Return the path of each kind and level of the cadence rules, by its folded form."""
    found: dict[str, KeyPath] = {}
    for index, rule in enumerate(rules):
        for key in ("kind", "level"):
            word = getattr(rule, key)
            if word:
                found.setdefault(fold(word), ("cadence", index, key))
    return found


def _duplicate_waivers(waivers: _Waivers) -> Iterator[DataProblem]:
    """Yield the waivers of a rule or an obligation in a year that another waiver covers."""
    seen: dict[tuple[str, int, str | None], KeyPath] = {}
    for index, waiver in enumerate(waivers):
        if not waiver.kind or not waiver.year:
            continue
        path: KeyPath = ("waiver", index, "year")
        first = seen.setdefault((fold(waiver.kind), waiver.year, waiver.centre), path)
        if first != path:
            of_centre = f" for {waiver.centre}" if waiver.centre else ""
            message = f"duplicate waiver of {quoted(waiver.kind)} in {waiver.year}{of_centre}"
            yield problem(path, message, code="duplicate-waiver", first=first)


class _Years:
    """The years in which rules or obligations apply."""

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        """At each index, the latest year in which any period up to this index ends."""

    def add(self, since: int, until: int | None) -> None:
        """Add a rule or an obligation; its first year must not be before those added earlier."""
        self._firsts.append(since)
        self._lasts.append(max([until or _LAST_YEAR, *self._lasts[-1:]]))

    @property
    def first(self) -> int:
        """The first year of the rule or obligation that was added first."""
        return self._firsts[0]

    def __contains__(self, year: int) -> bool:
        """Return whether a rule or an obligation applies in a year."""
        number = bisect_right(self._firsts, year)
        return number > 0 and year <= self._lasts[number - 1]

    def hint(self) -> str:
        """Return `use a year from 2018 to 2020, or from 2022 on`; empty if there are many."""
        if len(self._firsts) > _MAX_PERIODS:
            return ""
        periods = []
        for first, last in zip(self._firsts, self._lasts, strict=True):
            end = "on" if last == _LAST_YEAR else f"to {last}"
            periods.append(f"from {first} {end}")
        return f"use a year {', or '.join(periods)}"


def _out_of_period(tables: Tables) -> Iterator[DataProblem]:
    """Yield waivers and deliveries in years in which no rule or obligation applies.

    There are none if the kind or the first year of a rule or an obligation could not be read.
    """
    every = [*tables["cadence"], *tables["obligation"]]
    if not all(rule.kind and rule.since for rule in every):
        return
    # by kind and centre; those of all centres are under "", and those of any centre under None
    years: dict[tuple[str, str | None], _Years] = {}
    for rule in sorted(every, key=lambda rule: rule.since):
        for centre in (*(getattr(rule, "centres", ()) or ("",)), None):
            years.setdefault((rule.kind, centre), _Years()).add(rule.since, rule.until)
    owed = {obligation.kind for obligation in tables["obligation"]}
    yield from _waivers_of_no_rule(tables["waiver"], owed, years)
    yield from _deliveries_of_no_period(tables["centre"], owed, years)


def _waivers_of_no_rule(
    waivers: _Waivers, owed: Set[str], years: Mapping[tuple[str, str | None], _Years]
) -> Iterator[DataProblem]:
    """Yield the waivers of a kind whose rules or obligations do not apply in the year.

    `owed` are the kinds of the obligations.
    """
    bound: dict[str, list[str]] = {}
    for kind, centre in years:
        bound.setdefault(kind, []).extend([centre] if centre else [])
    for index, waiver in enumerate(waivers):
        if (waiver.kind, None) not in years or not waiver.year:
            continue
        noun = "obligation" if waiver.kind in owed else "rule"
        found = [years[waiver.kind, None]]
        if waiver.centre:
            found = _of_centre(years, waiver.kind, waiver.centre)
            wrong = _centre_of_waiver(waiver.kind, waiver.centre, owed, found, bound[waiver.kind])
            if wrong is not None:
                yield DataProblem(("waiver", index, "centre"), wrong)
                continue
        if not any(waiver.year in applying for applying in found):
            message = f"no {noun} of kind {quoted(waiver.kind)} applies in {waiver.year}"
            hint = found[0].hint() if len(found) == 1 else ""
            yield problem(("waiver", index, "year"), message, hint, "no-rule")


def _centre_of_waiver(
    kind: str, centre: str, owed: Set[str], found: Sequence[_Years], bound: Sequence[str]
) -> Diagnostic | None:
    """Return what is wrong with the centre of a waiver, or None.

    `found` are the years of the obligations that bind the centre, and `bound` are the centres that
    obligations of the kind name.
    """
    if kind not in owed:
        message = f"{quoted(kind)} is a cadence rule, whose waivers have no centre"
        return Diagnostic(message, "remove the centre", "no-rule")
    if found:
        return None
    hint = expected(tuple(bound)) if len(bound) <= _MAX_CENTRES else ""
    return Diagnostic(f"no obligation of kind {quoted(kind)} binds {centre}", hint, "no-rule")


def _deliveries_of_no_period(
    centres: Sequence[Any], owed: Set[str], years: Mapping[tuple[str, str | None], _Years]
) -> Iterator[DataProblem]:
    """Yield the events that cover a year in which no obligation of their kind binds their centre.

    A centre that no obligation of the kind names may record its deliveries of any year.
    """
    if not owed:
        return
    for index, centre in enumerate(centres):
        for number, event in enumerate(centre.event or ()):
            if event.kind not in owed or not event.covers:
                continue
            found = _of_centre(years, event.kind, centre.id)
            if found and not any(event.covers in applying for applying in found):
                path: KeyPath = ("centre", index, "event", number, "covers")
                message = f"no obligation of kind {quoted(event.kind)} applies in {event.covers}"
                hint = _hint_for_delivery(found[0], event.covers) if len(found) == 1 else ""
                yield problem(path, message, hint, "no-period")


def _hint_for_delivery(years: _Years, covered: int) -> str:
    """Return the hint for a covered year that is not among the years of an obligation.

    The obligation may be wrong, because a delivery is a fact.
    """
    hint = years.hint()
    key = "an earlier since" if covered < years.first else "a later until"
    return f"{hint}, or {key} of the obligation" if hint else ""


def _of_centre(
    years: Mapping[tuple[str, str | None], _Years], kind: str, centre_id: str
) -> list[_Years]:
    """Return the years of the obligations of a kind that name a centre or bind all centres."""
    keys = ((kind, centre_id), (kind, ""))
    return [years[key] for key in keys if key in years]
