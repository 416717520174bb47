"""What the words beside a list claim of it: 最低的三位, 后五位, 居首位, 增幅最大, 由高到低."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto

from msgspec import Struct

from bulletin_gen.compose.wording.picking import whole_number

_NUMBER = "[二两三四五六七八九十]{1,3}|[0-9０-９]{1,3}"
_MEMBERS = "位|名|个(?!月|季|半年|工作日|小时)|家|类|项|大"
_HIGH, _LOW = "高多大长", "低少小短"
#: The highest of all is said of whatever is ranked; 较低 only of what is named right before it.
_SUPERLATIVE = re.compile(
    f"(?<!不)最(?P<way>[{_HIGH}{_LOW}])(?!人民|法院|检察|限|标准|分值|程度|努力|可能|跑|不超过|化|生活|工资|公约)"
)
_SOFT = re.compile(
    f"(?:率|量|数|件数|得分|时长|用时|占比|比重)[^，、。；：]{{0,3}}(?:较|偏|相对)(?P<way>[{_HIGH}{_LOW}])(?!于)"
)
CHANGE = re.compile(
    "(?P<up>增加|增长|增多|上升|上涨|提高|提升|增幅|涨幅|升幅|增速|上行)|(?P<down>减少|下降|降低|回落|下滑|下跌|降幅|减幅|跌幅)"
)
#: Between the word of a change and how much it is: 减少件数最多, 下降幅度居前.
_OF_CHANGE = re.compile("(?:了|的|量|率|数|件数|幅度|速度|幅|得|也|均|都)*(?:最|较|居|排|位|前|后|末|明显|显著|靠)")
_PLACES = re.compile(
    f"(?P<end>倒数后|倒数前|倒数|最后|(?<![目以之当提先此日])前|(?<![今以之此日会事])后|(?<![期月年周季])末)(?P<number>{_NUMBER})(?:(?P<unit>{_MEMBERS})|(?=[的是为：，有（]|分别|依次|$))"
)
_FIRST = re.compile(
    "(?:居|位居|位列|列|排|排在|排名|处于|名列)(?:[^，。；：]{0,4})?(?:前列|前茅|(?:靠|在)?前(?![期述面后期]))|"
    "靠前|居前|领先|(?:居|位居|排|列)?首位|榜首|居首|第一(?=位|名|的|$)(?!时间|季)"
)
_LAST = re.compile("倒数|末位|靠后|居后|垫底|落后|(?:位列|排名|排在)后(?![期述续面来])|末尾")
_PLACE = re.compile(
    "(?<![倒最])第(?P<number>[一二三四五六七八九十]{1,2})(?:位|名|(?=的|是|为|$))(?!季|次|批)|"
    "(?P<next>其次|次之)|(?P<first>(?:居|位居|位列|排|列)首位?|首位|榜首)"
)
#: 三个单位 is looked at with all other counted units.
_COUNTED = re.compile(f"最[{_HIGH}{_LOW}]的(?:前|后)?(?P<number>{_NUMBER})(?:位|名|类|个(?!月|季|单位|部门|承办|责任))")
_DESCENDING = re.compile("[从由](?:高|多|大|长|先)(?:到|至)(?:低|少|小|短|后)|降序|[从由]好到差")
_ASCENDING = re.compile("[从由](?:低|少|小|短)(?:到|至)(?:高|多|大|长)|升序")


class End(Enum):
    """Which end of a ranking words speak of: of the values, or of the places in it."""

    HIGH = auto()
    LOW = auto()
    FIRST = auto()
    LAST = auto()


class RankClaim(Struct, frozen=True):
    """What words say of a list: ``end`` of it (None: nothing), ``number`` of members and ``place`` (0: nothing),
    ``change`` (up, down, "": nothing of a change), ``least``: the smallest change; ``falling``: the order in which they
    stand (None: nothing). ``words``: which ones say the end, ``counted`` which ones the number; ``text``: what stands
    up to them."""

    words: str
    text: str
    end: End | None = None
    number: int = 0
    counted: str = ""
    place: int = 0
    change: str = ""
    least: bool = False
    falling: bool | None = None


def claim_in(pieces: Iterable[str]) -> RankClaim | None:
    """The claim of the piece nearest to the list that makes one; pieces from the nearest on."""
    return next((claim for piece in pieces if (claim := _of_piece(piece)) is not None), None)


def _of_piece(piece: str) -> RankClaim | None:
    ways = [*_SUPERLATIVE.finditer(piece), *_SOFT.finditer(piece)]
    both = len({each["way"] in _HIGH for each in ways}) > 1
    places, moved = list(_PLACES.finditer(piece)), _moved(piece)
    end, words, at = _end(piece, ways, places)
    place = next(_PLACE.finditer(piece), None)
    order = _DESCENDING.search(piece), _ASCENDING.search(piece)
    falling = None if (order[0] is None) == (order[1] is None) else order[0] is not None
    counted = places[-1] if places else next(_COUNTED.finditer(piece), None)
    if not (ways or places or end or place or falling is not None or moved):
        return None
    if both:
        end, words = None, ""
    return RankClaim(
        words,
        piece[:at],
        end,
        whole_number(counted["number"]) if counted else 0,
        counted[0].strip("的") if counted else "",
        _place(place) if place and not places else 0,
        moved,
        bool(moved) and bool(ways) and not both and ways[-1]["way"] in _LOW,
        falling,
    )


def _end(piece: str, ways: list[re.Match[str]], places: list[re.Match[str]]) -> tuple[End | None, str, int]:
    """Values before places: 最低的前三位 is of the lowest."""
    if ways:
        return End.HIGH if ways[-1]["way"] in _HIGH else End.LOW, ways[-1][0], ways[-1].start()
    if places:
        last = places[-1]["end"] != "前"
        return End.LAST if last else End.FIRST, places[-1][0], places[-1].start()
    for end, words in ((End.LAST, _LAST), (End.FIRST, _FIRST)):
        if found := words.search(piece):
            return end, found[0], found.start()
    return None, "", len(piece)


def _moved(piece: str) -> str:
    """Which way what is ranked has moved: 下降最多, 增幅居前."""
    for found in CHANGE.finditer(piece):
        if _OF_CHANGE.match(piece, found.end()):
            return "up" if found["up"] else "down"
    return ""


def _place(found: re.Match[str]) -> int:
    if found["next"]:
        return 2
    return 1 if found["first"] else whole_number(found["number"])


#: Words for a measure that no rule is called by: what kind it is of.
_KINDS = {
    "rate": re.compile(r"[一-龥]{0,4}(?<![概频效功汇速机长幅])率(?![先领队定])"),
    "count": re.compile("[一-龥]{0,4}(?:件数|(?<![质力含])量|次数|数量)"),
}


def kind_said(text: str) -> tuple[str, str] | None:
    """Whether words speak of a rate or of a count, and which words do; None where they speak of neither, or of both."""
    said = [(kind, found[0]) for kind, words in _KINDS.items() if (found := words.search(text))]
    return said[0] if len(said) == 1 else None
