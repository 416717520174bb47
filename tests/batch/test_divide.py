"""One workbook for all counties: read once, every row accounted for."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import openpyxl
import pytest

from batch.factory import HEADS, PERIOD, make_county, order_rows, write_orders
from batch.running import RECORD, bulletins, run_batch
from bulletin_gen.intake.head.heads import HeadWords
from bulletin_gen.intake.head.parts import divide
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile.intake import IntakeRules

SHORT = {"东山县": "东山", "西河县": "西河县", "南湖区": "南湖区"}
EXTRA = ("区县", "来电人", "联系电话")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three counties, and all their orders shuffled in one workbook with rows of nobody in between."""
    folder = tmp_path_factory.mktemp("city")
    rows = []
    for name, written in SHORT.items():
        made = make_county(folder / "apart", name, orders=40)
        shutil.copytree(made.folder, folder / "counties" / name)
        (folder / "counties" / name / PERIOD / "orders.csv").unlink()
        rows += [{**row, "区县": written, "来电人": "张三丰", "联系电话": "13900000000"} for row in made.rows]
    rows += [{**rows[0], "区县": "北岭县"}] * 3 + [{**rows[1], "区县": ""}] * 2
    random.Random(5).shuffle(rows)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["全市热线工单"])
    sheet.append([*HEADS[:5], *EXTRA, *HEADS[5:]])
    for row in rows[:70]:
        sheet.append([row[head] for head in (*HEADS[:5], *EXTRA, *HEADS[5:])])
    second = book.create_sheet("续表")
    second.append([*EXTRA, *HEADS])
    for row in rows[70:]:
        second.append([row[head] for head in (*EXTRA, *HEADS)])
    second.append(["合计", *[""] * 20, "125"])
    book.save(folder / "city.xlsx")
    return folder


