"""How many messages a questionnaire takes, before anybody pays for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from datashift.kit.language import spoken
from datashift.questionnaires.asked import wording
from datashift.questionnaires.asked.conversation import receipt
from datashift.questionnaires.asked.lengths import USSD, is_seven, messages, screens
from datashift.questionnaires.asked.script import Script, is_asked, spoken_code
from datashift.questionnaires.asked.steps import Course, Step, course
from datashift.questionnaires.questionnaire import Group, Question


@dataclass(frozen=True)
class Cost:
    """What asking everything once takes, in one language.

    Args:
        questions: how many there are, each group that is asked several times once.
        sent: messages that we send.
        received: messages that the person sends.
        letters: how many fit into one message: 160, or 70 where a letter of a question needs it.
        screens: screens of USSD.
        long: questions that take more than one message, with how many.
    """

    language: str
    questions: int
    sent: int
    received: int
    letters: int
    screens: int
    long: tuple[tuple[str, int], ...]


def cost(script: Script, language: str, *, now: datetime) -> Cost:
    """Count what asking in a language takes when every question is asked, and no answer is wrong."""
    with spoken(spoken_code(language)):
        empty = course(script, {}, begun=now, now=now)
        said = list(_said(script, empty, language))
        others = [wording.choosing(script)] if len(script.languages) > 1 else []
        words = [*others, *(text for _, text in said), wording.thanks(receipt("0" * 8))]
        more = wording.more()
        return Cost(
            language=language,
            questions=len(said),
            sent=sum(map(messages, words)),
            received=len(said) + len(others) + 1,
            letters=160 if all(is_seven(text) for _, text in said) else 70,
            screens=sum(len(screens(each, USSD, more)) for each in words),
            long=tuple((name, count) for name, text in said if (count := messages(text)) > 1),
        )


def _said(script: Script, empty: Course, language: str) -> Iterator[tuple[str, str]]:
    """Every question by its name, with all that is said with it."""
    before = f"{wording.opening(script)}\n"
    for step in _steps(script.paper.form.contents, []):
        name = step.question.name if step.question else step.times[0].name if step.times else ""
        yield name, before + wording.asking(step, empty, language)
        before = ""


def _steps(
    contents: tuple[Question | Group, ...], notes: list[tuple[str, Question]]
) -> Iterator[Step]:
    for item in contents:
        if isinstance(item, Group):
            if item.repeats and not item.count:
                yield Step(f"{item.path}[0]?", None, (), (item, 1))
            yield from _steps(item.contents, notes)
        elif item.kind == "note":
            notes.append((item.path, item))
        elif is_asked(item):
            before, notes[:] = tuple(notes), []
            yield Step(item.path, item, before)
