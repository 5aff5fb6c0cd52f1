"""The file of a part of a registry: which records it has, and each byte of it."""

import datetime
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from c2c_cli import read_text
from c2c_cli.errors import WriteError, dotted
from c2c_cli.model.part import centres_of
from c2c_cli.model.records import TABLES, label
from c2c_cli.model.registry import Registry
from c2c_cli.model.warnings import warnings
from c2c_cli.store import load
from c2c_cli.store.extract import extract
from c2c_cli.store.locate import bundled_registry

WHOLE = """\
# The header is about the whole registry.
schema = 1

# The network has two countries.
[network]
name = "Both lakes"
note = "Two lakes."
sources = ["https://example.org/lakes", "https://example.org/terms", "book", "https://example.org/"]
# longest_term: see page 3 of book (https://example.org/terms).
longest_term = 8 # years
checked = 2026-12-01

# -- Sectors ----
# Five in all.

[[sector]]
id = "culture"
code = "CLT"
name = "Culture"

# The names are UNESCO's.
[[sector]]
id = "education"
code = "ED"
name = "Education"
# Not its own word.

# -- Sources ----

[[source]]
id = "book"
title = "A book"

# Lost.
[[source]]
id = "letter"
title = "A letter"

# Read in a library.
[[source]]
id = "minutes"
title   =   'Minutes'

[[organisation]]
id = "NATCOM"
name = "National Commission"

[[organisation.contact]]
role = "Secretary"

[[organisation]]
id = "OTHER"
name = "Elsewhere"

# -- Centres ----

# In the north.
[[centre]]
id = "A"
name = "Northern Centre"
sector = "education"  # by its statute
country = "IR"

# The day is inferred.
[[centre.event]]
kind = "opened"
date = 2018-11-20
sources = ["minutes"]

# In the south.
[[centre]]
id = "B"
name = "Southern Centre"
names = { ko = "남쪽" }
sector = "culture"
country = "KR"
host = "A university"
website = "https://example.org/b"

[[centre.contact]]
role = "Director"

[[centre.event]]
kind = "opened"
date = 2019
sources = ["letter"]

[[centre]]
id = "C"
name = "Eastern Centre"
sector = "culture"
country = "KR"

# -- Meetings ----

# The kind is inferred.
[[meeting]]
id = "invited"
title = "A was invited"
start = 2019
kind = "formal"
status = "held"
organisers = ["B"]
invited = ["A"]

[[meeting]]
id = "attended"
title = "A attended"
start = 2020
kind = "board"  # of B
status = "held"
organisers = ["NATCOM"]
attendees = ["A"]

[[meeting]]
id = "organised"
title = "A organised"
start = 2021
status = "held"
kind = "annual-report"
organisers = ["A"]
sources = ["https://example.org/organised"]

[[meeting]]
id = "level"
title = "Only the level is known"
start = 2021
status = "held"
kind = "working"
organisers = ["A"]

[[meeting]]
id = "elsewhere"
title = "Without A"
start = 2021
status = "held"
attendees = ["B", "C", "OTHER"]
sources = ["letter"]

# -- Rules ----

[[cadence]]
kind = "formal"
name = "Formal"
level = "working"
per_year = 1
since = 2018
agreed = "elsewhere"

# Only B has one.
[[obligation]]
kind = "board"
name = "Board"
since = 2018
centres = ["B"]

# From the agreements.
[[obligation]]
kind = "annual-report"
name = "Report"
since = 2018
until = 2019
centres = [
    "B",
    "A",
]

[[obligation]]
kind = "annual-report"
name = "Report"
since = 2020

# -- Waivers ----

[[waiver]]
kind = "formal"
year = 2020
reason = "Pandemic"

[[waiver]]
kind = "annual-report"
year = 2019
centre = "B"
reason = "Only B"

# Agreed.
[[waiver]]
kind = "annual-report"
year = 2019
centre = "A"
reason = "Only A"

[[waiver]]
kind = "annual-report"
year = 2021
reason = "All"
sources = ["book"]

[[waiver]]
kind = "annual-report"
year = 2022
centre = "B"
reason = "Only B, of all"

[[waiver]]
kind = "board"
year = 2020
reason = "No board of A"
"""

