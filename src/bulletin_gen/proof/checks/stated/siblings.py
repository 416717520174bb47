"""签收1755件，签收率…；反馈1741件，反馈率…: rates of one passage are of one whole; and units that were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import percent_fit
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed, where
from bulletin_gen.proof.checks.rates import core_of, within
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role

#: 上升0.34个、0.87个: decimals of nothing.
_BARE_POINTS = late(
    r"(?<![\d.])\d+\.\d+个(?![百点]|工作日|小时|月|、\d+\.\d+个|和\d+\.\d+个|及\d+\.\d+个)(?!.{0,2}百分)"
)
#: 来访612批次1530，: the persons were lost behind the visits.
_SECOND = late(r"\d+(?:批次|批)(?P<bare>\d+)(?=[,;。、)])")
_SAYS_POINTS, _SAYS_VISITS = late(r"\.\d+个"), late("批")

#: What stands around the name of what is counted: 评价满意的.
_PLAIN = late(r"^(?:其中|评价|表示|对结果)*|的$")
_NOT = late(r"未|不|超期|逾期")
_ASKED = late(r"回访$|受理|登记|收到")


def check_siblings(discourse: Discourse) -> Iterator[Objection]:
    """Every count with its rate beside another whose whole is known."""
    every = {each.quantity.value for _, each in discourse.all_counts()}
    for utterance in discourse.utterances:
        pairs = list(dict.fromkeys([*_pairs(utterance), *_named(utterance)]))
        near = discourse.utterances[max(utterance.index - 1, 0) : utterance.index + 1]
        wholes = [
            each.quantity.value for other in near for each in other.counts() if each.total or _ASKED.search(each.label)
        ]
        proved = [whole for whole in dict.fromkeys(wholes) if any(_is_of(pair, whole) for pair in pairs)]
        if len(proved) != 1:
            continue
        for part, rate in pairs:
            if part.amount <= proved[0] and not any(each and _is_of((part, rate), each) for each in every):
                yield _off(utterance, part, rate, proved[0])


def _pairs(utterance: Utterance) -> Iterator[tuple[Mention, Mention]]:
    """Counts with their own rate right behind them."""
    for part, rate in zip(utterance.mentions, utterance.mentions[1:], strict=False):
        beside = part.role is Role.COUNT and rate.role is Role.RATE and rate.quantity.is_percent
        named = beside and part.sentence == rate.sentence and within(core_of(rate.name), part.label)
        named = named and bool(_NOT.search(rate.name)) == bool(_NOT.search(part.label))
        if named and rate.quantity.shown.value < 100 and not part.slack and rate.start - part.end <= 14:
            yield part, rate


def _named(utterance: Utterance) -> Iterator[tuple[Mention, Mention]]:
    """Counts with the rate of their name further on in the sentence: 不满意的13件，满意率…，不满意率…."""
    for rate in utterance.mentions:
        core = core_of(rate.name) if rate.role is Role.RATE and rate.quantity.is_percent else ""
        if not core:
            continue
        before = [each for each in utterance.counts() if each.end <= rate.start and each.sentence == rate.sentence]
        called = [each for each in before if _PLAIN.sub("", each.label) == core]
        if len(called) == 1 and rate.quantity.shown.value < 100 and not called[0].slack:
            yield called[0], rate


def _is_of(pair: tuple[Mention, Mention], whole: Fraction) -> bool:
    return pair[0].amount <= whole and bool(percent_fit(pair[0].amount, whole, pair[1].quantity.shown))


def _off(utterance: Utterance, part: Mention, rate: Mention, whole: Fraction) -> Objection:
    follows = percent(part.amount, whole, rate.quantity.shown.digits)
    why = f"同段另一个比率以{number(whole)}为分母；{number(part.amount)}÷{number(whole)}={follows}"
    words = (printed(utterance, rate), follows, why)
    return objection("rate", Gravity.DOUBTFUL, utterance, (rate.begin, rate.end), words)


def check_lost_units(discourse: Discourse) -> Iterator[Objection]:
    """个 without 百分点 behind a decimal, and persons without 人次 behind visits."""
    for utterance in discourse.utterances:
        for match in where(_BARE_POINTS, _SAYS_POINTS, utterance.text):
            if not re.search(r"[升降高低加少减增][了约]?$|[、和]$", utterance.text[: match.start()]):
                continue
            words = (match[0], match[0] + "百分点", "小数后面只有“个”，缺“百分点”")
            yield objection("missing_unit", Gravity.DOUBTFUL, utterance, match.span(), words)
        for match in where(_SECOND, _SAYS_VISITS, utterance.text):
            words = (match["bare"], match["bare"] + "人次", "批次后面的数没有单位")
            yield objection("missing_unit", Gravity.DOUBTFUL, utterance, match.span(), words)
