"""Attack many random publications, and a year of weekly releases; print what the attacker found.

Usage: PYTHONPATH=.:tests python tests/endurance/disclosure_tables.py [publications] [weeks]

Each publication is a random table (one to four dimensions, nested codes, linked tables) protected
by the engine and attacked by integer programming (tests/library/disclosure/burglar.py), once by a
reader and once by somebody who is told which hidden numbers are small. The whole run is
`10000 52`.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from library.disclosure.burglar import ranges
from library.disclosure.tabulated import Made, made
from library.disclosure.weekly import CELLS, PLACES, Reader, grown, releases

from datashift.disclosure import rules_for
from datashift.disclosure.tables.protect import suppressed

SHAPES = (
    Made((5,)),
    Made((6, 4)),
    Made((10, 5)),
    Made((4, 3, 2)),
    Made((3, 2, 2, 2)),
    Made((6, 3), nested=3),
    Made((4, 2, 2), nested=2),
    Made((3, 3, 2), tables=(("A", "B"), ("B", "C"), ("A", "C"))),
    Made((4, 3, 2), tables=(("A", "B"), ("C",))),
)
MEANS = (4.0, 15.0, 60.0)
MINIMA = (3, 5, 10)


def publications(number: int) -> None:
    start = time.monotonic()
    hidden = small = narrow = found = told = 0
    cells = people = cells_hidden = 0
    for seed in range(number):
        shape = SHAPES[seed % len(SHAPES)]
        minimum = MINIMA[seed // 27 % 3]
        counted = made(shape, seed, MEANS[seed // 9 % 3])
        table = suppressed(counted, rules_for(minimum=minimum))
        cube, truth = counted.cube, counted.counts.ravel()
        seen = np.where(table.hidden | ~cube.shown.ravel(), -1, table.counts)
        at = np.flatnonzero(cube.shown.ravel() & (truth > 0) & (truth < minimum))
        for low, high in ranges(cube, seen, at).values():
            narrow += high - low < minimum
            found += high == low
        told += sum(a == b for a, b in ranges(cube, seen, at, told=(at, minimum)).values())
        small += len(at)
        hidden += int(table.hidden.sum())
        cells += table.loss.cells
        cells_hidden += table.loss.cells_hidden
        people += table.loss.people
        if (seed + 1) % 250 == 0 or seed + 1 == number:
            _say(
                f"{seed + 1:,} publications, {time.monotonic() - start:.0f} s: {small:,} small numbers, "
                f"{found} worked out, {narrow} in a range narrower than promised, {told} worked out "
                f"by who is told which are small; {cells_hidden / cells:.1%} of cells hidden"
            )


def weekly(weeks: int) -> None:
    start = time.monotonic()
    new = grown(7, weeks, first=260.0, more=12.0)
    published, _ = releases(new, 10)
    reader = Reader(published)
    tried = isolated = 0
    groups = [{}, *({"place": p} for p in PLACES), *({"SEX": s} for s in "FM")]
    groups += [{"place": p, "SEX": s} for p, s in CELLS]
    for until in range(weeks):
        for since in sorted({until, max(1, until - 1), max(1, until - 4)} - {0}):
            for group in groups:
                if 0 < int(reader.people(group, since, until) @ new.ravel()) < 10:
                    low, high = reader.range(group, since, until)
                    tried += 1
                    isolated += high - low < 10
    shown = sum(not cell.hidden for release in published for cell in release.cells)
    _say(
        f"{weeks} weekly releases, {time.monotonic() - start:.0f} s: {tried:,} small groups of new "
        f"people tried, {isolated} known better than within 10; {shown} of "
        f"{sum(len(r.cells) for r in published)} figures shown"
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asked = [int(number) for number in sys.argv[1:]]
    publications(asked[0] if asked else 10_000)
    weekly(asked[1] if len(asked) > 1 else 52)
