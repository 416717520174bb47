"""The bulletin as a .docx: WordprocessingML parts as text, zipped."""

from __future__ import annotations

from bulletin_gen.render.charts.parts import book_name, chart_parts, data_book
from bulletin_gen.render.docx.document import document_part
from bulletin_gen.render.docx.footers import footer_parts
from bulletin_gen.render.docx.package import package_parts, zipped
from bulletin_gen.render.docx.styles import style_parts
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
        **package_parts(bulletin.properties, drawn),
        "word/document.xml": document_part(bulletin, layout),
        **style_parts(layout, bulletin.latin_font),
        **footer_parts(),
        **_chart_parts(drawn, layout, bulletin.latin_font),
    }


def _chart_parts(drawn: tuple[Chart, ...], layout: Layout, latin: str) -> dict[str, str]:
    return {name: part for chart in drawn for name, part in chart_parts(chart, layout, latin).items()}


def _books(drawn: tuple[Chart, ...]) -> dict[str, bytes]:
    return {f"word/{book_name(chart)}": data_book(chart) for chart in drawn}
