"""A county: how far its own files are, its periods, a new period."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from bulletin_gen.county.workspace import County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page
from bulletin_gen.keeping.confined import period_named
from bulletin_gen.keeping.states import county_state, not_set_up
from bulletin_gen.leaves.periods import Period, following, month


def home(call: Call) -> Response:
    """The county's periods, the newest first, and what of its own files is not finished."""
    county = County(call.county)
    periods = county.periods()
    states = [county_state(county.folder, period) for period in reversed(periods)]
    return page(
        call, "county.html", states=states, setup=not_set_up(county), next=next_period(periods, call.desk.today()),
        wording=county.wording is not None,
    )  # fmt: skip


def next_period(periods: tuple[Period, ...], today: date) -> Period:
    """The period after the last one; last month where there is none."""
    return following(periods[-1]) if periods else month(today.year, today.month).previous()


def new_one(call: Call) -> Response:
    """The folder of a new period, as ``new`` lays it out."""
    from bulletin_gen.scaffold import new_period

    period = period_named(call.text("period"))
    new_period(call.county, period)
    return go_to(call.county_address(period.key, "files"), "made")
