"""Charts of a draft: what somebody has changed in one is told, and refreshing draws anew what nobody has touched."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import docx
import msgspec
import openpyxl
import pytest

from bulletin_gen.drafts.check import check_draft
from bulletin_gen.drafts.model import Verdict
from bulletin_gen.drafts.recorded import read_recorded
from bulletin_gen.drafts.refresh import refresh_draft
from bulletin_gen.drafts.refreshing.plan import RefreshStep
from bulletin_gen.pipeline import rehearse
from bulletin_gen.runs.record import RecordedRun, as_record
from bulletin_gen.word import open_word, word_file
from bulletin_gen.word.charts import chart_parts, data_book_of
from trends import year


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A county with two charts in its March bulletin, and what was generated for it."""
    folder = tmp_path_factory.mktemp("charts") / "云溪县"
    return folder, year.make(folder, year.all_rows(), last=3)


@pytest.fixture
def draft(made: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of the bulletin."""
    (path,) = made[1].glob("*.docx")
    return Path(shutil.copy(path, tmp_path / "稿件.docx"))


def _run(made: tuple[Path, Path]) -> RecordedRun:
    return read_recorded(made[1] / "facts.json")


def _edited(path: Path, old: str, new: str) -> docx.document.Document:
    """The draft with something changed in its first chart, as Word would save it."""
    document = open_word(path)
    part = next(iter(chart_parts(document)))
    assert old in part.blob.decode()
    part._blob = part.blob.decode().replace(old, new, 1).encode()
    return document


def _value(made: tuple[Path, Path]) -> str:
    return _run(made).charts[0].series[0].points[0].value


def test_an_untouched_draft_has_every_number_of_its_charts(made: tuple[Path, Path], draft: Path) -> None:
    run = _run(made)
    checked = check_draft(word_file(open_word(draft), "稿件.docx"), run)
    assert {each.verdict for each in checked.findings} == {Verdict.RIGHT}
    numbers = [each for each in checked.findings if each.place is None and each.sentence.startswith("图")]
    drawn = [point.value for chart in run.charts for series in chart.series for point in series.points]
    assert len(numbers) == len([*filter(None, drawn)]) > 10


def test_a_number_changed_in_a_chart_is_told(made: tuple[Path, Path], draft: Path) -> None:
    value = _value(made)
    document = _edited(draft, f"<c:v>{value}</c:v>", "<c:v>4783</c:v>")
    (found,) = check_draft(word_file(document, ""), _run(made)).of(Verdict.CHANGED)
    assert (found.was, found.now, found.sentence) == (value, "4783", "图1　2031年各月受理：1月")


def test_a_chart_that_is_gone_or_new_is_told(made: tuple[Path, Path], draft: Path) -> None:
    run = _run(made)
    drawn = word_file(open_word(draft), "").charts
    fewer = msgspec.structs.replace(word_file(open_word(draft), ""), charts=drawn[1:])
    assert [each.was for each in check_draft(fewer, run).of(Verdict.DELETED)] == ["图1　2031年各月受理"]
    others = msgspec.structs.replace(run, charts=run.charts[1:])
    (found,) = check_draft(word_file(open_word(draft), ""), others).of(Verdict.ADDED)
    assert found.now.startswith("一张图：1月")


@pytest.fixture(scope="module")
def later(made: tuple[Path, Path]) -> RecordedRun:
    """The run of the same month after some orders have been taken out."""
    path = made[0] / "2031-03" / "orders.csv"
    kept = path.read_text(encoding="utf-8")
    lines = kept.splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[20:]]), encoding="utf-8")
    try:
        return as_record(rehearse(made[0], "2031-03"))
    finally:
        path.write_text(kept, encoding="utf-8")


def _columns(content: bytes, count: int) -> list[list[float | None]]:
    """The numbers of a workbook inside of a chart, column by column."""
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True))
    return [[None if row[column] is None else float(row[column]) for row in rows] for column in range(1, count + 1)]


def test_refreshing_draws_untouched_charts_anew(made: tuple[Path, Path], later: RecordedRun, draft: Path) -> None:
    result = refresh_draft(open_word(draft), word_file(open_word(draft), ""), _run(made), later)
    drawn = [each.step for each in result.changes if each.was == "整张图"]
    assert drawn == [RefreshStep.REPLACED] * len(drawn) and drawn
    new = docx.Document(io.BytesIO(result.content))
    findings = check_draft(word_file(new, ""), later).findings
    assert {each.verdict for each in findings if each.sentence.startswith("图")} == {Verdict.RIGHT}
    for part, chart in zip(chart_parts(new), later.charts, strict=True):
        inside = data_book_of(part)
        assert inside is not None and f'r:id="{inside[0]}"'.encode() in part.blob
        wanted = [[float(each.value) if each.value else None for each in series.points] for series in chart.series]
        assert _columns(inside[1].blob, len(chart.series)) == wanted


def test_refreshing_leaves_a_chart_that_somebody_changed_and_says_so(
    made: tuple[Path, Path], later: RecordedRun, draft: Path
) -> None:
    document = _edited(draft, f"<c:v>{_value(made)}</c:v>", "<c:v>4783</c:v>")
    edited = io.BytesIO()
    document.save(edited)
    result = refresh_draft(docx.Document(edited), word_file(document, ""), _run(made), later)
    left = [each for each in result.changes if each.step is RefreshStep.LEFT and each.was == "整张图"]
    assert [each.place for each in left] == ["图1　2031年各月受理"]
    new = docx.Document(io.BytesIO(result.content))
    assert b"<c:v>4783</c:v>" in next(iter(chart_parts(new))).blob
