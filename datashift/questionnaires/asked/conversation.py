"""The conversation: text in, the next question out. Nothing is kept here; see `Talk`.

Keys that every phone has are enough: a number chooses, 00 goes back, 000 gives no answer, 0 shows
more where a screen ends. No number that answers a question is written in that way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from datashift.kit.language import spoken
from datashift.questionnaires.asked import wording
from datashift.questionnaires.asked.answers import Misread, Wrong, understood
from datashift.questionnaires.asked.lengths import Room, screens
from datashift.questionnaires.asked.script import Script, spoken_code
from datashift.questionnaires.asked.steps import NO, YES, Course, Step, answered, course
from datashift.questionnaires.asked.talk import Phase, Talk, Turn
from datashift.questionnaires.filling.filled import fill


def begin(script: Script, *, instance_id: str, now: datetime, room: Room | None = None) -> Turn:
    """Begin to ask.

    Args:
        instance_id: of the submission that it becomes.
        room: what the phone shows at once; None where there is no limit.
    """
    first = script.languages[0]
    talk = Talk(instance_id=instance_id, begun=now, phase=Phase.LANGUAGE, language=first)
    return _Asker(script, talk, now, room).begun()


def answer(
    script: Script, talk: Talk, typed: str, *, now: datetime, room: Room | None = None
) -> Turn:
    """Take what was sent and say what comes next. What cannot be an answer changes no answer.

    Raises:
        ValueError: the conversation is over.
    """
    if talk.phase in {Phase.DONE, Phase.STOPPED}:
        raise ValueError("The conversation is over.")
    with spoken(spoken_code(talk.language)):
        return _Asker(script, talk, now, room).taken(typed.strip())


def resume(script: Script, talk: Talk, *, now: datetime, room: Room | None = None) -> Turn:
    """Say where it stands to somebody who comes back: a USSD session ends when it likes."""
    with spoken(spoken_code(talk.language)):
        asker = _Asker(script, talk, now, room)
        return asker.returned() if talk.answers else asker.begun()


def receipt(instance_id: str) -> str:
    """The number by which a person and a reviewer mean the same submission: its id's last eight."""
    last = instance_id.replace("-", "")[-8:].upper()
    return f"{last[:4]}-{last[4:]}"


