"""docs/: every example is run, and every command and option is documented."""

import datetime
import html
import json
import math
import os
import re
import shlex
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple
from unittest.mock import patch

import pytest
import tomli
from rich.cells import cell_len

from c2c_cli.cli import COMMANDS, main, options
from c2c_cli.model.history import STEPS
from c2c_cli.output import progress
from c2c_cli.store.locate import bundled_registry
from conftest import Program, Stream
from samples import ROOT, SMALL, arguments, environment, read_page, tool, without_colours

DOCUMENTS = sorted(ROOT.glob("docs/**/*.md"))
PAGES = [*(ROOT / f"{name}.md" for name in ("README", "SECURITY", "CODE_OF_CONDUCT")), *DOCUMENTS]


class Example(NamedTuple):
    """A command of a page, and what follows it there."""

    command: str
    expected: str
    kind: str
    """`hidden` in a comment, `terminal` if the output is that of a terminal, or empty.

    `terminal 2040-01-15` is what a terminal shows on that day.
    """

    @property
    def answers(self) -> list[str]:
        """What is typed at the prompts: the lines of the output that begin with `>`."""
        return re.findall(r"^> ?(.*)$", self.expected, re.MULTILINE)


def examples(document: Path) -> list[Example]:
    """Return each command in the console blocks and the hidden blocks of a document."""
    found: list[Example] = []
    block_pattern = r"^(?:```console *(.*?)|<!-- (hidden))\n(.*?)^(?:```|-->)$"
    for word, hidden, block in re.findall(
        block_pattern, document.read_text(), re.DOTALL | re.MULTILINE
    ):
        kind = hidden or (word if word.startswith("terminal") else "")
        program = "" if kind else word
        if (
            program
            and shutil.which(program) is None
            and not (Path(sys.executable).parent / program).exists()
        ):
            warnings.warn(
                f"{program} not found; its examples in {document.name} were not run", stacklevel=2
            )
            continue
        for line in block.splitlines(keepends=True):
            if line.startswith("$ "):
                found.append(Example(line[2:].strip(), "", kind))
            else:
                last = found[-1]
                found[-1] = last._replace(expected=last.expected + line)
    return found


