"""Shares and rates right behind their own part, which no whole of the text bears out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import between_fit, percent_fit
from bulletin_gen.proof.checks.adding.addends import alike
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed
from bulletin_gen.proof.checks.portions import Portion, portions
from bulletin_gen.proof.checks.rates import core_of, within
from bulletin_gen.proof.checks.relations.named import is_told_here, subject, without_generic
from bulletin_gen.proof.checks.relations.names import names_of
from bulletin_gen.proof.checks.relations.pool import PossibleWhole, Wholes, wholes_of
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role

_ASKED_OF = late(r"满意")
_ASKED = late(r"回访|评价|参评|抽查|测评|调查|反馈|问卷|抽样|样本")
_NEGATIVE = late(r"超[期时]|逾期|未|不|无(?!障)|返工|重办|退")
#: A rate of another period, of others, or a mean of rates.
_OF_OTHERS = late(r"^(?:较|比)|去年|上年|同期|上个?[月周季期]|目标|要求|标准|平均")
_DONE_WITH = late(r"^(?:转派|派发|派单|下派|交办|转办|办结|回访|接通|立案|退回|签收)$")
_GENERIC = late(
    r"受理|收到|接到|登记|接收|全部|所有|本[月周季期年]|当[月期]|全[市县区镇州]|总[数量]|[总数量件的]|工单|诉求|案件|事项|已"
)


def check_unborne(discourse: Discourse) -> Iterator[Objection]:
    """Every share and rate whose part stands beside it."""
    wholes, names = wholes_of(discourse), names_of(discourse)
    for utterance in discourse.utterances:
        for portion in portions(utterance):
            named = subject(portion.utterance, portion.share, names)
            if named is None and not _is_of_others(portion.share) and _may_be_here(discourse, portion):
                yield from _share(wholes, portion)
        for rate in utterance.mentions:
            if rate.role is Role.RATE and rate.quantity.is_percent and not _is_of_others(rate):
                yield from _rate(wholes, utterance, rate)


def _is_of_others(mention: Mention) -> bool:
    return bool(_OF_OTHERS.search(mention.words)) or mention.quantity.approximate


def _may_be_here(discourse: Discourse, portion: Portion) -> bool:
    return is_told_here(discourse, portion.share, portion.amount)


def _share(wholes: Wholes, portion: Portion) -> Iterator[Objection]:
    share, part, utterance = portion.share, portion.part, portion.utterance
    before = [each for each in utterance.counts() if each.end <= share.start and each.sentence == share.sentence]
    mixed = any(not alike(each.quantity.unit, part.quantity.unit) for each in before)
    among = part.among or re.search("其中", utterance.text[max(part.start - 12, 0) : part.start])
    more = any(each.quantity.unit == part.quantity.unit and each.amount > part.amount for each in before)
    mixed = mixed and not (among and more)
    apart = re.match(r"[\u4e00-\u9fff]+(?:数|量)占", share.words)  # 亡20人，起数占…: of something else
    in_turn = part.lead + part.words == "、" and not portion.apart
    if in_turn or share.quantity.value in (0, 100) or part.times > 1 or part.slack or mixed or apart:
        return
    listed = sum((each.amount for each in portion.listed), Fraction(0))
    shown, unit = share.quantity.shown, part.quantity.unit
    called = _called(wholes, portion)
    if called:
        borne = _any([part.amount, listed], called, share)
    else:
        borne = _is_borne(wholes, portion, [part.amount, listed], before)
    best = None if borne else _named_whole(portion) or wholes.nearest_total(unit, utterance, portion.amount)
    if best is None or best in wholes.discourse.once(_parts_of):
        return  # nothing but its sisters is greater: the whole is not in the text
    follows = percent(portion.amount, best, shown.digits)
    why = f"文中没有哪个总数能由{number(portion.amount)}得出这个占比；{number(portion.amount)}÷{number(best)}={follows}"
    yield objection("share", Gravity.DOUBTFUL, utterance, portion.span, (printed(utterance, share), follows, why))


def _parts_of(discourse: Discourse) -> frozenset[Fraction]:
    """The counts of a text that are parts themselves, with a share of their own, and no totals."""
    found = [portion.part for utterance in discourse.utterances for portion in portions(utterance)]
    for utterance, each in discourse.all_counts():
        if re.match(r"[(,]占", utterance.text[each.end : each.end + 2]):
            found.append(each)  # its share has lost its sign
    return frozenset(each.amount for each in found if not each.total)


def _is_borne(wholes: Wholes, portion: Portion, amounts: list[Fraction], before: Sequence[Mention]) -> bool:
    """Whether any number gives a share: of its part, of the list before it, of any count before it in its sentence."""
    share, utterance, unit = portion.share, portion.utterance, portion.part.quantity.unit
    shown, coarse = share.quantity.shown, not portion.share.quantity.shown.digits
    if any(wholes.bear(each, unit, shown, utterance, near=coarse) for each in amounts):
        return True
    if _any(amounts, [_own_list(portion)], share):
        return True
    others = [*(each.amount for each in before), *_runs(before)]
    here = [each for each in wholes.of(unit, utterance, near=coarse) if each.passage == utterance.index]
    if _any(others, [each for each in here if each.start >= 0], share):
        return True
    return coarse and _any(amounts, list(_of_siblings(wholes, portion)), share)


def _of_siblings(wholes: Wholes, portion: Portion) -> Iterator[PossibleWhole]:
    """The wholes of the finer shares of the same sentence, however far away they stand."""
    for each in portions(portion.utterance):
        finer = each.share.quantity.shown.digits and each.share.sentence == portion.share.sentence
        if finer and each.share is not portion.share:
            unit = each.part.quantity.unit
            found = wholes.bearing(each.part.amount, unit, each.shown, portion.utterance, near=False)
            yield from (one for one in found if one.start >= 0)


def _called(wholes: Wholes, portion: Portion) -> list[PossibleWhole]:
    """The wholes that a share names by what was done with them (占全部转派量的), where the text counts them so."""
    name = _GENERIC.sub("", portion.share.name)
    if len(name) < 2 or (len(without_generic(name)) < 2 and not _DONE_WITH.match(name)):
        return []
    all_ = wholes.of(portion.part.quantity.unit, portion.utterance, near=False)
    done = _DONE_WITH.match(name)
    return [each for each in all_ if each.value >= portion.amount and _is_called(name, each.label, begins=bool(done))]


def _is_called(name: str, label: str, *, begins: bool) -> bool:
    """Whether a count is of what a share names: 下派工单 and 占下派工单的; 转派承办单位 and 占转派量的."""
    label = _GENERIC.sub("", label).removeprefix("其中").removeprefix("共")
    rest = label.removeprefix(name)
    if label == name:
        return True
    return begins and rest != label and not re.search("办结|满意|回访|答复|超期", rest)


def _own_list(portion: Portion) -> PossibleWhole:
    """The sum of all counts of the share's sentence that have a share of their own: what nobody prints."""
    parts = [each.part for each in portions(portion.utterance) if each.share.sentence == portion.share.sentence]
    total = sum((each.amount for each in dict.fromkeys(parts)), Fraction(0))
    return PossibleWhole(total, portion.part.quantity.unit, portion.utterance.index)


