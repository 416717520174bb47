"""One value of a YAML file changed in place: every other character, comment and line end stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.written.yamlfile import KeyPath, YamlFile, parse_yaml
from bulletin_gen.written.yamlspans import child_at, end_of, root_of, spans_of

Single: TypeAlias = str | int | Decimal | bool
#: What may be put at a place of a file; None takes away what is there.
Value: TypeAlias = Single | Sequence["Value"] | Mapping[str, "Value"] | None

_NUMBER = late(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_PLAIN = late(r"\w[\w（）、。，“”《》〔〕〈〉—…./%+ -]*")
_ANCHOR = late(r"&\S+\s+")
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"))


Read: TypeAlias = Callable[[str, str], YamlFile]


def with_value(text: str, path: KeyPath, value: Value, label: str = "profile.yaml", read: Read = parse_yaml) -> str:
    """``text`` with ``value`` at ``path``; keys that are not there are made, None removes the key. ``read`` makes a
    file of a text: path and value are in its inner words, and are written as that file spells them.

    Raises ``BulletinError`` where the file cannot be read, or cannot be changed in this way: then Notepad must do it.
    """
    before = read(text, label)  # what people should mend is said in their words
    place = before.spelling.path(path)
    changed = (
        _removed(text, place) if value is None else _changed(text, place, written(before.spelling.value(path, value)))
    )
    if changed is None or not _says(changed, _meant(before.data, path, value), label, read):
        raise stop(
            "desk.yaml", "这一处没有改成", Place(label), found=" → ".join(map(str, place)),
            advice="用记事本打开这个文件，在那一处自己改",
        )  # fmt: skip
    return changed


def without_values(text: str, paths: Sequence[KeyPath], label: str = "profile.yaml", read: Read = parse_yaml) -> str:
    """``text`` without what stands at ``paths``, the later items of a list before the earlier. What is named by & and
    stands in several places goes once, where all of them are among the paths. ``read`` as for ``with_value``.

    Raises ``BulletinError`` like ``with_value``.
    """
    file = read(text, label)
    meant, spelled = file.data, [file.spelling.path(path) for path in paths]
    root, places = root_of(text), dict[tuple[int, int], KeyPath]()
    for path, written_path in zip(paths, spelled, strict=True):
        meant = _meant(meant, path, None)
        if (place := _place_of(root, written_path)) is not None:
            places.setdefault(place, written_path)
    changed = _all_removed(text, [path for _, path in sorted(places.items(), reverse=True)])
    if changed is None or not _says(changed, meant, label, read) or (file.data == meant and paths):
        found = "、".join(" → ".join(map(str, path)) for path in spelled[:5])
        raise stop("desk.yaml", "这些地方没有去成", Place(label), found=found, advice="用记事本打开这个文件，自己删去")
    return changed


def _all_removed(text: str, paths: Sequence[KeyPath]) -> str | None:
    """``text`` without ``paths``, one after another; None where something else speaks by * of what would go."""
    try:
        for path in paths:
            text = _removed(text, path) or text
    except yaml.YAMLError:
        return None
    return text


def _place_of(root: Node | None, path: KeyPath) -> tuple[int, int] | None:
    """Where in the text the value at ``path`` stands: its holder's place and its own."""
    holder = root
    for step in path[:-1]:
        holder = child_at(holder, step)
    inner = child_at(holder, path[-1])
    if holder is None or inner is None:
        return None
    return int(inner.start_mark.index), int(holder.start_mark.index)


