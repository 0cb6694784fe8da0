"""On a topic that can hurt, being told which hidden figures are small does not give any away."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from library.disclosure.attacker import Group
from library.disclosure.people import By, estimates, population
from scipy.optimize import Bounds, LinearConstraint, milp

from datashift.disclosure import Topic, protect, rules_for

CODES = {"age": 3, "place": 2}
BY: By = ((), ("age",), ("place",), ("age", "place"))


SOME: By = ((), ("age",), ("place",), ("sex",), ("age", "place"), ("place", "sex"))
RING: By = (*SOME, ("age", "sex"))


def worked_out(people: dict[Group, int], topic: Topic, by: By = BY) -> Counter[str]:
    """Small figures, and how many of them are known to who is told which these are."""
    figures = estimates(people, by)
    rules = rules_for(topic)
    protection = protect(figures, policy=rules)
    cells = protection.cells
    inner = [group for group, number in people.items() if number or by != BY]
    rows = np.array(
        [[float(set(c.estimate.domain.items()) <= set(group)) for group in inner] for c in cells]
    )
    low, high = np.array([f.n for f in figures], float), np.array([f.n for f in figures], float)
    small = np.array(
        [cell.hidden and f.n < rules.minimum for cell, f in zip(cells, figures, strict=True)]
    )
    hidden = np.array([cell.hidden for cell in cells])
    low[small], high[small] = 1, rules.minimum - 1
    low[hidden & ~small], high[hidden & ~small] = rules.minimum, np.inf
    found = 0
    for at in np.flatnonzero(small):
        ends = []
        for sign in (1, -1):
            result = milp(
                sign * rows[at],
                constraints=LinearConstraint(rows, low, high),
                bounds=Bounds(int(by == BY), np.inf),
                integrality=np.ones(len(inner), dtype=np.int64),
            )
            assert result.x is not None, result.message
            ends.append(round(sign * result.fun))
        found += ends[0] == ends[1]
    assert not (found and protection.audit.told)
    return Counter(small=int(small.sum()), found=found)


def over(topic: Topic, tables: int = 40) -> Counter[str]:
    return sum((worked_out(population(s, CODES, 30.0), topic) for s in range(tables)), Counter())


def test_on_an_ordinary_topic_a_few_are_given_away() -> None:
    assert over("ordinary")["found"] > 0


@pytest.mark.parametrize("topic", ["sensitive", "sealed"])
def test_nothing_is_known_to_who_is_told_which_are_small(topic: Topic) -> None:
    told = over(topic)
    assert told["small"] > 90
    assert told["found"] == 0


@pytest.mark.parametrize("by", [SOME, RING])
def test_nor_where_only_some_crossings_are_published(by: By) -> None:
    codes = {"age": 3, "place": 2, "sex": 2}
    studies = [worked_out(population(s, codes, 12.0), "sensitive", by) for s in range(8)]
    told = sum(studies, Counter())
    assert told["small"] > 10
    assert told["found"] == 0
