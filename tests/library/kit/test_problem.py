"""A problem says what happened, where, what is safe and what to do."""

from datashift.kit.problem import Problem


def test_a_problem_reads_as_one_paragraph() -> None:
    problem = Problem(
        "The value is not a number",
        file="a.csv",
        row=3,
        column="age",
        safe="Nothing was written",
        do="Correct the cell and try again.",
    )
    assert str(problem) == (
        'a.csv, row 3, column "age": The value is not a number. '
        "Nothing was written. Correct the cell and try again."
    )


def test_a_problem_without_a_place_starts_with_what_happened() -> None:
    assert str(Problem("The file is empty.")) == "The file is empty."
