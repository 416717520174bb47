"""Marks that a clerk forgot or took for others: a name in [ ] instead of braces, a bracket that nothing closes, 否则
twice; and words that claim a course of many periods, which no braces hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.syntax import Bracketed, Clause, Named, Part, Plain
from bulletin_gen.leaves.frugal import late

_BRACKETED = Sought(
    '[\\[［〔<＜“"](?P<name>[^\\[\\]［］〔〕<>＜＞“”"]{2,14})[\\]］〕>＞”"](?=件|宗|个|家|分|天|次|%|％|户|人)'
)
_ROUND = late("[（(]|[）)]")
_NUMBERED = late("(?:^|[。；;，、])\\s*[0-9０-９一二三四五六七八九十]{1,2}$")
_OTHERWISE = late("否则[:：]")
_COURSE = Sought(
    "连续[两二三四五六七八九十]+个?(?:月|周|季度|季|年|期)|创(?:下)?(?:历史|同期|年内|今年以来)?(?:的)?新[高低]|历史新[高低]|"
    "逐[月周季年](?:上升|增长|增加|攀升|提高|提升|下降|减少|回落|走高|走低|好转)|历史(?:最高|最低|最好)",
    "连续 创 历史 逐",
)


def mark_slips(parts: Sequence[Part], lexicon: Lexicon) -> Iterator[SlipError]:
    """Names that stand in other brackets than braces and would be printed as they are, and 否则 that is said twice."""
    for part in _every(parts):
        if isinstance(part, Clause):
            for plain in part.otherwise:
                found = _OTHERWISE.search(plain.text) if isinstance(plain, Plain) else None
                if found is not None and isinstance(plain, Plain):
                    yield SlipError(
                        plain.at + found.start(), "一对【】里有两个“否则：”", part.written[:40],
                        advice="只留一个，或把后面的写成【】里面的【】",
                    )  # fmt: skip
        elif isinstance(part, Plain):
            for found in _BRACKETED.finditer(part.text):
                if _is_name(found["name"], lexicon):
                    yield SlipError(
                        part.at + found.start(), f"“{found[0]}”会照印，不是数", found[0], f"{{{found['name']}}}",
                        "名称要写在花括号里",
                    )  # fmt: skip


def _is_name(text: str, lexicon: Lexicon) -> bool:
    first = re.split("[：:]", text)[0]
    return text in lexicon.amounts or (first != text and first in lexicon.amounts) or text in lexicon.fixed


def mark_doubts(parts: Sequence[Part]) -> Iterator[Doubt]:
    """Brackets without their other half, and courses of many periods."""
    opened: list[int] = []
    alone: list[tuple[int, str]] = []
    for plain in _plain(parts):
        for half in _ROUND.finditer(plain.text):
            if half[0] in "（(":
                opened.append(plain.at + half.start())
            elif opened:
                opened.pop()
            elif not _NUMBERED.search(plain.text[: half.start()]):
                alone.append((plain.at + half.start(), "）"))
        for course in _COURSE.finditer(plain.text):
            advice = f"会逐期变的不写在这里；确是这样的写成{{“{course[0]}”}}"
            found = f"写“{course[0]}”，没有数说明几期都是这样"
            yield Doubt(plain.at + course.start(), "wording.course", "几期的走势没有出处", found, advice)
    alone += [(at, "（") for at in opened]
    for at, mark in alone:
        yield Doubt(at, "wording.bracket", "括号只有一半", f"“{mark}”没有配对的另一半", "补上，或删去")


def _every(parts: Sequence[Part]) -> Iterator[Part]:
    """All parts, those within clauses and patterns too."""
    for part in parts:
        yield part
        if isinstance(part, Clause):
            yield from _every((*part.parts, *part.otherwise))
        elif isinstance(part, Bracketed):
            yield from _every(part.parts)
        elif isinstance(part, Named) and part.pattern is not None:
            yield from _every(part.pattern)


def _plain(parts: Sequence[Part]) -> Iterator[Plain]:
    """The writer's words of a paragraph in their order, with those of clauses; what is said otherwise stands alone."""
    for part in parts:
        if isinstance(part, Clause):
            yield from _plain(part.parts)
        elif isinstance(part, Plain):
            yield part
