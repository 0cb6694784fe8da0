"""Which percentages are of people and things that were counted, so that "61 in 100" is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from datashift import sdg
from datashift.sdg.framework import all_series

# Every series with a percentage was read by a person, line by line; these are the counts.
COUNTED = frozenset((Path(__file__).parent / "counted.txt").read_text("utf-8").split())
# What a percentage can be of that is nobody: money, land, matter, time.
NOBODY = re.compile(
    r"\S+ of (?:\S+ ){0,2}(?:GDP|GNI|area|land|value|exports|imports|budget|spending|tariffs?|waste|"
    r"wastewater|wildlife|energy|time|income|expenditure|support|resources|revenue|rights|basins|"
    r"aquifers|zones)\b",
    re.IGNORECASE,
)
NO_SHARE = re.compile(
    r"\b(?:growth|rate of change|index|parity|average|mean|gini)\b", re.IGNORECASE
)


def test_every_series_is_counted_or_not_as_it_was_read() -> None:
    assert {one.code for one in all_series().values() if one.counted} == COUNTED


def test_no_percentage_of_money_land_or_matter_is_a_count() -> None:
    titles = {sdg.series(code).title for code in COUNTED}
    assert {one for one in titles if NOBODY.match(one) or NO_SHARE.search(one)} == set()
    assert NOBODY.match("Proportion of total government spending on health")


def test_only_percentages_are_counts() -> None:
    assert {sdg.series(code).unit for code in COUNTED} <= {"PT", ""}


@pytest.mark.parametrize(
    "title",
    [
        "Access to electricity (% of population)",
        "People using safely managed drinking water services, rural (% of rural population)",
        "Women who were first married by age 18 (% of women ages 20-24)",
        "Poverty headcount ratio at national poverty lines (% of population)",
        "Percentage of households with a toilet",
        "People who drink safe water",
        "Schools with electricity (%)",
        "(a) Proportion of total agricultural population with secure rights over land",
    ],
)
def test_a_title_says_that_it_counts(title: str) -> None:
    assert sdg.says_count(title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Forest area (% of land area)",
        "GDP growth (annual %)",
        "Population growth (annual %)",
        "Percentage of population growth in cities",
        "Age dependency ratio (% of working-age population)",
        "Dependency ratio (% of population)",
        "Mobile cellular subscriptions (% of population)",
        "Proportion of women's time spent on unpaid work",
        "Households' spending on health",
        "Population per doctor",
        "Women and men: ratio of earnings",
        "Unemployment, total (% of total labor force)",
        "Growth of income per capita among the bottom 40 per cent of the population",
        "Proporción de la población con agua",  # nobody here reads it: per cent is always true
        "जनसंख्याको प्रतिशत",
    ],
)
def test_a_title_that_does_not_plainly_count_is_no_count(title: str) -> None:
    assert not sdg.says_count(title)
