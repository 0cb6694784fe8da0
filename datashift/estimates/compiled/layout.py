"""What the loops sum, column by column."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Codes = NDArray[np.signedinteger[Any]]

# Of a cell: PSUs with answers, what y was shifted by, sums of A and B over the PSUs, sums of their
# squares and products about the means, rows, unweighted sum of y ...
PSUS, SHIFT, A, B, AA, AB, BB, MEMBERS, PLAIN = range(9)
LEAN = 9
# ... and unless every row answered yes or no: answers, weighted sum of z = y - shift * x, sums of
# weights, wzz, wzx, wxx.
ANSWERS, ABOUT, WEIGHT, ZZ, ZX, XX = range(9, 15)
FULL = 15
