"""Edits of TOML text: the expected text, and layouts that an edit refuses."""

from collections.abc import Callable

import pytest

from c2c_cli.errors import WriteError
from c2c_cli.toml.edit import Editor

Edit = Callable[[Editor], object]

TEXT = """\
schema = 1

# about A
[[centre]]
id = "A"  # its id
name = "a"
note = \"\"\"
[[centre]]
\"\"\"

# first
[[centre.event]]
kind = "opened"
# after the event

[[centre]]
id = "B"
names.ko = "가"
"""

ONE = '[[centre]]\nid = "A"\n'
TWO = ONE + '\n[[centre]]\nid = "B"\n'
NEW = '[[centre]]\nid = "N"\n'
EVENT = '[[centre.event]]\nkind = "closed"\n'
ORDER = ("id", "name", "names", "city")

EDITS: dict[str, tuple[str, Edit, str]] = {
    "first table": (
        "schema = 1\n",
        lambda editor: editor.insert(("centre",), 0, NEW),
        f"schema = 1\n\n{NEW}",
    ),
    "table before the first": (
        ONE,
        lambda editor: editor.insert(("centre",), 0, NEW),
        f"{NEW}\n{ONE}",
    ),
    "table before the comment of the first": (
        f"schema = 1\n\n# about A\n{ONE}",
        lambda editor: editor.insert(("centre",), 0, NEW),
        f"schema = 1\n\n{NEW}\n# about A\n{ONE}",
    ),
    "table between two": (
        TWO,
        lambda editor: editor.insert(("centre",), 1, NEW),
        TWO.replace("\n\n", f"\n\n{NEW}\n"),
    ),
    "table after the last": (
        TWO,
        lambda editor: editor.insert(("centre",), 2, NEW),
        f"{TWO}\n{NEW}",
    ),
    "table after a text without a last newline": (
        ONE.rstrip("\n"),
        lambda editor: editor.insert(("centre",), 1, NEW),
        f"{ONE}\n{NEW}".rstrip("\n"),
    ),
    "first sub-table": (
        TWO,
        lambda editor: editor.insert(("centre", 0, "event"), 0, EVENT),
        TWO.replace("\n\n", f"\n\n{EVENT}\n"),
    ),
    "second sub-table": (
        TEXT,
        lambda editor: editor.insert(("centre", 0, "event"), 1, EVENT),
        TEXT.replace("# after the event\n", f"# after the event\n\n{EVENT}"),
    ),
    "remove a table": (
        TEXT,
        lambda editor: editor.remove(("centre", 1)),
        TEXT.partition('\n[[centre]]\nid = "B"')[0],
    ),
    "remove a table with its sub-tables and comments": (
        TEXT,
        lambda editor: editor.remove(("centre", 0)),
        'schema = 1\n\n[[centre]]\nid = "B"\nnames.ko = "가"\n',
    ),
    "remove a sub-table": (
        TEXT,
        lambda editor: editor.remove(("centre", 0, "event", 0)),
        TEXT.replace('\n# first\n[[centre.event]]\nkind = "opened"\n# after the event\n', ""),
    ),
    "replace a value": (
        TEXT,
        lambda editor: editor.set(("centre", 0), "id", '"Z"'),
        TEXT.replace('"A"  # its id', '"Z"  # its id'),
    ),
    "replace a string of several lines": (
        TEXT,
        lambda editor: editor.set(("centre", 0), "note", '"x"'),
        TEXT.replace('"""\n[[centre]]\n"""', '"x"'),
    ),
    "replace an item of a list": (
        "[[meeting]]\nattendees = [\n  'A', # who\n  'B',\n]\n",
        lambda editor: editor.set(("meeting", 0), "attendees", '"C"', item=(1,)),
        "[[meeting]]\nattendees = [\n  'A', # who\n  \"C\",\n]\n",
    ),
    "add a key in order": (
        ONE + 'city = "x"\n',
        lambda editor: editor.set(("centre", 0), "name", '"a"', ORDER),
        ONE + 'name = "a"\ncity = "x"\n',
    ),
    "add a first key": (
        '[[centre]]\nname = "a"\n',
        lambda editor: editor.set(("centre", 0), "id", '"A"', ORDER),
        ONE + 'name = "a"\n',
    ),
    "replace dotted keys": (
        TEXT,
        lambda editor: editor.set(("centre", 1), "names", '{ fr = "b" }', ORDER),
        TEXT.replace('names.ko = "가"', 'names = { fr = "b" }'),
    ),
    "remove a key": (
        TEXT,
        lambda editor: editor.unset(("centre", 0), "name"),
        TEXT.replace('name = "a"\n', ""),
    ),
    "remove a key that is not there": (
        TEXT,
        lambda editor: editor.unset(("centre", 0), "city"),
        TEXT,
    ),
    "remove a table of names": (
        f'{ONE}\n[centre.names]\nko = "가"\nfr = "b"\n',
        lambda editor: editor.unset(("centre", 0), "names"),
        ONE,
    ),
}


