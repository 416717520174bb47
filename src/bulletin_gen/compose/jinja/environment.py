"""The Jinja environment: sandboxed, strict, and able to say where an author went wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    pass_context,
)
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.compose.jinja.bounds import (
    BoundedEnvironment,
    FigureChangedError,
    TooMuchError,
    bounded_filters,
    counted_lines,
)
from bulletin_gen.compose.jinja.literals import Literals, NotWrittenError, numbers_in, typed_numbers
from bulletin_gen.compose.jinja.loader import Library
from bulletin_gen.compose.vocabulary import FILTERS, own_words
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import ByName, ScopeFacts
from bulletin_gen.leaves.alike import alike
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error
from bulletin_gen.written.textfile import read_text

#: What may go wrong while a template runs, apart from Jinja's own errors.
RUN_ERRORS = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError, RuntimeError)


#: Under this name a context holds the ``Literals`` that ``own_words`` asks.
LITERALS = "own_words"
#: The end of a tag with a blank line behind it: trim_blocks would take the line end that makes the line blank.
_BEFORE_BLANK = late(r"(?<![-+])([%#]\})(?=[ \t]*\r?\n[ \t]*\r?\n)")
_MEMBER = late(r"\{\{\s*(\w+)(?:\.(\w+))?\s*\}\}")


class UnknownNameError(UndefinedError):
    """A template uses a name that does not exist. ``choices``: names that do."""

    def __init__(self, message: str, *, name: str, choices: tuple[str, ...]) -> None:
        super().__init__(message)
        self.name = name
        self.choices = choices


class NotPrintableError(TemplateError):
    """A template prints something that is no text: a list, a unit, nothing at all."""


def printable(value: Any) -> Any:
    """``value`` where it can stand in a sentence; a list printed as Python sees it must never reach a document."""
    if isinstance(value, (str, Figure, int, Undefined)) and not isinstance(value, bool):
        return value
    raise NotPrintableError("空值" if value is None else "一组内容，不是文字或数字")


def _absent(message: str, *, name: str) -> NotPrintableError:  # noqa: ARG001 - what Jinja would have said
    return NotPrintableError(f"空值（.{name} 前面没有数）")


class Unknown(StrictUndefined):
    """An undefined value that remembers which names there would have been."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError
    ) -> None:
        failure: Any = partial(UnknownNameError, name=str(name), choices=names_in(obj))
        if obj is None:
            failure = partial(_absent, name=str(name))
        super().__init__(hint, obj, name, failure if exc is UndefinedError else exc)


def names_in(value: object) -> tuple[str, ...]:
    """The names that templates can reach behind a value by a dot."""
    if isinstance(value, ByName):
        return tuple(value)
    own = value.__struct_fields__ if isinstance(value, Struct) else ()
    return (*own, *value.prose) if isinstance(value, ScopeFacts) else own


class FileLoader(BaseLoader):
    """Loads templates from a library; a template's file name is how messages call it."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def get_source(self, environment: Any, template: str) -> tuple[str, str, None]:
        """Source, shown file name, and nothing that would tell whether the file has changed."""
        path = self._library.find(template)
        if path is None:
            raise TemplateNotFound(template)
        return _BEFORE_BLANK.sub(r"+\1", read_text(path)), self._library.shown(path), None


class Compiled(BytecodeCache):
    """Templates once compiled, by name and content: a batch of counties of one kind compiles them once a process."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hands out the code of a template of the same name and content."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the code of a template."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


@cache
def compiled() -> Compiled:
    """The process's compiled templates; what is in it never changes what a template gives."""
    return Compiled()


def environment(library: Library) -> BoundedEnvironment:
    """The environment in which all templates of one run are compiled and rendered."""
    made = BoundedEnvironment(
        loader=FileLoader(library),
        undefined=Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        autoescape=False,
        auto_reload=False,
        bytecode_cache=compiled(),
        finalize=printable,
    )
    bounded_filters(made.filters)
    made.filters.update(FILTERS)
    made.filters["own_words"] = _own_words
    return made


@pass_context
def _own_words(context: Context, words: str) -> str:
    """Words of the office, whose digits are its own; refused where a number in them was computed."""
    literals = context.get(LITERALS)
    if isinstance(literals, Literals):
        literals.require(str(words))
    elif numbers_in(str(words)):
        raise NotWrittenError(str(words))
    return own_words(str(words))


def render(env: ImmutableSandboxedEnvironment, name: str, context: Mapping[str, object]) -> str:
    """A template file rendered; raises ``BulletinError`` that names file, line and fault."""
    try:
        with counted_lines():
            return env.get_template(name).render(context)
    except (TemplateError, MemoryError, *RUN_ERRORS) as fault:
        raise BulletinError([issue_of(fault, context)]) from fault


def phrases(env: ImmutableSandboxedEnvironment, name: str, context: Mapping[str, object]) -> object:
    """The shared macros, speaking of the facts in ``context``."""
    try:
        return env.get_template(name).make_module(dict(context))
    except TemplateError as fault:
        raise BulletinError([issue_of(fault, context)]) from fault


