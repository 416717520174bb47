"""Small mistakes made on purpose, one at a time, to see whether the tests notice: ``python tests/mutations/run.py``.

Each mutant is one changed comparison, sign, constant or condition in a module that counts, rounds, grades or proves; it
is killed when the tests named for its module fail. Of these the ones that pass through the mutant's line come first,
the quickest before the others; what they let pass is held against all of them. Writes ``survivors.txt`` beside this
file. Not part of the test run: 160 mutants take half an hour to an hour. ``--count`` mutants are drawn with ``--seed``,
so that two runs are of the same ones; ``--only`` takes a part of a module's path, ``--again`` the ones of
``survivors.txt``.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "bulletin_gen"
SURVIVORS = Path(__file__).parent / "survivors.txt"

#: Module → the tests that hold it.
TESTS: dict[str, tuple[str, ...]] = {
    "leaves/numbers.py": ("tests/test_numbers.py", "tests/verify", "tests/compose/test_language.py"),
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
    "facts/scopes.py": ("tests/facts", "tests/compose/test_tables.py", "tests/compose/test_language.py"),
    "facts/lists.py": ("tests/facts", "tests/compose/test_language.py", "tests/compose/test_kinds.py"),
    "facts/breakdowns.py": ("tests/facts", "tests/compose/test_tables.py", "tests/compose/wording"),
    "facts/tables.py": ("tests/facts", "tests/compose/test_tables.py"),
    "facts/changes.py": ("tests/facts", "tests/compose/test_language.py"),
    "facts/asked/changes.py": ("tests/facts", "tests/compose/wording"),
    "facts/asked/values.py": ("tests/facts", "tests/compose/wording"),
    "compose/tables.py": ("tests/compose/test_tables.py", "tests/compose/wording/test_tables.py", "tests/trends"),
    "compose/tablerows.py": ("tests/compose/test_tables.py", "tests/compose/wording/test_tables.py", "tests/trends"),
    "verify/recompute.py": ("tests/verify",),
    "verify/proof.py": ("tests/verify", "tests/audit/test_tampering.py"),
    "verify/page.py": ("tests/verify",),
    "verify/marks.py": ("tests/verify", "tests/render/test_living.py"),
    "intake/dispatches/deadlines.py": ("tests/intake/test_deadlines.py", "tests/intake/test_values.py"),
    "intake/dispatches/derive.py": (
        "tests/intake/test_states.py", "tests/intake/test_deadlines.py", "tests/intake/test_values.py",
    ),
}  # fmt: skip

#: Module, line and what is changed → why no test could notice.
EQUIVALENT: dict[tuple[str, str, str], str] = {
    ("grading/grades.py", "up = names.index(after) < names.index(before)", "Lt → LtE"): (
        "only grades that differ come here"
    ),
    (
        "facts/changes.py",
        'direction: Direction = "same" if printed == 0 else "up" if difference > 0 else "down"',
        "Gt → GtE",
    ): "a difference of nought is printed as nought, which was asked before",
    (
        "compose/tables.py",
        "cells: list[Cell | None] = [text_cell(own_text(total.label), span=leading)] + [None] * (leading - 1)",
        "1 → 2",
    ): "what a label covers is not printed, and nothing is merged in a line of sums",
    ("leaves/numbers.py", "return -whole if numerator < 0 else whole", "Lt → LtE"): "nought is its own negative",
    ("leaves/numbers.py", "return -whole if numerator < 0 else whole", "0 → 1"): "nought is its own negative",
    ("verify/recompute.py", "_PRECISE = Context(prec=60)", "60 → 61"): "a digit more than all that are needed",
    (
        "intake/dispatches/deadlines.py",
        'fits = (days["closed"] & (days["to"] >= days["from"])).fill_null(value=False)',
        "False → True",
    ): "where a day is missing, so is its count",
}

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip
_PYTEST = ("-q", "-p", "no:cacheprovider", "-p", "mutations.steady", "-m", "not slow and not rendered")
#: Of so few mutants of a module it is not worth while to find out which tests pass through which of its lines.
_FEW = 3
#: What nearly every test needs and no mutant changes.
_LIBRARIES = ("polars", "pydantic", "msgspec", "docx", "xlsxwriter", "python_calamine", "jinja2")


class Mutant(NamedTuple):
    """A module with one thing changed; ``lines``: those of the changed expression, as the tests pass through them."""

    module: str
    line: int
    last: int
    said: str
    source: str

    @property
    def name(self) -> str:
        """Where it is and what is changed."""
        return f"{self.module}:{self.line} {self.said}"

    @property
    def excuse(self) -> str:
        """Why no test could notice; empty where one should."""
        lines = (SOURCE / self.module).read_text(encoding="utf-8").splitlines()
        return EQUIVALENT.get((self.module, lines[self.line - 1].strip(), self.said), "")


class Passed(NamedTuple):
    """A test, the seconds that it takes, and the lines of the module that it passes through."""

    test: str
    seconds: float
    lines: frozenset[int]


def mutants(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every mutant of a module: what is changed, and how; the tree is changed while it is looked at. Annotations,
    docstrings and the keywords of classes stay as they are."""
    skipped = {id(inner) for node in ast.walk(tree) for part in _words(node) for inner in ast.walk(part)}
    places = [node for node in ast.walk(tree) if id(node) not in skipped]
    for node in places:
        for said, change, back in _changes(node):
            change()
            yield node, said
            back()


