"""What may be told of a cell: a row whose cells slipped by a column has a citizen's name or address anywhere."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from bulletin_gen.canonical import SOURCE_COLUMNS, ColumnType
from bulletin_gen.intake.cells.rawcolumns import AS_TEXT
from bulletin_gen.intake.cells.text import NOTHING, shown, tidy
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.personal import kind_of_number

#: What times are written with, however wrong they are. Anything else in such a column has slipped into it.
_TIME_SIGNS = late(
    r"[\d\s\-—–/.:：,，+年月日号时分秒点上下午凌晨中周星期一二三四五六天零〇十前昨今明去初末底旬]*|[\d\s\-/:.,+TZAPMapm]*"
)
_DAY = late(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
_ADDRESS = late(r"小区|\d+\s*[号栋幢室楼]|[一二三四五六七八九十\d]+(?:栋|幢|单元|室)|[路街巷弄].*\d")
#: Longer texts are no values of a coded column.
_LONGEST_VALUE = 12
_TEXT_COLUMNS = tuple(column for column, kind in SOURCE_COLUMNS.items() if kind is not ColumnType.MOMENT)


def withheld(text: str) -> str:
    """What is said in place of ``text``: its length, so that its cell can be found."""
    return f"（{len(tidy(text))}个字，可能是群众信息，不显示）"


def is_moment(column: str) -> bool:
    """Whether a canonical column holds times."""
    return SOURCE_COLUMNS.get(column) is ColumnType.MOMENT


def told(text: str, column: str, *, slipped: bool) -> str:
    """``text``, found in ``column`` and not understood there, fit for a message: as it stands where it is of the kind
    of the column and its row has not ``slipped``, else by its length."""
    if is_moment(column):
        return shown(text) if _TIME_SIGNS.fullmatch(tidy(text)) else withheld(text)
    return withheld(text) if slipped or len(tidy(text)) > _LONGEST_VALUE or _ADDRESS.search(text) else shown(text)


def told_name(text: str, *, slipped: bool) -> str:
    """A unit's name as written, fit for a message: by its length where the row has slipped or it is an address."""
    return withheld(text) if slipped or _ADDRESS.search(text) else shown(text)


def is_slipped(texts: Mapping[str, str]) -> bool:
    """Whether the cells of a row (canonical column → text) stand in other columns than their own."""
    return any(_out_of_place(column, text) for column, text in texts.items())


def slipped_rows(raw: pl.DataFrame) -> pl.Series:
    """Which rows of a raw frame have cells that stand in other columns than their own."""
    moments = [(column.removesuffix(AS_TEXT), column) for column in raw.columns if column.endswith(AS_TEXT)]
    texts = [(column, column) for column in _TEXT_COLUMNS if column in raw.columns and column != "order_id"]
    out = pl.lit(value=False)
    for meaning, column in (*moments, *texts):
        if raw[column].dtype == pl.String:
            odd = [text for text in raw[column].unique().drop_nulls() if _out_of_place(meaning, text)]
            out = out | pl.col(column).is_in(odd).fill_null(value=False) if odd else out
    return raw.select((pl.repeat(value=False, n=pl.len()) | out).alias("slipped~")).to_series()


def _out_of_place(column: str, text: str) -> bool:
    """A time where none belongs, words where times belong, a citizen's number anywhere."""
    if column == "order_id" or text in NOTHING:
        return False
    if is_moment(column):
        return not _TIME_SIGNS.fullmatch(tidy(text))
    return _DAY.match(text) is not None or bool(kind_of_number(text))
