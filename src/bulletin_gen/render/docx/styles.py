"""styles.xml and fontTable.xml: every element of an official document as a named style, so that a clerk who goes on
writing picks the style and has the format."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.render.docx.values import Indent, Side, SideName, in_characters
from bulletin_gen.render.docx.xml import DECLARATION, NAMESPACE, escape, fonts, sides
from bulletin_gen.render.layout import (
    EM_3,
    EM_4,
    FACES,
    RED,
    RULE_RED,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SIZE_4S,
    TABLE_SIZES,
    Layout,
    pt,
)
from bulletin_gen.render.measure import width

#: Styles that are not for 3号 text keep the natural distance of characters.
_PLAIN_PARAGRAPH = "".join(
    f'<w:{name} w:val="0"/>' for name in ("overflowPunct", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid")
)


class Style(Struct, frozen=True):
    """One paragraph style. Lengths in twips, ``size`` in points, ``line`` exact; empty values are inherited."""

    id: str
    name: str
    face: str = ""
    size: float = 0
    line: int = 0
    track: int | None = None
    before: int | None = None
    indent: Indent = ()
    align: str = ""
    tabs: tuple[tuple[str, int], ...] = ()
    color: str = ""
    outline: int | None = None
    next: str = ""
    border: str = ""
    keep_next: bool = False
    based_on: str = "GwBase"
    priority: int = 10


@lru_cache(maxsize=4)
def paragraph_styles(layout: Layout) -> tuple[Style, ...]:
    """Every paragraph style of a layout."""
    return (
        *_text_styles(layout),
        *_head_styles(layout),
        *_other_styles(layout),
        *_annex_styles(layout),
        *_table_styles(),
        *_chart_styles(layout),
        Style("GwTableNote", "表格备注", FACES.fang, SIZE_4S, pt(18), 0, align="both", priority=20),
        *_imprint_styles(layout),
        Style("GwTiny", "分隔", FACES.fang, 1, 20, 0, priority=30),
        *_footer_styles(layout),
    )


def _text_styles(layout: Layout) -> tuple[Style, ...]:
    body = in_characters(first=2)
    return (
        Style("GwBody", "公文正文", indent=body, align="both", priority=1, next="GwBody", based_on="Normal"),
        Style("Heading1", "heading 1", FACES.hei, indent=body, outline=0, keep_next=True, next="GwBody", priority=2),
        Style("Heading2", "heading 2", FACES.kai, indent=body, outline=1, keep_next=True, next="GwBody", priority=2),
        Style("Heading3", "heading 3", indent=body, outline=2, keep_next=True, next="GwBody", priority=2),
        Style("Heading4", "heading 4", indent=body, outline=3, keep_next=True, next="GwBody", priority=2),
        Style(
            "Title",
            "Title",
            FACES.title,
            SIZE_2,
            layout.title_pitch,
            0,
            layout.title_before,
            align="center",
            next="GwAddressees",
            priority=1,
        ),
    )


def _head_styles(layout: Layout) -> tuple[Style, ...]:
    """What stands above the title."""
    return (
        Style("GwMark", "发文机关标志", FACES.title, 60, 1500, 0, align="center", color=RED, next="GwNumber"),
        Style("GwCopyNumber", "份号"),
        Style("GwSecrecy", "密级和紧急程度", FACES.hei),
        Style("GwNumber", "发文字号", align="center", next="GwRedLine"),
        Style("GwSignatory", "签发人", indent=in_characters(left=1)),
        Style(
            "GwIssuer", "编发单位和日期", indent=in_characters(left=1, right=1), tabs=(("right", layout.width - EM_3),)
        ),
        Style(
            "GwRedLine",
            "红线",
            size=1,
            line=20,
            track=0,
            before=layout.red_line_before,
            next="Title",
            border=f'<w:pBdr><w:top w:val="single" w:sz="{RULE_RED}" w:space="0" w:color="{RED}"/></w:pBdr>',
        ),
    )


def _other_styles(layout: Layout) -> tuple[Style, ...]:
    """What stands around the text: whom it is for, what is annexed, who signs it."""
    return (
        Style("GwAddressees", "主送机关", before=layout.addressees_before, align="both", next="GwBody"),
        Style("GwColumnTitle", "栏目标题", FACES.hei, align="center", keep_next=True, outline=0, next="GwBody"),
        Style("GwAnnexList", "附件说明", indent=in_characters(left=5, hanging=3), align="both", keep_next=True),
        Style("GwSigner", "发文机关署名", indent=in_characters(right=2), align="right", keep_next=True, next="GwDate"),
        Style("GwDate", "成文日期", indent=in_characters(right=4), align="right"),
        Style("GwNote", "附注", indent=in_characters(first=2), align="both"),
    )


def _annex_styles(layout: Layout) -> tuple[Style, ...]:
    return (
        Style("GwAnnexLabel", "附件标识", FACES.hei, keep_next=True, next="GwAnnexTitle"),
        Style(
            "GwAnnexTitle",
            "附件标题",
            FACES.title,
            SIZE_2,
            layout.title_pitch,
            0,
            layout.pitch,
            align="center",
            keep_next=True,
            outline=0,
            next="GwBody",
        ),
        Style(
            "GwTableTitle", "表格标题", FACES.hei, SIZE_4, layout.small_pitch, 0, pt(6), align="center", keep_next=True
        ),
    )


def _chart_styles(layout: Layout) -> Iterator[Style]:
    """A chart in a line of its own height; what it shows stands below it, as a table's title stands above."""
    yield Style("GwChart", "图", size=1, track=0, align="center", keep_next=True, priority=20, next="GwChartCaption")
    yield Style(
        "GwChartCaption", "图题", FACES.hei, SIZE_4, layout.small_pitch, 0, align="center", priority=20, next="GwBody"
    )


