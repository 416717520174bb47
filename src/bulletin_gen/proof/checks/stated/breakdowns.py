"""Lists that say how they divide all, sums of what was just named, and halves: one number mistyped shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import one_digit_apart, percent_fit
from bulletin_gen.proof.checks.adding.addends import Addends, alike, complementary, is_broken, misses
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed, proven, where
from bulletin_gen.proof.checks.rates import core_of, within
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral
from bulletin_gen.proof.sentences.words import REST, SOME

_DIVIDED = late(r"(?:按|从)[^,;。:\d]{2,14}?(?:分类|分布|划分|分为|分|来看|看)[,:]?")
#: Two parts are enough behind this.
_TWO = late(r"(?:按|从)[^,;。:\d]{2,14}?(?:划分|分|来看|看)[,:]?$")
_OF_THESE = late(
    r"(?:以上|上述|前述|这)?(?P<count>[二两三四五六七八九十]|\d{1,2})(?:个|家|类|项|者)(?:单位|部门|乡镇|镇街|街道|诉求|工单|问题|事项)?"
    r"(?:诉求|工单)?(?:合计|共计|总计|共有?)[^,;。\d]{0,6}(?P<sum>\d+)(?P<unit>件次|人次|件|个|条|次|封|份|批|起|家)"
)
_SAYS_SUM = late("[合共总]计|共")
_NOT = late(r"未|不|没有")
#: Passages so far back may name the whole.
_BACK = 2


def check_breakdowns(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every list that divides a whole, and every sum of what was just named."""
    for utterance in discourse.utterances:
        yield from _divided(discourse, utterance)
        yield from _of_these(utterance)
        yield from _halves(discourse, utterance)
        yield from _contented(discourse, utterance)
        yield from _all_done(discourse, utterance)
        yield from _named_whole(discourse, utterance)
        yield from _more_than_whole(utterance)


def _more_than_whole(utterance: Utterance) -> Iterator[Objection]:
    """不满意的13件中，甲局8件、乙局4件、丙局3件: the parts are more than all."""
    for whole in utterance.counts():
        match = re.match(r"(?:工单|诉求|事项)?(?:当)?中[,:]", utterance.text[whole.end :])
        items = _row(utterance, whole.end + match.end()) if match else []
        if len(items) < 3 or any(each.among or each.total for each in items):
            continue
        addends = Addends(utterance, tuple(items))
        if max(each.amount for each in items) < whole.quantity.value < addends.total and _explains(
            whole.quantity.value, items
        ):
            yield misses(addends, whole.quantity.value)


_OF_NAMED = late(
    r"(?:^|(?<=[。;]))(?P<name>[^,;。:、\d]{2,10}?)(?:工单|件)?(?:中[,:]|(?:涉及|分布在)(?:\d+个单位)?,?(?:分别(?:为|是))?:?|分别(?:为|是):?)"
)


def _named_whole(discourse: Discourse, utterance: Utterance) -> Iterator[Objection]:
    """市民来电中，咨询…件、求助…件、…: the parts of the count of that name, one of them mistyped."""
    for match in _OF_NAMED.finditer(utterance.text):
        items = _row(utterance, match.end())
        if len(items) < 3 or is_broken(utterance, items) or any(each.among or each.total for each in items):
            continue
        addends = Addends(utterance, tuple(items))
        named = {
            each.quantity.value
            for other in discourse.utterances[: utterance.index + 1]
            for each in other.counts()
            if each.label.endswith(match["name"]) and not any(each is one for one in items)
        }
        wholes = [each for each in named if _explains(each, items) or _is_beyond(each, items)]
        if addends.total not in _every(discourse, items) and len(named) == 1 and wholes:
            yield misses(addends, wholes[0])


def _totals(discourse: Discourse, utterance: Utterance, before: int) -> list[Fraction]:
    """The totals (共…件) of this passage up to a place and of the passages right before it, the nearest first."""
    found: list[Fraction] = []
    for other in reversed(discourse.utterances[max(utterance.index - _BACK, 0) : utterance.index + 1]):
        counts = [each for each in other.counts() if each.total and (other is not utterance or each.end <= before)]
        found += [each.quantity.value for each in reversed(counts)]
    return list(dict.fromkeys(found))


def _every(discourse: Discourse, besides: Sequence[Mention]) -> set[Fraction]:
    return {each.quantity.value for _, each in discourse.all_counts() if not any(each is one for one in besides)}


