"""A questionnaire in the making: what the steps keep, and what the builder says of it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from library.questionnaires.drafts import (
    ENGLISH,
    a_condition,
    drafts,
    written,
)

from datashift.kit.problem import Problem
from datashift.questionnaires import converting, library, odk_validate, xform
from datashift.questionnaires import written as sheets
from datashift.questionnaires.drafting import (
    arranging,
    changes,
    checks,
    choices,
    conditions,
    indicators,
    kept,
    kinds,
    limits,
    names,
    starting,
    texts,
)
from datashift.questionnaires.questionnaire import Choice, Group, Question, Questionnaire, walk

LAWS = settings(deadline=None, suppress_health_check=list(HealthCheck))


def converted(form: Questionnaire) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "form.xlsx"
        file.write_bytes(sheets.xlsform(form))
        answer = converting.convert(file, ".xlsx")
    assert "error" not in answer, answer
    text: str = answer["xform"]
    return text.encode()


def wells() -> Questionnaire:
    form = starting.begin("Wells", form_id="wells", languages=(ENGLISH,))
    form = starting.with_known(form, ["sex", "water_source"])
    works = kinds.made("yes_no", {ENGLISH: "Does the well work?"}, form)
    form = arranging.add(form, works)
    group = Group("house", "", labels={ENGLISH: "The house"})
    age = kinds.made("number", {ENGLISH: "How old is it?"}, form)
    return arranging.add(arranging.add(form, group), age, into="house")


@settings(LAWS, max_examples=8)
@given(drafts())
def test_what_is_exported_and_brought_again_is_the_same(form: Questionnaire) -> None:
    assume(not any(not group.contents for group in form.groups))
    same = replace(form, languages=texts.said_in(form))
    assert xform.read(converted(form)) == same


def test_a_repeat_that_asks_what_is_in_it_is_brought_again_the_same() -> None:
    form = arranging.add(wells(), Group("visit", "", labels={ENGLISH: "A visit"}, repeats=True))
    seen = kinds.made("yes_no", {ENGLISH: "Was somebody there?"}, form)
    form = arranging.add(form, seen, into="visit")
    (visit,) = (one for one in form.groups if one.name == "visit")
    asking = replace(visit, relevant=f"${{{seen.name}}} = ''")
    kept = tuple(asking if one is visit else one for one in form.contents)
    form = replace(form, contents=kept, languages=(ENGLISH,))
    assert xform.read(converted(form)) == form


@settings(LAWS, max_examples=12)
@given(drafts())
def test_what_is_kept_is_taken_up_the_same(form: Questionnaire) -> None:
    assert kept.from_json(kept.to_json(form)) == form


@settings(LAWS, max_examples=12)
@given(drafts(), st.data())
def test_moving_forth_and_back_changes_nothing(form: Questionnaire, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([item.path for item in walk(form.contents)]))
    name = arranging.find(form, path).name
    moved = arranging.move(form, path, "up")
    assume(moved != form)
    there = next(item.path for item in walk(moved.contents) if item.name == name)
    assert arranging.move(moved, there, "down") == form
    assert sorted(item.name for item in walk(moved.contents)) == sorted(
        item.name for item in walk(form.contents)
    )


@settings(LAWS, max_examples=12)
@given(drafts(), st.data())
def test_a_copy_taken_away_again_leaves_nothing(form: Questionnaire, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([item.path for item in walk(form.contents)]))
    copied, made = arranging.copy(form, path)
    found = [item.name for item in walk(copied.contents)]
    assert len(set(found)) == len(found)
    assert arranging.remove(copied, made) == form


@settings(LAWS, max_examples=20)
@given(drafts(), st.data())
def test_a_condition_in_plain_words_is_read_back(form: Questionnaire, data: st.DataObject) -> None:
    asked = [each for each in form.questions if conditions.verbs(each)]
    condition = data.draw(a_condition(asked))
    assert conditions.read(written(condition, form)) == condition


@settings(LAWS, max_examples=100)
@given(st.sampled_from(["integer", "text", "date", "select_multiple"]), st.data())
def test_limits_in_plain_words_are_read_back(kind: str, data: st.DataObject) -> None:
    value = st.dates().map(str) if kind == "date" else st.integers(0, 999).map(str)
    some = st.just("") | value
    bounds = limits.Limits(
        data.draw(some), data.draw(some), kind == "date" and data.draw(st.booleans())
    )
    assert limits.read(limits.written(bounds, kind), kind) == bounds


@pytest.mark.parametrize(
    "expression",
    [
        "${a} = 'x' and (${b} = 'y' or ${c} = 'z')",
        "${a} = 'x' and ${b} = 'y' or ${c} = 'z'",
        "count(${a}) > 2",
        "not(selected(${a}, 'x') and selected(${b}, 'y'))",
        "${a} > ''",
    ],
)
def test_what_plain_words_cannot_say_is_left_as_it_is(expression: str) -> None:
    assert conditions.read(expression) is None


def test_conditions_of_others_are_understood() -> None:
    found = conditions.read("(${age}>=18) and selected(${water}, \"tap\") and ${says} != 'a and b'")
    assert found == conditions.Condition(
        (
            conditions.Clause("age", "at_least", "18"),
            conditions.Clause("water", "has", "tap"),
            conditions.Clause("says", "is_not", "a and b"),
        )
    )


def test_brackets_around_the_whole_say_nothing() -> None:
    assert conditions.read("((${a} = 'x)(' or ${b} = 'y'))") == conditions.Condition(
        (conditions.Clause("a", "is", "x)("), conditions.Clause("b", "is", "y")), "or"
    )
    assert conditions.read("(${a} = 'x') or (${b} = 'y' and ${c} = 'z')") is None


def test_limits_of_others_are_understood() -> None:
    assert limits.read(".>=0 and .<=30", "integer") == limits.Limits("0", "30")
    assert limits.read(". <= today()", "date") == limits.Limits(past=True)
    assert limits.read(".>=0 and .<=${other}", "integer") is None
    assert limits.read(".>=0 and .>=3", "integer") is None


def test_a_question_goes_into_a_group_and_out_again() -> None:
    form = wells()
    assert [item.path for item in walk(form.contents)] == [
        "today", "sex", "water_source", "does_the_well_work", "house", "house/how_old_is_it",
    ]  # fmt: skip
    inside = arranging.move(form, "does_the_well_work", "down")
    assert arranging.find(inside, "house/does_the_well_work").path
    assert arranging.move(inside, "house/does_the_well_work", "up") == form


def test_two_questions_of_one_name_do_not_meet() -> None:
    form = arranging.add(wells(), Question("sex", "", "text"), into="house")
    up = arranging.move(form, "house/sex", "up")
    with pytest.raises(Problem, match="another question"):
        arranging.move(up, "house/sex", "up")


def test_entities_follow_their_questions() -> None:
    from datashift.questionnaires.questionnaire import EntityList

    form = replace(
        wells(), entities=(EntityList("wells", properties={"works": "does_the_well_work"}),)
    )
    moved = arranging.move(form, "does_the_well_work", "down")
    assert moved.entities[0].properties == {"works": "house/does_the_well_work"}
    gone = arranging.remove(form, "does_the_well_work")
    assert gone.entities[0].properties == {}


def test_a_copy_of_a_group_looks_at_its_own_questions() -> None:
    form = wells()
    follow = Question("why", "", "text", {ENGLISH: "Why?"}, relevant="${how_old_is_it} > 9")
    copied, path = arranging.copy(arranging.add(form, follow, into="house"), "house")
    assert path == "house_2"
    question = arranging.find(copied, "house_2/why_2")
    assert question.relevant == "${how_old_is_it_2} > 9"


def test_answers_keep_the_names_that_data_know() -> None:
    question = Question("q", "q", "select_one")
    first = choices.offering(
        question, [choices.Offered({ENGLISH: "A tap"}), choices.Offered({ENGLISH: "水"})]
    )
    assert [choice.name for choice in first.choices] == ["a_tap", "answer_2"]
    again = choices.offering(
        first,
        [
            choices.Offered({ENGLISH: "A new tap"}, was=0),
            choices.Offered({ENGLISH: "A tap"}),
        ],
    )
    assert [choice.name for choice in again.choices] == ["a_tap", "a_tap_2"]
    assert choices.offering(again, []).choices == ()


def test_one_list_of_answers_is_changed_for_one_question_only() -> None:
    form = starting.with_known(wells(), ["water_enough", "toilet_own"])
    own = form.question("toilet_own")
    form = arranging.change(form, "toilet_own", replace(own, choices=own.choices[:2]))
    assert len(form.question("water_enough").choices) == 3
    assert form.question("toilet_own").choice_list != form.question("water_enough").choice_list
    assert xform.read(converted(form)) == form


def test_a_language_of_the_library_is_filled_in_where_the_words_are_its_own() -> None:
    swahili = library.LANGUAGES["sw"]
    form = texts.with_language(wells(), swahili)
    assert "maji ya kunywa" in form.question("water_source").labels[swahili]
    assert texts.missing(form)[swahili] == ("does_the_well_work", "house", "house/how_old_is_it")
    assert texts.missing(form)[ENGLISH] == ()
    assert texts.without_language(form, swahili) == wells()


def test_words_without_a_language_are_given_one() -> None:
    form = starting.with_known(starting.begin("x", form_id="x", languages=("default",)), ["sex"])
    named = texts.with_language(form, ENGLISH)
    assert named.languages == (ENGLISH,)
    assert named.question("sex").labels == {ENGLISH: "Is this person a woman or a man?"}


def test_it_says_which_indicators_it_computes_and_what_one_lacks() -> None:
    form = starting.with_known(wells(), ["food_insecure"])
    account = indicators.account(form, wishes=("6.1.1", "16.9.1"))
    by_code = {each.sdg: each for each in account.indicators}
    assert list(by_code) == ["2.1.2", "6.1.1", "16.9.1"]
    assert by_code["6.1.1"].computed
    assert by_code["2.1.2"].computed
    assert by_code["16.9.1"].missing == ("birth_registered", "birth_certificate")
    assert account.by == ("SEX",)
    assert account.dated
    assert not account.placed
    less = indicators.account(arranging.remove(form, "fies_day"))
    assert less.indicators[0].missing == ("fies_day",)
    uncoded = arranging.change(
        form, "water_source", replace(form.question("water_source"), choices=(Choice("tap"),))
    )
    assert indicators.account(uncoded).indicators[1].uncoded == ("water_source",)


def test_what_stops_is_said() -> None:
    form = wells()
    assert not checks.stops(checks.check(form))
    why = Question("why", "", "text", {ENGLISH: "Why?"}, relevant="${does_the_well_work} = 'no'")
    form = arranging.add(form, why)
    gone = arranging.remove(form, "does_the_well_work")
    assert [flag.code for flag in checks.check(gone)] == ["drafting.unknown_question"]
    before = arranging.move(arranging.move(form, "why", "up"), "house/why", "up")
    before = arranging.move(arranging.move(before, "house/why", "up"), "why", "up")
    assert [flag.code for flag in checks.check(before)] == ["drafting.asked_later"]
    works = form.question("does_the_well_work")
    one = arranging.change(form, works.path, replace(works, choices=works.choices[:1]))
    assert {flag.code for flag in checks.check(one)} == {
        "drafting.one_answer", "drafting.unknown_answer",
    }  # fmt: skip
    empty = starting.begin("x", form_id="x", languages=(ENGLISH,))
    assert checks.stops(checks.check(empty))


def test_violence_with_a_place_is_warned_of() -> None:
    form = starting.with_known(wells(), ["hit_12m"])
    form = arranging.add(form, kinds.made("place", {ENGLISH: "Where?"}, form))
    found = {flag.code for flag in checks.check(form)}
    assert {"drafting.warning", "drafting.violence_with_place"} <= found


def test_what_another_version_changes_is_said() -> None:
    form = wells()
    water = form.question("water_source")
    after = arranging.remove(form, "sex")
    after = arranging.change(after, water.path, replace(water, choices=water.choices[1:]))
    after = arranging.move(after, "does_the_well_work", "down")
    found = changes.changes(form, after)
    assert [(each.what, each.question.name) for each in found] == [
        ("removed", "sex"), ("answers_gone", "water_source"), ("moved", "does_the_well_work"),
    ]  # fmt: skip
    assert found[1].answers == (water.choices[0].name,)
    assert changes.changes(form, form) == ()


@pytest.mark.parametrize(
    ("now", "taken", "then"),
    [
        ("1", set(), "1"),
        ("1", {"1"}, "2"),
        ("2", {"2", "3"}, "4"),
        ("v1", {"v1"}, "v1-2"),
        ("", {""}, "1"),
    ],
)
def test_the_next_version_has_a_name_of_its_own(now: str, taken: set[str], then: str) -> None:
    assert starting.next_version(now, taken) == then


def test_names_come_from_words_and_are_never_doubled() -> None:
    assert names.plain("¿Dónde está?", otherwise="q") == "donde_esta"
    assert names.plain("पानी कहाँ?", otherwise="text") == "pani_kahan"
    assert names.plain("水?", otherwise="text") == "text"
    assert names.plain("3 houses", otherwise="number") == "number_3_houses"
    assert names.free("meta", ()) == "meta_2"
    assert names.free("well_2", {"well_2", "well_3"}) == "well_4"


def test_a_form_that_was_made_here_passes_odk_validate() -> None:
    form = wells()
    age = form.question("house/how_old_is_it")
    form = arranging.change(form, age.path, replace(age, constraint=". >= 0 and . <= 120"))
    house = arranging.find(form, "house")
    form = arranging.change(form, "house", replace(house, relevant="${does_the_well_work} = 'yes'"))
    verdict = odk_validate.validate(converted(form))
    assert verdict.valid or not verdict.asked, verdict.remarks
