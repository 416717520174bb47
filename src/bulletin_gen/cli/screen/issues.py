"""What the terminal shows: the summary of a run, and issues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bulletin_gen.leaves.issues import Issue, Severity, count_by_kind

if TYPE_CHECKING:
    from bulletin_gen.facts import Facts
    from bulletin_gen.intake.dispatches.ledger import SheetAccount
    from bulletin_gen.pipeline import Result

#: How many findings of a failed run are listed, and how many of one kind in spreadsheets; the rest is counted.
MOST_ISSUES, MOST_OF_A_KIND = 30, 10

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def show_result(console: Console, result: Result) -> None:
    """One screen: what was read, used, set aside; units by grade; decisions; issues by kind; files."""
    console.print(Text(f"{result.facts.county.text} {result.period.name}", style="bold"))
    console.print(_accounts(result.accounts))
    if len(result.facts.grades):
        console.print(f"等级：{grades_line(result.facts)}")
    if result.adjustments:
        console.print(f"人工认定：{_counts(str(each.kind) for each in result.adjustments)}")
    console.print(f"问题：{_issue_counts(result.issues)}")
    for path in result.files:
        console.print(Text(f"已写出：{path}", style="green"), soft_wrap=True)
    for path in result.kept:
        said = f"注意：改动过的文件另存为 {path}；要保留的改动抄到新通报里，或用 refresh 把新数填进去"
        console.print(Text(said, style="yellow"), soft_wrap=True)
    for issue in result.unmade:
        console.print(Text(f"{issue}；其余文件已写出", style="red"), soft_wrap=True)
    for path in _older(result.files):
        console.print(Text(f"注意：{path} 是以前写出的，这次没有更新", style="yellow"), soft_wrap=True)


def _older(files: Sequence[Path]) -> list[Path]:
    """What an earlier run wrote beside these in other formats: it may say something else by now."""
    beside = [path.with_suffix(ending) for path in files if path.suffix == ".docx" for ending in (".pdf", ".html")]
    return [path for path in beside if path not in files and path.exists()]


def grades_line(facts: Facts) -> str:
    """A 40个、B 7个…"""
    return "、".join(f"{name} {facts.grades[name].count.text}个" for name in facts.grades)


def show_issues(console: Console, issues: Sequence[Issue], *, most: int = MOST_ISSUES) -> None:
    """The issues: the same finding once with its count, of spreadsheets at most ten of a kind; what is left over is
    counted. Errors have the first right to a line and come last, where a terminal stays when it has scrolled."""
    ordered = sorted(issues, key=lambda issue: list(Severity).index(issue.severity))
    chosen, rest = _chosen(_same_together(ordered), most)
    errors = [same for same in chosen if same[0].severity is Severity.ERROR]
    _show_each(console, _gravest_last(chosen[len(errors) :]))
    if rest:
        left = [issue for same in rest for issue in same]
        console.print(f"……另有 {sum(issue.times for issue in left)} 条：{_issue_counts(left)}")
    _show_each(console, errors)


def _gravest_last(groups: Iterable[list[Issue]]) -> list[list[Issue]]:
    """The gravest last, those of equal weight in their order."""
    return sorted(groups, key=lambda same: -list(Severity).index(same[0].severity))


def _show_each(console: Console, groups: Iterable[list[Issue]]) -> None:
    for same in groups:
        line = Text(f"{same[0].severity} ", style=_COLOURS[same[0].severity])
        count = sum(issue.times for issue in same)
        more = f"（共 {count} 处，这是第一处）" if len(same) > 1 else ""
        console.print(line.append(f"{same[0]}{more}", style="default"), soft_wrap=True)


def _same_together(issues: Iterable[Issue]) -> list[list[Issue]]:
    """Issues that say the same of different places, such as one unknown unit in forty rows."""
    together: dict[tuple[str, ...], list[Issue]] = {}
    for issue in issues:
        key = (issue.code, issue.kind, issue.found, issue.expected, "" if issue.found else str(issue.place))
        together.setdefault(key, []).append(issue)
    return list(together.values())


def _chosen(groups: Iterable[list[Issue]], most: int) -> tuple[list[list[Issue]], list[list[Issue]]]:
    """Those that are shown and the rest."""
    chosen: list[list[Issue]] = []
    rest: list[list[Issue]] = []
    of_kind: dict[str, int] = {}
    for same in groups:
        kind, place = same[0].kind, same[0].place
        of_kind[kind] = of_kind.get(kind, 0) + bool(place.sheet or place.column)
        shown = of_kind[kind] <= MOST_OF_A_KIND and len(chosen) < most
        (chosen if shown else rest).append(same)
    return chosen, rest


def _accounts(accounts: Iterable[SheetAccount]) -> Table:
    table = Table("文件", "工作表", box=None, pad_edge=False)
    for head in ("读入", "使用", "不计"):
        table.add_column(head, justify="right")
    table.add_column("不计原因")
    for each in accounts:
        aside = sum(each.set_aside.values())
        reasons = "、".join(f"{reason} {count}" for reason, count in each.set_aside.items())
        table.add_row(Path(each.file).name, each.sheet, str(each.read), str(each.used), str(aside), reasons)
    return table


def _issue_counts(issues: Sequence[Issue]) -> str:
    counts = count_by_kind(issues)
    return "、".join(f"{kind} {count}" for kind, count in counts.items()) or "无"


def _counts(words: Iterable[str]) -> str:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return "、".join(f"{word} {count}" for word, count in counts.items())
