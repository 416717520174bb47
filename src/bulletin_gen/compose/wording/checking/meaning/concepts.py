"""The table of concepts: what may be so or not of an order (按期 or 超期, 办结 or 未办结…), the words that say either,
and the conditions of a profile that mean it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from bulletin_gen.canonical import CONTENT, DISCONTENT
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Condition

#: Concept → what says that it is so, and what says that it is not.
_WORDS: Mapping[str, tuple[str, str]] = {
    "timely": ("按期 按时 如期 准时 限时 期限内 时限内", "超期 逾期 超时 延误"),
    "closed": ("办结 结案 办毕 办理完毕 办理完成", "在办 办理中 正在办理 待办"),
    "content": ("满意", "不满意 不满"),
    "handed": ("转办 交办 派单 派发 转派 派遣", "直办 直接答复 直接办结 直接办理 当场答复 即时办结 在线解答 自行处理"),
    "solved": ("解决", ""),
    "asked": ("评价 回访", ""),
    "reached": ("接通", ""),
    "signed": ("签收", ""),
}
#: The column of a condition, and its value → which concept it is, and whether it is so.
_COLUMNS: Mapping[tuple[str, bool], tuple[str, bool]] = {
    ("closed_on_time", True): ("timely", True), ("closed_on_time", False): ("timely", False),
    ("overdue", True): ("timely", False), ("overdue", False): ("timely", True),
    ("acknowledged_in_time", True): ("timely", True), ("acknowledged_in_time", False): ("timely", False),
    ("closed", True): ("closed", True), ("closed", False): ("closed", False),
    ("dispatched", True): ("handed", True), ("dispatched", False): ("handed", False),
    ("callback_connected", True): ("reached", True), ("callback_connected", False): ("reached", False),
}  # fmt: skip
_NOT = "(?:尚未|没有|未能|未|没|不|非|无)(?:能|被)?"
#: 应办结 is what is due, neither closed nor open; 满意度 is a number of its own.
_NEITHER = Sought("应(?:当|予)?(?:按期)?(?:办结|结案|签收)|待(?:签收|评价)|评价(?:方式|结果)", "应 待 评价")

Signs = Mapping[str, bool]


class Concepts(Struct, frozen=True, dict=True):
    """Reads concepts off words and off measures and rates."""

    profile: Profile

    @cached_property
    def _said(self) -> re.Pattern[str]:
        alternatives = sorted(
            {word for words in _WORDS.values() for side in words for word in side.split()}, key=len, reverse=True
        )
        return re.compile(f"(?P<not>{_NOT})?(?P<word>{'|'.join(alternatives)})")

    def in_words(self, text: str) -> Signs:
        """What words say: 未按期办结 is not timely, 不满意 not content; nothing of what they say both ways."""
        found: dict[str, set[bool]] = {}
        denied = False
        for said in self._said.finditer(_NEITHER.sub("", text)):
            if said["word"] in ("不满意", "不满"):
                concept, so = "content", False
            else:
                concept, so = next((name, word_so) for name, word_so in _meanings(said["word"]))
                so = so != bool(said["not"])
            if denied and concept == "closed":
                continue  # 未按期办结 says nothing of whether it is closed
            denied = bool(said["not"]) and concept == "timely"
            found.setdefault(concept, set()).add(so)
        return {concept: next(iter(ways)) for concept, ways in found.items() if len(ways) == 1}

    def of(self, key: str) -> Signs:
        """What a measure or a rate of the profile is of, by its conditions and by what it is called."""
        rate = self.profile.rates.get(key)
        if rate is not None:
            signs = dict(self.of(rate.numerator))
            base = self.of(rate.denominator)
            own = {concept: so for concept, so in signs.items() if concept not in base}
            if rate.complement and len(own) == 1:
                signs |= {concept: not so for concept, so in own.items()}
            return _agreeing((signs, self.in_words(rate.label or key)))
        rule = self.profile.measures.get(key)
        if rule is None:
            return self.in_words(key)
        conditions = dict(_of_conditions(self._where(key)))
        return _agreeing((conditions, self.in_words(rule.label or key)))

    def _where(self, key: str) -> Iterator[tuple[str, Condition]]:
        """The conditions of a measure, with those of what it is a part of; ``{}`` for a formula of others."""
        while key:
            rule = self.profile.measures[key]
            yield from rule.where.items()
            key = rule.of or ""


def _meanings(word: str) -> Iterator[tuple[str, bool]]:
    for concept, (so, not_so) in _WORDS.items():
        if word in so.split():
            yield concept, True
        if word in not_so.split():
            yield concept, False


def _of_conditions(where: Iterable[tuple[str, Condition]]) -> Iterator[tuple[str, bool]]:
    for column, condition in where:
        values = condition.any_of or ()
        if column in ("result_opinion", "process_opinion") and values:
            yield "asked", True
            if set(values) <= set(CONTENT):
                yield "content", True
            elif set(values) <= set(DISCONTENT):
                yield "content", False
        for value in values if len(values) == 1 else ():
            if isinstance(value, bool) and (column, value) in _COLUMNS:
                yield _COLUMNS[column, value]
                if column == "closed_on_time" and value:
                    yield "closed", True


def _agreeing(signs: Iterable[Signs]) -> Signs:
    """All of several readings, without what they contradict each other in."""
    found: dict[str, set[bool]] = {}
    for each in signs:
        for concept, so in each.items():
            found.setdefault(concept, set()).add(so)
    return {concept: next(iter(ways)) for concept, ways in found.items() if len(ways) == 1}
