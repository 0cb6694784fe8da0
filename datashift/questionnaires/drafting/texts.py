"""Words in several languages: which there are, and which are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from datashift.questionnaires import library
from datashift.questionnaires.drafting.kinds import SILENT
from datashift.questionnaires.marks import plain
from datashift.questionnaires.questionnaire import (
    METADATA,
    UNNAMED,
    Choice,
    Group,
    Question,
    Questionnaire,
    Texts,
    walk,
)

Item = Question | Group


def words(texts: Texts, language: str) -> str:
    """The words in that language, or in the first that has any."""
    return texts.get(language) or next((each for each in texts.values() if each), "")


def named(item: Item, language: str) -> str:
    """What people call a question: its words, or its short name where it has none."""
    return words(item.labels, language) or item.name


def reader(named: Mapping[str, Item], language: str) -> Callable[[Texts], str]:
    """What gives words as people read them: without Markdown, and with what another question is
    called, in square brackets, where its answer will stand.

    Args:
        named: all questions and groups of the form by their short names (`by_name`).
    """

    def called(name: str) -> str:
        return plain(words(named[name].labels, language)) or name if name in named else name

    return lambda texts: plain(words(texts, language), called)


def by_name(questionnaire: Questionnaire) -> Mapping[str, Item]:
    """Its questions and groups by their short names."""
    return {item.name: item for item in walk(questionnaire.contents)}


def is_spoken(item: Item) -> bool:
    """Whether people see it; what the phone fills in by itself they do not."""
    return isinstance(item, Group) or item.kind not in SILENT | METADATA


def spoken(questionnaire: Questionnaire) -> tuple[Item, ...]:
    """What people see, in order."""
    return tuple(item for item in walk(questionnaire.contents) if is_spoken(item))


def missing(questionnaire: Questionnaire) -> Mapping[str, tuple[str, ...]]:
    """Language to the paths of questions with words that it lacks and another language has."""
    found: dict[str, list[str]] = {language: [] for language in questionnaire.languages}
    for item in spoken(questionnaire):
        said = [texts for texts in _texts(item) if any(texts.values())]
        for language, paths in found.items():
            if any(not texts.get(language) for texts in said):
                paths.append(item.path)
    return {language: tuple(paths) for language, paths in found.items()}


def said_in(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The languages in which anything is said at all: a spreadsheet knows no others."""
    said = {
        language
        for item in walk(questionnaire.contents)
        for texts in _texts(item)
        for language, text in texts.items()
        if text
    }
    return tuple(each for each in questionnaire.languages if each in said)


def _texts(item: Item) -> Iterator[Texts]:
    yield item.labels
    if isinstance(item, Question):
        yield from (item.hints, item.guidance)
        yield from (item.constraint_messages, item.required_messages)
        yield from (choice.labels for choice in item.choices)


def with_language(questionnaire: Questionnaire, language: str) -> Questionnaire:
    """With another language, last; what the question library says in it is filled in.

    Words that named no language keep their place as the first language.
    """
    if language in questionnaire.languages:
        return questionnaire
    if questionnaire.languages == (UNNAMED,):
        return _retold(
            replace(questionnaire, languages=(language,)),
            lambda texts: {language: words(texts, UNNAMED)} if texts else {},
        )
    known = _known(language) if language in library.LANGUAGES.values() else {}

    def told(texts: Texts) -> Texts:
        for other, text in texts.items():
            if (other, text) in known:
                return {**texts, language: known[other, text]}
        return texts

    return _retold(replace(questionnaire, languages=(*questionnaire.languages, language)), told)


def without_language(questionnaire: Questionnaire, language: str) -> Questionnaire:
    """Without that language and its words; the last one stays."""
    rest = tuple(each for each in questionnaire.languages if each != language)
    if not rest:
        return questionnaire
    return _retold(
        replace(_without_columns(questionnaire, f"::{language}"), languages=rest),
        lambda texts: {name: text for name, text in texts.items() if name != language},
    )


def _without_columns(questionnaire: Questionnaire, ending: str) -> Questionnaire:
    """Without such columns in what a workbook has beside its form: they would be a language."""

    def row(cells: Mapping[str, str]) -> Mapping[str, str]:
        return {name: text for name, text in cells.items() if not name.endswith(ending)}

    def rows(several: tuple[Mapping[str, str], ...]) -> tuple[Mapping[str, str], ...]:
        return tuple(left for each in several if (left := row(each)))

    def bare(item: Item) -> Item:
        item = replace(item, own=row(item.own), above=rows(item.above))
        if not isinstance(item, Group):
            return item
        inside = tuple(bare(each) for each in item.contents)
        closing, last = rows(item.closing), row(item.ending)
        return replace(item, contents=inside, closing=closing, ending=last)

    contents = tuple(bare(item) for item in questionnaire.contents)
    return replace(questionnaire, contents=contents, closing=rows(questionnaire.closing))


def first_language(questionnaire: Questionnaire, language: str) -> Questionnaire:
    """With that language as the one that is shown first."""
    others = [each for each in questionnaire.languages if each != language]
    return replace(questionnaire, languages=(language, *others))


def _known(language: str) -> Mapping[tuple[str, str], str]:
    """What the library says, by another language and its words."""
    found: dict[tuple[str, str], str] = {}
    for known in library.questions():
        for texts in (known.question.labels, *(each.labels for each in known.question.choices)):
            if language in texts:
                found |= dict.fromkeys(texts.items(), texts[language])
    return found


def _retold(questionnaire: Questionnaire, told: Callable[[Texts], Texts]) -> Questionnaire:
    def choices(offered: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return tuple(
            replace(each, labels=told(each.labels), media=files(each.media)) for each in offered
        )

    def files(media: Mapping[str, Texts]) -> Mapping[str, Texts]:
        return {kind: kept for kind, names in media.items() if (kept := told(names))}

    def retold(item: Item) -> Item:
        if isinstance(item, Group):
            inside = tuple(retold(each) for each in item.contents)
            labels = told(item.labels)
            return replace(item, labels=labels, media=files(item.media), contents=inside)
        return replace(
            item,
            labels=told(item.labels),
            hints=told(item.hints),
            guidance=told(item.guidance),
            media=files(item.media),
            choices=choices(item.choices),
            required_messages=told(item.required_messages),
            constraint_messages=told(item.constraint_messages),
        )

    return replace(
        questionnaire,
        contents=tuple(retold(item) for item in questionnaire.contents),
        lists={name: choices(offered) for name, offered in questionnaire.lists.items()},
    )
