"""Numbers in the sentences of flags."""

from __future__ import annotations

from datashift.kit.language import marked


def counted(count: int, one: str, many: str) -> str:
    """The number with the words that agree with it.

    >>> counted(1, "row lies", "rows lie"), counted(1812, "row lies", "rows lie")
    ('1 row lies', '1,812 rows lie')
    """
    return f"{count:,} {one if count == 1 else many}"


def percent(part: int, whole: int) -> str:
    """A share of rows as people say it: never 0 or 100 unless it is.

    >>> percent(1, 4000), percent(20709, 59400), percent(3999, 4000)
    ('under 1 %', '35 %', 'over 99 %')
    """
    share = 100 * part / whole
    if 0 < share < 1:
        return marked("under 1 %")
    if 99 < share < 100:
        return marked("over 99 %")
    return f"{share:.0f} %"


def number(value: float) -> str:
    """A number as it would be written down.

    >>> number(4000.0), number(0.25), number(-2e-08)
    ('4,000', '0.25', '-2e-08')
    """
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:.6g}"