def render_words(env: ImmutableSandboxedEnvironment, source: str, key: str, context: Mapping[str, object]) -> str:
    """A small template of the profile rendered; ``key`` says which, for messages.

    Most hold nothing but ``{{ period.name }}`` and the like, which is filled in without compiling anything.
    """
    if "{" not in source:
        return source
    try:
        if "{" not in _MEMBER.sub("", source):
            filled = _MEMBER.sub(lambda found: str(printable(_member(env, context, found))), source)
            return _as_written(filled, source)
        with counted_lines():
            return _as_written(env.from_string(source).render(context), source)
    except (TemplateError, MemoryError, *RUN_ERRORS) as fault:
        issue = issue_of(fault, context)
        raise BulletinError([replace(issue, place=Place(file="profile.yaml", key=key))]) from fault


def _as_written(rendered: str, source: str) -> str:
    """A small template's text, if all its numbers are figures or stand in the template."""
    if not set(numbers_in(rendered)) <= typed_numbers(source):
        raise NotWrittenError(rendered)
    return rendered


def _member(env: ImmutableSandboxedEnvironment, context: Mapping[str, object], found: re.Match[str]) -> object:
    if found[1] not in context:
        return env.undefined(name=found[1])
    owner = context[found[1]]
    return env.getattr(owner, found[2]) if found[2] else owner


def issue_of(fault: Exception, context: Mapping[str, object]) -> Issue:
    """What a fault of a template tells its author."""
    if isinstance(fault, TemplateSyntaxError):
        return _syntax(fault)
    place = _place(fault)
    if isinstance(fault, UnknownNameError):
        return unknown_name(place, fault.name, fault.choices or tuple(context))
    if isinstance(fault, NotPrintableError):
        advice = "写到其中的一项，如 {{ period.name }}；名单用 |names"
        if "空值" in str(fault):
            advice = "多半缺少同比、环比的基数，或除数为 0：补上基数（supplied.yaml 的“基数”），或把这一句放进"
            advice += " {% if … is not none %} 和 {% endif %} 之间"
        return error("template.not_printable", "模板印的不是文字", place, found=str(fault), advice=advice)
    if isinstance(fault, NotWrittenError):
        advice = (
            "算出来的数不能当作自己的话：写事实的名称，如 {{ total.accepted }}；要的比值、平均数在 profile.yaml 里定义"
        )
        return error("template.computed_number", "数字没有来历", place, found=str(fault)[:60], advice=advice)
    if isinstance(fault, TooMuchError):
        advice = "检查循环和重复的写法；一份通报用不了这么多"
        return error("template.too_much", "模板做得太多", place, found=str(fault), advice=advice)
    if isinstance(fault, FigureChangedError):
        advice = "数按它的样式印出，不能再改字符：写它的名称，换样式在 profile.yaml 的“数字样式”里改"
        return error("template.figure_changed", "模板改了一个数的字符", place, found=str(fault), advice=advice)
    if isinstance(fault, SecurityError):
        return error(
            "template.unsafe",
            "模板用了不允许的写法",
            place,
            found=str(fault),
            advice="模板只能读取事实和调用本程序的词语",
        )
    if isinstance(fault, TemplateNotFound):
        return error("template.missing", "模板文件不存在", place, found=str(fault.name), advice="检查 extends 的文件名")
    return error(
        "template.failed", "模板运行出错", place, found=f"{type(fault).__name__}: {fault}", advice="检查这一行"
    )


#: Where a missing name belongs, by the container in which a template looked for it.
_HOMES = {
    "total": "profile.yaml 的 measures 或 rates ",
    "lists": "profile.yaml 的 lists ",
    "breakdowns": "profile.yaml 的 breakdowns ",
    "quotients": "profile.yaml 的 quotients ",
    "changes": "profile.yaml 的 comparisons ",
    "order_lists": "profile.yaml 的 order_lists ",
    "grades": "profile.yaml 的 grades ",
    "tables": "profile.yaml 的 tables ",
}


def unknown_name(place: Place, name: str, choices: tuple[str, ...], container: str = "") -> Issue:
    """An issue for a name that does not exist, with the nearest that do."""
    near = alike(name, choices, 3)
    home = _HOMES.get(container)
    remedy = f"在 {home}里定义 {name}，或在县文件夹的 templates/ 里改写这一段" if home else "改正模板里的写法"
    if home and near:  # a shipped template cannot be changed, the county's names can
        remedy += f"；“{near[0]}”就是它的，在 profile.yaml 里改名为 {name}，引用处一并改"
    return error(
        "template.unknown_name",
        "模板要用的名称没有定义" if home else "模板用了没有的名称",
        place,
        found=f"{container}.{name}" if home else name,
        expected="、".join(near or sorted(choices)[:8]),
        advice=f"是不是“{near[0]}”？否则{remedy}" if near else remedy,
    )


def _syntax(fault: TemplateSyntaxError) -> Issue:
    return error(
        "template.syntax",
        "模板语法错误",
        Place(file=fault.filename or fault.name or "", row=fault.lineno),
        found=str(fault.message),
        advice="检查这一行的 {% … %} 和 {{ … }} 是否成对、名称之间有无漏字",
    )


def _place(fault: Exception) -> Place:
    # Jinja maps the frames of compiled templates back to the lines of their files.
    found, trace = Place(), fault.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith("templates/"):
            found = Place(file=file, row=trace.tb_lineno)
        trace = trace.tb_next
    return found
