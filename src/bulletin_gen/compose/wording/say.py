"""What a paragraph says in one period: names replaced by figures, clauses kept or fallen, lists written out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.compose.vocabulary import own_words
from bulletin_gen.compose.wording.changing import said_change
from bulletin_gen.compose.wording.digits import OwnNumbers
from bulletin_gen.compose.wording.lexicon import Lexicon, text_of
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.syntax import Bracketed, Clause, Named, Part, Plain, Verbatim, WrittenLine, place_in
from bulletin_gen.compose.wording.things import Amount, Change, Holder, Listing, Said, Thing, Weight
from bulletin_gen.compose.wording.walk import Walker
from bulletin_gen.facts.figure import CLOSE, MIDDLE, OPEN
from bulletin_gen.leaves.frugal import late
from bulletin_gen.tree import NUMBERING

#: Stands where a clause fell away until the sentence is whole. Clean text holds no control characters.
FALLEN = "\x01"

_BEFORE_MARK = late(f"[、，；]{FALLEN}+(?=[、，；。：])")
_AT_BEGINNING = late(f"(^|[。！？：\n]){FALLEN}+[、，；]")
_BEFORE_END = late(f"[、，；]{FALLEN}+$")
_MARKS_ALONE = late(f"(?:(?<=^)|(?<=[。！？])){FALLEN}+[。！？]")
_ONLY_MARKS = late(f"[{FALLEN}、，；。：！？\\s]*")
_RESPECTIVELY = late(r"(?:分别|依次)(?=(?:为|是|由|有|在)?：?$)")

_SEPARATOR = late(r"[、，；。/;,\s]+$")
_STOP = late(f"。(?={CLOSE}?$)")
_TIED = "（含并列）"


class Slots(Protocol):
    """What people wrote, slot by slot."""

    def __getitem__(self, slot: str) -> str: ...
    def __contains__(self, slot: object) -> bool: ...


class Speaker(Struct):
    """Says one paragraph after another; ``slips`` are those of the paragraph at hand."""

    lexicon: Lexicon
    walker: Walker
    own: OwnNumbers
    slots: Slots
    slips: list[SlipError] = field(default_factory=list)
    charts: Mapping[str, int] = field(default_factory=dict)  # what a sentence calls each chart → its number
    line: WrittenLine | None = None  # the paragraph at hand, where what lacks a base is to be told

    def paragraph(self, parts: Sequence[Part]) -> str:
        """The text of a paragraph with ids around its figures; what is wrong with it is in ``slips``."""
        said = self._parts(parts, self.lexicon.whole, clause=None)
        return tidied(said.text)

    def alone(self, part: Part) -> Said:
        """What one part of a sentence says by itself, before what clauses leave behind is tidied away; what is wrong
        with it is in ``slips``."""
        return self._checked(part, self.lexicon.whole, Said("", Weight.NEUTRAL))

    def _parts(self, parts: Sequence[Part], inside: Holder, clause: Clause | None) -> Said:
        pieces: list[str] = []
        weights: list[Weight] = []
        missing: list[tuple[Named, Said]] = []
        before = Said("", Weight.NEUTRAL)
        for part in parts:
            said = self._checked(part, inside, before)
            if said.one and pieces:
                pieces[-1] = without_respectively(pieces[-1])
            if said.weight is Weight.MISSING and isinstance(part, Named):
                missing.append((part, said))
            pieces.append(said.text)
            weights.append(said.weight)
            before = said
        self._refuse_missing(missing, weights, inside, clause)
        return Said("".join(pieces), _together(weights))

    def _refuse_missing(
        self, missing: list[tuple[Named, Said]], weights: list[Weight], inside: Holder, clause: Clause | None
    ) -> None:
        """Nothing may be missing outside of clauses, nor in one that stays for something else."""
        if clause is None or Weight.FULL in weights:
            self.slips += [_missing(named, said, inside, clause) for named, said in missing]

    def _checked(self, part: Part, inside: Holder, before: Said) -> Said:
        try:
            return self._part(part, inside, before)
        except SlipError as slip:
            self.slips.append(slip)
            return Said("", Weight.FULL)

    def _part(self, part: Part, inside: Holder, before: Said) -> Said:
        if isinstance(part, Plain):
            _refuse_twice(part, before)
            return Said(self.own.marked(_of_one(part.text, inside), part.at), Weight.NEUTRAL)
        if isinstance(part, Verbatim):
            return Said(own_words(part.text), Weight.NEUTRAL)
        if isinstance(part, Bracketed):
            return Said(f"【{self._parts(part.parts, inside, None).text}】", Weight.NEUTRAL)
        if isinstance(part, Clause):
            return self._clause(part, inside)
        return self._named(part, inside)

    def _clause(self, clause: Clause, inside: Holder) -> Said:
        said = self._parts(clause.parts, inside, clause)
        if said.weight is Weight.FULL:
            return Said(said.text, Weight.FULL)
        if said.weight is Weight.NEUTRAL:
            advice = "去掉这对【】；要照印括号的，里面不写名称"
            raise SlipError(clause.at, "【】里没有会落空的数", clause.written[:30], advice=advice)
        otherwise = self._parts(clause.otherwise, inside, None) if clause.otherwise else Said("", Weight.NONE)
        return Said(otherwise.text + ("" if otherwise.text else FALLEN), Weight.NONE)

    def _named(self, named: Named, inside: Holder) -> Said:
        first = named.steps[0].text
        if first == "文字" and len(named.steps) == 2:
            return self._written(named)
        if first == "图号" and len(named.steps) > 1:
            return self._chart_number(named)
        if first == "图" or (first == "表" and len(named.steps) == 2):
            raise SlipError(named.at, f"{{{first}：…}}要单独一段", named.written, advice="另起一行写")
        thing = self.walker.thing(named, inside)
        self._note_lacking(thing, named)
        if named.pattern is not None:
            return self._listing(self._as_list(thing, named), named, inside)
        return self._thing(thing, named, inside)

    def _note_lacking(self, thing: Thing, named: Named) -> None:
        """Enters what the braces hold against a base that does not know it."""
        lacking = thing.lacking if isinstance(thing, Listing) else () if isinstance(thing, Holder) else (thing.lacks,)
        for each in lacking if self.line is not None else ():
            if each is not None and self.line is not None:
                self.lexicon.facts.desk.lacking.append(replace(each, place=place_in(self.line, named.at)))

    def _chart_number(self, named: Named) -> Said:
        """图1, where the chart of that name, or of those words, stands in a paragraph of its own."""
        called = "：".join(step.text for step in named.steps[1:])
        if called not in self.charts:
            known = "、".join(self.charts)
            advice = "写另起一段的{图：…}里的那几个字" if known else "先另起一段写{图：…}"
            raise SlipError(named.at, f"正文里没有放“{called}”这张图", named.written, known, advice)
        return Said(f"图{OPEN}{NUMBERING}{MIDDLE}{self.charts[called]}{CLOSE}", Weight.NEUTRAL)

    def _written(self, named: Named) -> Said:
        slot = named.steps[1].text
        if slot not in self.slots:
            self.slots[slot]  # a slot that nobody wrote is told with the others
            return Said("", Weight.MISSING, reason=f"“{slot}”没有写内容")
        words = self.slots[slot]
        if "\n\n" in words:
            raise SlipError(
                named.at, f"“{slot}”有好几段，不能放在句子里", named.written, advice="单独一段写，或只写一段"
            )
        return Said(_STOP.sub("", words), Weight.FULL)

    def _as_list(self, thing: Thing, named: Named) -> Listing:
        if isinstance(thing, Listing):
            return thing
        if isinstance(thing, Holder) and thing.kind in ("group", "grade"):
            return Listing("units", thing.key, thing.inner, parent=thing, label=thing.called)
        raise SlipError(
            named.at, f"“{named.steps[-1].text}”不是名单，后面不能写每一项的样子", named.written,
            advice=f"要逐个列有它的单位，写{{单位：有{named.steps[-1].text}：{{单位}}…}}",
        )  # fmt: skip

    def _thing(self, thing: Thing, named: Named, inside: Holder) -> Said:
        if isinstance(thing, Amount):
            _refuse_beyond(thing, named)
            text = f"{thing.figure}{thing.ending}" if thing.figure is not None else ""
            ending = "%" if text_of(thing.figure).endswith("%") else thing.ending
            return Said(text, thing.weight, ending=ending, reason=thing.reason)
        if isinstance(thing, Change):
            return said_change(thing, self.lexicon.facts.desk.book)
        if isinstance(thing, Holder):
            return self._holder(thing, named, inside)
        return self._listing(thing, named, inside)

    def _holder(self, holder: Holder, named: Named, inside: Holder) -> Said:
        if holder.kind in ("group", "grade"):
            return self._listing(self._as_list(holder, named), named, inside)
        if holder.kind == "value" and holder.count is not None:
            return Said(str(holder.count), Weight.FULL if holder.count.value else Weight.NONE)
        if holder.name is None:
            raise SlipError(named.at, "“全部”后面要写是什么数", named.written, advice="如{全部：受理}")
        return Said(str(holder.name), Weight.NEUTRAL)

    # lists

    def _listing(self, listing: Listing, named: Named, inside: Holder) -> Said:
        printed = self._members(listing, named)
        if not printed:
            label = listing.label or named.steps[-1].text
            return Said(
                "", Weight.MISSING, reason=f"“{label}”{'都一样，没有靠后的' if listing.alike else '一个也没有'}"
            )
        separator = "\n\n" if listing.apart else _separator(named.pattern)
        if listing.apart and named.pattern is not None:
            mark = _separator(named.pattern, default="")
            printed = [each + mark for each in printed]
        shown = printed[: listing.shown] if listing.shown else printed
        others = "等" if len(shown) < len(printed) else ""
        tied = _TIED if listing.tied else ""
        return Said(separator.join(shown) + others + tied, Weight.FULL, one=len(printed) == 1, ending=others)

    def _members(self, listing: Listing, named: Named) -> list[str]:
        if named.pattern is None:
            return [str(each.name) for each in listing.members if each.name is not None]
        pattern = _without_separator(named.pattern)
        first, other = (_of_place(pattern, first=whether) for whether in (True, False))
        printed: list[str] = []
        for each in listing.members:
            said = tidied(self._parts(other if printed else first, each, None).text)
            printed += [said] if said else []
        return printed


#: Words of a pattern that only the first member says: 占〔受理总量的〕20%.
_FIRST_ONLY = late("〔([^〔〕]*)〕")


def _of_place(pattern: tuple[Part, ...], *, first: bool) -> tuple[Part, ...]:
    """A pattern as the first member says it, or one of the others."""
    return tuple(
        Plain(_FIRST_ONLY.sub(r"\1" if first else "", part.text), part.at)
        if isinstance(part, Plain)
        else Clause(_of_place(part.parts, first=first), part.otherwise, part.at, part.written)
        if isinstance(part, Clause)
        else part
        for part in pattern
    )


#: 各扣2分 is said of several.
_EACH = late("各(?=[扣加奖记])")


def _of_one(text: str, inside: Holder) -> str:
    """Words of a grade that one unit has: 扣6分, not 各扣6分."""
    return _EACH.sub("", text) if inside.kind == "grade" and len(inside.inner) == 1 else text


def _separator(pattern: tuple[Part, ...] | None, default: str = "、") -> str:
    """The marks at the end of a pattern: they stand between members."""
    if not pattern or not isinstance(pattern[-1], Plain):
        return default
    found = _SEPARATOR.search(pattern[-1].text)
    return found[0] if found else default


def _without_separator(pattern: tuple[Part, ...]) -> tuple[Part, ...]:
    last = pattern[-1] if pattern else None
    if not isinstance(last, Plain):
        return pattern
    kept = _SEPARATOR.sub("", last.text)
    return (*pattern[:-1], Plain(kept, last.at)) if kept else pattern[:-1]


def _together(weights: Sequence[Weight]) -> Weight:
    speaking = [weight for weight in weights if weight is not Weight.NEUTRAL]
    if not speaking:
        return Weight.NEUTRAL
    return Weight.FULL if Weight.FULL in speaking else Weight.NONE


def _missing(named: Named, said: Said, inside: Holder, clause: Clause | None) -> SlipError:
    whose = f"“{inside.called}”的" if inside.kind != "whole" else ""
    kind = f"{whose}“{named.written[:40]}”没有数"
    if clause is not None:
        advice = f"同一对【】里别的有数：给它自己的【】，如【，{named.written[:40]}】"
    else:
        advice = f"没有时整句可以不印的，把这句（连同前面的逗号）放进【】，可写“否则：…”，如【，{named.written[:40]}】"
    return SlipError(named.at, kind, said.reason, advice=advice)


def _refuse_beyond(amount: Amount, named: Named) -> None:
    """A share of more than the whole: what it is a share of does not hold it."""
    figure = amount.figure if amount.share else None
    if figure is not None and figure.value is not None and figure.value > 1:
        of = "÷".join(str(each) for each in (figure.numerator, figure.denominator) if each is not None)
        advice = "占的数要包括它：换一个，或两个数按一样的计（派单次数可以多于工单件数，计法: 工单 每件只计一次）"
        raise SlipError(named.at, "占比超过100%", f"{named.written}：{of}＝{figure.text}", "不超过100%", advice)


#: 等级 and the like begin no second 等.
_KINDS = ("等级", "等次", "等待", "等额")


def _refuse_twice(plain: Plain, before: Said) -> None:
    """% or 件 typed behind a figure that already brings it."""
    for ending in (before.ending, "％" if before.ending == "%" else ""):
        if ending and plain.text.startswith(ending) and not plain.text.startswith(_KINDS):
            what = "名单" if ending == "等" else "数"
            advice = f"删去后面的“{ending}”"
            raise SlipError(plain.at, f"前面的{what}已带“{before.ending}”", plain.text[:6], advice=advice)


def tidied(text: str) -> str:
    """``text`` without the marks that clauses left behind; untouched where none fell."""
    if FALLEN not in text:
        return text
    if _ONLY_MARKS.fullmatch(text):
        return ""
    text = _BEFORE_MARK.sub(FALLEN, text)
    text = _AT_BEGINNING.sub(r"\1", text)
    text = _MARKS_ALONE.sub("", text)
    text = _BEFORE_END.sub("", text)
    return text.replace(FALLEN, "")


def without_respectively(words: str) -> str:
    """分别为 → 为, before a list of one."""
    return _RESPECTIVELY.sub("", words)
