"""How long it takes to protect a table with all its margins, and what it costs beside a peer.

Usage: PYTHONPATH=.:tests python benchmarks/disclosure/tables.py [speed] [utility] [nested]

speed: 45 x 46 x 46 inner cells (101,614 with margins), gamma-Poisson, minimum 10.
utility: the same promise kept by the hypercube method of Repsilber (GHMITER), as published: for each
small cell alone the box around it with the least loss, no moves added up, nothing shown again.
nested: nested and linked tables, beside HITAS (hitas.py) and hypercubes; all are attacked afterwards.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from hitas import hitas
from library.disclosure.tabulated import Made
from library.disclosure.tabulated import made as made_as

from datashift.disclosure import rules_for
from datashift.disclosure.tables.crossing import Crossing
from datashift.disclosure.tables.cube import Cube, Integers, Mask, axis, cube
from datashift.disclosure.tables.hide import hide, hide_cheapest
from datashift.disclosure.tables.possible import FAR, Promise
from datashift.disclosure.tables.protect import suppressed
from datashift.disclosure.tables.reading import Counted
from datashift.disclosure.tables.rules import few, loss, promises

MINIMUM = 10


def made(sizes: tuple[int, ...], mean: float, seed: int) -> Counted:
    axes = [
        axis((f"D{at}",), [(f"c{code:03d}",) for code in range(size)])
        for at, size in enumerate(sizes)
    ]
    rng = np.random.default_rng(seed)
    inner = rng.poisson(rng.gamma(0.5, mean / 0.5, size=sizes)).astype(np.int64)
    whole = cube(axes)
    return Counted(whole, whole.summed(inner))


def speed() -> None:
    for mean in (20.0, 200.0):
        counted = made((45, 46, 46), mean, 0)
        clock, processor = time.perf_counter(), time.process_time()
        table = suppressed(counted, rules_for(minimum=MINIMUM))
        assert table.findings is not None
        print(
            f"{counted.counts.size:,} cells, mean {mean:g}: "
            f"{time.perf_counter() - clock:.1f} s, processor {time.process_time() - processor:.1f} s; "
            f"{table.findings.primary:,} small, {table.findings.complementary:,} more hidden, "
            f"narrowest {table.findings.narrowest}, told {table.findings.told}",
            flush=True,
        )


def hypercubes(whole: Cube, counts: Integers, minimum: int) -> Mask:
    """The cells that the hypercube method hides."""
    flat = counts.ravel()
    hidden = few(whole, counts, minimum)
    prices = loss(whole, counts)
    search = Crossing(whole, steps=1)
    nothing = np.zeros_like(flat)
    promise = Promise(
        "", flat, np.minimum(flat, 1), np.full_like(flat, FAR), nothing, nothing, nothing
    )
    for cell in np.flatnonzero(hidden)[np.argsort(-flat[hidden], kind="stable")].tolist():
        found = search.move(promise, cell, minimum, np.where(hidden, 0.0, prices))
        if found is not None:
            hidden[found[0]] = True
    return hidden


def utility() -> None:
    ours = theirs = our_people = their_people = cells = people = small = 0
    for sizes, mean in (((12, 8), 20.0), ((20, 10), 40.0), ((8, 6, 5), 60.0), ((10, 8, 6), 150.0)):
        for seed in range(3):
            counted = made(sizes, mean, seed)
            flat = counted.counts.ravel()
            whole, counts = counted.cube, counted.counts
            primary = few(whole, counts, MINIMUM)
            reader = promises(whole, counts, primary, MINIMUM)[:1]  # the peer promises no more
            mine = hide(whole, reader, primary, loss(whole, counts)).cells
            peer = hypercubes(whole, counts, MINIMUM)
            small += int(primary.sum())
            cells += int((flat > 0).sum())
            people += int(flat.sum())
            ours += int(mine.sum())
            theirs += int(peer.sum())
            our_people += int(flat[mine].sum())
            their_people += int(flat[peer].sum())
    print(f"{cells:,} cells about somebody, {small:,} small")
    print(f"hidden: ours {ours:,}, hypercubes {theirs:,}; beyond the small: ", end="")
    print(f"{(ours - small) / (theirs - small):.2f} of theirs")
    print(f"people in hidden cells: ours {our_people / people:.2%}, hypercubes ", end="")
    print(f"{their_people / people:.2%}: {our_people / their_people:.2f} of theirs", flush=True)


NESTED = (
    ("nested, one of two", Made((12, 4), nested=3), 25.0),
    ("nested, one of three", Made((8, 3, 2), nested=3), 40.0),
    ("linked, two tables", Made((5, 4, 3), tables=(("A", "B"), ("B", "C"))), 12.0),
    ("linked, a ring", Made((4, 3, 3), tables=(("A", "B"), ("B", "C"), ("A", "C"))), 12.0),
    ("nested and linked", Made((6, 3, 2), nested=3, tables=(("A", "B"), ("A", "C"))), 15.0),
)


def nested(seeds: int = 6) -> None:
    from library.disclosure.burglar import ranges

    print(
        f"{'table':<22}{'method':<12}{'cells':>6}{'small':>6}{'hidden':>7}{'people':>8}{'narrow':>7}"
    )
    for name, shape, mean in NESTED:
        for method in ("ours", "HITAS", "hypercubes"):
            totals = np.zeros(6)
            for seed in range(seeds):
                counted = made_as(shape, seed, mean)
                whole, counts = counted.cube, counted.counts
                flat, shown = counts.ravel(), whole.shown.ravel()
                primary, prices = few(whole, counts, MINIMUM), loss(whole, counts)
                if method == "ours":
                    reader = promises(whole, counts, primary, MINIMUM)[:1]
                    gone = hide_cheapest(whole, reader, primary, prices).cells
                elif method == "HITAS":
                    gone = hitas(whole, counts, primary, prices, MINIMUM)
                else:
                    gone = hypercubes(whole, counts, MINIMUM)
                gone = gone & shown
                seen = np.where(gone | ~shown, -1, flat)
                found = ranges(whole, seen, np.flatnonzero(primary)).values()
                narrow = sum(high - low < MINIMUM for low, high in found)
                about = shown & (flat > 0)
                here = (about.sum(), primary.sum(), gone.sum())
                totals += (*here, flat[gone].sum(), flat[about].sum(), narrow)
            cells, small, hidden, lost, people, narrow = totals
            print(
                f"{name:<22}{method:<12}{cells:>6.0f}{small:>6.0f}{hidden:>7.0f}"
                f"{lost / people:>8.2%}{narrow:>7.0f}",
                flush=True,
            )


if __name__ == "__main__":
    for asked in sys.argv[1:] or ("speed", "utility", "nested"):
        {"speed": speed, "utility": utility, "nested": nested}[asked]()
