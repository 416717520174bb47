"""Charts opened again: what is drawn in the .docx, in its workbooks and in the annex workbook is the data of the tree,
number by number, and nothing else.

A chart part draws from its cache; its workbook is what opens when somebody edits it. Both must say the same.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from msgspec import Struct

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.render.charts.room import unsaid
from bulletin_gen.tree import Bulletin, Cell, Chart, ChartForm, Text, charts, plain
from bulletin_gen.verify.fault import fault
from bulletin_gen.verify.marks import MAIN, main_part

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Where a chart part keeps words and numbers that are not of its series: none of ours does.
_OTHER_WORDS = (f"{_A}t", f"{_C}title", f"{_C}userShapes")


class ChartData(Struct, frozen=True):
    """The data of a chart: names of categories, and each series with its numbers by category, as text."""

    categories: tuple[str, ...]
    series: tuple[tuple[str, Mapping[int, str]], ...]


def chart_issues(
    bulletin: Bulletin, docx: bytes, xlsx: bytes, main: ElementTree.Element | None = None
) -> Iterator[Issue]:
    """A fault for each chart of the tree that the document or the workbook draws otherwise, or does not have, and for
    each that they have beyond these. ``main``: the document's main part, where it has been read already."""
    wanted = charts(bulletin)
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            yield from _document_issues(wanted, package, main_part(docx) if main is None else main)
        with zipfile.ZipFile(io.BytesIO(xlsx)) as package:
            yield from workbook_charts(wanted, package)
    except (KeyError, ValueError, IndexError, ElementTree.ParseError, zipfile.BadZipFile) as reason:
        yield fault("图", found=f"{type(reason).__name__} {reason}", expected="能重新打开的图")


def _document_issues(wanted: Sequence[Chart], package: zipfile.ZipFile, main: ElementTree.Element) -> Iterator[Issue]:
    """Charts in the order in which the text refers to them, each with the workbook inside of it."""
    links = _links(package, MAIN)
    parts = [links[each.get(f"{_R}id", "")] for each in main.iter(f"{_C}chart")]
    yield from miscounted("document.xml", wanted, parts)
    spare = set(package.namelist()) & {name for name in package.namelist() if name.startswith("word/charts/chart")}
    if spare != set(parts):
        yield fault("word/charts", found="、".join(sorted(spare)), expected="、".join(sorted(parts)))
    for chart, part in zip(wanted, parts, strict=False):
        yield from _part_issues(chart, part, package)
        book = next(target for target in _links(package, part).values())
        yield from _book_issues(chart, book, package.read(book))


def workbook_charts(wanted: Sequence[Chart], package: zipfile.ZipFile) -> Iterator[Issue]:
    """A fault for each chart of a workbook that is not the wanted one, in the order of the sheets."""
    names = [name for name in package.namelist() if re.fullmatch(r"xl/charts/chart[0-9]+\.xml", name)]
    parts = sorted(names, key=lambda name: int(re.findall("[0-9]+", name)[-1]))
    yield from miscounted("附表.xlsx", wanted, parts)
    for chart, part in zip(wanted, parts, strict=False):
        yield from _part_issues(chart, part, package)


def miscounted(where: str, wanted: Sequence[Chart], parts: Sequence[str]) -> Iterator[Issue]:
    """A fault where something has more or fewer charts than the tree."""
    if len(parts) != len(wanted):
        yield fault(where, found=f"{len(parts)} 张图", expected=f"{len(wanted)} 张")


