"""``bulletin-gen sheets``: 核对表 for every unit, and what comes back in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from bulletin_gen.cli.common import CountyFolder, console_of, day_of, progress, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from bulletin_gen.appeals.model import Proposal
    from bulletin_gen.pipeline import GatheredPeriod

_ALL = "全部"
#: How long units have where nobody says it.
_DAYS = 3


def sheets(
    county: CountyFolder,
    period: Annotated[str, typer.Argument(metavar="期间", help="如 2024-05。", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="文件夹", help="核对表写到哪里。")] = Path("核对表"),
    until: Annotated[
        str | None, typer.Option("--until", metavar="日期", help="请单位何时交回；默认三天以后。", show_default=False)
    ] = None,
    returned: Annotated[
        list[Path] | None,
        typer.Option("--returned", "-r", metavar="路径", help="交回的核对表或所在文件夹，可重复。", show_default=False),
    ] = None,
    accept: Annotated[
        str, typer.Option("--accept", metavar="全部|条号", help="同意哪几条申诉，如 1,3。", show_default=False)
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="决定人", help="谁同意的。", show_default=False)] = "",
) -> None:
    """核对表：给每个单位一份数据和工单，供申诉；读交回的表，同意的记为人工认定。"""
    if accept and not returned:
        raise typer.BadParameter("--accept 要和 --returned 交回的核对表 一起写")
    today = datetime.now().astimezone().date()
    if returned:
        _take_in(county, period.rstrip("/\\"), returned, _Acceptance(accept, by, today))
    else:
        _send_out(county, period.rstrip("/\\"), out, day_of(until, "--until") or today + timedelta(days=_DAYS))


def _send_out(county: Path, period: str, out: Path, until: date) -> None:
    from bulletin_gen.appeals.prepare import unit_sheets
    from bulletin_gen.appeals.writing import named_files
    from bulletin_gen.county.workspace import refuse_inputs
    from bulletin_gen.leaves.publish import publish
    from bulletin_gen.pipeline import Options, survey

    with reporting_errors(), progress() as tell:
        refuse_inputs(out)
        made = unit_sheets(survey(county, period, Options(progress=tell)))
        files = named_files(made, until, out)
        _refuse_filled(files)
        publish(files)
    orders = sum(len(each.orders) for each in made)
    say(f"已写出：{out}（{len(files)} 个单位，{orders} 件可以申诉的工单，{until} 前交回）")
    if made and not made[0].kinds:
        say("本县的规则不分免责、剔除：单位可以写意见，记了认定数也不会变。")
        say("要起作用，在 profile.yaml 的计数里写 剔除不计: 是（assessed: true）。")


def _refuse_filled(files: dict[Path, bytes]) -> None:
    """A sheet that a unit has filled in, saved over the one that was sent, is not to be lost."""
    from bulletin_gen.appeals.returned import read_appeals
    from bulletin_gen.leaves.issues import Place, stop

    rows, unread = read_appeals([path for path in files if path.exists()])
    names = dict.fromkeys([*(row.place.file for row in rows), *(issue.place.file for issue in unread)])
    if names:
        raise stop(
            "appeals.filled", "文件夹里已有填过的核对表", Place(file=next(iter(names))), found=f"{len(names)} 份",
            advice="先用 --returned 读它们，或换一个 --out",
        )  # fmt: skip


class _Acceptance(Struct, frozen=True):
    """Which proposals are accepted, by whom, when."""

    wanted: str
    by: str
    day: date

    def of(self, found: Sequence[Proposal]) -> list[Proposal]:
        """Those accepted; wrong usage for a number that is none, or of a proposal that cannot be accepted."""
        if not self.wanted.strip():
            return []
        sound = {each.number: each for each in found if not each.faults}
        if self.wanted.strip() == _ALL:
            return list(sound.values())
        words = self.wanted.replace("，", ",").replace("、", ",").split(",")
        numbers = [int(word) if word.strip().isdecimal() else 0 for word in words]
        for word, number in zip(words, numbers, strict=True):
            if number not in sound:
                raise typer.BadParameter(f"--accept 里的“{word.strip()}”不是可以同意的条号；没有记入任何一条")
        return [sound[number] for number in dict.fromkeys(numbers)]


def _take_in(county: Path, period: str, given: Sequence[Path], acceptance: _Acceptance) -> None:
    from bulletin_gen.appeals.altered import altered_cells
    from bulletin_gen.appeals.prepare import unit_sheets
    from bulletin_gen.appeals.returned import proposals, read_appeals, returned_files
    from bulletin_gen.cli.screen.issues import show_issues
    from bulletin_gen.pipeline import Options, gather, sketch

    with reporting_errors(closing="没有记入任何一条。"), progress() as tell:
        files = returned_files(given)
        rows, unread = read_appeals(files)
        found = gather(county, period, Options(progress=tell))
        made = proposals(rows, found)
        altered = altered_cells(files, unit_sheets(sketch(found)))
    say(f"交回 {len(files)} 份，申诉 {len(made)} 条")
    for each in made:
        _show(each)
    if unread or altered:
        show_issues(console_of(stderr=True), (*unread, *altered))
    accepted = acceptance.of(made)
    with reporting_errors(closing="没有记入任何一条。"):
        _record(found, accepted, acceptance)
    left = [each.number for each in made if each not in accepted]
    if left:
        say(f"没有记入的：第{'、'.join(map(str, left))}条")
    if unread or altered:
        raise typer.Exit(1)


def _show(proposal: Proposal) -> None:
    from bulletin_gen.appeals.returned import order_shown

    row = proposal.row
    counted = f"；计入{'、'.join(proposal.counted)}" if proposal.counted else ""
    said = f"{proposal.number}. {row.unit} {order_shown(proposal)} {row.kind or '—'}：{row.reason or '—'}"
    say(f"{said}（{row.place}{counted}）")
    for fault in proposal.faults:
        say(f"   不能同意：{fault}")


def _record(found: GatheredPeriod, accepted: Sequence[Proposal], acceptance: _Acceptance) -> None:
    from bulletin_gen.appeals.returned import decision_of, order_shown
    from bulletin_gen.county.workspace import period_inputs
    from bulletin_gen.intake.kept.recording import record_decisions

    path = period_inputs(found.rules.county, found.period, need_orders=False).adjustments
    decisions = [decision_of(each, acceptance.by, acceptance.day) for each in accepted]
    rows = record_decisions(path, decisions, found.inputs.registry)
    for each, row in zip(accepted, rows, strict=True):
        say(f"已记入 {path} 第{row}行：{each.row.kind} {order_shown(each)}")
