"""The bulletin as a .docx: WordprocessingML parts as text, zipped."""

from __future__ import annotations

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
from bulletin_gen.render.layout import LAYOUTS
from bulletin_gen.tree import Bulletin


def write_docx(bulletin: Bulletin) -> bytes:
    """The bulletin as a .docx file's bytes, the same for the same tree.

    Raises ``BulletinError`` when a table fits no page.
    """
    return zipped(docx_parts(bulletin))


def docx_parts(bulletin: Bulletin) -> dict[str, str]:
    """Name → text of every part of the .docx."""
    layout = LAYOUTS[bulletin.layout]
    return {
        "[Content_Types].xml": content_types_part(),
        "_rels/.rels": package_relations_part(),
        "docProps/app.xml": app_part(),
        "docProps/core.xml": core_part(bulletin.properties),
        "word/_rels/document.xml.rels": document_relations_part(),
        "word/document.xml": document_part(bulletin, layout),
        "word/fontTable.xml": font_table_part(),
        "word/settings.xml": settings_part(),
        "word/styles.xml": styles_part(layout, bulletin.latin_font),
        **{f"word/{name}": text for name, text in zip(FOOTERS, footer_parts(), strict=True)},
    }
