"""Hints that name a command: the command that a hint names works in the same directory."""

import ast
import datetime
import re
import shlex
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from c2c_cli.cli.group import _INSTEAD
from c2c_cli.model.lookup import LISTED_BY
from conftest import Program, Run
from samples import ROOT, SMALL, centre, event, meeting, record, rule, without_colours

REGISTRY = (
    SMALL
    + record("source", id="letter", title="Letter")
    + record("source", id="spare", title="Letter")
    + record("sector", id="spare", code="SP", name="Spare")
    + centre("ICM", "approved:2010", "signed:2011:2016", "opened:2012", "evaluated:2015")
    + event("evaluated", "2018", sources=["letter"])
    + record("centre.contact", role="director", name="Kim")
    + record("centre.contact", role="deputy", name="Lee")
    + record("centre.contact", role="adviser", name="Lee")
    + centre("ICDH", "board:2019", sector="education")
    + meeting("2018-11", start="2018-11", status="tentative", attendees=["ICM"])
    + meeting("2019", start="2019", kind="formal", sources=["https://example.org/"])
    + rule("formal", until=2019)
    + record("obligation", kind="board", name="Board", since=2015, until=2030)
    + record("obligation", kind="annual-report", name="Report", since=2024, centres=["ICM"])
)
EMPTY = 'schema = 1\n\n[network]\nname = "A network"\n'
MANY = SMALL + "".join(
    centre(f"C{number}") + record("centre.contact", role=f"role {number}") for number in range(10)
)
"""Too many centres and roles to list."""


PLANS = event("work-plan", "2021-05", covers=2022) + event("work-plan", "2021-11", covers=2022)
BOARD = record("obligation", kind="board", name="Board", since=2020)


class Wrong(NamedTuple):
    """A command that gives a hint."""

    typed: str
    registry: str | None = REGISTRY
    """The registry file; without it, the bundled registry is used."""
    file: str = ""
    """The name and, after a line break, the content of another file."""
    terminal: bool = False
    editor: str = "true"
    before: tuple[str, ...] = ()
    """The commands to run before."""

    def __str__(self) -> str:
        """Return the name of the test."""
        return self.typed


def event_of(kind: str) -> str:
    """Return a centre with an event."""
    return centre("X") + event(kind, covers=2024)


def tentative(meeting_id: str) -> str:
    """Return a meeting whose date has passed."""
    return meeting(meeting_id, status="tentative")


def attended(year: int) -> str:
    """Return a meeting that was held."""
    return meeting(str(year), start=year, attendees=["NATCOM"])


def many(table: str, **fields: object) -> str:
    """Return ten records, which are too many to list in a hint."""
    return "".join(record(table, id=f"{table}-{letter}", **fields) for letter in "abcdefghij")