PART = """\

schema = 1

[network]
name = "Iran"
sources = ["https://example.org/terms", "book"]
# longest_term: see page 3 of book (https://example.org/terms).
longest_term = 8 # years
checked = 2026-12-01

# -- Sectors ----------------------------------------------------------------------------------------------------------

[[sector]]
id = "culture"
code = "CLT"
name = "Culture"

# The names are UNESCO's.
[[sector]]
id = "education"
code = "ED"
name = "Education"
# Not its own word.

# -- Organisations other than centres ---------------------------------------------------------------------------------

[[organisation]]
id = "NATCOM"
name = "National Commission"

[[organisation.contact]]
role = "Secretary"

[[organisation]]
id = "B"
name = "Southern Centre"
names = { ko = "남쪽" }

# -- Sources: cited by id ---------------------------------------------------------------------------------------------

[[source]]
id = "book"
title = "A book"

# Read in a library.
[[source]]
id = "minutes"
title   =   'Minutes'

# -- Centres ----------------------------------------------------------------------------------------------------------

# In the north.
[[centre]]
id = "A"
name = "Northern Centre"
sector = "education"  # by its statute
country = "IR"

# The day is inferred.
[[centre.event]]
kind = "opened"
date = 2018-11-20
sources = ["minutes"]

# -- Meetings ---------------------------------------------------------------------------------------------------------

# The kind is inferred.
[[meeting]]
id = "invited"
title = "A was invited"
start = 2019
status = "held"
organisers = ["B"]
invited = ["A"]

[[meeting]]
id = "attended"
title = "A attended"
start = 2020
kind = "other"  # of B
status = "held"
organisers = ["NATCOM"]
attendees = ["A"]

[[meeting]]
id = "organised"
title = "A organised"
start = 2021
status = "held"
kind = "annual-report"
organisers = ["A"]
sources = ["https://example.org/organised"]

[[meeting]]
id = "level"
title = "Only the level is known"
start = 2021
status = "held"
organisers = ["A"]

# -- Obligations: what each centre owes -------------------------------------------------------------------------------

# From the agreements.
[[obligation]]
kind = "annual-report"
name = "Report"
since = 2018
until = 2019
centres = ["A"]

[[obligation]]
kind = "annual-report"
name = "Report"
since = 2020

# -- Waivers of obligations -------------------------------------------------------------------------------------------

# Agreed.
[[waiver]]
kind = "annual-report"
year = 2019
centre = "A"
reason = "Only A"

[[waiver]]
kind = "annual-report"
year = 2021
reason = "All"
sources = ["book"]
"""

HEADER = (
    read_text("store/template.toml").partition("#   To use")[0]
    + """\
#
# Copied from "Both lakes", a bundled registry of c2c, with: c2c init --copy both --country IR
# That registry was compiled from the sources cited here. It is not a publication of UNESCO.
# Licence of the copied data: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
# Coordinates are from GeoNames (https://www.geonames.org), CC BY 4.0. Identifiers are from ROR (https://ror.org), CC0,
# with the Wikidata and ISNI identifiers in its records.
"""
)


def part(whole: str, *countries: str, network: str = "Iran") -> tuple[str, int]:
    """Return the file of the centres in some countries, and the number of changed kinds."""
    registry, _ = load.read(whole.encode(), "")
    centres = centres_of(registry, countries, ())
    command = f"c2c init --copy both --country {','.join(countries)}"
    content, found = extract(whole, registry, centres, network=network, command=command)
    return content.decode(), found.changed_kinds(None) + found.changed_kinds("other")


def test_the_file_has_the_text_of_the_records_that_the_centres_need() -> None:
    assert part(WHOLE, "IR") == (HEADER + PART, 3)


def test_a_part_is_in_the_language_of_the_whole_but_its_network_has_no_other_names() -> None:
    more = 'checked = 2026-12-01\nlanguage = "fr"\n'
    name = 'name = "Both lakes"\n'
    whole = WHOLE.replace("checked = 2026-12-01\n", more, 1)
    whole = whole.replace(name, name + 'names = { ko = "호수" }\n')
    expected = PART.replace("checked = 2026-12-01\n", more, 1)
    assert part(whole, "IR") == (HEADER + expected, 3)


def test_line_ends_do_not_matter() -> None:
    assert part(WHOLE.replace("\n", "\r\n"), "IR") == part(WHOLE, "IR")


