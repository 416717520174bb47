"""The words of a file that is written in Chinese: what they stand for, and how what is added to it is spelled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, get_args, get_origin

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel

from bulletin_gen.written.annotations import fields_of, fixed_values, is_model, opened
from bulletin_gen.written.yamlfile import FileSpelling, KeyPath, child_of
from bulletin_gen.written.yamlnodes import MappingNode, Node, ScalarNode


class TermPlace(Struct, frozen=True):
    """Where a word stands: the model and key that hold it; of a mapping's value, the entry's key."""

    model: str
    key: str
    entry: str = ""


#: A word and where it stands → what it stands for there; the word itself where it stands for nothing else.
Word: TypeAlias = Callable[[TermPlace, str], str]


class Terms(Struct, frozen=True):
    """``keys``: of a model, Chinese spelling → key. ``choices``: of a key and its allowed values, Chinese spelling →
    value. ``name``: of a text that names something, in the value of a key; ``entry``: the same of a mapping's keys.
    ``spoken``: a message in Chinese words. ``spellings``: of an inner word, how it is spelled wherever it may stand.
    ``carrying``: mappings whose parts know the entry that they stand under."""

    keys: Callable[[type[BaseModel]], Mapping[str, str]]
    choices: Callable[[TermPlace, tuple[str, ...]], Mapping[str, str]]
    name: Word
    entry: Word
    spoken: Callable[[str], str]
    spellings: Callable[[str], Iterable[str]]
    carrying: frozenset[tuple[str, str]] = frozenset()

    def part(self, node: MappingNode | None, kinds: list[Any]) -> type[BaseModel] | None:
        """The model of which a mapping is one; None where it holds entries under names of their own."""
        held = [kind for kind in opened(entries_of(kinds)) if is_model(kind)]
        own = [kind for kind in kinds if is_model(kind)]
        return next((model for model in (*own, *held) if model in own or (node and self._is_short(node, model))), None)

    def _is_short(self, node: MappingNode, model: type[BaseModel]) -> bool:
        """Whether a mapping that may hold several of a model is one itself: one score for all groups."""
        known = {*self.keys(model), *fields_of(model)}
        keys = [key.value for key, _ in node.value if isinstance(key, ScalarNode) and key.value != "<<"]
        return bool(keys) and all(key in known for key in keys)

    def inner_place(self, where: TermPlace, model: type[BaseModel], key: str) -> TermPlace:
        """Where the value of a model's key stands, the model itself standing at ``where``."""
        return TermPlace(model.__name__, key, where.entry if (where.model, where.key) in self.carrying else "")

    def meant(self, where: TermPlace, kinds: list[Any], word: str) -> str:
        """What a single word means in a place of these types."""
        choices = choices_of(kinds)
        spelled = self.choices(where, choices) if choices else {}
        if word in spelled and word not in choices:
            return spelled[word]
        return word if choices and str not in kinds else self.name(where, word)


def entries_of(kinds: list[Any]) -> Any:
    """What the entries of a mapping may be; None where there can be none."""
    return next((get_args(kind)[1] for kind in kinds if get_origin(kind) is dict), None)


def items_of(kinds: list[Any]) -> Any:
    """What the items of a list may be."""
    return next((get_args(kind)[0] for kind in kinds if get_origin(kind) is tuple), str)


def choices_of(kinds: list[Any]) -> tuple[str, ...]:
    """The fixed words among which a value is chosen."""
    return tuple(each for kind in kinds for each in (["true", "false"] if kind is bool else fixed_values(kind)))


def kind_of(model: type[BaseModel], key: str) -> Any:
    """What may stand under a key. Under one that the model does not know: where it has one mapping of parts, a part of
    these may be written without that mapping's key (a base of comparison by its name)."""
    fields = fields_of(model)
    held = [get_args(kind)[1] for kind in fields.values() if get_origin(kind) is dict and is_model(get_args(kind)[1])]
    return fields.get(key) or (held[0] if len(held) == 1 else None)


