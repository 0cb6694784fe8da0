from __future__ import annotations

import pyarrow as pa
import pytest

from datashift.estimates import Design, Measure, Population, Sampling, estimate
from datashift.kit.problem import Problem

POINTS = pa.table(
    {
        "region": ["South", "North", "South", None, "North", "East"],
        "year": [2011, 2012, 2011, 2011, 2011, 2012],
        "works": [1, 0, None, 1, 1, None],
        "people": [100.0, 250.0, 50.0, 80.0, 120.0, 10.0],
        "w": [1.0, 2.0, 1.0, None, 3.0, 1.0],
    }
)
REGISTER = Design("register")


def test_rows_come_by_measure_then_by_cross_classification_then_by_code() -> None:
    found = estimate(
        POINTS,
        REGISTER,
        [
            Measure("works", "proportion", "works", by=((), ("region",))),
            Measure("points", "count", None, by=(("region", "year"),)),
        ],
    )
    assert [(one.measure, tuple(one.domain.values()), one.value) for one in found] == [
        ("works", (), 0.75),
        ("works", ("East",), None),
        ("works", ("North",), 0.5),
        ("works", ("South",), 1.0),
        ("points", ("East", "2012"), 1),
        ("points", ("North", "2011"), 1),
        ("points", ("North", "2012"), 1),
        ("points", ("South", "2011"), 2),
    ]


def test_answers_missing_answers_and_rows_without_a_place_are_counted() -> None:
    overall, east, _, south = estimate(
        POINTS, REGISTER, [Measure("works", "proportion", "works", by=((), ("region",)))]
    )
    assert (overall.n, overall.missing, overall.numerator, overall.unplaced) == (4, 2, 3, 0)
    assert (south.n, south.missing, south.numerator, south.unplaced) == (1, 1, 1, 1)
    assert (east.n, east.value, east.reason) == (
        0,
        None,
        "Nobody in this group gave a usable answer.",
    )


def test_a_row_without_a_weight_is_missing_and_said_so() -> None:
    (found,) = estimate(
        POINTS, Design("volunteer", weight="w"), [Measure("works", "proportion", "works")]
    )
    assert found.value == (1 + 3) / (1 + 2 + 3)
    assert (found.n, found.missing) == (3, 3)
    assert found.notes == ("1 row has no weight, which counts as missing.",)


@pytest.mark.parametrize("sampling", ["census", "register", "volunteer", "sensor"])
def test_only_a_probability_sample_earns_an_interval(sampling: Sampling) -> None:
    (found,) = estimate(POINTS, Design(sampling), [Measure("works", "proportion", "works")])
    assert (found.standard_error, found.lower, found.upper) == (None, None, None)
    assert (found.n_effective, found.design_effect, found.degrees_of_freedom) == (None, None, None)
    assert found.reason.endswith(".")
    assert bool(found.sensitivity) == (sampling != "census")


def test_a_rate_by_a_column_divides_the_sums() -> None:
    (found,) = estimate(
        POINTS, REGISTER, [Measure("r", "rate", "works", per="people", factor=1000)]
    )
    assert found.value == pytest.approx(1000 * 3 / (100 + 250 + 80 + 120))


def test_a_rate_by_known_populations_divides_by_that_of_the_domain() -> None:
    populations = (
        Population({"region": "North"}, 4000),
        Population({"region": "South"}, 500),
        Population({}, 9000),
    )
    measure = Measure("r", "rate", None, populations=populations, factor=1000, by=((), ("region",)))
    found = estimate(POINTS, REGISTER, [measure])
    values = {tuple(one.domain.values()): one.value for one in found}
    assert values == {
        (): pytest.approx(1000 * 6 / 9000),
        ("East",): None,
        ("North",): 0.5,
        ("South",): 4.0,
    }


def test_no_rows_give_no_estimates() -> None:
    measures = [Measure("works", "proportion", "works", by=((), ("region",)))]
    for design in (REGISTER, Design("probability", strata="year", cluster=("region",))):
        assert estimate(POINTS.slice(0, 0), design, measures) == ()


def test_a_group_in_one_cluster_has_a_figure_and_no_range() -> None:
    table = pa.table({"c": [1, 1, 2, 3], "g": ["a", "a", "b", "b"], "y": [1, 0, 1, 0]})
    found = estimate(
        table,
        Design("probability", cluster=("c",)),
        [Measure("y", "proportion", "y", by=(("g",),))],
    )
    assert (found[0].value, found[0].lower) == (0.5, None)
    assert found[0].reason.startswith("All the answers here come from a single cluster")
    assert found[1].lower is not None


def test_answers_that_are_all_alike_have_the_range_of_their_number() -> None:
    table = pa.table({"y": [1] * 20})
    (found,) = estimate(table, Design("probability"), [Measure("y", "proportion", "y")])
    # Clopper-Pearson with 20 of 20: the lower end is 0.025^(1/20)
    assert found.lower == pytest.approx(0.025 ** (1 / 20), rel=1e-12)
    assert found.upper == 1


@pytest.mark.parametrize(
    ("measure", "design", "words"),
    [
        (Measure("m", "mean", "height"), REGISTER, 'There is no column "height"'),
        (Measure("m", "mean", "region"), REGISTER, "does not hold numbers"),
        (
            Measure("m", "proportion", "people"),
            REGISTER,
            "needs values of 0 and 1, and there is 100",
        ),
        (Measure("m", "mean", None), REGISTER, "does not say which column it is of"),
        (Measure("m", "ratio", "works"), REGISTER, "does not say what it is divided by"),
        (
            Measure("m", "mean", "people"),
            Design("probability", strata="region"),
            "1 row has no value here, and the design needs one",
        ),
        (
            Measure("m", "mean", "people"),
            Design("probability", population="people"),
            "not the same in all rows of a stratum",
        ),
        (
            Measure("m", "mean", "people"),
            Design("probability", strata="year", lonely="error", cluster=("year",)),
            "2 strata have only one sampled cluster",
        ),
    ],
)
def test_what_cannot_be_estimated_is_one_plain_sentence(
    measure: Measure, design: Design, words: str
) -> None:
    with pytest.raises(Problem) as caught:
        estimate(POINTS, design, [measure])
    assert words in str(caught.value)


def test_negative_weights_are_refused() -> None:
    table = pa.table({"y": [1, 0], "w": [1.0, -2.0]})
    with pytest.raises(Problem, match="1 row has a negative weight"):
        estimate(table, Design("volunteer", weight="w"), [Measure("y", "mean", "y")])
