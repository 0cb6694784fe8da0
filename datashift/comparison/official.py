"""Read files of official figures, whatever their layout."""

from __future__ import annotations

from pathlib import Path

from datashift.comparison.series import OfficialFile, OfficialSeries
from datashift.kit.problem import Problem


def read(
    path: Path,
    *,
    series: str | None = None,
    indicator: str | None = None,
    area: str | None = None,
    period: str | None = None,
    value: str | None = None,
    source: str | None = None,
) -> tuple[OfficialSeries, ...]:
    """Read official series from a file; see `read_file`."""
    return read_file(
        OfficialFile(
            path,
            series or "",
            indicator or "",
            area or "",
            period or "",
            value or "",
            source or "",
        )
    )


def read_file(spec: OfficialFile) -> tuple[OfficialSeries, ...]:
    """Read the official series that a study names.

    Raises:
        Problem: the layout is not one that can be read.
    """
    raise Problem("Official figures cannot be read yet", file=spec.file.name)