class _Spot(Struct, frozen=True):
    """A place of the file: what stands there, if anything does, and what may."""

    node: Node | None
    kinds: list[Any]
    where: TermPlace


class Speller(FileSpelling, frozen=True):
    """The spelling of a file of ``model`` that was read by ``terms``; ``root`` in the inner vocabulary. ``chinese``:
    what is not there yet is spelled in Chinese."""

    root: Node | None
    model: type[BaseModel]
    terms: Terms
    chinese: bool

    def path(self, path: KeyPath) -> KeyPath:
        """``path``, its steps as the file spells them; those that it does not have as it would."""
        spot, steps = self._start(), list[str | int]()
        for step in path:
            spot, spelled = self._step(spot, step)
            steps.append(spelled)
        return steps

    def key(self, model: type[BaseModel], key: str) -> str:
        """How the file spells a key of ``model``: in the first of its Chinese spellings, or as it is called within."""
        return self._keys(model).get(key, key)

    def _keys(self, model: type[BaseModel]) -> Mapping[str, str]:
        return {key: word for word, key in reversed([*self.terms.keys(model).items()])} if self.chinese else {}

    def value(self, path: KeyPath, value: Any) -> Any:
        """``value`` as it is to be written at ``path``, the keys of mappings too."""
        if isinstance(value, Mapping):
            return {str(self.path([*path, key])[-1]): self.value([*path, key], each) for key, each in value.items()}
        if isinstance(value, (list, tuple)) and any(isinstance(each, Mapping) for each in value):
            return [self.value([*path, place], each) for place, each in enumerate(value)]
        if not self.chinese or not isinstance(value, (str, list, tuple)):
            return self._flag(path, value) if self.chinese and isinstance(value, bool) else value
        spot = self._at(path)
        if isinstance(value, str):
            return self._spelled(spot, value)
        inner = replace(spot, kinds=opened(items_of(spot.kinds)))
        return [self._spelled(inner, each) if isinstance(each, str) else each for each in value]

    def _flag(self, path: KeyPath, value: bool) -> str | bool:
        word = "true" if value else "false"
        spelled = self._spelled(self._at(path), word)
        return value if spelled == word else spelled

    def inner(self, path: KeyPath, text: str) -> str:
        """What ``text``, typed by somebody for ``path`` in either spelling, is called within."""
        spot = self._at(path)
        return self.terms.meant(spot.where, [*spot.kinds, *opened(items_of(spot.kinds))], text)

    def _start(self) -> _Spot:
        return _Spot(self.root, [self.model], TermPlace("", ""))

    def _at(self, path: KeyPath) -> _Spot:
        spot = self._start()
        for step in path:
            spot, _ = self._step(spot, step)
        return spot

    def _step(self, spot: _Spot, step: str | int) -> tuple[_Spot, str | int]:
        found = child_of(spot.node, step)
        node, spelled = (found[1], found[2]) if found else (None, "")
        if isinstance(step, int):
            return _Spot(node, opened(items_of(spot.kinds)), spot.where), step
        model = self.terms.part(spot.node if isinstance(spot.node, MappingNode) else None, spot.kinds)
        if model is None:
            inner = _Spot(node, opened(entries_of(spot.kinds)), replace(spot.where, entry=step))
            return inner, spelled or self._new(step, lambda word: self.terms.entry(spot.where, word))
        place = self.terms.inner_place(spot.where, model, step)
        return _Spot(node, opened(kind_of(model, step)), place), spelled or self.key(model, step)

    def _spelled(self, spot: _Spot, word: str) -> str:
        choices = choices_of(spot.kinds)
        if word in choices:
            spelled = self.terms.choices(spot.where, choices)
            return next((each for each, choice in spelled.items() if choice == word), word)
        return self._new(word, lambda each: self.terms.meant(spot.where, spot.kinds, each))

    def _new(self, word: str, read: Callable[[str], str]) -> str:
        """The spelling of ``word`` that is read as it in that place; the word itself where there is none."""
        candidates = self.terms.spellings(word) if self.chinese else ()
        return next((each for each in candidates if each != word and read(each) == word), word)
