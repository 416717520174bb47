"""Rates in prose: which two counts of the text give them. The rate's name says which: 按期办结率 ← 按期办结…件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import between_fit, percent_fit, possible
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed, proven
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role

_GENERAL = late(r"^.*?(?:总体|综合|整体|平均|群众|回访|市民|企业|工单|诉求|事项|热线|其)|(?:率|度|比例|比)$")
_NEGATIVE = late(r"超[期时]|逾期|未|不满意|不|无|返工|重办|退回")
_QUALIFIERS = late(r"按期|按时|提前|及时|超[期时]|逾期|未|不|应|一次|基本|非常|快速|即时")
_COMPLETION = late(r"办结|结案|办理|回复|签收|响应|处置|完成|答复")
#: Rates of what has been done: never more than all.
_BOUNDED = late(r"办结|结案|满意|回复|签收|响应|解决|接通|返工|重办|超期|逾期")
_DISPATCHED = late(
    r"派|交办|转办|承办|受理|工单|办理|诉求|应|收到|接到|接收|接听|登记|来信|来电|留言|信件|考核|话务|呼入|问题|汇集|总[量数]"
)
#: Rates of those who were asked, and the words for asking.
_ASKED_OF = late(r"满意")
_ASKED = late(r"回访|评价|参评|抽查|测评|调查|反馈|问卷")
#: A rate of another period or of others, named for comparison.
_OF_OTHERS = late(r"^(?:较|比)|去年|上年|同期|上个?[月周季期]|上半年|下半年|今年|全[国省]|目标|要求|标准")
#: Words for the same.
_SAME = (("答复", "回复"), ("反馈", "回复"), ("处理", "办理"), ("结案", "办结"), ("超时", "超期"), ("逾期", "超期"))
#: How many counts a list may have for its rate to be tried against exactly this number.
_FEW = 60
#: So many passages away a rate's counts may stand.
_FAR = 60


class RatePlace(Struct, frozen=True):
    """A rate and where it is."""

    utterance: Utterance
    rate: Mention
    core: str


def core_of(name: str) -> str:
    """What a rate is about: 群众总体满意率 → 满意, 按期办结率 → 按期办结."""
    before = None
    while before != name:
        before, name = name, _GENERAL.sub("", name)
    return name


def within(core: str, label: str) -> bool:
    """Whether the characters of ``core`` stand in ``label`` in order: 重派 in 重复派件."""
    rest = iter(_plain(label))
    return bool(core) and all(sign in rest for sign in _plain(core))


def _plain(words: str) -> str:
    for one, other in _SAME:
        words = words.replace(one, other)
    return words


def check_rates(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every rate in prose."""
    for utterance in discourse.utterances:
        for mention in utterance.mentions:
            if mention.role is Role.RATE and mention.quantity.is_percent:
                yield from _judged(discourse, RatePlace(utterance, mention, core_of(mention.name)))


def _judged(discourse: Discourse, place: RatePlace) -> Iterator[Objection | Proven]:
    span = (place.rate.begin, place.rate.end)
    if place.rate.quantity.value > 100 and _BOUNDED.search(place.core):
        words = (printed(place.utterance, place.rate), "不超过100%", f"“{place.rate.name}”不能超过100%")
        yield objection("rate_possible", Gravity.WRONG, place.utterance, span, words)
        return
    found, pair = _proof(discourse, place), _named_pair(place)
    if found and pair and _says_itself(place, pair) and found[1] not in place.utterance.mentions:
        found = None  # two counts of other passages that give this rate by chance
    if found:
        start = min(span[0], found[1].begin) if found[1] in place.utterance.mentions else span[0]
        start = start if start > span[0] - 50 else span[0]
        yield proven("rate", place.utterance, (start, span[1]), found[0])
        if found[0] == "cut":
            yield _contradicted("rounding", Gravity.DOUBTFUL, place, found[1], found[2])
    elif how := _of_both(place):
        yield proven("rate", place.utterance, span, how)
    elif _OF_OTHERS.search(place.rate.words) or pair and _of_two(discourse, place):
        return
    elif pair and pair[0].quantity.value <= pair[1].quantity.value:
        yield _contradicted("rate", _gravity(place, *pair), place, *pair)
    elif pair:
        yield from _more_than_due(place, *pair)
    elif left := _left_pair(place):
        yield _against_rest(place, *left)
    else:
        yield from _possible(place)


