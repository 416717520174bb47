"""Dispatches in a store → all counts of 100 counties, beside plain Polars doing the same grouped counts.

python benchmarks/store.py [--rows 5000000]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

from _table import ROOT, Measured, Row, alone, at_most, show

COUNTIES = 100
PERIOD = "2024-05"
PROFILE = ROOT / "examples" / "pingjiang" / "profile.yaml"
BOXES = ["中国政府网", "省长信箱", "市长信箱", "县长信箱"]
OPINIONS = ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]


def make(store: Path, rows: int) -> None:
    """``rows`` dispatches of 100 counties with 60 units each."""
    import polars as pl

    from bulletin_gen.canonical import COLUMNS
    from bulletin_gen.intake.cells.values import polars_type
    from bulletin_gen.leaves.periods import parse_period
    from bulletin_gen.store import stored_at

    each = rows // COUNTIES
    pl.set_random_seed(1)
    for county in range(COUNTIES):
        number = pl.int_range(each, dtype=pl.Int64)
        unit = number.hash(county) % 61
        start = pl.datetime(2024, 4, 1) + pl.duration(seconds=(number.hash(7) % (70 * 86400)).cast(pl.Int64))
        deadline = start + pl.duration(days=(number.hash(8) % 15 + 1).cast(pl.Int64))
        closed = start + pl.duration(days=(number.hash(9) % 18 + 1).cast(pl.Int64))
        values: dict[str, Any] = {
            "order_id": number.cast(pl.String),
            "unit": pl.when(unit < 60).then(pl.format("第{}单位", unit)),
            "group": pl.when(unit < 60).then(pl.when(unit < 30).then(pl.lit("县直单位")).otherwise(pl.lit("乡镇"))),
            "channel": _choice(["电话", "电话", "电话", "微信", *BOXES], number.hash(1)),
            "category_1": _choice([f"第{n}类" for n in range(14)], number.hash(2)),
            "result_opinion": _choice([*OPINIONS, "未评价"], number.hash(3)),
            "rework_count": (number.hash(4) % 20 == 0).cast(pl.Int64),
            "accepted_at": start,
            "deadline_at": deadline,
            "closed_at": closed,
            "callback_at": closed + pl.duration(days=1),
            "dispatched": unit < 60,
            "closed": closed < pl.datetime(2024, 6, 1),
            "closed_on_time": closed <= deadline,
            "overdue": closed > deadline,
            "excluded": pl.lit(value=False),
            "excused": number.hash(5) % 3 != 0,
        }
        frame = pl.select(
            values.get(name, pl.lit(None)).cast(polars_type(kind)).alias(name) for name, kind in COLUMNS.items()
        )
        frame.write_parquet(stored_at(str(store), f"第{county:03d}县", parse_period(PERIOD)), mkdir=True)


def _choice(words: list[str], number: Any) -> Any:
    import polars as pl

    index = (number % len(words)).cast(pl.Int64)
    return pl.lit(pl.Series([words])).first().list.get(index)


def ours(store: str, engine: str) -> str:
    """All counts of all counties through the program."""
    import narwhals as nw

    from bulletin_gen.leaves.periods import parse_period
    from bulletin_gen.profile.load import load_profile
    from bulletin_gen.store import scan
    from bulletin_gen.tally import tally_counties

    period = parse_period(PERIOD)
    rows = nw.from_native(scan(store, engine)).filter(nw.col("period") == PERIOD)
    names = [f"第{number:03d}县" for number in range(COUNTIES)]
    counts = tally_counties(rows, load_profile(PROFILE), period, period.end, names, {})
    totals = {name: dict(each.total) for name, each in counts.items()}
    return _digest({name: {key: int(value) for key, value in total.items()} for name, total in totals.items()})


def plain(store: str) -> str:
    """The same counts by somebody who writes Polars for this one profile."""
    import polars as pl

    rows = pl.scan_parquet(f"{store}/*/*/*.parquet", hive_partitioning=True).filter(pl.col("period") == PERIOD)
    start, end = pl.datetime(2024, 5, 1), pl.datetime(2024, 6, 1)

    def within(column: str) -> pl.Expr:
        return (pl.col(column) >= start) & (pl.col(column) < end)

    hotline = ~pl.col("channel").is_in(BOXES)
    requests = within("accepted_at") & hotline
    due = within("deadline_at") & hotline & pl.col("dispatched")
    overdue = due & pl.col("overdue")
    rated = pl.col("result_opinion").is_in(OPINIONS)
    callbacks = within("callback_at") & hotline & rated
    letters = within("accepted_at") & ~hotline
    mayor = letters & (pl.col("channel") == "市长信箱") & rated
    measures = {
        "登记诉求": requests,
        "受理案件": requests & pl.col("dispatched"),
        "应办理": due,
        "办理": due & pl.col("closed"),
        "按期办理": due & pl.col("closed_on_time"),
        "返工": due & pl.col("closed") & (pl.col("rework_count") >= 1),
        "超期": overdue,
        "免责超期": overdue & pl.col("excused"),
        "无故超期": overdue & ~pl.col("excused"),
        "回访": callbacks,
        "回访不满意": callbacks & pl.col("result_opinion").is_in(["不满意", "非常不满意"]),
        "信箱来信": letters,
        "信箱超期": letters & pl.col("overdue"),
        "非常满意来信": letters & (pl.col("result_opinion") == "非常满意"),
        "市长信箱表态": mayor,
        "市长信箱满意": mayor & pl.col("result_opinion").is_in(["非常满意", "满意", "基本满意"]),
    }
    queries = [
        rows.group_by("county", "unit", "group").agg(rule.sum().alias(name) for name, rule in measures.items()),
        rows.filter(requests).group_by("county", "category_1").len(),
        rows.filter(letters).group_by("county", "channel").len(),
        rows.filter(measures["无故超期"]).select("county", "unit", "order_id"),
    ]
    scopes, *_ = (query.collect(engine="streaming") for query in queries)
    totals = scopes.group_by("county").agg(pl.col(*measures).sum()).sort("county")
    return _digest({row["county"]: {name: row[name] for name in measures} for row in totals.iter_rows(named=True)})


def _digest(totals: dict[str, dict[str, int]]) -> str:
    return hashlib.sha256(json.dumps(totals, sort_keys=True).encode()).hexdigest()


def bench(rows: int) -> bool:
    """Whether the bounds hold."""
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), rows)
        contenders = {"plain Polars": ("plain", folder), "ours, polars": ("ours", folder, "polars")}
        contenders["ours, duckdb"] = ("ours", folder, "duckdb")
        best: dict[str, Measured] = {}
        for _ in range(3):
            for name, (function, *arguments) in contenders.items():
                measured = alone("store", function, *arguments)
                best[name] = min(best.get(name, measured), measured, key=lambda each: each.seconds)
    assert len({each.answer for each in best.values()}) == 1, "the contenders count differently"
    notes = {name: f"{each.megabytes:.0f} MB" for name, each in best.items()}
    base = best["plain Polars"].seconds
    table = [Row("plain Polars", base, note=notes["plain Polars"])]
    table.append(at_most("ours, polars", best["ours, polars"].seconds, base, 1.3, notes["ours, polars"]))
    table.append(Row("ours, duckdb", best["ours, duckdb"].seconds, note=notes["ours, duckdb"]))
    return show(f"(d) {rows:,} dispatches from Parquet to all counts of {COUNTIES} counties", table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    raise SystemExit(not bench(parser.parse_args().rows))
