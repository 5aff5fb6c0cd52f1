"""An officer's year with the registry of another country, with commands only."""

import json

from conftest import Program

YEAR: list[tuple[str, str]] = [
    ("add organisation NATCOM --name Spanish_National_Commission", "added organisation NATCOM to"),
    (
        "add source letter --title Letter_of_the_Ministry --date 2015-07 --publisher Ministry",
        "added source letter to",
    ),
    ("add centre CIA --name Centre_A --sector CLT --country ES", "added centre CIA to"),
    (
        "add centre CIB --name Centre_B --sector ED --country ES --city Madrid",
        "added centre CIB to",
    ),
    ("add centre CIC --name Centre_C --sector SC --country ES", "added centre CIC to"),
    (
        "add centre CID --name Centre_D --sector SHS --country ES --event proposed=2018",
        "added centre CID to",
    ),
    (
        "add centre CIE --name Centre_E --sector CI --country ES --event approved=2013 --event opened=2014",
        "added centre CIE to",
    ),
    (
        "add centre CIF --name Centre_F --sector CLT --country ES --identifiers wikidata=Q1",
        "added centre CIF to",
    ),
    (
        "add event CIA approved --date 2015-11 --sources letter",
        "added event approved (2015-11) of centre CIA to",
    ),
    (
        "add event CIA signed --date 2016-03-01 --until 2022-03-01",
        "added event signed (2016-03-01) of centre CIA to",
    ),
    ("add event CIA opened --date 2017", "added event opened (2017) of centre CIA to"),
    (
        "add event CIB approved --date 2017 --sources letter",
        "added event approved (2017) of centre CIB to",
    ),
    ("add event CIC proposed --date 2018", "added event proposed (2018) of centre CIC to"),
    ("add contact CIA --role Director --name A._García", "added contact Director of centre CIA to"),
    (
        "add contact CIB --name L._Pérez --email l@example.org",
        "added contact L. Pérez of centre CIB to",
    ),
    (
        "edit contact CIA director --email a@example.org",
        "updated email of contact Director of centre CIA in",
    ),
    (
        "add cadence annual --name Annual_meeting --per-year 1 --since 2018 --sources letter",
        "added cadence rule annual to",
    ),
    (
        "add cadence heads --name Heads --level leaders --per-year 1 --since 2018",
        "added cadence rule heads to",
    ),
    (
        "add meeting --title First --start 2018-05-04 --kind annual --status held --attendees CIA,CIB",
        "added meeting 2018-05-04 to",
    ),
    (
        "add meeting --title Heads --start 2018-11 --city Madrid --kind heads --status cancelled",
        "added meeting 2018-11-madrid to",
    ),
    (
        "add meeting --title Second --start 2019-06 --kind annual --status held --city Toledo",
        "added meeting 2019-06-toledo to",
    ),
    (
        "add meeting --title Third --start 2020-09-01 --kind annual --status held",
        "added meeting 2020-09-01 to",
    ),
    ("add meeting --title Next --start 2040 --kind annual --mode online", "added meeting 2040 to"),
    ("edit cadence annual --agreed 2018-05-04", "updated agreed of cadence rule annual in"),
    (
        "edit event CIA signed --date 2016-03-11",
        "updated date (was 2016-03-01) of event signed (2016-03-11) of centre CIA in",
    ),
    ("remove event CIA opened", "removed event opened (2017) of centre CIA from"),
    ("undo", 'undid "removed event opened (2017) of centre CIA" in'),
    (
        "add event CIA renewed --date 2022-02 --until 2040 --sources letter",
        "added event renewed (2022-02) of centre CIA to",
    ),
    ("edit centre CIA --id CICA", 'updated id (was "CIA") of centre CICA in'),
    (
        "edit source letter --id ministry-2015",
        'updated id (was "letter") of source ministry-2015 in',
    ),
    (
        "edit network --note Spanish_centres --sources ministry-2015",
        "updated note, and added 1 source (now 1) for the network in",
    ),
    ("edit cadence heads --until 2020", "updated field until of cadence rule heads in"),
    ("remove contact CIB L._Pérez", "removed contact L. Pérez of centre CIB from"),
    ("remove meeting 2018-11-madrid", "removed meeting 2018-11-madrid from"),
    ("remove cadence heads", "removed cadence rule heads from"),
]
"""Each command, with _ for spaces in a value, and its message."""


def test_a_year_needs_no_editor(c2c: Program) -> None:
    c2c("init", "--network", "Spanish centres")
    for command, said in YEAR:
        run = c2c(*(word.replace("_", " ") for word in command.split(" ")))
        assert run.err.splitlines()[0] == f"c2c: {said} data/centres.toml"
    refused = c2c("remove", "source", "ministry-2015", code=5).err
    assert refused == (
        "c2c: error: cannot remove source ministry-2015: it is still referenced by centre CICA, centre CIB, "
        "cadence rule annual and the network, so no changes were made; use c2c edit to change them all\n"
    )
    checked = c2c("check", "--as-of", "2022-06", "--format", "json")
    assert {one["code"] for one in json.loads(checked.out)} <= {"no-sources"}
    assert c2c("list", "--as-of", "2022-06", "--columns", "id,status,signed,renewed,until").out == (
        "CICA\toperating\t2016-03-11\t2022-02\t2040\nCIB\tpreparing\t\t\t\nCIC\tproposed\t\t\t\n"
        "CID\tproposed\t\t\t\nCIE\toperating\t\t\t\nCIF\tunknown\t\t\t\n"
    )
    assert (
        c2c("cadence", "--year", "2018", "--as-of", "2019", "--columns", "kind,held,state").out
        == "annual\t1\tmet\n"
    )
    assert json.loads(c2c("meetings", "--format", "json").out)[0]["attendees"] == ["CICA", "CIB"]
