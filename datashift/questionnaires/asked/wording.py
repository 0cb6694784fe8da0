"""What is said: a question with its choices, what was wrong with an answer, what may be sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from datashift.kit.language import gettext as _
from datashift.kit.language import pgettext
from datashift.kit.language.tags import without_code
from datashift.questionnaires.asked.answers import Wrong
from datashift.questionnaires.asked.script import Script, plain
from datashift.questionnaires.asked.steps import Course, Step, nearest
from datashift.questionnaires.questionnaire import Choice, Question, Texts

BACK_KEY, SKIP_KEY, MORE_KEY = "00", "000", "0"
_NAMED = re.compile(r"\$\{([^}]+)\}")


def command(typed: str) -> str:
    """The command that was sent: back, skip, pause, stop or help; "" for an answer."""
    words = {
        "back": pgettext("sent by message", "BACK"),
        "skip": pgettext("sent by message", "SKIP"),
        "pause": pgettext("sent by message", "PAUSE"),
        "stop": pgettext("sent by message", "STOP"),
        "help": pgettext("sent by message", "HELP"),
    }
    if keyed := {BACK_KEY: "back", SKIP_KEY: "skip"}.get(typed):
        return keyed
    sent = typed.casefold()
    return next((name for name, word in words.items() if sent in {name, word.casefold()}), "")


def more() -> str:
    """At the end of a screen after which there is another."""
    return _("0 = more")


def opening(script: Script) -> str:
    """Before the first question."""
    return "\n".join(
        part for part in (script.paper.form.title, _("00 = back, STOP = end.")) if part
    )


def choosing(script: Script) -> str:
    """Which language?"""
    names = [without_code(name) for name in script.languages]
    return "\n".join(numbered([script.paper.form.title], names))


def numbered(before: Sequence[str], names: Sequence[str]) -> list[str]:
    """Lines with the names numbered from 1."""
    lines = [f"{number}. {name}" for number, name in enumerate(names, 1)]
    return [each for each in before if each] + lines


def returning() -> str:
    """Who comes back: go on, or begin again?"""
    return "\n".join(
        numbered([_("You had begun to answer.")], [_("Go on"), _("Begin again: answers are lost")])
    )


def paused() -> str:
    """After PAUSE."""
    return _("Your answers are kept. Send any message to go on.")


def stopped() -> str:
    """After STOP."""
    return _("You have stopped. Your answers are deleted.")


def helped() -> str:
    """After HELP."""
    return _("00 = back, 000 = no answer, PAUSE = go on later, STOP = end and delete.")


def thanks(receipt: str) -> str:
    """After the last answer."""
    return _("Thank you. It has arrived. Your number: %(receipt)s") % {"receipt": receipt}


def wrong_words(
    wrong: Wrong, question: Question | None, course: Course, at: str, language: str
) -> str:
    """What is wrong with an answer: in the form's own words where it has some."""
    own: Mapping[Wrong, Texts] = {}
    if question is not None:
        own = {
            Wrong.MISSING: question.required_messages,
            Wrong.REFUSED: question.constraint_messages,
        }
    if said := filled_in(own.get(wrong, {}), course, at, language):
        return said
    return {
        Wrong.MISSING: _("This needs an answer."),
        Wrong.REFUSED: _("This answer is not possible here."),
        Wrong.NOT_WHOLE: _("Send a whole number."),
        Wrong.NOT_NUMBER: _("Send a number as 1250 or 2.5, without marks for thousands."),
        Wrong.NOT_DAY: _("Send the day as 31/12/2020."),
        Wrong.NOT_TIME: _("Send the time as 14:30."),
        Wrong.NOT_OFFERED: _("Send the number of an answer."),
        Wrong.NOT_PLACE: _("Send your location, or latitude and longitude as -1.28 36.82."),
        Wrong.TOO_LONG: _("This is too long. Send it in fewer words."),
    }[wrong]


def asking(step: Step, course: Course, language: str) -> str:
    """The question of a step, with what belongs before it and after it."""
    lines = [filled_in(note.labels, course, at, language) for at, note in step.notes]
    if step.question is None:
        lines += _once_more(step, course, language)
    else:
        if step.times:
            group, number = step.times
            lines.append(f"{filled_in(group.labels, course, step.address, language)} {number}")
        lines += _question(step, step.question, course, language)
    return "\n".join(line.strip() for line in lines if line.strip())


def closing(course: Course, language: str) -> list[str]:
    """Notes after the last question."""
    return [filled_in(note.labels, course, at, language) for at, note in course.notes]


def choices_of(question: Question, course: Course, at: str) -> tuple[Choice, ...]:
    """The choices as they are numbered."""
    left = course.standing.offered.get(at)
    if left is None:
        return question.choices
    return tuple(choice for choice in question.choices if choice.name in left)


def filled_in(texts: Texts, course: Course, near: str, language: str) -> str:
    """Words of the form, with answers where they speak of one."""

    def answer(match: re.Match[str]) -> str:
        value = nearest(course.standing.values, match[1], near)
        return (
            _in_words(match[1], value, course, language) or "..."
        )  # one letter would cost a message its alphabet

    return _NAMED.sub(answer, plain(texts, language))


def _in_words(name: str, value: str, course: Course, language: str) -> str:
    for step in course.steps:
        if step.question is not None and step.question.name == name:
            for choice in step.question.choices:
                if choice.name == value:
                    return plain(choice.labels, language) or value
    return value


def _once_more(step: Step, course: Course, language: str) -> list[str]:
    assert step.times is not None
    group, number = step.times
    name = filled_in(group.labels, course, step.address, language) or group.name
    asked = _("%(group)s: is there one?") if number == 1 else _("%(group)s: is there another?")
    return numbered([asked % {"group": name}], [_("Yes"), _("No")])


def _question(step: Step, question: Question, course: Course, language: str) -> list[str]:
    at = step.address
    lines = [
        filled_in(question.labels, course, at, language) or question.name,
        filled_in(question.hints, course, at, language),
    ]
    offered = choices_of(question, course, at)
    lines += numbered([], [plain(choice.labels, language) or choice.name for choice in offered])
    lines.append(_manner(question.kind))
    if at not in course.standing.required:
        stays = course.standing.values.get(at, "")
        words = _("000 = no answer")
        if stays:
            shown = _in_words(question.name, stays, course, language)
            words = _("000 = it stays %(answer)s") % {"answer": shown}
        lines.append(words)
    return lines


def _manner(kind: str) -> str:
    """How to answer, where a number or plain words are not the way."""
    return {
        "select_multiple": _("Several: 1 3"),
        "rank": _("All in order, the first one first: 2 1 3"),
        "date": _("Day/month/year"),
        "datetime": _("Day/month/year hour:minute"),
        "time": _("Hour:minute"),
        "geopoint": _("Send your location, or latitude and longitude"),
        "acknowledge": _("1 = OK"),
        "trigger": _("1 = OK"),
    }.get(kind, "")
