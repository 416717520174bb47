"""The package around document.xml: content types, relations, settings, properties; zipped with fixed times."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from bulletin_gen.render.charts.parts import part_name, relation_id
from bulletin_gen.render.docx.xml import DECLARATION, NAMESPACE, escape
from bulletin_gen.tree import Chart, Properties

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
#: The earliest time that a zip can hold: the same bytes come out on every day.
_EPOCH = (1980, 1, 1, 0, 0, 0)
FOOTERS = ("footer1.xml", "footer2.xml", "footer3.xml", "footer4.xml", "footer5.xml")
_PARTS = {
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
    "/word/settings.xml": f"{_WORD}.settings+xml",
    "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
    **{f"/word/{name}": f"{_WORD}.footer+xml" for name in FOOTERS},
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
_RELATIONS = {
    "rId1": ("styles", "styles.xml"),
    "rId2": ("settings", "settings.xml"),
    "rId3": ("fontTable", "fontTable.xml"),
    **{f"rId{number}": ("footer", name) for number, name in enumerate(FOOTERS, 4)},
}


_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def package_parts(properties: Properties, drawn: Sequence[Chart]) -> dict[str, str]:
    """Name → text of every part that says what the document is and how its parts belong together; ``drawn``: the
    charts that it has."""
    return {
        "[Content_Types].xml": _content_types_part(drawn),
        "_rels/.rels": _package_relations_part(),
        "docProps/app.xml": _app_part(),
        "docProps/core.xml": _core_part(properties),
        "word/_rels/document.xml.rels": _document_relations_part(drawn),
        "word/settings.xml": _settings_part(),
    }


def _content_types_part(charts: Sequence[Chart]) -> str:
    parts = _PARTS | {f"/word/{part_name(chart)}": _CHART for chart in charts}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    books = f'<Default Extension="xlsx" ContentType="{_WORKBOOK}"/>' if charts else ""
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{books}{overrides}</Types>'
    )


def _relations(entries: Mapping[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>' for id_, (kind, target) in entries.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


@lru_cache(maxsize=1)
def _package_relations_part() -> str:
    return _relations(
        {
            "rId1": (f"{_OFFICE}/officeDocument", "word/document.xml"),
            "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            "rId3": (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        }
    )


def _document_relations_part(charts: Sequence[Chart]) -> str:
    relations = _RELATIONS | {relation_id(chart): ("chart", part_name(chart)) for chart in charts}
    return _relations({id_: (f"{_OFFICE}/{kind}", target) for id_, (kind, target) in relations.items()})


@lru_cache(maxsize=1)
def _settings_part() -> str:
    """Odd and even footers, no compression of punctuation, Word 2013 rules, zh-CN."""
    return (
        f'{DECLARATION}<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:drawingGridVerticalSpacing w:val="156"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        ' w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _core_part(properties: Properties) -> str:
    """Without a date the document says nothing of its creation."""
    dates = "".join(_date(name, properties.created) for name in ("created", "modified")) if properties.created else ""
    author = escape(properties.author)
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(properties.title)}</dc:title><dc:subject>{escape(properties.subject)}</dc:subject>"
        f"<dc:creator>{author}</dc:creator><cp:keywords>{escape(properties.keywords)}</cp:keywords>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy>{dates}<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _date(name: str, day: date | None) -> str:
    return f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{name}>'


@lru_cache(maxsize=1)
def _app_part() -> str:
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>bulletin-gen</Application></Properties>"
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts (name → text or bytes) as a zip: content types first, then by name, fixed times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            content = parts[name]
            archive.writestr(_entry(name), content.encode("utf-8") if isinstance(content, str) else content)
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the same on Windows and elsewhere
    entry.external_attr = 0o600 << 16
    return entry
