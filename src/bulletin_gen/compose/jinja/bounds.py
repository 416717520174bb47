"""Bounds for templates: what one may run, repeat and grow to, so that a slip in one county's template ends in a message
and not in a machine that stands still."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import Any

from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bulletin_gen.facts.figure import OPEN, Figure

#: Lines of templates that one bulletin runs at most; a large one runs some ten thousand.
MOST_LINES = 1_000_000
#: Characters or members of anything that a template makes; a bulletin has some ten thousand.
MOST_SIZE = 2_000_000
#: Powers beyond this have more digits than any figure.
_MOST_POWER = 64
#: Filters that give another result each time, or whose size one number decides.
REMOVED = ("random", "center", "pprint", "urlize", "filesizeformat", "xmlattr", "tojson", "wordwrap")
_Event = Callable[[FrameType, str, Any], Any]


class TooMuchError(SecurityError):
    """A template runs or grows beyond its bounds."""


class BoundedCode(CodeGenerator):
    """Joins texts through the environment, which looks at their length."""

    def visit_Concat(self, node: Any, frame: Any) -> None:  # noqa: N802 - the generator's own name
        """``a ~ b``."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox, with bounds on what operators and filters can make."""

    code_generator_class = BoundedCode
    intercepted_binops = frozenset({"+", "*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """An operator, refused where its result would be too large."""
        if operator == "**" and (not isinstance(right, int) or abs(right) > _MOST_POWER or abs(left) > MOST_SIZE):
            raise TooMuchError(f"{left} 的 {right} 次方太大")
        if operator == "*":
            sized, times = (left, right) if hasattr(left, "__len__") else (right, left)
            if hasattr(sized, "__len__") and isinstance(times, int) and len(sized) * times > MOST_SIZE:
                raise TooMuchError("重复得太长")
            if isinstance(left, int) and isinstance(right, int) and max(abs(left), abs(right)) > 10**18:
                raise TooMuchError("数太大")
        if operator == "+" and hasattr(left, "__len__") and hasattr(right, "__len__"):
            bounded(len(left) + len(right))
        return super().call_binop(context, operator, left, right)

    def joined(self, parts: Sequence[object]) -> str:
        """Texts one after another."""
        texts = [str(part) for part in parts]
        bounded(sum(map(len, texts)))
        return "".join(texts)


def bounded(size: int) -> int:
    """``size`` where it is within bounds."""
    if size > MOST_SIZE:
        raise TooMuchError(f"做出的文字或名单太长（{size}）")
    return size


def bounded_filters(filters: dict[str, Any]) -> None:
    """Takes out the filters that have no bounds and puts bounds around those that grow."""
    for name in REMOVED:
        filters.pop(name, None)
    plain = {name: filters[name] for name in ("slice", "batch", "indent", "replace", "format", "join")}

    def cut(value: Any, slices: int, *more: Any) -> Any:
        return plain["slice"](value, bounded(int(slices)), *more)

    def in_rows(value: Any, linecount: int, *more: Any) -> Any:
        return plain["batch"](value, bounded(int(linecount)), *more)

    def indented(text: str, width: Any = 4, *more: Any, **named: Any) -> Any:
        bounded((width if isinstance(width, int) else len(str(width))) * (str(text).count("\n") + 1))
        return plain["indent"](text, width, *more, **named)

    def formatted(value: str, *more: Any, **named: Any) -> Any:
        bounded(sum(int(digits) for digits in _numbers(str(value))))
        return plain["format"](value, *more, **named)

    filters.update(slice=cut, batch=in_rows, indent=indented, format=formatted)
    filters.update({name: _whole_figures(name, filters[name]) for name in CHANGING if name in filters})


#: Filters that change the characters of a text; a figure's are its number and its origin.
CHANGING = (
    "replace",
    "truncate",
    "upper",
    "lower",
    "title",
    "capitalize",
    "reverse",
    "striptags",
    "escape",
    "e",
    "round",
)


class FigureChangedError(SecurityError):
    """A template changes the characters of a figure."""


def _whole_figures(name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that refuses figures, and texts with figures in them."""

    @wraps(plain)
    def refusing(*values: Any, **named: Any) -> Any:
        if any(isinstance(each, Figure) or (isinstance(each, str) and OPEN in each) for each in values):
            raise FigureChangedError(f"…|{name}")
        return plain(*values, **named)

    return refusing


def _numbers(text: str) -> Iterator[str]:
    digits = ""
    for sign in text + " ":
        if sign.isdigit():
            digits += sign
        elif digits:
            yield digits[:12]
            digits = ""


@contextmanager
def counted_lines(most: int = MOST_LINES) -> Iterator[None]:
    """Counts the lines of templates that are run, and stops them after ``most``."""
    left = most

    def line(frame: FrameType, event: str, _: Any) -> _Event | None:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooMuchError("循环的次数太多")
        return line

    def call(frame: FrameType, event: str, _: Any) -> _Event | None:
        return line if frame.f_code.co_filename.startswith("templates/") else None

    before = sys.gettrace()
    if before is not None:  # a debugger or a coverage run has its own
        yield
        return
    sys.settrace(call)
    try:
        yield
    finally:
        sys.settrace(before)
