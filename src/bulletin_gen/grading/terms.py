"""Points of one term of a score for one unit, exact, with the calculation in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.grading.model import TermPoints
from bulletin_gen.indicators import Scope
from bulletin_gen.leaves.numbers import NumberStyle, Zeros, format_number, round_exact, round_fraction
from bulletin_gen.profile import Profile
from bulletin_gen.profile.scoring import Entries, Score, ScoreLine, Step, Term

_PLAIN = NumberStyle(digits=4, zeros=Zeros.DROP)
_EXACT_PERCENT = NumberStyle(digits=4, zeros=Zeros.DROP, percent=True)


class Subject(Struct, frozen=True):
    """All that a term may look at: the unit's counts, its group's, its hand-made entries, the rules."""

    scope: Scope
    group: Scope
    entries: tuple[Adjustment, ...]
    score: Score
    profile: Profile


class _Raw(Struct, frozen=True):
    """Points before floor, cap, rescaling and rounding."""

    points: Fraction | None
    how: str
    rate: Fraction | None = None
    entries: tuple[Adjustment, ...] = ()


class _RateUsed(Struct, frozen=True):
    """A rate as it enters: its value, as printed, and how many of its units make one ``per`` of a line."""

    value: Fraction
    text: str
    unit: Fraction  # 1/100 for a percentage, 1 otherwise
    unit_name: str


def term_points(term: Term, subject: Subject, stretch: Fraction = Fraction(1)) -> TermPoints:
    """The points of ``term``. ``stretch`` enlarges rate terms where others are left out and rescaled.

    Floor and cap first, then the stretching, then the term's own rounding.
    """
    raw = _raw_points(term, subject)
    full = None if term.full is None else Fraction(term.full)
    points, how = raw.points, raw.how
    if points is not None:
        points, how = _bounded(term, points, how)
        if stretch != 1 and term.rate:
            points, how = points * stretch, f"（{how}）×{plain(stretch)}（其他项无分母，权重由本项等分担）"
        if term.digits is not None:
            points, how = Fraction(round_exact(points, term.digits)), f"{how}，取{term.digits}位小数"
    return TermPoints(term.key, term.label, points, full, raw.rate, how, raw.entries)


def is_left_out(term: Term, subject: Subject) -> bool:
    """Whether the term's rate has no denominator and the profile leaves such a term out."""
    return _empty_choice(term, subject) in ("rescale", "leave_out")


def is_rescaled(term: Term, subject: Subject) -> bool:
    """Whether the term is left out and its weight goes to the other rates."""
    return _empty_choice(term, subject) == "rescale"


def plain(value: Fraction | Decimal) -> str:
    """A number as people write it in a calculation, to at most four decimals."""
    return format_number(value, _PLAIN)


def printed_rate(name: str, value: Fraction, profile: Profile) -> Fraction:
    """The rate as tables print it."""
    rule = profile.rates[name]
    return round_fraction(value, profile.style(rule.table_style or rule.style).number_style())


def _score_style(name: str, profile: Profile) -> NumberStyle:
    rule = profile.rates[name]
    return profile.style(rule.score_style or rule.table_style or rule.style).number_style()


def _empty_choice(term: Term, subject: Subject) -> str:
    if term.rate is None or subject.scope.rates[term.rate].value is not None:
        return ""
    return subject.profile.rates[term.rate].empty.score


def _raw_points(term: Term, subject: Subject) -> _Raw:
    if term.rate is not None:
        return _rate_points(term, term.rate, subject)
    if term.measure is not None:
        return _item_points(term, term.measure, subject)
    if term.share_of_group is not None:
        return _share_points(term, term.share_of_group, subject)
    if term.entries is not None:
        return _entry_points(term.entries, subject.entries)
    constant = Fraction(term.constant or 0)
    return _Raw(constant, f"固定{plain(constant)}分")


def _bounded(term: Term, points: Fraction, how: str) -> tuple[Fraction, str]:
    if term.least is not None and points < term.least:
        return Fraction(term.least), f"{how}，不低于{plain(term.least)}分"
    if term.most is not None and points > term.most:
        return Fraction(term.most), f"{how}，不高于{plain(term.most)}分"
    return points, how


def _rate_points(term: Term, name: str, subject: Subject) -> _Raw:
    exact = subject.scope.rates[name].value
    label = subject.profile.rates[name].label or name
    if exact is None:
        choice = subject.profile.rates[name].empty.score
        if choice in ("rescale", "leave_out"):
            return _Raw(None, f"{label}无分母，本项不计分")
        if choice == "full":
            return _Raw(Fraction(term.full or 0), f"{label}无分母，按满分{plain(term.full or Decimal(0))}分")
        raw = _by_rule(term, _rate_used(name, Fraction(0), subject))
        return _Raw(raw.points, f"{label}无分母，按0计：{raw.how}", raw.rate)
    return _by_rule(term, _rate_used(name, exact, subject))


