"""Two wordings of a question: how alike, and which differences move answers.

What moves answers follows the literature on question wording (Tourangeau, Rips and Rasinski, The
Psychology of Survey Response, 2000): the time asked about, about whom, what is usual or now,
numbers, negation, and the answers offered. English, Spanish and French are understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from datashift.comparison.comparability.measured import Question
from datashift.comparison.series import Reason
from datashift.kit.text import fold

ALIKE = 60.0  # of 100; below it, wordings of one language are other questions
_WORDS = re.compile(r"\w+")
_NUMBERS: Mapping[str, str] = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "ten": "10", "twelve": "12", "thirty": "30", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "diez": "10",
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "dix": "10", "doce": "12", "seis": "6", "siete": "7",
    "treinta": "30", "douze": "12", "sept": "7", "trente": "30",
}  # fmt: skip
_UNITS: Mapping[str, str] = {
    "day": "day", "days": "day", "dia": "day", "dias": "day", "jour": "day", "jours": "day",
    "week": "week", "weeks": "week", "semana": "week", "semanas": "week", "semaine": "week",
    "semaines": "week", "month": "month", "months": "month", "mes": "month", "meses": "month",
    "mois": "month", "year": "year", "years": "year", "ano": "year", "anos": "year", "an": "year",
    "ans": "year", "annee": "year", "annees": "year",
}  # fmt: skip
_PAST = r"(?:last|past|previous|ultim[oa]s?|pasad[oa]s?|dernier\w*|derniere\w*)"
_RECALL = re.compile(
    rf"\b(?:{_PAST}\s+(?P<n1>\w+)?\s*(?P<u1>{'|'.join(_UNITS)})"
    rf"|(?P<n2>\w+)\s+{_PAST}\s+(?P<u2>{'|'.join(_UNITS)})"
    rf"|(?P<u3>{'|'.join(_UNITS)})\s+{_PAST})\b"
)
_MARKS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "whom": {
        "the household": frozenset(
            {"household", "hogar", "menage", "family", "familia", "famille"}
        ),
    },
    "usual": {
        "what is usual": frozenset(
            {"usually", "usual", "normally", "main", "mainly", "generalmente", "principal"}
            | {"habituellement", "habitual", "normalmente"}
        ),
        "now": frozenset({"now", "currently", "today", "yesterday", "ahora", "hoy", "aujourd"}),
        "ever": frozenset({"ever", "alguna vez", "jamais"}),
    },
    "negation": {
        "what was not": frozenset(
            {"not", "never", "without", "no", "nunca", "sin", "ne", "pas", "sans"}
        ),
    },
}
_SAID: Mapping[str, str] = {
    "whom": "whom it asks about",
    "usual": "the time it asks about",
    "negation": "what it denies",
}


@dataclass(frozen=True)
class Likeness:
    """How alike two wordings are.

    Args:
        alike: 0-100, by the words that both have, in any order.
        recall: time asked about by ours and theirs, as in "12 months"; "" where none is named.
        marks: what only one of them asks: kind to (ours, theirs).
        numbers: other numbers that only one of them names.
        answers: answers that only one of them offers.
    """

    alike: float
    recall: tuple[str, str]
    marks: Mapping[str, tuple[str, str]]
    numbers: tuple[str, ...]
    answers: tuple[str, ...]


def likeness(ours: Question, theirs: Question) -> Likeness:
    """Compare two wordings of one language."""
    from rapidfuzz.fuzz import token_sort_ratio

    one, other = fold(ours.text), fold(theirs.text)
    recalls = _recall(one), _recall(other)
    found = {}
    for kind in _MARKS:
        sides = _marks(one, kind), _marks(other, kind)
        if sides[0] != sides[1]:
            found[kind] = sides
    numbers = _other_numbers(one) ^ _other_numbers(other)
    offered = {fold(each) for each in ours.answers}, {fold(each) for each in theirs.answers}
    return Likeness(
        alike=token_sort_ratio(" ".join(_WORDS.findall(one)), " ".join(_WORDS.findall(other))),
        recall=recalls,
        marks=found,
        numbers=tuple(sorted(numbers)),
        answers=tuple(sorted(offered[0] ^ offered[1])) if all(offered) else (),
    )


def comparable(ours: Question | None, theirs: Question | None) -> bool:
    """Whether both wordings are known, in one language."""
    return ours is not None and theirs is not None and ours.language == theirs.language


def wording(ours: Question | None, theirs: Question | None, them: str) -> Iterator[Reason]:
    """Differences of wording that move answers."""
    if ours is None or theirs is None or ours.language != theirs.language:
        return
    found = likeness(ours, theirs)
    if found.alike < ALIKE:
        yield Reason(
            "wording.differs",
            f"The questions are worded differently: {found.alike:.0f} of 100 alike.",
            {"alike": round(found.alike)},
        )
    if found.recall[0] != found.recall[1]:
        yield Reason(
            "wording.recall",
            f"Ours asks about {found.recall[0] or 'no set time'}, {them} about "
            f"{found.recall[1] or 'no set time'}.",
            {"ours": found.recall[0], "theirs": found.recall[1]},
        )
    for kind, (one, other) in found.marks.items():
        yield Reason(
            f"wording.{kind}",
            f"The questions differ in {_SAID[kind]}: {_only(one, other)}.",
            {"ours": one, "theirs": other},
        )
    if found.numbers:
        named = ", ".join(found.numbers)
        yield Reason("wording.numbers", f"Only one of them names {named}.", {"numbers": named})
    if found.answers:
        named = ", ".join(f'"{each}"' for each in found.answers[:5])
        yield Reason("wording.answers", f"Only one of them offers {named}.", {"answers": named})
    if found.alike < 100 and not any(
        (found.alike < ALIKE, found.recall[0] != found.recall[1], found.marks, found.numbers)
    ):
        yield Reason(
            "note.wording",
            f"The questions are worded alike ({found.alike:.0f} of 100), without a difference "
            "known to move answers.",
            {"alike": round(found.alike)},
        )


def _only(ours: str, theirs: str) -> str:
    sides = [("ours asks about", ours), ("theirs about" if ours else "theirs asks about", theirs)]
    return ", ".join(f"{who} {what}" for who, what in sides if what)


def _recall(text: str) -> str:
    found = _RECALL.search(text)
    if found is None:
        return ""
    number = found["n1"] or found["n2"] or "1"
    unit = _UNITS[found["u1"] or found["u2"] or found["u3"]]
    count = _NUMBERS.get(number, number if number.isdigit() else "1")
    if (count, unit) == ("1", "year"):  # a year and twelve months are the same time
        count, unit = "12", "month"
    return f"{count} {unit}{'s' if count != '1' else ''}"


def _marks(text: str, kind: str) -> str:
    words = set(_WORDS.findall(text))
    return ", ".join(name for name, known in _MARKS[kind].items() if words & known)


def _other_numbers(text: str) -> frozenset[str]:
    """Numbers but those of the time asked about."""
    rest = _RECALL.sub(" ", text)
    return frozenset(re.findall(r"\d+", rest))
