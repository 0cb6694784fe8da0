"""A conversation tried in the browser: it stands in the page itself, and nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core import signing

from datashift.questionnaires.asked.conversation import answer, begin
from datashift.questionnaires.asked.lengths import USSD, is_seven, messages, places
from datashift.questionnaires.asked.script import Script
from datashift.questionnaires.asked.talk import Phase, Talk

_SALT = "gateways.trial"
_ID = "uuid:00000000-0000-4000-8000-000000000000"
MOST_LINES = 300


@dataclass(frozen=True)
class Line:
    """Something that was said.

    Args:
        ours: by the questionnaire, not by the person.
        letters, messages: how long it is; `wide` where a message holds only 70 letters of it.
    """

    ours: bool
    words: str

    @property
    def letters(self) -> int:
        return places(self.words)

    @property
    def messages(self) -> int:
        return messages(self.words)

    @property
    def wide(self) -> bool:
        return not is_seven(self.words)


@dataclass(frozen=True)
class Trial:
    """A conversation so far.

    Args:
        ussd: on the screens of USSD, else in messages.
    """

    talk: Talk
    lines: tuple[Line, ...]
    ussd: bool

    @property
    def over(self) -> bool:
        """Nothing more can be answered."""
        return self.talk.phase in {Phase.DONE, Phase.STOPPED} or len(self.lines) >= MOST_LINES

    @property
    def filled(self) -> bool:
        """It came to its end."""
        return self.talk.phase is Phase.DONE

    @property
    def sent(self) -> int:
        """Messages, or screens, that the questionnaire took."""
        return sum(1 if self.ussd else line.messages for line in self.lines if line.ours)

    @property
    def received(self) -> int:
        """Messages, or inputs, of the person; the one that begins among them."""
        return 1 + sum(1 if self.ussd else line.messages for line in self.lines if not line.ours)

    def written(self) -> str:
        """As the page carries it; signed, so that it is ours when it comes back."""
        lines = [[line.ours, line.words] for line in self.lines]
        told = {"talk": self.talk.written(), "lines": lines, "ussd": self.ussd}
        return signing.dumps(told, salt=_SALT, compress=True)


def begun(script: Script, *, ussd: bool, now: datetime) -> Trial:
    """A new one."""
    turn = begin(script, instance_id=_ID, now=now, room=USSD if ussd else None)
    return Trial(turn.talk, (Line(True, turn.says),), ussd)


def read(written: str) -> Trial | None:
    """The one that the page carried; None where it is not ours."""
    try:
        told: Any = signing.loads(written, salt=_SALT, max_age=86_400)
    except signing.BadSignature:
        return None
    lines = tuple(Line(ours, words) for ours, words in told["lines"])
    return Trial(Talk.read(told["talk"]), lines, told["ussd"])


def gone_on(script: Script, trial: Trial, text: str, *, now: datetime) -> Trial:
    """The conversation with one more answer."""
    if trial.over:
        return trial
    turn = answer(script, trial.talk, text, now=now, room=USSD if trial.ussd else None)
    lines = (*trial.lines, Line(False, text), Line(True, turn.says))
    return replace(trial, talk=turn.talk, lines=lines)
