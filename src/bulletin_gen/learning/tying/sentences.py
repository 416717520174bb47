"""A bulletin's sentences with names in braces where the orders give the numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from bulletin_gen.learning.reading.printedcells import styles_of
from bulletin_gen.learning.tying.derived import Derived
from bulletin_gen.learning.tying.gradelists import GradeLists
from bulletin_gen.learning.tying.labelled import Labelled, label_before
from bulletin_gen.learning.tying.namedorders import NamedOrders
from bulletin_gen.learning.tying.paragraph import Tie, WorkParagraph, before
from bulletin_gen.learning.tying.shares import Shares
from bulletin_gen.learning.tying.totals import KnownNumber, Totals
from bulletin_gen.learning.tying.unitlists import UnitLists
from bulletin_gen.learning.tying.valuelists import ValueLists
from bulletin_gen.learning.tying.valuetops import ValueTops
from bulletin_gen.leaves.numbers import format_number

_COUNT = re.compile(r"(?<![\d.\[〔【A-Za-z])(\d+)(?=件|起|个?工单|人次|次|宗|条)")
_PERCENT = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)[%％](?!以[上下])")
_ANY = re.compile(r"\d+(?:\.\d+)?[%％]?")
_CHANGE = re.compile(
    r"[，、（(]?(较上[月周期]同比|同比|环比|较上[月周期季年](?:同期)?|比上[月周期季年](?:同期)?|较去年同期|与上[月周]相比)"
    r"(?:上升|下降|增长|增加|减少|提高|降低|上涨|下滑|回落|提升)了?(\d+(?:\.\d+)?)(%|％|个百分点|件)[）)]?"
)
_UP = ("上升", "增长", "增加", "提高", "提升", "上涨")
_VERB = re.compile("|".join((*_UP, "下降", "减少", "降低", "下滑", "回落")))
#: A rate held against another's: 比全市平均值高7.05%.
_AGAINST = re.compile(
    r"(?P<lead>[，、（(]?)(?P<words>[较比与]?(?P<base>[\u4e00-\u9fff]{0,8}(?:平均|均值|目标值?))(?:值|水平|线)?相?比?)"
    r"(?P<way>高出?|低于?|上升|下降|提高|降低)了?(?P<number>\d+(?:\.\d+)?)(?:个百分点|百分点|[%％])(?P<closing>[）)]?)"
)
_LESS = re.compile(r"低|下降|降")
#: The changes of several rates that are named before: 结案率、按期结案率分别较上月提升3.67、3.56个百分点.
_RESPECTIVE = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{2,10}率(?:[、和][\u4e00-\u9fff]{2,10}率)+)(?P<words>分别(?:较|比)?(?P<kind>上[月周期季年](?:同期)?|去年同期|同比|环比))"
    r"(?:上升|下降|增长|增加|减少|提高|降低|提升|上涨|下滑|回落)了?(?P<numbers>\d+(?:\.\d+)?(?:个百分点|[%％])?(?:[、和]\d+(?:\.\d+)?(?:个百分点|[%％])?)+)"
)
_NUMBERING = re.compile(r"^\d{1,2}[.、．]")
#: A share that stands so near behind a list is of it.
_NEXT = 16


class Writer(Struct):
    """Turns paragraphs into sentences with names; what it needs of rules it adds to those of ``totals``. ``figures``:
    numbers that people have to give."""

    totals: Totals
    lists: UnitLists
    graded: GradeLists
    named: NamedOrders
    ties: list[Tie]
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)

    def paragraph(self, text: str) -> str:
        """``text`` with names for its numbers; as it is where none of them is known."""
        work = WorkParagraph(text)
        values = ValueLists(self.totals, self.ties)
        values.put(work)
        ValueTops(self.totals, values, self.ties).put(work)
        self.graded.put(work)
        self.named.put(work)
        self.lists.put(work)
        self._totals(work)
        self._changes(work)
        self._respective(work)
        self._against(work)
        if not work.taken:
            self.ties += [
                Tie(found[0], "", "不是工单里的数，或认不出", text)
                for found in _ANY.finditer(text)
                if _says(text, found)
            ]
            return text
        self._rest(work)
        return work.written()

    def _totals(self, work: WorkParagraph) -> None:
        numbers = [*_COUNT.finditer(work.text), *_PERCENT.finditer(work.text)]
        for found in sorted(numbers, key=lambda each: each.start()):
            if not work.free(*found.span()) or self._is_change(work, found.start()):
                continue
            percent = found[0].endswith(("%", "％"))
            near = before(work.text, found.start())
            hit = self._share_of_list(work, found) if percent and "占" in near else None
            hit = hit or (self._share_of_count(work, found) if percent and "占" in near else None)
            # A count is what its own label says; a rate first of all of the counts that its sentence has named.
            hit = hit or (None if percent else self._labelled(work, found, percent=False))
            hit = hit or self.totals.best(found[1] + ("%" if percent else ""), near, percent=percent)
            hit = hit or self._derived(work, found, percent=percent)
            hit = hit or (self._labelled(work, found, percent=True) if percent else None)
            hit = hit or (self._share_of_count(work, found) if percent and "占" not in near else None)
            if hit is not None:
                work.put(*found.span(), hit.name)
                self.ties.append(Tie(found[0], hit.name, hit.how, work.text))

    def _labelled(self, work: WorkParagraph, found: re.Match[str], *, percent: bool) -> KnownNumber | None:
        """A number that its own label tells."""
        label, named = label_before(work.text, found.start()), work.names_before(found.start())
        if not label:
            near = before(work.text, found.start())
            return None if percent else Labelled(self.totals).sum(int(found[1]), near, named)
        if percent:
            return Labelled(self.totals).rate(found[0].replace("％", "%"), label, named)
        return Labelled(self.totals).count(int(found[1]), label, named)

    def _derived(self, work: WorkParagraph, found: re.Match[str], *, percent: bool) -> KnownNumber | None:
        """A number made of one before it in the paragraph."""
        named = work.names_before(found.start())
        if percent:
            return Derived(self.totals).rate(found[0].replace("％", "%"), work.text, found.start(), named)
        return Derived(self.totals).count(int(found[1]), work.text, found.start(), named)

    def _share_of_list(self, work: WorkParagraph, found: re.Match[str]) -> KnownNumber | None:
        """What the units of a list just before have of all."""
        for end, name, whole in work.listed:
            if 0 <= found.start() - end <= _NEXT:
                for rule, base, orders, handed in self.totals.bases:
                    size = self.totals.size(rule, orders=orders, handed=handed)
                    for style in styles_of([found[0]], percent=True):
                        if size and format_number(Fraction(whole, size), style) == found[0].replace("％", "%"):
                            return KnownNumber(f"{{{name}：占{base}}}", found[0], (), f"名单里的单位占{base}")
        return None

    def _share_of_count(self, work: WorkParagraph, found: re.Match[str]) -> KnownNumber | None:
        """What the count right before has of another."""
        ended = [(end, words) for _, end, words in work.taken if end <= found.start()]
        end, words = max(ended, default=(0, ""))
        if not re.fullmatch(r"\{[^：{}]+\}", words):
            return None
        between, named = work.text[end : found.start()], work.names_before(found.start())
        return Shares(self.totals).of_count(found[0].replace("％", "%"), between, words[1:-1], named)

    def _is_change(self, work: WorkParagraph, place: int) -> bool:
        return any(match.start() <= place < match.end() for match in _CHANGE.finditer(work.text))

    def _changes(self, work: WorkParagraph) -> None:
        """A change of the number named last before it; its base is another period's, which is not at hand."""
        for found in _CHANGE.finditer(work.text):
            name = work.name_before(found.start())
            if name is None or not work.free(*found.span()) or not self._follows(work, found.start()):
                continue
            kind = _kind(found[1])
            lead = found[0][0] if found[0][0] in "，、（(" else ""
            closing = found[0][-1] if found[0][-1] in "）)" else ""
            name = name.removeprefix("日均")
            self._say_as(found[0])
            work.put(*found.span(), f"【{lead}{found[1]}{{{name}：{kind}}}{closing}】")
            self.ties.append(Tie(found[2] + found[3], f"{{{name}：{kind}}}", f"{kind}，基数要由您提供", work.text))

    def _say_as(self, change: str) -> None:
        """Changes are said as the text says them: 提高1.2个百分点, 增加3%."""
        verb = _VERB.search(change)
        if verb is None:
            return
        kind = "" if "百分点" in change else "counts_"
        number = re.search(r"\d+(?:\.\d+)?(?=[%％])", change)
        if number is not None:
            style = self.totals.zeros or next(styles_of([number[0] + "%"], percent=True))
            if (named := self.totals.rules.style(style)) != "rate":
                self.totals.rules.words.setdefault("change_style", named)
        self.totals.rules.words.setdefault(kind + ("rise" if verb[0] in _UP else "fall"), verb[0])

    def _respective(self, work: WorkParagraph) -> None:
        """The changes of several rates that the paragraph has named, one after the other."""
        for found in _RESPECTIVE.finditer(work.text):
            said = re.split("[、和]", found["names"])
            printed = re.findall(r"\d+(?:\.\d+)?", found["numbers"])
            rates = [work.named_as(each, found.start()) for each in said]
            if len(said) != len(printed) or "" in rates or not work.free(*found.span()):
                continue
            kind = _kind(found["kind"])
            lead = "，" if work.text[found.start() - 1 : found.start()] == "，" else ""
            names = [f"{{{rate}：{kind}}}" for rate in rates]
            words = f"【{lead}{found['names']}{found['words']}{'、'.join(names)}】"
            work.put(found.start() - len(lead), found.end(), words)
            self.ties += [
                Tie(number, name, f"{kind}，基数要由您提供", work.text)
                for number, name in zip(printed, names, strict=True)
            ]

    def _against(self, work: WorkParagraph) -> None:
        """A rate held against another office's, which people give; of this period it follows from what is printed."""
        for found in _AGAINST.finditer(work.text):
            name = work.name_before(found.start())
            if name not in self.totals.rules.rates or not work.free(*found.span()):
                continue
            printed = next((tie.printed for tie in reversed(self.ties) if tie.name == f"{{{name}}}"), "")
            if not printed.endswith("%"):
                continue
            off = Decimal(found["number"]) * (-1 if _LESS.search(found["way"]) else 1)
            base = found["base"]
            bases = self.totals.rules.bases.setdefault(base, {})
            bases[name] = f"{Decimal(printed.removesuffix('%')) - off}%"
            said = f"{{{name}：较{base}：高、低}}"
            work.put(*found.span(), f"【{found['lead']}{found['words']}{said}{found['closing']}】")
            self.ties.append(Tie(found["number"] + "%", said, f"与{base}比，{base}要由您提供", work.text))

    def _follows(self, work: WorkParagraph, place: int) -> bool:
        """Whether the last number before a change is one that has a name: of another's change nothing is known."""
        numbers = [*_COUNT.finditer(work.text, 0, place), *_PERCENT.finditer(work.text, 0, place)]
        own = [each for each in numbers if not self._is_change(work, each.start())]
        last = max(own, key=lambda each: each.start(), default=None)
        return last is not None and not work.free(*last.span())

    def _rest(self, work: WorkParagraph) -> None:
        """Numbers that the orders do not give become figures that people give; dates and names stay as they are."""
        for start, end in self.lists.left(work):
            name = self._figure("名单", work.text[start:end])
            work.put(start, end, f"{{{name}}}")
            self.ties.append(Tie(work.text[start:end], "", f"名单要由人每期提供（{name}）", work.text))
        for found in _ANY.finditer(work.text):
            if not work.free(*found.span()):
                continue
            if _NUMBERING.match(work.text) and not found.start():
                work.put(0, found.end() + 1, f"{found[0]}.")  # the program numbers such paragraphs anew
                continue
            after, before = work.text[found.end() : found.end() + 2], work.text[: found.start()]
            if (
                after.startswith(tuple("年月日号时"))
                or re.search(r"[第前]$|[A-Za-z〔\[]$", before)
                or found[0] == "12345"
            ):
                work.put(*found.span(), found[0] if found[0] == "12345" else f"{{“{found[0]}”}}")
                continue
            name = self._figure(before, found[0])
            work.put(*found.span(), f"{{{name}}}")
            self.ties.append(Tie(found[0], "", f"要由人每期提供（{name}）", work.text))

    def _figure(self, before: str, number: str) -> str:
        words = re.findall(r"[\u4e00-\u9fff]+", before.split("，")[-1].split("。")[-1])
        stem = (words[-1] if words else "数")[-8:]
        stem = "占比" if stem in ("占", "占比", "约占") else stem
        name, count = f"提供{stem}", 2
        while name in self.figures or name in self.totals.rules.measures:
            name, count = f"提供{stem}{count}", count + 1
        self.figures[name] = {"text": number, "source": "上一期通报里的数，每期由人提供"}
        return name


def _kind(words: str) -> str:
    """Which change words speak of: 去年同期 is 同比, 较上月同比 is 环比."""
    return "同比" if re.search(r"^同比|同期|年", words) else "环比"


def _says(text: str, found: re.Match[str]) -> bool:
    """Whether a number says something: not a hotline's, a date's, or one that numbers paragraphs."""
    after, lead = text[found.end() : found.end() + 1], text[: found.start()]
    listed = re.match(r"[.．]\D", text[found.end() :]) is not None
    told = found[0] not in ("12345", "12315") and after not in tuple("年月日号时、．")
    return told and not listed and not lead.endswith("第")
