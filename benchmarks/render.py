"""Writing one bulletin (six pages of text, tables of 70 × 13 and 20 × 7) beside what one would otherwise use.

    python benchmarks/render.py

Prints seconds and, what counts, ratios in one run: everything warm, the same content, templates kept loaded. docxtpl
is compared where it is installed.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from bulletin_gen.render.docx import docx_parts, write_docx
from bulletin_gen.render.docx.package import zipped
from bulletin_gen.tree import (
    Annex,
    Bulletin,
    Cell,
    Head,
    HeadForm,
    Paragraph,
    Properties,
    Table,
    plain,
    text,
)

SENTENCE = (
    "本月共受理群众诉求1660件，按期办结1598件，按期办结率为96.27%，比上月提高1.26个百分点，各承办单位要压实责任，"
    "对“空调房”“漏水”等反映集中的问题逐件核实、限时答复，切实提高群众满意度。"
)
HEADS = ("部门名称", "受理案件数", "应办理数", "办理数", "办结率", "按期办理数", "按期办结率", "返工数", "返工率") + (
    "回访不满意数",
    "回访不满意率",
    "综合指标值",
    "等级评价",
)
REPEATS = 20


def cell_text(row: int, column: int) -> str:
    """A name, a rate or a count."""
    if column == 0:
        return f"第{row}单位"
    return f"{(row * 7 + column) % 100}.{column}%" if column % 2 else str(row)


def table(title: str, rows: int, columns: int) -> Table:
    """A table of counts and rates with a name in the first column."""
    head = tuple(Cell(text(name)) for name in HEADS[:columns])
    lines = (tuple(Cell(text(cell_text(row, column))) for column in range(columns)) for row in range(rows))
    return Table(text(title), columns, (head,), tuple(lines))


def bulletin() -> Bulletin:
    """The bulletin that everyone writes."""
    body = tuple(Paragraph(text(f"第{number}项：" + SENTENCE * 3)) for number in range(1, 12))
    tables = (table("2024年5月份12345政务服务热线综合评价表", 70, 13), table("乡镇街道考核评分表", 20, 7))
    annexes = tuple(Annex(f"附件{number}", one.title, (one,)) for number, one in enumerate(tables, 1))
    dated = text("2024年7月10日")
    head = Head(HeadForm.BRIEF, ("平江政务督查",), number=text("第9期"), issuer=text("督查室"), dated=dated)
    return Bulletin(Properties("通报"), head, text("运行办理情况通报"), body, annexes=annexes)


def tables_of(made: Bulletin) -> list[Table]:
    """The tables of the annexes."""
    return [block for annex in made.annexes for block in annex.blocks if isinstance(block, Table)]


def empty_base(made: Bulletin) -> bytes:
    """A .docx with our styles and an empty body, so that nobody pays for another program's default template."""
    parts = docx_parts(made)
    document = parts["word/document.xml"]
    start, end = document.index("<w:body>") + len("<w:body>"), document.rindex("<w:sectPr>")
    return zipped(parts | {"word/document.xml": document[:start] + document[end:]})


def by_rows(base: bytes, made: Bulletin) -> bytes:
    """python-docx: paragraphs by style, tables row by row."""
    document = docx.Document(io.BytesIO(base))
    for block in made.body:
        if isinstance(block, Paragraph):
            document.add_paragraph(plain(block.text), style="公文正文")
    for one in tables_of(made):
        document.add_paragraph(plain(one.title), style="附件标题")
        _fill_rows(document, one)
    return _saved(document)


def _fill_rows(document: WordDocument, one: Table) -> None:
    grid = document.add_table(rows=0, cols=one.columns, style="公文表格")
    for row in (*one.head, *one.rows):
        for target, cell in zip(grid.add_row().cells, row, strict=True):
            target.text = plain(cell.text)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docxtpl_writer(base: bytes, made: Bulletin) -> Callable[[], bytes] | None:
    """docxtpl rendering the same content from a template that stays loaded; None where it is not installed."""
    try:
        from docxtpl import DocxTemplate
    except ImportError:
        return None
    template = DocxTemplate(io.BytesIO(_template(base)))
    context = {
        "body": [plain(block.text) for block in made.body if isinstance(block, Paragraph)],
        "tables": [
            {
                "title": plain(one.title),
                "head": [plain(cell.text) for cell in one.head[0]],
                "rows": [[plain(cell.text) for cell in row] for row in one.rows],
            }
            for one in tables_of(made)
        ],
    }

    def write() -> bytes:
        template.render(context)
        return _saved(template)

    return write


def _template(base: bytes) -> bytes:
    document = docx.Document(io.BytesIO(base))
    for line in ("{%p for line in body %}", "{{ line }}", "{%p endfor %}", "{%p for t in tables %}", "{{ t.title }}"):
        document.add_paragraph(line, style="公文正文")
    rows = (
        ("{%tc for cell in t.head %}", "{{ cell }}", "{%tc endfor %}"),
        ("{%tr for row in t.rows %}", "", ""),
        ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", ""),
    )
    grid = document.add_table(rows=0, cols=3, style="公文表格")
    for row in rows:
        for target, words in zip(grid.add_row().cells, row, strict=True):
            target.text = words
    document.add_paragraph("{%p endfor %}", style="公文正文")
    return _saved(document)


def fastest(writers: dict[str, Callable[[], bytes]]) -> dict[str, float]:
    """Seconds of each writer's fastest run; they take turns, so that other work on the machine hits all alike."""
    times = dict.fromkeys(writers, float("inf"))
    for write in writers.values():
        write()
    for _ in range(REPEATS):
        for name, write in writers.items():
            start = time.perf_counter()
            write()
            times[name] = min(times[name], time.perf_counter() - start)
    return times


def count_cells(data: bytes) -> int:
    """Cells of the tables of a .docx, to see that everyone wrote the same."""
    return sum(1 for one in docx.Document(io.BytesIO(data)).tables for _ in one._tbl.iter(qn("w:tc")))


def main() -> None:
    """Measure and print."""
    made = bulletin()
    base, parts = empty_base(made), docx_parts(made)
    writers: dict[str, Callable[[], bytes]] = {
        "zipping the parts alone": lambda: zipped(parts),
        "bulletin-gen": lambda: write_docx(made),
        "python-docx, row by row": lambda: by_rows(base, made),
    }
    templated = docxtpl_writer(base, made)
    if templated:
        writers["docxtpl, template loaded"] = templated
    else:
        print("docxtpl is not installed: not compared", file=sys.stderr)
    times = fastest(writers)
    for name, took in sorted(times.items(), key=lambda item: item[1]):
        cells = count_cells(writers[name]())
        print(f"{name:26} {took * 1000:8.1f} ms   {took / times['bulletin-gen']:6.2f} × ours   {cells} cells")
    print(f"ours / zipping alone: {times['bulletin-gen'] / times['zipping the parts alone']:.2f}")


if __name__ == "__main__":
    main()
