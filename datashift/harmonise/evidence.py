"""What speaks for the role of a column: its heading, its kind, its values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from datashift.harmonise.distinct import Distinct
from datashift.harmonise.vocabulary import heading_match
from datashift.tables.table import Column

MOST = 500  # distinct texts looked at, the commonest first


@dataclass(frozen=True)
class Evidence:
    """One column as its heading and its distinct values."""

    column: Column
    values: Distinct = field(repr=False)

    @property
    def name(self) -> str:
        """The heading."""
        return self.column.name

    @property
    def is_text(self) -> bool:
        """Whether it holds text."""
        return self.column.kind == "text"

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers."""
        return self.column.kind in ("integer", "number")

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often each distinct value occurs."""
        index = self.values.index
        return np.bincount(index[index >= 0], minlength=len(self.values.values))

    @property
    def filled(self) -> int:
        """Rows with a value."""
        return int(self.counts.sum())

    @cached_property
    def texts(self) -> dict[str, int]:
        """The commonest values as text, with how often they occur."""
        commonest = np.argsort(-self.counts, kind="stable")[:MOST]
        found = Distinct(self.values.values.take(commonest), self.values.index).texts()
        counts: dict[str, int] = {}
        for text, count in zip(found, self.counts[commonest].tolist(), strict=True):
            counts[text] = counts.get(text, 0) + count
        return counts

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """The distinct values of a column of numbers."""
        found = self.values.values.to_numpy(zero_copy_only=False)
        return np.asarray(found, dtype=np.float64)

    def share(self, fits: Callable[[str], object]) -> float:
        """Share of the filled rows whose text fits."""
        fitting = sum(count for text, count in self.texts.items() if fits(text))
        return fitting / self.filled if self.filled else 0.0

    def share_between(self, low: float, high: float) -> float:
        """Share of the filled rows whose number is between two others."""
        if not self.is_number or not self.filled:
            return 0.0
        inside = (self.numbers >= low) & (self.numbers <= high)
        return float(self.counts[inside].sum() / self.filled)

    def heading(self, role: str) -> float:
        """How well the heading fits a role, 0-1."""
        return max(heading_match(self.name, role), 0.9 * heading_match(self.column.label, role))
