"""The attacker: somebody with a list of people who looks for them in the records."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datashift.disclosure.microdata.cells import MISSING, projected
from datashift.tables.arrays import Integers


@dataclass(frozen=True)
class Linkage:
    """How an attack by a list of people went.

    Args:
        records: released records.
        right: records that the attacker gave the right name on average.
        sure: records that fit a single person of the list.
        sure_and_right: of these, the ones whose person it is.
    """

    records: int
    right: float
    sure: int
    sure_and_right: int

    @property
    def share_right(self) -> float:
        """Records rightly named, 0-1."""
        return self.right / self.records if self.records else 0.0


def link(released: Integers, roll: Integers, person: Integers) -> Linkage:
    """Name the person of each record, knowing everybody's keys and how records are recoded.

    The attacker takes each record's candidates, the people of the list who fit it wherever it is
    not missing, and names one of them by chance: nothing that was released tells them apart.

    Args:
        released: codes of the released keys, -1 where missing, shape (records, keys).
        roll: codes of everybody's keys, recoded alike, shape (people, keys).
        person: for each record the position of its person in the list.
    """
    missing = released == MISSING
    pattern = projected(missing.astype(np.int64))
    right, sure, sure_and_right = 0.0, 0, 0
    for at in range(int(pattern.max(initial=-1)) + 1):
        own = np.flatnonzero(pattern == at)
        known = ~missing[own[0]]
        both = projected(np.concatenate([released[own][:, known], roll[:, known]]))
        ours, theirs = both[: len(own)], both[len(own) :]
        candidates = np.bincount(theirs, minlength=int(both.max()) + 1)[ours]
        among = theirs[person[own]] == ours
        right += float((among / np.maximum(candidates, 1)).sum())
        sure += int((candidates == 1).sum())
        sure_and_right += int(((candidates == 1) & among).sum())
    return Linkage(len(released), right, sure, sure_and_right)
