"""What people call a figure in an edited sentence: by its own name, by that of another figure, by one that no data
know; and words of a limit (不足, 超过, 余) that they put at its number though it does not keep to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from bulletin_gen.drafts.holding.bench import Bench
from bulletin_gen.drafts.holding.lines import OPENING, Line, Printed, amount_of, squeezed
from bulletin_gen.drafts.holding.owners import MARKS
from bulletin_gen.drafts.holding.terms import by_sides
from bulletin_gen.drafts.holding.words import Against

#: A figure is another one than people call it; a number does not keep to a limit.
CALLED, LIMIT = "指标", "界限"
#: What an order goes through: a measure that begins with one of these is meant by it (受理案件 by 受理).
_STAGES = (
    "受理", "登记", "办理", "办结", "承办", "交办", "转办", "派发", "回访", "响应", "签收", "来电", "来信", "返工",
    "超期", "逾期", "延期", "退回", "评价",
)  # fmt: skip
_LIMITS = r"不足|不到|不满|未满|未达到?|低于|少于|小于|将近|接近|逼近|近|超过|超|逾|高于|大于|多于|突破|高出"
#: Words beside a name that say nothing of what is counted.
_FILLERS = re.compile(
    rf"{_LIMITS}|其中|合计|总计|共计|累计|一共|总共|分别|[全我本][县市区省州旗]|本[月周期季年]|当[月周年]|[共计为是达到有的约仅了也则均]"
)
_BELOW = re.compile(r"(?:(?<![不未])(?:不足|不到|不满|未满|未达到?|低于|少于|小于)|(?<![最附就远])(?:将|接|逼)?近)$")
_ABOVE = re.compile(r"(?<![不未])(?:超过|超|逾|高于|大于|多于|突破|高出)$")
_THINGS = "[个件宗起条次人名户家天封]"
_ABOVE_BEHIND = re.compile(rf"\s*(?:[十百千万亿]*[余多](?=[十百千万亿]*{_THINGS})|{_THINGS}余)")
_NAME = "\x01"


class Called(Struct, frozen=True):
    """A figure that people call otherwise than it was printed: the words, as printed and as they are; ``other``:
    whether they are the name of another figure of the county, and not merely of none."""

    was: str
    now: str
    other: bool


class Limit(Struct, frozen=True):
    """A limit that people have put at a figure: the number as printed, the number with the limit, whether it holds."""

    was: str
    now: str
    holds: bool


def calls(bench: Bench) -> dict[tuple[int, int], Called]:
    """Line and start of a placed figure, in a sentence that was edited, that is called otherwise → how."""
    names = re.compile("|".join(map(re.escape, bench.names))) if bench.names else None
    words = _known_words(bench)
    found = {}
    for figure, draft, token in _edited(bench):
        source = bench.printed[figure.line]
        ours = _before(source, figure.tokens[0])
        theirs = _before(draft, token)
        if squeezed(ours) == squeezed(theirs):
            continue
        if names is not None:
            ours, theirs = names.sub(_NAME, ours), names.sub(_NAME, theirs)
        called = _called(ours, theirs, figure.figure, words)
        if called is not None:
            found[figure.line, figure.start] = called
    return found


def limits(bench: Bench) -> dict[tuple[int, int], Limit]:
    """Line and start of a placed figure at which people have put a limit → the limit."""
    found = {}
    for figure, draft, token in _edited(bench):
        source, at = bench.printed[figure.line], figure.tokens[0]
        if _limit(source, at) or not (way := _limit(draft, token)):
            continue
        one, other = (amount_of(line.tokens[number].text) for line, number in ((source, at), (draft, token)))
        if one is None or other is None:
            continue
        holds = one > other if way > 0 else one < other
        number = draft.tokens[token]
        start = number.start - (len(words[0]) if (words := _words_of_limit(draft, token)) else 0)
        end = number.end + (1 if not words else 0)
        found[figure.line, figure.start] = Limit(source.tokens[at].text, draft.text[start:end], holds)
    return found


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


def _known_words(bench: Bench) -> Mapping[str, frozenset[str]]:
    """Words by which measures of the county are meant → the measures."""
    found: dict[str, set[str]] = {}
    for name in bench.measures:
        for word in (name, *(each for each in _STAGES if name.startswith(each))):
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _called(ours: str, theirs: str, figure: str, words: Mapping[str, frozenset[str]]) -> Called | None:
    if words:
        pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
        was, now = set(pattern.findall(ours)), set(pattern.findall(theirs))
        lost, more = was - now, [each for each in now - was if each not in figure]
        if lost and more:
            return Called("、".join(sorted(lost)), "、".join(sorted(more)), other=True)
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


def _limit(line: Line, token: int) -> int:
    """1 where words say that something is more than this number, -1 where less, else 0."""
    before = _words_of_limit(line, token)
    if before:
        return before[1]
    return 1 if _ABOVE_BEHIND.match(line.text, line.tokens[token].end) else 0


def _words_of_limit(line: Line, token: int) -> tuple[str, int] | None:
    before = line.text[: line.tokens[token].start].rstrip(" 　")
    if found := _ABOVE.search(before):
        return found[0], 1
    return (found[0], -1) if (found := _BELOW.search(before)) else None
