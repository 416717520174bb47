"""The bulletin as it would be printed, drawn as a web page, beside what is known of each number."""

from __future__ import annotations

from starlette.responses import Response

from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import page, sheets
from bulletin_gen.leaves.issues import BulletinError, count_by_kind, errors
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
