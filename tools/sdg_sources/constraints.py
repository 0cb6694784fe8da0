"""Which codes each series of the global database may have."""

from __future__ import annotations

from pathlib import Path

from sdg_sources.tables import read, write

DIMENSIONS = (
    "SEX",
    "AGE",
    "URBANISATION",
    "INCOME_WEALTH_QUANTILE",
    "EDUCATION_LEV",
    "OCCUPATION",
    "DISABILITY_STATUS",
    "COMPOSITE_BREAKDOWN",
    "ACTIVITY",
    "PRODUCT",
)
TOTAL, ANY = "_T", "*"


def build(shared: Path, data: Path) -> None:
    """Write constraints.csv: empty for the total only, an asterisk for any code of the list."""
    lines = []
    for row in read(shared / "3_framework" / "sdmx_global_content_constraints.csv"):
        if any(not row[dimension] for dimension in DIMENSIONS):
            continue  # the source leaves the whole row empty for five series
        lines.append((row["SERIES"], *(_codes(row[dimension]) for dimension in DIMENSIONS)))
    write(data / "constraints.csv", ("series", *DIMENSIONS), sorted(lines))


def _codes(cell: str) -> str:
    codes = [code.strip() for code in cell.split(";") if code.strip()]
    if codes == [TOTAL]:
        return ""
    return ANY if codes == ["ALL"] else ";".join(codes)