def _links(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Id → part that it means."""
    folder, name = posixpath.split(part)
    root = ElementTree.fromstring(package.read(f"{folder}/_rels/{name}.rels"))
    return {each.get("Id", ""): posixpath.normpath(posixpath.join(folder, each.get("Target", ""))) for each in root}


# the cache of a chart part


def _part_issues(chart: Chart, part: str, package: zipfile.ZipFile) -> Iterator[Issue]:
    root = ElementTree.fromstring(package.read(part))
    where = f"图{chart.number} {part}"
    if words := ["".join(each.itertext()) for tag in _OTHER_WORDS for each in root.iter(tag)]:
        yield fault(where, found="、".join(words), expected="只有数据")
    rows = list(root.iter(f"{_C}ser"))
    names = {_texts_of(row.find(f"{_C}cat")) for row in rows}
    if len(names) > 1:
        yield fault(where, found="各系列的类别不同", expected="同样的类别")
        return
    series = tuple((_name_of(row), _points_of(row.find(f"{_C}val"))) for row in rows)
    yield from _difference(where, chart, ChartData(next(iter(names), ()), series))
    gone = unsaid(chart)
    for index, (row, wanted) in enumerate(zip(rows, chart.series, strict=False)):
        shown = {at for at in _shown(chart, wanted.points) if (index, at) not in gone}
        yield from _label_issues(where, row, wanted.points, shown, whose=chart.ends)


def _texts_of(holder: ElementTree.Element | None) -> tuple[str, ...]:
    found = _points_of(holder)
    return tuple(found.get(index, "") for index in range(max(found, default=-1) + 1))


def _name_of(series: ElementTree.Element) -> str:
    return "".join(_texts_of(series.find(f"{_C}tx")))


def _points_of(holder: ElementTree.Element | None) -> dict[int, str]:
    points = holder.iter(f"{_C}pt") if holder is not None else ()
    return {int(each.get("idx", "-1")): each.findtext(f"{_C}v", "") for each in points}


def _shown(chart: Chart, points: Sequence[Cell]) -> set[int]:
    """Which numbers stand beside their marks: the last one of a line that is named at its end, of the parts of a column
    those that are there, else all; but those for which there is no room."""
    known = [index for index, point in enumerate(points) if point.value]
    if chart.ends:
        return {*known[-1:]}
    return {index for index in known if chart.form is not ChartForm.STACKED or points[index].value != "0"}


def _label_issues(
    where: str, series: ElementTree.Element, points: Sequence[Cell], wanted: set[int], *, whose: bool
) -> Iterator[Issue]:
    """Each number that is to be shown is, with the digits that the document prints of it."""
    labels = series.find(f"{_C}dLbls")
    usual = _format_of(labels)
    own = {int(_value(each, "idx")): each for each in labels.iter(f"{_C}dLbl")} if labels is not None else {}
    for index, point in enumerate(points):
        label = own.get(index)
        if not point.value:
            continue
        if (label is not None and label.find(f"{_C}delete") is not None) == (index in wanted):
            yield fault(where, found="不印的数" if index in wanted else "多印的数", expected=plain(point.text))
            continue
        if index not in wanted:
            continue
        if whose != (label is not None and _value(label, "showSerName") == "1"):
            yield fault(where, found="折线末端的名称", expected="有名称" if whose else "没有名称")
        shown = displayed(Decimal(point.value), usual if label is None else _format_of(label))
        if shown != plain(point.text).removeprefix("+"):
            yield fault(where, found=shown, expected=plain(point.text))


def _format_of(labels: ElementTree.Element | None) -> str:
    found = labels.find(f"{_C}numFmt") if labels is not None else None
    return found.get("formatCode", "") if found is not None else ""


def _value(holder: ElementTree.Element, name: str) -> str:
    found = holder.find(f"{_C}{name}")
    return found.get("val", "") if found is not None else ""


# the workbook inside of a chart


def _book_issues(chart: Chart, name: str, content: bytes) -> Iterator[Issue]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(each).to_python(skip_empty_area=False) for each in book.sheet_names]
    except CalamineError as reason:
        yield fault(name, found=str(reason), expected="能重新打开的工作簿")
        return
    if len(sheets) != 1:
        yield fault(name, found=f"{len(sheets)} 个工作表", expected="1 个")
        return
    head, *rows = sheets[0]
    series = tuple(
        (str(said), {index: str(row[column]) for index, row in enumerate(rows) if row[column] != ""})
        for column, said in enumerate(head[1:], 1)
    )
    yield from _difference(f"图{chart.number} {name}", chart, ChartData(tuple(str(row[0]) for row in rows), series))


# what both are held against


def _difference(where: str, chart: Chart, found: ChartData) -> Iterator[Issue]:
    """A fault for the first thing in which the data of a chart differ from those of the tree."""
    categories = tuple(map(words_of, chart.categories))
    if found.categories != categories:
        yield fault(where, found="、".join(found.categories), expected="、".join(categories))
        return
    if [name for name, _ in found.series] != [words_of(series.name) for series in chart.series]:
        yield fault(where, found="、".join(name for name, _ in found.series), expected="图例同正文")
        return
    for (_, values), series in zip(found.series, chart.series, strict=True):
        for index in sorted({*values, *range(len(series.points))}):
            point = series.points[index] if index < len(series.points) else Cell()
            if not same_value(values.get(index, ""), point.value):
                yield fault(where, found=values.get(index, "（没有）"), expected=point.value or "（没有）")
                return


def same_value(found: str, wanted: str) -> bool:
    """Whether a number is the wanted one, as far as a workbook can hold it: it keeps binary doubles."""
    if not found or not wanted:
        return found == wanted
    try:
        return abs(Decimal(found) - Decimal(wanted)) <= abs(Decimal(wanted)) * Decimal("1e-14")
    except InvalidOperation:
        return False


def displayed(value: Decimal, number_format: str) -> str:
    """What a cell shows: by ``0.00%``, ``0.0`` or ``0``, the only formats that are written."""
    percent = number_format.endswith("%")
    digits = len(number_format.removesuffix("%").partition(".")[2])
    return f"{value * (100 if percent else 1):.{digits}f}{'%' if percent else ''}"


def words_of(text: Text) -> str:
    """The characters of a text as a file can hold them."""
    return cleaned(plain(text))
