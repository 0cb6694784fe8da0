from __future__ import annotations

import pytest

from datashift.estimates.reliability import Reliability, judged


@pytest.mark.parametrize(
    ("share", "lower", "upper", "n", "effective", "degrees", "expected"),
    [
        (0.5, 0.45, 0.55, 400, 380.0, 60, "reliable"),
        (0.5, 0.45, 0.55, 29, None, 60, "unreliable"),
        (0.5, 0.45, 0.55, 200, 25.0, 60, "unreliable"),
        (0.5, 0.34, 0.65, 60, None, 60, "unreliable"),
        (0.03, 0.01, 0.07, 100, None, 60, "unreliable"),
        (0.01, 0.005, 0.02, 900, None, 60, "reliable"),
        (0.5, 0.45, 0.55, 400, None, 7, "review"),
        (1.0, 0.98, 1.0, 400, None, 60, "review"),
        (0.97, 0.93, 0.99, 100, None, 60, "review"),
    ],
)
def test_the_nchs_standards(
    share: float,
    lower: float,
    upper: float,
    n: int,
    effective: float | None,
    degrees: float,
    expected: Reliability,
) -> None:
    judgement, why = judged(share, lower, upper, n, effective, degrees)
    assert judgement == expected
    assert (why == "") == (judgement == "reliable")
