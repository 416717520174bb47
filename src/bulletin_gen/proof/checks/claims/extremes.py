"""The highest and the lowest (满意率最高的是甲镇（96.88%）): of a table's column, or of the numbers of the passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.claims.columns import large_tables, of_its_sort
from bulletin_gen.proof.checks.evidence import number, objection
from bulletin_gen.proof.checks.tables.columns import ColumnContent, TableColumn, TableView
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.names import NameBook
from bulletin_gen.proof.sentences.mentions import Mention, Role

_UNIT = r"%|件|个|分|条|封|次|起|天|个工作日|小时"
_SAID = late(
    rf"最(?P<way>[高低多少大小长短快慢])的?(?:单位|部门|乡镇|镇街|街道|类别|类|区域|渠道)?(?:是|为|有|:|,)*(?P<name>[^\d,;。、():是为有的]{{2,16}})[(,]?(?:[^,;。()\d]{{0,6}})"
    rf"(?P<value>\d+(?:\.\d+)?)(?P<unit>{_UNIT})"
)
_NAMED = late(
    r"(?:^|[,;。、:])(?:其中)?(?P<name>[^,;。、():]{2,14}?)(?P<what>[^\d,;。、():]{0,10}?)最(?P<way>[高低多少大小])(?=[,;。、(]|$)"
)
_APART = late(
    r"最高分?[^,;。\d]{0,12}最低分?[^,;。\d]{0,8}(?:相差|差距为?|分差为?|相距)(?P<by>\d+(?:\.\d+)?)(?P<unit>分|个?百分点|件)"
)
_HIGH = "高多大长快"


def check_extremes(discourse: Discourse) -> Iterator[Objection]:
    """Every claim of the highest or the lowest that can be looked up."""
    books = discourse.once(large_tables)
    for utterance in discourse.utterances:
        for match in _SAID.finditer(utterance.text):
            yield from _in_tables(utterance, match, books)
        for match in _NAMED.finditer(utterance.text):
            yield from _in_passage(utterance, match)
        for match in _APART.finditer(utterance.text):
            yield from _apart(discourse, utterance, match)


def _in_tables(
    utterance: Utterance, match: re.Match[str], books: Sequence[tuple[TableView, NameBook]]
) -> Iterator[Objection]:
    """The named row holds that number, and it is the greatest or the smallest of its column."""
    value, high = Fraction(match["value"]), match["way"] in _HIGH
    said: list[Objection] = []
    for seen, book in books:
        row = book.row(match["name"].strip())
        for column in seen.of(ColumnContent.COUNT, ColumnContent.RATE, ColumnContent.NUMBER, ColumnContent.SHARE):
            figures = column.values(seen.data())
            if row is None or len(figures) < 3 or value not in figures.values():
                continue
            extreme = max if high else min
            best = extreme(figures.values())
            among = extreme(of_its_sort(seen, figures, row), default=best)
            if figures.get(row) == value and value in (best, among):
                return
            if value in (best, among) or figures.get(row) == value:
                said.append(_otherwise(utterance, match, seen, (column, among if value != best else best)))
    yield from said[:1]


def _otherwise(
    utterance: Utterance, match: re.Match[str], seen: TableView, found: tuple[TableColumn, Fraction]
) -> Objection:
    column, best = found
    names = [seen.names[row] for row, value in column.values(seen.data()).items() if value == best]
    follows = f"{'、'.join(names[:3])}（{number(best)}）"
    words = (utterance.words(*match.span("name")), follows, f"表中“{column.head}”最{match['way']}的是{follows}")
    return objection("text_table", Gravity.DOUBTFUL, utterance, match.span("name"), words)


def _in_passage(utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """第三季度最多: against the numbers of the sentence under that name's sisters."""
    begin = utterance.text.rfind("。", 0, match.start("name")) + 1
    before = [each for each in utterance.mentions if begin <= each.start and each.end <= match.start("name") + 1]
    said = match["name"] + match["what"]
    own = [each for each in before if len(each.label) >= 2 and said.startswith(each.label)]
    own = [each for each in own if each.role in (Role.COUNT, Role.RATE, Role.SCORE)]
    if len(own) != 1:
        return
    sisters = [each for each in before if each.role is own[0].role and each.quantity.unit == own[0].quantity.unit]
    sisters = [each for each in sisters if each.label and not each.total and each.sentence == own[0].sentence]
    best = (max if match["way"] in _HIGH else min)(sisters, key=lambda each: each.quantity.value)
    if len(sisters) >= 3 and best.quantity.value != own[0].quantity.value:
        words = (
            utterance.words(*match.span("name")),
            best.label,
            f"最{match['way']}的是{best.label}{number(best.quantity.value)}",
        )
        yield objection("order", Gravity.DOUBTFUL, utterance, (match.start("name"), match.end()), words)


def _apart(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """最高分与最低分相差13.6分: of the scores of the passage."""
    kinds = {"分": (Role.SCORE,), "件": (Role.COUNT,)}.get(match["unit"], (Role.RATE, Role.OTHER))
    scores: list[Mention] = [each for each in utterance.mentions if each.role in kinds and each.end <= match.start()]
    scores = [each for each in scores if match["unit"] in ("分", "件") or each.quantity.is_percent]
    if len(scores) < 3 or discourse.tables:
        return
    values = [each.quantity.value for each in scores]
    by = max(values) - min(values)
    if by != Fraction(match["by"]):
        words = (match["by"] + match["unit"], number(by), f"{number(max(values))}-{number(min(values))}={number(by)}")
        yield objection("difference", Gravity.DOUBTFUL, utterance, match.span(), words)
