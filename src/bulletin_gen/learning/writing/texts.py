"""A bulletin's text as a wording file and what people write beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.county.registry import Unit
from bulletin_gen.learning.finding.board import Board, Rule
from bulletin_gen.learning.finding.rates import RateRule
from bulletin_gen.learning.finding.tables import LearntTable
from bulletin_gen.learning.finding.wholes import is_doubtful, is_exact, is_off, wholes_of
from bulletin_gen.learning.phrasing.gradelists import GradeLists
from bulletin_gen.learning.phrasing.namedorders import NamedOrders
from bulletin_gen.learning.phrasing.sentences import Writer
from bulletin_gen.learning.reading.front import PERIOD_NAMES, FrontMatter, plain, with_period
from bulletin_gen.learning.reading.printedcells import styles_of, value_of
from bulletin_gen.learning.tying.paragraph import Tie
from bulletin_gen.learning.tying.totals import Totals
from bulletin_gen.learning.tying.unitlists import UnitLists
from bulletin_gen.learning.tying.unitnames import prose_names
from bulletin_gen.learning.tying.values.lists import ValueLists
from bulletin_gen.learning.tying.values.tables import TiedTable, ValueTables
from bulletin_gen.learning.writing.rules import LearntRules, label_of
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import NumberStyle, Zeros
from bulletin_gen.leaves.periods import Period
from bulletin_gen.proof.reading.publication import Passage

_HEADING = late(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])\S{2,28}$|^【.+】$")
_CAPTION, _NUMBERED_TABLE = 30, late(r"^附?表\d{1,2}")
_USUAL_DIGITS = 2
#: The text of a bulletin of which nothing but the annex is at hand.
_WITHOUT_TEXT = "现将{期间}热线办理情况通报如下。"
_RATE = late(r"率(?:为|达|达到|是)?(\d+(?:\.\d+)?%)")
#: What a name in braces cannot hold.
_UNNAMED = late(r"[：{}【】|]")
_NUMBER = late(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|【)|】$")


class Texts(Struct):
    """``wording``: 正文.txt; ``narrative``: narrative.md; ``figures``: numbers that people give; ``short``: how the
    text calls units; ``original``: line of the wording → the paragraph as it was published; ``named``: the same with
    the period's names in braces; ``spellings``: of units, as sentences may call them → the unit; ``tables``: those of
    categories within the text; ``missed``: the tables that no orders give."""

    wording: str
    narrative: str
    figures: dict[str, dict[str, Any]]
    ties: tuple[Tie, ...]
    short: dict[str, str]
    original: dict[int, str]
    slots: dict[int, str] = field(default_factory=dict)
    written: dict[str, list[str]] = field(default_factory=dict)
    tables: tuple[TiedTable, ...] = ()
    missed: tuple[str, ...] = ()
    named: dict[int, str] = field(default_factory=dict)
    spellings: Mapping[str, str] = {}

    @property
    def tied(self) -> int:
        """How many numbers of the text the orders give."""
        return sum(1 for tie in self.ties if tie.name)

    def counts(self, said: str) -> bool:
        """Whether a sentence of the wording has a number, or a name, that the orders give: not the period's own names,
        what stands as it stood, or what people give."""
        names = re.findall(r"\{([^{}“”：]+)", said)
        return any(
            name not in self.figures and name not in PERIOD_NAMES and name not in ("文字", "表") for name in names
        )

    def slot(self, row: int) -> str:
        """A name for what people write in place of a line of the wording."""
        return self.slot_of(row, self.original.get(row, ""))

    def slot_of(self, row: int, said: str) -> str:
        """A name for what people write in place of ``said``, a part of a line of the wording."""
        stem = name = f"{self.slots.get(row, '正文')}第{row}段"
        number = 2
        while name in self.written and self.written[name] != [said]:
            name, number = f"{stem}（{number}）", number + 1
        self.written[name] = [said]
        return name

    def with_given(self, lines: Sequence[str]) -> str:
        """narrative.md with the paragraphs that were given back."""
        asked = {name for line in lines for name in re.findall(r"\{文字：(.+?)\}", line)}
        return _narrative({name: paragraphs for name, paragraphs in self.written.items() if name in asked})


def texts_of(front: FrontMatter, writer: Writer, period: Period, units: Sequence[Unit]) -> Texts:
    """The wording file of ``front``'s text: sentences with names where the orders give their numbers, all other
    paragraphs as what people write, under the heading that they stand under."""
    rules = writer.totals.rules
    there = {order for order, _ in rules.placed}
    beside = ValueTables(ValueLists(writer.totals, writer.ties), [], [])
    beside.put([table for table in front.tables if table.order not in there])
    lines: list[str] = []
    original: dict[int, str] = {}
    slots: dict[int, str] = {}
    spoken: dict[int, str] = {}
    written: dict[str, list[str]] = {}
    heading = "正文"
    placed = sorted(rules.placed)
    orders = [table.order for table in front.tables]
    for passage in front.body:
        while placed and placed[0][0] < passage.order:
            lines.append(f"{{表：{placed.pop(0)[1]}}}")
        text = plain(passage.text)
        if _HEADING.match(text) and "。" not in text:
            heading = _UNNAMED.sub("", _NUMBER.sub("", text)) or heading
            lines.append(text)
            original[len(lines)], slots[len(lines)] = text, heading
            continue
        named = with_period(text, period)
        caption = _is_caption(text, passage, orders)
        said = re.sub(r"\d+", lambda found: f"{{“{found[0]}”}}", named) if caption else writer.paragraph(named)
        if said == named and not re.search(r"^现将.{0,60}如下", text) and not caption:
            if lines and lines[-1] == f"{{文字：{heading}}}":
                written[heading].append(text)
                continue
            name = heading if heading not in written else f"{heading}（{len(written) + 1}）"
            written.setdefault(name, []).append(text)
            heading = name
            said = f"{{文字：{name}}}"
        lines.append(said)
        original[len(lines)], slots[len(lines)], spoken[len(lines)] = text, heading, named
    lines += [f"{{表：{name}}}" for _, name in placed]
    lines = lines or [_WITHOUT_TEXT]
    texts = Texts(
        "\n".join(lines) + "\n",
        "",
        writer.figures,
        tuple(writer.ties),
        _short(front, writer, units),
        original,
        slots,
        written,
        tuple(beside.tied),
        tuple(beside.missed),
        spoken,
        writer.lists.units,
    )
    texts.narrative = _narrative(written)
    return texts


def _is_caption(text: str, passage: Passage, tables: Sequence[int]) -> bool:
    """Whether a short line without a number but the table's own stands right over or under a table."""
    beside = passage.order + 1 in tables or passage.order - 1 in tables
    return beside and len(text) <= _CAPTION and not re.search(r"[\d。；]", _NUMBERED_TABLE.sub("", text))


