"""The exact output of every format: empty results, single records, and values that break other programs."""

import csv
import io
import json
import shutil
import subprocess

import pytest
from markdown_it import MarkdownIt

from c2c_cli import streams
from c2c_cli.cli import query
from c2c_cli.errors import UsageError
from c2c_cli.output import render, view
from conftest import Program
from samples import SMALL

COLUMNS = ("--columns", "id,agenda,note")

VALUES = {
    "plain": "one",
    "breaks": "a\tb\nc\\d\re\r\nf",
    "quotes": "say \"x\", 'y'",
    "formula": "=1+1",
    "kept from running": "'=1+1",
    "semicolons": "a;b\\;c",
    "korean": "유네스코 국제기록유산센터",
    "emoji": "👍🏽 ok",
    "markup": "[draft] [/] :china: [bold]x[/bold]",
    "escape": "\x1b[31mred\x9b0m",
    "override": "a\u202eb\u2066c",
    "unseen": "a\u200bb\u00adc\ufeffd",
    "separators": "a\u2028b\u0085c",
    "markdown": "*a* | `b` <i> & &amp; # _c_ ~~d~~ ![e](f) $g$",
    "link": "https://a.example/x?y=1&z_w=2_3",
    "spaces": "  a  b ",
}


def meeting(note: str, *agenda: str) -> str:
    record = {
        "id": "m",
        "title": "t",
        "start": "2018",
        "status": "held",
        "note": note,
        "agenda": list(agenda),
    }
    # JSON strings are valid TOML strings, except for DEL, which does not occur here
    return (
        SMALL
        + "[[meeting]]\n"
        + "".join(
            f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in record.items()
        )
    )


BREAKS = meeting(VALUES["breaks"], "a;b", "c\\d", "e")

CASES = {
    "tsv": "m\ta\\\\;b;c\\\\\\\\d;e\ta\\tb\\nc\\\\d\\re\\r\\nf\n",
    "csv": 'id,agenda,note\nm,a\\;b;c\\\\d;e,"a\tb\nc\\d\re\r\nf"\n',
    "json": (
        '[\n  {\n    "id": "m",\n    "agenda": [\n      "a;b",\n      "c\\\\d",\n      "e"\n    ],\n'
        '    "note": "a\\tb\\nc\\\\d\\re\\r\\nf"\n  }\n]\n'
    ),
    "jsonl": '{"id": "m", "agenda": ["a;b", "c\\\\d", "e"], "note": "a\\tb\\nc\\\\d\\re\\r\\nf"}\n',
    "md": "| id | agenda | note |\n| --- | --- | --- |\n| m | a\\\\;b;c\\\\\\\\d;e | a\\\\tb<br>c\\\\d\\\\re<br>f |\n",
    "table": (
        "Meetings\n"
        "\n"
        "ID  Agenda       Note\n"
        "━━━━━━━━━━━━━━━━━━━━━━━\n"
        "m   a;b, c\\d, e  a\\tb\n"
        "                 c\\d\\re\n"
        "                 f\n"
        "\n"
        "1 meeting: 1 held\n"
    ),
}


@pytest.mark.parametrize("output", CASES)
def test_line_breaks_backslashes_and_semicolons(c2c: Program, output: str) -> None:
    c2c.write(BREAKS)
    run = c2c("meetings", *COLUMNS, "--format", output)
    assert run.out == CASES[output]


NOTHING = {
    "tsv": "",
    "csv": "id,agenda,note\n",
    "json": "[]\n",
    "jsonl": "",
    "md": "| id | agenda | note |\n| --- | --- | --- |\n",
    "table": "",
}


@pytest.mark.parametrize("output", NOTHING)
def test_empty_result_is_successful(c2c: Program, output: str) -> None:
    c2c.write(SMALL)
    assert c2c("meetings", *COLUMNS, "--format", output) == (0, NOTHING[output], "")
    assert (
        c2c("meetings", *COLUMNS, "--format", output, terminal=True).err
        == "c2c: no meetings in data/centres.toml yet; run c2c add meeting\n"
    )


HEADERS = {
    "tsv": ("id\tagenda\tnote\nm\t\tx\n", "m\t\tx\n"),
    "csv": ("id,agenda,note\nm,,x\n", "m,,x\n"),
    "md": ("| id | agenda | note |\n| --- | --- | --- |\n| m |  | x |\n", "| m |  | x |\n"),
    "table": (
        "Meetings\n\nID  Agenda  Note\n━━━━━━━━━━━━━━━━\nm           x\n\n1 meeting: 1 held\n",
        "m    x\n",
    ),
    "jsonl": ('{"id": "m", "note": "x"}\n', '{"id": "m", "note": "x"}\n'),
}


