"""The questions of a draft as its page lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from datashift.kit.language.tags import code_named
from datashift.questionnaires import library
from datashift.questionnaires.drafting import checks, indicators, limits, texts
from datashift.questionnaires.questionnaire import (
    UNNAMED,
    Group,
    Question,
    Questionnaire,
    walk,
)
from datashift.sdg import framework
from datashift.tables.flag import Flag, Severity
from datashift.web.builder.models import Draft, Step
from datashift.web.builder.queries import words
from datashift.web.collect.queries import conditions
from datashift.web.collect.queries.conditions import When

SHOWN = 8  # answers of a question before the rest is only counted


@dataclass(frozen=True)
class Language:
    """A language of the questionnaire, its code where the name says one, and what it lacks."""

    name: str
    words: str
    code: str
    missing: int


@dataclass(frozen=True)
class Row:
    """A question or a group in the list.

    Args:
        lacks: languages in which something is missing.
        sdg: codes of the indicators that it gives.
        changed: whether it can be changed here; a value that the phone calculates cannot.
    """

    item: Question | Group
    words: str
    hint: str
    kind: str
    answers: tuple[str, ...]
    more: int
    when: When
    limits: tuple[str, ...]
    required: bool
    lacks: tuple[str, ...]
    sdg: tuple[str, ...]
    flags: tuple[Flag, ...]
    changed: bool
    inside: tuple[Row, ...]

    @property
    def is_group(self) -> bool:
        return isinstance(self.item, Group)


@dataclass(frozen=True)
class Figure:
    """An indicator as the page tells it.

    Args:
        lacking: the words of library questions it needs, by their names.
        uncoded: paths and words of its questions whose answers have no meaning yet.
    """

    measured: indicators.Measured
    name: str
    match: str
    giving: tuple[str, ...]
    lacking: Mapping[str, str]
    uncoded: Mapping[str, str]


@dataclass(frozen=True)
class Board:
    """A draft, looked at from all sides."""

    form: Questionnaire
    rows: tuple[Row, ...]
    asked: int
    flags: tuple[Flag, ...]
    languages: tuple[Language, ...]
    figures: tuple[Figure, ...]
    account: indicators.Account
    by: tuple[str, ...]
    not_by: Mapping[str, str]
    last: Step | None
    last_words: str
    undone: bool

    @property
    def stops(self) -> bool:
        return checks.stops(self.flags)

    @property
    def whole(self) -> tuple[Flag, ...]:
        """What was noticed of no single question."""
        return tuple(flag for flag in self.flags if flag.column is None)

    @property
    def stopping(self) -> tuple[Flag, ...]:
        return tuple(flag for flag in self.flags if flag.severity is Severity.STOPS)


def board(draft: Draft, reader: str) -> Board:
    """Everything that the page of a draft shows.

    Args:
        reader: code of the reader's language.
    """
    form = draft.form
    flags, account = checks.check(form), indicators.account(form, draft.wishes)
    last = draft.steps.filter(undone=False).first()
    asked = [item for item in texts.spoken(form) if isinstance(item, Question)]
    return Board(
        form=form,
        rows=_rows(form, form.contents, flags, tongue(form, reader)),
        asked=len(asked),
        flags=flags,
        languages=languages(form),
        figures=tuple(_figure(form, each, reader) for each in account.indicators),
        account=account,
        by=tuple(str(words.BREAKDOWNS[name][0]) for name in account.by),
        not_by={words.BREAKDOWNS[n][1]: str(words.BREAKDOWNS[n][0]) for n in account.not_by
                if n != "AGE"},  # the library's question for it gives years, not a code
        last=last,
        last_words=words.step_words(last) if last else "",
        undone=draft.steps.filter(undone=True).exists(),
    )  # fmt: skip


def languages(form: Questionnaire) -> tuple[Language, ...]:
    """The languages of a questionnaire."""
    missing = texts.missing(form)
    return tuple(
        Language(name, words.language_words(name), code_named(name), len(missing[name]))
        for name in form.languages
    )


def tongue(form: Questionnaire, reader: str) -> str:
    """The questionnaire's language that the reader understands, or its first."""
    known = [name for name in form.languages if code_named(name) == reader]
    return known[0] if known else form.languages[0]


def when(form: Questionnaire, item: Question | Group, language: str) -> When:
    """When it is asked."""
    if not item.relevant.strip():
        return When()
    return conditions.when({each.name: each for each in walk(form.contents)}, item, language)


def limit_words(item: Question | Group) -> tuple[str, ...]:
    """What an answer must be."""
    if not isinstance(item, Question) or not item.constraint:
        return ()
    found = limits.read(item.constraint, item.kind)
    if found is None:
        return (_("Only answers for which this is so: %(rule)s") % {"rule": item.constraint},)
    return tuple(words.limit_words(found, item.kind))


def _rows(
    form: Questionnaire,
    contents: Iterable[Question | Group],
    flags: tuple[Flag, ...],
    language: str,
) -> tuple[Row, ...]:
    missing, read = texts.missing(form), texts.reader(texts.by_name(form), language)
    found = []
    for item in contents:
        if not texts.is_spoken(item) and not getattr(item, "indicator", ""):
            continue  # what the phone writes by itself is no question to anybody
        question = item if isinstance(item, Question) else None
        offered = [read(each.labels) for each in question.choices] if question else []
        found.append(
            Row(
                item=item,
                words=read(item.labels) or item.name,
                hint=read(question.hints) if question else "",
                kind=words.kind_words(item),
                answers=tuple(offered[:SHOWN]),
                more=max(0, len(offered) - SHOWN),
                when=when(form, item, language),
                limits=limit_words(item),
                required=bool(question and question.required not in {"", "false()"}),
                lacks=tuple(
                    words.language_words(name)
                    for name, paths in missing.items()
                    if item.path in paths and name != UNNAMED
                ),
                sdg=tuple(question.indicator.replace(";", " ").split()[:1]) if question else (),
                flags=tuple(
                    flag for flag in flags
                    if flag.column == item.path and flag.severity is not Severity.NOTE
                ),
                changed=texts.is_spoken(item),
                inside=_rows(form, item.contents, flags, language) if isinstance(item, Group) else (),
            )
        )  # fmt: skip
    return tuple(found)


def _figure(form: Questionnaire, measured: indicators.Measured, reader: str) -> Figure:
    language = tongue(form, reader)
    read = texts.reader(texts.by_name(form), language)
    said = {item.path: read(item.labels) or item.name for item in walk(form.contents)}
    return Figure(
        measured=measured,
        name=framework.indicator(measured.sdg).name(reader).text,
        match=str(words.MATCHES.get(measured.match, "")),
        giving=tuple(said[path] for path in measured.questions),
        lacking={name: known_words(name, reader) for name in measured.missing},
        uncoded={path: said[path] for path in measured.uncoded},
    )


def known_words(name: str, reader: str) -> str:
    """What a question of the library asks, in the reader's language."""
    try:
        question = library.question(name).question
    except KeyError:
        return name
    return texts.words(question.labels, library.LANGUAGES.get(reader, "")) or name
