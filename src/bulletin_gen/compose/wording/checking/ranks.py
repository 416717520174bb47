"""Words beside a list held against how it is ranked: its end, its measure, its length, the order of its members."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from bulletin_gen.compose.wording.checking.around import Spoken, spoken
from bulletin_gen.compose.wording.checking.claims import CHANGE, End, RankClaim, claim_in, kind_said
from bulletin_gen.compose.wording.checking.lines import Doubt, listing_of
from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.picking import DIRECTED, DIRECTIONS, PAST_WHOLE, change_in, pick_of, whole_number
from bulletin_gen.compose.wording.syntax import Named, NameStep, Part
from bulletin_gen.compose.wording.things import Listing
from bulletin_gen.compose.wording.walk import Walker
from bulletin_gen.facts.saved.explain import measure_label

#: What a name in which they stand measures: the more the worse, or the better.
_BAD = re.compile("超期|逾期|超时|不满意|退单|退回|返工|重办|重复|未|扣分|差评|失分|无效|延期|投诉|催办")
_GOOD = re.compile("满意|办结|按时|按期|及时|得分|知晓|解决|回复|签收|好评|参评|接通")
_PRAISED = re.compile("最(?:好|优|佳|快)|(?:较|良)好|表现突出")
_BLAMED = re.compile("最(?:差|慢|严重)|较差|不力|滞后")
#: What the last place of a ranking is, whichever way its numbers run.
_BY_PLACE = re.compile("排名|名次|排位|靠后|垫底|落后|末位")
_PIECE = re.compile("[，,：:、（）()]")
_PAST = re.compile("(?P<up>高于|超过|高出|好于|优于|超出)|(?P<down>低于|不及|不足|未达|差于|达不到)")
_CHANGED = re.compile("变化|增|减|升|降|涨|跌|幅|环比|同比|波动|回落|下滑|提高|[较比]")


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


class Ranks(Struct, frozen=True, dict=True):
    """Finds the rankings in braces."""

    lexicon: Lexicon

    @cached_property
    def labels(self) -> re.Pattern[str]:
        """The names of all measures, rates and scores, the longest first."""
        names = sorted((name for name in self.lexicon.amounts if len(name) > 1), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names)) or "(?!)")

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


def claimed(each: Spoken, ranks: Ranks) -> RankClaim | None:
    """What the words before the braces claim of their list, back to another list; else what those behind them say of
    its place."""
    segments = [re.split("[{][^{}]*$", piece)[0] for piece in each.before.split("}")]
    segments[-1] = each.before.rpartition("}")[2]
    pieces: list[str] = []
    for back, segment in enumerate(reversed(segments)):
        pieces += reversed(_PIECE.split(segment))
        earlier = each.earlier[-1 - back] if back < len(each.earlier) else None
        if earlier is None or ranks.of(earlier) is not None:
            break
    if claim := claim_in(pieces):
        return claim
    behind = re.match("(?:等.{0,6}?)?(?:分别|依次|均|都)?(?:位?居|位列|排名?在?|为|是)*", each.behind)
    rest = each.behind[behind.end() :] if behind else ""
    found = claim_in([each.behind]) if rest else None
    return found if found and found.words and each.behind.find(found.words) <= len(each.behind) - len(rest) else None


def rank_slips(parts: Sequence[Part], walker: Walker) -> Iterator[SlipError]:
    """Lists beside words that say the other end of the ranking: 最低的 before 前3, 减少最多 before those that rose."""
    ranks = Ranks(walker.lexicon)
    for each in spoken(parts):
        ranking = ranks.of(each.named)
        if ranking is None:
            continue
        if ranking.every and (wrong := _other_way(each, ranking)):
            yield _slip(each, ranking, ranks, wrong)
            continue
        claim = claimed(each, ranks)
        if claim is None or _another_measure(claim, ranking, ranks):
            continue
        if (wrong := _wrong_end(claim, ranking, ranks)) and not _doubtful_end(claim, ranking, ranks):
            yield _slip(each, ranking, ranks, wrong)


def _other_way(each: Spoken, ranking: RankedList) -> str:
    """同比上升的有 before those that fell; 高于 before those below."""
    words = CHANGE if not ranking.past else _PAST
    found = list(words.finditer(each.before.rpartition("}")[2]))
    if not found or len({bool(one["down"]) for one in found}) > 1:
        return ""
    return found[-1][0] if bool(found[-1]["down"]) != ranking.low else ""


def _wrong_end(claim: RankClaim, ranking: RankedList, ranks: Ranks) -> str:
    """The words that say the other end than that which the list is taken from."""
    if ranking.change:
        if claim.change and (claim.least or (claim.change == "down") != ranking.low):
            return f"{claim.text}{claim.words}"
        return ""
    if claim.change or claim.end is None or not ranking.cut:
        return ""
    return claim.words if (claim.end in (End.LOW, End.LAST)) != ranking.low else ""


def _doubtful_end(claim: RankClaim, ranking: RankedList, ranks: Ranks) -> bool:
    """Whether the last place may be the highest number: of what is bad."""
    return claim.end in (End.FIRST, End.LAST) and not ranking.change and bool(_BAD.search(ranks.called(ranking.by)))


def _slip(each: Spoken, ranking: RankedList, ranks: Ranks, wrong: str) -> SlipError:
    is_ = ranks.told(ranking)
    turned = _turned(ranking.step.text)
    advice = "改这里的话" + (f"，或把括号里的改成“{turned}”" if turned else "，或改名单的排序")
    return SlipError(each.named.at, f"旁边写“{wrong}”，{is_}", each.named.written, advice=advice)


def _turned(text: str) -> str:
    """转办前3 as 转办后3; "" for what has no other end."""
    for one, other in (("前", "后"), ("后", "前"), ("末", "前"), ("最多", "最少"), ("最少", "最多")):
        head, sign, rest = text.rpartition(one)
        if sign and (rest == "" or re.fullmatch("[0-9０-９一二两三四五六七八九十]+[位名个家类]?", rest)):
            return f"{head}{other}{rest}"
    for one, other in (("上升", "下降"), ("增长", "下降"), ("增加", "减少"), ("提高", "降低")):
        for old, new in ((one, other), (other, one)):
            if text.endswith(old):
                return text.removesuffix(old) + new
    return ""


def _another_measure(claim: RankClaim, ranking: RankedList, ranks: Ranks) -> str:
    """The measure by which the words rank, where the list is ranked by another."""
    if not ranking.by or not (claim.end or claim.number or claim.place or claim.change):
        return ""
    found = list(ranks.labels.finditer(claim.text))
    while found and found[-1][0] in ("排名", "名次") and claim.end in (End.FIRST, End.LAST):
        found.pop()  # where it stands, not by what
    label = found[-1][0] if found else ""
    if label and claim.text[found[-1].end() :].startswith("率"):
        label = ""
    mine, kind = ranks.called(ranking.by), ranks.kind(ranking.by)
    if label:
        key = ranks.lexicon.amounts[label]
        rest = claim.text[found[-1].end() :]
        if kind == "rate" and key in ranks.lexicon.profile.measures and re.match("件数|数|量|次数", rest):
            return f"{label}{rest[:2].rstrip('最居排前')}"
        same = key == ranking.by or label in mine or _made_of(key, ranking.by, ranks)
        return "" if same else label
    if ranking.change:
        return ""
    said = kind_said(claim.text[-8:])
    return said[1] if said and kind in ("rate", "count") and said[0] != kind else ""


def _made_of(key: str, by: str, ranks: Ranks) -> bool:
    """Whether a rate is made of a count that words name: 超期较多 before 超期率前3 says nothing else."""
    rate = ranks.lexicon.profile.rates.get(by)
    return rate is not None and rate.numerator == key


def rank_doubts(parts: Sequence[Part], walker: Walker) -> Iterator[Doubt]:
    """What the words beside lists say that these are not: the measure, how many, which place, in which order."""
    ranks = Ranks(walker.lexicon)
    for each in spoken(parts):
        ranking = ranks.of(each.named)
        claim = claimed(each, ranks) if ranking is not None else None
        if ranking is None:
            continue
        listing = None if each.lists else listing_of(walker, each.named)
        if listing is not None and (doubt := _swollen(each, ranking, listing, claim, walker)):
            yield doubt
        if listing is not None and (counted := _counted_behind(each, listing)):
            yield _doubt(each, counted, "随期变的写{…：个数}个")
        if judged := _judged(each, ranking, ranks):
            yield _doubt(each, judged, "改这里的话，或取另一头")
        if ranking.past and (wrong := _other_way(each, ranking)):
            yield _doubt(each, f"写“{wrong}”，括号里是“{ranking.step.text}”", "改其中一处")
        if listing is not None and (tied := _tied_words(each, listing)):
            yield _doubt(each, *tied)
        if claim is None:
            continue
        yield from _claim_doubts(each, claim, ranking, ranks)
        for whose, members in [("", listing)] if listing is not None else _by_group(each, walker):
            yield from _length(each, claim, members, whose)


def _claim_doubts(each: Spoken, claim: RankClaim, ranking: RankedList, ranks: Ranks) -> Iterator[Doubt]:
    by = ranks.called(ranking.by)
    if other := _another_measure(claim, ranking, ranks):
        advice = f"改前面的话，或把括号里的改成按“{other}”选的"
        yield _doubt(each, f"前面写“{other}”，名单是按“{by}”排的", advice)
    elif (wrong := _wrong_end(claim, ranking, ranks)) and not _BY_PLACE.search(f"{claim.text}{claim.words}"):
        yield _doubt(each, f"写“{wrong}”，{ranks.told(ranking)}", "说清是最多的还是最少的")
    elif ranking.change and not claim.change and claim.end in (End.HIGH, End.LOW) and not _CHANGED.search(claim.text):
        found = f"写“{claim.words}”，“{ranking.step.text}”是按变化排的"
        yield _doubt(each, found, "写明增加最多、减少最多，或改括号里的")
    elif claim.change and not ranking.change and ranking.by:
        found = f"写的是变化，“{ranking.step.text}”是按{by}本身排的"
        advice = f"写{{…：{by}环比前3}}（减少最多的写 环比后3），或改前面的话"
        yield _doubt(each, found, advice)
    if ranking.place and claim.place and claim.place != ranking.place:
        yield _doubt(each, f"写的是第{claim.place}，括号里是“{ranking.step.text}”", "改其中一处")
    elif claim.place and ranking.number and (ranking.number > 1 or claim.place > 1):
        found = f"写的是第{claim.place}，括号里是“{ranking.step.text}”，{'有' if ranking.number > 1 else '只有'}"
        found += "第1个" if ranking.number == 1 else f"{ranking.number}个"
        yield _doubt(each, found, f"写{{…：{by}第{claim.place}}}")
    if claim.falling is not None and claim.falling == ranking.ascending:
        advice = "改这里的话；末几位从高到低的写“末3”，从低到高的写“后3”"
        yield _doubt(each, f"写的先后和“{ranking.step.text}”的先后相反", advice)


def _judged(each: Spoken, ranking: RankedList, ranks: Ranks) -> str:
    """最好的 before those whose number is the worse, where its name tells which way is good."""
    called, close = ranks.called(ranking.by), each.close
    long = bool(re.search("时长|用时|耗时|天数", called))
    bad, good = long or bool(_BAD.search(called)), not long and bool(_GOOD.search(called))
    if ranking.change or bad == good or not ranking.cut:
        return ""
    best = ranking.low == bad
    for words, praised in ((_PRAISED, True), (_BLAMED, False)):
        if (found := words.search(close)) and praised != best:
            return f"写“{found[0]}”，{ranks.told(ranking)}"
    return ""


def _tied_words(each: Spoken, listing: Listing) -> tuple[str, str] | None:
    """并列 before a list in which nobody ties; （含并列） behind one that says so itself."""
    if re.match("(?:含|有)?并列", each.behind):
        if listing.tied:
            return "写了“并列”，名单有并列时自己会注明（含并列）", "删去后面的"
        return f"写了“并列”，名单有{len(listing.members)}个，末位没有并列", "删去；有并列时名单自己会注明"
    if "并列" in each.before.rpartition("}")[2] and not listing.tied and len(listing.members) <= 1:
        return f"写了“并列”，名单只有{len(listing.members)}个", "删去；有并列时名单自己会注明（含并列）"
    return None


def _by_group(each: Spoken, walker: Walker) -> Iterator[tuple[str, Listing]]:
    """The lists of a pair of braces in a pattern of 各组, one a group behind its name."""
    if not each.lists or each.lists[0].steps[0].text != "各组":
        return
    for group in walker.lexicon.groups().members:
        try:
            thing = walker.thing(each.named, group)
        except SlipError:
            continue
        if isinstance(thing, Listing):
            yield f"（{group.called}）", thing


def _counted_behind(each: Spoken, listing: Listing) -> str:
    """甲、乙三个行业: a number right behind a list that has another."""
    found = re.match(
        "等?(?P<number>[二两三四五六七八九十]{1,3})(?:个|家|类|项|大|位)(?!月|季|工作日|小时|百分点|自然)", each.behind
    )
    joined = re.search("[}、和及与]$", each.before)  # one of several lists that are counted together
    if found is None or joined or whole_number(found["number"]) in (len(listing.members), listing.wanted):
        return ""
    return f"后面写“{found[0]}”，名单有{len(listing.members)}个"


def _length(each: Spoken, claim: RankClaim, listing: Listing, whose: str) -> Iterator[Doubt]:
    """前五位 before a list of four, or one that was asked to have another number; ties are the profile's say."""
    had, typed = len(listing.members), claim.number
    fewer = 0 < had < typed
    if not typed or not (fewer or (listing.wanted is not None and listing.wanted > typed)):
        return
    yield Doubt(
        each.named.at,
        "wording.fewer",
        "名单不足所写的个数" if fewer else "名单多于所写的个数",
        f"写的是“{claim.counted}”，名单{whose}{'只' if fewer else ''}有{had}个",
        "核对；个数随期变的，写成“较多的有…”，并放进【】",
    )


