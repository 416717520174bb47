"""What was found as a county's rules: a profile in Chinese, with the evidence behind each line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from bulletin_gen.learning.finding.board import is_yes_no
from bulletin_gen.learning.finding.counts import Found, SumRule
from bulletin_gen.learning.finding.heads import FEWER_IS_BETTER
from bulletin_gen.learning.finding.rates import FoundRate, RateRule
from bulletin_gen.learning.finding.scoring.scores import FoundScore, PerItem, ScoreRule
from bulletin_gen.learning.finding.scoring.terms import TermSheet
from bulletin_gen.learning.finding.tables import LearntTable
from bulletin_gen.learning.reading.front import with_period
from bulletin_gen.learning.reading.orders import Orders, SeenExports, kept_types
from bulletin_gen.learning.reading.printed import SumLine, UnitTable
from bulletin_gen.learning.reading.printedcells import is_nothing, is_number, styles_of, value_of
from bulletin_gen.learning.writing.placing import TablePlaces
from bulletin_gen.learning.writing.rules import LearntRules, free_name, label_of, table_name
from bulletin_gen.leaves.numbers import Rounding, Zeros


def add_tables(
    rules: LearntRules, learnt: LearntTable, parts: Sequence[UnitTable], titles: Sequence[str], shown: TablePlaces
) -> None:
    """The measures, rates, score and grades of what was learnt, and the printed tables that show them."""
    values = _counts(rules, learnt) | _rates(rules, learnt)
    for head in learnt.unknown:
        if (name := _supplied(rules, learnt, head)) is not None:
            values[head] = name
    values |= _of_printed(rules, learnt, values)
    if learnt.sheet is not None:
        values |= _sheet(rules, learnt, learnt.sheet)
    if learnt.score is not None:
        values |= _score(rules, learnt, values)
    rules.shown |= {head: name for head, name in values.items() if "：" not in name}
    ranked = _ranked(rules, learnt, values)
    if ranked and learnt.rank_head:
        values[learnt.rank_head] = ranked
    serial = ranked if ranked and not learnt.rank_head else "serial"
    if left := [head for head in learnt.table.heads if head not in values]:
        rules.left_out.append((titles[0], tuple(left)))
    for part, title in zip(parts, titles, strict=True):
        rules.remarks += [f"表“{title[:30]}”的“{mean}”一行没有学会，生成的表里没有" for mean in part.means]
        name = free_name(table_name(title), set(rules.tables))
        rules.tables[name] = table = _table(rules, learnt, part, title, values, serial)
        if (first := shown.first_of(learnt, part)) is not None:
            head, chosen = first
            rules.lists[name] = {**_called(chosen, head, values), "order": [f"-{values[head]}", "registered"]}
            rules.tables[name] = table = {"title": title, "rows": f"list.{name}", "columns": table["columns"]}
        if shown.in_text(part):
            rules.tables[name] = {key: value for key, value in table.items() if key != "title"} | {"place": "body"}
            rules.placed.append((part.order, name))


def _called(chosen: Mapping[str, Any], head: str, values: Mapping[str, str]) -> dict[str, Any]:
    """A list's rule with the name of the count that it goes by in place of its head."""
    return {key: {values[head]: rule[head]} if key == "where" else rule for key, rule in chosen.items()}


def _ranked(rules: LearntRules, learnt: LearntTable, values: Mapping[str, str]) -> str:
    """The value behind a column of places, or behind places in place of the rows' numbers: ``rank`` where they follow
    a number of the table and no other table has another ranking; "" for another column."""
    if learnt.rank is None or learnt.ranked_by not in values:
        return ""
    ranking: dict[str, Any] = {"by": values[learnt.ranked_by], "within": learnt.rank.within}
    if learnt.rank.ties != "shared":
        ranking["ties"] = learnt.rank.ties
    if not learnt.rank.descending:
        ranking["descending"] = False
    if rules.ranking not in ({}, ranking):
        return ""
    rules.ranking = ranking
    return "rank"


