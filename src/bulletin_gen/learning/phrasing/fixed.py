"""What would stay as it was in a sentence whose numbers move: names that a ranking or a count chose, dates, changes and
numbers of which nothing is known. People give them each period, since as they stand they would be false in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from bulletin_gen.learning.phrasing.changes import changes_in
from bulletin_gen.learning.phrasing.namedorders import CLOSING, ORDER_NUMBER
from bulletin_gen.learning.reading.matching import any_of, by_stem
from bulletin_gen.learning.tying.paragraph import NUMBER, Tie, WorkParagraph, sentence_around
from bulletin_gen.learning.tying.totals import Totals
from bulletin_gen.learning.tying.unitlists import UnitLists
from bulletin_gen.learning.tying.unitnames import AMONG
from bulletin_gen.leaves.frugal import late

#: A year so near moves with the period: 与2023年同期相比.
_YEAR, _NEAR_YEARS = 4, 2
_NUMBERING = late(r"^\d{1,2}[.、．]")
#: Words that choose whom a sentence names: another month they choose others.
_CHOOSES = late(
    r"前[一二两三四五六七八九十\d]|后[一二两三四五六七八九十\d]+[位名个家]|最[多少大小高低好差快慢长短]|居首|首位|第[一二三四五六七八九十][，。：的是为位名]|"
    r"末位|倒数|垫底|其次|集中|突出|较[大多高低差少慢长]|偏[高低多少]|热点|排名|排在|靠[前后]|居前|全部|均[未为按已无]|低于|高于|超过|不足|"
    r"主要[是为有]|增幅|降幅|表扬|批评|点名|约谈"
)
_TOPICS = ("category_1", "category_2")
#: A number that belongs to a name before it.
_OWN_NUMBER = r"(?:[（(]?(?:[^，。；、\d（）()]{0,6})\d+(?:\.\d+)?(?:件|起|次|分|%|％|家|个|条)?[）)]?)?"
_JOINS = ("、", "，", "；", "和", "及", "与", "以及")
#: Behind such a number the words measure time or tell a threshold: they are the office's own rule.
_RULE_BEHIND = late(
    r"^(?:个)?(?:小时|工作日|天|分钟|年|日)(?:内|以[内上下]|之内)|^(?:件|分|个百分点|[%％])?以[上下]|^[时点]"
)
_RULE_BEFORE = late(r"(?:低于|高于|超过|不足|不到|未达|大于|小于|不低于|不高于|少于|多于)$")
#: So far behind a name may stand the number that is tied to it.
_LABELLED = 6
#: Words of the way in which something moved, with its number; 低于75% alone is a line, no way.
_WAY = late(
    r"(?:(?:缩短|延长|增加|减少|增长|上升|下降|提高|降低|提升|下滑|回落|上涨|回升|扩大|缩小)了?"
    r"|(?:高于|低于|高出)[^，。；、\d（）]{1,10}(?:（[^（）]*）)?)"
    r"\d+(?:\.\d+)?(?:个百分点|百分点|[%％]|件|起|天|小时|分|位)?"
)
#: So many characters before a number say to people which one it is.
_CONTEXT = 12
_OPENS = late(
    rf"(?:为|是|有|对|由|向|将|在|如|及|和|与|的|其中|[名位个家类]|{AMONG}|分别|包括|反映|涉及|最多|最少|主要)$"
)
_LITERAL_BEFORE = late(r"[第前后]$|[A-Za-z〔\[]$")


class Fixed(Struct):
    """Finds them and makes figures of them that people give. ``figures``: these figures, with those of before."""

    totals: Totals
    lists: UnitLists
    ties: list[Tie]
    figures: dict[str, dict[str, Any]]

    def put(self, work: WorkParagraph) -> None:
        """Puts the names of such figures in place of whatever would stay, in a paragraph that moves otherwise."""
        for found in changes_in(work.text):
            at = found.start("verb"), found.end("unit")
            if work.free(*at):
                self._give(work, *at, work.text[: found.start("verb")])
        for start, end in self._own_digits(work):
            work.put(start, end, f"{{“{work.text[start:end]}”}}")
        for start, end in (*self._orders(work), *self._names(work)):
            if work.free(start, end):
                self._give(work, start, end, "名单", "名单要由人每期提供")
        for found in _WAY.finditer(work.text):
            if work.free(*found.span()):  # which way it went is another month's too
                self._give(work, *found.span(), work.text[: found.start()])
        for found in NUMBER.finditer(work.text):
            if work.free(*found.span()):
                self._number(work, found)

    def _number(self, work: WorkParagraph, found: re.Match[str]) -> None:
        text, behind, before = work.text, work.text[found.end() :], work.text[: found.start()]
        if _NUMBERING.match(text) and not found.start():
            work.put(0, found.end() + 1, f"{found[0]}.")  # the program numbers such paragraphs anew
        elif found[0] == "12345":
            work.put(*found.span(), found[0])
        elif self._stays(found[0], before, behind):
            work.put(*found.span(), f"{{“{found[0]}”}}")
        elif re.match(r"[年月日号]", behind):
            self._give(work, *found.span(), "年份" if behind.startswith("年") else "日期")
        else:
            self._give(work, *found.span(), before)

    def _stays(self, number: str, before: str, behind: str) -> bool:
        """Whether a number is the office's own word: a threshold, a term, a law's date, a year long ago."""
        if before.rfind("《") > before.rfind("》"):
            return True
        if behind.startswith("年") and len(number) == _YEAR:
            period = self.totals.rules.period
            return period is None or abs(int(number) - period.year) > _NEAR_YEARS
        return bool(_RULE_BEHIND.match(behind) or _RULE_BEFORE.search(before) or _LITERAL_BEFORE.search(before))

    def _own_digits(self, work: WorkParagraph) -> Iterator[tuple[int, int]]:
        """Digits that are part of a name: 110 of 110转办, whose number behind it has a name."""
        names = {name for column in self.totals.board.columns.values() for name in column} | set(self.lists.units)
        some = [name for name in names if re.search(r"\d", name)]
        for found in re.finditer(any_of(some), work.text) if some else ():
            for digits in re.finditer(r"\d+", found[0]):
                at = found.start() + digits.start(), found.start() + digits.end()
                if work.free(*at) and _labels(work, found.end()):
                    yield at

    def _orders(self, work: WorkParagraph) -> Iterator[tuple[int, int]]:
        """Orders that a sentence names by their numbers, with the units before them: one list."""
        there = set(self.totals.board.orders)
        name = re.compile(any_of(self.lists.units)) if self.lists.units else None
        for sentence in re.finditer(r"[^。]+", work.text):
            ids = [each for each in ORDER_NUMBER.finditer(work.text, *sentence.span()) if each[0] in there]
            if not ids or not work.free(*ids[0].span()):
                continue
            first = name.search(work.text, sentence.start(), ids[0].start()) if name else None
            start = first.start() if first else ids[0].start()
            end = ids[-1].end() + bool(CLOSING.match(work.text, ids[-1].end()))
            yield (start, end) if work.free(start, end) else ids[0].span()

    def _names(self, work: WorkParagraph) -> Iterator[tuple[int, int]]:
        """Runs of units, and of values that sentences rank, with the numbers behind them."""
        topics = [name for column in _TOPICS for name in by_stem(self.totals.board.columns.get(column, {}))]
        for names in (self.lists.units, topics):
            for start, end in _runs(work, any_of(names)):
                first, last = sentence_around(work.text, start, end)
                if re.search(r"\d", work.text[start:end]) or _CHOOSES.search(work.text, first, last):
                    yield start, end

    def _give(self, work: WorkParagraph, start: int, end: int, before: str, how: str = "要由人每期提供") -> None:
        said = work.text[start:end]
        name = self._figure(before, said, work.text[:start])
        work.put(start, end, f"{{{name}}}")
        self.ties.append(Tie(said, "", f"{how}（{name}）", work.text))

    def _figure(self, before: str, text: str, context: str) -> str:
        words = re.findall(r"[\u4e00-\u9fff]+", re.split("[，。；、：{}]", before)[-1])
        stem = (words[-1] if words else "数")[-8:]
        stem = "占比" if stem in ("占", "占比", "约占") else stem
        name, count = f"提供{stem}", 2
        while name in self.figures or name in self.totals.rules.measures:
            name, count = f"提供{stem}{count}", count + 1
        said = re.split("[。；]", re.sub("[{}]", "", context))[-1][-_CONTEXT:]
        self.figures[name] = {"text": text, "source": f"每期由人提供；上一期通报里是“{said}{text}”"}
        return name


def _runs(work: WorkParagraph, said: str) -> Iterator[tuple[int, int]]:
    """Names that nothing was put for, one after the other: where each run begins and ends."""
    if not said:
        return
    name = re.compile(rf"(?P<bare>(?:{said})类?){_OWN_NUMBER}")
    run: list[tuple[int, int]] = []
    for found in name.finditer(work.text):
        span = found.span() if work.free(*found.span()) else found.span("bare")
        if not work.free(*span) or not _stands_alone(work.text[: span[0]]) or _labels(work, span[1]):
            continue
        if run and work.text[run[-1][1] : span[0]] not in _JOINS:
            yield run[0][0], run[-1][1]
            run = []
        run.append(span)
    if run:
        yield run[0][0], run[-1][1]


def _labels(work: WorkParagraph, end: int) -> bool:
    """Whether right behind a name stands a number that has a name: that one is tied to it."""
    after = [start for start, _, words in work.taken if 0 <= start - end <= _LABELLED and not words.startswith("{“")]
    return bool(after) and not re.search("[，。；、]", work.text[end : min(after)])


def _stands_alone(before: str) -> bool:
    """Whether what follows these words is no part of a longer word."""
    return not re.search(r"[\u4e00-\u9fff]$", before) or bool(_OPENS.search(before))
