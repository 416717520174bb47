"""``bulletin-gen public``: a version of a bulletin that may be published, without citizens' data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bulletin_gen.cli.common import console_of, reporting_errors


def public(
    draft: Annotated[Path, typer.Argument(metavar="稿件", help="要公开的 Word 稿件（.docx）。", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="文件夹", help="公开稿写到哪里。")] = Path("out"),
    officials: Annotated[
        list[str] | None,
        typer.Option("--official", metavar="姓名", help="职务行为中的工作人员，姓名不遮，可重复。", show_default=False),
    ] = None,
    county: Annotated[
        Path | None,
        typer.Option("--county", metavar="县文件夹", help="按该县规则：工作人员、小数目。", show_default=False),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不写出公开稿。")] = False,
) -> None:
    """写出公开稿：遮去群众的姓名、电话、证件号、卡号、车牌、门牌、工单编号等，去掉批注、修订、隐藏文字和文档属性。"""
    with reporting_errors():
        _public(draft, out, _rules(county, officials or []), dry_run)


def _rules(folder: Path | None, officials: list[str]) -> tuple[tuple[str, ...], int]:
    """Whose names stay and below which count cells are hidden: by the county's rules, where one is given."""
    if folder is None:
        return tuple(officials), 0
    from bulletin_gen.county.workspace import open_county
    from bulletin_gen.profile.load import load_profile

    rules = load_profile(open_county(folder, need_units=False).profile).public
    return (*officials, *rules.officials), rules.small_cells


def _public(draft: Path, out: Path, rules: tuple[tuple[str, ...], int], dry_run: bool) -> None:
    from bulletin_gen.leaves.publish import publish
    from bulletin_gen.public.gate import make_public

    officials, small_cells = rules
    made = make_public(draft, officials, small_cells=small_cells)
    told = "，".join(f"{kind} {count} 处" for kind, count in made.masked.items())
    console = console_of()
    console.print(f"{draft.name}：已遮 {told or '0 处'}", soft_wrap=True, markup=False)
    if made.removed:
        console.print(f"去掉：{'、'.join(made.removed)}", soft_wrap=True, markup=False)
    for place in made.unsure:
        console.print(f"像群众姓名而没有把握：{place}", soft_wrap=True, markup=False)
    if made.unsure:
        console.print("没有写出公开稿。群众姓名改作“李某某”，工作人员用 --official 写明，然后重试。", soft_wrap=True)
        raise typer.Exit(1)
    if not dry_run:
        target = out / f"{draft.stem}（公开）.docx"
        publish({target: made.content})
        console.print(f"已写出：{target}", soft_wrap=True, markup=False)
