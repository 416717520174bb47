"""Files written with Chinese keys and values, read as if they were written in the inner vocabulary.

Nodes keep their lines and, for messages, the words as they were written. What no term stands for stays as it is, to be
refused (or taken for a name) by whoever checks the values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar, get_args, get_origin

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.written.annotations import fields_of, fixed_values, is_model, opened
from bulletin_gen.written.yamlfile import YamlFile
from bulletin_gen.written.yamlnodes import MappingNode, Node, ScalarNode, SequenceNode
from bulletin_gen.written.yamlslips import doubled_keys

Holder = TypeVar("Holder", MappingNode, SequenceNode)


class TermPlace(Struct, frozen=True):
    """TermPlace a word stands: the model and key that hold it; of a mapping's value, the entry's key."""

    model: str
    key: str
    entry: str = ""


#: A word and where it stands → what it stands for there; the word itself where it stands for nothing else.
Word: TypeAlias = Callable[[TermPlace, str], str]


class Terms(Struct, frozen=True):
    """``keys``: of a model, Chinese spelling → key. ``choices``: of a key and its allowed values, Chinese spelling →
    value. ``name``: of a text that names something, in the value of a key; ``entry``: the same of a mapping's keys.
    ``spoken``: a message in Chinese words. ``carrying``: mappings whose parts know the entry that they stand under."""

    keys: Callable[[type[BaseModel]], Mapping[str, str]]
    choices: Callable[[TermPlace, tuple[str, ...]], Mapping[str, str]]
    name: Word
    entry: Word
    spoken: Callable[[str], str]
    carrying: frozenset[tuple[str, str]] = frozenset()


def translated(file: YamlFile, model: type[BaseModel], terms: Terms) -> YamlFile:
    """``file`` in the inner vocabulary of ``model``. Raises ``BulletinError`` where a key then stands twice, once in
    each language."""
    if file.root is None:
        return file
    root = _Translator(terms).of(file.root, model, TermPlace("", ""))
    made = replace(file, root=root, spoken=terms.spoken if _is_chinese(root) else file.spoken)
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
            inner = next((get_args(kind)[0] for kind in kinds if get_origin(kind) is tuple), str)
            return _with(node, [self.of(item, inner, where) for item in node.value])
        return self._scalar(node, kinds, where)

    def _mapping(self, node: MappingNode, kinds: list[Any], where: TermPlace) -> Node:
        entries = next((get_args(kind)[1] for kind in kinds if get_origin(kind) is dict), None)
        models = [kind for kind in (*kinds, *(opened(entries) if entries else ())) if is_model(kind)]
        for model in models:
            if model in kinds or self._is_short_for(node, model):
                return self._part(node, model, where)
        pairs: list[tuple[Node, Node]] = []
        for key, value in node.value:
            new = self._entry_key(key, where)
            entry = new.value if isinstance(new, ScalarNode) else ""
            inner = replace(where, entry=entry)
            pairs.append((new, self._merged(value, kinds, where) if _merges(key) else self.of(value, entries, inner)))
        return _with(node, pairs)

    def _is_short_for(self, node: MappingNode, model: type[BaseModel]) -> bool:
        """Whether a mapping that may hold several of a model is one itself: one score for all groups."""
        known = {*self._terms.keys(model), *fields_of(model)}
        keys = [key.value for key, _ in node.value if isinstance(key, ScalarNode) and key.value != "<<"]
        return bool(keys) and all(key in known for key in keys)

    def _part(self, node: MappingNode, model: type[BaseModel], where: TermPlace) -> Node:
        entry = where.entry if (where.model, where.key) in self._terms.carrying else ""
        keys, fields = self._terms.keys(model), fields_of(model)
        pairs: list[tuple[Node, Node]] = []
        for key, value in node.value:
            if _merges(key):
                pairs.append((key, self._merged(value, [model], where)))
                continue
            word = key.value if isinstance(key, ScalarNode) else ""
            name = word if word in fields else keys.get(word, word)
            new = _said(key, name) if isinstance(key, ScalarNode) else key
            kind = fields.get(name) or _of_others(fields)
            pairs.append((new, self.of(value, kind, TermPlace(model.__name__, name, entry))))
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
        choices = tuple(choice for kind in kinds for choice in _choices(kind))
        spelled = self._terms.choices(where, choices) if choices else {}
        if node.value in spelled and node.value not in choices:
            return _said(node, spelled[node.value], plain=True)
        if choices and str not in kinds:
            return node
        word = self._terms.name(where, node.value)
        return _said(node, word, plain=node.plain or word in ("true", "false"))


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


def _choices(kind: Any) -> list[str]:
    return ["true", "false"] if kind is bool else fixed_values(kind)


def _of_others(fields: Mapping[str, Any]) -> Any:
    """What stands under a key that a model does not know: where it has one mapping of parts, a part of these may be
    written without that mapping's key (a base of comparison by its name)."""
    held = [get_args(kind)[1] for kind in fields.values() if get_origin(kind) is dict and is_model(get_args(kind)[1])]
    return held[0] if len(held) == 1 else None
