"""The five counties' bulletins, made from their work orders and measured as printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.compose import compose
from bulletin_gen.inputs import open_period, read_inputs
from bulletin_gen.intake.read import read_orders
from bulletin_gen.pipeline import assess, count
from bulletin_gen.tree import Bulletin
from render import pages
from render.checks import checks_of
from render.pages import Document

pytestmark = [pytest.mark.rendered, pytest.mark.slow]

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTIES = sorted(profile.parent.name for profile in EXAMPLES.glob("*/profile.yaml"))


def bulletin_of(county: Path) -> Bulletin:
    """The tree of a county's newest period."""
    rules, files = open_period(county, None)
    inputs = read_inputs(rules, files)
    intake = read_orders(files.orders, rules.profile, inputs.registry, files.period, inputs.adjustments)
    facts, _ = assess(rules, files.period, inputs, count(rules, files.period, inputs, intake.dispatches))
    return compose(facts, rules.profile, inputs.narrative, rules.templates, inputs.narrative_file, rules.wording)


@pytest.fixture(scope="module")
def bulletins() -> dict[str, Bulletin]:
    pages.require()
    return {name: bulletin_of(EXAMPLES / name) for name in COUNTIES}


@pytest.fixture(scope="module")
def rendered(bulletins: dict[str, Bulletin], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    return pages.render(bulletins, tmp_path_factory.mktemp("counties"))


def test_there_are_five() -> None:
    assert len(COUNTIES) == 5


@pytest.mark.parametrize("name", COUNTIES)
def test_a_county_s_bulletin_as_printed(
    bulletins: dict[str, Bulletin], rendered: dict[str, Document], name: str
) -> None:
    for check in checks_of(bulletins[name]):
        check(bulletins[name], rendered[name])
