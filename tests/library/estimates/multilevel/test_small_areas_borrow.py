from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from library.estimates.multilevel.biased import population, volunteers

from datashift.estimates import Design, Measure
from datashift.estimates.multilevel import Modelled, Multilevel, model_and_poststratify
from datashift.estimates.selection import assumption, is_conditional

VOLUNTEERS = Design("volunteer")
YES = Measure("yes", "proportion", "yes", by=((), ("area",)))
ASKED = Multilevel(groups=("area", "age"), fixed=("sex",), draws=300)


def modelled(data: pa.Table, cells: pa.Table, measure: Measure = YES) -> Modelled:
    return model_and_poststratify(
        data, VOLUNTEERS, [measure], cells, ASKED, chance=np.random.default_rng(2)
    )


def test_where_selection_is_explained_areas_are_found_better_and_ranges_hold_the_truth() -> None:
    """The long run is tests/endurance/multilevel_coverage.py."""
    chance = np.random.default_rng(20261123)
    covered, apart, plain = [], [], []
    for _ in range(10):
        people = population(chance)
        data = volunteers(people, 600, chance)
        truth = people.by_area(people.share)
        for one, true in zip(modelled(data, people.cells).estimates[1:], truth, strict=True):
            assert one.value is not None
            assert one.lower is not None
            assert one.upper is not None
            covered.append(one.lower <= true <= one.upper)
            apart.append((one.value - true) ** 2)
            mine = data.filter(pc.field("area") == one.domain["area"])["yes"]
            plain += [(pc.mean(mine).as_py() - true) ** 2] if len(mine) else []
    assert np.mean(apart) < 0.4 * np.mean(plain)
    assert 0.89 < np.mean(covered) < 0.99


def test_an_area_s_own_share_is_the_weight_of_its_mean_in_a_balanced_model() -> None:
    """With n answers in each of k areas: own = g + (1 - g) / k, g = s2 / (s2 + r2 / n)."""
    chance = np.random.default_rng(8)
    area = np.repeat(np.arange(12), 9)
    amounts = chance.normal(0, 2, 12)[area] + chance.normal(0, 3, 108)
    names = [f"A{number:02d}" for number in area]
    found = model_and_poststratify(
        pa.table({"area": names, "amount": amounts}),
        VOLUNTEERS,
        [Measure("amount", "mean", "amount", by=(("area",),))],
        pa.table({"area": sorted(set(names)), "total": [100.0] * 12}),
        Multilevel(groups=("area",), draws=50),
        chance=chance,
    )
    between = found.models[0].groups[0].deviation ** 2
    assert found.models[0].residual is not None
    within = found.models[0].residual ** 2
    weight = between / (between + within / 9)
    for one, source in zip(found.estimates, found.borrowed, strict=True):
        assert source.own == pytest.approx(weight + (1 - weight) / 12)
        assert one.numerator is not None
        expected = weight * one.numerator / 9 + (1 - weight) * amounts.mean()
        assert one.value == pytest.approx(expected)


def test_an_area_nobody_answered_from_has_a_figure_that_says_so() -> None:
    chance = np.random.default_rng(4)
    people = population(chance)
    data = volunteers(people, 600, chance)
    data = data.filter(pc.field("area") != "A07")
    found = modelled(data, people.cells)
    here = [one.domain.get("area") for one in found.estimates].index("A07")
    estimate, source = found.estimates[here], found.borrowed[here]
    assert estimate.n == 0
    assert (source.own, source.empty, source.unseen) == (0, 1, 1)
    assert estimate.notes[1] == (
        "Nobody of this group is in the data: the whole figure is what the model expects of people "
        "like them."
    )
    assert estimate.lower is not None
    assert estimate.upper is not None
    widths = [(one.upper or 0) - (one.lower or 0) for one in found.estimates]
    assert estimate.upper - estimate.lower > 1.25 * np.mean(widths)


def test_the_range_says_what_it_rests_on_and_keeps_the_reason_and_the_sensitivity() -> None:
    chance = np.random.default_rng(5)
    people = population(chance)
    estimate = modelled(volunteers(people, 600, chance), people.cells).estimates[1]
    assert estimate.method == "multilevel"
    assert is_conditional(estimate)
    assert assumption(estimate) == (
        "The range is not a sampling range: it holds only if, among people alike in area, age and "
        "sex, being in the data has nothing to do with the answer, and if the model describes how "
        "the groups differ."
    )
    assert estimate.reason.startswith("People chose themselves")
    assert estimate.sensitivity.startswith('If "yes" was twice as likely')
    assert "of this figure is borrowed from other groups" in estimate.notes[1]


def test_a_count_is_the_share_of_the_people_in_the_cells() -> None:
    chance = np.random.default_rng(6)
    people = population(chance)
    data = volunteers(people, 600, chance)
    shares = modelled(data, people.cells).estimates
    counts = modelled(data, people.cells, replace(YES, quantity="count")).estimates
    everybody = [people.total.sum(), *np.bincount(people.area, people.total)]
    for share, count, size in zip(shares, counts, everybody, strict=True):
        assert share.value is not None
        assert share.upper is not None
        assert count.value == pytest.approx(share.value * size)
        assert count.upper == pytest.approx(share.upper * size)


def test_rows_without_an_answer_or_a_group_are_missing_and_the_same_chance_gives_the_same_bits() -> (
    None
):
    chance = np.random.default_rng(7)
    people = population(chance)
    data = volunteers(people, 600, chance)
    gaps = data.set_column(
        4, "yes", pc.if_else(pa.array(np.arange(600) % 10 == 0), None, data["yes"])
    )
    gaps = gaps.set_column(1, "sex", pc.if_else(pa.array(np.arange(600) == 1), None, gaps["sex"]))
    first, again = modelled(gaps, people.cells), modelled(gaps, people.cells)
    assert (first.estimates[0].n, first.estimates[0].missing) == (539, 61)
    assert first.estimates == again.estimates


def test_a_number_of_the_area_may_stand_in_the_cells_alone() -> None:
    chance = np.random.default_rng(9)
    people = population(chance)
    data = volunteers(people, 600, chance)
    wells = people.area % 7 * 1.0
    cells = people.cells.append_column("wells", pa.array(wells))
    place = {f"A{area:02d}": value for area, value in zip(people.area, wells, strict=True)}
    both = data.append_column("wells", pa.array([place[one] for one in data["area"].to_pylist()]))
    asked = replace(ASKED, fixed=("sex", "wells"))
    found = [
        model_and_poststratify(
            rows, VOLUNTEERS, [YES], cells, asked, chance=np.random.default_rng(2)
        )
        for rows in (data, both)
    ]
    assert found[0] == found[1]
