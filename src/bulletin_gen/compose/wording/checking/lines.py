"""Words that say what a list is, held against the list's rule and its length: 低于90%的, 前五位, 三个单位."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.compose.wording.checking.around import Spoken
from bulletin_gen.compose.wording.choosing.tenths import share_of_words
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.picking import whole_number
from bulletin_gen.compose.wording.syntax import Bracketed, Clause, Named, Part, Plain
from bulletin_gen.compose.wording.things import Holder, Listing
from bulletin_gen.compose.wording.walk import Walker
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.leaves.frugal import late
from bulletin_gen.profile import Profile

_KINDS = {
    "at_least": "不低于 不少于 不小于 达到 至少", "at_most": "不高于 不超过 不多于 不大于 至多",
    "below": "未达到 未达 低于 少于 小于 不足 不到 不满", "above": "高于 多于 大于 超过 超出",
}  # fmt: skip
_OF_WORD = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_SAID = {"at_least": "不低于", "at_most": "不高于", "below": "低于", "above": "高于"}
_WORD = late("|".join(sorted(_OF_WORD, key=len, reverse=True)))
_BOUND = late(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(%|％)?")
_COUNTED = late(
    "(?<![前第每任后末首大])(?P<number>[二两三四五六七八九十]{1,3})"
    "(?:家|类|件|宗|起|个(?:承办|责任)?(?:单位|部门|乡镇|镇街|乡|镇|街道|县区|区县|企业))"
)
_STOP = late("[。！？；\n]")
_BRACES = late(r"\{[^{}]*\}")


class Doubt(Struct, frozen=True):
    """What ought to be looked at: where (from 0), what it is, what is written, and what to do."""

    at: int
    code: str
    kind: str
    found: str
    advice: str


def rule_doubts(braces: Sequence[Spoken], walker: Walker) -> Iterator[Doubt]:
    """Words before a list of units that say another bound than the list's rule."""
    lists, profile = walker.lexicon.unit_lists, walker.profile
    seen: set[tuple[str, int]] = set()
    for one in braces:
        # A name may hold such words itself: 满意率低于80的单位.
        each = replace(one, before=_BRACES.sub(lambda found: "◇" * len(found[0]), one.before))
        name = next((step.text for step in each.named.steps if step.text in lists), "")
        for word in _WORD.finditer(each.before) if name else ():
            at = (name, word.start())
            if at not in seen and (doubt := _bound_doubt(each, name, lists[name], word, profile)) is not None:
                yield doubt
            seen.add(at)


def _bound_doubt(each: Spoken, name: str, key: str, word: re.Match[str], profile: Profile) -> Doubt | None:
    found = _bound_of(re.split("[，。；：]", each.before[: word.start()])[-1], key, profile)
    if found is None:
        return None
    of, kind, value = found
    said, behind = _OF_WORD[word[0]], each.before[word.end() :]
    typed, tenths = _BOUND.match(behind), share_of_words(behind)
    number = tenths if typed is None else Fraction(typed[1]) / (100 if typed[2] else 1)
    if value is not None and number is not None and of in profile.measures:
        said, number = _whole(said, number)
        kind, value = _whole(kind, value)
    if said == kind and (number is None or value is None or number == value):
        return None
    rule = f"{measure_label(profile, of)}{_SAID[found[1]]}{'全部' if value is None else _shown(found[2], of, profile)}"
    written = word[0] + (typed[0] if typed else re.split("[的以，。；：有]", behind)[0] if tenths is not None else "")
    advice = f"改这里的话，或改名单的条件；写“{_SAID[found[1]]}{{{name}：标准}}”就总和规则一致"
    return Doubt(
        each.named.at, "wording.rule", "句子和名单的规则说的不一样", f"写“{written}”，名单“{name}”是{rule}", advice
    )


def _bound_of(clause: str, key: str, profile: Profile) -> tuple[str, str, Any] | None:
    """The bound of a list that a clause speaks of: what it is on, its kind and its value (None: the whole's)."""
    bounds: list[tuple[str, str, Any]] = []
    for of, bound in profile.lists[key].where.items():
        given = ((kind, getattr(bound, kind)) for kind in _KINDS)
        bounds += [(of, kind, value) for kind, value in given if value is not None]
        if bound.below_whole or bound.above_whole:
            bounds.append((of, "below" if bound.below_whole else "above", None))
    named = [each for each in bounds if measure_label(profile, each[0]) in clause]
    others = [
        label for rule in (*profile.measures, *profile.rates) if (label := measure_label(profile, rule)) in clause
    ]
    fitting = named or ([] if others else bounds)
    return fitting[0] if len(fitting) == 1 else None


