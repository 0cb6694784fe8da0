"""Which columns tell the rows apart."""

from __future__ import annotations

from datashift.quality.headings import is_identifier
from datashift.quality.inspection import Inspection

# A column called an identifier is one when at least this share of its values are different;
# below, it identifies something else (the village, the interviewer).
MOSTLY_DIFFERENT = 0.9
# And one that most rows leave empty identifies a part of some (the plate of a pump).
MOSTLY_PRESENT = 0.5
_FEW_ROWS = 10


def identifies(inspection: Inspection, column: str) -> bool:
    """Whether the column should have another value in every row, by heading and content."""
    if not is_identifier(column):
        return False
    distinct = inspection.distinct(column)
    present = distinct.present
    return (
        present >= max(_FEW_ROWS, MOSTLY_PRESENT * len(inspection))
        and len(distinct) >= MOSTLY_DIFFERENT * present
    )
