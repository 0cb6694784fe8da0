"""A conversation: what was answered, where it stands, what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Phase(StrEnum):
    """Where a conversation stands."""

    LANGUAGE = "language"  # it asks for one
    ASKING = "asking"
    PAUSED = "paused"
    RETURNING = "returning"  # it asks whether to go on or to begin again
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Talk:
    """A conversation as it stands. Nothing but `Talk.written` need be kept of it.

    Args:
        instance_id: of the submission that it becomes.
        begun: when it began.
        language: as the form names it.
        answers: address to what was answered, in the order of answering; "" where the person had
            no answer. `child[1]?` holds whether the group is asked once more.
        at: address of what was asked last.
        words: all that was said last.
        screen: which of its screens was shown, from 0.
    """

    instance_id: str
    begun: datetime
    phase: Phase
    language: str
    answers: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
    words: str = ""
    screen: int = 0

    def written(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "instance_id": self.instance_id,
            "begun": self.begun.isoformat(),
            "phase": self.phase.value,
            "language": self.language,
            "answers": [list(pair) for pair in self.answers.items()],
            "at": self.at,
            "words": self.words,
            "screen": self.screen,
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Talk:
        """What `written` gave."""
        return cls(
            instance_id=kept["instance_id"],
            begun=datetime.fromisoformat(kept["begun"]),
            phase=Phase(kept["phase"]),
            language=kept["language"],
            answers=dict(kept["answers"]),
            at=kept["at"],
            words=kept["words"],
            screen=kept["screen"],
        )


@dataclass(frozen=True)
class Turn:
    """What is said next.

    Args:
        says: the words, or the screen of them that is to be shown.
        ends: nothing more is asked.
        document: the filled questionnaire, when this answer was the last.
    """

    talk: Talk
    says: str
    ends: bool = False
    document: bytes | None = None
