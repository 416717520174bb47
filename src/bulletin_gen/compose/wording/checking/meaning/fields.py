"""What a pair of braces holds: which measure or rate, of whom, whether a count, a rate, a share, a change or a list,
and its value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.compose.wording.changing import EARLIER, against_of
from bulletin_gen.compose.wording.checking.around import Spoken
from bulletin_gen.compose.wording.checking.meaning.concepts import Concepts
from bulletin_gen.compose.wording.lexicon import LISTS, Lexicon
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.things import Amount, Change, Holder, Listing, Thing
from bulletin_gen.compose.wording.walk import Walker
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.saved.explain import measure_label

FieldKind = Literal["count", "rate", "score", "rank", "share", "change", "number", "list", "mean", ""]


#: What is put where it is named, and is no figure: looking it up would search all names for the nearest.
_PLACED = ("文字", "表", "图", "图号")


class NamedOwner(Struct, frozen=True):
    """Whose a figure can be: ``kind`` is unit, group, value or grade; ``key`` tells it from the others of its kind;
    ``of`` the category of a value; ``within`` what it is a part of."""

    kind: str
    key: str
    called: str
    of: str = ""
    within: str = ""


class Meant(Struct, frozen=True):
    """A pair of braces with what it holds. ``key``: the measure, rate or score; ``owners``: whose it is, from wide to
    narrow (none: of the whole); ``members``: of its list; ``base``: what a change is held against, or of which other
    period a value is."""

    spoken: Spoken
    kind: FieldKind
    key: str = ""
    thing: Thing | None = None
    owners: tuple[NamedOwner, ...] = ()
    listing: Listing | None = None
    base: str = ""
    figure: Figure | None = None

    @property
    def written(self) -> str:
        """The braces as a message names them."""
        return self.spoken.named.written[:30]

    @property
    def steps(self) -> list[str]:
        """The names in the braces."""
        return [step.text for step in self.spoken.named.steps]

    @property
    def owner(self) -> NamedOwner | None:
        """Whose it is, the narrowest."""
        return self.owners[-1] if self.owners else None


class Meanings(Struct, frozen=True, dict=True):
    """All that words near braces can name, and what braces hold."""

    walker: Walker

    @property
    def lexicon(self) -> Lexicon:
        """The table of names."""
        return self.walker.lexicon

    @cached_property
    def concepts(self) -> Concepts:
        """The table of concepts, read by this profile."""
        return Concepts(self.walker.profile)

    @cached_property
    def owners(self) -> Mapping[str, tuple[NamedOwner, ...]]:
        """Every name of a unit, a group, a value (物业, 物业类) or a grade → whose it can be."""
        found: dict[str, dict[NamedOwner, None]] = {}
        for name, owner in self._names():
            if len(name) > 1 and name not in LISTS:
                found.setdefault(name, {})[owner] = None
        return {name: tuple(owners) for name, owners in found.items()}

    def _names(self) -> Iterator[tuple[str, NamedOwner]]:
        for written, registered in self.lexicon.facts.desk.by_name.items():
            yield written, NamedOwner("unit", registered, registered)
        for group in self.lexicon.groups().members:
            owner = NamedOwner("group", group.key, group.called)
            yield from ((name, owner) for name in (group.key.removeprefix("groups."), group.called))
        for grade in self.lexicon.facts.grades:
            single = ("级", "类", "等") if len(grade) == 1 else ()
            for name in (grade, *(f"{grade}{word}" for word in single)):
                yield name, NamedOwner("grade", grade, grade)
        for key, breakdown in self.lexicon.profile.breakdowns.items():
            for name in self.lexicon.facts.desk.values.names(key):
                yield from _of_value(name, NamedOwner("value", name, name, key))
                # Categories of two levels in two columns: what is below one is a name too.
                if breakdown.about:
                    for sub in self.lexicon.facts.desk.values.beneath(key, name):
                        called = sub.name.text
                        yield from _of_value(called, NamedOwner("value", f"{name}.{called}", called, key, name))

    @cached_property
    def longest_first(self) -> tuple[str, ...]:
        """The names of owners, the longest first."""
        return tuple(sorted(self.owners, key=len, reverse=True))

    def field(self, spoken: Spoken) -> Meant:
        """What a pair of braces holds; one within a pattern, or of nothing known, is of no kind."""
        if spoken.lists or spoken.named.steps[0].text in _PLACED:
            return Meant(spoken, "")
        thing = self._thing(spoken)
        owners = tuple(self._owners_in(spoken))
        if thing is None:
            return Meant(spoken, "", owners=owners)
        field = Meant(spoken, "", thing=thing, owners=owners, listing=self._listing(spoken))
        if isinstance(thing, Change):
            name = thing.amount.name or self._key_in(spoken)
            return replace(field, kind="change", key=name, base=thing.against, figure=thing.amount.figure)
        if isinstance(thing, Listing) or (isinstance(thing, Holder) and thing.kind in ("group", "grade")):
            return replace(field, kind="list")
        if isinstance(thing, Holder):
            counted = thing.kind == "value"
            return replace(field, kind="count" if counted else "", key=thing.own, figure=thing.count)
        return self._of_amount(field, thing)

    def _of_amount(self, field: Meant, amount: Amount) -> Meant:
        steps, profile = field.steps, self.walker.profile
        base = next((EARLIER[step] for step in steps[1:] if step in EARLIER), "")
        field = replace(field, key=amount.name or self._key_in(field.spoken), figure=amount.figure, base=base)
        if amount.list_count is not None or steps[-1] == "个数":
            return replace(field, kind="number")
        if amount.share or steps[-1] == "占比":
            return replace(field, kind="share")
        if any(step.startswith(("日均", "月均", "平均")) or step in ("累计", "万", "亿") for step in steps):
            return replace(field, kind="rate" if amount.name in profile.rates else "mean" if _is_mean(steps) else "")
        if amount.name in profile.measures:
            return replace(field, kind="count")
        if amount.name in profile.rates:
            return replace(field, kind="rate")
        if amount.name in ("score", "rank"):
            return replace(field, kind="rank" if amount.name == "rank" else "score")
        return field

    def _thing(self, spoken: Spoken) -> Thing | None:
        try:
            return self.walker.thing(spoken.named, self.lexicon.whole)
        except SlipError:
            return None

    def _listing(self, spoken: Spoken) -> Listing | None:
        """The narrowest list in the braces, of which they print the names, the number, the sum or the share."""
        for length in range(len(spoken.named.steps), 0, -1):
            named = replace(spoken.named, steps=spoken.named.steps[:length], pattern=None)
            thing = self._thing(replace(spoken, named=named))
            if isinstance(thing, Listing):
                return thing
            if isinstance(thing, Holder):
                return None
        return None

    def _key_in(self, spoken: Spoken) -> str:
        amounts = self.lexicon.amounts
        return next((amounts[step.text] for step in reversed(spoken.named.steps) if step.text in amounts), "")

    def _owners_in(self, spoken: Spoken) -> Iterator[NamedOwner]:
        steps = [step.text for step in spoken.named.steps]
        breakdown = ""
        for index, step in enumerate(steps):
            rules = self.walker.profile.breakdowns
            breakdown = next((key for key, rule in rules.items() if step in (key, rule.label)), breakdown)
            if step in self.lexicon.amounts or against_of(step, self.walker.desk.bases):
                continue
            named = self.owners.get(step, ())  # 占道经营 is one, 占县直单位 is none
            if index and steps[index - 1] == "等级" and step in self.lexicon.facts.grades:
                named = (NamedOwner("grade", step, step),)  # A alone is no name elsewhere
            above = steps[index - 1] if index else ""
            fitting = [each for each in named if each.within in ("", above) and breakdown in ("", each.of)]
            yield from (fitting or named)[:1]

    def label(self, key: str) -> str:
        """What a measure, a rate or a score is called."""
        profile = self.walker.profile
        if key in profile.measures or key in profile.rates:
            return measure_label(profile, key)
        return next((label for label, name in self.lexicon.amounts.items() if name == key), key)


def fields_of(braces: Sequence[Spoken], known: Meanings) -> tuple[Meant, ...]:
    """What each of a paragraph's braces holds."""
    return tuple(known.field(each) for each in braces)


def _is_mean(steps: Sequence[str]) -> bool:
    return any(step.startswith("平均") for step in steps)


def _of_value(name: str, owner: NamedOwner) -> Iterator[tuple[str, NamedOwner]]:
    yield name, owner
    stem = name.removesuffix("类")
    yield from ((each, owner) for each in (stem, f"{stem}类") if each != name and len(each) > 1)
