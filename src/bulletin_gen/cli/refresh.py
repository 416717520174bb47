"""``bulletin-gen refresh``: an edited draft with the figures of now, or of another period."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from bulletin_gen.cli.common import console_of, progress, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from rich.console import Console

    from bulletin_gen.drafts.recorded import RecordedRun
    from bulletin_gen.drafts.refresh import Refreshed
    from bulletin_gen.pipeline import Survey


def refresh(
    county: Annotated[
        Path, typer.Argument(metavar="县文件夹", help="含 profile.yaml、units.csv 和期间文件夹。", show_default=False)
    ],
    period: Annotated[
        str,
        typer.Argument(
            metavar="期间", help="数据取哪一期，如 2024-05；写下一期就是把稿件接着用到下一期。", show_default=False
        ),
    ],
    draft: Annotated[
        Path, typer.Argument(metavar="稿件", help="generate 写出、后来改过的 Word 文档（.docx）。", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="文件夹", help="新稿件写到哪里；默认原稿件旁边。", show_default=False),
    ] = None,
) -> None:
    """工单、认定或规则变了，把改过的稿件里的数换成新数，别的一个字不动；说法要变的句子加批注，不代改。"""
    wanted = period.rstrip("/\\")
    with reporting_errors(), progress() as tell:
        done = _refreshed(county, wanted, draft, tell)
        written = _write(draft, out or draft.parent, done)
    _show(console_of(), draft, done.run, done.refreshed)
    if done.changed:
        say(f"写出原稿件以后：{'、'.join(done.changed)}")
    for path in written:
        say(f"已写出：{path}")
    from bulletin_gen.drafts.refreshing.plan import RefreshStep

    if any(each.step in (RefreshStep.SAID, RefreshStep.LEFT) for each in done.refreshed.changes):
        raise typer.Exit(1)


class _Refreshing(Struct, frozen=True):
    """The run whose figures the draft has now, what was done to it, which inputs have changed since it was written, and
    because of which orders a figure differs."""

    run: RecordedRun
    refreshed: Refreshed
    changed: tuple[str, ...]
    because: dict[str, str]


def _refreshed(county: Path, period: str, path: Path, tell: Callable[[str], None]) -> _Refreshing:
    import msgspec

    from bulletin_gen.drafts.find import find_runs
    from bulletin_gen.drafts.recorded import RecordedRun
    from bulletin_gen.drafts.refresh import best_run, refresh_draft
    from bulletin_gen.pipeline import Options, rehearsed, survey
    from bulletin_gen.word import open_word, read_word

    draft = read_word(path)
    old = best_run(draft, find_runs(path, draft, county))
    found = survey(county, period, Options(progress=tell))
    new = msgspec.json.decode(rehearsed(found), type=RecordedRun)
    refreshed = refresh_draft(open_word(path), draft, old, new)
    figures = dict.fromkeys(each.figure for each in refreshed.changes if each.figure)
    return _Refreshing(new, refreshed, *_since(old, found, figures))


def _since(old: RecordedRun, found: Survey, figures: Collection[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Which inputs have changed since the draft's run, and the orders behind ``figures``; nothing of another period's,
    and where nothing was kept."""
    from bulletin_gen.explaining.account import named_orders
    from bulletin_gen.explaining.differing import OrdersBehind
    from bulletin_gen.explaining.told import changes_of, kept_beside, recorded_run, told_of
    from bulletin_gen.leaves.content import digest_of
    from bulletin_gen.runs.kept import recorded_runs

    county = found.rules.county
    runs = recorded_runs(county, found.period) if old.period.key == found.period.key else ()
    facts = next((path for path in runs if digest_of(path) == old.recorded_as), None)
    if facts is None or (beside := kept_beside(county, facts)) is None:
        return (), {}
    changed = changes_of(found.rules, found.period, beside[1])
    if not figures:
        return changed, {}
    behind = OrdersBehind(recorded_run(county, facts, found.rules.profile), told_of(found))
    return changed, {each: named_orders(behind(each)) for each in figures}


def _write(draft: Path, out: Path, done: _Refreshing) -> tuple[Path, ...]:
    from bulletin_gen.county.workspace import refuse_inputs
    from bulletin_gen.drafts.refresh import account_workbook
    from bulletin_gen.leaves.filenames import free_name
    from bulletin_gen.leaves.publish import publish

    refuse_inputs(out)
    files = {
        free_name(out / draft.name, "刷新"): done.refreshed.content,
        free_name(out / f"{draft.stem}.xlsx", "刷新清单"): account_workbook(done.refreshed.changes, done.because),
    }
    publish(files)
    return tuple(files)


def _show(console: Console, draft: Path, run: RecordedRun, refreshed: Refreshed) -> None:
    """How much was done of each kind, then what people must do themselves."""
    from collections import Counter

    from rich.text import Text

    from bulletin_gen.drafts.refreshing.plan import RefreshStep

    counts = Counter(each.step for each in refreshed.changes)
    told = "，".join(f"{step} {counts[step]} 处" for step in RefreshStep if counts[step]) or "数都没有变"
    console.print(Text(f"{draft.name}：按{run.county}{run.period.name}的数据刷新", style="bold"), soft_wrap=True)
    console.print(f"   {told}", soft_wrap=True, markup=False)
    for each in refreshed.changes:
        if each.step in (RefreshStep.SAID, RefreshStep.LEFT):
            what = f"{each.was} → {each.now}" if each.was and each.now else each.was or each.now
            note = f"（{each.note}）" if each.note else ""
            console.print(f"{each.place or '稿件'}：{each.step}：{what}{note}", soft_wrap=True, markup=False)
