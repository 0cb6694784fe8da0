"""Words and where they stand: found again however they are spelt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from datashift.kit.text import fold, with_plain_digits

Key = TypeVar("Key")
LIKE = 82.0  # of 100; below this two spellings are two words
_NEARLY = 60.0  # from here on it may be what somebody meant to write
_BEGINS = 94.0  # a word of which only the beginning is typed
_SHORT = 3  # letters; shorter words are not told apart by spelling, and left out beside longer ones
_MOST_ALIKE = 60
_APART = re.compile(r"""[\s,;:!?()\[\]{}“”«»"/–—|·-]+""")
# Signs that are typed one for the other, or not at all, in Devanagari: joiners, the dot below,
# chandrabindu for anusvara, long i and u for short ones.
_DEVANAGARI = {
    0x200C: None, 0x200D: None, 0x93C: None, 0x901: 0x902, 0x940: 0x93F, 0x942: 0x941,
    0x908: 0x907, 0x90A: 0x909,
}  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text without what spelling varies: "Río Negro, 6.1.1" is rio, negro, 6.1.1."""
    parts = _APART.split(fold(with_plain_digits(text.translate(_DEVANAGARI))))
    return [word for part in parts if (word := part.strip(".'"))]


@dataclass(frozen=True)
class Hit(Generic[Key]):
    """What was found, how well it fits, 0-100, and whether it holds every word."""

    key: Key
    score: float
    whole: bool = True


class Index(Generic[Key]):
    """Texts by their words.

    Args:
        texts: key and text; a key may have several texts, of which the best one counts. What stands
            first wins among equals.
    """

    def __init__(self, texts: Iterable[tuple[Key, str]]) -> None:
        self._keys: list[Key] = []
        self._lengths: list[int] = []
        self._places: dict[str, list[int]] = {}
        for position, (key, text) in enumerate(texts):
            held = set(words(text))
            self._keys.append(key)
            self._lengths.append(len(held) or 1)
            for word in held:
                self._places.setdefault(word, []).append(position)
        self._words = list(self._places)

    def find(self, text: str) -> list[Hit[Key]]:
        """What holds every word of a text or one spelt like it; else what holds half of them.

        Best first; a text that says little besides goes before one that says much.
        """
        wanted = _telling(words(text))
        fits: dict[int, list[float]] = {}
        for number, word in enumerate(wanted):
            for position, score in self._fitting(word).items():
                fits.setdefault(position, [0.0] * len(wanted))[number] = score
        whole = {position: each for position, each in fits.items() if all(each)}
        enough = whole or {
            position: each
            for position, each in fits.items()
            if sum(map(bool, each)) * 2 >= len(wanted)
        }
        scored = [
            (sum(each) / len(each) + min(3.0, 3 * len(each) / self._lengths[position]), position)
            for position, each in enough.items()
        ]
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        best: dict[Key, float] = {}
        for score, position in scored:
            best.setdefault(self._keys[position], score)
        return [Hit(key, score, bool(whole)) for key, score in best.items()]

    def exactly(self, word: str) -> list[Key]:
        """What holds this very word, in the order in which it was given."""
        positions = self._places.get(word, ())
        return list(dict.fromkeys(self._keys[position] for position in positions))

    def meant(self, text: str, limit: int = 3) -> list[str]:
        """Words that somebody may have meant to write, the likeliest first."""
        from rapidfuzz import fuzz, process

        found: dict[str, float] = {}
        for word in _telling(words(text)):
            if len(word) >= _SHORT:
                near = process.extract(
                    word, self._words, scorer=fuzz.ratio, score_cutoff=_NEARLY, limit=limit
                )
                found.update({said: score for said, score, _ in near if said != word})
        return sorted(found, key=lambda said: -found[said])[:limit]

    def _fitting(self, word: str) -> dict[int, float]:
        """Where the word, one that begins with it, or one spelt like it stands, and how well."""
        fits: dict[int, float] = {}
        for said, score in self._alike(word):
            for position in self._places[said]:
                fits[position] = max(score, fits.get(position, 0.0))
        return fits

    def _alike(self, word: str) -> Iterable[tuple[str, float]]:
        from rapidfuzz import fuzz, process

        if word in self._places:
            yield word, 100.0
        if len(word) < _SHORT:
            return
        yield from ((said, _BEGINS) for said in self._words if said.startswith(word))
        alike = process.extract(
            word, self._words, scorer=fuzz.ratio, score_cutoff=LIKE, limit=_MOST_ALIKE
        )
        # A short word is like too many: "wter" is no "ter", nor "maji" a "mji".
        yield from ((said, score) for said, score, _ in alike if len(said) > _SHORT)


def _telling(wanted: Sequence[str]) -> list[str]:
    """The words that tell something: long ones, or all when there is none."""
    found = list(dict.fromkeys(wanted))
    return [word for word in found if len(word) >= _SHORT] or found
