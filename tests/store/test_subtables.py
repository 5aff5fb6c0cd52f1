"""Changes to the events and contacts of a centre, and to cited sources, in a draft."""

import codecs
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from c2c_cli.errors import WriteError
from c2c_cli.model.dates import Date
from c2c_cli.model.history import Event
from c2c_cli.model.records import Contact
from c2c_cli.store import load
from c2c_cli.store.draft import Draft
from samples import SMALL

HEAD = (
    SMALL
    + """
[[source]]
id = "letter"   # of the ministry
title = "Letter"

[[centre]]
id = "A"
name = "a"
sector = "culture"
country = "KR"
"""
)

TABLES = """
# the approval
[[centre.event]]
kind = "approved"  # by the General Conference
date = 2013

[[centre.event]]
kind = "signed"
date = 2015-06-01
until = 2021
sources = ["https://example.org/1", "letter"] # both

# the director
[[centre.contact]]
role = "Director"
email = "a@example.org" # new

[[centre.event]]
kind = "opened"  # with a ceremony
# the day is known
date = 2016-03-04
"""

TAIL = """
# the second
[[centre]]
id = "B"
name = "b"
sector = "culture"
country = "KR"

[[centre.contact]]
name = "b"
"""

APPROVED, SIGNED, OPENED = (
    Event(kind="approved", date=Date.parse("2013")),
    Event(
        kind="signed",
        date=Date.parse("2015-06-01"),
        until=Date.parse("2021"),
        sources=("https://example.org/1", "letter"),
    ),
    Event(kind="opened", date=Date.parse("2016-03-04")),
)
EVALUATED = Event(kind="evaluated", date=Date.parse("2020"), note="Positive.")
DIRECTOR = Contact(role="Director", email="a@example.org")

FORMS: dict[str, Callable[[str], bytes]] = {
    "LF": lambda text: text.encode(),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "no final newline": lambda text: text.rstrip("\n").encode(),
    "BOM": lambda text: codecs.BOM_UTF8 + text.encode(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("tail", [TAIL, ""], ids=["middle", "end"])
@pytest.mark.parametrize(
    ("field", "new", "old_lines", "new_lines"),
    [
        ("event", (APPROVED, replace(SIGNED, until=None), OPENED), "until = 2021\n", ""),
        (
            "event",
            (APPROVED, replace(SIGNED, date=Date.parse("2015-07")), OPENED),
            "date = 2015-06-01\n",
            'date = "2015-07"\n',
        ),
        (
            "event",
            (APPROVED, EVALUATED, OPENED),
            'kind = "signed"\ndate = 2015-06-01\nuntil = 2021\nsources = ["https://example.org/1", "letter"] # both\n',
            'kind = "evaluated"\ndate = 2020\nnote = "Positive."\n',
        ),
        (
            "event",
            (APPROVED, EVALUATED, SIGNED, OPENED),
            '[[centre.event]]\nkind = "signed"\n',
            '[[centre.event]]\nkind = "evaluated"\ndate = 2020\nnote = "Positive."\n\n'
            '[[centre.event]]\nkind = "signed"\n',
        ),
        (
            "event",
            (EVALUATED, APPROVED, SIGNED, OPENED),
            "# the approval\n",
            '[[centre.event]]\nkind = "evaluated"\ndate = 2020\nnote = "Positive."\n\n# the approval\n',
        ),
        (
            "event",
            (SIGNED, OPENED),
            '# the approval\n[[centre.event]]\nkind = "approved"  # by the General Conference\ndate = 2013\n\n',
            "",
        ),
        (
            "event",
            (APPROVED, OPENED),
            '[[centre.event]]\nkind = "signed"\ndate = 2015-06-01\nuntil = 2021\n'
            'sources = ["https://example.org/1", "letter"] # both\n\n',
            "",
        ),
        (
            "contact",
            (),
            '# the director\n[[centre.contact]]\nrole = "Director"\nemail = "a@example.org" # new\n\n',
            "",
        ),
        ("contact", (replace(DIRECTOR, phone="1"),), "# new\n", '# new\nphone = "1"\n'),
        (
            "contact",
            (replace(DIRECTOR, email="b@example.org"),),
            '"a@example.org" # new',
            '"b@example.org" # new',
        ),
        (
            "contact",
            (Contact(name="x"), DIRECTOR),
            "# the director\n",
            '[[centre.contact]]\nname = "x"\n\n# the director\n',
        ),
    ],
)
def test_only_the_changed_sub_table_changes(
    field: str, new: tuple[Any, ...], old_lines: str, new_lines: str, tail: str, form: str
) -> None:
    text = HEAD + TABLES + tail
    assert text.count(old_lines) == 1
    draft = Draft(FORMS[form](text), "x")
    centre: Any = draft.registry.centre[0]
    draft.edit(centre, replace(centre, **{field: new}))
    content, _ = draft.verified()
    assert content == FORMS[form](text.replace(old_lines, new_lines))
    assert getattr(load.read(content, "x")[0].centre[0], field) == new


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("tail", [TAIL, ""], ids=["middle", "end"])
@pytest.mark.parametrize(
    "new", [(), (OPENED,), (APPROVED,), (EVALUATED,), (OPENED, SIGNED), (EVALUATED,) * 5]
)
def test_any_sub_tables_can_be_replaced(new: Sequence[Event], tail: str, form: str) -> None:
    draft = Draft(FORMS[form](HEAD + TABLES + tail), "x")
    draft.edit(draft.registry.centre[0], replace(draft.registry.centre[0], event=tuple(new)))
    content, _ = draft.verified()
    first, *rest = load.read(content, "x")[0].centre
    assert first.event == new
    assert first.contact == (DIRECTOR,)
    assert tuple(rest) == draft.registry.centre[1:]
    assert (b"\n" in content.replace(b"\r\n", b"")) == (form != "CRLF")
    assert content.startswith(codecs.BOM_UTF8) == (form == "BOM")


def test_renamed_source_is_renamed_where_it_is_cited() -> None:
    text = HEAD + TABLES + TAIL
    draft = Draft(text.encode(), "x")
    draft.edit(draft.registry.source[0], replace(draft.registry.source[0], id="letter-2015"))
    assert draft.verified()[0].decode() == text.replace('"letter"', '"letter-2015"')


def test_cited_source_is_not_removed() -> None:
    draft = Draft((HEAD + TABLES).encode(), "x")
    with pytest.raises(WriteError) as raised:
        draft.remove(draft.registry.source)
    assert (
        str(raised.value)
        == "cannot remove source letter: it is still referenced by centre A, so no changes were made; "
        "use c2c edit centre A"
    )
