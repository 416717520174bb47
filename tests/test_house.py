"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import csv
import re
import statistics
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bulletin_gen.intake.head.synonyms import SYNONYMS, head_of

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").glob("*.j2"))
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/profile.yaml"))

#: Words that are names of units or categories somewhere and ordinary words of the program everywhere.
ORDINARY = {"其他", "其它", "合计", "咨询类", "建议类"}


def _names(county: Path) -> set[str]:
    """Names of the county, its units and their aliases."""
    with (county / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {name for row in rows for key in ("单位名称", "简称", "表内名称") if (name := row.get(key, ""))}
    names |= {alias for row in rows for alias in (row.get("别名") or "").split("；") if alias}
    profile = (county / "profile.yaml").read_text(encoding="utf-8")
    found = re.search(r"^地区:\s*(\S+)", profile, re.MULTILINE)
    assert found
    return {name for name in names | {found.group(1)} if len(name) > 2} - ORDINARY


@pytest.mark.parametrize("county", EXAMPLES, ids=lambda path: path.name)
def test_no_county_or_unit_is_known_to_the_program(county: Path) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (*SOURCES, *TEMPLATES))
    assert sorted(name for name in _names(county) if name in text) == []


def _categories() -> set[str]:
    """Names of categories that the published bulletins print."""
    folder = ROOT / "tests" / "acceptance" / "data"
    names: set[str] = set()
    for county in ("pingjiang", "pingyu", "junan"):
        figures = YAML(typ="safe").load((folder / county / "figures.yaml").read_text(encoding="utf-8"))
        named = figures.get("categories_top5") or figures.get("categories") or figures["hot"]["categories"]
        names |= {each["name"] if isinstance(each, dict) else each for each in named}
    for path, head in (("huaibei/annex1.csv", "诉求类别"), ("ruzhou/body_tables.csv", "类别")):
        with (folder / path).open(encoding="utf-8-sig", newline="") as file:
            names |= {row[head] for row in csv.DictReader(file)}
    return {name for name in names if len(name) > 2} - ORDINARY


def test_no_category_is_known_to_the_program() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (*SOURCES, *TEMPLATES))
    assert len(_categories()) > 30
    assert sorted(name for name in _categories() if name in text) == []


def _functions() -> list[tuple[str, int]]:
    """Every function of the sources with the lines of its body, its docstring left out."""
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                found.append((f"{path.name}:{node.name}", length))
    return found


def test_functions_are_small() -> None:
    lengths = sorted(length for _, length in _functions())
    assert statistics.median(lengths) <= 8
    assert lengths[len(lengths) * 9 // 10] <= 25
    assert [name for name, length in _functions() if length > 60] == []


def test_files_can_be_read_at_one_sitting() -> None:
    long = {path.name: lines for path in SOURCES if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400}
    assert long == {}


def test_rooms_can_be_looked_over() -> None:
    files = Counter(path.parent for path in SOURCES if path.name != "__init__.py")
    assert {room.name: count for room, count in files.items() if count > 12} == {}


def test_a_class_has_a_name_of_its_own() -> None:
    names = Counter(
        node.name
        for path in SOURCES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_a_columns_label_is_one_of_its_usual_heads_and_of_no_other_column() -> None:
    labels = {column: head_of(column) for column in SYNONYMS}
    assert [column for column, label in labels.items() if label not in SYNONYMS[column]] == []
    assert [
        label for column, label in labels.items() for other in SYNONYMS if other != column and label in SYNONYMS[other]
    ] == []


def test_public_functions_and_classes_say_what_they_are() -> None:
    silent = []
    for path in SOURCES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                silent.append(f"{path.name}:{node.name}")
    assert silent == []


def test_nothing_below_the_command_prints_exits_or_looks_at_the_clock() -> None:
    forbidden = re.compile(r"\b(print|sys\.exit|exit|input)\(|datetime\.now|date\.today|time\.time\(|random\.")
    cli = ROOT / "src" / "bulletin_gen" / "cli"
    below = [path for path in SOURCES if cli not in path.parents and path.name != "__main__.py"]
    assert [path.name for path in below if forbidden.search(path.read_text(encoding="utf-8"))] == []


def _fields_and_replacements() -> tuple[set[str], list[tuple[str, str]]]:
    """The names of all fields of values, and the names that calls of ``replace`` give, each with its place."""
    fields: set[str] = set()
    given: list[tuple[str, str]] = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "Struct" for base in node.bases):
                fields |= {each.target.id for each in node.body if isinstance(each, ast.AnnAssign)}
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "replace":
                given += [(word.arg, f"{path.name}:{node.lineno}") for word in node.keywords if word.arg]
    return fields, given


def test_replaced_names_are_fields() -> None:
    # The type checker does not look into msgspec's replace.
    fields, given = _fields_and_replacements()
    assert len(given) > 20
    assert [(name, place) for name, place in given if name not in fields] == []
