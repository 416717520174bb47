"""差数: 较上年的7950件增加462件，增长5.81%; 较上季度的96.10%上升1.48个百分点; 第4位，较上月前进2位（上月第6位）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import Shown, fit
from bulletin_gen.proof.checks.adding.addends import alike
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed, proven, where
from bulletin_gen.proof.checks.relations.levels import agrees
from bulletin_gen.proof.checks.tables.columns import ColumnContent, views
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.words import DOWN, MEAN, UP

_RISES = "提高|提升|上升|增加|增长|升高|上涨"
_FALLS = "下降|降低|减少|回落|下滑|下跌"
#: A rate, the rate of another period, and what lies between them.
_POINTS = late(
    rf"(?P<now>\d+(?:\.\d+)?)%(?:\([^()%]{{2,24}}\))?,?(?:较|比|与|相较)(?P<who>[^,;。%]{{1,20}}?)的?\(?(?P<base>\d+(?:\.\d+)?)%\)?(?:相比)?,?"
    rf"(?:(?P<up>{_RISES}|高出|高)|(?P<down>{_FALLS}|低))了?(?P<by>\d+(?:\.\d+)?)(?P<unit>个?百分点|%)"
)
_PLACES = late(
    r"第(?P<now>\d{1,3})[位名],?(?:较|比)[^,;。\d]{1,8}(?:(?P<up>前进|上升|提升|进步)|(?P<down>后退|下降|下滑|倒退))了?"
    r"(?P<by>\d{1,3})[位名个][,(]?[^,;。\d()]{0,10}第(?P<base>\d{1,3})[位名]"
)
_PLACES_FROM = late(
    r"第(?P<now>\d{1,3})[位名],?(?:较|比)[^,;。\d]{0,6}\d{0,2}[^,;。\d]{1,6}?(?:的|\()?第(?P<base>\d{1,3})[位名]\)?,?"
    r"(?:(?P<up>前进|上升|提升|进步)|(?P<down>后退|下降|下滑|倒退))了?(?P<by>\d{1,3})[位名个]"
)
#: A score, the score of another period, and what lies between them.
_SCORES = late(
    rf"(?P<now>\d+(?:\.\d+)?)分,?(?:较|比|与|相较)(?P<who>[^,;。%]{{1,20}}?)的?\(?(?P<base>\d+(?:\.\d+)?)分\)?(?:相比)?,?"
    rf"(?:(?P<up>{_RISES})|(?P<down>{_FALLS}))了?(?P<by>\d+(?:\.\d+)?)分"
)
#: 318件，比上月多106件，上月为212件: the other period's number comes last.
_NAMED_LAST = late(
    r"(?P<now>\d+)(?P<unit>件|个|条|起)[,(](?:较|比)(?P<who>上月|上周|上季度|去年同期|上年同期)(?:(?P<up>增加|增多|上升|多)|(?P<down>减少|下降|少))了?"
    r"(?P<by>\d+)(?P=unit)[,(](?P=who)[^,;。\d]{0,6}?(?P<base>\d+)(?P=unit)"
)
_SAYS_POINTS, _SAYS_SCORES = late("[%)],?[较比与相]"), late("分,?[较比与相]")
_SAYS_NAMED = late("[件个条起][,(][较比]")
_APART = late(r"(?:相差|差距为?|分差为?)(?P<by>\d+(?:\.\d+)?)分")
_LESS = late(
    r"(?:剔除|扣除|除去|减去|去除)[^,;。\d]{0,12}(?P<less>\d+)(?P<unit>件|个|条|份)[^,;。\d]{0,4},?"
    r"(?:实际|剩余|余下|净)[^,;。\d]{0,10}(?P<left>\d+)(?P=unit)"
)
#: The number of another period, named as such: 较上年的7950件.
_BASE = late(r"^(?:较|比|与|相较|同)[^,;。]*$")
_RISE, _FALL = late(rf"(?:{UP})(?:了|约|近|为|达|:|\()*$"), late(rf"(?:{DOWN})(?:了|约|近|为|达|:|\()*$")


def check_differences(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every difference of two numbers that stand beside it."""
    for utterance in discourse.utterances:
        yield from _points(utterance)
        yield from _scored(utterance)
        yield from _named_last(utterance)
        yield from _places(utterance)
        yield from _left(utterance)
        yield from _against_base(utterance)
        yield from _scores(discourse, utterance)
        yield from _since(discourse, utterance)


