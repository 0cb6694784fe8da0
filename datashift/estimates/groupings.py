"""Which domain of a cross-classification each row is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datashift.estimates.moments import Domains
from datashift.tables.arrays import Integers, coded, crossed

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Grouping:
    """A cross-classification of the rows.

    Args:
        domains: its domains.
        domain: number of each row's domain, shape (rows,); `size` where a code is missing.
    """

    domains: Domains
    domain: Integers

    @property
    def size(self) -> int:
        return len(self.domains.codes)


def grouping(data: pa.Table, by: tuple[str, ...]) -> Grouping:
    """Classify the rows.

    Raises:
        Problem: there is no such column.
    """
    if not by:
        codes: tuple[tuple[str, ...], ...] = ((),) if data.num_rows else ()
        return Grouping(Domains(by, codes, 0), np.zeros(data.num_rows, np.int64))
    parts = [coded(data, name) for name in by]
    missing = np.logical_or.reduce([part.codes < 0 for part in parts])
    unplaced = int(missing.sum())
    placed = [part.codes[~missing] if unplaced else part.codes for part in parts]
    numbered, combinations = crossed(placed)
    domain = numbered
    if unplaced:
        domain = np.full(data.num_rows, len(combinations), np.int64)
        domain[~missing] = numbered
    codes = tuple(
        tuple(part.labels[code] for part, code in zip(parts, row, strict=True))
        for row in combinations.tolist()
    )
    return Grouping(Domains(by, codes, unplaced), domain)