def _whole(kind: str, value: Fraction) -> tuple[str, Fraction]:
    """Bounds on whole numbers: 超过3件 is 不少于4件."""
    return {"above": ("at_least", value + 1), "below": ("at_most", value - 1)}.get(kind, (kind, value))


def _shown(value: Any, of: str, profile: Profile) -> str:
    number = Fraction(value)
    percent = of in profile.rates and profile.style(profile.rates[of].style).percent
    return f"{float(number * 100):g}%" if percent else f"{float(number):g}"


def length_doubts(parts: Sequence[Part], walker: Walker) -> Iterator[Doubt]:
    """Chinese numerals that count what a list beside them counts otherwise, or that nothing counts (三个单位)."""
    own = walker.profile.wording.own_numbers
    for sentence in _sentences(parts):
        names = [each for each in sentence if isinstance(each, Named)]
        for words, at in (each for each in sentence if not isinstance(each, Named)):
            for found in _COUNTED.finditer(words):
                if names and not any(found[0] in each for each in own):
                    yield from _length_doubt(found, at, names, walker)


def _length_doubt(found: re.Match[str], at: int, names: Sequence[Named], walker: Walker) -> Iterator[Doubt]:
    said = whole_number(found["number"])
    lists = [listing for each in names for listing in _lists_along(walker, each)]
    counts = [count for each in lists for count in (len(each.members), each.wanted)]
    whole = [len(listing.members) for each in names if (listing := listing_of(walker, each)) is not None]
    # Some lists one after another may be counted together: {热点：第1}、{热点：第2}两类.
    counts += [sum(whole[start:end]) for start in range(len(whole)) for end in range(start + 1, len(whole) + 1)]
    if not said or said in counts:
        return
    here = f"，这一句的名单有{len(lists[0].members)}个" if lists else "，不会随期变"
    advice = f"随期变的写名称，如{{…：个数}}；确是不变的话写成{{“{found[0]}”}}"
    kind = "汉字写的个数和名单不一样" if lists else "汉字写的个数没有出处"
    yield Doubt(at + found.start(), "wording.numeral", kind, f"写的是“{found[0]}”{here}", advice)


def _sentences(parts: Sequence[Part]) -> Iterator[list[Named | tuple[str, int]]]:
    """The braces and words of each sentence, the writer's own characters left out."""
    sentence: list[Named | tuple[str, int]] = []
    for part in _plain(parts):
        if isinstance(part, Named):
            sentence.append(part)
            continue
        start = 0
        for stop in _STOP.finditer(part.text):
            yield [*sentence, (part.text[start : stop.start()], part.at + start)]
            sentence, start = [], stop.end()
        sentence.append((part.text[start:], part.at + start))
    yield sentence


def _plain(parts: Sequence[Part]) -> Iterator[Named | Plain]:
    for part in parts:
        if isinstance(part, (Clause, Bracketed)):
            yield from _plain(part.parts)
        elif isinstance(part, (Named, Plain)):
            yield part


def _lists_along(walker: Walker, named: Named) -> Iterator[Listing]:
    """The narrowest list in the braces first, then what it was taken from: {单位：转办前3：占比} is of three."""
    for length in range(len(named.steps), 0, -1):
        listing = listing_of(walker, replace(named, steps=named.steps[:length]))
        if listing is not None:
            yield listing


def summed_list(walker: Walker, named: Named) -> Listing | None:
    """The list whose sum or share the braces print: that of {热点：前3：占比}; None where they print neither."""
    last = named.steps[-1].text
    is_sum = last in ("占比", "件数") or last in walker.lexicon.amounts or last.startswith("占")
    if not is_sum or len(named.steps) < 3 or named.pattern is not None:
        return None
    lists = _lists_along(walker, replace(named, steps=named.steps[:-1]))
    return next((each for each in lists if each.wanted is not None), None)


def listing_of(walker: Walker, named: Named) -> Listing | None:
    """The list in a pair of braces, or whose members it counts; None where it is none."""
    try:
        thing = walker.thing(named, walker.lexicon.whole)
    except SlipError:
        return None
    if isinstance(thing, Holder):
        return Listing("units", thing.key, thing.inner) if thing.kind in ("group", "grade") else None
    return thing if isinstance(thing, Listing) else getattr(thing, "list_count", None)
