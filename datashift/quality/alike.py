"""When two spellings mean the same thing, and when they only look alike."""

from __future__ import annotations

import re

from datashift.kit.text import fold

# A mark between two letters ("Trans - Femenina", "non-functional") or one that ends the text
# carries no meaning. Beside a digit or at the end a sign does: "15-19", "A+", "HIV-".
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])\s*[-‐–—.,;:_]+\s*(?=[^\W\d_])")
_AROUND_DASH = re.compile(r"(?<=\d)\s*[-‐–—]\s*(?=\d)")
_LAST = re.compile(r"(?<=\w)\s*[.,;:]+$")
_DIGIT = re.compile(r"\d")
# One spelling slip per so many letters; words under five letters differ too easily.
_SHORTEST = 5
_LONG = 10
# Pairs that the rules below would take for slips.
_TWO_WORDS = frozenset(
    frozenset(pair.split())
    for pair in (
        "county country", "causal casual", "insured injured", "desert dessert", "adopted adapted",
        "hambre hombre", "casado cansado", "casada cansada", "casado cazado", "cabello caballo",
        "poisson poison", "cousin coussin", "cousine coussine",
    )
)  # fmt: skip
# Letters that writers exchange at the end of a word without changing what it means. All other
# last letters are endings: "hermano" and "hermana" are two people.
_SAME_ENDINGS = ({"i", "y"}, {"s", "z"}, {"c", "k"}, {"m", "n"})


def bare(text: str) -> str:
    """The text without case, accents, spaces and marks that carry no meaning.

    >>> bare(" Trans - Femenina ") == bare("trans femenina")
    True
    >>> bare("15 – 19"), bare("A+") == bare("A-")
    ('15-19', False)
    """
    folded = _AROUND_DASH.sub("-", fold(text))
    return _LAST.sub("", _BETWEEN_LETTERS.sub(" ", folded)).strip()


def is_slip(left: str, right: str) -> bool:
    """Whether one text is the other with a typing slip. Both as `bare` gives them.

    Deliberately narrow: a text with a digit is a code and never a slip of another; a single word
    may differ; its first letter must agree ("legal", "illegal"), and its ending, because endings
    carry gender and number.

    >>> is_slip("muier", "mujer"), is_slip("vincualado", "vinculado")
    (True, True)
    >>> is_slip("male", "female"), is_slip("functional", "non functional"), is_slip("ab1", "ab2")
    (False, False, False)
    >>> is_slip("hermano", "hermana"), is_slip("bukoba rural", "bukoba urban")
    (False, False)
    """
    if left == right or _DIGIT.search(left) or _DIGIT.search(right):
        return False
    if left.replace(" ", "") == right.replace(" ", ""):
        return True
    first, second = left.split(), right.split()
    if len(first) != len(second):
        return False
    differing = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and _is_slip_of_word(*differing[0])


def _is_slip_of_word(left: str, right: str) -> bool:
    from rapidfuzz.distance import OSA

    shorter = min(len(left), len(right))
    if shorter < _SHORTEST or left[0] != right[0] or not _ends_alike(left, right):
        return False
    if frozenset((left, right)) in _TWO_WORDS:
        return False
    most = 2 if shorter >= _LONG else 1
    return OSA.distance(left, right, score_cutoff=most) <= most


def _ends_alike(left: str, right: str) -> bool:
    if left[-1] == right[-1]:
        return True
    return left[:-1] == right[:-1] and {left[-1], right[-1]} in _SAME_ENDINGS
