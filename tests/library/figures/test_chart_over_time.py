"""Voices over time as a Vega-Lite specification: kept apart, and hidden figures left out."""

from __future__ import annotations

import json

import pytest

from datashift.figures import Row
from datashift.figures.pictures import bounded, fonts
from datashift.figures.pictures.chart_over_time import Moment, Voice, of_voices

CITIZENS = Voice(
    "citizen",
    "Kisima Watch: Water points that work",
    "proportion",
    "",
    (
        Moment(2021.0, "2021", Row("Kenya", value=55.5, lower=52.7, upper=58.3, n=120)),
        Moment(2024.0, "2024", Row("Kenya", hidden=True)),
    ),
)
OFFICE = Voice(
    "official",
    "An office: Safe water",
    "proportion",
    "",
    (Moment(2020.0, "2020", Row("Kenya", value=49.0)),),
)


def test_each_figure_says_its_voice_period_and_range() -> None:
    spec = of_voices([CITIZENS, OFFICE], title="Two voices", target=100.0)
    assert spec is not None
    told = {one["told"] for one in spec["data"]["values"]}
    assert told == {
        "Kisima Watch: Water points that work · 2021: 55.5\u00a0%, between 52.7 and 58.3, n = 120",
        "An office: Safe water · 2020: 49.0\u00a0%",
    }
    assert spec["layer"][0]["encoding"]["y"]["datum"] == 100.0


def test_figures_below_zero_are_within_the_axis() -> None:
    growth = Voice(
        "official", "An office: Growth", "mean", "", (Moment(2020.0, "2020", Row("x", value=-7.4)),)
    )
    spec = of_voices([growth], title="Growth")
    assert spec is not None
    assert '"domain": [-8.0, 0.0]' in json.dumps(spec)


def test_without_a_figure_there_is_no_chart() -> None:
    assert of_voices([Voice("citizen", "x", "proportion", "", ())], title="") is None


def test_vega_draws_both_voices(tmp_path_factory: pytest.TempPathFactory) -> None:
    spec = of_voices([CITIZENS, OFFICE], title="Two voices")
    assert spec is not None
    kept = fonts.unpacked(tmp_path_factory.mktemp("time"))
    svg = bounded.drawn("vega", spec=spec, fonts=str(kept)).decode()
    assert "Two voices" in svg
    assert "Officials" in svg
    assert "Instruments" not in svg
