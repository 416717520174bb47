"""The same pages in two layout engines: what one of them puts on another page would part a row from its group's name,
or a rule from its line, for those who open the document elsewhere."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from bulletin_gen.render.docx import write_docx
from bulletin_gen.tree import Annex, Bulletin, Cell, Imprint, Paragraph, Table, text
from render import engines, samples
from render.test_counties import COUNTIES, EXAMPLES, bulletin_of

pytestmark = [pytest.mark.rendered, pytest.mark.slow]

TABLES, PER_DOCUMENT = 200, 10
#: Characters of the longest word that one engine puts on the line before and the other does not.
_A_WORD = 8
#: Digits of one width in both engines; ONLYOFFICE has no face that stands in for 仿宋.
_LATIN = "Times New Roman"
#: A row's mark; no value looks like it.
_ROW = re.compile(r"(?<!\d)9\d{3}(?!\d)")
_NAMES = ("局", "县公安局", "县住房和城乡建设局", "县发展改革委员会（粮食和物资储备局）", "镇人民政府", "第一人民医院")


def drawn_table(draw: random.Random, number: int) -> Table:
    """A table with or without groups, of any length and width; each row has a mark of its own."""
    count, columns = draw.randint(4, 110), draw.randint(4, 12)
    grouped = draw.random() < 0.7
    heads = [draw.choice(("件数", "应办理数", "按期办结率", "回访不满意率", "综合指标值")) for _ in range(columns)]
    heads[:3] = ["分组" if grouped else "序号", "编号", "单位"]
    rows = [
        (*samples.row(f"9{index:03d}", draw.choice(_NAMES)), *samples.row(*(_value(draw) for _ in heads[3:])))
        for index in range(count)
    ]
    sizes = _group_sizes(draw, count) if grouped else [1] * count
    begins = {sum(sizes[:index]): (index, size) for index, size in enumerate(sizes)}
    first = [
        (Cell(text(f"第{begins[index][0] + 1}组"), down=begins[index][1]),) if index in begins else ()
        for index in range(count)
    ]
    head = samples.row(*heads[:columns])
    return Table(text(f"第{number}表"), columns, (head,), tuple((*a, *b) for a, b in zip(first, rows, strict=True)))


def _group_sizes(draw: random.Random, count: int) -> list[int]:
    sizes: list[int] = []
    while sum(sizes) < count:
        sizes.append(min(draw.randint(2, 40), count - sum(sizes)))
    return sizes


def _value(draw: random.Random) -> str:
    return draw.choice((str(draw.randint(0, 3000)), f"{draw.randint(0, 10000) / 100:.2f}%", "—"))


def documents() -> Iterator[tuple[str, bytes]]:
    """Documents of ten annexes each."""
    draw = random.Random(33476)
    for start in range(0, TABLES, PER_DOCUMENT):
        annexes = tuple(
            Annex(f"附件{number}", text(f"第{number}表"), (drawn_table(draw, number),))
            for number in range(start + 1, start + PER_DOCUMENT + 1)
        )
        yield f"tables {start}", write_docx(replace(samples.notice(annexes=0), annexes=annexes, latin_font=_LATIN))


def test_rows_stand_on_the_same_pages_under_the_names_of_their_groups(tmp_path: Path) -> None:
    apart = []
    for name, (first, second) in engines.by_both(dict(documents()), tmp_path).items():
        for number, (one, other) in enumerate(zip(first, second, strict=False), 1):
            if _ROW.findall(one) != _ROW.findall(other):
                apart.append((name, number, _ROW.findall(one)[-1:], _ROW.findall(other)[-1:]))
        if len(first) != len(second):
            apart.append((name, len(first), len(second)))
    assert apart == []


def bodies() -> dict[str, Bulletin]:
    """Bodies of about one to five pages, a line longer each time; imprints on the last page or on an even one."""
    made = {}
    for count in range(1, 41):
        body = tuple(Paragraph(text(samples.PURE * 2)) for _ in range(count // 2)) + (Paragraph(text("完。" * count)),)
        brief = replace(samples.notice(body, annexes=0), latin_font=_LATIN)
        made[f"body {count}"] = brief
        made[f"even {count}"] = replace(brief, imprint=replace(brief.imprint or Imprint(), even_page=True))
    return made


def test_bodies_and_imprints_end_on_the_same_pages(tmp_path: Path) -> None:
    documents = {name: write_docx(bulletin) for name, bulletin in bodies().items()}
    apart = []
    for name, (first, second) in engines.by_both(documents, tmp_path).items():
        imprint = [[number for number, page in enumerate(each) if "印发" in page] for each in (first, second)]
        if len(first) != len(second) or imprint[0] != imprint[1] or len(imprint[0]) != 1:
            apart.append((name, len(first), len(second), imprint))
    assert apart == []


def test_the_examples_have_the_same_pages(tmp_path: Path) -> None:
    documents = {name: write_docx(bulletin_of(EXAMPLES / name)) for name in COUNTIES}
    apart = []
    for name, (first, second) in engines.by_both(documents, tmp_path).items():
        assert len(first) == len(second) >= 5, name
        for number, (one, other) in enumerate(zip(first, second, strict=True), 1):
            # Where a line ends may differ by a mark or a word; a line or a row is more than that.
            apart += [(name, number, each) for each in _lacking(one, other) if each]
    assert apart == []


def _lacking(one: str, other: str) -> list[str]:
    """More than a word that stands on one of two pages alone."""
    pairs = ((Counter(one), Counter(other)), (Counter(other), Counter(one)))
    lacking = ["".join((here - there).elements()).strip() for here, there in pairs]
    return [each if len(each) > _A_WORD else "" for each in lacking]
