"""Every part against the schema of WordprocessingML: children in order, nothing unknown, every reference met."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree
from msgspec.structs import replace

from bulletin_gen.render.docx import docx_parts, write_docx
from bulletin_gen.tree import Bulletin, PageLayout
from render import samples

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: ECMA-376 part 1, annex A: the order of children (those that documents of ours may have).
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblBorders": "top left bottom right insideH insideV",
    "tcBorders": "top left bottom right insideH insideV tl2br tr2bl",
    "tblCellMar": "top left bottom right",
    "trPr": "cantSplit trHeight tblHeader",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "tr": "trPr tc",
    "r": "rPr t tab br fldChar instrText AlternateContent",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "settings": "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts "
    "embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors defaultTabStop autoHyphenation "
    "evenAndOddHeaders drawingGridHorizontalSpacing drawingGridVerticalSpacing characterSpacingControl compat rsids "
    "mathPr themeFontLang clrSchemeMapping decimalSymbol listSeparator",
    "font": "altName panose1 charset family notTrueType pitch sig",
    "body": "p tbl sectPr",
}
#: These may stand in any order among themselves.
MIXED = {"body": {"p", "tbl"}, "r": {"t", "tab", "br", "fldChar", "instrText"}, "trPr": {"cantSplit", "trHeight"}}


#: What a clerk picks from when she goes on writing.
NAMED = """
公文正文 heading 1|heading 4|Title|主送机关 附件说明 发文机关署名 成文日期 附注 附件标识 附件标题
表格标题 表格表头 表格文字 表格合计 表格备注 版记 印发机关和印发日期 印数 发文机关标志 发文字号 签发人
编发单位和日期 栏目标题 红线 份号 密级和紧急程度 页码（单页） 页码（双页）
"""
#: What a paragraph may say of itself though its style should say all: what depends on the words beside it or on the
#: page. Everything else must be in the style, or picking the style would not give the format.
OWN = {
    "": {"keepNext", "pageBreakBefore", "widowControl", "sectPr"},
    "GwMark": {"spacing"},  # as large as the name lets it be
    "GwNumber": {"spacing"},  # below a mark of that size
    "GwIssuer": {"spacing"},
    "GwSignatory": {"spacing", "tabs"},  # names under names
    "Title": {"spacing"},  # without a red line above
    "GwAnnexList": {"spacing", "ind"},  # the first one keeps away from the body; names under names
    "GwSigner": {"spacing", "ind", "tabs", "jc"},  # depends on the date's width, or on the seal
    "GwDate": {"spacing", "ind", "tabs", "jc"},
    "GwImprint": {"ind"},  # 报 and 送 are shorter than 抄送
    "GwTiny": {"spacing"},
}


def variants() -> dict[str, Bulletin]:
    made = {name: make() for name, make in samples.ALL.items()}
    made["classic"] = replace(made["notice"], layout=PageLayout.CLASSIC, latin_font="Times New Roman")
    made["sealed"] = samples.notice(seal=True, even_page=True)
    made["joint"] = samples.joint()
    return made


VARIANTS = variants()
everyone = pytest.mark.parametrize("name", VARIANTS)


def elements(name: str) -> Iterator[tuple[str, etree._Element]]:
    for part, content in docx_parts(VARIANTS[name]).items():
        for element in etree.fromstring(content.encode("utf-8")).iter(W + "*"):
            yield part, element


@everyone
def test_children_come_in_the_order_of_the_schema(name: str) -> None:
    for part, element in elements(name):
        tag = etree.QName(element).localname
        if tag not in ORDER:
            continue
        order = ORDER[tag].split()
        children = [etree.QName(child).localname for child in element]
        assert set(children) <= set(order), (part, tag, children)
        mixed = MIXED.get(tag, set())
        together = min((order.index(child) for child in mixed), default=0)
        ranks = [together if child in mixed else order.index(child) for child in children]
        assert ranks == sorted(ranks), (part, tag, children)
        once = {"pPr", "rPr", "tblPr", "tcPr", "trPr", "tblBorders"}
        assert tag not in once or len(children) == len(set(children)), (part, tag, children)


@everyone
def test_every_paragraph_names_a_style_that_exists(name: str) -> None:
    styles = docx_parts(VARIANTS[name])["word/styles.xml"]
    defined = set(re.findall(r'w:styleId="(\w+)"', styles))
    used = {element.get(W + "val") for _, element in elements(name) if element.tag in (W + "pStyle", W + "tblStyle")}
    based = set(re.findall(r'<w:(?:basedOn|next) w:val="(\w+)"', styles))
    assert used | based <= defined


@everyone
def test_grid_and_cells_say_the_same_widths(name: str) -> None:
    document = etree.fromstring(docx_parts(VARIANTS[name])["word/document.xml"].encode("utf-8"))
    for table in document.iter(W + "tbl"):
        grid = [int(column.get(W + "w")) for column in table.iter(W + "gridCol")]
        assert int(table.find(f"{W}tblPr/{W}tblW").get(W + "w")) == sum(grid)
        for row in table.iter(W + "tr"):
            at = 0
            for properties in row.iter(W + "tcPr"):
                span = properties.find(W + "gridSpan")
                count = int(span.get(W + "val")) if span is not None else 1
                assert int(properties.find(W + "tcW").get(W + "w")) == sum(grid[at : at + count])
                at += count
            assert at == len(grid)


@everyone
def test_a_table_never_meets_a_table_and_ends_in_a_paragraph(name: str) -> None:
    document = etree.fromstring(docx_parts(VARIANTS[name])["word/document.xml"].encode("utf-8"))
    body = document.find(W + "body")
    tags = [etree.QName(child).localname for child in body]
    assert "tbl tbl" not in " ".join(tags)
    assert tags[-1] == "sectPr"
    assert tags[-2] == "p"


@everyone
def test_every_relation_and_content_type_is_met(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(VARIANTS[name]))) as archive:
        names = set(archive.namelist())
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        relations = archive.read("word/_rels/document.xml.rels").decode("utf-8")
        document = archive.read("word/document.xml").decode("utf-8")
        types = archive.read("[Content_Types].xml").decode("utf-8")
    targets = dict(re.findall(r'Id="(\w+)" Type="[^"]+" Target="([^"]+)"', relations))
    assert {f"word/{target}" for target in targets.values()} <= names
    assert set(re.findall(r'r:id="(\w+)"', document)) <= set(targets)
    overrides = {part.lstrip("/") for part in re.findall(r'PartName="([^"]+)"', types)}
    assert overrides <= names
    assert {part for part in names if part.endswith(".xml") and not part.startswith("[")} <= overrides


def test_both_faces_and_the_hint_are_set_where_punctuation_is_ambiguous() -> None:
    parts = docx_parts(replace(samples.notice(), latin_font="Times New Roman"))
    defaults = etree.fromstring(parts["word/styles.xml"].encode("utf-8")).find(f".//{W}rPrDefault//{W}rFonts")
    assert defaults.get(W + "ascii") == defaults.get(W + "hAnsi") == "Times New Roman"
    assert defaults.get(W + "eastAsia") == "仿宋_GB2312"
    document = etree.fromstring(parts["word/document.xml"].encode("utf-8"))
    quoting = [run for run in document.iter(W + "r") if re.search("[“”—…]", "".join(run.itertext()))]
    assert quoting
    for run in quoting:
        assert run.find(f"{W}rPr/{W}rFonts").get(W + "hint") == "eastAsia"


@everyone
def test_the_format_is_in_the_style(name: str) -> None:
    document = etree.fromstring(docx_parts(VARIANTS[name])["word/document.xml"].encode("utf-8"))
    for properties in document.iter(W + "pPr"):
        style = properties.find(W + "pStyle").get(W + "val")
        own = {etree.QName(child).localname for child in properties} - {"pStyle"}
        if not style.startswith(("GwTableHead", "GwTableText", "GwTableTotal")):  # cells are aligned one by one
            assert own <= OWN[""] | OWN.get(style, set()), (style, own)


def in_style(name: str) -> tuple[str | None, dict[str, str]]:
    """Alignment and indents that a new paragraph has after a clerk picks a style."""
    styles = etree.fromstring(docx_parts(samples.notice())["word/styles.xml"].encode("utf-8"))
    (properties,) = styles.xpath(f"//w:style[w:name/@w:val='{name}']/w:pPr", namespaces={"w": W[1:-1]})
    align, indents = properties.find(W + "jc"), properties.find(W + "ind")
    found = dict(indents.attrib) if indents is not None else {}
    return None if align is None else align.get(W + "val"), {key.removeprefix(W): got for key, got in found.items()}


def test_a_style_that_is_picked_gives_the_format() -> None:
    body = {"firstLineChars": "200", "firstLine": "630"}
    assert in_style("Normal") == in_style("公文正文") == ("both", body)
    assert in_style("发文机关署名") == ("right", {"rightChars": "200", "right": "630"})
    assert in_style("成文日期") == ("right", {"rightChars": "400", "right": "1260"})
    assert in_style("版记") == ("both", {"left": "1120", "right": "280", "hanging": "840"})
    assert in_style("印发机关和印发日期") == ("left", {"left": "280", "right": "280"})
    assert in_style("页码（单页）") == ("right", {"right": "280"})
    assert in_style("页码（双页）") == ("left", {"left": "280"})


def test_only_the_body_is_indented_by_default() -> None:
    styles = etree.fromstring(docx_parts(samples.notice())["word/styles.xml"].encode("utf-8"))
    based = {
        each.getparent().get(W + "styleId") for each in styles.iter(W + "basedOn") if each.get(W + "val") == "Normal"
    }
    assert based == {"GwBody"}


def test_a_clerk_finds_the_styles_by_name() -> None:
    styles = docx_parts(samples.notice())["word/styles.xml"]
    for wanted in re.findall(r"heading \d|[\w（）]+", NAMED):
        assert f'<w:name w:val="{wanted}"/>' in styles
    levels = re.findall(r'w:styleId="Heading(\d)".*?<w:outlineLvl w:val="(\d)"/>', styles)
    assert levels == [("1", "0"), ("2", "1"), ("3", "2"), ("4", "3")]
