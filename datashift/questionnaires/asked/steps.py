"""What is asked with the answers so far, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from datashift.questionnaires.asked.script import Script, is_asked
from datashift.questionnaires.filling.paper import MOST_TIMES, address, path_at
from datashift.questionnaires.filling.standing import Standing, stand
from datashift.questionnaires.questionnaire import Group, Question

AGAIN = "?"  # ends the address of whether a group is asked once more
YES, NO = "1", "0"
MOST_NESTED = 8
_ONE_NAME = re.compile(r"\s*\$\{([^}]+)\}\s*")


@dataclass(frozen=True)
class Step:
    """One thing to ask.

    Args:
        question: what is asked; None where it is whether the group is asked once more.
        notes: what is said before it: notes with their addresses.
        times: the group asked several times that begins here, and which time it is, from 1.
    """

    address: str
    question: Question | None = None
    notes: tuple[tuple[str, Question], ...] = ()
    times: tuple[Group, int] | None = None


@dataclass(frozen=True)
class Course:
    """Everything that is asked with these answers.

    Args:
        notes: what is said after the last question.
    """

    standing: Standing
    steps: tuple[Step, ...]
    notes: tuple[tuple[str, Question], ...]

    def next(self, answers: Mapping[str, str]) -> Step | None:
        """The first that has no answer yet."""
        return next((step for step in self.steps if step.address not in answers), None)

    def step(self, at: str) -> Step | None:
        """The step at that address, if it is still asked."""
        return next((step for step in self.steps if step.address == at), None)


def answered(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers to questions of the form."""
    return {at: given for at, given in answers.items() if not at.endswith(AGAIN)}


def course(script: Script, answers: Mapping[str, str], *, begun: datetime, now: datetime) -> Course:
    """What is asked with these answers."""
    open_places: frozenset[str] = frozenset()
    for _ in range(MOST_NESTED):
        standing = stand(
            script.paper,
            {**script.known, **answered(answers)},
            now=now,
            started=begun,
            lists=script.lists,
            begun=open_places,
        )
        walk = _Walk(answers, standing)
        steps = tuple(walk.below(script.paper.form.contents, ""))
        if walk.opened <= open_places:
            break
        open_places |= walk.opened
    return Course(standing, steps, tuple(walk.notes))


class _Walk:
    """Goes through the form once."""

    def __init__(self, answers: Mapping[str, str], standing: Standing) -> None:
        self._answers, self._standing = answers, standing
        self._asked = frozenset(standing.asked)
        self.opened: set[str] = set()
        self.notes: list[tuple[str, Question]] = []
        self._times: tuple[Group, int] | None = None

    def below(self, contents: tuple[Question | Group, ...], above: str) -> Iterator[Step]:
        for item in contents:
            own = address(above, item.name)
            if isinstance(item, Question):
                yield from self._question(item, own)
            elif item.repeats:
                yield from self._repeat(item, own)
            else:
                yield from self.below(item.contents, own)

    def _question(self, question: Question, own: str) -> Iterator[Step]:
        if own not in self._asked:
            return
        if question.kind == "note" or (own in self._standing.read_only and question.labels):
            self.notes.append((own, question))
        elif is_asked(question):
            yield self._step(own, question)

    def _step(self, own: str, question: Question | None) -> Step:
        notes, times = tuple(self.notes), self._times
        self.notes, self._times = [], None
        return Step(own, question, notes, times)

    def _repeat(self, group: Group, own: str) -> Iterator[Step]:
        if own not in self._standing.repeats:
            return
        count = self._count(group, own)
        for place in range(MOST_TIMES if count is None else min(count, MOST_TIMES)):
            here, self._times = f"{own}[{place}]", (group, place + 1)
            if count is None:
                yield self._step(here + AGAIN, None)
                if self._answers.get(here + AGAIN) != YES:
                    break
            self.opened.add(f"{here}/")
            yield from self.below(group.contents, here)
        self._times = None

    def _count(self, group: Group, own: str) -> int | None:
        """How often the form itself says that the group is asked; None where the person says."""
        if not group.count:
            return None
        named = _ONE_NAME.fullmatch(group.count)
        found = nearest(self._standing.values, named[1], own) if named else group.count
        found = self._standing.values.get(f"{own}_count", found)  # where pyxform computes it
        try:
            return max(0, int(float(found)))
        except (ValueError, OverflowError):
            return 0 if named else None


def nearest(values: Mapping[str, str], name: str, near: str) -> str:
    """What stands at the question of that name that is nearest to an address."""
    found = [at for at in values if path_at(at).rpartition("/")[2] == name]
    return values[max(found, key=lambda at: _shared(at, near))] if found else ""


def _shared(one: str, other: str) -> int:
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(one.count("/"), 99))
