"""What each thing that can be wrong with a registry is called. Imported only where something is wrong."""

from typing import Literal

Code = Literal[
    # the text, as TOML
    "not-utf8",
    "syntax",
    "unclosed",
    "unquoted",
    "curly-quote",
    "missing-equals",
    "missing-comma",
    "bad-header",
    "misplaced-table",
    "duplicate-key",
    "merge-conflict",
    "too-large",
    # what may stand where
    "wrong-schema",
    "unknown-table",
    "unknown-key",
    "misplaced-key",
    "missing-key",
    "wrong-type",
    "single-table",
    # values
    "empty-text",
    "line-break",
    "bad-id",
    "bad-date",
    "bad-year",
    "bad-number",
    "bad-country",
    "bad-language",
    "unknown-kind",
    "unknown-status",
    "reserved-kind",
    "reversed-dates",
    "no-agreement",
    # between records
    "dangling-id",
    "duplicate-id",
    "duplicate-item",
    "duplicate-name",
    "duplicate-rule",
    "kind-is-level",
    # worth a look
    "past-meeting",
    "future-meeting",
    "no-sources",
    "agreement-ended",
    "events-out-of-order",
    "same-name",
    "control-character",
]
"""What each thing that can be wrong with a registry is called; docs/check.md has an example of each."""

Severity = Literal["error", "warning"]
