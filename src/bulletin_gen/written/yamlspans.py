"""Where the parts of a YAML text stand: each entry and item from its first character to its last."""

from __future__ import annotations

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from bulletin_gen.leaves.frugal import late

#: A name behind * that stands for something above, with what comes before it.
_SPOKEN_OF = late(r"(?:[\s,:\[-]|#[^\n]*\n)*(\*[^\s,\[\]{}]+)")


def root_of(text: str) -> Node | None:
    """The nodes of a text with their marks; None of an empty one. Raises PyYAML's errors."""
    # libyaml counts the same characters, but for a mark at the beginning of the file.
    quick = yaml.__with_libyaml__ and not text.startswith("\ufeff")
    node: Node | None = yaml.compose(text, Loader=yaml.CSafeLoader if quick else yaml.SafeLoader)
    return node


def child_at(node: Node | None, step: str | int) -> Node | None:
    """What one step leads to; None where there is nothing."""
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and -1 < step < len(node.value):
        found: Node = node.value[step]
        return found
    return None


def end_of(text: str, node: Node) -> int:
    """Where the last character of a node stands; a block's own mark is behind the comments that follow it."""
    if isinstance(node, (MappingNode, SequenceNode)) and node.value and not node.flow_style:
        return spans_of(text, node)[-1][1]
    start, end = node.start_mark.index, node.end_mark.index
    return int(start + len(text[start:end].rstrip()))


def spans_of(text: str, holder: MappingNode | SequenceNode) -> list[tuple[int, int]]:
    """Where each entry or item begins and ends. What is spoken of by * has the marks of what it speaks of, which
    stands before it: then the end of its name is the end."""
    spans, at = list[tuple[int, int]](), int(holder.start_mark.index)
    for each in holder.value:
        start = int(each[0].start_mark.index if isinstance(each, tuple) else each.start_mark.index)
        value = each[1] if isinstance(each, tuple) else each
        before = int(each[0].end_mark.index) if isinstance(each, tuple) else at
        if value.start_mark.index >= before:
            end = max(before if isinstance(each, tuple) else start, end_of(text, value))
        else:
            found = _SPOKEN_OF.match(text, before)
            end = found.end() if found else before
            start = start if isinstance(each, tuple) or not found else found.start(1)
        spans.append((start, end))
        at = end
    return spans
