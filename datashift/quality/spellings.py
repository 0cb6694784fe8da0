"""The spellings of one category brought together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from datashift.quality.alike import is_slip

_NUMBER = re.compile(r"[-+]?[\d\s.,]+%?")
# A slip is rare beside what was meant; two rare spellings may well be two things.
TIMES_RARER = 5
FEW = 3
SHARE = 0.02


@dataclass
class _Category:
    """One category: its spellings, the usual one, and how many rows write what."""

    bare: str
    usual: str
    spellings: list[str]
    rows: int
    rows_as_usual: int


def usual_spellings(
    texts: Sequence[str], bare: Sequence[str], counts: Sequence[int], *, slips: bool = True
) -> dict[str, str]:
    """Which spelling to replace by which.

    Spellings that differ by case, accents, spaces and idle marks are one category, written as
    most rows write it; so is a rare typing slip of a frequent spelling. Numbers are left alone.
    Replacing, or leaving out the rows replaced, and asking again gives nothing more.

    Args:
        texts: the different values of a column.
        bare: the same as `alike.bare` gives them.
        counts: how many rows have each.
        slips: look for typing slips too.
    """
    categories = _fold(texts, bare, counts)
    if slips:
        while _merge(categories):
            pass
    return {
        spelling: category.usual
        for category in categories.values()
        for spelling in category.spellings
        if spelling != category.usual
    }


def _fold(texts: Sequence[str], bare: Sequence[str], counts: Sequence[int]) -> dict[str, _Category]:
    written = dict(zip(texts, counts, strict=True))
    spellings = defaultdict(list)
    for text, key in zip(texts, bare, strict=True):
        if key and not _NUMBER.fullmatch(key):
            spellings[key].append(text)
    categories = {}
    for key, texts_ in spellings.items():
        most = max(texts_, key=lambda text: (written[text], text == text.strip(), text))
        usual = " ".join(most.split())
        rows = sum(written[text] for text in texts_)
        categories[key] = _Category(key, usual, texts_, rows, written.get(usual, 0))
    return categories


def _merge(categories: dict[str, _Category]) -> bool:
    """Join each rare slip to the frequent spelling; whether there was any."""
    merged = False
    neighbours = _neighbours(categories)
    for rare in sorted(categories.values(), key=lambda category: (category.rows, category.bare)):
        meant = [
            categories[key]
            for key in neighbours.get(rare.bare, ())
            if key in categories and _is_rare(rare, categories[key])
        ]
        meant = [category for category in meant if is_slip(rare.bare, category.bare)]
        if meant:
            best = max(meant, key=lambda category: (category.rows, category.bare))
            best.spellings += rare.spellings
            best.rows += rare.rows
            del categories[rare.bare]
            merged = True
    return merged


def _is_rare(rare: _Category, frequent: _Category) -> bool:
    # Both by all rows and by those already written as usual, so that nothing new is found once
    # the others have been replaced or set aside.
    pairs = [(rare.rows, frequent.rows)]
    if rare.rows_as_usual:
        pairs.append((rare.rows_as_usual, frequent.rows_as_usual))
    return any(few * TIMES_RARER <= many and few <= max(FEW, SHARE * many) for few, many in pairs)


def _neighbours(categories: Mapping[str, _Category]) -> dict[str, set[str]]:
    """Categories that could be slips of each other: those that share a key."""
    sharing = defaultdict(list)
    for text in categories:
        for key in _keys(text):
            sharing[key].append(text)
    neighbours: dict[str, set[str]] = defaultdict(set)
    for texts in sharing.values():
        for text in texts:
            neighbours[text].update(other for other in texts if other != text)
    return neighbours


def _keys(text: str) -> Iterator[tuple[object, ...]]:
    """What slips of a text have in common with it: all words but one, and that one's initial."""
    yield ("joined", text.replace(" ", ""))
    words = text.split()
    for position, word in enumerate(words):
        yield (position, word[0], *words[:position], *words[position + 1 :])