@pytest.mark.parametrize("output", HEADERS)
def test_header_options(c2c: Program, output: str) -> None:
    c2c.write(meeting("x"))
    for switch, expected in zip(("--header", "--no-header"), HEADERS[output], strict=True):
        assert c2c("meetings", *COLUMNS, "--format", output, switch).out == expected


EXACT = {
    # name of a value: in TSV, in JSON without the quotes, in CSV, in Markdown
    "quotes": ("say \"x\", 'y'", "say \\\"x\\\", 'y'", '"say ""x"", \'y\'"', "say \"x\", 'y'"),
    "formula": ("=1+1",) * 4,
    "kept from running": ("'=1+1",) * 4,
    "semicolons": ("a;b\\\\;c", "a;b\\\\;c", "a;b\\;c", "a;b\\\\;c"),
    "korean": ("유네스코 국제기록유산센터",) * 4,
    "emoji": ("👍🏽 ok",) * 4,
    "markup": (
        *("[draft] [/] :china: [bold]x[/bold]",) * 3,
        "\\[draft\\] \\[/\\] \\:china: \\[bold\\]x\\[/bold\\]",
    ),
    "escape": (
        "\\u001b[31mred\\u009b0m",
        "\\u001b[31mred\\u009b0m",
        "\x1b[31mred\x9b0m",
        "\\\\u001b\\[31mred\\\\u009b0m",
    ),
    "override": (
        "a\u202eb\u2066c",
        "a\\u202eb\\u2066c",
        "a\u202eb\u2066c",
        "a\\\\u202eb\\\\u2066c",
    ),
    "unseen": (
        "a\u200bb\u00adc\ufeffd",
        "a\\u200bb\\u00adc\\ufeffd",
        "a\u200bb\u00adc\ufeffd",
        "a\\\\u200bb\\\\u00adc\\\\ufeffd",
    ),
    "separators": (
        "a\u2028b\\u0085c",
        "a\\u2028b\\u0085c",
        "a\u2028b\u0085c",
        "a\\\\u2028b\\\\u0085c",
    ),
    "markdown": (
        *("*a* | `b` <i> & &amp; # _c_ ~~d~~ ![e](f) $g$",) * 2,
        "*a* | `b` <i> & &amp; # _c_ ~~d~~ ![e](f) $g$",
        "\\*a\\* \\| \\`b\\` \\<i\\> \\& \\&amp; \\# \\_c\\_ \\~\\~d\\~\\~ \\!\\[e\\](f) \\$g\\$",
    ),
    "link": (*("https://a.example/x?y=1&z_w=2_3",) * 3, "<https://a.example/x?y=1&z_w=2_3>"),
}


@pytest.mark.parametrize("name", EXACT)
def test_unsafe_values_are_exact_for_programs_and_escaped_for_users(
    c2c: Program, name: str
) -> None:
    value = VALUES[name]
    tsv, in_json, in_csv, md = EXACT[name]
    c2c.write(meeting(value))
    note = ("meetings", "--columns", "note", "--no-header", "--format")
    assert c2c(*note, "tsv").out == f"{tsv}\n"
    assert c2c(*note, "jsonl").out == f'{{"note": "{in_json}"}}\n'
    assert c2c(*note, "csv").out == f"{in_csv}\n"
    assert c2c(*note, "md").out == f"| {md} |\n"


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_values_survive_export_and_import(c2c: Program, value: str) -> None:
    c2c.write(meeting(value))
    note = ("meetings", "--columns", "id,note", "--format")
    assert list(csv.reader(io.StringIO(c2c(*note, "csv").out, newline=""))) == [
        ["id", "note"],
        ["m", value],
    ]
    assert json.loads(c2c(*note, "json").out) == [{"id": "m", "note": value}]
    assert json.loads(c2c(*note, "jsonl").out) == {"id": "m", "note": value}


def parsed_by(program: list[str], text: str) -> str:
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not on this machine")
    return subprocess.run(
        program, input=text.encode(), capture_output=True, check=True
    ).stdout.decode()


# Control characters are escaped in TSV, because neither program can write them.
NO_CONTROLS = {
    name: value for name, value in VALUES.items() if name not in {"escape", "separators"}
}


