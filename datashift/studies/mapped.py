"""The map of a study: the outlines of the areas it brings, under the codes its figures have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from datashift.studies.steps import place

if TYPE_CHECKING:
    from datashift.figures import Finding
    from datashift.sdg.outlines import Outlines
    from datashift.studies.loading import Study

FILE = "areas.json"


def outlines(study: Study, findings: Sequence[Finding]) -> Outlines | None:
    """Outlines to draw the findings on; None where the study brings none or asks for no areas.

    The figures are of exactly these areas, whatever the years: rows were placed in them.
    """
    where = place(study)
    if where is None or where.areas is None or not any(map(_by_area, findings)):
        return None
    from datashift.harmonise.outlines import of_study

    said = study.specification.place
    name = where.country or (said.name if said is not None else None)
    return of_study(
        where.areas,
        country=name or "",
        level=str(where.level or ""),
        source=where.areas.file.name,
    )


def _by_area(finding: Finding) -> bool:
    return any(part.by == ("REF_AREA",) and len(part.rows) > 1 for part in finding.breakdowns)