def _since(discourse: Discourse, utterance: Utterance) -> Iterator[Objection | Proven]:
    """与上月交办的73件相比，增长20.55%: the count that has grown stands in a sentence before."""
    found = utterance.mentions
    for base, change in zip(found, found[1:], strict=False):
        first = not any(each.sentence == base.sentence and each.end <= base.start for each in found)
        compared = _is_compared(utterance, base, change)
        plain = base.role is Role.COUNT and change.role is Role.CHANGE and change.quantity.is_percent
        if not (first and compared and plain) or not base.quantity.value or base.slack:
            continue
        nearby = discourse.utterances[max(utterance.index - 2, 0) : utterance.index + 1]
        counts = [each for other in nearby for each in other.counts() if each is not base]
        counts = [each for each in counts if alike(each.quantity.unit, base.quantity.unit)]
        span, shown = (base.begin, change.end), change.quantity.shown

        def growth(now: Mention, base: Mention = base) -> Fraction:
            return 100 * (now.quantity.value - base.quantity.value) / base.quantity.value

        if any(fit(growth(each), shown) for each in counts):
            yield proven("growth", utterance, span)
        elif len(totals := _totals(counts)) == 1:
            now, before = totals[0].quantity.value, base.quantity.value
            words = (
                printed(utterance, change),
                percent(abs(now - before), before, shown.digits),
                f"({number(max(now, before))}-{number(min(now, before))})÷{number(before)}",
            )
            yield objection("growth", Gravity.DOUBTFUL, utterance, span, words)


def _totals(counts: Sequence[Mention]) -> list[Mention]:
    """The one that has grown, of the counts before: the total, else the first."""
    totals = [each for each in counts if each.total and not each.slack]
    return totals or list(counts[:1])


def _is_compared(utterance: Utterance, base: Mention, change: Mention) -> bool:
    """Whether a change is one from the count before it: 与上月的73件相比，增长…; 去年同月967件，今年同比增长…."""
    between = utterance.text[base.end : change.start]
    told = bool(_BASE.search(base.words)) and bool(re.fullmatch(r"相比,?[^,;。\d]{1,6}", between))
    last = re.search(r"去年|上年", base.words + base.lead) and re.fullmatch(r",(?:今年)?同比[^,;。\d]{1,4}", between)
    return told or bool(last)


def _decimals(text: str) -> Shown:
    return Shown(Fraction(text), len(text.partition(".")[2]))


def _points(utterance: Utterance) -> Iterator[Objection | Proven]:
    for match in where(_POINTS, _SAYS_POINTS, utterance.text):
        now, base, by = (_decimals(match[name]) for name in ("now", "base", "by"))
        apart = (now.value - base.value) * (1 if match["up"] else -1)
        slack = (now.step + base.step + by.step) / 2 if now.digits or base.digits else Fraction(0)
        span = (match.start("now"), match.end())
        if match["unit"] == "%":
            if apart == by.value:
                words = (
                    match["by"] + "%",
                    match["by"] + "个百分点",
                    f"{match['now']}%与{match['base']}%之差用百分点表示",
                )
                yield objection(
                    "pp_unit",
                    Gravity.WRONG,
                    utterance,
                    (match.start("up" if match["up"] else "down"), match.end()),
                    words,
                )
        elif abs(apart - by.value) <= slack:
            yield proven("difference", utterance, span)
        else:
            way = "上升" if now.value > base.value else "下降"
            words = (
                match["by"] + match["unit"],
                f"{way}{number(abs(now.value - base.value))}个百分点",
                f"{match['now']}%与{match['base']}%相差{number(abs(now.value - base.value))}个百分点",
            )
            yield objection(
                "difference",
                Gravity.WRONG,
                utterance,
                (match.start("up" if match["up"] else "down"), match.end()),
                words,
            )


