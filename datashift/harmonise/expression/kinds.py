"""What a sentence yields, found before anything runs: numbers, text, dates, or yes and no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from datashift.harmonise.expression.tokens import problem
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
    children,
    quote_name,
)
from datashift.kit.problem import Problem
from datashift.kit.text import fold

Kind = Literal["number", "text", "date", "truth", "missing", "other"]

_IN_WORDS: dict[Kind, str] = {
    "number": "a number",
    "text": "text",
    "date": "a date",
    "truth": "yes or no",
    "missing": "a missing value",
    "other": "shapes",
}
_LITERALS: dict[type, Kind] = {
    Number: "number",
    Text: "text",
    Truth: "truth",
    Missing: "missing",
}
_JOINTS = {Not: "not", All: "and", Any: "or"}
_LIKE_NUMBERS = ("number", "truth", "missing")


@dataclass(frozen=True)
class Checker:
    """Finds the kind of each node, or says in words why there is none.

    Args:
        sentence: the text, for messages.
        columns: kind of each column that may be used.
        line: line of the study.
    """

    sentence: str
    columns: Mapping[str, Kind]
    line: int | None = None

    def kind(self, node: Node) -> Kind:
        """The kind of a node.

        Raises:
            Problem: an unknown column, or kinds that do not go together.
        """
        match node:
            case Column():
                return self.column(node)
            case Call():
                return self.call(node)
            case Negative() | Arithmetic():
                for child in children(node):
                    self.wants_number(child, f'"{getattr(node, "sign", "-")}"')
                return "number"
            case Not() | All() | Any():
                for child in children(node):
                    self.wants_truth(child, f'"{_JOINTS[type(node)]}"')
                return "truth"
            case IsMissing(value=value):
                self.kind(value)
                return "truth"
            case Comparison() | Among():
                return self.comparison(node)
            case _:
                return _LITERALS[type(node)]

    def column(self, node: Column) -> Kind:
        if node.name in self.columns:
            kind = self.columns[node.name]
            if kind == "other":
                raise self.problem(
                    node, f'the column "{node.name}" holds shapes, which cannot be compared'
                )
            return kind
        near = nearest(node.name, tuple(self.columns))
        raise problem(
            self.sentence,
            node.at,
            f'there is no column "{node.name}"',
            line=self.line,
            code="unknown_column",
            do=f"Did you mean {quote_name(near)}?" if near else _columns_in_words(self.columns),
        )

    def comparison(self, node: Comparison | Among) -> Kind:
        if isinstance(node, Among):
            for option in node.options:
                self.comparable(node.value, option, "in", node)
        else:
            self.comparable(node.left, node.right, node.sign, node)
        return "truth"

    def comparable(self, left: Node, right: Node, sign: str, node: Node) -> None:
        kinds = (self.kind(left), self.kind(right))
        if "missing" in kinds or _numbers(*kinds):
            return
        if set(kinds) == {"date", "text"}:
            text = right if kinds[0] == "date" else left
            self.wants_day(text)
            return
        if kinds[0] != kinds[1]:
            raise self.problem(
                node,
                f"{self.named(left)} and {self.named(right)} cannot be compared",
                do=_advice(left, right, kinds),
            )
        if kinds[0] == "text" and sign in ("<", "<=", ">", ">="):
            raise self.problem(
                node,
                f'text has no order here, so "{sign}" cannot compare it',
                do="Use ==, != or in; or let the column be read as numbers or dates",
            )

    def call(self, node: Call) -> Kind:
        name, first = node.function, node.arguments[0]
        match name:
            case "if":
                self.wants_truth(first, 'the condition of "if"')
                return self.alike(node, node.arguments[1:])
            case "first":
                return self.alike(node, node.arguments)
            case "min" | "max":
                kind = self.alike(node, node.arguments)
                if kind == "text":
                    raise self.problem(node, f'"{name}" compares numbers or dates, not text')
                return "number" if kind == "truth" else kind
            case "year" | "month":
                if self.kind(first) not in ("date", "missing"):
                    raise self.problem(
                        first, f'"{name}" wants a date and {self.named(first)} is none'
                    )
                return "number"
            case "lower" | "contains":
                for argument in node.arguments:
                    if self.kind(argument) not in ("text", "missing"):
                        raise self.problem(
                            argument, f'"{name}" wants text, not {self.named(argument)}'
                        )
                return "text" if name == "lower" else "truth"
        self.wants_number(first, f'"{name}"')
        if len(node.arguments) > 1:
            self.wants_digits(node.arguments[1])
        return "number"

    def alike(self, node: Call, arguments: tuple[Node, ...]) -> Kind:
        """The one kind of several values; truth counts as a number beside numbers."""
        kinds = tuple(kind for kind in map(self.kind, arguments) if kind != "missing")
        if not kinds:
            return "missing"
        if len(set(kinds)) == 1:
            return kinds[0]
        if _numbers(*kinds):
            return "number"
        named = " and ".join(self.named(argument) for argument in arguments[:3])
        raise self.problem(
            node, f'"{node.function}" cannot give now {named}', do="Give values of one kind"
        )

    def wants_truth(self, node: Node, who: str) -> None:
        kind = self.kind(node)
        if kind in ("truth", "missing"):
            return
        shown = str(node)
        do = (
            f"Compare it, for example: {shown} == 1"
            if kind == "number" and len(shown) < 60
            else None
        )
        raise self.problem(node, f"{who} wants yes or no, not {self.named(node)}", do=do)

    def wants_number(self, node: Node, who: str) -> None:
        if self.kind(node) not in _LIKE_NUMBERS:
            raise self.problem(node, f"{who} wants numbers, not {self.named(node)}")

    def wants_digits(self, node: Node) -> None:
        if not (isinstance(node, Number) and node.value in range(11)):
            raise self.problem(node, '"round" wants a number of digits from 0 to 10')

    def wants_day(self, node: Node) -> None:
        if not isinstance(node, Text):
            raise self.problem(node, f"{self.named(node)} cannot be compared with a date")
        if as_day(node.value) is None:
            raise self.problem(
                node, f'"{node.value}" is not a day', do="Write days as '2013-05-31'"
            )

    def named(self, node: Node) -> str:
        """The node in words: the column "age" (text)."""
        kind = _IN_WORDS[self.kind(node)]
        match node:
            case Column(name=name):
                return f'the column "{name}" ({kind})'
            case Number() | Text():
                return f"{node} ({kind})"
            case _:
                return kind

    def problem(self, node: Node, what: str, *, do: str | None = None) -> Problem:
        return problem(self.sentence, node.at, what, line=self.line, code="types", do=do)


def as_day(text: str) -> date | None:
    """A day written as 2013-05-31, or None."""
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        return None


def nearest(name: str, names: tuple[str, ...]) -> str | None:
    """The name that was probably meant, or None."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, names, scorer=fuzz.ratio, processor=fold, score_cutoff=65)
    return str(found[0]) if found else None


def _numbers(*kinds: Kind) -> bool:
    """All are numbers, or truths beside at least one number."""
    return "number" in kinds and all(kind in _LIKE_NUMBERS for kind in kinds)


def _columns_in_words(columns: Mapping[str, Kind]) -> str:
    names = sorted(columns)[:12]
    more = f" and {len(columns) - len(names)} more" if len(columns) > len(names) else ""
    return f"The columns are {', '.join(names)}{more}" if names else "There are no columns"


def _advice(left: Node, right: Node, kinds: tuple[Kind, Kind]) -> str | None:
    if set(kinds) != {"number", "text"}:
        return None
    number, text = (left, right) if kinds[0] == "number" else (right, left)
    if isinstance(number, Number):
        return f"Write '{number}' in quotes if the column holds codes"
    if isinstance(text, Text):
        return "Leave out the quotes" if text.value.strip().isdigit() else None
    return None