def _counts(rules: LearntRules, learnt: LearntTable) -> dict[str, str]:
    values: dict[str, str] = {}
    for head, found in learnt.chosen.found.items():
        if head in learnt.sums:
            values[head] = called = free_name(label_of(head), {*rules.measures, *rules.rates})
            rules.measures[called] = {"label": called, **learnt.sums[head].said(), "where": {"dispatched": True}}
            rules.notes["measures", called] = f"{len(learnt.table.lines)}个单位全部吻合"
            continue
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
        name = free_name(label_of(head), {*rules.measures, *rules.rates})
        alike = bool(FEWER_IS_BETTER.search(head))
        rule = found.rule if found.rule.empty or not alike else replace(found.rule, empty=usual)
        rules.rates[name] = rate_of(rules, name, rule)
        rules.notes["rates", name] = evidence(learnt, found)
        values[head] = name
    return values


def _of_printed(rules: LearntRules, learnt: LearntTable, values: Mapping[str, str]) -> dict[str, str]:
    """Rates of two printed columns, by the names of these."""
    made: dict[str, str] = {}
    for head, found in learnt.printed.items():
        if found.upper in values and not found.lower and not found.complement:
            made[head] = f"{values[found.upper]}：占比"
            rules.column_styles[made[head]] = rules.style(found.style)
        if found.upper not in values or found.lower not in values:
            continue
        name = rules.free(label_of(head))
        said: dict[str, Any] = {"label": name, "numerator": values[found.upper], "denominator": values[found.lower]}
        if found.complement:
            said["complement"] = True
        said |= rules.styled(found.style)
        rules.rates[name] = said | ({"empty": {"show": found.empty}} if found.empty else {})
        rules.notes["rates", name] = f"每一行都等于“{found.upper}”除以“{found.lower}”"
        made[head] = name
    return made


def rate_of(rules: LearntRules, name: str, rule: RateRule) -> dict[str, Any]:
    """A rate as a profile says it; its counts become measures."""
    stem = name.removesuffix("率")
    below = rules.measure(rule.denominator, f"{stem}基数")
    above = rules.measure(rule.numerator, f"{stem}件数")
    said: dict[str, Any] = {"label": name, "numerator": above, "denominator": below}
    if rule.complement:
        said["complement"] = True
    said |= rules.styled(rule.style)
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
        ]
        + _per_item(rules, found.rule, values),
        "digits": style.digits,
        **({"rounding": style.rounding.value} if style.rounding is not Rounding.HALF_UP else {}),
        **({"zeros": style.zeros.value} if style.zeros is not Zeros.DROP else {}),
    }
    if found.rule.empty != "zero":
        for term in found.rule.terms:
            empty = rules.rates[values[term.head]].setdefault("empty", {})
            empty["score"] = found.rule.empty
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


def _per_item(rules: LearntRules, rule: ScoreRule, values: Mapping[str, str]) -> list[dict[str, Any]]:
    """Points for each order of a count; a unit without any has the base, which the first term says."""
    bases = [rule.base] + [Fraction(0)] * len(rule.items)
    return [
        {"measure": _counted(rules, item, values), "per_item": _plain(item.points)}
        | ({"points": _plain(base)} if base else {})
        for item, base in zip(rule.items, bases, strict=False)
    ]


def _counted(rules: LearntRules, item: PerItem, values: Mapping[str, str]) -> str:
    """The name of a count that points go by: a column's, or one of its own."""
    if item.rule is None:
        return values[item.head]
    if isinstance(item.rule, SumRule):
        name = rules.free(label_of(item.head))
        rules.measures[name] = {"label": name, **item.rule.said(), "where": {"dispatched": True}}
        return name
    return rules.measure(item.rule, label_of(item.head))


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
        said = rate_of(rules, rate, replace(rule, style=rules.usual, empty=None))
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
    name = free_name(label_of(head), {*rules.measures, *rules.rates})
    rules.measures[name] = {"label": name, "supplied": True, "by_unit": True} | _kept_zeros(rules, [*cells.values()])
    rules.notes["measures", name] = "没有找到由工单算出它的规则，先由人逐个单位提供"
    rules.unit_figures[name] = cells
    return name


