"""Text in Markdown: in CommonMark, GitHub and pandoc, whole URLs are links and everything else is text."""

import json
import re
import shutil
import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from c2c_cli.output.markdown import list_item, literal, paragraphs
from c2c_cli.text import visible
from conftest import Program
from samples import SMALL

LINKS = (
    "https://example.org",
    "http://a.b/c_d_e?x=1&y=2#z",
    "HTTP://A.B:8080/*x*~y",
    "https://ko.wikipedia.org/wiki/유네스코_(단체)",
)
HOSTILE = (
    *(
        "https://x/![i](/home/me/private.png)",
        "https://x/[click](javascript:alert(1))",
        "https://x/`c`",
        "https://x/<b>",
    ),
    *(
        "https://user@x/y",
        "https://x/&copy;",
        "https://x y",
        "https://",
        "see https://example.org/a for",
        "www.a.org",
    ),
    *(
        "javascript:alert(1)",
        "mailto:a@b.org",
        "a@b.org",
        "ftp://a.b/c",
        "xmpp:a@b",
        "<https://x>",
        "example.org",
    ),
    *(
        "a. x",
        "A.  x",
        "(a) x",
        "(i) x",
        "iv) x",
        "1. x",
        "1) x",
        "(12) x",
        "#. x",
        "(@) x",
        "(@foo) x",
        "- [ ] x",
    ),
    *(
        "* a",
        "+ a",
        "- a",
        ": definition",
        "::: {.a}",
        ":smile:",
        ":+1:",
        "12:30:45",
        "Table: x",
        "table: x",
        "% t",
    ),
    *(
        "# h",
        "> q",
        "---",
        "===",
        "***",
        "```",
        "~~~",
        "`c`",
        "`x`{=html}",
        "{#id}",
        "[a]{.b}",
        "| a | b |",
        "+---+",
    ),
    *(
        "a^b^",
        "H~2~O",
        "~~s~~",
        "==m==",
        "$x$",
        "$$y$$",
        "*a*",
        "__a__",
        "_a_",
        "--",
        "...",
        "'q'",
        '"q"',
        "a--b",
    ),
    *(
        "[^1]",
        "[^1]: x",
        "@cite",
        "[@cite]",
        "[a]: /b",
        "[a](b)",
        "![a](b)",
        "<b>",
        "<!-- -->",
        "&amp;",
        "&#64;",
    ),
    *(
        "\\",
        "\\begin{x}",
        "\\*",
        "\tcode",
        "    code",
        "#",
        "!",
        "e.g. x",
        "유네스코",
        "2018-11",
        "x  ",
        "Smith & Co.",
    ),
)
PIECES = (*LINKS, *HOSTILE)
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).flatmap(
        lambda pieces: st.sampled_from([join.join(pieces) for join in (" ", "\n", "\n\n")])
    ),
    st.text("ab1i. ():-+*_#\n^~@{}[]<>!|\\`$&;=%'w/h", min_size=1, max_size=12),
).filter(str.strip)


def expected(text: str) -> str:
    """Return the text that a reader sees, with links in angle brackets, and spaces and quotes simplified."""
    lines = (visible(line.strip()) for line in text.strip().split("\n"))
    return simple("\n".join(f"⟨{line}⟩" if line in LINKS else line for line in lines))


def simple(text: str) -> str:
    straight = text.translate(str.maketrans("‘’“”\xa0", "''\"\" "))
    return re.sub(
        r"\n\n+", "\n\n", "\n".join(" ".join(line.split()) for line in straight.split("\n"))
    )


READERS = {"CommonMark": MarkdownIt("commonmark").enable("table"), "GitHub": MarkdownIt("gfm-like")}
"""GitHub also finds links without markup, which requires linkify-it-py, but not bare domains."""
if READERS["GitHub"].linkify:
    READERS["GitHub"].linkify.set({"fuzzy_link": False})


def read(reader: MarkdownIt, markdown: str) -> tuple[list[str], list[str]]:
    """Return the blocks that the reader opens, and their texts."""
    tokens = reader.parse(markdown)
    texts = [text_of(token.children or []) for token in tokens if token.type == "inline"]
    return [token.tag for token in tokens if token.nesting == 1], texts


