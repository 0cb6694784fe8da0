"""A draft as a phone shows it: one question on each screen."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.kit.language.tags import code_named
from datashift.questionnaires.drafting import arranging, texts
from datashift.questionnaires.questionnaire import Group, Question, Questionnaire
from datashift.web.builder.queries import board
from datashift.web.collect.queries.conditions import When

SHOWN = 30  # answers on the screen


@dataclass(frozen=True)
class Screen:
    """One screen of the phone.

    Args:
        control: how it is answered: `one`, `several`, `number`, `text`, `date`, `place`, `photo`,
            `sound`, `note`, or `other`.
        before, after: paths of the screens beside it, or "".
        within: words of the groups around it, the outermost first.
        lacking: the words are missing in this language, and shown in another.
    """

    item: Question
    control: str
    words: str
    hint: str
    answers: tuple[str, ...]
    more: int
    when: When
    limits: tuple[str, ...]
    required: bool
    number: int
    total: int
    before: str
    after: str
    within: tuple[tuple[str, bool], ...]
    lacking: bool


@dataclass(frozen=True)
class Phone:
    """The phone with its screen, None before anything is asked."""

    title: str
    tongue: str
    code: str
    languages: tuple[board.Language, ...]
    screen: Screen | None


_CONTROLS = {
    "select_one": "one",
    "select_multiple": "several",
    "rank": "several",
    "integer": "number",
    "decimal": "number",
    "range": "number",
    "text": "text",
    "date": "date",
    "time": "date",
    "datetime": "date",
    "geopoint": "place",
    "geotrace": "place",
    "geoshape": "place",
    "image": "photo",
    "video": "photo",
    "audio": "sound",
    "note": "note",
}


def phone(form: Questionnaire, *, shown: str = "", language: str = "", reader: str = "en") -> Phone:
    """What the phone shows.

    Args:
        shown: path of the question on its screen, or of a group that it stands in; else the first.
        language: one of the questionnaire's; else the reader's own.
    """
    tongue = language if language in form.languages else board.tongue(form, reader)
    asked = [item for item in texts.spoken(form) if isinstance(item, Question)]
    at = next((n for n, item in enumerate(asked) if f"{item.path}/".startswith(f"{shown}/")), 0)
    return Phone(
        title=form.title,
        tongue=tongue,
        code=code_named(tongue),
        languages=board.languages(form),
        screen=_screen(form, asked, at, tongue) if asked else None,
    )


def _screen(form: Questionnaire, asked: list[Question], at: int, tongue: str) -> Screen:
    item, read = asked[at], texts.reader(texts.by_name(form), tongue)
    answers = [read(choice.labels) or choice.name for choice in item.choices]
    return Screen(
        item=item,
        control=_CONTROLS.get(item.kind, "other"),
        words=read(item.labels) or item.name,
        hint=read(item.hints),
        answers=tuple(answers[:SHOWN]),
        more=max(0, len(answers) - SHOWN),
        when=board.when(form, item, tongue),
        limits=board.limit_words(item),
        required=item.required not in {"", "false()"},
        number=at + 1,
        total=len(asked),
        before=asked[at - 1].path if at else "",
        after=asked[at + 1].path if at + 1 < len(asked) else "",
        within=_within(form, item, tongue),
        lacking=not item.labels.get(tongue),
    )


def _within(form: Questionnaire, item: Question, tongue: str) -> tuple[tuple[str, bool], ...]:
    parts = item.path.split("/")[:-1]
    groups = [arranging.find(form, "/".join(parts[: n + 1])) for n in range(len(parts))]
    read = texts.reader(texts.by_name(form), tongue)
    return tuple(
        (read(group.labels) or group.name, group.repeats)
        for group in groups
        if isinstance(group, Group)
    )
