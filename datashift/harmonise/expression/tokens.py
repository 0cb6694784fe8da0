"""A sentence cut into words, numbers, quoted text and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from datashift.kit.problem import Problem

LONGEST = 20_000  # characters
MOST_TOKENS = 4_000

Kind = Literal["number", "text", "name", "column", "sign", "end"]

_SPACE = re.compile(r"\s*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_SIGN = re.compile(r"==|!=|<=|>=|[<>+\-*/(),]")
_ELSEWHERE = (  # signs of other languages and what they are here
    ("&&", "and"),
    ("||", "or"),
    ("&", "and"),
    ("|", "or"),
    ("<>", "!="),
    ("≠", "!="),
    ("≤", "<="),
    ("≥", ">="),
    ("=", "=="),
    ("!", "not"),
    ("×", "*"),
    ("÷", "/"),
    ("%", "* 100"),
)
_CURLED = {"“": "'", "”": "'", "‘": "'", "’": "'", "«": "'", "»": "'"}


@dataclass(frozen=True)
class Token:
    """A piece of a sentence.

    Args:
        kind: "column" is a name in backticks, "name" a name or keyword without.
        text: its meaning: without quotes, for example.
        at: where it starts, 0-based.
    """

    kind: Kind
    text: str
    at: int


def problem(
    sentence: str, at: int, what: str, *, line: int | None, code: str, do: str | None = None
) -> Problem:
    """A Problem that shows the sentence around character `at` (0-based)."""
    start, end = max(0, at - 30), at + 30
    around = " ".join(sentence[start:end].split())
    around = f"{'…' if start else ''}{around}{'…' if end < len(sentence) else ''}"
    return Problem(
        f'In "{around}", at character {at + 1}: {what}', line=line, do=do, code=f"expression.{code}"
    )


def tokens(sentence: str, *, line: int | None = None) -> tuple[Token, ...]:
    """Cut a sentence into tokens; the last one is of kind "end".

    Raises:
        Problem: it is too long, or a character has no meaning in the language.
    """
    if len(sentence) > LONGEST:
        raise Problem(
            f"This condition has {len(sentence):,} characters; at most {LONGEST:,} are read",
            line=line,
            do="Use a mapping for long lists of codes",
            code="expression.too_long",
        )
    found: list[Token] = []
    at = _skip(sentence, 0)
    while at < len(sentence):
        token, at = _next(sentence, at, line)
        found.append(token)
        if len(found) > MOST_TOKENS:
            raise problem(
                sentence,
                token.at,
                f"the condition is too long: it has more than {MOST_TOKENS:,} words and signs",
                line=line,
                code="too_long",
                do="Use a mapping for long lists of codes",
            )
        at = _skip(sentence, at)
    return (*found, Token("end", "", len(sentence)))


def _skip(sentence: str, at: int) -> int:
    space = _SPACE.match(sentence, at)
    return space.end() if space else at


def _next(sentence: str, at: int, line: int | None) -> tuple[Token, int]:
    letter = sentence[at]
    if letter in "'\"`":
        text, end = _quoted(sentence, at, line)
        return Token("column" if letter == "`" else "text", text, at), end
    if number := _NUMBER.match(sentence, at):
        return Token("number", number.group(), at), number.end()
    if letter.isidentifier():
        end = _end_of_name(sentence, at)
        return Token("name", sentence[at:end], at), end
    if sign := _SIGN.match(sentence, at):
        if sentence.startswith("<>", at):
            raise _foreign(sentence, at, line)
        return Token("sign", sign.group(), at), sign.end()
    raise _foreign(sentence, at, line)


def _quoted(sentence: str, at: int, line: int | None) -> tuple[str, int]:
    """The text between quotes; a doubled quote stands for itself."""
    mark, end = sentence[at], at + 1
    while True:
        end = sentence.find(mark, end)
        if end < 0:
            raise problem(
                sentence,
                at,
                f"what starts with {mark} does not end",
                line=line,
                code="open_quote",
                do=f"Close it with another {mark}",
            )
        if sentence.startswith(mark, end + 1):
            end += 2
            continue
        break
    text = sentence[at + 1 : end].replace(mark * 2, mark)
    if mark == "`" and not text:
        raise problem(sentence, at, "a column name is empty", line=line, code="syntax")
    return text, end + 1


def _end_of_name(sentence: str, at: int) -> int:
    # str.isidentifier, unlike \w, knows the vowel signs of Devanagari.
    end = at + 1
    while end < len(sentence):
        if ("a" + sentence[end]).isidentifier():
            end += 1
        elif sentence[end] == "." and sentence[end + 1 : end + 2].isidentifier():
            end += 2
        else:
            break
    return end


def _foreign(sentence: str, at: int, line: int | None) -> Problem:
    if sentence[at] in _CURLED:
        return problem(
            sentence,
            at,
            "a curled quote",
            line=line,
            code="syntax",
            do="Use straight quotes: '...'",
        )
    for sign, ours in _ELSEWHERE:
        if sentence.startswith(sign, at):
            return problem(
                sentence,
                at,
                f"{sign} has no meaning here",
                line=line,
                code="syntax",
                do=f"Write {ours} instead",
            )
    return problem(sentence, at, f"{sentence[at]!r} has no meaning here", line=line, code="syntax")
