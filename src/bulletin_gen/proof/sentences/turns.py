"""甲镇、乙镇、丙镇…分别为120件、96件、80件: numbers in turn, each of the name in the same place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral

_JOINTS = ("、", "和", "及", "与", "以及", ",")
_NAMES = late(
    r"(?:^|[,;。:])(?P<names>[^,;。:、\d()]{2,14}(?:(?:、|和|及|以及|与)[^,;。:、\d()]{2,24})+?)(?:,[^,;。:、\d()]{0,16})?$"
)
#: What ends a name of an office, a town or a class; what follows it in the last name is said of all.
_ENDS = "局镇乡办委街道会院类区县市企司队社站所厅"
_PERIODS = late(r"(?P<count>四个季度|[两二三四五六]个月|前[二三四]季度)[^,;。:、\d()]{0,14}$")

_NAMED_MONTHS = late(r"(?:\d{1,2}月份?(?:、|和|及|与|以及)?){2,}[^,;。:、\d()]{0,8}$")
_MONTHS = late(r"(?<!\d)(?P<first>\d{1,2})月?(?:份)?[至到—~-]+(?P<last>\d{1,2})月(?:份)?[^,;。:、\d()]{0,14}$")


def with_turns(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those in turn labelled by their names."""
    found = list(mentions)
    for i, first in enumerate(mentions):
        lead = re.fullmatch(
            r"(?P<before>.*?)(?:分别|依次)(?:办理|受理|承办|转办|收到|接到|办结|占|达到|达|为|是|有|:)*",
            text[: first.start],
            re.DOTALL,
        )
        if lead is None or first.role is Role.CHANGE:
            continue
        row = [first]
        for each in mentions[i + 1 :]:
            if each.lead + each.words not in _JOINTS or each.quantity.unit != first.quantity.unit:
                break
            row.append(each)
        names = _names(lead["before"][-160:], len(row))
        for at, name in enumerate(names):
            found[i + at] = replace(row[at], label=name)
    return found


def _names(before: str, count: int) -> list[str]:
    """As many names as there are numbers; none where they are not as many."""
    said = before[max(before.rfind(sign) for sign in "。;") + 1 :]
    match = _NAMES.search(said)
    names = re.split("、|和|及|以及|与", match["names"]) if match else []
    if len(names) == count and count > 1:
        ends = {name[-1] for name in names[:-1]}
        cut = next((at for at, sign in enumerate(names[-1], 1) if at > 1 and sign in ends and sign in _ENDS), 0)
        return [*names[:-1], names[-1][:cut] if cut else names[-1]]
    named = _NAMED_MONTHS.search(said)
    listed = re.findall(r"\d{1,2}月", named[0]) if named else []
    if len(listed) == count > 1:
        return listed
    months = _MONTHS.search(said)
    if months and int(months["last"]) - int(months["first"]) + 1 == count:
        return [f"{month}月" for month in range(int(months["first"]), int(months["last"]) + 1)]
    if count in (5, 7) and re.search(rf"周一(?:至|到|—|-)周{'五' if count == 5 else '日'}", said):
        return [f"周{day}" for day in "一二三四五六日"[:count]]
    periods = _PERIODS.search(said)
    if periods and count > 1 and "季度" in periods["count"]:
        many = 4 if periods["count"] == "四个季度" else numeral(periods["count"][1])
        return [f"第{sign}季度" for sign in "一二三四"[:count]] if many == count else []
    return []
