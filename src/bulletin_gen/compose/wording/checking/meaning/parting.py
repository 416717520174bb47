"""其中 over what is no part, 均 and 全部 of what only some do, 其余 over the first themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.meaning.fields import Meanings, Meant
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.compose.wording.choosing.tenths import share_of_words
from bulletin_gen.compose.wording.picking import pick_of
from bulletin_gen.compose.wording.things import Holder, Listing
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import ScopeFacts
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import Exact
from bulletin_gen.profile.measures import Condition

_AMONG = late("其中[：:，]?[^，。；{}]*$")
_AND = late("(?:件|个|宗|家)?(?:、|和|及|以及)[^，。；]*$")
_REST = Sought("(?:其余|其他|其它|余下)的?[^，。；、{}]{0,4}$", "其 余")
_ALL = "(?:均|全部|全都|都|一律|悉数)"
#: 全部按期办结, 均已办结: what all of the count before is said to be.
_ALL_DONE = Sought(f"{_ALL}(?:已|能|予以|得到)?(?P<what>[一-龥]{{2,8}}?)(?=[，。；）]|$)", "均 全 都 一律 悉")
#: 均高于, 均在九成以上: a bound that each of a group is said to be past.
_EACH_PAST = Sought(
    "(?:均|都|全部)(?:在)?(?P<way>高于|低于|超过|不低于|达到|在)?(?P<share>[^，。；（）{}]*)[（(]?$", "均 都 全"
)
_ALL_OF = Sought(f"{_ALL}(?:为|是|由|属于?|来自|在)(?P<group>[一-龥（）]{{2,14}})", "均 全 都")


def part_doubts(fields: Sequence[Meant], known: Meanings) -> Iterator[Doubt]:
    """Words that say more of a count's parts, or of all of them, than is so."""
    whole: Meant | None = None  # what the last 其中 is said of
    for index, field in enumerate(fields):
        whole = _said_of(fields[index - 1] if index else None, field, whole)
        if whole is not None and (wrong := _no_part(whole, field, known)):
            yield _doubt(field, "“其中”后面的不是前面的一部分", wrong, "不写“其中”，另起一句说，或换成属于前面的数")
        if wrong := _no_rest(field):
            advice = "写{…：其余：…}，如{单位：转办前2：其余：个数}"
            yield _doubt(field, "写“其余”，括号里的不是其余的", wrong, advice)
        for said in _not_all(field, known):
            yield _doubt(field, "写“均”“全部”，数不是这样", said, "改这句话；会随期变的写数，不写“全部”")


def _said_of(before: Meant | None, field: Meant, whole: Meant | None) -> Meant | None:
    """Of what braces are said to be a part: those before 其中, also of what follows behind 、."""
    if before is None or before.spoken.named not in field.spoken.earlier[-1:]:
        return None
    tail = field.spoken.before.rpartition("}")[2]
    if _AMONG.search(tail):
        return before
    return whole if _AND.match(tail) else None


def _no_part(whole: Meant, part: Meant, known: Meanings) -> str:
    """What is not among what the words before 其中 count."""
    if whole.kind == "number" and part.kind in ("number", "list"):
        return _not_in_list(whole, part)
    if {whole.kind, part.kind} != {"count"} or whole.key == part.key or not whole.key or not part.key:
        return ""
    one, other = known.label(whole.key), known.label(part.key)
    if _within(whole.key, part.key, known):
        return f"“{one}”是“{other}”的一部分，不是反过来"
    if why := _apart(part.key, whole.key, known):
        return f"“{other}”{why}，不在“{one}”里"
    counted, among = _value(whole.figure), _value(part.figure)
    if counted is not None and among is not None and among > counted:
        return f"“{other}”是{among}，多于“{one}”的{counted}"
    return ""


def _not_in_list(whole: Meant, part: Meant) -> str:
    one, other = _members(whole), _members(part)
    more = [called for key, called in other.items() if key not in one]
    return f"{part.written}里有{'、'.join(more[:3])}，不在{whole.written}里" if one and more else ""


