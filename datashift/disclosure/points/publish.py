"""Which points are shown: those that enough households stand behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from datashift.disclosure.points.displace import Displacement, displace
from datashift.disclosure.points.sphere import distance_km
from datashift.tables.arrays import Integers, Mask, Numbers
from datashift.tables.flag import Flag, Severity

if TYPE_CHECKING:
    from datashift.harmonise.boundaries import Boundaries


@dataclass(frozen=True)
class Clusters:
    """Places where households were asked.

    Args:
        identities: what each is called for ever.
        longitude, latitude: degrees, shape (clusters,).
        urban: which are in towns.
        households: how many stand behind each.
    """

    identities: tuple[str, ...]
    longitude: Numbers = field(repr=False)
    latitude: Numbers = field(repr=False)
    urban: Mask = field(repr=False)
    households: Integers = field(repr=False)


@dataclass(frozen=True)
class PublishedPoints:
    """Points as they may leave.

    Args:
        longitude, latitude: displaced, shape (points,).
        households: how many stand behind each; at least the minimum.
        limit: kilometres within which the true place of each point's first cluster lies.
        area: position of the area in the boundaries.
        shown_by: for each cluster the position of the point that shows it, -1 for none.
        flags: what was merged and what was kept back.
    """

    longitude: Numbers = field(repr=False)
    latitude: Numbers = field(repr=False)
    households: Integers = field(repr=False)
    limit: Numbers = field(repr=False)
    area: Integers = field(repr=False)
    shown_by: Integers = field(repr=False)
    flags: tuple[Flag, ...]

    def __len__(self) -> int:
        return len(self.households)


def publish(
    clusters: Clusters,
    boundaries: Boundaries,
    *,
    secret: bytes,
    minimum: int = 10,
    area_only: bool = False,
    rules: Displacement | None = None,
) -> PublishedPoints:
    """Displace clusters and show only points with enough households.

    A cluster with too few joins its nearest neighbours of the same area. The point of those joined
    is that of the cluster with the most households, by its own draw: however clusters are joined as
    a study grows, each place has one draw for ever. What stays too small in its area is not shown.

    Args:
        clusters: where households were asked.
        boundaries: second-level areas; nothing leaves its own.
        secret: at least 16 bytes that nobody else knows.
        minimum: households behind a point at least.
        area_only: show no points at all, as sensitive topics need.
        rules: how far points are moved.

    Raises:
        Problem: see `displace`.
    """
    moved = displace(
        clusters.identities,
        clusters.longitude,
        clusters.latitude,
        clusters.urban,
        boundaries,
        secret=secret,
        rules=rules,
    )
    group = np.full(len(clusters.identities), -1, dtype=np.int64)
    if not area_only:
        for area in np.unique(moved.area[~moved.kept_back]):
            inside = np.flatnonzero((moved.area == area) & ~moved.kept_back)
            for members in _joined(clusters, inside, minimum):
                group[members] = members[0]
    anchors = np.unique(group[group >= 0])
    shown_by = np.where(group >= 0, np.searchsorted(anchors, group), -1)
    return PublishedPoints(
        moved.longitude[anchors],
        moved.latitude[anchors],
        np.bincount(
            shown_by[shown_by >= 0],
            weights=clusters.households[shown_by >= 0],
            minlength=len(anchors),
        ).astype(np.int64),
        moved.limit[anchors],
        moved.area[anchors],
        shown_by,
        _flags(shown_by, len(anchors), minimum, area_only=area_only),
    )


def _joined(clusters: Clusters, inside: Integers, minimum: int) -> list[Integers]:
    """Groups of clusters of one area, each first its largest; none where all are too few."""
    order = inside[np.lexsort((inside, -clusters.households[inside]))]
    groups = [[int(at)] for at in order]
    size = [int(clusters.households[at]) for at in order]
    while len(groups) > 1 and min(size) < minimum:
        small = size.index(min(size))
        home = groups[small][0]
        others = np.array([members[0] for members in groups])
        apart = distance_km(
            clusters.longitude[others],
            clusters.latitude[others],
            clusters.longitude[home],
            clusters.latitude[home],
        )
        apart[small] = np.inf
        near = int(apart.argmin())
        into, gone = (near, small) if size[near] >= size[small] else (small, near)
        groups[into] += groups[gone]
        size[into] += size[gone]
        del groups[gone], size[gone]
    return [
        np.array(members) for members, held in zip(groups, size, strict=True) if held >= minimum
    ]


def _flags(shown_by: Integers, points: int, minimum: int, *, area_only: bool) -> tuple[Flag, ...]:
    found: list[Flag] = []
    hidden = int((shown_by < 0).sum())
    joined = int((shown_by >= 0).sum()) - points
    if area_only:
        message = "No points are shown, only areas: the topic could hurt the people who answered."
        return (Flag("points.area_only", Severity.NOTE, message, count=hidden),)
    if joined:
        message = (
            f"{joined:,} of {len(shown_by):,} clusters are shown by the point of a neighbour, because "
            f"fewer than {minimum} households stand behind them."
        )
        found.append(Flag("points.joined", Severity.NOTE, message, count=joined))
    if hidden:
        message = (
            f"{hidden:,} of {len(shown_by):,} clusters are not shown: they are in no area, or too few "
            "households or too little room are there to hide them."
        )
        found.append(Flag("points.kept_back", Severity.NOTE, message, count=hidden))
    return tuple(found)
