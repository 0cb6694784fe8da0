"""What another version changes for answers that were sent already."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.questionnaires.questionnaire import Question, Questionnaire

ADDED, REMOVED, KIND, MOVED = "added", "removed", "kind", "moved"
ANSWERS_GONE, MEANING, WORDS, CONDITION = "answers_gone", "meaning", "words", "condition"
GRAVE = (KIND, REMOVED, ANSWERS_GONE, MEANING)


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise than in the version before.

    Args:
        what: one of this module's words.
        question: as it is now, or as it was where it is gone.
        answers: names of the answers it is about.
    """

    what: str
    question: Question
    answers: tuple[str, ...] = ()

    @property
    def grave(self) -> bool:
        """Whether older and newer answers can no longer simply be put together."""
        return self.what in GRAVE


def changes(before: Questionnaire, after: Questionnaire) -> tuple[Change, ...]:
    """What is otherwise, the grave things first.

    Questions are known by their names: a question that moved keeps its answers.
    """
    old = {item.name: item for item in before.questions}
    new = {item.name: item for item in after.questions}
    found = [Change(REMOVED, item) for name, item in old.items() if name not in new]
    for name, item in new.items():
        found += _of(old[name], item) if name in old else [Change(ADDED, item)]
    return tuple(sorted(found, key=lambda change: not change.grave))


def _of(old: Question, new: Question) -> list[Change]:
    if old.kind != new.kind:
        return [Change(KIND, new)]
    found = []
    offered = {choice.name: choice for choice in new.choices}
    if gone := tuple(choice.name for choice in old.choices if choice.name not in offered):
        found.append(Change(ANSWERS_GONE, old, gone))
    recoded = tuple(
        choice.name
        for choice in old.choices
        if choice.name in offered and offered[choice.name].code != choice.code
    )
    if recoded or (old.concept, old.indicator) != (new.concept, new.indicator):
        found.append(Change(MEANING, new, recoded))
    if old.path.rpartition("/")[0] != new.path.rpartition("/")[0]:
        found.append(Change(MOVED, new))
    if dict(old.labels) != dict(new.labels):
        found.append(Change(WORDS, new))
    if (old.relevant, old.constraint, old.required) != (new.relevant, new.constraint, new.required):
        found.append(Change(CONDITION, new))
    return found
