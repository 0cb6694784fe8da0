"""Cells that hold several answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_SEPARATORS = (";", "|", ", ", " - ", " / ", ",", "/", " ")
# A space parts answers only where they are codes, as form software writes them.
_MOSTLY = 0.8
_FEW = 3


@dataclass(frozen=True)
class Several:
    """How a column holds several answers in one cell.

    Args:
        separator: what stands between them.
        cells: for each different value whether it holds several.
        answers: how many different answers there are.
    """

    separator: str
    cells: tuple[bool, ...]
    answers: int


def find(texts: Sequence[str]) -> Several | None:
    """How the values hold several answers in one cell, or None when they do not.

    They do when most combinations are made of answers that also stand alone or in another
    combination. So "river, lake" beside "river" and "lake" does, "Jacmel, Haiti" does not.
    """
    for separator in _SEPARATORS:
        found = _parted(texts, separator)
        if found is not None:
            return found
    return None


def _parted(texts: Sequence[str], separator: str) -> Several | None:
    if not any(separator in text for text in texts):
        return None
    parts = [[part.strip() for part in text.split(separator) if part.strip()] for text in texts]
    combinations = [cell for cell in parts if len(cell) > 1]
    if len(combinations) < (1 if separator == " " else _FEW):
        return None
    alone = {cell[0] for cell in parts if len(cell) == 1}
    used = Counter(answer for cell in combinations for answer in set(cell))
    if separator == " ":
        known = {answer for answer in alone if _is_code(answer)}
    else:
        known = alone | {answer for answer, cells in used.items() if cells > 1}
        known = {answer for answer in known if any(letter.isalpha() for letter in answer)}
    made = sum(all(answer in known for answer in cell) for cell in combinations)
    answers = len(alone | set(used))
    if made < _MOSTLY * len(combinations) or answers >= len(texts):
        return None
    return Several(separator, tuple(len(cell) > 1 for cell in parts), answers)


def _is_code(answer: str) -> bool:
    return answer.isascii() and answer == answer.lower() and answer.replace("_", "").isalnum()
