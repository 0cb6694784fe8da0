"""Who could be hurt decides how strictly figures are protected."""

from __future__ import annotations

import itertools

import pytest

from datashift.disclosure import Harm, Policy, is_looser, proposed, rules_for
from datashift.disclosure.harm import HURTERS, SUBJECTS, WHO


@pytest.mark.parametrize(
    ("harm", "topic", "minimum"),
    [
        (Harm("things", neighbour="no", listed="no"), "ordinary", 5),
        (Harm("things", neighbour="yes", listed="no"), "ordinary", 10),
        (Harm("adults", neighbour="no", listed="no"), "ordinary", 10),
        (Harm("adults", frozenset({"employer"}), neighbour="no", listed="no"), "sensitive", 10),
        (Harm("adults", frozenset({"employer"}), neighbour="no", listed="yes"), "sensitive", 20),
        (Harm("adults", subjects=frozenset({"health"}), neighbour="unsure"), "sensitive", 20),
        (Harm("children", neighbour="no", listed="no"), "sealed", 20),
        (Harm("things", frozenset({"armed"}), neighbour="no", listed="no"), "sealed", 20),
        (Harm("officials", subjects=frozenset({"corruption"})), "sealed", 30),
    ],
)
def test_answers_lead_to_rules(harm: Harm, topic: str, minimum: int) -> None:
    rules = proposed(harm)
    assert (rules.topic, rules.minimum) == (topic, minimum)
    assert rules.two_people == (topic == "sealed")


def test_a_graver_answer_never_loosens_the_rules() -> None:
    for who, neighbour, listed in itertools.product(WHO, ("no", "yes"), ("no", "yes")):
        light = Harm(who, neighbour=neighbour, listed=listed)  # type: ignore[arg-type]
        graver = [
            *(Harm(who, frozenset({by}), neighbour=neighbour, listed=listed) for by in HURTERS),  # type: ignore[arg-type]
            *(
                Harm(who, subjects=frozenset({subject}), neighbour=neighbour, listed=listed)  # type: ignore[arg-type]
                for subject in SUBJECTS
            ),
            Harm(who, neighbour="unsure", listed=listed),  # type: ignore[arg-type]
            Harm(who, neighbour=neighbour, listed="unsure"),  # type: ignore[arg-type]
        ]
        for each in graver:
            if each.neighbour == "unsure" and neighbour == "yes":
                continue
            assert not is_looser(proposed(each), than=proposed(light)), (light, each)


def test_each_rule_can_be_looser() -> None:
    strict = rules_for("sensitive", minimum=20)
    assert not is_looser(strict, than=strict)
    assert not is_looser(rules_for("sealed"), than=strict)
    for looser in (
        rules_for("ordinary", minimum=20, few=5, whole_groups=True),
        rules_for("sensitive", minimum=10),
        rules_for("sensitive", minimum=20, few=1),
        rules_for("sensitive", minimum=20, whole_groups=False),
    ):
        assert is_looser(looser, than=strict)
    assert is_looser(Policy(), than=strict)
