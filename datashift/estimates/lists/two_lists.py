"""Two lists: Lincoln-Petersen, and Chapman's form without its bias.

Sources: Chapman (1951), University of California Publications in Statistics 1, 131-160; Seber
(1970), Biometrics 26, 13-22 (variance); Sekar & Deming (1949), JASA 44, 101-115 (lists of people).
"""

from __future__ import annotations

from dataclasses import dataclass

from datashift.estimates.lists.overlap import Overlap


@dataclass(frozen=True)
class TwoLists:
    """The total from two lists made separately.

    Args:
        petersen: first list times second over those on both.
        petersen_error: its standard error.
        chapman: (first + 1)(second + 1) / (both + 1) - 1.
        chapman_error: by Seber's unbiased variance.
    """

    petersen: float
    petersen_error: float
    chapman: float
    chapman_error: float


def two_lists(seen: Overlap) -> TwoLists:
    """Both estimates; of Lincoln-Petersen the people on both lists must not be 0."""
    first, second, both = seen.on(0), seen.on(1), seen.on(0, 1)
    alone = (first - both) * (second - both)
    return TwoLists(
        petersen=first * second / both,
        petersen_error=(first * second * alone / both**3) ** 0.5,
        chapman=(first + 1) * (second + 1) / (both + 1) - 1,
        chapman_error=((first + 1) * (second + 1) * alone / ((both + 1) ** 2 * (both + 2))) ** 0.5,
    )
