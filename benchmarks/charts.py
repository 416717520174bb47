"""What one chart adds to a bulletin, warm: the .docx with a workbook inside, the annex workbook, the page, the proof.

    python benchmarks/charts.py

Prints milliseconds of processor time a chart, and beside them what XlsxWriter alone takes for a workbook with one such
chart.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable

from xlsxwriter import Workbook

from bulletin_gen.facts.figure import Figure
from bulletin_gen.render.books.xlsx import write_xlsx
from bulletin_gen.render.docx import write_docx
from bulletin_gen.render.html import write_html
from bulletin_gen.tree import Bulletin, Cell, Chart, ChartForm, Run, Series, text
from bulletin_gen.verify.charts import chart_issues
from bulletin_gen.verify.drawings import svg_issues
from render import bulletin

CHARTS, POINTS, REPEATS = 8, 12, 10
#: What one chart may cost, all in all.
MOST = 15.0


def chart(number: int) -> Chart:
    """Two series of twelve numbers in one of the forms."""
    form = list(ChartForm)[number % len(ChartForm)]
    drawn = range(1 if form is ChartForm.RING else 2)
    series = tuple(
        Series(text(f"系列{each}"), tuple(point(each * 97 + i * 31 + 5) for i in range(POINTS))) for each in drawn
    )
    return Chart(number, text(f"图{number}　各月受理"), form, tuple(text(f"{i}月") for i in range(POINTS)), series)


def point(value: int) -> Cell:
    """A count as a figure prints it."""
    figure = Figure(f"n{value}", str(value), value)
    return Cell((Run(figure.text, figure=figure.id),), value=figure.text, number_format="0")


def by_itself() -> bytes:
    """A workbook with one chart by XlsxWriter alone."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for column in (0, 1, 2):
            sheet.write_column(0, column, range(POINTS))
        made = book.add_chart({"type": "column"})
        for column in (1, 2):
            made.add_series(
                {"categories": ["Sheet1", 0, 0, POINTS - 1, 0], "values": ["Sheet1", 0, column, POINTS - 1, column]}
            )
        sheet.insert_chart("E2", made)
    return buffer.getvalue()


def fastest(call: Callable[[], object]) -> float:
    """Milliseconds of processor time of the fastest of some runs: what else the machine does is not counted."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best * 1000


def main() -> None:
    """Measure and print."""
    from msgspec.structs import replace

    without = bulletin()
    made = replace(without, body=(*without.body, *(chart(number) for number in range(1, CHARTS + 1))))
    docx, xlsx, page = write_docx(made), write_xlsx(made), write_html(made)
    writers: dict[str, Callable[[Bulletin], object]] = {
        ".docx": write_docx,
        "annex workbook": write_xlsx,
        "web page": write_html,
    }
    costs = {
        name: (fastest(lambda write=write: write(made)) - fastest(lambda write=write: write(without))) / CHARTS  # type: ignore[misc]
        for name, write in writers.items()
    }
    costs["proof"] = fastest(lambda: [*chart_issues(made, docx, xlsx), *svg_issues(made, page)]) / CHARTS
    for name, cost in costs.items():
        print(f"{name:16} {cost:6.2f} ms a chart")
    print(f"{'together':16} {sum(costs.values()):6.2f} ms (at most {MOST:.0f})")
    print(f"XlsxWriter alone {fastest(by_itself):6.2f} ms for a workbook with one chart")


if __name__ == "__main__":
    main()
