"""What was found as a county's rules: a profile in Chinese, with the evidence behind each line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.learning.finding.board import Rule, is_yes_no
from bulletin_gen.learning.finding.counts import Found
from bulletin_gen.learning.finding.heads import FEWER_IS_BETTER
from bulletin_gen.learning.finding.rates import FoundRate, RateRule
from bulletin_gen.learning.finding.scores import FoundScore, ranked_within
from bulletin_gen.learning.finding.tables import LearntTable
from bulletin_gen.learning.finding.terms import TermSheet
from bulletin_gen.learning.reading.orders import OUTSIDE, Orders, SeenExports, kept_types
from bulletin_gen.learning.reading.printed import UnitTable
from bulletin_gen.learning.reading.printedcells import value_of
from bulletin_gen.learning.writing.placing import TablePlaces
from bulletin_gen.leaves.numbers import NumberStyle, Rounding, Zeros

_UNIT_OF_HEAD = re.compile(r"[（(](?:件|个|%|％|分|天|家|次)[)）]|[（()）/]")
_PLACE = re.compile("名次|排名|位次|排序")
_USUAL = NumberStyle(2, percent=True)


class LearntRules(Struct):
    """The parts of a profile as they come together. ``notes``: the evidence of each path; ``placed``: the
    tables that stand in the text, with their place there; ``missed``: titles of tables that were not learnt;
    ``excused``: orders that the text says nobody answers for; ``outside``: what it calls the units without a row;
    ``prose_order``: the groups as it names them, where that is not the annex's order;
    ``bases``: what other offices have (市平均 → rate → as printed); ``cut_ties``: lists of the first three name three,
    though the next has as much; ``words``: how it says that something rose or fell;
    ``drops_zeros``: the tables write 27% for 27.0%, and the text says nothing else; ``ranking``: of the units."""

    measures: dict[str, dict[str, Any]] = field(default_factory=dict)
    rates: dict[str, dict[str, Any]] = field(default_factory=dict)
    styles: dict[str, dict[str, Any]] = field(default_factory=dict)
    breakdowns: dict[str, dict[str, Any]] = field(default_factory=dict)
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    score: dict[str, Any] = field(default_factory=dict)
    grades: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[tuple[str, ...], str] = field(default_factory=dict)
    unit_figures: dict[str, dict[str, str]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    entries: list[tuple[str, Fraction]] = field(default_factory=list)
    placed: list[tuple[int, str]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    order_lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    excused: list[str] = field(default_factory=list)
    outside: str = OUTSIDE
    prose_order: list[str] = field(default_factory=list)
    bases: dict[str, dict[str, str]] = field(default_factory=dict)
    cut_ties: bool = False
    words: dict[str, str] = field(default_factory=dict)
    drops_zeros: bool = False
    ranking: dict[str, str] = field(default_factory=dict)

    def measure(self, rule: Rule, name: str, *, orders: bool = False, handed: bool = True) -> str:
        """The name of the measure with this rule, made where there is none. ``orders``: an order of several units
        counts once; ``handed``: only what was handed to a unit."""
        said = rule.said()
        if handed:
            said["where"] = {"dispatched": True} | said.get("where", {})
        if orders:
            said["count"] = "orders"
        key = repr(said)
        if key not in self.known:
            self.known[key] = name = _free(name, {*self.measures, *self.rates})
            self.measures[name] = {"label": name, **said}
        return self.known[key]

    def free(self, name: str) -> str:
        """The name, or it with a number where something else has it."""
        return _free(name, {*self.measures, *self.rates, *self.breakdowns})

    def free_table(self, head: str) -> str:
        """A name for a table under a head."""
        return _free(_table_name(head), {*self.tables, *self.lists})

    def style(self, style: NumberStyle) -> str:
        """The name of a style; the usual one has one already."""
        if self.drops_zeros and style.percent and style.zeros is Zeros.KEEP:
            style = replace(style, zeros=Zeros.DROP)
        if style == _USUAL:
            return "rate"
        rounding = {Rounding.HALF_UP: "", Rounding.DOWN: "舍去尾数", Rounding.HALF_EVEN: "五成双"}[style.rounding]
        name = (
            f"{'百分' if style.percent else ''}{style.digits}位{rounding}{'留零' if style.zeros is Zeros.KEEP else ''}"
        )
        self.styles[name] = {
            "digits": style.digits,
            "rounding": style.rounding.value,
            "zeros": style.zeros.value,
            "percent": style.percent,
        }
        return name


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}{number}", number + 1
    return free


def label_of(head: str) -> str:
    """A head as prose calls the number and rules name it: without its unit and brackets (数量(件) → 数量), and without
    digits before it (12345热线办结 → 热线办结)."""
    bare = re.sub(r"[^\u4e00-\u9fffA-Za-z0-9_]", "", _UNIT_OF_HEAD.sub("", head))
    return bare.lstrip("0123456789") or f"数{bare}" if bare else head


def add_tables(
    rules: LearntRules, learnt: LearntTable, parts: Sequence[UnitTable], titles: Sequence[str], shown: TablePlaces
) -> None:
    """The measures, rates, score and grades of what was learnt, and the printed tables that show them."""
    values = _counts(rules, learnt) | _rates(rules, learnt)
    if learnt.sheet is not None:
        values |= _sheet(rules, learnt, learnt.sheet)
    if learnt.score is not None:
        values |= _score(rules, learnt, values)
    for head in learnt.unknown:
        if (name := _supplied(rules, learnt, head)) is not None:
            values[head] = name
    values |= _ranked(rules, learnt, parts, values)
    for part, title in zip(parts, titles, strict=True):
        name = _free(_table_name(title), set(rules.tables))
        rules.tables[name] = table = _table(learnt, part, title, values, _serial(rules, part))
        if (first := shown.first_of(learnt, part)) is not None:
            head, chosen = first
            rules.lists[name] = {**chosen, "order": [f"-{values[head]}", "registered"]}
            rules.tables[name] = table = {"title": title, "rows": f"list.{name}", "columns": table["columns"]}
        if shown.in_text(part):
            rules.tables[name] = {key: value for key, value in table.items() if key != "title"} | {"place": "body"}
            rules.placed.append((part.order, name))


def _ranked(
    rules: LearntRules, learnt: LearntTable, parts: Sequence[UnitTable], values: Mapping[str, str]
) -> dict[str, str]:
    """The ranking behind a column of places: one among the others that follows the score or another number, or one in
    place of the units' numbers, in tables of one group each that go by their score."""
    table, score = learnt.table, learnt.score
    if learnt.rank_head:
        groups, ranks = [line.group for line in table.lines], table.column(table.heads.index(learnt.rank_head))
        heads = [*([score.head] if score else []), *(head for head in table.heads if head != learnt.rank_head)]
        for head in heads:
            within = ranked_within(ranks, table.column(table.heads.index(head)), groups) if head in values else ""
            if within:
                rules.ranking = {"by": values[head], "within": within}
                return {learnt.rank_head: "rank"}
    single = all(len({line.group for line in part.lines}) == 1 for part in parts)
    if score is not None and score.rule is not None and single and any(_PLACE.search(part.serial) for part in parts):
        rules.ranking = {"by": "score", "within": "group"}
    return {}


