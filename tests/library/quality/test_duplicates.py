"""The same thing counted more than once."""

from __future__ import annotations

import random

from library.quality.tables_at_hand import codes, flags, the


def _register(rows: int) -> dict[str, list[object]]:
    chance = random.Random(5)
    return {
        "number": list(range(1, rows + 1)),
        "village": [
            chance.choice(["Kwale", "Diani", "Lunga", "Tiwi", "Ukunda"]) for _ in range(rows)
        ],
        "users": [chance.randint(20, 9_000) for _ in range(rows)],
        "remark": [f"pump {chance.randint(10_000, 99_999)} by the school" for _ in range(rows)],
    }


def _again(register: dict[str, list[object]], row: int, **changed: object) -> None:
    for name, values in register.items():
        values.append(changed.get(name, values[row]))


def test_a_row_entered_twice_is_found() -> None:
    register = _register(100)
    _again(register, 3)
    _again(register, 3)
    found = flags(register)
    flag = the(found, "duplicates.exact")
    assert flag.rows == (102, 103)
    assert flag.severity == "look"
    assert codes(found) == ["duplicates.exact"]


def test_the_same_few_answers_of_many_people_are_no_more_than_a_note() -> None:
    chance = random.Random(6)
    answers = {
        name: [chance.choice("ABCDEFGH") for _ in range(100)]
        for name in ("first", "second", "third")
    }
    (flag,) = flags(answers | {"fourth": ["A", "B"] * 50})
    assert (flag.code, flag.severity) == ("duplicates.exact", "note")
    assert flag.repairs[0].action == "keep"


def test_two_questions_with_two_answers_repeat_by_chance() -> None:
    assert codes(flags({"sex": ["F", "F", "M", "M"] * 15, "vote": ["yes", "no"] * 30})) == []


def test_a_number_given_twice_is_found() -> None:
    register = _register(100)
    _again(register, 3, remark="behind the church", users=77, village="Diani")
    found = flags(register)
    assert the(found, "duplicates.identifier").rows == (102,)
    assert codes(found) == ["duplicates.identifier"]


def test_a_code_of_villages_is_no_identifier_of_rows() -> None:
    assert codes(flags({"village_id": [1, 2, 3] * 10, "users": list(range(30))})) == []


def test_the_same_report_sent_again_under_another_number_is_nearly_the_same() -> None:
    register = _register(100)
    _again(register, 3, number=101)
    found = flags(register)
    assert the(found, "duplicates.near").rows == (102,)
    assert codes(found) == ["duplicates.near"]


def test_the_same_row_with_a_name_spelt_differently_is_nearly_the_same() -> None:
    register = _register(100)
    remark = str(register["remark"][3])
    _again(register, 3, number=101, remark=remark.upper() + " ")
    _again(register, 4, number=102, remark=str(register["remark"][4]).replace("school", "shcool"))
    assert "duplicates.near" in codes(flags(register))


def test_a_typing_slip_in_one_column_is_nearly_the_same() -> None:
    register = _register(200)
    register["who"] = [f"Fulana {'abcdefghij'[row % 10] * 3}{row}" for row in range(200)]
    register["who"][3] = "Zutana Diazero"
    _again(register, 3, number=201, who="Zutana Dizaero")
    assert the(flags(register), "duplicates.near").rows == (202,)


def test_people_with_the_same_common_answers_are_not_nearly_the_same() -> None:
    chance = random.Random(7)
    rows = 400
    survey = {
        "id": list(range(rows)),
        "sex": [chance.choice("FM") for _ in range(rows)],
        "region": [chance.choice(["North", "South"]) for _ in range(rows)],
        "age": [chance.randint(15, 30) for _ in range(rows)],
        "answer": [chance.choice(["yes", "no"]) for _ in range(rows)],
    }
    assert codes(flags(survey)) == []
