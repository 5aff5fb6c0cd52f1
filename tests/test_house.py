"""The structure and language of the source: layers, files, libraries, imports, fields and phrases."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from graphlib import TopologicalSorter
from pathlib import Path

import pycountry
import pytest
from jinja2 import nodes

from c2c_cli import cli
from c2c_cli.documents import templates
from c2c_cli.model import countries, history, records
from c2c_cli.model.fields import FIELDS
from c2c_cli.model.record import Record
from conftest import Program
from samples import ROOT

SOURCE = Path(cli.__file__).parents[1]

LAYERS = (
    ("text", "__init__"),
    ("errors",),
    ("streams",),
    ("toml", "model"),
    ("store", "output"),
    ("documents",),
    ("cli",),
    ("__main__",),
)
"""Packages and modules, lowest layer first; those of one layer do not import each other."""

LAYER_OF = {name: number for number, names in enumerate(LAYERS) for name in names}

LIBRARIES = {
    "typer": {"cli"},
    "rich": {"output"},
    "tomli": {"toml"},
    "tomli_w": {"toml"},
    "platformdirs": {"store"},
    "icalendar": {"output"},
    "docx": {"documents"},
    "jinja2": {"documents"},
    "markdown_it": {"documents"},
    "markupsafe": {"documents"},
    "sqlite3": {"output"},
    "xlsxwriter": {"output"},
    "python_calamine": {"store"},
}


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | (
                {f"c2c_cli.{a.name}" for a in node.names} if node.module == "c2c_cli" else set()
            )
    return found


def package(file: Path) -> str:
    """Return the package, or the top-level module, of a file."""
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


FILES = sorted(SOURCE.rglob("*.py"))
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))


@each_file
def test_module_imports_only_from_lower_layers(file: Path) -> None:
    own = package(file)
    for name in imports(file):
        if name.startswith("c2c_cli."):
            imported = name.split(".")[1]
            layer = LAYER_OF.get(imported, -1)  # a name of __init__ is not a module
            assert imported == own or layer < LAYER_OF[own], f"{own} imports {imported}"


@each_file
def test_library_is_imported_in_only_one_package(file: Path) -> None:
    for name in imports(file):
        library = name.split(".")[0]
        assert library != "click"
        assert package(file) in LIBRARIES.get(library, {package(file)})


@each_file
def test_private_modules_of_libraries_are_imported_in_only_one_module(file: Path) -> None:
    private = {name for name in imports(file) if re.search(r"\w\._[a-z]", name)}
    assert not private or file == SOURCE / "cli/group.py", private


FILTERS = {
    *(
        "address",
        "at_start",
        "correction_link",
        "country",
        "css_string",
        "days",
        "in_words",
        "isolated",
        "link_to",
        "linked",
        "list_item",
    ),
    *("paragraphs", "plain", "unmarked"),
}
"""Filters of documents; their results are escaped."""

HARMLESS = FILTERS | {"length", "list", "map", "percent", "reverse", "select", "selectattr"}


@pytest.mark.parametrize(
    "file",
    sorted(SOURCE.glob("documents/**/*.jinja")),
    ids=lambda file: str(file.relative_to(SOURCE)),
)
def test_template_prints_only_text_that_is_escaped(file: Path) -> None:
    environment = templates.markdown_environment()
    tree = environment.parse(file.read_text())
    assert {node.name for node in tree.find_all(nodes.Filter)} <= HARMLESS
    # joined to a result of a macro, text would be escaped for HTML in every kind of document
    assert not [*tree.find_all((nodes.Concat, nodes.ScopedEvalContextModifier))]
    added = [node for node in tree.find_all(nodes.Add) if not is_number(node.right)]
    assert not added


def is_number(node: nodes.Node) -> bool:
    """Return whether an expression of a template is certainly a number."""
    if isinstance(node, nodes.Div):
        return True
    return isinstance(node, nodes.Const) and isinstance(node.value, int)


def test_only_one_function_marks_text_as_escaped() -> None:
    marking = [file.name for file in FILES for _ in re.finditer(r"\bMarkup\(", file.read_text())]
    assert marking == ["templates.py"]


def is_call(node: ast.AST, function: str) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == function


def module(file: Path) -> str:
    """Return the name of the module in a file."""
    parts = file.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imported_modules(file: Path) -> set[str]:
    """Return the modules of c2c that a file imports, also within functions."""
    known = {module(other) for other in FILES}
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            members = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (members & known) or {node.module}
    return found & known


def test_no_module_imports_itself_through_others() -> None:
    # raises CycleError, which names the modules of a cycle
    TopologicalSorter({module(file): imported_modules(file) for file in FILES}).prepare()


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BRANCHES = (
    *(ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler),
    *(ast.IfExp, ast.Assert, ast.match_case),
)


def complexity(function: ast.AST) -> int:
    """Return the number of ways through a function, without those through functions in it."""
    total = 1
    nodes = [*ast.iter_child_nodes(function)]
    for node in nodes:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            continue
        total += isinstance(node, BRANCHES)
        if isinstance(node, ast.BoolOp):
            total += len(node.values) - 1
        if isinstance(node, ast.comprehension):
            total += 1 + len(node.ifs)
        nodes += ast.iter_child_nodes(node)
    return total


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("pass", 1),
        ("if a and b: pass", 3),
        ("x = [y for y in z if y]", 3),
        ("def g():\n        if a: pass", 1),
        ("return a if b else c", 2),
    ],
)
def test_complexity_counts_the_ways_through_a_function(body: str, expected: int) -> None:
    assert complexity(ast.parse(f"def f():\n    {body}\n").body[0]) == expected


@each_file
def test_no_function_has_a_complexity_above_15(file: Path) -> None:
    functions = [n for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, FUNCTIONS)]
    found = {f"{function.name}:{function.lineno}": complexity(function) for function in functions}
    assert {name: value for name, value in found.items() if value > 15} == {}


def annotations(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Return the annotations of the parameters and the result of a function."""
    arguments = function.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    found = [parameter.annotation for parameter in parameters] + [function.returns]
    return [ast.unparse(annotation) for annotation in found if annotation is not None]


