"""Which column of the exports is which: as usual heads say, as guessed from names and cells, or as people say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.canonical import LABELS, OPINIONS, SOURCE_COLUMNS, ColumnType
from bulletin_gen.intake.doubts.checks import CLOSED_STATUSES, OPEN_STATUSES
from bulletin_gen.intake.head.nearest import NearHead
from bulletin_gen.intake.showing.inspect import (
    BY_GUESS,
    BY_PROFILE,
    IGNORED,
    UNKNOWN,
    Inspection,
    SeenColumn,
    inspect_files,
)
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, error, errors, stop
from bulletin_gen.profile.intake import IntakeRules

_NO_ORDERS = "file.no_orders"
_OPINIONS = ("result_opinion", "process_opinion")
#: What an office's own words for opinions say, the first that is found.
_LIKE = (
    ("未回访", late(r"接通|接听|关机|停机|空号|拒接|占线|联系不上|无法联系|挂断|未访|未回")),
    ("未评价", late(r"未评|不评|弃|不愿|拒绝|无评价|待评|默认")),
    ("非常不满意", late(r"(?:非常|很|十分)不满")),
    ("不满意", late(r"不满|不认可|不太?好|差")),
    ("非常满意", late(r"(?:非常|很|十分)满意")),
    ("基本满意", late(r"(?:基本|较为?|比较)(?:满意|认可|好)")),
    ("一般", late("一般")),
    ("满意", late("满意|认可|好评")),
)
#: Columns that usual heads, or guesses, take for another time, and that may be the first of all; heads of times.
_MAY_BE_INTAKE = ("accepted_at", "dispatched_at", "acknowledged_at")
_TIME_HEAD = late("时间|时刻|日期|时点|日$")
#: Heads of limits that were moved; of limits of an earlier step.
_MOVED, _EARLIER_STEP = late("延|变更|调整|最新|最终|顺|展期"), late("派单|转办|签收|接收|接单|回访")
#: Heads of times that were set in advance.
_LIMIT = late(r"限|截止|截至|要求|规定|延期|到期|最迟|(?<![响反对相])应")
#: Columns that are known by their usual values, so many of which must be there.
_USUAL: Mapping[str, frozenset[str]] = {
    "status": frozenset((*OPEN_STATUSES, *CLOSED_STATUSES, *IntakeRules().void_statuses)),
    "result_opinion": frozenset(OPINIONS),
}
_FEW_VALUES = 3
PRIVATE_HEAD = late("姓名|电话|手机|号码|身份证|证件|地址|住址|联系人|诉求人|来电人|反映人|投诉人|性别|年龄")
#: When an order came in stands in so many of the rows.
_FILLED = 0.95
GUESSED, TOLD, OWN = "按列名和内容猜的，请核对", "按 --column", "自有列，规则里用到"


class ReadColumn(Struct, frozen=True):
    """A column of the exports: its head, what it was taken for (empty: nothing), how that is known; ``note``: words in
    it that are no usual ones, and what they were taken for."""

    head: str
    label: str
    how: str
    note: str = ""


def inspected(files: Sequence[Path], told: Mapping[str, str]) -> tuple[Inspection, dict[str, str]]:
    """What the files hold, and canonical column → head of what usual names do not say: what people ``told``, and the
    head of the orders' numbers, where no usual one stands and another surely holds them. ``BulletinError`` where a
    file cannot be read or a head that was told is not there."""
    named = dict(told)
    found = _inspect(files, named)
    nearest = _nearest(found)
    near = next((near for near in nearest if near.order_id), nearest[0] if nearest else None)
    if (
        near
        and near.order_id
        and "order_id" not in named
        and any(issue.code == _NO_ORDERS for issue in errors(found.issues))
    ):
        again = _inspect(files, named | {"order_id": near.order_id})
        if not errors(again.issues) and _tells_orders(again):
            found, named = again, named | {"order_id": near.order_id}
    if errors(found.issues):
        raise BulletinError([_for_learning(issue, near) for issue in found.issues])
    there = {column.name for sheet in found.sheets for column in sheet.columns}
    if absent := [head for head in told.values() if head not in there]:
        raise stop(
            "learn.column", "工单里没有这一列", found="、".join(absent), expected="、".join(sorted(there)),
            advice="--column 写成 含义=列名，列名照工单的表头写",
        )  # fmt: skip
    return found, named


def by_values(files: Sequence[Path], found: Inspection, named: Mapping[str, str]) -> dict[str, str]:
    """Canonical column → head that nobody knows, under which stand the usual states of an order, or opinions: 处理进度
    with 已办结 and 办理中, 群众打分 with 满意. Only where no head says which column that is."""
    told: dict[str, str] = {}
    unknown = [c.name for sheet in found.sheets for c in sheet.columns if c.how == UNKNOWN and c.name]
    there = {column.column for sheet in found.sheets for column in sheet.columns} | set(named)
    for column, usual in _USUAL.items():
        for head in dict.fromkeys(unknown) if column not in there else ():
            if head in told.values() or PRIVATE_HEAD.search(head):
                continue
            again = _inspect(files, {**named, column: head})
            values = [v.text for s in again.sheets for c in s.columns if c.column == column for v in c.values]
            hits = len(set(values) & usual)
            if hits >= _FEW_VALUES and hits * 2 >= len(set(values)):
                told[column] = head
                break
    return told


class LimitWay(Struct, frozen=True):
    """One way to read until when an order was to be closed: the heads that count, the first that is not blank; ``said``
    in words; ``unused``: the other head; ``missed``: how many printed cells it does not give."""

    heads: tuple[str, ...]
    said: str
    unused: tuple[str, ...] = ()
    missed: int = 0


def limit_ways(files: Sequence[Path], found: Inspection, named: Mapping[str, str]) -> tuple[LimitWay, ...]:
    """The ways to read two columns that each tell a limit, of which one may be that after an extension: both together,
    either alone; none where there is one such column, or people say which it is."""
    if "deadline_at" in named:
        return ()
    filled: dict[str, int] = {}
    for column in (column for sheet in found.sheets for column in sheet.columns):
        if column.name in filled or not _may_be_limit(column):
            continue
        again = _inspect(files, {**named, "deadline_at": column.name})
        seen = [each for sheet in again.sheets for each in sheet.columns if each.name == column.name and each.first]
        if seen:
            filled[column.name] = sum(each.filled for each in seen)
    if len(filled) < len(("first", "moved")):
        return ()
    first, moved = sorted(filled, key=lambda head: (bool(_MOVED.search(head)), -filled[head]))[:2]
    both = f"“{moved}”有值的按它（{filled[moved]}行），没有的按“{first}”（{filled[first]}行）"
    return (
        LimitWay((moved, first), both),
        LimitWay((first,), f"都按“{first}”，“{moved}”不用", (moved,)),
        LimitWay((moved,), f"只按“{moved}”，没有值的没有时限", (first,)),
    )


def _may_be_limit(column: SeenColumn) -> bool:
    """Whether a column may tell until when an order is to be closed: 办结时限, 延期后办结时限, 应结时刻."""
    if column.column == "deadline_at":
        return True
    named = _LIMIT.search(column.name) and not _EARLIER_STEP.search(column.name)
    return bool(named) and column.how in (UNKNOWN, IGNORED)


class IntakeTime(Struct, frozen=True):
    """The columns one of which may tell when an order came in, where none is surely called so: heads, the most likely
    first, each with what its cells hold, in words."""

    heads: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


def intake_time(files: Sequence[Path], found: Inspection, named: Mapping[str, str]) -> IntakeTime:
    """Which columns may: filled in (nearly) every row, beginning the earliest; none where usual heads or people say
    which one does."""
    columns = [column for sheet in found.sheets for column in sheet.columns]
    sure = {column.column for column in columns if column.how not in (BY_GUESS, UNKNOWN)} | set(named)
    if sure & {"accepted_at", "dispatched_at"}:
        return IntakeTime()
    rows = sum(sheet.rows for sheet in found.sheets if sheet.head)
    tried: dict[str, list[SeenColumn]] = {}
    for column in columns:
        if column.name not in tried and _may_be_intake(column):
            again = _inspect(files, {**named, "accepted_at": column.name})
            tried[column.name] = [
                each for sheet in again.sheets for each in sheet.columns if each.name == column.name and each.first
            ]
    full = [
        (min(e.first for e in some if e.first), max(e.last for e in some if e.last), sum(e.filled for e in some), name)
        for name, some in tried.items()
        if some and sum(e.filled for e in some) >= _FILLED * rows
    ]
    full.sort(key=lambda each: each[:2])
    return IntakeTime(
        tuple(name for *_, name in full),
        tuple(f"{filled}行有值，{first:%Y-%m-%d}至{last:%Y-%m-%d}" for first, last, filled, _ in full),
    )


def _may_be_intake(column: SeenColumn) -> bool:
    """Whether a column may tell when an order came in: another time by its usual head or by a guess, or none."""
    happened = SOURCE_COLUMNS.get(column.column) is ColumnType.MOMENT and column.column != "deadline_at"
    guessed = column.how == BY_GUESS and happened
    unknown = column.how == UNKNOWN and bool(_TIME_HEAD.search(column.name)) and not _LIMIT.search(column.name)
    return column.column in _MAY_BE_INTAKE or guessed or unknown


def own_opinions(found: Inspection) -> dict[str, dict[str, tuple[str, ...]]]:
    """Column → usual opinion → the words of the exports that are none and are taken for it."""
    opinions: dict[str, dict[str, tuple[str, ...]]] = {}
    for sheet in found.sheets:
        for each in sheet.columns:
            if each.column not in _OPINIONS:
                continue
            for value in each.values:
                if not value.known:
                    words = opinions.setdefault(each.column, {})
                    meant = _opinion(value.text)
                    words[meant] = tuple(dict.fromkeys((*words.get(meant, ()), value.text)))
    return opinions


def _opinion(text: str) -> str:
    """The usual opinion that comes nearest to an office's own word; of one that says nothing, that none was given."""
    return next((meant for meant, words in _LIKE if words.search(text)), "未评价")


