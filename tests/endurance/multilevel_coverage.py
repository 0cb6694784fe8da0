"""What share of the intervals of a multilevel model cover the truth, when selection is explained.

    .venv/bin/python tests/endurance/multilevel_coverage.py [samples]

Every sample is of another population; the figures stand in docs/methods/multilevel.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from library.estimates.multilevel.biased import population, volunteers  # noqa: E402

from datashift.estimates import Design, Measure, Quantity  # noqa: E402
from datashift.estimates.multilevel import Multilevel, model_and_poststratify  # noqa: E402


def covered(samples: int, rows: int, quantity: Quantity) -> str:
    chance = np.random.default_rng(7)
    of = "yes" if quantity == "proportion" else "amount"
    measure = Measure("figure", quantity, of, by=((), ("area",)))
    hits, whole, apart, plain = [], [], [], []
    for _ in range(samples):
        people = population(chance)
        data = volunteers(people, rows, chance)
        asked = Multilevel(groups=("area", "age"), fixed=("sex",), draws=500)
        found = model_and_poststratify(
            data, Design("volunteer"), [measure], people.cells, asked, chance=chance
        ).estimates
        values = people.share if of == "yes" else people.amount
        truth = people.by_area(values)
        everybody = float(np.average(values, weights=people.total))
        whole.append((found[0].lower or 0) <= everybody <= (found[0].upper or 0))
        for one, true in zip(found[1:], truth, strict=True):
            assert one.value is not None
            hits.append((one.lower or 0) <= true <= (one.upper or 0))
            apart.append((one.value - true) ** 2)
            here = pc.mean(data.filter(pc.field("area") == one.domain["area"])[of]).as_py()
            if here is not None:
                plain.append((here - true) ** 2)
    return (
        f"{quantity} of {rows} rows: {100 * np.mean(hits):.1f} of areas, {100 * np.mean(whole):.0f} "
        f"of all covered; error {np.mean(apart) ** 0.5:.3f}, of plain figures "
        f"{np.mean(plain) ** 0.5:.3f}"
    )


if __name__ == "__main__":
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for quantity in ("proportion", "mean"):
        for rows in (250, 600):
            sys.stdout.write(covered(samples, rows, quantity) + "\n")
            sys.stdout.flush()
