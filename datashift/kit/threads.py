"""How many threads the linear algebra below NumPy may use."""

from __future__ import annotations

import os


def one_for_matrices() -> None:
    """Give matrices one thread; to be called before NumPy is imported. What somebody set stays.

    Small matrices lose more time to threads than they win, threefold on a busy machine. It also
    keeps the order of sums, and so the last digit, the same on every number of cores.
    """
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
