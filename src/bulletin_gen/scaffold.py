"""A new county's folder, and the folder of a new period: everything laid out, what is to be filled in marked."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from bulletin_gen.adjustments import HEADS, AdjustmentKind
from bulletin_gen.county.narrative import read_narrative
from bulletin_gen.county.workspace import (
    ADJUSTMENTS,
    NARRATIVE,
    PROFILE,
    SUPPLIED,
    UNIT_FIGURES,
    UNITS,
    WORDING,
    County,
    narrative_of,
    narratives,
    open_county,
)
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Place, stop
from bulletin_gen.leaves.periods import Period, PeriodKind, following, last_finished
from bulletin_gen.leaves.publish import publish
from bulletin_gen.written.textfile import read_text
from bulletin_gen.written.validation import did_you_mean
from bulletin_gen.written.yamlfile import PLACEHOLDER

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from bulletin_gen.profile import Profile

#: The sheet that holds the decisions, and the one that explains them.
RECORDS, GUIDE = "调整记录", "填写说明"
GUIDE_FILE = "使用说明.md"
#: Opens the desk for the folder that it lies in, by a double click. Only ASCII within: any code page reads that.
START_FILE = "通报工作台.bat"
_START = """@echo off
rem Opens this folder in the browser. With pyw no console stays open.
where pyw >nul 2>nul && (start "" pyw -m bulletin_gen desk "%~dp0." & exit /b)
py -m bulletin_gen desk "%~dp0."
pause
"""

_RECORDED_ROWS = 1000  # how far down the drop-downs reach
_WIDTHS = {"类型": 12, "工单编号": 26, "单位": 24, "分值": 8, "等级": 8, "理由": 48, "决定人": 14, "决定日期": 14}


class _Rule(Struct, frozen=True):
    """What the explanatory sheet says of a kind of decision."""

    needs: str
    effect: str


#: Every kind of decision: which cells it needs, what it does.
RULES: Mapping[AdjustmentKind, _Rule] = {
    AdjustmentKind.EXCUSED: _Rule("工单编号、理由", "这件工单虽然超期，不算无故超期"),
    AdjustmentKind.EXCLUDED: _Rule("工单编号、理由", "这件工单不纳入考核，仍计入总量"),
    AdjustmentKind.BONUS: _Rule("单位、分值、理由", "给这个单位加分；分值写正数"),
    AdjustmentKind.PENALTY: _Rule("单位、分值、理由", "给这个单位扣分；分值写正数"),
    AdjustmentKind.COMMENDED: _Rule("单位、理由", "把这个单位列入通报表扬"),
    AdjustmentKind.NOT_COMMENDED: _Rule("单位、理由", "这个单位虽然符合条件，不列入通报表扬"),
    AdjustmentKind.CRITICISED: _Rule("单位、理由", "把这个单位列入通报批评"),
    AdjustmentKind.NOT_CRITICISED: _Rule("单位、理由", "这个单位虽然符合条件，不列入通报批评"),
    AdjustmentKind.REGRADED: _Rule("单位、等级、理由", "这个单位的等级改为所写的等级"),
}


def start_file() -> bytes:
    """The file that opens the desk for the folder that it lies in."""
    return _for_notepad(_START)


def skeletons() -> dict[str, Path]:
    """The kinds for which the program has a skeleton: Chinese name → its folder."""
    from bulletin_gen.compose.jinja.loader import library

    found = library(None)
    folders = {name: found.packaged / "new" / kind.template.partition(".")[0] for name, kind in found.kinds().items()}
    return {name: folder for name, folder in folders.items() if folder.is_dir()}


@cache
def kind_in_words(skeleton: Path) -> str:
    """What bulletins of a kind say, by the rules of its skeleton: the rates, whether units are scored and graded, which
    lists there are."""
    from bulletin_gen.profile.load import read_profile_file

    rules = read_profile_file(read_text(skeleton / PROFILE), PROFILE).data
    grades = "、".join(str(each["grade"]) for each in rules.get("grades") or [])
    scored = "各单位评分" + (f"，分 {grades} 等" if grades else "、排名") if rules.get("score") else "不评分"
    lists = "、".join(rules.get("lists") or {})
    return f"{'、'.join(rules.get('rates') or {})}；{scored}" + (f"；列出{lists}" if lists else "")


def new_county(folder: Path, kind: str, kinds: Mapping[str, Path], period: Period) -> tuple[Path, ...]:
    """Lays out ``folder`` for a county that issues bulletins of ``kind``, with the files of its first period.

    ``kinds`` maps Chinese names of kinds to the folders that hold their skeletons. Returns the files written.
    Raises ``BulletinError`` for an unknown kind and for a folder that already holds something.
    """
    if kind not in kinds:
        advice = did_you_mean(kind, list(kinds)) or "从上面选一种"
        raise stop("new.kind", "没有这种通报", found=kind, expected="、".join(kinds), advice=advice)
    refuse_taken(folder, "换一个文件夹；已有的县只需新建期间文件夹")
    from bulletin_gen.intake.kept.units import HEADS as UNIT_HEADS

    skeleton = kinds[kind]
    files = {
        folder / GUIDE_FILE: _copied(skeleton.parent / "guide.md"),
        folder / START_FILE: start_file(),
        folder / PROFILE: _copied(skeleton / PROFILE),
        folder / WORDING: _copied(skeleton / WORDING),
        folder / UNITS: ("\ufeff" + ",".join(UNIT_HEADS) + "\r\n").encode(),  # the mark makes Excel read UTF-8
        folder / period.key / ADJUSTMENTS: adjustments_workbook(),
        folder / period.key / SUPPLIED: _copied(skeleton / SUPPLIED),
        folder / period.key / NARRATIVE: _copied(skeleton / NARRATIVE),
    }
    publish(files)
    return tuple(files)


def refuse_taken(folder: Path, advice: str) -> None:
    """Raises ``BulletinError`` with ``advice`` for a folder that already holds something, or is a file."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise stop("new.exists", "文件夹里已有内容，不覆盖", Place(file=str(folder)), advice=advice)


