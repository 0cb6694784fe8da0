"""What is in the folder of a release. It never changes, so that it is read once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic_core import from_json

from datashift.exchange import Published, dated, read_release
from datashift.exchange.part import figures as figures_of
from datashift.exchange.part import only
from datashift.figures import Finding as Told
from datashift.figures import packed
from datashift.figures import sections as drawn
from datashift.figures.maps import Ground
from datashift.figures.packed import Opened
from datashift.kit import language
from datashift.web.evidence.models import Finding, Release
from datashift.web.explore.queries import held, maps

# What may be taken away, and how it is called. Not every release has every file.
FILES: Mapping[str, str] = {
    "observations.csv": "text/csv; charset=utf-8",
    "differences.csv": "text/csv; charset=utf-8",
    "points.geojson": "application/geo+json",
    "findings.json": "application/json",
    "study.yaml": "application/yaml; charset=utf-8",
    "quality.json": "application/json",
    "release.json": "application/json",
    "report.html": "text/html; charset=utf-8",
}


def told(finding: Finding) -> Told:
    """The finding with everything its page says."""
    return _all_told(finding.release.folder)[finding.position]


def by_area(findings: Iterable[Finding]) -> Mapping[UUID, Opened]:
    """Findings with the figures of each area apart, by their keys; without differences and grids."""
    found = list(findings)
    ready = held.packed_of(found)
    return {one.pk: packed.opened(ready.get(one.pk) or packed.packed(told(one))) for one in found}


def sections(
    finding: Finding, *, place: str, period: str, method_link: str, indicator_link: str
) -> str:
    """The finding's own sections, as report.html has them too.

    Args:
        place: what its place is called in the reader's language.
        period: when, by the calendars of its place.
    """
    return _sections(
        *(finding.release.folder, finding.position, place, period, method_link, indicator_link),
        maps.ground(finding),
        language.current(),
    )


def manifest(release: Release) -> Mapping[str, Any]:
    """release.json: inputs, versions, hashes."""
    return _manifest(release.folder)


def files(release: Release) -> Sequence[str]:
    """The files of the release that may be taken away."""
    return _files(release.folder)


def hashes(release: Release) -> Mapping[str, str]:
    """The SHA-256 of every file of the release that may be taken away."""
    known = {**manifest(release)["outputs"], "release.json": release.manifest_sha256}
    return {name: known.get(name) or _sha256(release.folder / name) for name in files(release)}


def sizes(release: Release) -> Mapping[str, int]:
    """How many bytes each file has."""
    return {name: (release.folder / name).stat().st_size for name in files(release)}


def opened(release: Release) -> Published:
    """The whole release, as the formats need it; it was made on the day it was published."""
    return _opened(release.folder, release.published_at.date())


def alone(finding: Finding) -> Published:
    """One indicator of a release, as a release of its own."""
    release = finding.release
    return _alone(release.folder, release.published_at.date(), finding.position)


def figures(finding: Finding) -> bytes:
    """The rows of observations.csv of one indicator."""
    release = opened(finding.release)
    return figures_of(release, release.findings[finding.position].id)


@lru_cache(maxsize=2)
def _alone(folder: Path, day: date, position: int) -> Published:
    release = _opened(folder, day)
    return only(release, release.findings[position].id)


@lru_cache(maxsize=4)
def _opened(folder: Path, day: date) -> Published:
    return dated(read_release(folder), day)


@lru_cache(maxsize=256)
def _files(folder: Path) -> tuple[str, ...]:
    return tuple(name for name in FILES if (folder / name).is_file())


@lru_cache(maxsize=8)  # some 1.5 MB each
def _all_told(folder: Path) -> tuple[Told, ...]:
    # 250 kB for a study of some size; Python's own reader takes twice as long.
    content = from_json((folder / "findings.json").read_bytes(), cache_strings="keys")
    return tuple(Told.from_json(item) for item in content)


@lru_cache(maxsize=512)
def _sections(
    folder: Path,
    position: int,
    place: str,
    period: str,
    method_link: str,
    indicator_link: str,
    ground: Ground,
    spoken: str,
) -> str:
    del spoken  # what is kept is kept for each language
    stored = _all_told(folder)[position]
    name = stored.overall.name
    overall = replace(stored.overall, name=place if name == stored.place else name)
    return drawn(
        replace(stored, place=place, period=period, overall=overall),
        level=1,
        method_link=method_link,
        indicator_link=indicator_link,
        ground=ground,
    )


@lru_cache(maxsize=256)
def _manifest(folder: Path) -> Mapping[str, Any]:
    content: dict[str, Any] = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    return content


@lru_cache(maxsize=1024)
def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