def _words(node: ast.AST) -> Iterator[ast.AST]:
    for name in ("annotation", "returns"):
        if (part := getattr(node, name, None)) is not None:
            yield part
    if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and ast.get_docstring(node):
        yield node.body[0]
    if isinstance(node, ast.ClassDef):
        yield from (keyword.value for keyword in node.keywords)
    if isinstance(node, ast.Call):  # that lists have one length is said, and cannot be otherwise
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "strict")
    if isinstance(node, (ast.ImportFrom, ast.Import, ast.JoinedStr, ast.Assert)):  # what is asserted holds
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


def all_mutants(only: str = "") -> list[Mutant]:
    """Every mutant there is of the modules whose path holds ``only``."""
    found = []
    for module in TESTS:
        if only not in module:
            continue
        tree = ast.parse((SOURCE / module).read_text(encoding="utf-8"))
        for node, said in mutants(tree):
            line = getattr(node, "lineno", 0)
            last = line if isinstance(node, ast.If) else getattr(node, "end_lineno", line)
            source = ast.unparse(ast.fix_missing_locations(tree))
            found.append(Mutant(module, line, last, said, source))
    return found


class Bench:
    """A copy of the project in which mutants are tried, and what is known of the tests of each module."""

    def __init__(self, folder: Path, tried: Sequence[Mutant]) -> None:
        self.copy = folder / "copy"
        self._tried = Counter(mutant.module for mutant in tried)
        self._passed: dict[str, list[Passed]] = {}
        self._held: set[str] = set()
        ignored = shutil.ignore_patterns(".git", ".venv", "out", "__pycache__", "*.pyc")
        shutil.copytree(ROOT, self.copy, ignore=ignored)

    def is_killed(self, mutant: Mutant) -> bool:
        """Whether the tests of its module notice; a run that hangs is noticed too."""
        target = self.copy / "src" / "bulletin_gen" / mutant.module
        before = target.read_text(encoding="utf-8")
        self._hold(mutant.module)
        near = self._near(mutant) if self._tried[mutant.module] > _FEW else []
        target.write_text(mutant.source, encoding="utf-8")
        try:
            return bool(near and self._fails(near)) or self._fails(TESTS[mutant.module])
        finally:
            target.write_text(before, encoding="utf-8")

    def _hold(self, module: str) -> None:
        """Makes sure that the tests of a module pass as it is: else every mutant of it would seem to be noticed."""
        if module in self._held:
            return
        self._held.add(module)
        if self._tried[module] > _FEW:
            self._passed[module] = self._listen(module)
        elif self._fails(TESTS[module]):
            raise SystemExit(f"the tests of {module} fail without a mutant")

    def _near(self, mutant: Mutant) -> list[str]:
        """The tests that pass through the mutant's lines, the quickest first; not more than half a minute of them."""
        lines = set(range(mutant.line, mutant.last + 1))
        near, seconds = [], 0.0
        for each in sorted(self._passed[mutant.module], key=lambda each: each.seconds):
            if lines & each.lines and seconds < 30:
                near.append(each.test)
                seconds += each.seconds
        return near

    def _listen(self, module: str) -> list[Passed]:
        """Runs the tests of a module as it is, and notes through which of its lines each passes."""
        noted = self.copy / "noted.json"
        told = {"MUTATIONS_FILE": str(self.copy / "src" / "bulletin_gen" / module), "MUTATIONS_NOTED": str(noted)}
        done = self._run(("-p", "mutations.listening", *TESTS[module]), 900, told)
        if done:
            raise SystemExit(f"the tests of {module} fail without a mutant (pytest: {done})")
        return [
            Passed(test, seconds, frozenset(lines)) for test, seconds, lines in json.loads(noted.read_text("utf-8"))
        ]

    def _fails(self, tests: Sequence[str]) -> bool:
        listed = self.copy / "tests.txt"
        listed.write_text("\n".join(tests), encoding="utf-8")
        return self._run(("-x", f"@{listed}"), 240, {}) != 0

    def _run(self, arguments: Sequence[str], seconds: int, told: dict[str, str]) -> int:
        told = {"PYTHONPATH": "tests", "PYTHONDONTWRITEBYTECODE": "1", **told}
        if hasattr(os, "fork"):
            return _forked([*_PYTEST, *arguments], self.copy, seconds, told)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "pytest", *_PYTEST, *arguments],
                cwd=self.copy, capture_output=True, timeout=seconds, check=False, env=os.environ | told,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return -1
        return done.returncode


