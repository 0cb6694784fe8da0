"""Numbers in sentences."""

from __future__ import annotations


def how_many(count: int, one: str, many: str) -> str:
    """The number with the words that agree with it.

    >>> how_many(1, "row has", "rows have"), how_many(1812, "row has", "rows have")
    ('1 row has', '1,812 rows have')
    """
    return f"{count:,} {one if count == 1 else many}"
