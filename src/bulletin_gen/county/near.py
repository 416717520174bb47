"""Names that people gave to files and folders and that almost are the ones looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from bulletin_gen.leaves.periods import Period, parse_period

_MONTH = re.compile(r"([12][0-9]{3})\s*[-年._/～~ ]?\s*([0-9]{1,2})\s*(?:月份?)?(?![0-9])")
_WEEK = re.compile(r"([12][0-9]{3})\s*[-年._ ]?\s*(?:第|[Ww])\s*([0-9]{1,2})\s*周?")
_QUARTER = re.compile(r"([12][0-9]{3})\s*[-年._ ]?\s*(?:第|[Qq])?\s*([1-4一二三四])\s*(?:季度|(?<=[Qq][1-4]))")
#: What people add to the name of a folder with a period's orders; a copy (2024-05备份) is something else.
_BESIDE = re.compile(r"(?:工单|数据|导出|通报)+$")
_NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_WORD_FILES = (".docx", ".doc", ".wps", ".docm", ".rtf", ".odt")


def near_periods(folder: Path) -> dict[str, str]:
    """Folders in ``folder`` whose names are no period's and look like one → the name that the program reads."""
    found = {}
    for each in sorted(folder.iterdir()):
        if each.is_dir() and not _is_period(each.name) and (meant := _meant_period(each.name)):
            found[each.name] = meant
    return found


def _is_period(name: str) -> bool:
    try:
        return bool(parse_period(name))
    except ValueError:
        return False


def _meant_period(name: str) -> str:
    text = unicodedata.normalize("NFKC", name)
    shapes = ((_WEEK, "{}-W{:02d}"), (_QUARTER, "{}-Q{}"), (_MONTH, "{}-{:02d}"))
    for pattern, form in shapes:
        if match := pattern.fullmatch(_BESIDE.sub("", text).strip()):
            number = int(_NUMERALS.get(match[2], match[2]))
            key = form.format(match[1], number)
            return key if _is_period(key) else ""
    return ""


def told_near_periods(folder: Path, wanted: Period | None) -> str:
    """What to say of folders that look like a period's, of ``wanted`` alone where that is given; "" for none."""
    near = near_periods(folder)
    meant = {name: key for name, key in near.items() if wanted is None or parse_period(key) == wanted}
    return "；".join(f"文件夹 {name} 要改名为 {key} 才会读" for name, key in meant.items())


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