def _scored(utterance: Utterance) -> Iterator[Objection | Proven]:
    for match in where(_SCORES, _SAYS_SCORES, utterance.text):
        now, base, by = (_decimals(match[name]) for name in ("now", "base", "by"))
        apart = (now.value - base.value) * (1 if match["up"] else -1)
        if abs(apart - by.value) <= (now.step + base.step + by.step) / 2:
            yield proven("difference", utterance, match.span())
        else:
            way = "高" if now.value > base.value else "低"
            said = f"{match['now']}分比{match['base']}分{way}{number(abs(now.value - base.value))}分"
            words = (match["by"] + "分", number(abs(now.value - base.value)), said)
            span = (match.start("up" if match["up"] else "down"), match.end())
            yield objection("difference", Gravity.WRONG, utterance, span, words)


def _named_last(utterance: Utterance) -> Iterator[Objection | Proven]:
    for match in where(_NAMED_LAST, _SAYS_NAMED, utterance.text):
        now, base, by = (Fraction(match[name]) for name in ("now", "base", "by"))
        if (now - base) * (1 if match["up"] else -1) == by:
            yield proven("difference", utterance, match.span())
        else:
            way = "多" if now > base else "少"
            words = (
                match["by"] + match["unit"],
                number(abs(now - base)),
                f"{number(now)}比{number(base)}{way}{number(abs(now - base))}",
            )
            yield objection("difference", Gravity.WRONG, utterance, (match.start("now"), match.end()), words)


def _places(utterance: Utterance) -> Iterator[Objection | Proven]:
    for match in (*_PLACES.finditer(utterance.text), *_PLACES_FROM.finditer(utterance.text)):
        now, base, by = (int(match[name]) for name in ("now", "base", "by"))
        moved = base - now if match["up"] else now - base
        if moved == by:
            yield proven("difference", utterance, match.span())
        else:
            way = "前进" if now < base else "后退"
            words = (match["by"], f"{way}{abs(base - now)}位", f"由第{base}位到第{now}位，{way}{abs(base - now)}位")
            yield objection("difference", Gravity.WRONG, utterance, match.span(), words)


def _left(utterance: Utterance) -> Iterator[Objection | Proven]:
    for match in _LESS.finditer(utterance.text):
        less, left = Fraction(match["less"]), Fraction(match["left"])
        before = [
            each for each in utterance.counts() if each.end <= match.start() and each.quantity.unit == match["unit"]
        ]
        span = (match.start(), match.end())
        if any(each.quantity.value - less == left for each in before):
            yield proven("difference", utterance, span)
        elif len(before) == 1 or (before and before[-1].total):
            whole = before[-1].quantity.value
            words = (
                match["left"] + match["unit"],
                number(whole - less),
                f"{number(whole)}-{number(less)}={number(whole - less)}",
            )
            yield objection(
                "difference", Gravity.WRONG if len(before) == 1 else Gravity.DOUBTFUL, utterance, span, words
            )


def _against_base(utterance: Utterance) -> Iterator[Objection | Proven]:
    """A number, the number of another period right after it, the difference, the growth."""
    found = [each for each in utterance.mentions if not _is_aside(each)]
    for now, base, *rest in _windows(found):
        between = re.sub(r"[,(]占[^,;()。]*%\)?", "", utterance.text[now.end : base.start])
        beside = now.sentence == base.sentence and between.startswith(",") and between.count(",") == 1
        if not beside or not _is_base(now, base):
            continue
        for change in _changes_of(utterance, base, rest):
            begun = [each for each in utterance.counts() if each.sentence == base.sentence and each.end <= base.start]
            if any(agrees(each, base, change) for each in begun if each is not now):
                yield proven("growth", utterance, (change.begin, change.end))
                continue
            yield from _change(utterance, (now, base), change)


def _is_aside(mention: Mention) -> bool:
    """Shares and rates between a number and what it is compared with, and the whole that a share names."""
    percent_of = mention.quantity.is_percent and mention.role is not Role.CHANGE
    return percent_of or mention.words.startswith("占") or bool(MEAN.search(mention.words))


