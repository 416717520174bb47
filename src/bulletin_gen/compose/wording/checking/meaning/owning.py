"""Whose a figure is said to be: the unit, group, category, channel or grade that is named nearest to the braces, or
that the sentence has just spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.meaning.fields import Meanings, Meant, NamedOwner
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.leaves.frugal import late

#: What may stand between whose a figure is and the braces; names of measures and rates may too.
_FILLING = (
    "类别|类型|类|方面|领域|问题|诉求|工单|事项|渠道|途径|来信|来电|来话|平台|方式|等次|等级|级|单位|部门|"
    "的|占比|占|共|均|合计|累计|已|本月|本周|本期|同比|环比|为|是|达到|达|有|仅|约|得|评|平均|日均|每家|个|家|件|率|数|量|"
    "承办|办理|受理|接收|收到|反映|转办|交办|、|“|”|《|》"
)
#: Words for a change do not part a share from whose it is.
_SHARE_LEAD = Sought("，?(?:其中)?占(?:[^，、。；]*)?$", "占")
_TAIL = Sought(
    "(?:件|个|宗|家|次|人次|%|（|，|、|\\s)*(?:同比|环比|(?:较|比|与)[^，。；]{1,6}|占(?:[^，。；]*)|为|达)?"
)
#: Ways by which people turn to a hotline → words for each.
_CHANNELS: Mapping[str, tuple[str, ...]] = {
    "phone": ("电话", "来电", "来话", "话务", "语音"), "web": ("网站", "网络", "网上", "门户"),
    "wechat": ("微信", "小程序", "公众号"), "app": ("APP", "App", "客户端"), "mail": ("信箱", "来信", "邮箱", "邮件"),
    "message": ("短信",), "visit": ("来访", "走访"),
}  # fmt: skip
_CHANNEL = Sought(
    "(?P<word>" + "|".join(word for words in _CHANNELS.values() for word in words) + ")"
    "(?:渠道|途径|方式|端|受理|接收|收到|登记|反映|诉求|工单|的|共|为|有)*$"
)
_BESIDE = late("[、和及与]")


def owner_doubts(fields: Sequence[Meant], known: Meanings) -> Iterator[Doubt]:
    """Braces whose figure is of another unit, group, category, channel or grade than the words beside them name."""
    for index, field in enumerate(fields):
        if not field.kind:
            continue
        before = fields[index - 1] if index else None
        if wrong := _named_other(field, known) or _other_channel(field, known) or _graded_behind(field, known):
            yield _doubt(field, f"写“{wrong}”，括号里是{_told(field)}")
        elif before is not None and (left := _left_off(field, before, known)):
            yield _doubt(field, f"前面说的是“{left}”，{field.written}是{_told(field)}")


def _named_other(field: Meant, known: Meanings) -> str:
    """The name nearest before the braces, where these are of another or of the whole."""
    close = field.spoken.close
    if field.kind == "share" or field.kind == "change":
        close = _SHARE_LEAD.sub("", field.spoken.before.rpartition("}")[2]) if "占" in close else close
    close = re.split("[，。；：！？（）()]", close)[-1]
    found = nearest(close, known)
    if found is None:
        return ""
    name, at = found
    if _BESIDE.search(close[:at][-1:]) or (
        field.kind in ("list", "number") and field.listing is None and not field.owners
    ):
        return ""
    named = known.owners[name]
    return "" if _fits(field, named, known) else name


def nearest(text: str, known: Meanings) -> tuple[str, int] | None:
    """The last name of an owner in a text and where it begins, where nothing but filling stands behind it."""
    best: tuple[int, int, str] | None = None
    for name in known.longest_first:
        at = text.rfind(name)
        if at >= 0 and (best is None or at + len(name) > best[0]):
            best = (at + len(name), at, name)
    if best is None:
        return None
    end, at, name = best
    labels = sorted((label for label in known.lexicon.amounts if len(label) > 1), key=len, reverse=True)
    rest = text[end:]
    for label in labels:
        rest = rest.replace(label, "")
    return (name, at) if re.fullmatch(f"(?:{_FILLING})*", rest) else None


def _fits(field: Meant, named: Sequence[NamedOwner], known: Meanings) -> bool:
    """Whether a figure is of one of those that a name can mean, or of a part of it, or of its list."""
    kinds = {each.kind for each in named}
    mine = {(each.kind, each.key) for each in field.owners}
    for each in named:
        if (each.kind, each.key) in mine:
            return True
        if each.kind == "value" and any(each.key == own.within for own in field.owners):
            return True
    graded = [own for own in field.owners if own.kind == "grade"]
    if graded and kinds == {"grade"}:
        return False
    if field.listing is not None:
        return _in_list(field, named, kinds)
    if not field.owners:
        return _may_be_of_all(field, kinds)
    if kinds.isdisjoint({"grade"}) and all(each.kind == "grade" for each in field.owners):
        return True  # 县直单位评为优秀的有: the grade is what counts
    # A name within another kind's words says nothing: a category in the name of a unit.
    of_mine = {own.kind for own in field.owners}
    if "value" in kinds and "value" in of_mine:
        return any(own.called in each.called or each.called in own.called for own in field.owners for each in named)
    if kinds <= {"unit", "group"} and of_mine <= {"unit", "group"}:
        return _is_member(field, named, known)
    return kinds.isdisjoint(of_mine)


def _is_member(field: Meant, named: Sequence[NamedOwner], known: Meanings) -> bool:
    """Whether the figure is of a unit of the group that is named."""
    groups = {each.key for each in named if each.kind == "group"}
    units = {own.key for own in field.owners if own.kind == "unit"}
    for group in known.lexicon.groups().members:
        if group.key in groups and any(each.key.removeprefix("units.") in units for each in group.inner):
            return True
    return False


def _in_list(field: Meant, named: Sequence[NamedOwner], kinds: set[str]) -> bool:
    """Whether what is named can be meant by a list: by its members where they are of that kind."""
    assert field.listing is not None  # the caller asked
    one = field.kind in ("share", "count", "rate", "score")
    if not one or not field.listing.members or not kinds & {"unit", "value"}:
        return True
    of_list = {"values": "value", "units": "unit"}.get(field.listing.kind, "")
    if of_list not in kinds:
        return True
    called = {each.called for each in field.listing.members} | {
        each.scope.key for each in field.listing.members if each.scope is not None
    }
    return any(each.called in called or each.key in called for each in named)


def _may_be_of_all(field: Meant, kinds: set[str]) -> bool:
    """Whether a figure of the whole may stand behind a name: a category's name may be an ordinary word, what is
    counted may be called like it."""
    return field.kind not in ("count", "rate", "score", "mean", "change") or kinds.isdisjoint({"unit", "group"})


def _other_channel(field: Meant, known: Meanings) -> str:
    """电话 before a value of another channel, where its category has one for it."""
    owner = field.owner
    said = _CHANNEL.search(field.spoken.close)
    if said is None or owner is None or owner.kind != "value" or said["word"] in owner.called:
        return ""
    way = next(key for key, words in _CHANNELS.items() if said["word"] in words)
    mine = {key for key, words in _CHANNELS.items() if any(word in owner.called for word in words)}
    others = known.lexicon.facts.desk.values.names(owner.of)
    known_way = any(word in other for other in others for word in _CHANNELS[way])
    return said["word"] if mine and way not in mine and known_way else ""


def _graded_behind(field: Meant, known: Meanings) -> str:
    """评为良好 behind {等级：优秀：个数}家单位."""
    grades = [own.key for own in field.owners if own.kind == "grade"]
    said = re.match(
        "(?:家|个)?(?:单位|部门)?(?:被|均)?(?:评定?为|等级为|列为|为|获评)(?P<rest>.{1,6})", field.spoken.words
    )
    if not grades or said is None:
        return ""
    named = max((each for each in known.lexicon.facts.grades if said["rest"].startswith(each)), key=len, default="")
    return named if named and named not in grades else ""


def _left_off(field: Meant, before: Meant, known: Meanings) -> str:
    """Whose the figure before is, where a share or a change goes on from it and is of another."""
    if field.kind not in ("share", "change", "rate", "count") or before.owner is None:
        return ""
    if before.kind not in ("count", "rate", "score"):
        return ""
    tail = field.spoken.before.rpartition("}")[2]
    if field.kind in ("rate", "count"):  # 县直单位受理…件，办结率{乡镇：办结率}
        label = known.label(field.key)
        if label not in tail or field.owner is None or "、" in tail:
            return ""
        tail = tail.replace(label, "", 1)
    # Braces before it in another paragraph of a clause do not count.
    if before.spoken.named not in field.spoken.earlier[-1:] or _TAIL.fullmatch(tail) is None or "其中" in tail:
        return ""
    mine = field.owner
    if field.kind == "share" and mine is None:
        return ""
    if mine is None:
        return before.owner.called if before.key == field.key else ""
    same_kind = mine.kind == before.owner.kind and mine.of == before.owner.of
    return before.owner.called if same_kind and mine.key != before.owner.key and not _contains(mine, before) else ""


def _contains(mine: NamedOwner, before: Meant) -> bool:
    return any(each.key in (mine.key, mine.within) for each in before.owners)


def _told(field: Meant) -> str:
    if field.owner is not None:
        return f"“{field.owner.called}”的"
    if field.listing is not None:
        names = "、".join(each.called for each in field.listing.members[:3])
        return f"{field.written}（{names or '空的'}）"
    return "全部的"


def _doubt(field: Meant, found: str) -> Doubt:
    return Doubt(
        field.spoken.named.at, "wording.whose", "前面的话和括号里的不是一个范围", found, "改前面的话，或改括号里的"
    )
