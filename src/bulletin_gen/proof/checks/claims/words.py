"""Fractions, multiples and trends in words (近三成, 是上月的4倍, 逐月上升), against the numbers beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import number, objection, percent
from bulletin_gen.proof.checks.portions import portions
from bulletin_gen.proof.checks.relations.groups import bases_of, group_named
from bulletin_gen.proof.checks.relations.names import Names, names_of
from bulletin_gen.proof.checks.relations.pool import Wholes, is_of_another_time, wholes_of
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral

_N = "一二两三四五六七八九"
_FRACTION = late(
    rf"(?P<near>接近|将近|近|不足|不到)?(?P<over>超过|超|逾|过)?(?:[^,;。:\d]{{0,8}}的)?(?P<about>约|大约)?"
    rf"(?:(?P<tenths>[{_N}])成(?P<half>半)?|(?P<whole>[二三四五六七八九十])分之(?P<part>[{_N}])|(?P<half1>一半|半数|半(?!年|天|月|小时|径|程|夜|数)))"
    r"(?P<more>多|以上|左右)?"
)
_SHARED = late(r"(?:占|比|比例|比重|达|为|,|\(|的|,已?|总量|总数|受理量)$")
_NAMED = late(
    r"(?:其中)?(?P<names>[^,;。:()\d%]*?)(?:一[家地项类个])?(?P<first>前)?(?P<count>\d{1,2}|[两二三四五六])?(?:类|家|项|个|区|县|镇|者|地|位|名)?(?:诉求|问题|单位|部门|乡镇)?(?:[转派交承受办理诉求]{1,3}量)?"
    r"(?P<sum>合计|共计|共)?(?:的)?(?:即|就|已)?(?:约?占[^,;。:()\d%]{0,8}|(?:数|总|诉求|工单|转派|转办|受理|办理)*量)?(?:的)?(?:已)?$"
)
_MULTIPLE = late(
    r"是(?:上一?[月周年期]|上年|上季度?|去年)(?:同期)?的(?P<times>\d+(?:\.\d+)?)倍[(,](?P<said>[^,;。()\d]{0,8})(?P<base>\d+)"
)
_DOUBLED = late(r"(?:翻了?一番|翻番|增长1倍|增加1倍|成倍增长)")
_TIMES_AS_MANY = late(
    r"(?:^|[,;。:])(?P<one>[^,;。:()\d]{2,12}?)(?:数量|(?:诉求|工单|受理|转办)?量)?(?P<over>超过|不足|接近|近|约|达到|达|是|为)(?P<other>[^,;。:()\d]{2,12}?)(?:数量|(?:诉求|工单|受理|转办)?量)?的"
    rf"(?P<times>\d+(?:\.\d+)?|[{_N}])倍"
)
_FROM_TO = late(
    r"(?:由|从)[^,;。\d]{0,6}(?P<old>\d+(?:\.\d+)?)(?P<unit>件|个|场|条|次|人|家|%|分|天|个工作日|小时)?[^,;。\d]{0,4}?(?P<way>增加|提高|上升|提升|增长|扩大|减少|下降|降低|缩短|压缩)(?:到|至|为)"
    r"[^,;。\d]{0,4}(?P<new>\d+(?:\.\d+)?)(?P=unit)?(?P<rest>[^;。]{0,16})"
)
_TREND = late(
    r"(?:逐月|逐季|逐周|逐年|逐旬|持续|连续[^,;。]{0,4})(?:呈)?(?:(?P<up>上升|增长|增加|攀升|提高|提升|走高)|(?P<down>下降|减少|回落|降低|下滑|走低))"
)
_PERIOD = late(r"^(?:\d{1,2}月(?:份|[上下]半月|[上中下]旬)?|第?[一二三四]季度|20\d\d年|[上中下]旬|第[一二三四五]周)$")


def check_words(discourse: Discourse) -> Iterator[Objection]:
    """Every fraction, multiple and trend in words with its numbers beside it."""
    wholes, names = wholes_of(discourse), names_of(discourse)
    for utterance in discourse.utterances:
        yield from _fractions(utterance, wholes, names)
        yield from _multiples(utterance)
        yield from _trends(utterance)
        yield from _from_to(utterance)
        yield from _times_as_many(utterance, names)


def _range(match: re.Match[str]) -> tuple[Fraction, Fraction]:
    """What percentages the words may stand for."""
    if match["tenths"]:
        middle = Fraction(10 * numeral(match["tenths"]) + (5 if match["half"] else 0))
    elif match["whole"]:
        middle = Fraction(100 * numeral(match["part"]), numeral(match["whole"]))
    else:
        middle = Fraction(50)
    if match["near"] in ("不足", "不到"):
        return Fraction(0), middle
    if match["near"]:
        return middle - 10, middle
    if match["over"] or match["more"] in ("多", "以上"):
        return middle, middle + (50 if middle == 50 or match["more"] == "以上" else 10)
    return middle - 5, middle + 5


def _fractions(utterance: Utterance, wholes: Wholes, names: Names) -> Iterator[Objection]:
    for match in _FRACTION.finditer(utterance.text):
        if match["half1"] == "半" and not (match["over"] or match["near"]):
            continue
        low, high = _range(match)
        found = (
            _share_beside(utterance, match)
            or _share_of_count(utterance, match, wholes)
            or _share_of_names(utterance, match, (wholes, names))
        )
        if found and not low <= found[0] <= high:
            words = (utterance.words(*match.span()), f"{number(found[0])}%", found[1])
            begin = max(match.start() - 10, 0)
            yield objection("share", Gravity.DOUBTFUL, utterance, (begin, match.end()), words)


def _share_beside(utterance: Utterance, match: re.Match[str]) -> tuple[Fraction, str] | None:
    """占比51.25%,超过半数; 超过半数(51.25%)."""
    for each in utterance.mentions:
        if not each.quantity.is_percent or each.role in (Role.CHANGE, Role.BOUND):
            continue
        before = each.end <= match.start() and re.fullmatch(
            r"[,(][^,;。()\d]{0,4}", utterance.text[each.end : match.start()]
        )
        behind = each.start >= match.end() and re.fullmatch(
            r"[,(](?:占比?)?(?:为|达)?", utterance.text[match.end() : each.start]
        )
        if before or behind:
            return each.quantity.value, f"旁边印的是{number(each.quantity.value)}%"
    return None


def _share_of_count(utterance: Utterance, match: re.Match[str], wholes: Wholes) -> tuple[Fraction, str] | None:
    """求助类859件,约占三成: the count right before, of the passage's total."""
    lead = utterance.text[: match.start()]
    told = re.search(r"[,(][^,;。()\d]{0,4}占(?P<name>[^,;。()\d]{0,8}?)的?$", lead)
    before = [each for each in utterance.counts() if told and each.end == told.start()]
    if not before or before[0].slack:
        return None
    part = before[0]
    pool = list(wholes.of(part.quantity.unit, utterance, near=True))
    low, high = _range(match)
    own = _bases_beside(utterance, part, wholes)
    totals = own or [each.value for each in pool if each.total]
    if any(low <= 100 * part.amount / each <= high for each in totals if each >= part.amount):
        return None
    whole = own[0] if own else wholes.nearest_total(part.quantity.unit, utterance, part.amount)
    if whole is None:
        return None
    return 100 * part.amount / whole, f"{number(part.amount)}÷{number(whole)}={percent(part.amount, whole, 2)}"


