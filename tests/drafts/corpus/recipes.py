"""What somebody does to a draft in one sitting, by theme and seed: real habits, with the truth kept beside."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import suppress

from drafts.corpus.typed import Line, Typed, said

_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
_WORDS = (
    "切实",
    "据统计，",
    "（含转办）",
    "较好地",
    "总体来看，",
    "按要求",
    "其中8件为疑难工单，",
    "12345热线办要求，",
)
_ADDED = ("另有37件正在核实。", "各单位要于15日前整改到位。", "下一步，继续压实责任。")


class NothingLeftError(Exception):
    """No paragraph with figures is left that nobody has edited in tracked changes."""


class Clerk:
    """Somebody who edits a draft; every choice is made by chance."""

    def __init__(self, draft: Typed, chance: random.Random) -> None:
        self.draft, self.chance = draft, chance
        self.used: set[int] = set()  # ids of lines that shall not be edited again
        self.replaced = False

    # ---- choosing -------------------------------------------------------------------------------------------
    def _paragraph(self) -> int:
        """A paragraph of the text with figures, one not edited yet while there are any."""
        fit = [at for at, line in enumerate(self.draft.lines) if self._whole(line) and any(x.mark for x in line)]
        fresh = [at for at in fit if id(self.draft.lines[at]) not in self.draft.touched]
        if not fit:
            raise NothingLeftError
        return self.chance.choice(fresh or fit)

    def _whole(self, line: Line) -> bool:
        return len(line) >= 12 and not any(each.deleted or each.inserted for each in line)

    def _figure(self, at: int) -> tuple[int, int, str]:
        """The characters of a figure's digits that nobody has typed over, and its mark."""
        line = self.draft.lines[at]
        spans: list[tuple[int, int, str]] = []
        for place, letter in enumerate(line):
            if letter.mark and not letter.typed:
                if spans and spans[-1][1] == place and spans[-1][2] == letter.mark:
                    spans[-1] = (spans[-1][0], place + 1, letter.mark)
                else:
                    spans.append((place, place + 1, letter.mark))
        return self.chance.choice(spans) if spans else (0, 0, "")

    def _sentences(self, at: int) -> list[tuple[int, int]]:
        text = "".join(each.text for each in self.draft.lines[at])
        return [found.span() for found in _SENTENCE.finditer(text) if len(found[0].strip()) > 4]

    def _other(self, digits: str) -> str:
        last = max(place for place, each in enumerate(digits) if each.isdigit())
        new = str((int(digits[last]) + self.chance.randint(1, 9)) % 10)
        return digits[:last] + new + digits[last + 1 :]

    # ---- doing ----------------------------------------------------------------------------------------------
    def number(self) -> None:
        """Corrects a number: types over it, backspaces over its end, or has a script set it."""
        at = self._paragraph()
        start, end, mark = self._figure(at)
        if not mark:
            return
        digits = "".join(each.text for each in self.draft.lines[at][start:end])
        new = self._other(digits)
        how = self.chance.choice(["type", "back", "set", "edge", "longer"])
        if how == "edge":  # only the last digit
            self.draft.type_over(at, end - 1, end, new[-1], mark, how="back")
        elif how == "longer" and digits.isdigit():
            self.draft.type_over(at, end, end, "5", mark)
        else:
            self.draft.type_over(at, start, end, new, mark, how="type" if how in ("edge", "longer") else how)

    def words(self) -> None:
        """Puts words in somewhere that no figure is cut in two."""
        at = self._paragraph()
        line = self.draft.lines[at]
        places = [
            place
            for place in range(1, len(line))
            if not line[place].text.isdigit() and line[place - 1].text not in "0123456789.-"
        ]
        place = self.chance.choice(places)
        self.draft.type_over(at, place, place, self.chance.choice(_WORDS))

    def ending(self) -> None:
        """A sentence at the end of a paragraph."""
        at = self._paragraph()
        length = len(self.draft.lines[at])
        self.draft.type_over(at, length, length, self.chance.choice(_ADDED))

    def retyped(self) -> None:
        """A sentence typed again, by chance with another number or some words more."""
        at = self._paragraph()
        start, end = self.chance.choice(self._sentences(at))
        line = self.draft.lines[at][start:end]
        if any(each.text in "\n\t" for each in line):
            return  # lines ended by hand are not typed again
        marks = [each for each in dict.fromkeys(x.mark for x in line) if each]
        digits = {}
        if marks and self.chance.random() < 0.6:
            mark = self.chance.choice(marks)
            digits[mark] = self._other("".join(each.text for each in line if each.mark == mark))
        self.draft.retype(at, start, end, digits, after=self.chance.choice(["", "", "经梳理，", "合计"]))

    def replaced_word(self) -> None:
        """Replaces a word in the whole document."""
        text = "".join(said(line) for line in self.draft.lines)
        words = [
            word for word in ("工单", "群众", "办理", "满意", "环比", "同比", "反映", "热线", "单位") if word in text
        ]
        if words and not self.replaced:
            self.replaced = True
            word = self.chance.choice(words)
            self.draft.replace_all(word, {"工单": "诉求件", "群众": "市民", "办理": "处置"}.get(word, f"{word}类"))

    def replaced_number(self) -> None:
        """Replaces a number in the whole document."""
        at = self._paragraph()
        start, end, mark = self._figure(at)
        digits = "".join(each.text for each in self.draft.lines[at][start:end])
        if mark and digits.isdigit() and len(digits) >= 3 and self._alone(digits):
            self.draft.replace_all(digits, self._other(digits))

    def _alone(self, digits: str) -> bool:
        """Whether these digits stand nowhere within a longer number or across the edge of a figure."""
        lines = self.draft.everywhere()
        for line in lines:
            text = "".join(each.text for each in line)
            for found in re.finditer(re.escape(digits), text):
                around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
                marks = {each.mark for each in line[found.start() : found.end()]}
                if re.search(r"[0-9.]", around) or len(marks) != 1:
                    return False
        return True

    def moved_sentence(self) -> None:
        """Cuts a sentence and pastes it at the end of another paragraph."""
        at, to = self._paragraph(), self._paragraph()
        sentences = [each for each in self._sentences(at) if self.draft.lines[at][each[1] - 1].text in "。；"]
        if at != to and len(sentences) > 1:
            self.draft.cut(at, *self.chance.choice(sentences), to, len(self.draft.lines[to]))

    def moved_within(self) -> None:
        """Cuts the first clause of a paragraph's sentence and pastes it behind the sentence."""
        at, to = self._paragraph(), self._paragraph()
        text = "".join(each.text for each in self.draft.lines[at])
        clauses = [found.span() for found in re.finditer(r"[^，。；、]+，", text)]
        if at != to and clauses:
            self.draft.cut(at, *self.chance.choice(clauses), to, 0)

    def moved_paragraph(self) -> None:
        """Moves a whole paragraph before another one."""
        at, before = self._paragraph(), self._paragraph()
        if at not in (before, before - 1) and before > 1:
            self.draft.move_line(at, before)

    def copied(self) -> None:
        """Copies a sentence into another paragraph."""
        at, to = self._paragraph(), self._paragraph()
        sentences = [each for each in self._sentences(at) if self.draft.lines[at][each[1] - 1].text in "。；"]
        if at != to and sentences and not self.draft.tracking:
            self.draft.copy(at, *self.chance.choice(sentences), to, len(self.draft.lines[to]))

    def split(self) -> None:
        """Presses Enter behind a sentence."""
        at = self._paragraph()
        sentences = self._sentences(at)
        if len(sentences) > 1:
            self.draft.split(at, self.chance.choice(sentences[:-1])[1])

    def deleted_sentence(self) -> None:
        """Deletes a sentence."""
        at = self._paragraph()
        sentences = self._sentences(at)
        if len(sentences) > 1:
            self.draft.type_over(at, *self.chance.choice(sentences), "")

    def deleted_paragraph(self) -> None:
        """Deletes a paragraph."""
        self.draft.delete_line(self._paragraph())

    def formatted(self) -> None:
        """Makes a figure bold."""
        at = self._paragraph()
        start, end, mark = self._figure(at)
        if mark:
            self.draft.plain("bold", str(at), str(start), str(end))

    def unmarked(self) -> None:
        """The bookmarks of a paragraph are lost."""
        self.draft.plain("unmarkpara", str(self._paragraph()))

    # ---- tables ---------------------------------------------------------------------------------------------
    def _row(self) -> tuple[int, int]:
        tables = [at for at, table in enumerate(self.draft.tables) if sum(table.plain) > 4]
        if not tables:
            return -1, 0
        table = self.chance.choice(tables)
        rows = [row for row, plain in enumerate(self.draft.tables[table].plain, 1) if plain and row > 3]
        return table, self.chance.choice(rows)

    def cell(self) -> None:
        """Corrects a number of a table."""
        table, row = self._row()
        cells = self.draft.tables[table].rows[row - 1] if table >= 0 else {}
        marked = [column for column, line in cells.items() if any(each.mark for each in line)]
        if marked:
            column = self.chance.choice(marked)
            text = said(cells[column])
            self.draft.type_cell(table, row, column, self._other(text))

    def row_gone(self) -> None:
        """Deletes a row."""
        table, row = self._row()
        if table >= 0:
            self.draft.remove_row(table, row)

    def row_more(self) -> None:
        """Inserts a row for a unit that was not in the table."""
        table, row = self._row()
        if table >= 0:
            columns = [*self.draft.tables[table].rows[row - 1]]
            words = {column: str(self.chance.randint(2, 99)) for column in columns}
            before = self.draft.tables[table].rows[row - 1]
            names = [each for each in columns if not any(letter.text.isdigit() for letter in before[each])]
            words |= dict.fromkeys(names[:1], "新设单位")
            self.draft.add_row(table, row, words)