WRONG = [
    *(Wrong(word) for word in _INSTEAD if word not in {"new", "redo"}),
    Wrong("new", None),
    Wrong("redo", before=("remove 2019", "undo")),
    # usage errors
    Wrong("list --nothing"),
    Wrong("add"),
    Wrong("agreements --within 3"),
    Wrong("edit centre ICM --status closed"),
    Wrong("edit ICM --city x"),
    Wrong("edit centre ICM", editor=""),
    Wrong("edit", editor="cp /dev/null"),
    Wrong("edit sector education", SMALL + "[sector.names]\nko = '교육'\n".replace("'", '"')),
    Wrong("sectors culture"),
    Wrong("show"),
    Wrong("remove spare"),
    # records
    Wrong("show nothing"),
    Wrong("show board", terminal=True),
    Wrong("edit centre nothing --city x", MANY),
    Wrong("add contact nothing --role x", MANY),
    Wrong("edit sector nothing --name x", MANY + many("sector", code="x", name="x")),
    Wrong(
        "edit meeting nothing --city x",
        MANY + many("meeting", title="x", start=2018, status="held"),
    ),
    Wrong("edit source nothing --title x", MANY + many("source", title="x")),
    Wrong("edit organisation nothing --name x", MANY + many("organisation", name="x")),
    Wrong("contacts --role nothing", MANY),
    Wrong("edit centre NATCOM --name x"),
    Wrong("edit event ICM renewed --until 2030"),
    Wrong("edit contact ICDH director --note x"),
    Wrong("edit centre ICM --sources nothing", SMALL + centre("ICM")),
    Wrong("add event ICM nothing"),
    Wrong("add event ICM approved --date 2010-05"),
    Wrong("add event ICDH opened"),
    Wrong("add waiver formal --year 2019 --reason x"),
    Wrong("add contact ICM --role director --name Kim --phone 1"),
    Wrong("add sector culture --code X --name x"),
    Wrong("add cadence formal --name x --per-year 1 --since 2019"),
    Wrong(f"add event ICM renewed --date {datetime.date.today().year}"),  # noqa: DTZ011
    Wrong("add waiver nothing --year 2020 --reason x", SMALL),
    # changes that are refused, or look wrong
    Wrong("remove source letter"),
    Wrong("remove ICM"),
    Wrong("remove obligation annual-report", REGISTRY + event_of("annual-report")),
    Wrong("edit obligation board --kind council"),
    Wrong("edit meeting 2018-11 --start 2018-12"),
    # registries
    Wrong("list --data nothing"),
    Wrong("list --data nothing.toml"),
    Wrong("list", "x"),
    Wrong("add sector x --code X --name x --data korea"),
    Wrong("init new.toml --network x", terminal=True),
    Wrong("init new.toml --copy korea", terminal=True),
    Wrong("init new.toml --network x --copy korea"),
    Wrong("init new.toml --network x --copy korea --country TV"),
    # what is shown in a terminal
    Wrong("list", EMPTY, terminal=True),
    Wrong("list", SMALL, terminal=True),
    Wrong("meetings", EMPTY, terminal=True),
    Wrong("cadence", EMPTY, terminal=True),
    Wrong("timeline", EMPTY, terminal=True),
    Wrong("timeline", SMALL + centre("ICM"), terminal=True),
    Wrong("organisations", EMPTY, terminal=True),
    Wrong("obligations", EMPTY, terminal=True),
    Wrong("sources", EMPTY, terminal=True),
    Wrong("sectors", EMPTY, terminal=True),
    Wrong("contacts", EMPTY, terminal=True),
    Wrong("contacts", SMALL + centre("ICM"), terminal=True),
    Wrong("sources", terminal=True),
    Wrong("cadence", terminal=True),
    Wrong("obligations", terminal=True),
    Wrong("organisations", terminal=True),
    Wrong("changes --from 2017 --to 2018-06", SMALL + centre("A", "opened:2018"), terminal=True),
    Wrong("check"),
    Wrong("due"),
    Wrong("due --all", terminal=True),
    Wrong("due", SMALL + rule()),
    Wrong(
        "edit cadence heads --kind chiefs",
        SMALL + rule("heads", level="heads") + meeting(kind="heads"),
    ),
    Wrong(
        "add meeting --title x --start 2019 --status held --kind board",
        SMALL + centre("ICM", "opened:2012") + BOARD,
    ),
    Wrong("due", SMALL + centre("ICM", "opened:2012") + meeting(kind="board") + BOARD),
    Wrong("due", SMALL + tentative("ICM") + tentative("b"), terminal=True),
    Wrong(
        "attendance", SMALL + "".join(attended(year) for year in range(1990, 2020)), terminal=True
    ),
    Wrong("due", terminal=True),
    Wrong("import x.csv", file="x.csv\nid,name,sector,country\nX,x,nothing,KR\n"),
    Wrong("import x.csv", file="x.csv\nid,name,sector,country\nX,x,Some Thing,KR\n"),
    Wrong("import x.csv", file="x.csv\nid,name,sector,country,sources\nX,x,culture,KR,nothing\n"),
    Wrong("import x.csv", file="x.csv\ncentre,kind\nX,opened\n"),
    Wrong("import x.csv", file="x.csv\ncentre,kind\nICM,nothing\n"),
    Wrong("import x.csv --as contact", file="x.csv\nof,role\nX,x\n"),
    Wrong("import x.csv", file="x.csv\nid,title,start,status,kind\nX,x,2019,held,nothing\n"),
    Wrong("import x.csv", file="x.csv\nid,nothing,name,sector,country\nX,x,x,culture,KR\n"),
    Wrong("import x.csv --update", file="x.csv\nid,approved\nICM,2011\n"),
    Wrong("import x.csv --update", file="x.csv\nid,signed\nICM,2012\n"),
    Wrong("import x.csv", file="x.csv\ncentre,kind,date\nICM,opened,2013\n"),
    Wrong(
        "import x.csv --update",
        SMALL + centre("ICM", "opened") + PLANS,
        file="x.csv\ncentre,kind,covers,note\nICM,work-plan,2022,x\n",
    ),
    Wrong("import x.json --update", file='x.json\n[{"id": "ICM", "event": []}]\n'),
    Wrong("import x.toml --update", file=f"x.toml\n{EMPTY.replace('A net', 'Another net')}"),
    Wrong("import x.csv --update", file="x.csv\nof,name,phone\nICM,Lee,1\n"),
]
"""A command for each hint of the program that names one."""

