"""Expressions are compiled at their first use, so it is a test that asks them all."""

from __future__ import annotations

import ast
import gc
import importlib
import re
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from bulletin_gen.leaves import frugal
from bulletin_gen.leaves.frugal import late

SOURCES = Path(frugal.__file__).resolve().parents[1]
FILES = sorted(file for file in SOURCES.rglob("*.py") if file.name != "__main__.py")


def module_of(path: Path) -> ModuleType:
    parts = path.relative_to(SOURCES.parent).with_suffix("").parts
    return importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))


def standing_calls(tree: ast.AST, name: str) -> list[ast.Call]:
    """Calls of ``name`` that are made when the module is loaded."""
    found: list[ast.Call] = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
            found.append(node)
        found += standing_calls(node, name)
    return found


def test_every_expression_of_the_program_compiles() -> None:
    for file in FILES:
        module_of(file)
    standing = [each for each in gc.get_objects() if isinstance(each, type(late("")))]
    assert len(standing) > 700
    for each in standing:
        assert each.groups >= 0


def test_none_is_compiled_before_it_is_asked() -> None:
    """Those of ``intake/files`` search bytes, which ``late`` does not take."""
    rooms = [file for file in FILES if SOURCES / "intake" / "files" not in file.parents]
    trees = [(file.name, ast.parse(file.read_text(encoding="utf-8"))) for file in rooms]
    assert [(name, call.lineno) for name, tree in trees for call in standing_calls(tree, "re.compile")] == []


def test_it_answers_as_the_expression_would() -> None:
    digits, plain = late(r"(?P<n>\d+)", re.ASCII), re.compile(r"(?P<n>\d+)", re.ASCII)
    text = "甲12乙345"
    assert digits.pattern == plain.pattern
    assert [match.span() for match in digits.finditer(text)] == [match.span() for match in plain.finditer(text)]
    assert (digits.findall(text), digits.split(text), digits.sub("#", text), digits.subn("#", text)) == (
        plain.findall(text), plain.split(text), plain.sub("#", text), plain.subn("#", text),
    )  # fmt: skip
    assert (digits.match(text, 1), digits.fullmatch("12"), digits.search("甲")) != (None, None, None)
    assert (digits.flags, digits.groups, digits.groupindex) == (plain.flags, plain.groups, plain.groupindex)


def test_it_is_compiled_once_and_then_asked_itself() -> None:
    digits = late(r"\d")
    assert "search" not in vars(digits)
    assert digits.search("1") is not None
    assert not isinstance(vars(digits)["search"], FunctionType)
    assert vars(digits)["search"] is digits.search


def test_what_no_expression_has_is_not_there() -> None:
    with pytest.raises(AttributeError):
        late("a").nothing()  # type: ignore[attr-defined]
    with pytest.raises(re.error):
        late("(").search("(")
