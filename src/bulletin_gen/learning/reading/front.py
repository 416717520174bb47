"""What stands around a bulletin's text: mark, title, number, issuer, date, signatures; and where the text is."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from bulletin_gen.intake.cells.text import tidy
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.periods import Period, PeriodKind
from bulletin_gen.proof.reading.publication import Passage, PrintedTable
from bulletin_gen.proof.sentences.numerals import numeral

_SPACED = late(r"(?<=[\u4e00-\u9fff\d〔〕（）%])\s+(?=[\u4e00-\u9fff\d〔〕（）])")
_COMMA = late(r"(?<!\d),|,(?!\d)")
_COLON = late(r"(?<!\d):|:(?!\d)")
_BRACKETS = late(r"\(([^()]*[\u4e00-\u9fff][^()]*)\)|(?<=[\u4e00-\u9fff])\(([^()]*)\)")
_ISSUE = late(r"^[(（]?(?:(\d{4})年)?第(\d+)期[)）]?$")
_RUNNING = late(r"^[(（]?总第(\d+)期[)）]?$")
_NUMBER = late(r"^(\S{1,12}?)〔(\d{4})〕(\d+)号$")
_DATE = late(r"(\d{4})年(\d{1,2})月(\d{1,2})日$")
_TITLE = late(r"通报|情况|简报|周报|月报|报告|分析")
_BODY = late(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|【|#|现将)|：$|:$")
#: Web pages put mark, number, issuer and date in one line.
_OF_PAGE = r"(?:发布)?(?:时间|日期|来源|作者|浏览次数|字号)[:：]"
_PARTS = late(rf"\s{{2,}}|\s*(?={_OF_PAGE})|(?=[（(]总第)")
_ABOUT_PAGE = late(f"^{_OF_PAGE}")
_ADDRESSED = late(r"^(各[^\d。]{3,120}|[^\d。]{2,60}(?:局|委|办|府|位|门|中心|构))：$")
_ANNEX = late(r"^(?:附件|附表|附：|附:)")
#: A passage that goes on with the text behind a table: a heading, or so long a paragraph that is no note.
_HEADING = late(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])")
_NOTE = late(r"^(?:备?注|说明|注释)\d*[：:]")
_HEADING_KINDS = (
    late(r"^([一二三四五六七八九十]{1,2})、"),
    late(r"^[（(]([一二三四五六七八九十]{1,2})[)）]"),
)
_LONG = 60
#: A title that says which of the text's tables it is; words of a sentence that lead to one.
_NUMBERED_TABLE, _SPEAKS_OF_TABLE = late(r"^表[一二三四五六七八九十\d]"), late("下表|如下|见表|附表如下")
_HEAD_LINES = 14
#: So many lines may sign; fewer characters say nothing.
_SIGNED_LINES, _FEWEST_WORDS = 4, 3
#: No signature is longer; a further annex that a note names: 2.各单位办理情况统计表.
_SIGNED, _ITEM = 30, late(r"^\d{1,2}[.．、]")
_MARK = 24
#: The title of a table, which signs nothing.
_OF_A_TABLE = late(r"表$|表[（(]|^附[件表]")


_NOWHERE = 10**9


class FrontMatter(Struct, frozen=True):
    """``document``: what the profile says of it; ``supplied``: what each issue gives; ``body``: the text's passages;
    ``file``: where they stand; ``end``: the order of the first annexed table;
    ``tables``: those within the text; ``spare``: passages that stand in none of these;
    ``undated``: no date was found, the period's last day stands in its place."""

    document: dict[str, Any]
    supplied: dict[str, Any]
    body: tuple[Passage, ...]
    file: str = ""
    end: int = 0
    tables: tuple[PrintedTable, ...] = ()
    spare: tuple[str, ...] = ()
    undated: bool = False


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
    passages: Sequence[Passage],
    period: Period,
    stop: int,
    file: str = "",
    tables: Sequence[PrintedTable] = (),
    captions: Collection[str] = (),
) -> FrontMatter:
    """``passages`` sorted into what stands around the text and the text; ``stop``: the order of the first annexed
    table (passages behind it are no text, but signatures and date may stand there); ``captions``: those of the file's
    tables, which are no text either."""
    kept = [each for each in passages if each.order < stop and plain(each.text)]
    start = _start(kept)
    end = next((i for i in range(start + 1, len(kept)) if _ends_text(kept, i)), len(kept))
    lines = [plain(part) for each in kept[:start] for part in _PARTS.split(each.text.strip())]
    document, supplied, unused = _head([line for line in lines if line and not _ABOUT_PAGE.match(line)], period)
    if start < end and (found := _ADDRESSED.match(plain(kept[start].text))):
        document["addressees"] = found[1]
        start += 1
    body, closing = _without_closing(kept[start:end])
    behind = [each for each in passages if each.order > stop and plain(each.text)]
    closing = closing or _behind_annex_note(kept[end:]) or _last_lines(behind)
    signed, dated = _closing([plain(each.text) for each in closing])
    if signed:
        document["signatures"] = signed
    if dated:
        supplied["dated"] = dated
    guessed = "dated" not in supplied
    supplied.setdefault("dated", period.last)
    rest = [each for each in (*kept[end:], *behind) if each not in closing]
    spare = (*unused, *_unplaced(rest, {plain(caption) for caption in captions}))
    return FrontMatter(document, supplied, body, file, stop, tuple(tables), spare, guessed)


