"""`--lang` of the commands that write documents."""

from typing import Annotated

from c2c_cli.cli import group, options
from c2c_cli.documents import language
from c2c_cli.text import one_of


def _known(tag: str) -> str:
    """Return the tag that the user typed; raise UsageError if documents have no such language."""
    language.find(tag)
    return tag


_ABOUT = f"Language: {one_of(sorted(language.TAGS))} (default: {language.ENGLISH.tag})."

DocumentLanguage = Annotated[
    str | None, options.option(group.OUTPUT, "--lang", _ABOUT, "TAG", _known, language.NAMES)
]
