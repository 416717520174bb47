"""``bulletin-gen decide``: a decision written into adjustments.xlsx, as a clerk would write it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_gen.cli.common import CountyFolder, day_of, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from decimal import Decimal

    from bulletin_gen.adjustments import AdjustmentKind


def decide(
    county: CountyFolder,
    period: Annotated[str, typer.Argument(metavar="期间", help="如 2024-05。", show_default=False)],
    kind: Annotated[
        str,
        typer.Argument(
            metavar="类型",
            help="免责、剔除、加分、扣分、表扬、撤销表扬、批评、撤销批评、调整等级。",
            show_default=False,
        ),
    ],
    orders: Annotated[
        list[str] | None, typer.Argument(metavar="工单编号", help="工单编号，可多个。", show_default=False)
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么；必填。", show_default=False)] = "",
    by: Annotated[str, typer.Option("--by", metavar="决定人", help="谁决定的。", show_default=False)] = "",
    dated: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="决定日期，默认今天。", show_default=False)
    ] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="哪个单位。", show_default=False)] = "",
    points: Annotated[
        str, typer.Option("--points", metavar="分值", help="加分、扣分写几分。", show_default=False)
    ] = "",
    grade: Annotated[
        str, typer.Option("--grade", metavar="等级", help="调整等级写调成什么。", show_default=False)
    ] = "",
    ahead: Annotated[bool, typer.Option("--ahead", help="工单以后才导出的，本期还没有这个编号也先记入。")] = False,
) -> None:
    """在 adjustments.xlsx 里记一条人工认定，表格原有的格式、批注、内容都不动。"""
    chosen, amount = _kind(kind), _points(points)
    if not reason.strip():
        raise typer.BadParameter("要写 --reason 理由")
    if not orders and not unit:
        raise typer.BadParameter("要写工单编号，或 --unit 单位")
    day = day_of(dated, "--date") or datetime.now().astimezone().date()
    with reporting_errors(closing=""):
        from bulletin_gen.adjustments import Adjustment
        from bulletin_gen.appeals.deciding import in_vain, orders_for, refuse_grade, refuse_unknown, registered
        from bulletin_gen.county.workspace import find_period, open_county, period_inputs
        from bulletin_gen.grading.decisions import unheard
        from bulletin_gen.intake.kept.recording import record_decisions
        from bulletin_gen.intake.kept.units import load_registry
        from bulletin_gen.leaves.personal import masked_id
        from bulletin_gen.profile.load import load_profile

        opened = open_county(county)
        chosen_period = find_period(opened, period.rstrip("/\\"))
        files = period_inputs(opened, chosen_period, need_orders=False)
        profile = load_profile(opened.profile)
        registry, _ = load_registry(opened.units, profile.units, chosen_period.first, chosen_period.last)
        refuse_grade(grade.strip(), chosen, profile)
        whose = registered(unit.strip(), registry)
        made = [
            Adjustment(chosen, order.strip(), whose, amount, grade.strip(), reason.strip(), by, day)
            for order in orders or [""]
        ]
        vain: list[str] = []
        if orders:
            intake = orders_for(files, opened, profile, registry)
            if not ahead:
                refuse_unknown(made, intake, "工单以后才导出的，加 --ahead 先记入（导出以前 generate 不写通报）")
            vain = [*in_vain(made, intake, profile)]
        for decision, row in zip(made, record_decisions(files.adjustments, made, registry), strict=True):
            say(f"已记入 {files.adjustments} 第{row}行：{chosen.value} {masked_id(decision.order_id) or whose}")
        if day > datetime.now().astimezone().date():
            say(f"决定日期 {day} 在今天以后，请核对")
        if words := unheard(chosen, profile):
            say(words)
        for words in vain:
            say(words)


def _kind(text: str) -> AdjustmentKind:
    from bulletin_gen.adjustments import AdjustmentKind

    try:
        return AdjustmentKind(text)
    except ValueError as reason:
        kinds = "、".join(each.value for each in AdjustmentKind)
        raise typer.BadParameter(f"类型只能是 {kinds}，不是“{text}”") from reason


def _points(text: str) -> Decimal | None:
    from decimal import Decimal, InvalidOperation

    if not text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation as reason:
        raise typer.BadParameter(f"--points 应为数，如 0.5，不是“{text}”") from reason
