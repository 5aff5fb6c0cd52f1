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


CONTACTS = st.lists(
    st.builds(
        lambda role, rest: {"role": role, **rest},
        LINE,
        optional(name=LINE, email=LINE, phone=LINE, note=TEXT),
    ),
    max_size=2,
)
IDENTIFIERS = optional(
    ror=st.just("https://ror.org/05dxps055"), wikidata=st.just("Q7809"), viaf=LINE
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


@st.composite
def registries(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(st.lists(IDS, min_size=1, max_size=8, unique_by=str.casefold))
    split = draw(st.integers(0, len(ids)))
    cited = draw(st.lists(IDS, max_size=2, unique_by=str.casefold))
    sources = st.lists(st.one_of(URLS, *map(st.just, cited)), max_size=2)
    events = st.lists(
        st.builds(
            lambda kind, rest: {"kind": kind, **rest},
            st.sampled_from(
                (
                    *("proposed", "approved", "signed", "in-force", "opened", "evaluated"),
                    *("decided", "renewed", "closed"),
                )
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
                names=st.fixed_dictionaries({"ko": LINE}),
            )
        )
        | draw(
            optional(
                website=URLS,
                location=LOCATIONS,
                sources=sources,
                identifiers=IDENTIFIERS,
                contact=CONTACTS,
            )
        )
        for name in ids[:split]
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
                kind=st.sampled_from(("a", "other")),
            )
        )
        | draw(
            optional(
                sources=sources, mode=st.sampled_from(("in-person", "online", "hybrid")), link=URLS
            )
        )
        for name in ids[split:]
    ]
    return {
        "schema": 1,
        "network": {"name": draw(LINE)},
        "sector": [{"id": "s", "code": draw(LINE), "name": "S"}],
        "source": [
            {"id": name, "title": draw(LINE)}
            | draw(optional(publisher=LINE, date=DATES, url=URLS, note=TEXT))
            for name in cited
        ],
        "centre": centres,
        "meeting": meetings,
        "waiver": draw(WAIVERS),
        "cadence": [{"kind": "a", "name": draw(LINE), "level": "b", "per_year": 1, "since": 2018}],
    }
