"""What the words of a column's head say about its rule: the prior by which rules that fit alike are told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bulletin_gen.canonical import COLUMNS
from bulletin_gen.learning.finding.board import UNREACHED, Atom
from bulletin_gen.leaves.frugal import late

#: Words of a head → the time that its count goes by. The first that is found is meant.
_TIMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("deadline_at", late(r"应办|到期|应结|应完成")),
    ("callback_at", late(r"回访|测评")),
    ("dispatched_at", late(r"交办|转办|派单|派发|分派|转派|派件|承办件|承办量|下派|转交|移交")),
    ("accepted_at", late(r"受理|登记|来电|收到|诉求量|来件|接件")),
)
#: Column of a condition → the words by which heads name it; the value says which opinions are meant.
_WORDS: Mapping[str, re.Pattern[str]] = {
    "closed": late(r"办结|办理数|办毕|完成|已办|结案|在办|未办|办件"),
    "closed_on_time": late(r"按期|按时|及时|限时|时限内|准时"),
    "overdue": late(r"超期|逾期|超时|延误|按期|按时|及时"),
    "rework_count": late(r"返工|重办|发回|二次|退回重|重派|重复派|重新派|一次(?:性)?(?:完成|办结|办成)"),
    "extension_count": late(r"延期|延时"),
    "returned_count": late(r"退单|退件|退回(?!重)"),
    "responded": late(r"响应|联系|见面|沟通"),
    "callback_connected": late(r"接通|回访"),
    "acknowledged_in_time": late(r"签收|接收|接单"),
    "excluded": late(r"考核|剔除|纳入"),
    "resolved": late(r"解决|化解"),
    "callback_at": late(r"回访"),
    "result_opinion": late(r"满意|评价|测评|回访|接通|接听"),
    "process_opinion": late(r"(?:过程|态度).*(?:满意|评价|测评)"),
}
#: Rates of which less is better.
FEWER_IS_BETTER = late(r"超期|逾期|超时|不满意|返工|退回|重办|退单")
#: A head that says 按期, and a rule that does not.
_UNSAID = 4
_ON_TIME = late(r"按期|按时|及时|限时|超期|逾期|超时")
#: How heads call the calls that reached somebody, or nobody.
_HEARD = late(r"(?<!未)(?<!不)接通|回访成功|成功回访|有效回访|接听")
_UNHEARD = late(r"未接通|无法接通|回访失败|未回访|不成功")
_DISCONTENT = late(r"不满意|非满意")
_NEGATED = late(r"未|在办|不")
_TO_BE_CLOSED = late(r"应办|应结|应完成")
#: States of some dispatches only; a rate is of them where its name says so.
NARROW = frozenset(("overdue", "closed_on_time", "rework_count", "extension_count", "returned_count"))
#: Times that hold for a column whatever the table's others go by: the head says so in so many words.
STRONG = frozenset(("deadline_at", "callback_at"))


def time_of(head: str) -> str:
    """The time that a head names; "" where it names none."""
    return next((name for name, words in _TIMES if words.search(head)), "")


def names(head: str, atom: Atom) -> bool:
    """Whether a head's words speak of a condition's column."""
    words = _WORDS.get(atom.column)
    if words is None:
        return _names_own(head, atom)
    if not words.search(head):
        return False
    if atom.column == "result_opinion" and re.search(r"过程|态度", head):
        return False
    if atom.column == "closed" and _TO_BE_CLOSED.search(head):
        return False
    if atom.column == "result_opinion" and (heard := _heard(atom)) is not None:
        return bool((_HEARD if heard else _UNHEARD).search(head))
    if atom.column in ("closed", "responded") and atom.condition is False:
        return bool(_NEGATED.search(head))
    return True


def _heard(atom: Atom) -> bool | None:
    """Whether a condition asks that people were reached, or that they were not; None for any other."""
    if isinstance(atom.condition, dict):
        return True if UNREACHED in atom.condition.get("none_of", ()) else None
    return False if atom.condition == [UNREACHED] else None


def names_part(head: str, atom: Atom) -> bool:
    """Whether a head begins with the values that a part of the orders is of, in full or by their end: 热线办结 with
    12345热线."""
    if not isinstance(atom.condition, list):
        return False
    return any(value_before(head, str(value)) for value in atom.condition)


def value_before(head: str, value: str) -> str:
    """The value that a head begins with, or the longest end of it, of two characters at least; "" for none."""
    stem = value.removesuffix("类")
    return next((stem[at:] for at in range(len(stem) - 1) if head.startswith(stem[at:])), "")


def _names_own(head: str, atom: Atom) -> bool:
    """Whether a head holds the name of the office's own column (是否提前办结: 提前办结率), or the value of one."""
    if atom.column in COLUMNS or (isinstance(atom.condition, dict)):
        return False
    values = atom.condition if isinstance(atom.condition, list) else []
    said = [atom.column.removeprefix("是否"), *values]
    return any(len(word) >= 2 and word in head for word in said)  # noqa: PLR2004 - one character names nothing


def weight(head: str, atoms: Sequence[Atom]) -> int:
    """How much conditions speak against a rule, by the words of the head: less than nothing for one that is named, but
    a second one named by the same words is one too many."""
    told = sorted(atom.cost - 5 + (3 if _contrary(head, atom) else 0) for atom in atoms if names(head, atom))
    untold = sum(atom.cost + 2 for atom in atoms if not names(head, atom))
    return sum(told[:1]) + sum(each + 5 for each in told[1:]) + untold + (_UNSAID if lacks_on_time(head, atoms) else 0)


def lacks_on_time(head: str, atoms: Sequence[Atom]) -> bool:
    """Whether a head says on time, or too late, and conditions do not."""
    said = bool(_ON_TIME.search(head))
    return said and all(atom.column not in ("closed_on_time", "overdue", "acknowledged_in_time") for atom in atoms)


def _contrary(head: str, atom: Atom) -> bool:
    """Whether the head asks for the other opinions: 不满意 for those that are content."""
    if "opinion" not in atom.column or not isinstance(atom.condition, list):
        return False
    unhappy = any("不满意" in str(value) for value in atom.condition)
    happy = any("不满意" not in str(value) for value in atom.condition)
    if _DISCONTENT.search(head):
        return happy
    return "满意" in head and unhappy