def _narrative(written: Mapping[str, Sequence[str]]) -> str:
    return "\n".join(f"# {name}\n\n" + "\n\n".join(paragraphs) + "\n" for name, paragraphs in written.items())


def _usual_style(front: FrontMatter) -> NumberStyle | None:
    """How most rates of the text are written, those that show no digits aside."""
    text = "".join(plain(each.text) for each in front.body).replace("％", "%")
    found = [each for each in _RATE.findall(text) if each not in ("100%", "0%")]
    digits = [len(each.rstrip("%").partition(".")[2]) for each in found]
    if not digits:
        return None
    usual = max(set(digits), key=digits.count)
    numbers = [each for each, size in zip(found, digits, strict=True) if size == usual]
    return next(style for style in styles_of(numbers, percent=True) if style.digits == usual)


def usual_of(front: FrontMatter) -> NumberStyle | None:
    """How all percentages of the text are written that show their digits, where that is not the usual way: it holds
    where no rule says how."""
    numbers = [each for each in _percentages(front) if "." in each]
    if len({len(each.partition(".")[2]) for each in numbers}) != 1:
        return None
    style = next(styles_of(numbers, percent=True))
    kept = _keeps_a_zero(numbers)
    style = style if kept else replace(style, zeros=Zeros.DROP)
    return style if style.digits != _USUAL_DIGITS or kept else None


def _with_zeros(front: FrontMatter) -> NumberStyle | None:
    """How all percentages of the text are written, where they keep their zeros (4.70% beside 2.15%)."""
    numbers = _percentages(front)
    if not _keeps_a_zero(numbers):
        return None
    style = next(styles_of(numbers, percent=True))
    return style if style.zeros is Zeros.KEEP else None


