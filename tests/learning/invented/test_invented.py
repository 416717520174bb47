"""A county with heads, words and sentences of its own, learnt from one month: the next month's bulletin is true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bulletin_gen.learning.learn import Learnt, Request, learn
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import Options, generate
from learning.invented import county as invented


class _Place:
    """The learnt county, what came of learning, the true sentences of both months."""

    def __init__(self, place: Path) -> None:
        months = {number: invented.orders_of_month(2024, number, f"month{number}") for number in (5, 6, 7)}
        counts = {number: invented.counted(orders, 2024, number) for number, orders in months.items()}
        self.counts = counts
        self.said = {
            number: invented.sentences(counts[number], f"2024年{number}月份", counts[number - 1]) for number in (6, 7)
        }
        self.orders = invented.export(months[6], place / "六月.xlsx")
        self.later = invented.export(months[7], place / "七月.xlsx")
        self.bulletin = invented.bulletin(counts[6], self.said[6], 2024, 6, place / "通报.docx")
        self.folder = place / "某某县"
        self.learnt: Learnt = learn(
            Request(self.folder, (self.bulletin,), (self.orders,), parse_period("2024-06"), "某某县")
        )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> _Place:
    """One county for all tests."""
    return _Place(tmp_path_factory.mktemp("invented"))


@pytest.fixture(scope="module")
def july(place: _Place, tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The bulletin of the month after, as the learnt rules make it; the first month was made before."""
    out = tmp_path_factory.mktemp("out")
    folder = out / "某某县"
    shutil.copytree(place.folder, folder)
    generate(folder, "2024-06", out / "六月")
    (folder / "2024-07").mkdir()
    shutil.copy(place.later, folder / "2024-07" / "七月.xlsx")
    for name in ("narrative.md", "supplied.yaml", "adjustments.xlsx"):
        shutil.copy(folder / "2024-06" / name, folder / "2024-07" / name)
    files = generate(folder, "2024-07", out / "七月", Options(record=False)).files
    return Document(str(next(path for path in files if path.suffix == ".docx")))


def test_the_numbers_of_the_orders_are_found_under_another_head(place: _Place) -> None:
    """工单编号 is called 受理单号 here; what no rule needs is said."""
    read = {each.head: each.label for each in place.learnt.heads}
    assert (read["受理单号"], read["诉求登记时间"], read["诉求性质"]) == ("工单编号", "受理时间", "诉求类型")
    assert "工单的这些列没有认出：网格编码。" in place.learnt.lines()


def test_an_opinion_in_words_of_the_office_is_taken_for_a_usual_one(place: _Place) -> None:
    """未接通 among opinions is none; it does not stop anything, and is said."""
    assert "“回访结果”里的“未接通”当作未回访。不对的，在 profile.yaml 的“取值”里改。" in place.learnt.lines()
    sheet = load_workbook(place.learnt.report)["工单的列"]
    assert ("回访结果", "办理结果评价") in [row[:2] for row in sheet.iter_rows(values_only=True)]
    assert not place.learnt.stopped


def test_every_cell_is_printed_again(place: _Place) -> None:
    """Under heads of two rows that are nearly alike."""
    assert place.learnt.fit.cells
    assert all(cell.same for cell in place.learnt.fit.cells)


def test_signature_and_date_behind_the_note_of_annexes_are_found(place: _Place) -> None:
    """附件说明 stands before them."""
    assert "某县人民政府办公室" in (place.folder / "profile.yaml").read_text(encoding="utf-8")
    assert "2024-07-04" in (place.folder / "2024-06" / "supplied.yaml").read_text(encoding="utf-8")


def test_what_the_orders_do_not_tell_is_asked_whole(place: _Place) -> None:
    """Units named by something else are others another month: no name of theirs stays in the sentence."""
    assert [tie.printed for tie in place.learnt.fit.ties if not tie.name] == [invented.PRAISED]
    wording = (place.folder / "正文.txt").read_text(encoding="utf-8")
    assert [unit for unit in invented.UNITS if unit in wording] == []


def test_the_next_month_says_what_is_true(place: _Place, july: Document) -> None:
    """Word for word what was counted by other means."""
    printed = [paragraph.text.strip() for paragraph in july.paragraphs]
    assert [said for said in place.said[7] if said not in printed] == []


def test_the_units_of_each_grade_are_those_of_the_next_month(place: _Place, july: Document) -> None:
    """In whatever order."""
    text = next(paragraph.text for paragraph in july.paragraphs if "按照考核办法" in paragraph.text)
    found = {
        name: (int(size), set(units.split("、")))
        for name, size, units in re.findall(r"评为(\S+?)等次的(\d+)个：([^；。]+)", text)
    }
    assert found == {name: (len(units), units) for name, units in invented.graded(place.counts[7]).items()}


def test_the_cells_of_the_next_month_are_true(place: _Place, july: Document) -> None:
    """Unit by unit."""
    rows = [[cell.text.strip() for cell in row.cells] for row in july.tables[-1].rows]
    printed = {row[1]: row for row in rows if row[1] in invented.UNITS}
    assert printed == {unit: invented.row_of(place.counts[7], unit) for unit in invented.UNITS}
    assert [row[2:] for row in rows if row[0] == "合计"] == [invented.sums_of(place.counts[7])[2:]]


def test_people_may_say_which_column_is_which(place: _Place, tmp_path: Path) -> None:
    """Numbers that do not tell the orders apart are refused; the head that does is told."""
    book = load_workbook(place.orders)
    sheet = book.worksheets[0]
    sheet.cell(1, 1).value, sheet.cell(1, 7).value = "甲", "网格编号"
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 7).value = f"G{100000 + row % 9}"
    book.save(tmp_path / "工单.xlsx")
    orders, period = (tmp_path / "工单.xlsx",), parse_period("2024-06")
    with pytest.raises(BulletinError, match="--column 工单编号="):
        learn(Request(tmp_path / "县", (place.bulletin,), orders, period, "某某县"))
    told = Request(tmp_path / "县", (place.bulletin,), orders, period, "某某县", columns={"order_id": "甲"})
    assert all(cell.same for cell in learn(told).fit.cells)


def test_a_column_that_is_not_there_cannot_be_told(place: _Place, tmp_path: Path) -> None:
    """The heads that are there are named."""
    request = Request(
        tmp_path / "县", (place.bulletin,), (place.orders,), parse_period("2024-06"), columns={"order_id": "编码"}
    )
    with pytest.raises(BulletinError, match="工单里没有这一列"):
        learn(request)


def test_what_one_month_cannot_show_is_said(place: _Place) -> None:
    """Every unit has a base, or nobody shares a place: what would be then is told to be a guess."""
    lines = "\n".join(place.learnt.lines())
    scores = [row.score for row in place.counts[6].rows.values()]
    assert ("按“综合得分”排的名次：本期没有并列" in lines) == (len(set(scores)) == len(scores))
    assert "没有分母的单位该得几分看不出" in lines
    assert "等级只见到" in lines