def _divided(discourse: Discourse, utterance: Utterance) -> Iterator[Objection]:
    """按渠道分：电话…件、网站…件、其他…件, which miss the one total before by one number mistyped."""
    for begin in _beginnings(utterance):
        items = _row(utterance, begin)
        told = bool(_TWO.search(utterance.text[:begin]))
        if (
            len(items) < (2 if told else 3)
            or is_broken(utterance, items)
            or any(each.among or each.total for each in items)
        ):
            continue
        if SOME.search(utterance.text[begin : items[0].start]):
            continue
        addends = Addends(utterance, tuple(items))
        if addends.slack or addends.total in _every(discourse, items):
            continue
        totals = _wholes_of(discourse, utterance, items)
        wholes = [each for each in totals if _explains(each, items) or (len(totals) == 1 and _is_beyond(each, items))]
        if len(wholes) == 1:
            yield misses(addends, wholes[0])


def _starts(utterance: Utterance) -> Iterator[int]:
    """Sentences that are nothing but a list of classes, the rest among them."""
    for match in re.finditer(r"^|[。]", utterance.text):
        rest = _row(utterance, match.end())
        if len(rest) >= 4 and REST.search(rest[-1].label) and all(each.label.endswith("类") for each in rest[:-1]):
            yield match.end()


def _wholes_of(discourse: Discourse, utterance: Utterance, items: Sequence[Mention]) -> list[Fraction]:
    """What a list may divide: the totals before it in its passage, else the greatest count there, else the same of the
    passages before."""
    here = [each for each in utterance.counts() if each.end <= items[0].start]
    if totals := [each.quantity.value for each in here if each.total]:
        return list(dict.fromkeys(totals))
    if here and (most := _greatest(here, items)):
        return most
    before = [
        each for other in discourse.utterances[max(utterance.index - 1, 0) : utterance.index] for each in other.counts()
    ]
    return _totals(discourse, utterance, items[0].start) or _greatest(before, items)


def _greatest(counts: Sequence[Mention], items: Sequence[Mention]) -> list[Fraction]:
    """The greatest of some counts, where it is more than any of a list."""
    before = [each for each in counts if not each.slack]
    most = max((each.quantity.value for each in before if alike(each.quantity.unit, items[0].quantity.unit)), default=0)
    return [Fraction(most)] if most > max(each.amount for each in items) else []


def _is_beyond(whole: Fraction, items: Sequence[Mention]) -> bool:
    """Whether the parts of a whole are more than it, by less than a tenth."""
    total = sum((each.amount for each in items), Fraction(0))
    return max(each.amount for each in items) < whole < total <= whole * Fraction(11, 10)


def _beginnings(utterance: Utterance) -> Iterator[int]:
    for match in _DIVIDED.finditer(utterance.text):
        yield match.end()
    for match in re.finditer(":", utterance.text):
        rest = _row(utterance, match.end())
        if len(rest) >= 4 and REST.search(rest[-1].label):
            yield match.end()
    yield from _starts(utterance)


def _row(utterance: Utterance, begin: int) -> list[Mention]:
    """The counts of one kind from a place on, as far as the sentence goes."""
    counts = [each for each in utterance.counts() if each.start >= begin]
    if not counts or counts[0].begin - begin > 6:
        return []
    row = [each for each in counts if each.sentence == counts[0].sentence]
    return row if all(alike(each.quantity.unit, row[0].quantity.unit) for each in row) else []


def _explains(whole: Fraction, items: Sequence[Mention]) -> bool:
    """Whether one of the items, mistyped by a digit or by two changed over, explains why they miss the whole."""
    total = sum((each.amount for each in items), Fraction(0))
    if 2 * abs(total - whole) > whole:
        return False
    wanted = [(each.quantity.value, whole - total + each.quantity.value) for each in items if each.times == 1]
    return any(value > 0 and value.denominator == 1 and one_digit_apart(shown, value) for shown, value in wanted)


def _of_these(utterance: Utterance) -> Iterator[Objection | Proven]:
    """…9件、…8件、…7件。以上三个单位共24件."""
    for match in where(_OF_THESE, _SAYS_SUM, utterance.text):
        before = [
            each for each in utterance.counts() if each.end <= match.start() and each.quantity.unit == match["unit"]
        ]
        said, count = Fraction(match["sum"]), numeral(match["count"])
        if count < 2 or len(before) < count:
            continue
        total = sum((each.amount for each in before[-count:]), Fraction(0))
        row = [each for each in before if each.sentence == before[-1].sentence]
        if total == said:
            yield proven("sum", utterance, match.span())
        elif len(row) == count and re.fullmatch(r"[^,;。\d]{0,8}[,。;]?", utterance.text[row[-1].end : match.start()]):
            addends = Addends(utterance, tuple(row))
            words = (match["sum"] + match["unit"], number(total), f"{addends.written}，与{number(said)}不等")
            yield objection("sum", Gravity.WRONG, utterance, match.span(), words)


