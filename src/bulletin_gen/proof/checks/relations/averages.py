"""平均每次9.2件, 户均2.3件, 人均…: a count of the passage ÷ another, whichever they are."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import fit
from bulletin_gen.proof.checks.evidence import number, objection, printed
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral
from bulletin_gen.proof.sentences.words import MEAN

_PER = late(r"平均每(?:一)?(?P<unit>[次期个家人件户批场条位名起单])|(?P<short>[人户件次])均")
_OF_LIST = late(r"(?P<count>\d{1,2}|[两二三四五六七八九十])(?:个|家)[^,;。:\d]{0,8}平均[^,;。:\d]{0,8}$")
_EACH = late(r"每件扣?(?P<each>\d+(?:\.\d+)?)分,?(?:共|合计|总共)(?:计)?扣?(?P<total>\d+(?:\.\d+)?)分")
_UNITS = {"人": ("人", "名", "位", "人次"), "个": ("个", "家"), "家": ("家", "个"), "期": ("期",), "次": ("次", "场")}


def check_averages(discourse: Discourse) -> Iterator[Objection]:
    """Every mean for each of something that the passage counts."""
    for utterance in discourse.utterances:
        yield from _each(utterance)
        for mean in utterance.mentions:
            match = _PER.search(mean.words)
            plain = mean.role in (Role.COUNT, Role.OTHER, Role.SPAN) and not mean.quantity.is_percent
            yield from _of_list(utterance, mean)
            if match and plain and not mean.quantity.approximate and not is_of_another_time(utterance, mean):
                yield from _judged(utterance, mean, match["unit"] or match["short"])


def _of_row(utterance: Utterance, mean: Mention, per: str) -> Iterator[Objection]:
    """甲656件、乙476件、丙419件,平均每个承办主体517件: of the list right before."""
    before = [each for each in utterance.counts() if each.end <= mean.start and each.sentence == mean.sentence]
    row = [each for each in before if each.label and not each.total and each.quantity.unit == mean.quantity.unit]
    if per not in "个家" or len(row) < 3 or any(each.slack for each in row):
        return
    exact = sum((each.amount for each in row), Fraction(0)) / len(row)
    if not fit(exact, mean.quantity.shown):
        why = f"({'+'.join(number(each.amount) for each in row)})÷{len(row)}={number(exact)}"
        words = (printed(utterance, mean), number(exact), why)
        yield objection("mean", Gravity.DOUBTFUL, utterance, (mean.begin, mean.end), words)


def _each(utterance: Utterance) -> Iterator[Objection]:
    """办理不实42件,…按细则每件扣1分,共扣42分."""
    for match in _EACH.finditer(utterance.text):
        each, total = Fraction(match["each"]), Fraction(match["total"])
        begin = utterance.text.rfind("。", 0, match.start()) + 1
        counts = [one for one in utterance.counts() if begin <= one.start and one.end <= match.start()]
        if len(counts) >= 3 and counts[0].amount == sum(one.amount for one in counts[1:]):
            counts = counts[:1]  # a whole with its parts
        if counts and not any(one.amount * each == total for one in counts):
            real = counts[0].amount * each
            words = (
                match["total"] + "分",
                f"{number(real)}分",
                f"{number(counts[0].amount)}×{number(each)}={number(real)}",
            )
            yield objection("sum", Gravity.DOUBTFUL, utterance, match.span(), words)


def _of_list(utterance: Utterance, mean: Mention) -> Iterator[Objection]:
    """甲98.6分、乙98.2分、丙97.9分,三个乡镇平均98.23分: of as many as it says, right before."""
    match = _OF_LIST.search(mean.lead + mean.words)
    before = [each for each in utterance.mentions if each.end <= mean.start and each.sentence == mean.sentence]
    before = [each for each in before if each.quantity.unit == mean.quantity.unit and each.role is not Role.CHANGE]
    if match is None or mean.quantity.approximate:
        return
    count = numeral(match["count"])
    if len(before) < count:
        above = [each for each in utterance.mentions if each.sentence < mean.sentence and each.role is not Role.CHANGE]
        above = [each for each in above if each.quantity.unit == mean.quantity.unit]
        before = [each for each in above if above and each.sentence == above[-1].sentence]
        if len(before) != count:
            return
    row = [each.quantity.value for each in before[-count:]]
    if count < 2 or len(row) != count or not mean.quantity.unit:
        return
    exact = sum(row, Fraction(0)) / count
    if not fit(exact, mean.quantity.shown):
        why = "+".join(number(each) for each in row)
        words = (printed(utterance, mean), number(exact), f"({why})÷{count}={number(exact)}")
        yield objection("mean", Gravity.DOUBTFUL, utterance, (mean.begin, mean.end), words)


def _judged(utterance: Utterance, mean: Mention, per: str) -> Iterator[Objection]:
    counts = [each for each in utterance.mentions if each.role in (Role.COUNT, Role.OTHER) and each is not mean]
    counts = [each for each in counts if not each.quantity.is_percent and not MEAN.search(each.words)]
    divisors = [each for each in counts if each.quantity.unit in _UNITS.get(per, (per,)) and each.amount > 1]
    shares = [each for each in counts if each.quantity.unit == mean.quantity.unit and each.amount > 0]
    pairs = [(a, b) for a in shares for b in divisors if a is not b]
    if not pairs:
        yield from _of_row(utterance, mean, per)
    if not pairs or any(fit(a.amount / b.amount, mean.quantity.shown) for a in counts for b in counts if b.amount):
        return
    if any(a.slack or b.slack for a, b in pairs):
        return
    part, whole = min(pairs, key=lambda each: abs(each[0].start - mean.start) + abs(each[1].start - mean.start))
    exact = Fraction(part.amount / whole.amount)
    why = f"{number(part.amount)}÷{number(whole.amount)}={number(exact)}"
    words = (printed(utterance, mean), number(exact), why)
    yield objection("mean", Gravity.DOUBTFUL, utterance, (mean.begin, mean.end), words)
