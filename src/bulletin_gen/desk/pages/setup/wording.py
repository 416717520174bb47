"""The office's own sentences: an editor with the names that may be written and what each is worth."""

from __future__ import annotations

from starlette.responses import Response

from bulletin_gen.compose.wordlist.entries import NameEntry, name_entries
from bulletin_gen.county.workspace import WORDING, County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page, sheets
from bulletin_gen.desk.pages.setup.trying import has_orders, refused
from bulletin_gen.keeping.editing.wordingedit import parsed_text
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back
from bulletin_gen.keeping.surveying import stamp_of
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import assess, count


def wording(call: Call) -> Response:
    """The editor, or its text written back."""
    found = County(call.county).wording
    if found is not None and found.name != WORDING:
        return page(call, "wording.html", word=found.name, text="", hash="", names=(), trying="", issues=())
    handed = hand_out(call.file(WORDING))
    if call.posted:
        write_back(call.county, handed.path, like_before(call.long_text("text"), handed), call.text("hash"))
        return go_to(call.county_address("wording"), "saved")
    names, issues = _names(call)
    return page(
        call, "wording.html", word="", text=text_of(handed), hash=handed.hash, names=names, trying=has_orders(call),
        issues=issues,
    )  # fmt: skip


def _names(call: Call) -> tuple[tuple[NameEntry, ...], tuple[object, ...]]:
    """Every name that may be written, with what it is worth now; what stands against knowing that."""
    period = has_orders(call)
    if not period:
        return (), ()
    key, stamp = f"names {call.county}", stamp_of(call.county, period)
    kept = call.desk.notes.get(key)
    if isinstance(kept, tuple) and kept[0] == stamp:
        return kept[1], ()
    try:
        found = call.desk.surveys.gathered(call.county, period)
        counts = count(found.rules, found.period, found.inputs, found.intake.dispatches, by_value=True)
        facts, _ = assess(found.rules, found.period, found.inputs, counts)
        entries = name_entries(facts, found.rules.profile, found.inputs.narrative)
    except BulletinError as reason:
        return (), reason.issues
    call.desk.notes[key] = (stamp, entries)
    return entries, ()


def tried(call: Call) -> Response:
    """The sheets as they would be with the text in the editor."""
    try:
        file = parsed_text(call.long_text("text"))
        return sheets(call.desk.surveys.tried(call.county, call.shown_period(), wording=file).bulletin)
    except BulletinError as reason:
        return refused(call, reason)
