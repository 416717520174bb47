"""Files written with Chinese keys and values, read as if they were written in the inner vocabulary.

Nodes keep their lines and, for messages, the words as they were written. What no term stands for stays as it is, to be
refused (or taken for a name) by whoever checks the values.
"""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec.structs import replace
from pydantic import BaseModel

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.written.annotations import fields_of, opened
from bulletin_gen.written.spelling import Speller, TermPlace, Terms, choices_of, entries_of, items_of, kind_of
from bulletin_gen.written.yamlfile import YamlFile
from bulletin_gen.written.yamlnodes import MappingNode, Node, ScalarNode, SequenceNode
from bulletin_gen.written.yamlslips import doubled_keys

Holder = TypeVar("Holder", MappingNode, SequenceNode)


def translated(file: YamlFile, model: type[BaseModel], terms: Terms) -> YamlFile:
    """``file`` in the inner vocabulary of ``model``. Raises ``BulletinError`` where a key then stands twice, once in
    each language."""
    if file.root is None:
        return file
    root = _Translator(terms).of(file.root, model, TermPlace("", ""))
    chinese = _is_chinese(root)
    spelling = Speller(root, model, terms, chinese)
    made = replace(file, root=root, spoken=terms.spoken if chinese else file.spoken, spelling=spelling)
    if problems := list(doubled_keys(made.root, file.label)):
        raise BulletinError(problems)
    return made


def _is_chinese(root: Node) -> bool:
    """Whether a file's uppermost keys are written in Chinese."""
    return isinstance(root, MappingNode) and any(isinstance(key, ScalarNode) and key.written for key, _ in root.value)


class _Translator:
    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def of(self, node: Node, annotation: Any, where: TermPlace) -> Node:
        """The node and all below it, for a place of that type."""
        kinds = opened(annotation)
        if isinstance(node, MappingNode):
            return self._mapping(node, kinds, where)
        if isinstance(node, SequenceNode):
            inner = items_of(kinds)
            return _with(node, [self.of(item, inner, where) for item in node.value])
        return self._scalar(node, kinds, where)

    def _mapping(self, node: MappingNode, kinds: list[Any], where: TermPlace) -> Node:
        model, entries = self._terms.part(node, kinds), entries_of(kinds)
        if model is not None:
            return self._part(node, model, where)
        pairs: list[tuple[Node, Node]] = []
        for key, value in node.value:
            new = self._entry_key(key, where)
            entry = new.value if isinstance(new, ScalarNode) else ""
            inner = replace(where, entry=entry)
            pairs.append((new, self._merged(value, kinds, where) if _merges(key) else self.of(value, entries, inner)))
        return _with(node, pairs)

    def _part(self, node: MappingNode, model: type[BaseModel], where: TermPlace) -> Node:
        keys, fields = self._terms.keys(model), fields_of(model)
        pairs: list[tuple[Node, Node]] = []
        for key, value in node.value:
            if _merges(key):
                pairs.append((key, self._merged(value, [model], where)))
                continue
            word = key.value if isinstance(key, ScalarNode) else ""
            name = word if word in fields else keys.get(word, word)
            new = _said(key, name) if isinstance(key, ScalarNode) else key
            place = self._terms.inner_place(where, model, name)
            pairs.append((new, self.of(value, kind_of(model, name), place)))
        return _with(node, pairs)

    def _merged(self, value: Node, kinds: list[Any], where: TermPlace) -> Node:
        """What a merge key (<<) brings in: another mapping of the same place, or several."""
        if isinstance(value, SequenceNode):
            return _with(value, [self._merged(item, kinds, where) for item in value.value])
        return self._mapping(value, kinds, where) if isinstance(value, MappingNode) else value

    def _entry_key(self, key: Node, where: TermPlace) -> Node:
        if not isinstance(key, ScalarNode) or _merges(key):
            return key
        return _said(key, self._terms.entry(where, key.value))

    def _scalar(self, node: ScalarNode, kinds: list[Any], where: TermPlace) -> Node:
        word = self._terms.meant(where, kinds, node.value)
        chosen = word != node.value and word in choices_of(kinds)
        return _said(node, word, plain=node.plain or chosen or word in ("true", "false"))


def _merges(key: Node) -> bool:
    return isinstance(key, ScalarNode) and key.value == "<<"


def _with(node: Holder, value: list[Any]) -> Holder:
    made: Holder = replace(node, value=value)
    return made


def _said(node: ScalarNode, value: str, *, plain: bool | None = None) -> ScalarNode:
    if value == node.value:
        return node
    made: ScalarNode = replace(node, value=value, plain=node.plain if plain is None else plain, written=node.value)
    return made