def _bases_beside(utterance: Utterance, part: Mention, wholes: Wholes) -> list[Fraction]:
    """三个街道590件,占54.2%;三个乡170件,占比超过两成: what the exact shares of the same sentence are of."""
    found: list[Fraction] = []
    for each in portions(utterance):
        if each.share.sentence == part.sentence and each.share.quantity.shown.digits and not each.together:
            unit = each.part.quantity.unit
            borne = wholes.bearing(each.part.amount, unit, each.shown, utterance, near=False)
            found += [one.value for one in borne if one.start >= 0 and one.value >= part.amount]
    return found


def _share_of_names(
    utterance: Utterance, match: re.Match[str], known: tuple[Wholes, Names]
) -> tuple[Fraction, str] | None:
    """A、B两区转派量过半; 两类合计超过工单总量的四分之三."""
    wholes, names = known
    begin = max(utterance.text.rfind(sign, 0, match.start()) for sign in ",;。:)%") + 1
    said = _NAMED.match(utterance.text[begin : match.start()])
    if said is None:
        return None
    count = numeral(said["count"]) if said["count"] else 0
    called = [each for each in re.split("、|和|及|与", said["names"]) if each]
    before = [each for each in utterance.mentions if each.end <= begin]
    shares = [each.quantity.value for each in before if each.role is Role.SHARE and each.quantity.is_percent]
    if said["first"] and count:
        values, unit = names.tops(count), ""
    elif called and (not count or count == len(called)) and all(len(each) > 1 for each in called):
        values = names.values(called, utterance, begin)
        unit = ""
    elif not called and count and len(shares) >= count and said["sum"]:
        total = sum(shares[-count:], Fraction(0))
        return total, "+".join(number(each) for each in shares[-count:]) + f"={number(total)}"
    else:
        group = group_named(names.discourse, utterance, begin, utterance.text[begin : match.start()])
        if group is None:
            return None
        values, unit = list(group.values), ""
    low, high = _range(match)
    sums = [sum(each, Fraction(0)) for each in values]
    known_ones = [each for each in wholes.of(unit, utterance, near=False) if sums and each.value >= sums[0]]
    of = re.search(r"占(?P<whole>[^,;。:()\d%]{2,8}?)(?:总?[量数])?$", said[0])
    pool = [each.value for each in known_ones if of and each.start >= 0 and of["whole"] in each.label]
    own = bases_of(names.discourse, wholes, values[0], "") if sums else []
    pool = pool or own or [each.value for each in known_ones if each.total or each.passage < 0]
    if (
        not sums
        or not pool
        or any(low <= 100 * part / whole <= high for part in sums for whole in pool if whole >= part)
    ):
        return None
    whole = min(pool)
    return 100 * sums[0] / whole, f"{number(sums[0])}÷{number(whole)}={percent(sums[0], whole, 2)}"


