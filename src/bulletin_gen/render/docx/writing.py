"""Paragraphs and tables written out one after another, when everything about them is decided."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin_gen.render.docx.tables import table_xml
from bulletin_gen.render.docx.values import (
    ImprintRow,
    ImprintTable,
    JointMark,
    Piece,
    SetParagraph,
    SetTable,
    Written,
    one_by_one,
    tiny,
)
from bulletin_gen.render.docx.xml import Numbering, paragraph


def pieces_xml(pieces: Iterable[Piece], number: Numbering = str) -> str:
    """Pieces as WordprocessingML; bookmarks have their names for numbers unless ``number`` gives them some."""
    return elements_xml(one_by_one(pieces), number)


def elements_xml(elements: Iterable[Written], number: Numbering) -> str:
    """Elements as WordprocessingML."""
    return "".join(_element(element, number) for element in elements)


def _element(element: Written, number: Numbering) -> str:
    if isinstance(element, SetParagraph):
        return paragraph(element, number)
    if isinstance(element, SetTable):
        return table_xml(element, number)
    return _joint_mark(element, number) if isinstance(element, JointMark) else _imprint(element, number)


def _joint_mark(mark: JointMark, number: Numbering) -> str:
    """Names one below the other, the word beside them in a cell across all rows, centred in height (7.2.4)."""
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in mark.widths)
    void = SetParagraph(mark.beside.style, (), mark.beside.setting)
    rows = []
    for at, name in enumerate(mark.names):
        merge, beside = ('<w:vMerge w:val="restart"/>', mark.beside) if at == 0 else ("<w:vMerge/>", void)
        cells = ((mark.widths[0], "", name), (mark.widths[1], merge, beside))
        inner = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>'
            f"{paragraph(content, number)}</w:tc>"
            for wide, merged, content in cells
        )
        rows.append(f'<w:tr><w:trPr><w:trHeight w:val="{mark.line}" w:hRule="exact"/></w:trPr>{inner}</w:tr>')
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="{sum(mark.widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/>'
        f'<w:tblCaption w:val="发文机关标志"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _imprint(imprint: ImprintTable, number: Numbering) -> str:
    """A floating table at the foot of the page on which its anchor stands."""
    wide = imprint.layout.width
    rows = [_imprint_row(row, wide, number) for row in imprint.rows]
    if imprint.spare:
        rows.append(
            f'<w:tr><w:trPr><w:trHeight w:val="{imprint.spare}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>'
            f'<w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{paragraph(tiny(), number)}</w:tc></w:tr>'
        )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblpPr w:leftFromText="0" w:rightFromText="0"'
        ' w:topFromText="0" w:bottomFromText="0" w:vertAnchor="margin" w:horzAnchor="page"'
        f' w:tblpX="{imprint.layout.left}" w:tblpYSpec="bottom"/><w:tblW w:w="{wide}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/><w:tblCaption w:val="版记"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{wide}"/></w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _imprint_row(row: ImprintRow, wide: int, number: Numbering) -> str:
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", row.top), ("bottom", row.bottom))
        if size
    )
    borders = f"<w:tcBorders>{rules}</w:tcBorders>" if rules else ""
    return (
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{borders}'
        f"</w:tcPr>{paragraph(row.line, number)}</w:tc></w:tr>"
    )
