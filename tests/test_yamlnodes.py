"""The two parsers of YAML say the same, or the quick one leaves the file to the other."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml.error import YAMLError

from bulletin_gen.written.yamlnodes import MappingNode, Node, ScalarNode, SequenceNode, read_any, read_plain

EXAMPLES = Path(__file__).parents[1] / "examples"
FILES = sorted((*EXAMPLES.glob("*/profile.yaml"), *EXAMPLES.glob("*/*/supplied.yaml")))
TYPED = (
    *" :-#'\"[]{},\n?|>%@`!\\~=/.：，“”0ay<\r\x7f\ufeff\ue000",
    *(
        "  ",
        "\n  ",
        "- ",
        ": ",
        "''",
        "{{ x }}",
        "|\n",
        ">-\n",
        "---\n",
        "...\n",
        "# x",
        "<<: ",
        '"\\x41"',
        "!x ",
        "? ",
    ),
)


def shape(node: Node | None) -> Any:
    """Everything that a node says; the line of nothing at all is a matter of taste."""
    if isinstance(node, MappingNode):
        return node.line, node.anchor, [(shape(key), shape(value)) for key, value in node.value]
    if isinstance(node, SequenceNode):
        return node.line, node.flow, node.anchor, [shape(item) for item in node.value]
    if isinstance(node, ScalarNode):
        return node.value, node.plain, node.tag, node.anchor, node.line if node.value else 0
    return None


def slip(text: str, rng: random.Random) -> str:
    """Some lines of a file with a few typing errors."""
    lines = text.split("\n")
    start = rng.randrange(len(lines))
    text = "\n".join(lines[max(0, start - 8) : start + 12])
    for _ in range(rng.choice((1, 1, 2, 3))):
        at, to = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        if rng.random() < 0.6:
            text = text[:at] + rng.choice(TYPED) + text[at:]
        elif rng.random() < 0.5:
            text = text[:at] + text[at + rng.choice((1, 1, 2, 5, 20)) :]
        else:
            text = text[:at] + text[to : to + rng.choice((1, 3, 10))] + text[at:]
    return text


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_examples_are_read_the_quick_way(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    quick = read_plain(text)
    assert quick is not None
    assert shape(quick) == shape(read_any(text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_the_quick_parser_takes_the_other_takes_alike(path: Path) -> None:
    rng, taken, differing = random.Random(str(path.relative_to(EXAMPLES))), 0, []
    for _ in range(150):
        text = slip(path.read_text(encoding="utf-8"), rng)
        quick = read_plain(text)
        if quick is None:
            continue
        taken += 1
        try:
            thorough = shape(read_any(text))
        except YAMLError as reason:
            thorough = str(reason)
        differing += [text] if thorough != shape(quick) else []
    assert not differing
    assert taken > 10


@pytest.mark.parametrize(
    "text",
    [
        "甲:\t1",
        "甲: ! 1",
        "甲: *a",
        "甲: |\n  乙",
        "甲: >-\n  乙",
        "---\n甲: 1",
        "%YAML 1.1\n---\n甲: 1",
        "甲: \u2028乙",
    ],
)
def test_what_the_two_may_read_differently_is_left_to_the_thorough_one(text: str) -> None:
    assert read_plain(text) is None


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "- ? ", "- !a "])
def test_nesting_without_end_does_not_reach_the_quick_parser(opening: str) -> None:
    assert read_plain(opening * 100_000) is None


def test_what_is_repeated_is_one_node() -> None:
    text = "甲: &a [1, 2]\n乙: *a\n丙: &b {丁: *b}"
    for root in (read_plain(text), read_any(text)):
        assert isinstance(root, MappingNode)
        (_, first), (_, again), (_, circle) = root.value
        assert again is first
        assert isinstance(circle, MappingNode)
        assert circle.value[0][1] is circle
        assert (first.anchor, circle.anchor) == ("a", "b")


def test_forty_levels_are_enough() -> None:
    assert read_plain("[" * 40 + "]" * 40) is not None
    assert read_plain("[" * 42 + "]" * 42) is None