def _kept_zeros(rules: LearntRules, cells: Sequence[str]) -> dict[str, str]:
    """The style of figures that people give, where all are printed with the same digits, zeros too: 98.0."""
    style = next(styles_of(cells, percent=False), None)
    kept = style is not None and style.digits > 0 and style.zeros is Zeros.KEEP
    return {"style": rules.style(style)} if style is not None and kept else {}


def _table(
    rules: LearntRules, learnt: LearntTable, part: UnitTable, title: str, values: Mapping[str, str], serial: str
) -> dict[str, Any]:
    columns = [{"head": part.group_head or "分组", "value": "group"}] if part.group_head else []
    columns += [{"head": part.serial, "value": serial}] if part.serial else []
    columns.append({"head": part.name_head, "value": "unit"})
    columns += [_column(rules, head, values[head]) for head in part.heads if head in values]
    groups = list(dict.fromkeys(line.group for line in part.lines))
    table: dict[str, Any] = {"title": title, "groups": groups, "order": _order(learnt, values), "columns": columns}
    if part.titled:
        table["group_rows"] = True
    if len(groups) > 1 and part.serials == tuple(str(i) for i in range(1, len(part.lines) + 1)):
        table["serial_from"] = "table"
    if part.subtotals:
        table["subtotal"] = _sums(rules, part, part.subtotals[0], title, values)
    if part.total is not None:
        table["total"] = _sums(rules, part, part.total, title, values)
    return table


def _column(rules: LearntRules, head: str, value: str) -> dict[str, str]:
    style = rules.column_styles.get(value, "rate")
    head = with_period(head, rules.period) if rules.period else head
    return {"head": head, "value": value} | ({"style": style} if style != "rate" else {})


def _order(learnt: LearntTable, values: Mapping[str, str]) -> list[str]:
    order = ["group"]
    for key in learnt.order:
        sign, head = ("-", key[1:]) if key.startswith("-") else ("", key)
        if head == "registered" or head in values:
            order.append(sign + values.get(head, head))
    return order


def _sums(rules: LearntRules, part: UnitTable, row: SumLine, title: str, values: Mapping[str, str]) -> dict[str, Any]:
    """A row of sums: of the columns that it fills, but those of given figures that it does not add up."""
    filled: list[str] = []
    for place, (head, cell) in enumerate(zip(part.heads, row.cells, strict=True)):
        if not cell or head not in values or is_nothing(cell):
            continue
        given = rules.measures.get(values[head], {}).get("supplied")
        lines = part.lines if row is part.total else [line for line in part.lines if line.group == row.group]
        printed = value_of(cell) if is_number(cell) else None
        if given and sum(value_of(line.cells[place]) for line in lines) != printed:
            rules.unsummed.append((title, head, cell))
            continue
        filled.append(values[head])
    blanks = {
        cell
        for head, cell in zip(part.heads, row.cells, strict=True)
        if head in values and not any(c.isdigit() for c in cell)
    }
    total: dict[str, Any] = {"label": row.label} | ({"first": True} if part.is_ahead(row) else {})
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
    taken: Mapping[str, Any],
    *,
    outside: bool,
) -> dict[str, Any]:
    """The whole profile, in the inner spelling. ``head``: kind, county, document; ``own``: the office's
    own columns that rules ask for; ``taken``: how the exports were taken; ``outside``: units without a row."""
    reading: dict[str, Any] = {"columns": seen.named, **kept_types(seen)} | ({"own_columns": dict(own)} if own else {})
    reading |= taken
    if seen.unread:
        reading["ignore_columns"] = list(seen.unread)
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