def _imprint_styles(layout: Layout) -> Iterator[Style]:
    """抄送 hangs by its three characters; who printed it and when stand at the two ends of a line (7.4.2, 7.4.3)."""
    line = Style("GwImprint", "版记", FACES.fang, SIZE_4, layout.small_pitch, 0, align="both", priority=20)
    ends = (Side("left", EM_4), Side("right", EM_4))
    tabs = (("right", layout.width - EM_4),)
    yield replace(line, indent=imprint_indent("抄送"))
    yield replace(line, id="GwPrinted", name="印发机关和印发日期", indent=ends, align="left", tabs=tabs)
    yield replace(line, id="GwCopies", name="印数", indent=ends, align="right")


def imprint_indent(label: str) -> Indent:
    """By which what follows a label and its colon stands under itself."""
    hanging = (width(label) // 2 + 1) * EM_4
    return (Side("left", EM_4 + hanging), Side("right", EM_4), Side("hanging", hanging))


def _footer_styles(layout: Layout) -> Iterator[Style]:
    """Page numbers: odd ones right, even ones left, one character in (7.5)."""
    yield Style("Footer", "footer", FACES.song, SIZE_4, layout.footer_line, 0, priority=30)
    sides_of: tuple[tuple[str, str, SideName], ...] = (
        ("GwPageOdd", "页码（单页）", "right"), ("GwPageEven", "页码（双页）", "left"),
    )  # fmt: skip
    for id_, name, side in sides_of:
        yield Style(
            id_, name, indent=(Side(side, EM_4),), align=side, line=layout.footer_line, based_on="Footer", priority=30
        )


def _table_styles() -> Iterator[Style]:
    """表头, 文字 and 合计 for each type size that a table may come to be set in."""
    for size, set_in in TABLE_SIZES.items():
        for id_, kind, face in (
            ("GwTableHead", "表格表头", FACES.hei),
            ("GwTableText", "表格文字", FACES.fang),
            ("GwTableTotal", "表格合计", FACES.hei),
        ):
            yield Style(
                id_ + set_in.suffix, kind + set_in.name, face, size, pt(set_in.line), 0, align="center", priority=20
            )


def _run_properties(style: Style, latin: str) -> str:
    face = fonts(style.face, "" if style.face in (FACES.song, FACES.title) else latin) if style.face else ""
    size = f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/>' if style.size else ""
    color = f'<w:color w:val="{style.color}"/>' if style.color else ""
    track = f'<w:spacing w:val="{style.track}"/>' if style.track is not None else ""
    content = face + color + track + size
    return f"<w:rPr>{content}</w:rPr>" if content else ""


def _paragraph_properties(style: Style) -> str:
    spacing = f' w:before="{style.before}"' if style.before is not None else ""
    spacing += f' w:line="{style.line}" w:lineRule="exact"' if style.line else ""
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{position}"/>' for kind, position in style.tabs)
    parts = (
        "<w:keepNext/>" if style.keep_next else "",
        style.border,
        f"<w:tabs>{stops}</w:tabs>" if stops else "",
        f"<w:spacing{spacing}/>" if spacing else "",
        f"<w:ind {sides(style.indent)}/>" if style.indent else "",
        f'<w:jc w:val="{style.align}"/>' if style.align else "",
        f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "",
    )
    content = "".join(parts)
    return f"<w:pPr>{content}</w:pPr>" if content else ""


def _style_xml(style: Style, latin: str) -> str:
    custom = ' w:customStyle="1"' if style.id.startswith("Gw") else ""
    following = f'<w:next w:val="{style.next}"/>' if style.next else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/>{following}<w:uiPriority w:val="{style.priority}"/><w:qFormat/>'
        f"{_paragraph_properties(style)}{_run_properties(style, latin)}</w:style>"
    )


