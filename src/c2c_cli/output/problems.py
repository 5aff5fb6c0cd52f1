"""View of errors and warnings."""

from collections import Counter
from collections.abc import Sequence

from c2c_cli.errors import TextProblem, sentence
from c2c_cli.output.view import View, of_tuples
from c2c_cli.text import all_of, plural


def problems(found: Sequence[tuple[str | int, ...]]) -> View:
    """Return the view of errors and warnings; each row is a file name and the fields of a TextProblem."""
    return of_tuples("errors or warnings", ("file", *TextProblem._fields), found)


def condensed(found: Sequence[TextProblem]) -> tuple[Sequence[TextProblem], str]:
    """Return the problems without several missing sources, and a sentence that counts these, or an empty string."""
    missing = [problem for problem in found if problem.code == "no-sources"]
    if len(missing) < 2:
        return found, ""
    nouns = Counter(problem.field or problem.record.partition(" ")[0] for problem in missing)
    counts = [plural(count, "cadence rule" if noun == "cadence" else noun) for noun, count in nouns.items()]
    message = f"{all_of(counts)} have no sources"
    return [problem for problem in found if problem.code != "no-sources"], sentence(message, "pass --all to list them")
