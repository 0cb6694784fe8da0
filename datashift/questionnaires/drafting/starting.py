"""How a questionnaire begins: from nothing, or from questions of the library."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from datashift.questionnaires import library
from datashift.questionnaires.drafting import arranging, names
from datashift.questionnaires.questionnaire import UNNAMED, Question, Questionnaire, Texts

FIRST_VERSION = "1"


def begin(title: str, *, form_id: str, languages: Sequence[str]) -> Questionnaire:
    """A questionnaire that asks nothing yet; the phone writes the day by itself.

    Args:
        languages: as the form will name them, the first shown first.
    """
    day = Question("today", "today", "today")
    return Questionnaire(form_id, FIRST_VERSION, title, tuple(languages), (day,))


def with_known(questionnaire: Questionnaire, wanted: Iterable[str]) -> Questionnaire:
    """With questions of the library at the end, and with what they are calculated from.

    One that is asked already is not asked again; one whose name another question has gets another.

    Raises:
        KeyError: the library has no such question.
    """
    for name in library.with_needs(wanted):
        known = library.question(name).question
        if _asks(questionnaire, known):
            continue
        own = names.free(known.name, names.taken(questionnaire))
        item = replace(_in(known, questionnaire.languages), name=own, path="")
        questionnaire = arranging.add(questionnaire, item)
    return questionnaire


def _asks(questionnaire: Questionnaire, known: Question) -> bool:
    return any(
        each.name == known.name and each.kind == known.kind and each.concept == known.concept
        for each in questionnaire.questions
    )


def _in(known: Question, languages: Collection[str]) -> Question:
    """The question in these languages; in English where no language is named."""

    def told(texts: Texts) -> Texts:
        if UNNAMED in languages:
            english = texts.get(library.LANGUAGES["en"], "")
            return {UNNAMED: english} if english else {}
        return {name: texts[name] for name in languages if name in texts}

    choices = tuple(replace(each, labels=told(each.labels)) for each in known.choices)
    return replace(known, labels=told(known.labels), choices=choices)


def next_version(now: str, taken: Collection[str]) -> str:
    """What the next version is called: the one that is said, or a later one that nobody has."""
    if now and now not in taken:
        return now
    stem, number = (now, 1) if now and not now.isdecimal() else ("", int(now or 0))
    while True:
        number += 1
        found = f"{stem}-{number}" if stem else str(number)
        if found not in taken:
            return found
