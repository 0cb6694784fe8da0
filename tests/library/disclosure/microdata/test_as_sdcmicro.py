"""Risks, l-diversity, suppressions and information loss beside sdcMicro's.

Figures of sdcMicro 5.8.1 in tests/reference/disclosure (sdcmicro.R). The first example is the one
of Capobianchi, Polettini and Lucarelli that its documentation prints (francdat).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow.csv import read_csv

from datashift.disclosure.microdata.cells import counted, key, weights
from datashift.disclosure.microdata.diversity import diversity
from datashift.disclosure.microdata.groups import microaggregate
from datashift.disclosure.microdata.risk import household_risk, risk
from datashift.disclosure.microdata.suppress import suppress
from datashift.tables.arrays import Numbers

FOLDER = Path(__file__).resolve().parents[3] / "reference" / "disclosure"
KEYS = ("sex", "age", "district", "education")
GAPS = ("sex", "age_gaps", "district_gaps", "education_gaps")
AMOUNTS = ("income", "land", "cattle", "distance")


@cache
def people() -> pa.Table:
    return read_csv(FOLDER / "people.csv")


@cache
def figures(case: str, figure: str) -> Numbers:
    with (FOLDER / "sdcmicro.csv").open() as file:
        rows = [
            row for row in csv.DictReader(file) if (row["case"], row["figure"]) == (case, figure)
        ]
    return np.array([float(row["value"]) for row in rows])


def test_the_published_example() -> None:
    data = pa.table(
        {
            "a": [1, 1, 1, 3, 4, 4, 6, 1],
            "b": [2, 2, 2, 3, 3, 3, 2, 2],
            "c": [5, 1, 1, 1, 1, 1, 1, 5],
            "d": [1, 1, 1, 5, 4, 1, 5, 1],
            "w": [18, 45.5, 39, 17, 541, 8, 5, 92],
        }
    )
    records = counted([key(data, name) for name in "abcd"], weights(data, "w"))
    each = records.spread(risk(records.cells).cell)
    assert each == pytest.approx(
        [
            0.0171442615962852,
            0.0220423261832562,
            0.0220423261832562,
            0.1770758340035135,
            0.0116544801460120,
            0.2970630773828337,
            0.4023594781085251,
            0.0171442615962852,
        ],
        rel=1e-12,
    )


@pytest.mark.parametrize(
    ("case", "keys", "weighted"),
    [("sample", KEYS, True), ("census", KEYS, False), ("gaps", GAPS, True)],
)
def test_risks_are_those_of_sdcmicro(case: str, keys: tuple[str, ...], weighted: bool) -> None:
    weight = weights(people(), "weight") if weighted else None
    records = counted([key(people(), name) for name in keys], weight)
    found = risk(records.cells)
    each = records.spread(found.cell)
    assert records.spread(found.frequencies.population) == pytest.approx(figures(case, "Fk"))
    assert found.frequencies.sample[records.of_record].tolist() == figures(case, "fk").tolist()
    assert each == pytest.approx(figures(case, "risk"), rel=1e-12)
    assert found.expected == pytest.approx(figures(case, "expected")[0], rel=1e-12)
    assert found.overall == pytest.approx(figures(case, "global")[0], rel=1e-12)
    homes = household_risk(each, key(people(), "household").codes)
    assert homes.sum() == pytest.approx(figures(case, "households")[0], rel=1e-12)


def test_l_diversity_is_that_of_sdcmicro() -> None:
    records = counted([key(people(), name) for name in KEYS])
    found = diversity(records.of_record, key(people(), "illness").codes, len(records.cells.records))
    assert found.distinct[records.of_record].tolist() == figures("sample", "distinct").tolist()
    assert records.spread(found.entropy) == pytest.approx(figures("sample", "entropy"), rel=1e-12)


@pytest.mark.parametrize("k", [3, 5])
def test_no_more_is_taken_out_than_by_sdcmicro(k: int) -> None:
    records = counted([key(people(), name) for name in KEYS])
    found = suppress(records.cells, k, holes="wildcard")
    assert found.removed <= figures(f"suppress{k}", "holes")[0]


@pytest.mark.parametrize("k", [3, 5, 10])
def test_groups_lose_no_more_than_mdav(k: int) -> None:
    amounts = np.column_stack([people()[name].to_numpy() for name in AMOUNTS])
    assert microaggregate(amounts, k, rounds=0).lost == pytest.approx(
        figures(f"mdav{k}", "loss")[0], rel=1e-9
    )
    grouped = microaggregate(amounts, k)
    assert grouped.lost <= figures(f"mdav{k}", "loss")[0]
    assert np.bincount(grouped.group).min() >= k
