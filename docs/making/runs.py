"""Blocks of pages that are run: commands with what they print, and excerpts of the files that they write.

``<!-- run -->`` before a fenced block runs its lines that begin with ``> `` or ``$ `` and puts below each what it
prints. The comment may hold steps, one a line, done before: ``fresh`` (start again), ``copy FROM TO``, ``delete PATH``,
``replace PATH OLD → NEW``, ``call COMMAND`` (its output is not shown). ``<!-- show: KIND FILE WHAT -->`` …
``<!-- 完 -->`` is filled with an excerpt.

A page is run in a folder of its own with the example counties under their Chinese names. After ``> `` paths are
shown as Windows writes them.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent

import docx
import openpyxl

from bulletin_gen.cli import main
from making.cases import fence, markdown_table

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = {"平江县": "pingjiang", "平舆县": "pingyu", "莒南县": "junan"}

_BLOCK = re.compile(
    r"^(?P<indent> *)<!-- run\b(?P<steps>.*?)-->\n *```(?P<language>\w*)\n(?P<lines>.*?)^ *```\n"
    r"|^<!-- show: (?P<what>.*?) -->\n.*?<!-- 完 -->\n",
    re.DOTALL | re.MULTILINE,
)
_PATH = re.compile(r"(?:平江县|平舆县|莒南县|某县|输出2?|out)(?:/[^\s；，。：）、]+)+")
_WIDTH = "90"


def fill_runs(text: str) -> str:
    """``text`` with every marked block as running it today gives it."""
    if not _BLOCK.search(text):
        return text
    with TemporaryDirectory() as folder, _inside(Path(folder)):
        _fresh()
        return _BLOCK.sub(_filled, text)


def commands_run(text: str) -> list[str]:
    """The commands of a page that are run."""
    return [command for found in _BLOCK.finditer(text) for _, command in _prompts(found["lines"] or "")]


def _prompts(lines: str) -> list[tuple[str, str]]:
    """Each prompt with the command after it."""
    return [(line[0], line[2:]) for line in map(str.strip, lines.splitlines()) if line.startswith(("> ", "$ "))]


def _filled(found: re.Match[str]) -> str:
    if found["what"] is not None:
        kind, *rest = shlex.split(found["what"])
        return f"<!-- show: {found['what']} -->\n\n{_SHOWN[kind](*rest)}\n\n<!-- 完 -->\n"
    for step in filter(None, map(str.strip, found["steps"].lstrip(":").splitlines())):
        verb, _, words = step.partition(" ")
        _STEPS[verb](words)
    prompts = _prompts(found["lines"])
    shown = [f"{prompt} {line}\n{_output(line, windows=prompt == '>')}" for prompt, line in prompts]
    block = fence(found["language"], "\n".join(shown))
    return f"{found['indent']}<!-- run{found['steps']}-->\n{indent(block, found['indent'])}\n"


def _output(line: str, *, windows: bool) -> str:
    program, *arguments = shlex.split(line)
    assert program == "bulletin-gen", line
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(arguments)
    text = out.getvalue().replace(os.sep, "/")
    if windows:
        text = _PATH.sub(lambda found: found[0].replace("/", "\\"), text)
    return "\n".join(part.rstrip() for part in text.splitlines())


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before, environment = Path.cwd(), dict(os.environ)
    os.chdir(folder)
    os.environ["COLUMNS"] = _WIDTH
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "NO_COLOR"):
        os.environ.pop(name, None)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(environment)


def _fresh(_: str = "") -> None:
    for path in Path().iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, example in EXAMPLES.items():
        shutil.copytree(ROOT / "examples" / example, name, ignore=_unlike_the_repository(example))


def _unlike_the_repository(example: str) -> Callable[[str, list[str]], list[str]]:
    # What earlier runs of a developer left there is no part of the examples.
    kept = {"pingyu": {"2021-01.json"}}.get(example, set())

    def ignored(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if name not in kept] if Path(folder).name == "facts" else []

    return ignored


def _copy(rest: str) -> None:
    source, target = shlex.split(rest)
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, target) if Path(source).is_dir() else shutil.copy(source, target)


def _delete(rest: str) -> None:
    path = Path(rest)
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _replace(rest: str) -> None:
    name, _, change = rest.partition(" ")
    old, new = change.split(" → ")
    text = Path(name).read_text(encoding="utf-8")
    assert old in text, f"{name} has no {old}"
    Path(name).write_text(text.replace(old, new), encoding="utf-8")


def _call(rest: str) -> None:
    _output(f"bulletin-gen {rest}", windows=False)


_STEPS: dict[str, Callable[[str], None]] = {
    "fresh": _fresh, "copy": _copy, "delete": _delete, "replace": _replace, "call": _call,
}  # fmt: skip


def _paragraphs(name: str, first: str, last: str) -> str:
    """Paragraphs ``first`` to ``last`` of a .docx that have a text, as a quotation."""
    texts = [text for paragraph in docx.Document(name).paragraphs if (text := paragraph.text.strip())]
    return "\n>\n".join(
        f"> {text.replace(chr(10), '').replace(chr(9), '　　')}" for text in texts[int(first) - 1 : int(last)]
    )


def _cells(name: str, area: str) -> str:
    """A range of a .xlsx as a table; its first row is the head."""
    sheet = openpyxl.load_workbook(name).worksheets[0]
    rows = [[_cell(cell) for cell in row] for row in sheet[area]]
    return markdown_table(rows[0], rows[1:])


def _cell(cell: object) -> str:
    value, form = getattr(cell, "value", None), str(getattr(cell, "number_format", ""))
    if isinstance(value, float) and form.endswith("%"):
        return f"{value * 100:.{len(form.partition('.')[2]) - 1 if '.' in form else 0}f}%"
    return "" if value is None else str(value)


def _figure(name: str, key: str) -> str:
    """One figure of a facts.json."""
    figure = json.loads(Path(name).read_text(encoding="utf-8"))["figures"][key]
    return fence("json", json.dumps({key: figure}, ensure_ascii=False, indent=2))


_SHOWN: dict[str, Callable[..., str]] = {"docx": _paragraphs, "xlsx": _cells, "figure": _figure}
