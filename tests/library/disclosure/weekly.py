"""A study that grows by some people a week, and who reads all of its releases."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import numpy.typing as npt
from library.disclosure.attacker import Group
from library.disclosure.people import By, estimates
from scipy.optimize import Bounds, LinearConstraint, milp

from datashift.disclosure import Ledger, Protection, ledger, protect

PLACES = ("P0", "P1", "P2")
SEXES = ("F", "M")
CELLS = tuple(product(PLACES, SEXES))
BY: By = ((), ("place",), ("SEX",), ("place", "SEX"))
Weeks = npt.NDArray[np.int64]


def grown(seed: int, weeks: int, first: float, more: float) -> Weeks:
    """New people of each inner cell in each week; shape (weeks, cells)."""
    rng = np.random.default_rng(seed)
    share = rng.gamma(0.8, 1.0, size=len(CELLS))
    share /= share.sum()
    new = rng.poisson(more * share, size=(weeks, len(CELLS)))
    new[0] = rng.poisson(first * share)
    return new.astype(np.int64)


def releases(new: Weeks, minimum: int) -> tuple[list[Protection], list[Ledger]]:
    """Every week a release, protected with all earlier ones in mind."""
    published: list[Protection] = []
    remembered: list[Ledger] = []
    for week in range(1, len(new) + 1):
        people = new[:week].sum(axis=0)
        groups: dict[Group, int] = {
            (("SEX", sex), ("place", place)): int(n)
            for (place, sex), n in zip(CELLS, people, strict=True)
        }
        figures = estimates(groups, BY)
        protection = protect(figures, minimum=minimum, earlier=remembered)
        published.append(protection)
        remembered.append(ledger(figures, protection))
    return published, remembered


class Reader:
    """Reads every release; unknown are the new people of each inner cell in each week."""

    def __init__(self, published: Sequence[Protection]) -> None:
        self.weeks = len(published)
        rows, low, high = [], [], []
        for week, release in enumerate(published):
            for cell in release.cells:
                rows.append(self.people(dict(cell.estimate.domain), 0, week))
                known = not cell.hidden
                low.append(cell.estimate.n if known else 1)
                high.append(cell.estimate.n if known else np.inf)
        self.constraint = LinearConstraint(np.array(rows), low, high)

    def people(self, group: dict[str, str], since: int, until: int) -> npt.NDArray[np.float64]:
        """Which unknowns make up a group's people who came in these weeks."""
        inside = [all(code in {place, sex} for code in group.values()) for place, sex in CELLS]
        chosen = np.zeros((self.weeks, len(CELLS)))
        chosen[since : until + 1] = inside
        return chosen.ravel()

    def range(self, group: dict[str, str], since: int, until: int) -> tuple[int, int]:
        """Smallest and largest possible number of them."""
        wish = self.people(group, since, until)
        ends = []
        for sign in (1, -1):
            result = milp(
                sign * wish,
                constraints=self.constraint,
                bounds=Bounds(0, 1_000_000),
                integrality=np.ones(len(wish), dtype=np.int64),
            )
            assert result.x is not None, result.message
            ends.append(round(sign * result.fun))
        return ends[0], ends[1]