def _forked(arguments: Sequence[str], folder: Path, seconds: int, told: dict[str, str]) -> int:
    """What pytest returns in a child of this process, which has the large libraries already; -1 where it hangs."""
    child = os.fork()
    if not child:
        os.setsid()
        os.chdir(folder)
        os.environ |= told
        sys.path.insert(0, str(folder / "tests"))
        void = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(void, stream)
        os._exit(int(pytest.main(list(arguments))))
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1


def drawn(arguments: argparse.Namespace) -> list[Mutant]:
    """The mutants that are asked for."""
    every = all_mutants(arguments.only)
    sys.stdout.write(f"{len(every)} mutants there are\n")
    if arguments.again:
        wanted = SURVIVORS.read_text(encoding="utf-8").splitlines()
        return [each for each in every if each.name in wanted]
    return sorted(random.Random(arguments.seed).sample(every, min(arguments.count, len(every))))


def main() -> int:
    """Draws, runs and tells."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=160)
    parser.add_argument("--seed", type=int, default=9704)
    parser.add_argument("--only", default="")
    parser.add_argument("--again", action="store_true")
    tried = drawn(parser.parse_args())
    for library in _LIBRARIES:
        importlib.import_module(library)
    survivors: list[str] = []
    excused = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), tried)
        for number, mutant in enumerate(tried, 1):
            excuse, killed = mutant.excuse, bench.is_killed(mutant)
            told = "killed" if killed else f"survived: {excuse}" if excuse else "SURVIVED"
            sys.stdout.write(f"{number}/{len(tried)} {mutant.name}: {told}\n")
            sys.stdout.flush()
            survivors += [] if killed or excuse else [mutant.name]
            excused += not killed and bool(excuse)
    killed_in_all = len(tried) - len(survivors) - excused
    sys.stdout.write(f"killed {killed_in_all} of {len(tried)}; {excused} that no test could notice survived\n")
    SURVIVORS.write_text("".join(f"{name}\n" for name in survivors), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
