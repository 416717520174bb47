"""YAML files that people write: values with the line each one stands on, or issues that say what is wrong where.

Only plain data is read: texts, whole numbers, exact decimals, true and false, lists, mappings. Keys are texts.
Dates stay texts, for the models to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error, stop
from bulletin_gen.written.yamlnodes import MappingNode, Node, ScalarNode, SequenceNode, read_any, read_plain
from bulletin_gen.written.yamlslips import EMPTY, colon_advice, node_issues, shorten, shown, syntax_issue

__all__ = [
    "EMPTY", "PLACEHOLDER", "KeyPath", "FileSpelling", "YamlFile", "child_of", "parse_yaml", "place_at", "shorten",
]  # fmt: skip

KeyPath: TypeAlias = Sequence[str | int]

#: What a county folder says where a person still has to write something.
PLACEHOLDER = "〔请填写"

_ARROW = " → "
_WHOLE = late(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = late(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    spelling: word == "true" for word in ("true", "false") for spelling in (word, word.title(), word.upper())
}


class FileSpelling(Struct, frozen=True):
    """How keys and values are spelled in a file; here as they are called within."""

    def path(self, path: KeyPath) -> KeyPath:
        """``path``, its steps as the file spells them; those that it does not have as it would."""
        return path

    def key(self, model: Any, key: str) -> str:
        """How the file spells a key of ``model``."""
        return key

    def value(self, path: KeyPath, value: Any) -> Any:
        """``value`` as it is to be written at ``path``."""
        return value

    def inner(self, path: KeyPath, text: str) -> str:
        """What ``text``, typed by somebody for ``path`` in either spelling, is called within."""
        return text


class YamlFile(Struct, frozen=True, dict=True):
    """A parsed file: ``data`` as plain values, and the places of all of them. ``spoken`` says the keys and values of a
    message in the language of the file, ``spelling`` a path and a value that is to be written into it."""

    label: str
    lines: tuple[str, ...]
    root: Node | None
    spoken: Callable[[str], str] = str
    spelling: FileSpelling = FileSpelling()

    @cached_property
    def data(self) -> Any:
        """The values; an empty file is an empty mapping."""
        return {} if self.root is None else _value(self.root)

    def place(self, path: KeyPath = ()) -> Place:
        """File, line and key path of what ``path`` leads to; steps that the file does not have are passed over."""
        node, line, keys = self.root, 1, []
        for step in path:
            found = child_of(node, step)
            if found:
                line, node, said = found
                keys.append(said)
        return Place(self.label, row=line, key=_ARROW.join(keys))

    def missing(self, path: KeyPath) -> Place:
        """Like ``place`` for a last step that is not there: the line is that of what should hold it."""
        holder = self.place(path[:-1])
        keys = [holder.key, _spoken(path[-1])]
        return Place(self.label, row=holder.row, key=_ARROW.join(key for key in keys if key))

    def written(self, path: KeyPath) -> str:
        """What stands at ``path``, short, for messages."""
        node = self.root
        for step in path:
            found = child_of(node, step)
            node = found[1] if found else node
        return shown(node)

    def word(self, path: KeyPath) -> str:
        """The word that stands at ``path`` in place of the inner one; empty where it is that itself, or no word."""
        node = self.root
        for step in path:
            found = child_of(node, step)
            node = found[1] if found else None
        return node.written if isinstance(node, ScalarNode) else ""

    def colon_hint(self, line: int | None) -> str:
        """Advice when that line seems to have a wrong colon, else empty."""
        text = self.lines[line - 1] if line and line <= len(self.lines) else ""
        return colon_advice(text)

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
    problems = [*node_issues(file.root, label)]
    if problems:
        raise BulletinError(sorted(problems, key=lambda issue: issue.place.row or 0))
    return file


def place_at(label: str, path: KeyPath) -> Place:
    """The place of a path in a file whose lines are not known here: ``score → terms → 第2项``."""
    return Place(label, key=_ARROW.join(map(_spoken, path)), path=tuple(path))


def _composed(text: str, label: str, lines: Sequence[str]) -> Node | None:
    return read_plain(text) or _explained(text, label, lines)


def _explained(text: str, label: str, lines: Sequence[str]) -> Node | None:
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        return read_any(text)
    except ReaderError as reason:
        line = text.count("\n", 0, reason.position) + 1
        found = f"不可见的控制字符 U+{ord(text[reason.position]):04X}"
        raise stop(
            "yaml.character", "文件里有不能用的字符", Place(label, row=line), found=found, advice="删去它"
        ) from reason
    except MarkedYAMLError as reason:
        raise BulletinError([syntax_issue(reason, label, lines)]) from reason
    except (YAMLError, RecursionError, ValueError) as reason:
        raise stop("yaml.syntax", "YAML 写法有误", Place(label), advice="检查缩进、引号和括号") from reason


def _value(node: Node) -> Any:
    if isinstance(node, MappingNode):
        return {key.value: _value(value) for key, value in _items(node)}
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    return _scalar(node)


def _items(node: MappingNode) -> Iterator[tuple[ScalarNode, Node]]:
    # Merge keys (<<) bring in another mapping; what is written here wins over it.
    pairs = [(key, value) for key, value in node.value if isinstance(key, ScalarNode)]  # others are refused before
    own = {key.value for key, _ in pairs}
    for key, value in pairs:
        if key.value != "<<":
            yield key, value
        else:
            merged = value.value if isinstance(value, SequenceNode) else [value]
            for mapping in merged:
                if isinstance(mapping, MappingNode):
                    yield from ((k, v) for k, v in _items(mapping) if k.value not in own)


def _scalar(node: ScalarNode) -> Any:
    text = node.value
    if not node.plain:  # quoted or block: a text as it stands
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text) and len(text) <= 15:  # longer ones are order numbers, not quantities
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


def child_of(node: Node | None, step: str | int) -> tuple[int, Node, str] | None:
    """Line and value of what one step leads to, and the step as it is written."""
    if isinstance(node, MappingNode):
        return next(((key.line, value, key.spoken) for key, value in _items(node) if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].line, node.value[step], _spoken(step)
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


def _spoken(step: str | int) -> str:
    return f"第{step + 1}项" if isinstance(step, int) else step
