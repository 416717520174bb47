"""``bulletin-gen inspect``: what an export looks like to the program, before anything depends on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_gen.canonical import LABELS
from bulletin_gen.cli.common import console_of, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from bulletin_gen.county.registry import Registry
    from bulletin_gen.county.workspace import County
    from bulletin_gen.intake.showing.inspect import Inspection
    from bulletin_gen.profile import Profile


def inspect(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="文件",
            help="平台导出的工单，可多个；也可以是期间文件夹、县文件夹（最新一期）。",
            show_default=False,
        ),
    ],
    county: Annotated[
        Path | None,
        typer.Option("--profile", "-p", metavar="县文件夹", help="按这个县的规则和单位名册来看。", show_default=False),
    ] = None,
    write: Annotated[
        bool,
        typer.Option("--write-profile", help="把握大的猜测写进 profile.yaml，其余不动；把握小的用 --take 点名。"),
    ] = False,
    take: Annotated[
        list[str] | None,
        typer.Option("--take", metavar="列名", help="只写这一列的猜测，可重复；先看清再写。", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="工作簿", help="另存为 Excel 工作簿，如 检查.xlsx。", show_default=False),
    ] = None,
    digest: Annotated[
        bool,
        typer.Option("--digest", help="看这一期有什么异常：写 县文件夹 期间，与以前各期的记录比。"),
    ] = False,
) -> None:
    """看导出的工单是什么样：表头、各列的含义、取值、时间范围、认不出的单位、重复和空白；或这一期有什么异常。"""
    if digest:
        from bulletin_gen.cli.runs.digest import show_what_stands_out

        if write or take or county:
            raise typer.BadParameter("--digest 只和 县文件夹 期间、--out 一起用")
        show_what_stands_out(files, out)
        return
    if (write or take) and county is None:
        raise typer.BadParameter(f"{'--write-profile' if write else '--take'} 要和 --profile 县文件夹 一起用")
    with reporting_errors(closing=""):
        _inspect(files, county, take or ([] if write else None), out)


def _inspect(files: list[Path], folder: Path | None, taken: list[str] | None, out: Path | None) -> None:
    """``taken``: the heads whose guesses are written, none for all sure ones; None for nothing."""
    from bulletin_gen.cli.screen.inspect import inspection_workbook, show_inspection
    from bulletin_gen.cli.screen.issues import show_issues
    from bulletin_gen.county.workspace import open_county, refuse_inputs
    from bulletin_gen.intake.showing.inspect import inspect_files
    from bulletin_gen.leaves.publish import publish

    if out:
        refuse_inputs(out)
    county = open_county(folder, need_units=False) if folder else None
    paths = [path for each in files for path in _exports(each)]
    found = inspect_files(paths, *(_rules(county) if county else (None, None)))
    show_inspection(console_of(), found)
    if county and taken is not None:
        _write(county, found, taken)
    if out:
        publish({out: inspection_workbook(found)})
        say(f"已写出：{out}")
    if found.issues:
        show_issues(console_of(stderr=True), found.issues)
        raise typer.Exit(1)


def _exports(path: Path) -> tuple[Path, ...]:
    """What an argument stands for: a file for itself, a folder for its exports, a county for its newest period."""
    from bulletin_gen.county.workspace import PROFILE, County, find_period, orders_of

    if not path.is_dir():
        return (path,)
    if (path / PROFILE).is_file():
        county = County(path)
        newest = find_period(county, None)
        others = "、".join(each.key for each in county.periods() if each != newest)
        also = f"；要看其他期间，写 {path / '期间'}，另有 {others}" if others else ""
        say(f"{path} 是县文件夹，看最新一期 {newest.key}{also}。", err=True)
        path /= newest.key
    return orders_of(path)


def _rules(county: County) -> tuple[Profile | None, Registry | None]:
    """The county's rules and units; none of what is not filled in yet, with a word about it."""
    from bulletin_gen.intake.kept.units import load_registry
    from bulletin_gen.leaves.issues import BulletinError
    from bulletin_gen.profile.load import load_profile

    try:
        profile = load_profile(county.profile)
    except BulletinError as reason:
        count = len(reason.issues)
        say(f"profile.yaml 还有 {count} 处要填写或改正（generate 会逐条指出），先按常见列名来看。", err=True)
        return None, None
    try:
        return profile, load_registry(county.units, profile.units, date.min, date.max)[0]
    except BulletinError as reason:
        say(f"{county.units.name}：{reason.issues[0].kind}，先不核对单位。", err=True)
        return profile, None


def _write(county: County, found: Inspection, taken: list[str]) -> None:
    from bulletin_gen.intake.kept.profiling import write_columns
    from bulletin_gen.written.textfile import read_text
    from bulletin_gen.written.yamlfile import parse_yaml

    columns = _named_guesses(found, taken) if taken else found.sure_guesses()
    left = {} if taken else {column: head for column, head in found.guessed().items() if column not in columns}
    parse_yaml(read_text(county.profile), county.profile.name)  # says where the file cannot be read at all
    if columns:
        write_columns(county.profile, columns)
        written = "、".join(f"{column}: {head}" for column, head in columns.items())
        say(f"已写进 {county.profile} 的 读表 → 列：{written}")
    elif not left:
        say("没有要写进 profile.yaml 的列名。")
    for column, head in left.items():
        say(f"没有写进：{head}（猜是{LABELS.get(column, column)}，把握不大）。看清是的，再运行一次，加 --take {head}")


def _named_guesses(found: Inspection, taken: list[str]) -> dict[str, str]:
    """The guesses about these heads; ``BulletinError`` where there is none about one of them."""
    from bulletin_gen.intake.head.synonyms import head_key
    from bulletin_gen.leaves.issues import stop

    guessed = found.guessed()
    by_head = {head_key(head): column for column, head in guessed.items()}
    for head in taken:
        if head_key(head) not in by_head:
            raise stop(
                "inspect.no_guess", "没有对这一列的猜测，没有改动", found=head,
                expected="、".join(guessed.values()) or "没有一列要猜",
                advice="写表里“猜测，要确认”的列名；其余的列自己写进 profile.yaml 的 读表 → 列",
            )  # fmt: skip
    return {by_head[head_key(head)]: guessed[by_head[head_key(head)]] for head in taken}
