"""What citizens said and who they are is read past: not one byte of it reaches anything that a run writes."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from bulletin_gen.pipeline import Options, generate

EXAMPLE = Path(__file__).parents[2] / "examples" / "pingjiang"
PERSONAL = (
    "姓名",
    "性别",
    "来电人",
    "来电号码",
    "联系电话",
    "证件号码",
    "地址",
    "联系地址",
    "诉求内容",
    "工单标题",
    "办理结果",
)
MARK = "密七三九"
PHONE = "13973907390"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The folder of a county whose personal cells all bear a mark, after a run with something to complain about."""
    folder = Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("private") / "平江县"))
    planted = sum(plant(path) for path in sorted((folder / "2024-05").glob("*s.xlsx")) if path.stem != "adjustments")
    generate(folder, None, folder / "out", Options(formats=("docx",)))
    return folder, planted


def plant(path: Path) -> int:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for name in PERSONAL:
        if name not in heads:
            heads.append(name)
            sheet.cell(1, len(heads), name)
    columns = [heads.index(name) + 1 for name in PERSONAL]
    for row in range(2, sheet.max_row + 1):
        for column in columns:
            sheet.cell(row, column, f"{MARK}{row} {PHONE}")
    # A doubled row and a closing before acceptance: the run has issues to show, with what it found.
    sheet.append([cell.value for cell in sheet[2]])
    closed, accepted = (heads.index(name) + 1 for name in ("办结时间", "受理时间"))
    sheet.cell(3, closed, sheet.cell(3, accepted).value)
    sheet.cell(4, closed, "2024-01-01 08:00:00")
    book.save(path)
    return len(columns) * (sheet.max_row - 1)


def contents(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    yield data
    if path.suffix == ".parquet":  # its texts are packed
        yield pl.read_parquet(path).write_csv().encode()
        yield json.dumps(pl.read_parquet_metadata(path), ensure_ascii=False).encode()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from (package.read(name) for name in package.namelist())


def test_no_byte_of_it_is_written(written: tuple[Path, int]) -> None:
    folder, planted = written
    assert planted > 10_000
    files = [*(folder / "out").rglob("*"), *(folder / "facts").rglob("*")]
    assert {"facts.json", "问题清单.xlsx"} <= {path.name for path in files}
    assert any(path.suffix == ".parquet" for path in files)
    for path in (path for path in files if path.is_file()):
        for content in contents(path):
            for secret in (MARK, PHONE, "".join(f"&#{ord(character)};" for character in MARK)):
                for encoding in ("utf-8", "utf-16-le", "gb18030"):
                    assert secret.encode(encoding) not in content, path.name


def test_the_mark_would_be_seen(written: tuple[Path, int]) -> None:
    folder, _ = written
    assert any(PHONE.encode() in content for content in contents(folder / "2024-05" / "orders.xlsx"))
