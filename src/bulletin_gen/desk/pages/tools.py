"""What belongs to no county: work under way, any bulletin checked, a version for the public, trouble, the end."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import download, go_to, grouped, page
from bulletin_gen.keeping.confined import period_named, plain_name
from bulletin_gen.keeping.drafted import examined, published
from bulletin_gen.keeping.packing import packed_bytes, trouble_report
from bulletin_gen.leaves.issues import Issue, stop
from bulletin_gen.proof.wording import kind_name


def job(call: Call) -> Response:
    """Work under way: the step at hand; what stands against it, or on to what came of it."""
    found = call.desk.jobs.get(call.path["number"])
    if found is None:
        return go_to("/")
    if found.done and found.next:
        return go_to(found.next)
    return page(call, "job.html", job=found, groups=grouped(found.issues))


def check(call: Call) -> Response:
    """A form for any bulletin."""
    return page(call, "check.html", found=None, kind_name=kind_name, made="", public=None, name="")


def _sent(call: Call, folder: Path) -> Path:
    sent = call.uploads("file")
    if not sent:
        raise stop("desk.no_file", "没有选文件", advice="把通报拖进框里，或点“选择文件”")
    path = folder / plain_name(sent[0].filename or "")
    path.write_bytes(sent[0].file.read())
    return path


def checked(call: Call) -> Response:
    """Any bulletin held against itself; its list and commented copy are there to be downloaded until the next."""
    with TemporaryDirectory() as folder:
        path = _sent(call, Path(folder))
        found, written = examined(path)
        call.desk.notes["check"] = packed_bytes({each.name: each.read_bytes() for each in written})
    return page(call, "check.html", found=found, kind_name=kind_name, made="check", public=None, name=path.name)


def made_public(call: Call) -> Response:
    """A version without citizens' data, or the places that are in doubt."""
    with TemporaryDirectory() as folder:
        path = _sent(call, Path(folder))
        if path.suffix.lower() != ".docx":
            raise stop("desk.draft", "要一个 Word 文件（.docx）", advice="在 Word 或 WPS 里另存为 .docx，再放进来")
        officials = tuple(call.text("officials").replace("，", "、").replace(" ", "、").split("、"))
        made, target = published(path, tuple(filter(None, officials)))
        if target:
            return download(target.name, target.read_bytes())
    return page(call, "check.html", found=None, kind_name=kind_name, made="", public=made, name=path.name)


def check_files(call: Call) -> Response:
    """What the last check made."""
    content = call.desk.notes.get("check")
    if not isinstance(content, bytes):
        raise stop("desk.nothing", "没有检查结果", advice="重新检查一次")
    return download("检查结果.zip", content, "application/zip")


def trouble(call: Call) -> Response:
    """The report as it would be handed on, to be read first."""
    return page(call, "trouble.html", text=_trouble(call), names=[each.name for each in call.desk.files.counties()])


def _trouble(call: Call) -> str:
    name, period = call.query.get("county", ""), call.query.get("period", "")
    folder = call.desk.files.county(name) if name else None
    key = period_named(period).key if period else ""
    issues: tuple[Issue, ...] = call.desk.surveys.issues(folder, key) if folder and key else ()
    return trouble_report(folder, key, issues)


def trouble_file(call: Call) -> Response:
    """The report as a file."""
    return download("问题报告.txt", ("\ufeff" + _trouble(call).replace("\n", "\r\n")).encode(), "text/plain")


def end(call: Call) -> Response:
    """Ends the desk."""
    call.desk.end()
    return page(call, "ended.html")
