"""Commands that print records: their output options, and the file of `--output`."""

import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import replace
from functools import cached_property
from inspect import Parameter, signature
from pathlib import Path
from typing import Annotated, Any

from c2c_cli import streams
from c2c_cli.cli import group, options
from c2c_cli.errors import C2CError, UsageError, conflict, sentence, unknown
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AsOf
from c2c_cli.model.registry import Registry
from c2c_cli.model.values import word_of
from c2c_cli.output import render
from c2c_cli.output.view import View
from c2c_cli.store import load
from c2c_cli.store.locate import DASH, locate
from c2c_cli.text import fold, one_of, quoted, shell


def format_option(formats: Sequence[render.Format], *, has_output: bool = True) -> object:
    """Return `--format`, which accepts `formats`.

    The default is the first format; in a pipe, TSV replaces a table. If the command has an option
    `--output`, the extension of its file comes first.
    """
    names = [form.name for form in formats]
    by_word = render.by_word(formats)

    def find(word: str) -> render.Format:
        return by_word.get(fold(word)) or by_word[word_of("format", word, names)]

    default = names[0] if formats[0] != render.TABLE else "table in a terminal, tsv in a pipe"
    if has_output:
        default = f"that of --output, or {default}"
    about = f"Output format: {one_of(names)} (default: {default})."
    return options.option(group.OUTPUT, "--format", about, "FORMAT", find, names)


def _parameter(name: str, form: object, option: str, about: str, metavar: str = "") -> Parameter:
    """Return the parameter of an output option; `form` is the type of its value."""
    declared = options.option(group.OUTPUT, option, about, metavar)
    return options.parameter(name, Annotated[form, declared], None)


_COLUMN_OPTIONS = [
    _parameter("columns", str | None, "--columns", "Columns to show, in this order.", "A,B"),
    _parameter(
        "sort",
        str | None,
        "--sort",
        "Sort by this column; prefix with - for descending.",
        "[-]COLUMN",
    ),
    _parameter(
        "header",
        bool | None,
        "--header/--no-header",
        "Print or omit the header row (default: print, except in tsv).",
    ),
]
_FILE = "File to write (default: - for standard output)."

_BINARY = {"docx", "xlsx"}
"""Names of the formats that programs know by the extension of the file."""


def _output_options(formats: Sequence[render.Format], *, with_columns: bool) -> list[Parameter]:
    """Return the options whose values are an `Output`."""
    form = Annotated[render.Format | None, format_option(formats)]
    return [
        options.parameter("format", form, None),
        *(_COLUMN_OPTIONS if with_columns else ()),
        _parameter("file", str | None, "--output", _FILE, "FILE"),
    ]


def _check_parameter(about: str) -> Parameter:
    """Return the parameter of `--check`, whose help is `about`."""
    return options.parameter(
        "check", Annotated[bool, options.other_option("--check", about)], False
    )


class Request:
    """What the user asks of a command that prints records, apart from its own options."""

    def __init__(
        self,
        output: render.Output,
        form: render.Format,
        data: str | None,
        *,
        dry_run: bool = False,
        exit_code: bool = False,
        contacts: bool = False,
        is_job: bool = False,
    ) -> None:
        self.output = output
        """The output options, with the format that the extension of `--output` names."""
        self.format = form
        """The format, which may be the default one."""
        self.data = data
        self.dry_run, self.exit_code = dry_run, exit_code
        columns = [fold(name.strip()) for name in (output.columns or "").split(",")]
        is_named = "contact" in columns
        if is_named and form.tabular and not form.contacts:  # empty cells would say "no contacts"
            message = f"contacts are never written as {form.name}"
            raise UsageError(message, "pass another --format", subject="--columns")
        self._contacts = form.contacts and (contacts or is_named)
        self._is_job = is_job

    @cached_property
    def registry(self) -> Registry:
        """The registry, without contacts unless the command or a column shows them."""
        self.report_unnamed()
        registry = load.load_registry(self.data)
        return registry if self._contacts else without_contacts(registry)

    def report_unnamed(self) -> None:
        """Report which registry is used, and why, if a job relies on one that is not named."""
        if self._is_job:
            report_unnamed(self.data)

    def as_of(self, date: Date | None) -> AsOf:
        """Return the day of `--as-of`, by default today, as of which to read the registry."""
        return self.registry.network.as_of(options.day(date), options.day(None))


