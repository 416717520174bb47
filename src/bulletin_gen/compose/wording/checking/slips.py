"""Slips of wording that show without any order: verbs and lead-ins typed beside a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from bulletin_gen.compose.wording.changing import against_of
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.say import FALLEN, tidied
from bulletin_gen.compose.wording.syntax import Bracketed, Clause, Named, Part, Plain, Verbatim
from bulletin_gen.leaves.frugal import late

_VERB = late(r"(?:增长|下降|上升|减少|增加|提高|降低|提升|回落|上涨|增多|下滑)了?$")
_YEAR = late(r"(?:同比|[较比](?:上年|去年)同期)$")
_PREVIOUS = late(r"(?:环比|[较比]上(?:月|周|期|季度|个月|一期))$")


def slips_of(parts: tuple[Part, ...], before: str = "") -> Iterator[SlipError]:
    """Every slip of a paragraph's parts; ``before``: the words in front of them."""
    for part in parts:
        if isinstance(part, Plain):
            before = part.text
            continue
        if isinstance(part, Named):
            yield from _named(part, before)
        elif isinstance(part, Clause):
            yield from slips_of(part.parts, before)
            yield from slips_of(part.otherwise)
        elif isinstance(part, Bracketed):
            yield from slips_of(part.parts)
        before = ""


def _named(named: Named, before: str) -> Iterator[SlipError]:
    if named.pattern is not None:
        yield from slips_of(named.pattern)
    compared = next((step.text for step in named.steps if against_of(step.text, ())), "")
    named_base = next((step.text for step in named.steps[1:] if step.text.startswith("较")), "")
    if (compared or named_base) and (verb := _VERB.search(before)):
        yield SlipError(
            named.at, f"“{verb[0]}”和数的方向会不一致：升降的词由程序按数写", before[-8:] + named.written,
            advice=f"删去“{verb[0]}”；要用自己的词，写在括号里，如{named.written[:-1]}：上升、下降}}",
        )  # fmt: skip
    if compared:
        yield from _lead_in(named, before, compared)


def _lead_in(named: Named, before: str, compared: str) -> Iterator[SlipError]:
    other, right = (_PREVIOUS, _YEAR) if compared == "同比" else (_YEAR, _PREVIOUS)
    found = other.search(before)
    # 较上月同比 is an office's own way of speaking: both words stand there.
    if found and not (right.search(before[: found.start()])):
        yield SlipError(
            named.at, f"前面写“{found[0]}”，括号里是“{compared}”", before[-8:] + named.written,
            advice=f"把括号里的改成“{'环比' if compared == '同比' else '同比'}”，或改前面的话",
        )  # fmt: skip


#: Brackets that are printed, around words that would stand in 【】.
_OTHER_BRACKETS = late("[\\[［〖](?P<inner>[^\\[\\]［］〖〗]*〇[^\\[\\]［］〖〗]*)[\\]］〗]")
_LIKE_A_CLAUSE = late("^[，、；。]|否则[:：]|同比|环比|[较比]|占〇|其中|分别")


def bracket_slips(parts: Sequence[Part]) -> Iterator[SlipError]:
    """[，同比{…}] and the like, which would be printed as they stand."""
    text, places = "", []
    for part in parts:
        words = part.text if isinstance(part, Plain) else "〇"
        places += [part.at + (i if isinstance(part, Plain) else 0) for i in range(len(words))]
        text += words
    for found in _OTHER_BRACKETS.finditer(text):
        if _LIKE_A_CLAUSE.search(found["inner"]):
            yield SlipError(
                places[found.start()], f"“{found[0][0]}{found[0][-1]}”会照印在通报里", found[0],
                advice="没有数时不印的话用【】，如【，同比{受理：同比}】",
            )  # fmt: skip
    for part in parts:
        if isinstance(part, Clause):
            yield from (*bracket_slips(part.parts), *bracket_slips(part.otherwise))
        elif isinstance(part, Named) and part.pattern is not None:
            yield from bracket_slips(part.pattern)


#: More clauses in one paragraph than this are tried only all standing, all fallen, and one by one.
_MOST_TRIED = 7
_LEFT_OVER = late(
    r"(?:^|[。！？，；])(?:其中|分别|依次|并且|另外)[，；、。：]|[，、；：]{2}|[。，；]，|[，、；]。|。。|[是为有占]。"
)


def falling_slips(parts: tuple[Part, ...]) -> Iterator[SlipError]:
    """What a paragraph would leave behind if its clauses fell away: every way of falling is tried beforehand."""
    clauses = [part for part in parts if isinstance(part, Clause)]
    if not clauses:
        return
    standing = _outline(parts, [True] * len(clauses))
    seen: set[str] = set()
    for way in _ways(len(clauses)):
        printed = _outline(parts, way)
        left = _LEFT_OVER.search(printed)
        if left and left[0] not in seen and left[0] not in standing:
            seen.add(left[0])
            fallen = "、".join(f"第{i}个" for i, stands in enumerate(way, start=1) if not stands)
            yield SlipError(
                clauses[way.index(False)].at, f"{fallen}【】落空时会印成“{left[0]}”", printed[:40],
                advice="把前面的字也放进【】，或写“否则：…”",
            )  # fmt: skip


def _ways(count: int) -> Iterator[list[bool]]:
    if count <= _MOST_TRIED:
        yield from (list(way) for way in product([True, False], repeat=count) if not all(way))
        return
    yield [False] * count
    for at in range(count):
        yield [i != at for i in range(count)]


def _outline(parts: Sequence[Part], way: Sequence[bool]) -> str:
    """The paragraph with 〇 for every figure and the clauses as ``way`` says."""
    stands = iter(way)
    return tidied("".join(_outlined(part, stands) for part in parts)).replace(FALLEN, "")


def _outlined(part: Part, stands: Iterator[bool]) -> str:
    if isinstance(part, (Plain, Verbatim)):
        return part.text
    if isinstance(part, Named):
        return "〇"
    if isinstance(part, Bracketed):
        return f"【{_outline(part.parts, ())}】"
    if next(stands, True):
        return _outline(part.parts, ())
    return _outline(part.otherwise, ()) or FALLEN