def test_few_annotations_contain_any() -> None:
    trees = [ast.parse(file.read_text()) for file in FILES]
    functions = [n for tree in trees for n in ast.walk(tree) if isinstance(n, FUNCTIONS)]
    found = [annotation for function in functions for annotation in annotations(function)]
    untyped = [annotation for annotation in found if re.search(r"\bAny\b", annotation)]
    assert len(untyped) / len(found) <= 0.05


def test_source_has_at_most_nine_packages() -> None:
    entries = {file.relative_to(SOURCE).parts[0] for file in FILES} - {"__init__.py", "__main__.py"}
    assert len(entries) <= 9, entries


@pytest.mark.parametrize(
    "name", sorted({package(file) for file in SOURCE.rglob("*/*.py")} - {"cli"})
)
def test_package_init_has_only_a_docstring(name: str) -> None:
    body = ast.parse((SOURCE / name / "__init__.py").read_text()).body
    assert [type(statement) for statement in body] == [ast.Expr]


def calls(file: Path, function: str) -> bool:
    return any(is_call(node, function) for node in ast.walk(ast.parse(file.read_text())))


def test_fields_are_declared_only_in_the_model() -> None:
    declaring = {str(file.relative_to(SOURCE)) for file in FILES if calls(file, "Field")}
    # command line arguments that are not keys of the file
    assert {name for name in declaring if not name.startswith("model/")} == {"cli/field_options.py"}


def test_each_key_of_a_record_is_declared_once() -> None:
    taken = set()
    for record in (*vars(records).values(), history.Event):
        if isinstance(record, type) and issubclass(record, Record) and record is not Record:
            keys = set(record.__slots__) - set(records.SUBTABLES)
            assert keys == set(record.fields)
            taken |= {key for key in keys if record.fields[key] is FIELDS.get(key)}
    assert taken == set(FIELDS), "every declared field belongs to a record"


OURS = "import sys; from c2c_cli.cli import main; code = main(sys.argv[1:]);print(code, *sys.modules, file=sys.stderr)"


def modules_of(*args: str, home: Path, code: str = OURS, **settings: str) -> set[str]:
    env = {"HOME": str(home), "PATH": "", **settings}
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, cwd=home, env=env, check=True
    )
    ended, *modules = done.stderr.decode().splitlines()[-1].split()
    assert ended == "0"
    return set(modules)


BARE = """import sys, typer
app = typer.Typer(add_completion=False)
app.command()(lambda: print("x"))
app(standalone_mode=False)
print(0, *sys.modules, file=sys.stderr)"""
"""A minimal program, which shows the modules that Typer imports."""