def without_contacts(registry: Registry) -> Registry:
    """Return the registry without contacts, which are personal data."""
    changed: dict[str, Any] = {}
    for table in ("centre", "organisation"):
        changed[table] = tuple(
            replace(record, contact=()) if record.contact else record
            for record in getattr(registry, table)
        )
    return registry._replace(**changed)


def command(
    *examples: str,
    empty: View | None = None,
    others: Mapping[str, View] | None = None,
    legend: Mapping[str, Mapping[str, str]] | None = None,
    usage: str = "",
    codes: Mapping[int, str] | None = None,
    formats: Sequence[render.Format] = render.FORMATS,
    contacts: bool = False,
    check: str = "",
    registry_options: Sequence[Parameter] = options.READING,
) -> Callable[[Callable[..., View | int | None]], group.Command]:
    """Return a decorator that turns a function into a command that prints a view.

    The function receives a Request, and the values of its own options. It returns the view, or an
    exit code or None if it prints the answer itself.

    `examples` and `legend`, the meanings of the states of its rows, are shown in the help. `usage`
    replaces the arguments in its usage line. `empty` is the view without rows; without it, the
    command has no columns to choose. `others` are the views with other columns, by the option that
    selects each. `contacts` means that the command shows contacts, which are personal data, in the
    formats that may. `check` is the help of the option `--check`, with which a failed view gives
    exit code 1; the command has no such option if it is empty. `registry_options` are `--data` and
    any others of a Request.
    """

    def decorate(run: Callable[..., View | int | None]) -> group.Command:
        _, *own = signature(run).parameters.values()
        output_options = _output_options(formats, with_columns=empty is not None)
        check_option = [_check_parameter(check)] if check else []

        def print_view(**given: Any) -> int:
            output = render.Output(**{each.name: given.pop(each.name) for each in output_options})
            registry = {each.name: given.pop(each.name) for each in registry_options}
            output = _checked(output, formats, registry["data"])
            is_check = given.pop("check", False)
            is_job = is_check and not streams.is_terminal(sys.stdout)
            with _into_file(output.file):
                form = output.format or render.default(formats)
                request = Request(output, form, contacts=contacts, is_job=is_job, **registry)
                result = run(request, **given)
                if isinstance(result, View):
                    write(result, form, output)
            if not isinstance(result, View):
                return result or 0
            if not result.rows and given.get("text"):
                meant = _option_meant(run, request, result, given)
                if meant:
                    from c2c_cli.cli import nothing  # noqa: PLC0415  # most runs have rows

                    streams.warn(sentence(nothing.no_matching(result.noun), meant))
                    return int(is_check and result.failed)
            _report(result, request)
            return int(is_check and result.failed)

        parameters = [*own, *check_option, *registry_options, *output_options]
        runs = group.with_parameters(print_view, parameters, run.__doc__)
        made = group.new_command(*examples, codes=codes)(runs)
        made.empty_view = empty
        made.other_views, made.legend = others or {}, legend or {}
        made.usage = usage
        return made

    return decorate


def write(view: View, form: render.Format, output: render.Output) -> None:
    """Print a view; the error for an unknown column refers to the help, which lists them all."""
    try:
        render.write(view, form, output)
    except render.UnknownColumnError as error:
        error.hint = error.hint or group.see_columns()
        raise


def _option_meant(
    run: Callable[..., View | int | None], request: Request, view: View, given: Mapping[str, Any]
) -> str:
    """Return how to write an option whose last value became TEXT, or an empty string.

    This happens if a space replaces a comma, as in `--columns id status`. With the arguments
    `given`, `run` returned `view`, which has no rows. With the option as returned, it has rows.
    """
    text = given["text"]

    def has_rows(**changes: object) -> bool:
        with suppress(C2CError):  # an unknown value
            found = run(request, **{**given, "text": None, **changes})
            return isinstance(found, View) and bool(found.rows)
        return False

    def is_in(words: Iterable[str]) -> bool:
        return fold(text) in map(fold, words)

    columns = request.output.columns
    option = ""
    if columns and fold(text) in view.columns and not is_in(columns.split(",")) and has_rows():
        option = f"--columns {columns},{text}"
    for name, values in given.items():
        if not isinstance(values, list) or is_in(map(str, values)):
            continue
        if isinstance(values[0], Date):
            with suppress(C2CError):
                if has_rows(**{name: [*values, options.parse_year(text)]}):
                    option = " ".join(f"--{name} {value}" for value in (*values, text))
        elif has_rows(**{name: [*values, text]}):
            option = f"--{name} {shell(','.join([*values, text]))}"
    return f"write {option} if {quoted(text)} is not text to search for" if option else ""


