"""Shares of a count that a sentence has named: 直接答复190件，占17.87%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.learning.reading.printedcells import styles_of
from bulletin_gen.learning.tying.paragraph import Tie, WorkParagraph
from bulletin_gen.learning.tying.totals import KnownNumber, Totals
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import NumberStyle, format_number

#: What may stand between a count and its share: the unit, a comma, and of what it is a share.
_BETWEEN = late(
    r"^(?:件|起|条|宗|次|人次|个|个工单|工单)?[，、（(]?约?占(?:比|到|了)?([^，。；、\d]{0,14}?)(?:的|为|约)*$"
)
#: Words before the share of all listed values together, which is no share of the last.
TOGETHER = (
    "(?:以上|上述|这|前|各|几)?[一二三四五六七八九十]?[类项者种]?(?:问题|诉求|类别)?"
    "(?:合计|共计|总计|累计|一共|共占|总占|共)"
)
_OF_ALL = late(rf"[，、；]?(?:{TOGETHER}|占比?)[^，。；\d]{{0,12}}?(\d+(?:\.\d+)?[%％])")
#: A share that is called a rate by the name of its count: 当场办结269件，当场办结率26.2%.
_RATE = late(r"^(?:件|起|条|宗|次|人次|个|个工单|工单)?[，、（(](?:其中)?([\u4e00-\u9fff]{2,10})率(?:为|达到?|约)?$")
#: A share of so few orders is one of too many things.
_FEWEST = 3


class Shares(Struct):
    """Finds of what a printed share is: of the count right before it in another that the paragraph has named."""

    totals: Totals

    def of_count(self, printed: str, between: str, name: str, named: Sequence[str]) -> KnownNumber | None:
        """The rate of the count ``name`` in one of those ``named`` before it, or in another known total; ``between``:
        the words from the count to its share."""
        sizes = self._sizes()
        part = sizes.get(name, 0)
        words, rated = _BETWEEN.match(between), _RATE.match(between)
        if part < _FEWEST or not (words or (rated and rated[1] in name)):
            return None
        wholes = self._wholes(name, named, words[1], sizes) if words else self._taken_in(sizes)
        for whole in wholes:
            share = Fraction(part, sizes[whole])
            if (style := self.totals.settled(share, printed, self.totals.styles(printed))) is not None:
                return KnownNumber(
                    f"{{{self._rate(name, whole, style)}}}", printed, (), f"{name}占{whole}", percent=True
                )
        return None

    def of_first(self, work: WorkParagraph, end: int, top: str, count: int, whole: int) -> list[Tie]:
        """Puts the share that the first values of a list have together, right behind the list, which ends at ``end``
        and is called ``top``; ``count``: what they have together, ``whole``: of how many."""
        found = _OF_ALL.match(work.text, end)
        if found is None or not whole or not work.free(*found.span(1)):
            return []
        rules = self.totals.rules
        for style in styles_of([found[1]], percent=True):
            if format_number(Fraction(count, whole), style) != found[1].replace("％", "%"):
                continue
            if (named := rules.style(style)) != "rate":
                rules.breakdowns[top.partition("：")[0]].setdefault("style", named)
            work.put(*found.span(1), f"{{{top}：占比}}")
            return [Tie(found[1], f"{{{top}：占比}}", "所列各项合计的占比", work.text)]
        return []

    def _sizes(self) -> dict[str, int]:
        known = {name: self.totals.size(rule, orders=False, handed=True) for name, rule in self.totals.measures.items()}
        known |= {name: self.totals.size(rule, orders=o, handed=h) for rule, name, o, h in self.totals.bases}
        return known | self.totals.sizes

    def _wholes(self, part: str, named: Sequence[str], words: str, sizes: dict[str, int]) -> Iterator[str]:
        """The counts of which it may be a share: those that its words name, then those said before, the first first,
        then what the text has said to be taken in."""
        tried = [name for name in (*reversed(named), *sizes) if name in sizes]
        tried.sort(key=lambda name: not (words and name[:2] in words))
        told = dict.fromkeys(name for name in tried if name in named or (words and name[:2] in words))
        told |= {} if words else dict.fromkeys(self._taken_in(sizes))
        yield from (name for name in told if name != part and sizes[name] >= sizes[part])

    def _taken_in(self, sizes: dict[str, int]) -> Iterator[str]:
        """The totals that sentences have named without a condition: what was taken in."""
        yield from (name for rule, name, _, _ in self.totals.bases if not rule.atoms and name in sizes)

    def _rate(self, part: str, whole: str, style: NumberStyle) -> str:
        rules = self.totals.rules
        named = rules.style(style)
        rule = {"numerator": part, "denominator": whole} | ({"style": named} if named != "rate" else {})
        for known, rate in rules.rates.items():
            if {key: value for key, value in rate.items() if key != "label"} == rule:
                return known
        name = rules.free(f"{part}占{whole}的比重")
        rules.rates[name] = {"label": name} | rule
        rules.notes["rates", name] = "与正文印出的数相等"
        return name
