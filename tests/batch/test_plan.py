"""Which counties and periods a batch covers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin_gen.batch.plan import find_counties, plan_one, plan_series, series
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import parse_period


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("甲县", "乙县", "丙区"):
        (tmp_path / name / "2024-05").mkdir(parents=True)
        (tmp_path / name / "profile.yaml").touch()
    (tmp_path / "丙区" / "2024-04").mkdir()
    (tmp_path / "说明").mkdir()
    return tmp_path


def names(root: Path, *patterns: str) -> list[str]:
    return [county.name for county in find_counties(root, patterns)]


def test_every_folder_of_a_county_and_no_other(root: Path) -> None:
    assert names(root) == sorted(["甲县", "乙县", "丙区"])


def test_a_county_that_lost_its_profile_is_not_passed_over(root: Path) -> None:
    (root / "甲县" / "profile.yaml").rename(root / "甲县" / "units.csv")
    assert "甲县" in names(root)


def test_a_county_folder_itself(root: Path) -> None:
    assert names(root / "甲县") == ["甲县"]


def test_names_and_wildcards_choose(root: Path) -> None:
    assert names(root, "*区", "甲县") == sorted(["甲县", "丙区"])


@pytest.mark.parametrize("wrong", ["丁县", "*市"])
def test_a_name_that_means_no_county_is_wrong(root: Path, wrong: str) -> None:
    with pytest.raises(BulletinError, match=f"没有这样的县文件夹；读到：{wrong.replace('*', '[*]')}"):
        find_counties(root, [wrong])


def test_no_county_at_all(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="没有县文件夹"):
        find_counties(tmp_path)


def test_the_newest_period_of_each_county(root: Path) -> None:
    (root / "乙县" / "2024-06").mkdir()
    plan = plan_one(find_counties(root), None, Path("out"))
    assert {item.name: item.period.key for item in plan.items} == {
        "甲县": "2024-05",
        "乙县": "2024-06",
        "丙区": "2024-05",
    }


def test_a_county_without_any_period_is_accounted_for(root: Path) -> None:
    (root / "甲县" / "2024-05").rmdir()
    plan = plan_one(find_counties(root), None, Path("out"))
    assert [each.name for each in plan.unplanned] == ["甲县"]
    assert len(plan.items) == 2


def test_a_series_is_a_chain_for_each_county(root: Path) -> None:
    plan = plan_series(find_counties(root, ["丙区"]), "2024-04", "2024-05", Path("out"))
    assert [[str(item.target) for item in chain] for chain in plan.chains] == [["out/丙区/2024-04", "out/丙区/2024-05"]]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2023-11", "2024-02", ["2023-11", "2023-12", "2024-01", "2024-02"]),
        ("2020-W52", "2021-W02", ["2020-W52", "2020-W53", "2021-W01", "2021-W02"]),
        ("2023-Q4", "2024-Q1", ["2023-Q4", "2024-Q1"]),
        ("2024-05", "2024-05", ["2024-05"]),
    ],
)
def test_series_of_every_kind(first: str, last: str, expected: list[str]) -> None:
    assert [period.key for period in series(parse_period(first), parse_period(last))] == expected


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2024-05", "2024-04", "起始期间晚于结束期间"),
        ("2024-05", "2024-Q3", "起止期间不是同一种"),
        ("2024-01~04", "2024-05~08", "起止期间不是同一种"),
        ("1923-05", "2024-04", "期数太多"),
    ],
)
def test_what_is_no_series(first: str, last: str, why: str) -> None:
    with pytest.raises(BulletinError, match=why):
        series(parse_period(first), parse_period(last))


def test_a_county_that_cannot_be_read_is_accounted_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    is_file, names = Path.is_file, [path.name for path in find_counties(root)]

    def denied(self: Path) -> bool:
        if self.parent.name in ("无权县", "lost+found"):
            raise PermissionError(13, "denied", str(self))
        return is_file(self)

    for name in ("无权县", "lost+found"):
        (root / name).mkdir()
    iterdir = Path.iterdir

    def denied_iterdir(self: Path) -> Iterator[Path]:
        if self.name == "无权县":
            raise PermissionError(13, "denied", str(self))
        return iterdir(self)

    monkeypatch.setattr(Path, "is_file", denied)
    monkeypatch.setattr(Path, "iterdir", denied_iterdir)
    counties = find_counties(root)
    assert sorted(path.name for path in counties) == sorted([*names, "无权县"])
    plan = plan_one(counties, None, root / "out")
    assert "没有权限" in str(next(each for each in plan.unplanned if each.name == "无权县").issues[0])


def test_a_county_with_a_name_that_is_not_utf8_is_accounted_for(root: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(root) + b"/" + "乙县".encode("gbk")))
    for plan in (plan_one([odd], "2024-05", root), plan_series([odd], "2024-04", "2024-05", root)):
        assert plan.items == ()
        assert [each.name for each in plan.unplanned] == ["乙县"]
        assert "名称的编码不是 UTF-8" in str(plan.unplanned[0].issues[0])