def _multiples(utterance: Utterance) -> Iterator[Objection]:
    for match in _MULTIPLE.finditer(utterance.text):
        base, times = Fraction(match["base"]), Fraction(match["times"])
        nows = [
            each for each in utterance.counts() if each.end <= match.start() and not is_of_another_time(utterance, each)
        ]
        step = Fraction(1, 10 ** len(match["times"].partition(".")[2]))
        if not base or not nows or any(abs(each.amount / base - times) <= step / 2 for each in nows):
            continue
        real = nows[-1].amount / base
        words = (
            utterance.words(*match.span("times")) + "倍",
            f"{number(real)}倍",
            f"{number(nows[-1].amount)}÷{number(base)}={number(real)}",
        )
        yield objection("growth", Gravity.DOUBTFUL, utterance, (match.start(), match.end()), words)


def _times_as_many(utterance: Utterance, names: Names) -> Iterator[Objection]:
    """城市公交类工单量超过水运及其他类的三倍."""
    for match in _TIMES_AS_MANY.finditer(utterance.text):
        pairs = [each for each in names.values([match["one"], match["other"]], utterance, match.start()) if each[1]]
        times = Fraction(match["times"]) if match["times"][0].isdigit() else Fraction(numeral(match["times"]))
        real = [one / other for one, other in pairs]
        low, high = times - Fraction(1, 2), times + Fraction(1, 2)
        if match["over"] == "超过":
            low, high = times, times + 1
        elif match["over"] in ("不足", "接近", "近"):
            low, high = times - 1, times
        if real and not any(low <= each <= high for each in real):
            words = (
                f"{match['times']}倍",
                f"{number(real[0])}倍",
                f"{number(pairs[0][0])}÷{number(pairs[0][1])}={number(real[0])}",
            )
            yield objection("growth", Gravity.DOUBTFUL, utterance, (match.start("one"), match.end()), words)


def _from_to(utterance: Utterance) -> Iterator[Objection]:
    """由20场增加到30场,实现翻番: which way, and how many times as many."""
    for match in _FROM_TO.finditer(utterance.text):
        old, new = Fraction(match["old"]), Fraction(match["new"])
        rising = match["way"] in ("增加", "提高", "上升", "提升", "增长", "扩大")
        if old == new or not old:
            continue
        if (new > old) != rising:
            words = (match["way"], "减少" if rising else "增加", f"由{number(old)}到{number(new)}")
            yield objection("difference", Gravity.DOUBTFUL, utterance, match.span(), words)
        elif rising and _DOUBLED.search(match["rest"]) and abs(new / old - 2) > Fraction(1, 10):
            said = _DOUBLED.search(match["rest"])
            words = (
                said[0] if said else "",
                f"{number(new / old)}倍",
                f"{number(new)}÷{number(old)}={number(new / old)}",
            )
            yield objection("growth", Gravity.DOUBTFUL, utterance, match.span(), words)


def _trends(utterance: Utterance) -> Iterator[Objection]:
    """7月6480件、8月6120件、9月5640件,逐月下降."""
    for match in _TREND.finditer(utterance.text):
        begin = utterance.text.rfind("。", 0, match.start()) + 1
        before = [each for each in utterance.mentions if begin <= each.start and each.end <= match.start()]
        series = _series(before)
        if len(series) < 3 and begin and re.search("此后|其后|总体|整体", utterance.text[begin : match.start()]):
            last = utterance.text.rfind("。", 0, begin - 1) + 1
            series = _series([each for each in utterance.mentions if last <= each.start and each.end <= begin])
            above = utterance.text.rfind("。", 0, max(last - 1, 0)) + 1
            if len(series) < 3:
                series = _series([each for each in utterance.mentions if above <= each.start and each.end <= last])
        if len(series) < 3:
            continue
        pairs = list(zip(series, series[1:], strict=False))
        rising = all(one < other for one, other in pairs)
        falling = all(one > other for one, other in pairs)
        if not (rising if match["up"] else falling):
            said = "、".join(number(each) for each in series)
            follows = "上升" if rising else "下降" if falling else "有升有降"
            words = (utterance.words(*match.span()), follows, f"前面各期是{said}")
            yield objection("difference", Gravity.DOUBTFUL, utterance, match.span(), words)


def _series(before: list[Mention]) -> list[Fraction]:
    """The numbers of periods that follow each other, the last ones before a place."""
    series = [each for each in before if _PERIOD.match(each.label) and each.role in (Role.COUNT, Role.RATE, Role.OTHER)]
    unit = series[-1].quantity.unit if series else ""
    return [each.quantity.value for each in series if each.quantity.unit == unit]
