"""A checked tree as an Ibis expression; no text of the sentence becomes SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add, and_, eq, ge, gt, le, lt, mul, ne, or_, sub, truediv
from typing import TYPE_CHECKING

from datashift.harmonise.expression.kinds import Kind, as_day
from datashift.harmonise.expression.tree import (
    All,
    Among,
    Any,
    Arithmetic,
    Call,
    Column,
    Comparison,
    IsMissing,
    Missing,
    Negative,
    Node,
    Not,
    Number,
    Text,
    Truth,
)

if TYPE_CHECKING:
    from ibis.expr.datatypes import DataType
    from ibis.expr.types import Value

_COMPARE = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_COMPUTE = {"+": add, "-": sub, "*": mul, "/": truediv}


def kind_of(kind: DataType) -> Kind:
    """The language's kind of an Ibis type."""
    if kind.is_boolean():
        return "truth"
    if kind.is_numeric():
        return "number"
    if kind.is_string():
        return "text"
    if kind.is_date() or kind.is_timestamp():
        return "date"
    return "missing" if kind.is_null() else "other"


def build(node: Node, columns: Mapping[str, Value]) -> Value:
    """The tree as an expression on columns; the tree must have passed `Checker.kind`.

    No operand is written twice, so that the query grows no faster than the sentence.
    """
    match node:
        case Number() | Truth() | Text() | Missing():
            return _literal(node)
        case Column(name=name):
            column = columns[name]
            return column.strip() if column.type().is_string() else column
        case Comparison(sign=sign, left=left, right=right):
            return _COMPARE[sign](
                *_comparable(build(left, columns), build(right, columns), left, right)
            )
        case Among(value=value, options=options, negated=negated):
            return _among(build(value, columns), options, negated)
        case IsMissing(value=value, negated=negated):
            built = build(value, columns)
            return built.notnull() if negated else built.isnull()
        case Call(function=function, arguments=arguments):
            return _call(function, [build(argument, columns) for argument in arguments], arguments)
        case Negative(value=value):
            return -_real(build(value, columns))
        case Arithmetic(sign=sign, left=left, right=right):
            below = _real(build(right, columns))
            return _COMPUTE[sign](
                _real(build(left, columns)), below.nullif(0.0) if sign == "/" else below
            )
        case Not(value=value):
            return _not(_truth(build(value, columns)))
        case All(parts=parts) | Any(parts=parts):
            truths = [_truth(build(part, columns)) for part in parts]
            return _balanced(and_ if isinstance(node, All) else or_, truths)


def _literal(node: Number | Truth | Text | Missing) -> Value:
    import ibis

    if isinstance(node, Missing):
        return ibis.null()
    return ibis.literal(node.value.strip() if isinstance(node, Text) else node.value)


def _call(function: str, values: list[Value], nodes: tuple[Node, ...]) -> Value:
    import ibis

    first = values[0]
    match function:
        case "if":
            then, otherwise = _alike(values[1:])
            return _truth(first).cases((True, then), (False, otherwise))
        case "first":
            return ibis.coalesce(*_alike(values))
        case "min":
            return ibis.least(*_alike(values, truth="int64"))
        case "max":
            return ibis.greatest(*_alike(values, truth="int64"))
        case "abs":
            return _real(first).abs()
        case "floor":
            return _real(first).floor().cast("float64")
        case "round":
            digits = nodes[1].value if len(nodes) > 1 and isinstance(nodes[1], Number) else 0
            return _rounded(_real(first), int(digits))
        case "year":
            return _typed(first, "date").year().cast("int64")
        case "month":
            return _typed(first, "date").month().cast("int64")
        case "lower":
            return _typed(first, "string").lower()
        case _:
            return _typed(first, "string").contains(_typed(values[1], "string"))


def _rounded(number: Value, digits: int) -> Value:
    """Halves away from zero; PostgreSQL's own `round` takes those of a float to even numbers."""
    import ibis

    scale = float(10**digits)
    size = (number.abs() * scale + 0.5).floor().cast("float64") / scale
    return ibis.ifelse(number < 0, -size, size)


def _comparable(
    left: Value, right: Value, left_node: Node, right_node: Node
) -> tuple[Value, Value]:
    """Both sides as one type: days beside dates, 1 and 0 beside numbers."""
    if left.type().is_temporal() or right.type().is_temporal():
        return _day_or_moment(left, right, left_node), _day_or_moment(right, left, right_node)
    if left.type().is_boolean() != right.type().is_boolean():
        return _number(left), _number(right)
    return left, right


def _day_or_moment(value: Value, other: Value, node: Node) -> Value:
    import ibis

    if isinstance(node, Text):
        return ibis.literal(as_day(node.value))
    # A moment compared with a day counts as its day; with another moment it stays a moment.
    both_moments = value.type().is_timestamp() and other.type().is_timestamp()
    return value if both_moments else value.cast("date")


def _among(value: Value, options: Sequence[Number | Text], negated: bool) -> Value:
    wanted: list[object]
    if value.type().is_temporal():
        value = value.cast("date")
        wanted = [as_day(str(option.value)) for option in options]
    elif value.type().is_null():
        return value.cast("boolean")
    else:
        value = _number(value)
        wanted = [o.value.strip() if isinstance(o, Text) else o.value for o in options]
    return _not(value.isin(wanted)) if negated else value.isin(wanted)


def _alike(values: Sequence[Value], truth: str = "boolean") -> list[Value]:
    """Values as their one common type."""
    types = [value.type() for value in values if not value.type().is_null()]
    if not types:
        return list(values)
    if all(kind.is_boolean() for kind in types):
        target = truth
    elif all(kind.is_boolean() or kind.is_integer() for kind in types):
        target = "int64"
    elif all(kind.is_boolean() or kind.is_numeric() for kind in types):
        target = "float64"
    elif types[0].is_string():
        target = "string"
    else:
        target = "timestamp" if all(kind.is_timestamp() for kind in types) else "date"
    return [value.cast(target) for value in values]


def _balanced(sign: object, parts: list[Value]) -> Value:
    """Joined pairwise, so that a thousand parts are ten levels deep."""
    assert callable(sign)
    while len(parts) > 1:
        pairs = [parts[at : at + 2] for at in range(0, len(parts), 2)]
        parts = [reduce(sign, pair) for pair in pairs]
    return parts[0]


def _real(value: Value) -> Value:
    return value.cast("float64")


def _number(value: Value) -> Value:
    return value.cast("int64") if value.type().is_boolean() else value


def _truth(value: Value) -> Value:
    return value.cast("boolean")


def _not(value: Value) -> Value:
    # Ibis 12 writes (NOT a) IS NULL as NOT (a) IS NULL, which engines read as NOT (a IS NULL).
    return value == False  # noqa: E712


def _typed(value: Value, kind: str) -> Value:
    return value.cast(kind) if value.type().is_null() else value