def _members(field: Meant) -> Mapping[str, str]:
    listing = field.listing
    members: Sequence[Holder] = listing.members if listing is not None else ()
    if listing is None and isinstance(field.thing, Holder):
        members = field.thing.inner
    of_thing = getattr(field.thing, "list_count", None)
    if not members and isinstance(of_thing, Listing):
        members = of_thing.members
    if not members and field.owner is not None and field.owner.kind == "group":
        return {}
    return {each.key: each.called for each in members}


def _apart(part: str, whole: str, known: Meanings) -> str:
    """Why a count is none of another's: it goes by another time, or its conditions exclude those."""
    measures = known.walker.profile.measures
    if not (measures[part].counts_rows and measures[whole].counts_rows):
        return ""
    one, other = _rules(part, known), _rules(whole, known)
    if one[0] and other[0] and one[0] != other[0] and not _follows(one[0], other[0]):
        return f"按{_times(one[0])}计，“{known.label(whole)}”按{_times(other[0])}计"
    for column, condition in one[1]:
        for theirs, excluded in other[1]:
            if column == theirs and condition.excludes(excluded):
                return f"和“{known.label(whole)}”没有重合的"
    return ""


#: What offices say of the orders that came in: how many of them were handed on and closed, though each goes by its own
#: time.
_COMING, _DONE = {"accepted_at", "dispatched_at"}, {"dispatched_at", "acknowledged_at", "deadline_at", "closed_at"}


def _follows(part: Mapping[str, str], whole: Mapping[str, str]) -> bool:
    return set(whole) <= _COMING and set(part) <= _COMING | _DONE


def _times(time: Mapping[str, str]) -> str:
    from bulletin_gen.canonical import LABELS

    return "、".join(LABELS.get(column, column) for column in time)


def _rules(key: str, known: Meanings) -> tuple[Mapping[str, str], list[tuple[str, Condition]]]:
    """By which time a count goes, and under which conditions, with those of what it is a part of."""
    where: list[tuple[str, Condition]] = []
    time: Mapping[str, str] = {}
    while key:
        rule = known.walker.profile.measures[key]
        where += rule.where.items()
        time = time or rule.time
        key = rule.of or ""
    return time, where


def _no_rest(field: Meant) -> str:
    """其余 before those who were picked."""
    said = _REST.search(field.spoken.close)
    picks = [step for step in field.steps if (pick := pick_of(step)) is not None and not pick.last]
    if said is None or not picks or "其余" in field.steps or field.kind not in ("number", "list", "count", "share"):
        return ""
    return f"前面写“{said[0]}”，{field.written}是“{picks[-1]}”自己"


def _not_all(field: Meant, known: Meanings) -> Iterator[str]:
    if field.kind not in ("count", "rate") or field.figure is None:
        return
    behind = re.split("[。；]", field.spoken.words)[0]
    if field.kind == "count":
        led = "，".join(field.spoken.before.rpartition("}")[2].split("，")[:-1])
        before = led if known.label(field.key) in led else ""  # 转办工单全部办结，转办…件
        wrong = _not_all_of(field, behind, known) or _not_all_done(field, behind, known)
        wrong = wrong or (_not_all_done(field, before, known) if before else "")
        if wrong:
            yield wrong
    if field.kind == "rate":
        tail = field.spoken.before.rpartition("}")[2]
        wrong = _not_all_past(field, tail, known) or _not_full(field, tail, known)
        if wrong:
            yield wrong


def _not_all_of(field: Meant, text: str, known: Meanings) -> str:
    """超期{超期}件，均为县直单位: of a group that has only some of them."""
    said = _ALL_OF.search(text)
    if said is None or field.owners or field.figure is None:
        return ""
    group = next((each for each in known.lexicon.groups().members if said["group"].startswith(each.called)), None)
    mine = _value(group.scope.prose.get(field.key)) if group is not None and group.scope is not None else None
    all_of = _value(field.figure)
    if group is None or mine is None or mine == all_of:
        return ""
    words = f"{said[0].removesuffix(said['group'])}{group.called}"
    return f"写“{words}”，“{group.called}”的{known.label(field.key)}是{mine}，全部是{all_of}"


