"""A learnt county's folder, file by file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bulletin_gen.county.registry import Unit
from bulletin_gen.county.workspace import ADJUSTMENTS, NARRATIVE, PROFILE, SUPPLIED, UNIT_FIGURES, UNITS, WORDING
from bulletin_gen.learning.reading.front import FrontMatter
from bulletin_gen.learning.writing.rules import LearntRules
from bulletin_gen.learning.writing.texts import Texts
from bulletin_gen.learning.writing.yamlwriting import lines_of, word


def files_of(
    orders: Sequence[Path],
    period: str,
    profile: str,
    rules: LearntRules,
    front: FrontMatter,
    texts: Texts,
    units: Sequence[Unit],
) -> dict[str, bytes]:
    """Path within the folder → content: rules, units, sentences, the period's files and the orders themselves."""
    from bulletin_gen.intake.kept.units import HEADS
    from bulletin_gen.scaffold import START_FILE, adjustments_workbook, start_file

    rows = [
        list(HEADS),
        *([u.name, u.group, texts.short.get(u.name, ""), "", _others(u, texts), "", ""] for u in units),
    ]
    files = {
        PROFILE: notepad(profile),
        UNITS: lines_of(rows).encode(),
        WORDING: notepad(texts.wording),
        START_FILE: start_file(),
        f"{period}/{ADJUSTMENTS}": _with_entries(adjustments_workbook(), rules),
        f"{period}/{SUPPLIED}": notepad(_supplied(front, texts, rules)),
        f"{period}/{NARRATIVE}": notepad(texts.narrative),
    }
    if rules.unit_figures:
        files[f"{period}/{UNIT_FIGURES}"] = _unit_figures(rules.unit_figures)
    taken: set[str] = set()
    for path in orders:
        name = path.name
        while name in taken or f"{period}/{name}" in files:
            name = f"工单{len(taken) + 1}{path.suffix}"
        taken.add(name)
        files[f"{period}/{name}"] = path.read_bytes()
    return files


def _others(unit: Unit, texts: Texts) -> str:
    """A unit's spellings but the one by which the text calls it, which stands in a column of its own."""
    return "；".join(name for name in unit.aliases if name != texts.short.get(unit.name))


def notepad(text: str) -> bytes:
    """A text as older Notepads show it."""
    return text.replace("\n", "\r\n").encode()


def _supplied(front: FrontMatter, texts: Texts, rules: LearntRules) -> str:
    lines = ["公文:"]
    names = {"issue_number": "期号", "running_number": "总期号", "number": "文号", "dated": "成文日期"}
    lines += [f"  {names[key]}: {value}" for key, value in front.supplied.items()]
    if front.undated:
        lines[-1] += " # 通报里没有认出，先写期末那天，请改"
    lines += ["数字:"] if texts.figures else []
    for name, figure in texts.figures.items():
        lines.append(f'  {name}: {{写法: "{figure["text"]}", 出处: {word(figure["source"])}}}')
    lines += ["基数:"] if rules.bases else []
    for base, figures in rules.bases.items():
        said = ", ".join(f"{name}: {text}" for name, text in figures.items())
        lines += [f"  {base}:", "    出处: 由上一期通报印出的差推得，每期由人提供", f"    数字: {{{said}}}"]
    return "\n".join(lines) + "\n"


def _with_entries(workbook: bytes, rules: LearntRules) -> bytes:
    """The decisions behind points that no orders give, as the bulletin prints them."""
    if not (rules.entries or rules.excused):
        return workbook
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook))
    sheet = book.worksheets[0]
    for row, cells in enumerate((*_entered(rules), *_excused(rules)), 2):
        for column, value in enumerate(cells, 1):
            sheet.cell(row, column, value)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _entered(rules: LearntRules) -> Iterator[tuple[str | float | None, ...]]:
    for unit, points in rules.entries:
        amount = abs(points)
        typed = int(amount) if amount.denominator == 1 else float(amount)
        yield ("加分" if points > 0 else "扣分", None, unit, typed, None, "上一期附表印出的分")


def _excused(rules: LearntRules) -> Iterator[tuple[str | float | None, ...]]:
    for number in rules.excused:
        yield ("免责", number, None, None, None, "上一期通报没有把它列为无故超期")


def _unit_figures(figures: Mapping[str, Mapping[str, str]]) -> bytes:
    """单位数据.xlsx with what the bulletin prints, as numbers are typed."""
    from bulletin_gen.scaffold import unit_figures_workbook

    units = dict.fromkeys(unit for column in figures.values() for unit in column)
    rows = ([unit, *(column.get(unit, "") for column in figures.values())] for unit in units)
    return unit_figures_workbook([*figures], rows)
