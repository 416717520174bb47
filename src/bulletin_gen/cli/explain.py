"""``bulletin-gen explain``: the names that a county's own sentences can use, with what they are worth now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_gen.cli.common import CountyFolder, console_of, progress, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from rich.console import Console

    from bulletin_gen.compose.wordlist.entries import NameEntry

#: Of names that are many of a kind (units, values) the terminal shows so many where nothing is searched for.
_SHOWN_OF_A_KIND = 3


def explain(
    county: CountyFolder,
    period: Annotated[
        str | None,
        typer.Argument(metavar="期间", help="如 2024-05；默认最新的，也可以直接写要找的词。", show_default=False),
    ] = None,
    word: Annotated[
        str | None,
        typer.Argument(
            metavar="词",
            help="一个印出的数（97.4）、数据名、“某局 综合指标值”或一句话：说明它怎么来的；别的词只筛选名称。",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="文件",
            help="另存为工作簿（.xlsx）；口径说明存为 Word（.docx）。",
            show_default=False,
        ),
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="用中文句子说明全部口径，并拿一个单位的数算一遍。")] = False,
    now: Annotated[
        bool, typer.Option("--now", help="存下以后工单、认定或规则改过的，说明现在的数，不说明存下的。")
    ] = False,
) -> None:
    """说明一个数怎么来的：规则、算式、评分项、人工认定、从导出的行数一步步到这个数，--out 另存背后的工单；
    不写数就列出正文文件里可以写的全部名称：现在的数、规则、例句和例句印成什么；--rules 列出考核口径。"""
    if rules:
        _explain_rules(county, period and period.rstrip("/\\"), out)
        return
    from bulletin_gen.cli.screen.figures import explain_figures
    from bulletin_gen.pipeline import names_of

    wanted, searched = _period_and_word(period, word)
    if searched and explain_figures(county, wanted, searched, out, now=now):
        return
    with reporting_errors(closing="" if out is None else "没有写出任何文件。"), progress() as tell:
        title, entries = names_of(county, wanted, tell)
        found = tuple(each for each in entries if not searched or each.has(searched))
        if out:
            _write(out, title, found)
    console = console_of()
    console.print(title, markup=False, soft_wrap=True)
    _show(console, found, everything=bool(searched))
    if not found:
        say(f"没有含“{searched}”的名称。")
        raise typer.Exit(1)
    if out:
        say(f"已写出：{out}")


def _explain_rules(county: Path, period: str | None, out: Path | None) -> None:
    """The rules in sentences, on the terminal and as a Word page."""
    from bulletin_gen.cli.screen.issues import show_issues
    from bulletin_gen.explaining.practice import practice_of, practice_page

    if out is not None and out.suffix.lower() != ".docx":
        raise typer.BadParameter(f"口径说明存为 .docx 文件，不是“{out.name}”")
    with reporting_errors(closing="" if out is None else "没有写出任何文件。"), progress() as tell:
        tell("口径")
        practice = practice_of(county, period)
        if out:
            from bulletin_gen.leaves.publish import publish
            from bulletin_gen.render.docx import write_docx

            publish({out: write_docx(practice_page(practice))})
    console = console_of()
    console.print(practice.title, markup=False, soft_wrap=True)
    for part in practice.parts:
        console.print(f"\n【{part.heading}】", markup=False, soft_wrap=True)
        for line in part.sentences:
            console.print(line, markup=False, soft_wrap=True)
    if practice.hindered:
        console.print("\n工单现在读不通，没有算例：", markup=False, soft_wrap=True)
        show_issues(console, practice.hindered)
    if out:
        typer.echo(f"已写出：{out}")


def _period_and_word(period: str | None, word: str | None) -> tuple[str | None, str]:
    from bulletin_gen.leaves.periods import parse_period

    if period is None or word is not None:
        return period and period.rstrip("/\\"), word or ""
    try:
        parse_period(period.rstrip("/\\"))
    except ValueError:
        return None, period
    return period.rstrip("/\\"), ""


def _show(console: Console, entries: Sequence[NameEntry], *, everything: bool) -> None:
    from bulletin_gen.compose.wordlist.entries import GROUPS

    for group in GROUPS:
        own = [each for each in entries if each.group == group]
        if own:
            console.print(f"\n【{group}】", markup=False, soft_wrap=True)
        kinds: dict[str, int] = {}
        for each in own:
            kind = each.name.partition("：")[0] if "：" in each.name else each.rule
            kinds[kind] = kinds.get(kind, 0) + each.like
            if everything or not each.like or kinds[kind] <= _SHOWN_OF_A_KIND:
                _show_one(console, each)
        for kind, count in kinds.items():
            if not everything and count > _SHOWN_OF_A_KIND:
                called = kind.partition("；")[0]
                console.print(
                    f"  …… {called}共{count}个；加上词查找，或用 --out 存成工作簿", markup=False, soft_wrap=True
                )


def _show_one(console: Console, entry: NameEntry) -> None:
    value = f"  {entry.value}" if entry.value else ""
    console.print(f"{entry.name}{value}", markup=False, soft_wrap=True)
    if entry.rule:
        console.print(f"    规则：{entry.rule}", markup=False, soft_wrap=True)
    console.print(f"    写：{entry.put or entry.example}", markup=False, soft_wrap=True)
    console.print(f"    印：{entry.printed}", markup=False, soft_wrap=True)


def _write(out: Path, title: str, entries: Sequence[NameEntry]) -> None:
    from bulletin_gen.leaves.publish import publish
    from bulletin_gen.render.books.gridbook import BookSheet, write_grids

    if out.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"--out 应为 .xlsx 文件，不是“{out.name}”")
    heads = ("类", "名称", "现在的数", "规则", "例句", "印成")
    rows = tuple((each.group, each.name, each.value, each.rule, each.example, each.printed) for each in entries)
    publish({out: write_grids([BookSheet("名称", heads, rows, (16, 24, 14, 44, 48, 48))], title)})