def text_of(tokens: list[Token]) -> str:
    shown = {"softbreak": "\n", "hardbreak": "\n", "link_open": "⟨", "link_close": "⟩"}
    for token in tokens:
        if token.type == "link_open":
            assert str(token.attrs["href"]).lower().startswith(("http://", "https://")), token
    return simple(
        "".join(token.content if token.type == "text" else shown[token.type] for token in tokens)
    )


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@given(text=TEXTS)
def test_only_whole_urls_are_links(reader: MarkdownIt, text: str) -> None:
    if reader.options.get("linkify"):
        pytest.importorskip("linkify_it")
    parts = expected(text).split("\n\n")
    assert read(reader, paragraphs(text)) == (["p"] * len(parts), parts)
    tags, texts = read(reader, f"- {list_item(text)}")
    assert (tags[:2], set(tags[2:]), texts) == (["ul", "li"], {"p"}, parts)
    line = " ".join(text.split())
    assert read(reader, f"# {literal(line)}x") == (["h1"], [simple(f"{line}x")]) or line in LINKS
    tags, texts = read(reader, f"| h |\n| - |\n| {literal(line)} |")
    assert (tags, texts) == (
        ["table", "thead", "tr", "th", "tbody", "tr", "td"],
        ["h", expected(line)],
    )


def shown_by_pandoc(inlines: list[Any]) -> str:
    """Return the text of pandoc's inline elements; only text, quotes, links and line breaks are expected."""
    text = ""
    for one in inlines:
        match one:
            case {"t": "Str", "c": part}:
                text += part
            case {"t": "Space"}:
                text += " "
            case {"t": "SoftBreak" | "LineBreak"}:
                text += "\n"
            case {"t": "Quoted", "c": [{"t": kind}, parts]}:
                mark = "'" if kind == "SingleQuote" else '"'
                text += mark + shown_by_pandoc(parts) + mark
            case {"t": "Link", "c": [_, parts, [url, ""]]} if url.lower().startswith(
                ("http://", "https://")
            ):
                text += f"⟨{shown_by_pandoc(parts)}⟩"
            case _:
                text += f"UNEXPECTED {one}"
    return text


@pytest.mark.process
@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
@pytest.mark.parametrize("dialect", ["markdown", "gfm", "commonmark_x"])
def test_pandoc_shows_text_as_text(dialect: str) -> None:
    pairs = [*PIECES, *map("\n".join, zip(PIECES, PIECES[7:] + PIECES[:7], strict=True))]
    document = "\n\n".join(f"# MARK\n\n{paragraphs(text)}" for text in pairs)
    command = ["pandoc", "-f", dialect, "-t", "json"]
    done = subprocess.run(command, input=document, text=True, capture_output=True, check=True)
    found: list[list[str]] = []
    for block in json.loads(done.stdout)["blocks"]:
        if block["t"] == "Header" and shown_by_pandoc(block["c"][2]) == "MARK":
            found.append([])
        else:
            found[-1].append(
                shown_by_pandoc(block["c"]) if block["t"] == "Para" else f"UNEXPECTED {block}"
            )
    assert {
        text: (shown, seen)
        for text, texts in zip(pairs, found, strict=True)
        if (shown := expected(text)) != (seen := simple("\n\n".join(texts)))
    } == {}


def test_text_after_a_url_is_no_image_or_link(c2c: Program) -> None:
    note = "https://x/![i](/home/me/private.png)"
    c2c.write(SMALL.replace('name = "A network"', f'name = "A network"\nnote = "{note}"'))
    c2c(
        "add",
        "centre",
        "A",
        "--name",
        "https://x/[c](javascript:x)",
        "--sector",
        "CLT",
        "--country",
        "KR",
    )
    c2c("edit", "centre", "A", "--website", "https://example.org/a_b_c")
    assert "https\\://x/\\!\\[i\\](/home/me/private.png)" in c2c("report", "--year", "2020").out
    assert c2c("list", "--format", "md", "--columns", "name,website").out == (
        "| name | website |\n| --- | --- |\n| https\\://x/\\[c\\](javascript:x) | <https://example.org/a_b_c> |\n"
    )
