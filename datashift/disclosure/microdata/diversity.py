"""How varied the sensitive answers are among those who look alike."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from datashift.disclosure.microdata.cells import MISSING
from datashift.tables.arrays import Integers, Numbers


@dataclass(frozen=True)
class Diversity:
    """l-diversity of each group (Machanavajjhala, Kifer, Gehrke, Venkitasubramaniam 2007).

    Args:
        distinct: different answers in the group, shape (groups,); 0 where nobody answered.
        entropy: exp of the entropy of the answers, the number of equally frequent answers that
            would be as varied; 1 where nobody answered.
    """

    distinct: Integers = field(repr=False)
    entropy: Numbers = field(repr=False)


def diversity(
    group: Integers, answer: Integers, groups: int, *, missing_is_answer: bool = False
) -> Diversity:
    """Distinct and entropy l-diversity.

    Args:
        group: number of the group of each record, shape (records,).
        answer: code of its sensitive answer, -1 where missing.
        groups: how many groups there are.
        missing_is_answer: count "no answer" as one where somebody else answered, as sdcMicro does.
    """
    size = int(answer.max(initial=0)) + 2
    number, records = np.unique(group * size + answer + 1, return_counts=True)
    where, what = number // size, number % size - 1
    answered = what != MISSING
    has_answers = np.bincount(where[answered], minlength=groups) > 0
    counted = answered | has_answers[where] if missing_is_answer else answered
    where, records = where[counted], records[counted]
    distinct = np.bincount(where, minlength=groups)
    total = np.bincount(where, weights=records, minlength=groups)
    share = records / total[where]
    entropy = -np.bincount(where, weights=share * np.log(share), minlength=groups)
    return Diversity(distinct, np.exp(entropy))
