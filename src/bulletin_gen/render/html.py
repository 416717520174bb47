"""The bulletin as one self-contained web page: readable on a telephone, printable on A4. What it looks like stands in
``page.html.j2``; whatever is printed there is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.render.charts.svg import chart_svg
from bulletin_gen.render.columns import Placed, placed
from bulletin_gen.render.measure import width
from bulletin_gen.tree import Align, Annex, Block, Bulletin, Cell, Chart, Run, Table, Text, plain

#: An annex with more columns is printed on a turned page.
_UPRIGHT_COLUMNS = 9
#: Half characters of a cell that stays on one line, or a telephone would show names with a character to a line.
_LONGEST_NAME = 44


def write_html(bulletin: Bulletin) -> str:
    """The bulletin as the text of an HTML file; it needs no other file and no network."""
    return _page().render(bulletin=bulletin)


@lru_cache(maxsize=1)
def _page() -> Template:
    source = files("bulletin_gen.render").joinpath("page.html.j2").read_text(encoding="utf-8")
    found = Environment(autoescape=True, undefined=StrictUndefined, finalize=_printable, keep_trailing_newline=True)
    found.filters |= {"words": _words, "plain": plain, "in_one_line": _in_one_line}
    found.filters |= {"placed": _rows, "opening": _opening, "kind": _kind, "drawing": _drawing}
    found.tests |= {"wide": _is_wide}
    return found.from_string(source)


def _printable(value: object) -> object:
    """Text as a document can hold it; markup was made of such text."""
    return _clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _clean(text: str) -> str:
    return cleaned(text).encode("utf-8", "replace").decode("utf-8")


def _words(text: Text) -> Markup:
    """The runs of a text; one that prints a figure says which."""
    return Markup("".join(map(_run, text)))


def _run(run: Run) -> str:
    words = str(escape(_clean(run.text))).replace("\n", "<br>")
    if not run.emphasis and not run.figure:
        return words
    face = f' class="{run.emphasis.value}"' if run.emphasis else ""
    figure = f' data-figure="{escape(_clean(run.figure))}"' if run.figure else ""
    return f"<span{face}{figure}>{words}</span>"


def _in_one_line(title: Text) -> str:
    return plain(title).replace("\n", "")


def _kind(block: Block) -> str:
    return type(block).__name__


def _drawing(chart: Chart) -> Markup:
    return Markup(chart_svg(chart))  # it escapes what it prints by itself


def _rows(rows: tuple[tuple[Cell, ...], ...], table: Table) -> Iterable[tuple[Placed, ...]]:
    return placed(rows, table.columns)


def _opening(cell: Cell, tag: str) -> Markup:
    """The name and the attributes of a cell's element; all of them are the program's own words."""
    aligned = cell.align.value if cell.align is not Align.CENTER else ""
    long = "long" if tag == "td" and width(plain(cell.text)) > _LONGEST_NAME else ""
    css = " ".join(filter(None, (aligned, long)))
    parts = (
        tag,
        'scope="col"' if tag == "th" else "",
        f'colspan="{cell.span}"' if cell.span > 1 else "",
        f'rowspan="{cell.down}"' if cell.down > 1 else "",
        f'class="{css}"' if css else "",
    )
    return Markup(" ".join(filter(None, parts)))


def _is_wide(annex: Annex) -> bool:
    return any(isinstance(block, Table) and block.columns > _UPRIGHT_COLUMNS for block in annex.blocks)
