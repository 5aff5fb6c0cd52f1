"""Links that templates make of text."""

import pytest

from c2c_cli.documents import templates


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/?a&b", '<a href="https://example.org/?a&amp;b">Correct</a>'),
        ("mailto:a.b+c@example.org", '<a href="mailto:a.b+c@example.org">Correct</a>'),
        ("mailto:o'neil@example.org", '<a href="mailto:o&#39;neil@example.org">Correct</a>'),
        ("mailto:a@example.org?bcc=b@example.org", None),
        ("mailto:a@example.org\u202e", None),
        ("javascript:alert(1)", None),
        ("the office", None),
    ],
)
def test_correction_link(address: str, expected: str | None) -> None:
    template = templates.html_environment().from_string("{{ text|correction_link(address) }}")
    shown = template.render(text="Correct", address=address)
    if expected is None:
        assert shown.startswith("Correct: ")
        assert "<a" not in shown
    else:
        assert shown == expected
