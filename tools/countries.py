"""Write the names of countries in the languages of documents, from Unicode CLDR as Babel has it.

The forms in tools/country_forms.tsv replace the names in CLDR. To correct a name, write it there
with its source, and run this script with the version of Babel that the names state:

    .venv/bin/python tools/countries.py
"""

from collections.abc import Iterator
from pathlib import Path

import babel
import babel.core

from c2c_cli.model.countries import CODES, LANGUAGES

ROOT = Path(__file__).parents[1]
NAMES = ROOT / "src/c2c_cli/model/country_names.tsv"
FORMS = ROOT / "tools/country_forms.tsv"

HEADING = """\
# Names of countries in the languages of documents, by ISO 3166-1 code, written by
# tools/countries.py: the names in Unicode CLDR {cldr} (Babel {babel}), or those that replace them
# in tools/country_forms.tsv, which states their sources: the forms of the United Nations (M49,
# UNTERM), in Korean those of the Ministry of Foreign Affairs, and in Russian abbreviations written
# out. © Unicode, Inc., https://www.unicode.org/license.txt
"""


def main() -> None:
    """Write the names."""
    NAMES.write_text(text(), encoding="utf-8", newline="\n")


def text() -> str:
    """Return the names as a file: a line for each country, and a column for each language."""
    heading = HEADING.format(cldr=babel.core.get_cldr_version(), babel=babel.__version__)
    columns = "\t".join(["code", *LANGUAGES])
    lines = ("\t".join(row) for row in rows())
    return f"{heading}# {columns}\n" + "".join(f"{line}\n" for line in lines)


def rows() -> Iterator[list[str]]:
    """Yield the code of each country and its names."""
    replaced = forms()
    territories = {tag: babel.Locale(tag).territories for tag in LANGUAGES}
    for code in sorted(CODES):
        yield [code, *(replaced.get((tag, code), territories[tag][code]) for tag in LANGUAGES)]


def forms() -> dict[tuple[str, str], str]:
    """Return the names that replace those in CLDR, by language and code."""
    lines = FORMS.read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if not line.startswith("#")]
    return {(tag, code): name for tag, code, name in table}


if __name__ == "__main__":
    main()
