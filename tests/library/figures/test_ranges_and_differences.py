"""Ranges, reasons and differences: what a reader is told and shown, for every quantity."""

from __future__ import annotations

import dataclasses
import doctest
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from datashift.estimates import Quantity, Sampling
from datashift.estimates.sensitivity import FEW, NOTHING, REASONS, TOO_NEAR_THE_END
from datashift.figures import Apart, Breakdown, Finding, Row, Said, leading_figure, sections, words
from datashift.figures import differences as apart
from datashift.figures.quantile_dots import DOTS, places, quantile_dots

QUANTITIES: tuple[Quantity, ...] = get_args(Quantity)
MEAN = Finding(
    id="minutes",
    title="Minutes to water",
    headline="Minutes to water: 33.5 minutes",
    range="Between 30 and 37 minutes.",
    quantity="mean",
    unit_measure="MIN",
    unit_words="minutes",
    unit="household",
    sampling="probability",
    overall=Row("All", value=33.5, lower=30.0, upper=37.0, n=400, unanswered=4.0),
    missing=17,
)


def test_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(apart).failed == 0


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_quantity_has_a_headline_a_range_and_a_drawing(quantity: Quantity) -> None:
    row = Row("All", value=42.0, lower=38.2, upper=46.9, n=400)
    said = words.headline(row, quantity, title="T", sentence="of them", unit_words="")
    assert "42" in said or "4 in 10" in said
    assert said.endswith("of them")
    assert words.range_in_words(row, quantity, reason="").startswith("Between 38")
    finding = dataclasses.replace(MEAN, quantity=quantity, overall=row)
    drawn = leading_figure(finding)
    assert drawn is not None
    assert ("100 dots" if quantity == "proportion" else "20 dots") in drawn[0].text


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_without_a_range_the_reason_takes_its_place(quantity: Quantity) -> None:
    reasons = [*(REASONS[one] for one in get_args(Sampling) if one in REASONS), FEW, NOTHING]
    for reason in (*reasons, TOO_NEAR_THE_END):
        row = Row("All", value=42.0, n=400, reason=reason)
        assert words.range_in_words(row, quantity, reason=reason) == reason
        assert reason.endswith(".")
    html = sections(dataclasses.replace(MEAN, quantity=quantity, overall=row, range=reason))
    assert "There is no “between … and …” here." in html
    assert "20 dots" not in html


@pytest.mark.parametrize("quantity", ["median", "quantile", "gini", "quintile_ratio"])
def test_a_less_familiar_number_says_what_it_means(quantity: Quantity) -> None:
    assert words.meaning(quantity, 0.9)
    assert not words.meaning("mean")


def test_small_shares_keep_a_decimal() -> None:
    row = Row("All", value=1.1, lower=0.4, upper=2.9)
    assert words.range_in_words(row, "proportion", reason="") == "Between 0.4 and 2.9 in 100."


@given(st.floats(-1e4, 1e4), st.floats(0.01, 1e3), st.floats(0.01, 1e3))
def test_twenty_dots_are_the_twentieths_of_the_range(
    value: float, below: float, above: float
) -> None:
    at = places(value, value - below, value + above)
    assert len(at) == DOTS
    assert at == sorted(at)
    for number, one in enumerate(at):
        reach = above if number >= DOTS / 2 else below
        expected = value + reach * stats.norm.ppf((number + 0.5) / DOTS) / stats.norm.ppf(0.975)
        assert one == pytest.approx(expected, abs=1e-6 * max(1, abs(value)))
    drawn = quantile_dots(value, value - below, value + above, against=0.0)
    assert drawn is not None
    assert drawn.svg.count("<circle") == DOTS
    assert "style=" not in drawn.svg


def test_a_difference_that_may_be_none_says_so() -> None:
    said = apart.in_words("Women", "Men", 2.0, -1.2, 5.2, "proportion")
    assert "may also be none" in said
    drawn = quantile_dots(2.0, -1.2, 5.2, against=0.0)
    assert drawn is not None
    assert "2 lie below 0 and 18 above" in drawn.text


@pytest.mark.parametrize("quantity", [q for q in QUANTITIES if q not in ("median", "quantile")])
def test_every_quantity_has_words_for_a_difference(quantity: Quantity) -> None:
    more = apart.in_words("A", "B", 12.0, 4.0, 20.0, quantity)
    less = apart.in_words("A", "B", -12.0, -20.0, -4.0, quantity)
    assert more.startswith("A: 12")
    assert "Between 4" in more
    assert "Between 4" in less
    assert more != less
    assert "−" not in less, "fewer 12, not fewer −12"
    assert apart.in_words("A", "B", 1.0, None, None, quantity, reason="No lot.").endswith("No lot.")


def test_a_page_shows_differences_and_hides_what_is_hidden() -> None:
    hidden = apart.in_words("Rural", "Urban", None, None, None, "mean", hidden=True)
    finding = dataclasses.replace(
        MEAN,
        differences=(
            Apart("Women", "Men", "", "Women: 3 minutes more than men.", 3.0, 1.0, 5.0),
            Apart("Rural", "Urban", "Lindi", hidden, hidden=True),
        ),
        weighting=(Said("Weights", "They were raked."),),
    )
    html = sections(finding)
    assert "<h2>Women: 3 minutes more than men" in html
    assert "Rural and urban: hidden" in html
    assert "They were raked." in html
    assert "17 households without a usable answer, 4\u00a0% of the whole" in html
    assert Finding.from_json(finding.to_json()) == finding


def test_what_is_too_uncertain_is_said() -> None:
    poor = Row("Mir", {"p": "m"}, 12.0, 1.0, 60.0, 12, reliability="unreliable")
    none = Row("Ostel", {"p": "o"}, 12.0, n=40, reason=FEW)
    finding = dataclasses.replace(
        MEAN,
        quantity="proportion",
        overall=dataclasses.replace(poor, name="All", domain={}),
        breakdowns=(Breakdown("By province", ("p",), (poor, none)),),
    )
    html = sections(finding)
    assert "Too uncertain to rely on: Mir." in html
    assert f"No range for Ostel: {FEW}" in html
    assert "Do not rely on this figure." in html
