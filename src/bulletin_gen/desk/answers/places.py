"""Where what stands against a bulletin is put right: the page of the desk behind a file that an issue names."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from bulletin_gen.county.workspace import (
    ADJUSTMENTS,
    NARRATIVE,
    PROFILE,
    SUPPLIED,
    UNITS,
    WORDING,
    WORDING_WORD,
    order_files,
)
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile.vocabulary import KEYS


class Way(Struct, frozen=True):
    """A link to the page on which something is put right."""

    address: str
    words: str


#: Issues about a period's folder as a whole.
_NO_ORDERS = ("workspace.no_orders", "file.none")
#: What these issues advise is about the file; on the desk the page that is linked does it.
BY_PAGE = ("file.unfilled", "workspace.file_missing", *_NO_ORDERS)


#: How the pages call the files that messages name.
_CALLED = {
    PROFILE: "规则", SUPPLIED: "期号、日期和数字", NARRATIVE: "人写的文字", ADJUSTMENTS: "人工认定", UNITS: "单位名册",
    WORDING: "正文写法", WORDING_WORD: "正文写法（Word）",
}  # fmt: skip
#: A figure of facts.json, with its rule behind it in brackets where it has one.
_FIGURE = late(r"数据 [a-z_]+\.[^\s（；]+(?:（(.*)）$)?")
#: A place within the profile, as programs write it: document.mark, lists.超期单位.
_KEYS_PATH = late(r"(?<![\w./])([a-z]+(?:_[a-z]+)*)((?:\.[\w（）]+)+)(?![\w/])")
#: The pages that set what stands below a key of the profile; all else is set in the rules.
_SET_ON = {"document": "公文要素", "intake": "列名和取值", "tables": "表", "units": "单位名册"}
_CUT_OFF = late(r"(?:period_end|期末)\+(\d+)(?:d|天)")
#: What is said of commands, and what the pages have for it.
_COMMANDS = (
    (late(r"删掉这个文件夹再学一遍，加 --column 含义=列名"), "在这一页的“工单的列认错了？”里指明，再学一遍"),
    (late(r"加 --column 含义=列名"), "在“工单的列认错了？”里指明"),
    (late(r"用 --also 再给一期"), "把再前一期的通报和工单也放进来一起学"),
)
_FACTS = late(r"facts/([^\s/]+)\.json")


def on_desk(text: str) -> str:
    """A message in the words of the desk: files by the pages that write them, records by their period, figures by how
    they are counted."""
    for name, called in _CALLED.items():
        text = text.replace(name, f"“{called}”")
    for command, words in _COMMANDS:
        text = command.sub(words, text)
    text = _KEYS_PATH.sub(_in_chinese, text)
    text = _CUT_OFF.sub(lambda found: f"期末后{found[1]}天", text)
    text = _FIGURE.sub(lambda found: f"怎样计：{found[1]}" if found[1] else "", text)
    return _FACTS.sub(lambda found: f"{_named(found[1])}的记录", text)


def _in_chinese(found: re.Match[str]) -> str:
    """A place of the profile by the page on which it is set and the Chinese names of its keys."""
    if found[1] not in KEYS:
        return found[0]
    steps = [found[1], *found[2].removeprefix(".").split(".")]
    words = [KEYS[step].split()[0] if step in KEYS else step for step in steps]
    return f"“{_SET_ON.get(found[1], '规则')}”里的“{' → '.join(words)}”"


def _named(key: str) -> str:
    try:
        return parse_period(key).name
    except ValueError:
        return key


def way_to_mend(call: Call, issue: Issue) -> Way | None:
    """The page on which an issue of the county (and period) that the request names is put right; None where no page
    does it."""
    if "county" not in call.path:
        return None
    name = Path(issue.place.file).name
    if name == PROFILE and issue.code == "file.unfilled":
        return Way(call.county_address("front"), "去填公文要素")
    of_county = {
        PROFILE: Way(call.county_address("rules"), "去改规则"),
        UNITS: Way(call.county_address("units"), "去改名册"),
        WORDING: Way(call.county_address("wording"), "去改正文"),
        WORDING_WORD: Way(call.county_address("wording"), "去看正文"),
    }
    return of_county.get(name) or _in_period(call, issue, name)


def _in_period(call: Call, issue: Issue, name: str) -> Way | None:
    period = _period(call)
    if not period:
        return None
    pages = {
        SUPPLIED: Way(call.county_address(period, "supplied"), "去填写"),
        NARRATIVE: Way(call.county_address(period, "texts"), "去写文字"),
        ADJUSTMENTS: Way(call.county_address(period, "decisions"), "去看认定"),
    }
    if issue.code in _NO_ORDERS:
        return Way(call.county_address(period, "files"), "去放工单")
    if issue.place.file.startswith("facts/"):
        return Way(call.county_address(period, "supplied"), "去填比较的基数")
    orders = {path.name for path in order_files(call.county / period)}
    return pages.get(name) or (Way(call.county_address(period, "files"), "去看工单文件") if name in orders else None)


def _period(call: Call) -> str:
    """The period that the request names, else the newest of its county; empty where there is none."""
    try:
        return call.period.key if "period" in call.path else call.shown_period()
    except BulletinError:
        return ""
