"""Issues about rows of a frame: each with the file, sheet, row and the head of the column as written there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl
from msgspec import Struct

from bulletin_gen.intake.head.sheets import Sheet
from bulletin_gen.intake.head.synonyms import head_of
from bulletin_gen.leaves.issues import Issue, Place, Severity
from bulletin_gen.leaves.personal import masked_id
from bulletin_gen.profile.intake import CheckSeverity

#: At most so many issues of one kind about one column are listed one by one; the rest are counted in one more.
LIMIT = 1000
_SEVERITY = {"error": Severity.ERROR, "warning": Severity.WARNING}


class Finding(Struct, frozen=True):
    """What is said about every row of one kind of finding. ``code`` is the check's name."""

    code: str
    kind: str
    expected: str = ""
    advice: str = ""


class Places(Struct, frozen=True):
    """Which head each canonical column has on each sheet."""

    heads: Mapping[tuple[str, str], Mapping[str, str]]
    letters: Mapping[tuple[str, str], Mapping[str, str]]

    @classmethod
    def of(cls, sheets: Iterable[Sheet]) -> Places:
        """The heads of ``sheets``."""
        named = {(sheet.file, sheet.sheet): sheet for sheet in sheets}
        return cls(
            {where: sheet.heads for where, sheet in named.items()},
            {where: sheet.letters for where, sheet in named.items()},
        )

    def issues(
        self, rows: pl.DataFrame, finding: Finding, severity: CheckSeverity, column: str, found: Sequence[str] = ()
    ) -> list[Issue]:
        """One issue a row of ``rows`` (with order_id and the source columns); ``found`` goes beside the rows."""
        if severity == "off" or not rows.height:
            return []
        grave = _SEVERITY[severity]
        listed = rows.head(LIMIT).select("source_file", "source_sheet", "source_row", "order_id").rows()
        issues = [
            self._issue(finding, grave, column, place, found[index] if found else "")
            for index, place in enumerate(listed)
        ]
        if rows.height > LIMIT:
            rest = f"还有 {rows.height - LIMIT} 处同样的问题，没有逐一列出"
            more = rows.height - LIMIT
            issues.append(Issue(finding.code, finding.kind, grave, found=rest, advice=finding.advice, times=more))
        return issues

    def _issue(
        self, finding: Finding, grave: Severity, column: str, where: tuple[str, str, int, str | None], found: str
    ) -> Issue:
        file, sheet, row, order_id = where
        head = self.heads.get((file, sheet), {}).get(column, head_of(column)) if column else ""
        key = f"工单{masked_id(order_id)}" if order_id else ""
        letters = self.letters.get((file, sheet), {}).get(column, "")
        place = Place(file, sheet, row, head, key, f"{letters}{row}" if letters else "")
        return Issue(finding.code, finding.kind, grave, place, found, finding.expected, finding.advice)