#: Ties may add so many to N without a reader's wondering.
_TIES = 2


def _swollen(
    each: Spoken, ranking: RankedList, listing: Listing, claim: RankClaim | None, walker: Walker
) -> Doubt | None:
    """前N that prints far more because so many tie, or that prints more and says so nowhere."""
    wanted, had = listing.wanted, len(listing.members)
    if not wanted or had <= wanted or listing.shown:
        return None
    more = f"要{wanted}个，并列的都列出，印{had}个"
    if had > max(2 * wanted, wanted + _TIES):
        advice = "并列太多，名次说明不了什么：换一个分得出先后的数，只写个数（：个数），或给 措辞 → 并列 写 到数为止"
        found = f"{each.named.written[:30]}：{more}"
        return Doubt(each.named.at, "wording.ties", "名单因并列远多于所写的个数", found, advice)
    told = listing.tied or "并列" in each.before[-20:] + each.behind
    if told or claim is None or not claim.number or walker.profile.wording.ties != "include":
        return None
    advice = "在旁边写明（含并列），或给 措辞 → 并列 写 注明"
    return Doubt(each.named.at, "wording.ties", "名单因并列多于所写的个数", f"写“{claim.counted}”，{more}", advice)


def _doubt(each: Spoken, found: str, advice: str) -> Doubt:
    return Doubt(each.named.at, "wording.rank", "旁边的话和名单排的不一样", found, advice)
