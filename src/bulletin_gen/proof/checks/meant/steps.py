"""由12席增至16席,增长25%; 1049件…不低于10%,即不少于84件: numbers that one clause makes of the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import Shown, fit
from bulletin_gen.proof.checks.evidence import number, objection, percent
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection

_UNIT = r"%|‰|个?百分点|[\u4e00-\u9fff]{1,4}?"
#: What was and what is, each with its unit, and how much that is more or less.
_FROM_TO = late(
    rf"(?:由|从)(?:20\d\d年|\d{{1,2}}月份?)?[^,;。\d]{{0,14}}(?P<old>\d+(?:\.\d+)?)(?P<scale>万|亿)?(?P<unit>{_UNIT})[^,;。\d]{{0,6}}?"
    r"(?P<way>增加|提高|上升|提升|增长|扩大|增|升|扩|涨|拓展|减少|下降|降低|缩短|压缩|压减|缩减|精简|减|降|缩)(?:到|至|为)(?:了)?"
    r"(?:20\d\d年|\d{1,2}月份?)?[^,;。\d]{0,12}?(?P<new>\d+(?:\.\d+)?)(?P=scale)?(?P=unit)[^,;。\d]{0,2}[,(]"
    r"(?P<words>[^,;。\d]{0,12}?(?:(?P<up>增长|增加|提高|上升|提升|扩大|增幅|增|升|涨)|(?P<down>下降|减少|降低|缩短|压缩|压减|缩减|精简|降幅|减|降|缩))[^,;。\d]{0,4}?)"
    rf"(?P<by>\d+(?:\.\d+)?)(?P<by_unit>%|个?百分点|[\u4e00-\u9fff]{{1,4}})"
)
_AT_LEAST = late(
    r"(?P<percent>\d+(?:\.\d+)?)%[^。;\d]{0,8}?,?即(?:不少于|不低于|至少|不超过|约)?(?P<count>\d+)(?P<unit>件|条|家|个|名|人|户|次|份|起)"
)


#: 归并热线7条,即甲、乙、丙3条.
_THAT_IS = late(
    r"(?P<one>\d{1,2})(?P<unit>条|家|个|项|类|处|人|名|起|件)[,:](?:即|分别是|分别为|包括)(?P<names>[^,;。:()\d]+?)(?:等)?(?P<other>\d{1,2})(?P=unit)"
)


def check_steps(discourse: Discourse) -> Iterator[Objection]:
    """Every change from one number to another, and every 即 behind a percentage."""
    for utterance in discourse.utterances:
        for match in _FROM_TO.finditer(utterance.text):
            yield from _changed(utterance, match)
        for match in _AT_LEAST.finditer(utterance.text):
            yield from _at_least(utterance, match)
        for match in _THAT_IS.finditer(utterance.text):
            yield from _that_is(utterance, match)


def _changed(utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    old, new, by = Fraction(match["old"]), Fraction(match["new"]), Fraction(match["by"])
    unit, said = match["unit"], match["by_unit"]
    told = re.search("同比|环比|较|比|(?<!增长)(?<!下降)率", match["words"])
    if not old or old == new or told or match["words"].endswith(("至", "到")):
        return
    shown = Shown(by, len(match["by"].partition(".")[2]))
    apart = abs(new - old)
    if said == "%" and unit != "%":
        right, follows = bool(fit(100 * apart / old, shown)), percent(apart, old, shown.digits)
        why = f"({number(max(old, new))}-{number(min(old, new))})÷{number(old)}"
    elif said == "%" and unit == "%" and apart == by and not fit(100 * apart / old, shown):
        why = f"{number(old)}%与{number(new)}%之差用百分点表示"
        words = (match["by"] + "%", match["by"] + "个百分点", why)
        yield objection("pp_unit", Gravity.DOUBTFUL, utterance, (match.start("words"), match.end()), words)
        return
    elif ("百分点" in said and unit == "%") or said.startswith(unit):
        right, follows = apart == by, number(apart)
        why = f"{number(old)}与{number(new)}相差{number(apart)}"
    else:
        return
    if right and (new > old) != bool(match["up"]):
        right, follows, why = False, "减少" if new < old else "增加", f"由{number(old)}到{number(new)}"
    if not right:
        kind = "growth" if said == "%" else "difference"
        words = (match["by"] + said, follows, why)
        yield objection(kind, Gravity.DOUBTFUL, utterance, (match.start("words"), match.end()), words)


def _that_is(utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """7条,即劳动监察、医保咨询、…6条."""
    names = len(re.split("、|和|及|与", match["names"]))
    if match["one"] != match["other"] and names == int(match["other"]) > 1:
        words = (match["one"] + match["unit"], match["other"] + match["unit"], f"后面列出的是{names}个")
        yield objection("count", Gravity.DOUBTFUL, utterance, match.span(), words)


def _at_least(utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """对1049件…抽查比例不低于10%,即不少于84件."""
    begin = utterance.text.rfind("。", 0, match.start()) + 1
    counts = [each for each in utterance.counts() if begin <= each.start and each.end <= match.start()]
    counts = [each for each in counts if each.quantity.unit == match["unit"] and not each.slack]
    rate, said = Fraction(match["percent"]) / 100, Fraction(match["count"])
    if not counts or any(abs(each.amount * rate - said) < 1 for each in counts):
        return
    exact = counts[-1].amount * rate
    words = (
        match["count"] + match["unit"],
        number(Fraction(-(-exact.numerator // exact.denominator))),
        f"{number(counts[-1].amount)}×{match['percent']}%={number(exact)}",
    )
    yield objection("sum", Gravity.DOUBTFUL, utterance, match.span(), words)
