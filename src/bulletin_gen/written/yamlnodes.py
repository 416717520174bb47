"""The nodes of a YAML file, each with its line, read by one of two parsers.

libyaml reads what is plain in a twentieth of the time; whatever it refuses, and whatever the two are known to read
differently, is for ruamel.yaml, whose complaints are the ones that ``yamlslips`` explains to people.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from msgspec import Struct, field

from bulletin_gen.leaves.frugal import late

#: How deep values may be nested.
DEEPEST = 40

#: Where the two are known to differ: characters that YAML 1.1 takes for breaks; block texts, directives and marks
#: between documents, where libyaml lets pass what ruamel.yaml complains of.
_UNSURE = late("[\t\x85\u2028\u2029\ufeff]|[|>][-+0-9]*[ ]*(?:#.*)?$|^(?:%|---|\\.\\.\\.)", re.MULTILINE)


class ScalarNode(Struct, frozen=True, eq=False):
    """A single value as it is written. ``plain``: without quotes; ``line`` from 1; ``tag`` only when one is written;
    ``written``: the word that stands in the file where ``value`` is a translation of it."""

    value: str
    line: int
    plain: bool
    tag: str = ""
    anchor: str = ""
    written: str = ""

    @property
    def spoken(self) -> str:
        """The word that stands in the file."""
        return self.written or self.value


class SequenceNode(Struct, frozen=True, eq=False):
    """A list. ``flow``: in brackets."""

    line: int
    flow: bool
    anchor: str = ""
    value: list[Node] = field(default_factory=list)


class MappingNode(Struct, frozen=True, eq=False):
    """Keys and values in the order in which they are written."""

    line: int
    anchor: str = ""
    value: list[tuple[Node, Node]] = field(default_factory=list)


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode


def read_plain(text: str) -> Node | None:
    """The root by libyaml; None where it is not sure that ruamel.yaml would say the same."""
    import yaml

    if _UNSURE.search(text) or not yaml.__with_libyaml__:
        return None
    try:
        return _root(yaml.parse(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError):
        return None  # ruamel.yaml says what is wrong


def _root(events: Iterable[Any]) -> Node | None:
    """The one document of a stream of events; None when it nests too deep or repeats what it has not named."""
    named: dict[str, Node] = {}
    held: list[Node] = []
    within: list[tuple[SequenceNode | MappingNode, list[Node]]] = []  # what is open, and what its holder holds
    for event in events:
        kind = type(event).__name__
        if kind == "AliasEvent":
            if event.anchor not in named or len(within) > DEEPEST:
                return None
            held.append(named[event.anchor])
        elif kind in _NODE_EVENTS:
            node = _NODE_EVENTS[kind](event)
            if node is None or len(within) > DEEPEST:
                return None
            held.append(node)
            if event.anchor:
                named[event.anchor] = node
            if not isinstance(node, ScalarNode):
                within.append((node, held))
                held = []
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            closed, holder = within.pop()
            if isinstance(closed, SequenceNode):
                closed.value.extend(held)
            else:
                closed.value.extend(zip(held[::2], held[1::2], strict=True))
            held = holder
    return held[0] if len(held) == 1 else None


def _scalar(event: Any) -> ScalarNode | None:
    # A single ! is resolved by rules of its own.
    if event.tag == "!":
        return None
    return ScalarNode(event.value, event.start_mark.line + 1, not event.style, _own_tag(event.tag), event.anchor or "")


def _own_tag(tag: str | None) -> str:
    return "" if tag is None or tag.startswith("tag:yaml.org") else tag


_NODE_EVENTS: dict[str, Callable[[Any], Node | None]] = {
    "ScalarEvent": _scalar,
    "SequenceStartEvent": lambda event: SequenceNode(
        event.start_mark.line + 1, bool(event.flow_style), event.anchor or ""
    ),
    "MappingStartEvent": lambda event: MappingNode(event.start_mark.line + 1, event.anchor or ""),
}


def read_any(text: str) -> Node | None:
    """The root by ruamel.yaml, None for an empty file. Raises its errors."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import ReusedAnchorWarning

    loader = YAML(typ="safe", pure=True)
    loader.max_depth = DEEPEST
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReusedAnchorWarning)
        root = loader.compose(text)
    return None if root is None else _Copy().of(root)


class _Copy:
    """ruamel.yaml's nodes as ours; a node that an alias repeats stays one node, even within itself."""

    def __init__(self) -> None:
        self._made: dict[int, Node] = {}

    def of(self, node: Any) -> Node:
        """The node and all below it."""
        return self._made.get(id(node)) or self._new(node)

    def _new(self, node: Any) -> Node:
        line, anchor = node.start_mark.line + 1, node.anchor or ""
        made: Node
        if node.id == "scalar":
            made = ScalarNode(node.value, line, node.style is None, _own_tag(str(node.tag)), anchor)
            self._made[id(node)] = made
        elif node.id == "sequence":
            made = self._made[id(node)] = SequenceNode(line, bool(node.flow_style), anchor)
            made.value.extend(self.of(item) for item in node.value)
        else:
            made = self._made[id(node)] = MappingNode(line, anchor)
            made.value.extend((self.of(key), self.of(value)) for key, value in node.value)
        return made
