"""Words for a direction anywhere in the clause of a change, held against what the figure did: 有所增加（下降9.27%）; a
change said of what is none; 由…提高到… whose two figures stand the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.meaning.fields import Meanings, Meant
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.compose.wording.things import Change
from bulletin_gen.facts.asked.changes import AskedChange
from bulletin_gen.leaves.frugal import late

_UP = "增加|增长|增多|上升|上涨|攀升|走高|提高|提升|回升|反弹|上行|翻番|翻倍|有升|见涨|为正"
_DOWN = "减少|下降|降低|回落|下滑|下跌|走低|缩减|下行|萎缩|有降|见少|为负"
_SAME = "持平|不变|相当"
_STATED = "(?=了?(?:[，。；：！（(、]|$)|的?(?:态势|趋势|势头|走势|幅度)|明显|显著)"
#: 增加, where it is said of what stands before it, and not what somebody is to do: 为减少超期.
_MOVED = Sought(f"(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<same>{_SAME})){_STATED}")
_WISHED = late("(?:为|要|应|将|须|需|进一步|确保|力争|努力|着力|推动|促进|争取|持续加强|实现|有待|亟待)[^，]{0,4}$")
_BOTH = late("有升有降|有增有减|增减|升降|涨跌")
#: A trend behind the braces: 呈上升趋势.
_TREND = Sought(f"(?:呈|整体|总体)[^，。；]{{0,6}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))的?(?:态势|趋势|势头)", "呈 体")
#: 比上月增加{受理}件: a change, right before braces that hold none.
_COMPARED = Sought(f"(?:[较比]|同比|环比)(?:上|去|前|同)?[^，。；、]{{0,6}}?(?P<word>{_UP}|{_DOWN}|多|少)了?$", "较 比")
_FROM = late("(?:由|从)[^，。；、}]{0,12}$")
_TO = late(
    f"^[^，。；}}]{{0,4}}?(?:(?P<up>{_UP}|增|升|提)|(?P<down>{_DOWN}|减|降|落)|变|调)[^，。；}}]{{0,3}}?(?:至|到|为)"
)
#: A direction typed right before its own words: 低于全县{…：高、低}.
_DOUBLED = late("(?:[较比][^，。；、]{1,10}(?P<behind>[高低多少])|(?P<than>[高低多少]于)[^，。；、]{1,10})$")
_WAYS = {"up": "上升", "down": "下降", "same": "持平"}


def direction_doubts(fields: Sequence[Meant], known: Meanings) -> Iterator[Doubt]:
    """Directions that the figures beside them do not have."""
    for index, field in enumerate(fields):
        if field.kind == "change":
            yield from _of_change(field, fields[:index], known)
        elif field.kind in ("count", "rate", "score") and not field.base:
            found = _COMPARED.search(field.spoken.close)
            if found and not any(found["word"] in step for step in field.steps):
                written = f"写“{found[0]}”，{field.written}是本期的数，不是变化"
                advice = f"写成{{{'：'.join(field.steps)}：环比：件：增加、减少}}，或改前面的话"
                yield _doubt(field, written, advice)
        if index and (wrong := _turned_round(fields[index - 1], field)):
            yield _doubt(field, wrong, "改先后，或改动词")


def _of_change(field: Meant, earlier: Sequence[Meant], known: Meanings) -> Iterator[Doubt]:
    way = way_of(field)
    if doubled := _DOUBLED.search(field.spoken.close):
        word = doubled["behind"] or doubled["than"]
        yield _doubt(field, f"写“{doubled[0]}”，{field.written}自己带升降的词", f"删去“{word}”，升降的词由程序按数写")
        return
    said = _said(field, earlier, known)
    if said and way and said[1] != way:
        found = f"写“{said[0]}”，{field.written}是{_WAYS[way]}的"
        yield _doubt(field, found, "删去这个词：升降的词由程序按数写")


def way_of(field: Meant) -> str:
    """Whether what a change is of went up, down or stayed; "" where that is not known. A rank that falls has risen."""
    result = field.thing.result if isinstance(field.thing, Change) else None
    if not isinstance(result, AskedChange):
        return ""
    if result.amount is None:
        return "" if result.nearly else "same"
    turned = {"up": "down", "down": "up"} if field.key == "rank" else {}
    return turned.get(result.direction, result.direction)


def _said(field: Meant, earlier: Sequence[Meant], known: Meanings) -> tuple[str, str] | None:
    """The one direction that the clause of a change speaks of: before its braces, or behind them."""
    texts = [field.spoken.before.rpartition("}")[2]]
    in_sentence = [each for each in earlier if each.spoken.named in field.spoken.earlier]
    if all(each.key == field.key and each.owners == field.owners and each.kind != "change" for each in in_sentence):
        texts = re.split("[{][^{}]*[}]", field.spoken.before)  # all of the sentence is of this figure
    found = [one for text in texts for one in _directions(text, field, known)]
    behind = _TREND.search(re.split("[。；]", field.spoken.words)[0])
    if behind:
        found.append((behind[0], "up" if behind["up"] else "down"))
    ways = {way for _, way in found}
    return found[-1] if len(ways) == 1 else None


def _directions(text: str, field: Meant, known: Meanings) -> Iterator[tuple[str, str]]:
    if _BOTH.search(text):
        return
    for said in _MOVED.finditer(text):
        piece = re.split("[，。；：（(]", text[: said.start()])[-1]
        others = [label for label, key in known.lexicon.amounts.items() if len(label) > 1 and key != field.key]
        mine = [label for label, key in known.lexicon.amounts.items() if key == field.key and label in piece]
        if _WISHED.search(piece) or (not mine and any(label in piece for label in others)):
            continue
        yield said[0], "up" if said["up"] else "down" if said["down"] else "same"


def _turned_round(first: Meant, second: Meant) -> str:
    """由{满意率}提高到{满意率：上期}, or 由…提高到… of what has fallen."""
    if first.key != second.key or not first.key or first.owners != second.owners:
        return ""
    if first.spoken.named not in second.spoken.earlier[-1:] or not _FROM.search(first.spoken.before):
        return ""
    between = re.sub("^(?:件|个|宗|%|分|天|，)+", "", second.spoken.before.rpartition("}")[2])
    to = _TO.search(between)
    if to is None or {first.kind, second.kind} - {"count", "rate", "score"}:
        return ""
    if not first.base and second.base:
        return f"由{first.written}到{second.written}：前一个是本期的，后一个是以前的"
    if first.figure is None or second.figure is None or not (to["up"] or to["down"]):
        return ""
    before, now = first.figure.value, second.figure.value
    if before is None or now is None:
        return ""
    wrong = now != before and bool(to["up"]) != (now > before)
    return f"写“{to[0]}”，{first.written}是{first.figure.text}，{second.written}是{second.figure.text}" if wrong else ""


def _doubt(field: Meant, found: str, advice: str) -> Doubt:
    return Doubt(field.spoken.named.at, "wording.direction", "写的升降和数不一样", found, advice)
