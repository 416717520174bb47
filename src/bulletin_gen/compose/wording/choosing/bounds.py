"""Members past a bound that the sentence itself names: 满意率低于90%, 转办10件以上, 得分低于平均, 等级为A."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.picking import refuse_whole_only
from bulletin_gen.compose.wording.syntax import NameStep, WordingFile, named_parts
from bulletin_gen.compose.wording.things import Holder, Listing
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import Exact

_AT_LEAST, _AT_MOST = "不低于 不少于 不小于 达到", "不高于 不超过 不多于 不大于"
_BELOW, _ABOVE = "低于 少于 小于 不足 不到 未达到", "高于 多于 大于 超过"
_WORDS = {
    **dict.fromkeys(_AT_LEAST.split(), ge), **dict.fromkeys(_AT_MOST.split(), le),
    **dict.fromkeys(_BELOW.split(), lt), **dict.fromkeys(_ABOVE.split(), gt), "为": eq, "等于": eq,
}  # fmt: skip
_NUMBER = r"(?P<number>[0-9]+(?:[.][0-9]+)?)(?P<unit>[%％]|件|分|天|家|宗|个|次|条|位)?"
#: 以上 and 以下 hold the number itself, as in laws.
_BEHIND = {"以上": ge, "以下": le}
_FORMS = (
    late(f"(?P<label>.*?)(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:{_NUMBER}|(?P<mean>平均))"),
    late(f"(?P<label>.*?){_NUMBER}(?P<word>以上|以下)"),
)
_GRADED = late("等[级次](?:为|是)(?P<grade>.+)")


class _Bound(Struct, frozen=True):
    """What the members are held against: ``key``: which figure; ``value``: None for the mean of the members."""

    key: str
    word: str
    value: Fraction | None


def bounded(listing: Listing, step: NameStep, lexicon: Lexicon) -> Listing | None:
    """The members that are past the bound of ``step``, those farthest from it first; None for any other word.

    Who has no such number is never among them. Raises ``SlipError`` for a percentage without %, and for a figure that
    the members do not have.
    """
    if step.text in lexicon.amounts or step.text in lexicon.unit_lists:
        return None
    if found := _GRADED.fullmatch(step.text):
        return _of_grade(listing, step, found["grade"], lexicon)
    bound = _bound(listing, step, lexicon)
    if bound is None:
        return None
    refuse_whole_only(step, bound.key, listing.label, lexicon.whole_only)
    having = [(value, each) for each in listing.members if (value := _value(each, bound.key)) is not None]
    least = bound.value if bound.value is not None else _mean([value for value, _ in having])
    holds = (_BEHIND | _WORDS)[bound.word]
    kept = [(value, each) for value, each in having if least is not None and holds(value, least)]
    kept.sort(key=lambda pair: pair[0], reverse=holds not in (lt, le))
    members = tuple(_by(each, bound.key) for _, each in kept)
    own = listing.own if bound.key == _SHARE else bound.key
    return replace(listing, key=f"{listing.key}.{step.text}", members=members, own=own, tied=False, order=(step.text,))


def _bound(listing: Listing, step: NameStep, lexicon: Lexicon) -> _Bound | None:
    for form in _FORMS:
        found = form.fullmatch(step.text)
        if found is None:
            continue
        key = _key(found["label"], listing, lexicon)
        if not key and found["label"] == _SHARE:
            raise SlipError(step.at, "只有类别按占比选", step.text, advice="写明是什么数，如转办30件以上")
        if not key and found["label"]:
            raise lexicon.unknown(NameStep(found["label"], step.at))
        if not key:
            continue
        if found.groupdict().get("mean"):
            return _Bound(key, found["word"], None)
        rate = lexicon.profile.rates.get(key)
        percent = key == _SHARE or rate is not None and not rate.per and lexicon.profile.style(rate.style).percent
        if percent != (found["unit"] in ("%", "％")):
            advice = f"写成{step.text.replace(found['number'], found['number'] + '%')}" if percent else "删去%"
            raise SlipError(step.at, "界限和这个数的单位不合", step.text, advice=advice)
        return _Bound(key, found["word"], Fraction(found["number"]) / (100 if percent else 1))
    return None


#: What a value is of the whole of its category.
_SHARE = "占比"


def _key(label: str, listing: Listing, lexicon: Lexicon) -> str:
    if not label:
        return listing.own
    if label == _SHARE:
        return _SHARE if listing.kind == "values" else ""
    key = lexicon.amounts.get(label, "")
    return "" if key in ("grade", "deduct", "bonus") else key


def _of_grade(listing: Listing, step: NameStep, grade: str, lexicon: Lexicon) -> Listing | None:
    if listing.kind != "units":
        return None
    known = [each.grade for each in lexicon.profile.grades]
    wanted = grade if grade in known else grade.removesuffix("级").removesuffix("类")
    if wanted not in known:
        raise SlipError(
            step.at, f"没有“{grade}”这个等级", step.text, "、".join(dict.fromkeys(known)), "照规则里的等级写"
        )
    members = tuple(
        each for each in listing.members if each.scope and "grade" in each.scope and each.scope["grade"].text == wanted
    )
    return replace(listing, key=f"{listing.key}.{step.text}", members=members, tied=False)


def _by(member: Holder, key: str) -> Holder:
    return (
        member if member.scope is None or key == _SHARE else replace(member, own=key, count=member.scope.prose.get(key))
    )


def _value(member: Holder, key: str) -> Exact | None:
    if key == _SHARE:
        return member.share.value if member.share is not None else None
    if member.scope is not None and key in member.scope:
        return member.scope.prose[key].value
    return member.count.value if member.count is not None and member.own == key else None


def _mean(values: Sequence[Exact]) -> Fraction | None:
    return sum((Fraction(value) for value in values), Fraction()) / len(values) if values else None


class SaidBound(Struct, frozen=True):
    """A bound in braces or in a sentence: of what, which way (≥, ≤, ＞, ＜, ＝), and the number as written with %."""

    label: str
    way: str
    number: str


_WAYS = {ge: "≥", le: "≤", gt: "＞", lt: "＜", eq: "＝"}


def bound_in(text: str) -> SaidBound | None:
    """The bound that a word in braces is; None for any other, and for one against the mean."""
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is not None and not found.groupdict().get("mean"):
            percent = "%" if found["unit"] in ("%", "％") else ""
            way = _WAYS[(_BEHIND | _WORDS)[found["word"]]]
            return SaidBound(found["label"], way, f"{Fraction(found['number'])}{percent}")
    return None


#: A bound as a sentence says it.
_LONGEST_FIRST = sorted((each for each in _WORDS if each != "为"), key=len, reverse=True)
_TYPED = late(
    f"(?P<word>{'|'.join(_LONGEST_FIRST)}){_NUMBER}(?!以[上下])|"
    f"{_NUMBER.replace('<number>', '<number2>').replace('<unit>', '<unit2>')}(?P<behind>以上|以下)"
)


def typed_bounds(text: str) -> Iterator[tuple[SaidBound, str]]:
    """The bounds that a sentence says, each with its words; the label is what stands before it in its clause."""
    for found in _TYPED.finditer(text):
        word, number = found["word"] or found["behind"], found["number"] or found["number2"]
        percent = "%" if (found["unit"] or found["unit2"]) in ("%", "％") else ""
        label = re.split("[，。；：、（）]", text[: found.start()])[-1]
        yield SaidBound(label, _WAYS[(_BEHIND | _WORDS)[word]], f"{Fraction(number)}{percent}"), found[0]


def bounds_said(wording: WordingFile) -> Iterator[str]:
    """The bounds in a file's braces as its sentences may repeat them: 低于90%, 在95%以上. What a sentence says
    otherwise than the braces beside it is told (``checking.meaning.bounding``)."""
    for line in wording.lines:
        for named in named_parts(line.parts):
            for step in named.steps:
                yield from _repeated(step.text)


def _repeated(text: str) -> Iterator[str]:
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is None or found.groupdict().get("mean"):
            continue
        number = text[found.start("number") : found.end("unit") if found["unit"] else found.end("number")]
        for unit in ("", "分", "件") if not found["unit"] else ("",):
            yield from (f"{word}{number}{unit}" for word in (*_WORDS, "标准"))
            yield from (f"{number}{unit}{word}" for word in _BEHIND)
