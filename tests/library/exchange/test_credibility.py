"""How credible a release was found, as data that its schema and the SDG metadata know."""

from __future__ import annotations

import json
from datetime import date

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared_data import shared

from datashift.exchange.credibility import (
    SCHEMA,
    Assessed,
    Given,
    SideSaid,
    Standing,
    attributes,
    document,
)
from datashift.quality.credibility import Framework, frameworks, sides

DAY = date(2025, 3, 1)


def schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def standing(*assessed: Assessed, said: tuple[SideSaid, ...] = ()) -> Standing:
    return Standing(
        "Pumps", "Kisima Watch", 1, "https://example.org/1/", assessed, said, {"data": "All of it"}
    )


@st.composite
def assessments(draw: st.DrawFn) -> Assessed:
    """Any framework, with any of its items given."""
    rules = draw(st.sampled_from(frameworks()))
    criteria = [one.id for one in rules.criteria]
    gates = [gate.id for gate in rules.gates]
    passed = draw(st.dictionaries(st.sampled_from(gates), st.integers(0, 1)))
    scores = draw(st.dictionaries(st.sampled_from(criteria), st.integers(0, 3)))
    skipped = draw(st.sampled_from([None, criteria[0]]))
    values: dict[str, int | None] = {**passed, **scores}
    if skipped:
        values[skipped] = None
    ruling = draw(st.sampled_from(["", "accepted", "refused"]))
    answers = tuple(Given(of, value, "Seen.", DAY) for of, value in values.items())
    return Assessed(rules, "Office of Kisima", answers, ruling, "Because.")


@given(st.lists(assessments(), max_size=3))
def test_whatever_was_given_is_what_the_schema_says(assessed: list[Assessed]) -> None:
    said = tuple(
        SideSaid(side, {"level": 2} if side.scale else dict.fromkeys(side.questions, True), {})
        for side in sides()
    )
    schema().validate(json.loads(document(standing(*assessed, said=said))))


def whole(rules: Framework, score: int) -> Assessed:
    values = {**{gate.id: 1 for gate in rules.gates}, **{one.id: score for one in rules.criteria}}
    answers = tuple(Given(of, value, f"Seen {of}.", DAY) for of, value in values.items())
    return Assessed(rules, "Office of Kisima", answers)


def test_an_average_is_written_as_the_fraction_it_is() -> None:
    rules = frameworks()[0]
    written = json.loads(document(standing(whole(rules, 2))))["assessments"][0]
    assert written["accepted"] is True
    assert written["average"] == {"points": 2, "of": 1, "value": 2.0}


def test_a_name_of_a_person_has_no_place_in_it() -> None:
    content = json.loads(document(standing(whole(frameworks()[0], 2))))
    content["assessments"][0]["person"] = "Amina"
    with pytest.raises(jsonschema.ValidationError):
        schema().validate(content)


def test_attributes_are_those_of_the_sdg_metadata_structure() -> None:
    path = shared("3_framework/IAEG-SDGs_metadatastructure.xml")
    made = attributes(standing(*(whole(rules, 3) for rules in frameworks())))
    known = path.read_text(encoding="utf-8")
    assert made
    assert all(f"SDG_MSD(1.0).{name}" in known for name in made)
    assert "accepted; average 3.00" in made["QUALITY_ASSMNT"]
    assert "Seen methods." in made["DOC_METHOD"]


def test_what_people_wrote_says_in_which_language() -> None:
    rules = frameworks()[0]
    items = [*(gate.id for gate in rules.gates), *(one.id for one in rules.criteria)]
    answers = tuple(Given(of, 1, f"Tumeona {of}.", DAY, "sw") for of in items)
    found = Assessed(rules, "Office of Kisima", answers, "accepted", "Because.", "en-KE")
    side = sides()[0]
    key = next(iter(side.questions), "level")
    told = SideSaid(side, {key: 1 if key == "level" else True}, {key: "कुरा"}, {key: "ne"})
    content = json.loads(document(standing(found, said=(told,))))
    schema().validate(content)
    assessment = content["assessments"][0]
    assert {each["language"] for each in assessment["criteria"]} == {"sw"}
    assert assessment["language"] == "en-KE"
    asked = content["sides"][0].get("questions", [content["sides"][0]])
    assert asked[0]["language"] == "ne"
    said = attributes(standing(found))
    assert "Tumeona methods. [sw]" in said["DOC_METHOD"]
    assert said["QUALITY_ASSMNT"].endswith("it: Because.")


def test_nothing_is_said_where_nobody_assessed() -> None:
    assert set(attributes(standing())) == {"OTHER_DOC"}
