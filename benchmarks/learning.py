"""How long `learn` takes for a large county: 60 units, 13 columns, 10,000 orders; also an export that is a week late.

python benchmarks/learning.py
"""

from __future__ import annotations

import csv
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bulletin_gen.learning.fit import FitVerdict  # noqa: E402
from bulletin_gen.learning.learn import Learnt, Request, learn  # noqa: E402
from bulletin_gen.leaves.periods import parse_period  # noqa: E402

UNITS, ORDERS = 60, 10_000
HEADS = (
    "受理件数", "交办件数", "应办件数", "办结件数", "按期办结件数", "超期件数", "返工件数", "回访件数", "满意件数",
    "办结率", "按期办结率", "返工率", "满意率",
)  # fmt: skip
Row = dict[str, str]


def orders(seed: int) -> list[Row]:
    """Orders of May 2031 and the weeks around it."""
    draw = random.Random(seed)
    rows: list[Row] = []
    for number in range(ORDERS):
        taken = datetime(2031, 4, 10) + timedelta(minutes=draw.randint(0, 50 * 24 * 60))  # noqa: DTZ001 - exports have no zones
        handed = taken + timedelta(minutes=draw.randint(5, 900))
        due = handed + timedelta(days=draw.choice([3, 5, 10]))
        closed = handed + timedelta(hours=draw.randint(5, 24 * 9))
        asked = closed + timedelta(hours=draw.randint(1, 60))
        unit = f"第{int(draw.paretovariate(1)) % UNITS + 1 if draw.random() < 0.5 else draw.randint(1, UNITS)}局"
        rows.append({
            "工单编号": f"G{number:06}", "受理时间": _time(taken), "受理渠道": draw.choice(["电话", "微信", "网站"]),
            "诉求类型": draw.choice(["咨询", "投诉", "求助"]), "派单时间": _time(handed), "承办单位": unit,
            "办理时限": _time(due), "办结时间": _time(closed) if draw.random() < 0.95 else "",
            "返工次数": str(int(draw.random() < 0.08)), "回访时间": _time(asked),
            "满意度": draw.choice(["满意", "满意", "满意", "不满意", ""]),
        })  # fmt: skip
    return rows


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def annex(rows: Sequence[Row]) -> list[list[str]]:
    """What the county printed: a row a unit, counts by the time that each column goes by."""
    return [
        [unit, *_line([row for row in rows if row["承办单位"] == unit])]
        for unit in sorted({r["承办单位"] for r in rows})
    ]


def _line(rows: Sequence[Row]) -> list[str]:
    def in_period(row: Row, column: str) -> bool:
        return row[column].startswith("2031-05")

    def closed(row: Row) -> bool:
        return bool(row["办结时间"]) and row["办结时间"] < "2031-06-01"

    due = [row for row in rows if in_period(row, "办理时限")]
    done = [row for row in due if closed(row)]
    on_time = [row for row in done if row["办结时间"] <= row["办理时限"]]
    redone = [row for row in due if row["返工次数"] == "1"]
    asked = [row for row in rows if in_period(row, "回访时间") and row["满意度"]]
    content = [row for row in asked if row["满意度"] == "满意"]
    counts = [
        sum(in_period(row, "受理时间") for row in rows), sum(in_period(row, "派单时间") for row in rows), len(due),
        len(done), len(on_time), len(due) - len(on_time), len(redone), len(asked), len(content),
    ]  # fmt: skip
    pairs = ((done, due), (on_time, due), (redone, due), (content, asked))
    return [*map(str, counts), *(_share(len(above), len(below)) for above, below in pairs)]


def _share(above: int, below: int) -> str:
    whole = (above * 20_000 + below) // (2 * below) if below else 0
    return f"{whole // 100}.{whole % 100:02}%" if below else "-"


def late(rows: Sequence[Row], days: int) -> list[Row]:
    """The same orders exported later: a fifth of the open ones are closed by then, some are due anew."""
    draw = random.Random(5)
    changed: list[Row] = []
    for row in rows:
        row = dict(row)
        if not row["办结时间"] and draw.random() < 0.2:
            row["办结时间"] = f"2031-06-{draw.randint(1, days):02} 09:00:00"
        if draw.random() < 0.03:
            row["返工次数"] = "1"
        changed.append(row)
    return changed


def learnt(rows: Sequence[Row], printed: Sequence[Sequence[str]], place: Path) -> Learnt:
    """The county learnt from its annex as text and these orders."""
    text = "\n".join(" | ".join(line) for line in (["单位", *HEADS], *printed))
    (place / "通报.txt").write_text("2031年5月热线办理情况通报\n附表\n" + text + "\n", encoding="utf-8")
    with (place / "工单.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return learn(Request(place / "某某县", (place / "通报.txt",), (place / "工单.csv",), parse_period("2031-05")))


def main() -> None:
    """Prints the time, the memory and the verdicts, for the right export and one that is a week late."""
    rows = orders(1)
    printed = annex(rows)
    for name, given in (("same day", rows), ("a week late", late(rows, 7))):
        place, start = Path(tempfile.mkdtemp()), time.process_time()
        found = learnt(given, printed, place)
        used, most = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        verdicts = [column.verdict for column in found.fit.columns]
        sys.stdout.write(
            f"{name}: {used:.1f} s of processor, {most} MiB; {found.fit.equal} of {len(found.fit.cells)} cells\n"
        )
        sys.stdout.write("  " + "、".join(f"{each.value}{verdicts.count(each)}" for each in FitVerdict) + "\n")
        for column in found.fit.columns:
            sys.stdout.write(f"    {column.head} {column.verdict.value} {column.rule} {len(column.missed)}\n")
        sys.stdout.write("".join(f"  {line}\n" for line in found.lines()))


if __name__ == "__main__":
    main()