def _serial(rules: LearntRules, part: UnitTable) -> str:
    return "rank" if rules.ranking.get("within") == "group" and _PLACE.search(part.serial) else "serial"


def _counts(rules: LearntRules, learnt: LearntTable) -> dict[str, str]:
    values: dict[str, str] = {}
    for head, found in learnt.chosen.found.items():
        if found.rule is None:
            if (name := _supplied(rules, learnt, head)) is not None:
                values[head] = name
            continue
        values[head] = rules.measure(found.rule, label_of(head))
        rules.notes.setdefault(("measures", values[head]), evidence(learnt, found))
    return values


def evidence(learnt: LearntTable, found: Found | FoundRate | FoundScore) -> str:
    """How well a rule fits, in words."""
    lines = len(learnt.table.lines)
    missed = "、".join(learnt.table.lines[i].name for i in found.misses[:3])
    more = "等" if len(found.misses) > 3 else ""
    fits = f"{lines}个单位全部吻合" if not found.misses else f"{lines}个单位中{len(found.misses)}个不合：{missed}{more}"
    if not isinstance(found, FoundScore) and not found.telling:
        fits += "；各单位的数差别太小，不足以证明"
    return fits + (f"；另有{len(found.others)}种说法也吻合" if found.others else "")


def _rates(rules: LearntRules, learnt: LearntTable) -> dict[str, str]:
    values: dict[str, str] = {}
    some = [found.rule for head, found in learnt.rates.items() if found.rule and FEWER_IS_BETTER.search(head)]
    empties = {rule.empty for rule in some if rule.empty}
    # What one such rate prints without a base, the table's others of its kind will print too.
    usual = empties.pop() if len(empties) == 1 else None
    for head, found in learnt.rates.items():
        if found.rule is None:
            continue
        name = _free(label_of(head), {*rules.measures, *rules.rates})
        alike = bool(FEWER_IS_BETTER.search(head))
        rule = found.rule if found.rule.empty or not alike else replace(found.rule, empty=usual)
        rules.rates[name] = rate_of(rules, name, rule)
        rules.notes["rates", name] = evidence(learnt, found)
        values[head] = name
    return values