def _named_whole(portion: Portion) -> Fraction | None:
    """The whole that stands nearest before a part: a total, else a count of the passage that is no part itself."""
    shared = {each.part.start for each in portions(portion.utterance)}
    unit = portion.part.quantity.unit
    here = [each for each in portion.utterance.counts() if each.end <= portion.part.start]
    greater = [each for each in here if each.amount > portion.amount and alike(each.quantity.unit, unit)]
    totals = [each for each in greater if each.total]
    greater = totals or [each for each in greater if each.start not in shared]
    return greater[-1].amount if greater else None


def _runs(counts: Sequence[Mention]) -> list[Fraction]:
    """The sums of the counts right before a place, from two on."""
    return list(accumulate(each.amount for each in reversed(counts)))[1:]


def _any(parts: Sequence[Fraction], wholes: Sequence[PossibleWhole], shown: Mention) -> bool:
    return any(
        between_fit((part, Fraction(0)), (each.value, each.slack), shown.quantity.shown)
        for part in parts
        if part
        for each in wholes
        if each.value >= part
    )


def _rate(wholes: Wholes, utterance: Utterance, rate: Mention) -> Iterator[Objection]:
    core = core_of(rate.name)
    named = [each for each in utterance.counts() if core and _is_named(core, each)]
    beside = [each for each in named if each.sentence == rate.sentence and each.end <= rate.start]
    if not beside:
        exact = [each for each in named if each.label.removesuffix("的") == core and each.end <= rate.start]
        beside = exact if len(exact) == 1 and rate.quantity.shown.digits else []
    if not beside:
        yield from _of_the_rest(wholes, utterance, rate, core)
    if not beside or rate.quantity.value == 0 or beside[-1].slack:
        return
    part = beside[-1]
    coarse, shown, unit = not rate.quantity.shown.digits, rate.quantity.shown, part.quantity.unit
    if _ASKED_OF.search(core) and not (part.among or _says_asked(utterance, part)):
        return  # how many were asked is not said
    if any(wholes.bear(each.amount, unit, shown, utterance, near=coarse) for each in named):
        return
    pool = list(wholes.of(unit, utterance, near=coarse))
    counts = [each for each in utterance.counts() if alike(each.quantity.unit, part.quantity.unit)]
    if re.search("总体|综合|整体", rate.words):
        both = [a.amount + b.amount for i, a in enumerate(counts) for b in counts[i + 1 :]]
        if not coarse and _any(both, [each for each in pool if each.start >= 0], rate):
            return
    left = [whole.amount - each.amount for whole in counts for each in counts if whole.amount > each.amount]
    if not coarse and _any(left, [each for each in pool if each.start >= 0], rate):
        return
    before = [each for each in counts if each.end <= part.start and each.amount >= part.amount]
    whole = before[-1].amount if before else wholes.nearest_total(part.quantity.unit, utterance, part.amount)
    if whole is None:
        return
    follows = percent(part.amount, whole, rate.quantity.shown.digits)
    why = f"文中没有哪个总数能由{number(part.amount)}得出这个比率；{number(part.amount)}÷{number(whole)}={follows}"
    words = (printed(utterance, rate), follows, why)
    yield objection("rate", Gravity.DOUBTFUL, utterance, (rate.begin, rate.end), words)


