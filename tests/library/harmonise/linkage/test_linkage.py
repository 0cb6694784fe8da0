"""Lists with slips of the pen, linked without anybody reading them."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from library.harmonise.linkage.invented import FIELDS, LINKAGE, Invented, invented

from datashift.harmonise.linkage import Field, Linkage, Linked, drawn, link, people, to_review
from datashift.kit.problem import Problem
from datashift.tables.arrays import Mask

MADE = invented(400, {"police": 0.6, "hospital": 0.5, "press": 0.4}, seed=2)


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(MADE.lists, LINKAGE)


def right(made: Invented, linked: Linked) -> Mask:
    """For each pair whether it is one person."""
    who = [made.person[name] for name in linked.lists]
    pairs = linked.pairs
    return np.array(
        [
            who[a][i] == who[b][j]
            for a, i, b, j in zip(
                pairs.left_list, pairs.left_row, pairs.right_list, pairs.right_row, strict=True
            )
        ]
    )


def shared(made: Invented) -> int:
    """Pairs of records that are one person."""
    return sum(len(set(one) & set(other)) for one, other in combinations(made.person.values(), 2))


def test_nearly_all_are_found_and_nearly_none_wrongly(linked: Linked) -> None:
    accepted = linked.pairs.probability >= 0.5
    good = right(MADE, linked)
    assert linked.learnt
    assert good[accepted].mean() >= 0.99
    assert good[accepted].sum() / shared(MADE) >= 0.97


def test_probabilities_mean_what_they_say(linked: Linked) -> None:
    assert linked.pairs.probability.sum() == pytest.approx(shared(MADE), rel=0.03)


def test_people_are_on_the_lists_they_are_on(linked: Linked) -> None:
    truth = len(set().union(*MADE.person.values()))
    membership = people(linked)
    assert len(membership) == pytest.approx(truth, rel=0.02)
    assert membership.sum() == sum(linked.sizes)
    assert (membership.sum(axis=0) == linked.sizes).all()
    assert drawn(linked, np.random.default_rng(1)).sum() == sum(linked.sizes)


def test_the_unsure_are_listed_for_a_person_to_decide(linked: Linked) -> None:
    unsure = to_review(linked)
    assert ((unsure.probability >= 0.1) & (unsure.probability < 0.9)).all()
    distance = np.abs(unsure.probability - 0.5)
    assert (np.diff(distance) >= 0).all()
    noted = [flag for flag in linked.flags if flag.code == "linkage.unsure"]
    assert sum(flag.count for flag in noted) == len(unsure)


def test_no_value_of_a_record_leaves_the_linkage(linked: Linked) -> None:
    said = str(dataclasses.asdict(linked)).casefold()
    names = MADE.lists["police"].column("name").to_pylist()
    assert not any(name.casefold() in said for name in names if name)


def test_lists_too_short_to_learn_from_use_fixed_values_and_give_the_same_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = invented(60, {"police": 0.6, "press": 0.6}, seed=4)
    found, again = (link(made.lists, LINKAGE) for _ in range(2))
    assert not found.learnt
    assert "linkage.fixed_weights" in {flag.code for flag in found.flags}
    assert {one.if_one for one in found.agreements if one.degree == "same"} == {0.95}
    accepted = found.pairs.alone >= 0.5
    assert right(made, found)[accepted].sum() / shared(made) >= 0.95
    assert (again.pairs.probability == found.pairs.probability).all()
    assert again.agreements == found.agreements
    assert not [record for record in caplog.records if record.name.startswith("splink")]


def test_lists_that_share_nobody_are_not_joined() -> None:
    one = invented(45, {"police": 1.0}, seed=6)
    other = invented(45, {"press": 1.0}, seed=7)
    found = link({**one.lists, **other.lists}, LINKAGE)
    assert (found.pairs.alone >= 0.5).sum() <= 1


def short(**columns: list[object]) -> pa.Table:
    return pa.table({name: pa.array(values) for name, values in columns.items()})


@pytest.mark.parametrize(
    ("lists", "fields", "code"),
    [
        ({"a": short(name=["x"])}, FIELDS, "linkage.one_list"),
        ({"a": short(name=["x"]), "b": short(name=["x"])}, FIELDS[:1], "linkage.one_column"),
        ({"a": short(name=["x"]), "b": short(name=["x"])}, FIELDS, "linkage.no_column"),
        (
            {"a": short(name=["x"], died=["soon"]), "b": short(name=["x"], died=["now"])},
            FIELDS[:2],
            "linkage.not_dates",
        ),
        (
            {"a": short(name=["x"], age=["old"]), "b": short(name=["x"], age=["young"])},
            (FIELDS[0], FIELDS[3]),
            "tables.not_numbers",
        ),
    ],
)
def test_what_cannot_be_linked_is_refused(
    lists: dict[str, pa.Table], fields: tuple[Field, ...], code: str
) -> None:
    with pytest.raises(Problem) as problem:
        link(lists, Linkage(fields, seed=1))
    assert problem.value.code == code
