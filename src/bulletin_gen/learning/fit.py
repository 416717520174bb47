"""How well the learnt rules fit: every column, every number of the text, every cell beside the published one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.canonical import LABELS
from bulletin_gen.learning.finding.board import Rule
from bulletin_gen.learning.finding.counts import Found
from bulletin_gen.learning.finding.rates import FoundRate
from bulletin_gen.learning.finding.scoring.scores import FoundScore
from bulletin_gen.learning.finding.scoring.terms import TermSheet
from bulletin_gen.learning.finding.tables import LearntTable
from bulletin_gen.learning.reading.printed import UnitTable, unit_tables
from bulletin_gen.learning.reading.printedcells import is_nothing
from bulletin_gen.learning.saying import said, said_rate
from bulletin_gen.learning.tying.paragraph import Tie
from bulletin_gen.learning.tying.values.tables import TiedTable
from bulletin_gen.learning.writing.county import evidence
from bulletin_gen.proof.reading.publication import Publication


class FitVerdict(StrEnum):
    """What can be said of a column."""

    PROVED = "已证实"
    SEVERAL = "几种都吻合"
    UNDECIDED = "吻合，证据不足"
    CONTRADICTED = "有出入"
    SUPPLIED = "不由工单算得"


class ColumnFit(Struct, frozen=True):
    """One column: the rule in words, how well it fits, the units that it misses with what is printed."""

    table: str
    head: str
    verdict: FitVerdict
    rule: str
    evidence: str
    missed: tuple[tuple[str, str], ...] = ()


class CellFit(Struct, frozen=True):
    """One cell: as published, as the learnt rules print it."""

    table: str
    unit: str
    head: str
    published: str
    printed: str

    @property
    def same(self) -> bool:
        """Whether they are equal."""
        return self.published == self.printed


class Fit(Struct, frozen=True):
    """The whole report. ``cells`` is empty where the learnt rules could not be tried."""

    columns: tuple[ColumnFit, ...]
    ties: tuple[Tie, ...]
    cells: tuple[CellFit, ...]

    @property
    def equal(self) -> int:
        """How many cells come out as published."""
        return sum(1 for cell in self.cells if cell.same)


def column_fits(tables: Sequence[LearntTable]) -> tuple[ColumnFit, ...]:
    """Every column of every table, in printed order."""
    return tuple(fit for table in tables for fit in _columns(table))


def agreeing(columns: Sequence[ColumnFit], cells: Sequence[CellFit]) -> tuple[ColumnFit, ...]:
    """The columns; none is proved of which a cell was printed otherwise than it was published."""
    other: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for cell in cells:
        if not cell.same:
            other.setdefault((cell.table, cell.head), []).append((cell.unit, cell.published))
    return tuple(
        replace(each, verdict=FitVerdict.CONTRADICTED, evidence=f"{each.evidence}；印出来却不同", missed=tuple(missed))
        if each.verdict in (FitVerdict.PROVED, FitVerdict.SEVERAL, FitVerdict.UNDECIDED)
        and (missed := other.get((each.table, each.head)))
        else each
        for each in columns
    )


def with_times(ties: Sequence[Tie], timeless: Sequence[str]) -> tuple[Tie, ...]:
    """The numbers of the text; of those that go by no time it is said."""
    return tuple(
        replace(tie, how=f"{tie.how}；不论时间") if set(re.split("[{}：]", tie.name)) & set(timeless) else tie
        for tie in ties
    )


def _columns(table: LearntTable) -> Iterator[ColumnFit]:
    for head in table.table.heads:
        if head in table.sums:
            rule = table.sums[head]
            words = (
                f"{LABELS[rule.time]}在本期的{LABELS[rule.column]}之和" if rule.time else f"{LABELS[rule.column]}之和"
            )
            told = f"{len(table.table.lines)}个单位全部吻合"
            yield ColumnFit(table.table.caption, head, FitVerdict.PROVED, words, told)
        elif head in table.chosen.found:
            found = table.chosen.found[head]
            yield _fit(table, head, found, said(found.rule) if found.rule else "")
        elif head in table.rates:
            rate = table.rates[head]
            yield _fit(table, head, rate, said_rate(rate.rule) if rate.rule else "")
        elif table.sheet is not None and (term := _term(table.sheet, head)) is not None:
            yield term if isinstance(term, ColumnFit) else _fit(table, head, term, _points(table.sheet, head, term))
        elif head in table.printed:
            made = table.printed[head]
            below = f"“{made.lower}”" if made.lower else "全部单位之和"
            words = f"{'1－' if made.complement else ''}“{made.upper}”÷{below}"
            yield ColumnFit(table.table.caption, head, FitVerdict.PROVED, words, "每一行都等于印出的数相除")
        elif head == table.rank_head and table.rank is not None:
            yield ColumnFit(table.table.caption, head, FitVerdict.PROVED, _ranking(table), "每一行的名次都吻合")
        elif table.score is not None and head == table.score.head:
            yield _fit(table, head, table.score, _score(table.score))
        elif head == table.grade_head and table.bands:
            bands = "，".join(f"{band.grade}级从{band.start}分起" for band in table.bands if band.start is not None)
            yield ColumnFit(table.table.caption, head, FitVerdict.SEVERAL, bands, "分数线只知道在两个印出的分数之间")
        else:
            yield ColumnFit(table.table.caption, head, FitVerdict.SUPPLIED, "", "没有找到由工单算出它的规则")


def _ranking(table: LearntTable) -> str:
    rank = table.rank
    among = "组内" if rank and rank.within == "group" else "全部单位一起"
    first = "从高到低" if rank is None or rank.descending else "从低到高"
    ties = {"dense": "，并列后接着排", "broken": "，不并列"}.get(rank.ties if rank else "", "")
    return f"按“{table.ranked_by}”{first}，{among}排{ties}"


def _term(sheet: TermSheet, head: str) -> FoundRate | ColumnFit | None:
    if head == sheet.total:
        return ColumnFit(
            "", head, FitVerdict.PROVED, "＋".join(term.head for term in sheet.terms), "每一行都等于各项之和"
        )
    term = next((each for each in sheet.terms if each.head == head), None)
    if term is None or term.rate is not None:
        return term.rate if term else None
    return ColumnFit("", head, FitVerdict.SUPPLIED, "", f"由人记在 adjustments.xlsx（加分、扣分），起评{term.base}分")


def _points(sheet: TermSheet, head: str, rate: FoundRate) -> str:
    points = next(term.points for term in sheet.terms if term.head == head)
    return f"{points}分×{said_rate(rate.rule)}" if rate.rule else ""


def _fit(table: LearntTable, head: str, found: Found | FoundRate | FoundScore, rule: str) -> ColumnFit:
    place = table.table.heads.index(head)
    missed = tuple((table.table.lines[i].name, table.table.lines[i].cells[place]) for i in found.misses) if rule else ()
    told = evidence(table, found) if rule else "没有找到由工单算出它的规则"
    verdict = _verdict(found)
    if verdict is FitVerdict.PROVED and (times := _other_times(table, found)):
        same = "这张表的件数按{}数也都一样" if isinstance(found, FoundRate) else "按{}数，印出来也一样"
        verdict, told = FitVerdict.SEVERAL, f"{told}；{same.format(times)}"
    if verdict is FitVerdict.PROVED and isinstance(found, FoundRate) and (several := _open_counts(table, found)):
        verdict, told = FitVerdict.SEVERAL, f"{told}；{'、'.join(several)}有几种数法"
    if verdict is FitVerdict.PROVED and head in table.closings:
        verdict, told = FitVerdict.SEVERAL, f"{told}；按办结时间数，印出来也一样"
    return ColumnFit(table.table.caption, head, verdict, rule, told, missed)


def _open_counts(table: LearntTable, found: FoundRate) -> list[str]:
    """The printed counts of which a rate is made that other rules give as well: it is no surer than they are."""
    made_of = (found.rule.numerator, found.rule.denominator) if found.rule else ()
    return [head for head, each in table.chosen.found.items() if each.others and each.rule in made_of]


def _other_times(table: LearntTable, found: Found | FoundRate | FoundScore) -> str:
    """The other times by which a column that goes by the table's time would print the same; a rate is of its counts."""
    rule = found.rule.denominator if isinstance(found, FoundRate) and found.rule else found.rule
    rule = rule if isinstance(rule, Rule) else None
    if rule is None or rule.time != table.chosen.time:
        return ""
    return "、".join(LABELS[time] for time in table.chosen.other_times)


