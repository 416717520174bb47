"""A second run never destroys work: what people have edited since stays, under another name, and is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bulletin_gen.pipeline import Options, Result, generate

EXAMPLE = Path(__file__).parent.parent / "examples" / "pingjiang"
MONTH = "2024-05"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    target = tmp_path / "平江县"
    shutil.copytree(EXAMPLE, target)
    return target


def run(county: Path, *, record: bool = True) -> Result:
    return generate(county, MONTH, county.parent / "输出", Options(record=record))


def bulletin(result: Result) -> Path:
    return next(path for path in result.files if path.suffix == ".docx")


@pytest.mark.parametrize("record", [True, False])
def test_an_untouched_bulletin_makes_way(county: Path, record: bool) -> None:
    run(county, record=record)
    (county / MONTH / "narrative.md").write_text(
        (county / MONTH / "narrative.md").read_text(encoding="utf-8").replace("落实", "落细"), encoding="utf-8"
    )
    again = run(county, record=record)
    assert again.kept == ()
    assert sorted(path.name for path in bulletin(again).parent.iterdir()) == sorted(
        path.name for path in again.files if path.parent == bulletin(again).parent
    )


def test_an_edited_bulletin_and_annex_stay_under_another_name(county: Path) -> None:
    first = run(county)
    edited = [bulletin(first), next(path for path in first.files if path.suffix == ".xlsx")]
    for path in edited:
        path.write_bytes(path.read_bytes() + b"edited")
    again = run(county)
    assert [path.name for path in again.kept] == [f"{path.stem}（改动稿）{path.suffix}" for path in edited]
    assert all(path.read_bytes().endswith(b"edited") for path in again.kept)
    assert bulletin(again).read_bytes() != again.kept[0].read_bytes()
    edited[0].write_bytes(b"edited once more")
    assert [path.name for path in run(county).kept] == [f"{edited[0].stem}（改动稿2）.docx"]


def test_other_periods_in_the_same_folder_are_known_by_the_county_s_record(county: Path) -> None:
    first = run(county)
    (county.parent / "输出" / "facts.json").unlink()
    again = run(county)
    assert (again.kept, bulletin(again)) == ((), bulletin(first))


def test_where_nothing_tells_who_wrote_a_file_it_is_kept(county: Path) -> None:
    first = run(county, record=False)
    bulletin(first).write_bytes(b"somebody's")
    (county.parent / "输出" / "facts.json").unlink()
    assert [path.read_bytes() for path in run(county).kept] == [b"somebody's"]


def test_a_list_of_issues_that_somebody_ticked_off_stays(county: Path) -> None:
    (county / MONTH / "narrative.doc").write_bytes(b"x")
    first = run(county)
    listed = next(path for path in first.files if path.name == "问题清单.xlsx")
    listed.write_bytes(listed.read_bytes() + b"ticked")
    (county / MONTH / "narrative.doc").unlink()
    again = run(county)
    assert not listed.exists()
    assert [path.name for path in again.kept] == ["问题清单（改动稿）.xlsx"]
