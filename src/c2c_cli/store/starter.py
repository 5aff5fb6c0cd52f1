"""The text of a new registry: what a person needs to begin, and an example of all the rest."""

from c2c_cli.model.records import Network
from c2c_cli.toml import serialize

_TEXT = """\
#:schema centres.schema.json
# A registry of UNESCO Category 2 Centres. Edit it by hand; `c2c check` tells what is wrong, and where.
#   Dates are as precise as they are known:  2018   "2018-11"   2018-11-20   (a month needs its quotes).
#   What is not known stays out: leave the key away. A comment may stand anywhere.
#   A line of an example below becomes a record when the # before it goes.

schema = 1

[network]
name = {name}

[[sector]]
id = "education"
code = "ED"
name = "Education"

[[sector]]
id = "natural-sciences"
code = "SC"
name = "Natural Sciences"

[[sector]]
id = "social-human-sciences"
code = "SHS"
name = "Social and Human Sciences"

[[sector]]
id = "culture"
code = "CLT"
name = "Culture"

[[sector]]
id = "communication-information"
code = "CI"
name = "Communication and Information"

# Who organises or attends meetings and is no centre: a National Commission, a ministry.
# [[organisation]]
# id = "NATCOM"
# name = "National Commission for UNESCO"

# A centre's status follows from its events: proposed, approved, signed, opened, renewed, closed.
# [[centre]]
# id = "ICEX"
# name = "International Centre for Examples"
# names = {{ fr = "Centre international des exemples" }}
# sector = "education"                 # a sector's id
# country = "KR"                       # ISO 3166-1, two letters
# city = "Seoul"                       # from here on all may be left out
# host = "University of Examples"
# website = "https://example.org"
# note = "…"
#
# [[centre.event]]
# kind = "approved"
# date = 2017-11-06
# note = "39th session of the General Conference"
# sources = ["https://example.org/approved"]
#
# [[centre.event]]
# kind = "signed"
# date = "2018-07"
# until = 2024                         # the agreement's end, on signed and renewed

# status is tentative, planned, held or cancelled; kind is one of the cadence, its level where only that is known, or
# other. Left out, nobody has said.
# [[meeting]]
# id = "2018-11-20-seoul"
# title = "Working-level meeting"
# start = 2018-11-20
# end = 2018-11-21
# kind = "formal"
# status = "held"
# city = "Seoul"
# venue = "Hall of Examples"
# organisers = ["NATCOM"]              # ids of organisations and centres
# attendees = ["ICEX", "NATCOM"]
# agenda = ["…"]
# outcomes = ["…"]
# note = "…"
# sources = ["https://example.org/meeting"]

# What the network agreed to hold each year.
# [[cadence]]
# kind = "formal"
# name = "Formal working-level meeting"
# level = "working"                    # a meeting known only to be "working" may be this one
# per_year = 1
# since = 2018
# until = 2030
# agreed = "2018-11-20-seoul"          # the meeting that agreed it
# note = "…"
# sources = ["https://example.org/agreed"]
"""


def registry(name: str) -> str:
    """Return the text of a new registry of the network of that name.

    Raises InvalidError for what can be no name.
    """
    return _TEXT.format(name=serialize.value(Network(name=name).name))