def _rate_used(name: str, exact: Fraction, subject: Subject) -> _RateUsed:
    style = _score_style(name, subject.profile)
    rounded = subject.score.from_ == "rounded"
    value = round_fraction(exact, style) if rounded else exact
    text = format_number(value, style if rounded else (_EXACT_PERCENT if style.percent else _PLAIN))
    unit = Fraction(1, 100) if style.percent else Fraction(1)
    return _RateUsed(value, text, unit, "个百分点" if style.percent else "")


def _by_rule(term: Term, rate: _RateUsed) -> _Raw:
    value = 1 - rate.value if term.inverted else rate.value
    text = f"（1－{rate.text}）" if term.inverted else rate.text
    if term.steps:
        points, how = _step_points(term.steps, value, text, rate)
    elif term.line is not None:
        points, how = _line_points(term.line, Fraction(term.points or 0), value, text, rate)
    else:
        points, how = Fraction(term.points or 0) * value, f"{plain(term.points or Decimal(0))}×{text}"
    return _Raw(points, how, rate.value)


def _step_points(steps: Sequence[Step], value: Fraction, text: str, rate: _RateUsed) -> tuple[Fraction, str]:
    reached = [step for step in steps if value >= step.from_]
    if not reached:
        return Fraction(0), f"{text}，未达到最低一档，得0分"
    step = max(reached, key=lambda candidate: candidate.from_)
    return Fraction(step.points), f"{text}，达到{_in_units(step.from_, rate)}，得{plain(step.points)}分"


def _line_points(line: ScoreLine, full: Fraction, value: Fraction, text: str, rate: _RateUsed) -> tuple[Fraction, str]:
    upward = line.full_from is not None
    threshold = (line.full_from if upward else line.full_to) or Decimal(0)
    past = Fraction(threshold) - value if upward else value - Fraction(threshold)
    bar = _in_units(threshold, rate)
    if past <= 0:
        return full, f"{text}，{'达到' if upward else '不高于'}{bar}，得满分{plain(full)}分"
    distance = past / rate.unit
    steps = distance / Fraction(line.per)
    lost = Fraction(line.off) * (steps.numerator // steps.denominator if line.whole_steps else steps)
    gap = f"比{bar}{'低' if upward else '高'}{plain(distance)}{rate.unit_name}"
    rule = f"每{plain(line.per)}{rate.unit_name}扣{plain(line.off)}分{'（不足的部分不扣）' if line.whole_steps else ''}"
    return full - lost, f"{text}，{gap}，{rule}：{plain(full)}－{plain(lost)}"


def _in_units(threshold: Decimal, rate: _RateUsed) -> str:
    return format_number(threshold, _EXACT_PERCENT if rate.unit != 1 else _PLAIN)


def _item_points(term: Term, measure: str, subject: Subject) -> _Raw:
    count = Fraction(subject.scope.counts[measure])
    base, each = Fraction(term.points or 0), Fraction(term.per_item or 0)
    start = f"{plain(base)}＋" if term.points is not None else ""
    return _Raw(base + count * each, f"{start}{plain(count)}件×（{plain(each)}分）")


def _share_points(term: Term, measure: str, subject: Subject) -> _Raw:
    own, whole = Fraction(subject.scope.counts[measure]), Fraction(subject.group.counts[measure])
    full = Fraction(term.points or 0)
    if whole == 0:
        return _Raw(Fraction(0), "本组合计为零，得0分")
    return _Raw(full * own / whole, f"{plain(full)}×{plain(own)}÷{plain(whole)}")


def _entry_points(rule: Entries, entries: Sequence[Adjustment]) -> _Raw:
    taken = tuple(entry for entry in entries if takes(rule, entry))
    points = [_signed_points(entry) for entry in taken]
    texts = "".join(f"{'＋' if value >= 0 else '－'}{plain(abs(value))}" for value in points)
    return _Raw(Fraction(rule.base) + sum(points, Fraction(0)), f"{plain(rule.base)}{texts}", entries=taken)


def takes(rule: Entries, entry: Adjustment) -> bool:
    """Whether a term with this rule adds up that entry."""
    if entry.kind.value not in rule.kinds:
        return False
    return not rule.reasons or any(word in entry.reason for word in rule.reasons)


def _signed_points(entry: Adjustment) -> Fraction:
    # An entry without points is an error that is reported beside the score.
    points = Fraction(entry.points or 0)
    return -points if entry.kind is AdjustmentKind.PENALTY else points