@pytest.mark.process
@pytest.mark.parametrize("value", NO_CONTROLS.values(), ids=NO_CONTROLS)
def test_jq_and_miller_read_the_output(c2c: Program, value: str) -> None:
    c2c.write(meeting(value))
    columns = ("meetings", "--columns", "id,note", "--header", "--format")
    tsv = c2c(*columns, "tsv").out
    rows = c2c(*columns, "json").out
    assert parsed_by(["jq", "-r", '(["id", "note"], (.[] | [.id, .note])) | @tsv'], rows) == tsv
    assert json.loads(parsed_by(["jq", "."], rows)) == [{"id": "m", "note": value}]
    for flag, text in (("--itsv", tsv), ("--icsv", c2c(*columns, "csv").out)):
        if "\r\n" not in value:  # Miller converts CR LF to LF inside a cell
            back = json.loads(parsed_by(["mlr", flag, "--ojson", "-S", "cat"], text))
            assert back == [{"id": "m", "note": value}]


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_markdown_shows_the_value(c2c: Program, value: str) -> None:
    c2c.write(meeting(value))
    shown = c2c("meetings", "--columns", "note", "--format", "md").out
    tokens = MarkdownIt("commonmark").enable("table").parse(shown)
    inline = [token for token in tokens if token.type == "inline"][-1]
    text = "".join(
        "\n" if child.content == "<br>" else child.content for child in inline.children or []
    )
    at_terminal = c2c("meetings", "--columns", "note", "--format", "table", "--no-header").out
    assert "".join(text.split()) == "".join(at_terminal.split())


@pytest.mark.parametrize("output", ["tsv", "csv", "md", "json", "jsonl", "table"])
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_value_controls_the_terminal(c2c: Program, value: str, output: str) -> None:
    c2c.write(meeting(value))
    out = c2c("meetings", *COLUMNS, "--format", output, terminal=True).out
    for own in ("\x1b[1m", "\x1b[0m", "\x1b[2m"):
        out = out.replace(own, "")
    assert [c for c in out if c in "\x1b\x9b\r\u202e\u2066\u200b\u00ad\ufeff\u2028\u0085"] == []
    assert "draft" not in value or "[draft] [/] :china:" in out.replace("\\", "")


def test_unsafe_options_and_environment_are_escaped(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(SMALL)
    hostile = "\x1b[31m[/]\u202e:x:\udcff"
    shown = "\\u001b[31m[/]\\u202e:x:\\udcff"
    assert c2c("list", "--sector", hostile, code=2).err == (
        f'c2c: error: --sector: unknown sector "{shown}"; expected culture or education\n'
    )
    assert c2c(hostile, code=2).err.startswith(
        f'c2c: error: unknown command "{shown}"; see c2c --help'
    )
    assert (
        c2c("list", f"--{hostile}", code=2).err
        == f'c2c: error: unknown option "--{shown}"; see c2c list --help\n'
    )
    assert (
        c2c("show", hostile, code=4).err
        == f'c2c: error: unknown record "{shown}"; expected NATCOM, culture or education\n'
    )
    assert c2c("list", "a", hostile, code=2).err.startswith('c2c: error: unexpected argument "\\')
    monkeypatch.setenv("C2C_DATA", "\x1b[31m")
    assert c2c("list", code=3).err.startswith('c2c: error: "\\u001b[31m" not found; ')


def test_many_records_are_one_json_array(c2c: Program) -> None:
    count = 1_100
    head = "".join(
        f'[[centre]]\nid = "C{number}"\nname = "{"x" * 1000}"\nsector = "culture"\ncountry = "KR"\n\n'
        for number in range(count)
    )
    c2c.write(f"{SMALL}\n{head}")
    ids = [f"C{number}" for number in range(count)]
    assert [one["id"] for one in json.loads(c2c("list", "--format", "json").out)] == ids
    assert [
        json.loads(line)["id"] for line in c2c("list", "--format", "jsonl").out.splitlines()
    ] == ids


def test_new_format_is_known_by_its_name_aliases_and_extensions(c2c: Program) -> None:
    def write(shown: view.View) -> None:
        streams.write("".join(f"- {row[0]}\n" for row in shown.rows))

    words = render.Format("words", write, aliases=("wrd",))

    @query.command(empty=view.of_tuples("words", ["word"]), formats=(*render.FORMATS, words))
    def command(_: query.Request) -> view.View:
        return view.of_tuples("words", ["word"], [("b",), ("a",)])

    for args in ("--format words --output x", "--format WRD --output x", "--output x.Words"):
        command.main([*args.split(), "--sort", "word"], standalone_mode=False)
        written = c2c.folder / args.rpartition(" ")[2]
        assert written.read_text() == "- a\n- b\n"
    command.main(["--output", "x.wrd"], standalone_mode=False)
    assert (c2c.folder / "x.wrd").read_text() == "- b\n- a\n"
    names = "table, tsv, csv, json, jsonl, md, xlsx or words"
    with pytest.raises(UsageError, match=f'unknown format "foo"; expected {names}$'):
        command.main(["--format", "foo"], standalone_mode=False)
    assert names in " ".join(command.get_help(command.make_context("x", [])).split())