def _do(clerk: Clerk, kinds: list[Callable[[], None]], times: int) -> None:
    for _ in range(times):
        with suppress(NothingLeftError):  # a sitting in a short text ends earlier
            clerk.chance.choice(kinds)()


def _typing(c: Clerk) -> None:
    _do(c, [c.number, c.number, c.words, c.ending, c.formatted], 6)


def _retyping(c: Clerk) -> None:
    _do(c, [c.retyped, c.retyped, c.number], 4)


def _replacing(c: Clerk) -> None:
    _do(c, [c.replaced_word, c.replaced_number, c.replaced_number, c.words], 4)


def _moving(c: Clerk) -> None:
    _do(c, [c.moved_sentence, c.moved_paragraph, c.copied, c.moved_within, c.number], 5)


def _tracked(c: Clerk) -> None:
    c.draft.track(True)
    _do(c, [c.number, c.words, c.retyped, c.deleted_sentence, c.ending], 5)


def _accepted(c: Clerk) -> None:
    _tracked(c)
    c.draft.track(False)
    c.draft.decide(c.chance.random() < 0.75)
    _do(c, [c.number, c.words], 2)


def _tables(c: Clerk) -> None:
    _do(c, [c.cell, c.cell, c.row_gone, c.row_more, c.number], 5)


