"""The bundled registry of the world: its facts, and every command on it as a large file."""

import json
from typing import Any

from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import bundled_registry
from conftest import Program


def test_the_korean_centres_are_those_of_the_korean_registry(c2c: Program) -> None:
    korea, world = (
        json.loads(c2c("list", "--country", "KR", "--data", name, "--format", "json").out)
        for name in ("korea", "world")
    )
    assert len(korea) == 7
    assert [_resolved(one, "korea") for one in korea] == [_resolved(one, "world") for one in world]


def _resolved(centre: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a centre with its sources in full instead of their ids."""
    sources = {one.id: one for one in load_registry(str(bundled_registry(name))).source}
    for event in centre["event"]:
        event["sources"] = [repr(sources.get(one, one)) for one in event["sources"]]
    return centre