def _not_all_done(field: Meant, text: str, known: Meanings) -> str:
    """转办{转办}件，全部按期办结: what is done of it is another number."""
    said = _ALL_DONE.search(text)
    signs = known.concepts.in_words(said["what"]) if said else {}
    if said is None or not signs or not any(so for so in signs.values()):
        return ""
    scope = _scope(field, known)
    all_of = _value(field.figure)
    for key in known.walker.profile.measures:
        mine = {concept: so for concept, so in known.concepts.of(key).items() if concept != "handed"}
        done = _value(scope.prose.get(key)) if scope is not None else None
        if mine and set(signs.items()) <= set(mine.items()) and _within(key, field.key, known) and done is not None:
            if done == all_of:
                return ""
            return f"写“{said[0]}”，“{known.label(key)}”是{done}，“{known.label(field.key)}”是{all_of}"
    if not any(_within(key, field.key, known) for key in known.walker.profile.measures if key != field.key):
        return f"写“{said[0]}”，没有数能说明“{known.label(field.key)}”的{all_of}件都是这样"
    return f"写“{said[0]}”，没有属于“{known.label(field.key)}”的数说明都是这样"


def _within(key: str, whole: str, known: Meanings) -> bool:
    while key:
        if key == whole:
            return True
        key = known.walker.profile.measures[key].of or ""
    return False


def _not_full(field: Meant, text: str, known: Meanings) -> str:
    """县直单位全部按期办结，按期办结率{县直单位：按期办结率}, which is not 100%."""
    said = next((one for piece in text.split("，")[:-1] if (one := _ALL_DONE.search(piece))), None)
    value = _value(field.figure)
    if said is None or value is None or value == 1:
        return ""
    signs, mine = known.concepts.in_words(said["what"]), known.concepts.of(field.key)
    if not signs or not set(signs.items()) <= set(mine.items()):
        return ""
    return f"写“{said[0]}”，{field.written}是{field.figure.text if field.figure else ''}"


def _not_all_past(field: Meant, text: str, known: Meanings) -> str:
    """各乡镇满意率均高于{满意率}, 均在九成以上: some unit of the group is not."""
    found = (_EACH_PAST.search(piece) for piece in text.split("，"))
    said = next((each for each in found if each is not None and (each["share"] or each["way"])), None)
    if said is None or field.owner is not None and field.owner.kind == "unit":
        return ""
    bound = share_of_words(said["share"].removeprefix("在")) if said["share"] else None
    least = bound if bound is not None else _value(field.figure) if said["way"] in ("高于", "低于", "超过") else None
    if least is None:
        return ""
    low = said["way"] == "低于" or "以下" in said["share"]
    failing = [
        unit.called
        for unit in _units_said(text, field, known)
        if unit.scope is not None
        and (value := _value(unit.scope.prose.get(field.key))) is not None
        and (value > least if low else value < least or (bound is None and value == least))
    ]
    return (
        f"写“{said[0].rstrip('（(')}”，{'、'.join(failing[:3])}{'等' if len(failing) > 3 else ''}不是"
        if failing
        else ""
    )


def _units_said(text: str, field: Meant, known: Meanings) -> Sequence[Holder]:
    groups = [group for group in known.lexicon.groups().members if group.called in text]
    owner = field.owner
    if owner is not None and owner.kind == "group":
        groups = [group for group in known.lexicon.groups().members if group.key == owner.key]
    if groups:
        return groups[-1].inner
    return known.lexicon.units().members if re.search("各(?:承办)?单位|所有单位", text) else ()


def _scope(field: Meant, known: Meanings) -> ScopeFacts | None:
    owner = field.owner
    if owner is None:
        return known.lexicon.facts.total
    whose = getattr(field.thing, "whose", None)
    return whose.scope if isinstance(whose, Holder) else None


def _value(figure: Figure | None) -> Exact | None:
    return figure.value if figure is not None else None


def _doubt(field: Meant, kind: str, found: str, advice: str) -> Doubt:
    return Doubt(field.spoken.named.at, "wording.parts", kind, found, advice)
