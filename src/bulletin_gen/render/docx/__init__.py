"""The bulletin as a .docx: WordprocessingML parts as text, zipped."""

from __future__ import annotations

from bulletin_gen.render.charts.parts import book_name, chart_parts, data_book
from bulletin_gen.render.docx.document import document_part
from bulletin_gen.render.docx.footers import footer_parts
from bulletin_gen.render.docx.package import (
    FOOTERS,
    app_part,
    content_types_part,
    core_part,
    document_relations_part,
    package_relations_part,
    settings_part,
    zipped,
)
from bulletin_gen.render.docx.styles import font_table_part, styles_part
from bulletin_gen.render.layout import LAYOUTS, Layout
from bulletin_gen.tree import Bulletin, Chart, charts


def write_docx(bulletin: Bulletin) -> bytes:
    """The bulletin as a .docx file's bytes, the same for the same tree.

    Raises ``BulletinError`` when a table fits no page.
    """
    return zipped({**docx_parts(bulletin), **_books(charts(bulletin))})


def docx_parts(bulletin: Bulletin) -> dict[str, str]:
    """Name → text of every part of the .docx but the workbooks within charts."""
    layout, drawn = LAYOUTS[bulletin.layout], charts(bulletin)
    return {
        "[Content_Types].xml": content_types_part(drawn),
        "_rels/.rels": package_relations_part(),
        "docProps/app.xml": app_part(),
        "docProps/core.xml": core_part(bulletin.properties),
        "word/_rels/document.xml.rels": document_relations_part(drawn),
        "word/document.xml": document_part(bulletin, layout),
        "word/fontTable.xml": font_table_part(),
        "word/settings.xml": settings_part(),
        "word/styles.xml": styles_part(layout, bulletin.latin_font),
        **{f"word/{name}": text for name, text in zip(FOOTERS, footer_parts(), strict=True)},
        **_chart_parts(drawn, layout, bulletin.latin_font),
    }


def _chart_parts(drawn: tuple[Chart, ...], layout: Layout, latin: str) -> dict[str, str]:
    return {name: part for chart in drawn for name, part in chart_parts(chart, layout, latin).items()}


def _books(drawn: tuple[Chart, ...]) -> dict[str, bytes]:
    return {f"word/{book_name(chart)}": data_book(chart) for chart in drawn}