def _other_program(c: Clerk) -> None:
    c.draft.plain("via", c.chance.choice(["odt", "doc", "rtf", "docx"]))
    _do(c, [c.number, c.words, c.moved_paragraph], 4)


def _lost(c: Clerk) -> None:
    c.draft.plain("unmark")
    _do(c, [c.number, c.words, c.moved_paragraph, c.retyped], 5)


def _cutting(c: Clerk) -> None:
    _do(c, [c.split, c.deleted_sentence, c.deleted_paragraph, c.words, c.unmarked], 5)


def _heavy(c: Clerk) -> None:
    kinds = [c.number, c.words, c.ending, c.retyped, c.moved_sentence, c.moved_paragraph, c.copied, c.split]
    _do(c, [*kinds, c.deleted_sentence, c.cell, c.row_gone, c.formatted, c.unmarked, c.replaced_number], 14)


def _everything(c: Clerk) -> None:
    _do(c, [c.number, c.words, c.retyped, c.cell], 4)
    c.draft.plain("via", c.chance.choice(["odt", "doc"]))
    _do(c, [c.number, c.words, c.moved_paragraph, c.moved_sentence, c.row_more], 4)
    c.draft.track(True)
    _do(c, [c.number, c.words], 2)


THEMES: dict[str, Callable[[Clerk], None]] = {
    "typing": _typing, "retyping": _retyping, "replace-all": _replacing, "cut and paste": _moving,
    "tracked, open": _tracked, "tracked, decided": _accepted, "tables": _tables, "other program": _other_program,
    "bookmarks lost": _lost, "split, deleted": _cutting, "heavy": _heavy, "everything": _everything,
}  # fmt: skip


def _office_typing(c: Clerk) -> None:
    _do(c, [c.number, c.number, c.words, c.ending, c.deleted_sentence], 5)


def _office_moving(c: Clerk) -> None:
    _do(c, [c.moved_paragraph, c.deleted_paragraph, c.number, c.row_gone, c.replaced_number], 5)


def _office_tracked(c: Clerk) -> None:
    c.draft.track(True)
    _do(c, [c.number, c.words, c.ending], 3)
    c.draft.track(False)
    if c.chance.random() < 0.5:
        c.draft.decide(True)


#: What ONLYOFFICE's programming interface can do.
IN_ONLYOFFICE: dict[str, Callable[[Clerk], None]] = {
    "ONLYOFFICE typing": _office_typing, "ONLYOFFICE moving": _office_moving, "ONLYOFFICE tracked": _office_tracked,
}  # fmt: skip


def edit(draft: Typed, theme: str, seed: int) -> Typed:
    """``draft`` after a sitting."""
    (THEMES | IN_ONLYOFFICE)[theme](Clerk(draft, random.Random(f"{theme}{seed}")))
    return draft
