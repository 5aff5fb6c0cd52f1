"""Random registries as one JSON document: the import of the document gives an equal registry."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import run
from strategies import registries

SECTORS = (
    *("education", "natural-sciences", "social-human-sciences", "culture"),
    "communication-information",
)
"""The ids of the sectors of a new registry."""

EXTRAS = st.fixed_dictionaries(
    {},
    optional={
        "day": st.dates(),
        "text": st.sampled_from(["2026-03-31", '"2026-03-31"', '""2026-03-31""', "7", "a\r\nb\n"]),
        "flag": st.booleans(),
    },
)


@settings(max_examples=40)  # each example runs the program a dozen times
@given(registries(), EXTRAS, st.sampled_from(["json", "toml"]))
def test_imported_document_is_the_registry(
    data: dict[str, Any], extra: dict[str, Any], form: str
) -> None:
    for table in ("centre", "meeting"):
        for record in data[table]:
            record["extra"] = record.get("extra", {}) | extra
            for key in ("identifiers", "extra"):  # to c2c changes, an empty table is a value
                if not record.get(key):
                    record.pop(key, None)
    with TemporaryDirectory() as folder:
        old, new, file = (str(Path(folder, name)) for name in ("o.toml", "n.toml", f"a.{form}"))
        Path(old).write_text(tomli_w.dumps(data), "utf-8", newline="")
        assert run("init", new).code == 0
        assert run("remove", *SECTORS, "--data", new).code == 0
        if form == "json":
            dumped = run("show", "--all", "--contacts", "--output", file, "--data", old)
            assert dumped.code == 0, dumped
        else:
            Path(file).write_bytes(Path(old).read_bytes())
        added = run("import", file, "--data", new)
        assert added.code == 0, added
        compared = run("changes", old, new)
        assert (compared.code, compared.out) == (0, "")
        assert run("show", "--all", "--contacts", "--format", "json", "--data", new).out == (
            run("show", "--all", "--contacts", "--format", "json", "--data", old).out
        )
        for registry in (old, new):
            again = run("import", file, "--update", "--data", registry)
            assert (again.code, again.err.splitlines()[0]) == (
                0,
                f"c2c: no changes to {registry}",
            ), again
        public = str(Path(folder, "public.json"))
        run("show", "--all", "--output", public, "--data", old)
        again = run("import", public, "--update", "--data", old)
        assert again.err.splitlines()[0] == f"c2c: no changes to {old}"
