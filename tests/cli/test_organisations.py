"""`c2c organisations`: organisations and the meetings they organised or attended."""

import json

from conftest import Program
from samples import SMALL, centre, meeting, record


def test_each_organisation_has_its_meetings_by_start(c2c: Program) -> None:
    c2c.write(
        SMALL
        + record("organisation", id="MOFA", name="Ministry", names={"ko": "외교부"})
        + centre("A")
        + meeting("m", start="2019", organisers=["MOFA", "A"], attendees=["NATCOM"])
        + meeting("n", start="2018", organisers=["MOFA"], status="planned")
    )
    assert c2c("organisations", "--header").out == (
        "id\tname\torganised\tattended\nNATCOM\tNational Commission\t\tm\nMOFA\tMinistry\tn;m\t\n"
    )
    assert json.loads(
        c2c("organisations", "--lang", "ko", "--sort", "id", "--format", "json").out
    ) == [
        {"id": "MOFA", "name": "외교부", "names": {"ko": "외교부"}, "organised": ["n", "m"]},
        {"id": "NATCOM", "name": "National Commission", "attended": ["m"]},
    ]
    shown = c2c("organisations", "--format", "table").out
    assert shown.startswith("Organisations\n\nID      Name                 Organised  Attended\n")


def test_hints_for_many_organisations_name_the_command(c2c: Program) -> None:
    c2c.write(SMALL + "".join(record("organisation", id=f"ORG{n}", name=f"x{n}") for n in range(9)))
    assert c2c("edit", "organisation", "zzz", "--name", "y", code=4).err == (
        'c2c: error: unknown organisation "zzz"; run c2c organisations for a full list\n'
    )


def test_meetings_of_an_organisation_are_those_that_show_prints(c2c: Program) -> None:
    c2c.write(
        SMALL
        + meeting("held", start="2019", attendees=["NATCOM"])
        + meeting("both", start="2020", organisers=["NATCOM"], attendees=["NATCOM"])
        + meeting("next", start="2030", attendees=["NATCOM"], status="planned")
        + meeting("off", start="2031", attendees=["NATCOM"], status="cancelled")
    )
    [listed] = json.loads(c2c("organisations", "--format", "json").out)
    assert (listed["organised"], listed["attended"]) == (["both"], ["held"])
    [shown] = json.loads(c2c("show", "NATCOM", "--format", "json").out)
    assert listed.items() <= shown.items()
