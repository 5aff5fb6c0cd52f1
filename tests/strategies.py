"""Hypothesis strategies for values and registries."""

from typing import Any

from hypothesis import strategies as st

# TOML cannot contain lone surrogates, and a name is one line that is not blank
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(
    lambda text: text.strip()
)
LINE = TEXT.map(lambda text: text.replace("\n", " ").replace("\r", "\t")).filter(
    lambda text: text.strip()
)
AWKWARD = st.lists(
    st.sampled_from(
        [
            *"_x0a;,=+-@'\"<>&#\\ \t\n\r\0\v\x85\xa0\u2028\u3000\ufeff＝é👍",
            *("_x0041_", "_x005F_", "x000D_", "_xD83D_", "<r>", "</r>"),
            *("\r\n", "#N/A", "TRUE", "2018-11"),
        ]
    ),
    min_size=1,
    max_size=8,
).map("".join)
"""Texts that spreadsheets and their libraries treat specially."""

IDS = st.from_regex(r"[A-Za-z0-9가-힣][A-Za-z0-9._-]{0,12}", fullmatch=True)
DATES = st.one_of(
    st.integers(1900, 2100).map(str),
    st.dates().filter(lambda day: day.year >= 1000).map(lambda day: day.isoformat()[:7]),
    st.dates().filter(lambda day: day.year >= 1000).map(str),
)


EVENT_DATES = st.one_of(
    DATES,
    DATES.map("..{}".format),
    DATES.map("{}..".format),
    st.integers(1900, 2000).flatmap(
        lambda year: st.integers(2001, 2100).map(lambda later: f"{year}..{later}")
    ),
)


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


SINCE = st.one_of(st.integers(1990, 2019).map(str), st.sampled_from(("2018-11", "2019-12-31")))
UNTIL = st.one_of(st.integers(2020, 2030).map(str), st.sampled_from(("2020-01", "2026-12-01")))

CONTACTS = st.lists(
    st.builds(
        lambda role, rest: {"role": role, **rest},
        LINE,
        optional(name=LINE, email=LINE, phone=LINE, note=TEXT, since=SINCE, until=UNTIL),
    ),
    max_size=2,
)
IDENTIFIERS = optional(
    ror=st.just("https://ror.org/05dxps055"), wikidata=st.just("Q7809"), viaf=LINE
)
NAMES = st.fixed_dictionaries({"ko": LINE})
EXTRA = st.fixed_dictionaries(
    {},
    optional={
        "budget": st.integers(-(2**63) + 1, 2**63 - 1),
        "rate": st.floats(allow_nan=False, allow_infinity=False),
        "active": st.booleans(),
        "text": TEXT,
        "예산": LINE,
    },
)
LOCATIONS = st.tuples(
    st.floats(-90, 90).map(lambda degrees: round(degrees, 2)), st.integers(-180, 180)
).map(list)
URLS = IDS.map(lambda path: f"https://example.org/{path}")


WAIVERS = st.lists(
    st.builds(
        lambda year, reason, rest: {"kind": "a", "year": year, "reason": reason, **rest},
        st.integers(2018, 2030),
        TEXT,
        optional(sources=st.lists(URLS, max_size=2)),
    ),
    max_size=2,
    unique_by=lambda waiver: waiver["year"],
)


def some_of(ids: list[str]) -> st.SearchStrategy[list[str]]:
    """Return lists of different ids."""
    return st.lists(st.sampled_from(ids), unique=True) if ids else st.just([])


@st.composite
def obligations(draw: st.DrawFn, centres: list[str]) -> list[dict[str, Any]]:
    """Return obligations of different kinds, some of which bind only some of the centres."""
    found = []
    for kind in draw(
        st.lists(st.sampled_from(("annual-report", "board", "evaluated")), unique=True)
    ):
        owed: dict[str, Any] = {"kind": kind, "name": draw(LINE)}
        owed |= draw(optional(every=st.integers(1, 3), due=st.sampled_from(("01-01", "03-31"))))
        owed["since"] = draw(st.integers(2014, 2020))
        rest = {"names": NAMES, "note": TEXT, "sources": st.lists(URLS, max_size=2)}
        if centres:
            rest["centres"] = st.lists(st.sampled_from(centres), unique=True)
        owed |= draw(optional(**rest))
        if draw(st.booleans()):
            periods = draw(st.integers(1, 4))
            owed["until"] = owed["since"] + periods * owed.get("every", 1) - 1
        found.append(owed)
    return found


