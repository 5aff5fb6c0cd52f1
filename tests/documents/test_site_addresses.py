"""Addresses of the pages of a site: safe on every system, distinct, and independent of each other."""

import ntpath
import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from c2c_cli.documents.site.addresses import Addresses
from c2c_cli.model.registry import Registry
from c2c_cli.model.values import identifier
from c2c_cli.store.load import InvalidFileError, read
from conftest import Program
from samples import SMALL, centre, meeting, record

RESERVED = ("con", "PRN", "Aux", "nul", "com0", "COM1", "lpt9", "LPT³", "com¹")

PIECES = st.sampled_from(
    [
        *RESERVED,
        *(".", "..", "-", "_", "~", "a", "A", "K", "\u212a", "\U00010400", "한국", "ᾼ"),
        *("ı", "I", "İ", "ß", "ſ", "ΐ", "é", "e\u0301", "ǰ\u0323", "J\u0323\u030c"),
        *("x" * 59, "한" * 60),
    ]
)
ANY_ID = st.one_of(
    st.lists(PIECES, min_size=1, max_size=4).map("".join),
    st.text(st.characters(categories=("L", "N", "M")), min_size=1, max_size=90),
).filter(lambda text: identifier(text) is None)


def registry(*ids: str) -> Registry:
    text = SMALL + "".join(centre(record_id) for record_id in ids)
    return read(text.encode(), "r.toml")[0]


def name(record_id: str) -> str:
    """Return the name of the page of a centre, without its directory and extension."""
    found = Addresses(registry(record_id)).file("centre", record_id)
    return found.removeprefix("centre/").removesuffix(".html")


@pytest.mark.parametrize(
    ("record_id", "expected"),
    [
        ("ICHCAP", "ICHCAP"),
        ("2018-06-27-jeju", "2018-06-27-jeju"),
        ("무형유산", "무형유산"),
        ("a.b.", "a.b."),
        ("CON", "CON~"),
        ("con.a.b", "con~.a.b"),
        ("com¹", "com¹~"),
        ("LPT0", "LPT0~"),
        ("NUL.", "NUL~."),
        ("console", "console"),
        ("con-a", "con-a"),
        ("com10", "com10"),
        ("A.con", "A.con"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 60 + "~c508e75f24e25db94dff52c9564a5102"),
        ("aux." + "x" * 57, "aux~." + "x" * 56 + "~HASH"),
        ("한" * 61, "한" * 60 + "~HASH"),
        ("\U00010400" * 61, "\U00010400" * 45 + "~HASH"),
        ("e\u0301", "é"),
        ("ı", "ı~HASH"),
        ("ǰ\u0323", "ǰ\u0323~HASH"),
        ("J\u0323\u030c", "J\u0323\u030c~HASH"),
    ],
)
def test_names_of_files(record_id: str, expected: str) -> None:
    found = name(record_id)
    if expected.endswith("HASH"):
        found = re.sub("~[0-9a-f]{32}$", "~HASH", found)
    assert found == expected


def test_each_record_has_an_address() -> None:
    text = SMALL + centre("제주.") + meeting("CON") + record("organisation", id="aéb", name="O")
    addresses = Addresses(read(text.encode(), "r.toml")[0])
    assert addresses.file("centre", "제주.") == "centre/제주..html"
    assert addresses.of("centre", "제주.") == "centre/%EC%A0%9C%EC%A3%BC..html"
    assert addresses.data_file("제주.") == "centre/제주..json"
    assert addresses.data("제주.") == "centre/%EC%A0%9C%EC%A3%BC..json"
    assert addresses.of("meeting", "CON") == "meeting/CON~.html"
    assert addresses.of("organisation", "aéb") == "organisation/a%C3%A9b.html"
    assert addresses.of("sector", "culture") == "sector/culture.html"
    assert addresses.of("country", "KR") == "country/KR.html"
    with pytest.raises(KeyError):
        addresses.of("country", "FR")


def caseless(text: str) -> str:
    """Return a key that is equal if any file system may take two names for the same."""
    folded = unicodedata.normalize("NFD", text).upper().casefold()
    return unicodedata.normalize("NFD", folded).upper().casefold()


@given(ANY_ID)
def test_any_name_is_safe_on_linux_macos_and_windows(record_id: str) -> None:
    addresses = Addresses(registry(record_id))
    for file in (addresses.file("centre", record_id), addresses.data_file(record_id)):
        directory, _, base = file.partition("/")
        assert directory == "centre"
        assert not re.search(r'[\x00-\x1f\\/:*?"<>|]', base)
        assert base[0] not in ".- "
        assert base[-1] not in ". "
        stem = base.split(".")[0].upper()
        assert not re.fullmatch("CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³]", stem)
        assert ntpath.normpath(base) == base
        assert len(base.encode()) <= 220
        assert len(unicodedata.normalize("NFD", base).encode("utf-16-le")) <= 2 * 255
    assert unquote(addresses.of("centre", record_id)) == addresses.file("centre", record_id)
    assert re.fullmatch("[A-Za-z0-9._~/%-]+", addresses.of("centre", record_id))


@given(ANY_ID, ANY_ID)
def test_any_two_ids_of_a_registry_have_different_files(one: str, other: str) -> None:
    try:
        addresses = Addresses(registry(one, other))
    except InvalidFileError:  # duplicate ids
        reject()
    files = [addresses.file("centre", one), addresses.file("centre", other)]
    files += [addresses.data_file(one), addresses.data_file(other)]
    assert len({caseless(file) for file in files}) == 4


@given(ANY_ID, ANY_ID)
def test_no_other_record_changes_an_address(one: str, other: str) -> None:
    try:
        both = Addresses(registry(one, other))
    except InvalidFileError:
        reject()
    assert both.file("centre", one) == Addresses(registry(one)).file("centre", one)


@pytest.mark.parametrize("table", ["sector", "centre", "meeting", "organisation"])
@pytest.mark.parametrize(
    ("first", "second"),
    [("Ab", "aB"), ("é", "e\u0301"), ("É", "e\u0301"), ("straße", "STRASSE"), ("K", "\u212a")],
)
def test_registry_refuses_ids_that_differ_in_case_or_normalisation_only(
    c2c: Program, table: str, first: str, second: str
) -> None:
    fields: dict[str, dict[str, object]] = {
        "sector": {"name": "x"},
        "centre": {"name": "x", "sector": "culture", "country": "KR"},
        "meeting": {"title": "x", "start": 2018, "status": "held"},
        "organisation": {"name": "x"},
    }
    records = [record(table, id=each, **fields[table]) for each in (first, second)]
    c2c.write(SMALL + "".join(records))
    assert f': [{table} {second}] id: duplicate id "{second}"' in c2c("list", code=3).err
