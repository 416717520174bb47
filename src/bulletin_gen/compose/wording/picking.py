"""Choosing from a list: 转办前3, 满意率后2, 得分末3, 前3, 有超期, 只列3."""

from __future__ import annotations

from collections.abc import Container, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.compose.wording.changing import against_of
from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.syntax import NameStep
from bulletin_gen.compose.wording.things import Amount, Holder, Listing, Weight
from bulletin_gen.facts.asked.changes import WHOLE, AskedChange, Lacking, NoChange
from bulletin_gen.facts.asked.desk import Desk
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import Exact
from bulletin_gen.profile import Profile

_NUMBER = "[0-9０-９]{1,3}|[一二两三四五六七八九十]{1,3}"
_PICK = late(rf"(.*?)(前|后|末|第|最多|最少)(?:({_NUMBER})(?:位|名|个|家|类)?)?")
_ONLY = late(rf"只列({_NUMBER})(?:位|名|个|家)?")
_NUMERALS = {character: value for value, character in enumerate("零一二三四五六七八九十")} | {"两": 2}


class Pick(Struct, frozen=True):
    """前N or 后N by a figure, or in the list's own order where ``by`` is empty; ``alone``: 第N, that one only;
    ``falling``: 末N, the last ones in the order of the ranking, the better first."""

    by: str
    last: bool
    number: int
    alone: bool = False
    falling: bool = False


def pick_of(text: str) -> Pick | None:
    """What 转办前3 asks for; None for any other text."""
    found = _PICK.fullmatch(text)
    if not found or (found[2] in ("前", "后", "末", "第") and not found[3]):
        return None
    number = whole_number(found[3]) if found[3] else 1
    last = found[2] in ("后", "末", "最少")
    return Pick(found[1], last, number, found[2] == "第", found[2] == "末") if number else None


def only_of(text: str) -> int | None:
    """N of 只列N."""
    found = _ONLY.fullmatch(text)
    return (whole_number(found[1]) or None) if found else None