def _of_two(discourse: Discourse, place: RatePlace) -> bool:
    """当场解答2148件,…派单办结821件,总体办结率…: of two counts together, of any whole of the passage."""
    counts, shown = place.utterance.counts(), place.rate.quantity.shown
    if not shown.digits or not re.match(r"(?:[^,;。]{0,6})(?:总体|综合|整体|总)", place.rate.words):
        return False
    sums = [a.amount + b.amount for i, a in enumerate(counts) for b in counts[i + 1 :]]
    near = discourse.utterances[max(place.utterance.index - 2, 0) : place.utterance.index + 1]
    wholes = [each.amount for other in near for each in other.counts()]
    return any(percent_fit(total, whole, shown) for total in sums for whole in wholes if whole >= total)


def _says_itself(place: RatePlace, pair: tuple[Mention, Mention]) -> bool:
    """Whether the two counts stand side by side right before the rate: 回访2258件，其中不满意22件，不满意率…"""
    counts = place.utterance.counts()
    here = [i for i, each in enumerate(counts) if each is pair[0]]
    beside = bool(here) and here[0] > 0 and counts[here[0] - 1] is pair[1]
    told = pair[0].among or pair[1].label.startswith("应")  # 应处置9048件,处置8867件,处置率…
    return beside and told and pair[0].sentence == pair[1].sentence == place.rate.sentence


def _more_than_due(place: RatePlace, part: Mention, whole: Mention) -> Iterator[Objection]:
    """应办结100件，按期办结103件: of what is due no more can be closed in time."""
    if whole.label.startswith("应"):
        shown = printed(place.utterance, part)
        why = f"{part.label}{number(part.quantity.value)}多于{whole.label}{number(whole.quantity.value)}"
        words = (shown, f"不多于{number(whole.quantity.value)}", why)
        yield objection("le", Gravity.DOUBTFUL, place.utterance, (part.begin, part.end), words)


def _gravity(place: RatePlace, part: Mention, whole: Mention) -> Gravity:
    """Sure where the whole is named as what is due, or the rate just misses: it may be of what was due, not of all."""
    exact = 100 * part.quantity.value / whole.quantity.value
    just = abs(exact - place.rate.quantity.value) <= 2
    here = whole.sentence == part.sentence  # a whole of the sentence before may not be what was due
    return Gravity.WRONG if here and (just or whole.label.startswith("应")) else Gravity.DOUBTFUL


def _proof(discourse: Discourse, place: RatePlace) -> tuple[str, Mention, Mention] | None:
    """The nearest two counts that give the rate: how they fit, the part, the whole."""
    for wide in (0, 1, 3, _FAR):
        if wide > 1 and place.rate.quantity.shown.digits == 0:
            return None
        counts = _near(discourse, place, wide)
        for part, rest in _parts(place, counts):
            for whole in counts:
                if part is not whole and (how := _fits(place, (part, rest), whole, same=wide == 0)):
                    return how, part, whole
    return None


def _of_both(place: RatePlace) -> str | None:
    """起诉32.9万人，不起诉8.3万人，不起诉率…: how the rate fits, of the two that make up the whole which no sentence
    prints."""
    counts = place.utterance.counts()
    named = [each for each in counts if place.core and _names_the_same(place.core, each.label)]
    for part in named:
        for other in counts:
            apart = part is not other and part.quantity.unit == other.quantity.unit and part.sentence == other.sentence
            if apart and _is_opposite(part.label, other.label):
                whole = part.quantity.value + other.quantity.value
                of = (part.quantity.value, part.slack), (whole, part.slack + other.slack)
                if how := between_fit(*of, place.rate.quantity.shown):
                    return how
    return None


def _names_the_same(core: str, label: str) -> bool:
    return label.endswith(core) and bool(_NEGATIVE.match(core)) == bool(_NEGATIVE.search(label))


def _is_opposite(one: str, other: str) -> bool:
    """Whether one label says that what the other says was not done: 不起诉 and 起诉, 未办结 and 办结."""
    shorter, longer = sorted((one, other), key=len)
    stem = next((longer[i + 1 :] for i in range(len(longer)) if longer[i] in "不未"), "")
    return len(stem) >= 2 and shorter.endswith(stem) and not _NEGATIVE.search(shorter)


