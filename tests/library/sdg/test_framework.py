"""The framework is whole, and its parts know each other."""

from __future__ import annotations

import pytest

from datashift import sdg


def test_the_framework_of_2025_has_17_goals_169_targets_and_251_listed_indicators() -> None:
    # E/CN.3/2025/6 and the list after the 2023 refinement: 248 listed, three added in 2025.
    assert len(sdg.goals()) == 17
    assert len(sdg.targets()) == 169
    assert len(sdg.indicators()) == 251


def test_an_indicator_knows_its_target_its_goal_and_its_series() -> None:
    one = sdg.indicator("5.2.1")
    assert (one.target, one.goal) == ("5.2", "5")
    assert "VC_VAW_MARR" in one.series
    assert "5.2.1" in sdg.series("VC_VAW_MARR").indicators


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        sdg.indicator("6.1.99")