def new_period(folder: Path, period: Period) -> tuple[Path, ...]:
    """Adds the folder of ``period`` to the county in ``folder``: an empty decisions workbook, what supplied.yaml is
    asked for by the county's rules, and the headings of the last period's narrative.

    Returns the files written. Raises ``BulletinError`` when the county's rules have errors or the folder is there.
    """
    from bulletin_gen.profile.load import load_profile

    county = open_county(folder)
    target = folder / period.key
    if target.exists():
        raise stop("new.exists", "这一期的文件夹已经有了，不覆盖", Place(file=str(target)))
    profile = load_profile(county.profile)
    last = next((folder / each.key for each in reversed(county.periods())), None)
    by_unit = [rule.label or name for name, rule in profile.measures.items() if rule.by_unit]
    figures = {target / UNIT_FIGURES: _unit_figures(county, period, profile, by_unit)} if by_unit else {}
    files = figures | {
        target / ADJUSTMENTS: adjustments_workbook(),
        target / SUPPLIED: _for_notepad(_supplied_text(profile, last) + _bases_text(county, period, last)),
        target / NARRATIVE: _for_notepad(_narrative_text(profile, last)),
    }
    publish(files)
    return tuple(files)


def usual_period(folder: Path, kind: str | None, today: date) -> Period:
    """The period that is asked for without a name: of a county that has periods, the last finished one of their kind,
    or the one after where they are cumulative or the office's own; else by what the kind of bulletin is called."""
    periods = County(folder).periods() if kind is None else ()
    if periods and periods[-1].kind in (PeriodKind.RANGE, PeriodKind.MONTHS):
        return following(periods[-1])
    if periods:
        return last_finished(periods[-1].kind, today)
    return last_finished(_kind_of(kind or _kind_in(folder)), today)


def _kind_in(folder: Path) -> str:
    from bulletin_gen.profile.load import load_profile

    return load_profile(folder / PROFILE).kind


