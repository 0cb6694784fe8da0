"""Small words that sentences are made of."""

from __future__ import annotations

import doctest

import pytest

from datashift.comparison import nearest, values, wording


@pytest.mark.parametrize("module", [wording, values, nearest])
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
