"""Which numbers an office wrote down itself: only those may stand in a bulletin without being a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from jinja2 import TemplateError, nodes

from bulletin_gen.compose.jinja.loader import Library
from bulletin_gen.facts.figure import CLOSE, OPEN
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, error
from bulletin_gen.profile import Profile
from bulletin_gen.written.textfile import read_text

_TAGS = late(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_QUOTED = late(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_NUMBER = late(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_MARKED = late(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")


class NotWrittenError(TemplateError):
    """A number is passed off as the office's own words that nobody wrote: it was computed."""


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers of a text outside of the marks around figures, 93.92 as one."""
    return tuple(_NUMBER.findall(_MARKED.sub("", text)))


def typed_numbers(source: str) -> frozenset[str]:
    """The numbers that stand in a template as words: outside its tags, or between quotes within them."""
    said = (one or other for tag in _TAGS.findall(source) for one, other in _QUOTED.findall(tag))
    return frozenset(number for text in (_TAGS.sub("\n", source), *said) for number in _NUMBER.findall(text))


class Literals:
    """What one county's templates and profile say word for word; read only when somebody asks."""

    def __init__(self, library: Library, profile: Profile) -> None:
        self._library = library
        self._profile = profile

    def require(self, words: str) -> None:
        """Raises ``NotWrittenError`` where ``words`` hold a number that is written nowhere."""
        numbers = numbers_in(words)
        if not numbers or any(
            words in written and set(numbers) <= set(numbers_in(written)) for written in self._of_profile
        ):
            return  # 12 of 12345 is no number that somebody wrote
        if not set(numbers) <= self._of_templates:
            raise NotWrittenError(_MARKED.sub("〇", words))

    @cached_property
    def _of_templates(self) -> frozenset[str]:
        files = (self._library.find(name) for name in self._library.names())
        return frozenset().union(*(typed_numbers(read_text(path)) for path in files if path))

    @cached_property
    def _of_profile(self) -> tuple[str, ...]:
        return tuple(_strings(self._profile.model_dump()))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for part in (*value, *value.values()) for text in _strings(part))
    elif isinstance(value, Iterable):
        yield from (text for part in value for text in _strings(part))


#: Filters that write numbers as words, where no proof looks for digits.
NUMERALS = ("numeral", "quantity", "counted")
_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg)


def computed_numerals(tree: nodes.Template, shown: str) -> Iterator[Issue]:
    """Numbers worked out in a template that would be printed in Chinese numerals, where nobody looks for their origin:
    a list's length may be, a sum or the value of a figure may not."""
    for node in tree.find_all(nodes.Filter):
        inner = list(node.node.find_all(nodes.Node)) if node.node is not None else []
        every = [node.node, *inner] if node.node is not None else []
        if node.name in NUMERALS and any(
            isinstance(each, _ARITHMETIC) or (isinstance(each, nodes.Getattr) and each.attr == "value")
            for each in every
        ):
            yield error(
                "template.computed_numeral", "模板里算出来的数不能写成汉字", Place(shown, row=node.lineno),
                found=f"…|{node.name}", expected="名单的个数，如 units|length",
                advice="要的数在 profile.yaml 的 计数、率、比值 里定义，模板里写它的名称",
            )  # fmt: skip