def _says_asked(utterance: Utterance, part: Mention) -> bool:
    """Whether a passage counts who was asked."""
    return any(_ASKED.search(each.label + each.after) for each in utterance.counts() if each is not part)


def _of_the_rest(wholes: Wholes, utterance: Utterance, rate: Mention, core: str) -> Iterator[Objection]:
    """抽样回访209件,仅9件不满意,满意率…: what is not so stands right before the rate."""
    before = [each for each in utterance.counts() if each.end <= rate.start and each.sentence == rate.sentence]
    if not before or not core or _NEGATIVE.search(core) or before[-1].slack or rate.quantity.value in (0, 100):
        return
    left = before[-1]
    said = left.label + "|" + left.after
    if not re.search(f"(?:不|未|没有){core[-2:]}", said) or len(core) > 4:
        return
    pool = [each for each in wholes.of(left.quantity.unit, utterance, near=True) if each.value > left.amount]
    if any(percent_fit(each.value - left.amount, each.value, rate.quantity.shown) for each in pool):
        return
    greater = [each for each in before[:-1] if each.amount > left.amount]
    if not greater:
        return
    whole = greater[-1].amount
    follows = percent(whole - left.amount, whole, rate.quantity.shown.digits)
    why = f"({number(whole)}-{number(left.amount)})÷{number(whole)}={follows}"
    words = (printed(utterance, rate), follows, why)
    yield objection("rate", Gravity.DOUBTFUL, utterance, (rate.begin, rate.end), words)


def _is_named(core: str, each: Mention) -> bool:
    label = each.label + each.after
    return within(core, label) and bool(_NEGATIVE.search(core)) == bool(_NEGATIVE.search(label))