def _verdict(found: Found | FoundRate | FoundScore) -> FitVerdict:
    if found.rule is None:
        return FitVerdict.SUPPLIED
    if found.misses:
        return FitVerdict.CONTRADICTED
    if not isinstance(found, FoundScore) and not found.telling:
        return FitVerdict.UNDECIDED
    return FitVerdict.SEVERAL if found.others else FitVerdict.PROVED


def _score(found: FoundScore) -> str:
    if found.rule is None:
        return ""
    items = "，".join(
        f"“{item.head}”每件{'加' if item.points > 0 else '扣'}{float(abs(item.points)):g}分"
        for item in found.rule.items
    )
    if not found.rule.terms:
        return f"{float(found.rule.base):g}分起，{items}"
    terms = "＋".join(
        f"{'（1－' if t.inverted else ''}{t.head}{'）' if t.inverted else ''}×{t.points}" for t in found.rule.terms
    )
    terms += f"，{items}" if items else ""
    return f"{terms}，各率按{'印出的数' if found.rule.rounded else '准确值'}计"


def compared_values(published: Sequence[TiedTable], printed: Publication | None) -> tuple[CellFit, ...]:
    """The cells of the published tables of categories beside those that were printed by the learnt rules."""
    if printed is None:
        return ()
    made: dict[tuple[str, str], str] = {}
    for table in printed.tables:
        for row in table.rows:
            for place, head in enumerate(table.heads[: len(row.cells)]):
                made |= {(name, head): row.cells[place] for name in row.cells[:place] if (name, head) not in made}
    return tuple(
        CellFit(table.caption, name, head, cell, made.get((name, head), ""))
        for table in published
        for name, head, cell in table.cells
    )


