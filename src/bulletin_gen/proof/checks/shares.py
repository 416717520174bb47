"""占比: part ÷ base, where the base is the one number of which the list's shares are shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import bases
from bulletin_gen.proof.checks.adding.addends import alike
from bulletin_gen.proof.checks.evidence import at, number, objection, percent, printed, proven
from bulletin_gen.proof.checks.portions import Candidate, Portion, portions
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.words import REST, SOME

#: A base that is everything: 占总量的, 占比.
_ALL = late(r"^(?:比|总[量数]|(?:受理|诉求|工单|办件|案卷|来电|受理问题|全部|全县|全市)*(?:总?[量数])?)$")


#: What the name of any whole may hold, without saying which it is.
_PLAIN_WHOLE = late(
    r"总[量数体]?|全部|所有|数量|受理|信访|申诉|申请|诉求|工单|办件|案件|案卷|来电|投诉|举报|信件|留言|事项|问题|收到|接到|承办|转办|派|本[月周季期年]|"
    r"当[月期]|[全各][省市县区州]?|有效|的|件|数|量|比|了|到|其|总|类|共"
)


def check_shares(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every share of a count: proved by a base in the text, contradicted by its list's base, or without one."""
    candidates = [*_candidates(discourse), *_joined(discourse)]
    groups = [(group, _fitting_pool(group, candidates)) for group in _groups(discourse)]
    groups = [(group, pool if _named_whole(group, pool, None) else [*pool, *_own_sum(group)]) for group, pool in groups]
    anchor = _anchor(groups)
    for group, pool in groups:
        yield from _judged(group, pool, anchor)
    for utterance in discourse.utterances:
        yield from _hundreds(utterance)


def _own_sum(group: Sequence[Portion]) -> list[Candidate]:
    """The sum of a list's own parts, where no whole is named and its shares make up a hundred or nearly so."""
    shown = [portion.shown for portion in group if not portion.together]
    parts = [portion.part for portion in group]
    near = abs(sum((each.value for each in shown), Fraction(0)) - 100) <= len(shown) * max(
        (each.step for each in shown), default=Fraction(0)
    )
    bare = all(portion.share.name in ("", "比") for portion in group)
    if len(shown) < max(len(group), 4) or not near or not bare or len({each.quantity.unit for each in parts}) > 1:
        return []
    total, first = sum((each.amount for each in parts), Fraction(0)), group[0]
    place = (parts[0].begin, parts[-1].end, first.utterance, parts[0].quantity.unit)
    return [
        Candidate(total, first.utterance.index, -1, "", False, *place, slack=sum((p.slack for p in parts), Fraction(0)))
    ]


def _anchor(groups: Sequence[tuple[list[Portion], list[Candidate]]]) -> Fraction | None:
    """The number that most shares of the bulletin are shares of, where three at least are."""
    explained: dict[Fraction, int] = {}
    for group, pool in groups:
        base = max(pool, key=lambda each: _explained(group, each), default=None)
        if base:
            explained[base.value] = explained.get(base.value, 0) + _explained(group, base)[0]
    best = max(explained, key=lambda each: explained[each], default=None)
    return best if best is not None and explained[best] >= 3 else None


def _hundreds(utterance: Utterance) -> Iterator[Objection | Proven]:
    """Shares in a row that make up a hundred, within what rounding leaves."""
    shares = [each for each in utterance.mentions if each.role is Role.SHARE and each.quantity.is_percent]
    parts = {portion.share.start: portion.part.begin for portion in portions(utterance)}
    i = 0
    while i < len(shares) - 1:
        j = next((j for j in range(len(shares), i + 1, -1) if _is_hundred(shares[i:j])), i)
        if j > i:
            yield proven("share_sum", utterance, (parts.get(shares[i].start, shares[i].begin), shares[i].end))
        i = max(j, i + 1)
    bare = [each for each in shares if each.start not in parts]
    if len(bare) == len(shares) >= 4 and REST.search(bare[-1].label) and not _is_hundred(bare):
        total = number(sum((each.quantity.value for each in bare), Fraction(0)))
        written = "+".join(number(each.quantity.value) for each in bare)
        span = (bare[0].begin, bare[-1].end)
        words = (at(utterance, *span), "合计100%", f"{written}={total}，列到“{bare[-1].label}”应为100%")
        if len({each.sentence for each in bare}) == 1:
            yield objection("share_sum", Gravity.DOUBTFUL, utterance, span, words)


def _is_hundred(shares: Sequence[Mention]) -> bool:
    total = sum((each.quantity.value for each in shares), Fraction(0))
    return abs(total - 100) <= len(shares) * max(each.quantity.step for each in shares) / 2


def _candidates(discourse: Discourse) -> Iterator[Candidate]:
    for utterance, mention in discourse.all_counts():
        label = mention.label or mention.after
        place = (mention.begin, mention.end, utterance, mention.quantity.unit)
        yield Candidate(
            mention.quantity.value, utterance.index, mention.start, label, mention.total, *place, slack=mention.slack
        )


