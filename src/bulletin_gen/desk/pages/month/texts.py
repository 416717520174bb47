"""What people write: narrative.md slot by slot, yesterday's text at hand."""

from __future__ import annotations

from starlette.responses import Response

from bulletin_gen.county.workspace import NARRATIVE, County, narrative_of
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page
from bulletin_gen.keeping.editing.narrativeedit import slot_texts, with_slots
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back
from bulletin_gen.keeping.states import unfilled_files
from bulletin_gen.written.yamlfile import PLACEHOLDER


def texts(call: Call) -> Response:
    """A field for each slot, or what was typed into them written back."""
    path = narrative_of(call.folder)
    if path.name != NARRATIVE:
        return page(call, "texts.html", period=call.period, slots=[], earlier={}, hash="", word=path.name)
    handed = hand_out(path)
    text = text_of(handed)
    if call.posted:
        new = {
            each.name: call.long_text(f"slot/{each.name}")
            for each in slot_texts(text)
            if f"slot/{each.name}" in call.form
        }
        write_back(call.county, path, like_before(with_slots(text, new), handed), call.text("hash"))
        return go_to(call.here("issues"), "saved")
    slots = [(each.name, "" if PLACEHOLDER in each.text else each.text) for each in slot_texts(text)]
    return page(call, "texts.html", period=call.period, slots=slots, earlier=_earlier(call), hash=handed.hash, word="")


def _earlier(call: Call) -> dict[str, str]:
    """What the period before said in each slot, to begin with."""
    before = [each for each in County(call.county).periods() if each.last < call.period.first]
    path = call.folder_of(before[-1]) / NARRATIVE if before else None
    if path is None or not path.is_file():
        return {}
    return {each.name: each.text for each in slot_texts(text_of(hand_out(path))) if PLACEHOLDER not in each.text}


def after_supplied(call: Call) -> str:
    """The next step that needs something."""
    return call.here("texts" if unfilled_files(call.folder) else "issues")
