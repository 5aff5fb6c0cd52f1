"""Registries of any size, with three events per centre and as many meetings, and their exports."""

import json
import subprocess
import sys
from pathlib import Path

HEAD = """schema = 1

[network]
name = "A network of centres"

[[cadence]]
kind = "formal"
name = "Formal working-level meeting"
level = "working"
per_year = 1
since = 2000
sources = ["https://example.org/agreed"]

"""

SECTORS = (
    "education",
    "natural-sciences",
    "social-human-sciences",
    "culture",
    "communication-information",
)


def text(size: int) -> str:
    """Return a registry with `size` centres and `size` meetings."""
    parts = [HEAD]
    parts += [
        f'[[sector]]\nid = "{sector}"\ncode = "S{number}"\nname = "{sector.capitalize()}"\n\n'
        for number, sector in enumerate(SECTORS)
    ]
    for number in range(size):
        parts.append(
            f'[[centre]]\nid = "C{number:05}"\n'
            f'name = "International Centre number {number} for the Study of Numbers"\n'
            f'names = {{ ko = "국제 센터 {number}" }}\n'
            f'sector = "{SECTORS[number % 5]}"\ncountry = "KR"\n'
            f'city = "City {number % 100}"\nwebsite = "https://example.org/{number}"\n\n'
        )
        for step, (kind, date) in enumerate(
            (("approved", "2001-01-01"), ("signed", '"2002-03"'), ("opened", "2003"))
        ):
            source = f'sources = ["https://example.org/{number}/{step}"]'
            parts.append(f'[[centre.event]]\nkind = "{kind}"\ndate = {date}\n{source}\n\n')
    for number in range(size):
        day = f"{2000 + number * 20 // max(size, 1)}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        attendees = ", ".join(f'"C{(number + step) % size:05}"' for step in range(min(3, size)))
        parts.append(
            f'[[meeting]]\nid = "M{number:05}"\ntitle = "Meeting number {number}"\n'
            f'start = {day}\nstatus = "held"\ncity = "City {number % 100}"\n'
            f'organisers = ["C{number:05}"]\nattendees = [{attendees}]\n'
            f'agenda = ["Item one", "Item two"]\nsources = ["https://example.org/m/{number}"]\n\n'
        )
    return "".join(parts)


def create(directory: Path, size: int) -> None:
    """Write a registry, the CSV and JSON files that other tools read, and rows to import."""
    registry = directory / f"{size}.toml"
    registry.write_text(text(size))
    c2c = [str(Path(sys.executable).parent / "c2c"), "list", "--data", str(registry), "--format"]
    for form in ("csv", "json"):
        with (directory / f"{size}.{form}").open("wb") as out:
            subprocess.run([*c2c, form], stdout=out, check=True)  # noqa: S603  # the installed c2c
    rows = json.loads((directory / f"{size}.json").read_text())
    lines = ["id,name,sector,country,city"]
    lines += [f"N{row['id']},{row['name']} (new),{row['sector']},KR,{row['city']}" for row in rows]
    (directory / f"new-{size}.csv").write_text("\n".join(lines) + "\n")