def read_columns(
    found: Inspection,
    taken: Mapping[str, str],
    told: Mapping[str, str],
    opinions: Mapping[str, Mapping[str, Sequence[str]]],
) -> tuple[ReadColumn, ...]:
    """What became of each column: ``taken``: canonical column → head of those that are read."""
    columns: dict[str, ReadColumn] = {}
    for sheet in found.sheets:
        for each in sheet.columns:
            read = taken.get(each.column) == each.name
            by_people = told.get(each.column) == each.name
            how = TOLD if by_people else GUESSED if read and each.how in (BY_GUESS, BY_PROFILE) else each.how
            how = UNKNOWN if each.how == BY_GUESS and not read else how
            label = LABELS.get(each.column, each.label) if read else ""
            words = opinions.get(each.column, {}) if read else {}
            note = "、".join(f"“{'”“'.join(texts)}”当作{meant}" for meant, texts in words.items())
            columns.setdefault(each.name, ReadColumn(each.name, label, how, note))
    return tuple(columns.values())


def with_own(columns: Sequence[ReadColumn], used: Collection[str]) -> tuple[ReadColumn, ...]:
    """The columns, those of the office's own told apart that rules have ``used``."""
    return tuple(replace(each, label=each.head, how=OWN) if each.head in used else each for each in columns)


