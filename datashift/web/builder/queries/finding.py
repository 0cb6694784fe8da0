"""From what somebody wants to change to the questions that measure it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from datashift import sdg
from datashift.questionnaires import library
from datashift.web.builder.queries.board import known_words

MOST, MOST_BARE = 6, 3  # indicators that a search shows: with questions of ours, and without
HITS = 12


@dataclass(frozen=True)
class Offered:
    """A question of the library; `machine` words want a reader before they are used."""

    name: str
    words: str
    answers: tuple[str, ...]
    warning: str
    source: str
    needs: int
    machine: bool


@dataclass(frozen=True)
class Suited:
    """An indicator, and the library's questions for it."""

    code: str
    goal: str
    name: str
    questions: tuple[Offered, ...]


@dataclass(frozen=True)
class GoalOffered:
    """A goal, and how many questions the library has for it."""

    code: str
    name: str
    questions: int


def goals(reader: str) -> tuple[GoalOffered, ...]:
    """The goals in order."""
    return tuple(
        GoalOffered(each.code, each.short(reader).text, len(library.questions(sdg=each.code)))
        for each in sdg.goals()
    )


def suited(*, wish: str, goal: str, reader: str) -> tuple[Suited, ...]:
    """Indicators for a wish in words, or for a goal; those with questions of the library first."""
    codes = _of_wish(wish, reader) if wish else _of_goal(goal) if goal else []
    found = [_suited(code, reader) for code in dict.fromkeys(codes)]
    with_questions = [each for each in found if each.questions]
    bare = [each for each in found if not each.questions]
    return (*with_questions[:MOST], *bare[:MOST_BARE])


def about_people(reader: str) -> tuple[Offered, ...]:
    """Questions by which every figure is broken down."""
    wanted = [known.name for known in library.questions(theme="people")]
    return tuple(_offered(library.question(name), reader) for name in [*wanted, "disability"])


def _of_wish(wish: str, reader: str) -> list[str]:
    codes: list[str] = []
    for hit in sdg.search(wish, language=reader, limit=HITS):
        if hit.kind == "indicator":
            codes.append(hit.code)
        elif hit.kind == "target":
            codes += [each.code for each in sdg.indicators(hit.code)]
        elif hit.kind == "goal":
            codes += _of_goal(hit.code)
        else:
            codes += sdg.series(hit.code).indicators
    return [code for code in codes if sdg.indicator(code).until is None]


def _of_goal(goal: str) -> list[str]:
    return list(dict.fromkeys(known.sdg for known in library.questions(sdg=goal)))


def _suited(code: str, reader: str) -> Suited:
    indicator = sdg.indicator(code)
    offered = tuple(_offered(known, reader) for known in library.questions(sdg=code))
    return Suited(code, indicator.goal, indicator.name(reader).text, offered)


def _offered(known: library.Known, reader: str) -> Offered:
    language = library.LANGUAGES.get(reader, library.LANGUAGES["en"])
    asked = known.question
    if asked.kind == "calculate":  # what people are asked is what it is calculated from
        answers: Iterable[str] = [known_words(name, reader) for name in known.needs]
    else:
        answers = [each.labels.get(language, each.name) for each in asked.choices]
    return Offered(
        name=known.name,
        words=asked.labels.get(language, ""),
        answers=tuple(answers),
        warning=known.warning,
        source=known.source.title,
        needs=len(known.needs),
        machine=reader in library.MACHINE_MADE,
    )
