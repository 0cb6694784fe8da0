"""What is wrong with a questionnaire, or could be better, before a phone gets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from datashift.questionnaires import library
from datashift.questionnaires.drafting import conditions, limits, names, texts
from datashift.questionnaires.drafting.texts import Item, named
from datashift.questionnaires.noticed import untranslated
from datashift.questionnaires.questionnaire import (
    FILES,
    SELECTS,
    Group,
    Question,
    Questionnaire,
    walk,
)
from datashift.tables.flag import Flag, Severity

_LONG = 60  # questions after which people tire


def check(questionnaire: Questionnaire) -> tuple[Flag, ...]:
    """What is noticed, in the order of the questions; `column` is a question's path.

    What stops has to be put right before phones can get the questionnaire.
    """
    return (*_whole(questionnaire), *_each(questionnaire), *untranslated(questionnaire))


def stops(flags: tuple[Flag, ...]) -> bool:
    """Whether something has to be put right first."""
    return any(flag.severity is Severity.STOPS for flag in flags)


def _whole(questionnaire: Questionnaire) -> Iterator[Flag]:
    asked = [item for item in texts.spoken(questionnaire) if isinstance(item, Question)]
    if not asked:
        yield _flag("empty", Severity.STOPS, "Nothing is asked yet.", "")
    if len(asked) > _LONG:
        yield _flag(
            "long",
            Severity.LOOK,
            f"{len(asked)} questions are many: people tire, and answer the last ones worse.",
            "",
        )


def _each(questionnaire: Questionnaire) -> Iterator[Flag]:
    seen = _Seen(questionnaire)
    for item in walk(questionnaire.contents):
        here = _Here(item, named(item, questionnaire.languages[0]), seen)
        yield from here.words()
        yield from here.answers()
        yield from here.conditions()
        yield from here.values()
        yield from here.care()
        seen.before.add(item.name)


class _Seen:
    """What the questionnaire asks, and what of it stands before a question."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.by_name = {item.name: item for item in walk(questionnaire.contents)}
        self.first = questionnaire.languages[0]
        self.before: set[str] = set()
        self.point = any(item.kind == "geopoint" for item in questionnaire.questions)


@dataclass(frozen=True)
class _Here:
    item: Item
    words_of: str
    seen: _Seen

    def flag(self, code: str, severity: Severity, message: str) -> Flag:
        return _flag(code, severity, message, self.item.path)

    def words(self) -> Iterator[Flag]:
        item = self.item
        silent = not any(item.labels.values()) and not item.media
        if texts.is_spoken(item) and isinstance(item, Question) and silent:
            yield self.flag("no_words", Severity.LOOK, f"The question “{item.name}” has no words.")
        if isinstance(item, Group) and not item.contents:
            yield self.flag(
                "empty_group", Severity.STOPS, f"There is nothing in the group “{self.words_of}”."
            )

    def answers(self) -> Iterator[Flag]:
        item = self.item
        if not isinstance(item, Question) or item.kind not in SELECTS:
            return
        if not item.choices:
            if not (item.choices_file or item.choice_list.startswith("${") or item.choice_filter):
                yield self.flag(
                    "no_answers", Severity.STOPS, f"“{self.words_of}” offers no answers yet."
                )
            return
        if any(not any(choice.labels.values()) and not choice.media for choice in item.choices):
            yield self.flag(
                "answer_without_words",
                Severity.LOOK,
                f"An answer to “{self.words_of}” has no words.",
            )
        if len(item.choices) == 1:
            yield self.flag(
                "one_answer", Severity.LOOK, f"“{self.words_of}” offers one answer only."
            )
        said = [
            (texts.words(choice.labels, self.seen.first), *choice.more.values())
            for choice in item.choices
            if any(choice.labels.values())
        ]
        if len(set(said)) < len(said):
            yield self.flag(
                "same_answers",
                Severity.LOOK,
                f"Two answers to “{self.words_of}” have the same words.",
            )

    def conditions(self) -> Iterator[Flag]:
        for name in names.references(self.item):
            if name not in self.seen.by_name:
                yield self.flag(
                    "unknown_question",
                    Severity.STOPS,
                    f"“{self.words_of}” looks at a question that is no longer there: {name}.",
                )
            elif name not in self.seen.before and name in names.REFERENCE.findall(
                self.item.relevant
            ):
                yield self.flag(
                    "asked_later",
                    Severity.LOOK,
                    f"“{self.words_of}” depends on a question that is asked after it.",
                )
        condition = conditions.read(self.item.relevant)
        for clause in condition.clauses if condition else ():
            on = self.seen.by_name.get(clause.question)
            if isinstance(on, Question) and on.choices and conditions.faults(clause, on):
                yield self.flag(
                    "unknown_answer",
                    Severity.LOOK,
                    f"“{self.words_of}” waits for an answer that nobody can give.",
                )

    def values(self) -> Iterator[Flag]:
        item = self.item
        if not isinstance(item, Question) or not limits.limited(item):
            return
        found = limits.read(item.constraint, item.kind)
        if found is not None and limits.faults(found, item.kind):
            yield self.flag(
                "limits",
                Severity.STOPS,
                f"No answer can be within the limits of “{self.words_of}”.",
            )

    def care(self) -> Iterator[Flag]:
        """What can hurt the people who answer."""
        item = self.item
        if not isinstance(item, Question):
            return
        warning = _warning(item)
        if warning:
            yield self.flag("warning", Severity.LOOK, warning)
        if warning == library.WARNINGS["violence"] and self.seen.point:
            yield self.flag(
                "violence_with_place",
                Severity.LOOK,
                "This asks about violence and writes down where the phone is: together they can "
                "lead to the person.",
            )
        if item.kind in FILES - {"audit"} and item.kind != "file":
            yield self.flag(
                "may_show_people",
                Severity.NOTE,
                f"“{self.words_of}” may show or let one hear people; ask them first.",
            )


def _warning(question: Question) -> str:
    try:
        known = library.question(question.name)
    except KeyError:
        return ""
    return known.warning if known.question.concept == question.concept else ""


def _flag(code: str, severity: Severity, message: str, path: str) -> Flag:
    return Flag(f"drafting.{code}", severity, message, column=path or None, count=1)
