"""Names that people gave to files and folders and that almost are the ones looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, warning
from bulletin_gen.leaves.numbers import numeral
from bulletin_gen.leaves.periods import Period, parse_period

_MONTH = late(r"([12][0-9]{3})\s*[-年._/～~ ]?\s*([0-9]{1,2})\s*(?:月份?)?(?![0-9])")
_WEEK = late(r"([12][0-9]{3})\s*[-年._ ]?\s*(?:第|[Ww])\s*([0-9]{1,2})\s*周?")
_QUARTER = late(r"([12][0-9]{3})\s*[-年._ ]?\s*(?:第|[Qq])?\s*([1-4一二三四])\s*(?:季度|(?<=[Qq][1-4]))")
#: What people add to the name of a folder with a period's orders; a copy (2024-05备份) is something else.
_BESIDE = late(r"(?:工单|数据|导出|通报)+$")
_HALF = late(r"([12][0-9]{3})\s*[-年._ ]?\s*([上下12])\s*半年度?")
_NUMERALS = {"上": "1", "下": "2"} | {numeral(number): str(number) for number in range(1, 54)}
_IN_NUMERALS = late(r"[一二三四五六七八九十]+(?=个?[月季周])")
#: What a folder is called by people who leave the year out; a bare number may be anything.
_WITHOUT_YEAR = late(r"第?\s*[0-9]{1,2}\s*(?:月份?|周)|[Ww][0-9]{1,2}|第?\s*[1-4一二三四]\s*季度|[上下]半年")
#: A leap week's year: every name without its year has one in it.
_SOME_YEAR = 2020
#: How people call the folder of an office's own templates, which are written in files with this ending.
_LIKE_TEMPLATES, _TEMPLATE_ENDING = late(r"templat\w*|templet\w*|模[板版]"), ".j2"
_WORD_FILES = (".docx", ".doc", ".wps", ".docm", ".rtf", ".odt")


def near_periods(folder: Path, year: int = 0) -> dict[str, str]:
    """Folders in ``folder`` whose names are no period's and look like one → the name that the program reads: other
    signs, other case, no nought before a single digit; with a ``year``, names that leave the year out too."""
    found = {}
    for each in sorted(folder.iterdir()):
        if each.is_dir() and (meant := _meant_period(each.name, year)) and not _same(each, folder / meant):
            found[each.name] = meant
    return found


def _same(one: Path, other: Path) -> bool:
    """Whether both are one folder, as 2021-w43 and 2021-W43 are on Windows."""
    return other.is_dir() and one.samefile(other)


def _key(name: str) -> str:
    try:
        return parse_period(name).key
    except ValueError:
        return ""


def _meant_period(name: str, year: int) -> str:
    if key := _key(name):
        return key
    text = _BESIDE.sub("", unicodedata.normalize("NFKC", name)).strip()
    text = _IN_NUMERALS.sub(lambda found: _NUMERALS.get(found[0], found[0]), text)
    if year and _WITHOUT_YEAR.fullmatch(text):
        text = f"{year}年{text}"
    shapes = ((_WEEK, "{}-W{:02d}"), (_QUARTER, "{}-Q{}"), (_HALF, "{}-H{}"), (_MONTH, "{}-{:02d}"))
    for pattern, form in shapes:
        if match := pattern.fullmatch(text):
            return _key(form.format(match[1], int(_NUMERALS.get(match[2], match[2]))))
    return ""


def told_near_periods(folder: Path, wanted: Period | None) -> str:
    """What to say of folders that look like a period's, of ``wanted`` alone where that is given; "" for none."""
    near = near_periods(folder, wanted.year if wanted else 0)
    meant = {name: key for name, key in near.items() if wanted is None or parse_period(key) == wanted}
    told = [f"文件夹 {name} 要改名为 {key} 才会读" for name, key in meant.items()]
    if wanted is None:
        bare = {name: key[4:] for name, key in near_periods(folder, _SOME_YEAR).items() if name not in near}
        told += [
            f"文件夹 {name} 的名称没有年份，要写成 年份{end}（如 {_SOME_YEAR}{end}）才会读"
            for name, end in bare.items()
        ]
    return "；".join(told)


def near_period_issues(folder: Path, period: Period) -> Iterator[Issue]:
    """Folders of periods later than ``period`` whose names are not read: whoever asks for the newest gets an older
    one."""
    for name, meant in near_periods(folder, period.year).items():
        if parse_period(meant).last > period.last:
            yield warning(
                "workspace.near_period", "没有读取的期间文件夹", Place(file=name), expected=f"名称写成 {meant}",
                advice=f"是下一期的文件夹，就改名为 {meant}，再生成那一期；不是就移出县文件夹",
            )  # fmt: skip


def near_template_issues(templates: Path) -> Iterator[Issue]:
    """Folders called almost like ``templates``, where that is not there, in which templates lie that nobody reads."""
    for each in sorted(templates.parent.iterdir()) if not templates.is_dir() else ():
        alike = each.is_dir() and _LIKE_TEMPLATES.fullmatch(each.name.strip().casefold())
        if alike and any(path.suffix == _TEMPLATE_ENDING for path in each.rglob("*")):
            yield warning(
                "templates.near", "没有读取的模板文件夹", Place(file=each.name), found=f"名称与 {templates.name} 相近",
                expected=f"自己的模板放在文件夹 {templates.name} 里",
                advice=f"要用这些模板，把文件夹改名为 {templates.name}；不用的移出县文件夹",
            )  # fmt: skip


def near_files(path: Path) -> tuple[Path, ...]:
    """Files that somebody may have meant as ``path``: another ending, another case, an ending twice, a blank or a
    copy's number; then the same name a folder further out."""
    stem = path.name.partition(".")[0].casefold()
    beside = [each for each in _files(path.parent) if each.name != path.name and _stem(each.name) == stem]
    outer = path.parent.parent / path.name
    return (*beside, *([outer] if outer.is_file() else []))


def _files(folder: Path) -> Iterable[Path]:
    return sorted(each for each in folder.iterdir() if each.is_file()) if folder.is_dir() else ()


def _stem(name: str) -> str:
    first = unicodedata.normalize("NFKC", name).partition(".")[0].casefold()
    return re.sub(r"\s*(?:\(\d+\)|[-_ ]?副本\d*|\s\d+)$", "", first).strip()


def how_to_mend(near: Path, wanted: Path) -> str:
    """What to do so that ``near`` is read as ``wanted``."""
    if near.parent != wanted.parent:
        return f"就是这个文件的，移到 {wanted.parent}"
    ending, meant = near.suffix.casefold(), wanted.suffix.casefold()
    if meant == ".csv" and ending in (".xlsx", ".xls", ".et", ".ods"):
        return f"就是这个文件的，用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”，名称 {wanted.name}"
    if meant == ".xlsx" and ending in (".xls", ".et", ".ods", ".csv"):
        return f"就是这个文件的，用 Excel 或 WPS 打开，另存为 .xlsx，名称 {wanted.name}"
    if meant == ".md" and ending in _WORD_FILES:
        word = wanted.with_suffix(".docx").name
        return f"就是这个文件的，{'改名为' if ending == '.docx' else '用 Word 另存为'} {word}"
    hidden = "（资源管理器的“查看”里勾上“文件扩展名”才看得见末尾的 .txt）" if ending == ".txt" else ""
    return f"就是这个文件的，改名为 {wanted.name}{hidden}"
