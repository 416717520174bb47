"""What people call a figure in an edited sentence: by its own name, by that of another figure, by one that no data
know; and words of a limit or of about (不足, 超过, 余, 约) that they put at its number, whether it keeps to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.drafts.holding.bench import Bench
from bulletin_gen.drafts.holding.lines import OPENING, Line, Printed, amount_of, grain_of, squeezed
from bulletin_gen.drafts.holding.owners import MARKS, OF_ALL, label_of
from bulletin_gen.drafts.holding.terms import by_sides, measure_words, opposed, other_measure, times_of, unit_after
from bulletin_gen.drafts.holding.words import MEASURE, Against, rescaled
from bulletin_gen.drafts.spoken import is_share
from bulletin_gen.leaves.frugal import late

#: A figure is another one than people call it; a number does not keep to a limit.
CALLED, LIMIT = MEASURE, "界限"
_LIMITS = r"不足|不到|不满|未满|未达到?|低于|少于|小于|将近|接近|逼近|近|超过|超|逾|高于|大于|多于|突破|高出"
#: Words beside a name that say nothing of what is counted.
_FILLERS = late(
    rf"{_LIMITS}|其中|合计|总计|共计|累计|一共|总共|分别|[全我本][县市区省州旗]|本[月周期季年]|当[月周年]|[共计为是达到有的约仅了也则均]"
)
#: 超过受理总量的七成.
_OF_WHAT = r"(?:[^，,；;。：:、0-9]{0,8}的)?"
_BELOW = late(rf"(?<![不未])(?:不足|不到|不满|未满|未达到?|低于|少于|小于){_OF_WHAT}$")
_NEARLY = late(rf"(?<![最附就远])(?:将|接|逼)?近{_OF_WHAT}$")
_ABOVE = late(rf"(?<![不未])(?:超过|超|逾|高于|大于|多于|突破|高出){_OF_WHAT}$")
_ABOUT, _ABOUT_BEHIND = late(rf"(?:约为?|大约|大概|约占){_OF_WHAT}$"), late(r"\s*[件个%％]?(?:左右|上下)")
#: A number that is said to be about another one, or nearly, is off by no more than this share of it.
_NEAR = Fraction(1, 20)
_THINGS = "[个件宗起条次人名户家天封]"
_ABOVE_BEHIND = late(
    rf"\s*(?:[十百千万亿]*[余多](?=[十百千万亿]*{_THINGS})|{_THINGS}余)|(?<=成)多|(?<=成[一二三四五六七八九半])多|(?<=分之一)(?:多|以上)"
)
_NAME = "\x01"


class Called(Struct, frozen=True):
    """A figure that people call otherwise than it was printed: the words, as printed and as they are; ``other``:
    whether they are the name of another figure of the county, and not merely of none."""

    was: str
    now: str
    other: bool


class Limit(Struct, frozen=True):
    """A limit that people have put at a figure, or a round number: the number as printed, the number with the limit,
    whether the limit holds; ``fits``: whether the number is also near enough to be meant by it."""

    was: str
    now: str
    holds: bool
    fits: bool


def calls(bench: Bench) -> dict[tuple[int, int], Called]:
    """Line and start of a placed figure, in a sentence that was edited, that is called otherwise → how."""
    names = re.compile("|".join(map(re.escape, bench.names))) if bench.names else None
    words = measure_words(bench.measures)
    found = {}
    for figure, draft, token in _edited(bench):
        source = bench.printed[figure.line]
        ours = _before(source, figure.tokens[0])
        theirs = _before(draft, token)
        if squeezed(ours) == squeezed(theirs):
            continue
        if names is not None:
            ours, theirs = names.sub(_NAME, ours), names.sub(_NAME, theirs)
        kinds = label_of(source, figure.tokens[0]), label_of(draft, token)
        if set(kinds) == OF_ALL:  # a share has become a change, or the other way round
            found[figure.line, figure.start] = Called(squeezed(ours), squeezed(theirs), other=True)
            continue
        called = _called(ours, theirs, figure.figure, words)
        if called is not None:
            found[figure.line, figure.start] = called
    return found


def limits(bench: Bench) -> dict[tuple[int, int], Limit]:
    """Line and start of a placed figure at which people have put a limit, or in place of which a round number → it."""
    found = {}
    for figure, draft, token in _edited(bench):
        source, at = bench.printed[figure.line], figure.tokens[0]
        hedge = _hedge(draft, token)
        if (hedge and _hedge(source, at)) or len(figure.tokens) > 1:
            continue
        one, other = _weighed(source, at), _weighed(draft, token)
        if one is None or other is None or one.share != other.share:
            continue
        if hedge is None and (other.times <= one.times or one.worth == other.worth):
            continue  # another number, or the same in another unit
        if hedge is not None and not hedge.way and one.worth == other.worth:
            continue
        way = hedge.way if hedge else 0
        holds = one.worth > other.worth if way > 0 else one.worth < other.worth if way < 0 else True
        fits = holds and _is_meant(one.worth, other, hedge)
        number, words = draft.tokens[token], hedge.before if hedge else ""
        end = number.end + (1 if hedge and not words else 0)
        now = draft.text[number.start - len(words) : end]
        found[figure.line, figure.start] = Limit(source.tokens[at].text, now, holds, fits)
    return found


class _Hedge(Struct, frozen=True):
    """Words at a number that say more (``way`` 1), less (-1) or about (0); ``nearly``: only a little less; ``before``:
    those that stand before it."""

    way: int
    nearly: bool = False
    before: str = ""


class _Weighed(Struct, frozen=True):
    """A number with what multiplies it: what it is worth, one of its last place, the factor, whether it is a share."""

    worth: Fraction
    grain: Fraction
    times: int
    share: bool


def _hedge(line: Line, token: int) -> _Hedge | None:
    before = line.text[: line.tokens[token].start].rstrip(" 　")
    end = line.tokens[token].end
    if found := _ABOVE.search(before):
        return _Hedge(1, before=found[0])
    if found := _BELOW.search(before):
        return _Hedge(-1, before=found[0])
    if found := _NEARLY.search(before):
        return _Hedge(-1, nearly=True, before=found[0])
    if _ABOVE_BEHIND.match(line.text, end):
        return _Hedge(1)
    if found := _ABOUT.search(before):
        return _Hedge(0, before=found[0])
    return _Hedge(0) if _ABOUT_BEHIND.match(line.text, end) else None


def _weighed(line: Line, token: int) -> _Weighed | None:
    number = line.tokens[token]
    amount = amount_of(number.text)
    if amount is None:
        return None
    times = times_of(unit_after(line.text, number.end))
    share = is_share(number.text) or number.text.endswith(("%", "％"))
    return _Weighed(amount * times, grain_of(number.text) * times, times, share)


def _is_meant(worth: Fraction, other: _Weighed, hedge: _Hedge | None) -> bool:
    """Whether a number of people is so near to what a figure is worth that it is meant by it: 近七成 by 67.73%."""
    off = abs(other.worth - worth)
    if hedge is None or not hedge.way or hedge.nearly:
        return off <= other.grain / 2 and off <= worth * (_NEAR if hedge else _NEAR / 5)
    return off < other.grain


def rounded(bench: Bench) -> frozenset[tuple[int, int]]:
    """Line and start of the placed figures that people say otherwise and rightly: in another unit, or about."""
    fits = {at for at, each in limits(bench).items() if each.fits}
    return frozenset(fits | {at for at, each in rescaled(bench).items() if each.exact})


def against_names(bench: Bench) -> Mapping[tuple[int, int], tuple[Against, ...]]:
    """Line and start of a placed figure → what edited words say against it: the name of another, a false limit."""
    found: dict[tuple[int, int], tuple[Against, ...]] = {}
    for at, called in calls(bench).items():
        if called.other:
            found[at] = (Against(CALLED, called.was, called.now),)
    for at, limit in limits(bench).items():
        if not limit.holds:
            found[at] = (*found.get(at, ()), Against(LIMIT, limit.was, limit.now))
    return found


def _edited(bench: Bench) -> Iterator[tuple[Printed, Line, int]]:
    """The placed figures of edited sentences, each with the draft's line and the place of its first number there."""
    for line in bench.printed:
        for figure in line.figures:
            placed = bench.placed.get((line.number, figure.start)) if figure.tokens else None
            if placed is None or placed.same:
                continue
            draft = bench.draft[placed.spot.line]
            spot = placed.spot
            within = (at for at, each in enumerate(draft.tokens) if spot.start < each.end and each.start < spot.end)
            token = next(within, None)
            if token is not None:
                yield figure, draft, token


