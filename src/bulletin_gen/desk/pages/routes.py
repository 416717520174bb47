"""Every address of the desk, and the page behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.responses import Response

from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.pages import city, county, tools
from bulletin_gen.desk.pages.month import (
    compared,
    decisions,
    drafts,
    figures,
    files,
    issues,
    preview,
    results,
    standing,
    supplied,
    texts,
)
from bulletin_gen.desk.pages.setup import columns, front, kept, learning, rules, tables, units, wording

PageOf = Callable[[Call], Response]
_SHOWN, _BOTH, _SENT = ("GET",), ("GET", "POST"), ("POST",)
_MONTH = "/c/{county}/{period}"

PAGES: tuple[tuple[str, Sequence[str], PageOf], ...] = (
    ("/", _SHOWN, city.city),
    ("/new", _BOTH, city.new),
    ("/learn", _SHOWN, learning.form),
    ("/learn/upload", _SENT, learning.start),
    ("/learn/{number:int}", _BOTH, learning.shown),
    ("/learn/{number:int}/columns", _BOTH, learning.heads),
    ("/learn/{number:int}/report", _SHOWN, learning.report),
    ("/learn/{number:int}/write", _SENT, learning.written),
    ("/learn/{number:int}/drop", _SENT, learning.dropped),
    ("/batch", _SENT, city.batch),
    ("/batch/done", _SHOWN, city.batch_done),
    ("/all.zip", _SHOWN, city.everything),
    ("/jobs/{number:int}", _SHOWN, tools.job),
    ("/check", _SHOWN, tools.check),
    ("/check/upload", _SENT, tools.checked),
    ("/check.zip", _SHOWN, tools.check_files),
    ("/public/upload", _SENT, tools.made_public),
    ("/trouble", _SHOWN, tools.trouble),
    ("/trouble.txt", _SHOWN, tools.trouble_file),
    ("/end", _SENT, tools.end),
    ("/c/{county}", _SHOWN, county.home),
    ("/c/{county}/period", _SENT, county.new_one),
    ("/c/{county}/front", _BOTH, front.front),
    ("/c/{county}/front/try", _SENT, front.tried),
    ("/c/{county}/columns", _BOTH, columns.columns),
    ("/c/{county}/columns/peek", _SHOWN, columns.peeked),
    ("/c/{county}/units", _BOTH, units.units),
    ("/c/{county}/rules", _BOTH, rules.rules),
    ("/c/{county}/rules/try", _SENT, rules.tried),
    ("/c/{county}/rules/file", _BOTH, rules.file),
    ("/c/{county}/rules/add", _SENT, rules.added),
    ("/c/{county}/rules/remove", _SENT, rules.removed),
    ("/c/{county}/tables", _BOTH, tables.tables),
    ("/c/{county}/tables/try", _SENT, tables.tried),
    ("/c/{county}/tables/remove", _SENT, tables.removed),
    ("/c/{county}/wording", _BOTH, wording.wording),
    ("/c/{county}/wording/try", _SENT, wording.tried),
    ("/c/{county}/kept", _BOTH, kept.kept),
    ("/c/{county}/kept/one", _SHOWN, kept.one),
    ("/c/{county}/undo", _SENT, kept.undone),
    (_MONTH, _SHOWN, files.first),
    (f"{_MONTH}/files", _SHOWN, files.files),
    (f"{_MONTH}/files/upload", _SENT, files.uploaded),
    (f"{_MONTH}/files/aside", _SENT, files.aside),
    (f"{_MONTH}/decisions", _BOTH, decisions.decisions),
    (f"{_MONTH}/supplied", _BOTH, supplied.supplied),
    (f"{_MONTH}/digest", _SHOWN, standing.digest),
    (f"{_MONTH}/digest/take", _SENT, standing.taken),
    (f"{_MONTH}/pages", _BOTH, preview.pages),
    (f"{_MONTH}/pages/{{number:int}}.png", _SHOWN, preview.picture),
    (f"{_MONTH}/pages.pdf", _SHOWN, preview.pdf),
    (f"{_MONTH}/compared", _SHOWN, compared.compared),
    (f"{_MONTH}/compared.xlsx", _SHOWN, compared.workbook),
    (f"{_MONTH}/texts", _BOTH, texts.texts),
    (f"{_MONTH}/issues", _SHOWN, issues.issues),
    (f"{_MONTH}/issues/mend", _SENT, issues.mend),
    (f"{_MONTH}/issues/row", _SHOWN, issues.row),
    (f"{_MONTH}/issues.xlsx", _SHOWN, issues.listed),
    (f"{_MONTH}/marked.zip", _SHOWN, issues.marked),
    (f"{_MONTH}/preview", _SHOWN, preview.preview),
    (f"{_MONTH}/paper", _SHOWN, preview.paper),
    (f"{_MONTH}/figure", _SHOWN, figures.figure),
    (f"{_MONTH}/figures", _SHOWN, figures.search),
    (f"{_MONTH}/rows.xlsx", _SHOWN, figures.rows),
    (f"{_MONTH}/generate", _SENT, results.generate),
    (f"{_MONTH}/results", _SHOWN, results.results),
    (f"{_MONTH}/results/{{name}}", _SHOWN, results.one),
    (f"{_MONTH}/results.zip", _SHOWN, results.everything),
    (f"{_MONTH}/drafts", _SHOWN, drafts.drafts),
    (f"{_MONTH}/drafts/upload", _SENT, drafts.uploaded),
    (f"{_MONTH}/drafts/refresh", _SENT, drafts.refreshed),
    (f"{_MONTH}/drafts/take", _SENT, drafts.taken),
    (f"{_MONTH}/drafts/{{name}}", _SHOWN, drafts.one),
)
