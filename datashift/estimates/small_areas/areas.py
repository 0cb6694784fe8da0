"""What an area-level model takes: direct estimates, their variances, official covariates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from datashift.estimates.estimate import Estimate
from datashift.kit.problem import Problem
from datashift.tables.arrays import Mask, Numbers

Method = Literal["reml", "ml", "moments"]
Scale = Literal["none", "arcsine", "logit"]


@dataclass(frozen=True)
class Area:
    """One area.

    Args:
        domain: column to code, as in `Estimate`.
        direct: its direct estimate; None where nobody was asked.
        variance: of the direct estimate, by the design; None with it.
        covariates: official figures that are known of every area, name to value.
        n: answers.
        size: people (or units) in the area, for comparing with the total; None if not known.
    """

    domain: Mapping[str, str]
    direct: float | None
    variance: float | None
    covariates: Mapping[str, float] = field(default_factory=dict)
    n: int = 0
    size: float | None = None


@dataclass(frozen=True)
class FayHerriot:
    """The area-level model of Fay & Herriot (1979).

    Args:
        measure: id of the measure.
        method: how the variance between areas is estimated: "reml" (default), "ml", or "moments"
            (Fay & Herriot's own).
        scale: on which the model is linear: "none", or for shares "arcsine" of the root or "logit".
        official: where the covariates come from; said with every figure.
        level: of the intervals.
    """

    measure: str
    method: Method = "reml"
    scale: Scale = "none"
    official: str = ""
    level: float = 0.95


def from_estimates(
    estimates: Sequence[Estimate],
    covariates: Mapping[str, Mapping[str, float]],
    column: str,
    sizes: Mapping[str, float] | None = None,
) -> tuple[Area, ...]:
    """Areas from direct estimates by `column` and covariates by code of the area.

    An area with covariates only has no direct estimate. An estimate without a standard error, or
    with one of 0 (all answered alike), counts as none: its variance is not known.

    Args:
        covariates: code of the area to name and value.
        sizes: code of the area to people in it.
    """
    direct = {one.domain[column]: one for one in estimates if tuple(one.domain) == (column,)}
    missing = sorted(set(direct) - set(covariates))
    if missing:
        raise Problem(
            f'There are no official figures for "{missing[0]}"',
            column=column,
            do="Give the covariates of every area",
            code="small_areas.no_covariates",
        )
    found = []
    for code, known in covariates.items():
        one = direct.get(code)
        usable = one is not None and one.value is not None and (one.standard_error or 0) > 0
        found.append(
            Area(
                {column: code},
                one.value if one is not None and usable else None,
                (one.standard_error or 0.0) ** 2 if one is not None and usable else None,
                known,
                0 if one is None else one.n,
                None if sizes is None else sizes.get(code),
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Laid:
    """Areas as arrays: `seen` marks those with a direct estimate; y and d have only those.

    Args:
        names: of the covariates, after the constant.
        x: (areas, covariates + 1), the first column 1.
        y: direct estimates.
        d: their variances.
    """

    names: tuple[str, ...]
    x: Numbers
    seen: Mask
    y: Numbers
    d: Numbers


def laid(areas: Sequence[Area]) -> Laid:
    """The areas as arrays.

    Raises:
        Problem: covariates that differ between areas or are not finite, a variance that is not
            positive, too few areas, or covariates that repeat each other.
    """
    names = tuple(areas[0].covariates) if areas else ()
    for area in areas:
        _refuse_area(area, names)
    x = np.array([[1.0, *(area.covariates[name] for name in names)] for area in areas])
    seen = np.array([area.direct is not None for area in areas], dtype=bool)
    terms = len(names) + 1
    if seen.sum() < terms + 3:
        raise Problem(
            f"{int(seen.sum())} areas with an estimate of their own are too few for "
            f"{len(names)} official figures",
            do=f"Use fewer official figures, or at least {terms + 3} areas",
            code="small_areas.few",
        )
    scaled = x[seen] / np.maximum(np.abs(x[seen]).max(axis=0), 1e-300)
    if np.linalg.matrix_rank(scaled) < terms:
        raise Problem(
            "One official figure says the same as others in these areas",
            do="Leave one of them out",
            code="small_areas.collinear",
        )
    y = np.array([area.direct for area in areas if area.direct is not None])
    d = np.array([area.variance for area in areas if area.direct is not None], dtype=np.float64)
    return Laid(names, x, seen, y, d)


def _refuse_area(area: Area, names: tuple[str, ...]) -> None:
    called = ", ".join(area.domain.values())
    if set(area.covariates) != set(names) or not all(
        np.isfinite(value) for value in area.covariates.values()
    ):
        raise Problem(
            f'The official figures of "{called}" are not those of the other areas, or one is missing',
            do="Give every area the same official figures",
            code="small_areas.covariates",
        )
    if area.direct is None:
        return
    if area.variance is None or not 0 < area.variance < float("inf"):
        raise Problem(
            f'The estimate of "{called}" has no variance above 0',
            do="Leave its own estimate out; it will be predicted from the others",
            code="small_areas.variance",
        )