def _near(discourse: Discourse, place: RatePlace, wide: int) -> list[Mention]:
    """Counts around the rate, the nearest first: of its passage, then of so many passages on either side."""
    own = sorted(place.utterance.counts(), key=lambda each: abs(place.rate.start - each.end))
    if not wide:
        return own
    here = place.utterance.index
    around = [
        each
        for utterance in discourse.utterances[max(here - wide, 0) : here + wide + 1]
        if utterance is not place.utterance
        for each in utterance.counts()
    ]
    return own + around


def _parts(place: RatePlace, counts: Sequence[Mention]) -> Iterator[tuple[Mention, bool]]:
    """The counts whose labels the rate names; with ``True`` those that are what is missing from it (超期, 未…)."""
    for each in counts:
        label = each.label + each.after
        if _is_negative(label) and not _is_negative(place.core) and _related(place.core, label):
            yield each, True
        elif within(place.core, label):
            yield each, False


def _fits(place: RatePlace, part: tuple[Mention, bool], whole: Mention, *, same: bool) -> str | None:
    counted, rest = part
    part_value, whole_value = counted.quantity.value, whole.quantity.value
    if part_value > whole_value or counted.quantity.unit != whole.quantity.unit or whole_value == 0:
        return None
    if rest:
        return percent_fit(whole_value - part_value, whole_value, place.rate.quantity.shown)
    if part_value == whole_value and not same:
        return None
    return percent_fit(part_value, whole_value, place.rate.quantity.shown)


def _is_negative(label: str) -> bool:
    return bool(_NEGATIVE.search(label))


def _related(core: str, label: str) -> bool:
    """Whether what is counted takes away from the rate: 超期办结 from 按时办结, 不满意 from 满意."""
    stem = _QUALIFIERS.sub("", core)
    late = re.search(r"超[期时]|逾期", label) and re.search(r"按期|按时|办结|结案|及时", core)
    return bool(late) or bool(stem and within(stem, label))


def _named_pair(place: RatePlace) -> tuple[Mention, Mention] | None:
    """The two counts that the sentence itself names: M件，已办结K件，办结率…"""
    counts = [
        each
        for each in place.utterance.counts()
        if each.sentence == place.rate.sentence and each.end <= place.rate.start
    ]
    named = [each for each in counts if place.core and _is_named(place.core, each)]
    if len(named) > 1:
        named = [each for each in named if all(sign in each.label for sign in place.core)] or named
    if len(named) != 1:
        return None
    part = named[0]
    whole = _whole_before(place, part, counts)
    if whole and _ASKED_OF.search(place.core) and not (_ASKED.search(whole.label) or part.among):
        return None  # how many were asked is not said
    return (part, whole) if whole else None


def _whole_before(place: RatePlace, part: Mention, counts: Sequence[Mention]) -> Mention | None:
    """The count of the sentence, or of the sentence before, that a part is of."""
    for sentence in (counts, _counts_of(place, part.sentence - 1)):
        wholes = [each for each in sentence if each.end <= part.start and _is_whole(place.core, each)]
        wholes = [each for each in wholes if each.quantity.unit == part.quantity.unit]
        if sentence is not counts:
            wholes = [each for each in wholes if each.quantity.value >= part.quantity.value][:1]
        if wholes:
            return wholes[-1]
    return None


def _counts_of(place: RatePlace, sentence: int) -> list[Mention]:
    return [each for each in place.utterance.counts() if each.sentence == sentence]


def _left_pair(place: RatePlace) -> tuple[Mention, Mention] | None:
    """共49件，…未办结1件，办结率…: what is left undone right before the rate, and the whole."""
    counts = [each for each in _counts_of(place, place.rate.sentence) if each.end <= place.rate.start]
    if not counts or not re.match(r"^未", counts[-1].label) or not place.core:
        return None
    left = counts[-1]
    if not within(place.core, left.label) or _QUALIFIERS.sub("", place.core) != place.core:
        return None
    whole = _whole_before(place, left, counts)
    return (left, whole) if whole and whole.quantity.value > left.quantity.value else None


