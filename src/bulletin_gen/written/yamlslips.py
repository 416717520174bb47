"""What goes wrong when people write YAML by hand, and how it is said: syntax, full-width signs, doubled keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, error
from bulletin_gen.written.yamlnodes import DEEPEST, MappingNode, Node, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

#: How messages call a place where nothing stands.
EMPTY = "（空）"

_MOST_VALUES = 200_000  # far past any profile; aliases of aliases would grow without bound
#: A line whose key is followed by a full-width colon, or by a colon without a blank.
_WRONG_COLON = late(r"^\s*(?:-\s+)?[^\s:：#'\"{\[]+(?:：|:(?=[^\s:/\\]))")
_FULL_QUOTES = late(r"“[^“”]*”|‘[^‘’]*’|＂.*＂|＇.*＇", re.DOTALL)
_BEFORE_LAST = 2


def shorten(text: str, most: int = 40) -> str:
    """One line of at most ``most`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def shown(node: Node | None) -> str:
    """What stands at a node, short, for messages."""
    if isinstance(node, ScalarNode):
        return shorten(node.spoken) or EMPTY
    if isinstance(node, MappingNode):
        keys = "、".join(shown(key) for key, _ in node.value[:5])
        return f"若干键（{keys}…）" if len(node.value) > 5 else f"键 {keys}" if keys else EMPTY
    return f"{len(node.value)} 项的列表" if node is not None else EMPTY


def colon_advice(text: str) -> str:
    """What to do about the colon after the key of a line, or "" when it seems right."""
    if not (found := _WRONG_COLON.match(text)):
        return ""
    if found.group().endswith("："):
        return "键后面的全角冒号“：”改成半角冒号“:”，冒号后空一格"
    return "键后面的冒号之后要空一格"


def syntax_issue(reason: MarkedYAMLError, label: str, lines: Sequence[str]) -> Issue:
    """The parser's complaint in Chinese, at the line that a person would mend."""
    problem = f"{reason.context or ''} {reason.problem or ''}"
    line = min(_marked_line(reason, problem), max(len(lines), 1))
    for near in (line, line - 1):
        text = lines[near - 1] if near >= 1 else ""
        if said := _visible_slip(text):
            return _syntax(label, near, text, *said)
    return _syntax(label, line, lines[line - 1], *_explained(problem))


def _marked_line(reason: MarkedYAMLError, problem: str) -> int:
    # What is left open is mended where it was opened, not where the parser noticed.
    opened = any(word in problem for word in ("quoted scalar", "flow ", "simple key"))
    marks = (reason.context_mark, reason.problem_mark) if opened else (reason.problem_mark, reason.context_mark)
    return next((mark.line + 1 for mark in marks if mark), 1)


def _visible_slip(text: str) -> tuple[str, str] | None:
    if "\t" in text:
        return "缩进和空白只用空格，不用 Tab 键", "把这一行的 Tab 换成空格"
    if advice := colon_advice(text):
        return "“键: 值”用半角冒号，冒号后空一格", advice
    if re.search(r":\s*\{\{", text):
        return "以 {{ }} 开头的文字整个加引号", '写成 "{{ … }}…"'
    if re.search(r"\{[^{}]*[^\s:：,{}\[\]\"'][^{}\"']*\{[\u4e00-\u9fff]+\}", text):
        return "文字里有花括号的（如 {期间}），整段文字加引号", '写成 标题: "…{期间}…"'
    if "，" in text and re.search(r"[\[{]", text):
        return "各项用半角逗号隔开", "把全角逗号“，”改成半角逗号“,”；文字里的逗号给整段文字加引号"
    return None


def _syntax(label: str, line: int, text: str, expected: str, advice: str) -> Issue:
    place = Place(label, row=line)
    return error("yaml.syntax", "YAML 写法有误", place, found=shorten(text), expected=expected, advice=advice)


#: Pieces of the parser's messages → what is right, what to do.
_EXPLANATIONS: tuple[tuple[str, str, str], ...] = (
    ("maximum depth", f"嵌套不超过 {DEEPEST} 层", "检查括号是否写多了"),
    ("escape", "双引号里的反斜杠 \\ 写两个", "把反斜杠写成两个，或改用单引号"),
    ("quoted scalar", "引号成对", "补上缺少的引号，或删去多余的引号"),
    ("flow sequence", "[ ] 成对，各项用半角逗号隔开", "补上缺少的 ] 或逗号"),
    ("flow mapping", "{ } 成对，各项用半角逗号隔开", "补上缺少的 } 或逗号"),
    ("undefined alias", "* 引用的名称先用 & 定义", "星号开头的文字请加引号"),
    ("single document", "一个文件只有一份内容", "删去中间的 --- 行"),
    ("block scalar", "| 或 > 之后另起一行写文字", "把文字移到下一行，多缩进两格"),
    ("anchor", "& 开头的文字加引号", "给这一项的文字加上引号"),
    ("tag", "! 开头的文字加引号", "给这一项的文字加上引号"),
    ("cannot start any token", "% @ ` 等符号开头的文字加引号", "给这一项的文字加上引号"),
    ("'<scalar>'", "引号包住整段文字，同一层左边对齐", "检查引号后面是否还有文字、缩进是否对齐"),
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


