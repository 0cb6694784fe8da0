"""Short version of tests/endurance/doors_fuzz.py: whatever comes, an answer or a refusal."""

from __future__ import annotations

import pytest
from endurance.doors_fuzz import parsers
from endurance.fuzzing import borne

INPUTS = {
    "multipart": 400,
    "envelope": 400,
    "proof": 400,
    "range": 200,
    "sms": 100,
    "ussd": 10,
    "whatsapp": 40,
    "filter": 300,
    "query": 300,
    "recording": 300,
    "picture": 100,
}


@pytest.mark.parametrize("parser", INPUTS)
def test_damaged_requests_and_files_are_answered_or_refused(parser: str) -> None:
    found = borne(parser, parsers()[parser], INPUTS[parser], seed=7)
    assert found.failures == []
    assert found.answered > 0
