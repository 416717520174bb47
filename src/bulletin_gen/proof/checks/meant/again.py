"""One fact said twice: a rate of the summary and of the body, 上述108件不满意工单 after 不满意113件."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import one_digit_apart
from bulletin_gen.proof.checks.adding.addends import alike
from bulletin_gen.proof.checks.evidence import number, objection, printed
from bulletin_gen.proof.checks.relations.names import plain
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.checks.tables.columns import views
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role

#: What says only of whom, not of what.
_SCOPE = late(
    r"全[市县区州镇省]|群众|工单|热线|平台|总体|整体|综合|转办|交办|承办|回访|诉求|事项|平均|本[月期周季年]|\d{1,2}月份?|[上下]半年|第?[一二三四]季度|全年|的|为|达到?|其中"
)
_SUMMARY = late(
    r"^[\[【(]?(?:内容)?(?:摘要|提要|概要|导读|要点|核心(?:数据|提示|指标)|数据速览|一句话|本期导读|主要指标)"
)
_POINTING = late(
    r"(?:上述|以上|前述|这|该|对(?=\d))(?P<count>\d+)(?P<unit>件|条|个|起|封|批|宗|例)(?P<what>[\u4e00-\u9fff]{2,8}?)(?:工单|诉求|问题|事项|案件|件|中|均|已|全部|,|。|$)"
)


#: 不满意的6件中有3件….
_OF_THEM = late(
    r"(?:^|[,;。:])(?:对|其中)?(?P<what>[\u4e00-\u9fff]{2,8})的(?P<count>\d+)(?P<unit>件|条|个|起|封|家)(?:工单|诉求)?(?:中|里|均|已|全部|都)"
)
#: From here on two numbers of one name, a slip apart, are one.
_LARGE = 100


class SaidRate(Struct, frozen=True):
    """A rate with its name without whom it is of."""

    utterance: Utterance
    mention: Mention
    name: str


def check_again(discourse: Discourse) -> Iterator[Objection]:
    """Every rate that a text names twice in the same words, and every count that points back."""
    rates = list(_rates(discourse))
    for rate in rates:
        yield from _against(discourse, rate, [each for each in rates if each is not rate and each.name == rate.name])
    for utterance in discourse.utterances:
        for match in _POINTING.finditer(utterance.text):
            yield from _pointed(discourse, utterance, match)
        for match in _OF_THEM.finditer(utterance.text):
            yield from _of_them(utterance, match)
        yield from _listed_twice(utterance)
        if _SUMMARY.search(utterance.text) or _sums_up(discourse, utterance):
            yield from _summed_up(discourse, utterance)


def _rates(discourse: Discourse) -> Iterator[SaidRate]:
    for utterance in discourse.utterances:
        for each in utterance.mentions:
            name = _SCOPE.sub("", each.name)
            plain = each.role is Role.RATE and each.quantity.is_percent and not each.quantity.approximate
            if plain and 2 <= len(name) <= 8 and name.endswith("率") and not is_of_another_time(utterance, each):
                yield SaidRate(utterance, each, name)


def _against(discourse: Discourse, rate: SaidRate, others: list[SaidRate]) -> Iterator[Objection]:
    """A rate without counts that stands nowhere else, beside one of the same name a slip away that counts bear out."""
    value = rate.mention.quantity.value
    if not rate.mention.quantity.shown.digits or _has_parts(rate) or value in discourse.once(_values):
        return
    if any(each.mention.quantity.value == value for each in others):
        return
    near = [
        each
        for each in others
        if _has_parts(each)
        and each.mention.quantity.shown.digits == rate.mention.quantity.shown.digits
        and one_digit_apart(*_scaled(each.mention, rate.mention))
    ]
    if near and near[0].utterance is not rate.utterance and _says_again(discourse, rate):
        said = near[0].utterance.words(near[0].mention.begin, near[0].mention.end)
        words = (
            printed(rate.utterance, rate.mention),
            printed(near[0].utterance, near[0].mention),
            f"别处说的是{said}",
        )
        yield objection("repeat", Gravity.DOUBTFUL, rate.utterance, (rate.mention.begin, rate.mention.end), words)


def _says_again(discourse: Discourse, rate: SaidRate) -> bool:
    """Whether most of the other numbers of a rate's passage stand elsewhere too: it speaks of the same things."""
    others = [each.quantity.value for each in rate.utterance.mentions if each is not rate.mention]
    known = {
        each.quantity.value
        for utterance in discourse.utterances
        if utterance is not rate.utterance
        for each in utterance.mentions
    }
    return bool(others) and 2 * sum(1 for each in others if each in known) >= len(others)


def _scaled(*mentions: Mention) -> tuple[Fraction, Fraction]:
    """Percentages as whole numbers of their last decimal."""
    one, other = (each.quantity.shown.value * 10**each.quantity.shown.digits for each in mentions)
    return one, other


