"""Tables made up for the attacker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datashift.disclosure.tables.cube import axis, cube
from datashift.disclosure.tables.reading import Counted

_NAMES = "ABCDEF"


@dataclass(frozen=True)
class Made:
    """Which table: finest codes of each axis, groups of those of the first, tables published."""

    sizes: tuple[int, ...]
    nested: int = 0
    tables: tuple[tuple[str, ...], ...] = ()


def made(shape: Made, seed: int, mean: float) -> Counted:
    """Gamma-Poisson counts: many cells empty or small, some large."""
    axes = []
    for name, size in zip(_NAMES, shape.sizes, strict=False):
        codes = [f"{name.lower()}{at:02d}" for at in range(size)]
        if name == "A" and shape.nested:
            leaves = [(f"G{at % shape.nested}", code) for at, code in enumerate(codes)]
            axes.append(axis(("G", "A"), sorted(leaves)))
        else:
            axes.append(axis((name,), [(code,) for code in codes]))
    rng = np.random.default_rng(seed)
    inner = rng.poisson(rng.gamma(0.5, mean / 0.5, size=shape.sizes)).astype(np.int64)
    whole = cube(axes, shape.tables)
    return Counted(whole, whole.summed(inner))
