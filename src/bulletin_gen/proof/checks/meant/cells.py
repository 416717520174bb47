"""环卫处超期5件, 七县（区）常住人口合计349万人: a name with the head of a column, the head of a column with 合计."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.claims.columns import large_tables, score_column
from bulletin_gen.proof.checks.evidence import number, objection, printed
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.checks.tables.columns import ColumnContent, TableColumn, TableView, head_and_stem
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.names import NameBook
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral

_COUNTS = (ColumnContent.COUNT, ColumnContent.NUMBER)
_TOGETHER = late(r"(?:合计|共计|总计|总共|一共|共)(?:为|达|有)?$")
_HOW_MANY = late(r"(\d{1,2}|[两二三四五六七八九十])[个家]?[县市区镇乡街单部村科社局企]")
_SMALL = late(r"^(?:的|共|共计|合计|总|有)+|(?:的|为|达到?|共|共计|合计|有|是)+$")


def check_cells(discourse: Discourse) -> Iterator[Objection]:
    """Every number under a row's name and a column's head, and every sum under a head."""
    books = discourse.once(large_tables)
    if not books:
        return
    for utterance in discourse.utterances:
        for mention in utterance.mentions:
            if mention.quantity.approximate or is_of_another_time(utterance, mention):
                continue
            if mention.role in (Role.COUNT, Role.RATE, Role.SCORE, Role.OTHER):
                yield from _of_row(utterance, mention, books)
                yield from _of_column(utterance, mention, books)


def _of_row(utterance: Utterance, mention: Mention, books: Sequence[tuple[TableView, NameBook]]) -> Iterator[Objection]:
    """环卫处超期5件."""
    label = mention.label
    doubts = []
    for seen, book in books:
        end = next((i for i in range(len(label), 1, -1) if book.row(label[:i]) is not None), 0)
        if not end:
            continue
        row = book.row(label[:end])
        head = _SMALL.sub("", label[end:])
        columns = [each for each in seen.of(*_COUNTS, ColumnContent.RATE) if head and head in head_and_stem(each.head)]
        scored = (
            score_column(seen)
            if mention.role is Role.SCORE and head in ("", "得", "得分", "总分", "考核得分")
            else None
        )
        columns = [scored] if scored is not None else columns
        for column in columns:
            figure = column.figures[row] if row is not None else None
            if figure is None or figure.percent != mention.quantity.is_percent:
                continue
            if mention.quantity.value in (figure.value, figure.shown.value):
                return
            if figure.shown.digits == mention.quantity.shown.digits and seen.names.count(seen.names[row or 0]) == 1:
                doubts.append((column, figure.value, seen.names[row or 0]))
    if doubts:
        column, value, name = doubts[0]
        words = (printed(utterance, mention), number(value), f"表中{name}的“{column.head}”是{number(value)}")
        yield objection("text_table", Gravity.DOUBTFUL, utterance, (mention.begin, mention.end), words)


def _of_column(
    utterance: Utterance, mention: Mention, books: Sequence[tuple[TableView, NameBook]]
) -> Iterator[Objection]:
    """七县(区)常住人口合计349万人."""
    words = mention.words
    if mention.role not in (Role.COUNT, Role.OTHER) or not _TOGETHER.search(words) or mention.quantity.is_percent:
        return
    head = _TOGETHER.sub("", words)
    many = _HOW_MANY.search(utterance.text[max(mention.start - len(words) - 8, 0) : mention.start])
    found = []
    for seen, _ in books:
        rows = len([row for row in seen.data() if seen.names[row]])
        if many and numeral(many[1]) != rows:
            continue
        for column in seen.of(*_COUNTS):
            plain = head_and_stem(column.head)[0]
            if len(plain) >= 3 and head.endswith(plain) and not re.search("率|平均|均|得分", plain):
                found.append((column, _totals(seen, column)))
    shown = (mention.quantity.shown.value, mention.quantity.value)
    if found and not any(each in totals for each in shown for _, totals in found):
        column, totals = found[0]
        why = f"表中“{column.head}”合计是{number(totals[0])}"
        yield objection(
            "sum",
            Gravity.DOUBTFUL,
            utterance,
            (mention.begin, mention.end),
            (printed(utterance, mention), number(totals[0]), why),
        )


def _totals(seen: TableView, column: TableColumn) -> list[Fraction]:
    """What a column comes to, added up and as printed."""
    total = sum(column.values(seen.data()).values(), Fraction(0))
    printed_ones = [figure.value for row, figure in enumerate(column.figures) if figure and seen.totals[row]]
    return [total, *printed_ones]
