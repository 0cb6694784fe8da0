"""Two sides of a comparison, invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from datashift.comparison import Definition, Measured
from datashift.comparison.comparability import Question

KNOWN = Definition(
    indicator="6.1.1",
    title="People with safe water",
    quantity="proportion",
    unit="person",
    population="people",
    area="TZ",
    period="2020",
    sampling="probability",
    measure_unit="PT",
)
ASKED = Question("In the last 12 months, was water ever missing from your tap?", ("yes", "no"))
OURS = Measured(
    "Water survey",
    KNOWN,
    groups={"AGE": "Y_GE15"},
    breakdown={"SEX": ("F", "M")},
    question=ASKED,
    mode="in_person",
)
THEIRS = replace(OURS, name="Household survey")


def ours(**changed: Any) -> Measured:
    """Our side with another definition."""
    return replace(OURS, definition=replace(KNOWN, **changed))


def theirs(**changed: Any) -> Measured:
    """Their side with another definition."""
    return replace(THEIRS, definition=replace(KNOWN, **changed))


def asked(text: str, *answers: str) -> Measured:
    """Our side with another question."""
    return replace(OURS, question=Question(text, answers))
