"""The language a second time: one row after the other, in plain Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from datashift.harmonise.expression import tree

Row = Mapping[str, Any]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}


def value(node: tree.Node, row: Row) -> Any:
    """What a sentence yields for one row; None is missing."""
    match node:
        case tree.Number() | tree.Truth():
            return node.value
        case tree.Text():
            return node.value.strip()
        case tree.Missing():
            return None
        case tree.Column():
            found = row[node.name]
            return found.strip() if isinstance(found, str) else found
        case tree.Not():
            inner = value(node.value, row)
            return None if inner is None else not inner
        case tree.All():
            return _joined([value(part, row) for part in node.parts], decides=False)
        case tree.Any():
            return _joined([value(part, row) for part in node.parts], decides=True)
        case tree.IsMissing():
            return (value(node.value, row) is None) != node.negated
        case tree.Negative():
            inner = value(node.value, row)
            return None if inner is None else -inner
        case tree.Call():
            return _call(node, row)
        case _:
            return _two_sided(node, row)


def _two_sided(node: tree.Arithmetic | tree.Comparison | tree.Among, row: Row) -> Any:
    if isinstance(node, tree.Among):
        inner = value(node.value, row)
        if inner is None:
            return None
        options = [_same_kind(option.value, inner) for option in node.options]
        return (_day(inner) in options) != node.negated
    left, right = value(node.left, row), value(node.right, row)
    if left is None or right is None:
        return None
    if isinstance(node, tree.Arithmetic):
        return _computed(node.sign, float(left), float(right))
    if isinstance(left, datetime) and isinstance(right, datetime):
        return _COMPARE[node.sign](left, right)
    return _COMPARE[node.sign](_day(_same_kind(left, right)), _day(_same_kind(right, left)))


def _computed(sign: str, left: float, right: float) -> float | None:
    if sign == "/":
        return left / right if right else None
    return {"+": left + right, "-": left - right, "*": left * right}[sign]


def _call(node: tree.Call, row: Row) -> Any:
    values = [value(argument, row) for argument in node.arguments]
    present = [one for one in values if one is not None]
    if node.function == "if":
        return None if values[0] is None else values[1 if values[0] else 2]
    if node.function == "first":
        return present[0] if present else None
    if node.function in ("min", "max"):
        return {"min": min, "max": max}[node.function](present) if present else None
    if len(present) < len(values):
        return None
    return _plain_call(node.function, values)


def _plain_call(function: str, values: list[Any]) -> Any:
    first = values[0]
    match function:
        case "abs":
            return abs(float(first))
        case "floor":
            return float(math.floor(first))
        case "round":
            scale = 10 ** (values[1] if len(values) > 1 else 0)
            return math.copysign(math.floor(abs(float(first)) * scale + 0.5), first) / scale
        case "year":
            return first.year
        case "month":
            return first.month
        case "lower":
            return first.lower()
        case _:
            return values[1] in first


def _joined(parts: list[bool | None], *, decides: bool) -> bool | None:
    if decides in parts:
        return decides
    return None if None in parts else not decides


def _same_kind(one: Any, other: Any) -> Any:
    """A quoted day beside a date is a date."""
    if isinstance(one, str):
        return date.fromisoformat(one.strip()) if isinstance(other, date) else one.strip()
    return one


def _day(one: Any) -> Any:
    return one.date() if isinstance(one, datetime) else one
