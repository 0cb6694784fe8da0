"""Many samples of many lands, released and then attacked with a list of everybody.

    PYTHONPATH=.:tests .venv/bin/python tests/endurance/disclosure_microdata.py [releases]

Prints the table of docs/disclosure.md.
"""

from __future__ import annotations

import sys
from datetime import date

import numpy as np
from library.disclosure.microdata.town import KEYS, attack, land, sample

from datashift.disclosure.microdata.protect import Parts, protect_records
from datashift.kit.problem import Problem

PARTS = Parts(KEYS, sensitive=("ILLNESS",), weight="WEIGHT")
PLACES = ((1_000_000, 100), (200_000, 50), (100_000, 20), (50_000, 10), (20_000, 10))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    releases = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    say("| people | one in | releases | right, of 1,000 | most in a release | sure | useful |")
    say("|---|---|---|---|---|---|---|")
    for people, every in PLACES:
        right, sure, useful, refused = [], 0, [], 0
        for turn in range(releases):
            everybody = land(people, seed=1000 + turn)
            table, person = sample(everybody, every, seed=turn)
            try:
                released = protect_records(table, PARTS, today=date(2026, 1, 1))
            except Problem:
                refused += 1
                continue
            found = attack(everybody, table, person, PARTS, released)
            right.append(1000 * found.share_right)
            sure += found.sure_and_right
            useful.append(100 * released.proposal.usefulness)
        say(
            f"| {people:,} | {every} | {len(right)} of {releases} | {np.mean(right):.2f} | "
            f"{max(right):.2f} | {sure} | {np.mean(useful):.0f} % |",
        )


if __name__ == "__main__":
    main()
