"""A profile's text with Chinese keys and fixed values in place of the English ones: the inverse of reading it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from pydantic import BaseModel
from yaml.nodes import MappingNode, Node, SequenceNode

from bulletin_gen.learning.writing.spelled import in_chinese
from bulletin_gen.written.yamledit import written
from bulletin_gen.written.yamlfile import parse_yaml


def text_in_chinese(text: str, model: type[BaseModel]) -> str:
    """``text`` with the words themselves replaced: comments, order and layout stay."""
    data = parse_yaml(text, "file").data
    words = dict(_words(yaml.compose(text, Loader=yaml.SafeLoader), data, in_chinese(data, model)))
    for (start, end), word in sorted(words.items(), reverse=True):
        text = text[:start] + written(word) + text[end:]
    return text


def _words(node: Node, old: Any, new: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """Where in the text each word stands that has another spelling, and that."""
    if isinstance(node, MappingNode):
        spelled = dict(zip(old, new.items(), strict=True))
        for key, value in node.value:
            if key.value != "<<":
                if spelled[key.value][0] != key.value:
                    yield (key.start_mark.index, key.end_mark.index), spelled[key.value][0]
                yield from _words(value, old[key.value], spelled[key.value][1])
    elif isinstance(node, SequenceNode):
        for item, before, after in zip(node.value, old, new, strict=True):
            yield from _words(item, before, after)
    elif new != old:
        yield (node.start_mark.index, node.end_mark.index), new
