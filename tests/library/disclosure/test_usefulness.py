"""Safety is not bought by hiding everything."""

from __future__ import annotations

from library.disclosure import attacker
from library.disclosure.attacker import Row
from library.disclosure.people import estimates, naive, population, published

from datashift.disclosure import protect
from datashift.estimates.estimate import Estimate

MINIMUM = 10
BY = ((), ("place",), ("SEX",), ("place", "SEX"))


def _next_smallest(figures: list[Estimate]) -> list[Row]:
    """The usual rule of thumb, at the same safety.

    While a hidden number is too well known, hide the smallest number shown in its row or column.
    """
    rows = naive(figures, MINIMUM)
    while True:
        ranges = attacker.ranges(rows, enough=MINIMUM)
        weak = [where for where, (low, high) in ranges.items() if high - low < MINIMUM]
        if not weak:
            return rows
        _, group = weak[0]
        beside = [
            (figure.n, at)
            for at, (figure, row) in enumerate(zip(figures, rows, strict=True))
            if not row.hidden and figure.domain and (set(row.group) & set(group) or len(group) == 1)
        ] or [(f.n, at) for at, f in enumerate(figures) if not rows[at].hidden and f.domain]
        _, at = min(beside)
        rows[at] = Row(rows[at].measure, rows[at].group, None, None)


def test_no_more_is_hidden_than_by_the_rule_of_thumb_at_the_same_safety() -> None:
    ours = theirs = lost = lost_by_them = 0
    for seed in range(6):
        figures = estimates(population(seed, {"place": 6, "SEX": 2}, 25.0), BY)
        rows = published(protect(figures, minimum=MINIMUM))
        rule = _next_smallest(figures)
        ours += sum(row.hidden for row in rows)
        theirs += sum(row.hidden for row in rule)
        lost += sum(f.n for f, row in zip(figures, rows, strict=True) if row.hidden)
        lost_by_them += sum(f.n for f, row in zip(figures, rule, strict=True) if row.hidden)
    assert ours <= theirs, (ours, theirs, lost, lost_by_them)
    assert lost <= 0.8 * lost_by_them
