"""Word files that carry an office's letterhead: which ones do, and what of them cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from msgspec import Struct

from bulletin_gen.word.model import Revision, Story, WordFile, WordParagraph, paragraphs
from bulletin_gen.word.read import block_elements

if TYPE_CHECKING:
    from docx.document import Document

#: Relations to parts that a copy would carry along without anybody knowing what is in them.
_LOST_PARTS = {
    "oleObject": "嵌入的对象", "package": "嵌入的对象", "control": "控件", "aFChunk": "插入的文件",
    "subDocument": "子文档", "vbaProject": "宏", "comments": "批注", "mailMergeSource": "邮件合并的数据源",
}  # fmt: skip
_LOST_SETTINGS = {"w:documentProtection": "编辑限制", "w:mailMerge": "邮件合并"}
_LOST_ELEMENTS = {"w:object": "嵌入的对象", "w:altChunk": "插入的文件", "w:control": "控件"}
_LOST_IN_SENTENCES = {"w:hyperlink": "超链接", "w:fldSimple": "域", "w:fldChar": "域"}
_SIGNED = "digital-signature"


_PLACEHOLDERS = "{｛"


class Refusal(Struct, frozen=True):
    """What a bulletin could not keep of a letterhead: in words, where it is (none: the file), what to do."""

    kind: str
    advice: str
    where: WordParagraph | None = None


def is_letterhead(file: WordFile, document: Document) -> bool:
    """Whether a Word file is more than its sentences: words or pictures around the page, pictures or text boxes on it,
    or pages that are set up in several ways."""
    around = any(each.pictures or any(map(str.isalpha, each.text)) for each in file.around)
    on_it = any(each.pictures or each.boxes for each in paragraphs(file.body))
    return around or on_it or len(document.sections) > 1


def lost_parts(document: Document) -> Iterator[str]:
    """What a letterhead holds that the bulletin cannot keep, as a person calls it."""
    relations = [*document.part.rels.values(), *document.part.package.rels.values()]
    found = {str(each.reltype).rpartition("/")[2] for each in relations if not _is_empty(each)}
    named = [name for kind, name in _LOST_PARTS.items() if kind in found]
    if any(_SIGNED in str(each.reltype) for each in relations):
        named.append("数字签名")
    settings = document.settings.element
    named += [name for tag, name in _LOST_SETTINGS.items() if settings.find(qn(tag)) is not None]
    named += [name for tag, name in _LOST_ELEMENTS.items() if next(document.element.iter(qn(tag)), None) is not None]
    yield from dict.fromkeys(named)


def _is_empty(relation: Any) -> bool:
    """Whether comments are none: some programs keep an empty part for them."""
    if relation.is_external or not str(relation.reltype).endswith("/comments"):
        return False
    return next(parse_xml(relation.target_part.blob).iter(qn("w:comment")), None) is None


def lost_in_sentences(document: Document) -> dict[int, str]:
    """Block of the body → what its words would lose when others take their place."""
    found: dict[int, str] = {}
    for number, element in enumerate(body_blocks(document)):
        for tag, name in _LOST_IN_SENTENCES.items():
            if element.tag == qn("w:p") and any(not _in_box(each) for each in element.iter(qn(tag))):
                found[number] = name
    return found


def body_blocks(document: Document) -> list[Any]:
    """The elements of the blocks of the body, in the order in which ``WordFile.body`` has them."""
    return list(block_elements(document.element.find(qn("w:body"))))


def _in_box(element: Any) -> bool:
    return next(element.iterancestors(qn("w:txbxContent")), None) is not None


def kept_words(file: WordFile) -> Iterator[tuple[WordParagraph, str]]:
    """The words of headers, footers, text boxes and tables, which stay as they are, without what fields print."""
    for paragraph in _kept(file):
        words = "".join(each.text for each in paragraph.stretches if each.printed and not each.field)
        if words.strip():
            yield paragraph, words


def _kept(file: WordFile) -> Iterator[WordParagraph]:
    yield from file.around
    for block in file.body:
        for paragraph in paragraphs([block]):
            if not isinstance(block, WordParagraph):
                yield paragraph
            yield from paragraph.boxes


def refusals(file: WordFile, document: Document) -> Iterator[Refusal]:
    """Everything that a bulletin could not keep of the file."""
    for name in lost_parts(document):
        yield Refusal(f"里面有{name}，生成的通报不能带着它", "删去后另存，再重新运行")
    lost = lost_in_sentences(document)
    for number, block in enumerate(file.body):
        for paragraph in paragraphs([block]):
            yield from _in_paragraph(paragraph, lost.get(number, "") if block is paragraph else "")
    for note in file.notes:
        if note.text.strip():
            yield Refusal("正文里有脚注或尾注", "移到正文里，或删去", note)
    for paragraph, words in kept_words(file):
        if any(sign in words for sign in _PLACEHOLDERS):
            where = "页眉页脚、文本框和表格里的名称不换成数"
            yield Refusal(where, "把要换的话移到正文的段落里；其余照样留着", paragraph)


def _in_paragraph(paragraph: WordParagraph, lost: str) -> Iterator[Refusal]:
    if any(each.revision is not Revision.NONE for each in paragraph.stretches):
        yield Refusal("还有没接受的修订", "在“审阅”里接受或拒绝全部修订再保存", paragraph)
    if lost and paragraph.place.story is Story.BODY and paragraph.text.strip():
        advice = f"换成普通文字（去掉{lost}），或移到页眉页脚、文本框里"
        yield Refusal(f"句子里有{lost}", advice, paragraph)
