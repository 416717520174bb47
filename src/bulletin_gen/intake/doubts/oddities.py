"""Characters in the orders that a document cannot print, or only with a special font."""

from __future__ import annotations

import polars as pl
from msgspec.structs import replace

from bulletin_gen.intake.doubts.evidence import Evidence
from bulletin_gen.intake.doubts.places import Finding
from bulletin_gen.leaves.characters import Oddity, odd_in
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.profile.intake import CheckSeverity

#: The name of the check.
ODD_CHARACTER = "odd_character"
#: Columns whose values a bulletin may print.
_PRINTED = ("unit", "channel", "request_type", "category_1", "category_2", "category_3", "district", "stream")


def odd_characters(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """The cells of columns that may be printed which hold such characters, as they were typed: reading
    drops some of them for good."""
    raw, places, issues = evidence.raw, evidence.places, list[Issue]()
    for column in (column for column in _PRINTED if column in raw.columns):
        for text in raw[column].unique(maintain_order=True).drop_nulls().to_list():
            if oddity := odd_in(text):
                rows = raw.filter(pl.col(column) == text)
                found = [oddity.found_in(text)] * rows.height
                listed = places.issues(rows, _finding(oddity), severity, column, found)
                issues += [replace(each, about=oddity.names) for each in listed]
    return issues


def _finding(oddity: Oddity) -> Finding:
    return Finding(ODD_CHARACTER, oddity.kind, "能打印的文字", oddity.advice)
