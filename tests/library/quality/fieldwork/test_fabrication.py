"""Planted fabricators are found, and honest surveys seldom raise an alarm."""

from __future__ import annotations

import numpy as np
import pytest
from library.quality.fieldwork.simulated import FIELDWORK, Way, survey

from datashift.kit.problem import Problem
from datashift.quality.fieldwork import Fieldwork, look


def test_a_survey_in_which_a_fifth_of_alarms_are_allowed_raises_about_that_many() -> None:
    """30 honest surveys at a rate of 20 %: twelve alarms or more come by chance once in 100."""
    alarms = 0
    for seed in range(30):
        chance = np.random.default_rng(seed)
        data = survey(chance, interviewers=8, interviews=20, places=2)
        found = look(data, FIELDWORK, chance=chance, false_alarms=0.2, draws=99)
        alarms += bool(found.signals)
    assert alarms <= 11


@pytest.mark.parametrize(
    ("way", "checks"),
    [
        ("copies", {"likeness"}),
        ("invents", {"commonness", "roundness"}),
        ("hurries", {"haste", "straightness"}),
    ],
)
def test_each_way_of_making_up_interviews_is_seen_by_its_checks(way: Way, checks: set[str]) -> None:
    chance = np.random.default_rng(1)
    data = survey(chance, interviewers=12, interviews=30, places=3, made_up={4: way})
    found = look(data, FIELDWORK, chance=chance, draws=199)
    assert checks <= {one.check for one in found.signals if one.interviewer == "W04"}
    assert found.signals[0].interviewer == "W04"


def test_the_public_sentence_names_nobody() -> None:
    chance = np.random.default_rng(2)
    data = survey(chance, interviewers=8, interviews=20, places=2, made_up={3: "hurries"})
    found = look(data, FIELDWORK, chance=chance, draws=99)
    assert "W03" in found.signals[0].message
    assert "W0" not in found.public
    assert "The work of 1 of 8 interviewers was looked at again" in found.public


def test_who_worked_alone_in_a_place_cannot_be_told_from_it() -> None:
    chance = np.random.default_rng(3)
    data = survey(chance, interviewers=4, interviews=10, places=4)
    found = look(data, FIELDWORK, chance=chance, draws=19)
    assert not found.signals
    assert "4 of 4 interviewers worked where no other did" in found.notes[0]


def test_too_few_interviews_are_not_judged() -> None:
    data = survey(np.random.default_rng(4), interviewers=3, interviews=4)
    with pytest.raises(Problem, match="Fewer than two interviewers have 5 interviews"):
        look(data, Fieldwork("who"), chance=np.random.default_rng(0))