def _has_parts(rate: SaidRate) -> bool:
    """Whether a count stands in the sentence right before a rate."""
    before = [each for each in rate.utterance.mentions if each.end <= rate.mention.start]
    beside = before[-1] if before else None
    return beside is not None and beside.role is Role.COUNT and beside.sentence == rate.mention.sentence


def _values(discourse: Discourse) -> frozenset[Fraction]:
    """Every percentage of the tables."""
    figures = (figure for seen in discourse.once(views) for column in seen.columns for figure in column.figures)
    return frozenset(figure.value for figure in figures if figure and (figure.percent or figure.shown.digits))


def _pointed(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """上述108件不满意工单: as many as were counted before under that name."""
    value = Fraction(match["count"])
    before = [
        each
        for other in discourse.utterances[max(utterance.index - 3, 0) : utterance.index + 1]
        for each in other.counts()
        if (other is not utterance or each.end <= match.start()) and alike(each.quantity.unit, match["unit"])
    ]
    named = [each for each in before if match["what"] in each.label + each.after]
    numbers = [each.amount for each in before]
    derived = {abs(a - b) for a in numbers for b in numbers} | {a + b for a in numbers for b in numbers}
    if not named or value in numbers or value in derived:
        return
    real = named[-1].amount
    words = (match["count"] + match["unit"], f"{number(real)}{match['unit']}", f"前面说{named[-1].label}{number(real)}")
    yield objection("repeat", Gravity.DOUBTFUL, utterance, match.span(), words)


def _of_them(utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """不满意的6件中: as many as the passage counted under just that name."""
    before = [each for each in utterance.counts() if each.end <= match.start() + 1]
    called = [each for each in before if each.label.removesuffix("的") == match["what"]]
    called = [each for each in called if each.quantity.unit == match["unit"]]
    if called and all(each.amount != Fraction(match["count"]) for each in called):
        real = number(called[-1].amount)
        words = (match["count"] + match["unit"], real + match["unit"], f"前面说{match['what']}{real}{match['unit']}")
        yield objection("repeat", Gravity.DOUBTFUL, utterance, match.span(), words)


def _summed_up(discourse: Discourse, summary: Utterance) -> Iterator[Objection]:
    """The numbers of a summary stand in the body too: one that does not, where the body has another of its name."""
    body = [
        (utterance, each)
        for utterance in discourse.utterances
        if utterance is not summary
        for each in utterance.mentions
    ]
    known = {each.quantity.value for _, each in body} | discourse.once(_all_values)
    for each in summary.mentions:
        if each.quantity.value in known or each.quantity.approximate or each.role is Role.CHANGE:
            continue
        name = _SCOPE.sub("", each.name or each.label)
        same = [
            (utterance, other)
            for utterance, other in body
            if len(name) >= 2
            and other.role is each.role
            and other.quantity.unit == each.quantity.unit
            and _SCOPE.sub("", other.name or other.label) == name
            and not is_of_another_time(utterance, other)
        ]
        if same and not any(one.quantity.approximate for _, one in same):
            utterance, other = same[0]
            why = f"正文说的是{utterance.words(other.begin, other.end)}"
            words = (printed(summary, each), printed(utterance, other), why)
            yield objection("repeat", Gravity.DOUBTFUL, summary, (each.begin, each.end), words)


def _sums_up(discourse: Discourse, utterance: Utterance) -> bool:
    """Whether nearly all that a passage says is said again further down: a lead."""
    if utterance.index > 8 or len(utterance.mentions) < 5:
        return False
    later = {
        (each.quantity.value, each.quantity.unit)
        for other in discourse.utterances[utterance.index + 1 :]
        for each in other.mentions
    }
    again = sum(1 for each in utterance.mentions if (each.quantity.value, each.quantity.unit) in later)
    return again * 4 >= 3 * len(utterance.mentions)


def _listed_twice(utterance: Utterance) -> Iterator[Objection]:
    """房产物业(2683件)…;房产物业类2783件: one class with two numbers a slip apart in one passage."""
    seen: dict[tuple[str, str], Mention] = {}
    for each in utterance.counts():
        name = plain(each.label)
        if len(name) < 3 or each.quantity.value < _LARGE or is_of_another_time(utterance, each):
            continue
        first = seen.setdefault((name, each.quantity.unit), each)
        one, other = first.quantity.value, each.quantity.value
        if (
            one != other
            and one_digit_apart(one, other)
            and abs(one - other) * 5 <= one
            and not _has_share(utterance, each)
        ):
            words = (printed(utterance, each), printed(utterance, first), f"前面说的是{number(one)}")
            yield objection("repeat", Gravity.DOUBTFUL, utterance, (each.begin, each.end), words)


def _has_share(utterance: Utterance, count: Mention) -> bool:
    behind = [each for each in utterance.mentions if each.start >= count.end][:1]
    return bool(behind) and behind[0].quantity.is_percent


def _all_values(discourse: Discourse) -> frozenset[Fraction]:
    """Every number of the tables."""
    figures = (figure for seen in discourse.once(views) for column in seen.columns for figure in column.figures)
    return frozenset(figure.value for figure in figures if figure)
