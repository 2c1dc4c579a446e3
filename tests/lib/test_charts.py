"""Charts draw what the frames say, with days and colours that stay in place."""

from datetime import date, timedelta

import polars as pl
import pytest

from lib import charts
from lib.domain import Temperature
from lib.palette import COLORS
from lib.queries.leads import FLOW

TODAY = date(2026, 3, 10)


def test_the_flow_shows_every_day_also_those_without_leads() -> None:
    flow = pl.DataFrame(
        [(TODAY, "Hot", 3), (TODAY - timedelta(days=2), "Cold", 1)], schema=FLOW, orient="row"
    )
    bars = {bar.name.split()[1]: bar for bar in charts.lead_flow(flow, until=TODAY, days=4).data}
    assert list(bars["Hot"].y) == [0, 0, 0, 3]
    assert list(bars["Cold"].y) == [0, 1, 0, 0]
    assert list(bars["Warm"].y) == [0, 0, 0, 0]
    assert bars["Hot"].x[-1] == TODAY


def test_no_leads_are_an_empty_month_not_an_error() -> None:
    figure = charts.lead_flow(pl.DataFrame(schema=FLOW), until=TODAY)
    assert {len(bar.x) for bar in figure.data} == {30}


def test_temperatures_have_their_colours_whatever_there_is_to_show() -> None:
    figure = charts.lead_flow(pl.DataFrame(schema=FLOW), until=TODAY)
    shown = {bar.name.split()[1]: bar.marker.color for bar in figure.data}
    assert shown == {each.value: COLORS[each] for each in Temperature}


def test_points_lead_from_the_base_to_the_score() -> None:
    evidence = [{"position": 0, "points": 30.0}, {"position": 4, "points": -5.5}]
    bars = charts.points(50.0, evidence).data[0]
    assert list(bars.y) == [50.0, 30.0, -5.5, 0]
    assert list(bars.measure) == ["absolute", "relative", "relative", "total"]
    assert list(bars.text) == ["", "+30", "-6", ""]


def test_of_many_steps_only_those_that_matter_have_a_number() -> None:
    many = [{"position": n, "points": 6.0 if n == 3 else 1.0} for n in range(40)]
    figure = charts.points(50.0, many)
    assert set(figure.data[0].text) == {"", "+6"}
    assert len(figure.layout.xaxis.tickvals) <= 12


def test_steps_that_lead_past_100_on_the_way_stay_in_sight() -> None:
    there = [{"position": 0, "points": 80.0}, {"position": 2, "points": -40.0}]
    assert charts.points(50.0, there).layout.yaxis.range[1] > 130


@pytest.mark.parametrize("dark", [True, False])
def test_charts_leave_the_ground_to_the_page(dark: bool) -> None:
    figure = charts.points(50.0, [], dark=dark)
    assert figure.layout.paper_bgcolor is None