def node_issues(root: Node | None, label: str) -> Iterator[Issue]:
    """What a parsed file must not have: doubled keys, endless aliases, texts that YAML or a person misread."""
    seen: Counter[int] = Counter()
    anchored: dict[int, Node] = {}
    for node, ancestors in _nodes(root):
        seen[id(node)] += 1
        if seen.total() > _MOST_VALUES or id(node) in ancestors:
            place = Place(label, row=node.line)
            yield error("yaml.alias", "& 和 * 的引用没有尽头", place, advice="不要让引用套引用")
            return
        if seen[id(node)] == 1:
            yield from _own_issues(node, label)
            anchored.update({id(node): node} if node.anchor else {})
    for key, node in anchored.items():
        if seen[key] < _BEFORE_LAST:
            place = Place(label, row=node.line)
            yield error(
                "yaml.anchor", "& 开头的文字没有加引号", place, found=f"&{node.anchor}", advice="给文字加上引号"
            )


def doubled_keys(root: Node | None, label: str) -> Iterator[Issue]:
    """Keys that stand twice in one mapping, once in each language."""
    for node, _ in _nodes(root):
        if isinstance(node, MappingNode):
            yield from _key_issues(node, label)


def _own_issues(node: Node, label: str) -> Iterator[Issue]:
    if isinstance(node, MappingNode):
        yield from _key_issues(node, label)
    elif isinstance(node, ScalarNode):
        yield from _text_issues(node, label)
    elif isinstance(node, SequenceNode) and node.flow:
        for item in node.value:
            if isinstance(item, ScalarNode) and item.plain and "，" in item.value:
                yield _misread(item, label, "列表里用了全角逗号", "用半角逗号“,”隔开各项；文字里的逗号给整段文字加引号")


def _text_issues(node: ScalarNode, label: str) -> Iterator[Issue]:
    if node.tag:
        yield _misread(node, label, "! 开头的文字没有加引号", "给文字加上引号", f"{node.tag} {node.value}")
    if node.plain and _FULL_QUOTES.fullmatch(node.value):
        yield _misread(node, label, "用了全角引号", "改成半角引号，或删去；要印出引号时写成 '“…”'")
    if node.plain and node.value[:1] in ("［", "｛"):
        yield _misread(node, label, "用了全角括号", "改成半角的 [ ] 或 { }")


def _misread(node: ScalarNode, label: str, kind: str, advice: str, found: str = "") -> Issue:
    place = Place(label, row=node.line)
    return error("yaml.misread", kind, place, found=shorten(found or node.value), advice=advice)


def _nodes(root: Node | None) -> Iterator[tuple[Node, frozenset[int]]]:
    waiting = [(root, frozenset[int]())] if root is not None else []
    while waiting:
        node, ancestors = waiting.pop()
        yield node, ancestors
        inside = ancestors | {id(node)}
        if isinstance(node, MappingNode):
            waiting.extend((value, inside) for _, value in reversed(node.value))
        elif isinstance(node, SequenceNode):
            waiting.extend((child, inside) for child in reversed(node.value))


def _key_issues(node: MappingNode, label: str) -> Iterator[Issue]:
    first: dict[str, tuple[int, str]] = {}
    for key, _ in node.value:
        place = Place(label, row=key.line, key=shown(key))
        if not isinstance(key, ScalarNode):
            advice = "含 {{ }} 的文字整个加引号；否则检查这一行的括号和冒号"
            yield error("yaml.key", "键不是文字", place, expected="键是一个名称", advice=advice)
        elif key.value in first:
            line, spoken = first[key.value]
            other = "" if spoken == key.spoken else f"（写作“{spoken}”，是同一个键）"
            found = f"“{key.spoken}”已在第{line}行写过{other}"
            yield error("yaml.duplicate", "同一层有重复的键", place, found=found, advice="留下一个，删去另一个")
        else:
            first[key.value] = (key.line, key.spoken)
