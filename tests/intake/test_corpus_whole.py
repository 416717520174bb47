"""Files by foreign writers through the whole of ``generate``: the same bulletin whoever wrote the export, counted again
from the table beside each file, and nothing of a citizen in anything that is written."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

import docx
import msgspec
import pytest

from bulletin_gen.pipeline import Options, generate

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix != ".expected")
UNITS = {"甲县住房和城乡建设局": "县直", "甲县公安局": "县直", "甲县税务局": "县直", "东山乡": "乡镇", "城关镇": "乡镇"}
PROFILE = """
kind: 自己的通报
county: 甲县
document: {title: "关于{{ period.name }}热线办理情况的通报"}
intake: {cut_off: period_end+30d}
units: {groups: [县直, 乡镇]}
measures:
  受理: {time: accepted_at, count: orders}
  转办: {time: accepted_at, where: {dispatched: true}}
  办结: {of: 转办, where: {closed: true}}
  重办: {of: 转办, sum: rework_count}
  评价: {of: 转办, where: {result_opinion: {present: true}}}
  满意: {of: 评价, where: {result_opinion: [满意, 基本满意]}}
rates:
  办结率: {label: 办结率, numerator: 办结, denominator: 转办}
  满意率: {label: 满意率, numerator: 满意, denominator: 评价}
breakdowns:
  渠道: {measure: 受理, by: channel}
  类型: {measure: 受理, by: request_type}
  分类: {measure: 受理, by: category_1}
tables:
  情况:
    title: 各单位办理情况
    columns:
      - {head: 单位, value: unit}
      - {head: 转办, value: 转办}
      - {head: 办结, value: 办结}
      - {head: 满意率, value: 满意率, blank: —}
    total: {label: 合计}
"""
WORDING = "{期间}共受理{受理}件，转办{转办}件，办结{办结}件，办结率{办结率}，重办{重办}次，满意率{满意率}。\n"
CITIZENS = ("张某某", "李某某", "1380000000", "路灯不亮", "个税<汇算>", "自来水浑浊")


def _county(folder: Path, export: Path) -> Path:
    folder.mkdir()
    (folder / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    (folder / "正文.txt").write_text(WORDING, encoding="utf-8")
    lines = [
        "单位名称,分组,简称,表内名称,别名,启用日期,停用日期",
        *(f"{unit},{group},,,,," for unit, group in UNITS.items()),
    ]
    (folder / "units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    month = folder / "2024-05"
    month.mkdir()
    (month / export.name).write_bytes(export.read_bytes())
    source = Path(__file__).parents[2] / "examples/junan/2021-W43/adjustments.xlsx"
    (month / "adjustments.xlsx").write_bytes(source.read_bytes())
    (month / "narrative.md").write_text("", encoding="utf-8")
    (month / "supplied.yaml").write_text("document: {dated: 2024-06-30}\n", encoding="utf-8")
    return folder


def _rows(export: Path) -> list[dict[str, str]]:
    head, *lines = export.with_name(f"{export.name}.expected").read_text(encoding="utf-8").splitlines()
    names = head.split(" | ")
    return [dict(zip(names, (cell.strip() for cell in line.split(" | ")), strict=True)) for line in lines]


def _counted(rows: list[dict[str, str]], unit: str = "") -> dict[str, int]:
    """What the bulletin must say, by hand: of one unit, or of all."""
    handed = [row for row in rows if row["unit"] and row["unit"] in (unit or row["unit"])]
    rated = [row for row in handed if row["result_opinion"]]
    return {
        "转办": len(handed),
        "办结": sum(bool(row["closed_at"]) for row in handed),
        "重办": sum(int(row["rework_count"] or 0) for row in handed),
        "评价": len(rated),
        "满意": sum(row["result_opinion"] in ("满意", "基本满意") for row in rated),
    }


@pytest.mark.parametrize("export", FILES, ids=lambda path: path.name)
def test_a_bulletin_is_the_same_whoever_wrote_the_export(export: Path, tmp_path: Path) -> None:
    rows = _rows(export)
    result = generate(_county(tmp_path / "甲县", export), None, tmp_path / "out", Options(formats=("docx", "html")))
    facts = msgspec.json.decode((tmp_path / "out" / "facts.json").read_bytes())["figures"]
    for scope, unit in (("total", ""), *((f"units.{unit}", unit) for unit in UNITS)):
        told = {name: facts[f"{scope}.{name}"]["text"] for name in ("转办", "办结", "重办", "评价", "满意")}
        assert told == {name: str(count) for name, count in _counted(rows, unit).items()}, scope
    orders = {row["order_id"]: row for row in rows}
    assert facts["total.受理"]["text"] == str(len(orders))
    for name, column in (("渠道", "channel"), ("类型", "request_type"), ("分类", "category_1")):
        told = {
            facts[f"{key.removesuffix('.name')}.name"]["text"]: facts[f"{key.removesuffix('.name')}.count"]["text"]
            for key in facts
            if re.fullmatch(rf"breakdowns\.{name}\.[0-9]+\.name", key)
        }
        counts = Counter(row[column] for row in orders.values() if row[column])
        assert told == {value: str(count) for value, count in counts.items()}, name
    (written,) = (path for path in result.files if path.suffix == ".docx")
    total = _counted(rows)
    said = f"共受理{len(orders)}件，转办{total['转办']}件，办结{total['办结']}件，办结率"
    assert any(said in paragraph.text for paragraph in docx.Document(str(written)).paragraphs)
    _is_silent_about_citizens(tmp_path)


def _is_silent_about_citizens(folder: Path) -> None:
    for path in [each for place in ("out", "甲县/facts") for each in (folder / place).rglob("*") if each.is_file()]:
        content = path.read_bytes()
        parts = [content]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                parts = [package.read(name) for name in package.namelist()]
        assert [word for word in CITIZENS for part in parts if word.encode() in part] == [], path.name
