"""Word files that people have edited: held against the figures, refreshed, rolled on to another period."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response

from bulletin_gen.county.workspace import WORDING
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.jobs import Tell
from bulletin_gen.desk.answers.replies import download, go_to, page
from bulletin_gen.keeping.confined import plain_name
from bulletin_gen.keeping.drafted import draft_and_run, draft_words, refreshed_draft, write_draft_lists
from bulletin_gen.keeping.editing.takenover import EditedSentence, edited_sentences
from bulletin_gen.keeping.editing.wordingedit import with_lines
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back
from bulletin_gen.leaves.filenames import free_name
from bulletin_gen.leaves.issues import BulletinError, stop
from bulletin_gen.leaves.publish import publish
from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word import WordFile, read_word

#: Where drafts are kept that were handed in, in the county's folder.
DRAFTS = "稿件"


def drafts(call: Call) -> Response:
    """The drafts of the county."""
    folder = call.file(DRAFTS)
    found = [path for path in sorted(folder.iterdir()) if path.suffix == ".docx"] if folder.is_dir() else []
    return page(
        call, "drafts.html", period=call.period, drafts=[path.name for path in found], words=None, name="", made=(),
        edited=(), hash="",
    )  # fmt: skip


def uploaded(call: Call) -> Response:
    """Takes in an edited bulletin and shows what has become of its numbers."""
    sent = call.uploads("draft")
    if not sent or not (sent[0].filename or "").lower().endswith(".docx"):
        raise stop("desk.draft", "要一个 Word 文件（.docx）", advice="在 Word 或 WPS 里另存为 .docx，再放进来")
    path = free_or_same(call.file(sent[0].filename or "", call.file(DRAFTS)), sent[0].file.read())
    return _shown(call, path)


def free_or_same(path: Path, content: bytes) -> Path:
    """Puts ``content`` at ``path``, or under a free name beside it where another file is there."""
    if path.is_file() and path.read_bytes() == content:
        return path
    target = free_name(path, "再交") if path.exists() else path
    publish({target: content})
    return target


def _shown(call: Call, path: Path) -> Response:
    words, checked, run = draft_words(path, call.county, None)
    made = write_draft_lists(path, checked, run)
    return page(
        call, "drafts.html", period=call.period, drafts=[], words=words, name=path.name,
        made=[each.name for each in made], edited=_edited(call, read_word(path), run),
        hash=hand_out(call.file(WORDING)).hash,
    )  # fmt: skip


def _edited(call: Call, draft: WordFile, run: RecordedRun) -> tuple[EditedSentence, ...]:
    """The sentences that were edited, where the period that the draft is of can be written now."""
    try:
        survey = call.desk.surveys.whole(call.county, run.period.key)
    except BulletinError:
        return ()  # what stands against it is said on the page of issues
    return edited_sentences(draft, run, survey)


def taken(call: Call) -> Response:
    """The chosen sentences written into the wording as the page showed them."""
    draft, run = draft_and_run(_named(call), call.county, None)
    offered = {str(each.line): each for each in _edited(call, draft, run) if each.rewritten}
    chosen = [line for line in call.texts("line") if line in offered]
    if not chosen or any(call.text(f"new/{line}") != offered[line].rewritten for line in chosen):
        raise stop("desk.nothing", "没有选句子，或者看过以后又变了", advice="把稿件重新放一次，再选")
    handed = hand_out(call.file(WORDING))
    text = with_lines(text_of(handed), {int(line): offered[line].rewritten for line in chosen})
    write_back(call.county, handed.path, like_before(text, handed), call.text("hash"))
    return go_to(call.here("drafts"), "worded")


def _named(call: Call) -> Path:
    """The draft that the form names."""
    path = call.file(call.text("name"), call.file(DRAFTS))
    if not path.is_file():
        raise stop("desk.file", "没有这份稿件", advice="重新放一次")
    return path


def refreshed(call: Call) -> Response:
    """The draft with the figures of this period, whatever period it was written for."""
    path = _named(call)
    county, period, done = call.county, call.period.key, call.here("drafts")

    def work(tell: Tell) -> str:
        refreshed_draft(path, county, period, tell)
        return done + "?said=written"

    job = call.desk.jobs.start(str(county), f"刷新 {path.name}", call.here("drafts"), work)
    return go_to(f"/jobs/{job.number}")


def one(call: Call) -> Response:
    """A draft, or what was made of it."""
    path = call.file(plain_name(call.path["name"]), call.file(DRAFTS))
    if not path.is_file():
        raise stop("desk.file", "没有这个文件", found=path.name, advice="回到稿件页")
    return download(path.name, path.read_bytes())
