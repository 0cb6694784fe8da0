"""Short versions of three fuzzers of tests/endurance: whatever comes, an answer or a refusal."""

from __future__ import annotations

import pytest
from endurance import imports_fuzz, official_fuzz, tables_fuzz
from endurance.fuzzing import borne

PARSERS = {**imports_fuzz.parsers(), **official_fuzz.parsers(), **tables_fuzz.parsers()}
MANY = {"same", "archive", "geojson", "topojson", "expression"}


@pytest.mark.parametrize("parser", PARSERS)
def test_damaged_files_are_answered_or_refused(parser: str) -> None:
    found = borne(parser, PARSERS[parser], 40 if parser in MANY else 5, seed=7)
    assert found.failures == []
