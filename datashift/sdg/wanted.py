"""What the framework wants of an indicator: which way is better, how much, by when.

Only what the wording of a target says in so many words (United Nations, A/RES/71/313): "universal",
"for all" is 100 percent, "end", "eradicate", "eliminate" is 0. Other targets name a direction only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Wanted:
    """The goal set for an indicator.

    Args:
        direction: which way is better.
        value: the number to reach, in the unit of the indicator's series; None without one.
        of_base: the share of the first figure to reach ("at least by half"); None without one.
        year: by when.
        limit: natural end of the scale (100 for a share in percent); None without one.
    """

    direction: Literal["up", "down"]
    value: float | None = None
    of_base: float | None = None
    year: int = 2030
    limit: float | None = None

    def number(self, base: float) -> float | None:
        """The number to reach by somebody who began at `base`."""
        return self.value if self.of_base is None else self.of_base * base


_ALL = Wanted("up", 100.0, limit=100.0)
_NONE = Wanted("down", 0.0, limit=100.0)
_MORE = Wanted("up", limit=100.0)
_LESS = Wanted("down", limit=100.0)

_WANTED: Mapping[str, Wanted] = {
    "1.1.1": _NONE,
    "1.2.1": Wanted("down", of_base=0.5, limit=100.0),
    "1.2.2": Wanted("down", of_base=0.5, limit=100.0),
    "1.3.1": _MORE,
    "1.4.1": _ALL,
    "2.1.1": _NONE,
    "2.1.2": _NONE,
    "2.2.1": _NONE,
    "2.2.2": _NONE,
    "3.1.1": Wanted("down", 70.0),
    "3.1.2": _MORE,
    "3.2.1": Wanted("down", 25.0),
    "3.2.2": Wanted("down", 12.0),
    "3.6.1": Wanted("down", of_base=0.5, year=2020),
    "3.7.1": _ALL,
    "3.8.1": _ALL,
    "4.1.2": _ALL,
    "4.2.2": _ALL,
    "5.2.1": _NONE,
    "5.2.2": _NONE,
    "5.3.1": _NONE,
    "5.3.2": _NONE,
    "5.b.1": _MORE,
    "6.1.1": _ALL,
    "6.2.1": _ALL,
    "6.3.1": _MORE,
    "7.1.1": _ALL,
    "7.1.2": _ALL,
    "8.10.2": _MORE,
    "8.6.1": Wanted("down", year=2020, limit=100.0),
    "8.7.1": Wanted("down", 0.0, year=2025, limit=100.0),
    "11.1.1": _NONE,
    "11.2.1": _ALL,
    "16.1.1": Wanted("down"),
    "16.1.4": _MORE,
    "16.2.1": _NONE,
    "16.5.1": _LESS,
    "16.9.1": _ALL,
    "17.8.1": _MORE,
}


def wanted(indicator: str) -> Wanted | None:
    """What is wanted of an indicator; None where the framework's wording leaves it open."""
    return _WANTED.get(indicator)
