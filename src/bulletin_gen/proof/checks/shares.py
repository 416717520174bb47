"""占比: part ÷ base, where the base is the one number of which the list's shares are shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.proof.arithmetic import Shown, bases, percent_fit
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed, proven
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral
from bulletin_gen.proof.sentences.words import REST

#: A base that is everything: 占总量的, 占比.
_ALL = re.compile(r"^(?:比|总[量数]|(?:受理|诉求|工单|办件|案卷|来电|受理问题|全部|全县|全市)*(?:总?[量数])?)$")


class Portion(Struct, frozen=True):
    """A share with the counts that it may be the share of: the one before it, or the list before it."""

    utterance: Utterance
    share: Mention
    part: Mention
    listed: tuple[Mention, ...]
    together: bool = False

    @property
    def shown(self) -> Shown:
        """The share as printed."""
        return self.share.quantity.shown

    @property
    def span(self) -> tuple[int, int]:
        """From the part's label to the share's sign; of a list above it, its own words."""
        return (self.share.begin if self.together else self.part.begin), self.share.end

    @property
    def amount(self) -> Fraction:
        """What is shared: the part, or the list together."""
        return self.sum if self.together else self.part.quantity.value

    @property
    def sum(self) -> Fraction:
        """The list before the share, added up."""
        return sum((each.amount for each in self.listed), Fraction(0))

    def fit(self, base: Fraction) -> str | None:
        """How the share follows from ``base``: of the part, or of the whole list before it."""
        one = None if self.together else percent_fit(self.part.quantity.value, base, self.shown)
        return one or percent_fit(self.sum, base, self.shown)


class Candidate(Struct, frozen=True):
    """A number that may be a base, with its place: passage, and place in it."""

    value: Fraction
    passage: int
    start: int
    label: str
    total: bool
    begin: int
    end: int
    utterance: Utterance


def check_shares(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every share of a count: proved by a base in the text, contradicted by its list's base, or without one."""
    candidates = list(_candidates(discourse))
    groups = [(group, _fitting_pool(group, candidates)) for group in _groups(discourse)]
    anchor = _anchor(groups)
    for group, pool in groups:
        yield from _judged(group, pool, anchor)
    for utterance in discourse.utterances:
        yield from _hundreds(utterance)


def _anchor(groups: Sequence[tuple[list[Portion], list[Candidate]]]) -> Fraction | None:
    """The number that most shares of the bulletin are shares of, where three at least are."""
    explained: dict[Fraction, int] = {}
    for group, pool in groups:
        base = max(pool, key=lambda each: _explained(group, each.value), default=None)
        if base:
            explained[base.value] = explained.get(base.value, 0) + _explained(group, base.value)[0]
    best = max(explained, key=lambda each: explained[each], default=None)
    return best if best is not None and explained[best] >= 3 else None


def _hundreds(utterance: Utterance) -> Iterator[Proven]:
    """Shares in a row that make up a hundred, within what rounding leaves."""
    shares = [each for each in utterance.mentions if each.role is Role.SHARE and each.quantity.is_percent]
    parts = {portion.share.start: portion.part.begin for portion in portions(utterance)}
    i = 0
    while i < len(shares) - 1:
        j = next((j for j in range(len(shares), i + 1, -1) if _is_hundred(shares[i:j])), i)
        if j > i:
            yield proven("share_sum", utterance, (parts.get(shares[i].start, shares[i].begin), shares[i].end))
        i = max(j, i + 1)


def _is_hundred(shares: Sequence[Mention]) -> bool:
    total = sum((each.quantity.value for each in shares), Fraction(0))
    return abs(total - 100) <= len(shares) * max(each.quantity.step for each in shares) / 2


def _candidates(discourse: Discourse) -> Iterator[Candidate]:
    for utterance, mention in discourse.all_counts():
        label = mention.label or mention.after
        place = (mention.begin, mention.end, utterance)
        yield Candidate(mention.quantity.value, utterance.index, mention.start, label, mention.total, *place)


def portions(utterance: Utterance) -> list[Portion]:
    """The shares of a passage with their parts."""
    found: list[Portion] = []
    for i, mention in enumerate(utterance.mentions):
        before = _before(utterance.mentions[:i], mention) or _listed_above(utterance, mention)
        if mention.role is Role.SHARE and mention.quantity.is_percent and before and before[-1].role is Role.COUNT:
            above = before[-1].sentence != mention.sentence
            listed = tuple(before) if above else _list_before(before)
            found.append(Portion(utterance, mention, before[-1], listed, above))
    return found


