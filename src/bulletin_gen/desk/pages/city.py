"""All counties with their state; a new county; all or some of them written at once."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace
from starlette.responses import Response

from bulletin_gen.county.workspace import County
from bulletin_gen.desk.answers.calls import Call, OpenDesk
from bulletin_gen.desk.answers.jobs import Tell
from bulletin_gen.desk.answers.replies import download, go_to, grouped, page
from bulletin_gen.desk.pages.county import next_period
from bulletin_gen.keeping.confined import period_named
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back
from bulletin_gen.keeping.packing import packed, results_below
from bulletin_gen.keeping.states import CountyState, Progress, county_state
from bulletin_gen.keeping.surveying import stamp_of
from bulletin_gen.leaves.issues import BulletinError, errors, stop
from bulletin_gen.leaves.periods import month
from bulletin_gen.profile.load import with_rule

#: Where batches write, in the folder that the desk was opened for.
OUT = "out"


def city(call: Call) -> Response:
    """The counties in the folder."""
    files = call.desk.files
    wanted = period_named(period) if (period := call.query.get("period", "")) else None
    states = [_with_errors(call, folder, county_state(folder, wanted)) for folder in files.counties()]
    counts = {progress: sum(1 for each in states if each.progress is progress) for progress in Progress}
    return page(
        call, "city.html", states=states, root=files.root, counts={k: v for k, v in counts.items() if v},
        next=_next_periods(call, states), one=files.is_one_county, wanted=wanted.key if wanted else "",
        zip=(files.root / OUT).is_dir(),
    )  # fmt: skip


def _with_errors(call: Call, folder: Path, state: CountyState) -> CountyState:
    """A state that knows of the errors which the desk has met since the county's files last changed."""
    if state.progress not in (Progress.READY, Progress.CHANGED):
        return state
    found = len(errors(call.desk.surveys.known_issues(folder, state.period)))
    refused = call.desk.notes.get(f"refused {folder}/{state.period}")
    if not found and isinstance(refused, tuple) and refused[0] == stamp_of(folder, state.period):
        found = refused[1]
    return replace(state, progress=Progress.ISSUES, why=f"{found} 处错误，改好才能生成") if found else state


def _next_periods(call: Call, states: list[CountyState]) -> dict[str, str]:
    """Of the counties whose newest period is written, the period that comes next."""
    done = [each.name for each in states if each.progress in (Progress.WRITTEN, Progress.CHANGED)]
    periods = {name: County(call.desk.files.county(name)).periods() for name in done}
    return {name: next_period(known, call.desk.today()).key for name, known in periods.items()}


def new(call: Call) -> Response:
    """A new county's folder: what ``new`` lays out, with its name and hotline filled in."""
    from bulletin_gen.scaffold import kind_in_words, new_county, skeletons

    kinds = skeletons()
    if not call.posted:
        today = call.desk.today()
        return page(
            call,
            "new.html",
            kinds={name: folder.name for name, folder in kinds.items()},
            about={name: kind_in_words(folder) for name, folder in kinds.items()},
            period=month(today.year, today.month).previous().key,
        )
    if call.desk.files.is_one_county:
        raise stop("desk.one", "打开的是一个县的文件夹", advice="要管几个县，用上一层文件夹重新启动")
    name, period = call.text("name"), period_named(call.text("period"))
    folder = call.desk.files.inside(name)
    new_county(folder, call.text("kind"), kinds, period)
    _fill_in(folder, {"county": name, "hotline": call.text("hotline")})
    from urllib.parse import quote

    return go_to(f"/c/{quote(name, safe='')}/front?first=1")


def _fill_in(folder: Path, values: Mapping[str, str]) -> None:
    handed = hand_out(folder / "profile.yaml")
    text = text_of(handed)
    for key, value in values.items():
        text = with_rule(text, [key], value) if value else text
    write_back(folder, handed.path, like_before(text, handed), handed.hash)


def batch(call: Call) -> Response:
    """Writes the bulletins of the chosen counties, all where none is chosen."""
    chosen = [call.desk.files.county(name).name for name in call.texts("county")]
    period = period_named(call.text("period")).key if call.text("period") else None
    job = call.desk.jobs.start("batch", "批量生成", "/", lambda tell: _run(call.desk, chosen, period, tell))
    return go_to(f"/jobs/{job.number}")


def _run(desk: OpenDesk, chosen: list[str], period: str | None, tell: Tell) -> str:
    from bulletin_gen.batch.plan import plan_one
    from bulletin_gen.batch.records import program_digest
    from bulletin_gen.batch.run import run, with_earlier
    from bulletin_gen.batch.summary import SUMMARY_FILE, write_summary
    from bulletin_gen.batch.work import Drafting
    from bulletin_gen.compose.jinja.loader import library
    from bulletin_gen.leaves.publish import publish

    out = desk.files.inside(OUT)
    counties = [folder for folder in desk.files.counties() if not chosen or folder.name in chosen]
    if not counties:
        raise stop("batch.no_county", "没有县文件夹", advice="先新建一个县")
    plan = plan_one(counties, period, out)
    how = Drafting(program_digest(library(None).packaged), time.monotonic)
    done: list[str] = []

    def told(event: object) -> None:
        from bulletin_gen.batch.run import Outcome

        if isinstance(event, Outcome):
            done.append(event.county)
            if event.record is None and event.period:
                folder = desk.files.county(event.county)
                stamp = stamp_of(folder, event.period)
                desk.notes[f"refused {folder}/{event.period}"] = (stamp, len(errors(event.issues)))
            tell(f"{len(done)}／{len(counties)}：{event.county} {event.status}")

    report = run(plan, out, how, min(os.cpu_count() or 1, 4), told)
    desk.notes["batch"] = report
    outcomes = with_earlier(report.outcomes, plan, out) if chosen else report.outcomes
    publish({out / SUMMARY_FILE: write_summary(outcomes, report.unassigned)})
    return "/batch/done"


def batch_done(call: Call) -> Response:
    """What became of each county in the last batch of this desk, failures first with their reasons, and the ranking."""
    from bulletin_gen.batch.city import names_of, standings
    from bulletin_gen.batch.run import Report

    report = call.desk.notes.get("batch")
    if not isinstance(report, Report):
        return go_to("/")
    names = names_of(report.outcomes)
    ranked: dict[str, list[object]] = {}
    for each in standings(report.outcomes):
        ranked.setdefault(f"{names[each.line.what]}（{each.period}）", []).append(each)
    outcomes = sorted(report.outcomes, key=lambda each: each.record is not None)
    return page(call, "batch.html", outcomes=outcomes, ranked=ranked, issues=report.issues, grouped=grouped)


def everything(call: Call) -> Response:
    """One archive of all that batches have written."""
    out = call.desk.files.inside(OUT)
    if not out.is_dir():
        raise BulletinError(stop("desk.nothing", "还没有写出过", advice="先全部生成一次").issues)
    return download("通报.zip", packed(results_below(out)), "application/zip")
