"""Options of the commands that change a registry."""

from typing import Annotated

from c2c_cli.cli.group import OUTPUT, REGISTRY
from c2c_cli.cli.options import option, parameter
from c2c_cli.errors import UsageError
from c2c_cli.store.write import Manner

RESULT_FORMATS = ("json",)
"""The formats of the result of a change."""

Data = Annotated[
    str | None,
    option(REGISTRY, "--data", "Registry file to change (default: see c2c path).", "FILE"),
]
_DRY_RUN = "Show the changes as a diff; do not write them."
DryRun = Annotated[bool, option(REGISTRY, "--dry-run", _DRY_RUN)]
_EXIT_CODE = "With --dry-run, exit with code 1 if the file would change."
ExitCode = Annotated[bool, option(REGISTRY, "--exit-code", _EXIT_CODE)]


def result_format(name: str, note: str = "") -> object:
    """Return the option `name` for the format of the result; a `note` ends its help."""
    about = f"Format of the result: json (default: a message){note}."
    return option(OUTPUT, name, about, "FORMAT", words=RESULT_FORMATS)


REGISTRY_OPTIONS = [
    parameter("data", Data, None),
    parameter("dry_run", DryRun, False),
    parameter("exit_code", ExitCode, False),
]
"""The options that select a registry to change, and whether to change it."""

OPTIONS = [
    *REGISTRY_OPTIONS,
    parameter("format", Annotated[str | None, result_format("--format")], None),
]
"""The options of a command that changes a record."""

CODES = {0: "success", 1: "with --dry-run --exit-code, the file would change"}
"""The exit codes in the help of a command that changes a registry."""


def manner(*, dry_run: bool, exit_code: bool, form: str | None) -> Manner:
    """Return how to make and report a change; raise UsageError for options without effect."""
    if exit_code and not dry_run:
        raise UsageError("--dry-run is required with --exit-code", "add --dry-run")
    return Manner(dry_run, exit_code, as_json=form is not None)
