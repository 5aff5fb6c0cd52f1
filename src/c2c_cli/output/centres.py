"""The views of centres and of sectors."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from c2c_cli.model import history
from c2c_cli.model.dates import UNKNOWN_DAY
from c2c_cli.model.history import CENTRE_STATUSES, EVENT_KINDS
from c2c_cli.model.records import Centre, Sector
from c2c_cli.model.registry import Registry
from c2c_cli.output.columns import columns_of, event_date, field, name_in, named, set_of, with_status
from c2c_cli.output.view import Value, View


def centres(registry: Registry, chosen: Sequence[Centre], day: datetime.date, language: str | None = None) -> View:
    """Return the view of centres as of a day."""
    codes = {sector.id: sector.code for sector in registry.sector}

    def until(centre: Centre) -> Value:
        agreement = history.agreement(centre.event, day)
        return agreement.until if agreement else None

    def latest(kind: str) -> Callable[[Centre], Value]:
        return lambda centre: event_date(history.latest(centre.event, kind, day))

    name = name_in(language)
    return View(
        noun="centres",
        rows=chosen,
        columns={
            **columns_of(Centre, name=name, names=_names, event=_events),
            "status": lambda centre: centre.status(day),
            "until": until,
            **{kind: latest(kind) for kind in EVENT_KINDS},
        },
        default=("id", "name", "sector", "country", "city", "status"),
        objects=lambda rows: (with_status(centre, name, day) for centre in rows),
        shorter={"sector": lambda centre: codes[centre.sector]},
        shared="country",
    )


def sectors(registry: Registry, day: datetime.date, language: str | None = None) -> View:
    """Return the view of the sectors with their centres by status, as of a day."""
    by_status: dict[tuple[str, str | None], list[str]] = {}
    for centre in registry.centre:
        by_status.setdefault((centre.sector, centre.status(day)), []).append(centre.id)
    name = name_in(language)

    def having(status: str) -> Callable[[Sector], Value]:
        return lambda sector: tuple(by_status.get((sector.id, status), ())) or None

    columns: dict[str, Callable[[Any], Value]] = {"id": field("id"), "code": field("code"), "name": name}
    columns |= {status: having(status) for status in CENTRE_STATUSES}
    return View(
        noun="sectors",
        rows=registry.sector,
        columns=columns,
        default=tuple(columns),
        brief=("id", "code", "name", *(s for s in CENTRE_STATUSES if any(status == s for _, status in by_status))),
        objects=lambda rows: (named(sector, name) | set_of(sector, columns, CENTRE_STATUSES) for sector in rows),
    )


def _names(record: Any) -> Value:
    return tuple(f"{tag}={name}" for tag, name in (record.names or {}).items()) or None


def _events(centre: Centre) -> Value:
    return tuple(f"{event.kind}={event.date or UNKNOWN_DAY}" for event in centre.event) or None