@pytest.mark.parametrize(("text", "edit", "expected"), EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_edit_gives_the_expected_text(text: str, edit: Edit, expected: str, newline: str) -> None:
    editor = Editor(text.replace("\n", newline))
    edit(editor)
    assert editor.edited() == expected.replace("\n", newline)


def test_edits_refer_to_the_original_text() -> None:
    editor = Editor(f"schema = 1\n\n{TWO}")
    editor.insert(("centre",), 2, NEW)
    editor.set(("centre", 1), "id", '"BB"')
    editor.remove(("centre", 0))
    assert editor.edited() == f'schema = 1\n\n[[centre]]\nid = "BB"\n\n{NEW}'


def test_removed_table_is_returned_with_its_comments() -> None:
    editor = Editor(TEXT.replace("\n", "\r\n"))
    assert editor.remove(("centre", 0, "event", 0)) == (
        '# first\n[[centre.event]]\nkind = "opened"\n# after the event\n'
    )


REFUSED: dict[str, tuple[str, Edit, str, str]] = {
    "sub-table in an inline table": (
        'schema = 1\n\n[[centre]]\nevent = [{ kind = "opened" }]\n',
        lambda editor: editor.set(("centre", 0, "event", 0), "kind", '"closed"'),
        "cannot edit event on line 3 in its current layout",
        "edit the file by hand",
    ),
    "sub-table after another record": (
        f'{ONE}[[meeting]]\nid = "m"\n{EVENT}',
        lambda editor: editor.remove(("centre", 0)),
        "cannot edit the centre alone: its sub-table on line 5 comes after another record",
        "use c2c edit to edit the whole file",
    ),
    "comment in a value": (
        f'{ONE}agenda = [\n  "x", # a comment\n]\n',
        lambda editor: editor.set(("centre", 0), "agenda", '["y"]'),
        "cannot edit agenda on line 3: the comments in its value would be lost",
        "edit the file by hand",
    ),
    "comment in a table of names": (
        f"{ONE}[centre.names]\n# a comment\nko = '가'\n",
        lambda editor: editor.unset(("centre", 0), "names"),
        "cannot edit names on line 3: the comments in its value would be lost",
        "edit the file by hand",
    ),
    "inline records": (
        'centre = [{ id = "A" }]\n',
        lambda editor: editor.set(("centre", 0), "id", '"B"'),
        "cannot edit a file that does not use [[centre]] tables",
        "edit the file by hand",
    ),
    "inline network": (
        'network = { name = "x" }\n',
        lambda editor: editor.set(("network",), "name", '"y"'),
        "cannot edit a file that does not use a [network] table",
        "edit the file by hand",
    ),
}


@pytest.mark.parametrize(("text", "edit", "message", "hint"), REFUSED.values(), ids=REFUSED)
def test_edit_that_the_layout_does_not_allow_is_refused(
    text: str, edit: Edit, message: str, hint: str
) -> None:
    editor = Editor(text)
    with pytest.raises(WriteError) as refused:
        edit(editor)
    assert (refused.value.message, refused.value.hint) == (message, hint)