def rate_of(rules: LearntRules, name: str, rule: RateRule) -> dict[str, Any]:
    """A rate as a profile says it; its counts become measures."""
    stem = name.removesuffix("率")
    below = rules.measure(rule.denominator, f"{stem}基数")
    above = rules.measure(rule.numerator, f"{stem}件数")
    said: dict[str, Any] = {"label": name, "numerator": above, "denominator": below}
    if rule.complement:
        said["complement"] = True
    if (style := rules.style(rule.style)) != "rate":
        said["style"] = style
    return said | ({"empty": {"show": rule.empty}} if rule.empty else {})


def _score(rules: LearntRules, learnt: LearntTable, values: Mapping[str, str]) -> dict[str, str]:
    found = learnt.score
    if found is None:
        return {}
    if found.rule is None:
        name = _supplied(rules, learnt, found.head)
        return {found.head: name} if name else {}
    style = found.rule.style
    rules.score = {
        "from": "rounded" if found.rule.rounded else "exact",
        "terms": [
            {"rate": values[term.head], "points": term.points, **({"inverted": True} if term.inverted else {})}
            for term in found.rule.terms
        ],
        "digits": style.digits,
        **({"rounding": style.rounding.value} if style.rounding is not Rounding.HALF_UP else {}),
        **({"zeros": style.zeros.value} if style.zeros is not Zeros.DROP else {}),
    }
    rules.notes["score",] = evidence(learnt, found)
    made = {found.head: "score"}
    if learnt.bands:
        rules.grades = [
            {"grade": band.grade, **({"from": band.start} if band.start is not None else {})} for band in learnt.bands
        ]
        rules.notes["grades",] = "；".join(
            f"{band.grade}级从{band.start}起（印出的分数只说明在{band.above}以上、{band.until}以下）"
            for band in learnt.bands
            if band.start is not None
        )
        made[learnt.grade_head] = "grade"
    return made


def _sheet(rules: LearntRules, learnt: LearntTable, sheet: TermSheet) -> dict[str, str]:
    """A score sheet: each term by its rate, or by what people enter around the usual points."""
    values = {sheet.total: "score"}
    terms: list[dict[str, Any]] = []
    for term in sheet.terms:
        name = label_of(term.head)
        values[term.head] = f"term.{name}"
        if term.rate is None or term.rate.rule is None:
            terms.append(
                {"name": name, "label": name, "entries": {"kinds": ["加分", "扣分"], "base": _plain(term.base)}}
            )
            place = learnt.table.heads.index(term.head)
            for line in learnt.table.lines:
                if off := value_of(line.cells[place]) - (term.base or 0):
                    rules.entries.append((line.name, off))
            rules.notes["score",] = f"{name}不由工单算得：起评{_plain(term.base)}分，其余记在 adjustments.xlsx"
            continue
        rate = rules.free(name.removesuffix("得分") if name.endswith("率得分") else f"{name}的率")
        rule = term.rate.rule
        said = rate_of(rules, rate, replace(rule, style=_USUAL, empty=None))
        if rule.empty is not None:
            said["empty"] = {"show": "-", "score": "full" if value_of(rule.empty) == term.points else "zero"}
        rules.rates[rate] = said
        rules.notes["rates", rate] = evidence(learnt, term.rate)
        terms.append(
            {"name": name, "label": name, "rate": rate, "points": _plain(term.points), "digits": rule.style.digits}
        )
    rules.score = {"from": "exact", "terms": terms, "digits": max((t.get("digits", 0) for t in terms), default=0)}
    return values


def _plain(value: Fraction | None) -> int | str:
    number = value or Fraction(0)
    return int(number) if number.denominator == 1 else str(float(number))


