"""Charts of every form and kind of rows in the manner of the five example counties, by both layout engines."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from bulletin_gen.compose.drawing.charts import ChartMaker
from bulletin_gen.facts import Facts
from bulletin_gen.facts.changes import Base
from bulletin_gen.pipeline import Survey, survey
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.charts import chart_slips
from bulletin_gen.profile.document import ChartRule
from bulletin_gen.render.books.xlsx import write_xlsx
from bulletin_gen.render.charts.room import unsaid
from bulletin_gen.render.docx import write_docx
from bulletin_gen.render.html import write_html
from bulletin_gen.tree import Bulletin, Chart, charts, plain
from bulletin_gen.verify.proof import verify
from render import engines, samples

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTIES = ("huaibei", "junan", "pingjiang", "pingyu", "ruzhou")
FORMS = ("column", "stacked", "bar", "polyline", "ring")


_OVER = ("periods of units", "periods of groups", "periods of breakdown", "periods of list")
#: Each form with the rows that it can show: a ring is of one whole, columns on top of each other are parts of it.
KINDS = {
    *((form, rows) for form in ("column", "bar", "polyline") for rows in ("units", "groups", "periods", "figures")),
    *((form, rows) for form in ("column", "bar", "polyline") for rows in ("breakdown", "list", *_OVER)),
    *(("stacked", rows) for rows in ("units", "groups", "periods", "breakdown", "list", *_OVER)),
    *(("ring", rows) for rows in ("units", "groups", "breakdown")),
}


@cache
def _survey(county: str) -> Survey:
    return survey(EXAMPLES / county, None)


def _rules(profile: Profile) -> list[ChartRule]:
    """A chart of each form for each kind of rows that the profile has, as far as the form can show it."""
    measures = [name for name, rule in profile.measures.items() if not rule.supplied]
    rate = next(iter(profile.rates))
    kinds = [{"rows": "units", "top": 12}, {"rows": "groups"}, {"rows": "periods", "span": "last 6"}]
    kinds += [{"rows": "figures", "figures": tuple(measures[:4])}]
    kinds += [{"rows": f"breakdown.{name}"} for name in list(profile.breakdowns)[:1]]
    kinds += [{"rows": f"list.{name}"} for name in list(profile.lists)[:1]]
    numbers = {"stacked": measures[:2], "bar": [rate], "polyline": measures[:2]}
    shown = [
        (f"{form}，{each['rows']}", form, numbers.get(form, measures[:1]), each) for each in kinds for form in FORMS
    ]
    whole = {"rows": "units", "groups": (profile.units.groups[0].name,)}  # a ring has no first few
    shown += [("ring，units", "ring", measures[:1], whole)]
    parts = [{"split": "units", "top": 5}, {"split": "groups"}]
    parts += [{"split": f"breakdown.{name}"} for name in list(profile.breakdowns)[:1]]
    parts += [{"split": f"list.{name}"} for name in list(profile.lists)[:1]]
    each_own = {"bar": [rate], "polyline": [rate]}
    shown += [
        (f"{form}，periods of {part['split']}", form, each_own.get(form, measures[:1]), {**over, **part})
        for over, part in ((({"rows": "periods", "span": "last 6"}), part) for part in parts)
        for form in FORMS
    ]
    made = [
        ChartRule(title=title, form=form, values=["value"] if more.get("rows") == "figures" else values, **more)  # type: ignore[arg-type]
        for title, form, values, more in shown
    ]
    return [rule for rule in made if not any(True for _ in chart_slips((), rule, profile))]


def _remember(facts: Facts) -> None:
    """Gives a county five earlier periods, each with every figure of this one but for one period that has none."""
    trends, values = facts.desk.trends, {key: each.value for key, each in facts.figures.items()}
    for back, period in enumerate(reversed(trends.periods("last 6")[:-1]), 1):
        if back == 3:
            continue
        part = Fraction(20 - back, 20)
        then = {
            key: Fraction(int(value * part)) if isinstance(value, int) else Fraction(value) * part
            for key, value in values.items()
            if value is not None
        }
        trends.known[period.key] = Base(then, f"facts/{period.key}.json")  # type: ignore[index]


@cache
def _bulletin(county: str) -> Bulletin:
    found = _survey(county)
    _remember(found.facts)
    maker = ChartMaker(found.facts, found.rules.profile, lambda source, _: source)
    drawn = [maker.chart(rule.title, rule, number) for number, rule in enumerate(_rules(found.rules.profile), 1)]
    body = [block for chart in drawn for block in (*samples.paragraphs(1, 1), chart)]
    return replace(
        found.bulletin, body=(*body, *samples.paragraphs(1, 1)), annexes=(), head=replace(found.bulletin.head)
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words of each page of every county's charts, by LibreOffice and by ONLYOFFICE."""
    documents = {county: write_docx(_bulletin(county)) for county in COUNTIES}
    return engines.by_both(documents, tmp_path_factory.mktemp("charts"))


