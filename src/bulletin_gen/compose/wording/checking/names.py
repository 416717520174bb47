"""Words before braces that are the name of another figure: 满意率{办结率}; shares of what does not hold the part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.compose.wording.changing import EARLIER
from bulletin_gen.compose.wording.checking.around import Spoken
from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.periods import base_of
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.leaves.frugal import late
from bulletin_gen.profile import Profile

#: What may stand between a name and its figure, and before a name.
BETWEEN = late("(?:分别|均|共|各|仅|约|也|同比|环比|(?:较|比|与)[^，。；]{1,6}|的?占比|变化|达到|为|是|达|有|占)+$")
BEFORE = late("(?:其中|共|和|及|与|而|并|的|【)*")
_NOT = ("不", "未", "无", "非")


def name_doubts(braces: Sequence[Spoken], lexicon: Lexicon) -> Iterator[Doubt]:
    """Braces right behind the name of another figure, and comparisons of another figure than that before them."""
    for each in braces:
        name = _name_of(each, lexicon)
        if not name:
            continue
        if (other := _label_before(each, lexicon)) and _is_another(other, name, lexicon):
            yield _doubt(
                each, f"前面写“{other}”，括号里是“{name}”", f"改成“{name}{each.named.written}”，或换括号里的名称"
            )
        elif not other and (before := _compared_before(each, name, lexicon)):
            advice = f"要说“{before}”的变化，写{before}；要说“{name}”的，前面写上“{name}”"
            yield _doubt(each, f"前面的数是“{before}”，括号里比的是“{name}”", advice)


#: What cannot stand right behind a figure, by its kind.
_MEASURED = "(?:件|宗|起|家|人次|个(?!百分点|月|工作日|小时))"
_POINTS = "分(?=[，。；、）：]|$)"
_NOT_BEHIND = {
    "count": Sought(f"[%％]|个?百分点|{_POINTS}", "% ％ 百分点 分"),
    "score": Sought(f"[%％]|个?百分点|{_MEASURED}"),
    "rate": Sought(f"{_MEASURED}|{_POINTS}", "件 宗 起 家 人次 个 分"),
    "change": Sought(f"[%％]|个?百分点|{_MEASURED}|{_POINTS}"),
}


def unit_doubts(braces: Sequence[Spoken], lexicon: Lexicon) -> Iterator[Doubt]:
    """A unit behind a figure of another kind: {超期}%, {满意率}件, {得分相差}个百分点."""
    for each in braces:
        kind = _kind_of(each, lexicon)
        found = _NOT_BEHIND[kind].match(each.words) if kind else None
        if found is not None:
            about, advice = _UNITS[kind]
            written = f"{each.named.written[:30]}是{about}，后面写“{found[0]}”"
            yield Doubt(each.named.at, "wording.unit", "数和后面的单位不合", written, advice)


_OTHER_UNIT = "改单位，或换括号里的数"
_UNITS = {
    "count": ("件数", _OTHER_UNIT),
    "score": ("得分", _OTHER_UNIT),
    "rate": ("率，自己带%", _OTHER_UNIT),
    "change": ("比较，自己带单位", "删去；要别的单位写在括号里，如{…：同比：件：增加、减少}"),
}


def _kind_of(each: Spoken, lexicon: Lexicon) -> str:
    """count, score, rate or change, of what the braces print; "" for anything else."""
    steps = [step.text for step in each.named.steps]
    if each.named.pattern is not None:
        return ""
    if (
        base_of(each.named)
        and steps[-1] not in EARLIER
        and (steps[-1] in ("同比", "环比") or steps[-1].startswith("较"))
    ):
        return "change"
    name = steps[-1].removesuffix("相差").removeprefix("平均").removeprefix("日均").removeprefix("月均")
    key = lexicon.amounts.get(name, "")
    if key == "score":
        return "score"
    rate = lexicon.profile.rates.get(key)
    if rate is not None:
        percent = not rate.per and lexicon.profile.style(rate.style).percent
        return "rate" if percent and not steps[-1].endswith("相差") else ""
    return "count" if key in lexicon.profile.measures else ""


def _doubt(each: Spoken, found: str, advice: str) -> Doubt:
    return Doubt(each.named.at, "wording.label", "前面的话和括号里的数不是一个", found, advice)


def _name_of(each: Spoken, lexicon: Lexicon) -> str:
    """The measure, rate or score that the braces print, or compare."""
    steps = [step.text for step in each.named.steps]
    if each.named.pattern is not None or any(
        step.startswith("占") or step in ("占比", "个数", "件数") for step in steps
    ):
        return ""
    behind = [step for step in steps if step in ("同比", "环比", "累计", *EARLIER) or step.startswith("较")]
    name = next((step for step in reversed(steps) if step not in behind), "")
    if name in lexicon.amounts:
        return name
    index = max((i for i, step in enumerate(steps) if step in lexicon.amounts), default=-1)
    return steps[index] if index >= 0 and behind and steps[index + 1 :][:1] == behind[:1] else ""


def _label_before(each: Spoken, lexicon: Lexicon) -> str:
    """The name that the words right before the braces are, with nothing but whose it is before it."""
    words = BETWEEN.sub("", each.close)
    known = [name for name in lexicon.amounts if len(name) > 1 and words.endswith(name)]
    if not known:
        return ""
    name = max(known, key=len)
    front = each.before[: len(each.before) - len(each.close)]
    if "分别" in each.close and (front[-1:] == "、" or re.search(f"[和及与]{name}", each.close)):
        return ""  # one of several names, each with its own braces
    rest = BEFORE.sub("", words[: -len(name)])
    whose = [step.text for step in each.named.steps if step.text not in lexicon.amounts]
    return name if not rest or rest in whose else ""


def _is_another(label: str, name: str, lexicon: Lexicon) -> bool:
    """Whether a label is of another figure than a name; 办结 before {按期办结} says less, but nothing else."""
    if lexicon.amounts[label] == lexicon.amounts[name]:
        return False
    return label not in name or name.replace(label, "", 1) in _NOT


def _compared_before(each: Spoken, name: str, lexicon: Lexicon) -> str:
    """The figure right before a comparison that is of another one, which the sentence has not named yet."""
    if not base_of(each.named) or len(each.earlier) < 1 or any(step.text in EARLIER for step in each.named.steps):
        return ""
    if not re.search(r"[}](?:[件宗个人次%]|，|【|（)*(?:同比|环比|(?:较|比)[^，{}]{1,5})?$", each.before):
        return ""
    said = [each_name for one in each.earlier for step in one.steps if (each_name := step.text) in lexicon.amounts]
    keys = [lexicon.amounts[one] for one in said]
    return said[-1] if said and lexicon.amounts[name] not in keys else ""


def share_doubts(braces: Sequence[Spoken], lexicon: Lexicon) -> Iterator[Doubt]:
    """Dispatches as a share of orders, and shares of one whole that are more than all of it."""
    profile, total = lexicon.profile, lexicon.facts.total
    shares: dict[tuple[str, str], list[tuple[str, Spoken]]] = {}
    for each in braces:
        part, whole = _share_of(each, lexicon)
        if not part or not whole:
            continue
        if not profile.by_orders(part) and profile.by_orders(whole):
            one, other = _label(part, lexicon), _label(whole, lexicon)
            counts = "÷".join(str(total[key].text) for key in (part, whole) if key in total)
            found = f"{counts}：“{one}”是派单次数，“{other}”是工单件数，不是“{other}”里有多少件{one}"
            advice = f"一件派几个单位的算几次，比工单的占比大：占一样计的数，或给“{one}”写 计法: 工单"
            yield Doubt(each.named.at, "wording.share", "占比的分子按派单次数、分母按工单件数", found, advice)
        if not each.lists and len(each.named.steps) == 2:
            start = each.before.rpartition("其中")[0] or each.before[:1]
            shares.setdefault((whole, start), []).append((part, each))
    for (whole, _), of in shares.items():
        parts_of = list(dict.fromkeys(part for part, _ in of))
        sums = sum(int(total[part].value or 0) for part in parts_of if part in total)
        apart = not any(_within(profile, one, other) for one in parts_of for other in parts_of if one != other)
        if len(parts_of) > 1 and apart and whole in total and sums > int(total[whole].value or 0):
            names = "、".join(_label(part, lexicon) for part in parts_of)
            found = f"{names}共{sums}，“{_label(whole, lexicon)}”是{total[whole].text}"
            advice = "它们不是一个数分成的几部分：分开说，或换占的数"
            yield Doubt(of[-1][1].named.at, "wording.share", "各部分合起来超过100%", found, advice)


def _share_of(each: Spoken, lexicon: Lexicon) -> tuple[str, str]:
    steps = [step.text for step in each.named.steps]
    whole = lexicon.amounts.get(steps[-1][1:], "") if steps[-1].startswith("占") else ""
    part = lexicon.amounts.get(steps[-2], "") if len(steps) > 1 else ""
    measures = lexicon.profile.measures
    return (part, whole) if part in measures and whole in measures else ("", "")


def _label(key: str, lexicon: Lexicon) -> str:
    return next((label for label, name in lexicon.amounts.items() if name == key and not label.isascii()), key)


def _within(profile: Profile, part: str, whole: str) -> bool:
    """Whether a count is a narrower one of another."""
    while part:
        if part == whole:
            return True
        part = profile.measures[part].of or ""
    return False
