"""Changes whose earlier number is printed, before them or behind: now, then, and what lies between must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import fit
from bulletin_gen.proof.checks.adding.addends import alike
from bulletin_gen.proof.checks.changes import own_noun
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.words import DOWN, MEAN, UP

#: What is compared is not the whole that stands beside it.
_APART = late(r"排除|剔除|扣除|不含|除去|去除|同口径|可比口径")
_LEVELS = (Role.COUNT, Role.RATE, Role.SHARE, Role.SCORE, Role.SPAN, Role.OTHER)
_PERIOD = (
    r"(?:上一?个?(?:月|周|季度?|期|旬|半年)"
    r"|去年|上年|同期|前一?(?:月|周|季度?|期)|\d{1,2}月份?|第?[一二三四]季度|20\d\d年度?|上半年|第\d+周)"
)
#: What stands between a change and the earlier number behind it: (上月7位, ，上年为3.
_BEHIND = late(rf"^[,(][^,;。()]{{0,6}}?{_PERIOD}[^,;。()\d]{{0,10}}[(]?$")
#: What the earlier number follows: 较上月的, 比去年同期(, 与9月相比.
_AHEAD = late(rf"(?:较|比|与|同|从|由|相较于?|对比)[^,;。]{{0,4}}{_PERIOD}[^,;。]{{0,14}}$")
_UP, _DOWN = late(rf"(?:{UP}|快|前进|延长)"), late(rf"(?:{DOWN}|缩短|后退|压缩)")


def check_levels(discourse: Discourse) -> Iterator[Objection]:
    """Every change with an earlier number beside it."""
    for utterance in discourse.utterances:
        for i, change in enumerate(utterance.mentions):
            if change.role is Role.CHANGE and _direction(change) and not change.quantity.approximate:
                base = _base(utterance, i)
                if base is not None and base.quantity.value > 0:
                    yield from _judged(discourse, utterance, base, change)


def _direction(change: Mention) -> int:
    """+1 or -1 by the last word of rising or falling before the number; 0 where there is none."""
    up = max((each.end() for each in _UP.finditer(change.words)), default=0)
    down = max((each.end() for each in _DOWN.finditer(change.words)), default=0)
    if up == down:
        return change.direction if change.words.strip("和及与、") == "" else 0
    return 1 if up > down else -1


def _base(utterance: Utterance, index: int) -> Mention | None:
    """The earlier number of a change: right before its chain, or right behind it."""
    mentions, change = utterance.mentions, utterance.mentions[index]
    if (turn := _in_turn(utterance, index)) is not None:
        return turn
    first = index
    while first and mentions[first - 1].role is Role.CHANGE and mentions[first - 1].sentence == change.sentence:
        first -= 1
    before = mentions[first - 1] if first else None
    if before is not None and before.role in _LEVELS and before.sentence == change.sentence and _alike(before, change):
        gap = utterance.text[max(before.start - 30, 0) : before.start]
        gap = gap[max(gap.rfind(sign) for sign in ";。") + 1 :]
        if re.search(r"[降升增减提][^,;。]{0,4}(?:至|到)[^,;。]{0,8}$", gap):
            return None  # 由120件降至84件: the later of the two
        near = len(re.sub(r"[()]", "", utterance.text[before.end : mentions[first].start])) <= 14
        earlier = _AHEAD.search(gap) or re.search(
            r"(?:^|[,;。])[^,;。\d]{0,4}(?:上[月周年期季]|去年)[^,;。\d]{0,14}$", gap
        )
        if near and earlier and not _crossed(change, mentions[first]):
            return before
    last = index
    while (
        last + 1 < len(mentions) and mentions[last + 1].role is Role.CHANGE and mentions[last + 1].part == change.part
    ):
        last += 1
    behind = mentions[last + 1] if last + 1 < len(mentions) else None
    told = behind is not None and _BEHIND.match(utterance.text[mentions[last].end : behind.start])
    if told and re.match(",.*[较比与]", told[0]):
        return None  # 同比上升3.87%,环比10月的1341件下降…: of the next change
    if behind is not None and told and behind.role in _LEVELS and _alike(behind, change):
        return None if _crossed(change, mentions[last]) else behind
    return None


def _crossed(one: Mention, other: Mention) -> bool:
    """Whether two changes of a chain are against different times: 同比下降18.32%,环比上升5.94%(上月202件)."""
    return one is not other and bool(one.reference or other.reference) and one.reference != other.reference


def _in_turn(utterance: Utterance, index: int) -> Mention | None:
    """与去年同期(1402件次、3180人次)相比,分别下降8.27%和8.36%: the earlier number of each change in turn."""
    mentions, first, last = utterance.mentions, index, index
    while first and mentions[first].words.strip("和及与、") == "" and mentions[first - 1].role is Role.CHANGE:
        first -= 1
    while (
        last + 1 < len(mentions)
        and mentions[last + 1].words.strip("和及与、") == ""
        and mentions[last + 1].role is Role.CHANGE
    ):
        last += 1
    count = last - first + 1
    bases = mentions[max(first - count, 0) : first]
    if count < 2 or len(bases) < count or "分别" not in mentions[first].words + mentions[first].lead:
        return None
    ahead = _AHEAD.search(utterance.text[max(bases[0].start - 30, 0) : bases[0].start])
    row = all(each.words.strip("和及与、") == "" for each in bases[1:])
    return bases[index - first] if ahead and row else None


def _alike(level: Mention, change: Mention) -> bool:
    """Whether a change may be one of such a number."""
    quantity = change.quantity
    if level.quantity.is_percent:
        return quantity.is_points or quantity.is_percent
    if quantity.is_points:
        return False
    return quantity.is_percent or quantity.unit == level.quantity.unit or alike(quantity.unit, level.quantity.unit)


def _nows(discourse: Discourse, utterance: Utterance, base: Mention, change: Mention) -> list[Mention]:
    """The numbers that may have changed, the nearest first: of the sentence, else of the passages before."""
    noun = re.sub("[本当今][月周期季年]", "", own_noun(change))
    levels = [each for each in utterance.mentions if each.end <= max(change.start, base.start) and _fits(each, base)]
    levels = [each for each in levels if each is not base and not is_of_another_time(utterance, each)]
    levels = [each for each in levels if bool(MEAN.search(each.words)) == bool(MEAN.search(base.words))]
    here = [each for each in levels if each.sentence == change.sentence and each.end <= change.start]
    if not here:
        above = discourse.utterances[max(utterance.index - 2, 0) : utterance.index]
        here = [*(each for other in above for each in other.mentions if _fits(each, base)), *levels]
    named = [each for each in here if noun and (noun[-3:] in each.label + each.name)]
    core = re.sub(_PERIOD, "", base.label).strip("的(")
    if not named and len(core) >= 2:
        everywhere = [each for each in levels if each.end <= change.start]
        named = [each for each in here if each.label.endswith(core)] or [
            each for each in everywhere if each.label.endswith(core)
        ]
    return (named or here)[::-1]


def _fits(level: Mention, base: Mention) -> bool:
    one, other = level.quantity, base.quantity
    same = one.unit == other.unit or (one.is_percent and other.is_percent) or alike(one.unit, other.unit)
    return level.role in _LEVELS and same


def _judged(discourse: Discourse, utterance: Utterance, base: Mention, change: Mention) -> Iterator[Objection]:
    if _APART.search(utterance.text[: change.start]):
        return
    nows = _nows(discourse, utterance, base, change)
    if not nows or any(agrees(each, base, change) for each in nows):
        return
    now = nows[0]
    value, old = now.quantity.value, base.quantity.value
    way = "上升" if value > old else "下降"
    if change.quantity.is_percent and not base.quantity.is_percent:
        follows = way + percent(abs(value - old), old, change.quantity.shown.digits)
        kind, why = "growth", f"({number(max(value, old))}-{number(min(value, old))})÷{number(old)}"
    else:
        follows = way + number(abs(value - old))
        kind, why = "difference", f"{number(value)}与{number(old)}相差{number(abs(value - old))}"
    span = (min(change.begin, base.begin) if base.start < change.start else change.begin, max(change.end, base.end))
    words = (printed(utterance, change), follows, why)
    yield objection(kind, Gravity.DOUBTFUL, utterance, span, words)


def agrees(now: Mention, base: Mention, change: Mention) -> bool:
    """Whether a change may lie between two numbers: its way, its amount, within what rounding leaves."""
    value, old = now.quantity.value, base.quantity.value
    apart = (value - old) * _direction(change)
    shown, slack = change.quantity.shown, now.slack + base.slack
    if apart < -slack:
        return False
    if change.quantity.is_percent and not base.quantity.is_percent:
        low, high = 100 * (apart - slack) / old, 100 * (apart + slack) / old
        return bool(fit(100 * apart / old, shown)) or (bool(slack) and low <= shown.value <= high)
    steps = now.quantity.step + base.quantity.step + change.quantity.step
    whole = not (now.quantity.shown.digits or base.quantity.shown.digits) and not slack
    allowed = Fraction(0) if whole else steps / 2
    relative = base.quantity.is_percent and change.quantity.is_percent and fit(100 * apart / old, shown)
    return abs(apart - change.quantity.value) <= allowed + slack or bool(relative)
