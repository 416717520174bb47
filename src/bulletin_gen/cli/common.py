"""What the commands share: parameters, consoles, progress, the showing of errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from rich.console import Console

    from bulletin_gen.leaves.issues import Issue
    from bulletin_gen.leaves.periods import Period

#: What --format may add; the .docx and the .xlsx are always written.
FORMATS = ("pdf", "html", "docx")

MoreFormats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="pdf|html",
        help="另外再写出 PDF（要装 LibreOffice）或网页，可重复。",
        show_default=False,
    ),
]
CountyFolder = Annotated[Path, typer.Argument(metavar="县文件夹", help="含 profile.yaml、units.csv 和期间文件夹。")]


def console_of(*, stderr: bool = False) -> Console:
    """Where to print: standard output, or standard error."""
    from bulletin_gen.cli.screen.console import SafeConsole

    # Names of files, sheets and units may hold what rich takes for markup: 工单[red].csv.
    return SafeConsole(stderr=stderr, highlight=False, markup=False)


class Marking(Struct, frozen=True):
    """Marked copies of the exports, asked for by ``--mark``."""

    county: Path
    period: str | None
    out: Path

    def write(self, issues: Sequence[Issue], told: Sequence[Path] = (), *, stderr: bool = False) -> None:
        """Writes them, where any issue is about a cell, and says so; not of files that are ``told`` of already. Ends
        the run with code 1 when they cannot be written."""
        from bulletin_gen.pipeline import mark

        if any(issue.place.row and (issue.place.sheet or issue.place.column) for issue in issues):
            with reporting_errors(closing="没有写出标记副本。"):
                written = mark(self.county, self.period, issues, self.out)
            for path in written:
                if path not in told:
                    say(f"已写出：{path}", err=stderr)


@contextmanager
def reporting_errors(closing: str = "没有写出任何文件。", marking: Marking | None = None) -> Iterator[None]:
    """Shows what stands against a run, then ``closing``, and ends the run with code 1; with ``marking``, writes it."""
    from bulletin_gen.leaves.issues import BulletinError

    try:
        with _explaining_system_errors():
            yield
    except BulletinError as reason:
        from bulletin_gen.cli.screen.issues import show_issues

        console = console_of(stderr=True)
        show_issues(console, reason.issues)
        if marking:
            closing = "没有写出通报。"
            marking.write(reason.issues, stderr=True)
        if closing:
            console.print(closing)
        raise typer.Exit(1) from reason


@contextmanager
def _explaining_system_errors() -> Iterator[None]:
    """A folder without permission may be met at any step: it ends the run with words like everything else."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever read what is printed has gone
    except OSError as reason:
        from bulletin_gen.county.workspace import unreadable

        raise unreadable(Path(), reason) from reason


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A line that names the step at work, on a terminal only."""
    console = console_of(stderr=True)
    if not console.is_terminal:
        yield lambda step: None
        return
    # Consoles of Chinese Windows know no Braille dots.
    with console.status("准备…", spinner="line") as status:
        yield lambda step: status.update(f"{step}…")


def formats_of(names: Sequence[str]) -> tuple[str, ...]:
    """The formats asked for; wrong usage when one is unknown."""
    for name in names:
        if name not in FORMATS:
            raise typer.BadParameter(f"--format 只能是 {'、'.join(FORMATS)}，不是“{name}”")
    return tuple(names)


def period_of(text: str | None, option: str = "--period") -> Period:
    """The period that an option gives, or last month; wrong usage when it is none."""
    from bulletin_gen.leaves.periods import month, parse_period

    if text is None:
        today = datetime.now().astimezone()
        return month(today.year, today.month).previous()
    try:
        return parse_period(text)
    except ValueError as reason:
        raise typer.BadParameter(f"{option} {reason}") from reason


def day_of(text: str | None, option: str = "--dated") -> date | None:
    """The day that an option gives; wrong usage when it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as reason:
        raise typer.BadParameter(f"{option} 应为 2024-07-10 这样的日期，不是“{text}”") from reason
