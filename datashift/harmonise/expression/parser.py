"""A sentence becomes a tree: top-down operator precedence (Pratt 1973)."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from datashift.harmonise.expression.functions import FUNCTIONS
from datashift.harmonise.expression.tokens import Token, problem, tokens
from datashift.harmonise.expression.tree import (
    KEYWORDS,
    All,
    Among,
    Any,
    Arithmetic,
    ArithmeticSign,
    Call,
    Column,
    Comparison,
    ComparisonSign,
    IsMissing,
    Missing,
    Negative,
    Node,
    Not,
    Number,
    Text,
    Truth,
    children,
)
from datashift.kit.problem import Problem

DEEPEST = 60  # parentheses inside each other
HIGHEST = 100  # levels of the tree; a + b + c grows one level for each sign
_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN = range(1, 8)
_BINDING = {
    "or": _OR,
    "and": _AND,
    "in": _COMPARISON,
    "not": _COMPARISON,  # after a value only `not in` can follow
    "is": _COMPARISON,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), _COMPARISON),
    **dict.fromkeys("+-", _SUM),
    **dict.fromkeys("*/", _PRODUCT),
}


def parse_tree(sentence: str, *, line: int | None = None) -> Node:
    """The tree of a sentence.

    Raises:
        Problem: it is not a sentence of the language; says where and what to write instead.
    """
    return _Parser(sentence, line).sentence_tree()


class _Parser:
    def __init__(self, sentence: str, line: int | None) -> None:
        self.sentence = sentence
        self.line = line
        self.tokens = tokens(sentence, line=line)
        self.position = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def ended(self) -> bool:
        return self.token.kind == "end"

    def sentence_tree(self) -> Node:
        if self.ended():
            raise self.problem("nothing is written", do="Write a condition such as: year >= 2011")
        node = self.expression(0)
        if not self.ended():
            raise self.unexpected()
        self.bound_height(node)
        return node

    def expression(self, least: int) -> Node:
        """A value and all the signs after it that bind more strongly than `least`."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep(self.token.at)
        left = self.operand(least)
        while (binding := self.binding()) > least:
            left = self.joined(left, binding)
        self.depth -= 1
        return left

    def bound_height(self, tree: Node) -> None:
        """Everything after the parser may recurse through the tree without fear."""
        level: tuple[Node, ...] = (tree,)
        height = 1
        while level:
            if height > HIGHEST:
                raise self.too_deep(level[0].at)
            level = tuple(child for node in level for child in children(node))
            height += 1

    def too_deep(self, at: int) -> Problem:
        return problem(
            self.sentence,
            at,
            "too many things are inside each other",
            line=self.line,
            code="too_deep",
            do="Make a variable of a part of it, and use that",
        )

    def binding(self) -> int:
        token = self.token
        return _BINDING.get(token.text, 0) if token.kind in ("name", "sign") else 0

    def advance(self) -> Token:
        token = self.token
        self.position += token.kind != "end"
        return token

    def operand(self, least: int) -> Node:
        token = self.advance()
        match token.kind, token.text:
            case "number", text:
                return Number(self.number(token, text), token.at)
            case "text", text:
                return Text(text, token.at)
            case "column", text:
                return Column(text, token.at)
            case "sign", "(":
                inner = self.expression(0)
                self.expect(")")
                return inner
            case "sign", "-":
                return _negative(self.expression(_PRODUCT), token.at)
            case "name", "not":
                if least > _NOT:
                    raise self.problem('"not" needs parentheses here', token, do="Write (not ...)")
                return Not(self.expression(_AND), token.at)
            case "name", "true" | "false":
                return Truth(token.text == "true", token.at)
            case "name", "missing":
                return Missing(token.at)
            case "name", text if text not in KEYWORDS:
                return self.call(token) if self.at_sign("(") else Column(text, token.at)
        self.position -= token.kind != "end"
        raise self.unexpected(wanted="a column, a number or a quoted text")

    def number(self, token: Token, text: str) -> int | float:
        if len(text.lstrip("0").replace(".", "")) > 17:  # doubles hold no more digits
            raise self.problem(
                "the number has more than 17 digits", token, do="Compare it as quoted text"
            )
        return float(text) if "." in text else int(text)

    def joined(self, left: Node, binding: int) -> Node:
        token = self.advance()
        if binding == _COMPARISON:
            node = self.comparison(left, token)
            if self.binding() == _COMPARISON:
                raise self.problem(
                    "two comparisons follow each other",
                    do="Join them with and: a < b and b < c",
                )
            return node
        if binding in (_AND, _OR):
            parts = [left, self.expression(binding)]
            while self.token.kind == "name" and self.token.text == token.text:
                self.advance()
                parts.append(self.expression(binding))
            return (All if binding == _AND else Any)(tuple(parts), token.at)
        sign = cast(ArithmeticSign, token.text)
        return Arithmetic(sign, left, self.expression(binding), token.at)

    def comparison(self, left: Node, token: Token) -> Node:
        if token.text == "is":
            negated = self.take_word("not")
            if not self.take_word("missing"):
                raise self.unexpected(wanted='"missing" after "is"')
            return IsMissing(left, negated, token.at)
        if token.text in ("in", "not"):
            if token.text == "not" and not self.take_word("in"):
                raise self.unexpected(wanted='"in" after "not"')
            return Among(left, self.options(), token.text == "not", token.at)
        sign = cast(ComparisonSign, token.text)
        right = self.expression(_COMPARISON)
        for side in (left, right):
            if isinstance(side, Missing):
                raise self.problem(
                    "nothing is equal to or larger than what is missing",
                    token,
                    do="Write `is missing` or `is not missing`",
                )
        return Comparison(sign, left, right, token.at)

    def options(self) -> tuple[Number | Text, ...]:
        self.expect("(")
        found = [self.option()]
        while self.at_sign(","):
            self.advance()
            found.append(self.option())
        self.expect(")")
        if len({type(option) for option in found}) > 1:
            raise self.problem("the list mixes numbers and text", code="types")
        return tuple(found)

    def option(self) -> Number | Text:
        at, negative = self.token.at, self.at_sign("-")
        if negative:
            self.advance()
        token = self.token
        if token.kind == "number":
            self.advance()
            number = self.number(token, token.text)
            return Number(-number if negative else number, at)
        if token.kind == "text" and not negative:
            self.advance()
            return Text(token.text, at)
        raise self.unexpected(wanted="a number or a quoted text in the list")

    def call(self, name: Token) -> Node:
        function = FUNCTIONS.get(name.text)
        if function is None:
            raise self.problem(
                f'there is no function "{name.text}"',
                name,
                code="unknown_function",
                do="There are " + ", ".join(FUNCTIONS),
            )
        self.expect("(")
        arguments: list[Node] = []
        while not self.at_sign(")"):
            arguments.append(self.expression(0))
            if not self.at_sign(")"):
                self.expect(",")
        self.expect(")")
        if not function.least <= len(arguments) <= function.most:
            raise self.problem(
                f'"{name.text}" is written {function.written}', name, code="arguments"
            )
        return Call(name.text, tuple(arguments), name.at)

    def at_sign(self, sign: str) -> bool:
        return self.token.kind == "sign" and self.token.text == sign

    def take_word(self, word: str) -> bool:
        taken = self.token.kind == "name" and self.token.text == word
        self.position += taken
        return taken

    def expect(self, sign: str) -> None:
        if not self.at_sign(sign):
            raise self.unexpected(wanted=f'"{sign}"')
        self.advance()

    def unexpected(self, wanted: str = "and, or, a comparison, or the end") -> Problem:
        token = self.token
        do = None
        if token.kind == "name" and token.text.lower() in KEYWORDS and token.text not in KEYWORDS:
            do = f"Write {token.text.lower()} in small letters"
        elif (
            token.kind == "name" and self.position and self.tokens[self.position - 1].kind == "name"
        ):
            do = "Put a column name with spaces in backticks: `name of column`"
        elif token.text == "," and token.kind == "sign":
            do = "Write numbers with a point: 2.5"
        what = "it ends too early" if token.kind == "end" else f'"{token.text}" does not fit'
        return self.problem(f"{what}; {wanted} is expected", do=do)

    def problem(
        self, what: str, token: Token | None = None, *, code: str = "syntax", do: str | None = None
    ) -> Problem:
        at = (token or self.token).at
        return problem(self.sentence, at, what, line=self.line, code=code, do=do)


def _negative(value: Node, at: int) -> Node:
    if isinstance(value, Number):
        return replace(value, value=-value.value, at=at)
    return Negative(value, at)
