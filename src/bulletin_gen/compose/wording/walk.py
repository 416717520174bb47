"""From the names in a pair of braces to the thing that they mean, step by step from wide to narrow."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from bulletin_gen.compose.wording.changing import against_of, changed, earlier_or_scaled, since_new_year, worded
from bulletin_gen.compose.wording.choosing.bounds import bounded
from bulletin_gen.compose.wording.choosing.places import place_asked
from bulletin_gen.compose.wording.lexicon import LISTS, Lexicon, counted, text_of
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.picking import (
    Pick,
    change_in,
    having_or_not,
    moved,
    only_of,
    pick_of,
    picked,
    picked_by_change,
    picked_by_direction,
    refuse_after,
    refuse_crossed,
    refuse_pick,
    refuse_rate,
    refuse_whole_only,
    rest_of,
    spread,
)  # fmt: skip
from bulletin_gen.compose.wording.sharing import SharesAsked
from bulletin_gen.compose.wording.syntax import Named, NameStep
from bulletin_gen.compose.wording.things import (
    Amount,
    Holder,
    Listing,
    ListKind,
    Thing,
    Weight,
    of_group,
    share_amount,
)
from bulletin_gen.facts.figure import Figure

_SCORES = ("score", "rank", "grade")
_CALLED = {"unit": "单位", "orders": "单位", "move": "单位", "order": "编号"}


class Walker:
    """Follows the names of one pair of braces; ``inside`` is the member of a pattern, or the whole."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.desk = lexicon.facts.desk
        self.profile = lexicon.profile
        self.shares = SharesAsked(lexicon)

    def thing(self, named: Named, inside: Holder) -> Thing:
        """What the braces mean. Raises ``SlipError`` at the name that means nothing there."""
        first, *rest = named.steps
        thing = self._first(first, inside)
        for step in rest:
            thing = self._next(thing, step)
        return thing

    def _first(self, step: NameStep, inside: Holder) -> Thing:
        name = step.text
        ways: tuple[Callable[[NameStep, Holder], Thing | None], ...] = (
            self._member_word, self._label, self._list, self._whose, self._member_form,
        )  # fmt: skip
        for way in ways:
            if (thing := way(step, inside)) is not None:
                return thing
        if pick_of(name) or only_of(name) or name.startswith("有"):
            raise refuse_pick(step, self.lexicon)
        raise self.lexicon.unknown(step)

    # what only the member of a pattern has

    def _member_word(self, step: NameStep, inside: Holder) -> Thing | None:
        if inside.kind == "whole":
            return None
        name = step.text
        if name in inside.words:
            amount = counted(inside.words[name], "", inside)
            return replace(amount, list_count=self._units_of(inside)) if name == "个数" else amount
        if name == "名称" or name == _CALLED.get(inside.kind):
            return Amount(inside.name, Weight.NEUTRAL, "", inside)
        if name in ("件数", "占比"):
            refuse_rate(step, inside.own, self.profile)
            return self._own(inside, name)
        if name == "单位" and inside.kind == "value":
            raise refuse_crossed(step, inside.called)
        if name in ("单位", "子类", "工单") and (inside.inner or name in ("子类", "单位")):
            kinds: dict[str, ListKind] = {"单位": "units", "子类": "values", "工单": "order"}
            members = self.shares.beneath(inside) if name == "子类" else inside.inner
            order = ("-count",) if name == "子类" else ()
            return Listing(kinds[name], f"{inside.key}.{name}", members, inside.own, parent=inside, order=order)
        return None

    def _own(self, inside: Holder, name: str) -> Amount:
        if name == "件数":
            return counted(inside.count, inside.own, inside, f"“{inside.called}”没有自己的件数；写明是什么数，如受理")
        return self.shares.of_holder(inside)

    def _member_form(self, step: NameStep, inside: Holder) -> Thing | None:
        """同比 and the like of a member's own figure; picks from a group's units."""
        if inside.kind == "whole":
            return None
        if against_of(step.text, self.desk.bases):
            if inside.scope is None or not inside.own:
                return changed(self.desk, Amount(None, Weight.MISSING, inside.own, inside, "没有可比的数"), step)
            return changed(self.desk, counted(inside.scope.prose.get(inside.own), inside.own, inside), step)
        if inside.kind in ("group", "grade") and (pick_of(step.text) or step.text.startswith("有")):
            return self._of_list(self._units_of(inside), step)
        return None

    # labels, of whatever is spoken of

    def _label(self, step: NameStep, holder: Holder) -> Thing | None:
        name, lexicon = step.text, self.lexicon
        if name in lexicon.twice:
            raise lexicon.said_twice(step)
        if name in LISTS and holder.kind == "whole":
            return None
        if name in lexicon.amounts:
            return self._amount(step, holder, lexicon.amounts[name])
        if name in lexicon.fixed:
            amount = lexicon.fixed[name]
            if holder.kind != "whole" and amount.weight is not Weight.NEUTRAL:
                advice = f"要写全部的，写{{全部：{name}}}"
                raise SlipError(step.at, f"“{name}”只有全部的数，没有“{holder.called}”的", advice=advice)
            return amount
        return self._mean(step, holder) or self._daily(step, holder)

    def _daily(self, step: NameStep, holder: Holder) -> Amount | None:
        """日均受理, 月均受理: a count divided by the days, or the months, of the period."""
        label = step.text.removeprefix("日均").removeprefix("月均")
        key = self.lexicon.amounts.get(label, "")
        if label == step.text or key not in self.profile.measures:
            return None
        amount = self._amount(step, holder, key)
        if step.text.startswith("月均") and not self.desk.months:
            raise SlipError(step.at, "这一期不是整月，没有月均", step.text, advice="写日均")
        each = self.desk.monthly if step.text.startswith("月均") else self.desk.daily
        figure = each(amount.figure) if amount.figure is not None else None
        return counted(figure, "", holder, amount.reason)

    def _amount(self, step: NameStep, holder: Holder, key: str) -> Amount:
        scope = holder.scope
        if holder.kind != "whole":
            refuse_whole_only(step, key, holder.called, self.lexicon.whole_only)
        if holder.kind == "grade" and key in ("deduct", "bonus"):
            return Amount(None, Weight.MISSING, key, holder, f"评为{holder.called}没有{step.text}")
        if holder.kind == "grade" or scope is None:
            raise SlipError(step.at, f"“{holder.called}”没有“{step.text}”", advice="换一个它有的名称")
        if key in scope:
            return counted(scope.prose[key], key, holder)
        if holder.kind == "unit":
            return Amount(None, Weight.MISSING, key, holder, f"“{holder.called}”没有{step.text}")
        advice = "写平均得分，或写明是哪个单位" if key in _SCORES else "换一个它有的名称"
        raise SlipError(step.at, f"“{holder.called}”没有“{step.text}”的数", advice=advice)

    def _mean(self, step: NameStep, holder: Holder) -> Amount | None:
        """平均得分, of all units or of a group's."""
        label = step.text.removeprefix("平均")
        if label == step.text or label not in self.lexicon.amounts or holder.kind not in ("whole", "group"):
            return None
        key = self.lexicon.amounts[label]
        units = holder.inner if holder.kind == "group" else self.lexicon.units().members
        group = holder.key.removeprefix("groups.") if holder.kind == "group" else ""
        figure = self.desk.mean(holder.key, [each.scope for each in units if each.scope], key, group)
        return counted(figure, key, holder, "没有参评的单位")

    # lists and holders

    def _list(self, step: NameStep, inside: Holder) -> Thing | None:
        found = self.lexicon.list_named(step.text)
        if found is not None and inside.kind == "group" and found.kind == "units":
            return of_group(found, inside)
        return found

    def _whose(self, step: NameStep, inside: Holder) -> Thing | None:
        name = step.text
        if name == "全部":
            return self.lexicon.whole
        if (group := self.lexicon.group_named(name)) is not None:
            return group
        if inside.kind == "value" and (sub := self.lexicon.sub_named(inside, name)):
            return sub
        units = [unit] if (unit := self.lexicon.unit_named(name)) else []
        found = [*units, *self.lexicon.values_named(name)]
        if len(found) > 1:
            raise self.lexicon.ambiguous(step, found)
        return found[0] if found else None

    def _units_of(self, holder: Holder) -> Listing:
        return Listing("units", holder.key, holder.inner, parent=holder, label=holder.called)

    # further steps

    def _next(self, thing: Thing, step: NameStep) -> Thing:
        if isinstance(thing, Holder):
            return self._of_holder(thing, step)
        if isinstance(thing, Listing):
            return self._of_list(thing, step)
        if isinstance(thing, Amount):
            return self._of_amount(thing, step)
        return worded(self.desk, thing, step)

    def _of_holder(self, holder: Holder, step: NameStep) -> Thing:
        name = step.text
        if holder.kind == "grade":
            return self._of_grade(holder, step)
        own = counted(holder.count, holder.own, holder)
        if holder.kind == "value" and (further := earlier_or_scaled(self.desk, own, step)) is not None:
            return further
        if (found := self._label(step, holder)) is not None:
            return found
        if name == "占比" and holder.kind != "group":
            return self.shares.of_holder(holder)
        if name == "件数":
            return self._own(holder, name)
        if against_of(name, self.desk.bases) and holder.kind == "value":
            return changed(self.desk, own, step)
        if holder.kind == "value":
            return self._of_value(holder, step)
        if holder.kind == "group":
            found = self._list(step, holder) if name != "单位" else self._units_of(holder)
            return found if found is not None else self._of_list(self._units_of(holder), step)
        if holder.kind == "whole":
            return self._first(step, holder)
        raise refuse_after(self.lexicon, holder, step)

    def _of_grade(self, grade: Holder, step: NameStep) -> Thing:
        units = self._units_of(grade)
        if step.text == "个数":
            return replace(counted(grade.words["个数"], "", self.lexicon.whole), list_count=units)
        if step.text in grade.words:
            return counted(grade.words[step.text], "", grade)
        return units if step.text == "单位" else self._of_list(units, step)

    def _of_value(self, value: Holder, step: NameStep) -> Thing:
        if step.text == "子类":
            beneath = self.shares.beneath(value)
            return Listing("values", f"{value.key}.子类", beneath, value.own, parent=value, order=("-count",))
        if (sub := self.lexicon.sub_named(value, step.text)) is not None:
            return self.shares.of_parent(sub, value)
        if step.text.startswith("占") and (key := self.lexicon.amounts.get(step.text[1:])) is not None:
            own = counted(value.count, value.own, value)
            return self.shares.within(own, self.lexicon.facts.total.prose.get(key), step)
        if step.text.startswith("占") and (share := self.shares.of_named(value, step)) is not None:
            return share
        raise refuse_after(self.lexicon, value, step)

    def _of_list(self, listing: Listing, step: NameStep) -> Thing:
        name = step.text
        if name == "分段":
            return replace(listing, apart=True)
        if name in ("个数", "件数", "占比"):
            return self._together(listing, step)
        if name in ("标准", "每件分值"):
            return self._of_rules(listing, step)
        if listing.kind == "values" and (value := self._member(listing, name)) is not None:
            return value
        if name in self.lexicon.amounts or name in self.lexicon.twice:
            return self._summed(listing, step)
        if (member := self._member(listing, name)) is not None:
            return member
        if (shown := only_of(name)) is not None:
            return replace(listing, shown=shown)
        if name == "其余":
            return rest_of(listing, step)
        return self._chosen(listing, step)

    def _of_rules(self, listing: Listing, step: NameStep) -> Amount:
        """The bound of a list, or the points that each order of an order list costs: numbers of the rules."""
        kind, _, key = listing.key.partition(".")
        figure = None
        if kind == "order_lists" and step.text == "每件分值":
            figure = self.lexicon.facts.order_lists[key].per_item
        elif kind == "lists" and key in self.profile.lists and step.text == "标准":
            figure = self.desk.bound_of(key)
        if figure is None:
            raise SlipError(
                step.at, f"“{listing.label}”没有{step.text}", advice="在 profile.yaml 的名单里写明，只写一个界限"
            )
        return Amount(figure, Weight.NEUTRAL)

    def _member(self, listing: Listing, name: str) -> Holder | None:
        if listing.kind == "values" and listing.key.startswith("breakdowns."):
            value = self.lexicon.value(listing.key.split(".")[1], name)
            if value is not None:
                return value
        unit = self.lexicon.unit_named(name) if listing.kind in ("units", "orders") else None
        called = unit.called if unit else name
        # A grade that nobody has stands in no list, and has its number nevertheless.
        members = self.lexicon.every_grade if listing.kind == "grades" else listing.members
        return next((each for each in members if each.called == called), None)

    def _chosen(self, listing: Listing, step: NameStep) -> Thing:
        name = step.text
        for way in (picked_by_direction, spread, having_or_not, bounded):
            if (further := way(listing, step, self.lexicon)) is not None:
                return further
        pick = pick_of(name)
        if pick is not None and (chosen := self._by_change(listing, pick, step)) is not None:
            return chosen
        if listing.kind == "moves" and name in ("上升", "下降"):
            return moved(listing, name)
        if pick is not None and (not pick.by or pick.by in self.lexicon.amounts):
            key = self.lexicon.amounts[pick.by] if pick.by else ""
            refuse_whole_only(step, key, listing.label, self.lexicon.whole_only)
            return picked(listing, pick, key, step, self.profile)
        if name.startswith("有") and listing.kind == "grades":
            kept = tuple(each for each in listing.members if name[1:] in each.words and each.words[name[1:]].value)
            return replace(listing, key=f"{listing.key}.{name}", members=kept)
        if name.startswith("平均") and name.removeprefix("平均") in self.lexicon.amounts:
            key = self.lexicon.amounts[name.removeprefix("平均")]
            return counted(self.desk.mean(listing.key, listing.scopes, key), key, self.lexicon.whole, "名单是空的")
        narrower = self.lexicon.list_named(name)
        if narrower is not None and narrower.kind == listing.kind == "units":
            names = {each.key for each in listing.members}
            kept = tuple(each for each in narrower.members if each.key in names)
            return replace(narrower, key=f"{listing.key}.{name}", members=kept, parent=listing.parent)
        raise self.lexicon.unknown_value(listing, step) if listing.kind == "values" else self.lexicon.unknown(step)

    def _by_change(self, listing: Listing, pick: Pick, step: NameStep) -> Listing | None:
        """环比前3, 满意率同比后2: those that rose or fell most; None where the pick is by a figure itself."""
        label, against = change_in(pick.by, self.desk.bases)
        key = self.lexicon.amounts.get(label, "") if label else listing.own
        return picked_by_change(listing, pick, key, against, step, self.desk) if against and key else None

    def _together(self, listing: Listing, step: NameStep) -> Amount:
        if step.text == "个数":
            figure = self.desk.number_of(listing.key, len(listing.members))
            return replace(counted(figure, "", self.lexicon.whole), list_count=listing)
        if not listing.own:
            raise SlipError(step.at, f"这个名单没有自己的{step.text}", advice="写明是什么数，如{…：受理}")
        refuse_rate(step, listing.own, self.profile)
        count = self._sum_of(listing, listing.own, step)
        if step.text == "件数":
            return counted(count, listing.own, self.lexicon.whole)
        return share_amount(self.shares.joint(listing, count), self.lexicon.whole)

    def _sum_of(self, listing: Listing, key: str, step: NameStep) -> Figure:
        counts = [each.count for each in listing.members if each.count is not None]
        if key == listing.own and len(counts) == len(listing.members) and listing.kind != "units":
            total = sum(int(each.value) for each in counts if isinstance(each.value, int))
            return self.desk.book.measure(f"asked.{listing.key}.{key}", key, total, counts)
        figure = self.desk.summed(listing.key, listing.scopes, key)
        if figure is None:
            kind = f"“{step.text}”一件可派几个单位，不能按名单相加"
            raise SlipError(step.at, kind, advice="写全部的数，或写按派单计的数")
        return figure

    def _summed(self, listing: Listing, step: NameStep) -> Amount:
        name = step.text
        if name in self.lexicon.twice:
            self._label(step, self.lexicon.whole)
        key = self.lexicon.amounts[name]
        refuse_whole_only(step, key, listing.label, self.lexicon.whole_only)
        if key not in self.profile.measures and key not in self.profile.rates:
            raise SlipError(step.at, f"几个单位的“{name}”不能相加", advice=f"写平均{name}")
        return counted(self._sum_of(listing, key, step), key, self.lexicon.whole)

    def _of_amount(self, amount: Amount, step: NameStep) -> Thing:
        name = step.text
        if against_of(name, self.desk.bases):
            return changed(self.desk, amount, step)
        if name == "累计":
            return since_new_year(self.desk, amount, step)
        if name == "占比":
            return self.shares.of_amount(amount, step)
        if (group := self.shares.group_of(name, amount)) is not None and group.scope is not None:
            return self.shares.within(amount, group.scope.prose.get(amount.name), step)
        if (further := earlier_or_scaled(self.desk, amount, step)) is not None:
            return further
        if (place := place_asked(amount, step, self.lexicon)) is not None:
            return place
        if name.startswith("占") and name[1:] in self.lexicon.amounts:
            return self.shares.within(amount, self.lexicon.facts.total.prose.get(self.lexicon.amounts[name[1:]]), step)
        if name.startswith("较"):
            known = "、".join(f"较{each}" for each in self.desk.bases if each not in ("previous", "year_ago"))
            advice = (
                f"可以写同比、环比{'、' + known if known else ''}；别的基数写进 supplied.yaml 的“基数”，"
                f"本期没有的也留着名称，如 {name[1:]}: {{出处: 本期没有, 数字: {{}}}}"
            )
            raise SlipError(step.at, f"没有“{name[1:]}”这个基数", name, advice=advice)
        advice = f"名单里有它的写{{单位：有{name}：…}}；数后面只能写同比、环比、较…、占…、上期、上年同期、累计、万"
        raise SlipError(step.at, f"“{text_of(amount.figure) or '数'}”是数，后面不能写“{name}”", name, advice=advice)
