"""Usage errors that Typer finds, in the wording of c2c."""

import re
from typing import Any

import typer

from c2c_cli.cli.group import BY_ID
from c2c_cli.errors import UsageError, unknown
from c2c_cli.text import nearest, quoted


def usage_error(error: typer.TyperException) -> UsageError:
    """Convert a Typer error to a UsageError with a hint."""
    context: Any = getattr(error, "ctx", None)
    see = f"see {context.command_path.removesuffix(f' {BY_ID}')} --help" if context else ""
    parameters = context.command.get_params(context) if context else []
    message = error.format_message().rstrip(".")
    if option := getattr(error, "option_name", None):
        if hasattr(error, "possibilities"):
            return UsageError(*unknown("option", option, hint=_meant(option, parameters) or see))
        return UsageError(f"{option} {'requires a value' if 'requires' in message else 'does not take a value'}")
    if missing := getattr(error, "param", None):
        name = missing.opts[0] if missing.param_type_name == "option" else missing.metavar
        return UsageError(f"missing {missing.param_type_name} {name}", see)
    if extra := re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", message):
        names = {one.name for one in parameters}
        if "year" in names and re.fullmatch(r"[1-9]\d{3}", extra[1]):
            see = f"did you mean --year {extra[1]}?"
        elif "text" in names:
            see = "quote text that contains spaces"
        return UsageError(f"unexpected argument {quoted(extra[1])}", see)
    return UsageError(f"{message[:1].lower()}{message[1:]}", see)


def _meant(option: str, parameters: list[Any]) -> str:
    """Return a hint with the option that an unknown one resembles, or the format that it names."""
    word = option.lstrip("-")
    known = {
        name.lstrip("-"): name for one in parameters for name in (*one.opts, *one.secondary_opts) if name[0] == "-"
    }
    if any(one.name == "format" and word in one.type.func.words for one in parameters):
        return f'did you mean "--format {word}"?'
    near = nearest(word, known)
    return f'did you mean "{known[near]}"?' if near else ""