COMPLETED = {
    "add": "sector new --code NEW --name New",
    "add cadence": "new --name x --per-year 1 --since 2030",
    "add centre": "new --name x --sector culture --country KR",
    "add centre --data new.toml": "new --name x --sector culture --country KR",
    "add contact": "ICM --role new",
    "add event": "ICM closed --date 2030",
    "add meeting": "--title x --start 2030",
    "add obligation": "new --name x --since 2030",
    "add organisation": "new --name x",
    "add sector": "new --code NEW --name x",
    "add source": "new --title x",
    "edit contact": "ICM director --phone 1",
    "edit event": "ICM opened --note x",
    "edit network": "--name x",
    "remove": "2019",
    "remove event": "ICM opened",
    "show": "ICM",
}
"""The arguments that a hint leaves to the user."""

PLACEHOLDERS = {
    "CODE": "NEW",
    "COUNTRY": "KR",
    "DATE": "2020",
    "FILE": "new.toml",
    "ID": "ICM",
    "KIND": "formal",
    "MONTHS": "6",
    "NAME": "x",
    "SECTOR": "culture",
    "STATUS": "held",
    "TEXT": "ICM",
    "TITLE": "x",
    "YEAR": "2030",
}
"""The sample value of each placeholder."""

NO_HINTS = {
    "c2c {}",  # the version
    "c2c init --copy {}",  # the comment in a part of a registry
    "ignored {} of {}; c2c derives {} from other records",
    "create a registry elsewhere with c2c init FILE --copy, and pass it with --data",
}
"""Strings that are no hints, or one that needs a home directory that cannot be written."""


def commands(message: str) -> list[str]:
    """Return the commands that a message names."""
    word = r"(?!to |for |or c2c)(?:'[^']*'|[^\s;,()'>\"]+(?:,[^\s;,()'>\"]+)*)"
    return re.findall(rf"c2c (?:[a-z]+|--version)(?: {word})*", message)


def words_of(command: str) -> list[str]:
    """Return the arguments of a command, with samples for what is left to the user."""
    words = [PLACEHOLDERS.get(word, word) for word in shlex.split(command)[1:]]
    return [*words, *shlex.split(COMPLETED.get(" ".join(words), ""))]


