"""Why two totals of one count differ, part by part, and whether the bulletin says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.model import ScopeFacts
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.profile import Profile
from bulletin_gen.totals.claims import Claim

_WITHOUT = late(r"不含|不包[含括]|不列|未列|没有列|不计|未计|除.{0,20}外|另有|只列|仅列|只统计|仅统计")
_TWICE = late(r"各(?:单位)?各?[计算记]|分别[计算记]|重复[计算记]|多个单位|[两几]个(?:以上)?单位|同时(?:交|转|派)")
_NOBODY = late(
    r"当场|直接(?:答复|办理|解答)|即时|在线(?:答复|办理|解答)|没有(?:交办|承办|转办|派单)|未(?:交办|转办|派单)"
)
_BLANK = late(r"未填|没有填|未分类|未注明|没有分类|不含|另有|其余|未列")
_NAMES = 3


class Cause(Struct, frozen=True):
    """A part of a difference: how much (may be negative), what it is, whether the bulletin says it, and what to do."""

    amount: Count
    what: str
    said: bool
    advice: str


class Causes(Struct, frozen=True):
    """Takes apart the differences of one bulletin; ``printed``: the ids of all its figures."""

    facts: Facts
    profile: Profile
    printed: frozenset[str]

    def of(self, whole: Claim, part: Claim) -> tuple[Cause, ...]:
        """What ``whole`` has and ``part`` has not; together they make up the difference."""
        left = _count(whole) - _count(part)
        nearby = whole.nearby + part.nearby
        known = [*self._by_value(whole, part, nearby)] if part.values else [*self._by_unit(whole, part, nearby)]
        found = [cause for cause in known if cause.amount]
        if rest := left - sum(cause.amount for cause in found):
            found.append(self._rest(whole, rest, nearby))
        return tuple(found)

    def left_out(self, whole: Claim, part: Claim) -> tuple[Cause, ...]:
        """Who has a share in the rate ``whole`` and none in ``part``."""
        rate = self.profile.rates[whole.name]
        return tuple(
            self._missing([unit], rate.denominator, f"没有计入{unit.name.text}", whole.nearby + part.nearby)
            for unit in self._absent(whole, part)
            if _has(unit, rate.denominator)
        )

    def _by_unit(self, whole: Claim, part: Claim, nearby: str) -> Iterator[Cause]:
        absent = self._absent(whole, part)
        own = [unit for unit in absent if unit.group and _has(unit, whole.name)]
        for unit in (each for each in absent if not each.group):
            yield self._missing([unit], whole.name, f"{unit.name.text}{_number(_has(unit, whole.name))}", nearby)
        if own:
            amount = sum(_has(unit, whole.name) for unit in own)
            yield self._missing(own, whole.name, f"没有列出的{_names(own)}{_number(amount)}", nearby)

    def _absent(self, whole: Claim, part: Claim) -> list[ScopeFacts]:
        """Those whose counts are in the whole and not in the part."""
        covers = part.covers or frozenset()
        mine = whole.covers
        every = [unit for unit in self.facts.units if whole.scope in ("total", unit.group)]
        if self.facts.outside is not None and whole.scope == "total":
            every.append(self.facts.outside)
        return [unit for unit in every if unit.key not in covers and (mine is None or unit.key in mine)]

    def _missing(self, units: Sequence[ScopeFacts], name: str, what: str, nearby: str) -> Cause:
        told = all(unit.prose[name].id in self.printed for unit in units if name in unit)
        words = bool(_WITHOUT.search(nearby)) and all(unit.name.text in nearby for unit in units[:1])
        outside = not units[0].group
        advice = f"写出{{{units[0].name.text}：{self._label(name)}}}" if outside else "列出这些单位，或写明没有列出"
        return Cause(sum(_has(unit, name) for unit in units), what, told or words, advice)

    def _label(self, name: str) -> str:
        return self.profile.measures[name].label or name

    def _by_value(self, whole: Claim, part: Claim, nearby: str) -> Iterator[Cause]:
        facts, rule = self.facts.breakdowns[part.values], self.profile.breakdowns[part.values]
        ids = {item.count.id: item for item in facts.items}
        unsaid = [item for key, item in ids.items() if key not in self.printed]
        listed = sum(item.count.value for item in facts.items if isinstance(item.count.value, Count))
        hidden = sum(item.count.value for item in unsaid if isinstance(item.count.value, Count))
        if hidden and _count(part) != listed:
            names = "、".join(item.name.text for item in unsaid[:_NAMES])
            yield Cause(hidden, f"没有列出的{names}{_number(hidden)}", False, "全部列出，或写明只列前几项")
        rest = _count(whole) - listed
        what = (
            f"没有列出的其余各项{_number(rest)}" if rule.top else f"没有填{facts.label or part.values}的{_number(rest)}"
        )
        key = "rest: 其他" if rule.top else "blank: 未填"
        advice = f"在 profile.yaml 的 类别 → {part.values} 里写 {key}，一并列出"
        yield Cause(rest, what, bool(_BLANK.search(nearby)), advice)

    def _rest(self, whole: Claim, amount: Count, nearby: str) -> Cause:
        """What no unit accounts for: orders that count once for several, or that are nobody's."""
        if amount < 0 and self.profile.by_orders(whole.name):
            words = bool(_TWICE.search(nearby))
            return Cause(
                amount,
                f"一件由几个单位办理的，各单位各计一件，多计{_number(-amount)}",
                words,
                "写明“一件由几个单位办理的，各单位各计一件”",
            )
        if amount > 0:
            words = bool(_NOBODY.search(nearby))
            return Cause(amount, f"没有承办单位的{_number(amount)}", words, "写明其余的当场答复、没有交办")
        return Cause(amount, f"原因不明的{_number(amount)}", False, "核对两处的计数")


def _count(claim: Claim) -> Count:
    return claim.value if isinstance(claim.value, Count) else int(claim.value)


def _has(unit: ScopeFacts, name: str) -> Count:
    figure = unit.prose.get(name)
    return figure.value if figure is not None and isinstance(figure.value, Count) else 0


def _names(units: Sequence[ScopeFacts]) -> str:
    shown = "、".join(unit.name.text for unit in units[:_NAMES])
    return f"{shown}等{len(units)}个单位" if len(units) > _NAMES else shown


def _number(value: Count) -> str:
    return f"{value}" if isinstance(value, int) else f"{float(value):g}"