def _kind_of(name: str) -> PeriodKind:
    """What a bulletin of that name covers: 热线周报 a week."""
    words = {"周": PeriodKind.WEEK, "季": PeriodKind.QUARTER, "半年": PeriodKind.HALF_YEAR, "年报": PeriodKind.YEAR}
    return next((kind for word, kind in words.items() if word in name), PeriodKind.MONTH)


def _supplied_text(profile: Profile, last: Path | None) -> str:
    from bulletin_gen.county.supplied import DocumentFacts, asked_of_document
    from bulletin_gen.profile.terms import chinese_of

    names = [*(name for name in asked_of_document(profile) if name != "dated"), "dated"]
    meanings = {name: DocumentFacts.model_fields[name].description for name in names}
    keys = {name: chinese_of(DocumentFacts, name)[0] for name in names}
    lines = ["# 每期填写。", "公文:", *(f"  {keys[name]}: {PLACEHOLDER}：{meanings[name]}〕" for name in names)]
    figures = _figures_of(profile, last)
    lines += ["数字: # 不由工单得来的数字；没有就删去"] if figures else []
    for name, source in figures.items():
        value = f", 数值: {PLACEHOLDER}：件数〕" if name in profile.measures else ""
        lines.append(f"  {name}: {{写法: {PLACEHOLDER}：印在通报里的写法〕{value}, 出处: {source}}}")
    return "\n".join(lines) + "\n"


#: In sentences, a number that is compared: with which period.
_COMPARED = late(r"\{([^{}]+?)：(同比|环比)[：}]")
_BASES = {"同比": "上年同期", "环比": "上期"}


def _bases_text(county: County, period: Period, last: Path | None) -> str:
    """The bases that the county's sentences ask for: of periods of which no record is kept, and other offices'."""
    from bulletin_gen.county.supplied import load_supplied

    wanted: dict[str, dict[str, None]] = {}
    kept = {"同比": period.year_ago(), "环比": period.previous()}
    for text in (read_text(path) for path in county.wordings if path.suffix == ".txt"):
        for name, kind in _COMPARED.findall(text):
            if not county.facts_of(kept[kind]).is_file():
                wanted.setdefault(_BASES[kind], {})[name] = None
    if last is not None and (last / SUPPLIED).is_file():
        for base, given in load_supplied(last / SUPPLIED).bases.named.items():
            wanted.setdefault(base, {}).update(dict.fromkeys(given.figures))
    lines = ["基数: # 没有记录的那一期的数，比较要用；找不到就把这一段删去，比较的话不印"] if wanted else []
    for base, names in wanted.items():
        figures = ", ".join(f"{json.dumps(name, ensure_ascii=False)}: {PLACEHOLDER}：数〕" for name in names)
        lines += [f"  {base}:", f"    出处: {PLACEHOLDER}：出自何处，如{base}的通报〕", f"    数字: {{{figures}}}"]
    return "\n".join(lines) + "\n" if lines else ""


def _figures_of(profile: Profile, last: Path | None) -> dict[str, str]:
    """Figures that people give: those that the rules ask for, and those of the last period with their sources."""
    from bulletin_gen.county.supplied import load_supplied

    figures = {
        name: f"{PLACEHOLDER}：由谁提供〕"
        for name, rule in profile.measures.items()
        if rule.supplied and not rule.by_unit
    }
    if last is not None and (last / SUPPLIED).is_file():
        given = load_supplied(last / SUPPLIED).figures
        figures |= {name: json.dumps(figure.source, ensure_ascii=False) for name, figure in given.items()}
    return figures


def _unit_figures(county: County, period: Period, profile: Profile, heads: Sequence[str]) -> bytes:
    """单位数据.xlsx with a row for each unit of the registry and a blank column for each figure that people give."""
    from bulletin_gen.intake.kept.units import load_registry

    units = load_registry(county.units, profile.units, period.first, period.last)[0].units
    return unit_figures_workbook(heads, ([unit.name] for unit in units))


