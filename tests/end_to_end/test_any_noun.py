"""Random additions, edits and removals of every noun.

The data is the same as from tomlrt, and other lines are unchanged.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import tomli
import tomli_w
import tomlrt
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import run
from strategies import LINE

MARK = "\ufeff"
CENTRES = ("A", "B")
KINDS = ("proposed", "approved", "opened")
NUMBERS = range(3)

RECORDS: dict[str, list[dict[str, Any]]] = {
    "event": [{"kind": kind} for kind in KINDS],
    "contact": [{"role": f"Role {number}"} for number in NUMBERS],
    "cadence": [
        {"kind": f"k{number}", "name": "Rule", "level": f"k{number}", "per_year": 1, "since": 2018}
        for number in NUMBERS
    ],
    "waiver": [{"kind": f"w{number}", "year": 2020, "reason": "Pandemic"} for number in NUMBERS],
    "source": [{"id": f"s{number}", "title": "Letter"} for number in NUMBERS],
    "organisation": [{"id": f"O{number}", "name": "Ministry"} for number in NUMBERS],
    "sector": [
        {"id": f"x{number}", "code": f"X{number}", "name": f"Sector {number}"} for number in NUMBERS
    ],
    "meeting": [
        {"id": f"m{number}", "title": "Meeting", "start": 2010 + number, "status": "held"}
        for number in NUMBERS
    ],
}
"""The records that tests add; the first key of each identifies it."""

FIELDS = {
    "event": ["note"],
    "contact": ["phone", "note"],  # with another name, it is another contact
    "cadence": ["name", "note"],
    "waiver": ["reason"],
    "source": ["title", "note"],
    "organisation": ["name"],
    "sector": ["name"],
    "meeting": ["title", "note"],
}
"""The fields that tests edit."""


class Step(NamedTuple):
    """A command for one of the records, and the field and text for an edit.

    An empty text clears the field.
    """

    verb: str
    noun: str
    number: int
    field: str
    text: str

    @property
    def record(self) -> dict[str, Any]:
        return RECORDS[self.noun][self.number]

    @property
    def centre(self) -> list[str]:
        """The centre of an event or contact."""
        return [CENTRES[self.number % 2]] if self.noun in {"event", "contact"} else []

    def command(self) -> list[str]:
        (key, name), *others = self.record.items()
        given = (
            [f"--{key}", name]
            if self.noun in {"contact", "meeting"} and self.verb == "add"
            else [name]
        )
        if self.verb == "add":
            given += [f"--{key.replace('_', '-')}={value}" for key, value in others]
        if self.verb == "edit":
            given += [f"--{self.field}={self.text}"]
        return [self.verb, self.noun, *self.centre, *given]

    def apply(self, data: Any) -> int:
        """Change data or a document of tomlrt, and return the exit code of the command."""
        key, name = next(iter(self.record.items()))
        table = (
            next(one for one in data["centre"] if one["id"] == self.centre[0])
            if self.centre
            else data
        )
        found = [number for number, row in enumerate(table.get(self.noun, [])) if row[key] == name]
        if self.verb == "add":
            if found:
                return 5
            if self.noun not in table:
                table[self.noun] = tomlrt.AoT()
            table[self.noun].append(dict(self.record))
        elif not found:
            return 4
        elif self.verb == "remove":
            del table[self.noun][found[0]]
        elif self.text:
            table[self.noun][found[0]][self.field] = self.text
        else:
            table[self.noun][found[0]].pop(self.field, None)
        return 0


@st.composite
def steps(draw: st.DrawFn) -> Step:
    noun = draw(st.sampled_from(list(RECORDS)))
    field = draw(st.sampled_from(FIELDS[noun]))
    number = draw(st.sampled_from(NUMBERS))
    # the number makes names unique, as those of sectors must be
    text = draw(
        st.one_of(LINE, st.just("")) if field == "note" else LINE.map(f"{number} {{}}".format)
    )
    return Step(draw(st.sampled_from(["add", "edit", "remove"])), noun, number, field, text)


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, dict[tuple[str, int], str]]:
    """Return the text of a registry in a random layout, and the lines of each record in it."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))

    def block(header: str, record: Mapping[str, Any], label: str) -> str:
        lines = [f"# about {label}", f"[[{header}]]{draw(st.sampled_from(['', ' # [[source]]']))}"]
        for line in tomli_w.dumps(record).splitlines():
            lines += [f"# the next line of {label}"] * draw(st.integers(0, 1))
            lines.append(f"{line}{draw(st.sampled_from(['', f'  # of {label}', chr(9)]))}")
        return newline.join(lines)

    present = draw(
        st.sets(st.tuples(st.sampled_from(list(RECORDS)), st.sampled_from(NUMBERS)), min_size=4)
    )
    blocks: dict[tuple[str, int], str] = {}
    groups = {
        centre: [
            block("centre", {"id": centre, "name": "C", "sector": "s", "country": "KR"}, centre)
        ]
        for centre in CENTRES
    }
    for noun, number in draw(st.permutations(sorted(present))):
        step = Step("add", noun, number, "", "")
        note = {"note": "n"} if "note" in FIELDS[noun] and draw(st.booleans()) else {}
        text = block(
            f"centre.{noun}" if step.centre else noun, step.record | note, f"{noun} {number}"
        )
        blocks[noun, number] = text
        groups.setdefault("".join(step.centre) or f"{noun} {number}", []).append(text)
    head = ["# registry", "schema = 1", "[network]", 'name = "N" # its name', "", "[[sector]]"]
    head += ['id = "s"', 'code = "S"', 'name = "Sector"']
    for number in NUMBERS:  # the rules that waivers are about
        head += ["", "[[cadence]]", f'kind = "w{number}"', 'name = "Rule"', f'level = "w{number}"']
        head += ["per_year = 1", "since = 2018"]
    texts = [newline.join(head)] + [
        text for name in draw(st.permutations(list(groups))) for text in groups[name]
    ]
    text = "".join(one + newline * draw(st.integers(1, 3)) for one in texts)
    return draw(st.sampled_from(["", MARK])) + (
        text if draw(st.booleans()) else text.rstrip("\r\n")
    ), blocks


