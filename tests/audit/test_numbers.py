"""Telephone and identity numbers typed where they do not belong: whatever is run, no file and no screen shows them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from batch.factory import HEADS, PERIOD, make_county, order_rows, write_orders
from batch.running import environment

PHONE, IDENTITY = "1397390{:04d}", "43062619900101{:04d}"
PERSONAL = ("诉求人", "联系电话", "证件号码", "联系地址", "诉求内容")
#: What every planted number begins with.
SIGNS = ("1397390", "43062619900101")


def run(*arguments: object) -> str:
    """What the command shows."""
    done = subprocess.run(
        [sys.executable, "-m", "bulletin_gen", *map(str, arguments)],
        capture_output=True, encoding="utf-8", env=environment(), check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def planted(number: int) -> str:
    return f"张三{PHONE.format(number)} {IDENTITY.format(number)}"


def personal_rows() -> list[dict[str, str]]:
    """Sound orders, with citizens' data in columns of their own."""
    return [row | {head: planted(number) for head in PERSONAL} for number, row in enumerate(order_rows("甲", 40))]


def slipped_rows() -> list[dict[str, str]]:
    """The same, and of every column one cell that holds numbers; an id that is one, for all to complain about."""
    rows = personal_rows()
    for number, head in enumerate(HEADS):
        rows[number][head] = planted(1000 + number)
    for number, text in ((30, PHONE), (31, IDENTITY)):
        rows[number] |= {"工单编号": text.format(2000 + number), "办结时间": "1999-01-01 00:00:00", "承办单位": "子局"}
    return rows


def plant_decisions(path: Path, known: bool) -> None:
    """Decisions with numbers in what is written freely; in every other cell as well, unless ``known``."""
    book = openpyxl.load_workbook(path)
    sheet = book["调整记录"] if "调整记录" in book.sheetnames else book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    sound = dict.fromkeys(heads, "") | {"单位": "甲局", "理由": planted(3000), "决定人": planted(3001)}
    lines = [sound | {"类型": "调整等级", "等级": "A"}, sound | {"类型": "加分", "分值": "1"}]
    if not known:
        lines.append(lines[1] | {"工单编号": PHONE.format(3002)})
        lines += [lines[0] | {head: planted(3010 + number)} for number, head in enumerate(heads)]
    for line in lines:
        sheet.append([line[head] for head in heads])
    book.save(path)


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file's bytes, those of packages unpacked, those of columns read back."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        yield path.name, data
        if path.suffix == ".parquet":
            yield path.name, pl.read_parquet(path).write_csv().encode()
            yield path.name, json.dumps(pl.read_parquet_metadata(path)).encode()
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                yield from ((f"{path.name}!{name}", package.read(name)) for name in package.namelist())


def leaks(folder: Path, *shown: str) -> list[str]:
    """Where a planted number is found."""
    places = [*contents(folder), *((f"screen {number}", text.encode()) for number, text in enumerate(shown))]
    return [place for place, data in places if any(sign.encode() in data for sign in SIGNS)]


@pytest.mark.parametrize("slipped", [False, True])
def test_no_number_comes_out(tmp_path: Path, slipped: bool) -> None:
    made, out = make_county(tmp_path / "counties", "第001县", orders=1), tmp_path / "out"
    rows = slipped_rows() if slipped else personal_rows()
    write_orders(made.folder / PERIOD / "orders.csv", rows, (*HEADS, *PERSONAL))
    plant_decisions(made.folder / PERIOD / "adjustments.xlsx", known=not slipped)
    log = out / "log.jsonl"
    shown = [
        run("generate", made.folder, PERIOD, "--out", out / "one", "--mark"),
        run("store", made.folder, "--period", PERIOD, "--to", out / "store"),
        run("batch", tmp_path / "counties", PERIOD, "--out", out / "all", "--log-json", log),
        run("inspect", made.folder / PERIOD / "orders.csv"),
        run("units", made.folder),
    ]
    names = {path.name for path in out.rglob("*")}
    assert names >= {"批量汇总.xlsx", "log.jsonl", "问题清单.xlsx"}
    assert ("facts.json" in names) != slipped
    assert any(name.endswith(".parquet") for name in names) != slipped
    assert leaks(out, *shown) == []
    assert not (made.folder / "facts").exists() or leaks(made.folder / "facts") == []


@pytest.mark.parametrize("by", ["区县", "联系电话"])
def test_no_number_comes_out_of_a_shared_workbook(tmp_path: Path, by: str) -> None:
    for name in ("第001县", "第002县"):
        make_county(tmp_path / "counties", name, orders=1)
        (tmp_path / "counties" / name / PERIOD / "orders.csv").unlink()
    rows = [row | {"区县": "第001县"} for row in personal_rows()]
    rows += [row | {"区县": "第002县"} for row in slipped_rows()]
    rows += [row | {"区县": planted(4000 + number)} for number, row in enumerate(personal_rows()[:5])]
    write_orders(tmp_path / "all.csv", rows, (*HEADS, *PERSONAL, "区县"))
    out = tmp_path / "out"
    out.mkdir()
    shown = run(
        "batch", tmp_path / "counties", PERIOD, "--out", out, "--orders", tmp_path / "all.csv", "--by", by,
        "--log-json", out / "log.jsonl",
    )  # fmt: skip
    assert ("（其他写法） 5" if by == "区县" else "（其他写法） 85") in shown
    assert leaks(out, shown) == []


def test_a_planted_number_would_be_seen(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", encoding="utf-8") as file:
        csv.writer(file).writerow([planted(1)])
    pl.DataFrame({"a": [planted(1)]}).write_parquet(tmp_path / "a.parquet")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("part.xml", planted(1))
    found = {place.split("!")[0] for place in leaks(tmp_path, planted(2))}
    assert found == {"a.csv", "a.parquet", "a.xlsx", "screen 0"}