def test_a_part_that_needs_everything_omits_only_the_rules() -> None:
    text, changed = part(WHOLE, "IR", "KR")
    assert changed == 2
    found, whole = tomllib.loads(text), tomllib.loads(WHOLE)
    del whole["cadence"], whole["waiver"][0], whole["network"], found["network"]
    for meeting in whole["meeting"]:
        if meeting.get("kind") in {"formal", "working"}:
            del meeting["kind"]
    assert found == whole


@pytest.mark.parametrize("table", ["network", *TABLES])
def test_a_part_cannot_forget_a_table(table: str) -> None:
    tables = load.read(WHOLE.encode(), "")[0].tables()
    del tables[table]
    with pytest.raises(KeyError, match=table):
        Registry.of(tables)


def test_an_event_of_an_obligation_of_other_centres_is_not_lost() -> None:
    # a centre may record what another one owes; such an event would have an unknown kind
    whole = WHOLE.replace(
        "# In the south.", '[[centre.event]]\nkind = "board"\ndate = 2020\n\n# In the south.'
    )
    with pytest.raises(WriteError, match=r"^c2c cannot copy this part safely, so"):
        part(whole, "IR")


# Every part of the bundled registries

NAMES = ("korea", "world")
TODAY = datetime.date.today()  # noqa: DTZ011  # the program uses the local date


def parts(name: str) -> Iterator[tuple[str, Registry, str, Registry]]:
    """Yield the text and the registry of a bundled registry and of each of its parts."""
    whole = bundled_registry(name).read_text()
    registry, _ = load.read(whole.encode(), "")
    countries = sorted({centre.country for centre in registry.centre})
    sectors = [sector.id for sector in registry.sector]
    for chosen in [
        *(([country], []) for country in countries),
        *(([], [sector]) for sector in sectors),
        ([], []),
    ]:
        centres = centres_of(registry, *chosen)
        if centres:
            content, _ = extract(whole, registry, centres, network="Part", command="c2c")
            yield whole, registry, content.decode(), load.read(content, "")[0]


def warned(registry: Registry) -> set[tuple[str, str, str]]:
    """Return the record, the field and the message of each warning."""
    tables = registry.tables()
    found = set()
    for problem in warnings(tables, registry.network, TODAY):
        table, number, *path = (*problem.path, 0)
        assert isinstance(number, int) or table == "network"
        record = tables[str(table)][number if isinstance(number, int) else 0]
        found.add((label(record), dotted((*path[:-1],)), problem.diagnostic.message))
    return found


def references(data: dict[str, Any]) -> dict[str, set[str]]:
    """Return the ids of organisations and sources that the records name."""
    centres, meetings = data["centre"], data.get("meeting", [])
    citing = [
        data["network"],
        *centres,
        *meetings,
        *data.get("obligation", []),
        *data.get("waiver", []),
        *(event for centre in centres for event in centre.get("event", [])),
    ]
    roles = ("organisers", "attendees", "invited")
    named = {member for one in meetings for role in roles for member in one.get(role, [])}
    cited = {source for record in citing for source in record.get("sources", [])}
    return {
        "organisation": named - {centre["id"] for centre in centres},
        "source": {source for source in cited if "://" not in source},
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_part_has_what_it_needs_and_no_warning_of_its_own(name: str) -> None:
    count = 0
    for whole, registry, text, copied in parts(name):
        count += 1
        assert warned(copied) <= warned(registry)
        data = tomllib.loads(text)
        for table, ids in references(data).items():
            found = [record["id"] for record in data.get(table, [])]
            assert sorted(found) == sorted(ids)
        assert copied.sector == registry.sector
        ids = {centre["id"] for centre in data["centre"]}
        assert all(
            ids & {*meeting.get("organisers", ()), *meeting.get("attendees", ())}
            for meeting in data.get("meeting", ())
        )
        assert copied.network.sources == registry.network.sources[-2:]
        *_, body = text.partition("\n[network]\n")
        new = {*body.splitlines()} - {*whole.splitlines()}
        assert new <= {
            'name = "Part"',
            'kind = "other"',
            *(line for line in new if line.startswith(("# -- ", "centres = ["))),
            *(f'id = "{outside}"' for outside in references(data)["organisation"]),
        }
    assert count == {"korea": 1 + 5 + 1, "world": 70 + 7 + 1}[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_terms_of_the_network_keep_their_comments(name: str) -> None:
    whole = bundled_registry(name).read_text()
    terms = whole[whole.index("# longest_term: ") : whole.index("checked = 2")]
    for _, _, text, _ in parts(name):
        assert terms in text
        assert "Copied from" in text
