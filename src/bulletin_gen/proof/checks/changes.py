"""Growth and fall: is there an earlier count that gives the percentage; are rates compared in points; 同比 or 环比."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import Shown, fit, whole_bases
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed, proven
from bulletin_gen.proof.checks.relations.pool import has_grown_from, is_of_another_time
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.words import CHANGE, MEAN, REFERENCE, trimmed

_SMALL = late(
    r"总量|数量|件数|分别|均|略有|有所|大幅|小幅|相比|明显|继续|持续|又|也|则|同期|数据|总体|整体|进一步|再|(?:较|比)[^,;。]*$|呈|趋势|基本|相对"
)
_RATE_NOUN = late(r"率$|满意度$|比例$|占比$|占比|占幅|比重$")
#: A rate of so many for each so many.
_DENSITY = late(r"[百千万亿]|每|人均|户均")
#: Rates that can only be parts of a whole.
_OF_HUNDRED = late(
    r"(?:办结|结案|办理|完成|满意|回复|答复|签收|响应|解决|接通|返工|重办|退回|超[期时]|逾期|及时|按[期时]|合格|达标|参评|回访|"
    r"知晓|覆盖|采纳|受理|直办|转办|评价|审结)[^率]{0,4}率$|满意度$|占幅$"
)
#: What is compared is not the whole that stands beside it.
_APART = late(r"排除|剔除|扣除|不含|除去|去除|同口径|可比口径")


class Compared(Struct, frozen=True):
    """A change with what it is a change of: the nearest quantity before it, the changes between, and its own noun."""

    utterance: Utterance
    change: Mention
    subject: Mention | None
    chain: tuple[Mention, ...]
    noun: str

    @property
    def shown(self) -> Shown:
        """The growth as printed, negative for a fall."""
        shown = self.change.quantity.shown
        return Shown(abs(shown.value) * self.change.direction, shown.digits)

    @property
    def span(self) -> tuple[int, int]:
        """From the subject's label, or from its own words, to the unit."""
        subject = self.subject
        if subject and not self.noun and self.change.begin - subject.end <= 2 and self.change.end - subject.begin <= 60:
            return subject.begin, self.change.end
        return self.change.begin, self.change.end