def _ends_text(passages: Sequence[Passage], place: int) -> bool:
    """Whether a line that speaks of annexes ends the text: no heading behind it goes on numbering."""
    behind = [plain(each.text) for each in passages[place + 1 :]]
    before = [plain(each.text) for each in passages[:place]]
    return bool(_ANNEX.match(plain(passages[place].text))) and not _numbered_on(before, behind)


def _numbered_on(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether a heading of the lines behind has the number after the last one before, by 一、 or by （一）."""
    for kind in _HEADING_KINDS:
        numbers = [number for text in before if (number := _number_of(text, kind)) is not None]
        if numbers and any(_number_of(text, kind) == numbers[-1] + 1 for text in behind):
            return True
    return False


def _number_of(text: str, kind: re.Pattern[str]) -> int | None:
    found = kind.match(text)
    return numeral(found[1]) if found else None


def _last_lines(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Signatures and date in the last lines behind all tables."""
    last = next((i for i, each in reversed([*enumerate(passages)]) if _is_date(plain(each.text))), None)
    if last is None or len(passages) - last > _SIGNED_LINES:
        return ()
    first = last
    while first and last - first < _SIGNED_LINES and _may_sign(plain(passages[first - 1].text)):
        first -= 1
    return tuple(passages[first : last + 1])


def _is_date(text: str) -> bool:
    return bool(_DATE.search(text)) and len(text) <= _SIGNED


def _may_sign(text: str) -> bool:
    return 4 <= len(text) <= _SIGNED and not re.search(r"[。；：:，\d]", text) and not _ANNEX.match(text)


def _unplaced(passages: Sequence[Passage], captions: Collection[str]) -> Iterator[str]:
    """What of the lines behind the text is neither a title of a table nor a list of annexes."""
    listed = False
    for each in passages:
        text = plain(each.text)
        annex = bool(_ANNEX.match(text))
        listed = annex or (listed and bool(_ITEM.match(text)))
        if not listed and text not in captions and with_words(text):
            yield text


def with_words(text: str) -> bool:
    """Whether a line says something: the number of a page does not."""
    return len(re.findall(r"[\u4e00-\u9fff]", text)) >= _FEWEST_WORDS


def annex_start(passages: Sequence[Passage], tables: Sequence[PrintedTable]) -> int:
    """The order of the line 附表 or 附件 behind which tables stand."""
    texts = [plain(each.text) for each in passages]
    annexed = (
        each.order
        for i, each in enumerate(passages)
        # What is called 附表1 in the midst of the text is a table of it: the headings go on behind.
        if _is_annexed(texts[i]) and not _numbered_on(texts[:i], texts[i + 1 :])
    )
    return min((at for at in annexed if any(table.order > at for table in tables)), default=_NOWHERE)


def _is_annexed(text: str) -> bool:
    return bool(_ANNEX.match(text)) and len(text) <= _LONG


def text_end(passages: Sequence[Passage], tables: Sequence[PrintedTable]) -> int:
    """The order of the first table that is annexed: behind which no text goes on, or that stands under 附表."""
    first_annex = annex_start(passages, tables)
    first_called = min((each.order for each in passages if _is_annexed(plain(each.text))), default=_NOWHERE)
    within: set[int] = set()
    for table in tables:
        before = [plain(each.text) for each in passages if each.order < table.order]
        behind = [plain(each.text) for each in passages if table.order < each.order]
        if _numbered_on(before, behind) or (table.order < first_called and _introduced(passages, table, within)):
            within.add(table.order)
            continue
        behind = [plain(each.text) for each in passages if table.order < each.order < first_annex]
        if table.order > first_annex or _ANNEX.match(table.caption) or not any(map(_goes_on, behind)):
            return table.order
    return _NOWHERE


def _introduced(passages: Sequence[Passage], table: PrintedTable, within: Container[int]) -> bool:
    """Whether the text itself leads to a table, so that it is part of it: a sentence or a heading stands right before
    it, or before its title; or nothing but its title stands between it and such a table (``within``: their places)."""
    at = {each.order: plain(each.text) for each in passages}
    last = at.get(table.order - 1, "")
    if _ANNEX.match(last):
        return False
    if _leads_in(last) or table.order - 1 in within:
        return True
    earlier = at.get(table.order - 2, "")
    named = bool(_NUMBERED_TABLE.match(last)) or bool(_SPEAKS_OF_TABLE.search(earlier))
    return table.order - 2 in within or (named and _leads_in(earlier))


def _leads_in(text: str) -> bool:
    return bool(_HEADING.match(text)) or (text.endswith(("。", "：", "；")) and not _NOTE.match(text))


def _goes_on(text: str) -> bool:
    return bool(_HEADING.match(text)) or (len(text) >= _LONG and not _NOTE.match(text))


def _start(passages: Sequence[Passage]) -> int:
    """The first passage of the text: a heading, an address, or a long sentence."""
    for i, each in enumerate(passages):
        text = plain(each.text)
        if _BODY.search(text) or (text.endswith("。") and len(text) > 25):
            return i
    return 0


def _head(lines: Sequence[str], period: Period) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """What the lines over the text say of the document, what each issue gives, and the lines of which nothing was
    made."""
    document: dict[str, Any] = {}
    supplied: dict[str, Any] = {}
    rest: list[str] = []
    for line in lines[-_HEAD_LINES:]:
        _take(line, document, supplied, rest)
    used: list[str] = []
    titles = [i for i, line in enumerate(rest) if _TITLE.search(line)]
    if titles:
        last = titles[-1]
        used.append(rest[last])
        if last and not _TITLE.search(rest[last - 1]) and len(rest[last]) < 16:
            used.insert(0, rest[last - 1])
        marks = [line for line in rest[: last - len(used) + 1] if len(line) <= _MARK]
        if below := _subtitle(rest[last + 1 : last + 2], period):
            used.append(below)
        document["title"] = with_period("".join(used), period)
        if marks and ("document_number" in document):
            document["mark"] = marks[0]
    elif rest and "document_number" in document and len(rest[0]) <= _MARK:
        document["mark"] = rest[0]
    if rest and "document_number" in document and "issuer" not in document and "〔" not in document["document_number"]:
        issuers = [line for line in rest if re.search(r"(?:室|局|中心|办|办公室|委)$", line)]
        if issuers:
            document["issuer"] = issuers[-1]
    document.setdefault("title", "{期间}热线办理情况通报")
    used += [document.get("mark", ""), document.get("issuer", "")]
    return document, supplied, [line for line in rest if line not in used and with_words(line)]


def _subtitle(lines: Sequence[str], period: Period) -> str:
    """The line in brackets under the title that names the period: （2024年5月）."""
    line = lines[0] if lines else ""
    return line if re.fullmatch(r"（.+）", line) and "{" in with_period(line, period) else ""


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
    """``text`` with the names of the period, of the one before and of the one a year ago as names in braces, with its
    first and last day."""
    for name, put in _period_names(period):
        text = re.sub(rf"(?<![\d一二三四五六七八九十{{]){name}", put, text)
    return text


#: What stands in braces for the names of periods and their days.
PERIOD_NAMES = frozenset(
    (
        "期间",
        "上期",
        "上年同期",
        "年份",
        "起止",
        "期末",
        "期初",
        "期末日",
        "期初日",
        "期数",
        "上期数",
        "月名",
        "月份",
        "上期月份",
    )
)


def _period_names(period: Period) -> Iterator[tuple[str, str]]:
    """Patterns of names, the longer first, with what stands in their place."""
    first, last = (f"{day.month}月{day.day}日" for day in (period.first, period.last))
    until = rf"[至到—–~～－-]{{1,2}}(?:(?:{period.last.year}年)?{last}|{period.last.day}日)"
    if period.last.month != period.first.month:
        until = rf"[至到—–~～－-]{{1,2}}(?:{period.last.year}年)?{last}"
    yield rf"{period.first.year}年{first}{until}", "{年份}年{起止}"
    yield rf"{first}{until}", "{起止}"
    yield f"{period.last.year}年{last}", "{期末}"
    yield f"{period.first.year}年{first}", "{期初}"
    yield last, "{期末日}"
    yield first, "{期初日}"
    yield re.escape(period.name), "{期间}"
    yield re.escape(period.name.replace("（", "(").replace("）", ")")), "{期间}"
    before, ago = period.previous(), period.year_ago()
    yield re.escape(ago.name), "{上年同期}"
    yield re.escape(before.name), "{上期}"
    if period.kind is PeriodKind.WEEK:
        yield f"第{period.number}周", "第{期数}周"
        yield f"第{before.number}周", "第{上期数}周"
    else:
        yield re.escape(period.month_name), "{月名}"
        yield re.escape(period.short_name), "{月份}"
        yield re.escape(before.short_name) + r"(?!\d)", "{上期月份}"
    yield rf"{period.year}年(?!\d{{1,2}}月)", "{年份}年"


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
    signed = [line for line in lines if not _DATE.search(line) and len(line) >= 4 and not _OF_A_TABLE.search(line)]
    found = next((match for line in lines if (match := _DATE.search(line))), None)
    return signed, date(*map(int, found.groups())) if found else None
