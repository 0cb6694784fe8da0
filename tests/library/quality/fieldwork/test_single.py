"""One submission beside the others: what stands out, and what chance alone never raises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datashift.quality.fieldwork import single


def interviews(count: int, questions: int, choices: int, seed: int = 1) -> single.Codes:
    chance = np.random.default_rng(seed)
    return chance.integers(0, choices, (count, questions)).astype(np.int32)


def test_a_copied_interview_is_found_with_the_one_it_copies() -> None:
    answers = interviews(400, 20, 5)
    answers[390] = answers[12]
    answers[390, 3] = (answers[12, 3] + 1) % 5
    (found,) = single.near_duplicates(answers)
    assert (found.row, found.other) == (390, 12)
    assert found.values == {"same": 19, "of": 20}


@pytest.mark.parametrize("choices", [2, 3, 5])
def test_honest_interviews_are_never_called_copies(choices: int) -> None:
    raised = [len(single.near_duplicates(interviews(300, 25, choices, seed))) for seed in range(20)]
    assert sum(raised) == 0


def test_agreeing_in_what_everybody_says_is_no_copy() -> None:
    answers = np.zeros((100, 40), dtype=np.int32)
    assert single.near_duplicates(answers) == []


def test_an_interview_of_two_minutes_stands_out_among_hours() -> None:
    minutes = np.array([30.0] * 30 + [9.0, 11.0, np.nan])
    assert [one.row for one in single.hasty(minutes)] == [30]


def test_a_point_on_null_island_is_far_and_a_neighbouring_district_is_not() -> None:
    longitude = np.concatenate([34.7 + np.arange(40) / 100, [0.0, np.nan]])
    latitude = np.concatenate([np.full(40, -0.1), [0.0, np.nan]])
    (found,) = single.far_off(longitude, latitude)
    assert found.row == 40
    # From 34.9 E to the Greenwich meridian along the equator: 34.9 x 111.19 km.
    assert found.values["kilometres"] == pytest.approx(34.9 * 111.19, rel=0.01)


def test_a_thousand_people_in_one_household_are_looked_at() -> None:
    people = np.array([float(at % 9) for at in range(60)] + [1000.0])
    (found,) = single.outlying("people", people)
    assert (found.row, found.about, found.values["value"]) == (60, "people", 1000)


def test_open_questions_that_everybody_answers_are_counted() -> None:
    answers = interviews(100, 10, 3)
    answers[:60, 9] = -1  # asked of few
    answers[7, [0, 1]] = -1
    answers[8, [0]] = -1
    (found,) = single.left_open(answers)
    assert (found.row, found.values) == (7, {"open": 2, "of": 9})


def test_a_clock_that_runs_backwards_or_ahead() -> None:
    day = 24 * 60.0
    found = single.clock_wrong(
        np.array([0.0, 10.0, 3 * day, np.nan]),
        np.array([5.0, 5.0, 3 * day, 1.0]),
        np.array([day] * 4),
    )
    assert [one.row for one in found] == [1, 2]


@settings(max_examples=40)
@given(st.integers(0, 30), st.integers(0, 8), st.integers(0, 2**32 - 1))
def test_the_order_of_questions_says_nothing(count: int, questions: int, seed: int) -> None:
    answers = interviews(count, questions, 4, seed)
    turned = answers[:, ::-1].copy()
    first = [(one.row, one.other) for one in single.near_duplicates(answers)]
    assert first == [(one.row, one.other) for one in single.near_duplicates(turned)]