START = ["cli", "cli.group", "errors", "streams", "text"]
OPTIONS = ["cli.options", "model", "model.countries", "model.dates", "model.values"]
READING = [
    "cli.options",
    "cli.query",
    "model",
    "model.countries",
    "model.dates",
    "toml",
    "toml.convert",
    "model.fields",
    "model.value_types",
    "model.values",
    "model.history",
    "model.extra",
    "model.location",
    "model.lookup",
    "model.records",
    "store.load",
    "store.locate",
    "store.disk",
    "model.reader",
    "model.registry",
    "model.record",
    "store",
]
SITE = (
    *("addresses", "data", "equal_earth", "feed", "growth", "latest", "linked_data", "pages"),
    *("sector_colours", "spread", "world_map"),
)
SHOWING = ["output", "output.render", "output.view"]
NAMING = ["model.language_tags", "output.names"]


@pytest.mark.process
@pytest.mark.parametrize(
    ("command", "needed"),
    [
        (
            "list --sector culture",
            [
                *READING,
                *SHOWING,
                *NAMING,
                "model.select",
                "cli.list_",
                "output.centres",
                "output.legends",
            ],
        ),
        (
            "show ICDH",
            [
                *READING,
                *SHOWING,
                *NAMING,
                *["model.agreements", "model.attendance", "model.cadence", "model.naming"],
                *[
                    "model.obligations",
                    "model.select",
                    "cli.show",
                    "output.agreements",
                    "output.details",
                ],
            ],
        ),
        (
            "meetings --year 2018",
            [
                *READING,
                *SHOWING,
                *["model.select", "cli.meetings", "output.legends", "output.meetings"],
            ],
        ),
        (
            "cadence --year 2018",
            [
                *READING,
                *SHOWING,
                "model.cadence",
                "cli.cadence",
                "output.cadence",
                "output.legends",
            ],
        ),
        (
            "obligations --year 2018",
            [
                *READING,
                *SHOWING,
                *["model.cadence", "model.obligations", "model.select"],
                *["cli.obligations", "output.legends", "output.obligations", "store.writable"],
            ],
        ),
        (
            "sectors",
            [*READING, *SHOWING, *NAMING, "cli.sectors", "output.centres", "output.legends"],
        ),
        (
            "agreements",
            [
                *READING,
                *SHOWING,
                *["model.agreements", "cli.agreements", "output.agreements", "output.legends"],
            ],
        ),
        (
            "report",
            [
                *READING,
                *SHOWING,
                *[
                    "model.agreements",
                    "model.attendance",
                    "model.cadence",
                    "model.obligations",
                    "model.select",
                    "cli.document_language",
                    "cli.report",
                    "output.markdown",
                    "documents",
                    "documents.language",
                    "model.language_tags",
                    "documents.matrix",
                    "documents.registry_as_of",
                    "documents.registry_in_language",
                    "documents.report",
                    "documents.report_year",
                    "documents.template_loader",
                    "documents.templates",
                ],
            ],
        ),
        (
            "site public",
            [
                *READING,
                *SHOWING,
                *NAMING,
                *["cli.document_language", "documents.language", "documents.registry_in_language"],
                *(f"documents.site.{name}" for name in SITE),
                *["cli.site", "documents", "documents.lifelines", "documents.registry_as_of"],
                *["documents.site", "documents.template_loader", "documents.templates"],
                *["model.agreements", "model.attendance", "model.cadence", "model.due"],
                *["model.obligations", "model.select"],
                *["output.calendar", "output.centres", "output.markdown", "output.progress"],
                *["store.lock", "store.process", "store.site_directory"],
            ],
        ),
        ("path", [*OPTIONS, "store", "store.locate", "cli.path"]),
        ("--version", []),
        ("--help", ["cli.extensions"]),
        (
            "TAB",
            [
                *READING,
                *SHOWING,
                *NAMING,
                "model.select",
                "cli.field_options",
                "cli.list_",
                "cli.complete",
                "output.centres",
                "output.legends",
            ],
        ),
    ],
)
def test_run_imports_only_what_it_needs(command: str, needed: list[str], tmp_path: Path) -> None:
    libraries = {
        "bisect",
        "platformdirs",
        "random",
        "tempfile",
    }  # the last two are imported by platformdirs
    bare = modules_of(home=tmp_path, code=BARE)
    if command == "report":
        bare = modules_of(home=tmp_path, code=BARE.replace("typer", "typer, jinja2", 1))
        libraries = {"platformdirs"}
    if command == "site public":
        needs = "typer, jinja2, icalendar"
        bare = modules_of(home=tmp_path, code=BARE.replace("typer", needs, 1))
        libraries = {"platformdirs", "csv", "html"}
    if command == "TAB":
        found = modules_of("list", "--sector", "cul", home=tmp_path, _C2C_COMPLETE="1")
    else:
        found = modules_of(*command.split(), home=tmp_path)
    assert {name.removeprefix("c2c_cli.") for name in found if name.startswith("c2c_cli.")} == {
        *START,
        *needed,
    }
    others = {name.partition(".")[0] for name in found - bare if not name.endswith("__mypyc")}
    if command not in {"path", "site public"}:
        libraries |= {"dataclasses"}
    if command != "path":
        libraries |= {"tomli"}
    if command == "--help":
        libraries = set()
    expected = {"c2c_cli", "unicodedata", *(libraries if needed else ())}
    others.discard("encodings")  # Jinja needs one unless the compiled templates are cached
    assert {name for name in others if name[0] != "_"} - {"typer"} == expected | (
        {"shlex"} if command == "TAB" else set()
    )