@pytest.mark.parametrize("county", COUNTIES)
def test_every_chart_is_proved_and_has_the_numbers_of_the_facts(county: str) -> None:
    bulletin, facts = _bulletin(county), _survey(county).facts
    kinds = {(chart.form.value, chart.name.partition("，")[2].partition(".")[0]) for chart in charts(bulletin)}
    # Whether a form can show rows at all does not depend on the county, which may have no breakdown or list to draw.
    profile = _survey(county).rules.profile
    lacking = {each for each in KINDS if each[1] in ("list", "periods of list") and not profile.lists}
    first = next(iter(profile.breakdowns.values()))
    lacking |= {("ring", "breakdown")} if first.top and not first.rest else set()
    assert kinds == KINDS - lacking
    verify(
        replace(bulletin, body=charts(bulletin)),
        facts.figures,
        {
            "docx": write_docx(replace(bulletin, body=charts(bulletin))),
            "xlsx": write_xlsx(bulletin),
            "html": write_html(replace(bulletin, body=charts(bulletin))).encode(),
        },
    )
    for chart in charts(bulletin):
        _has_the_facts(chart, _survey(county))


def _has_the_facts(chart: Chart, found: Survey) -> None:
    for series in chart.series:
        for point in series.points:
            if point.text:
                (run,) = point.text
                assert found.facts.figures[run.figure].text == run.text


@pytest.mark.rendered
@pytest.mark.parametrize("county", COUNTIES)
def test_both_engines_put_each_chart_on_the_same_page(
    county: str, pages: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    first, second = pages[county]
    placed = [_captions(each) for each in (first, second)]
    assert placed[0] == placed[1]
    assert sum(map(len, placed[0])) == len(charts(_bulletin(county)))


def _captions(pages: tuple[str, ...]) -> list[list[str]]:
    return [re.findall(r"图(\d+)[ 　]+(?:column|stacked|bar|polyline|ring)，", page) for page in pages]


@pytest.mark.rendered
@pytest.mark.parametrize("county", COUNTIES)
def test_both_engines_print_every_number(
    county: str, pages: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    """Numbers that stand upright or on a pattern are words of the page too."""
    for words in ("".join(each).replace(" ", "") for each in pages[county]):
        lacking = [
            plain(point.text)
            for chart in charts(_bulletin(county))
            if chart.form.value in ("column", "bar", "ring", "polyline") and not chart.ends
            for index, series in enumerate(chart.series)
            for at, point in enumerate(series.points)
            if plain(point.text) not in words and not _is_turned(chart) and (index, at) not in unsaid(chart)
        ]
        assert lacking == []


def _is_turned(chart: Chart) -> bool:
    from bulletin_gen.render.charts.looks import turned_numbers
    from bulletin_gen.render.layout import STD

    return turned_numbers(chart, STD.width)