def whole_number(text: str) -> int:
    """3, ３, 三, 十二; 0 for what is no number."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS.get(text, 0)
    return _NUMERALS.get(tens, 1) * 10 + (_NUMERALS.get(ones, 0) if ones else 0)


def picked(listing: Listing, pick: Pick, key: str, step: NameStep, profile: Profile) -> Listing:
    """The best or worst by a figure (``key``, "" for the list's own order, which must be by a figure too).

    Those without it are never picked, nor among the first those that have none of a count or a rate of nothing, nor
    among the last anybody where all have the same of a rate or a score, or all none of a count: then the list is empty.
    Raises ``SlipError`` where nothing says which is the first.
    """
    if not key and not listing.ranked:
        raise refuse_unranked(listing, pick, step, profile)
    members = [each for each in listing.members if not key or _worth(each, key, noughts=pick.last)]
    known = len(members)
    if key and pick.last:
        members = _behind(members, key)
    if key:
        members.sort(key=lambda each: _number(each, key), reverse=not _descends(pick, key))
    elif pick.last:
        members.reverse()
    if pick.alone:
        chosen, tied = members[pick.number - 1 : pick.number], False
    else:
        chosen, tied = _cut(members, pick.number, key or listing.own, profile)
    if pick.falling:
        chosen.reverse()
    if key:
        chosen = [_by(each, key) for each in chosen]
    name, keys = f"{listing.key}.{step.text}", {each.key for each in chosen}
    wanted = None if pick.alone else pick.number
    rest = tuple(each for each in listing.members if each.key not in keys)
    listing = replace(listing, rest=rest, alike=known > len(members) == 0)
    return replace(listing, key=name, members=tuple(chosen), own=key or listing.own, tied=tied, wanted=wanted,
                   order=(step.text,))  # fmt: skip


def change_in(by: str, bases: Container[str]) -> tuple[str, str]:
    """转办环比 as the label and the base that it means; two empty words where it ends in no comparison."""
    for word in ("同比", "环比"):
        if by.endswith(word):
            return by.removesuffix(word), against_of(word, bases)
    label, than, named = by.rpartition("较")
    against = against_of(f"较{named}", bases) if than else ""
    return (label, against) if against else ("", "")


def picked_by_change(listing: Listing, pick: Pick, key: str, against: str, step: NameStep, desk: Desk) -> Listing:
    """Members that rose most (前) or fell most (后) against a base; those that did not, or without one, never."""
    moved, lacking = _moved(listing, key, against, "down" if pick.last else "up", desk)
    first = pick.number - 1 if pick.alone else 0
    chosen = moved[first : pick.number]
    wanted = None if pick.alone else pick.number
    return replace(
        listing, key=f"{listing.key}.{step.text}", members=chosen, own=key, tied=False, wanted=wanted,
        order=(step.text,), lacking=lacking,
    )  # fmt: skip


#: 转办同比上升: a figure, a base, a direction; and which way each direction is.
DIRECTED = late("(.*?)(同比|环比|较[^上下升降增减提持高低]+)(上升|增长|增加|提高|下降|减少|降低|持平)")
DIRECTIONS = {"上升": "up", "增长": "up", "增加": "up", "提高": "up", "持平": "same"}
PAST_WHOLE = late("(.+)(高于|低于)全部")


def picked_by_direction(listing: Listing, step: NameStep, lexicon: Lexicon) -> Listing | None:
    """All that rose, fell or stayed against a base (转办同比上升), those that moved most first; all whose rate is above
    or below that of the whole (满意率高于全部). None for any other word."""
    desk, text = lexicon.facts.desk, step.text
    if text in lexicon.amounts:
        return None
    if found := DIRECTED.fullmatch(text):
        label, against = change_in(found[1] + found[2], desk.bases)
        way = DIRECTIONS.get(found[3], "down")
    elif found := PAST_WHOLE.fullmatch(text):
        label, against, way = found[1], WHOLE, "up" if found[2] == "高于" else "down"
    else:
        return None
    key = lexicon.amounts.get(label, "") if label else listing.own
    if not key or not against or (against == WHOLE and key not in lexicon.profile.rates):
        return None
    refuse_whole_only(step, key, listing.label, lexicon.whole_only)
    return _directed(listing, key, against, way, step, desk)


def _directed(listing: Listing, key: str, against: str, way: str, step: NameStep, desk: Desk) -> Listing:
    members, lacking = _moved(listing, key, against, way, desk)
    return replace(
        listing, key=f"{listing.key}.{step.text}", members=members, own=key, tied=False, order=(step.text,),
        lacking=lacking,
    )  # fmt: skip


_TURNED = {"up": "down", "down": "up"}


def _moved(
    listing: Listing, key: str, against: str, way: str, desk: Desk
) -> tuple[tuple[Holder, ...], tuple[Lacking, ...]]:
    """Those that moved one way (up, down, same) against a base, those that moved most first, and what has no base."""
    moves: list[tuple[Exact, Holder]] = []
    lacking: list[Lacking] = []
    for each in listing.members:
        figure = each.scope.prose.get(key) if each.scope is not None else None
        result = desk.change(figure, key, against, None) if figure is not None else None
        if figure is not None and isinstance(result, NoChange) and result.lacks == "base":
            lacking.append(Lacking(against, key, figure))
        if isinstance(result, AskedChange) and result.signed is not None:
            # A rank rises when its number falls.
            turned = -1 if key == "rank" else 1
            if (_TURNED.get(result.direction, "same") if turned < 0 else result.direction) == way:
                moves.append((turned * (result.signed.value or 0), _by(each, key)))
    if way != "same":
        moves.sort(key=lambda move: move[0], reverse=way == "up")
    return tuple(member for _, member in moves), tuple(lacking)


def spread(listing: Listing, step: NameStep, lexicon: Lexicon) -> Amount | None:
    """How far the highest and the lowest of a list are apart: 得分相差, 满意率相差, 件数相差; None for other words."""
    label = step.text.removesuffix("相差")
    key = listing.own if label in ("", "件数") else lexicon.amounts.get(label, "")
    if label == step.text or not key:
        return None
    refuse_whole_only(step, key, listing.label, lexicon.whole_only)
    figures = [
        each.count if each.own == key and each.count is not None else each.scope.prose.get(key) if each.scope else None
        for each in listing.members
    ]
    figure = lexicon.facts.desk.spread(listing.key, [each for each in figures if each is not None], key)
    percent = figure is not None and key in lexicon.profile.rates and (
        lexicon.profile.style(lexicon.profile.rates[key].style).percent
    )  # fmt: skip
    if figure is None:
        return Amount(None, Weight.MISSING, reason="不到两个有这个数的，没有相差")
    weight = Weight.FULL if figure.value else Weight.NONE
    return Amount(figure, weight, ending=lexicon.profile.wording.points if percent else "")


def rest_of(listing: Listing, step: NameStep) -> Listing:
    """The others of the list that some were picked from: 转办前3：其余. Raises ``SlipError`` where none was picked."""
    if listing.rest is None:
        raise SlipError(step.at, "“其余”前面没写先取哪几个", step.text, advice="如{单位：转办前3：其余：转办}")
    return replace(
        listing,
        key=f"{listing.key}.其余",
        members=listing.rest,
        tied=False,
        shown=None,
        wanted=None,
        order=(),
        rest=None,
    )


def moved(listing: Listing, word: str) -> Listing:
    """The grade moves up (上升) or down (下降)."""
    sign = "升" if word == "上升" else "降"
    members = tuple(each for each in listing.members if each.words["升降"].text.startswith(sign))
    return replace(listing, key=f"{listing.key}.{word}", members=members)


def _descends(pick: Pick, key: str) -> bool:
    """Whether the smallest comes first: 后N, or the first places of a rank."""
    return pick.last != (key == "rank")


def _by(member: Holder, key: str) -> Holder:
    scope = member.scope
    return member if scope is None else replace(member, own=key, count=scope.prose.get(key))


def _worth(member: Holder, key: str, *, noughts: bool) -> bool:
    """Whether a member can be picked by a figure; ``noughts``: who has none of a count, or a rate of nothing, is among
    the last."""
    value = _value(member, key)
    return value is not None and (value != 0 or noughts or not (_is_count(member, key) or _is_rate(member, key)))


def _behind(members: Sequence[Holder], key: str) -> list[Holder]:
    """Of a rate or a score those that somebody is ahead of: who has as much as the best is not among the last. Nobody
    is where all have the same, but for one that is alone and could have more; nor where nobody has any of a count."""
    if key == "rank":
        return list(members)
    if any(_is_count(each, key) for each in members):
        return list(members) if any(_number(each, key) for each in members) else []
    best = max((_number(each, key) for each in members), default=None)
    if len(members) == 1 and not (_is_rate(members[0], key) and best == 1):
        return list(members)
    return [each for each in members if _number(each, key) != best]


def _is_count(member: Holder, key: str) -> bool:
    figure = member.scope.prose.get(key) if member.scope else None
    return figure is not None and figure.denominator is None and key not in ("score", "rank")


def _is_rate(member: Holder, key: str) -> bool:
    figure = member.scope.prose.get(key) if member.scope else None
    return figure is not None and figure.denominator is not None


def _value(member: Holder, key: str) -> Exact | None:
    if member.scope is not None and key in member.scope:
        return member.scope.prose[key].value
    return member.count.value if member.count is not None and member.own == key else None


def _number(member: Holder, key: str) -> Exact:
    value = _value(member, key)
    assert value is not None  # only members with a value are sorted
    return value


def _cut(members: Sequence[Holder], number: int, key: str, profile: Profile) -> tuple[list[Holder], bool]:
    if len(members) <= number or not key or profile.wording.ties == "stop":
        return list(members[:number]), False
    last = _value(members[number - 1], key)
    more = [each for each in members[number:] if _value(each, key) == last]
    return [*members[:number], *more], bool(more) and profile.wording.ties == "name"


def having(listing: Listing, key: str, step: NameStep) -> Listing:
    """Members that have any of a count, most first."""
    members = [each for each in listing.members if (value := _value(each, key)) is not None and value > 0]
    members.sort(key=lambda each: _number(each, key), reverse=True)
    chosen = tuple(_by(each, key) for each in members)
    return replace(listing, key=f"{listing.key}.{step.text}", members=chosen, own=key, order=(step.text,))


def lacking(listing: Listing, key: str, step: NameStep) -> Listing:
    """Members that have none of a count, in the list's order."""
    members = tuple(each for each in listing.members if _value(each, key) == 0)
    return replace(listing, key=f"{listing.key}.{step.text}", members=members)


def having_or_not(listing: Listing, step: NameStep, lexicon: Lexicon) -> Listing | None:
    """有超期, 无超期, 没有超期: members that have any of a count, or none; None for any other word."""
    for word, choose in (("有", having), ("无", lacking), ("没有", lacking)):
        label = step.text.removeprefix(word)
        grades = word == "有" and listing.kind == "grades"
        if step.text.startswith(word) and label in lexicon.amounts and not grades:
            refuse_whole_only(step, lexicon.amounts[label], listing.label, lexicon.whole_only)
            return choose(listing, lexicon.amounts[label], step)
    return None


def refuse_pick(step: NameStep, lexicon: Lexicon) -> SlipError:
    """What to say where nothing is there to pick from: {转办前5}, or {乡镇前5}, which leaves out by what."""
    pick = pick_of(step.text)
    named = pick.by if pick else ""
    listing = lexicon.list_named(named) if named else None
    if pick and (listing is not None or lexicon.group_named(named) is not None):
        behind = step.text.removeprefix(named)
        if listing is not None and listing.ranked:
            return SlipError(
                step.at, f"“{named}”和“{behind}”之间少了“：”", step.text, advice=f"写成{{{named}：{behind}}}"
            )
        by = _usual_measure(lexicon.profile)
        advice = f"写成{{{named}：{by}{behind}}}，“{by}”换成排名的那个数"
        return SlipError(step.at, f"“{step.text}”没说按什么排", step.text, advice=advice)
    if pick and named and named not in lexicon.amounts and not change_in(named, lexicon.facts.desk.bases)[1]:
        return lexicon.unknown(NameStep(named, step.at))
    whose = "单位" if not step.text.startswith("有") or step.text[1:] in lexicon.amounts else ""
    if not whose:
        return lexicon.unknown(NameStep(step.text[1:], step.at + 1))
    return SlipError(step.at, f"“{step.text}”前面没写在哪些单位里", advice=f"写明范围，如{{单位：{step.text}}}")


def refuse_unranked(listing: Listing, pick: Pick, step: NameStep, profile: Profile) -> SlipError:
    """What to say of the first or last of a list that stands in no order of a figure."""
    listed, by = listing.label or "单位", _usual_measure(profile)
    if listing.kind == "values":
        rule = profile.breakdowns.get(listing.key.split(".")[1]) if "." in listing.key else None
        by = measure_label(profile, rule.measure) if rule else by
    kind = f"“{step.text}”没说按什么排，“{listed}”自己的先后不是名次"
    first = step.text.removeprefix(pick.by)
    advice = f"写明按哪个数，如{{{listed}：{by}{first}}}"
    if not pick.last and not pick.alone:
        advice += f"；只想列前几个名称，写{{{listed}：只列{pick.number}}}"
    return SlipError(step.at, kind, step.text, advice=advice)


def _usual_measure(profile: Profile) -> str:
    return measure_label(profile, next(iter(profile.measures)))


def refuse_crossed(step: NameStep, called: str) -> SlipError:
    """What to say where a category is asked for its units, or a unit or a group for its categories."""
    advice = "在 profile.yaml 的“计数”里给这一类定义一个计数（条件 写这一类），再写{单位：那个计数前3}"
    return SlipError(step.at, f"各类别没有逐个单位的数，“{called}”后面不能写“{step.text}”", step.text, advice=advice)


def refuse_after(lexicon: Lexicon, holder: Holder, step: NameStep) -> SlipError:
    """What to say where a unit or a category has nothing of the name ``step``."""
    listing = lexicon.list_named(step.text.partition("前")[0])
    crossed = listing is not None and listing.kind == ("values" if holder.kind == "unit" else "units")
    return refuse_crossed(step, holder.called) if crossed else lexicon.unknown(step)


def refuse_rate(step: NameStep, own: str, profile: Profile) -> None:
    """Raises where 件数 or 占比 is asked of a list that was picked by a rate or a score."""
    if own and own not in profile.measures:
        raise SlipError(step.at, f"名单是按率或得分排的，没有{step.text}", advice="写明是什么数，如{受理}")


def refuse_whole_only(step: NameStep, key: str, whose: str, whole_only: Container[str]) -> None:
    """Raises where a unit's or a group's part is asked of what is known for the whole alone."""
    if key in whole_only:
        advice = f"要写全部的，写{{全部：{step.text}}}；各单位都有数的，在 profile.yaml 里写 逐个单位: 是"
        raise SlipError(step.at, f"“{step.text}”只有全部的数，没有“{whose}”的", advice=advice)
