"""What is left to ask: rules that the printed numbers do not tell apart, each as a question with its answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from bulletin_gen.canonical import LABELS
from bulletin_gen.learning.finding.closings import CLOSINGS
from bulletin_gen.learning.finding.counts import Found
from bulletin_gen.learning.finding.rates import FoundRate
from bulletin_gen.learning.finding.tables import WHOLE_TABLE, LearntTable
from bulletin_gen.learning.reading.columns import IntakeTime, LimitWay
from bulletin_gen.learning.saying import said, said_rate

#: A county is asked no more than so many.
MOST = 5


class Question(Struct, frozen=True):
    """A question about one column (or the day of the export): what is asked, the answers in words, the first being the
    one that is taken unless somebody says otherwise; ``differ``: where the answers would differ this time."""

    about: str
    text: str
    answers: tuple[str, ...]
    differ: str


#: Under this name it is asked which column tells when an order came in.
INTAKE = "受理时间"
#: Under this one which of two columns of limits counts.
LIMIT = "办理时限"


def questions_of(
    tables: Sequence[LearntTable], intake: IntakeTime, limits: Sequence[LimitWay] = ()
) -> tuple[Question, ...]:
    """The questions that matter most: which column tells when an order came in (``intake``: those that may), which one
    until when it was to be closed (``limits``: the ways to read them), then of columns that say little."""
    found = [
        *_of_intake(intake),
        *_of_limits(limits),
        *_of_times(tables),
        *_of_closings(tables),
        *_of_rates(tables),
        *_of_counts(tables),
    ]
    return tuple(found[:MOST])


def heads_of(tables: Sequence[LearntTable]) -> tuple[str, ...]:
    """The columns about which questions can be asked, as they are called."""
    return tuple(dict.fromkeys(head for table in tables for head in (*table.chosen.found, *table.rates)))


def _of_intake(intake: IntakeTime) -> Iterator[Question]:
    if intake.heads:
        answers = [f"“{head}”（{cells}）" for head, cells in zip(intake.heads, intake.cells, strict=True)]
        yield Question(
            INTAKE,
            "工单里没有叫受理时间、派单时间的列，哪一列说明一件是哪一天来的？",
            (*answers, "都不是：不按时间数，工单里有几件就数几件"),
            "按它数本期的件数；导出的工单宽于本期时，各种答案数出来不一样",
        )


def _of_limits(limits: Sequence[LimitWay]) -> Iterator[Question]:
    if limits:
        missed = "；".join(f"第{i}种差{way.missed}格" for i, way in enumerate(limits, 1))
        yield Question(
            LIMIT,
            "工单里有两列时限，按哪一列算按期、超期？",
            tuple(way.said for way in limits),
            f"照印出的附表：{missed}",
        )


def _of_times(tables: Sequence[LearntTable]) -> Iterator[Question]:
    for table in tables:
        times = (table.chosen.time, *table.chosen.other_times)
        if len(times) > 1:
            heads = [h for h, f in table.chosen.found.items() if f.rule and f.rule.time == table.chosen.time]
            said_times = tuple(f"{LABELS[time]}在本期" for time in times)
            text = f"{'、'.join(heads[:4])}按哪个时间数？"
            yield Question(WHOLE_TABLE, text, said_times, "本期按哪个时间数出来都一样，别的月份会不一样")
            return


def _of_closings(tables: Sequence[LearntTable]) -> Iterator[Question]:
    for table in tables:
        if table.closings:
            answers = (f"{LABELS[table.chosen.time]}在本期、期末已办结", "办结时间在本期")
            text = f"{'、'.join(table.closings[:4])}按哪个时间数？"
            yield Question(
                CLOSINGS, text, answers, "工单里没有以前来、本期办结的，本期两种数出来一样；导出宽的月份会不一样"
            )
            return


def _of_counts(tables: Sequence[LearntTable]) -> Iterator[Question]:
    for table in tables:
        for head, found in table.chosen.found.items():
            if found.rule is not None and found.others and not found.misses:
                answers = tuple(said(rule) for rule in (found.rule, *found.others[:3]))
                yield Question(head, f"“{head}”数的是哪一种？", answers, _differ(found))


def _of_rates(tables: Sequence[LearntTable]) -> Iterator[Question]:
    for table in tables:
        for head, found in table.rates.items():
            if found.rule is not None and found.others and not found.misses:
                answers = tuple(said_rate(rule) for rule in (found.rule, *found.others[:3]))
                yield Question(head, f"“{head}”是怎么除的？", answers, _differ(found))


def _differ(found: Found | FoundRate) -> str:
    if found.telling:
        return "本期几种算法印出来的完全一样，别的月份会不一样"
    return "本期各单位的数几乎都一样（全是0或100%），看不出是哪一种"