class _Asker:
    """One turn of a conversation."""

    def __init__(self, script: Script, talk: Talk, now: datetime, room: Room | None) -> None:
        self._script, self._talk, self._now, self._room = script, talk, now, room

    def begun(self) -> Turn:
        fresh = replace(self._talk, answers={}, at="")
        if len(self._script.languages) > 1:
            words = wording.choosing(self._script)
            return self._said(replace(fresh, phase=Phase.LANGUAGE), words)
        return self._first(fresh)

    def returned(self) -> Turn:
        return self._said(replace(self._talk, phase=Phase.RETURNING), wording.returning())

    def taken(self, typed: str) -> Turn:
        talk = self._talk
        shown = self._screens(talk.words)
        if typed == wording.MORE_KEY and talk.screen + 1 < len(shown):
            return Turn(replace(talk, screen=talk.screen + 1), shown[talk.screen + 1])
        match wording.command(typed):
            case "stop":
                over = replace(talk, phase=Phase.STOPPED, answers={}, at="", words="", screen=0)
                return Turn(over, wording.stopped(), ends=True)
            case "pause":
                waiting = replace(talk, phase=Phase.PAUSED, words="", screen=0)
                return Turn(waiting, wording.paused(), ends=True)
            case "help":
                return self._said(talk, f"{wording.helped()}\n{talk.words}".strip())
            case ordered:
                return self._by_phase(typed, ordered)

    def _by_phase(self, typed: str, ordered: str) -> Turn:
        match self._talk.phase:
            case Phase.LANGUAGE:
                return self._language(typed)
            case Phase.PAUSED:
                return self.returned() if self._talk.answers else self.begun()
            case Phase.RETURNING:
                return self._returning(typed)
        if ordered == "back":
            return self._back()
        return self._answer(typed, skipped=ordered == "skip")

    def _language(self, typed: str) -> Turn:
        found = self._script.languages
        places = {str(number): name for number, name in enumerate(found, 1)}
        if typed not in places:
            return self._said(self._talk, wording.choosing(self._script))
        return self._first(replace(self._talk, language=places[typed]))

    def _first(self, talk: Talk) -> Turn:
        with spoken(spoken_code(talk.language)):
            self._talk = talk
            return self._ask({}, before=wording.opening(self._script))

    def _returning(self, typed: str) -> Turn:
        if typed == "1":
            return self._ask(self._talk.answers)
        return self.begun() if typed == "2" else self.returned()

    def _back(self) -> Turn:
        if not self._talk.answers:
            return self.begun()
        *kept, _ = self._talk.answers.items()
        return self._ask(dict(kept))

    def _answer(self, typed: str, *, skipped: bool) -> Turn:
        talk = self._talk
        here = self._course(talk.answers)
        step = here.step(talk.at)
        if step is None:  # the day has changed, and with it what is asked
            return self._ask(talk.answers)
        try:
            value = self._understood(step, here, typed, skipped=skipped)
        except Misread as error:
            return self._asked_again(step, here, error.wrong, talk.answers)
        found = {**talk.answers, step.address: value}
        there = self._course(found)
        if fault := there.standing.faults.get(step.address):
            return self._asked_again(step, there, Wrong(fault.value), talk.answers)
        return self._ask(found, there)

    def _understood(self, step: Step, here: Course, typed: str, *, skipped: bool) -> str:
        if step.question is None:
            if skipped:
                return NO
            if typed not in {"1", "2"}:
                raise Misread(Wrong.NOT_OFFERED)
            return YES if typed == "1" else NO
        if not typed or (skipped and step.address in here.standing.required):
            raise Misread(Wrong.MISSING)
        if skipped:
            return ""
        offered = wording.choices_of(step.question, here, step.address)
        return understood(step.question, typed, offered, self._talk.language)

    def _asked_again(
        self, step: Step, here: Course, wrong: Wrong, answers: Mapping[str, str]
    ) -> Turn:
        said = wording.wrong_words(wrong, step.question, here, step.address, self._talk.language)
        return self._ask(answers, before=said, at=step)

    def _ask(
        self,
        answers: Mapping[str, str],
        among: Course | None = None,
        *,
        before: str = "",
        at: Step | None = None,
    ) -> Turn:
        """Ask what has no answer yet, or the step `at`; or end."""
        here = among or self._course(answers)
        step = at or here.next(answers)
        talk = replace(self._talk, answers=dict(answers), phase=Phase.ASKING)
        if step is None:
            return self._end(talk, here)
        words = wording.asking(step, here, talk.language)
        return self._said(
            replace(talk, at=step.address), "\n".join(part for part in (before, words) if part)
        )

    def _end(self, talk: Talk, here: Course) -> Turn:
        result = fill(
            self._script.paper,
            {**self._script.known, **answered(talk.answers)},
            instance_id=talk.instance_id,
            now=self._now,
            started=talk.begun,
            lists=self._script.lists,
        )
        for step in here.steps:  # an earlier answer may not go with a later one
            if fault := result.faults.get(step.address):
                left = {at: given for at, given in talk.answers.items() if at != step.address}
                return self._asked_again(step, here, Wrong(fault.value), left)
        words = wording.thanks(receipt(talk.instance_id))
        for note in wording.closing(here, talk.language):
            longer = f"{words}\n{note}"
            words = longer if self._room is None or self._room.holds(longer) else words
        over = replace(talk, phase=Phase.DONE, answers={}, at="", words="", screen=0)
        return Turn(over, words, ends=True, document=result.document)

    def _said(self, talk: Talk, words: str) -> Turn:
        return Turn(replace(talk, words=words, screen=0), self._screens(words)[0])

    def _screens(self, words: str) -> tuple[str, ...]:
        return screens(words, self._room, wording.more())

    def _course(self, answers: Mapping[str, str]) -> Course:
        return course(self._script, answers, begun=self._talk.begun, now=self._now)
