"""What a machine suggests from a study, by the words of KeSQAF Annex 4."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from datashift.quality.credibility import Facts, Suggestion, framework, sides, suggest

KNBS = framework("knbs-2022")
END = date(2020, 12, 31)


def suggested(key: str, **facts: Any) -> Suggestion:
    return {one.of: one for one in suggest(KNBS, Facts(**facts))}[key]


@pytest.mark.parametrize(
    ("available", "score"),
    [
        (date(2021, 6, 1), 3),
        (date(2021, 12, 31), 3),
        (date(2022, 1, 1), 2),
        (date(2022, 12, 30), 2),
        (date(2022, 12, 31), 1),
        (date(2025, 12, 31), 1),
        (date(2026, 1, 1), 0),
    ],
)
def test_timeliness_at_each_boundary(available: date, score: int) -> None:
    assert suggested("timeliness", period_end=END, available=available).score == score


def test_two_of_the_four_methods_score_one() -> None:
    told = {"sampling": "Strata and clusters are declared.", "analysis": "Every method has a page."}
    found = suggested("methods", documented=told)
    assert found.score == 1
    assert found.evidence[:2] == tuple(told.values())
    assert found.raise_it == (
        "Document precise objectives.",
        "Document how the data were collected.",
    )


@pytest.mark.parametrize(
    ("count", "methods", "accuracy"), [(0, 0, 0), (1, 1, 1), (2, 1, 2), (3, 2, 3), (4, 3, None)]
)
def test_parts_are_counted(count: int, methods: int, accuracy: int | None) -> None:
    def told(parts: list[str]) -> dict[str, str]:
        return dict.fromkeys(parts[:count], "It is documented.")

    four = told(["objectives", "sampling", "collection", "analysis"])
    assert suggested("methods", documented=four).score == methods
    if accuracy is not None:
        three = told(["coverage", "sampling_error", "nonresponse"])
        assert suggested("accuracy", documented=three).score == accuracy


def test_a_missing_document_fails_the_gate_and_is_named() -> None:
    found = suggested("clarity", documents=frozenset({"data", "metadata", "codebook", "report"}))
    assert found.score == 0
    assert found.raise_it == (
        "Add the questionnaire.",
        "Add the ethical approval, where one is needed.",
    )


def test_nothing_known_suggests_nothing_that_needs_knowing() -> None:
    found = {one.of: one.score for one in suggest(KNBS, Facts())}
    assert found == {
        "clarity": 0,
        "relevance": None,
        "timeliness": None,
        "accessibility": None,
        "methods": 0,
        "accuracy": 0,
    }


def test_without_the_words_of_the_levels_there_is_evidence_and_no_score() -> None:
    found = suggest(
        framework("ons-2022"), Facts(match="proxy", period_end=END, available=date(2021, 1, 1))
    )
    assert {one.score for one in found} == {None}
    assert "proxy" in found[0].evidence[0]


def test_a_leap_day_has_an_anniversary() -> None:
    leap = date(2020, 2, 29)
    assert suggested("timeliness", period_end=leap, available=date(2021, 3, 1)).score == 3
    assert suggested("timeliness", period_end=leap, available=date(2021, 3, 2)).score == 2


def test_the_other_sides_are_kept_apart() -> None:
    assert [side.id for side in sides()] == ["community", "consent", "safety", "participation"]
    assert len(sides()[-1].scale) == 5
