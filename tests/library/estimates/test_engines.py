"""DuckDB, PostgreSQL and Spark give the same figures, and they are those of R's survey package."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from reference.estimates.cases import CASES, HOUSEHOLDS
from reference.estimates.figures import figures, rows

from datashift.estimates import Design, Estimate, Measure, Population, Quantity, estimate
from datashift.kit.problem import Problem
from datashift.tables import engines

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

CLOSE = 1e-12


def alike(ours: tuple[Estimate, ...], theirs: tuple[Estimate, ...]) -> None:
    """Every field the same: numbers to twelve digits, all else exactly."""
    assert [(one.measure, one.domain) for one in ours] == [(o.measure, o.domain) for o in theirs]
    for one, other in zip(ours, theirs, strict=True):
        for name in (field.name for field in fields(Estimate)):
            expected: Any = getattr(other, name)
            if isinstance(expected, float):
                expected = pytest.approx(expected, rel=CLOSE, abs=1e-13)
            assert getattr(one, name) == expected, (name, one, other)


@pytest.mark.parametrize("case", CASES)
def test_figures_are_those_of_r(case: str, engine: BaseBackend) -> None:
    name, design, by, share, number, size = CASES[case]
    columns: dict[Quantity, str] = {
        "proportion": share,
        "mean": number,
        "total": number,
        "ratio": number,
        "count": "one",
    }
    measures = [
        Measure(what, what, of, over=size if what == "ratio" else None, by=((), (by,)))
        for what, of in columns.items()
    ]
    for one in estimate(rows(name), design, measures, backend=engine):
        theirs = figures()[f"{case}:{one.measure}"][one.domain.get(by, "")]
        assert one.value == pytest.approx(theirs["value"], rel=CLOSE)
        # where all weighted rows are alike the error is 0 and R gives noise of 1e-13
        noise = 1e-14 * abs(one.value or 0.0)
        assert one.standard_error == pytest.approx(theirs["error"], rel=CLOSE, abs=noise)
        assert one.degrees_of_freedom == theirs["degrees"]


def survey() -> pa.Table:
    """A survey with all that makes engines differ: gaps, every type, codes of any script, names
    that differ only in case, a stratum of one cluster, empty text, a column without values."""
    chance = np.random.default_rng(7)
    size = 900
    stratum = np.sort(chance.integers(0, 6, size))
    cluster = stratum * 100 + chance.integers(0, 5, size)
    cluster[stratum == 5] = 500
    names = np.array(["Ñuble", "काठमाडौं", "Murang'a", 'say "x"', "a,b", "zürich"])
    minutes = np.round(chance.gamma(2.0, 20.0, size), 1)
    minutes[[5, 17, 230]] = [np.nan, np.inf, -np.inf]
    water = chance.random(size) < 0.6

    def gaps(values: Any, share: float = 0.05) -> pa.Array:
        kept = [value.item() if hasattr(value, "item") else value for value in values]
        lost = chance.random(size) < share
        return pa.array([None if gone else one for one, gone in zip(kept, lost, strict=True)])

    days = [dt.date(2024, 1 + month, 1) for month in chance.integers(0, 3, size)]
    return pa.table(
        {
            "stratum": pa.array(names[stratum]).dictionary_encode(),
            "psu": cluster,
            "w": gaps(np.round(chance.uniform(50, 400, size), 3), 0.01),
            "N": pa.array(9 + stratum, pa.uint16()),
            "sex": gaps(chance.choice(["f", "m", ""], size)),
            "SEX": gaps(chance.choice(["F", "M"], size)),
            "age": gaps(chance.integers(-1, 4, size)),
            "young": gaps(chance.random(size) < 0.3),
            "day": gaps(np.array(days, dtype=object)),
            "water": gaps(water),
            "safe": gaps(water.astype(np.int8)),
            "minutes": pa.array(minutes),
            "people": gaps(chance.integers(1, 9, size)),
            "spent": pa.array([Decimal(int(n)) / 4 for n in chance.integers(0, 99, size)]),
            "nothing": pa.nulls(size),
            "unsaid": pa.nulls(size, pa.string()),
        }
    )


BY = ((), ("sex", "SEX"), ("age",), ("young", "stratum"), ("day",), ("unsaid",))
MEASURES = (
    Measure("water", "proportion", "water", by=BY),
    Measure("safe", "proportion", "safe", by=((), ("SEX",)), interval="wilson"),
    Measure("minutes", "mean", "minutes", by=BY),
    Measure("spent", "mean", "spent", by=((), ("age", "SEX", "young"))),
    Measure("people", "total", "people", by=BY),
    Measure("each", "ratio", "spent", over="people", by=((), ("sex",))),
    Measure("homes", "count", None, by=BY),
    Measure("in water", "count", "safe", by=((), ("stratum",))),
    Measure("cases", "rate", "water", per="people", factor=1000, by=((), ("SEX",))),
    Measure("none", "mean", "nothing", by=((), ("SEX",))),
)
WHOLE = Design("probability", "stratum", ("psu",), "w", "N")


DESIGNS = {
    "whole": WHOLE,
    "with replacement": replace(WHOLE, lonely="average", population=None),
    "units": replace(WHOLE, cluster=(), population=None, lonely="certainty"),
    "weights": Design("probability", weight="w"),
    "register": Design("register"),
    "volunteer": Design("volunteer", weight="w"),
}


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
def test_every_engine_says_what_the_kernel_says(design: Design, engine: BaseBackend) -> None:
    table = survey()
    measures: tuple[Measure, ...] = MEASURES
    if engine.name == "pyspark" and design != WHOLE:  # each costs Spark half a minute
        measures = tuple(replace(one, by=one.by[:2]) for one in MEASURES[::3])
    alike(estimate(table, design, measures, backend=engine), estimate(table, design, measures))


def test_rows_that_live_in_an_engine_are_summed_there(engine: BaseBackend) -> None:
    table = rows("households")
    by = ((), ("place", "sex"))
    measures = (
        Measure("safe", "proportion", "safe", by=by),
        Measure("girls", "ratio", "girls", over="people", by=by),
        Measure("median", "median", "minutes", by=by),
    )
    there = engines.expression(table, engine)
    for asked in (measures[:2], measures):
        alike(estimate(there, HOUSEHOLDS, asked), estimate(table, HOUSEHOLDS, asked))


def test_a_rate_over_known_populations(engine: BaseBackend) -> None:
    known = (Population({"sex": "F"}, 4_000.0), Population({"sex": "M"}, 3_900.0))
    measure = Measure("safe", "rate", "safe", factor=1000, by=(("sex",),), populations=known)
    table = rows("households")
    ours = estimate(table, HOUSEHOLDS, [measure], backend=engine)
    alike(ours, estimate(table, HOUSEHOLDS, [measure]))


def test_means_far_from_zero_keep_their_digits(engine: BaseBackend) -> None:
    table = rows("households")
    far = pa.array(np.asarray(table["minutes"].to_numpy(), dtype=np.float64) + 1e9)
    table = table.append_column("far", far)
    near, away = (
        estimate(table, HOUSEHOLDS, [Measure(of, "mean", of)], backend=engine)[0]
        for of in ("minutes", "far")
    )
    assert away.standard_error == pytest.approx(near.standard_error, rel=1e-6)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"strata": "absent"}, 'no column "absent"'),
        ({"weight": "stratum"}, "does not hold numbers"),
        ({"cluster": ("sex",)}, "the design needs one"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    change: dict[str, Any], words: str, engine: BaseBackend
) -> None:
    with pytest.raises(Problem, match=words):
        estimate(survey(), replace(WHOLE, **change), MEASURES[:1], backend=engine)
