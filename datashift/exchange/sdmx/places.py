"""Codes for areas and breakdowns that the SDG code lists do not have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from datashift.exchange.observations import TOTAL
from datashift.exchange.published import Published
from datashift.exchange.text import code, codes

_OF_A_COUNTRY = re.compile(r"[A-Z]{2}-[A-Z0-9_-]+")


def area_codes(release: Published, areas: Sequence[str]) -> dict[str, str]:
    """An id for each area of the release.

    The whole is its country by M49 number, as in the SDG database ("834"); a code that begins with
    a country's stays ("KE-42"); any other is marked as the country's own ("TZ_22"), because a bare
    number would be read as M49. Without a country the whole is `_T`.
    """
    from datashift.sdg import country

    whole = str(int(country(release.country).codes["m49"])) if release.country else TOTAL
    others = [area for area in areas if area != TOTAL]
    made = codes(others, lambda area: _own(area, release.country))
    return {TOTAL: whole, **made}


def _own(area: str, country: str) -> str:
    if _OF_A_COUNTRY.fullmatch(area):
        return area
    return f"{country or 'X'}_{code(area)}"


def breakdowns(labels: Sequence[str]) -> dict[str, str]:
    """C01, C02, ... for the labels of custom breakdowns in the order given, `_T` for none ("")."""
    width = max(2, len(str(len(labels))))
    named = [label for label in labels if label]
    return {"": TOTAL} | {label: f"C{k:0{width}d}" for k, label in enumerate(named, start=1)}


def label(domain: Mapping[str, str]) -> str:
    """What a custom breakdown is, in words: "pump: hand pump; ward: North"; "" for none."""
    return "; ".join(f"{name}: {value}" for name, value in domain.items() if value != TOTAL)