def _halves(discourse: Discourse, utterance: Utterance) -> Iterator[Objection]:
    """已反馈33份，未反馈4份: two that make up all, where one is mistyped."""
    counts = utterance.counts()
    for one, other in zip(counts, counts[1:], strict=False):
        if (
            one.sentence != other.sentence
            or not (one.amount and other.amount)
            or one.quantity.unit != other.quantity.unit
            or not _opposed(one, other)
            or one.among
        ):
            continue
        before = [each for each in counts if each.end <= one.start and each.sentence == one.sentence]
        if before and complementary(one.label, other.label + other.after) and before[-1].end + 20 > one.start:
            continue  # a whole and its two halves side by side are added up elsewhere
        total = one.amount + other.amount
        if total in _every(discourse, (one, other)):
            continue
        here = [each for each in counts if each.end <= one.start]
        totals = _totals(discourse, utterance, one.start) or _greatest(here, (one, other))
        wholes = [each for each in totals if _explains(each, (one, other))]
        if len(wholes) == 1:
            yield misses(Addends(utterance, (one, other)), wholes[0])


def _opposed(one: Mention, other: Mention) -> bool:
    stem = re.search(r"已?([\u4e00-\u9fff]{2})$", one.label)
    if re.match(r"高于", one.label) and re.match(r"低于", other.label):
        return True
    late = re.search(r"按[期时]([\u4e00-\u9fff]{2})$", one.label)
    if late and re.search(rf"(?:超[期时]|逾期){late[1]}$", other.label):
        return True
    negated = bool(stem) and bool(re.search(rf"(?:未|没有|不){stem[1]}$", other.label)) if stem else False
    return negated or complementary(one.label, other.label + other.after)


def _contented(discourse: Discourse, utterance: Utterance) -> Iterator[Objection | Proven]:
    """满意344件，不满意43件，不满意率11.1%: of both together, where that number is printed too."""
    found = utterance.mentions
    for one, other, rate in zip(found, found[1:], found[2:], strict=False):
        counts = one.role is Role.COUNT and other.role is Role.COUNT and rate.role is Role.RATE
        if not counts or not _opposed(one, other):
            continue
        if not _NOT.search(rate.name) and core_of(rate.name) == core_of(one.label + "率"):
            one, other = other, one  # 满意881件，不满意22件，满意率…: the rate of the former
        elif not (_NOT.search(rate.name) and _NOT.search(other.label) and within(core_of(rate.name), other.label)):
            continue
        whole = one.amount + other.amount
        printed_ones = _every(discourse, (one, other))
        if percent_fit(other.amount, whole, rate.quantity.shown):
            yield proven("rate", utterance, (other.begin, rate.end))
        elif whole in printed_ones and not any(
            each >= other.amount and percent_fit(other.amount, each, rate.quantity.shown) for each in printed_ones
        ):
            shown = rate.quantity.shown
            words = (
                printed(utterance, rate),
                percent(other.amount, whole, shown.digits),
                f"{number(other.amount)}÷({number(one.amount)}+{number(other.amount)})",
            )
            yield objection("rate", Gravity.DOUBTFUL, utterance, (rate.begin, rate.end), words)


def _all_done(discourse: Discourse, utterance: Utterance) -> Iterator[Objection]:
    """共88件。按时办结89件，按时办结率100%: what is all of a whole is the whole."""
    found = utterance.mentions
    for done, rate in zip(found, found[1:], strict=False):
        beside = done.role is Role.COUNT and rate.role is Role.RATE and rate.sentence == done.sentence
        if not beside or rate.quantity.shown.value != 100 or not within(core_of(rate.name), done.label):
            continue
        if done.amount in _every(discourse, (done,)):
            continue
        wholes = [
            each
            for each in _totals(discourse, utterance, done.start)
            if each < done.amount and one_digit_apart(each, done.amount)
        ]
        if len(wholes) == 1:
            words = (printed(utterance, done), f"不多于{number(wholes[0])}", f"共{number(wholes[0])}，{rate.name}100%")
            yield objection("le", Gravity.DOUBTFUL, utterance, (done.begin, done.end), words)
