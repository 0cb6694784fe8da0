"""What people call the things that indicators measure: an index of phrases in five languages.

TF-IDF over words and pairs of words. A word that is in no phrase counts as the words it resembles,
so spelling mistakes and other endings still find their topic.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from datashift.sdg.files import parts, rows
from datashift.sdg.framework import LANGUAGES, all_series, goals, indicators, targets
from datashift.sdg.plain import words, words_of_all

TOPIC, NAME, SERIES = 1.0, 0.8, 0.7  # trust in hand-kept words, official names, series titles
NEXT = 0.9  # of the second and third indicator of a topic
LIKE = 78  # least likeness (0-100) of two words
SHORT = 6  # words; pairs of words are counted in phrases up to this length
# Words of grammar, and of every form.
_STOP = """
a an and are as at be by do does for from has have how in is it its of on or per that the their
there they this to was were what which who with your type number proportion
al con cual cuál de del el en es esta este la las lo los o para por que qué se son su sus un una y
au aux ce ces dans des du est et il le les ont ou par pour quel quelle sur une
cha je kwa la na ni ngapi nini wa ya za
को का की मा र छ हो
id uuid date fecha tarehe मिति recorded latitude longitude gps name nombre nom jina code start end
"""
STOP = frozenset(_STOP.split())


@dataclass(frozen=True)
class Phrase:
    """One wording and what it stands for; `trust` scales its score."""

    kind: str
    code: str
    trust: float
    weights: Mapping[str, float]


@dataclass(frozen=True)
class Index:
    """Phrases, which of them hold a word, and how telling each word is."""

    phrases: tuple[Phrase, ...]
    holding: Mapping[str, tuple[int, ...]]
    telling: Mapping[str, float]


def scores(text: str) -> dict[tuple[str, str], float]:
    """Score 0-100 of everything the text may be about: (kind, code) to score."""
    found: dict[tuple[str, str], float] = {}
    known = index()
    asked = _asked(text)
    if not asked:
        return found
    length = math.sqrt(sum(weight * weight for weight in asked.values()))
    for number in {place for word in asked for place in known.holding.get(word, ())}:
        phrase = known.phrases[number]
        shared = sum(weight * phrase.weights.get(word, 0.0) for word, weight in asked.items())
        score = 100 * phrase.trust * min(shared / length, 1.0)
        key = (phrase.kind, phrase.code)
        found[key] = max(found.get(key, 0.0), score)
    return found


@cache
def index() -> Index:
    """The index of all phrases, built when first asked for (a fifth of a second)."""
    wordings = list(_wordings())
    features = [_features(found) for found in words_of_all(text for *_, text in wordings)]
    owners: dict[str, set[str]] = defaultdict(set)
    holding: dict[str, list[int]] = defaultdict(list)
    for number, ((_, code, *_), known) in enumerate(zip(wordings, features, strict=True)):
        for feature in known:
            owners[feature].add(code)
            holding[feature].append(number)
    everything = len({code for _, code, *_ in wordings})
    telling = {word: math.log(1 + everything / len(codes)) for word, codes in owners.items()}
    phrases = tuple(
        Phrase(kind, code, trust, _unit({word: telling[word] for word in known}))
        for (kind, code, trust, _), known in zip(wordings, features, strict=True)
    )
    return Index(phrases, {word: tuple(places) for word, places in holding.items()}, telling)


def _unit(weights: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _wordings() -> Iterator[tuple[str, str, float, str]]:
    for row in rows("topics.csv"):
        for place, code in enumerate(parts(row["indicators"])):
            for language in LANGUAGES:
                for phrase in parts(row[language]):
                    yield "indicator", code, TOPIC * NEXT**place, phrase
    for language in LANGUAGES:
        for goal in goals():
            yield "goal", goal.code, NAME, goal.name(language).text
            yield "goal", goal.code, NAME, goal.short(language).text
        for target in targets():
            yield "target", target.code, NAME, target.name(language).text
        for indicator in indicators():
            yield "indicator", indicator.code, NAME, indicator.name(language).text
    for series in all_series().values():
        yield "series", series.code, SERIES, series.title
        if not series.retired:
            for code in series.indicators:
                yield "indicator", code, SERIES, series.title


def _features(found: list[str]) -> set[str]:
    telling = [word for word in found if word not in STOP]
    if len(telling) > SHORT:
        return set(telling)
    return {*telling, *(f"{first} {second}" for first, second in pairwise(telling))}


def _asked(text: str) -> dict[str, float]:
    """Features of the text with their weights; unknown words count as those they resemble."""
    found: dict[str, float] = {}
    known = index().telling
    asked = [word for word in words(text) if word not in STOP]
    for feature in {*asked, *(f"{first} {second}" for first, second in pairwise(asked))}:
        if feature in known:
            found[feature] = known[feature]
        elif " " not in feature:
            for word, likeness in _alike(feature):
                found[word] = max(found.get(word, 0.0), known[word] * likeness**2)
    return found


@cache
def _vocabulary() -> tuple[str, ...]:
    return tuple(word for word in index().telling if " " not in word)


@cache
def _alike(word: str) -> tuple[tuple[str, float], ...]:
    """Known words that an unknown one resembles or contains, with the likeness (0-1)."""
    from rapidfuzz import fuzz, process

    near = process.extract(word, _vocabulary(), scorer=fuzz.ratio, score_cutoff=LIKE, limit=4)
    alike = {other: score / 100 for other, score, _ in near}
    for other in _vocabulary():
        shorter, longer = sorted((word, other), key=len)
        if len(shorter) >= 4 and longer.startswith(shorter):
            alike[other] = max(alike.get(other, 0.0), len(shorter) / len(longer))
    best = sorted(alike.items(), key=lambda pair: (-pair[1], pair[0]))[:4]
    return tuple(best)
