"""The picture of an indicator in the state that somebody asked for."""

from __future__ import annotations

from collections.abc import Sequence

from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import places
from datashift.web.explore.queries.places import Place
from datashift.web.explore.queries.voices.asked import Asked, Picture, areas_of, pictured
from datashift.web.explore.queries.voices.gathered import of_place, places_of


def stated(
    indicator: str,
    asked: Asked,
    findings: Sequence[Finding],
    counted: Sequence[Place] | None = None,
) -> Picture | None:
    """The picture of the place that was asked for, or of the one with most findings; None where no
    place has any.

    Args:
        findings: those of the indicator.
        counted: the places that they are about, where somebody has them already.

    Raises:
        KeyError: no place has that name, or no part of it: figures of the whole would be taken for
            those of the part.
    """
    place = places.place(asked.place) if asked.place and asked.place != "all" else None
    if asked.place not in ("", "all") and place is None:
        raise KeyError(asked.place)
    if place is None:
        place = next(iter(places_of(findings) if counted is None else counted), None)
    if place is None:
        return None
    if asked.area and places.part(place, asked.area) is None:
        raise KeyError(asked.area)
    areas = areas_of(place, asked)
    every = of_place(indicator, place, places.about(place, findings), areas=areas)
    return pictured(indicator, place, every, asked)
