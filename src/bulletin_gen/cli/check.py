"""``bulletin-gen check``: does a bulletin, whoever wrote it, agree with itself?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_gen.cli.common import console_of

if TYPE_CHECKING:
    from bulletin_gen.leaves.issues import Issue
    from bulletin_gen.proof.examine import Examination


def check(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="文件", help="通报文件，可多个；文件夹则检查其中所有通报。", show_default=False),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="只打印 JSON，供别的程序用。")] = False,
) -> None:
    """检查任何一份通报：占比、比率、合计、增减、名单、文表是否一致，数字和序号有无缺漏。"""
    examinations, issues = _examined(files)
    if as_json:
        from bulletin_gen.cli.screen.check import as_json_text

        typer.echo(as_json_text(examinations))
    else:
        from bulletin_gen.cli.screen.check import show_examinations

        show_examinations(console_of(), examinations)
    if issues:
        from bulletin_gen.cli.screen.issues import show_issues

        show_issues(console_of(stderr=True), issues)
    if issues or any(each.wrong for each in examinations):
        raise typer.Exit(1)


def _examined(paths: Sequence[Path]) -> tuple[list[Examination], list[Issue]]:
    """What checking brought, and what stood against reading; every file is tried."""
    from bulletin_gen.leaves.issues import BulletinError
    from bulletin_gen.proof.examine import examine
    from bulletin_gen.proof.reading.files import read_publication

    examinations: list[Examination] = []
    issues: list[Issue] = []
    for path in _files(paths):
        try:
            examinations.append(examine(read_publication(path)))
        except BulletinError as reason:
            issues.extend(reason.issues)
    return examinations, issues


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and of folders all that can be read; Word's lock files (~$…) are none."""
    from bulletin_gen.proof.reading.files import READERS

    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = [each for each in sorted(path.iterdir()) if each.suffix.lower() in READERS]
        found += [each for each in inside if not each.name.startswith(("~$", "."))]
    return found
