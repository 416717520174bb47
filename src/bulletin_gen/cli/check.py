"""``bulletin-gen check``: does a bulletin, whoever wrote it, agree with itself?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from bulletin_gen.cli.common import console_of, reporting_errors
from bulletin_gen.cli.screen.draft import (
    DraftCheck,
    check_against_facts,
    show_draft_check,
    without_accepted,
    write_draft_check,
)
from bulletin_gen.cli.screen.draft import as_json as json_of
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from bulletin_gen.leaves.issues import Issue
    from bulletin_gen.proof.examine import Examination


def check(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="文件", help="通报文件，可多个；文件夹则检查其中所有通报。", show_default=False),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="只打印 JSON，供别的程序用。")] = False,
    county: Annotated[
        Path | None,
        typer.Option(
            "--county",
            metavar="县文件夹",
            help="按这个县的数据核对改过的稿件；默认看稿件自己带的。",
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="期间", help="按哪一期的数据核对，如 2024-05。", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="文件夹",
            help="另存检查结果.xlsx 和加批注的 Word 副本；稿件本身不动。",
            show_default=False,
        ),
    ] = None,
) -> None:
    """检查任何一份通报：占比、比率、合计、增减、名单、文表是否一致，数字和序号有无缺漏；
    本程序写出又改过的稿件，再逐个与数据核对：没动、改过、移动、删去、手工加的。"""
    if period and county is None:
        raise typer.BadParameter("--period 要和 --county 县文件夹 一起用")
    examinations, issues = _examined(files)
    drafts = _drafts(files, county, period, issues)
    with reporting_errors():
        examinations = _without_accepted(examinations, drafts, county)
    if as_json:
        from bulletin_gen.cli.screen.check import as_json_text

        typer.echo(as_json_text(examinations, [json_of(each) for each in drafts]))
    else:
        from bulletin_gen.cli.screen.check import show_examinations

        show_examinations(console_of(), examinations)
        for each in drafts:
            show_draft_check(console_of(), each)
        _say_not_held(files, drafts, issues)
    if out and not as_json:
        with reporting_errors():
            _write(files, examinations, out)
    for each in drafts if out else ():
        with reporting_errors():
            write_draft_check(each, cast(Path, out))
    if issues:
        from bulletin_gen.cli.screen.issues import show_issues

        show_issues(console_of(stderr=True), issues)
    if issues or any(each.wrong for each in examinations) or any(each.grave for each in drafts):
        raise typer.Exit(1)


def _write(paths: Sequence[Path], examinations: Sequence[Examination], out: Path) -> None:
    """检查结果.xlsx, and of each Word file in which something was found a copy with comments."""
    from bulletin_gen.leaves.publish import publish
    from bulletin_gen.proof.report import commented_word, findings_workbook

    written = {out / "检查结果.xlsx": findings_workbook(examinations)}
    found = {each.file: each.objections for each in examinations if each.objections}
    for path in _files(paths):
        if path.suffix.lower() == ".docx" and path.name in found:
            written[out / f"{path.stem}（检查）.docx"] = commented_word(path, found[path.name])
    publish(written)
    for each in written:
        say(f"已写出：{each}")


def _drafts(paths: Sequence[Path], county: Path | None, period: str | None, issues: list[Issue]) -> list[DraftCheck]:
    """The drafts of this program's own bulletins among the files, held against their facts."""
    from bulletin_gen.leaves.issues import BulletinError

    found: list[DraftCheck] = []
    told = {issue.place.file for issue in issues}
    for path in _files(paths):
        if path.name in told:
            continue  # what cannot be read has been said
        try:
            checked = check_against_facts(path, county, period)
        except BulletinError as reason:
            issues.extend(reason.issues)
            continue
        found += [checked] if checked else []
    return found


def _say_not_held(paths: Sequence[Path], drafts: Sequence[DraftCheck], issues: Sequence[Issue]) -> None:
    """Says of each Word file that was held against no data, so that nobody takes silence for agreement."""
    told = {*(each.path for each in drafts), *(Path(issue.place.file) for issue in issues)}
    for path in _files(paths):
        if path.suffix.lower() == ".docx" and path not in told and Path(path.name) not in told:
            say(f"{path.name}：没有与数据核对（稿件里没有书签，或附近没有当初的数据），只看了前后是否一致")
            say("   是本程序写出的稿件，加上 --county 县文件夹 --period 期间，就逐个数核对")


def _without_accepted(
    examinations: Sequence[Examination], drafts: Sequence[DraftCheck], county: Path | None
) -> list[Examination]:
    """The examinations, of drafts of ours without what their office accepts."""
    ours = {each.path.name: each for each in drafts}
    return [without_accepted(each, ours[each.file], county) if each.file in ours else each for each in examinations]


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
