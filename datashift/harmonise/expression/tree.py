"""The tree of a sentence; `str` writes it back in the language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

ArithmeticSign = Literal["+", "-", "*", "/"]
ComparisonSign = Literal["==", "!=", "<", "<=", ">", ">="]

KEYWORDS = frozenset({"and", "or", "not", "in", "is", "missing", "true", "false"})


def is_plain_name(text: str) -> bool:
    """Whether a column of that name needs no backticks."""
    return text not in KEYWORDS and all(part.isidentifier() for part in text.split("."))


def quote_name(name: str) -> str:
    """The name as it is written in a sentence, in backticks where it needs them."""
    return name if is_plain_name(name) else "`" + name.replace("`", "``") + "`"


@dataclass(frozen=True)
class Number:
    value: int | float
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        if isinstance(self.value, int):
            return str(self.value)
        return format(Decimal(repr(self.value)), "f")


@dataclass(frozen=True)
class Text:
    value: str
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return "'" + self.value.replace("'", "''") + "'"


@dataclass(frozen=True)
class Truth:
    value: bool
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return "true" if self.value else "false"


@dataclass(frozen=True)
class Missing:
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return "missing"


@dataclass(frozen=True)
class Column:
    name: str
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return quote_name(self.name)


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Node, ...]
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True)
class Negative:
    value: Node
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"-{_within(self.value, 7)}"


@dataclass(frozen=True)
class Arithmetic:
    sign: ArithmeticSign
    left: Node
    right: Node
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        own = _STRENGTH_OF_SIGN[self.sign]
        return f"{_within(self.left, own)} {self.sign} {_within(self.right, own + 1)}"


@dataclass(frozen=True)
class Comparison:
    sign: ComparisonSign
    left: Node
    right: Node
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{_within(self.left, 5)} {self.sign} {_within(self.right, 5)}"


@dataclass(frozen=True)
class Among:
    """`value in (...)`, or `not in`."""

    value: Node
    options: tuple[Number | Text, ...]
    negated: bool = False
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        word = "not in" if self.negated else "in"
        return f"{_within(self.value, 5)} {word} ({', '.join(map(str, self.options))})"


@dataclass(frozen=True)
class IsMissing:
    value: Node
    negated: bool = False
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{_within(self.value, 5)} is {'not ' if self.negated else ''}missing"


@dataclass(frozen=True)
class Not:
    value: Node
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"not {_within(self.value, 3)}"


@dataclass(frozen=True)
class All:
    """Parts joined by `and`, two or more."""

    parts: tuple[Node, ...]
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return " and ".join(_within(part, 3) for part in self.parts)


@dataclass(frozen=True)
class Any:
    """Parts joined by `or`, two or more."""

    parts: tuple[Node, ...]
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return " or ".join(_within(part, 2) for part in self.parts)


Node = (
    Number
    | Text
    | Truth
    | Missing
    | Column
    | Call
    | Negative
    | Arithmetic
    | Comparison
    | Among
    | IsMissing
    | Not
    | All
    | Any
)

_STRENGTH_OF_SIGN = {"+": 5, "-": 5, "*": 6, "/": 6}


def strength(node: Node) -> int:
    """How strongly a node holds together: `or` 1, `and` 2, `not` 3, comparisons 4, ..., names 9."""
    match node:
        case Any():
            return 1
        case All():
            return 2
        case Not():
            return 3
        case Comparison() | Among() | IsMissing():
            return 4
        case Arithmetic(sign=sign):
            return _STRENGTH_OF_SIGN[sign]
        case Negative():
            return 7
        case _:
            return 9


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside."""
    match node:
        case Any(parts=parts) | All(parts=parts):
            return parts
        case Call(arguments=arguments):
            return arguments
        case Comparison(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case Among(value=value, options=options):
            return (value, *options)
        case IsMissing(value=value) | Not(value=value) | Negative(value=value):
            return (value,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all inside it, in the order they are written."""
    yield node
    for child in children(node):
        yield from walk(child)


def _within(node: Node, least: int) -> str:
    return str(node) if strength(node) >= least else f"({node})"
