"""What people wrote, slot by slot, as templates insert it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bulletin_gen.facts.figure import CLOSE, MIDDLE, OPEN
from bulletin_gen.leaves.alike import alike
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, error
from bulletin_gen.tree import NARRATIVE

FILE = "narrative.md"

_CONTROL = late("[\x00-\x08\x0b-\x1f\x7f]")
_TYPED = r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、](?!\d)|（\d{1,2}）)?\s*"
_HEADING = late(rf"(#{{1,4}}\s*){_TYPED}(\S.*)")
_TYPED_HEADING = late(r"（[一二三四五六七八九十]{1,3}）\s*([^。；！？]{0,39}[^。；！？，、：])")
_ITEM = late(r"((?:\d{1,2}[.．、](?!\d)|（\d{1,2}）)\s*|[-+*]\s+)(\S.*)")
_NARRATIVE_ITEM = late(rf"^(\d{{1,2}})[.．、]\s*(?={OPEN})", re.MULTILINE)
_STRUCTURE = late(r"#|【|（[一二三四五六七八九十]{1,3}）|(?:\d{1,2}[.．、](?!\d)|（\d{1,2}）)|[-+]\s|\*\*")
_TITLE = late(r"#|【.*】$|（[一二三四五六七八九十]{1,3}）[^。；！？]{0,39}[^。；！？，、：]$")
_ENDED = late(r"[。！？：][”’）】]?(?:\*\*)?$")
_REFUSED = ((late(r"\|.*\|"), "表格"), (late(r"!\[.*\]\(.*\)"), "图片"))


class Narrative:
    """The slots of narrative.md as templates reach them: ``{{ narrative.工作要求 }}``, ``"附言" in narrative``.

    A slot that is asked for and missing gives nothing and is remembered in ``issues``, so that one run names all.
    """

    __slots__ = ("_asked", "_file", "_slots", "issues")

    def __init__(self, slots: Mapping[str, str], file: str = FILE) -> None:
        self._file = file
        self._slots = dict(slots)
        self._asked: dict[str, None] = {}
        self.issues: list[Issue] = []

    def __getitem__(self, slot: str) -> str:
        self._asked[slot] = None
        if slot not in self._slots:
            self.issues.append(self._missing(slot))
            return ""
        return "\n\n".join(self._paragraphs(slot))

    def __contains__(self, slot: object) -> bool:
        if isinstance(slot, str):
            self._asked[slot] = None
        return isinstance(slot, str) and bool(self._slots.get(slot, "").strip())

    def unused(self) -> list[Issue]:
        """Slots with text that no template has asked for: it would be lost without a word."""
        lost = [slot for slot, text in self._slots.items() if text.strip() and slot not in self._asked]
        return [self._unused(slot) for slot in lost]

    def _unused(self, slot: str) -> Issue:
        near = alike(slot, self._asked)
        return error(
            "narrative.unused",
            "写了却不会印出的一节",
            Place(file=self._file, key=slot),
            found=self._heading(slot),
            expected="、".join(self._asked) or "（这种通报没有要人写的部分）",
            advice=f"是不是“{self._heading(near[0])}”？" if near else "改成上面的节名，或删去这一节",
        )

    def _paragraphs(self, slot: str) -> list[str]:
        lines = [_CONTROL.sub("", line).strip() for line in self._slots[slot].splitlines()]
        for line in lines:
            self._refuse(slot, line)
        return [_marked(paragraph, f"{NARRATIVE}{slot}") for paragraph in _joined(lines)]

    def _refuse(self, slot: str, line: str) -> None:
        for pattern, what in _REFUSED:
            if pattern.match(line):
                self.issues.append(
                    error(
                        "narrative.unsupported",
                        f"正文里不能放{what}",
                        Place(file=self._file, key=slot),
                        found=line[:30],
                        advice=f"删去{what}，改用文字；统计表请在 profile.yaml 的“表格”里定义",
                    )
                )

    def _heading(self, slot: str) -> str:
        return f"# {slot}" if self._file == FILE else slot

    def _style(self) -> str:
        return "" if self._file == FILE else "（“标题 1”样式）"

    def _missing(self, slot: str) -> Issue:
        return error(
            "narrative.missing",
            "缺少要人写的一节",
            Place(file=self._file, key=slot),
            found="现有：" + ("、".join(self._slots) if self._slots else "（空）"),
            expected=f"一行“{self._heading(slot)}”，下面是内容",
            advice=f"在 {self._file} 里加上“{self._heading(slot)}”{self._style()}；本期没有内容就只写这一行",
        )


def _joined(lines: list[str]) -> list[str]:
    """Paragraphs of what people typed. As in Word a line is a paragraph; one that breaks off within a sentence was
    wrapped by an editor and goes on in the next line."""
    paragraphs: list[str] = []
    open_end = False
    for line in lines:
        if line and open_end and not _STRUCTURE.match(line):
            paragraphs[-1] += line
        elif line:
            paragraphs.append(line)
        open_end = bool(line) and not _ENDED.search(line) and not _TITLE.match(line)
    return paragraphs


def _marked(line: str, figure: str) -> str:
    """One line with its text marked as narrative; what makes it a heading or an item stays outside the mark."""
    if found := _HEADING.fullmatch(line):
        return found[1] + _mark(found[2], figure)
    if found := _TYPED_HEADING.fullmatch(line):
        return "## " + _mark(found[1], figure)
    if found := _ITEM.fullmatch(line):
        return found[1] + _mark(found[2], figure)
    return _mark(line, figure)


def _mark(text: str, figure: str) -> str:
    return f"{OPEN}{figure}{MIDDLE}{text}{CLOSE}"


def beneath(written: str) -> str:
    """What people wrote, set below a numbered item: its first paragraph runs on, its own items become （1）（2）."""
    items_below = _NARRATIVE_ITEM.sub(r"（\1）", written)
    return items_below if items_below.startswith(OPEN) else f"\n\n{items_below}"
