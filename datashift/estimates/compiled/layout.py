"""What the loops sum, column by column."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Codes = NDArray[np.signedinteger[Any]]
Blank = tuple[float, ...]

SPREAD = (
    6  # first columns of a cell: PSUs with answers, sums of A and B, their squares and products
)
LEAN: Blank = (0.0,) * 4  # of a row: answers, y, A, B; where all answered yes or no
FULL: Blank = (0.0,) * 10  # of a row: members, answers, y, wz, w, wzz, wzx, wxx, A, B
