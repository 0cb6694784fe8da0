"""Values that are not there, and numbers that stand for them."""

from __future__ import annotations

import random

from library.quality.tables_at_hand import codes, flags, the


def test_a_column_that_over_three_in_ten_left_empty_is_noted() -> None:
    found = flags({"answer": ["yes"] * 6 + ["no"] * 30 + [None] * 16, "fine": list("ab") * 26})
    flag = the(found, "missing.many")
    assert flag.column == "answer"
    assert flag.count == 16
    assert flag.severity == "note"
    assert flag.message == '"answer" is empty in 16 of 52 rows (31 %).'


def test_three_in_ten_left_empty_is_not_many() -> None:
    assert codes(flags({"answer": ["yes", "no"] * 7 + [None] * 6})) == []


def test_zeros_among_people_served_look_like_nobody_asked() -> None:
    chance = random.Random(1)
    people = [0] * 30 + [chance.randint(20, 900) for _ in range(70)]
    flag = the(flags({"population": people}), "missing.marker_like_zero")
    assert flag.count == 30
    assert flag.rows == tuple(range(2, 32))
    assert flag.severity == "look"
    assert flag.message == '30 rows say 0 in "population": most likely nobody asked.'
    assert flag.repairs[0].action == "mark_missing"
    assert flag.repairs[0].values == {"values": [0]}


def test_headings_that_count_people_are_known_in_five_languages() -> None:
    people = [0] * 10 + [50, 60, 70, 80, 90, 110, 150]
    headings = ["number_of_households", "cantidad de familias", "idadi ya watu", "जनसंख्या",
                "nombre d habitants"]  # fmt: skip
    found = flags(dict.fromkeys(headings, people))
    assert [flag.column for flag in found if flag.code == "missing.marker_like_zero"] == headings


def test_a_year_zero_is_noted() -> None:
    years = [1990, 1995, 2001, 2003, 2007, 2010, 2010, 2012]
    flag = the(flags({"construction_year": [0, 0, *years]}), "missing.marker_like_zero")
    assert (flag.count, flag.severity) == (2, "note")


def test_zeros_that_are_answers_are_left_alone() -> None:
    chance = random.Random(2)
    counted = [chance.choice([0, 0, 0, 1, 1, 2, 3, 4, 5, 7]) for _ in range(200)]
    for heading in ("goats", "children", "people injured"):
        assert codes(flags({heading: counted})) == []
    assert codes(flags({"works": [0, 1] * 30})) == []


def test_numbers_that_mean_no_answer_stand_far_from_the_others() -> None:
    chance = random.Random(3)
    ages = [chance.randint(15, 49) for _ in range(80)] + [999, 999, -9]
    flag = the(flags({"age of mother": ages}), "missing.marker_like_number")
    assert flag.rows == (82, 83, 84)
    assert flag.repairs[0].values == {"values": [-9, 999]}


def test_a_marker_among_its_like_is_a_number() -> None:
    assert codes(flags({"age": [*range(60, 101), *range(60, 101)]})) == []
    assert codes(flags({"litres": [97, 98, 99, 103, 110, 88, 77, 120] * 4})) == []
