"""Which disaggregation codes a series of the global database may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from datashift.sdg.files import parts, rows

TOTAL = "_T"
_ANY = "*"


@dataclass(frozen=True)
class Constraint:
    """The codes of one series, dimension by dimension.

    Args:
        series: SDG series code.
        codes: dimension to the codes it may have; an empty tuple for any code of the list. A
            dimension of which there is only the total is ("_T",).
    """

    series: str
    codes: Mapping[str, tuple[str, ...]] = field(repr=False, hash=False)

    def allows(self, dimension: str, code: str) -> bool | None:
        """Whether the series may be broken down so; None for a dimension we know nothing of."""
        known = self.codes.get(dimension)
        return None if known is None else not known or code in known

    @property
    def fixed(self) -> Mapping[str, str]:
        """The group that the whole series is for: {"SEX": "F"}; totals left out."""
        return {
            dimension: codes[0]
            for dimension, codes in self.codes.items()
            if len(codes) == 1 and codes[0] != TOTAL
        }


def constraint(series: str) -> Constraint | None:
    """The codes that a series may have; None where the constraints do not list it."""
    return _constraints().get(series)


@cache
def _constraints() -> Mapping[str, Constraint]:
    found = {}
    for row in rows("constraints.csv"):
        series = row.pop("series")
        found[series] = Constraint(series, MappingProxyType({d: _of(c) for d, c in row.items()}))
    return MappingProxyType(found)


def _of(cell: str) -> tuple[str, ...]:
    if cell == _ANY:
        return ()
    return parts(cell) or (TOTAL,)
