"""``units``: the registry listed and checked, aliases added."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cli.calls import EXAMPLES, call, held

BOM = "\ufeff"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "pingjiang", tmp_path / "county"))


def test_all_units_are_listed(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "units", str(county))
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("共 49 个单位\n")
    assert re.search(r"^县直单位 +平江县税务局 ", said.out, re.MULTILINE)


def test_a_sound_registry_is_said_to_be_sound(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "units", str(county), "--check")
    assert (said.code, said.out, said.err) == (0, "名册没有问题：49 个单位，2 个分组。\n", "")


def test_an_unknown_unit_is_named_until_it_is_an_alias(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = county / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("平江县民政局,", "县民政局本级,"), encoding="utf-8")
    said = call(capsys, "units", str(county), "--check")
    assert (said.code, said.out) == (1, "")
    assert re.search(
        r"未登记的单位；读到：平江县民政局（\d+ 件）；应为：units.csv 里的单位；相近的有：县民政局本级", said.err
    )
    said = call(capsys, "units", str(county), "--add-alias", "县民政局本级=平江县民政局")
    assert (said.code, said.out) == (0, "已给“县民政局本级”加别名“平江县民政局”\n")
    assert units.read_text(encoding="utf-8").startswith(BOM)
    assert call(capsys, "units", str(county), "--check").code == 0


def test_names_that_are_meant_to_be_outside_are_no_fault(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "国网" in (county / "profile.yaml").read_text(encoding="utf-8")
    assert "国网" not in call(capsys, "units", str(county), "--check").err


def test_a_group_that_the_profile_lacks_is_an_error(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = county / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("民政局,县直单位", "民政局,县直部门"), encoding="utf-8")
    said = call(capsys, "units", str(county), "--check")
    assert said.code == 1
    assert "分组不在 profile.yaml 里" in said.err


@pytest.mark.parametrize("text", ["民政局", "=民政局", "民政局="])
def test_an_alias_needs_two_names(county: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "units", str(county), "--add-alias", text)
    assert (said.code, said.out) == (2, "")


def test_an_alias_for_a_unit_that_is_not_registered_changes_nothing(
    county: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (county / "units.csv").read_bytes()
    said = call(capsys, "units", str(county), "--add-alias", "无此局=无此")
    assert said.code == 1
    assert "名册里没有这个单位" in said.err
    assert (county / "units.csv").read_bytes() == before


def test_an_empty_registry_is_said_to_be_empty(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = county / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    for arguments in (["units", str(county)], ["units", str(county), "--check"], ["generate", str(county)]):
        said = call(capsys, *arguments)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("错误 units.csv：名册里还没有单位；处理：一行一个单位，写单位名称和分组\n")


def test_a_registry_that_cannot_be_replaced_stays_as_it_is(
    county: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    units = county / "units.csv"
    before, beside = units.read_bytes(), sorted(county.iterdir())
    monkeypatch.setattr(Path, "replace", held)
    said = call(capsys, "units", str(county), "--add-alias", "平江县民政局=民政办")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(
        f"错误 {units}：文件改不了，没有改动；读到：没有权限，或文件正被别的程序打开；处理：关闭"
    )
    assert "Traceback" not in said.err
    assert (units.read_bytes(), sorted(county.iterdir())) == (before, beside)


def test_a_registry_that_cannot_be_opened(
    county: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_bytes = Path.read_bytes

    def locked(self: Path) -> bytes:
        return held(self) if self.name == "units.csv" else read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", locked)
    for arguments in (["units", str(county)], ["units", str(county), "--add-alias", "平江县民政局=民政办"]):
        said = call(capsys, *arguments)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("错误 units.csv：文件打不开；读到：没有权限，或文件正被别的程序打开；")


def test_an_alias_that_is_another_unit_changes_nothing(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (county / "units.csv").read_bytes()
    said = call(
        capsys, "units", str(county), "--add-alias", "平江县民政局=民政办", "--add-alias", "平江县民政局=平江县税务局"
    )
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("错误 units.csv：别名已属于另一个单位，没有改动；读到：平江县税务局：平江县税务局；")
    assert (county / "units.csv").read_bytes() == before
