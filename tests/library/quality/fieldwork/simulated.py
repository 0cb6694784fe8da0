"""Fieldwork of an invented survey, honest or with planted fabricators."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pyarrow as pa

from datashift.quality.fieldwork import Fieldwork

Way = Literal["copies", "invents", "hurries"]
QUESTIONS = 30
FIELDWORK = Fieldwork(
    interviewer="who",
    answers=tuple(f"q{number}" for number in range(QUESTIONS)),
    place="place",
    scales=tuple(f"q{number}" for number in range(8)),
    started="started",
    ended="ended",
    age="age",
    amounts=("paid",),
)


def survey(
    chance: np.random.Generator,
    *,
    interviewers: int = 20,
    interviews: int = 40,
    places: int = 5,
    made_up: dict[int, Way] | None = None,
    share: float = 0.6,
) -> pa.Table:
    """Interviews with answers that depend on the place and on the kind of person.

    Args:
        made_up: number of an interviewer to the way that one makes interviews up.
        share: of a fabricator's interviews that are made up.
    """
    rows = interviewers * interviews
    who = np.repeat(np.arange(interviewers), interviews)
    place = who % places
    kind = chance.integers(0, 3, rows)  # poor, middling, rich: answers go together
    usual = chance.dirichlet(np.full(4, 1.5), size=(places, 3, QUESTIONS))
    usual[:, :, :8] = chance.dirichlet(np.full(4, 4.0), size=(places, 3, 8))
    draws = chance.random((rows, QUESTIONS, 1))
    answers = (draws > np.cumsum(usual[place, kind], axis=2)).sum(axis=2).clip(0, 3)
    minutes = chance.lognormal(3.6, 0.35, rows)
    age = chance.integers(18, 80, rows)
    paid = np.round(chance.lognormal(5, 1, rows))
    for number, way in (made_up or {}).items():
        mine = np.flatnonzero(who == number)
        chosen = mine[chance.random(len(mine)) < share]
        if way == "copies":
            sources = chance.choice(mine[:5], len(chosen))
            changed = chance.random((len(chosen), QUESTIONS)) < 0.15
            answers[chosen] = np.where(changed, answers[chosen], answers[sources])
        elif way == "invents":
            likeliest = usual.mean(axis=1)[place[chosen]].argmax(axis=2)
            guess = chance.integers(0, 4, (len(chosen), QUESTIONS))
            sure = chance.random((len(chosen), QUESTIONS)) < 0.6
            answers[chosen] = np.where(sure, likeliest, guess)
            age[chosen] = np.where(
                chance.random(len(chosen)) < 0.6, age[chosen] // 5 * 5, age[chosen]
            )
            paid[chosen] = np.round(paid[chosen], -1)
        else:
            minutes[chosen] *= 0.4
            answers[chosen, :8] = np.repeat(answers[chosen, :1], 8, axis=1)
    started = np.arange(rows) % interviews * 240.0
    return pa.table(
        {
            "who": [f"W{number:02d}" for number in who],
            "place": [f"P{number}" for number in place],
            "started": _times(started),
            "ended": _times(started + minutes),
            "age": age,
            "paid": paid,
            **{f"q{number}": answers[:, number] for number in range(QUESTIONS)},
        }
    )


def _times(minutes: np.ndarray) -> pa.Array:
    return pa.array((minutes * 60).astype(np.int64), pa.timestamp("s"))
