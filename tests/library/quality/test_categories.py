"""Categories written in several ways."""

from __future__ import annotations

import pytest
from library.quality.tables_at_hand import codes, flags, the

from datashift.quality.alike import bare, is_slip


def test_case_and_spaces_split_a_category() -> None:
    kinds = ["Principal "] * 700 + ["Principal"] * 4 + ["Vinculado"] * 61 + ["Vincualado"] * 2
    flag = the(flags({"tipo": kinds}), "categories.split")
    assert flag.repairs[0].action == "recode"
    assert flag.repairs[0].values["map"] == {"Principal ": "Principal", "Vincualado": "Vinculado"}
    assert flag.count == 702
    assert "such as" in flag.message


def test_the_spelling_of_most_rows_is_proposed() -> None:
    said = ["husband"] * 145 + ["Husband"] * 132 + ["HUSBAND"] + ["stranger"] * 9
    flag = the(flags({"who": said}), "categories.split")
    assert flag.repairs[0].values["map"] == {"Husband": "husband", "HUSBAND": "husband"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Muier", "Mujer"),
        ("Vincualado", "Vinculado"),
        ("Kakakmega", "Kakamega"),
        ("Migory County", "Migori County"),
        ("ex-boyfirend", "ex-boyfriend"),
        ("Dsiparo de bala", "Disparo de bala"),
        ("local_autority", "local_authority"),
    ],
)
def test_slips_are_seen(left: str, right: str) -> None:
    assert is_slip(bare(left), bare(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("functional", "non functional"),
        ("Male", "Female"),
        ("AB1", "AB2"),
        ("Ward 12", "Ward 13"),
        ("15-19", "15-49"),
        ("legal", "illegal"),
        ("literate", "illiterate"),
        ("paid", "unpaid"),
        ("formal", "informal"),
        ("regular", "irregular"),
        ("hermano", "hermana"),
        ("hijo", "hija"),
        ("vinculado", "vinculada"),
        ("prince", "princess"),
        ("county", "country"),
        ("casado", "cansado"),
        ("bukoba rural", "bukoba urban"),
        ("widow", "widower"),
        ("married", "not married"),
        ("Kitui", "Kisii"),
        ("Mara", "Tabora"),
        ("north", "south"),
        ("HIV+", "HIV-"),
        ("O+", "O-"),
        ("boys", "toys"),
        ("mother", "brother"),
    ],
)
def test_different_things_are_not_slips(left: str, right: str) -> None:
    assert not is_slip(bare(left), bare(right))
    assert bare(left) != bare(right)


def test_codes_and_numbers_are_never_merged() -> None:
    assert (
        codes(
            flags(
                {
                    "block": ["AB1", "AB2", "AB3"] * 40 + ["AB4"],
                    "age group": ["15-19", "15-49", "45-49"] * 40 + ["15-18"],
                    "room": ["101", "102", "1.01"] * 40 + ["10 1"],
                    "works": ["functional", "non functional", "nonfunctional?"] * 40
                    + ["functional"],
                    "sex": ["Male", "Female"] * 60 + ["Male"],
                }
            )
        )
        == []
    )


def test_two_frequent_spellings_that_look_alike_are_two_things() -> None:
    assert codes(flags({"town": ["Morogoro"] * 40 + ["Morogora"] * 40 + ["Moragoro"] * 30})) == []


def test_names_by_the_hundred_are_not_compared_for_slips_and_that_is_said() -> None:
    letters = "bcdfghjklmnpqrstvwxz"
    towns = [first + "ala" + second + "ora" for first in letters for second in letters]
    flag = the(flags({"town": towns * 2}), "categories.not_compared")
    assert (flag.count, flag.severity) == (400, "note")


def test_values_that_hardly_repeat_are_no_categories() -> None:
    assert codes(flags({"remark": ["broken", "Broken", "fixed", "tap dry", "Tap dry"]})) == []


def test_prose_is_no_category() -> None:
    said = "the pump broke and nobody came " * 5
    assert codes(flags({"remark": [said, said.upper(), "b" * 120] * 10})) == []


def test_several_answers_in_a_cell_are_noted() -> None:
    cells = ["water, food, ", "water, ", "food, shelter, ", "water, shelter, food, ", "shelter, "]
    flag = the(flags({"needs": cells * 4}), "categories.multiple")
    assert flag.count == 12
    assert flag.values["answers"] == 3


def test_codes_that_form_software_parts_by_spaces_are_several_answers() -> None:
    cells = ["lift_broken", "kiosk_broken", "lift_broken kiosk_broken", "source_dry"] * 5
    assert the(flags({"why": cells}), "categories.multiple").count == 5


@pytest.mark.parametrize(
    "cells",
    [
        ["Jacmel, Haiti", "Les Cayes, Haiti", "Gressier, Haiti", "Delmas, Haiti"],
        ["Spring, river or lake", "Tanker", "Rain"],
        ["communal standpipe", "communal standpipe multiple", "hand pump"],
        ["functional", "non functional", "functional needs repair"],
        ["never/rarely", "often/always", "sometimes"],
    ],
)
def test_one_answer_with_a_comma_is_one_answer(cells: list[str]) -> None:
    assert codes(flags({"answer": cells * 10})) == []
