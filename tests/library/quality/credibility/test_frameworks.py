"""What Kenya's and the United Kingdom's frameworks accept, over every score there can be."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from datashift.kit.problem import Problem
from datashift.quality.credibility import Framework, framework, frameworks, judge, read

KNBS = framework("knbs-2022")
ONS = framework("ons-2022")
FIRST_ONS = framework("ons-2021")
VECTORS = list(product((0, 1, 2, 3), repeat=5))


def scored(one: Framework, scores: tuple[int, ...], **others: object) -> bool | None:
    ids = [criterion.id for criterion in one.criteria]
    left_out = ids[len(scores) :]
    gates: dict[str, bool | None] = {gate.id: True for gate in one.gates}
    given: dict[str, int | None] = dict(zip(ids, scores, strict=False))
    return judge(one, gates, given, not_applicable=left_out).accepted


@pytest.mark.parametrize("one", [KNBS, ONS], ids=lambda one: one.id)
def test_all_scores_with_all_gates(one: Framework) -> None:
    """The rule of the source in whole numbers: no 0, and twice the points against three each."""
    for passed in product((True, False), repeat=3):
        gates = dict(zip([gate.id for gate in one.gates], passed, strict=True))
        for scores in VECTORS:
            given = dict(zip([c.id for c in one.criteria], scores, strict=True))
            verdict = judge(one, gates, given)
            points, asked = 2 * sum(scores), 3 * len(scores)
            enough = points >= asked if one is KNBS else points > asked
            assert verdict.accepted is (all(passed) and 0 not in scores and enough)
            assert verdict.average == Fraction(sum(scores), 5)
            assert bool(verdict.reasons) is not verdict.accepted


def test_with_five_criteria_the_two_offices_never_disagree() -> None:
    assert all(scored(KNBS, scores) == scored(ONS, scores) for scores in VECTORS)


def test_with_four_criteria_they_disagree_on_ten_vectors() -> None:
    """Six points from four criteria without a 0: 1.5 exactly, enough in Kenya and not in the UK."""
    apart = [
        scores
        for scores in product((0, 1, 2, 3), repeat=4)
        if scored(KNBS, scores) != scored(ONS, scores)
    ]
    assert len(apart) == 10
    assert (1, 1, 2, 2) in apart
    assert {sum(scores) for scores in apart} == {6}


def test_six_criteria_that_average_one_and_a_half_are_refused_by_the_first_protocol() -> None:
    assert scored(FIRST_ONS, (1, 1, 1, 2, 2, 2)) is False
    assert scored(FIRST_ONS, (1, 1, 2, 2, 2, 2)) is True


def test_a_gate_of_goodwill_does_not_speak_of_the_data() -> None:
    gates: dict[str, bool | None] = {"clarity": True, "trust": False, "need": True}
    high: dict[str, int | None] = {criterion.id: 3 for criterion in KNBS.criteria}
    verdict = judge(KNBS, gates, high)
    assert verdict.accepted is False
    assert verdict.goodwill == ("trust",)
    assert verdict.data_accepted is True
    assert judge(KNBS, gates, high | {"accuracy": 0}).data_accepted is False
    assert judge(KNBS, gates | {"clarity": False}, high).data_accepted is False


def test_an_open_question_leaves_the_verdict_open_unless_something_settles_it() -> None:
    gates: dict[str, bool | None] = {gate.id: True for gate in KNBS.gates}
    some: dict[str, int | None] = {"relevance": 3, "timeliness": 3}
    verdict = judge(KNBS, gates, some)
    assert verdict.accepted is None
    assert verdict.unanswered == ("accessibility", "methods", "accuracy")
    assert judge(KNBS, gates, some | {"methods": 0}).accepted is False
    assert judge(KNBS, {}, {}).average is None


def test_what_a_framework_does_not_ask_for_is_refused() -> None:
    with pytest.raises(Problem, match="does not ask for quality"):
        judge(KNBS, {}, {"quality": 3})
    with pytest.raises(Problem, match="3, 2, 1 or 0"):
        judge(KNBS, {}, {"accuracy": 4})
    with pytest.raises(Problem, match="No criterion is left"):
        judge(KNBS, {}, {}, not_applicable=[criterion.id for criterion in KNBS.criteria])


def test_the_frameworks_in_force_come_first() -> None:
    assert [one.id for one in frameworks()] == ["knbs-2022", "ons-2022", "ons-2021"]
    assert all(one.source and one.decisions for one in frameworks())


def test_a_framework_of_ones_own_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "id: own\nname: Ours\nauthority: Us\ncountry: PH\nversion: 1\nsource: us\n"
        "average: {comparator: at least, value: 2}\ngates: []\n"
        "criteria: [{id: a, name: A, question: How}]\n",
        encoding="utf-8",
    )
    assert judge(read(path), {}, {"a": 2}).accepted is True
    path.write_text("id: own\n", encoding="utf-8")
    with pytest.raises(Problem, match=r"own\.yaml: This is not a credibility framework"):
        read(path)
