"""Hostile and mistaken sentences end in one plain sentence, quickly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.harmonise.expression import Kind, parse
from datashift.kit.problem import Problem

KINDS: dict[str, Kind] = {
    "age": "number",
    "village": "text",
    "visited": "date",
    "works": "truth",
    "outline": "other",
}


def complaint(sentence: str) -> str:
    """What is said of a sentence that cannot be used."""
    with pytest.raises(Problem) as caught:
        parse(sentence, line=7).kind(KINDS)
    assert caught.value.line == 7
    return str(caught.value)


@pytest.mark.parametrize(
    "sentence",
    [
        "(" * 10_000,
        "(" * 300 + "1" + ")" * 300,
        "-" * 3_000 + "age",
        "not " * 2_000 + "works",
        "+".join(["age"] * 1_500),
        "if(works, " * 500 + "1" + ", 2)" * 500,
        "a" * 1_000_000,
        "age in (" + ", ".join(map(str, range(4_000))) + ")",
        "((age" + " + 1" * 80 + ")" + " + 2" * 80 + ")",
    ],
    ids=lambda sentence: sentence[:12],
)
def test_endless_sentences_are_refused(sentence: str) -> None:
    assert len(complaint(sentence)) < 300


@given(st.text("age works()+-*/=<>!,.'\"`0123 \n\x00न", max_size=40))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        expression = parse(text)
    except Problem as problem:
        said = problem.what
    else:
        said = "In " if parse(str(expression)) == expression else "another sentence"
    assert said.startswith("In ")


def test_a_thousand_conditions_joined_by_or_are_fine() -> None:
    sentence = " or ".join(f"age == {number}" for number in range(900))
    assert parse(sentence).kind(KINDS) == "truth"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("", "nothing is written"),
        ("age >", "at character 6: it ends too early"),
        ("age > 5 adn works", "at character 9"),
        ("age > 5 AND works", "Write and in small letters"),
        ("age = 5", "Write == instead"),
        ("age <> 5", "Write != instead"),
        ("works && works", "Write and instead"),
        ("age > 2,5", "Write numbers with a point"),
        ("1 < age < 5", "Join them with and"),
        ("age == missing", "Write `is missing`"),
        ("village == 'Kibo", "does not end"),
        ("village == ‘Kibo’", "Use straight quotes"),
        ("works == not works", "needs parentheses"),
        ("village in ()", "a number or a quoted text"),
        ("village in ('a', 1)", "mixes numbers and text"),
        ("sqrt(age)", "There are if, first"),
        ("__import__('os')", "there is no function"),
        ("age; drop table x", "has no meaning here"),
        ("round(age, 1, 2)", "is written round(number)"),
        ("age > 123456789012345678", "more than 17 digits"),
        ("`` == 1", "a column name is empty"),
    ],
)
def test_what_cannot_be_read_is_said_with_a_way_out(sentence: str, said: str) -> None:
    assert said in complaint(sentence)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("agee > 5", "Did you mean age?"),
        ("Village == 'x'", "Did you mean village?"),
        ("zzz == 1", "The columns are age, outline, village, visited, works"),
        ("village < 5", "cannot be compared"),
        ("village == 5", "Write '5' in quotes"),
        ("age == '5'", "Leave out the quotes"),
        ("village > 'a'", "text has no order"),
        ("visited > 'May 2013'", "Write days as '2013-05-31'"),
        ("visited > age", "cannot be compared"),
        ("age and works", "for example: age == 1"),
        ("not village", "wants yes or no"),
        ("village + 1", "wants numbers"),
        ("if(works, 1, 'x')", "Give values of one kind"),
        ("year(age)", "wants a date"),
        ("lower(age)", "wants text"),
        ("min(village, 'x')", "compares numbers or dates"),
        ("round(age, 1.5)", "from 0 to 10"),
        ("outline == 1", "holds shapes"),
    ],
)
def test_kinds_that_do_not_go_together_are_said_before_anything_runs(
    sentence: str, said: str
) -> None:
    assert said in complaint(sentence)


def test_columns_are_listed_once_in_the_order_they_are_written() -> None:
    expression = parse("works and (age > 1 or `age` < 0) and village != 'age'")
    assert expression.columns == ("works", "age", "village")