def unit_figures_workbook(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """单位数据.xlsx with these heads behind 单位, and a row for each unit."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["单位", *heads])
    for row in rows:
        sheet.append([*row])
    sheet.column_dimensions["A"].width = _WIDTHS["单位"]
    sheet.freeze_panes = "B2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _narrative_text(profile: Profile, last: Path | None) -> str:
    if last is not None and narratives(last):
        slots = read_narrative(narrative_of(last))[0]
        return "\n".join(
            f"# {slot}\n\n{_last_words(said)}{PLACEHOLDER}：{slot}；没有则删去这一行〕\n"
            for slot, said in slots.items()
        )
    skeleton = skeletons().get(profile.kind)
    return read_text(skeleton / NARRATIVE) if skeleton else "# 标题\n"


def _last_words(said: str) -> str:
    """What the last period's bulletin says there, as a hint that is not printed."""
    bare = said.strip().replace("-->", "→").replace(PLACEHOLDER, "")
    return f"<!-- 上一期写的是（这几行不印）：\n{bare}\n-->\n\n" if bare else ""


def adjustments_workbook() -> bytes:
    """An empty adjustments.xlsx: heads, drop-downs, cells that keep order numbers whole, a sheet that explains."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    workbook = Workbook(content, {"in_memory": True})
    workbook.set_properties({"title": "人工认定记录", "created": datetime.fromisoformat("2000-01-01")})
    head = workbook.add_format(
        {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#D9E1F2"}
    )
    _records_sheet(workbook, head)
    _guide_sheet(workbook, head)
    workbook.close()
    return content.getvalue()


def _records_sheet(workbook: Workbook, head: Format) -> None:
    sheet = workbook.add_worksheet(RECORDS)
    formats = {
        "工单编号": workbook.add_format({"num_format": "@"}),  # as text, or Excel cuts long numbers
        "决定日期": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "理由": workbook.add_format({"text_wrap": True}),
    }
    for column, name in enumerate(HEADS):
        sheet.set_column(column, column, _WIDTHS[name], formats.get(name))
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 0)
    for name, rule in _validations().items():
        column = HEADS.index(name)
        sheet.data_validation(1, column, _RECORDED_ROWS, column, rule)


def _validations() -> dict[str, dict[str, object]]:
    return {
        "类型": {
            "validate": "list",
            "source": [kind.value for kind in AdjustmentKind],
            "error_title": "类型",
            "error_message": f"请从下拉列表中选择；各类的意思见“{GUIDE}”。",
        },
        "分值": {
            "validate": "decimal",
            "criteria": ">",
            "value": 0,
            "error_title": "分值",
            "error_message": "请写正数；加分还是扣分由类型决定。",
        },
        "决定日期": {
            "validate": "date",
            "criteria": ">",
            "value": datetime.fromisoformat("2000-01-01"),
            "error_title": "决定日期",
            "error_message": "请写日期，如 2024-05-31。",
        },
    }


def _guide_sheet(workbook: Workbook, head: Format) -> None:
    sheet = workbook.add_worksheet(GUIDE)
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for column, width in enumerate((16, 24, 60)):
        sheet.set_column(column, column, width)
    rows = [(kind.value, rule.needs, rule.effect) for kind, rule in RULES.items()]
    line = _block(sheet, 0, ("类型", "必填", "作用"), rows, head, wrapped)
    for text in _NOTES:
        line += 1
        sheet.write_string(line, 0, text)


_NOTES = (
    f"一行写一件事，写在“{RECORDS}”里；没有要写的，留着表头即可。",
    "单位写名册（units.csv）里的名称、简称或别名。",
    "工单编号照工单填写；单元格已设为文本，粘贴时选“只保留文本”，以免末几位变成 0。",
    "理由、决定人、决定日期备查，并随通报的数据一起保存。",
)


def _block(
    sheet: Worksheet, line: int, heads: Sequence[str], rows: Iterable[Sequence[str]], head: Format, cell: Format
) -> int:
    for column, name in enumerate(heads):
        sheet.write_string(line, column, name, head)
    for row in rows:
        line += 1
        for column, text in enumerate(row):
            sheet.write_string(line, column, text, cell)
    return line + 1


def _copied(path: Path) -> bytes:
    return _for_notepad(read_text(path))


def _for_notepad(text: str) -> bytes:
    # Notepad on older Windows shows one endless line without carriage returns.
    return text.replace("\n", "\r\n").encode()
