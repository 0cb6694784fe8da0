"""How comparable two sides are, part by part, and what would have to change."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library.comparison.sides import OURS, THEIRS, asked, ours, theirs

from datashift.comparison import (
    Definition,
    Measured,
    Observation,
    OfficialSeries,
    comparability,
    compare,
)
from datashift.comparison.comparability import POINTS, WEIGHTS, Question, series
from datashift.disclosure import Cell
from datashift.estimates.estimate import Estimate, Match
from datashift.kit.problem import Problem

ORDER = ("direct", "partial", "proxy", "no")


def test_the_same_question_is_direct_and_nothing_has_to_change() -> None:
    found = comparability(OURS, THEIRS)
    assert (found.level, found.score, found.unknown) == ("direct", 100.0, ())
    assert (found.held_by, found.to_move_up, found.next_level) == ((), (), None)
    assert found.sentence == (
        "Water survey and Household survey answer the same question, as far as both say."
    )


@pytest.mark.parametrize(
    ("unit", "language", "counted"),
    [
        ("hogar", "", "hogar"),
        ("hogar", "es", "hogar"),
        ("foyer", "fr", "foyer"),
        ("kaya", "sw", "kaya"),
        ("घरधुरी", "ne", "घरधुरी"),
        ("household", "", "households"),
        ("water kiosk", "", "water kiosks"),
        ("weir", "", "weir"),  # a word that we do not know is no English
        ("weir", "en", "weirs"),
    ],
)
def test_only_an_english_unit_has_an_english_plural(unit: str, language: str, counted: str) -> None:
    side = ours(unit=unit, language=language)
    (reason,) = (one for one in comparability(side, THEIRS).parts if one.name == "unit")
    assert reason.sentence == f'Ours counts {counted}, "Household survey" counts people.'


@pytest.mark.parametrize(
    ("other", "part", "level"),
    [
        (theirs(indicator="6.2.1"), "concept", "proxy"),
        (theirs(indicator="4.1.1"), "concept", "no"),
        (theirs(unit="water point"), "unit", "proxy"),
        (theirs(measure_unit="NUMBER"), "unit_of_measure", "proxy"),
        (theirs(population="children under 5"), "population", "partial"),
        (replace(THEIRS, groups={"AGE": "Y15T49"}), "population", "partial"),
        (replace(THEIRS, groups={"AGE": "Y0T4"}), "population", "proxy"),
        (replace(THEIRS, groups={"AGE": "Y_GE15", "SEX": "F"}), "population", "partial"),
        (theirs(area="TZ-18"), "area", "partial"),
        (theirs(area="KE"), "area", "no"),
        (theirs(coverage="towns"), "area", "partial"),
        (theirs(period="2014"), "period", "partial"),
        (theirs(period="2021"), "period", "direct"),
        (replace(THEIRS, mode="self"), "mode", "partial"),
        (replace(THEIRS, mode="telephone"), "mode", "direct"),
        (theirs(sampling="volunteer"), "sampling", "partial"),
    ],
)
def test_one_difference_holds_the_level_and_says_what_to_do(
    other: Measured, part: str, level: str
) -> None:
    found = comparability(OURS, other)
    assert found.level == level
    if level != "direct":
        assert [each.name for each in found.held_by] == [part]
        assert found.to_move_up
        assert found.to_move_up == (found.held_by[0].to_move_up,)
    assert all(p.verdict == "direct" for p in found.parts if p.decides and p.name != part)


def test_the_weights_are_stated_and_make_a_hundred() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert POINTS == {"direct": 1.0, "partial": 2 / 3, "proxy": 1 / 3, "no": 0.0}
    found = comparability(OURS, theirs(unit="water point", period="2010"))
    assert found.score == pytest.approx(100 - 12 * 2 / 3 - 10 / 3, abs=0.05)


def test_what_is_unknown_weakens_nothing_but_widens_the_score() -> None:
    bare = Measured("Bare", Definition(indicator="6.1.1", unit="person"))
    found = comparability(bare, replace(THEIRS, groups={}))
    assert found.level == "direct"
    assert {"period", "area", "wording", "sampling"} <= {each.name for each in found.unknown}
    assert found.lowest < (found.score or 0) <= found.highest
    assert all(each.points is None and each.to_move_up for each in found.unknown if each.decides)


def test_nobody_takes_silence_for_the_same_concept() -> None:
    nameless = ours(indicator="", title="Water")
    assert comparability(nameless, THEIRS).level == "proxy"
    assert comparability(nameless, THEIRS, declared="partial").level == "partial"


def test_an_indicator_repeated_under_another_goal_is_the_same() -> None:
    disasters = ours(indicator="1.5.1"), theirs(indicator="13.1.1")
    assert comparability(*disasters).level == "direct"


def test_a_series_of_women_is_of_women_by_its_constraints() -> None:
    violence = series("VC_VAW_MARR")
    assert violence.groups == {"SEX": "F"}
    found = comparability(replace(ours(indicator="5.2.1"), groups={}), violence)
    assert "population.group" in [each.code for each in found.part("population").reasons]
    assert [(each.code, each.fits) for each in found.groups] == [("F", True), ("M", False)]
    assert found.groups[1].why == "All of VC_VAW_MARR is of female."


def test_groups_are_held_to_the_codes_that_a_series_may_have() -> None:
    mine = replace(
        OURS,
        groups={},
        breakdown={
            "SEX": ("F", "_T"),
            "AGE": ("Y0T4", "young"),
            "PRODUCT": ("MF1",),
            "caste": ("a",),
        },
    )
    found = comparability(mine, "SH_H2O_SAFE")
    assert {each.code: each.fits for each in found.groups} == {
        "F": True,
        "Y0T4": True,
        "young": False,
        "MF1": False,
        "a": False,
    }
    assert found.part("groups").points == pytest.approx(0.4)
    assert not found.part("groups").decides
    assert found.level != "no"


def test_an_unknown_series_is_a_problem() -> None:
    with pytest.raises(Problem, match="There is no series"):
        comparability(OURS, "NO_SUCH")


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("In the last 7 days, was water ever missing from your tap?", "wording.recall"),
        ("In the last 12 months, was water ever missing from the household tap?", "wording.whom"),
        ("In the last 12 months, is water usually missing from your tap?", "wording.usual"),
        ("In the last 12 months, was water never missing from your tap?", "wording.negation"),
        ("Which animals does your family keep on its land?", "wording.differs"),
        (
            "In the last 12 months, was water ever missing for 5 hours from your tap?",
            "wording.numbers",
        ),
    ],
)
def test_differences_of_wording_that_move_answers_are_named(question: str, code: str) -> None:
    found = comparability(asked(question, "yes", "no"), THEIRS).part("wording")
    assert code in [each.code for each in found.reasons]
    assert found.verdict == "partial"
    assert found.to_move_up == "Ask the question in the other side's words next time."


def test_a_year_is_twelve_months_in_three_languages() -> None:
    for text in ("during the last year, ...", "in the past twelve months ..."):
        found = comparability(asked(text), asked("In the last 12 months ..."))
        assert "wording.recall" not in [each.code for each in found.part("wording").reasons]
    spanish = Question("¿En los últimos 12 meses faltó agua?", language="es")
    weeks = Question("¿En las últimas dos semanas faltó agua?", language="es")
    found = comparability(replace(OURS, question=spanish), replace(THEIRS, question=weeks))
    (reason,) = (r for r in found.part("wording").reasons if r.code == "wording.recall")
    assert reason.message == 'Ours asks about 12 months, "Household survey" about 2 weeks.'


def test_questions_in_two_languages_are_left_open() -> None:
    french = replace(THEIRS, question=Question("L'eau a-t-elle manqué ?", language="fr"))
    assert comparability(OURS, french).part("wording").verdict == "unknown"


def test_the_answers_offered_count() -> None:
    other = replace(THEIRS, question=Question(OURS.question.text, ("yes", "no", "sometimes")))  # type: ignore[union-attr]
    (reason,) = comparability(OURS, other).part("wording").reasons
    assert reason.message == 'Only one of them offers "sometimes".'


def test_the_public_form_is_json_with_everything_in_it() -> None:
    text = comparability(OURS, "SH_H2O_SAFE").to_json()
    found = json.loads(text)
    assert found["schema"] == "datashift/comparability/1"
    assert [part["name"] for part in found["parts"]] == list(WEIGHTS)
    assert found["to_move_up"] == list(comparability(OURS, "SH_H2O_SAFE").to_move_up)
    assert text == comparability(OURS, "SH_H2O_SAFE").to_json()


matches = st.sampled_from(("direct", "partial", "proxy"))
sides = st.builds(
    lambda indicator, unit, people, measured, sampling, coverage: Definition(
        indicator=indicator,
        unit=unit,
        population=people,
        measure_unit=measured,
        sampling=sampling,
        coverage=coverage,
    ),
    st.sampled_from(("6.1.1", "6.2.1")),
    st.sampled_from(("", "person", "water point")),
    st.sampled_from(("", "people", "women")),
    st.sampled_from(("", "PT", "NUMBER")),
    st.sampled_from((None, "probability", "volunteer")),
    st.sampled_from(("", "towns")),
)


@settings(max_examples=40)
@given(matches, sides, sides, st.sampled_from((2018, 2019, 2020)))
def test_a_comparison_never_contradicts_it(
    declared: Match, one: Definition, other: Definition, year: int
) -> None:
    mine = replace(one, area="KE", period="2020", quantity="mean")
    official = OfficialSeries("S", "S", other, (Observation("KE", str(year), 40.0),))
    (beside,) = compare(
        [Cell(Estimate("water", {}, 41.0), "A")],
        [official],
        measure="water",
        definition=mine,
        match=declared,
    )
    there = Measured("theirs", replace(other, area="KE", period=str(year)))
    found = comparability(Measured("ours", mine), there, declared=declared)
    assert found.level == beside.match
    known = {each.code for each in found.reasons} - {"note.wording"}
    assert known == {each.code for each in beside.reasons}


@settings(max_examples=40)
@given(sides, sides)
def test_the_level_is_that_of_the_weakest_part_and_the_score_lies_in_its_range(
    one: Definition, other: Definition
) -> None:
    found = comparability(Measured("a", one), Measured("b", other))
    decided = [p.verdict for p in found.parts if p.decides and p.verdict != "unknown"]
    assert found.level == max(decided, key=ORDER.index, default="direct")
    assert 0 <= found.lowest <= (found.score or 0) + 0.05
    assert (found.score or 0) - 0.05 <= found.highest <= 100
