"""``bulletin-gen units``: the registry of units, what is wrong with it, and aliases for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_gen.cli.common import CountyFolder, console_of, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from rich.table import Table

    from bulletin_gen.county.registry import Unit
    from bulletin_gen.county.workspace import County


def units(
    folder: CountyFolder,
    check: Annotated[bool, typer.Option("--check", help="检查名册，并列出最新一期工单里没有登记的单位。")] = False,
    aliases: Annotated[
        list[str] | None,
        typer.Option(
            "--add-alias", metavar="单位=别名", help="给单位加一个别名（导出表里的写法），可重复。", show_default=False
        ),
    ] = None,
) -> None:
    """列出单位名册；检查名册和工单里的单位；给单位加别名。"""
    pairs = [_pair(text) for text in aliases or []]
    with reporting_errors(closing=""):
        from bulletin_gen.county.workspace import open_county

        county = open_county(folder)
        if pairs:
            _add(county.units, pairs)
        if check:
            _check(county)
        elif not pairs:
            _list(county.units)


def _pair(text: str) -> tuple[str, str]:
    unit, equals, alias = (part.strip() for part in text.partition("="))
    if not (unit and equals and alias):
        raise typer.BadParameter(f"--add-alias 应为 单位=别名，不是“{text}”")
    return unit, alias


def _add(path: Path, pairs: list[tuple[str, str]]) -> None:
    from bulletin_gen.intake.files.tabletext import content_of
    from bulletin_gen.intake.kept.profiling import replace_text, with_alias

    content = content_of(path)
    for unit, alias in pairs:
        content = with_alias(content, unit, alias, path.name)
    replace_text(path, content)
    for unit, alias in pairs:
        say(f"已给“{unit}”加别名“{alias}”")


def _list(path: Path) -> None:
    from bulletin_gen.intake.kept.units import read_units
    from bulletin_gen.leaves.issues import BulletinError

    registered, issues = read_units(path)
    if issues:
        raise BulletinError(issues)
    console_of().print(_table(registered))
    say(f"共 {len(registered)} 个单位")


def _table(registered: list[Unit]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for head in ("分组", "单位名称", "简称", "表内名称", "别名", "有效期"):
        table.add_column(head, overflow="fold")
    for unit in registered:
        span = f"{unit.first or ''}至{unit.last or ''}" if unit.first or unit.last else ""
        table.add_row(unit.group, unit.name, unit.short, unit.table_name, "；".join(unit.aliases), span)
    return table


def _check(county: County) -> None:
    from bulletin_gen.cli.screen.issues import show_issues
    from bulletin_gen.county.workspace import order_files
    from bulletin_gen.intake.kept.units import load_registry
    from bulletin_gen.intake.showing.unregistered import unregistered
    from bulletin_gen.leaves.issues import BulletinError
    from bulletin_gen.profile.load import load_profile

    periods = county.periods()
    first, last = (periods[-1].first, periods[-1].last) if periods else (date.min, date.max)
    try:
        profile = load_profile(county.profile)
    except BulletinError as reason:
        _check_alone(county, len(reason.issues), first, last)
        return
    registry, issues = load_registry(county.units, profile.units, first, last)
    orders = order_files(county.folder / periods[-1].key) if periods else ()
    issues = (*issues, *unregistered(orders, profile, registry))
    if issues:
        show_issues(console_of(stderr=True), issues)
        raise typer.Exit(1)
    say(f"名册没有问题：{len(registry.units)} 个单位，{len(registry.groups)} 个分组。")


def _check_alone(county: County, faults: int, first: date, last: date) -> None:
    """The registry by itself, before profile.yaml says which groups there are and how exports are read."""
    from bulletin_gen.intake.kept.units import load_registry, read_units
    from bulletin_gen.leaves.issues import BulletinError
    from bulletin_gen.profile.intake import Units

    say(f"profile.yaml 还有 {faults} 处要填写或改正（generate 会逐条指出），先只看名册本身，不核对工单。", err=True)
    registered, issues = read_units(county.units)
    groups = list(dict.fromkeys(unit.group for unit in registered))
    if not issues:
        issues = list(load_registry(county.units, Units.model_validate({"groups": groups}), first, last)[1])
    if issues:
        raise BulletinError(issues)
    say(f"名册本身没有问题：{len(registered)} 个单位，{len(groups)} 个分组（{'、'.join(groups)}）。")
