"""The bulletin as it would be printed, drawn as a web page, beside what is known of each number."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from msgspec import Struct
from starlette.responses import Response

from bulletin_gen.desk.answers.calls import Call, OpenDesk
from bulletin_gen.desk.answers.jobs import Tell
from bulletin_gen.desk.answers.replies import download, go_to, page, sheets
from bulletin_gen.keeping.surveying import Stamp, stamp_of
from bulletin_gen.keeping.truepages import TruePages, can_print, true_pages
from bulletin_gen.leaves.content import digest
from bulletin_gen.leaves.issues import BulletinError, count_by_kind, errors, stop
from bulletin_gen.marks import printed_lines


def preview(call: Call) -> Response:
    """The frame with the sheets, and the panel for a number that is clicked."""
    found = call.desk.surveys.issues(call.county, call.period.key)
    wrong = errors(found)
    printed: tuple[tuple[str, str], ...] = ()
    if not wrong:
        survey = call.desk.surveys.whole(call.county, call.period.key)
        names = (each.figure for line in printed_lines(survey.bulletin) for each in line.figures)
        figures = survey.facts.figures
        printed = tuple((name, figures[name].text) for name in dict.fromkeys(names) if name in figures)
    return page(
        call, "preview.html", period=call.period, wrong=len(wrong), counts=count_by_kind(found), figures=printed
    )


def paper(call: Call) -> Response:
    """The sheets themselves; a word in their place where there are none yet."""
    try:
        return sheets(call.desk.surveys.whole(call.county, call.period.key).bulletin)
    except BulletinError as reason:
        return page(call, "paper_refused.html", count=len(errors(reason.issues)))


def pages(call: Call) -> Response:
    """The true pages as LibreOffice prints them: what was last made, or the making of them."""
    folder, period, done = call.county, call.period.key, call.here("pages")
    if call.posted:
        title = f"排 {folder.name} {call.period.name} 的版面"
        work = partial(_printed, call.desk, folder, period, done)
        job = call.desk.jobs.start(f"pages {folder}", title, done, work, "没有排出")
        return go_to(f"/jobs/{job.number}")
    kept = _kept_pages(call.desk).of(folder, period)
    stale = kept is not None and kept.stamp != stamp_of(folder, period)
    made = kept.made if kept else None
    mark = digest(made.pdf)[:8] if made else ""
    return page(call, "pages.html", period=call.period, made=made, stale=stale, able=can_print(), mark=mark)


class _KeptPages(Struct, frozen=True):
    stamp: Stamp
    made: TruePages


#: Pages of so many periods are kept until the desk ends: a few MB each.
_MOST_PRINTED = 3
_NOTE = "pages"


class PrintedPages:
    """The pages that were last printed, by county and period."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Path, str], _KeptPages] = {}

    def keep(self, folder: Path, period: str, pages: _KeptPages) -> None:
        """Keeps the pages as the newest and forgets the oldest beyond the most that are kept."""
        self._kept.pop((folder, period), None)
        self._kept[folder, period] = pages
        while len(self._kept) > _MOST_PRINTED:
            self._kept.pop(next(iter(self._kept)), None)

    def of(self, folder: Path, period: str) -> _KeptPages | None:
        """The pages of a period, where they are kept."""
        return self._kept.get((folder, period))


def _kept_pages(desk: OpenDesk) -> PrintedPages:
    found = desk.notes.setdefault(_NOTE, PrintedPages())
    assert isinstance(found, PrintedPages)
    return found


def _printed(desk: OpenDesk, folder: Path, period: str, done: str, tell: Tell) -> str:
    stamp = stamp_of(folder, period)
    made = true_pages(desk.surveys.whole(folder, period, tell), tell)
    _kept_pages(desk).keep(folder, period, _KeptPages(stamp, made))
    return done


def picture(call: Call) -> Response:
    """One of the true pages."""
    kept, number = _kept_pages(call.desk).of(call.county, call.period.key), int(call.path["number"])
    if kept is None or not 0 < number <= len(kept.made.pages):
        raise stop("desk.nothing", "没有这一页", advice="回到预览，再排一次")
    return Response(kept.made.pages[number - 1], media_type="image/png")


def pdf(call: Call) -> Response:
    """The true pages as a file."""
    kept = _kept_pages(call.desk).of(call.county, call.period.key)
    if kept is None:
        raise stop("desk.nothing", "还没有排", advice="回到预览，再排一次")
    return download(kept.made.name, kept.made.pdf, "application/pdf")
