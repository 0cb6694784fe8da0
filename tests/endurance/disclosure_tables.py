"""Attack many random publications, and a year of weekly releases; print what the attacker found.

Usage: PYTHONPATH=.:tests python tests/endurance/disclosure_tables.py [publications] [weeks] [from]

Each publication is a random table (one to four dimensions, nested codes, linked tables) protected
by the engine and attacked by integer programming (tests/library/disclosure/burglar.py), once by a
reader and once by somebody who is told which hidden numbers are small. The whole run is
`10000 52`; it takes all processors there are. `from` is the number of the first publication.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from library.disclosure.burglar import ranges
from library.disclosure.tabulated import Made, made
from library.disclosure.weekly import CELLS, PLACES, Reader, grown, releases

from datashift.disclosure import rules_for
from datashift.disclosure.tables.protect import suppressed

SHAPES = (
    Made((5,)),
    Made((6, 4)),
    Made((8, 5)),
    Made((4, 3, 2)),
    Made((2, 2, 2, 2)),
    Made((6, 3), nested=3),
    Made((4, 2, 2), nested=2),
    Made((3, 2, 2), tables=(("A", "B"), ("B", "C"), ("A", "C"))),
    Made((4, 3, 2), tables=(("A", "B"), ("C",))),
)
MEANS = (4.0, 15.0, 60.0)
MINIMA = (3, 5, 10)
TOGETHER = 50  # publications that one process is given at once


def publication(seed: int) -> Counter[str]:
    """What the attacker found in one."""
    minimum = MINIMA[seed // 27 % 3]
    counted = made(SHAPES[seed % len(SHAPES)], seed, MEANS[seed // 9 % 3])
    table = suppressed(counted, rules_for(minimum=minimum))
    assert table.findings is not None
    zeros = table.findings.zeros
    cube, truth = counted.cube, counted.counts.ravel()
    seen = np.where(table.hidden | ~cube.shown.ravel(), -1, table.counts)
    small = np.flatnonzero(cube.shown.ravel() & (truth > 0) & (truth < minimum))
    reader = ranges(cube, seen, small, zeros=zeros).values()
    under = np.flatnonzero(table.hidden & (truth < minimum))
    insider = ranges(cube, seen, small, zeros=zeros, told=(under, minimum)).values()
    return Counter(
        publications=1,
        small=len(small),
        found=sum(low == high for low, high in reader),
        narrow=sum(high - low < minimum for low, high in reader),
        told=sum(low == high for low, high in insider),
        owned=table.findings.determined,
        zeros=int(zeros),
        cells=table.loss.cells,
        hidden=table.loss.cells_hidden,
    )


def some(seeds: range) -> Counter[str]:
    """Of several publications."""
    return sum((publication(seed) for seed in seeds), Counter())


def publications(number: int, first: int) -> None:
    """Attack them, and say every thousand what was found so far."""
    start = time.monotonic()
    told: Counter[str] = Counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for done in pool.map(some, _parts(number, first)):
            told += done
            if told["publications"] % 1_000 == 0 or told["publications"] == number:
                _say(
                    f"{told['publications']:,} publications, {time.monotonic() - start:.0f} s: "
                    f"{told['small']:,} small numbers, {told['found']} worked out, "
                    f"{told['narrow']} in a range narrower than promised, {told['told']} worked out "
                    f"by who is told which are small ({told['owned']} of which the engine says so); "
                    f"zeros hidden in {told['zeros']}; {told['hidden'] / told['cells']:.1%} of cells"
                )


def _parts(number: int, first: int) -> Iterator[range]:
    for at in range(first, first + number, TOGETHER):
        yield range(at, min(at + TOGETHER, first + number))


def weekly(weeks: int) -> None:
    """A study that grows by some people a week, published every week."""
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
    publications(asked[0] if asked else 10_000, asked[2] if len(asked) > 2 else 0)
    if weeks := asked[1] if len(asked) > 1 else 52:
        weekly(weeks)
