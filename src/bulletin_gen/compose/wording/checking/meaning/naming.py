"""What words say a figure counts, by the table of concepts: 未办结{办结}, 按期办结{办结}, 不满意率{满意率}, 日均{受理};
and units that it is not counted in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.meaning.concepts import Signs
from bulletin_gen.compose.wording.checking.meaning.fields import Meanings, Meant
from bulletin_gen.compose.wording.checking.names import BETWEEN
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.leaves.frugal import late

#: The words next to the braces that say what is counted: back to what only says whose or when.
_SUBJECT = late("[^的其共已本全]*$")
_EACH = Sought(
    "(?P<word>日均|天均|平均每[天日]|每[天日]平均|每[天日]|月均|平均每月|周均|人均|户均|平均每[家个](?:单位|部门)?|每家平均)"
    "[^，。；、每]{0,6}$",
    "均 每天 每日",
)
_MEASURED = {
    "count": Sought("(?:家|天|小时|个?工作日|星(?!期)|名(?!工|次))"),
    "day": Sought("小时|分钟|个?月|周|个?工作日"),
    "share": Sought("件|宗|家|人次|天|分(?=[，。；、]|$)"),
}
_SIDES = {
    "timely": ("按期", "超期"), "closed": ("办结", "未办结"), "content": ("满意", "不满意"),
    "handed": ("转办", "未转办"), "solved": ("已解决", "未解决"), "asked": ("评价", "未评价"),
    "reached": ("接通", "未接通"), "signed": ("签收", "未签收"),
}  # fmt: skip
_DENIED = "(?:尚未|没有|未能|未|没|不|非|无)(?:能|被)?"


def naming_doubts(fields: Sequence[Meant], known: Meanings) -> Iterator[Doubt]:
    """Words before braces that say the opposite of what these count, a narrower thing, or its mean a day."""
    for field in fields:
        if wrong := _not_as_written(field):
            yield Doubt(field.spoken.named.at, "wording.unit", "数和后面的单位不合", wrong, "改单位，或换括号里的数")
        if field.kind not in ("count", "rate") or not field.key:
            continue
        if wrong := _otherwise(field, known):
            yield _doubt(field, wrong, "改前面的话，或换括号里的名称")
        elif field.kind == "count" and (each := _EACH.search(field.spoken.close)) and not _is_mean(field):
            label = known.label(field.key)
            advice = f"写{{日均{label}}}、{{平均{label}}}（各单位的平均），或改前面的话"
            yield _doubt(field, f"写“{each['word']}”，{field.written}是总数", advice)
        if unit := _unit(field, known):
            yield Doubt(field.spoken.named.at, "wording.unit", "数和后面的单位不合", unit, "改单位，或换括号里的数")


def _not_as_written(field: Meant) -> str:
    """件 behind a share, and names between 第 and 位."""
    if field.kind == "share" and (unit := _MEASURED["share"].match(field.spoken.words)):
        return f"{field.written}是占比，自己带%，后面写“{unit[0]}”"
    is_place = field.spoken.close.endswith("第") and re.match("[位名]", field.spoken.words)
    if field.kind == "list" and is_place:
        return f"“第…位”之间的{field.written}是名单，不是名次；名次写{{某单位：转办：名次}}"
    return ""


def _is_mean(field: Meant) -> bool:
    return any("均" in step or "每" in step for step in field.steps)


def _otherwise(field: Meant, known: Meanings) -> str:
    """What the words right before braces say that these are not of."""
    close = BETWEEN.sub("", re.sub("(?:件|个|宗)$", "", field.spoken.close))
    found = _SUBJECT.search(close)
    subject = found[0] if found else ""
    label = known.label(field.key)
    if not subject:
        return ""
    if denied := _denied(subject, label, known):
        return f"前面写“{denied}”，括号里是“{label}”"
    said, mine = known.concepts.in_words(subject), known.concepts.of(field.key)
    for concept, so in said.items():
        if concept in mine and mine[concept] != so:
            return f"前面写“{subject[-10:]}”（{_side(concept, so=so)}），“{label}”是{_side(concept, so=not so)}的"
    # 按期办结 before what is closed at all: a narrower thing, which the office counts too.
    if said.get("timely") and "timely" not in mine and _is_counted(said, field, known):
        return f"前面写“{subject[-10:]}”，“{label}”不分是否按期"
    return ""


def _denied(subject: str, label: str, known: Meanings) -> str:
    """未评价 before {评价}, whatever the office calls its counts; nothing where that is a name too."""
    said = re.search(f"{_DENIED}{re.escape(label)}(?:的?(?:工单|诉求|件|数|量))*$", subject)
    return said[0] if said and not any(said[0].startswith(name) for name in known.lexicon.amounts) else ""


def _side(concept: str, *, so: bool) -> str:
    return _SIDES[concept][0 if so else 1]


def _is_counted(said: Signs, field: Meant, known: Meanings) -> bool:
    """Whether the profile has another figure of the kind that is what the words say."""
    profile = known.walker.profile
    others = profile.measures if field.kind == "count" else profile.rates
    return any(known.concepts.of(key).get("timely") == said["timely"] for key in others if key != field.key)


def _unit(field: Meant, known: Meanings) -> str:
    """A unit right behind the braces that nothing of the kind is counted in."""
    profile = known.walker.profile
    if field.kind == "count":
        rule = profile.measures.get(field.key)
        if rule is None or rule.supplied or rule.sum or rule.plus:
            return ""
        found = _MEASURED["count"].match(field.spoken.words)
        return f"{field.written}是件数，后面写“{found[0]}”" if found else ""
    rate = profile.rates.get(field.key)
    found = _MEASURED["day"].match(field.spoken.words) if rate is not None and rate.per == "day" else None
    return f"{field.written}是天数，后面写“{found[0]}”" if found else ""


def _doubt(field: Meant, found: str, advice: str) -> Doubt:
    return Doubt(field.spoken.named.at, "wording.label", "前面的话和括号里的数不是一个", found, advice)
