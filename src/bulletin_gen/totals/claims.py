"""What a reader takes for the whole of a count: a number that says so, or parts that are added up.

A claim is made by what the profile says of a table or a list, never by whether its sum happens to fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.model import ScopeFacts
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import Count, Exact
from bulletin_gen.profile import Profile
from bulletin_gen.profile.document import TableRule
from bulletin_gen.totals.printed import Drawn, FiguredText, FigureSpot, PrintedFigures

#: Words by which a list says that it does not name all.
_SOME = late(
    r"居前|前[一二两三四五六七八九十0-9]+(?:位|名|项|个|类)|[较最][多大高低差]|主要|靠前|以上的|等(?:[0-9]|单位|问题|[。，；])"
)

#: The same in a table's title or in the name of its total: 十大热点, 前10位, 所列合计.
_FEW = late(
    r"[一二两三四五六七八九十0-9]大|前[一二两三四五六七八九十0-9]|[一二两三四五六七八九十0-9][位项个]|主要|所列|部分|重点"
)


class Claim(Struct, frozen=True):
    """Somebody adds up, or reads, ``value`` for all that ``scope`` (``total`` or a group) has of ``name``.

    ``told``: the place and what stands there; ``place`` alone; ``nearby``: what is said around it. ``covers``: the
    units (and ``outside``) whose counts are in it; ``values``: the breakdown whose values are. ``one``: one number.
    """

    scope: str
    name: str
    value: Exact
    place: str
    told: str
    nearby: str
    covers: frozenset[str] | None = None
    values: str = ""
    one: bool = False


def scope_and_name(figure: str) -> tuple[str, str]:
    """``units.某局.accepted`` → ``units.某局``, ``accepted``."""
    scope, _, name = figure.rpartition(".")
    return scope, name


class Claims(Struct, frozen=True):
    """Finds the claims of one bulletin."""

    printed: PrintedFigures
    facts: Facts
    profile: Profile

    def every(self) -> Iterator[Claim]:
        """All claims: what sentences say first, then what tables do."""
        for passage in self.printed.passages:
            yield from self._said(passage)
            yield from self._groups(passage)
            for start, end in passage.sentences():
                yield from self._listed(passage, start, end)
        yield from self._tables()

    def _said(self, passage: FiguredText) -> Iterator[Claim]:
        """The numbers of a passage that say what the whole, or a group, has."""
        for said in passage.figures:
            prefix, name = scope_and_name(said.figure)
            scope = _scope(prefix)
            value = self.facts.figures[said.figure].value if said.figure in self.facts.figures else None
            if scope and value is not None and self._known(name):
                told = f"{passage.place}“{passage.quote(said)}”"
                yield Claim(scope, name, value, passage.place, told, passage.words, one=True)

    def _known(self, name: str) -> bool:
        return name in self.profile.measures or name in self.profile.rates

    def _groups(self, passage: FiguredText) -> Iterator[Claim]:
        """All groups' counts in one passage."""
        names = {name for said in passage.figures for prefix, name in [scope_and_name(said.figure)] if _group(prefix)}
        every = {group.scope.key for group in self.facts.groups}
        for name in sorted(names & set(self.profile.measures)):
            told = {
                _group(scope_and_name(said.figure)[0]) for said in passage.figures if said.figure.endswith(f".{name}")
            }
            if len(every) > 1 and every <= told:
                value = _sum(group.scope.prose[name].value for group in self.facts.groups)
                covers = frozenset(unit.key for unit in self.facts.units)
                words = f"{passage.place}各组相加{_plain(value)}"
                yield Claim("total", name, value, passage.place, words, passage.words, covers)

    def _listed(self, passage: FiguredText, start: int, end: int) -> Iterator[Claim]:
        """Lists in a sentence after the number that they are parts of: 共37件，其中甲镇6件、…"""
        figures = passage.between(start, end)
        words = passage.words[start:end]
        for i, said in enumerate(figures):
            prefix, name = scope_and_name(said.figure)
            if (scope := _scope(prefix)) and name in self.profile.measures:
                after = figures[i + 1 :]
                for claim in (self._units(scope, name, after), self._values(scope, name, after)):
                    if claim and not _SOME.search(words):
                        yield _at(claim, passage)

    def _units(self, scope: str, name: str, after: Sequence[FigureSpot]) -> Claim | None:
        """The units of a list with what they have of one count."""
        covers = dict.fromkeys(filter(None, (_unit_of(said.figure, name, self.profile) for said in after)))
        members = [unit for unit in self.facts.units if scope in ("total", unit.group)]
        all_named = all(unit.key in covers for unit in members if _value(unit, name))
        if not covers or (len(covers) < 2 and not all_named):
            return None
        value = _sum(_value(self._member(key), name) for key in covers)
        return Claim(scope, name, value, "", f"列出的{len(covers)}个单位相加{_plain(value)}", "", frozenset(covers))

    def _member(self, key: str) -> ScopeFacts:
        outside = self.facts.outside
        return outside if key == "outside" and outside is not None else self.facts.unit(key)

    def _values(self, scope: str, name: str, after: Sequence[FigureSpot]) -> Claim | None:
        """The values of a breakdown with their counts."""
        for breakdown, rule in self.profile.breakdowns.items():
            ids = {said.figure for said in after}
            items = self.facts.breakdowns[breakdown].items
            shown = [item for item in items if item.count.id in ids]
            if scope == "total" and rule.measure == name and len(shown) > 1:
                value = _sum(item.count.value for item in shown)
                told = f"列出的{len(shown)}项相加{_plain(value)}"
                return Claim(scope, name, value, "", told, "", values=breakdown)
        return None

    def _tables(self) -> Iterator[Claim]:
        for table in self.printed.tables:
            if table.name in self.profile.tables:
                yield from self._table(table, self.profile.tables[table.name])
        yield from self._tables_together()

    def _table(self, table: Drawn, rule: TableRule) -> Iterator[Claim]:
        kind, name = rule.shape
        if kind == "breakdown":
            yield from self._value_table(table, rule, name)
        if kind not in ("units", "list"):
            return
        groups = self._groups_of(rule)
        scope = "total" if len(groups) == len(self.facts.groups) else groups[0] if len(groups) == 1 else ""
        for value in dict.fromkeys(column.value for column in rule.columns):
            if scope and self._known(value) and (kind == "units" or self._names_all(name, value)):
                yield from self._column(table, rule, scope, value)

    def _groups_of(self, rule: TableRule) -> list[str]:
        every = [group.scope.key for group in self.facts.groups]
        return [group for group in every if group in rule.groups] if rule.groups else every

    def _names_all(self, listed: str, name: str) -> bool:
        """Whether a list is by its rule of all units that have any of a count: 超期不少于1件."""
        rule = self.profile.lists[listed]
        bound = rule.where.get(name)
        only = bound is not None and len(rule.where) == 1 and not rule.top and not rule.groups
        return only and bound is not None and (bound.at_least == 1 or bound.above == 0)

    def _column(self, table: Drawn, rule: TableRule, scope: str, name: str) -> Iterator[Claim]:
        """A column's total, and its rows where they are not what the total says."""
        covers, told = self._rows(table, name), f"{table.place}的“{_head(rule, name)}”列"
        total = self.facts.figures.get(f"tables.{table.name}.total.{name}")
        shown = total is not None and f"tables.{table.name}.total.{name}" in table.cells
        if total is not None and shown and total.value is not None:
            words = f"{told}合计{total.text}"
            yield Claim(scope, name, total.value, table.place, words, table.notes, covers, one=True)
        if name in self.profile.measures and covers:
            value = _sum(_value(self._member(key), name) for key in covers)
            if not (total is not None and shown and total.value == value):
                yield Claim(scope, name, value, table.place, f"{told}各单位相加{_plain(value)}", table.notes, covers)

    def _rows(self, table: Drawn, name: str) -> frozenset[str]:
        covers = {unit.key for unit in self.facts.units if f"units.{unit.key}.{name}" in table.cells}
        if self.facts.outside and f"outside.{name}" in table.cells:
            covers.add("outside")
        return frozenset(covers)

    def _value_table(self, table: Drawn, rule: TableRule, breakdown: str) -> Iterator[Claim]:
        """A table of values: its 合计, and all its rows where nothing was cut off."""
        facts, name = self.facts.breakdowns[breakdown], self.profile.breakdowns[breakdown].measure
        columns = [column.value for column in rule.columns if column.value in ("count", name)]
        whole = f"breakdowns.{breakdown}.total" in table.cells
        cut = self.profile.breakdowns[breakdown].top and facts.rest is None
        if cut and _FEW.search(table.place + (rule.total.label if rule.total else "")):
            return
        if columns and (whole or not cut) and isinstance(facts.total.value, Count):
            words = f"{table.place}的“{_head(rule, columns[0])}”列{'合计' if whole else '相加'}{facts.total.text}"
            yield Claim("total", name, facts.total.value, table.place, words, table.notes, values=breakdown, one=whole)

    def _tables_together(self) -> Iterator[Claim]:
        """Tables of some groups each that have all groups between them."""
        parts = [table for table in self.printed.tables if self._partial(table)]
        names = dict.fromkeys(column.value for table in parts for column in self.profile.tables[table.name].columns)
        every = {group.scope.key for group in self.facts.groups}
        for name in (each for each in names if each in self.profile.measures):
            taken: list[Drawn] = []
            groups: set[str] = set()
            for table in parts:
                own = set(self._groups_of(self.profile.tables[table.name]))
                if self._rows(table, name) and not own & groups:
                    taken.append(table)
                    groups |= own
            if every <= groups and len(taken) > 1:
                yield self._together(taken, name)

    def _partial(self, table: Drawn) -> bool:
        rule = self.profile.tables.get(table.name)
        return rule is not None and rule.rows == "units" and len(self._groups_of(rule)) < len(self.facts.groups)

    def _together(self, tables: Sequence[Drawn], name: str) -> Claim:
        covers = frozenset().union(*(self._rows(table, name) for table in tables))
        value = _sum(_value(self._member(key), name) for key in covers)
        place = "、".join(table.place for table in tables)
        head = _head(self.profile.tables[tables[0].name], name)
        words = f"{place}的“{head}”列合起来{_plain(value)}"
        return Claim("total", name, value, place, words, "".join(table.notes for table in tables), covers)


