"""Which rows are used, and how flags speak of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datashift.tables.texts import LISTED

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """The rows of a table that a study uses.

    Args:
        in_file: file row number (heading = 1) of every row of the table.
        kept: for every row of the table whether it is used.
    """

    in_file: NDArray[np.int64] = field(repr=False)
    kept: Mask = field(repr=False)

    def numbers(self, mask: Mask) -> tuple[int, ...]:
        """File row numbers of the used rows in a mask over them; () when there are too many."""
        if int(mask.sum()) > LISTED:
            return ()
        return tuple(self.in_file[self.kept][mask].tolist())


def listed(found: Mapping[str, Any] | Iterable[str], most: int = 5) -> str:
    """Values in words, with their counts where they have some: "a" (12), "b" (3) and 4 more."""
    pairs = list(found.items()) if isinstance(found, Mapping) else [(text, None) for text in found]
    shown = [
        f'"{_short(text)}"' + (f" ({count:,})" if isinstance(count, int) else "")
        for text, count in pairs[:most]
    ]
    more = [f"{len(pairs) - most} more"] if len(pairs) > most else []
    return " and ".join(", ".join(part) for part in (shown, more) if part)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