def _listed_above(utterance: Utterance, share: Mention) -> list[Mention]:
    """上述五类占…: the counts of the sentence before, where there are as many."""
    match = re.search(r"(?:上述|以上|这)(\d+|[一二两三四五六七八九十])[类项个家]", share.lead + share.words)
    if not match:
        return []
    before = [each for each in utterance.counts() if each.sentence == share.sentence - 1]
    return before[-numeral(match[1]) :] if len(before) >= numeral(match[1]) else []


def _before(mentions: Sequence[Mention], share: Mention) -> list[Mention]:
    """What stands before a share in its sentence; growth between its count and it is passed over."""
    before = [each for each in mentions if each.sentence == share.sentence]
    while before and before[-1].role is Role.CHANGE and before[-1].part == share.part:
        before.pop()
    return before


def _list_before(before: Sequence[Mention]) -> tuple[Mention, ...]:
    """The counts that stand in a row right before a share (A 3件、B 2件，占…)."""
    listed: list[Mention] = []
    for each in reversed(before):
        if each.role is not Role.COUNT or each.quantity.unit != before[-1].quantity.unit:
            break
        listed.append(each)
        if each.lead.endswith(":") or each.among:
            break
    return tuple(reversed(listed)) if len(listed) > 1 else ()


def _groups(discourse: Discourse) -> Iterator[list[Portion]]:
    """Shares that belong together: of one passage, or single ones of passages that follow each other."""
    single: list[Portion] = []
    for utterance in discourse.utterances:
        found = portions(utterance)
        if len(found) == 1 and (not single or utterance.index - single[-1].utterance.index <= 2):
            single += found
            continue
        if single and found:
            yield single
            single = []
        if len(found) == 1:
            single = found
        elif found:
            yield from _by_sentence_total(found)
    if single:
        yield single


def _by_sentence_total(found: list[Portion]) -> Iterator[list[Portion]]:
    """Shares of one passage fall apart where another whole is named between them."""
    group: list[Portion] = []
    for portion in found:
        if group and _names_a_whole_between(group[-1], portion):
            yield group
            group = []
        group.append(portion)
    yield group


def _names_a_whole_between(one: Portion, other: Portion) -> bool:
    between = [each for each in one.utterance.counts() if one.share.end <= each.start < other.part.start]
    return any(each.total and each.quantity.value > other.part.quantity.value for each in between)


def _fitting_pool(group: Sequence[Portion], candidates: Sequence[Candidate]) -> list[Candidate]:
    """The numbers that may be the group's base: not smaller than its parts, the nearest before it first."""
    first = group[0]
    most = max(portion.part.quantity.value for portion in group)
    pool = [each for each in candidates if each.value >= most]

    def distance(each: Candidate) -> tuple[bool, int, int]:
        place = (each.passage, each.start)
        after = place >= (first.utterance.index, first.part.start)
        return after, abs(first.utterance.index - each.passage), -each.start

    nearest: dict[Fraction, Candidate] = {}
    for each in sorted(pool, key=distance):
        nearest.setdefault(each.value, each)
    return list(nearest.values())


def _judged(
    group: Sequence[Portion], pool: Sequence[Candidate], anchor: Fraction | None
) -> Iterator[Objection | Proven]:
    base = max(pool, key=lambda each: _explained(group, each.value), default=None)
    fits = sum(1 for portion in group if base and portion.fit(base.value))
    if base is None or not fits:
        yield from _without_base(group, pool, anchor)
        return
    yield from _group_sum(group, base, fits)
    for portion in group:
        if how := portion.fit(base.value):
            yield from _right(portion, base, how)
        elif other := next((each for each in pool if portion.fit(each.value)), None):
            yield from _right(portion, other, portion.fit(other.value) or "")
        elif (gravity := _gravity(portion, fits, len(group))) is not None:
            yield _wrong("share", portion, base.value, gravity)
        elif base.value == anchor or (base.total and base.utterance is portion.utterance):
            yield _wrong("share", portion, base.value, Gravity.DOUBTFUL)


