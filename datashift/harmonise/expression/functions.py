"""The functions of the language: what they take and how they are written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Function:
    """How a function is written, and how many things it takes."""

    written: str
    least: int
    most: int


_MANY = 50

FUNCTIONS = {
    "if": Function("if(condition, then, otherwise)", 3, 3),
    "first": Function("first(a, b, ...)", 2, _MANY),
    "min": Function("min(a, b, ...)", 2, _MANY),
    "max": Function("max(a, b, ...)", 2, _MANY),
    "abs": Function("abs(number)", 1, 1),
    "floor": Function("floor(number)", 1, 1),
    "round": Function("round(number) or round(number, digits)", 1, 2),
    "year": Function("year(date)", 1, 1),
    "month": Function("month(date)", 1, 1),
    "lower": Function("lower(text)", 1, 1),
    "contains": Function("contains(text, 'part')", 2, 2),
}
