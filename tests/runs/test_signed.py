"""定稿: what was signed stays the base of comparisons until somebody says otherwise."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import Options, generate
from cli.calls import EXAMPLES, call

MONTH = "2024-05"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    target = tmp_path / "平江县"
    shutil.copytree(EXAMPLES / "pingjiang", target)
    return target


def decide(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "decide", str(county), MONTH, "免责", "233459", "--reason", "退回前未超期")
    assert said.code == 0


def signed(county: Path, capsys: pytest.CaptureFixture[str], out: Path) -> bytes:
    generate(county, MONTH, out)
    said = call(capsys, "sign", str(county), MONTH, "--date", "2024-06-07")
    assert said.code == 0 and "2024年5月：已定稿（2024-06-07）" in said.out
    return (county / "facts" / f"{MONTH}.json").read_bytes()


def test_a_signed_run_is_replaced_only_when_told(
    county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, facts = tmp_path / "出", county / "facts" / f"{MONTH}.json"
    kept = signed(county, capsys, out)
    assert not [each for each in generate(county, MONTH, out).issues if each.code.startswith("signed.")]
    decide(county, capsys)
    result = generate(county, MONTH, out)
    new = (out / "facts.json").read_bytes()
    assert "signed.kept" in {each.code for each in result.issues}
    assert facts.read_bytes() == kept != new
    assert new in [path.read_bytes() for path in (county / "facts" / "以前").iterdir()]

    said = call(capsys, "generate", str(county), MONTH, "--out", str(out), "--replace-signed")
    assert said.code == 0 and "定稿的数据已换成这次的" in said.out + said.err
    assert facts.read_bytes() != kept and not (county / "facts" / "定稿" / f"{MONTH}.json").exists()
    assert kept in [path.read_bytes() for path in (county / "facts" / "以前").iterdir()]


def test_a_run_that_records_nothing_says_nothing_of_it(
    county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = signed(county, capsys, tmp_path / "出")
    decide(county, capsys)
    result = generate(county, MONTH, tmp_path / "出", Options(record=False))
    assert "signed.kept" not in {each.code for each in result.issues}
    assert (county / "facts" / f"{MONTH}.json").read_bytes() == kept


def test_a_batch_leaves_it_too(county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = signed(county, capsys, tmp_path / "出")
    decide(county, capsys)
    out = tmp_path / "批"
    assert call(capsys, "batch", str(county), MONTH, "--out", str(out), "--jobs", "1").code == 0
    new = (out / "平江县" / MONTH / "facts.json").read_bytes()
    assert (county / "facts" / f"{MONTH}.json").read_bytes() == kept != new
    assert new in [path.read_bytes() for path in (county / "facts" / "以前").iterdir()]


def test_what_is_not_recorded_cannot_be_signed(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (county / "facts" / f"{MONTH}.json").unlink(missing_ok=True)
    said = call(capsys, "sign", str(county), MONTH)
    assert said.code == 1 and "没有可以定稿的数据" in said.err


def test_a_damaged_mark_stops_before_anything_is_written(
    county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed(county, capsys, tmp_path / "出")
    (county / "facts" / "定稿" / f"{MONTH}.json").write_bytes(b"{")
    with pytest.raises(BulletinError, match="定稿标记读不懂"):
        generate(county, MONTH, tmp_path / "新")
    assert not (tmp_path / "新").exists()
    assert "已取消定稿" in call(capsys, "sign", str(county), MONTH, "--undo").out
    assert "本来就没有" in call(capsys, "sign", str(county), MONTH, "--undo").out


def test_a_signed_run_that_is_out_of_date_is_not_answered_with_what_keeps_it(
    county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "出"
    signed(county, capsys, out)
    decide(county, capsys)
    for _ in range(2):
        generate(county, MONTH, out)
        said = call(capsys, "sign", str(county), MONTH)
        assert said.code == 1 and "generate --replace-signed" in said.err
    assert call(capsys, "generate", str(county), MONTH, "--out", str(out), "--replace-signed").code == 0
    assert call(capsys, "sign", str(county), MONTH).code == 0
