"""Who measures what in a country: citizens and the office side by side, and where nobody does."""

from __future__ import annotations

from django.test import Client
from published import Shown, page


def test_a_grid_says_who_measured_and_where_nobody_did(shown: Shown, stranger: Client) -> None:
    grid = page(stranger, "/places/ke/goals/6/")
    assert "Who measures" in grid
    assert "Of 48 squares of area, year and group" in grid  # Kenya and its 47 counties, 2024
    assert "Nobody measures it in Mombasa" in grid
    assert 'aria-label="an office"' in grid
    assert "Kisima Watch, 2024" in grid
    assert "/places/ke/goals/6/" in page(stranger, "/places/ke/")


def test_a_goal_that_nobody_measured_says_so(shown: Shown, stranger: Client) -> None:
    assert "Nobody has published a figure" in page(stranger, "/places/ke/goals/14/")


def test_what_is_no_country_or_no_goal_has_no_grid(shown: Shown, stranger: Client) -> None:
    for nowhere in ("/places/ke/goals/18/", "/places/nowhere/goals/6/"):
        assert stranger.get(nowhere).status_code == 404