def _joined(discourse: Discourse) -> Iterator[Candidate]:
    """投诉1028件，举报268件: what is called 投诉举报 further on is both together."""
    for utterance in discourse.utterances:
        counts = utterance.counts()
        for one, other in zip(counts, counts[1:], strict=False):
            if one.sentence == other.sentence and min(len(one.label), len(other.label)) >= 2:
                value = one.quantity.value + other.quantity.value
                label = one.label[-2:] + other.label
                place = (False, one.begin, other.end, utterance, one.quantity.unit, one.slack + other.slack, True)
                yield Candidate(value, utterance.index, other.start, label, *place)


def _groups(discourse: Discourse) -> Iterator[list[Portion]]:
    """Shares that belong together: of one passage, or single ones of passages that follow each other."""
    single: list[Portion] = []
    for utterance in discourse.utterances:
        found = list(portions(utterance))
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
    parts = sorted(portion.part.quantity.value for portion in group)
    most = parts[max(len(parts) - 2, 0)]  # one part may be mistyped
    labels = [portion.part.label for portion in group]
    pool = [
        each
        for each in candidates
        if each.value >= most
        and (not each.joined or any(each.label in label for label in labels))
        and any(_are_alike(each, portion) for portion in group)
    ]

    def distance(each: Candidate) -> tuple[bool, int, int]:
        place = (each.passage, each.start)
        after = place >= (first.utterance.index, first.part.start)
        return after, abs(first.utterance.index - each.passage), -each.start

    nearest: dict[Fraction, Candidate] = {}
    for each in sorted(pool, key=distance):
        known = nearest.setdefault(each.value, each)
        if each.total and not known.total:  # 共受理708件，已办结708件: the former is the whole
            nearest[each.value] = each
    return list(nearest.values())


def _judged(
    group: Sequence[Portion], pool: Sequence[Candidate], anchor: Fraction | None
) -> Iterator[Objection | Proven]:
    base = max(pool, key=lambda each: _explained(group, each), default=None)
    fits = sum(1 for portion in group if base and portion.fit(base.value, base.slack))
    if fits < len(group) and (own := _of_their_sum(group)):
        yield from own
        return
    if base is None or not fits or (len(group) >= 3 and fits * 3 <= len(group) and _common_base(group)):
        yield from _without_base(group, pool, anchor)
        return
    yield from _group_sum(group, base, fits)
    for portion in group:
        yield from _one(portion, (base, anchor), group, (pool, fits))


def _one(
    portion: Portion,
    of: tuple[Candidate, Fraction | None],
    group: Sequence[Portion],
    known: tuple[Sequence[Candidate], int],
) -> Iterator[Objection | Proven]:
    """One share of a list whose base is known, by the numbers it may be of and how many of the list follow."""
    (base, anchor), (pool, fits) = of, known
    how = portion.fit(base.value, base.slack)
    if how == "cut" and _names_another(portion, base):
        return  # cut off of one number, or rounded of the other that it names
    if how:
        yield from _right(portion, base, how)
    elif other := _another(portion, pool):
        if _belongs_to_list(portion, base, group, fits):
            yield _wrong("share", portion, base.value, Gravity.DOUBTFUL)
        else:
            yield from _right(portion, other, portion.fit(other.value, other.slack) or "")
    elif _may_be_of_another(portion, base):
        return
    elif (gravity := _gravity(portion, fits, len(group))) is not None:
        yield _wrong("share", portion, base.value, gravity)
    elif (base.value == anchor and not portion.together) or _is_told_whole(group, base):
        yield _wrong("share", portion, base.value, Gravity.DOUBTFUL)


def _belongs_to_list(portion: Portion, base: Candidate, group: Sequence[Portion], fits: int) -> bool:
    """Whether all other shares of a list, none of which names a whole, are of one number that stands right before."""
    bare = {each.share.name for each in group} <= {"", "比"}
    alone = fits >= 3 and fits == len(group) - 1 and portion.shown.digits >= 2
    return bare and alone and portion.utterance.index - base.passage in (0, 1, 2)


def _another(portion: Portion, pool: Sequence[Candidate]) -> Candidate | None:
    """The nearest number of which a share is one, rounded rather than cut off."""
    fitting = [(each, how) for each in pool if (how := portion.fit(each.value, each.slack))]
    rounded = [each for each, how in fitting if how != "cut"]
    return next(iter(rounded), fitting[0][0] if fitting else None)


def _may_be_of_another(portion: Portion, base: Candidate) -> bool:
    """Whether a share that does not follow from its list's base may be of some other whole: in other units, under a
    name of its own, or because the base is its own part."""
    named = _names_another(portion, base) or base.start == portion.part.start
    return named or not _are_alike(base, portion)