def _report(view: View, request: Request) -> None:
    """Report what the rows of a view do not say."""
    if view.note:
        streams.note(view.note)
    if request.format.tabular:
        report_no_rows(view, request)


def report_no_rows(view: View, request: Request) -> None:
    """Report in a terminal that a view has no rows, and the command that adds a record."""
    if view.rows or not streams.is_terminal(sys.stderr):
        return
    from c2c_cli.cli import nothing  # noqa: PLC0415  # most runs have rows

    streams.note(view.nothing or nothing.message(view.noun, request.registry, request.data))


def _checked(
    output: render.Output, formats: Sequence[render.Format], data: str | None
) -> render.Output:
    """Return the output options with the format that the extension of `--output` names, if any.

    Raises UsageError if the file is the registry file, or if its extension names another format. An
    explicit format may have any extension, but a workbook or a Word document only its own.
    """
    file = output.file
    if file is None or file == DASH:
        return output
    if not file:
        raise UsageError("file name is empty", subject="--output")
    require_no_registry(file, data)
    extension = Path(file).suffix[1:].lower()
    form = render.by_word(formats).get(extension)
    if output.format is not None:
        names = {form.name, output.format.name} if form is not None else set()
        if len(names) > 1 and not names.isdisjoint(_BINARY):
            problem = conflict(f"--format {output.format.name}", f"--output {file}")
            raise UsageError(problem.message, "omit --format")
        return output
    if form is None and extension not in {"txt", ""}:
        extensions = [f".{form.name}" for form in formats if form != render.TABLE]
        hint = f"expected {one_of(extensions)}, or pass --format"
        message = unknown("file extension", f".{extension}", hint=hint)
        raise UsageError.of(message, subject="--output")
    return output._replace(format=form)


def require_no_registry(file: str, data: str | None) -> None:
    """Raise UsageError if the file of `--output` is the registry file, or another TOML file.

    No format of `--output` is TOML, so an existing TOML file is not the output of an earlier run.
    """
    what = ""
    registry = locate(data).file
    with suppress(OSError, ValueError):
        target = Path(file).stat()
        if not stat.S_ISREG(target.st_mode):
            return
        if os.path.realpath(file).lower().endswith(".toml"):
            what = "a TOML file"
        used = os.fstat(0) if registry == DASH else Path(registry).stat()
        if os.path.samestat(used, target):
            what = "the registry file"
    if what:
        raise UsageError(f"{file} is {what}", "pass another file", subject="--output")


def report_unnamed(data: str | None) -> None:
    """Report which registry is used and why, unless it was named.

    A job may run in a directory other than the one that its author expects.
    """
    where = locate(data)
    if not where.named:
        streams.note(f"using {where.file}, {where.why}")


@contextmanager
def paged() -> Iterator[None]:
    """Show standard output in a pager if it is a terminal and the text does not fit the screen.

    The text is collected first. After an error, nothing is printed.
    """
    if not streams.is_terminal(sys.stdout):
        yield
        return
    with streams.collected() as collected:
        yield
    text = bytes(collected)
    if not streams.fits_screen(text):
        from c2c_cli.output import pager  # noqa: PLC0415  # most output fits

        if pager.show(text):
            return
    streams.write_collected(text)


@contextmanager
def _into_file(file: str | None) -> Iterator[None]:
    """Write standard output to the file of `--output`, if any, unless an error occurs.

    Without the option, a terminal shows long output in a pager.
    """
    if file is None:
        with paged():
            yield
        return
    if file == DASH:
        yield
        return
    # most runs write to standard output
    from c2c_cli.store import output_file  # noqa: PLC0415

    if output_file.descriptor(file) == 1:  # standard output by another name
        yield
        return
    printed = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(printed, encoding="utf-8")) as stream:
        yield
        stream.flush()
        output_file.save(file, printed.getvalue())
    if streams.is_terminal(sys.stderr):
        streams.note(f"wrote {file}")
