"""Citizens' numbers in columns that are kept: what stands in a row whose cells have slipped by a column."""

from __future__ import annotations

import polars as pl

from bulletin_gen.intake.cells.text import id_text
from bulletin_gen.intake.doubts.evidence import Evidence
from bulletin_gen.intake.doubts.places import Finding
from bulletin_gen.intake.head.synonyms import head_of
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.leaves.personal import citizens_number, kind_of_number
from bulletin_gen.profile.intake import CheckSeverity

#: The name of the check.
PERSONAL_DATA = "personal_data"
#: Columns whose values a bulletin may print or a store keeps. The others have values of their own kind only.
_KEPT = (
    "unit", "co_units", "channel", "request_type", "category_1", "category_2", "category_3", "district", "stream",
    "status", "urgency", "resolved",
)  # fmt: skip
#: What every such number holds: few texts of these columns do, so that few are looked at one by one.
_DIGITS = r"\d{4}"


def personal_data(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """The cells in columns that are kept which hold a telephone or identity number.

    Nothing of such a cell is shown: beside the number there may be a name or an address.
    """
    raw, places, issues = evidence.raw, evidence.places, list[Issue]()
    for column in (column for column in _KEPT if column in raw.columns):
        texts = raw[column].unique()
        kinds = {text: kind for text in texts.filter(texts.str.contains(_DIGITS)) if (kind := kind_of_number(text))}
        if kinds:
            rows = raw.filter(pl.col(column).is_in(list(kinds)))
            found = [kinds[text] for text in rows[column].to_list()]
            issues += places.issues(rows, _finding(column), severity, column, found)
    return [*_ids(evidence, severity), *issues]


#: What such a number begins with in an order's number, for the engine; what it finds is looked at one by one.
_LIKELY_ID = r"1[3-9]\d(?:\d{8}|-\d{4}-)|\d{6}(?:19|20[01])\d{8}"


def _ids(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """Orders whose number is a citizen's: it would stand in the bulletin, in its facts and in the store."""
    raw, year = evidence.raw, evidence.period.first.year - 1
    likely = raw.filter(raw["order_id"].str.contains(_LIKELY_ID))["order_id"].unique()
    kinds = {text: kind for text in likely if (kind := citizens_number(id_text(text), year))}
    if not kinds:
        return []
    rows = raw.filter(raw["order_id"].is_in(list(kinds)))
    found = [kinds[text] for text in rows["order_id"].to_list()]
    return evidence.places.issues(rows, _finding("order_id"), severity, "order_id", found)


def _finding(column: str) -> Finding:
    advice = (
        "多半是这一行错了列：对照平台改正后再运行；"
        f"确实可以公开的号码，在 intake.checks 里把 {PERSONAL_DATA} 改为 warning"
    )
    return Finding(PERSONAL_DATA, "会印出或存下的列里有个人号码", f"{head_of(column)}，没有群众的信息", advice)
