"""Hadamard matrices: rows of 1 and -1 of which any two agree in half of their places.

Sources: Sylvester (1867), Philosophical Magazine 34; Paley (1933), Journal of Mathematics and
Physics 12.
"""

from __future__ import annotations

import numpy as np

from datashift.tables.arrays import Integers


def hadamard(least: int) -> Integers:
    """A Hadamard matrix of at least that order, its first row and column all ones.

    Doubles a matrix of order 1 or q + 1, with q a prime that leaves 3 when divided by 4. The order
    is the smallest to be had so; there may be smaller ones.
    """
    size, start = min(
        (start << doublings, start)
        for doublings in range(max(least, 1).bit_length() + 1)
        for start in _starts(least, doublings)
    )
    found = np.ones((1, 1), np.int64) if start == 1 else _paley(start - 1)
    while len(found) < size:
        found = np.block([[found, found], [found, -found]])
    return found


def _starts(least: int, doublings: int) -> list[int]:
    """The smallest order that reaches `least` after so many doublings: 1, or one above a prime."""
    needed = -(-least // (1 << doublings))
    if needed <= 1:
        return [1]
    order = max(4, needed + -needed % 4)
    while not _prime(order - 1):
        order += 4
    return [order]


def _prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))


def _paley(prime: int) -> Integers:
    """Order prime + 1, from which differences are squares modulo the prime."""
    character = np.full(prime, -1, np.int64)
    character[np.arange(1, prime) ** 2 % prime] = 1
    apart = (np.arange(prime)[None, :] - np.arange(prime)[:, None]) % prime
    inner = character[apart]
    np.fill_diagonal(inner, -1)
    found = np.ones((prime + 1, prime + 1), np.int64)
    found[1:, 1:] = inner
    return found