def _before(line: Line, token: int) -> str:
    """The words before a number, up to the next mark or number."""
    start = line.tokens[token - 1].end if token else 0
    return MARKS.split(line.text[start : line.tokens[token].start].rstrip(OPENING))[-1].strip()


def against_head(
    was: str, now: str, figure: str, heads: Collection[str], measures: Sequence[str]
) -> tuple[Against, ...]:
    """What a head of a column that people changed says against the figures below, of which ``figure`` is one: the name
    of another column (of ``heads``) or measure, the opposite."""
    found = [Against(one.group, one.word, other.word) for one, other in opposed(was, now)]
    called = _called(was, now, figure, measure_words(measures))
    if squeezed(now) in {squeezed(each) for each in heads}:
        found.append(Against(CALLED, was, now))
    elif called is not None and called.other:
        found.append(Against(CALLED, called.was, called.now))
    return tuple(found)


def _called(ours: str, theirs: str, figure: str, words: Mapping[str, frozenset[str]]) -> Called | None:
    if words:
        lost, more = other_measure(ours, theirs, words)
        more = [each for each in more if each not in figure]
        if lost and more:
            return Called("、".join(lost), "、".join(more), other=True)
    one, other = _bare(ours), _bare(theirs)
    if one == other or not one or not other:
        return None
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    back = zip(reversed(one), reversed(other), strict=False)
    same = next((at for at, (a, b) in enumerate(back) if a != b), min(len(one), len(other)))
    if same >= min(len(one), len(other)):
        return None  # words that were only put in or taken out
    return Called(ours.replace(_NAME, "…"), theirs.replace(_NAME, "…"), other=False)


def _bare(words: str) -> str:
    return by_sides(_FILLERS.sub("", squeezed(words)))
