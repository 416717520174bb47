"""The same thing counted twice in a text: 共受理工单2848件, and further on once more, with this number or another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import one_digit_apart
from bulletin_gen.proof.checks.adding.addends import TELLING
from bulletin_gen.proof.checks.evidence import number, objection, printed, proven
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention
from bulletin_gen.proof.sentences.words import REFERENCE

#: What says nothing about what is counted.
_SMALL = late(
    r"(?:20\d\d年)?\d{0,2}月份?|[上下]半年|第?[一二三四]季度|全年|截至|目前|本[月周季期年度]+|今年|其中|全[省市县区州]|共计|总计|合计|累计|一共|总共|共|的|为|有|了|已"
)
_DONE = late(r"受理|办理|承办|转办|交办|直办|派发|派单|转派|办结|收到|接到|接收|接听|回访|登记|录入|回复|答复")
#: Of another time, another place, or some of them only.
_PART = late(r"去年|上年|同期|上个?[月周季期]|日均|平均|每|[一二三四五六七八九十]是|其中")


class Statement(Struct, frozen=True):
    """A count of what is done, and the words for it without small words."""

    utterance: Utterance
    mention: Mention
    core: str


def check_repeats(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Counts that the text names twice in the same words: proved where they agree, doubted where a slip parts them."""
    seen: dict[tuple[str, str], list[Statement]] = {}
    often = Counter((each.quantity.value, each.quantity.unit) for _, each in discourse.all_counts())
    for statement in _statements(discourse):
        earlier = seen.setdefault((statement.core, statement.mention.quantity.unit), [])
        yield from _against(statement, earlier, often)
        earlier.append(statement)


def _statements(discourse: Discourse) -> Iterator[Statement]:
    for utterance, mention in discourse.all_counts():
        core = _SMALL.sub("", mention.words)
        told = len(core) >= 4 and _DONE.search(core) and not _PART.search(mention.lead + mention.words)
        exact = not mention.quantity.approximate and not mention.slack and mention.times == 1
        if told and exact and mention.quantity.value >= TELLING and not REFERENCE.search(mention.words):
            yield Statement(utterance, mention, core)


def _is_a_slip(statement: Statement, before: Statement, often: Counter[tuple[Fraction, str]]) -> bool:
    """Whether the text goes on with one of the two numbers only: another place's count would have its own rate."""
    unit = statement.mention.quantity.unit
    lone = [each for each in (statement, before) if often[each.mention.quantity.value, unit] == 1]
    return len(lone) == 1 and not _has_a_rate(lone[0])


def _has_a_rate(statement: Statement) -> bool:
    after = [each for each in statement.utterance.mentions if each.start >= statement.mention.end][:2]
    return any(each.quantity.is_percent and each.sentence == statement.mention.sentence for each in after)


def _against(
    statement: Statement, earlier: Sequence[Statement], often: Counter[tuple[Fraction, str]]
) -> Iterator[Objection | Proven]:
    value, span = statement.mention.quantity.value, (statement.mention.begin, statement.mention.end)
    before = [each for each in earlier if each.utterance is not statement.utterance]
    if any(each.mention.quantity.value == value for each in before):
        yield proven("repeat", statement.utterance, span)
    elif len(before) == 1:
        utterance, other = before[0].utterance, before[0].mention
        if one_digit_apart(other.quantity.value, value) and _is_a_slip(statement, before[0], often):
            why = f"前面同样的话说的是{number(other.quantity.value)}"
            words = (printed(statement.utterance, statement.mention), printed(utterance, other), why)
            yield objection("repeat", Gravity.DOUBTFUL, statement.utterance, span, words)