def _group_sum(group: Sequence[Portion], base: Candidate, fits: int) -> Iterator[Objection | Proven]:
    """Classes that are shares of one whole, the rest among them: they make up that whole."""
    parts = [portion.part for portion in group]
    total = sum((each.quantity.value for each in parts), Fraction(0))
    if total == base.value:
        yield proven("sum", group[0].utterance, (parts[0].begin, parts[0].end))
    elif len(group) >= 4 and fits * 3 >= len(group) * 2 and REST.search(parts[-1].label):
        written = "+".join(number(each.quantity.value) for each in parts)
        words = (number(base.value), number(total), f"{written}={number(total)}，与{number(base.value)}不等")
        utterance = group[0].utterance
        same = utterance is base.utterance
        between = [each for each in utterance.counts() if base.start < each.start < parts[0].start] if same else []
        if same and not between and len({portion.part.quantity.unit for portion in group}) == 1:
            yield objection("sum", Gravity.WRONG, base.utterance, (base.begin, base.end), words)


def _explained(group: Sequence[Portion], base: Fraction) -> tuple[int, int]:
    """How many shares a base explains, and how many of them without cutting off."""
    hows = [portion.fit(base) for portion in group]
    return sum(1 for how in hows if how), sum(1 for how in hows if how in ("both", "rounded"))


def _right(portion: Portion, base: Candidate, how: str) -> Iterator[Objection | Proven]:
    yield proven("share", portion.utterance, portion.span, how)
    if how == "cut":
        yield _wrong("rounding", portion, base.value, Gravity.DOUBTFUL)


def _gravity(portion: Portion, fits: int, size: int) -> Gravity | None:
    """How sure it is that the group's base is this one's too."""
    if fits >= 3 or (fits >= 2 and size <= 3):
        return Gravity.WRONG
    return Gravity.DOUBTFUL if portion.share.name or fits > 1 else None


def _wrong(kind: str, portion: Portion, base: Fraction, gravity: Gravity) -> Objection:
    part = portion.amount
    follows = percent(part, base, portion.shown.digits)
    why = f"{number(part)}÷{number(base)}={percent(part, base, portion.shown.digits + 2)}"
    words = (printed(portion.utterance, portion.share), follows, why)
    return objection(kind, gravity, portion.utterance, portion.span, words)


def _without_base(
    group: Sequence[Portion], pool: Sequence[Candidate], anchor: Fraction | None
) -> Iterator[Objection | Proven]:
    """No number of the text is the base: if the shares have one base in common, it is not named."""
    named = _named_whole(group, pool)
    if named is None:
        return
    common = _common_base(group)
    if len(group) == 1:
        here = named.passage == group[0].utterance.index and group[0].part.among
        if here or (anchor is not None and _of_all(group[0], anchor)):
            yield _wrong("share", group[0], named.value if here or anchor is None else anchor, Gravity.DOUBTFUL)
        return
    for portion in group:
        sure = common is not None and named.passage == portion.utterance.index
        gravity = Gravity.WRONG if sure else Gravity.DOUBTFUL
        yield _of_unnamed_base(portion, named.value, common, gravity)


def _of_all(portion: Portion, anchor: Fraction) -> bool:
    """Whether a share may be meant of the same number as the bulletin's other shares: it names no base of its own."""
    return portion.amount <= anchor and bool(_ALL.match(portion.share.name))


def _named_whole(group: Sequence[Portion], pool: Sequence[Candidate]) -> Candidate | None:
    """The whole that the sentence names, or the nearest total before the group."""
    first = group[0]
    before = [each for each in pool if (each.passage, each.start) < (first.utterance.index, first.part.start)]
    return next((each for each in before if each.total), None)


def _common_base(group: Sequence[Portion]) -> tuple[int, int] | None:
    """The whole numbers of which all shares of the group are shares; ``None`` if there is no such number."""
    low, high = Fraction(1), Fraction(10**12)
    for portion in group:
        bounds = bases(portion.amount, portion.shown)
        if bounds:
            low, high = max(low, bounds[0]), min(high, bounds[1])
    first, last = -(-low.numerator // low.denominator), high.numerator // high.denominator
    return (first, last) if first <= last < 10**12 else None


def _of_unnamed_base(portion: Portion, named: Fraction, common: tuple[int, int] | None, gravity: Gravity) -> Objection:
    part, digits = portion.amount, portion.shown.digits
    follows = f"按{number(named)}应为{percent(part, named, digits)}"
    why = f"{number(part)}÷{number(named)}={percent(part, named, digits + 2)}"
    if common:
        base = f"{common[0]}" if common[0] == common[1] else f"{common[0]}～{common[1]}"
        why += f"；这几项占比的分母都是{base}，文中没有这个数"
    words = (printed(portion.utterance, portion.share), follows, why)
    return objection("base_unstated", gravity, portion.utterance, portion.span, words)
