"""单位数据.xlsx: figures of each unit that no order holds, into units, groups and the whole."""

from __future__ import annotations

import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook

from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.intake.kept.unitfigures import unit_figures
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import Options, generate
from bulletin_gen.profile.load import parse_profile
from cli.calls import EXAMPLES
from english import in_english
from texttable import rows

PROFILE = parse_profile("""\
kind: 通报
county: 某县
document: {title: 通报}
units: {groups: [乡镇, 局]}
measures:
  受理: {time: accepted_at}
  kb: {label: 知识库条数, supplied: true, by_unit: true}
  数据质量得分: {supplied: true, by_unit: true}
""")
UNITS = (Unit("东山镇", "乡镇", 0, short="东山"), Unit("西河乡", "乡镇", 1), Unit("民政局", "局", 2))
REGISTRY = Registry(UNITS, ("乡镇", "局"), {name: unit for unit in UNITS for name in unit.names})


def _book(path: Path, table: str) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    lines = rows(table)
    sheet.append(["本月单位数据"])
    sheet.append(list(lines[0]))
    for row in lines:
        sheet.append([Decimal(cell) if cell.replace(".", "").isdigit() else cell or None for cell in row.values()])
    book.save(path)
    return path


GOOD = """
单位   | 知识库条数 | 数据质量得分 | 备注
东山   | 61         | 95.5         | 好
西河乡 | 0          | 90           |
合计   | 61         |              |
"""


def test_figures_by_unit_under_any_of_its_names(tmp_path: Path) -> None:
    figures, issues = unit_figures(_book(tmp_path / "单位数据.xlsx", GOOD), PROFILE, REGISTRY)
    assert figures == {
        "东山镇": {"kb": 61, "数据质量得分": Fraction("95.5")},
        "西河乡": {"kb": 0, "数据质量得分": 90},
    }
    assert [(issue.kind, issue.found) for issue in issues] == [("单位数据里用不上的列", "备注")]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("西河乡", "西何乡", "未登记的单位"),
        ("西河乡", "东山镇", "单位写了两次"),
        ("| 0 ", "|   ", "有的单位没有填知识库条数"),
        ("| 0 ", "| 无 ", "单位数据不是数"),
        ("知识库条数", "知识库数量", "单位数据缺少一列"),
        ("单位 ", "名字 ", "单位数据的表头不对"),
    ],
)
def test_what_is_wrong_is_told(before: str, after: str, kind: str, tmp_path: Path) -> None:
    with pytest.raises(BulletinError) as caught:
        unit_figures(_book(tmp_path / "单位数据.xlsx", GOOD.replace(before, after, 1)), PROFILE, REGISTRY)
    assert kind in {issue.kind for issue in caught.value.issues}, [str(each) for each in caught.value.issues]


def test_a_file_that_is_missing_or_not_asked_for_is_told(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="缺少单位数据"):
        unit_figures(tmp_path / "单位数据.xlsx", PROFILE, REGISTRY)
    plain = parse_profile(
        "kind: 通报\ncounty: 某县\ndocument: {title: 通报}\nunits: {groups: [乡镇]}\n"
        "measures: {受理: {time: accepted_at}}"
    )
    _, issues = unit_figures(_book(tmp_path / "单位数据.xlsx", GOOD), plain, REGISTRY)
    assert [issue.kind for issue in issues] == ["单位数据没有用上"]


def test_they_stand_in_sentences_and_tables_of_a_bulletin(tmp_path: Path) -> None:
    county = tmp_path / "pingjiang"
    in_english(Path(shutil.copytree(EXAMPLES / "pingjiang", county)), "pingjiang")
    profile = (county / "profile.yaml").read_text(encoding="utf-8")
    measure = "measures:\n  知识库条数: {supplied: true, by_unit: true}\n"
    (county / "profile.yaml").write_text(profile.replace("measures:\n", measure, 1), encoding="utf-8")
    units = (county / "units.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    names = [line.split(",")[0] for line in units]
    _book(
        county / "2024-05" / "单位数据.xlsx",
        "单位|知识库条数\n" + "\n".join(f"{name}|{number}" for number, name in enumerate(names)),
    )
    text = "知识库共{知识库条数}条，最多的是{单位：知识库条数前1：{单位}{知识库条数}条}。\n"
    text += "{文字：典型案例}\n{文字：工作要求}"
    (county / "正文.txt").write_text(text, encoding="utf-8")
    result = generate(county, None, tmp_path / "out", Options(record=False))
    total, last = sum(range(len(names))), len(names) - 1
    assert result.facts.total["知识库条数"].value == total
    assert result.facts.unit(names[-1])["知识库条数"].value == last
    assert sum(int(str(group.scope["知识库条数"].value)) for group in result.facts.groups) == total
    assert result.facts.total["知识库条数"].source == "单位数据.xlsx"


def test_a_column_that_nobody_has_filled_in_is_no_column_of_noughts(tmp_path: Path) -> None:
    """As it is laid out for a new period: every unit, no figure."""
    path = _book(
        tmp_path / "单位数据.xlsx", "单位 | 知识库条数 | 数据质量得分\n东山镇 | | 1\n西河乡 | | 2\n民政局 | | 3"
    )
    with pytest.raises(BulletinError, match="知识库条数一个单位也没有填"):
        unit_figures(path, PROFILE, REGISTRY)


@pytest.mark.parametrize(("written", "read"), [("1,430", 1430), ("12，345", 12345)])
def test_thousands_may_be_parted_by_commas(tmp_path: Path, written: str, read: int) -> None:
    book = _book(tmp_path / "单位数据.xlsx", GOOD.replace("61         | 95.5", f"{written} | 95.5"))
    assert unit_figures(book, PROFILE, REGISTRY)[0]["东山镇"]["kb"] == read


def test_a_comma_elsewhere_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="单位数据不是数"):
        unit_figures(
            _book(tmp_path / "单位数据.xlsx", GOOD.replace("61         | 95.5", "1,43 | 95.5")), PROFILE, REGISTRY
        )
