"""How a list is ranked, and what the words beside it claim of that: 最低的三位, 后五位, 居首位, 增幅最大, 由高到低."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto

from msgspec import Struct

from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.compose.wording.picking import DIRECTED, DIRECTIONS, PAST_WHOLE, change_in, pick_of, whole_number
from bulletin_gen.compose.wording.syntax import Named, NameStep
from bulletin_gen.facts.saved.explain import measure_label

_NUMBER = "[二两三四五六七八九十]{1,3}|[0-9０-９]{1,3}"
_MEMBERS = "位|名|个(?!月|季|半年|工作日|小时)|家|类|项|大"
_HIGH, _LOW = "高多大长", "低少小短"
#: The highest of all is said of whatever is ranked; 较低 only of what is named right before it.
_SUPERLATIVE = Sought(
    f"(?<!不)最(?P<way>[{_HIGH}{_LOW}])(?!人民|法院|检察|限|标准|分值|程度|努力|可能|跑|不超过|化|生活|工资|公约)",
    "最",
)
_SOFT = Sought(
    f"(?:率|量|数|件数|得分|时长|用时|占比|比重)[^，、。；：]{{0,3}}(?:较|偏|相对)(?P<way>[{_HIGH}{_LOW}])(?!于)",
    "较 偏 相对",
)
CHANGE = Sought(
    "(?P<up>增加|增长|增多|上升|上涨|提高|提升|增幅|涨幅|升幅|增速|上行)|"
    "(?P<down>减少|下降|降低|回落|下滑|下跌|降幅|减幅|跌幅)",
    "增 减 上 下 涨 提 升 降 回 跌",
)
#: Between the word of a change and how much it is: 减少件数最多, 下降幅度居前.
_OF_CHANGE = Sought("(?:了|的|量|率|数|件数|幅度|速度|幅|得|也|均|都)*(?:最|较|居|排|位|前|后|末|明显|显著|靠)")
_PLACES = Sought(
    "(?P<end>倒数后|倒数前|倒数|最后|(?<![目以之当提先此日])前|(?<![今以之此日会事])后|(?<![期月年周季])末)"
    f"(?P<number>{_NUMBER})(?:(?P<unit>{_MEMBERS})|(?=[的是为：，有（]|分别|依次|$))",
    "前 后 末 倒",
)
_FIRST = Sought(
    "(?:居|位居|位列|列|排|排在|排名|处于|名列)(?:[^，。；：]{0,4})?(?:前列|前茅|(?:靠|在)?前(?![期述面后期]))|"
    "靠前|居前|领先|(?:居|位居|排|列)?首位|榜首|居首|第一(?=位|名|的|$)(?!时间|季)",
    "前 先 首 第",
)
_LAST = Sought("倒数|末位|靠后|居后|垫底|落后|(?:位列|排名|排在)后(?![期述续面来])|末尾", "倒 末 后")
_PLACE = Sought(
    "(?<![倒最])第(?P<number>[一二三四五六七八九十]{1,2})(?:位|名|(?=的|是|为|$))(?!季|次|批)|"
    "(?P<next>其次|次之)|(?P<first>(?:居|位居|位列|排|列)首位?|首位|榜首)",
    "第 次 首",
)
#: 三个单位 is looked at with all other counted units.
_COUNTED = Sought(
    f"最[{_HIGH}{_LOW}]的(?:前|后)?(?P<number>{_NUMBER})(?:位|名|类|个(?!月|季|单位|部门|承办|责任))", "最"
)
_DESCENDING = Sought("[从由](?:高|多|大|长|先)(?:到|至)(?:低|少|小|短|后)|降序|[从由]好到差", "从 由 降序")
_ASCENDING = Sought("[从由](?:低|少|小|短)(?:到|至)(?:高|多|大|长)|升序", "从 由 升序")


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
    "rate": Sought(r"[一-龥]{0,4}(?<![概频效功汇速机长幅])率(?![先领队定])", "率"),
    "count": Sought("[一-龥]{0,4}(?:件数|(?<![质力含])量|次数|数量)", "件数 量 次数"),
}


def kind_said(text: str) -> tuple[str, str] | None:
    """Whether words speak of a rate or of a count, and which words do; None where they speak of neither, or of both."""
    said = [(kind, found[0]) for kind, words in _KINDS.items() if (found := words.search(text))]
    return said[0] if len(said) == 1 else None


class RankedList(Struct, frozen=True):
    """How the braces' list is ranked: ``by`` which measure, rate or score ("" where that is not known), ``low``: the
    lowest come first, or those that fell; ``change``: by how they moved; ``number``: how many were asked for, 0 for
    all; ``place``: the one of that place alone; ``ascending``: they stand from the lowest up; ``cut``: only some of
    those in that order are there; ``every``: all that moved one way; ``past``: all above (高于) or below the whole."""

    by: str
    step: NameStep
    low: bool
    change: bool = False
    number: int = 0
    place: int = 0
    ascending: bool = False
    cut: bool = True
    every: bool = False
    past: str = ""


class Ranks(Struct, frozen=True):
    """Finds the rankings in braces."""

    lexicon: Lexicon

    def labels(self, text: str) -> list[tuple[str, int]]:
        """The names of measures, rates and scores in a text with their ends, the last one last."""
        found: dict[int, str] = {}
        for name in self.lexicon.amounts:
            at = text.rfind(name) if len(name) > 1 else -1
            if at >= 0 and len(name) > len(found.get(at + len(name), "")):
                found[at + len(name)] = name
        return [(found[end], end) for end in sorted(found)]

    def of(self, named: Named) -> RankedList | None:
        """The ranking of a pair of braces; None for what is no list, or stands in no order of a figure."""
        found: RankedList | None = None
        own, falls = "", False
        for step in named.steps:
            text = step.text
            if text == "其余" or (found and text in ("同比", "环比")):
                return None
            if text in self.lexicon.amounts:
                continue
            if text in self.lexicon.unit_lists:
                found = self._of_list(self.lexicon.unit_lists[text], step)
                own, falls = (found.by, found.low) if found else ("", False)
            elif (measure := self._of_breakdown(text)) is not None:
                own = measure
            elif (pick := pick_of(text)) is not None:
                label, against = change_in(pick.by, self.lexicon.facts.desk.bases)
                by = self.lexicon.amounts.get(label if against else pick.by, "")
                low = pick.last != (falls if not pick.by else False)
                found = RankedList(
                    by or (own if against or not pick.by else ""), step, low, bool(against),
                    0 if pick.alone else pick.number, pick.number if pick.alone else 0, low != pick.falling,
                )  # fmt: skip
            elif text.startswith("有") and text[1:] in self.lexicon.amounts:
                own, falls = self.lexicon.amounts[text[1:]], False
                found = RankedList(own, step, low=False, cut=False)
            elif directed := DIRECTED.fullmatch(text):
                way = DIRECTIONS.get(directed[3], "down")
                label = self.lexicon.amounts.get(directed[1], own)
                found = None if way == "same" else RankedList(label, step, way == "down", change=True, every=True)
            elif past := PAST_WHOLE.fullmatch(text):
                by = self.lexicon.amounts.get(past[1], own)
                found = RankedList(by, step, past[2] == "低于", cut=False, past=past[2])
        return found

    def _of_list(self, key: str, step: NameStep) -> RankedList | None:
        rule = self.lexicon.profile.lists[key]
        keys = [each for each in rule.order if each.removeprefix("-") not in ("group", "prose_group")]
        if not keys or keys[0] in ("registered", "-registered"):
            return None
        by, descends = keys[0].removeprefix("-"), keys[0].startswith("-")
        low = descends if by in ("rank", "grade") else not descends
        return RankedList(by, step, low, number=rule.top or 0, ascending=not descends, cut=rule.top is not None)

    def _of_breakdown(self, name: str) -> str | None:
        for key, rule in self.lexicon.profile.breakdowns.items():
            if name in (key, rule.label) and rule.order == "count":
                return rule.measure
        return None

    def called(self, key: str) -> str:
        """What a measure, rate or score is called."""
        profile = self.lexicon.profile
        if key in profile.measures or key in profile.rates:
            return measure_label(profile, key)
        return next((label for label, name in self.lexicon.amounts.items() if name == key), key)

    def told(self, ranking: RankedList) -> str:
        """What the list of the braces is: “转办前3”是转办最多的."""
        called, of = self.called(ranking.by) or "名单自己的数", self.kind(ranking.by)
        most, least = {"count": ("最多", "最少"), "rank": ("最靠前", "最靠后")}.get(of, ("最高", "最低"))
        if ranking.change:
            most, least = ("增加的", "减少的") if ranking.every else ("增加最多", "减少最多")
        way = least if ranking.low else most
        return f"“{ranking.step.text}”是{called}{way.removesuffix('的')}的"

    def kind(self, key: str) -> str:
        """rate, count, score or rank; "" for a rate that is no percentage."""
        rate = self.lexicon.profile.rates.get(key)
        if rate is not None:
            return "rate" if not rate.per and self.lexicon.profile.style(rate.style).percent else ""
        return "count" if key in self.lexicon.profile.measures else "rank" if key == "rank" else "score"
