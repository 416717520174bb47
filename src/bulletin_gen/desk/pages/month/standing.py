"""What stands out in a period, for the page on which texts are written; its sentences are taken into the texts."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from bulletin_gen.county.workspace import NARRATIVE, WORDING, narrative_of
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import grouped, page
from bulletin_gen.desk.pages.setup.trying import refused
from bulletin_gen.keeping.editing.narrativeedit import slot_texts
from bulletin_gen.keeping.editing.wordingedit import parsed_text, section_at, sections, with_paragraph
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back
from bulletin_gen.leaves.issues import BulletinError, stop


def digest(call: Call) -> Response:
    """The digest of the period, asked for when it is opened; or what stands against it."""
    from bulletin_gen.digest.find import stand_out
    from bulletin_gen.digest.model import NoticeKind

    try:
        found = stand_out(call.county, call.period.key)
    except BulletinError as reason:
        return page(call, "parts/refused.html", groups=grouped(reason.issues), others=0, address="")
    wording = hand_out(call.file(WORDING))
    return page(
        call, "digest.html", found=found, kinds=tuple(NoticeKind), slots=_slots(call),
        sections=sections(text_of(wording)),
    )  # fmt: skip


def _slots(call: Call) -> tuple[str, ...]:
    """The fields of the page of texts; none where they are in a Word file."""
    path = narrative_of(call.folder)
    return tuple(each.name for each in slot_texts(text_of(hand_out(path)))) if path.name == NARRATIVE else ()


def taken(call: Call) -> Response:
    """A sentence of the digest put into 正文.txt as a paragraph behind the section that was chosen."""
    try:
        return JSONResponse({"said": _taken(call)})
    except BulletinError as reason:
        return refused(call, reason)


def _taken(call: Call) -> str:
    handed, sentence = hand_out(call.file(WORDING)), call.text("sentence")
    text = text_of(handed)
    place = section_at(text, call.text("after"))
    if place is None or not sentence or "\n" in sentence:
        raise stop("desk.field", "不知道放在正文的哪里", advice="刷新页面再放")
    if sentence in text:
        return "正文里已经有这一句"
    changed = with_paragraph(text, place.last, sentence)
    parsed_text(changed)  # what cannot be read is refused before it is written
    write_back(call.county, handed.path, like_before(changed, handed), handed.hash)
    return f"已放进正文写法“{place.heading}”的末尾；每一期都会印，有数才印的放在【】里"
