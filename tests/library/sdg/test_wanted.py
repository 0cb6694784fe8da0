"""What the framework wants of an indicator."""

from __future__ import annotations

from datashift import sdg
from datashift.sdg.wanted import _WANTED, wanted


def test_every_code_is_one_of_the_framework() -> None:
    assert set(_WANTED) <= {one.code for one in sdg.indicators()}


def test_halving_depends_on_where_one_began() -> None:
    poverty = wanted("1.2.1")
    assert poverty is not None
    assert poverty.number(40.0) == 20.0
    water = wanted("6.1.1")
    assert water is not None
    assert water.number(58.5) == 100.0


def test_what_the_wording_leaves_open_stays_open() -> None:
    assert wanted("12.3.1") is None
    accounts = wanted("8.10.2")
    assert accounts is not None
    assert accounts.value is None
