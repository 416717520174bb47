"""Changes that a sentence prints: 环比增长5%, 较上月提高1.2个百分点, 增加83件; rates held against another office's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from bulletin_gen.learning.reading.printedcells import styles_of
from bulletin_gen.learning.tying.paragraph import Tie, WorkParagraph
from bulletin_gen.learning.tying.totals import Totals
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import Zeros

#: Verb → the one for the other way; the ways up first.
_OTHER = {
    "上升": "下降", "增长": "下降", "增加": "减少", "提高": "降低", "提升": "下降", "上涨": "下跌", "多": "少",
    "高": "低",
    "下降": "上升", "减少": "增加", "降低": "提高", "下滑": "上升", "回落": "上升", "下跌": "上涨", "少": "多",
    "低": "高",
}  # fmt: skip
_UP = ("上升", "增长", "增加", "提高", "提升", "上涨", "多", "高")
#: Beside these the usual word for the other way stays.
_USUAL = ("上升", "增长", "下降")
_VERBS = "|".join(_OTHER)
_PERIODS = r"(?:上[月周期季年](?:同期)?|上一?个?[月周期]|去年同期|上年同期|\{上期(?:月份)?\}份?|\{上年同期\}份?)"
_NUMBER = rf"(?P<verb>{_VERBS})了?(?P<number>\d+(?:\.\d+)?)(?P<unit>%|％|个百分点|百分点|件|起|条|宗)"
#: A change with what it is held against, or one more behind another: 较上周增加83件，上升5.2%.
CHANGE = late(
    rf"(?P<lead>[，、（(；]?)(?P<words>(?:较|比|与)?{_PERIODS}(?:同比|相比|比较)?[，、]?|同比|环比){_NUMBER}(?P<closing>[）)]?)"
)
_MORE = late(rf"(?P<lead>[，、（(]?)(?P<words>)(?:即)?{_NUMBER}(?P<closing>[）)]?)")
#: A change of a share, of which no number stands before it.
_OF_SHARE = late(r"占比$|比重$|占有率$")
#: A rate held against another's: 比全市平均值高7.05%.
_AGAINST = late(
    r"(?P<lead>[，、（(]?)(?P<words>[较比与]?(?P<base>[\u4e00-\u9fff]{0,8}(?:平均|均值|目标值?))(?:值|水平|线)?相?比?)"
    r"(?P<way>高出?|低于?|上升|下降|提高|降低)了?(?P<number>\d+(?:\.\d+)?)(?:个百分点|百分点|[%％])(?P<closing>[）)]?)"
)
_LESS = late(r"低|下降|降")
#: The changes of several rates that are named before: 结案率、按期结案率分别较上月提升3.67、3.56个百分点.
_RESPECTIVE = late(
    rf"(?P<names>[\u4e00-\u9fff]{{2,10}}率(?:[、和][\u4e00-\u9fff]{{2,10}}率)+)(?P<words>分别(?:较|比)?(?P<kind>{_PERIODS}|同比|环比))"
    rf"(?:{_VERBS})了?(?P<numbers>\d+(?:\.\d+)?(?:个百分点|[%％])?(?:[、和]\d+(?:\.\d+)?(?:个百分点|[%％])?)+)"
)


class Changes(Struct):
    """Names for changes; their bases are other periods', which are not at hand."""

    totals: Totals
    ties: list[Tie]

    def put(self, work: WorkParagraph, follows: Iterator[re.Match[str]]) -> None:
        """Puts names in place of the changes that follow a number with a name (``follows``: these changes)."""
        for found in follows:
            name = _amount_before(work, found.start())
            if name is None or not work.free(*found.span()) or _OF_SHARE.search(work.text[: found.start()]):
                continue
            kind = kind_of(found["words"])
            if not (said := self._said(name.removeprefix("日均"), kind, found)):
                continue
            self._put(work, found, said, kind)
            more = _MORE.match(work.text, found.end())
            if more is not None and (said := self._said(name.removeprefix("日均"), kind, more)):
                self._put(work, more, said, kind)
        self._respective(work)
        self._against(work)

    def _put(self, work: WorkParagraph, found: re.Match[str], said: str, kind: str) -> None:
        work.put(*found.span(), f"【{found['lead']}{found['words']}{said}{found['closing']}】")
        self.ties.append(Tie(found["number"] + found["unit"], said, f"{kind}，基数要由您提供", work.text))

    def _said(self, name: str, kind: str, found: re.Match[str]) -> str:
        """How the wording says the change of ``name``; "" where such a change is not of it (points of a count)."""
        is_rate = name in self.totals.rules.rates
        verb, unit, points = found["verb"], found["unit"], "百分点" in found["unit"]
        if (points and not is_rate) or (is_rate and unit in ("件", "起", "条", "宗")):
            return ""
        if unit not in ("%", "％") and not points:
            return f"{{{name}：{kind}：{unit}：{_pair(verb)}}}"
        words = self.totals.rules.words
        if is_rate and not points:
            words.setdefault("points", "%")
        if not self._digits(found["number"]):
            return ""  # there is one way to write changes: this one, of other digits, is people's
        kind_of_verb = "" if is_rate else "counts_"
        settled = words.setdefault(f"{kind_of_verb}{'rise' if verb in _UP else 'fall'}", verb)
        self.totals.rules.ways.add((is_rate, verb in _UP))
        if verb not in _USUAL:
            # The way that this month has not shown is said by the same pair of words: 降低 beside 提高.
            words.setdefault(f"{kind_of_verb}{'fall' if verb in _UP else 'rise'}", _OTHER[verb])
        return f"{{{name}：{kind}}}" if settled == verb else f"{{{name}：{kind}：{_pair(verb)}}}"

    def _digits(self, number: str) -> bool:
        """Changes are written as the text writes the first of them; whether this one can be."""
        rules = self.totals.rules
        style = self.totals.zeros or next(styles_of([number + "%"], percent=True))
        if rules.change is None:
            rules.change = style
            if (named := rules.style(style)) != "rate":
                rules.words.setdefault("change_style", named)
        places = len(number.partition(".")[2])
        kept = rules.change.zeros is Zeros.KEEP
        return places == rules.change.digits if kept else places <= rules.change.digits

    def _respective(self, work: WorkParagraph) -> None:
        """The changes of several rates that the paragraph has named, one after the other."""
        for found in _RESPECTIVE.finditer(work.text):
            said = re.split("[、和]", found["names"])
            printed = re.findall(r"\d+(?:\.\d+)?", found["numbers"])
            rates = [work.named_as(each, found.start()) for each in said]
            if len(said) != len(printed) or "" in rates or not work.free(*found.span()):
                continue
            kind = kind_of(found["kind"])
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


def changes_in(text: str) -> list[re.Match[str]]:
    """The changes that a text prints, with those that stand right behind another."""
    found: list[re.Match[str]] = []
    for each in CHANGE.finditer(text):
        found.append(each)
        if (more := _MORE.match(text, each.end())) is not None:
            found.append(more)
    return found


def kind_of(words: str) -> str:
    """Which change words speak of: 去年同期 is 同比, 较上月同比 is 环比."""
    return "同比" if re.search(r"^同比|同期|年", words) else "环比"


def _pair(verb: str) -> str:
    return f"{verb}、{_OTHER[verb]}" if verb in _UP else f"{_OTHER[verb]}、{verb}"


def _amount_before(work: WorkParagraph, place: int) -> str | None:
    """The name of the number put last before a place in the same sentence, of a single value too."""
    before = [one for one in work.taken if one[1] <= place and not one[2].startswith("【")]
    last = max(before, default=None)
    if last is None or "。" in work.text[last[1] : place]:
        return None
    return last[2][1:-1] if re.fullmatch(r"\{[^{}、]+\}", last[2]) and "：占比" not in last[2] else None
