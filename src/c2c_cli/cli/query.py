"""Commands that print records: their output options, and the file of `--output`."""

import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from inspect import signature
from pathlib import Path
from typing import Annotated, Any

from c2c_cli import streams
from c2c_cli.cli import group, options
from c2c_cli.errors import UsageError, unknown
from c2c_cli.model.records import Network
from c2c_cli.model.registry import Registry
from c2c_cli.output import render
from c2c_cli.output.view import View
from c2c_cli.store import disk, load
from c2c_cli.store.locate import STDIN, locate
from c2c_cli.text import one_of

_COLUMNS = "Columns to show, in this order."
_SORT = "Sort by this column; prefix with - for descending."
_HEADER = "Print or omit the header row."
_OUTPUT = "File to write; - for standard output."
_OPTIONS = {
    "columns": options.option(group.OUTPUT, "--columns", _COLUMNS, "A,B"),
    "sort": options.option(group.OUTPUT, "--sort", _SORT, "[-]COLUMN"),
    "header": options.option(group.OUTPUT, "--header/--no-header", _HEADER),
    "output": options.option(group.OUTPUT, "--output", _OUTPUT, "FILE"),
}
"""The output options, except for `--format`, whose formats depend on the command."""


def view(
    *shown: str,
    codes: Mapping[int, str] | None = None,
    formats: Sequence[str] = render.FORMATS,
    names: Sequence[str] = render.Output._fields,
    empty: View | None = None,
) -> Callable[[Callable[..., View | None]], group.Command]:
    """Return a decorator that turns a function that returns a view into a command that prints it.

    The function receives the registry if it has a parameter `registry`, and the values of the
    output options `names` if it has a parameter `output`. `empty` is the view without rows, if the
    function must not be called for the help.
    """

    def decorate(run: Callable[..., View | None]) -> group.Command:
        declared = signature(run).parameters
        parameters = {
            name: parameter
            for name, parameter in declared.items()
            if name not in {"registry", "output"}
        }
        parameters.setdefault("data", options.parameter("data", options.Data, None))
        for name, option in {"format": options.format_option(formats), **_OPTIONS}.items():
            if name in names:
                form = render.Output.__annotations__[name]
                parameters[name] = options.parameter(name, Annotated[form, option], None)

        def print_view(**given: Any) -> int:
            asked = render.Output(**{name: given.pop(name) for name in names})
            start, end = given.get("start"), given.get("end")
            if start and end and end.last < start.first:
                raise UsageError(f"{end} is before --from ({start})", subject="--to")
            with _into_file(asked, formats, given["data"]) as output:
                given["output"] = output
                if "registry" in declared:
                    given["registry"] = load.load_registry(given["data"])
                result = run(**{name: given[name] for name in declared})
                if result and output.format == "ics":
                    # importing icalendar doubles the start-up time
                    from c2c_cli.output import calendar  # noqa: PLC0415

                    calendar.write(given["registry"], result, output)
                elif result:
                    render.write(result, output)
            return int(bool(result and result.failed))

        def empty_view() -> View | None:
            return _view_of_empty_registry(run) if empty is None else empty

        runs = group.with_parameters(print_view, parameters.values(), run.__doc__)
        command = group.new_command(*shown, codes=codes)(runs)
        if "columns" in names:
            command.empty_view = empty_view
        return command

    return decorate


def _view_of_empty_registry(run: Callable[..., View | None]) -> View | None:
    """Return the view that the function of a command returns for a registry without records.

    The help and the completion need its columns, which do not depend on the records.
    """
    registry = Registry(network=Network(name="-"))
    if "output" in signature(run).parameters:
        return run(registry, output=render.Output("tsv"))
    return run(registry)


@contextmanager
def _into_file(
    output: render.Output, formats: Sequence[str], data: str | None
) -> Iterator[render.Output]:
    """Write the output to the file of `--output`, unless an error occurs.

    The extension of the file may determine the format.
    """
    file = output.output
    if file is None or file == STDIN:
        yield output
        return
    if not file:
        raise UsageError("file name is empty", subject="--output")
    with suppress(OSError, ValueError):
        if Path(file).samefile(locate(data).file):
            raise UsageError(
                f"{file} is the registry file", "pass another file", subject="--output"
            )
    extension = Path(file).suffix[1:].lower()
    if output.format is None and extension not in {*formats, "txt", ""}:
        hint = f"use --format {one_of(formats)}"
        raise UsageError.of(unknown("format", extension, hint=hint), subject="--output")
    if output.format is None and extension in formats:
        output = output._replace(format=extension)
    printed = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(printed, encoding="utf-8")) as stream:
        yield output
        stream.flush()
        disk.save(file, printed.getvalue())
    if streams.is_terminal(sys.stderr):
        streams.note(f"wrote {file}")
