"""Changes whose earlier number comes last (增长5.00%，上周受理220件), or whose two numbers stand somewhere before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import fit
from bulletin_gen.proof.checks.adding.addends import alike
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed, proven, where
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.words import MEAN

#: A number of an earlier time, named as such.
_EARLIER = late(r"上周|上月|上期|上季|上年|去年|同期")
_LAST = late(
    r"(?P<now>\d+(?:\.\d+)?)(?P<unit>分|%),?(?:较|比|与)(?P<who>[^,;。%()]{1,10}?)(?:(?P<up>提高|提升|上升|增加)|(?P<down>下降|降低|减少))了?"
    r"(?P<by>\d+(?:\.\d+)?)(?P<points>分|个?百分点)[,(](?P<whose>[^,;。%()\d]{0,4}(?:\d{1,2}月)?[^,;。%()\d]{0,6})(?P<base>\d+(?:\.\d+)?)(?P=unit)"
)

_SAYS_LAST = late("[分%],?[较比与]")


def check_later(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every change with its earlier number behind it, or with its two numbers somewhere before."""
    for utterance in discourse.utterances:
        yield from _levels(utterance)
        yield from _growths(utterance)
        yield from _pairs(utterance)
        yield from _of_total(discourse, utterance)


_ALL = late(r"(?:诉求|受理|工单|办件|来电|案件|交办)(?:总)?量|总量")


def _of_total(discourse: Discourse, utterance: Utterance) -> Iterator[Objection | Proven]:
    """与1月相比，诉求量减少64件，下降13.45%: of the one total before."""
    found = utterance.mentions
    for difference, growth in zip(found, found[1:], strict=False):
        changes = difference.role is Role.CHANGE and growth.role is Role.CHANGE and growth.quantity.is_percent
        counted = changes and not difference.quantity.is_percent and not difference.quantity.is_points
        beside = counted and difference.sentence == growth.sentence and _ALL.match(difference.words)
        alone = not any(each.sentence == difference.sentence and each.end <= difference.start for each in found)
        if not beside or not alone or difference.slack:
            continue
        by = difference.quantity.value * growth.direction
        nearby = discourse.utterances[max(utterance.index - 2, 0) : utterance.index + 1]
        counts = [each for other in nearby for each in other.counts() if each.quantity.unit == difference.quantity.unit]
        bases = [each.quantity.value - by for each in counts if each.quantity.value - by > 0 and not each.slack]
        if any(fit(100 * abs(by) / base, growth.quantity.shown) for base in bases):
            yield proven("growth", utterance, (growth.begin, growth.end))
        elif bases and counts[0].quantity.value == max(each.quantity.value for each in counts):
            follows = percent(abs(by), bases[0], growth.quantity.shown.digits)
            words = (printed(utterance, growth), follows, f"{number(abs(by))}÷{number(bases[0])}={follows}")
            yield objection("growth", Gravity.DOUBTFUL, utterance, (growth.begin, growth.end), words)


def _levels(utterance: Utterance) -> Iterator[Objection | Proven]:
    for match in where(_LAST, _SAYS_LAST, utterance.text):
        now, base, by = (Fraction(match[name]) for name in ("now", "base", "by"))
        same = match["who"].strip() in match["whose"] or _EARLIER.search(match["whose"])
        digits = max(len(match[name].partition(".")[2]) for name in ("now", "base", "by"))
        if not same or (match["unit"] == "分") != (match["points"] == "分"):
            continue
        apart = (now - base) * (1 if match["up"] else -1)
        if abs(apart - by) <= Fraction(3, 2) / 10**digits * bool(digits):
            yield proven("difference", utterance, match.span())
        else:
            shown = match["by"] + match["points"]
            words = (shown, number(abs(now - base)), f"{match['now']}与{match['base']}相差{number(abs(now - base))}")
            yield objection("difference", Gravity.WRONG, utterance, (match.start("by"), match.end()), words)


def _growths(utterance: Utterance) -> Iterator[Objection | Proven]:
    """P%，上周受理B件 and P%（2021年B件): of the count before."""
    found = utterance.mentions
    for change, base in zip(found, found[1:], strict=False):
        if not _is_behind(utterance, change, base):
            continue
        before = [each for each in utterance.counts() if each.end <= change.start]
        before = [each for each in before if each.sentence == change.sentence and not MEAN.search(each.words)]
        before = [each for each in before if alike(each.quantity.unit, base.quantity.unit)]
        if not before:
            continue
        old, shown = base.quantity.value, change.quantity.shown
        slack = base.slack or any(each.slack for each in before)
        if slack or not old:
            continue
        if any(fit(100 * (each.quantity.value - old) / old, shown) for each in before):
            yield proven("growth", utterance, (change.begin, base.end))
        elif len(before) == 1 or before[0].total:
            now = before[0].quantity.value
            follows = percent(abs(now - old), old, shown.digits)
            words = (
                printed(utterance, change),
                follows,
                f"({number(max(now, old))}-{number(min(now, old))})÷{number(old)}",
            )
            yield objection("growth", Gravity.DOUBTFUL, utterance, (change.begin, base.end), words)


def _is_behind(utterance: Utterance, change: Mention, base: Mention) -> bool:
    """Whether a count right behind a growth is the earlier period's."""
    if change.role is not Role.CHANGE or not change.quantity.is_percent or base.role is not Role.COUNT:
        return False
    between = utterance.text[change.end : base.start]
    told = re.fullmatch(r"[,(](?:(?:20\d\d年)(?:同期)?|[^,;。()\d]{2,8})[^,;。()\d]{0,6}", between)
    named = _EARLIER.search(between) or re.match(r"\(20\d\d年", between)
    again = re.match(r",[^,;。]*[较比与]", between)  # ,较去年同期448封减少57封: of the next change
    return bool(told and named) and not again and not re.search(r"占|其中", between)


def _pairs(utterance: Utterance) -> Iterator[Objection | Proven]:
    """3月1912件，2月1472件。3月比2月增加440件，增长29.89%: the only two counts that lie so far apart."""
    found = utterance.mentions
    for difference, growth in zip(found, found[1:], strict=False):
        changes = difference.role is Role.CHANGE and growth.role is Role.CHANGE and growth.quantity.is_percent
        counted = changes and not difference.quantity.is_percent and not difference.quantity.is_points
        compared = counted and re.match(r"[^,;。]*比[^,;。]*$", difference.words)
        if not compared or difference.slack or difference.sentence != growth.sentence:
            continue
        counts = [each for each in utterance.counts() if each.end <= difference.start]
        values = dict.fromkeys(each.quantity.value for each in counts if each.quantity.unit == difference.quantity.unit)
        by, rising = difference.quantity.value, growth.direction > 0
        pairs = [(a, b) for a, b in permutations(values, 2) if b and a - b == (by if rising else -by)]
        if any(fit(100 * by / b, growth.quantity.shown) for _, b in pairs):
            yield proven("growth", utterance, (growth.begin, growth.end))
        elif len(pairs) == 1:
            follows = percent(by, pairs[0][1], growth.quantity.shown.digits)
            words = (printed(utterance, growth), follows, f"{number(by)}÷{number(pairs[0][1])}={follows}")
            yield objection("growth", Gravity.DOUBTFUL, utterance, (growth.begin, growth.end), words)
