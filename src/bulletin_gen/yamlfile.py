"""YAML files that people write: values with the line each one stands on, or issues that say what is wrong where.

Only plain data is read: texts, whole numbers, exact decimals, true and false, lists, mappings. Keys are texts.
Dates stay texts, for the models to read.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from bulletin_gen.issues import BulletinError, Issue, Place, error, stop

KeyPath: TypeAlias = Sequence[str | int]

#: What a county folder says where a person still has to write something.
PLACEHOLDER = "〔请填写"

_DEEPEST = 40
_MOST_VALUES = 200_000  # far past any profile; aliases of aliases would grow without bound
_TAB_IN_FRONT = re.compile(r"^ *\t")
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    spelling: word == "true" for word in ("true", "false") for spelling in (word, word.title(), word.upper())
}
#: A line whose key is followed by a full-width colon, or by a colon without a blank.
_WRONG_COLON = re.compile(r"^\s*(?:-\s+)?[^\s:：#'\"{\[]+(?:：|:(?=[^\s:/\\]))")


@dataclass(frozen=True)
class YamlFile:
    """A parsed file: ``data`` as plain values, and the places of all of them."""

    label: str
    lines: tuple[str, ...]
    root: Node | None

    @cached_property
    def data(self) -> Any:
        """The values; an empty file is an empty mapping."""
        return {} if self.root is None else _value(self.root)

    def place(self, path: KeyPath = ()) -> Place:
        """File, line and key path of what ``path`` leads to; steps that the file does not have are passed over."""
        node, line, keys = self.root, 1, []
        for step in path:
            found = _child(node, step)
            if found:
                line, node = found
                keys.append(_spoken(step))
        return Place(self.label, row=line, key=" → ".join(keys))

    def missing(self, path: KeyPath) -> Place:
        """Like ``place`` for a last step that is not there: the line is that of what should hold it."""
        holder = self.place(path[:-1])
        keys = [holder.key, _spoken(path[-1])]
        return Place(self.label, row=holder.row, key=" → ".join(key for key in keys if key))

    def written(self, path: KeyPath) -> str:
        """What stands at ``path``, short, for messages."""
        node = self.root
        for step in path:
            found = _child(node, step)
            node = found[1] if found else node
        return _shown(node)

    def colon_hint(self, line: int | None) -> str:
        """Advice when that line seems to have a wrong colon, else empty."""
        text = self.lines[line - 1] if line and line <= len(self.lines) else ""
        return _colon_advice(text)

    def placeholders(self) -> tuple[Issue, ...]:
        """An issue for every value that still is a placeholder."""
        return tuple(
            error(
                "file.unfilled",
                "还没有填写",
                self.place(path),
                found=shorten(text),
                advice="写好后删去〔〕及其中的提示",
            )
            for path, text in _texts(self.root, ())
            if PLACEHOLDER in text
        )


def parse_yaml(text: str, label: str) -> YamlFile:
    """The file whose text is ``text``. Raises ``BulletinError`` for a syntax error and for all doubled keys."""
    lines = tuple(text.split("\n"))
    file = YamlFile(label, lines, _composed(text, label, lines))
    problems = [*_structure(file.root, label)]
    if problems:
        raise BulletinError(problems)
    return file


def shorten(text: str, most: int = 40) -> str:
    """One line of at most ``most`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def _composed(text: str, label: str, lines: Sequence[str]) -> Node | None:
    loader = YAML(typ="safe", pure=True)
    loader.max_depth = _DEEPEST
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)
            node: Node | None = loader.compose(text)
    except ReaderError as reason:
        line = text.count("\n", 0, reason.position) + 1
        found = f"不可见的控制字符 U+{ord(text[reason.position]):04X}"
        raise stop(
            "yaml.character", "文件里有不能用的字符", Place(label, row=line), found=found, advice="删去它"
        ) from reason
    except MarkedYAMLError as reason:
        raise BulletinError([_syntax_issue(reason, label, lines)]) from reason
    except (YAMLError, RecursionError, ValueError) as reason:
        raise stop("yaml.syntax", "YAML 写法有误", Place(label), advice="检查缩进、引号和括号") from reason
    return node


def _syntax_issue(reason: MarkedYAMLError, label: str, lines: Sequence[str]) -> Issue:
    mark = reason.problem_mark or reason.context_mark
    line = min(mark.line + 1 if mark else 1, max(len(lines), 1))
    for near in (line, line - 1):
        text = lines[near - 1] if near >= 1 else ""
        if _TAB_IN_FRONT.match(text):
            return _syntax(label, near, text, "缩进只能用空格，不能用 Tab 键", "把行首的 Tab 换成空格")
        if advice := _colon_advice(text):
            return _syntax(label, near, text, "“键: 值”用半角冒号，冒号后空一格", advice)
    expected, advice = _explained(f"{reason.context or ''} {reason.problem or ''}")
    return _syntax(label, line, lines[line - 1], expected, advice)


def _syntax(label: str, line: int, text: str, expected: str, advice: str) -> Issue:
    return error(
        "yaml.syntax", "YAML 写法有误", Place(label, row=line), found=shorten(text), expected=expected, advice=advice
    )


#: Pieces of the parser's messages → what is right, what to do.
_EXPLANATIONS: tuple[tuple[str, str, str], ...] = (
    ("\\t", "缩进只能用空格，不能用 Tab 键", "把行首的 Tab 换成空格"),
    ("maximum depth", f"嵌套不超过 {_DEEPEST} 层", "检查括号是否写多了"),
    ("quoted scalar", "引号成对", "补上缺少的引号，或删去多余的引号"),
    ("flow sequence", "[ ] 成对，各项用半角逗号隔开", "补上缺少的 ] 或逗号"),
    ("flow mapping", "{ } 成对，各项用半角逗号隔开", "补上缺少的 } 或逗号"),
    ("undefined alias", "* 引用的名称先用 & 定义", "星号开头的文字请加引号"),
    ("single document", "一个文件只有一份内容", "删去中间的 --- 行"),
    ("tag", "! 开头的文字加引号", "给这一项的文字加上引号"),
    ("cannot start any token", "% @ ` 等符号开头的文字加引号", "给这一项的文字加上引号"),
    ("mapping values are not allowed", "一行只有一个“键: 值”", "检查上一行是否缺少冒号，文字里有冒号时加引号"),
    ("simple key", "“键: 值”，冒号后空一格", "检查这一行是否缺少冒号"),
    ("block mapping", "同一层的键左边对齐", "检查这一行的缩进和上下行是否对齐"),
    ("block collection", "同一层的“-”左边对齐", "检查这一行的缩进和上下行是否对齐"),
)


