"""What a study says of itself, and what only people can say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from datashift.figures import Finding, Row
from datashift.quality.credibility import Suggestion, framework, suggest
from datashift.studies import Specification, parse
from datashift.studies.credibility import facts_of, last_day

TEXT = """\
study: 1
title: Pumps that work
description: To see where pumps are not repaired.
licence: {licence}
unit: pump
data: {{file: pumps.csv}}
design: {{sampling: probability, strata: ward, nonresponse: {{answered: answered}}}}
time: {{value: 2024}}
variables:
  works: {{from: state, map: {{works: 1, broken: 0}}}}
indicators:
  - id: works
    title: Pumps that work
    sdg: 6.1.1
    match: partial
    coverage: All wards but the island.
    measure: proportion
    of: works
"""
FOUND = Finding(
    id="works",
    title="Pumps that work",
    headline="57 in 100 pumps work",
    range="",
    quantity="proportion",
    unit_measure="PT",
    unit="pump",
    period="2023–2024",
    overall=Row("All", value=57.0, lower=50.0, upper=64.0, n=58),
)


def said(licence: str = "CC-BY-4.0") -> Specification:
    return parse(TEXT.format(licence=licence)).specification


def scores(suggestions: tuple[Suggestion, ...]) -> dict[str, int | None]:
    return {one.of: one.score for one in suggestions}


def test_a_documented_study_is_suggested_what_it_shows() -> None:
    facts = facts_of(
        said(),
        [FOUND],
        published=date(2025, 6, 1),
        records="open",
        documents=["instruments", "ethics"],
        statements={"collection": "Twelve people walked from pump to pump."},
    )
    assert scores(suggest(framework("knbs-2022"), facts)) == {
        "clarity": 1,
        "relevance": 2,
        "timeliness": 3,
        "accessibility": 3,
        "methods": 3,
        "accuracy": 3,
    }


def test_before_it_is_computed_nothing_is_handed_over_but_its_codebook() -> None:
    facts = facts_of(said(), [])
    assert facts.documents == {"codebook"}
    assert (facts.period_end, facts.available, facts.access) == (None, None, "internal")
    assert "sampling_error" not in (facts.documented or {})


def test_records_without_a_licence_to_use_them_are_not_open() -> None:
    facts = facts_of(said("ask us"), [FOUND], published=date(2025, 6, 1), records="open")
    assert facts.access == "request"
    assert facts_of(said(), [FOUND], published=date(2025, 6, 1)).access is None


def test_figures_without_ranges_report_no_sampling_error() -> None:
    bare = replace(FOUND, overall=replace(FOUND.overall, lower=None, upper=None))
    assert "sampling_error" not in (facts_of(said(), [bare]).documented or {})


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-Q2", date(2024, 6, 30)),
        ("2024-02", date(2024, 2, 29)),
        ("2024-02-03", date(2024, 2, 3)),
        ("2024-13", None),
        ("last spring", None),
        ("", None),
    ],
)
def test_the_last_day_of_a_period(period: str, day: date | None) -> None:
    assert last_day(period) == day


def test_the_period_ends_with_the_last_finding() -> None:
    later = replace(FOUND, period="2025-03")
    assert facts_of(said(), [FOUND, later]).period_end == date(2025, 3, 31)