class Hinting:
    """The program in a directory with the files of a wrong command."""

    def __init__(self, c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        self.c2c, self.monkeypatch = c2c, monkeypatch

    def prepare(self, wrong: Wrong) -> None:
        for file in self.c2c.folder.rglob("*.*"):
            file.unlink()
        if wrong.registry is not None:
            self.c2c.write(wrong.registry)
        if wrong.file:
            name, _, content = wrong.file.partition("\n")
            self.c2c.write(content, name)

    def message(self, wrong: Wrong) -> str:
        """Return what a wrong command prints."""
        self.prepare(wrong)
        for command in wrong.before:
            self.c2c(*shlex.split(command))
        self.monkeypatch.setenv("EDITOR", wrong.editor)
        run = self.c2c(*shlex.split(wrong.typed), code=None, terminal=wrong.terminal)
        return without_colours(run.err + run.out)

    def follow(self, wrong: Wrong, command: str) -> Run:
        """Run a command in the directory in which it was named."""
        self.message(wrong)
        self.monkeypatch.setenv("EDITOR", "true")
        return self.c2c(*words_of(command), code=None)


@pytest.fixture
def hinting(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> Hinting:
    monkeypatch.setenv("COLUMNS", "500")
    return Hinting(c2c, monkeypatch)


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_command_of_a_hint_works(hinting: Hinting, wrong: Wrong) -> None:
    found = commands(hinting.message(wrong))
    assert found, hinting.message(wrong)
    for command in found:
        run = hinting.follow(wrong, command)
        assert run.code == 0, (command, run)


@pytest.mark.parametrize(
    "command", ["due", "check", "list", "show ICM", "sources", "cadence", "sql x"]
)
@pytest.mark.parametrize("data", ["korea", "world", "-"])
def test_hints_about_a_registry_that_cannot_be_changed_work(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, command: str, data: str
) -> None:
    monkeypatch.setenv("COLUMNS", "500")
    args = [*command.split(), "--data", data]
    c2c.write(REGISTRY, "new.toml")  # for --data FILE
    run = c2c(*args, code=None, stdin=REGISTRY.encode(), terminal=True)
    for named in commands(without_colours(run.err + run.out)):
        assert c2c(*words_of(named), code=None, stdin=REGISTRY.encode()).code == 0, named


@pytest.mark.parametrize(
    "command",
    [
        "show nothing",
        "remove nothing",
        "edit centre nothing --city x",
        "add event nothing opened",
        "edit event nothing opened --note x",
        "remove event nothing opened",
        "add contact nothing --name x",
        "edit contact nothing x --phone 1",
        "add meeting --title x --start 2100 --organisers nothing",
        "meetings --centre nothing",
        "timeline --centre nothing",
        "obligations --centre nothing",
        "contacts --centre nothing",
        "contacts --role nothing",
    ],
)
def test_a_hint_lists_the_records_of_the_registry_that_was_named(
    c2c: Program, command: str
) -> None:
    c2c.write(MANY, "new.toml")
    named = commands(c2c(*command.split(), "--data", "new.toml", code=None).err)
    assert named
    for listing in named:
        assert listing.endswith(" --data new.toml")
        assert c2c(*words_of(listing)).out


def corrected(words: list[str], message: str) -> list[str]:
    """Return the words of a command, corrected as the hint of a message says."""
    if found := re.search(r'(\S+?)"?(?: not found)?; did you mean "([^"]+)"', message):
        typed, meant = found[1].lstrip('"'), found[2]
        place = words.index(typed)
        return [*words[:place], *meant.split(), *words[place + 1 :]]
    if found := re.search(r"; write (--\S+)(.+?)( if |$)", message):
        option, value, _ = found.groups()
        return [*words[: words.index(option)], *shlex.split(option + value)]
    if found := re.search(r"; (?:add|pass|use) (--\S+)(?: NAME)?$", message):
        return [*words, found[1], *(["x"] if message.endswith("NAME") else [])]
    found = re.search(r"; omit (--\S+)", message)
    assert found, message
    place = words.index(found[1])
    return [*words[:place], *words[place + 2 :]]


@pytest.mark.parametrize(
    "typed",
    [
        "lst",
        "list --columms id",
        "list --json",
        "list --columns nmae",
        "list --format jsno",
        "list --sector cultur",
        "list --columns id status",
        "list --columns id name status",
        "list --sector ED CLT",
        "list --sector ED CLT SP",
        "list --country FR KR FR",
        "list --status closed operating",
        "meetings --status held tentative --columns id",
        "meetings --kind board formal --format json",
        "meetings --centre ICDH ICM",
        "meetings --year 2015 2018",
        "meetings --year 2015 2016 2018",
        "timeline --kind formal opened",
        "timeline --year 2000 2012",
        "cadence 2018",
        "obligations 2015",
        "show whpic --data korea",
        "edit meetin 2019 --note x",
        "edit event ICM opend --note x",
        "list --data Korea",
        "list --format csv --output x.xlsx",
        "edit sector culture --name x --exit-code",
        "init x.toml --copy world --country IR",
    ],
)
def test_correction_that_a_hint_names_works(c2c: Program, typed: str) -> None:
    c2c.write(REGISTRY)
    run = c2c(*typed.split(), code=None)
    assert run.code or run.err
    again = corrected(typed.split(), run.err.splitlines()[-1])
    assert c2c(*again, code=None).code in {0, 1}, (run.err, again)


def strings(tree: ast.AST) -> Iterator[str]:
    """Yield the strings in code; `{}` is for each value of a formatted string."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            yield "".join(map(str, parts))
        else:
            yield from strings(node)


def hints() -> Iterator[str]:
    """Yield the strings of the program that name a command: not examples, nor whole sentences."""
    yield from LISTED_BY.values()
    for file in (ROOT / "src/c2c_cli").rglob("*.py"):
        for text in map(str.strip, strings(ast.parse(file.read_text()))):
            names_command = re.search(r"(\b(use|run|see|with|or)|:) c2c [a-z{]|^c2c .*\{", text)
            if names_command and not text[0].isupper() and "\n" not in text:
                yield text


def test_each_hint_is_followed_by_a_test(hinting: Hinting) -> None:
    shown = "\n".join(map(hinting.message, WRONG))
    missing = []
    for hint in sorted({*hints()} - NO_HINTS):
        pattern = ".*".join(map(re.escape, hint.split("{}")))
        if not re.search(pattern, shown):
            missing.append(hint)
    assert not missing, "\n".join(missing)