def _supplied(rules: LearntRules, learnt: LearntTable, head: str) -> str | None:
    """A column that no orders give, as figures that people give for each unit; None where it holds no numbers."""
    place = learnt.table.heads.index(head)
    cells = {line.name: line.cells[place] for line in learnt.table.lines}
    if not all(re.fullmatch(r"-?\d+(?:\.\d+)?", cell) for cell in cells.values()):
        return None
    name = _free(label_of(head), {*rules.measures, *rules.rates})
    rules.measures[name] = {"label": name, "supplied": True, "by_unit": True}
    rules.notes["measures", name] = "没有找到由工单算出它的规则，先由人逐个单位提供"
    rules.unit_figures[name] = cells
    return name


def _table_name(title: str) -> str:
    return re.sub(r"\{.*?\}|[^\u4e00-\u9fffA-Za-z0-9]|^\d+", "", title) or "附表"


def _table(learnt: LearntTable, part: UnitTable, title: str, values: Mapping[str, str], serial: str) -> dict[str, Any]:
    columns = [{"head": part.group_head or "分组", "value": "group"}] if part.group_head else []
    columns += [{"head": part.serial, "value": serial}] if part.serial else []
    columns.append({"head": part.name_head, "value": "unit"})
    columns += [{"head": head, "value": values[head]} for head in part.heads if head in values]
    groups = list(dict.fromkeys(line.group for line in part.lines))
    table: dict[str, Any] = {"title": title, "groups": groups, "order": _order(learnt, values), "columns": columns}
    if part.totals:
        table["total"] = _total(part, values)
    return table


def _order(learnt: LearntTable, values: Mapping[str, str]) -> list[str]:
    order = ["group"]
    for key in learnt.order:
        sign, head = ("-", key[1:]) if key.startswith("-") else ("", key)
        if head == "registered" or head in values:
            order.append(sign + values.get(head, head))
    return order


def _total(part: UnitTable, values: Mapping[str, str]) -> dict[str, Any]:
    row = part.totals[-1]
    filled = [values[head] for head, cell in zip(part.heads, row.cells, strict=True) if cell and head in values]
    blanks = {
        cell
        for head, cell in zip(part.heads, row.cells, strict=True)
        if head in values and not any(c.isdigit() for c in cell)
    }
    total: dict[str, Any] = {"label": row.name or "合计"}
    if len(filled) < len(values):
        total["columns"] = filled
    return total | ({"blank": blanks.pop()} if len(blanks) == 1 and "" not in blanks else {})


def own_columns(rules: LearntRules, orders: Orders) -> dict[str, Any]:
    """The office's own columns that the rules ask for, as a profile defines them."""
    asked = {column for measure in rules.measures.values() for column in measure.get("where", {})}
    used = [name for name in orders.own if name in asked]
    yes_no = {name: is_yes_no(orders.frame[name].drop_nulls().unique().to_list()) for name in used}
    return {name: {"type": "yes_no" if yes_no[name] else "text"} for name in used}


def profile_of(
    rules: LearntRules,
    head: Mapping[str, Any],
    seen: SeenExports,
    own: Mapping[str, Any],
    groups: Sequence[str],
    cut_off: str,
    *,
    outside: bool,
) -> dict[str, Any]:
    """The whole profile, in the inner spelling. ``head``: kind, county, document; ``own``: the office's
    own columns that rules ask for; ``outside``: units without a row."""
    reading: dict[str, Any] = {"columns": dict(seen.columns), **kept_types(seen)} | (
        {"own_columns": dict(own)} if own else {}
    )
    if cut_off:
        reading["cut_off"] = cut_off
    if seen.ignored:
        reading["ignore_columns"] = list(seen.ignored)
    units: dict[str, Any] = {"groups": [{"name": name} for name in groups]}
    if rules.prose_order:
        units["prose_order"] = rules.prose_order
    if outside:
        units["outside"] = rules.outside
    wording = {**rules.words, **({"ties": "stop"} if rules.cut_ties else {})}
    parts = {
        "intake": reading, "units": units, "styles": rules.styles, "measures": rules.measures, "rates": rules.rates,
        "breakdowns": rules.breakdowns, "score": rules.score, "grades": rules.grades, "lists": rules.lists,
        "order_lists": rules.order_lists, "ranking": rules.ranking, "tables": rules.tables, "wording": wording,
    }  # fmt: skip
    return {**head, **{name: part for name, part in parts.items() if part}}