def _explained(problem: str) -> tuple[str, str]:
    for piece, expected, advice in _EXPLANATIONS:
        if piece in problem:
            return expected, advice
    return "YAML 的写法", "检查这一行及上一行的缩进、冒号、引号和括号"


def _colon_advice(text: str) -> str:
    if not (found := _WRONG_COLON.match(text)):
        return ""
    if found.group().endswith("："):
        return "键后面的全角冒号“：”改成半角冒号“:”，冒号后空一格"
    return "键后面的冒号之后要空一格"


def _structure(root: Node | None, label: str) -> Iterator[Issue]:
    budget = _MOST_VALUES
    for node, ancestors in _nodes(root):
        budget -= 1
        if budget < 0 or id(node) in ancestors:
            yield error("yaml.alias", "& 和 * 的引用没有尽头", Place(label, row=_line(node)), advice="不要让引用套引用")
            return
        if isinstance(node, MappingNode):
            yield from _key_issues(node, label)


def _nodes(root: Node | None) -> Iterator[tuple[Node, frozenset[int]]]:
    waiting = [(root, frozenset[int]())] if root is not None else []
    while waiting:
        node, ancestors = waiting.pop()
        yield node, ancestors
        inside = ancestors | {id(node)}
        children = [value for _, value in node.value] if isinstance(node, MappingNode) else node.value
        if not isinstance(node, ScalarNode):
            waiting.extend((child, inside) for child in reversed(children))


def _key_issues(node: MappingNode, label: str) -> Iterator[Issue]:
    first: dict[str, int] = {}
    for key, _ in node.value:
        place = Place(label, row=_line(key), key=_shown(key))
        if not isinstance(key, ScalarNode):
            yield error("yaml.key", "键不是文字", place, expected="键是一个名称", advice="检查这一行的括号和冒号")
        elif key.value in first:
            found = f"“{key.value}”已在第{first[key.value]}行写过"
            yield error("yaml.duplicate", "同一层有重复的键", place, found=found, advice="留下一个，删去另一个")
        else:
            first[key.value] = _line(key)


def _value(node: Node) -> Any:
    if isinstance(node, MappingNode):
        return {key.value: _value(value) for key, value in _items(node)}
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    return _scalar(node)


def _items(node: MappingNode) -> Iterator[tuple[ScalarNode, Node]]:
    # Merge keys (<<) bring in another mapping; what is written here wins over it.
    own = {key.value for key, _ in node.value}
    for key, value in node.value:
        if key.value != "<<":
            yield key, value
        else:
            merged = value.value if isinstance(value, SequenceNode) else [value]
            for mapping in merged:
                if isinstance(mapping, MappingNode):
                    yield from ((k, v) for k, v in _items(mapping) if k.value not in own)


def _scalar(node: Node) -> Any:
    text: str = node.value
    if isinstance(node, ScalarNode) and node.style is not None:  # quoted or block: a text as it stands
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text) and len(text) <= 15:  # longer ones are order numbers, not quantities
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


def _child(node: Node | None, step: str | int) -> tuple[int, Node] | None:
    if isinstance(node, MappingNode):
        return next(((_line(key), value) for key, value in _items(node) if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return _line(node.value[step]), node.value[step]
    return None


def _texts(node: Node | None, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(node, ScalarNode):
        yield path, node.value
    elif isinstance(node, MappingNode):
        for key, value in _items(node):
            yield from _texts(value, (*path, key.value))
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            yield from _texts(item, (*path, index))


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _spoken(step: str | int) -> str:
    return f"第{step + 1}项" if isinstance(step, int) else step


def _shown(node: Node | None) -> str:
    if isinstance(node, ScalarNode):
        return shorten(node.value) or "（空）"
    if isinstance(node, MappingNode):
        keys = "、".join(_shown(key) for key, _ in node.value[:5])
        return f"若干键（{keys}…）" if len(node.value) > 5 else f"键 {keys}" if keys else "（空）"
    return f"{len(node.value)} 项的列表" if node is not None else "（空）"
