"""``inspect --digest`` as a clerk calls it: what it shows, what its workbook holds, what can be done with its words."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

from bulletin_gen.digest.find import stand_out
from bulletin_gen.digest.model import Digest, NoticeKind
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import Options, generate
from cli.calls import call
from digest.counties import CITIZEN, HEADS, WORDING, add_month, example, generated, new_county
from digest.months import County, history

PAGE = Path(__file__).parents[2] / "docs" / "digest.zh-CN.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The county of the page, and its last period."""
    folder = tmp_path_factory.mktemp("digest") / "云溪县"
    return folder, example(folder)


@pytest.fixture
def county(made: tuple[Path, str], tmp_path: Path) -> tuple[Path, str]:
    """The same for a test that changes it."""
    return Path(shutil.copytree(made[0], tmp_path / "云溪县")), made[1]


@pytest.fixture(scope="module")
def digest(made: tuple[Path, str]) -> Digest:
    """What stands out there."""
    return stand_out(*made)


def test_the_page_shows_what_the_command_shows(made: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, period = made
    said = call(capsys, "inspect", str(folder), period, "--digest")
    assert (said.code, said.err) == (0, "")
    shown = PAGE.read_text(encoding="utf-8").partition("<!-- digest -->\n```text\n")[2].partition("```")[0]
    assert shown == said.out


def test_a_periods_folder_alone_is_enough(made: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, period = made
    both = call(capsys, "inspect", str(folder), period, "--digest")
    assert call(capsys, "inspect", str(folder / period), "--digest").out == both.out
    assert call(capsys, "inspect", str(folder), "--digest").out == both.out  # the newest


@pytest.mark.parametrize("more", [("--write-profile",), ("--take", "满意程度"), ("-p", "县")])
def test_what_belongs_to_exports_is_refused(
    made: tuple[Path, str], more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(capsys, "inspect", str(made[0]), made[1], "--digest", *more)
    assert said.code == 2
    assert "--digest 只和 县文件夹 期间、--out 一起用" in said.err


def test_nothing_is_written_without_out(made: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, period = made
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    call(capsys, "inspect", str(folder), period, "--digest")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_the_workbook_has_every_finding_with_its_orders_and_nothing_of_a_citizen(
    made: tuple[Path, str], digest: Digest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, period = made
    said = call(capsys, "inspect", str(folder), period, "--digest", "--out", str(tmp_path / "异常.xlsx"))
    assert said.out.endswith(f"已写出：{tmp_path / '异常.xlsx'}\n")
    book = openpyxl.load_workbook(tmp_path / "异常.xlsx")
    rows = list(book["发现"].iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows] == [each.text for each in digest.notices]
    orders = list(book["工单"].iter_rows(min_row=2, values_only=True))
    assert len(orders) == sum(len(each.orders) for each in digest.notices) == sum(row[6] for row in rows)
    texts = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row] + [said.out]
    assert [text for text in texts for word in CITIZEN if word in text] == []


def test_the_orders_of_a_rate_are_those_that_missed_it(digest: Digest) -> None:
    (found,) = [each for each in digest.of_kind(NoticeKind.RATE) if each.about == "民政局按期办结率"]
    hits, of = found.text.partition("（")[2].partition("）")[0].split("/")
    assert len(found.orders) == int(of) - int(hits) > 0
    assert {line[1] for line in found.orders} == {found.about.removesuffix("按期办结率")}


def test_every_sentence_can_be_pasted_into_the_wording_and_prints_what_was_said(
    county: tuple[Path, str], digest: Digest
) -> None:
    folder, period = county
    said = [each for each in digest.notices if each.sentence]
    assert {each.kind for each in said} >= {NoticeKind.COUNT, NoticeKind.RATE, NoticeKind.RECORD, NoticeKind.BOUND}
    (folder / "正文.txt").write_text(WORDING + "".join(f"{each.sentence}\n" for each in said), encoding="utf-8")
    texts = _printed(folder, period)
    assert [each.printed for each in said if each.printed not in texts] == []
    assert all("{" not in each.printed and any(sign.isdigit() for sign in each.printed) for each in said)


def test_every_note_can_be_pasted_into_the_narrative(county: tuple[Path, str], digest: Digest) -> None:
    folder, period = county
    notes = [each.note for each in digest.notices if each.note]
    assert {each.kind for each in digest.notices if each.note} >= {NoticeKind.PLACE, NoticeKind.OPEN}
    narrative = "# 热点问题\n" + "".join(f"{note}\n" for note in notes)
    (folder / period / "narrative.md").write_text(narrative, encoding="utf-8")
    texts = _printed(folder, period)
    assert [note for note in notes if note not in texts] == []


def _printed(folder: Path, period: str) -> list[str]:
    out = folder.parent / "输出"
    generate(folder, period, out, Options(record=False))
    (path,) = out.glob("*.docx")
    return [each.text for each in docx.Document(str(path)).paragraphs]


def test_a_sentence_lives_on_in_the_next_period(county: tuple[Path, str], digest: Digest) -> None:
    """Its numbers are names: in another period it says that period's."""
    folder, _ = county
    (found,) = [each for each in digest.of_kind(NoticeKind.COUNT) if each.about.startswith("拖欠工资")]
    (folder / "正文.txt").write_text(WORDING + f"{found.sentence}\n", encoding="utf-8")
    texts = _printed(folder, "2030-01")
    (other,) = [text for text in texts if text.startswith(found.printed[:8])]
    assert other != found.printed


def test_few_records_are_said_to_be_few(county: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, period = county
    for path in sorted((folder / "facts").glob("*.json"))[:-7]:
        path.unlink()
    said = call(capsys, "inspect", str(folder), period, "--digest")
    assert "说明：存下的以前各期只有7期，满8期才判断异动" in said.out
    assert "件数异动" not in said.out and "接近界线的单位" in said.out


def test_periods_counted_by_another_rule_are_left_out_and_named(county: tuple[Path, str]) -> None:
    folder, period = county
    profile = folder / "profile.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(
        text.replace("{属于: 转办, 条件: {closed_on_time: 是}}", "{属于: 转办, 条件: {closed: 是}}"), encoding="utf-8"
    )
    found = stand_out(folder, period)
    assert "“按期办结率”的口径在2029年1月至2030年1月的13期和现在不同，这几期没有用来比" in found.remarks
    assert found.of_kind(NoticeKind.RATE) == ()
    assert found.of_kind(NoticeKind.COUNT) != ()


def test_a_folder_of_the_period_before_that_cannot_be_read_is_said(county: tuple[Path, str]) -> None:
    folder, period = county
    (folder / "2030-01" / "orders.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    remarks = stand_out(folder, period).remarks
    assert [each for each in remarks if each.startswith("2030年1月的工单读不成（")] != []
    shutil.rmtree(folder / "2030-01")
    assert "没有2030年1月的工单文件夹，“集中反映”没有和上月比" in stand_out(folder, period).remarks


def test_a_record_that_is_another_countys_stops_it(county: tuple[Path, str]) -> None:
    folder, period = county
    record = folder / "facts" / "2029-05.json"
    record.write_text(
        record.read_text(encoding="utf-8").replace('"county": "云溪县"', '"county": "别县"'), encoding="utf-8"
    )
    with pytest.raises(BulletinError, match="历史数据是别的县的"):
        stand_out(folder, period)


def test_the_same_every_time(made: tuple[Path, str], digest: Digest) -> None:
    assert stand_out(*made) == digest


def test_a_column_that_is_blank_now_is_among_what_is_missing(county: tuple[Path, str]) -> None:
    folder, period = county
    export = folder / period / "orders.csv"
    with export.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with export.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADS)
        writer.writeheader()
        writer.writerows(row | {"一级分类": "", "二级分类": ""} for row in rows)
    (found,) = (each for each in stand_out(folder, period).of_kind(NoticeKind.MISSING) if "一级分类" in each.about)
    assert found.text.startswith("“一级分类”空白比上一期多得多的列：")
    assert found.sentence == ""


def test_exports_without_places_are_looked_at_by_units(county: tuple[Path, str]) -> None:
    folder, period = county
    profile = folder / "profile.yaml"
    text = (
        profile.read_text(encoding="utf-8").replace("district: 所属区域, ", "").replace("[来电人", "[所属区域, 来电人")
    )
    profile.write_text(text, encoding="utf-8")
    found = stand_out(folder, period)
    assert "工单里没有“所属区域”列，“集中反映”按承办单位看" in found.remarks
    assert [each.about for each in found.of_kind(NoticeKind.PLACE)] == ["卫健局“宅基地—丙类”"]
    shutil.rmtree(folder / "2030-01")
    alone = stand_out(folder, period)
    assert "工单里没有“所属区域”列，“集中反映”没有看" in alone.remarks
    assert alone.of_kind(NoticeKind.PLACE) == ()


def test_sub_categories_in_the_wording_do_not_stand_in_the_way_of_the_next_period(tmp_path: Path) -> None:
    """What a run records of sub-values is no value of its own to the next."""
    folder = new_county(
        tmp_path / "云溪县", "{期间}{热点问题：前2：{名称}主要是{子类：{名称}{件数}件}；}。\n{文字：热点问题}\n"
    )
    profile = folder / "profile.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("按列: category_1}", "按列: category_1, about: category_2}"), encoding="utf-8")
    months = history(County(5), 9)
    generated(folder, months[:-1])
    (year, number), orders = months[-1]
    found = stand_out(folder, add_month(folder, year, number, orders))
    assert not any("." in each.about for each in found.notices)