@pytest.mark.process
def test_table_imports_rich(tmp_path: Path) -> None:
    assert "rich" in modules_of("list", "--format", "table", home=tmp_path)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_summary_in_help_equals_that_of_the_command(name: str, c2c: Program) -> None:
    command = cli.app.get_command(None, name)
    assert command.help is not None
    assert command.help.splitlines()[0] == cli.COMMANDS[name]
    assert c2c(name, "--help").out.startswith(f"Usage: c2c {name} ")


def test_country_codes_are_those_of_iso_3166() -> None:
    assert {country.alpha_2 for country in pycountry.countries} == countries.CODES


PHRASES = (
    "is no (?!longer)",
    "there is no such",
    "is there already",
    "is there twice",
    "take it out",
    "put right",
    "so many",
    "comes along",
    "anew",
    "nobody",
    "somebody",
    " mend",
    " fault",
    " slip",
    "(?-i:Knows )",
)
"""Phrases to replace with plainer ones, as regular expressions."""


def source_texts(source: str) -> list[tuple[int, str]]:
    """Return each comment and string of Python source, docstrings and parts of f-strings included, with its line."""
    strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [
        *((node.lineno, node.value) for node in strings if isinstance(node.value, str)),
        *((token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT),
    ]


def page_texts(page: str) -> list[tuple[int, str]]:
    """Return each paragraph of a Markdown page without its code, with its first line."""
    code = re.compile(r"^( *)```.*?^\1```|(`+)[^`]+\2", re.DOTALL | re.MULTILINE)
    prose = code.sub(lambda found: "`" + "\n" * found[0].count("\n"), page)
    paragraphs = re.finditer(r"\S.*?(?=\n\s*\n|\Z)", prose, re.DOTALL)
    return [(prose.count("\n", 0, found.start()) + 1, found[0]) for found in paragraphs]


def phrases_in(texts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return each avoided phrase in the texts with the line of its text."""
    pattern = re.compile("|".join(PHRASES), re.IGNORECASE)
    spaced = ((line, " ".join(["", *text.split(), ""])) for line, text in texts)
    return sorted((line, found[0]) for line, text in spaced for found in pattern.finditer(text))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("so\nmany\n\n```sh\nanew\n```\n\nIs  no `x`.\n\na default\n", [1, 8]),
        ("Use `anew`.\n\n   ```\n   anew\n   ```\n\nanew\n", [7]),
        ("is no longer\nis no\nmore\n", [1]),
    ],
)
def test_phrases_are_found_outside_code(text: str, lines: list[int]) -> None:
    assert [line for line, _ in phrases_in(page_texts(text))] == lines


def test_phrases_are_found_in_comments_and_strings() -> None:
    source = 'fault = f"a fault of {x} is no {y}"  # anew\n"""Knows nobody."""\n# who knows\n'
    assert phrases_in(source_texts(source)) == [
        (1, " fault"),
        (1, "anew"),
        (1, "is no "),
        (2, "Knows "),
        (2, "nobody"),
    ]


def test_avoided_phrases_do_not_appear() -> None:
    names = ("README", "SECURITY", "CODE_OF_CONDUCT")
    pages = [*(ROOT / f"{name}.md" for name in names), *sorted((ROOT / "docs").rglob("*.md"))]
    texts = {file: source_texts(file.read_text()) for file in FILES} | {
        page: page_texts(page.read_text()) for page in pages
    }
    found = [
        f"{file.relative_to(ROOT)}:{line}: {phrase.strip()}"
        for file, its_texts in texts.items()
        for line, phrase in phrases_in(its_texts)
    ]
    assert not found, "\n".join(found)
