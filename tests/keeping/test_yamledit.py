"""One value changed: nothing else of the file moves, and the file says what was meant."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from bulletin_gen.keeping.editing.describing import fields_below
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.written.yamledit import number_or_text, with_value
from bulletin_gen.written.yamlfile import parse_yaml

ROOT = Path(__file__).parents[2]
PROFILES = sorted([*ROOT.glob("examples/*/profile.yaml"), *ROOT.glob("templates/new/*/profile.yaml")])


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ, where as many lines are left."""
    return [pair for pair in zip(before.split("\n"), after.split("\n"), strict=True) if pair[0] != pair[1]]


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: f"{path.parent.name}")
def test_any_value_of_any_profile_can_be_changed_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    file = parse_yaml(text, path.name)
    data = file.data
    fields = [field for key in data for field in fields_below(file, (key,))]
    assert len(fields) > 50
    for field in random.Random(7).sample(fields, 15):
        value = (
            ["甲：乙", "丙 #丁"] if field.listed else number_or_text("3.50" if field.value.isdigit() else "新: “值” #1")
        )
        try:
            after = with_value(text, field.path, value)
        except BulletinError as refused:
            assert "*" in text and refused.issues[0].code == "desk.yaml"  # it stands in several places
            continue
        found = parse_yaml(after, path.name).data
        for step in field.path:
            found = found[step]
        assert found == value
        assert after.count("#") >= text.count("#")
        again = {name: parse_yaml(after, path.name).data[name] for name in data if name != field.path[0]}
        assert again == {name: data[name] for name in data if name != field.path[0]}


def test_comments_and_order_stay() -> None:
    text = (
        "a: 1 # 一\nscore: # 分\n  terms:\n    - {rate: r, points: 30} # 三十\n    # 下一项\n"
        "    - {rate: s, points: 70}\nz: 完\n"
    )
    after = with_value(text, ["score", "terms", 0, "points"], Decimal("35.5"))
    assert changed_lines(text, after) == [
        ("    - {rate: r, points: 30} # 三十", "    - {rate: r, points: 35.5} # 三十")
    ]


@pytest.mark.parametrize(
    ("text", "path", "value", "expected"),
    [
        ("", ["a", "b"], "丙", "a: {b: 丙}\n"),
        ("a: 1\n", ["b"], 2, "a: 1\nb: 2\n"),
        ("a: 1", ["b"], 2, "a: 1\nb: 2"),
        ("a:\n  b: 1 # 说明\nc: 3\n", ["a", "d"], "x", "a:\n  b: 1 # 说明\n  d: x\nc: 3\n"),
        ("a: {}\n", ["a", "b"], ["x", "z"], "a: {b: [x, z]}\n"),
        ("a:\nb: 1\n", ["a", "c"], 1, "a: {c: 1}\nb: 1\n"),
        ("a: [x] # 留\n", ["a"], ["x", "y z"], "a: [x, y z] # 留\n"),
        ("a:\n  - x # 一\n  - y\nb: 1\n", ["a"], ["z"], "a: [z]\nb: 1\n"),
        ("a:\n  - x\nb: 1\n", ["a", 1], "z", "a:\n  - x\n  - z\nb: 1\n"),
        ("a: 1\nb: 2\nc: 3\n", ["b"], None, "a: 1\nc: 3\n"),
        ("a: {b: 1, c: 2}\n", ["a", "c"], None, "a: {b: 1}\n"),
        ("a: {b: 1, c: 2}\n", ["a", "b"], None, "a: {c: 2}\n"),
        ("a: &n {b: 1}\nc:\n  d: *n # 同上\nf: 1\n", ["c", "e"], 2, "a: &n {b: 1}\nc:\n  d: *n # 同上\n  e: 2\nf: 1\n"),
        ("a: &n {b: 1}\nc:\n  d: *n\n", ["e", "g"], 2, "a: &n {b: 1}\nc:\n  d: *n\ne: {g: 2}\n"),
        ("a: &n {b: 1}\nc:\n  d: *n\n  e: *n # x\n", ["c", "e"], None, "a: &n {b: 1}\nc:\n  d: *n\n"),
        (
            "a: &n x\nc:\n  - y\n  # *z\n  - *n\nd: 1\n",
            ["c", 2],
            "w",
            "a: &n x\nc:\n  - y\n  # *z\n  - *n\n  - w\nd: 1\n",
        ),
        ("a: &n x\nc: [y, *n, *n , z]\n", ["c", 1], None, "a: &n x\nc: [y, *n , z]\n"),
        ("a: x\n", ["a"], "true", 'a: "true"\n'),
        ("a: x\n", ["a"], "2024", 'a: "2024"\n'),
        ("a: x\n", ["a"], "〔{{ document.year }}〕1号", 'a: "〔{{ document.year }}〕1号"\n'),
    ],
)
def test_where_it_goes(text: str, path: list[str | int], value: object, expected: str) -> None:
    assert with_value(text, path, value) == expected  # type: ignore[arg-type]


def test_a_file_that_cannot_be_read_is_not_changed() -> None:
    with pytest.raises(BulletinError) as refused:
        with_value("a: [1\n", ["a"], 2)
    assert refused.value.issues[0].code == "yaml.syntax"
