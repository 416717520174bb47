"""What stands around a bulletin's text: mark, title, number, issuer, date, signatures; and where the text is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from bulletin_gen.intake.cells.text import tidy
from bulletin_gen.leaves.periods import Period
from bulletin_gen.proof.reading.publication import Passage, PrintedTable

_SPACED = re.compile(r"(?<=[\u4e00-\u9fff\d〔〕（）%])\s+(?=[\u4e00-\u9fff\d〔〕（）])")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_COLON = re.compile(r"(?<!\d):|:(?!\d)")
_BRACKETS = re.compile(r"\(([^()]*[\u4e00-\u9fff][^()]*)\)|(?<=[\u4e00-\u9fff])\(([^()]*)\)")
_ISSUE = re.compile(r"^[(（]?(?:(\d{4})年)?第(\d+)期[)）]?$")
_RUNNING = re.compile(r"^[(（]?总第(\d+)期[)）]?$")
_NUMBER = re.compile(r"^(\S{1,12}?)〔(\d{4})〕(\d+)号$")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日$")
_TITLE = re.compile(r"通报|情况|简报|周报|月报|报告|分析")
_BODY = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|【|#|现将)|：$|:$")
#: Web pages put mark, number, issuer and date in one line.
_OF_PAGE = r"(?:发布)?(?:时间|日期|来源|作者|浏览次数|字号)[:：]"
_PARTS = re.compile(rf"\s{{2,}}|\s*(?={_OF_PAGE})|(?=[（(]总第)")
_ABOUT_PAGE = re.compile(f"^{_OF_PAGE}")
_ADDRESSED = re.compile(r"^(各[^\d。]{3,120}|[^\d。]{2,60}(?:局|委|办|府|位|门|中心|构))：$")
_ANNEX = re.compile(r"^(?:附件|附表|附：|附:)")
#: A passage that goes on with the text behind a table: a heading, or so long a paragraph that is no note.
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])")
_NOTE = re.compile(r"^(?:备?注|说明|注释)\d*[：:]")
_LONG = 60
_HEAD_LINES = 14
#: No signature is longer; a further annex that a note names: 2.各单位办理情况统计表.
_SIGNED, _ITEM = 30, re.compile(r"^\d{1,2}[.．、]")
_MARK = 24


_NOWHERE = 10**9


class FrontMatter(Struct, frozen=True):
    """``document``: what the profile says of it; ``supplied``: what each issue gives; ``body``: the text's passages;
    ``file``: where they stand; ``end``: the order of the first annexed table;
    ``tables``: those within the text."""

    document: dict[str, Any]
    supplied: dict[str, Any]
    body: tuple[Passage, ...]
    file: str = ""
    end: int = 0
    tables: tuple[PrintedTable, ...] = ()


def plain(text: str) -> str:
    """A passage without the blanks that layout puts between characters and digits, its commas, colons and brackets
    wide as official documents have them (copies from web pages have narrow ones)."""
    return full_width(_SPACED.sub("", tidy(text)).lstrip("#").strip())


def full_width(text: str) -> str:
    """A Chinese text with wide punctuation; what stands between digits (1,234; 10:30) stays."""
    if not re.search("[\u4e00-\u9fff]", text):
        return text
    text = _COLON.sub("：", _COMMA.sub("，", text)).replace(";", "；")
    return _BRACKETS.sub(lambda found: f"（{found[1] if found[1] is not None else found[2]}）", text)


def is_workbook(file: str) -> bool:
    """Whether a published file is a spreadsheet: an annex without a text."""
    return file.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods", ".csv"))


def sentences_only(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """What a spreadsheet has of a text: its sentences; names of sheets and of groups are none."""
    return tuple(each for each in passages if plain(each.text).endswith(("。", "；")))


def front_of(
    passages: Sequence[Passage], period: Period, stop: int, file: str = "", tables: Sequence[PrintedTable] = ()
) -> FrontMatter:
    """``passages`` sorted into what stands around the text and the text; ``stop``: the order of the first annexed
    table (passages behind it are no text)."""
    kept = [each for each in passages if each.order < stop and plain(each.text)]
    start = _start(kept)
    end = next((i for i in range(start + 1, len(kept)) if _ANNEX.match(plain(kept[i].text))), len(kept))
    lines = [plain(part) for each in kept[:start] for part in _PARTS.split(each.text.strip())]
    document, supplied = _head([line for line in lines if line and not _ABOUT_PAGE.match(line)], period)
    if start < end and (found := _ADDRESSED.match(plain(kept[start].text))):
        document["addressees"] = found[1]
        start += 1
    body, closing = _without_closing(kept[start:end])
    closing = closing or _behind_annex_note(kept[end:])
    signed, dated = _closing([plain(each.text) for each in closing])
    if signed:
        document["signatures"] = signed
    if dated:
        supplied["dated"] = dated
    supplied.setdefault("dated", period.last)
    return FrontMatter(document, supplied, body, file, stop, tuple(tables))


def annex_start(passages: Sequence[Passage], tables: Sequence[PrintedTable]) -> int:
    """The order of the line 附表 or 附件 behind which tables stand."""
    annexed = (each.order for each in passages if _ANNEX.match(plain(each.text)) and len(plain(each.text)) <= _LONG)
    return min((at for at in annexed if any(table.order > at for table in tables)), default=_NOWHERE)


def text_end(passages: Sequence[Passage], tables: Sequence[PrintedTable]) -> int:
    """The order of the first table that is annexed: behind which no text goes on, or that stands under 附表."""
    first_annex = annex_start(passages, tables)
    for table in tables:
        behind = [plain(each.text) for each in passages if table.order < each.order < first_annex]
        if table.order > first_annex or _ANNEX.match(table.caption) or not any(map(_goes_on, behind)):
            return table.order
    return _NOWHERE


def _goes_on(text: str) -> bool:
    return bool(_HEADING.match(text)) or (len(text) >= _LONG and not _NOTE.match(text))


def _start(passages: Sequence[Passage]) -> int:
    """The first passage of the text: a heading, an address, or a long sentence."""
    for i, each in enumerate(passages):
        text = plain(each.text)
        if _BODY.search(text) or (text.endswith("。") and len(text) > 25):
            return i
    return 0


def _head(lines: Sequence[str], period: Period) -> tuple[dict[str, Any], dict[str, Any]]:
    document: dict[str, Any] = {}
    supplied: dict[str, Any] = {}
    rest: list[str] = []
    for line in lines[-_HEAD_LINES:]:
        _take(line, document, supplied, rest)
    titles = [i for i, line in enumerate(rest) if _TITLE.search(line)]
    if titles:
        last = titles[-1]
        parts = [rest[last]]
        if last and not _TITLE.search(rest[last - 1]) and len(rest[last]) < 16:
            parts.insert(0, rest[last - 1])
        document["title"] = with_period("".join(parts), period)
        marks = [line for line in rest[: last - len(parts) + 1] if len(line) <= _MARK]
        if marks and ("document_number" in document):
            document["mark"] = marks[0]
    elif rest and "document_number" in document and len(rest[0]) <= _MARK:
        document["mark"] = rest[0]
    if rest and "document_number" in document and "issuer" not in document and "〔" not in document["document_number"]:
        issuers = [line for line in rest if re.search(r"(?:室|局|中心|办|办公室|委)$", line)]
        if issuers:
            document["issuer"] = issuers[-1]
    document.setdefault("title", "{期间}热线办理情况通报")
    return document, supplied


def _take(line: str, document: dict[str, Any], supplied: dict[str, Any], rest: list[str]) -> None:
    if found := _ISSUE.match(line):
        document["document_number"] = ("{发文年份}年" if found[1] else "") + "第{期号}期"
        supplied["issue_number"] = int(found[2])
    elif found := _RUNNING.match(line):
        document["running_number"] = "（总第{总期号}期）"
        supplied["running_number"] = int(found[1])
    elif found := _NUMBER.match(line):
        document["document_number"] = f"{found[1]}〔{{发文年份}}〕{{文号}}号"
        supplied["number"] = int(found[3])
    elif found := _DATE.search(line):
        supplied["dated"] = date(*map(int, found.groups()))
        if issuer := line[: found.start()].strip():
            document["issuer"] = issuer
    else:
        rest.append(line)


def with_period(text: str, period: Period) -> str:
    """``text`` with the period's names as names in braces."""
    names = (
        (period.name, "{期间}"),
        (period.name.replace("（", "(").replace("）", ")"), "{期间}"),
        (period.month_name, "{月名}"),
        (period.short_name, "{月份}"),
    )
    for name, put in names:
        if name:
            text = re.sub(rf"(?<![\d一二三四五六七八九十{{]){re.escape(name)}", put, text)
    return text


def _without_closing(passages: Sequence[Passage]) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """The text, and the lines of signatures and date below it."""
    end = len(passages)
    while (
        end > 1
        and end > len(passages) - 5
        and len(plain(passages[end - 1].text)) <= _SIGNED
        and not plain(passages[end - 1].text).endswith(("。", "；"))
    ):
        end -= 1
    closing = passages[end:]
    if not any(_DATE.search(plain(each.text)) for each in closing):
        return tuple(passages), ()
    return tuple(passages[:end]), tuple(closing)


def _behind_annex_note(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Signatures and date where they stand behind the line that names the annexes, as official documents have them."""
    behind: list[Passage] = []
    for each in passages[1:]:
        text = plain(each.text)
        if _ANNEX.match(text) or len(text) > _SIGNED:
            break
        if not _ITEM.match(text):
            behind.append(each)
    return tuple(behind) if any(_DATE.search(plain(each.text)) for each in behind) else ()


def _closing(lines: Sequence[str]) -> tuple[list[str], date | None]:
    signed = [line for line in lines if not _DATE.search(line) and len(line) >= 4]
    found = next((match for line in lines if (match := _DATE.search(line))), None)
    return signed, date(*map(int, found.groups())) if found else None
