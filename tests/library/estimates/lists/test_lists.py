"""How many are on no list: what is found, what is warned of, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from datashift.estimates.lists import (
    Overlap,
    UnderCounting,
    fitted,
    hierarchical,
    overlap,
    overlap_of,
    profile_interval,
    undercount,
)
from datashift.kit.problem import Problem

CASES = UnderCounting("cases")


def drawn(chance: np.random.Generator, total: int, reach: tuple[float, ...]) -> Overlap:
    """Lists that reach people separately."""
    membership = chance.random((total, len(reach))) < np.array(reach)
    return overlap_of([f"list {at}" for at in range(len(reach))], membership)


def codes(seen: Overlap) -> set[str]:
    return {flag.code for flag in undercount(seen, CASES).flags}


def test_a_table_of_members_becomes_histories() -> None:
    membership = np.array([[1, 1, 0], [0, 0, 1], [1, 1, 0], [0, 0, 0]], dtype=bool)
    seen = overlap_of("abc", membership)
    assert {name: count for name, count in seen.histories.items() if count} == {"110": 2, "001": 1}
    assert (seen.listed, seen.repeated, seen.on(0), seen.on(0, 1)) == (3, 2, 2, 2)


def test_the_redear_sunfish_of_gibson_lake() -> None:
    """109 marked, 177 caught later, 57 of them marked: Chapman 336.6.

    Gerking (1953), quoted in Ricker (1975), Bulletin 191 of the Fisheries Research Board of Canada,
    example 3.1.
    """
    found = undercount(overlap("ab", {"11": 57, "10": 109 - 57, "01": 177 - 57}), CASES)
    assert found.total == pytest.approx(110 * 178 / 58 - 1)
    assert round(found.total) == 337


def test_the_words_of_a_result() -> None:
    found = undercount(overlap("ab", {"11": 57, "10": 52, "01": 120}), CASES)
    assert found.statement.startswith("The lists hold 229 together; about 108 more")
    figure = found.estimate({"TIME_PERIOD": "2016"})
    assert (figure.n, figure.method) == (229, "lists.chapman")
    assert figure.value == found.total
    assert any("With two lists" in note for note in figure.notes)
    assert found.completeness == pytest.approx(229 / found.total)


def test_lists_that_hold_the_same_people_miss_nobody() -> None:
    found = undercount(overlap("ab", {"11": 40, "01": 9}), CASES)
    assert found.missed == pytest.approx(0)
    assert (found.lower, found.upper) == pytest.approx((49, 49))


def test_two_lists_can_never_test_that_they_are_separate() -> None:
    assert {"lists.two", "lists.unequal", "lists.closed", "lists.linkage"} <= codes(
        overlap("ab", {"11": 30, "10": 50, "01": 60})
    )


def test_a_best_model_without_anything_left_to_test_it_is_said() -> None:
    """The hepatitis outbreak of Chao et al. (2001): a later check found about 545."""
    seen = {"111": 28, "110": 21, "101": 17, "100": 69, "011": 18, "010": 55, "001": 63}
    hepatitis = overlap("PQE", seen)
    assert {"lists.saturated", "lists.all_depend", "lists.at_least"} <= codes(hepatitis)
    found = undercount(hepatitis, CASES)
    assert found.at_least is not None
    assert found.at_least < 545 < found.total


def test_models_that_share_nobody_are_left_out_and_counted() -> None:
    found = undercount(
        overlap("abc", {"110": 20, "100": 60, "010": 50, "001": 40, "011": 10}), CASES
    )
    assert "lists.left_out" in {flag.code for flag in found.flags}
    assert len(found.models) < len(hierarchical(3))
    assert np.isfinite(found.upper)


@pytest.mark.parametrize(
    ("names", "histories", "code"),
    [
        ("a", {"1": 5}, "lists.one"),
        ("abcdef", {"111111": 5}, "lists.too_many"),
        ("aa", {"11": 5}, "lists.names"),
        ("ab", {"111": 5}, "lists.history"),
        ("ab", {"00": 5}, "lists.history"),
        ("ab", {"11": -5}, "lists.not_whole"),
        ("ab", {"10": 50, "01": 60}, "lists.no_overlap"),
        ("ab", {"11": 6, "10": 50, "01": 60}, "lists.sparse"),
        ("abc", {"110": 60, "100": 60, "010": 60, "001": 60}, "lists.no_overlap"),
    ],
)
def test_what_cannot_be_estimated_is_refused(
    names: str, histories: dict[str, int], code: str
) -> None:
    with pytest.raises(Problem) as problem:
        undercount(overlap(tuple(names), histories), CASES)
    assert problem.value.code == code


def test_there_are_as_many_models_as_the_literature_counts() -> None:
    """Hierarchical models with all lists and without the highest dependence: 8 and 113."""
    assert [len(hierarchical(lists)) for lists in (2, 3, 4)] == [2, 8, 113]


counts_of_three = some.lists(some.integers(8, 200), min_size=7, max_size=7)


@given(counts_of_three)
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_lists_does_not_matter(counts: list[int]) -> None:
    names = ["".join(one) for one in ("001", "010", "011", "100", "101", "110", "111")]
    given = dict(zip(names, counts, strict=True))
    turned = {name[::-1]: count for name, count in given.items()}
    one, other = (undercount(overlap("abc", each), CASES) for each in (given, turned))
    assert one.total == pytest.approx(other.total, rel=1e-8)
    assert one.upper == pytest.approx(other.upper, rel=1e-8)


@given(counts_of_three)
@settings(max_examples=25, deadline=None)
def test_a_total_lies_in_its_range_and_never_below_those_listed(counts: list[int]) -> None:
    names = ("001", "010", "011", "100", "101", "110", "111")
    found = undercount(overlap("abc", dict(zip(names, counts, strict=True))), CASES)
    assert found.overlap.listed <= found.lower <= found.total <= found.upper


@given(counts_of_three)
@settings(max_examples=15, deadline=None)
def test_the_profile_holds_what_the_model_says(counts: list[int]) -> None:
    names = ("001", "010", "011", "100", "101", "110", "111")
    seen = overlap("abc", dict(zip(names, counts, strict=True)))
    model = frozenset({frozenset({0, 1})})
    (found,) = fitted(seen, [model])
    assert found is not None
    lower, upper = profile_interval(seen, model)
    assert lower < found.total + 1
    assert upper is None or upper > found.total - 1


def test_four_separate_lists_have_many_models_of_little_weight() -> None:
    found = undercount(drawn(np.random.default_rng(1), 600, (0.4, 0.35, 0.3, 0.3)), CASES)
    assert found.models[0].weight < 0.2
    assert found.lower <= 600 <= found.upper


def test_separate_lists_are_covered_as_often_as_said() -> None:
    chance = np.random.default_rng(7)
    held = np.zeros(2)
    for _ in range(150):
        for at, reach in enumerate(((0.4, 0.3), (0.5, 0.4, 0.3))):
            found = undercount(drawn(chance, 600, reach), CASES)
            held[at] += found.lower <= 600 <= found.upper
    assert (held / 150 >= 0.91).all()


def test_averaging_covers_lists_that_depend_on_each_other() -> None:
    """People on the first list are likelier to be on the second; the third is separate."""
    chance = np.random.default_rng(9)
    held = apart = 0
    for _ in range(100):
        first = chance.random(800) < 0.5
        second = chance.random(800) < np.where(first, 0.6, 0.25)
        third = chance.random(800) < 0.4
        seen = overlap_of("abc", np.column_stack([first, second, third]))
        found = undercount(seen, CASES)
        held += found.lower <= 800 <= found.upper
        two = undercount(overlap_of("ab", np.column_stack([first, second])), CASES)
        apart += two.lower <= 800 <= two.upper
    assert held >= 88
    assert apart <= 10  # what the warning on two lists is about
