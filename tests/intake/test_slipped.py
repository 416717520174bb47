"""A row whose cells slipped by a column, or a citizen's number as an order's id: nothing of a citizen comes out."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from bulletin_gen.cli.app import app
from bulletin_gen.intake.cells.told import is_slipped, told
from bulletin_gen.intake.showing.inspect import inspect_files
from bulletin_gen.intake.showing.marking import marked_copies
from bulletin_gen.leaves.issues import Severity
from bulletin_gen.outputs import add_issue_list
from intake.sample import UNITS, profile, read, read_table

HEAD = "工单编号,诉求内容,来电人,联系地址,受理时间,受理渠道,派单时间,承办单位,办结时间,工单状态,是否超期,办理结果评价"
GOOD = "A1,漏水,某某,某路,@6,电话,@7,公安局,@8,已办结,否,满意"
#: Every part of these is a citizen's.
SECRET = ("欧阳玄霄", "幸福里", "翠微", "三栋", "13977001234")

SLIPPED = {
    "a comma too many in the content": "A2,漏水,两次,欧阳玄霄,幸福里小区三栋,@6,电话,@7,公安局,@8,已办结,否",
    "two commas too many": "A2,a,b,c,欧阳玄霄,幸福里小区三栋,@6,电话,@7,公安局,@8,已办结",
    "more cells than the head": "A2,漏水,两次,欧阳玄霄,幸福里小区三栋,@6,电话,@7,公安局,@8,已办结,否,满意",
    "an address in the unit": "A2,漏水,某某,某路,@6,@6,@7,翠微街幸福里3号,@8,已办结,否,满意",
    "a name where a time belongs": "A2,漏水,某某,某路,欧阳玄霄,电话,幸福里小区三栋,公安局,@8,已办结,否,满意",
    "a name as the unit": "A2,漏水,某某,某路,翠微,@6,电话,幸福里,@8,已办结,欧阳玄霄,满意",
    "a name as an opinion": "A2,漏水,某某,某路,翠微,电话,@7,公安局,@8,已办结,否,欧阳玄霄",
    "a name and a number as the id": "欧阳玄霄13977001234,漏水,某某,某路,前天,电话,@7,公安局,@8,已办结,否,满意",
    "a name as the id": "欧阳玄霄,漏水,某某,某路,前天,电话,@7,公安局,@8,已办结,否,满意",
}


def line(text: str) -> str:
    """A row of the export: @6 stands for a time on that day."""
    return re.sub(r"@(\d)", r"2024-05-0\1 08:00:00", text)


@pytest.fixture(params=SLIPPED)
def export(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    path = tmp_path / "工单.csv"
    path.write_text("\n".join([HEAD, line(GOOD), line(SLIPPED[request.param]), ""]), encoding="utf-8")
    return path


def secrets_in(text: str) -> list[str]:
    return [secret for secret in SECRET if secret in text]


def cells_of(data: bytes) -> str:
    sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
    return "\n".join(f"{cell.value} {cell.comment.text if cell.comment else ''}" for cell in cells)


def test_messages_the_list_and_the_marked_copy_show_nothing_of_a_citizen(export: Path) -> None:
    got = read(export.parent, export)
    assert any(issue.severity is Severity.ERROR for issue in got.issues)
    assert secrets_in("\n".join(map(str, got.issues))) == []
    written: dict[Path, bytes] = {}
    add_issue_list(got.issues, export.parent, written, (export.parent,))
    assert [secrets_in(cells_of(data)) for data in written.values()] == [[]]
    [copy] = marked_copies([export], got.issues, profile().intake).values()
    assert secrets_in(cells_of(copy)) == []
    assert "公安局" in cells_of(copy)


def test_inspect_shows_nothing_of_a_citizen_on_the_screen_or_in_its_workbook(export: Path) -> None:
    book = export.parent / "检查.xlsx"
    run = CliRunner().invoke(app, ["inspect", str(export), "--out", str(book)])
    assert secrets_in(run.stdout + run.stderr + cells_of(book.read_bytes())) == []
    assert inspect_files([export]).sheets[0].rows == 2


@pytest.mark.parametrize(
    "order_id",
    [
        "13977001234",
        "欧阳玄霄13977001234",
        "430626199001011234",
        "43062619900101123X",
        "139-7700-1234",
        "热线13977001234",
    ],
)
def test_a_citizens_number_as_an_orders_id_is_an_error(tmp_path: Path, order_id: str) -> None:
    got = read_table(
        tmp_path, f"工单编号 | 受理时间 | 承办单位\nA1 | 2024-05-06 | 公安局\n{order_id} | 2024-05-06 | 公安局"
    )
    [issue] = got.issues
    assert (issue.code, issue.severity, issue.place.row) == ("personal_data", Severity.ERROR, 3)
    assert order_id not in str(issue)


@pytest.mark.parametrize(
    "order_id",
    ["430626202405010001", "430626202305010001", "202405010001", "GD13977001234", "平政热20240501号"],
)
def test_numbers_of_orders_are_no_citizens(tmp_path: Path, order_id: str) -> None:
    assert read_table(tmp_path, f"工单编号 | 受理时间 | 承办单位\n{order_id} | 2024-05-06 | 公安局").issues == ()


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("2024-13-45", "accepted_at"),
        ("昨天上午", "closed_at"),
        ("五月三日", "closed_at"),
        ("未联系", "responded"),
        ("尚可", "result_opinion"),
    ],
)
def test_a_slip_of_the_columns_own_kind_is_shown(text: str, column: str) -> None:
    assert told(text, column, slipped=False) == text


def test_a_row_of_values_in_their_places_has_not_slipped() -> None:
    assert not is_slipped({"accepted_at": "2024年5月6日 8时", "unit": "公安局", "channel": "12345热线"})
