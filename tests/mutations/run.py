"""Small mistakes made on purpose, one at a time, to see whether the tests notice: ``python tests/mutations/run.py``.

Each mutant is one changed comparison, sign, constant or condition in a module that counts, rounds, grades or proves; it
is killed when the tests named for its module fail. Writes ``survivors.txt`` beside this file. Not part of the test run:
160 mutants take about an hour. ``--count`` mutants are drawn with ``--seed``, so that two runs are of the same ones.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "bulletin_gen"

#: Module → the tests that hold it.
TESTS: dict[str, tuple[str, ...]] = {
    "leaves/numbers.py": ("tests/test_numbers.py", "tests/verify"),
    "indicators.py": ("tests/test_tally.py", "tests/facts", "tests/grading/test_scores.py"),
    "tally/conditions.py": ("tests/test_tally.py", "tests/facts"),
    "tally/queries.py": ("tests/test_tally.py", "tests/facts"),
    "tally/counts.py": ("tests/test_tally.py", "tests/facts"),
    "grading/terms.py": ("tests/grading",),
    "grading/score.py": ("tests/grading",),
    "grading/ranking.py": ("tests/grading",),
    "grading/ordering.py": ("tests/grading", "tests/compose/test_tables.py"),
    "grading/grades.py": ("tests/grading",),
    "grading/lists.py": ("tests/grading",),
    "facts/breakdowns.py": ("tests/facts", "tests/compose/test_tables.py"),
    "facts/tables.py": ("tests/facts", "tests/compose/test_tables.py"),
    "facts/changes.py": ("tests/facts", "tests/compose/test_language.py"),
    "compose/tables.py": ("tests/compose/test_tables.py", "tests/compose/wording/test_tables.py"),
    "verify/recompute.py": ("tests/verify",),
    "verify/page.py": ("tests/verify",),
    "intake/dispatches/deadlines.py": ("tests/intake/test_deadlines.py",),
    "intake/dispatches/derive.py": ("tests/intake/test_states.py", "tests/intake/test_deadlines.py"),
}  # fmt: skip

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip


def mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """Every mutant of a module: line, what is changed, the changed tree. Annotations, docstrings and the keywords of
    classes stay as they are."""
    skipped = {id(inner) for node in ast.walk(tree) for part in _words(node) for inner in ast.walk(part)}
    places = [node for node in ast.walk(tree) if id(node) not in skipped]
    for node in places:
        for said, change, back in _changes(node):
            change()
            yield getattr(node, "lineno", 0), said, tree
            back()


def _words(node: ast.AST) -> Iterator[ast.AST]:
    for name in ("annotation", "returns"):
        if (part := getattr(node, name, None)) is not None:
            yield part
    if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and ast.get_docstring(node):
        yield node.body[0]
    if isinstance(node, ast.ClassDef):
        yield from (keyword.value for keyword in node.keywords)
    if isinstance(node, (ast.ImportFrom, ast.Import, ast.JoinedStr)):
        yield node


def _changes(node: ast.AST):  # noqa: ANN202 - pairs of closures over one node
    def setting(owner: ast.AST, name: str, new: object):
        old = getattr(owner, name)
        return (lambda: setattr(owner, name, new)), (lambda: setattr(owner, name, old))

    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARISONS:
        new = _COMPARISONS[type(node.ops[0])]
        yield f"{type(node.ops[0]).__name__} → {new.__name__}", *setting(node, "ops", [new()])
    elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        new_op = _OPERATORS[type(node.op)]
        yield f"{type(node.op).__name__} → {new_op.__name__}", *setting(node, "op", new_op())
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield f"{type(node.op).__name__} → {type(other).__name__}", *setting(node, "op", other)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "- → +", *setting(node, "op", ast.UAdd())
    elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        new_value = not node.value if isinstance(node.value, bool) else node.value + 1
        yield f"{node.value} → {new_value}", *setting(node, "value", new_value)
    elif isinstance(node, (ast.IfExp, ast.If)):
        yield "condition turned", *setting(node, "test", ast.UnaryOp(ast.Not(), node.test))


def all_mutants() -> list[tuple[str, int, str, str]]:
    """Module, line, what is changed, the changed source, of every mutant there is."""
    found = []
    for module in TESTS:
        tree = ast.parse((SOURCE / module).read_text(encoding="utf-8"))
        for line, said, changed in mutants(tree):
            found.append((module, line, said, ast.unparse(ast.fix_missing_locations(changed))))
    return found


def is_killed(copy: Path, module: str, source: str) -> bool:
    """Whether the tests of a module notice; a run that hangs is noticed too."""
    target = copy / "src" / "bulletin_gen" / module
    before = target.read_text(encoding="utf-8")
    target.write_text(source, encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow and not rendered",
             *TESTS[module]],
            cwd=copy, capture_output=True, timeout=180, check=False, env=os.environ | {"PYTHONPATH": ""},
        )  # fmt: skip
        return done.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        target.write_text(before, encoding="utf-8")


def main() -> int:
    """Draws, runs and tells."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=160)
    parser.add_argument("--seed", type=int, default=9704)
    wanted = parser.parse_args()
    drawn = all_mutants()
    sys.stdout.write(f"{len(drawn)} mutants there are\n")
    drawn = sorted(random.Random(wanted.seed).sample(drawn, min(wanted.count, len(drawn))))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "out", "__pycache__", "*.pyc"))
        survivors = []
        for number, (module, line, said, source) in enumerate(drawn, 1):
            killed = is_killed(copy, module, source)
            sys.stdout.write(f"{number}/{len(drawn)} {module}:{line} {said}: {'killed' if killed else 'SURVIVED'}\n")
            sys.stdout.flush()
            survivors += [] if killed else [f"{module}:{line} {said}"]
    sys.stdout.write(f"killed {len(drawn) - len(survivors)} of {len(drawn)}\n")
    (Path(__file__).parent / "survivors.txt").write_text("\n".join(survivors) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