def _percentages(front: FrontMatter) -> list[str]:
    text = "".join(plain(each.text) for each in front.body).replace("％", "%")
    return re.findall(r"(?<![\d.])\d+(?:\.\d+)?%", text)


def _keeps_a_zero(numbers: Sequence[str]) -> bool:
    return any(re.search(r"\.\d*0%", number) for number in numbers)


def writer_of(
    front: FrontMatter,
    board: Board,
    tables: Sequence[LearntTable],
    rules: LearntRules,
    period: Period,
    units: Sequence[Unit],
    county: str,
) -> Writer:
    """What names the numbers of ``front``'s sentences by what ``tables`` have taught."""
    measures: dict[str, Rule] = {}
    rates: dict[str, RateRule] = {}
    doubtful, strict = is_doubtful(tables), is_off(tables)
    for table in tables:
        for head, found in table.chosen.found.items():
            name = label_of(head)
            known = found.rule is not None and is_exact(found, len(table.table.lines), doubtful=strict)
            if found.rule is not None and known and name in rules.measures and head not in table.sums:
                measures[name] = found.rule
        for head, rate in table.rates.items():
            known = rate.rule is not None and is_exact(rate, len(table.table.lines), doubtful=strict)
            if rate.rule is not None and known and label_of(head) in rules.rates:
                rates[label_of(head)] = rate.rule
    groups: dict[str, list[int]] = {}
    for place, unit in enumerate(board.units):
        group = next((each.group for each in units if each.name == unit), "")
        groups.setdefault(group, []).append(place)
    ties: list[Tie] = []
    placed = {name: tuple(places) for name, places in groups.items()}
    totals = Totals(board, rules, period.days, tables[0].chosen.part if tables else None, measures, rates)
    totals.usual, totals.zeros = _usual_style(front), _with_zeros(front)
    totals.beside, totals.doubtful = wholes_of(tables, rules.shown, len(units)), doubtful
    printed = [found.rule.style for table in tables for found in table.rates.values() if found.rule is not None]
    shown = {style.zeros for style in printed if style.digits}
    # One 17.40% in the text says that its own percentages keep their zeros, whatever the tables' rates do.
    rules.drops_zeros = shown == {Zeros.DROP} and not _keeps_a_zero(_percentages(front))
    names = _prose_names(board, units, county, "。".join(plain(each.text) for each in front.body))
    lists = UnitLists(board, names, placed, measures, totals, _scores(tables), ties)
    spans = {band.grade: (band.above, band.until) for table in tables for band in table.bands or ()}
    graded = GradeLists(names, _grades(tables), rules, ties, spans)
    return Writer(totals, lists, graded, NamedOrders(board, names, totals, ties), ties)


def _grades(tables: Sequence[LearntTable]) -> dict[str, str]:
    """Printed unit → its grade, where one table has grades that follow its scores."""
    graded = [table for table in tables if table.bands and table.grade_head]
    if len(graded) != 1:
        return {}
    table = graded[0].table
    cells = table.column(table.heads.index(graded[0].grade_head))
    return {line.name: cell for line, cell in zip(table.lines, cells, strict=True) if cell}


def _prose_names(board: Board, units: Sequence[Unit], county: str, text: str) -> dict[str, str]:
    """How sentences may call the units: as printed, without the region, and as the orders write them."""
    aliases = {name: unit.name for unit in units for name in unit.aliases if unit.name in board.units}
    return aliases | prose_names([*board.units], county, text)


def _scores(tables: Sequence[LearntTable]) -> tuple[Fraction, ...] | None:
    table = tables[0] if len(tables) == 1 else None
    if table is None or table.score is None or table.score.rule is None:
        return None
    cells = table.table.column(table.table.heads.index(table.score.head))
    return tuple(value_of(cell) for cell in cells)


def _short(front: FrontMatter, writer: Writer, units: Sequence[Unit]) -> dict[str, str]:
    """The shorter names by which the text itself calls units, where it never uses the full one."""
    text = "".join(plain(each.text) for each in front.body)
    short: dict[str, tuple[int, str]] = {}
    others = {name: unit.name for unit in units for name in unit.names}
    for name, unit in writer.lists.units.items():
        if name != unit and unit not in text and others.get(name, unit) == unit:
            short[unit] = max(short.get(unit, (0, "")), (text.count(name), name))
    return {unit: name for unit, (times, name) in short.items() if times}