def _against_rest(place: RatePlace, left: Mention, whole: Mention) -> Objection:
    undone, all_ = left.quantity.value, whole.quantity.value
    digits = place.rate.quantity.shown.digits
    why = f"{number(all_)}件中{left.label}{number(undone)}件，{number(all_ - undone)}÷{number(all_)}"
    words = (printed(place.utterance, place.rate), percent(all_ - undone, all_, digits), why)
    exact = 100 * (all_ - undone) / all_
    just = abs(exact - place.rate.quantity.value) <= 2
    gravity = Gravity.WRONG if just else Gravity.DOUBTFUL
    return objection("rate", gravity, place.utterance, (place.rate.begin, place.rate.end), words)


def _is_named(core: str, part: Mention) -> bool:
    """Whether the count is exactly what the rate counts: no 按期 more or less than the rate's name has."""
    label = re.sub(r"[\u4e00-\u9fff]{2,4}率", "", part.label or _own(part.after))
    return within(core, label) and set(_QUALIFIERS.findall(label)) == set(_QUALIFIERS.findall(core))


def _own(after: str) -> str:
    """What follows a count and still is of it: 49个问题仅答复6个."""
    return re.split(r"仅|只|已|未|中(?!心)", after)[0]


def _is_whole(core: str, whole: Mention) -> bool:
    label = whole.label + _own(whole.after)
    return bool(_DISPATCHED.search(label)) and not (_is_named(core, whole) or _is_negative(label))


def _contradicted(kind: str, gravity: Gravity, place: RatePlace, part: Mention, whole: Mention) -> Objection:
    one, all_ = part.quantity.value, whole.quantity.value
    digits = place.rate.quantity.shown.digits
    follows = percent(one, all_, digits)
    why = f"{part.label}{number(one)}÷{whole.label}{number(all_)}={percent(one, all_, digits + 2)}"
    words = (printed(place.utterance, place.rate), follows, why)
    span = (place.rate.begin, place.rate.end)
    return objection(kind, gravity, place.utterance, span, words)


def _possible(place: RatePlace) -> Iterator[Objection | Proven]:
    """A rate right after one count: can any part of at most so many give it?"""
    before = [each for each in place.utterance.mentions if each.end <= place.rate.start]
    if not before or before[-1].role is not Role.COUNT or before[-1].part != place.rate.part:
        return
    count = before[-1]
    if "平均" in place.rate.words or re.search(r"单位|部门|乡镇|镇街", count.label):
        return  # a mean of units' rates is no part of so many units
    if len(before) > 1 and before[-2].role is Role.COUNT and before[-2].sentence == count.sentence:
        return  # the last of a list: the rate may be of all of them
    most = count.quantity.value
    if most.denominator != 1 or most <= 0 or count.quantity.approximate or count.quantity.scale != 1:
        return
    shown = place.rate.quantity.shown
    found = possible(shown, int(most))
    span = (count.begin, place.rate.end)
    if found and not (_is_list_of(place, count) and not _exactly(place, most)):
        yield proven("rate_possible", place.utterance, span)
    elif not _is_negative(count.label) and not within(place.core, count.label):
        yield _impossible(place, count)


def _is_list_of(place: RatePlace, count: Mention) -> bool:
    """Whether the rate is of exactly these: few orders, and a rate of completion, which all of them enter."""
    few = count.quantity.value <= _FEW
    return few and bool(_COMPLETION.search(place.core)) and bool(_DISPATCHED.search(count.label))


def _exactly(place: RatePlace, whole: Fraction) -> bool:
    shown = place.rate.quantity.shown
    near = int(shown.value * whole / 100)
    return any(percent_fit(Fraction(part), whole, shown) for part in (near, near + 1))


def _impossible(place: RatePlace, count: Mention) -> Objection:
    whole = count.quantity.value
    near = int(place.rate.quantity.shown.value * whole / 100)
    digits = place.rate.quantity.shown.digits
    options = [
        f"{part}/{number(whole)}={percent(Fraction(part), whole, digits)}" for part in (near, near + 1) if part <= whole
    ]
    why = f"{number(whole)}件中无论多少件，都得不出这个比率：{'，'.join(options)}"
    words = (printed(place.utterance, place.rate), "、".join(options), why)
    return objection("rate_possible", Gravity.DOUBTFUL, place.utterance, (count.begin, place.rate.end), words)