def comparable(data: Any) -> Any:
    """Return data without the order of records, and without empty tables."""
    if isinstance(data, dict):
        return {key: comparable(value) for key, value in data.items() if value != []}
    if isinstance(data, list):
        return sorted(map(comparable, data), key=lambda one: json.dumps(one, sort_keys=True))
    return data


def is_subsequence(some: list[str], of: list[str]) -> bool:
    rest = iter(of)
    return all(line in rest for line in some)


@settings(max_examples=settings().max_examples // 2)  # each is a dozen commands
@given(layouts(), st.lists(steps(), min_size=8, max_size=16))
def test_any_sequence_of_commands_gives_the_data_that_tomlrt_gives(
    layout: tuple[str, dict[tuple[str, int], str]], sequence: list[Step]
) -> None:
    text, blocks = layout
    data, other = tomli.loads(text.removeprefix(MARK)), tomlrt.loads(text.removeprefix(MARK))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "r.toml"
        file.write_bytes(text.encode())
        for step in sequence:
            before = file.read_bytes().decode()
            ended = run(*step.command(), "--data", str(file), XDG_STATE_HOME=folder)
            after = file.read_bytes().decode()
            assert ended.code == step.apply(data) == step.apply(other), (step, ended)
            if ended.code:
                assert after == before
                continue
            assert comparable(tomli.loads(after.removeprefix(MARK))) == comparable(data)
            assert comparable(tomli.loads(tomlrt.dumps(other))) == comparable(data)
            assert after.startswith(MARK) == text.startswith(MARK)
            assert after.count("\n") == (
                after.count("\r\n") if "\r\n" in text else after.count("\n")
            )
            old, new = ([line.rstrip("\r") for line in one.split("\n")] for one in (before, after))
            if step.verb == "add":
                assert is_subsequence(old, new)
            elif step.verb == "remove":
                assert is_subsequence([line for line in new if line], old)
                assert f"# about {step.noun} {step.number}" not in new
            else:
                assert (Counter(old) - Counter(new)).total() <= 1
                assert (Counter(new) - Counter(old)).total() <= 1
            if step.verb != "add":
                blocks.pop((step.noun, step.number), None)
            assert all(block in after for block in blocks.values())
