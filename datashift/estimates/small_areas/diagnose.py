"""What must be known of an area-level model before its figures are shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from datashift.estimates.small_areas.areas import Area, Scale
from datashift.estimates.small_areas.scales import BACK
from datashift.estimates.small_areas.variance import ModelFit
from datashift.kit.words import how_many
from datashift.tables.arrays import Numbers
from datashift.tables.flag import Flag, Severity

FAR = 3.0  # standardised residuals
OFF = 0.05  # of the benchmark


def diagnosed(
    areas: Sequence[Area],
    model: ModelFit,
    residual: Numbers,
    benchmark: float | None,
    scale: Scale,
) -> tuple[Flag, ...]:
    """Flags, the gravest first."""
    found = []
    if model.variance == 0:
        found.append(
            Flag(
                "small_areas.no_variance",
                Severity.LOOK,
                "The official figures seem to explain all differences between areas, so no area's "
                "own answers count; with few areas that is more likely chance than truth.",
            )
        )
    far = np.flatnonzero(np.abs(residual) > FAR)
    if len(far):
        names = ", ".join(" ".join(areas[at].domain.values()) for at in far.tolist())
        found.append(
            Flag(
                "small_areas.far",
                Severity.LOOK,
                f"{how_many(len(far), 'area lies', 'areas lie')} far from the pattern of the others: "
                f"{names}. Look at their own estimates first.",
                count=len(far),
                values={"areas": names},
            )
        )
    if benchmark is not None and abs(benchmark - 1) > OFF:
        found.append(
            Flag(
                "small_areas.benchmark",
                Severity.LOOK,
                f"Added up, these figures are {abs(benchmark - 1):.0%} "
                f"{'above' if benchmark > 1 else 'below'} what the areas' own answers add up to.",
                values={"ratio": round(benchmark, 4)},
            )
        )
    without = sum(area.direct is None for area in areas)
    if without:
        found.append(
            Flag(
                "small_areas.synthetic",
                Severity.LOOK,
                f"{how_many(without, 'area has', 'areas have')} no estimate of their own; their "
                "figures come from the pattern of the others alone.",
                count=without,
            )
        )
    if not model.names[1:]:
        found.append(
            Flag(
                "small_areas.no_covariates",
                Severity.LOOK,
                "No official figures were used: areas are only pulled towards their mean.",
            )
        )
    if scale != "none":
        found.append(Flag("small_areas.scale", Severity.NOTE, BACK))
    return tuple(found)