@pytest.fixture(scope="module")
def divided(city: Path) -> tuple[Path, str]:
    out = city / "out"
    done = run_batch(city / "counties", out, PERIOD, "--orders", str(city / "city.xlsx"), "--jobs", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    return out, done.stdout


def figures(out: Path) -> dict[str, dict[str, object]]:
    return {
        name: {key: figure["value"] for key, figure in json.loads(files["facts.json"])["figures"].items()}
        for name, files in bulletins(out).items()
    }


def test_each_county_gets_what_its_own_file_gives(city: Path, divided: tuple[Path, str]) -> None:
    assert run_batch(city / "apart", city / "own", PERIOD).returncode == 0
    assert len(figures(divided[0])) == 3
    assert figures(divided[0]) == figures(city / "own")


def test_the_sums_agree_and_rows_of_nobody_are_listed(divided: tuple[Path, str]) -> None:
    out, shown = divided
    assert "总表 126 行：分给各县 120 行，不属于任何县 6 行（北岭县 3、（空白） 2、（合计行） 1）" in shown
    book = openpyxl.load_workbook(out / "批量汇总.xlsx")
    assert list(book["未分配的工单"].iter_rows(min_row=2, values_only=True)) == [
        ("北岭县", 3),
        ("（空白）", 2),
        ("（合计行）", 1),
    ]
    assert [row[5] for row in book["各县"].iter_rows(min_row=2, values_only=True)] == [40, 40, 40]


def test_a_countys_own_orders_are_read_beside_its_part(city: Path, tmp_path: Path) -> None:
    counties = Path(shutil.copytree(city / "counties", tmp_path / "counties"))
    own = counties / "东山县" / PERIOD / "letters.csv"
    write_orders(own, ({**row, "工单编号": f"信{number}"} for number, row in enumerate(order_rows("letters", 7))))
    command = (counties, tmp_path / "out", PERIOD, "--orders", str(city / "city.xlsx"))
    done = run_batch(*command)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "总表 126 行：分给各县 120 行，不属于任何县 6 行" in done.stdout
    record = json.loads(bulletins(tmp_path / "out")[f"东山县/{PERIOD}"][RECORD])["account"]
    assert record["read"] == 47 == record["used"] + sum(record["set_aside"].values())
    facts = json.loads(bulletins(tmp_path / "out")[f"东山县/{PERIOD}"]["facts.json"])
    assert {each["file"]: each["read"] for each in facts["inputs"] if each["file"] != "city.xlsx"} == {"letters.csv": 7}
    own.write_text(own.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "已写出 1、无变化 2、未写出 0" in run_batch(*command).stdout


def test_a_copy_of_the_workbook_in_a_countys_folder_is_not_read_twice(city: Path, tmp_path: Path) -> None:
    counties = Path(shutil.copytree(city / "counties", tmp_path / "counties"))
    shutil.copy(city / "city.xlsx", counties / "东山县" / PERIOD)
    done = run_batch(counties, tmp_path / "out", PERIOD, "--orders", str(city / "city.xlsx"))
    assert "已写出 2、无变化 0、未写出 1" in done.stdout
    assert "本县期间文件夹里有与总表同名的文件" in done.stderr


def test_an_issue_names_the_row_of_the_workbook(city: Path, tmp_path: Path) -> None:
    units = city / "counties" / "东山县" / "units.csv"
    before = units.read_text(encoding="utf-8")
    units.write_text(before.replace("甲局", "子局"), encoding="utf-8")
    try:
        done = run_batch(
            city / "counties",
            tmp_path,
            PERIOD,
            "--orders",
            str(city / "city.xlsx"),
            "--log-json",
            str(tmp_path / "log"),
        )
    finally:
        units.write_text(before, encoding="utf-8")
    assert "已写出 2、无变化 0、未写出 1" in done.stdout
    lines = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    issues = next(line["issues"] for line in lines if line["event"] == "failed")
    book = openpyxl.load_workbook(city / "city.xlsx")
    expected = set()
    for sheet in book:
        column = [cell.value for cell in sheet[2 if sheet.title != "续表" else 1]].index("承办单位")
        county = [cell.value for cell in sheet[2 if sheet.title != "续表" else 1]].index("区县")
        expected |= {
            f"city.xlsx 工作表“{sheet.title}” 第{row[0].row}行"
            for row in sheet.iter_rows()
            if row[column].value == "甲局" and row[county].value == "东山"
        }
    found = {" ".join(issue["text"].split(" ")[:3]) for issue in issues if issue["code"] == "unit.unknown"}
    assert expected
    assert found == expected


def test_a_county_without_rows_is_reported(city: Path, tmp_path: Path) -> None:
    make_county(tmp_path / "counties", "空山县")  # its own orders do not hide that the workbook has none
    done = run_batch(tmp_path / "counties", tmp_path / "out", PERIOD, "--orders", str(city / "city.xlsx"))
    assert done.returncode == 1
    assert "总表里没有这个县的工单" in done.stderr
    assert "不属于任何县 126 行" in done.stdout


def test_what_is_wrong_with_a_countys_rules_is_said_when_it_is_not_recognised(city: Path, tmp_path: Path) -> None:
    """The folder is called dongshan: only its profile says that it is 东山县."""
    made = make_county(tmp_path / "counties", "dongshan")
    profile = made.folder / "profile.yaml"
    text = profile.read_text(encoding="utf-8").replace("dongshan", "东山")
    profile.write_text(f"{text}\nfoo: 1\n", encoding="utf-8")
    done = run_batch(tmp_path / "counties", tmp_path / "out", PERIOD, "--orders", str(city / "city.xlsx"))
    assert done.returncode == 1
    assert "foo" in done.stderr
    assert "总表里没有这个县的工单" not in done.stdout + done.stderr


def test_two_folders_of_one_county_stop_everything(city: Path, tmp_path: Path) -> None:
    for name in ("东山县", "另一个"):
        make_county(tmp_path, name)
    profile = tmp_path / "另一个" / "profile.yaml"
    profile.write_text((tmp_path / "东山县" / "profile.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    done = run_batch(tmp_path, tmp_path / "out", PERIOD, "--orders", str(city / "city.xlsx"))
    assert done.returncode == 1
    assert "两个县文件夹是同一个地区" in done.stderr


def test_a_column_that_is_not_there(city: Path, tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="没有用来分县的列.*应为：一列叫“所属县”"):
        divide([city / "city.xlsx"], "所属县", {}, [HeadWords.of(IntakeRules())], tmp_path)


def test_personal_data_is_not_kept(city: Path, tmp_path: Path) -> None:
    division = divide([city / "city.xlsx"], "区县", {"东山": "东山县"}, [HeadWords.of(IntakeRules())], tmp_path)
    kept = division.parts["东山县"].path.read_bytes()
    assert division.parts["东山县"].rows == 40
    assert "甲局".encode() in kept
    for personal in ("张三丰", "13900000000"):
        assert personal.encode() not in kept


def divided_text(tmp_path: Path, lines: str, by: str = "区县") -> tuple[dict[str, int], int]:
    """What becomes of the rows of ``lines`` (CSV) that belong to no county, and how many rows there are."""
    path = tmp_path / "all.csv"
    path.write_text(lines.strip() + "\n", encoding="utf-8")
    division = divide([path], by, {"东山": "东山县"}, [HeadWords.of(IntakeRules())], tmp_path)
    assert division.read == sum(part.rows for part in division.parts.values()) + sum(division.unassigned.values())
    return dict(division.unassigned), division.read


def test_names_of_nobody_are_shown_only_where_they_look_like_a_countys(tmp_path: Path) -> None:
    found, read = divided_text(
        tmp_path,
        """
工单编号,受理时间,承办单位,区县,联系电话
A1,2024-05-01,甲局,东山,13912345670
A2,2024-05-01,甲局,北岭县,13912345671
A3,2024-05-01,甲局,城关镇幸福路7号 13912345672,
A4,2024-05-01,甲局,13912345673,
A5,2024-05-01,甲局,（13912345674）,
A6,2024-05-01,甲局,反映小区里夜间施工扰民多次未果,
A7,2024-05-01,甲局,,
""",
    )
    assert found == {"北岭县": 1, "（其他写法）": 4, "（空白）": 1}
    assert read == 7


@pytest.mark.parametrize("by", ["联系电话", "诉求人"])
def test_citizens_are_not_listed_when_they_stand_in_the_column_that_divides(by: str, tmp_path: Path) -> None:
    lines = f"工单编号,受理时间,承办单位,{by}\nA1,2024-05-01,甲局,张三丰\nA2,2024-05-01,甲局,13912345671"
    assert divided_text(tmp_path, lines, by) == ({"（其他写法）": 2}, 2)


def test_rows_that_are_no_orders_are_told_from_orders_of_nobody(tmp_path: Path) -> None:
    found, read = divided_text(
        tmp_path,
        """
工单编号,受理时间,承办单位,区县
A1,2024-05-01,甲局,东山
,,,
工单编号,受理时间,承办单位,区县
合计,,,2
注：数据截至五月底,,,
,2024-05-01,甲局,北岭县
""",
    )
    assert found == {"北岭县": 1, "（重复的表头）": 1, "（合计行）": 1, "（表外说明）": 1}
    assert read == 5


def test_no_more_names_are_listed_than_a_console_shows(tmp_path: Path) -> None:
    names = [f"{one}{other}县" for one in "甲乙丙丁戊己庚辛壬癸" for other in "甲乙丙丁戊己庚辛壬癸"]
    lines = [f"A{number},甲局,{name}" for number, name in enumerate([*names, "癸癸县"])]
    found, _ = divided_text(tmp_path, "\n".join(["工单编号,承办单位,区县", *lines]))
    assert len(found) == 51
    assert found["癸癸县"] == 2
    assert found["（其他写法）"] == 50


def test_a_shared_table_given_twice_is_read_once(city: Path, divided: tuple[Path, str], tmp_path: Path) -> None:
    """By its name, by another way to it, through a link: the figures are those of one."""
    table = city / "city.xlsx"
    (tmp_path / "总表.xlsx").symlink_to(table)
    again = ["--orders", str(table), "--orders", str(tmp_path / ".." / tmp_path.name / "总表.xlsx")]
    done = run_batch(city / "counties", tmp_path / "out", PERIOD, "--orders", str(table), *again, "--jobs", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.count("写了两次，只读一次") == 2
    assert figures(tmp_path / "out") == figures(divided[0])