def _of_their_sum(group: Sequence[Portion]) -> list[Proven]:
    """Three shares and more of a whole that they name and nobody prints: their own parts' sum."""
    if any(_ALL.match(portion.share.name) for portion in group):
        return []
    total = sum((portion.part.amount for portion in group), Fraction(0))
    hows = [portion.fit(total) for portion in group if not portion.together]
    if len(hows) < max(len(group), 3) or not all(hows):
        return []
    return [proven("share", each.utterance, each.span, how or "") for each, how in zip(group, hows, strict=True)]


def _are_alike(base: Candidate, portion: Portion) -> bool:
    """Whether what is shared is counted as the whole is: 403人 are no share of 799件."""
    return not base.unit or not portion.part.quantity.unit or alike(base.unit, portion.part.quantity.unit)


def _names_another(portion: Portion, base: Candidate) -> bool:
    """Whether a share names a whole of its own that is not this one: 占邮政业投诉的 beside 共受理消费者投诉…件."""
    own = _PLAIN_WHOLE.sub("", portion.share.name)
    if len(own) < 2:
        return False
    said = base.utterance.text[max(base.begin - 12, 0) : base.end + 8] + base.label
    known = [sign for sign in own if sign in said]
    return len(known) * 2 < len(own)


def _is_told_whole(group: Sequence[Portion], base: Candidate) -> bool:
    """Whether the passage says itself that the base is the whole: 共…件; …件，其中…"""
    here = base.utterance is group[0].utterance and base.start < group[0].part.start
    return here and (base.total or group[0].part.among)


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
        some = same and SOME.search(utterance.text[base.end : parts[0].start])  # 前五位, 其他类 among them, are not all
        if same and not between and not some and len({portion.part.quantity.unit for portion in group}) == 1:
            yield objection("sum", Gravity.WRONG, base.utterance, (base.begin, base.end), words)


def _explained(group: Sequence[Portion], base: Candidate) -> tuple[int, int]:
    """How many shares a base explains, and how many of them without cutting off."""
    hows = [portion.fit(base.value, base.slack) for portion in group]
    fits = sum(1 for how in hows if how)
    return fits, sum(1 for how in hows if how in ("both", "rounded")) - bool(base.slack and fits)


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
    part = portion.taken(base)
    follows = percent(part, base, portion.shown.digits)
    why = f"{number(part)}÷{number(base)}={percent(part, base, portion.shown.digits + 2)}"
    words = (printed(portion.utterance, portion.share), follows, why)
    return objection(kind, gravity, portion.utterance, portion.span, words)


def _without_base(
    group: Sequence[Portion], pool: Sequence[Candidate], anchor: Fraction | None
) -> Iterator[Objection | Proven]:
    """No number of the text is the base: if the shares have one base in common, it is not named."""
    named = _named_whole(group, pool, anchor)
    group = [portion for portion in group if named and not _names_another(portion, named)]
    if named is None or not group:
        return
    common = _common_base(group)
    if common is None and len({portion.utterance.index for portion in group}) > 1:
        for portion in group:  # shares of several passages that have no base in common: each is of its own
            yield from _without_base([portion], pool, anchor)
        return
    if any(portion.part.slack for portion in group):
        return  # of rounded counts no base can be told
    if len(group) == 1:
        here = named.passage == group[0].utterance.index and group[0].part.among
        if not group[0].together and (here or (anchor is not None and _of_all(group[0], anchor))):
            yield _wrong("share", group[0], named.value if here or anchor is None else anchor, Gravity.DOUBTFUL)
        return
    for portion in group:
        sure = common is not None and named.passage == portion.utterance.index
        gravity = Gravity.WRONG if sure else Gravity.DOUBTFUL
        yield _of_unnamed_base(portion, named.value, common, gravity)


def _of_all(portion: Portion, anchor: Fraction) -> bool:
    """Whether a share may be meant of the same number as the bulletin's other shares: it names no base of its own."""
    return portion.amount <= anchor and bool(_ALL.match(portion.share.name))


def _named_whole(group: Sequence[Portion], pool: Sequence[Candidate], anchor: Fraction | None) -> Candidate | None:
    """The whole that the sentence names, or what the bulletin's other shares are of, or the nearest total before."""
    first = group[0]
    if len(group) > 1 and anchor is not None and all(_of_all(portion, anchor) for portion in group):
        before = [each for each in pool if each.value == anchor and each.passage <= first.utterance.index]
        if before:
            return before[0]
    before = [each for each in pool if (each.passage, each.start) < (first.utterance.index, first.part.start)]
    if told := _told_whole(group, before):
        return told
    return next((each for each in before if each.total), None)


def _told_whole(group: Sequence[Portion], before: Sequence[Candidate]) -> Candidate | None:
    """7698件，较上周下降7.6%，其中排名前六的分别是…(占9.9%)、…: the one count of the sentence that 其中 divides."""
    first = group[0]
    if len(group) < 3 or not first.part.among:
        return None
    here = [each for each in first.utterance.counts() if each.sentence == first.part.sentence]
    ahead = [each for each in here if each.end <= first.part.begin]
    return next((each for each in before if len(ahead) == 1 and each.start == ahead[0].start), None)


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
