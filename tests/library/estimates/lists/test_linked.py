"""From lists to how many there are, with the uncertainty of who is who."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest
from library.harmonise.linkage.invented import LINKAGE, invented
from shared_data import shared

from datashift.estimates.lists import (
    UnderCounting,
    overlap_of,
    thresholds,
    undercount,
    undercount_linked,
)
from datashift.harmonise.linkage import Field, Linkage, Linked, link, people
from datashift.kit.problem import Problem

pytestmark = pytest.mark.slow

CASES = UnderCounting("cases")
MADE = invented(500, {"police": 0.6, "press": 0.5}, seed=3, slips=0.2)


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(MADE.lists, LINKAGE)


def test_the_truth_lies_in_the_range(linked: Linked) -> None:
    found = undercount_linked(linked, CASES, draws=30, seed=1)
    assert found.lower <= MADE.size <= found.upper
    assert found.upper - found.lower < 150


def test_unsure_linkage_widens_the_range_and_says_so(linked: Linked) -> None:
    plain = undercount(overlap_of(linked.lists, people(linked)), CASES)
    found = undercount_linked(linked, CASES, draws=30, seed=1)
    again = undercount_linked(linked, CASES, draws=30, seed=1)
    assert found == again
    (flag,) = (flag for flag in found.flags if flag.code == "lists.linkage_drawn")
    assert flag.values["share"] > 0
    assert found.standard_error > 0.95 * plain.standard_error
    assert {flag.code for flag in linked.flags} < {flag.code for flag in found.flags}


def test_taking_more_pairs_for_one_person_finds_fewer_people(linked: Linked) -> None:
    totals = [one.found.total for one in thresholds(linked, CASES) if one.found]
    assert totals == sorted(totals)
    assert totals[0] < totals[-1]


def test_a_threshold_that_leaves_no_overlap_says_why(linked: Linked) -> None:
    (found,) = thresholds(linked, CASES, at=(1.1,))
    assert found.found is None
    assert "is on another list" in found.reason


def test_one_draw_shows_no_uncertainty(linked: Linked) -> None:
    with pytest.raises(Problem) as problem:
        undercount_linked(linked, CASES, draws=1, seed=1)
    assert problem.value.code == "lists.few_draws"


def register() -> list[tuple[date | None, str | None, float | None, str | None]]:
    """Argentina's register of femicides 2012-16: day, province, age, means; no names are in it."""
    path = shared("1_cgd/femicides_latam/argentina_femicidios_minjus_2012_2016.csv")
    options = pyarrow.csv.ConvertOptions(
        column_types={"edad": pa.string(), "fecha_hecho": pa.string()}
    )
    rows = pyarrow.csv.read_csv(path, convert_options=options).to_pylist()
    found = []
    for row in rows:
        day, age = str(row["fecha_hecho"]), str(row["edad"])
        found.append(
            (
                datetime.strptime(day, "%m/%d/%Y").date() if "/" in day else None,  # noqa: DTZ007
                (row["lugar_hecho"] or "").strip() or None,
                float(age) if age.isdigit() else None,
                (row["modalidad_comisiva"] or "").strip() or None,
            )
        )
    return found


def test_a_register_and_a_noisy_copy_are_compared_and_not_added_up() -> None:
    known = register()
    chance = np.random.default_rng(1)

    def listed(share: float, slips: float) -> pa.Table:
        rows = []
        for day, province, age, means in known:
            if chance.random() >= share:
                continue
            if day and chance.random() < slips:
                day += timedelta(days=int(chance.integers(-3, 4)))
            if age is not None and chance.random() < slips:
                age += float(chance.integers(-1, 2))
            rows.append((day, province, age, None if chance.random() < slips else means))
        columns = zip(*rows, strict=True)
        kinds = (pa.date32(), pa.string(), pa.float64(), pa.string())
        names = ("day", "province", "age", "means")
        return pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})

    lists = {"ministry": listed(0.7, 0.0), "newspapers": listed(0.6, 0.1)}
    fields = (
        Field("day", "date"),
        Field("province", "place"),
        Field("age", "age"),
        Field("means", "category"),
    )
    found = undercount_linked(link(lists, Linkage(fields, seed=1)), CASES, draws=30, seed=1)
    added = sum(table.num_rows for table in lists.values())
    assert added > 950
    assert len(known) == 771
    assert found.total == pytest.approx(771, rel=0.07)
    assert found.upper < 0.85 * added
    # victims of one event are alike in all four columns: one is taken for another
    assert len(known) - len(set(known)) == 36
    assert "linkage.rivals" in {flag.code for flag in found.flags}