def _windows(found: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    for i in range(len(found) - 2):
        yield tuple(found[i : i + 4])


def _is_base(now: Mention, base: Mention) -> bool:
    kinds = (Role.COUNT, Role.OTHER)
    plain = now.role in kinds and base.role in kinds and bool(now.quantity.unit) and not now.quantity.is_percent
    same = now.quantity.unit == base.quantity.unit or alike(now.quantity.unit, base.quantity.unit)
    return plain and same and base.quantity.value > 0 and bool(_BASE.search(base.words))


def _changes_of(utterance: Utterance, base: Mention, rest: Sequence[Mention]) -> Iterator[Mention]:
    end = base.end
    for each in rest:
        if (
            each.role is not Role.CHANGE
            or each.sentence != base.sentence
            or not re.fullmatch(r"(?:相比)?,?[^,;。\d]{1,8}", utterance.text[end : each.start])
        ):
            return
        yield each
        end = each.end


def _change(utterance: Utterance, pair: tuple[Mention, Mention], change: Mention) -> Iterator[Objection | Proven]:
    now, base = pair[0].quantity.value, pair[1].quantity.value
    slack = pair[0].slack + pair[1].slack
    rising = bool(_RISE.search(change.words)) and not _FALL.search(change.words)
    falling = bool(_FALL.search(change.words))
    span = (change.begin, change.end)
    if now == base or rising == falling:
        return
    if (now > base) != rising:
        way = "增加" if now > base else "减少"
        words = (
            utterance.words(change.begin, change.end),
            way,
            f"{number(now)}比{number(base)}{'多' if now > base else '少'}",
        )
        yield objection("difference", Gravity.WRONG, utterance, span, words)
    elif change.quantity.is_percent:
        exact = 100 * abs(now - base) / base
        if fit(exact, change.quantity.shown) or slack > pair[0].quantity.step:
            yield proven("growth", utterance, span)
        elif abs(exact - change.quantity.shown.value) > 100 * slack / base * 2:
            words = (
                printed(utterance, change),
                percent(abs(now - base), base, change.quantity.shown.digits),
                f"({number(max(now, base))}-{number(min(now, base))})÷{number(base)}",
            )
            yield objection("growth", Gravity.WRONG, utterance, span, words)
    elif change.quantity.unit == pair[0].quantity.unit:
        if abs(abs(now - base) - change.quantity.value) <= slack:
            yield proven("difference", utterance, span)
        else:
            words = (
                printed(utterance, change),
                number(abs(now - base)),
                f"{number(max(now, base))}-{number(min(now, base))}={number(abs(now - base))}",
            )
            yield objection("difference", Gravity.WRONG, utterance, span, words)


def _scores(discourse: Discourse, utterance: Utterance) -> Iterator[Objection | Proven]:
    """相差5.15分: of the two scores of the sentence, or of the highest and the lowest of the only column of scores."""
    for match in _APART.finditer(utterance.text):
        by, start = Fraction(match["by"]), max(utterance.text.rfind(sign, 0, match.start()) for sign in "。;") + 1
        said = re.finditer(r"(?<![\d.])(\d+(?:\.\d+)?)分", utterance.text[start : match.start()])
        scores = [Fraction(each[1]) for each in said]
        extremes = re.search(r"最高", utterance.text[start : match.start()]) and re.search(
            r"最低", utterance.text[start : match.start()]
        )
        if not scores and extremes:
            scores = _extremes(discourse)
        if len(scores) != 2:
            continue
        apart = abs(scores[0] - scores[1])
        if apart == by:
            yield proven("difference", utterance, match.span())
        else:
            words = (
                match["by"] + "分",
                f"{number(apart)}分",
                f"{number(max(scores))}-{number(min(scores))}={number(apart)}",
            )
            yield objection("difference", Gravity.DOUBTFUL, utterance, match.span(), words)


def _extremes(discourse: Discourse) -> list[Fraction]:
    """The highest and the lowest score where one table has one column of scores."""
    columns = [
        list(column.values(seen.data()).values())
        for seen in discourse.once(views)
        for column in seen.of(ColumnContent.NUMBER, ColumnContent.COUNT)
        if re.search(r"得分|分数|总分|成绩|^分值?$", column.head)
    ]
    return [max(columns[0]), min(columns[0])] if len(columns) == 1 and len(columns[0]) >= 2 else []
