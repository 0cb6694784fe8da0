"""What the checks of fieldwork take and give. All frozen.

A signal is a reason to visit again, never a verdict. It names the interviewer by the code in the
data, for the people who can ask; nothing of it is published.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fieldwork:
    """Which columns say how the interviews were made.

    Args:
        interviewer: who asked.
        answers: questions with a few possible answers each.
        place: interviews are compared with those of other interviewers in the same place, so that
            a difference between places is not taken for one between interviewers.
        scales: questions answered on one scale, in the order asked.
        started, ended: times of the interview.
        longitude, latitude: where it was made.
        age: in whole years.
        amounts: numbers that people estimate or count.
    """

    interviewer: str
    answers: tuple[str, ...] = ()
    place: str | None = None
    scales: tuple[str, ...] = ()
    started: str | None = None
    ended: str | None = None
    longitude: str | None = None
    latitude: str | None = None
    age: str | None = None
    amounts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signal:
    """One interviewer's interviews stand out in one check.

    Args:
        check: name of the check.
        interviewer: as in the data.
        interviews: how many of theirs the check could use.
        observed, others: mean of the check's score over theirs and over the others'.
        chance: how often chance alone, over all checks and interviewers together, gives a signal as
            strong; the signals listed are those below the rate of false alarms.
        message: one plain sentence.
    """

    check: str
    interviewer: str
    interviews: int
    observed: float
    others: float
    chance: float
    message: str


@dataclass(frozen=True)
class Impossible:
    """What cannot have happened as recorded; no chance is involved.

    Args:
        check: "overlap" or "speed".
        interviewer: as in the data.
        rows: positions in the table, from 0, of the interviews concerned.
        message: one plain sentence.
    """

    check: str
    interviewer: str
    rows: tuple[int, ...]
    message: str
