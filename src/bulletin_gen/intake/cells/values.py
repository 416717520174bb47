"""Raw columns → typed canonical columns, by distinct values; what is not understood becomes an issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

import polars as pl
from msgspec import Struct

from bulletin_gen.canonical import OPEN_COLUMNS, OPINIONS, SOURCE_COLUMNS, ColumnType, request_type_name
from bulletin_gen.intake.cells.moments import parse_moment
from bulletin_gen.intake.cells.rawcolumns import AS_TEXT
from bulletin_gen.intake.cells.text import NOTHING, id_text, key_of, tidy
from bulletin_gen.leaves.frugal import late
from bulletin_gen.profile.intake import IntakeRules

YES, NO = "是", "否"
_YES = ("是", "1", "y", "yes", "true", "t", "√", "✓", "✔", "☑", "有", "已")
_NO = ("否", "0", "n", "no", "false", "f", "×", "✗", "x", "未", "不是", "没有")

#: Usual words of the yes-or-no columns beside the general ones.
_FLAG_WORDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "overdue_mark": (
        ("超期", "逾期", "已超期", "已逾期", "超时", "已超时", "红灯", "红牌"),
        ("正常", "未超期", "未逾期", "未超时", "按期", "按时", "绿灯", "绿牌", "黄灯"),
    ),
    "responded": (("已联系", "已响应", "联系", "响应"), ("未联系", "未响应")),
    "callback_connected": (
        ("接通", "已接通", "成功", "回访成功", "已回访"),
        (
            "未接通", "联系不上", "无人接听", "关机", "停机", "空号", "拒接", "占线", "失败", "回访失败", "未回访",
            "无法接通",
        ),
    ),
    "excluded": (
        ("通过", "申诉通过", "剔除", "不纳入", "不纳入考核", "已剔除"),
        ("不通过", "未通过", "申诉不通过", "纳入", "未剔除", "驳回", "申诉中"),
    ),
}  # fmt: skip

_OPINION_WORDS = {"很满意": "非常满意", "较满意": "比较满意", "不太满意": "不满意", "未评": "未评价"}


class Unread(Struct, frozen=True):
    """Cells of one column whose value was not understood: by distinct text, with what would have been."""

    column: str
    texts: tuple[str, ...]
    allowed: str


def read_values(raw: pl.DataFrame, rules: IntakeRules) -> tuple[pl.DataFrame, list[Unread]]:
    """The source columns typed; columns that the exports do not have are null. Other raw columns stay as they are.

    A cell that is not understood becomes null and its text is in the result's second part.
    """
    raw = _with_constants(raw, rules)
    unread: list[Unread] = []
    columns: list[pl.Series] = []
    for column, kind in rules.source_columns.items():
        if column in raw.columns:
            series, missed = _READERS[kind](raw, column, rules)
            columns.append(series.alias(column))
            unread += [missed] if missed else []
        else:
            columns.append(_absent(raw.height, column, kind))
    typed = raw.with_columns(columns)
    if "category_1" in raw.columns and "category_2" not in raw.columns:
        typed = _split_levels(typed, rules, frozenset(raw.columns))
    return typed, unread


_LEVELS = ("category_1", "category_2", "category_3")


def _split_levels(frame: pl.DataFrame, rules: IntakeRules, given: frozenset[str]) -> pl.DataFrame:
    """Categories of several levels in one cell, apart: 甲类-乙类; what has a column of its own stays as it is there."""
    apart = [(level, column) for level, column in enumerate(_LEVELS) if column not in given or not level]
    written = frame["category_1"].unique().drop_nulls().to_list()
    parts = {text: _levels(text, rules.category_separators) for text in written}
    return frame.with_columns(
        frame["category_1"]
        .replace_strict({text: part[level] for text, part in parts.items()}, default=None, return_dtype=pl.String())
        .alias(column)
        for level, column in apart
    )


def _levels(text: str, separators: str) -> tuple[str | None, str | None, str | None]:
    for separator in separators:
        text = text.replace(separator, "\n")
    first, second, third = (*filter(None, map(tidy, text.split("\n", 2))), None, None, None)[:3]
    return first, second, third


def _with_constants(raw: pl.DataFrame, rules: IntakeRules) -> pl.DataFrame:
    """Columns that the profile gives one value for all orders, as if every row said so."""
    for column, value in rules.constants.items():
        moment = SOURCE_COLUMNS.get(column) is ColumnType.MOMENT
        raw = raw.with_columns(pl.lit(value).alias(column + AS_TEXT if moment else column))
        if moment:
            raw = raw.with_columns(pl.lit(None, dtype=pl.Datetime("us")).alias(column))
    return raw


def _absent(height: int, column: str, kind: ColumnType) -> pl.Series:
    return pl.Series(column, [None], dtype=polars_type(kind)).new_from_index(0, height)


def polars_type(kind: ColumnType) -> Any:
    """The Polars type of a canonical column type."""
    return {
        ColumnType.TEXT: pl.String(),
        ColumnType.WHOLE: pl.Int64(),
        ColumnType.FLAG: pl.Boolean(),
        ColumnType.MOMENT: pl.Datetime("us"),
    }[kind]


def _by_distinct(series: pl.Series, meaning: Callable[[str], Any], dtype: Any) -> tuple[pl.Series, list[str]]:
    """``series`` with each distinct text replaced by its meaning, and the texts for which that raises ``KeyError``."""
    meanings: dict[str, Any] = {}
    missed: list[str] = []
    for text in series.unique(maintain_order=True).drop_nulls().to_list():
        try:
            meanings[text] = None if tidy(text) in NOTHING else meaning(tidy(text))
        except KeyError:
            missed.append(text)
    return series.replace_strict(meanings, default=None, return_dtype=dtype), missed


def _read_text(raw: pl.DataFrame, column: str, rules: IntakeRules) -> tuple[pl.Series, Unread | None]:
    if column == "order_id":
        return _tidied(raw[column]), None
    allowed = _vocabulary(column, rules)
    if not allowed:
        return _by_distinct(raw[column], _FREE.get(column, str), pl.String())[0], None
    if column in OPEN_COLUMNS:
        # Naming some values of a column of any words does not make the others unknown.
        return _by_distinct(raw[column], lambda text: allowed.get(key_of(text), text), pl.String())[0], None
    series, missed = _by_distinct(raw[column], lambda text: allowed[key_of(text)], pl.String())
    shown = "、".join(dict.fromkeys(allowed.values()))
    return series, Unread(column, tuple(missed), shown) if missed else None


def _tidied(series: pl.Series) -> pl.Series:
    clean = series.str.strip_chars()
    odd = clean.filter(clean.str.contains(r"[^\x21-\x7e]|^['=]")).unique().drop_nulls().to_list()
    if odd:
        clean = clean.replace(odd, [id_text(text) for text in odd])
    if clean.str.ends_with(".0").any():
        clean = clean.str.replace(r"^(\d+)\.0$", "$1")
    return clean.replace("", None).cast(pl.String)


def _vocabulary(column: str, rules: IntakeRules) -> dict[str, str]:
    """Normalised written form → meaning for a column with a closed vocabulary; empty for free text."""
    words: dict[str, str] = {}
    if column in rules.values:
        for meaning, written in rules.values[column].items():
            words |= {key_of(text): meaning for text in (meaning, *written)}
        return words
    if column in ("result_opinion", "process_opinion"):
        return {key_of(text): text for text in OPINIONS} | _OPINION_WORDS
    return {}


_FREE: Mapping[str, Callable[[str], str]] = {"request_type": request_type_name}


def _read_moment(raw: pl.DataFrame, column: str, rules: IntakeRules) -> tuple[pl.Series, Unread | None]:
    own = column + AS_TEXT not in raw.columns  # a column of the office's own: all its cells came as texts
    texts = raw[column if own else column + AS_TEXT]
    moments = _absent(raw.height, column, ColumnType.MOMENT) if own else raw[column]
    meaning = _moment
    if column == "deadline_at":
        moments, meaning = _to_the_end_of_bare_days(moments), _last_moment
    if texts.null_count() == texts.len():
        return moments, None
    plain = _plain_moments(texts)
    rest = texts.set(plain.is_not_null(), None)
    parsed, missed = _by_distinct(rest, meaning, pl.Datetime("us"))
    series = pl.select(pl.coalesce(moments, plain, parsed)).to_series()
    return series, Unread(column, tuple(missed), "日期时间，如 2024-05-01 08:03") if missed else None


#: The commonest forms, read by the engine; all others one by one.
_PLAIN = r"^20\d{2}[-/]\d{1,2}[-/]\d{1,2} \d{1,2}:\d{2}:\d{2}$"


def _plain_moments(texts: pl.Series) -> pl.Series:
    """The moments of texts like 2024-05-01 08:03:00 or 2024/5/1 8:03:00; null for others."""
    plain = texts.set(~texts.str.contains(_PLAIN).fill_null(value=False), None)
    if plain.null_count() == plain.len():
        return plain.cast(pl.Datetime("us"))
    return plain.str.replace_all("/", "-", literal=True).str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)


def _moment(text: str) -> datetime:
    moment = parse_moment(text)
    if moment is None:
        raise KeyError(text)
    return moment


def _to_the_end_of_bare_days(deadlines: pl.Series) -> pl.Series:
    """A cell that holds a day without a time is a deadline until the day's end, whatever other cells hold."""
    bare = deadlines.dt.truncate("1d") == deadlines
    ends = deadlines.dt.offset_by("23h59m59s")
    return pl.select(pl.when(bare).then(ends).otherwise(deadlines)).to_series()