def _scope(prefix: str) -> str:
    return "total" if prefix == "total" else _group(prefix)


def _group(prefix: str) -> str:
    return prefix.removeprefix("groups.") if prefix.startswith("groups.") else ""


def _unit_of(figure: str, name: str, profile: Profile) -> str:
    """The unit whose count of ``name`` a figure is, or ``outside``; "" where it is none."""
    prefix, last = scope_and_name(figure)
    if last == name:
        return "outside" if prefix == "outside" else prefix.removeprefix("units.") if "units." in prefix[:6] else ""
    if last == "count" and prefix.startswith("order_lists."):
        _, listed, unit = prefix.split(".", 2)
        return unit if profile.order_lists[listed].measure == name else ""
    return ""


def _value(scope: ScopeFacts, name: str) -> Count:
    figure = scope.table.get(name)
    return figure.value if figure is not None and isinstance(figure.value, Count) else 0


def _sum(values: Iterable[Exact | None]) -> Count:
    total: Count = sum((Fraction(value) for value in values if value is not None), Fraction())
    return int(total) if total.denominator == 1 else total


def _plain(value: Exact) -> str:
    return str(value) if isinstance(value, int) else f"{float(value):g}"


def _head(rule: TableRule, name: str) -> str:
    return "".join(next(column.head for column in rule.columns if column.value == name))


def _at(claim: Claim, passage: FiguredText) -> Claim:
    from msgspec.structs import replace

    return replace(claim, place=passage.place, told=f"{passage.place}{claim.told}", nearby=passage.words)
