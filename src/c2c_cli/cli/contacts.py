"""`c2c contacts`: the contacts of centres and organisations."""

from typing import Annotated

from c2c_cli import streams
from c2c_cli.cli import options, query
from c2c_cli.cli.options import Words, words_filter
from c2c_cli.errors import of_option
from c2c_cli.model import contacts, lookup
from c2c_cli.model.records import Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output import contacts as views
from c2c_cli.output import render, view

_TEXT = "ids, names, roles, email addresses, phone numbers and notes"
_ROLE = "role, such as Director"
_SECTOR = "sector of the centre: id, code or name"
_MEETING = (
    "Only contacts of those invited to this meeting or, if none are recorded, of its organisers "
    "and attendees."
)


@query.command(
    "c2c contacts --role Director",
    "c2c contacts --meeting 2018-06-27-jeju --format csv",
    "c2c contacts --columns email | sort -u",
    empty=views.CONTACTS,
    formats=[form for form in render.FORMATS if form.contacts],
    contacts=True,
)
def command(
    request: query.Request,
    *,
    text: Annotated[str | None, options.text_argument(_TEXT)] = None,
    role: Annotated[Words, words_filter("role", _ROLE)] = None,
    sector: Annotated[Words, words_filter("sector", _SECTOR)] = None,
    centre: options.Member = None,
    meeting: Annotated[str | None, options.filter_option("--meeting", _MEETING, "ID")] = None,
    as_of: options.AsOf = None,
) -> view.View | None:
    """List the contacts of centres and organisations.

    Contacts are personal data; they cannot be printed as Markdown, which is often published. A
    contact is omitted if the role ended before the given day, or begins after it. With --meeting, a
    warning names the centres and organisations without a matching contact.
    """
    registry = request.registry
    day = options.day(as_of)
    of_meeting = _meeting(registry, meeting)
    filters = contacts.filters(
        registry,
        text=text,
        roles=role,
        sectors=sector,
        centres=centre,
        of=contacts.members_of(of_meeting) if of_meeting else None,
    )
    shown = views.contacts(registry, filters, day, of_meeting)
    unlisted = views.unlisted(registry, filters, day, of_meeting) if of_meeting else []
    is_table = request.format == render.TABLE and request.output.header is not False
    if not unlisted or (is_table and shown.rows):  # the caption of a table contains them
        return shown
    # the list is printed first, because its columns may be unknown
    query.write(shown, request.format, request.output)
    for line in unlisted:
        streams.warn(line)
    return None


def _meeting(registry: Registry, word: str | None) -> Meeting | None:
    """Return the meeting of `--meeting`, if any."""
    if word is None:
        return None
    with of_option("--meeting"):
        return lookup.find(registry.meeting, registry.id_of(("meeting",), word))