def _last_moment(text: str) -> datetime:
    """The same for a written deadline. A written 0:00 is left as it is."""
    moment = _moment(text)
    if moment.time() != time() or _TIMED.search(text):
        return moment
    return moment + timedelta(days=1, seconds=-1)


_TIMED = late(r"[:：时点]|\d{8}[ T]?\d")


def _read_flag(raw: pl.DataFrame, column: str, rules: IntakeRules) -> tuple[pl.Series, Unread | None]:
    words = flag_words(column, rules)
    series, missed = _by_distinct(raw[column], lambda text: words[key_of(text)], pl.Boolean())
    return series, Unread(column, tuple(missed), "、".join(words)) if missed else None


def flag_words(column: str, rules: IntakeRules) -> dict[str, bool]:
    """Normalised word → yes or no for a flag column: the usual words, and the profile's, which win."""
    yes, no = _FLAG_WORDS.get(column, ((), ()))
    words = {key_of(text): True for text in (*_YES, *yes)} | {key_of(text): False for text in (*_NO, *no)}
    for meaning, written in rules.values.get(column, {}).items():
        words |= {key_of(text): words[key_of(meaning)] for text in written}
    return words


def _read_whole(raw: pl.DataFrame, column: str, rules: IntakeRules) -> tuple[pl.Series, Unread | None]:
    words = flag_words(column, rules)
    series, missed = _by_distinct(raw[column], lambda text: _whole(text, words), pl.Int64())
    return series, Unread(column, tuple(missed), "次数（整数），或 是/否") if missed else None


_FLOAT_TAIL = late(r"(?<=\d)\.0+$")  # what other programs make of a column of numbers with blanks


def _whole(text: str, words: Mapping[str, bool]) -> int:
    digits = _FLOAT_TAIL.sub("", text.removesuffix("次").strip())
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        return int(digits)
    return int(words[key_of(text)])


_READERS: Mapping[ColumnType, Callable[[pl.DataFrame, str, IntakeRules], tuple[pl.Series, Unread | None]]] = {
    ColumnType.TEXT: _read_text,
    ColumnType.MOMENT: _read_moment,
    ColumnType.FLAG: _read_flag,
    ColumnType.WHOLE: _read_whole,
}
