"""Words beside a list held against how it is ranked: its end, its measure, its length, the order of its members."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.compose.wording.checking.around import Spoken
from bulletin_gen.compose.wording.checking.claims import CHANGE, End, RankClaim, RankedList, Ranks, claim_in, kind_said
from bulletin_gen.compose.wording.checking.lines import Doubt, listing_of, summed_list
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.picking import whole_number
from bulletin_gen.compose.wording.things import Listing
from bulletin_gen.compose.wording.walk import Walker
from bulletin_gen.leaves.frugal import late

#: What a name in which they stand measures: the more the worse, or the better.
_BAD = Sought("超期|逾期|超时|不满意|退单|退回|返工|重办|重复|未|扣分|差评|失分|无效|延期|投诉|催办")
_GOOD = Sought("满意|办结|按时|按期|及时|得分|知晓|解决|回复|签收|好评|参评|接通")
_PRAISED = Sought("最(?:好|优|佳|快)|(?:较|良)好|表现突出", "好 最 佳 突出")
_BLAMED = Sought("最(?:差|慢|严重)|较差|不力|滞后", "最 差 不力 滞后")
#: What the last place of a ranking is, whichever way its numbers run.
_BY_PLACE = Sought("排名|名次|排位|靠后|垫底|落后|末位")
_PIECE = late("[，,：:、（）()]")
_PAST = Sought("(?P<up>高于|超过|高出|好于|优于|超出)|(?P<down>低于|不及|不足|未达|差于|达不到)", "于 过 超 出 不 未")
_CHANGED = Sought("变化|增|减|升|降|涨|跌|幅|环比|同比|波动|回落|下滑|提高|[较比]")


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


def rank_slips(braces: Sequence[Spoken], walker: Walker) -> Iterator[SlipError]:
    """Lists beside words that say the other end of the ranking: 最低的 before 前3, 减少最多 before those that rose."""
    ranks = Ranks(walker.lexicon)
    for each in braces:
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
    found = ranks.labels(claim.text)
    while found and found[-1][0] in ("排名", "名次") and claim.end in (End.FIRST, End.LAST):
        found.pop()  # where it stands, not by what
    label = found[-1][0] if found else ""
    if label and claim.text[found[-1][1] :].startswith("率"):
        label = ""
    mine, kind = ranks.called(ranking.by), ranks.kind(ranking.by)
    if label:
        key = ranks.lexicon.amounts[label]
        rest = claim.text[found[-1][1] :]
        if kind == "rate" and key in ranks.lexicon.profile.measures and re.match("件数|数|量|次数", rest):
            return f"{label}{rest[:2].rstrip('最居排前')}"
        same = key == ranking.by or label in mine or _made_of(key, ranking.by, ranks)
        return "" if same else label
    if ranking.change:
        return ""
    said = kind_said(claim.text[-8:])
    if kind == "score":  # 三率靠后 may be said of a score that is made of rates, 受理量靠前 not
        return said[1] if said and said[0] == "count" else ""
    return said[1] if said and kind in ("rate", "count") and said[0] != kind else ""


def _made_of(key: str, by: str, ranks: Ranks) -> bool:
    """Whether a rate is made of a count that words name: 超期较多 before 超期率前3 says nothing else."""
    rate = ranks.lexicon.profile.rates.get(by)
    return rate is not None and rate.numerator == key


def rank_doubts(braces: Sequence[Spoken], walker: Walker) -> Iterator[Doubt]:
    """What the words beside lists say that these are not: the measure, how many, which place, in which order."""
    ranks = Ranks(walker.lexicon)
    for each in braces:
        ranking = ranks.of(each.named)
        if ranking is not None:
            yield from _of_one_list(each, ranking, ranks, walker)


def _of_one_list(each: Spoken, ranking: RankedList, ranks: Ranks, walker: Walker) -> Iterator[Doubt]:
    claim = claimed(each, ranks)
    listing = None if each.lists else listing_of(walker, each.named)
    if listing is not None and (doubt := _swollen(each, ranking, listing, claim, walker)):
        yield doubt
    if listing is not None and (counted := _counted_behind(each, listing)):
        yield _doubt(each, counted, "随期变的写{…：个数}个")
    if listing is not None and (nothing := _of_nothing(ranking, listing, ranks)):
        advice = "在 profile.yaml 的名单里加条件（如 条件: {超期率: {高于: 0}}），没有时名单是空的"
        yield _doubt(each, nothing, advice)
    if judged := _judged(each, ranking, ranks):
        yield _doubt(each, judged, "改这里的话，或取另一头")
    if ranking.past and (wrong := _other_way(each, ranking)):
        yield _doubt(each, f"写“{wrong}”，括号里是“{ranking.step.text}”", "改其中一处")
    if listing is not None and (tied := _tied_words(each, listing)):
        yield _doubt(each, *tied)
    if claim is None:
        return
    yield from _claim_doubts(each, claim, ranking, ranks)
    summed = listing or (None if each.lists else summed_list(walker, each.named))
    for whose, members in [("", summed)] if summed is not None else _by_group(each, walker):
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


def _of_nothing(ranking: RankedList, listing: Listing, ranks: Ranks) -> str:
    """前几名 of a list of the profile that names units which have none of what it is ranked by, or all the same."""
    rule = ranks.lexicon.profile.lists.get(ranks.lexicon.unit_lists.get(ranking.step.text, ""))
    if rule is None or rule.top is None or not listing.members or not ranking.by:
        return ""
    figures = [(each, each.scope.prose.get(ranking.by)) for each in listing.members if each.scope is not None]
    values = [figure.value for _, figure in figures if figure is not None and figure.value is not None]
    nobody = [each.called for each, figure in figures if figure is not None and figure.value == 0]
    called = ranks.called(ranking.by)
    if nobody and not ranking.low and ranks.kind(ranking.by) != "rank":
        return f"“{ranking.step.text}”是{called}最高的，里面{'、'.join(nobody[:3])}的{called}是0"
    if ranking.low and len(values) > 1 and len(set(values)) == 1 and values[0] == 1:
        return f"“{ranking.step.text}”是{called}最低的，里面的都是100%"
    return ""


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
#: And 最高的 may be so many.
_FIRST_TIES = 5


def _swollen(
    each: Spoken, ranking: RankedList, listing: Listing, claim: RankClaim | None, walker: Walker
) -> Doubt | None:
    """前N that prints far more because so many tie, or that prints more and says so nowhere."""
    wanted, had = listing.wanted, len(listing.members)
    if not wanted or had <= wanted or listing.shown or each.named.steps[-1].text == "个数":
        return None
    more = f"要{wanted}个，并列的都列出，印{had}个"
    if had > max(2 * wanted, wanted + _TIES, _FIRST_TIES):
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
