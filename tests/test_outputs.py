"""What a run leaves behind: where the list of issues leads to."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from bulletin_gen.leaves.issues import BulletinError, Place, warning
from bulletin_gen.outputs import FACTS_FILE, ISSUES_FILE, add_issue_list, check_out


def targets(out: Path, folders: tuple[Path, ...], *names: str) -> list[str | None]:
    """Where the links of a list lead to, an issue for each file named."""
    issues = [warning("x", f"第{number}种", Place(name, "表", 3)) for number, name in enumerate(names)]
    files: dict[Path, bytes] = {}
    assert add_issue_list(issues, out, files, folders) == []
    sheet = openpyxl.load_workbook(io.BytesIO(files[out / ISSUES_FILE])).active
    links = (sheet.cell(row, 8).hyperlink for row in range(2, 2 + len(names)))
    return [link.target if link else None for link in links]


def test_links_lead_from_the_output_folder_to_the_files_that_issues_name(tmp_path: Path) -> None:
    county, period, out = tmp_path / "甲县", tmp_path / "甲县" / "2024-05", tmp_path / "通报" / "甲县"
    period.mkdir(parents=True)
    for path in (county / "units.csv", period / "工单.xlsx", period / "五月.zip"):
        path.write_bytes(b"")
    names = ("工单.xlsx", "units.csv", "五月.zip/上半月.xlsx", "没有.xlsx", str(county / "units.csv"))
    up = "..\\..\\甲县\\"
    assert targets(out, (period, county), *names) == [
        up + "2024-05\\工单.xlsx", up + "units.csv", up + "2024-05\\五月.zip", None, up + "units.csv",
    ]  # fmt: skip


def test_the_same_relation_of_folders_gives_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for root in (tmp_path / "a", tmp_path / "b" / "c"):
        (root / "甲县").mkdir(parents=True)
        (root / "甲县" / "工单.xlsx").write_bytes(b"")
        files: dict[Path, bytes] = {}
        add_issue_list([warning("x", "y", Place("工单.xlsx", "表", 3))], root / "通报", files, (root / "甲县",))
        contents += files.values()
    assert contents[0] == contents[1]


def test_without_issues_an_old_list_is_stale(tmp_path: Path) -> None:
    assert add_issue_list([], tmp_path, {}) == []
    (tmp_path / ISSUES_FILE).write_bytes(b"")
    assert add_issue_list([], tmp_path, {}) == [tmp_path / ISSUES_FILE]


def test_a_folder_named_like_the_list_is_no_old_list(tmp_path: Path) -> None:
    (tmp_path / ISSUES_FILE).mkdir()
    assert add_issue_list([], tmp_path, {}) == []


def test_what_was_written_for_another_county_is_not_written_over(tmp_path: Path) -> None:
    check_out("乙县", tmp_path / "没有")
    (tmp_path / FACTS_FILE).write_text('{"county": "甲县", "period": {"name": "2024年5月"}, "figures": {}}', "utf-8")
    check_out("甲县", tmp_path)  # the next month into the same folder
    with pytest.raises(BulletinError) as caught:
        check_out("乙县", tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}：输出文件夹里是另一个县的结果；读到：甲县2024年5月的 facts.json；应为：乙县的结果，或空的文件夹；"
        f"处理：换一个输出文件夹，如 --out {tmp_path / '乙县'}；原来的结果不要了的，删去其中的 facts.json"
    )


@pytest.mark.parametrize("content", ["", "[]", '{"county": 1}', "\ufeff{"])
def test_a_file_of_someone_else_by_that_name_says_nothing_of_a_county(tmp_path: Path, content: str) -> None:
    (tmp_path / FACTS_FILE).write_text(content, encoding="utf-8")
    check_out("甲县", tmp_path)
