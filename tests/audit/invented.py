"""Counties that nobody has: rules, units and dispatches drawn at random within what the models allow."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

START, END = datetime.fromisoformat("2024-05-01"), datetime.fromisoformat("2024-06-01")
CUT_OFF = END + timedelta(days=3)
SECOND = timedelta(seconds=1)
#: Where slips of one second show.
EDGES = [START - SECOND, START, END - SECOND, END, CUT_OFF - SECOND, CUT_OFF, CUT_OFF + SECOND, START - 9 * SECOND]
MOMENTS = ("accepted_at", "dispatched_at", "acknowledged_at", "deadline_at", "closed_at", "callback_at")
FLAGS = ("overdue_mark", "responded", "callback_connected", "dispatched", "closed", "closed_on_time", "overdue",
         "acknowledged_in_time", "excused")  # fmt: skip
WHOLES = ("extension_count", "rework_count", "returned_count", "handling_seconds", "handling_workdays")
OPINIONS = ("满意", "基本满意", "一般", "不满意")
TEXTS = {"result_opinion": OPINIONS, "category_1": ("甲", "乙", "丙", "其他"), "category_2": ("子", "丑", "寅"),
         "channel": ("电话", "微信"), "role": ("主办", "协办"), "status": ("办理中", "已办结")}  # fmt: skip
GROUPS = ("局", "镇", "企业")
OUTSIDE = "名册以外"


class County:
    """One invented county. ``rules`` is what its profile.yaml would hold."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)
        self.groups = list(GROUPS[: self.draw.randint(1, 3)])
        self.units = [(f"{group}{i}", group) for group in self.groups for i in range(self.draw.randint(0, 4))]
        self.units = self.units or [("局0", "局")]
        self.outside = OUTSIDE if self.draw.random() < 0.5 else ""
        self.styles = {f"s{i}": self.style() for i in range(4)}
        self.measures: dict[str, dict[str, Any]] = {}
        for i in range(self.draw.randint(4, 9)):
            self.measures[f"m{i}"] = self.measure(f"m{i}")
        self.measures["m0"] = {"time": "accepted_at"}  # there is something to ask of units
        self.supplied = {name: self.draw.randint(0, 50) for name, rule in self.measures.items() if "supplied" in rule}
        self.rates: dict[str, dict[str, Any]] = {"r0": {"numerator": "m0", "denominator": "m0"}}
        self.rates |= {f"r{i}": self.rate() for i in range(1, self.draw.randint(1, 5))}
        self.scores = {
            group: self.score() for group in self.draw.sample(self.groups, self.draw.randint(0, len(self.groups)))
        }
        if self.draw.random() < 0.6:
            self.scores["default"] = self.score()
        self.rules = self.profile()

    def some(self, chance: float, **keys: Any) -> dict[str, Any]:
        return keys if self.draw.random() < chance else {}

    def pick(self, values: Any) -> Any:
        return self.draw.choice(list(values))

    def sample(self, values: Any, most: int) -> list[Any]:
        values = list(values)
        return self.draw.sample(values, self.draw.randint(0, min(most, len(values))))

    def points(self, low: int = -100, high: int = 400) -> Decimal:
        return Decimal(self.draw.randint(low, high)) / 10

    def style(self) -> dict[str, Any]:
        return {
            "digits": self.draw.randint(0, 3),
            "rounding": self.pick(["half_up", "down", "half_even"]),
            "zeros": self.pick(["keep", "drop"]),
            "percent": self.draw.random() < 0.7,
        }

    def style_name(self) -> str:
        return str(self.pick([*self.styles, "rate"]))

    # ── measures and what is made of them ─────────────────────────────────────────────────────────────────────────

    def counted(self) -> list[str]:
        return [name for name, rule in self.measures.items() if not {"plus", "supplied"} & set(rule)]

    def measure(self, name: str) -> dict[str, Any]:
        kind = self.draw.random()
        if self.measures and kind < 0.12:
            return {"plus": [self.pick(self.measures) for _ in range(2)], "less": self.sample(self.measures, 2)}
        if kind < 0.17:
            return {"supplied": True}
        rule: dict[str, Any] = {"where": {column: self.condition(column) for column in self.columns()}}
        if self.draw.random() < 0.6:
            when = self.pick(["period"] * 3 + ["before", "until_end", "until_cut_off"])
            rule["time"] = {self.pick(MOMENTS): when}
        if self.counted():
            rule |= self.some(0.5, of=self.pick(self.counted()))
        rule |= self.some(0.3, assessed=True)
        kind = self.draw.random()
        if kind < 0.12:
            weights = [Decimal(self.draw.randint(0, 10)) / 10 for _ in OPINIONS]
            return rule | {"levels": dict(zip(OPINIONS, weights, strict=True))}
        if kind < 0.24:
            rule["sum"] = self.pick(WHOLES)
        return rule | self.some(0.35, count="orders")

    def columns(self) -> list[str]:
        return self.sample([*FLAGS, *TEXTS, *WHOLES, *MOMENTS, "excluded"], 2)

    def condition(self, column: str) -> Any:
        if column in (*FLAGS, "excluded"):
            return self.draw.random() < 0.7
        if column in WHOLES:
            # That a number of times is there says nothing: 0 is there too, and the profile refuses it.
            times = ("extension_count", "rework_count", "returned_count")
            return self.pick([{"at_least": 1}, {"at_most": 1}, {"any_of": [0, 1]}, {"present": column not in times}])
        if column in TEXTS:
            some = self.draw.sample(TEXTS[column], 2)
            return self.pick([some, {"none_of": some}, {"present": False}, some[0]])
        return {"present": self.draw.random() < 0.7}

    def rate(self) -> dict[str, Any]:
        top = self.pick(self.measures)
        seconds = self.measures[top].get("sum") == "handling_seconds"
        return {
            "numerator": top,
            "denominator": self.pick(self.measures),
            "complement": self.draw.random() < 0.3,
            "style": self.style_name(),
            "empty": {"show": self.pick(["—", "未回访", "100%"]),
                      "score": self.pick(["zero", "full", "rescale", "leave_out"])},
            **self.some(0.4, table_style=self.style_name()),
            **self.some(0.4, score_style=self.style_name()),
            **(self.some(0.5, per="day") if seconds else {}),
        }  # fmt: skip

    def breakdown(self) -> dict[str, Any] | None:
        usable = [name for name in self.counted() if "levels" not in self.measures[name]]
        if not usable:
            return None
        by = self.draw.sample(["category_1", "category_2", "channel"], self.draw.randint(1, 2))
        rule = {"measure": self.pick(usable), "by": by, "style": self.style_name()}
        whole = [
            name for name in self.measures if "levels" not in self.measures[name] and "plus" not in self.measures[name]
        ]
        rule |= self.some(0.4, base=self.pick(whole)) | self.some(0.4, blank=self.pick(["未分类", "其他"]))
        rule |= self.some(0.4, table_style=self.style_name()) | self.some(0.3, total_style=self.style_name())
        rule |= self.some(0.4, total_share="sum_of_shares") | self.some(0.3, largest_remainder=True)
        if self.draw.random() < 0.5:
            rule |= {"top": self.draw.randint(1, 3)} | self.some(0.5, rest=self.pick(["其余", "其他"]))
        if len(by) == 1 and self.draw.random() < 0.4:
            rule |= {"order": "listed", "listed": ["丙", "未见过的", "甲"]}
        return rule | (self.some(0.3, about="status", about_top=1))

    def comparison(self) -> dict[str, Any]:
        of = self.pick([*self.measures, *self.rates])
        change = self.pick(["relative", "points"] if of in self.rates else ["relative", "count"])
        groups = self.groups if self.of_units([of]) else []
        return {"of": of, "scope": self.pick(["total", *groups]), "against": self.pick(["previous", "year_ago"]),
                "change": change, "from": self.pick(["rounded", "exact"]), "style": self.style_name()}  # fmt: skip

    # ── assessment ────────────────────────────────────────────────────────────────────────────────────────────────

    def term(self, name: str) -> dict[str, Any]:
        rate: dict[str, Any] = {"rate": self.pick(self.of_units(self.rates) or ["r0"]), "points": self.points(0),
                                "inverted": self.draw.random() < 0.3}  # fmt: skip
        bars = self.draw.sample(range(100), 3)
        side = self.pick(["full_from", "full_to"])
        line = {side: Decimal(self.draw.randint(0, 100)) / 100, "off": self.points(1, 30),
                "per": self.points(1, 50), "whole_steps": self.draw.random() < 0.5}  # fmt: skip
        steps = [{"from": Decimal(bar) / 100, "points": self.points()} for bar in bars]
        kinds = [rate, rate, rate | {"line": line}, rate | {"steps": steps},
                 {"measure": self.pick(self.of_units(self.measures)), "per_item": self.points(-50, 50)},
                 {"share_of_group": self.pick(self.added(self.measures)), "points": self.points(0)},
                 {"entries": {"base": self.points(), **self.some(0.4, kinds=["扣分"]), **self.some(0.3, reasons="好")}},
                 {"constant": self.points()}]  # fmt: skip
        term = self.pick(kinds) | {"name": name} | self.some(0.3, bonus=True) | self.some(0.3, digits=self.pick([0, 1]))
        if "measure" in term:
            term |= self.some(0.5, points=self.points(0))
        return term | self.some(0.2, least=Decimal(-2)) | self.some(0.2, most=Decimal(15))

    def score(self) -> dict[str, Any]:
        return {
            "from": self.pick(["rounded", "exact"]),
            "terms": [self.term(f"t{i}") for i in range(self.draw.randint(1, 4))],
            "digits": self.draw.randint(0, 3),
            "rounding": self.pick(["half_up", "down", "half_even"]),
            "zeros": self.pick(["keep", "drop"]),
            "bonus_beyond_full": self.draw.random() < 0.5,
            **self.some(0.3, full=self.points(0)),
            **self.some(0.3, least=Decimal("-5.5")),
            **self.some(0.3, most=Decimal(60)),
            **self.some(0.3, minimum={self.pick(self.of_units(self.measures)): self.draw.randint(0, 2)}),
        }

    def grades(self) -> list[dict[str, Any]]:
        bands = []
        for groups in self.pick([[()], [(group,) for group in self.groups]]):
            bars = sorted(self.draw.sample(range(-5, 60), 2), reverse=True)
            for grade, bar in zip(("优", "良", "差"), [*bars, None], strict=True):
                band = {
                    "grade": grade,
                    **({} if bar is None else {"from": bar}),
                    **self.some(0.4, deduct=self.points(0)),
                }
                bands.append(band | ({"groups": groups} if groups else {}))
        return bands

    def of_units(self, names: Any) -> list[str]:
        """Those that are not supplied for the whole, nor made of what is."""
        made = {name for name, rule in self.measures.items() if "supplied" in rule}
        for name, rule in self.measures.items():  # formulas are made of what stands before them
            if made & {*rule.get("plus", ()), *rule.get("less", ())}:
                made.add(name)
        made |= {name for name, rate in self.rates.items() if made & {rate["numerator"], rate["denominator"]}}
        return [name for name in names if name not in made]

    def added(self, names: Any) -> list[str]:
        """Those of units that add up: no order counts once for several units."""
        once = {name for name, rule in self.measures.items() if "count" in rule}
        for name, rule in self.measures.items():
            if once & {*rule.get("plus", ()), *rule.get("less", ())}:
                once.add(name)
        once |= {name for name, rate in self.rates.items() if once & {rate["numerator"], rate["denominator"]}}
        return [name for name in self.of_units(names) if name not in once]

    def sortable(self) -> list[str]:
        terms = sorted({f"term.{term['name']}" for score in self.scores.values() for term in score["terms"]})
        return [*self.of_units([*self.measures, *self.rates]), *(["score", *terms] if self.scores else [])]

    def order(self) -> list[str]:
        keys = [self.pick(["", "-"]) + self.pick(self.sortable()) for _ in range(self.draw.randint(1, 2))]
        return self.pick([[], ["prose_group"], ["group"]]) + keys + self.pick([[], ["registered"]])

    def unit_list(self, others: list[str]) -> dict[str, Any]:
        name = self.pick(self.of_units([*self.measures, *self.rates]))
        bound = {self.pick(["below", "at_most", "at_least", "above", "equals"]): self.pick([0, 1, Decimal("0.5")])}
        rule: dict[str, Any] = {"order": self.order(), "compare": self.pick(["exact", "rounded"])}
        rule |= self.some(0.5, where={name: bound}) | self.some(0.2, any_list=self.sample(others, 2))
        rule |= self.some(0.5, top=self.draw.randint(1, 3), ties=self.pick(["include", "stop"]))
        rule |= self.some(0.4, within="group") | self.some(0.3, groups=self.sample(self.groups, 2))
        rule |= self.some(0.4, outside=True) | self.some(0.2, add=["批评"]) | self.some(0.2, remove=["撤销批评"])
        rule |= self.some(0.5, sums=self.sample(self.added(self.measures), 2))
        return rule | self.some(0.3, share_of={self.pick(self.added(self.measures)): self.pick(self.measures)})

    def table(self, rows: str = "units") -> dict[str, Any]:
        some = {"rows": rows, **self.some(0.3, groups=self.sample(self.groups, 2)),
                **self.some(0.3, skip_without=self.pick(self.of_units(self.measures)))}  # fmt: skip
        usable = self.added if len(some) > 1 or rows != "units" else self.of_units
        shown = self.sample(usable([*self.measures, *self.rates]), 4)
        columns = [{"head": name, "value": name} for name in ["unit", *shown]]
        return {"columns": columns, "order": ["group", "registered"], "total": {"label": "合计"},
                **self.some(0.5, subtotal={"label": "小计"}), **self.some(0.5, outside=True), **some}  # fmt: skip

    def profile(self) -> dict[str, Any]:
        lists: dict[str, dict[str, Any]] = {}
        for i in range(3):
            lists[f"l{i}"] = self.unit_list(list(lists))
        broken = {f"b{i}": rule for i in range(2) if (rule := self.breakdown())}
        counted = [name for name in self.counted() if "levels" not in self.measures[name]]
        named = {"ol": {"measure": self.pick(counted), "per_item": "-0.5"}} if counted else {}
        by = self.pick(self.sortable())
        ranked = {"by": by, "within": self.pick(["group", "all"]), "descending": self.draw.random() < 0.7,
                  "compare": self.pick(["exact", "rounded"]),
                  "then": [f"-{name}" for name in self.sample(self.of_units(self.measures), 2)],
                  "ties": self.pick(["shared", "dense", "broken"]),
                  **self.some(0.4, minimum={self.pick(self.of_units(self.measures)): 1})}  # fmt: skip
        return {
            "kind": "简报", "county": "某县", "document": {"title": "通报"},
            "units": {"groups": [{"name": group, "scored": self.scored(group)} for group in self.groups],
                      "prose_order": self.sample(self.groups, 2), "outside": self.outside},
            "styles": self.styles, "measures": self.measures, "rates": self.rates, "breakdowns": broken,
            "quotients": {"q0": {"numerator": self.pick(self.measures),
                                 "denominator": self.pick(["days", *self.measures]), "style": self.style_name()}},
            "comparisons": {f"c{i}": self.comparison() for i in range(3)},
            "lists": lists, "order_lists": named,
            "tables": {"t": self.table(), "u": self.table(), "v": self.table("list.l0")},
            **({"score": self.scores, "grades": self.grades()} if self.scores else {}),
            **self.some(0.6, ranking=ranked),
        }  # fmt: skip

    def scored(self, group: str) -> bool:
        return group in self.scores or "default" in self.scores or not self.scores

    # ── dispatches, decisions, bases ──────────────────────────────────────────────────────────────────────────────

    def moment(self) -> datetime | None:
        if self.draw.random() < 0.15:
            return None
        if self.draw.random() < 0.3:
            return self.pick(EDGES)
        return START + self.draw.randint(-20, 50) * timedelta(hours=23, seconds=59)

    def rows(self) -> list[dict[str, Any]]:
        """Canonical dispatches; several of one order, some of units outside, some settled."""
        return [self.row(number) for number in range(self.draw.randint(0, 60))]

    def row(self, number: int) -> dict[str, Any]:
        chance = self.draw.random()
        unit, group = self.pick(self.units) if chance < 0.85 else (None, None)
        if self.outside and chance > 0.92:
            unit = self.outside
        flags = {name: self.pick([True, False, False, None]) for name in FLAGS}
        return {
            "order_id": f"{self.draw.randint(1, number + 3):04d}",
            "unit": unit,
            "group": group,
            "excluded": self.draw.random() < 0.2,
            **{name: self.moment() for name in MOMENTS},
            **{name: self.pick([None, 0, 0, 1, 2, 86_399]) for name in WHOLES},
            **{name: self.pick([*values, None]) for name, values in TEXTS.items()},
            **flags,
            "dispatched": unit is not None,
        }

    def decisions(self) -> list[tuple[str, str, Decimal | None, str, str]]:
        """(kind, unit, points, grade, reason)."""
        kinds = ["加分", "扣分", "批评", "撤销批评", *(["调整等级"] if self.scores else [])]
        found = []
        for _ in range(self.draw.randint(0, 5)):
            kind, unit = self.pick(kinds), self.pick(self.units)[0]
            points = self.points(1) if kind in ("加分", "扣分") else None
            grade = self.pick(["优", "良"]) if kind == "调整等级" else ""
            found.append((kind, unit, points, grade, self.pick(["好", "坏"])))
        return found
