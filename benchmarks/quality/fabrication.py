"""How many planted fabricators the fieldwork checks find at a false-alarm rate of 5 %.

    PYTHONPATH=.:tests .venv/bin/python benchmarks/quality/fabrication.py [surveys]

Invented surveys of 800 interviews: 20 interviewers, four to each of five places, 30 questions. The
honest ones give the rate of false alarms; in the others, two interviewers make up a share of their
interviews.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from typing import get_args

import numpy as np
from library.quality.fieldwork.simulated import FIELDWORK, Way, survey

from datashift.quality.fieldwork import look

PLANTED = (3, 11)
SHARES = (0.25, 0.5, 1.0)


def accused(seed: int, way: Way | None, share: float) -> tuple[str, ...]:
    """The interviewers with a signal in one survey."""
    chance = np.random.default_rng(seed)
    made_up = dict.fromkeys(PLANTED, way) if way else {}
    data = survey(chance, made_up=made_up, share=share)
    found = look(data, FIELDWORK, chance=chance)
    return tuple({signal.interviewer for signal in found.signals})


def rates(way: Way | None, share: float, surveys: int) -> tuple[float, float]:
    """Share of fabricators found, and share of surveys in which an honest one was accused."""
    seeds = range(surveys)
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(accused, seeds, [way] * surveys, [share] * surveys, chunksize=5))
    planted = {f"W{number:02d}" for number in PLANTED}
    right = sum(len(planted & set(names)) for names in found) / (surveys * len(planted))
    return right, sum(bool(set(names) - planted) for names in found) / surveys


def main(surveys: int) -> None:
    honest = [accused(1_000_000 + seed, None, 0) for seed in range(surveys)]
    print(f"honest surveys with any alarm: {sum(map(bool, honest)) / surveys:.1%} of {surveys}")
    print("| way | made up | fabricators found | surveys with an honest one accused |")
    print("|---|---|---|---|")
    for way in get_args(Way):
        for share in SHARES:
            right, wrong = rates(way, share, surveys)
            print(f"| {way} | {share:.0%} | {right:.0%} | {wrong:.0%} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 200)
