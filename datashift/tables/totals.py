"""A last row that adds up the others is no observation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datashift.kit.text import fold
from datashift.tables.flag import Flag, Repair, Severity

if TYPE_CHECKING:
    import pyarrow as pa

_WORDS = frozenset(
    fold(word)
    for word in (
        "total", "totals", "grand total", "sum", "overall", "total general", "suma", "totales",
        "jumla", "jumla kuu", "जम्मा", "कुल", "कुल जम्मा", "total général", "ensemble", "somme",
    )
)  # fmt: skip


def total_row(data: pa.Table, row_numbers: npt.NDArray[np.int64]) -> tuple[Flag, ...]:
    """Flag the last row when it says that it is a total, or has no name and adds up the others."""
    if data.num_rows < 3:
        return ()
    last = data.num_rows - 1
    texts = _last_texts(data, last)
    named = any(fold(text) in _WORDS for text in texts if text)
    nameless = bool(texts) and texts[0] is None and _adds_up(data, last)
    if not named and not nameless:
        return ()
    row = int(row_numbers[last])
    repairs = (
        Repair(action="set_aside", flag="rows.total", rows=(row,)),
        Repair(action="keep", flag="rows.total", rows=(row,)),
    )
    return (
        Flag(
            code="rows.total",
            severity=Severity.LOOK,
            message=f"The last row, row {row:,}, looks like a total of the rows above it.",
            rows=(row,),
            count=1,
            values={"row": row},
            repairs=repairs,
        ),
    )


def _last_texts(data: pa.Table, last: int) -> list[str | None]:
    """The last row's text cells in the first three columns of text."""
    import pyarrow.types as pt

    columns = [
        column
        for column in data.columns
        if pt.is_string(column.type) or pt.is_dictionary(column.type)
    ]
    return [column[last].as_py() for column in columns[:3]]


def _adds_up(data: pa.Table, last: int) -> bool:
    """Whether every number of the last row is the sum of its column's other numbers."""
    import pyarrow.compute as pc
    import pyarrow.types as pt

    compared = 0
    for column in data.columns:
        if not (pt.is_integer(column.type) or pt.is_floating(column.type)):
            continue
        total, rest = column[last].as_py(), pc.sum(column.slice(0, last)).as_py()
        if total is None or rest is None:
            continue
        if not np.isclose(float(total), float(rest), rtol=1e-6):
            return False
        compared += float(total) != 0
    return compared > 0
