"""Studies taken together only where they answer the same question."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from library.comparison.sides import THEIRS, theirs

from datashift.comparison import Contribution, Measured, aggregate
from datashift.comparison.pooling import pool
from datashift.estimates.estimate import Estimate
from datashift.kit.problem import Problem


def study(
    name: str, value: float, error: float | None = 0.02, measured: Measured = THEIRS
) -> Contribution:
    return Contribution(name, measured, Estimate("water", {}, value, standard_error=error))


def test_proportions_are_pooled_as_log_odds_and_come_back_as_shares() -> None:
    (group,) = aggregate([study("a", 0.2), study("b", 0.25), study("c", 0.31)]).groups
    odds = [math.log(p / (1 - p)) for p in (0.2, 0.25, 0.31)]
    expected = pool(odds, [0.02 / (p * (1 - p)) for p in (0.2, 0.25, 0.31)])
    assert (group.how, group.scale) == ("pooled", "logit")
    assert group.value == pytest.approx(1 / (1 + math.exp(-expected.value)))
    assert group.lower is not None
    assert group.upper is not None
    assert group.value is not None
    assert 0 < group.lower < group.value < group.upper < 1
    assert group.pooled == expected
    assert "3 studies" in group.notes[0]


def test_unlike_things_are_refused_with_the_reason() -> None:
    points = theirs(unit="water point")
    found = aggregate(
        [study("people", 0.3), study("more people", 0.4), study("points", 0.6, measured=points)]
    )
    assert [group.names for group in found.groups] == [("people", "more people"), ("points",)]
    assert [group.how for group in found.groups] == ["pooled", "alone"]
    (first, second) = found.refused
    assert (first.ours, first.theirs, first.level) == ("people", "points", "proxy")
    assert "counts people" in first.why
    assert second.ours == "more people"


def test_places_and_years_are_pooled_only_on_purpose() -> None:
    elsewhere = study("Mwanza", 0.4, measured=theirs(area="TZ-18"))
    studies = [study("Tanga", 0.3, measured=theirs(area="TZ-25")), elsewhere]
    assert len(aggregate(studies).groups) == 2
    (group,) = aggregate(studies, across=["area"]).groups
    assert "It is the mean of places like these, not the figure of any one of them." in group.notes


def test_a_region_before_and_after_it_was_carved_up_is_not_one_place() -> None:
    before = study("before", 0.4, measured=theirs(area="TZ-18", period="2011"))
    after = study("after", 0.3, measured=theirs(area="TZ-18", period="2012"))
    found = aggregate([before, after])
    assert len(found.groups) == 2
    assert "Mwanza was larger before 2012: Geita and Simiyu were carved out" in found.refused[0].why
    other = [
        replace(one, measured=theirs(area="TZ-21", period=one.measured.definition.period))
        for one in (before, after)
    ]
    assert len(aggregate(other).groups) == 1  # Ruvuma kept its borders


def test_a_study_without_an_error_stands_beside() -> None:
    found = aggregate([study("a", 0.2), study("b", 0.25), study("c", 0.9, None)])
    (group,) = found.groups
    assert (group.names, group.beside) == (("a", "b"), ("c",))


def test_what_nobody_knows_is_said() -> None:
    quiet = replace(THEIRS, question=None, mode=None)
    (group,) = aggregate([study("a", 0.2), study("b", 0.25, measured=quiet)]).groups
    assert "Not known of all: wording, mode." in group.notes


def test_a_share_of_nothing_has_no_log_odds() -> None:
    (group,) = aggregate([study("a", 0.0), study("b", 0.25)]).groups
    assert group.scale == "plain"


def test_the_public_form_holds_groups_and_refusals() -> None:
    found = json.loads(aggregate([study("a", 0.2), study("b", 0.25)]).to_json())
    assert found["schema"] == "datashift/aggregation/1"
    assert found["groups"][0]["pooled"]["studies"] == 2
    assert found["refused"] == []


def test_one_study_or_a_name_twice_is_a_problem() -> None:
    with pytest.raises(Problem, match="only one study"):
        aggregate([study("a", 0.2)])
    with pytest.raises(Problem, match="same name"):
        aggregate([study("a", 0.2), study("a", 0.3)])