#: The default style, 正文 in Word's list, is the body, since that is what a clerk picks for it; the others do without.
_BODY = f'<w:ind {sides(in_characters(first=2))}/><w:jc w:val="both"/>'
#: Said, though it is so without: some programs take a style that is based on none to be based on the default.
_NO_BODY = '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>'


def _defaults(layout: Layout, latin: str) -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FACES.fang, latin)}"
        f'<w:sz w:val="{SIZE_3 * 2}"/><w:szCs w:val="{SIZE_3 * 2}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        "</w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="0"'
        ' w:defQFormat="0" w:count="376"/>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"{_plain(layout, _BODY)}</w:style>"
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="GwBase"><w:name w:val="公文基准"/>'
        f'<w:uiPriority w:val="99"/><w:semiHidden/>{_plain(layout, _NO_BODY)}</w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )


def _plain(layout: Layout, more: str) -> str:
    """What all styles share; ``more``: properties of the paragraph that follow its spacing in the schema."""
    return (
        f'<w:pPr><w:widowControl w:val="0"/>{_PLAIN_PARAGRAPH}'
        f'<w:spacing w:before="0" w:after="0" w:line="{layout.pitch}" w:lineRule="exact"/>{more}</w:pPr>'
        f'<w:rPr><w:spacing w:val="{layout.track}"/></w:rPr>'
    )


_CELLS = (
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{0}" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{0}" w:type="dxa"/></w:tblCellMar>'
)
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/>'
    f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_CELLS.format(0)}</w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="GwTable"><w:name w:val="公文表格"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="20"/><w:qFormat/>'
    '<w:tblPr><w:jc w:val="center"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + f"</w:tblBorders>{_CELLS.format(TABLE_SIZES[12.0].margin)}</w:tblPr></w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)


def style_parts(layout: Layout, latin: str) -> dict[str, str]:
    """Name → text of the parts that say how things look; ``latin`` as for ``styles_part``."""
    return {"word/fontTable.xml": _font_table_part(), "word/styles.xml": styles_part(layout, latin)}


@lru_cache(maxsize=8)
def styles_part(layout: Layout, latin: str) -> str:
    """styles.xml of a layout; ``latin``: the face of digits and Latin letters, "" for the Chinese face."""
    latin = escape(latin)
    paragraphs = "".join(_style_xml(style, latin) for style in paragraph_styles(layout))
    return f"{DECLARATION}<w:styles {NAMESPACE}>{_defaults(layout, latin)}{paragraphs}{_TABLES}</w:styles>"


#: Face → the same face under the names other machines have it by.
_ALTERNATES = {
    FACES.title: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong",
    FACES.fang: "仿宋,FangSong,方正仿宋_GBK,华文仿宋",
    FACES.kai: "楷体,KaiTi,方正楷体_GBK,华文楷体",
    FACES.hei: "SimHei,方正黑体_GBK",
    FACES.song: "SimSun,新宋体",
}


@lru_cache(maxsize=1)
def _font_table_part() -> str:
    """The alternate names under which a reader's machine may have each face."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{alternates}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"roman" if name in (FACES.song, FACES.title) else "modern"}"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, alternates in _ALTERNATES.items()
    )
    return f"{DECLARATION}<w:fonts {NAMESPACE}>{entries}</w:fonts>"
