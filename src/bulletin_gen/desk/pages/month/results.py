"""Generating, and the files that came of it."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response

from bulletin_gen.desk.answers.calls import Call, OpenDesk
from bulletin_gen.desk.answers.jobs import Tell
from bulletin_gen.desk.answers.replies import download, go_to, page
from bulletin_gen.keeping.packing import packed
from bulletin_gen.keeping.states import county_state
from bulletin_gen.leaves.issues import stop

#: Where a county's own bulletins are written, in its folder; the start file that ``new`` lays out does the same.
OUT = "out"
#: What each file is, for people, by its name or its ending.
_KINDS = {
    "facts.json": "各数怎样得来的记录，以后各期同比、环比用，不用打开", "问题清单.xlsx": "要留意的地方",
    ".docx": "通报，Word 文件", ".xlsx": "附表，Excel 文件", ".html": "网页版，浏览器里看", ".pdf": "版式文件",
}  # fmt: skip
#: What people want comes first.
_ORDER = {".docx": 0, ".xlsx": 1, ".pdf": 2, ".html": 3}


def generate(call: Call) -> Response:
    """Writes the bulletin, in the background."""
    folder, period, back = call.county, call.period.key, call.here("issues")
    title, done = f"生成 {folder.name} {call.period.name}", call.here("results") + "?said=written"
    job = call.desk.jobs.start(str(folder), title, back, lambda tell: _written(call.desk, folder, period, done, tell))
    return go_to(f"/jobs/{job.number}")


def _written(desk: OpenDesk, folder: Path, period: str, done: str, tell: Tell) -> str:
    from bulletin_gen.pipeline import Options
    from bulletin_gen.pipeline import generate as run

    result = run(folder, period, desk.files.below(folder, OUT), Options(formats=("docx", "html"), progress=tell))
    desk.notes[f"{folder}/{period}"] = result
    return done


def results(call: Call) -> Response:
    """The files of the period's bulletin, each to be downloaded, with the account of the last run."""
    from bulletin_gen.pipeline import Result

    state = county_state(call.county, call.period)
    last = call.desk.notes.get(f"{call.county}/{call.period.key}")
    result = last if isinstance(last, Result) else None
    return page(call, "results.html", period=call.period, state=state, files=_files(call), result=result, kinds=_KINDS)


def _files(call: Call) -> list[Path]:
    """What the folder holds of this period; what is of no period is of the latest run."""
    out = call.desk.files.below(call.county, OUT)
    found = [path for path in sorted(out.iterdir()) if path.is_file()] if out.is_dir() else []
    shown = [path for path in found if not path.name.startswith((".", "~$"))]
    common = ("facts.json", "问题清单.xlsx")
    of_period = [path for path in shown if call.period.name in path.name or path.name in common] or shown
    return sorted(of_period, key=lambda path: (path.name in common, _ORDER.get(path.suffix, len(_ORDER)), path.name))


def one(call: Call) -> Response:
    """A file."""
    path = call.file(call.path["name"], call.desk.files.below(call.county, OUT))
    if not path.is_file():
        raise stop("desk.file", "没有这个文件", found=path.name, advice="重新生成")
    return download(path.name, path.read_bytes())


def everything(call: Call) -> Response:
    """All files of the period in one archive."""
    files = _files(call)
    if not files:
        raise stop("desk.nothing", "还没有生成", advice="先生成")
    return download(
        f"{call.county.name}{call.period.name}.zip", packed((path.name, path) for path in files), "application/zip"
    )