def check_changes(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every change in percent or points."""
    for utterance in discourse.utterances:
        for compared in _comparisons(utterance):
            if compared.change.quantity.is_percent:
                yield from _in_percent(compared)
            elif compared.change.quantity.is_points and _of_a_rate(compared):
                yield proven("pp_unit", utterance, compared.span)
            elif _is_rate_in_counts(compared):
                yield _rate_in_counts(compared)


def _comparisons(utterance: Utterance) -> Iterator[Compared]:
    for i, change in enumerate(utterance.mentions):
        if change.role is Role.CHANGE:
            before = [each for each in utterance.mentions[:i] if each.sentence == change.sentence]
            chain = _chain(before)
            rest = _without_shares(before[: len(before) - len(chain)])
            noun = own_noun(change) or next((own_noun(each) for each in reversed(chain) if own_noun(each)), "")
            subject = rest[-1] if rest and not _begins_anew(rest[-1], change) else None
            yield Compared(utterance, change, subject, chain, noun)


def _begins_anew(subject: Mention, change: Mention) -> bool:
    """…67件；各类案件，同比下降5%: behind the semicolon stands what the change is of."""
    if change.part == subject.part or ";" not in change.lead:
        return False
    clauses = re.split("[,:]", change.lead.rpartition(";")[2])
    return any(len(_SMALL.sub("", REFERENCE.sub("", clause))) >= 2 for clause in clauses)


def _without_shares(before: list[Mention]) -> list[Mention]:
    """A share between a count and its growth (120件，占比20%，环比上升5%) is passed over, and a daily mean."""
    if len(before) > 1 and MEAN.search(before[-1].words) and before[-2].role is Role.COUNT:
        return before[:-1]
    if len(before) > 1 and before[-1].role is Role.SHARE and before[-2].role in (Role.COUNT, Role.CHANGE):
        before = before[:-1]
        return before[: len(before) - len(_chain(before))]
    return before


def _chain(before: Sequence[Mention]) -> tuple[Mention, ...]:
    length = 0
    while length < len(before) and before[-1 - length].role is Role.CHANGE:
        length += 1
    return tuple(before[len(before) - length :])


def own_noun(change: Mention) -> str:
    """What a change's own words name: 重派率比上月降低 → 重派率; empty where it speaks of the quantity before it."""
    words = (
        CHANGE.sub("", change.words).replace("占比", "占幅").replace("比重", "占幅").replace("比例", "占幅")
    )  # these 比 compare nothing
    return trimmed(_SMALL.sub("", REFERENCE.sub("", words)))


def _of_a_rate(compared: Compared) -> bool:
    if compared.noun:
        return bool(_RATE_NOUN.search(compared.noun))
    return compared.subject is not None and compared.subject.role is Role.RATE


def _in_percent(compared: Compared) -> Iterator[Objection | Proven]:
    if compared.change.direction < 0 and abs(compared.change.quantity.value) > 100:
        yield _over_hundred(compared)
    elif _of_a_rate(compared):
        if not _is_a_density(compared):
            yield _percent_for_points(compared)
    elif _both_names(compared.change):
        yield _two_names(compared)
    else:
        yield from _growth(compared)


def _is_between(compared: Compared) -> bool:
    """Whether the nearest count is the other period's (较二季度的2250件) and the one that grew stands before it."""
    subject = compared.subject
    assert subject is not None
    before = [each for each in compared.utterance.counts() if each.end <= subject.start]
    here = [each for each in before if each.sentence == subject.sentence]
    return bool(here) and bool(re.match(r"(?:较|比|与|相较)[^,;。]*(?:的|\(|份|度)$", subject.words.rstrip("(") or ""))


def _both_names(change: Mention) -> bool:
    """较上月同比: two periods at once."""
    found = {match.lastgroup for match in REFERENCE.finditer(change.words)}
    return {"year", "period"} <= found


def _two_names(compared: Compared) -> Objection:
    said = "同比" if "同比" in compared.change.words else "环比"
    meant = "环比" if said == "同比" else "同比"
    words = (said, meant, f"“{compared.change.words}”把两种比较写在了一起")
    return objection("yoy_mom", Gravity.WRONG, compared.utterance, (compared.change.begin, compared.change.end), words)


def _over_hundred(compared: Compared) -> Objection:
    shown = printed(compared.utterance, compared.change)
    words = (shown, "不超过100%", f"一个数最多减少到0，即下降100%，不可能下降{shown}")
    return objection("over100", Gravity.WRONG, compared.utterance, compared.span, words)


def _is_rate_in_counts(compared: Compared) -> bool:
    """Whether a rate is said to grow by so many orders; 0.34个 is a lost or a shared 百分点."""
    quantity = compared.change.quantity
    points = quantity.unit == "个" and quantity.shown.digits
    return bool(_RATE_NOUN.search(compared.noun)) and quantity.unit in ("件", "个", "家", "次") and not points


def _rate_in_counts(compared: Compared) -> Objection:
    shown = printed(compared.utterance, compared.change)
    words = (shown, "百分点，或去掉“率”字", f"“{compared.noun}”是比率，不能增减{shown}")
    span = (compared.change.begin, compared.change.end)
    return objection("unit_mismatch", Gravity.WRONG, compared.utterance, span, words)


def _percent_for_points(compared: Compared) -> Objection:
    shown = printed(compared.utterance, compared.change)
    points = f"{shown.rstrip('%％')}个百分点"
    words = (shown, points, "两个比率之差用百分点表示；用“%”是说比率本身增减了百分之几")
    sure = _is_of_a_hundred(compared) and not _may_be_a_counts(compared)
    gravity = Gravity.WRONG if sure else Gravity.DOUBTFUL
    return objection("pp_unit", gravity, compared.utterance, compared.span, words)


def _is_a_density(compared: Compared) -> bool:
    """Whether a rate is so many for so many (每百万用户申诉率11.3人次): its growth is in percent, as a count's is."""
    printed_so = [
        each
        for each in compared.utterance.mentions
        if not each.quantity.is_percent and not each.quantity.is_points and _RATE_NOUN.search(each.label)
    ]
    ends = [each.label[-3:] for each in printed_so]
    return bool(_DENSITY.search(compared.noun) or any(compared.noun.endswith(each) for each in ends))


def _is_of_a_hundred(compared: Compared) -> bool:
    """Whether it is sure that the rate is a part of a hundred: by its name, or because it is printed with %."""
    known = [
        each.name
        for each in compared.utterance.mentions
        if each.role is Role.RATE and each.quantity.is_percent and each.name
    ]
    named = compared.noun or (compared.subject.name if compared.subject else "")
    return bool(_OF_HUNDRED.search(named)) or not compared.noun or any(each[-3:] == named[-3:] for each in known)


def _may_be_a_counts(compared: Compared) -> bool:
    """…500件，办结率99%，同比上升12.3%: perhaps the count's growth, where a whole base would give it."""
    before = [each for each in compared.utterance.counts() if each.end <= compared.change.start]
    near = [each for each in before if each.part == compared.change.part]
    return not compared.noun and any(whole_bases(each.quantity.value, compared.shown) for each in near[:1])


def _growth(compared: Compared) -> Iterator[Objection | Proven]:
    """A growth of a count: by the stated difference, by the stated base, or by any whole base."""
    if differences := _differences(compared):
        yield from _by_difference(compared, differences[0])
        return
    if "分别" in compared.change.words or compared.change.words in ("和", "、", "及", "与"):
        return  # in turn: of as many numbers, each of its own
    if compared.noun or compared.subject is None or compared.subject.role is not Role.COUNT:
        return
    if MEAN.search(compared.subject.words):
        return  # a mean of whole numbers is no whole number
    if _is_between(compared):
        return  # 2475件，较二季度的2250件上升10.00%: worked out where both are named
    earlier = is_of_another_time(compared.utterance, compared.subject)
    if earlier or _is_earlier(compared.subject) or _stands_compared(compared):
        yield from _by_stated_base(compared, compared.subject)
        return
    if has_grown_from(compared.utterance, compared.subject, compared.change):
        yield proven("growth", compared.utterance, compared.span)
        return
    if stated := _stated_base(compared):
        yield proven("growth", compared.utterance, compared.span, stated)
    yield from _by_whole_base(compared, compared.subject)


def _is_earlier(mention: Mention) -> bool:
    """Whether a count is of the earlier period: 上年同期受理1000件."""
    return bool(REFERENCE.search(mention.words))


def _stands_compared(compared: Compared) -> bool:
    """与去年数量(120条)相比增长…: the count in brackets belongs to what is compared with."""
    subject = compared.subject
    assert subject is not None
    text = compared.utterance.text
    clause = text[max(text.rfind(sign, 0, subject.start) for sign in ",;。") + 1 : subject.start]
    return bool(re.search(r"[与较比]", clause) and re.match(r"\)?相比", text[subject.end :]))


def _by_stated_base(compared: Compared, base: Mention) -> Iterator[Objection | Proven]:
    """…1200件，上年同期1000件，同比增长…: the count before the earlier one, against it."""
    before = [each for each in compared.utterance.counts() if each.end <= base.begin + len(base.words)]
    before = [each for each in before if not MEAN.search(each.words)]
    before = [each for each in before if not is_of_another_time(compared.utterance, each)]
    now = next((each for each in reversed(before) if each is not base and each.sentence == base.sentence), None)
    if _APART.search(compared.utterance.text[: compared.change.start]):
        return
    if now is None or not base.quantity.value or now.quantity.unit != base.quantity.unit or now.quantity.scale > 1:
        return
    rise = 100 * (now.quantity.value - base.quantity.value) / base.quantity.value
    how = fit(rise, compared.shown) if (rise >= 0) == (compared.change.direction > 0) else None
    rises = [100 * (each.amount - base.amount) / base.amount * compared.change.direction for each in before]
    if how or any(rise > 0 and fit(rise, compared.shown) for rise in rises):
        yield proven("growth", compared.utterance, (base.begin, compared.change.end), how or "")
    elif not _crossed(compared, base):
        follows = percent(abs(now.quantity.value - base.quantity.value), base.quantity.value, compared.shown.digits)
        why = f"({number(now.quantity.value)}-{number(base.quantity.value)})÷{number(base.quantity.value)}"
        words = (printed(compared.utterance, compared.change), ("" if rise >= 0 else "下降") + follows, why)
        yield objection("growth", Gravity.WRONG, compared.utterance, (base.begin, compared.change.end), words)


def _differences(compared: Compared) -> list[Mention]:
    """The counts of more or less right beside the percentage."""
    after = [each for each in compared.utterance.mentions if each.start >= compared.change.end][:1]
    near = [
        *compared.chain[-1:],
        *(each for each in after if each.sentence == compared.change.sentence and _bare(each)),
    ]
    return [each for each in near if _is_difference(each) and each.direction == compared.change.direction]


def _is_difference(mention: Mention) -> bool:
    quantity = mention.quantity
    return mention.role is Role.CHANGE and not quantity.is_percent and not quantity.is_points and quantity.unit != "分"


def _bare(mention: Mention) -> bool:
    """A change without a period of its own: …，增加263件."""
    return mention.role is Role.CHANGE and not mention.reference


def _currents(compared: Compared) -> list[Mention]:
    """The counts that a stated difference may lead to, the nearest first: those of the passage, before the change."""
    before = [each for each in compared.utterance.counts() if each.end <= compared.change.start]
    return before[::-1]


def _by_difference(compared: Compared, difference: Mention) -> Iterator[Objection | Proven]:
    step = difference.quantity.value * compared.change.direction
    for now in _currents(compared):
        base = now.quantity.value - step
        how = fit(100 * step / base, compared.shown) if base > 0 else None
        if how:
            yield proven("growth", compared.utterance, (difference.begin, compared.change.end), how)
            yield from _named_alike(compared, difference)
            return
    subject = compared.subject
    if subject and subject.role is Role.COUNT and not _crossed(compared, difference) and not compared.noun:
        yield _against_difference(compared, subject, step)


def _crossed(compared: Compared, difference: Mention) -> bool:
    one, other = compared.change.reference, difference.reference
    return bool(one and other and one != other)


def _named_alike(compared: Compared, difference: Mention) -> Iterator[Objection]:
    """较上月增加…，同比上升…: the same two numbers under two names."""
    if _crossed(compared, difference):
        names = {"year": "同比", "period": "环比"}
        said, meant = names.get(compared.change.reference, ""), names.get(difference.reference, "")
        if said and meant:
            words = (said, meant, f"前面说的是{meant}，百分数由同一个差数得出，却写作{said}")
            yield objection(
                "yoy_mom", Gravity.WRONG, compared.utterance, (difference.begin, compared.change.end), words
            )


def _against_difference(compared: Compared, now: Mention, step: Fraction) -> Objection:
    base = now.quantity.value - step
    follows = percent(abs(step), base, compared.shown.digits)
    difference = number(abs(step))
    why = f"{number(now.quantity.value)}与差数{difference}得出原数{number(base)}，{difference}÷{number(base)}={follows}"
    words = (printed(compared.utterance, compared.change), follows, why)
    return objection("growth", Gravity.WRONG, compared.utterance, compared.span, words)


def _stated_base(compared: Compared) -> str:
    """How a count of the earlier period in the text gives the growth; empty if none does."""
    now = compared.subject
    assert now is not None
    for each in compared.utterance.counts():
        if each is not now and REFERENCE.search(each.words + each.lead[-12:]):
            base = each.quantity.value
            how = fit(100 * (now.quantity.value - base) / base, compared.shown) if base else None
            if how and (now.quantity.value > base) == (compared.change.direction > 0):
                return how
    return ""


def _by_whole_base(compared: Compared, now: Mention) -> Iterator[Objection | Proven]:
    quantity = now.quantity
    exact = quantity.scale == 1 and not quantity.shown.digits and not quantity.approximate
    gone = compared.shown.value == -100 and not quantity.value  # of whatever count, nothing is left
    if not exact or gone or whole_bases(quantity.value, compared.shown):
        yield proven("growth_base", compared.utterance, compared.span, "")
    elif whole_bases(quantity.value, compared.shown, cut=True):
        yield proven("growth_base", compared.utterance, compared.span, "cut")
        yield _without_whole_base("rounding", compared, now)
    elif (total := _total_of(compared, now)) is None:
        yield _without_whole_base("growth_base", compared, now)
    elif not whole_bases(total.quantity.value, compared.shown):
        cut = bool(whole_bases(total.quantity.value, compared.shown, cut=True))
        yield _without_whole_base("rounding" if cut else "growth_base", compared, total)


def _total_of(compared: Compared, now: Mention) -> Mention | None:
    """共…件，其中…件，同比增长…: the total, whose growth it may be where the count is not in the same brackets."""
    text = compared.utterance.text[now.end : compared.change.start]
    if text.startswith("(") or "占" in text or not _is_listed(compared.utterance, now):
        return None
    before = [each for each in compared.utterance.counts() if each.end <= now.start and each.sentence == now.sentence]
    return next((each for each in before if each.total), None)


def _is_listed(utterance: Utterance, now: Mention) -> bool:
    """Whether a count is of a list that 其中 or 包括 begins."""
    before = [each for each in utterance.counts() if each.start <= now.start and each.sentence == now.sentence]
    for each in reversed(before):
        if each.among:
            return True
        if each.total:
            return False
    return False


def _without_whole_base(kind: str, compared: Compared, now: Mention) -> Objection:
    value = now.quantity.value
    left = 100 + compared.shown.value
    middle = 100 * value / left if left else Fraction(0)  # a fall of 100% leaves nothing
    near = sorted({middle.numerator // middle.denominator, -(-middle.numerator // middle.denominator)})
    each = [f"{base}→{percent(abs(value - base), Fraction(base), compared.shown.digits)}" for base in near if base]
    why = f"没有哪个整数作原数，能由{number(value)}得出这个增减幅度（{'，'.join(each)}）"
    words = (printed(compared.utterance, compared.change), "、".join(each), why)
    gravity = Gravity.WRONG if kind == "growth_base" else Gravity.DOUBTFUL
    return objection(kind, gravity, compared.utterance, compared.span, words)
