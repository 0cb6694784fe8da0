"""Kinds of question in plain words, and what each begins with."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.kit.language import verbatim
from datashift.questionnaires import library
from datashift.questionnaires.drafting import names
from datashift.questionnaires.questionnaire import (
    DATA_FILES,
    UNNAMED,
    Choice,
    Group,
    Question,
    Questionnaire,
    Texts,
)

_YES_NO = "yes_no"


@dataclass(frozen=True)
class Kind:
    """A kind of question.

    Args:
        key: its name here.
        xlsform: XLSForm's word for it.
        chooses: it has answers to choose from.
        measured: its answers can be held within limits.
        holds: other questions stand in it.
    """

    key: str
    xlsform: str
    chooses: bool = False
    measured: bool = False
    holds: bool = False


KINDS: tuple[Kind, ...] = (
    Kind("yes_no", "select_one", chooses=True),
    Kind("one", "select_one", chooses=True),
    Kind("several", "select_multiple", chooses=True, measured=True),
    Kind("number", "integer", measured=True),
    Kind("decimal", "decimal", measured=True),
    Kind("text", "text", measured=True),
    Kind("date", "date", measured=True),
    Kind("place", "geopoint"),
    Kind("photo", "image"),
    Kind("sound", "audio"),
    Kind("note", "note"),
    Kind("group", "group", holds=True),
    Kind("repeat", "repeat", holds=True),
)
SILENT = DATA_FILES | {"calculate", "hidden"}
"""Kinds that nobody sees, besides what phones fill in."""


def kind(key: str) -> Kind:
    """The kind of that name.

    Raises:
        KeyError: there is none.
    """
    return {each.key: each for each in KINDS}[key]


def kind_of(item: Question | Group) -> Kind | None:
    """Which of the kinds an item is; None for one that only an XLSForm can make."""
    if isinstance(item, Group):
        return kind("repeat" if item.repeats else "group")
    if item.kind == "select_one" and item.choice_list == _YES_NO:
        return kind("yes_no")
    return next((each for each in KINDS[1:] if each.xlsform == item.kind), None)


def made(key: str, labels: Texts, questionnaire: Questionnaire) -> Question | Group:
    """A new item of that kind, with a name of its own; to be put into the questionnaire.

    Raises:
        KeyError: there is no such kind.
    """
    of = kind(key)
    words = labels.get(verbatim("English (en)")) or next(iter(labels.values()), "")
    name = names.free(names.plain(words, otherwise=of.key), names.taken(questionnaire))
    if of.holds:
        return Group(name, "", labels=labels, repeats=of.key == "repeat")
    offered = yes_no(questionnaire.languages) if key == "yes_no" else ()
    return Question(
        name,
        "",
        of.xlsform,
        labels=labels,
        choices=offered,
        choice_list=_YES_NO if offered else name if of.chooses else "",
    )


def yes_no(languages: tuple[str, ...]) -> tuple[Choice, ...]:
    """Yes, no, and a way out, in those of the languages that the library knows."""
    for known in library.questions():
        if known.question.choice_list == _YES_NO:
            return tuple(
                Choice(each.name, _in(each.labels, languages), each.code)
                for each in known.question.choices
            )
    raise LookupError(_YES_NO)


def _in(labels: Texts, languages: tuple[str, ...]) -> Texts:
    if languages == (UNNAMED,):
        return {UNNAMED: labels[library.LANGUAGES["en"]]}
    return {name: labels[name] for name in languages if name in labels}
