"""One source handed in twice is one source; registers that overlap are counted together."""

from __future__ import annotations

import json
from functools import cache
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from library.comparison.sides import theirs
from shared_data import shared

from datashift import tables
from datashift.comparison import Contribution, aggregate
from datashift.comparison.sources import counted_together, fingerprint, same_source
from datashift.harmonise.linkage import Field, Linkage

LINKAGE = Linkage(
    (
        Field("fecha_hecho", "date"),
        Field("lugar_hecho", "place"),
        Field("edad", "age"),
        Field("modalidad_comisiva", "category"),
    ),
    seed=1,
    learn=False,  # what it learns is tested where linkage is
)


@cache
def register() -> pa.Table:
    """Argentina's register of femicides 2012-16, without names."""
    path = shared("1_cgd/femicides_latam/argentina_femicidios_minjus_2012_2016.csv")
    return tables.read(path).data


def handed_in_again() -> pa.Table:
    """A column renamed, the rows in another order, one blank row more."""
    known = register()
    order = np.random.default_rng(3).permutation(len(known))
    names = [{"lugar_hecho": "provincia"}.get(name, name) for name in known.column_names]
    again = known.take(pa.array(order)).rename_columns(names)
    blank = pa.table({field.name: pa.nulls(1, field.type) for field in again.schema})
    return pa.concat_tables([again.slice(0, 300), blank, again.slice(300)])


def noisy(share: float, seed: int) -> pa.Table:
    """A list made from the register: some rows, with slips in their dates and ages."""
    chance = np.random.default_rng(seed)
    rows = [row for row in register().to_pylist() if chance.random() < share]
    for row in rows:
        if row["fecha_hecho"] and chance.random() < 0.1:
            row["fecha_hecho"] += np.timedelta64(int(chance.integers(-3, 4)), "D").item()
        if row["edad"] and chance.random() < 0.1:
            row["edad"] += int(chance.integers(-1, 2))
    return pa.Table.from_pylist(rows)


def counted(name: str, rows: pa.Table) -> Contribution:
    measured = theirs(indicator="5.2.1", quantity="count", sampling="register", area="AR")
    return Contribution(name, measured, rows=rows)


def test_the_register_handed_in_again_is_one_source() -> None:
    again = handed_in_again()
    found = same_source(register(), again)
    assert (found.kinship, found.found, found.ours, found.theirs) == ("same", 771, 771, 771)
    assert found.renamed == (("lugar_hecho", "provincia"),)
    assert found.sentence == "Both are one source: 771 of 771 rows are in both."
    assert fingerprint(register()).mark == fingerprint(again).mark


def test_it_counts_once_when_studies_are_taken_together() -> None:
    found = aggregate([counted("ministry", register()), counted("again", handed_in_again())])
    (repeated,) = found.repeated
    assert {repeated.name, repeated.same_as} == {"ministry", "again"}
    (group,) = found.groups
    assert group.how == "alone"


def test_a_later_edition_with_more_rows_is_the_same_source() -> None:
    found = same_source(register().slice(0, 600), handed_in_again())
    assert (found.kinship, found.found) == ("edition", 600)
    assert found.one_source


def test_other_figures_under_the_same_headings_are_another_source() -> None:
    first, second = (tables.read(shared(f"1_cgd/uwezo/KE{year}.csv")).data for year in (10, 11))
    assert same_source(first, second).kinship == "apart"


def test_rows_that_look_alike_tell_nothing() -> None:
    table = pa.table({"sex": ["F", "M"] * 50, "answer": ["yes", "no"] * 50})
    assert same_source(table, table.slice(3)).kinship == "unclear"
    assert same_source(table, pa.table({"other": ["x"]})).kinship == "unclear"


def test_overlapping_registers_are_estimated_and_not_added_up() -> None:
    lists = {"ministry": noisy(0.7, 1), "newspapers": noisy(0.6, 2)}
    added = sum(table.num_rows for table in lists.values())
    assert same_source(*lists.values()).kinship == "shared_rows"
    studies = [counted(name, rows) for name, rows in lists.items()]
    (group,) = aggregate(studies, linkage=LINKAGE, draws=20, seed=1).groups
    assert group.how == "counted_together"
    together = group.together
    assert together is not None
    assert together.added_up == added
    # 0.7 of the rows or 0.6 of them: 0.88 of 771 are on a list, and 0.42 on both
    assert together.listed == pytest.approx(0.88 * 771, rel=0.05)
    assert together.overlap == pytest.approx(0.42 * 771, rel=0.15)
    assert group.value == pytest.approx(771, rel=0.1)
    assert group.upper is not None
    assert group.upper < 0.95 * added
    assert "are on more than one" in group.notes[0]


def test_counts_without_rows_are_not_added() -> None:
    measured = theirs(quantity="count", sampling="register")
    found = aggregate([Contribution("a", measured), Contribution("b", measured)])
    assert [group.how for group in found.groups] == ["not_added"]
    assert "not added up" in found.groups[0].notes[0]
    assert json.loads(found.to_json())["groups"][0]["value"] is None


def test_lists_that_hardly_overlap_give_no_total_but_say_so() -> None:
    rows = register()
    found = counted_together(
        {"first": rows.slice(0, 30), "second": rows.slice(300, 30)}, LINKAGE, draws=5, seed=1
    )
    assert found.total is None
    assert found.reason
    assert found.listed > 50


cells = st.one_of(st.none(), st.integers(-50, 50), st.text("abc é", max_size=4))


@settings(max_examples=40)
@example([(None, 0, None), (0, None, 0)], Random(1))  # columns with the same values
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=25), st.randoms())
def test_the_mark_does_not_see_order_names_or_blank_rows(
    rows: list[tuple[object, ...]], chance: object
) -> None:
    def table(lines: list[tuple[object, ...]], names: tuple[str, ...]) -> pa.Table:
        columns = zip(*lines, strict=True)
        texts = [[None if cell is None else str(cell) for cell in column] for column in columns]
        return pa.table(dict(zip(names, texts, strict=True)))

    other = [*rows, (None, "", None)]
    chance.shuffle(other)  # type: ignore[attr-defined]
    one, two = table(rows, ("a", "b", "c")), table(other, ("x", "y", "z")).select(["z", "x", "y"])
    assert fingerprint(one).mark == fingerprint(two).mark
    assert fingerprint(one).shares(fingerprint(two)) in (0.0, 1.0)
    longer = table([*rows, ("new", "new", "new")], ("a", "b", "c"))
    assert fingerprint(one).mark != fingerprint(longer).mark


def test_numbers_are_the_same_as_text_and_as_fractions() -> None:
    whole = pa.table({"a": [1, 2, None], "b": ["x", "y", "z"]})
    text = pa.table({"a": ["1.0", " 2", ""], "b": ["X", "y ", "Z"]})
    assert fingerprint(whole).mark == fingerprint(text).mark
