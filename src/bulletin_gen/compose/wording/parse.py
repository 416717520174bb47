"""From the characters of one paragraph to its parts."""

from __future__ import annotations

from msgspec import Struct

from bulletin_gen.compose.wording.syntax import Bracketed, Clause, Named, NameStep, Part, Plain, Verbatim, named_parts

_OPEN, _CLOSE = "{｛", "}｝"
_COLON = "：:"
_QUOTES = {"“": "”", '"': '"', "”": "”", "＂": "＂", "「": "」"}
_OTHERWISE = ("否则：", "否则:")
#: Braces within braces within braces…: nobody writes more, and a machine must not run out of stack.
_DEEPEST = 12


class SlipError(Exception):
    """What is wrong with a paragraph: where (from 0), what it is, and what to do."""

    def __init__(self, at: int, kind: str, found: str = "", expected: str = "", advice: str = "") -> None:
        super().__init__(kind)
        self.at, self.kind, self.found, self.expected, self.advice = at, kind, found, expected, advice


def parse_paragraph(text: str) -> tuple[Part, ...]:
    """The parts of one paragraph. Raises ``SlipError`` at the first bracket that does not fit."""
    reader = _Reader(text)
    parts = reader.parts("", 0)
    if reader.at < len(text):
        raise _unopened(text, reader.at)
    return parts


def _unopened(text: str, at: int) -> SlipError:
    mark = text[at]
    pair = "{" if mark in _CLOSE else "【"
    return SlipError(at, f"多了一个“{mark}”", _around(text, at), advice=f"前面没有与它成对的“{pair}”：补上，或删去")


def _around(text: str, at: int) -> str:
    return text[max(0, at - 10) : at + 10]


class _Reader(Struct):
    """Reads forward, one character in sight."""

    text: str
    at: int = 0

    def parts(self, inside: str, depth: int) -> tuple[Part, ...]:
        """Parts up to the end, or to a closing bracket; ``inside`` is 【 within a clause."""
        found: list[Part] = []
        while self.at < len(self.text):
            mark = self.text[self.at]
            if mark in _CLOSE or mark == "】" or (inside == "【" and self._otherwise()):
                break
            found.append(self._part(mark, depth))
        return _joined(found)

    def _part(self, mark: str, depth: int) -> Part:
        if depth > _DEEPEST:
            raise SlipError(self.at, "括号套得太深", _around(self.text, self.at), advice="分成几句写")
        if mark in _OPEN:
            return self._braces(depth)
        if mark == "【":
            return self._brackets(depth)
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in "{｛}｝【】":
            if self.at > start and self._otherwise():
                break
            self.at += 1
        return Plain(self.text[start : self.at], start)

    def _otherwise(self) -> bool:
        return self.text.startswith(_OTHERWISE, self.at)

    def _brackets(self, depth: int) -> Part:
        start = self.at
        self.at += 1
        parts = self.parts("【", depth + 1)
        otherwise: tuple[Part, ...] = ()
        if self._otherwise():
            self.at += len(_OTHERWISE[0])
            otherwise = self.parts("", depth + 1)
        self._expect("】", start, "【")
        if not any(True for _ in named_parts(parts)):
            if otherwise:
                raise SlipError(start, "【】里没有会落空的数", self.text[start : self.at], advice="“否则”前面写上名称")
            return Bracketed(parts, start)
        return Clause(parts, otherwise, start, self.text[start : self.at])

    def _expect(self, marks: str, start: int, opened: str) -> None:
        if self.at < len(self.text) and self.text[self.at] in marks:
            self.at += 1
            return
        found = self.text[start : start + 20]
        raise SlipError(start, f"“{opened}”没有配上“{marks[0]}”", found, advice=f"在它结束的地方补上“{marks[0]}”")

    def _braces(self, depth: int) -> Part:
        start = self.at
        self.at += 1
        self._blanks()
        if self.text[self.at : self.at + 1] in _QUOTES and self.at < len(self.text):
            return self._verbatim(start)
        steps: list[NameStep] = []
        pattern: tuple[Part, ...] | None = None
        while True:
            step, pattern = self._step_or_pattern(depth)
            if step is not None:
                steps.append(step)
            if pattern is not None or not self._colon():
                break
        self._expect(_CLOSE, start, "{")
        return self._named(start, steps, pattern)

    def _named(self, start: int, steps: list[NameStep], pattern: tuple[Part, ...] | None) -> Named:
        written = self.text[start : self.at]
        if not steps or any(not step.text for step in steps):
            raise SlipError(
                start, "花括号里少了名称", written, advice="写上要印的数的名称，如{受理}；两个“：”之间也要有"
            )
        return Named(tuple(steps), pattern, start, written)

    def _step_or_pattern(self, depth: int) -> tuple[NameStep | None, tuple[Part, ...] | None]:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in "{｛}｝【】：:":
            self.at += 1
        if self.at < len(self.text) and self.text[self.at] in "{｛【":
            self.at = start
            return None, self.parts("", depth + 1)
        text = self.text[start : self.at]
        return NameStep("".join(text.split()), start + len(text) - len(text.lstrip())), None

    def _colon(self) -> bool:
        if self.at < len(self.text) and self.text[self.at] in _COLON:
            self.at += 1
            return True
        return False

    def _blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _verbatim(self, start: int) -> Verbatim:
        end_mark = _QUOTES[self.text[self.at]]
        end = self._verbatim_end(end_mark, start)
        words = self.text[self.at + 1 : end]
        self.at = end + 1
        self._blanks()
        self._expect(_CLOSE, start, "{")
        if not words:
            raise SlipError(start, "引号里没有字", self.text[start : self.at], advice="写上要照印的字，或删去")
        if any(mark in words for mark in _OPEN) and any(mark in words for mark in _CLOSE):
            raise SlipError(
                start, "引号里又写了花括号，会照字印出来", self.text[start : self.at],
                advice=f"要印它的数，去掉外面的{{“”}}，只写{words}；真要印花括号，写{{“{{”}}、{{“}}”}}",
            )  # fmt: skip
        return Verbatim(words, start + 2)

    def _verbatim_end(self, mark: str, start: int) -> int:
        # Words in quotes may hold braces and quotes: the end is a quote with a brace behind it.
        at = self.at + 1
        while at < len(self.text):
            if self.text[at] == mark and self.text[at + 1 :].lstrip()[:1] in ("}", "｝"):
                return at
            at += 1
        raise SlipError(start, "引号没有配对", self.text[start : start + 20], advice="照印的字写成{“…”}")


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Plain words next to each other as one."""
    joined: list[Part] = []
    for part in parts:
        if joined and isinstance(part, Plain) and isinstance(joined[-1], Plain):
            joined[-1] = Plain(joined[-1].text + part.text, joined[-1].at)
        else:
            joined.append(part)
    return tuple(joined)
