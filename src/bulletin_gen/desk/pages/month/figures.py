"""Where a number comes from, step by step, and the orders behind it; found by clicking it or by a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.responses import Response

from bulletin_gen.canonical import LABELS
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import download, page
from bulletin_gen.explaining.find import find_figures
from bulletin_gen.explaining.rows import SHOWN, shown_rows
from bulletin_gen.explaining.told import told_of
from bulletin_gen.explaining.whole import ExplainedFigure, explain_figure
from bulletin_gen.explaining.words import rows_workbook
from bulletin_gen.leaves.issues import stop
from bulletin_gen.marks import printed_lines

#: So many orders are listed on the page; all of them are in the workbook.
_MOST_LISTED = 200
_MOST_FIGURES = 60
#: What bears digits and is no figure: who writes it, and where it is changed.
_WRITTEN: Mapping[str, tuple[str, str, Callable[[Call], str]]] = {
    "numbering": ("序号，由程序按次序编排。", "", lambda call: ""),
    "narrative": ("人写的文字，照原样印出。", "去改文字", lambda call: call.here("texts")),
    "profile": ("本县规则和正文里固定的字，照原样印出。", "去改公文要素", lambda call: call.county_address("front")),
}
_COLUMNS = ("order_id", "unit", "accepted_at", "deadline_at", "closed_at", "source_file", "source_sheet", "source_row")


def figure(call: Call) -> Response:
    """What is known of one figure; of digits that are no figure, who writes them."""
    source = call.query.get("id", "").partition(".")[0]
    if source in _WRITTEN:
        words, where, address = _WRITTEN[source]
        return page(call, "figure_other.html", words=words, where=where, address=address(call) if where else "")
    explained = _explained(call)
    places = [SHOWN.index(name) for name in _COLUMNS]
    lists = [
        (each, [[row[place] for place in places] for row in shown_rows(each.rows.head(_MOST_LISTED))], each.rows.height)
        for each in explained.counted
    ]
    return page(call, "figure.html", figure=explained, lists=lists, heads=[LABELS[name] for name in _COLUMNS])


def _explained(call: Call) -> ExplainedFigure:
    survey = call.desk.surveys.whole(call.county, call.period.key)
    key = call.query.get("id", "")
    if key not in survey.facts.figures:
        raise stop("desk.figure", "没有这个数", advice="重新打开预览，再点一次")
    return explain_figure(told_of(survey), key)


def search(call: Call) -> Response:
    """The figures that a word means: a number, a unit with what is said of it; of a unit alone, its whole reasoning."""
    survey, word = call.desk.surveys.whole(call.county, call.period.key), call.query.get("q", "").strip()
    figures = survey.facts.figures
    found = list(find_figures(word, figures, survey.rules.profile, printed_lines(survey.bulletin))) if word else []
    if word and not found:
        units = [unit for unit in survey.facts.units if word in unit.name.text]
        found = [key for unit in units[:1] for key in figures if key.startswith(f"units.{unit.name.text}.")]
        found = found or [key for key, each in figures.items() if word in each.rule][:_MOST_FIGURES]
    listed = [(key, figures[key]) for key in found[:_MOST_FIGURES] if not key.endswith("@table")]
    return page(call, "figures.html", word=word, found=listed)


def rows(call: Call) -> Response:
    """The orders behind a figure as a workbook."""
    explained = _explained(call)
    if not explained.counted:
        raise stop("desk.rows", "这个数不是直接从工单数出来的", advice="没有工单可列")
    title = f"{call.county.name}{call.period.name} {explained.text}"
    return download("工单.xlsx", rows_workbook(explained.counted, title))
