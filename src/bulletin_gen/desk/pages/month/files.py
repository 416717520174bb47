"""The exports of a period: dropped here, what was recognised in them, put aside again."""

from __future__ import annotations

from starlette.responses import Response

from bulletin_gen.county.workspace import County, order_files, unread_files
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page
from bulletin_gen.keeping.handing import hand_out, put_aside
from bulletin_gen.keeping.receiving import receive
from bulletin_gen.keeping.states import not_set_up, unfilled_files
from bulletin_gen.leaves.issues import BulletinError, Issue, stop


def first(call: Call) -> Response:
    """The first step of the period that needs something."""
    return go_to(call.here("files" if not order_files(call.folder) else "preview"))


def files(call: Call) -> Response:
    """The files of the period, each with its sheets, rows and columns that are not known yet."""
    orders = order_files(call.folder)
    found = call.desk.surveys.inspection(call.county, call.period.key) if orders else None
    handed = [hand_out(path) for path in orders]
    return page(
        call, "files.html", period=call.period, files=handed, found=found, unread=unread_files(call.folder),
        next=next_step(call),
        strange=bool(found and any(sheet.near for sheet in found.sheets)),
    )  # fmt: skip


def next_step(call: Call) -> str:
    """Where to go from here: what stands against reading first, then what is unfilled, else the issues."""
    found = call.desk.surveys.inspection(call.county, call.period.key) if order_files(call.folder) else None
    setup = not_set_up(County(call.county))
    if found and (found.guessed() or any(sheet.near for sheet in found.sheets)):
        return call.county_address("columns")
    if setup:
        return call.county_address("front" if "公文要素" in setup[0] else "columns")
    unfilled = unfilled_files(call.folder)
    if "supplied.yaml" in unfilled:
        return call.here("supplied")
    return call.here("texts" if unfilled else "issues")


def uploaded(call: Call) -> Response:
    """Takes in the dropped files; what is refused is said, what came in stays."""
    refused: list[Issue] = []
    sent = call.uploads("files")
    if not sent:
        raise stop("desk.no_file", "没有选文件", advice="把导出的文件拖进框里，或点“选择文件”")
    for each in sent:
        try:
            content = each.file.read()
            receive(call.county, call.folder, each.filename or "", content, replace=bool(call.text("replace")))
        except BulletinError as reason:
            refused += reason.issues
    if refused:
        raise BulletinError(refused)
    return go_to(call.here("files"), "added")


def aside(call: Call) -> Response:
    """Takes a file out of the period; it stays among the versions."""
    path = call.file(call.text("name"), call.folder)
    if path not in order_files(call.folder) and path not in unread_files(call.folder):
        raise stop("desk.file", "没有这个文件", advice="刷新页面")
    put_aside(call.county, path, call.text("hash"))
    return go_to(call.here("files"), "removed")