@pytest.mark.posix
@pytest.mark.process
@pytest.mark.filterwarnings("default:.* not found")
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_example_prints_the_documented_output(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(progress, "_DELAY", math.inf)  # a slow machine would draw the bar
    env = environment(tmp_path / "home")
    for example in examples(document):
        command, expected, kind = example
        # a start takes longer than most commands
        args = arguments(command)
        if kind == "hidden":
            shown, code = printed_by_shell(command, env)
            assert code == 0, f"$ {command}\n{shown}"
            continue
        if kind.startswith("terminal"):
            assert args is not None, f"{command}: needs a shell"
            day = kind.removeprefix("terminal").strip()
            with on(day):
                shown = shown_here(args, {**env, **TERMINAL}, example.answers)
        elif args is not None:
            shown = printed_here(args, env)
        else:
            shown, _ = printed_by_shell(command, env)
        assert f"$ {command}\n{shown}" == f"$ {command}\n{expected}"


TERMINAL = {"COLUMNS": "80", "LINES": "200", "NO_COLOR": "1"}
"""Size and colours of the terminal whose output the pages show."""


def printed_by_shell(command: str, env: dict[str, str]) -> tuple[str, int]:
    """Run a command in a shell, and return what it prints to both streams, and its exit code.

    The working directory is afterwards the one of the shell.
    """
    directory = Path(env["HOME"]).with_name("directory")
    ended = subprocess.run(
        ["bash", "-c", f"trap 'pwd > {shlex.quote(str(directory))}' EXIT\n{command}"],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    os.chdir(directory.read_text().strip())
    return ended.stdout, ended.returncode


def printed_here(args: list[str], env: dict[str, str]) -> str:
    """Return what c2c prints to both streams in this process."""
    return _printed(args, env, Stream(), Stream())


def shown_here(args: list[str], env: dict[str, str], answers: list[str]) -> str:
    """Return what a terminal shows of c2c in this process, with the answers to its prompts."""
    keyboard, screen = Stream(terminal=True), Stream(terminal=True)
    left = iter(answers)

    def readline() -> str:
        line = f"{next(left)}\n"
        screen.write(line)
        return line

    with patch.object(keyboard, "readline", readline):
        shown = _printed(args, env, keyboard, screen)
    assert [*left] == [], "answers without a prompt"
    return re.sub(r" +$", "", shown, flags=re.MULTILINE)


def _printed(args: list[str], env: dict[str, str], stdin: Stream, printed: Stream) -> str:
    with (
        patch.object(sys, "stdin", stdin),
        patch.object(sys, "stdout", printed),
        patch.object(sys, "stderr", printed),
        patch.dict(os.environ, env, clear=True),
    ):
        main(args)
        return printed.text()


@contextmanager
def on(day: str) -> Iterator[None]:
    """Let the program run on a day, or today if `day` is empty."""
    if not day:
        yield
        return
    date = datetime.date.fromisoformat(day)
    calendar = SimpleNamespace(date=SimpleNamespace(today=lambda: date))
    with patch.object(options, "datetime", calendar):
        yield


BLOCKS = [
    (document, language, block)
    for document in DOCUMENTS
    for language, block in re.findall(
        r"^```([a-z]+)\n(.*?)^```$", document.read_text(), re.DOTALL | re.MULTILINE
    )
]


def blocks(language: str, name: str) -> list[str]:
    """Return the code blocks of the given language in a document."""
    return [
        block for document, found, block in BLOCKS if (document.name, found) == (name, language)
    ]


def test_every_code_block_has_a_tested_language() -> None:
    languages = {
        (document.name, language) for document, language, _ in BLOCKS if language != "console"
    }
    assert languages == {
        *(
            ("automate.md", "crontab"),
            ("automate.md", "sh"),
            ("automate.md", "dockerfile"),  # needs a download
            ("extensions.md", "python"),  # tested by test_extensions
            ("spreadsheet.md", "text"),
            ("automate.md", "yaml"),  # also tested by test_merge_driver
            ("publish.md", "yaml"),
            ("publish.md", "sh"),
            ("file.md", "toml"),
            ("file.md", "json"),
            ("why-a-text-file.md", "toml"),
            ("maintain.md", "sh"),  # scripts that need data from elsewhere, or are run by .ci/run
        ),
        *(("check-codes.md", "toml"), ("check-codes.md", "text")),  # tested by test_check
        *(("commands.md", "text"), ("fields.md", "sh")),  # written by tools/commands.py
    }


@pytest.mark.posix
@pytest.mark.process
def test_cron_lines_print_only_what_needs_action(c2c: Program) -> None:
    """Run the lines as cron does: with sh, and with an unescaped `%` as a newline."""
    bundled = bundled_registry().read_text()
    (c2c.folder / "home/network/data").mkdir(parents=True)
    registry = c2c.folder / "home/network/data/centres.toml"
    setting, *lines = [
        line for block in blocks("crontab", "automate.md") for line in block.splitlines()
    ]
    variable = dict([setting.split("=")])
    for line, start in zip(lines, ("2017-08\t-", "| year | kind | per_year |"), strict=True):
        *when, command = line.split(maxsplit=5)
        assert [re.fullmatch(r"[\d*]+", field) is not None for field in when] == [True] * 5
        env = environment(c2c.folder / "home") | variable
        run = ["sh", "-c", command.replace("\\%", "%")]
        registry.write_text(bundled)
        due = subprocess.run(run, env=env, cwd="/", capture_output=True, text=True, check=True)
        assert due.stdout.startswith(start)
        registry.write_text(SMALL)
        assert (
            subprocess.run(run, env=env, cwd="/", capture_output=True, text=True, check=True).stdout
            == ""
        )


@pytest.mark.posix
@pytest.mark.process
def test_ci_steps_have_the_documented_exit_codes(c2c: Program) -> None:
    c2c("init", "--copy")
    checked, due = blocks("sh", "automate.md")[0].splitlines()
    env = environment(c2c.folder)
    for step, code in ((checked, 0), (due, 1)):
        assert (
            subprocess.run(
                ["bash", "-ec", step], env=env, capture_output=True, check=False
            ).returncode
            == code
        )


def test_header_rows_to_copy_have_names_of_fields(c2c: Program) -> None:
    c2c("init")
    rows = blocks("text", "spreadsheet.md")
    assert len(rows) == 6
    for row in rows:
        c2c.write(row, "rows.tsv")
        options = ["--as", "organisation"] if row == "id\tname\n" else []
        run = c2c("import", "rows.tsv", *options)
        assert run.err == "c2c: no changes to data/centres.toml\n"


@pytest.mark.posix
@pytest.mark.process
def test_workflow_writes_the_calendars_that_it_publishes(c2c: Program) -> None:
    c2c("init", "--copy")
    [workflow] = [block for block in blocks("yaml", "publish.md") if "\n  calendars:" in block]
    for step in re.findall("^ *- run: (.*)$", workflow, re.MULTILINE):
        subprocess.run(["bash", "-ec", step], env=environment(c2c.folder), check=True)
    [published] = re.findall("path: (.+)$", workflow, re.MULTILINE)
    written = {file.name: file.read_bytes() for file in (c2c.folder / published).iterdir()}
    assert {*written} == {"meetings.ics", "due.ics"}
    assert all(text.startswith(b"BEGIN:VCALENDAR\r\n") for text in written.values())


@pytest.mark.posix
@pytest.mark.process
def test_workflow_writes_the_site_that_it_publishes(c2c: Program) -> None:
    c2c("init", "--copy")
    [workflow] = [block for block in blocks("yaml", "publish.md") if "\n  site:" in block]
    for step in re.findall("^ *- run: (.*)$", workflow, re.MULTILINE):
        subprocess.run(["bash", "-ec", step], env=environment(c2c.folder), check=True)
    [published] = re.findall("path: (.+)$", workflow, re.MULTILINE)
    [url] = re.findall("--url (.+)$", workflow, re.MULTILINE)
    page = (c2c.folder / published / "centre/ICM.html").read_text()
    assert f'<link rel="canonical" href="{url}centre/ICM.html">' in page


def test_workflows_use_the_same_version_of_an_action() -> None:
    workflows = "".join(block for _, language, block in BLOCKS if language == "yaml")
    actions = {*re.findall("uses: (.+)$", workflows, re.MULTILINE)}
    assert len(actions) == len({action.partition("@")[0] for action in actions}) > 2


@pytest.mark.posix
@pytest.mark.process
def test_commands_write_the_site_that_they_copy_to_a_server(c2c: Program) -> None:
    c2c("init", "--copy")
    write, copy = blocks("sh", "publish.md")[0].splitlines()
    subprocess.run(["bash", "-ec", write], env=environment(c2c.folder), check=True)
    excluded, source = re.findall("--exclude (.+) (.+)/ ", copy)[0]
    assert {excluded, "index.html"} < {file.name for file in (c2c.folder / source).iterdir()}


def test_files_in_the_file_format_page_are_valid(c2c: Program) -> None:
    registry, taplo = blocks("toml", "file.md")
    c2c.write(registry, "page.toml")
    assert c2c("check", "--strict", "--as-of", "2026-11-24", "page.toml").out == ""
    assert tomli.loads(taplo)["rule"][0]["schema"]["path"] == "data/centres.schema.json"
    (pattern,) = json.loads(blocks("json", "file.md")[0])["evenBetterToml.schema.associations"]
    assert re.fullmatch(pattern, "file:///home/me/network/data/centres.toml")


def test_toml_in_the_explanation_is_that_of_the_bundled_registry() -> None:
    [event] = blocks("toml", "why-a-text-file.md")
    assert event in bundled_registry().read_text()


def without_code(document: Path) -> str:
    return re.sub(r"^```.*?^```$", "", document.read_text(), flags=re.DOTALL | re.MULTILINE)


def anchors(document: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", without_code(document), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(document: Path) -> list[str]:
    """Return the links and pictures of a document that are not on the web."""
    text = without_code(document)
    pictures = re.findall(r'(?:src|srcset)="([^"]+)"', text)
    return [*re.findall(r'\]\((?!<?https?:)([^) ]+)(?: "\w+")?\)', text), *pictures]


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_points_to_a_file_and_a_heading(document: Path) -> None:
    for link in links(document):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target), link


def test_every_picture_is_used_by_a_page() -> None:
    used = {(page.parent / link).resolve() for page in PAGES for link in links(page)}
    drawn = {*ROOT.glob("docs/*.svg"), *ROOT.glob("docs/*.png")}
    assert drawn - used == set()
    script = tool("pictures")
    vectors = {file.stem for file in drawn if file.suffix == ".svg"}
    assert vectors == {*script.PICTURES, *script.DRAWINGS}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_picture_for_light_pages_has_one_for_dark_pages(page: Path) -> None:
    text = page.read_text()
    light = re.findall(r'<img src="(\S+)-light\.(?:svg|png)" width="\d+" alt="[^"]{40,}">', text)
    dark = re.findall(r'\(prefers-color-scheme: dark\)" srcset="(\S+)-dark\.(?:svg|png)"', text)
    assert light == dark
    assert len(light) == text.count("<picture>") == text.count("<img ")


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as #0d1117, as WCAG 2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", tool("pictures").PICTURES)
def test_text_in_a_picture_has_enough_contrast(name: str) -> None:
    svg = (ROOT / f"docs/{name}.svg").read_text()
    [background] = re.findall(r'<rect fill="(#\w+)" stroke=', svg)
    colours = {*re.findall(r"\{ fill: (#\w+)", svg)}
    assert colours
    for colour in colours:
        low, high = sorted([luminance(colour), luminance(background)])
        assert (high + 0.05) / (low + 0.05) >= 4.5, f"{colour} on {background}"


@pytest.mark.parametrize("name", tool("pictures").PICTURES)
def test_text_in_a_picture_keeps_away_from_the_edge(name: str) -> None:
    svg = (ROOT / f"docs/{name}.svg").read_text()
    [width] = re.findall(r'viewBox="0 0 (\d+)', svg)
    [left] = re.findall(r'<g transform="translate\((\d+), \d+\)" clip-path', svg)
    texts = r'<text [^>]*x="([\d.]+)" [^>]*textLength="([\d.]+)"[^>]*>([^<]*)<'
    ends = [
        float(x) + float(length)
        for x, length, text in re.findall(texts, svg)
        if not html.unescape(text).isspace()
    ]
    assert int(left) + max(ends) <= int(width) - 15


@pytest.mark.parametrize("name", tool("pictures").PICTURES)
def test_text_in_a_picture_is_as_wide_as_at_a_terminal(name: str) -> None:
    svg = (ROOT / f"docs/{name}.svg").read_text()
    for length, text in re.findall(r'textLength="([\d.]+)"[^>]*>([^<]*)<', svg):
        shown = html.unescape(text).rstrip("\n")
        assert not shown or float(length) == pytest.approx(12.2 * cell_len(shown)), text


@pytest.mark.posix
@pytest.mark.process
@pytest.mark.parametrize("name", tool("pictures").PICTURES)
def test_picture_shows_the_output_of_the_program(name: str) -> None:
    script = tool("pictures")
    drawn = html.unescape(re.sub(r"<[^>]*>", "", (ROOT / f"docs/{name}.svg").read_text()))
    picture = script.PICTURES[name]
    shown = without_colours(script.printed(picture.columns, picture.command))
    for word in shown.split():
        assert word in drawn
    assert picture.command.replace(" ", "\xa0") in drawn


@pytest.mark.parametrize("name", tool("pictures").DRAWINGS)
def test_drawing_has_enough_contrast(name: str) -> None:
    colours = tool("pictures").DRAWINGS[name]
    on = {
        **dict.fromkeys(("text", "muted", "unclear", "missing"), ("background", "card")),
        "may": ("background",),
        "line": ("background", "card"),
    }
    pairs = [(colour, ground) for colour in on for ground in on[colour]]
    pairs += [("text", status) for status in ("proposed", "preparing", "operating")]
    for colour, ground in pairs:
        low, high = sorted([luminance(colours[colour]), luminance(colours[ground])])
        enough = 3 if colour in ("may", "line") else 4.5
        assert (high + 0.05) / (low + 0.05) >= enough, f"{colour} on {ground}"


@pytest.mark.parametrize("name", tool("pictures").DRAWINGS)
def test_drawing_is_up_to_date(name: str) -> None:
    assert (ROOT / f"docs/{name}.svg").read_text() == tool("pictures").drawing(name), (
        "run tools/pictures.py"
    )


def test_drawing_of_the_concepts_agrees_with_the_program(c2c: Program) -> None:
    svg = (ROOT / "docs/concepts-light.svg").read_text()
    drawn = re.sub(r"\s*\n\s*", "\n", html.unescape(re.sub(r"<[^>]*>", "", svg)))
    korea = ("--data", "korea", "--as-of", "2026-12-01", "--format", "tsv")
    events = c2c(
        "timeline", "--centre", "ICDH", *korea[:2], "--columns", "kind,date", "--to", "2020"
    )
    steps = [line.split("\t") for line in events.out.splitlines()]
    for kind, date in steps:
        assert (f"\n{kind}\n{date}\n" in drawn) == (kind in STEPS)
    for day, status in (
        *(("2017-03-31", "proposed"), ("2017-11-06", "preparing"), ("2019-07-12", "preparing")),
        *(("2020-06-25", "preparing"), ("2020-06-26", "operating"), ("2018-07-05", "preparing")),
    ):
        shown = c2c("list", "ICDH", "--as-of", day, "--columns", "status", "--data", "korea")
        assert shown.out == f"{status}\n"
        assert f'class="{status}"' in svg
    assert c2c("list", "ICDH", "--as-of", "2017-03-30", "--data", "korea").out == ""
    assert "as of 2018-07-05: preparing" in drawn
    meetings = c2c("meetings", "--year", "2018", *korea, "--columns", "start,kind,status")
    for line in meetings.out.splitlines():
        start, kind, status = line.split("\t")
        assert f"\n{start}\n{kind}, {status}" in drawn
    rules = c2c("cadence", "--year", "2018", *korea, "--columns", "kind,state,per_year")
    for line in rules.out.splitlines():
        kind, state, number = line.split("\t")
        assert re.search(rf"\n{kind}\n{number} a year.*\n. {state}\n", drawn)
    years = c2c("cadence", "--years", "--year", "2018", *korea, "--columns", "shortfall,required")
    assert f"shortfall: {years.out.strip().replace(chr(9), ' of ')}" in drawn


@pytest.mark.parametrize("name", ["commands", "fields", "columns"])
def test_command_reference_is_up_to_date(name: str) -> None:
    pages = {page.stem: text for page, text in tool("commands").pages().items()}
    assert read_page(name) == pages[name], "run tools/commands.py"


def sections(name: str) -> dict[str, str]:
    """Return the sections of a page by their headings, without code quotes."""
    found = re.findall(r"^## ([^\n]*)\n(.*?)(?=^## |\Z)", read_page(name), re.DOTALL | re.MULTILINE)
    return {heading.replace("`", ""): text for heading, text in found}


def options_of(c2c: Program, command: str) -> set[str]:
    """Return the options in the help of a command, except `--help`."""
    shown = c2c(*command.split(), "--help").out
    # every command has --help; without -h if an earlier test looked at the command alone
    return set(re.findall(r"^  (--(?!help\b)[a-z-]+)", shown, re.MULTILINE))


def records_of(c2c: Program, command: str) -> list[str]:
    """Return the records that are subcommands of a command."""
    shown = c2c(command, "--help").out.partition("\nRecords:\n")[2].partition("\n\n")[0]
    return re.findall(r"^  ([a-z]+)", shown, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_reference_has_every_option(c2c: Program, command: str) -> None:
    section = sections("commands")[f"c2c {command}"]
    options = options_of(c2c, command)
    assert options or command in {"add", "merge", "schema", "completion"}
    named = set(re.findall(r"`(--[a-z-]+)", section))
    assert options <= named
    shared = sections("commands")["Options of several commands"]
    for option in options:
        row = rf"^\| `{option}\b"  # in a table: in that of the command, or of several commands
        assert re.search(row, section + shared, re.MULTILINE), option


@pytest.mark.parametrize(("command", "least"), [("add", 85), ("edit", 90), ("remove", 20)])
def test_command_reference_has_every_option_of_a_record(
    c2c: Program, command: str, least: int
) -> None:
    shared = set(re.findall(r"`(--[a-z-]+)", sections("commands")[f"c2c {command}"]))
    pages = {heading.lower(): text for heading, text in sections("fields").items()}
    records = records_of(c2c, command)
    assert len(records) >= 10
    number = 0
    for record in records:
        rows = [row for row in pages[record].splitlines() if f"`{command}`" in row]
        options = options_of(c2c, f"{command} {record}")
        described = {option for row in rows for option in re.findall(r"^\| `(--[a-z-]+)", row)}
        assert options == described | (options & shared), record
        number += len(options)
        assert f"c2c {command} {record}" in pages[record]
    assert number >= least


@pytest.mark.parametrize("command", COMMANDS)
def test_column_reference_has_every_column_and_state(c2c: Program, command: str) -> None:
    shown = c2c(command, "--help").out
    headings = r"^(?:Columns[^\n]*|Further columns[^\n]*|Statuses|States):\n(.*?)(?=^\S|\Z)"
    blocks_ = re.findall(headings, shown, re.DOTALL | re.MULTILINE)
    words = [
        word for block in blocks_ for word in re.findall(r"^  (\S.*?)(?:  |$)", block, re.MULTILINE)
    ]
    section = sections("columns").get(f"c2c {command}", "")
    assert bool(words) == bool(section)
    linked = re.findall(r"\]\(#([a-z-]+)\)", section)
    states = [text for title, text in sections("columns").items() if slug(title) in linked]
    assert len(states) == ("\nStatuses:\n" in shown) + ("\nStates:\n" in shown)
    assert [word for word in words if f"`{word}`" not in "".join([section, *states])] == []


def slug(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def test_environment_reference_has_every_exit_code_and_variable() -> None:
    codes_and_signals, variables_ = sections("environment").values()
    source = "".join(file.read_text() for file in (ROOT / "src").rglob("*.py"))
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", codes_and_signals, re.MULTILINE)}
    assert codes == {0, 1, 130} | {int(code) for code in re.findall(r"exit_code = (\d+)", source)}
    variables = set(re.findall(r"^\| `([A-Z0-9_]+)` \| ", variables_, re.MULTILINE))
    used = set(re.findall(r'environ\.get\("([A-Z][A-Z0-9_]+)"', source)) - {"USERNAME"}
    by_others = {"XDG_DATA_HOME", "XDG_STATE_HOME", "TZ", "TMPDIR", "LESS"}
    assert variables == used | by_others  # platformdirs, Python and less read the others


@pytest.mark.parametrize(("name", "number"), [("guarantees", 80), ("personal-data", 10)])
def test_each_guarantee_names_tests_that_exist(name: str, number: int) -> None:
    page = ROOT / f"docs/reference/{name}.md"
    tables = re.findall(
        r"^\| Guarantee \| Tests \|\n\|---\|---\|\n((?:\|.*\n)+)", page.read_text(), re.MULTILINE
    )
    rows = [row for table in tables for row in table.splitlines()]
    assert len(rows) > number
    for row in rows:
        named = re.findall(r'\[(\d)\]\((\S+) "(test_\w+)"\)', row.split(" | ")[1])
        assert [int(label) for label, *_ in named] == [*range(1, len(named) + 1)] != [], row
        for _, file, test in named:
            assert f"def {test}(" in (page.parent / file).read_text(), test


@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_describes_every_command(command: str) -> None:
    listed = ("commands.md", "fields.md", "columns.md", "check-codes.md")
    written = [page for page in PAGES if page.name not in listed]
    assert any(f"c2c {command}" in page.read_text() for page in written)
