"""Boundary sets as tiles, for maps that one moves, and the smaller areas that have figures too."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from datashift.exchange import tiles
from datashift.sdg import outlines as atlas
from datashift.sdg.outlines import Outlines
from datashift.web.evidence.models import Finding
from datashift.web.explore.queries import held, maps


def file_of(outlines: Outlines) -> Path:
    """The tiles of these outlines, made when they are not there yet."""
    return tiles.kept(settings.DATA / "tiles", outlines)


def name_of(outlines: Outlines) -> str:
    """What a set of the atlas is called in its address: other borders have another name."""
    began = outlines.valid_from or "always"
    return f"{outlines.country}-{outlines.level}-{began}-{tiles.digest(outlines)}"


def named(name: str) -> Outlines | None:
    """The set of the atlas that is called so."""
    country, _, rest = name.partition("-")
    level = rest.partition("-")[0]
    files = atlas.known(maps.atlas(), country, level) if country and level.isdigit() else []
    return next((one for one in map(atlas.read, files) if name_of(one) == name), None)


def ground_of(country: str) -> Outlines | None:
    """The country as a whole, which its areas lie on.

    Args:
        country: alpha-2 code, or "".
    """
    files = atlas.known(maps.atlas(), country, 0) if country else []
    return atlas.read(files[0]) if files else None


def finer(finding: Finding) -> Finding | None:
    """The newest finding that says the same of smaller areas: by the same organisation, of the same
    indicator, in the same unit."""
    own = maps.ground(finding).outlines
    if own is None or not finding.country or not finding.sdg:
        return None
    for one in held.of_indicator(finding.sdg):
        alike = (
            one.country == finding.country
            and one.quantity == finding.quantity
            and one.unit_words == finding.unit_words
            and one.release.study.organisation_id == finding.release.study.organisation_id
        )
        theirs = maps.ground(one).outlines if alike else None
        if theirs is not None and theirs.level > own.level:
            return one
    return None