def written(value: Value) -> str:
    """How a value is written within a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, str):
        return value if _is_plain(value) else _quoted(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{written(key)}: {written(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(written(each) for each in value or ()) + "]"


def number_or_text(text: str) -> Value:
    """What somebody typed into a field: a number where it is written like one."""
    if _NUMBER.fullmatch(text):
        return Decimal(text) if "." in text else int(text)
    return {"true": True, "false": False}.get(text, text)


def _is_plain(text: str) -> bool:
    return (
        bool(_PLAIN.fullmatch(text)) and text.casefold() not in _WORDS and not text[0].isdigit() and text[0] not in "-—"
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "").replace("\n", "\\n")
    return f'"{escaped}"'


def _changed(text: str, path: KeyPath, value: str) -> str | None:
    node, depth = root_of(text), 0
    if node is None:
        return text.rstrip("\n") + ("\n" if text.strip() else "") + _nested(path, value) + "\n"
    while depth < len(path) and (inner := child_at(node, path[depth])) is not None:
        node, depth = inner, depth + 1
    if depth == len(path):
        return _replaced(text, node, value)
    rest = path[depth:]
    if not isinstance(node, (MappingNode, SequenceNode)):
        return _replaced(text, node, "{" + _nested(rest, value, flow=True) + "}")
    return _added(text, node, rest, value)


def _nested(path: KeyPath, value: str, *, flow: bool = False) -> str:
    key = written(str(path[0]))
    if len(path) == 1:
        return f"{key}: {value}"
    inner = _nested(path[1:], value, flow=True)
    return f"{key}: {{{inner}}}"


def _replaced(text: str, node: Node, value: str) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    body = text[start:end]
    end = start + len(body.rstrip())  # a block's end is where the next begins
    if named := _ANCHOR.match(body):
        start, body = start + named.end(), body[named.end() :]  # others may speak of it
    blank = " " if start and text[start - 1] == ":" else ""
    tail = "\n" if "\n" in body.rstrip() and not text[end:].startswith("\n") else ""
    if body and text[:start].rstrip(" ").endswith("\n") and isinstance(node, (MappingNode, SequenceNode)):
        line = text[:start].rstrip()  # what stood in lines of its own now stands behind its key
        return f"{line} {value}{tail}{text[end:]}"
    return f"{text[:start]}{blank}{value}{tail}{text[end:]}"


def _added(text: str, node: MappingNode | SequenceNode, rest: KeyPath, value: str) -> str | None:
    if isinstance(node, SequenceNode):
        return _item_added(text, node, value) if len(rest) == 1 else None
    if node.flow_style:
        end = node.end_mark.index - 1
        comma = ", " if node.value else ""
        return f"{text[:end].rstrip()}{comma}{_nested(rest, value, flow=True)}{text[end:]}"
    first = node.value[0][0].start_mark
    line = text.find("\n", end_of(text, node))
    at = len(text) if line < 0 else line
    return f"{text[:at]}\n{' ' * first.column}{_nested(rest, value)}{text[at:]}"


def _item_added(text: str, node: SequenceNode, value: str) -> str:
    if node.flow_style:
        end = node.end_mark.index - 1
        return f"{text[:end].rstrip()}{', ' if node.value else ''}{value}{text[end:]}"
    start, end = spans_of(text, node)[-1]
    line = text.find("\n", end)
    at = len(text) if line < 0 else line
    dash = text.rfind("-", 0, start)
    column = dash - (text.rfind("\n", 0, dash) + 1)
    return f"{text[:at]}\n{' ' * column}- {value}{text[at:]}"


def _removed(text: str, path: KeyPath) -> str | None:
    """Without a key of a block mapping or an item of a block list, whole lines at a time."""
    holder = root_of(text)
    for step in path[:-1]:
        holder = child_at(holder, step)
    if not isinstance(holder, (MappingNode, SequenceNode)) or child_at(holder, path[-1]) is None:
        return text
    if isinstance(holder, MappingNode):
        place = next(i for i, (key, _) in enumerate(holder.value) if key.value == path[-1])
    else:
        place = int(path[-1])
    spans = spans_of(text, holder)
    return _cut(text, spans, place) if holder.flow_style else _lines_cut(text, spans[place])


def _cut(text: str, spans: list[tuple[int, int]], place: int) -> str:
    start, end = spans[place]
    if place + 1 < len(spans):
        return text[:start] + text[spans[place + 1][0] :]
    return text[: spans[place - 1][1] if place else start] + text[end:]


def _lines_cut(text: str, span: tuple[int, int]) -> str:
    start = text.rfind("\n", 0, span[0]) + 1
    line = text.find("\n", span[1])
    return text[:start] + ("" if line < 0 else text[line + 1 :])


def _says(text: str, meant: Any, label: str, read: Read) -> bool:
    """Whether the changed file is read as meant: what is named by & may stand in several places."""
    try:
        return bool(_plainly(read(text, label).data) == _plainly(meant))
    except BulletinError:
        return False


def _plainly(value: Any) -> Any:
    """A value as it is compared: what is empty is nothing, however it is written."""
    if isinstance(value, dict):
        return {key: found for key, each in value.items() if (found := _plainly(each)) is not None} or None
    if isinstance(value, list):
        return [_plainly(each) for each in value] or None
    return value


def _as_read(value: Any) -> Any:
    """A value as a reader of the file gives it."""
    if isinstance(value, Mapping):
        return {key: _as_read(each) for key, each in value.items()}
    return [_as_read(each) for each in value] if isinstance(value, (list, tuple)) else value


def _meant(before: Any, path: KeyPath, value: Value) -> Any:
    """``before`` with ``value`` at ``path``."""
    if not path:
        return _as_read(value)
    step, rest = path[0], path[1:]
    if isinstance(before, list) and isinstance(step, int):
        inside = list(before)
        changed = (
            [] if value is None and not rest else [_meant(inside[step] if step < len(inside) else None, rest, value)]
        )
        return [*inside[:step], *changed, *inside[step + 1 :]]
    known = dict(before) if isinstance(before, dict) else {}
    if value is None and not rest:
        return {key: each for key, each in known.items() if key != step}
    return known | {step: _meant(known.get(str(step)), rest, value)}
