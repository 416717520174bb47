"""What a figure is a share of: of the whole, of a breakdown's base, of a group, of another count."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.syntax import NameStep
from bulletin_gen.compose.wording.things import Amount, Holder, Listing, Weight, share_amount
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.profile import Profile


def _holds(profile: Profile, whole: str, part: str) -> bool:
    """Whether a count is one of which another, by its rule, is a part."""
    of = profile.measures[part].of
    while of:
        if of == whole:
            return True
        of = profile.measures[of].of
    return False


class SharesAsked(Struct, frozen=True):
    """Makes the shares that braces ask for."""

    lexicon: Lexicon

    def of_holder(self, holder: Holder) -> Amount:
        """The share that a member's own count is; nothing where the office does not speak of so few."""
        if holder.count is None:
            advice = f"“{holder.called}”没有自己的件数；写明占的是什么数，如{{受理：占比}}"
            return Amount(None, Weight.MISSING, holder.own, holder, advice)
        share, total = holder.share, self.lexicon.facts.total
        rule = self.lexicon.profile.breakdowns.get(holder.breakdown)
        whole = total.prose.get((rule.base or rule.measure) if rule else holder.own)
        least = rule.share_from if rule else 0
        if isinstance(holder.count.value, int) and holder.count.value < least:
            return Amount(
                None, Weight.MISSING, holder.own, holder, f"不足{least}件的不写占比（规则里的“几件起写占比”）"
            )
        if share is None and holder.own in total:
            whole = total.prose[holder.own]
            share = self.lexicon.facts.desk.share(
                f"{holder.key}.{holder.own}.占比", holder.count, whole, "rate", "占全部的比重"
            )
        of_whole = share is not None and whole is not None and share.denominator == whole.value
        return share_amount(share, holder, holder.count, whole if of_whole else None)

    def beneath(self, value: Holder) -> tuple[Holder, ...]:
        """The sub-values of a value, each with its share of that."""
        return tuple(self.of_parent(sub, value) for sub in value.inner)

    def of_parent(self, sub: Holder, value: Holder) -> Holder:
        """A sub-value with its share of the value that it is part of."""
        assert sub.count is not None and value.count is not None  # values are counted
        rule = f"占{value.called}的比重"
        share = self.lexicon.facts.desk.share(f"{sub.key}.share", sub.count, value.count, "rate", rule)
        return replace(sub, share=share)

    def of_named(self, sub: Holder, step: NameStep) -> Amount | None:
        """占供水排水, 占供水排水类: a sub-value's share of the value that holds it, by that one's name; None where it
        is another's."""
        named = step.text.removeprefix("占").rpartition("：")[2]
        names = (named, named.removesuffix("类"), f"{named}类")
        parents = (self.lexicon.value(sub.breakdown, name) for name in names)
        parent = next((each for each in parents if each is not None), None)
        if parent is None or not sub.key.startswith(f"{parent.key}."):
            return None
        return self.of_holder(self.of_parent(sub, parent))

    def joint(self, listing: Listing, count: Figure) -> Figure | None:
        """What a list's sum is of the whole, or of its breakdown's base; None where that has no such count."""
        total, own = self.lexicon.facts.total, listing.own
        rule, whole = None, listing.key.removeprefix("breakdowns.")
        if whole in self.lexicon.facts.breakdowns:
            return self.lexicon.facts.breakdowns[whole].total_share
        if listing.kind == "values" and listing.key.startswith("breakdowns."):
            rule = self.lexicon.profile.breakdowns[listing.key.split(".")[1]]
            own = rule.base or rule.measure
        if own not in total:
            return None
        return self.lexicon.facts.desk.share(
            f"{listing.key}.占比", count, total.prose[own], rule.style if rule else "rate", "合计的比重"
        )

    def group_of(self, name: str, amount: Amount) -> Holder | None:
        """The group that 占县直单位 or 占本组 means for an amount of a unit."""
        unit = amount.whose.scope if amount.whose is not None and amount.whose.kind == "unit" else None
        called = unit.group if name == "占本组" and unit is not None else name[1:] if name.startswith("占") else ""
        return self.lexicon.group_named(called) if called else None

    def of_amount(self, amount: Amount, step: NameStep) -> Amount:
        """占比 behind an amount: of that count of the whole; of how many units there are, or of those that are assessed
        where all of the list are. Raises ``SlipError`` for the whole."""
        if amount.list_count is not None:
            units = self.lexicon.units().members
            scored = [each for each in units if each.scope and "score" in each.scope]
            among = {each.key for each in amount.list_count.members} <= {each.key for each in scored}
            base = scored if scored and among else list(units)
            figure = self.lexicon.facts.desk.number_of("参评单位" if len(base) < len(units) else "单位", len(base))
            return self.within(amount, figure, step)
        if amount.whose is None or amount.whose.kind == "whole":
            raise self._of_what(amount, step)
        return self.within(amount, self.lexicon.facts.total.prose.get(amount.name), step)

    def _of_what(self, amount: Amount, step: NameStep) -> SlipError:
        """What to say of a figure of the whole whose share is asked for, and not of what."""
        profile = self.lexicon.profile
        if amount.name not in profile.measures:
            return SlipError(step.at, "只有件数、个数才有占比", step.text, advice="删去；要说占比，写计数，如{…：占…}")
        label = measure_label(profile, amount.name)
        wider = [name for name in profile.measures if name != amount.name and _holds(profile, name, amount.name)]
        if not wider:
            return SlipError(step.at, "这就是全部，没有占比", advice="要说占哪个数，写{…：占…}")
        kind = f"没写“{label}”占哪个数"
        return SlipError(step.at, kind, step.text, advice=f"写{{{label}：占{measure_label(profile, wider[0])}}}")

    def within(self, amount: Amount, whole: Figure | None, step: NameStep) -> Amount:
        """An amount as a share of another figure. Raises ``SlipError`` for what is no count."""
        if amount.figure is None or whole is None:
            return Amount(None, Weight.MISSING, reason=amount.reason or "没有可以占的数")
        if not isinstance(amount.figure.value, int):
            raise SlipError(step.at, "只有件数、个数才有占比", step.text, advice="删去")
        share = self.lexicon.facts.desk.share(
            f"share.{amount.figure.id}.{whole.id}", amount.figure, whole, "rate", "占比"
        )
        return share_amount(share, self.lexicon.whole, amount.figure, whole)
