"""Page numbers: — 1 — outside the type area, odd pages right, even pages left; on landscape pages by clause 8."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bulletin_gen.render.docx.package import FOOTERS
from bulletin_gen.render.docx.values import PLAIN, Setting, Side
from bulletin_gen.render.docx.xml import DECLARATION, NAMESPACE, field, framed, run
from bulletin_gen.render.layout import LANDSCAPE, pt

_DRAWING = (
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_EMU = 635  # per twip


def _number(*, even: bool, setting: Setting = PLAIN) -> str:
    return framed("GwPageEven" if even else "GwPageOdd", run("— ") + field("PAGE") + run(" —"), setting)


@lru_cache(maxsize=1)
def footer_parts() -> Mapping[str, str]:
    """Name → text of the footers: upright odd and even, landscape odd and even, and one without a number."""
    contents = (_number(even=False), _number(even=True), _turned(False), _turned(True), framed("Footer", ""))
    return {
        f"word/{name}": f"{DECLARATION}<w:ftr {NAMESPACE}{_DRAWING}>{content}</w:ftr>"
        for name, content in zip(FOOTERS, contents, strict=True)
    }


def _turned(even: bool) -> str:
    """The number in a text box turned clockwise at the landscape page's left edge, the foot of the upright page."""
    thick = pt(17.5)
    length = LANDSCAPE.number_bottom - LANDSCAPE.number_top
    left, top = LANDSCAPE.number_x - thick // 2, LANDSCAPE.number_top
    number = _number(even=even, setting=Setting(line=thick, indent=(Side("left", 0), Side("right", 0))))
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{thick * _EMU}" cy="{length * _EMU}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>{number}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/>'
        "</wps:bodyPr></wps:wsp>"
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251659264" behindDoc="0"'
        ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left * _EMU}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top * _EMU}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{thick * _EMU}" cy="{length * _EMU}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:wrapSquare wrapText="bothSides"/><wp:docPr id="{2 if even else 1}" name="页码" descr="页码"/>'
        "<wp:cNvGraphicFramePr/><a:graphic>"
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:anchor>"
    )
    drawing = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing></mc:Choice>'
        "</mc:AlternateContent></w:r>"
    )
    return framed("GwTiny", drawing)