def compared(published: Sequence[UnitTable], printed: Publication | None) -> tuple[CellFit, ...]:
    """The cells of the published tables beside those of the bulletin that was printed by the learnt rules."""
    if printed is None:
        return ()
    names = {line.name for table in published for line in table.lines}
    made: dict[tuple[str, str], str] = {}
    for table in unit_tables([printed], names.__contains__):
        for line in table.lines:
            made |= {(line.name, head): cell for head, cell in zip(table.heads, line.cells, strict=True)}
    cells = [
        CellFit(table.caption, line.name, head, cell, made.get((line.name, head), ""))
        for table in published
        for line in table.lines
        for head, cell in zip(table.heads, line.cells, strict=True)
    ]
    return (*cells, *_sums(published, unit_tables([printed], names.__contains__)))


def _sums(published: Sequence[UnitTable], printed: Sequence[UnitTable]) -> Iterator[CellFit]:
    """The cells of rows of sums: each printed table's beside those of the table with the same units and heads."""
    for table in published:
        units, heads = {line.name for line in table.lines}, set(table.heads)
        alike = [each for each in printed if units & {line.name for line in each.lines}]
        other = max(alike, key=lambda each: len(heads & set(each.heads)), default=None)
        made = {
            (row.group if row in other.subtotals else "", head): cell
            for row in (other.sums if other else ())
            for head, cell in zip(other.heads, row.cells, strict=True)
        } if other else {}  # fmt: skip
        for row in table.sums:
            group = row.group if row in table.subtotals else ""
            label = f"{group}{row.label}" if group and group not in row.label else row.label
            for head, cell in zip(table.heads, row.cells, strict=True):
                if cell and not is_nothing(cell):
                    yield CellFit(table.caption, label, head, cell, made.get((group, head), ""))
