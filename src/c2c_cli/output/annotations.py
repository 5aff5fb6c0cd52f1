"""Errors and warnings as workflow commands, which GitHub Actions shows as annotations of a file."""

from c2c_cli.errors import TextProblem

_IN_MESSAGE = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ord(":"): "%3A", ord(","): "%2C"}
"""Characters that workflow commands escape, as in command.ts of actions/toolkit."""


def annotation(name: str, path: str | None, problem: TextProblem) -> str:
    """Return the workflow command that annotates the lines of an error or a warning.

    `name` is the name of the file in messages, and `path` is its path in the repository, or None
    for standard input. The message begins with the position, because logs show nothing else.
    """
    properties: dict[str, object] = {}
    if path is not None:
        properties |= {"file": path, "line": problem.line, "endLine": problem.end_line}
        if problem.line == problem.end_line:  # GitHub accepts columns only within a line
            properties |= {"col": problem.column, "endColumn": problem.end_column}
    properties["title"] = problem.code
    pairs = [f"{key}={str(value).translate(_IN_PROPERTY)}" for key, value in properties.items()]
    message = f"{name}:{problem.line}:{problem.column}: {problem.text}".translate(_IN_MESSAGE)
    return f"::{problem.severity} {','.join(pairs)}::{message}"
