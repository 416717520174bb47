"""What a run leaves behind: where the list of issues leads to."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from bulletin_gen.issues import Place, warning
from bulletin_gen.outputs import ISSUES_FILE, add_issue_list


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
