"""Short version of tests/endurance/questionnaires_fuzz.py: whatever comes, an answer or a refusal."""

from __future__ import annotations

import pytest
from endurance.fuzzing import borne
from endurance.questionnaires_fuzz import parsers

INPUTS = {
    "entries": 300,
    "choices": 300,
    "places": 300,
    "submission": 600,
    "xform": 300,
    "manifest": 300,
    "workbook": 40,
    "csv-form": 40,
    "beside": 40,
    "xlsform": 8,
    "xls-form": 8,
}


@pytest.mark.parametrize("parser", INPUTS)
def test_damaged_documents_are_answered_or_refused(parser: str) -> None:
    found = borne(parser, parsers()[parser], INPUTS[parser], seed=7)
    assert found.failures == []
    assert found.answered > INPUTS[parser] / 10
    assert found.refused > 0
