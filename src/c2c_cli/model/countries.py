"""Country codes of ISO 3166-1 alpha-2, as of 2026, and the names of countries."""

import re
from functools import cache
from pathlib import Path

from c2c_cli.text import fold

CODES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
    IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
    PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
    YT ZA ZM ZW
    """.split()  # noqa: SIM905  # 249 lines of quotes hide the list
)
"""The 249 officially assigned codes."""

COMMON_MISTAKES = {"EL": "GR", "EN": "GB", "UK": "GB"}
"""Common mistakes and the codes they stand for."""


def code_of(name: str) -> str | None:
    """Return the code of a country by its name in English or in one of its languages, in any order of words."""
    return _codes().get(_words(name))


@cache
def _codes() -> dict[str, str]:
    lines = Path(__file__).with_name("countries.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {_words(name): code for code, *names in rows for name in names}


def _words(name: str) -> str:
    """Return a key by which "Korea, Republic of" equals "the Republic of Korea"."""
    return " ".join(sorted({*re.findall(r"\w+", fold(name))} - {"the"}))
