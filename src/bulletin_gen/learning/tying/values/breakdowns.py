"""Breakdowns by the values of a column, as rules of a profile: found, or made where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.learning.finding.board import Rule
from bulletin_gen.learning.tying.totals import HANDED, Totals, word_of
from bulletin_gen.learning.tying.values.names import ListedValue
from bulletin_gen.leaves.numbers import NumberStyle, Zeros


class Breakdowns(Struct):
    """Adds them to the rules of ``totals``."""

    totals: Totals

    def measure(self, words: str, rule: Rule, *, handed: bool, orders: bool) -> str:
        """The name of the count that a list is of; ``words``: those that say what is counted."""
        for known, name, o, h in self.totals.bases:
            if (known.bits, o, h) == (rule.bits, orders, handed):
                return name
        said = HANDED.search(words) if handed else None
        word = said[0] if said else "交办" if handed else word_of(words, rule)
        return self.totals.new_base(rule, word, orders=orders, handed=handed).name[1:-1]

    def table_of(
        self,
        column: str,
        called: str,
        counted: tuple[Rule, bool, bool, int],
        base: tuple[str, NumberStyle] | None,
        run: Sequence[ListedValue],
        head: str,
        whole: str = "",
    ) -> str:
        """The breakdown whose members are the rows of a table; of the first few where it prints no others. ``head``:
        that of its counts; ``whole``: the share in its row of sums."""
        bits = self.totals.board.columns[column].values()
        some = sum(1 for each in bits if each & counted[0].bits)
        name = self.breakdown_of(column, called, counted, base, run, head, top=len(run) if len(run) < some else 0)
        if base and whole in ("100%", "100") and base[1].zeros is Zeros.KEEP:
            short = replace(base[1], zeros=Zeros.DROP)
            self.totals.rules.breakdowns[name]["total_style"] = self.totals.rules.style(short)
        return name

    def breakdown_of(
        self,
        column: str,
        called: str,
        counted: tuple[Rule, bool, bool, int],
        base: tuple[str, NumberStyle] | None,
        run: Sequence[ListedValue],
        words: str,
        top: int = 0,
    ) -> str:
        """The breakdown that has these values with these counts. ``words``: those that say what is counted."""
        rule, handed, orders, _ = counted
        measure = self.measure(words, rule, handed=handed, orders=orders)
        return self.breakdown(column, called, measure, base, run, top=top)

    def breakdown(
        self,
        column: str,
        called: str,
        measure: str,
        base: tuple[str, NumberStyle] | None,
        run: Sequence[ListedValue],
        top: int = 0,
    ) -> str:
        """The breakdown of a known measure; see ``breakdown_of``."""
        rule: dict[str, Any] = {"label": called, "measure": measure, "by": [column]}
        if top:
            rule["top"] = top
        if base and base[0] and base[0] != measure:
            rule["base"] = base[0]
        if base and (style := self.totals.rules.style(base[1])) != "rate":
            # Without their sign shares stand in tables alone.
            rule["table_style" if base[1].bare else "style"] = style
        if not top:
            # Named values are known in a month in which no order has them.
            rule["listed"] = [item.value for item in run]
        if not _falls(run):
            rule["order"] = "listed"
        if known := self._like(rule, run) or ("" if base or top else self._with_values(rule, run)):
            return known
        name = self.totals.rules.free(called)
        self.totals.rules.breakdowns[name] = rule | {"label": name}
        self.totals.rules.notes["breakdowns", name] = f"正文印出的{len(run)}项全部吻合"
        return name

    def _like(self, rule: Mapping[str, Any], run: Sequence[ListedValue]) -> str:
        """A breakdown with the same rule, to which the listed values are added where their order says nothing."""
        plain = {"label": "", "listed": []}
        for name, known in self.totals.rules.breakdowns.items():
            if "order" in rule or "order" in known or "top" in known:
                if known | {"label": ""} == dict(rule) | {"label": ""}:
                    return name
            elif known | plain == dict(rule) | plain:
                known["listed"] = list(dict.fromkeys([*known["listed"], *(item.value for item in run)]))
                return name
        return ""

    def _with_values(self, rule: Mapping[str, Any], run: Sequence[ListedValue]) -> str:
        """A breakdown of the same count that lists these values in this order, whatever it says of shares."""
        values = [item.value for item in run]
        for name, known in self.totals.rules.breakdowns.items():
            by_size = "order" not in known and _falls(run)
            listed = values if by_size else [value for value in known.get("listed", ()) if value in values]
            if (known["measure"], known["by"], listed) == (rule["measure"], rule["by"], values) and "top" not in known:
                return name
        return ""


def _falls(run: Sequence[ListedValue]) -> bool:
    """Whether values are listed by their counts, the largest first."""
    return all(one.count >= other.count for one, other in zip(run, run[1:], strict=False))
