"""Their codes to our values: exact codes, numbers however written, yes and no, and ranges."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from datashift.kit.problem import Problem

UNMAPPED = -1
MISSING = -2  # no value in the file, and the mapping says nothing about that

_NUMBER = r"([-+]?\d+(?:\.\d+)?)"
_PLAIN_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d*)(?:\.\d+)?")  # 07 is a code, not seven
_BETWEEN = re.compile(rf"{_NUMBER}\s*(?:-|–|—|to)\s*{_NUMBER}")
_FROM = re.compile(rf"(?:>=\s*{_NUMBER}|{_NUMBER}\s*\+)")
_ABOVE = re.compile(rf">\s*{_NUMBER}")
_UP_TO = re.compile(rf"<=\s*{_NUMBER}")
_BELOW = re.compile(rf"<\s*{_NUMBER}")
_TRUTHS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}


@dataclass(frozen=True)
class Range:
    """Numbers from `low` up to, but not with, `high`."""

    low: float
    high: float
    key: int


@dataclass(frozen=True)
class Codebook:
    """A mapping, ready to look codes up in. Answers are positions in the mapping's order.

    Args:
        codes: code as text, without spaces around it, to its position.
        numbers: keys that are numbers; 1, 1.0 and "1" are one number, "01" is none.
        truths: keys that stand for yes or no; they answer for columns of yes and no, and a key
            that is true or false itself (an unquoted `yes` of YAML 1.1) also for those words.
        words: as `truths`, only of keys that are true or false themselves.
        ranges: "15-24" (a number without its decimals), ">= 65", "65+", "< 15"; in order.
        missing: position of the key for values that are missing, or None.
    """

    codes: Mapping[str, int]
    numbers: Mapping[float, int]
    truths: Mapping[bool, int]
    words: Mapping[str, int]
    ranges: tuple[Range, ...]
    missing: int | None = None

    def find(self, text: str) -> int:
        """Position for one code, or `UNMAPPED`."""
        text = text.strip()
        found = self.codes.get(text)
        if found is None and _PLAIN_NUMBER.fullmatch(text):
            found = self.find_number(float(text))
        if found is None:
            found = self.words.get(text.casefold())
        return UNMAPPED if found is None else found

    def find_number(self, number: float) -> int | None:
        """Position for one number, or None."""
        found = self.numbers.get(number)
        if found is None:
            found = next((r.key for r in self.ranges if r.low <= number < r.high), None)
        return found

    def find_numbers(self, numbers: NDArray[np.float64]) -> NDArray[np.int32]:
        """Position for each number, or `UNMAPPED`."""
        found = np.full(len(numbers), UNMAPPED, dtype=np.int32)
        for span in self.ranges:
            found[(numbers >= span.low) & (numbers < span.high)] = span.key
        for number, key in self.numbers.items():
            found[numbers == number] = key
        return found


def codebook(mapping: Mapping[object, object], *, variable: str, line: int | None) -> Codebook:
    """Read the left side of a mapping.

    Raises:
        Problem: two keys mean the same code and say different things, or ranges overlap.
    """
    codes: dict[str, int] = {}
    numbers: dict[float, int] = {}
    truths: dict[bool, int] = {}
    words: dict[str, int] = {}
    ranges: list[Range] = []
    missing: int | None = None
    keys, targets = list(mapping), list(mapping.values())

    def agree(known: int, position: int) -> None:
        if targets[known] != targets[position]:
            raise Problem(
                f'The variable "{variable}" maps "{keys[position]}" twice, to different values',
                line=line,
                do="Leave one of them out",
                code="variables.twice",
            )

    for position, key in enumerate(keys):
        text = "" if key is None else str(key).strip()
        if not text:
            missing = position
            continue
        agree(codes.setdefault(text, position), position)
        if isinstance(key, bool):
            for word, truth in _TRUTHS.items():
                if truth is key and not word.isdigit():
                    agree(words.setdefault(word, position), position)
        elif _PLAIN_NUMBER.fullmatch(text):
            agree(numbers.setdefault(float(text), position), position)
        elif span := _range(text, position):
            ranges.append(span)
        if (truth_meant := _TRUTHS.get(text.casefold())) is not None:
            truths.setdefault(truth_meant, position)
    return Codebook(codes, numbers, truths, words, _in_order(ranges, variable, line), missing)


def _range(text: str, key: int) -> Range | None:
    if match := _BETWEEN.fullmatch(text):
        low, high = match.groups()
        # "15-24" is said of completed years: 24.5 is still 24.
        whole = "." not in low + high
        above = float(high) + 1 if whole else math.nextafter(float(high), math.inf)
        return Range(float(low), above, key)
    if match := _FROM.fullmatch(text):
        return Range(float(match[1] or match[2]), math.inf, key)
    if match := _ABOVE.fullmatch(text):
        return Range(math.nextafter(float(match[1]), math.inf), math.inf, key)
    if match := _UP_TO.fullmatch(text):
        return Range(-math.inf, math.nextafter(float(match[1]), math.inf), key)
    if match := _BELOW.fullmatch(text):
        return Range(-math.inf, float(match[1]), key)
    return None


def _in_order(ranges: list[Range], variable: str, line: int | None) -> tuple[Range, ...]:
    ranges.sort(key=lambda span: span.low)
    for one, other in pairwise(ranges):
        if other.low < one.high:
            raise Problem(
                f'Two ranges of the variable "{variable}" overlap at {other.low:g}',
                line=line,
                do="Let each range start where the one before ends: 15-24, 25-34",
                code="variables.overlap",
            )
    return tuple(ranges)
