"""What the data do not carry is refused in one plain sentence."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from library.estimates.multilevel.biased import population, volunteers

from datashift.estimates import Design, Measure
from datashift.estimates.multilevel import Modelled, Multilevel, model_and_poststratify
from datashift.kit.problem import Problem

ASKED = Multilevel(groups=("area", "age"), fixed=("sex",), draws=50)


@cache
def tables() -> tuple[pa.Table, pa.Table]:
    chance = np.random.default_rng(11)
    people = population(chance)
    return volunteers(people, 400, chance), people.cells


def model(
    data: pa.Table | None = None,
    cells: pa.Table | None = None,
    asked: Multilevel = ASKED,
    quantity: str = "proportion",
) -> Modelled:
    return model_and_poststratify(
        tables()[0] if data is None else data,
        Design("volunteer"),
        [Measure("works", quantity, "yes", by=(("area",),))],  # type: ignore[arg-type]
        tables()[1] if cells is None else cells,
        asked,
        chance=np.random.default_rng(1),
    )


def test_everybody_gave_the_same_answer() -> None:
    data = tables()[0].filter(pc.field("yes") == 1)
    with pytest.raises(Problem, match='Everybody gave the same answer to "works"'):
        model(data)


def test_too_few_categories_to_see_how_they_differ() -> None:
    with pytest.raises(Problem, match='"sex" has data in 2 categories only'):
        model(asked=Multilevel(groups=("area", "sex")))


def test_too_few_answers() -> None:
    with pytest.raises(Problem, match="too few for a model"):
        model(tables()[0].slice(0, 20))


def test_most_of_the_population_is_where_nobody_was_asked() -> None:
    few = tables()[0].filter(pc.field("area") < "A08")
    with pytest.raises(Problem, match=r"in 100 of the population are in categories of \"area\""):
        model(few)


def test_a_place_that_the_population_does_not_have() -> None:
    without = tables()[1].filter(pc.field("area") != "A03")
    with pytest.raises(Problem, match='"A03" of "area" is in the data but not in the population'):
        model(cells=without)


def test_a_category_with_an_effect_of_its_own_but_no_data() -> None:
    men = tables()[0].filter(pc.field("sex") == "M")
    with pytest.raises(Problem, match='Nobody in the data has "F" of "sex"'):
        model(men)


def test_an_effect_that_runs_away() -> None:
    data = tables()[0]
    kind = pc.if_else(pc.equal(data["yes"], 1), "p", "q")
    cells = pa.concat_tables(
        [tables()[1].append_column("kind", pa.array([one] * 240)) for one in "pq"]
    )
    with pytest.raises(Problem, match="nearly everybody gives the same answer"):
        model(data.append_column("kind", kind), cells, replace(ASKED, fixed=("kind",)))


def test_a_fixed_effect_that_says_nothing_new() -> None:
    with pytest.raises(Problem, match="says nothing that the other fixed effects do not say"):
        model(asked=replace(ASKED, fixed=("sex", "sex")))


def test_cells_without_totals() -> None:
    with pytest.raises(Problem, match='no column "total" in the table of population cells'):
        model(cells=tables()[1].drop_columns(["total"]))


def test_a_quantity_that_no_model_is_for() -> None:
    with pytest.raises(Problem, match='"works" is a median'):
        model(quantity="median")


def test_a_factor_that_shows_no_differences_is_kept_at_zero_and_said() -> None:
    data, cells = tables()
    coin = np.random.default_rng(3).integers(0, 6, len(data))
    data = data.append_column("coin", pa.array([f"c{one}" for one in coin]))
    cells = pa.concat_tables(
        [cells.append_column("coin", pa.array([f"c{one}"] * 240)) for one in range(6)]
    )
    found = model(data, cells, replace(ASKED, groups=("area", "age", "coin"))).models[0]
    assert found.groups[2].deviation == 0
    assert set(found.groups[2].intercepts.values()) == {0.0}
    assert any('no differences by "coin"' in note for note in found.notes)
