"""Loading of templates, whose compiled code Python caches as it caches that of modules."""

from collections.abc import MutableMapping
from importlib.machinery import SourceFileLoader
from types import CodeType
from typing import Any, cast

import jinja2
from jinja2 import BaseLoader, Environment, Template

from c2c_cli import PACKAGE, __version__, read_file, read_text


class TemplateLoader(BaseLoader):
    """Loads the templates in this package for one kind of document, such as HTML.

    Compiling them takes longer than everything else that a short document needs.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # as Jinja calls it
    ) -> Template:
        """Return a template; Jinja calls this once for each."""
        code = _Compiler(environment, name, self._kind).get_code(name)
        return environment.template_class.from_code(
            environment, cast("CodeType", code), environment.make_globals(globals)
        )


class _Compiler(SourceFileLoader):
    """Compiles a template, unless Python's cache has the code.

    The name of the cached file contains all that the code depends on, except for the template: the
    kind of document, which decides how constants are escaped, and the versions of the programs.
    """

    def __init__(self, environment: Environment, name: str, kind: str) -> None:
        self._environment = environment
        self._file = f"documents/{name}"
        versions = f"{__version__}-{jinja2.__version__}"
        super().__init__(name, str(PACKAGE / f"documents/{name}-{kind}-{versions}.jinja"))

    def get_data(self, path: str) -> bytes:
        """Return the template, or a file of the cache; Python calls this."""
        return read_file(self._file) if path == self.path else super().get_data(path)

    def path_stats(self, path: str) -> Any:  # noqa: ARG002  # as Python calls it
        """Return the time and size of the template, with which the cached code must agree."""
        return super().path_stats(str(PACKAGE / self._file))

    def source_to_code(self, data: Any, path: Any) -> CodeType:  # type: ignore[override]  # noqa: ARG002
        """Return the code of the template; Python calls this unless the code is cached."""
        path = str(PACKAGE / self._file)
        source = self._environment.compile(read_text(self._file), self.name, path, raw=True)
        return compile(source, path, "exec")