@st.composite
def waivers_of(draw: st.DrawFn, owed: dict[str, Any], centres: list[str]) -> list[dict[str, Any]]:
    """Return waivers of an obligation, each of all centres or of one that it binds."""
    bound = owed.get("centres") or centres
    years = st.integers(owed["since"], owed.get("until", 2026))
    of_centres = {"centre": st.sampled_from(bound)} if bound else {}
    found = st.builds(
        lambda year, rest: {"kind": owed["kind"], "year": year, "reason": "x", **rest},
        years,
        optional(**of_centres),
    )
    unique = st.lists(found, max_size=2, unique_by=lambda one: (one["year"], one.get("centre")))
    return draw(unique)


@st.composite
def deliveries(draw: st.DrawFn, owed: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the kind of a report, or of an obligation, and perhaps a year that an event covers."""
    kinds = ("annual-report", "work-plan", "evaluated", *(one["kind"] for one in owed))
    kind = draw(st.sampled_from(kinds))
    years = st.integers(2010, 2026)
    for one in owed:
        if one["kind"] == kind:
            years = st.integers(one["since"], one.get("until", 2026))
    return {"kind": kind} | draw(optional(covers=years))


@st.composite
def registries(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(st.lists(IDS, min_size=1, max_size=8, unique_by=str.casefold))
    split = draw(st.integers(0, len(ids)))
    last = draw(st.integers(split, len(ids)))
    members = [*ids[:split], *ids[last:]]
    cited = draw(st.lists(IDS, max_size=2, unique_by=str.casefold))
    sources = st.lists(st.one_of(URLS, *map(st.just, cited)), max_size=2)
    owed = draw(obligations(ids[:split]))
    steps = ("proposed", "approved", "signed", "in-force", "opened", "decided", "renewed", "closed")
    events = st.lists(
        st.builds(
            lambda kind, rest: kind | rest,
            st.one_of(
                st.sampled_from(steps).map(lambda kind: {"kind": kind}),
                deliveries(owed),
            ),
            optional(date=EVENT_DATES, note=TEXT, sources=sources),
        ),
        max_size=4,
    )
    centres = [
        {"id": name, "name": draw(LINE), "sector": "s", "country": "KR"}
        | draw(
            optional(
                city=LINE,
                host=LINE,
                note=TEXT,
                event=events,
                names=NAMES,
            )
        )
        | draw(
            optional(
                website=URLS,
                location=LOCATIONS,
                sources=sources,
                identifiers=IDENTIFIERS,
                contact=CONTACTS,
                extra=EXTRA,
            )
        )
        for name in ids[:split]
    ]
    organisations = [
        {"id": name, "name": draw(LINE)} | draw(optional(contact=CONTACTS)) for name in ids[last:]
    ]
    meetings = [
        {
            "id": name,
            "title": draw(LINE),
            "start": draw(DATES),
            "status": draw(st.sampled_from(("held", "planned"))),
        }
        | draw(
            optional(
                city=LINE,
                note=TEXT,
                agenda=st.lists(TEXT, max_size=3),
                kind=st.sampled_from(("a", "other", *(one["kind"] for one in owed))),
                organisers=some_of(ids[:split]),
                invited=some_of(members),
            )
        )
        | draw(
            optional(
                sources=sources, mode=st.sampled_from(("in-person", "online", "hybrid")), link=URLS
            )
        )
        for name in ids[split:last]
    ]
    return {
        "schema": 1,
        "network": {"name": draw(LINE)}
        | draw(optional(names=NAMES, language=st.sampled_from(("en", "fr-CA")))),
        "sector": [{"id": "s", "code": draw(LINE), "name": "S"}],
        "source": [
            {"id": name, "title": draw(LINE)}
            | draw(optional(publisher=LINE, date=DATES, url=URLS, note=TEXT))
            for name in cited
        ],
        "organisation": organisations,
        "centre": centres,
        "meeting": meetings,
        "obligation": owed,
        "waiver": [
            *draw(WAIVERS),
            *(waiver for one in owed for waiver in draw(waivers_of(one, ids[:split]))),
        ],
        "cadence": [
            {"kind": "a", "name": draw(LINE), "level": "b", "per_year": 1, "since": 2018}
            | draw(optional(names=NAMES))
        ],
    }