def said_columns(columns: Sequence[ReadColumn]) -> list[str]:
    """What there is to say of columns that were guessed, and of those that nothing was made of."""
    guessed = [f"“{each.head}”当作{each.label}" for each in columns if each.how == GUESSED]
    unknown = [each.head for each in columns if each.how == UNKNOWN]
    said = []
    if guessed:
        said.append(
            f"工单的这些列是猜的：{'、'.join(guessed)}。不对的，删掉这个文件夹再学一遍，"
            "加 --column 含义=列名，如 --column 受理时间=来电登记时间。"
        )
    said += [f"工单的这些列没有认出：{'、'.join(unknown)}。"] if unknown else []
    notes = [f"“{each.head}”里的{each.note}" for each in columns if each.note]
    return said + ([f"{'；'.join(notes)}。不对的，在 profile.yaml 的“取值”里改。"] if notes else [])


def _inspect(files: Sequence[Path], named: Mapping[str, str]) -> Inspection:
    return inspect_files(files, reading=IntakeRules(columns={column: (head,) for column, head in named.items()}))


def _nearest(found: Inspection) -> list[NearHead]:
    # People say that these files hold the orders: no sheet has to prove it by its heads.
    near = [sheet.near for sheet in found.sheets if sheet.near is not None]
    return sorted(near, key=lambda each: -each.known)


def _tells_orders(found: Inspection) -> bool:
    """Whether the numbers of the orders tell them apart: an order may stand in several rows, most do not."""
    read = [sheet for sheet in found.sheets if sheet.head]
    return bool(read) and all(sheet.repeated_ids * 2 < sheet.rows for sheet in read)


def _for_learning(issue: Issue, near: NearHead | None) -> Issue:
    """The refusal of a file without orders, with what to do where there is no profile yet."""
    if issue.code != _NO_ORDERS or near is None:
        return issue
    head = near.order_id or "那一列的列名"
    return error(
        issue.code, issue.kind, issue.place, found=issue.found, expected=issue.expected,
        advice=f"哪一列是工单编号的，再学一遍，加 --column 工单编号={head}；没有的，重新导出带编号的工单",
    )  # fmt: skip
