"""Displacement of clusters as the Demographic and Health Surveys do it, drawn once for ever."""

from __future__ import annotations

import hmac
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from datashift.disclosure.points.sphere import destination
from datashift.harmonise.points import NOWHERE, locate
from datashift.kit.problem import Problem
from datashift.tables.arrays import Integers, Mask, Numbers

if TYPE_CHECKING:
    from datashift.harmonise.boundaries import Boundaries

_SHORTEST_SECRET = 16  # bytes
_TRIES = 200


@dataclass(frozen=True)
class Displacement:
    """How far points are moved, kilometres.

    The distances are those of the DHS (Burgert, Colston, Roy and Zachary 2013). Theirs begin at 0,
    so that one town cluster in twenty stays within 100 m; ours begin at a share of the limit.

    Args:
        urban: limit in towns.
        rural: limit elsewhere.
        far: limit of the share `far_share` of rural points.
        far_share: 0-1.
        least: share of the limit that is kept at least; 0 is exactly as the DHS.
    """

    urban: float = 2.0
    rural: float = 5.0
    far: float = 10.0
    far_share: float = 0.01
    least: float = 0.1


@dataclass(frozen=True)
class Moved:
    """Points after displacement.

    Args:
        longitude, latitude: degrees, NaN where `kept_back`; shape (points,).
        limit: kilometres that the point was moved at most.
        kept_back: points that are in no area, or whose area is too small to hide them.
        area: position of each point's area in the boundaries, -1 for none.
    """

    longitude: Numbers = field(repr=False)
    latitude: Numbers = field(repr=False)
    limit: Numbers = field(repr=False)
    kept_back: Mask = field(repr=False)
    area: Integers = field(repr=False)


def displace(
    identities: Sequence[str],
    longitude: Numbers,
    latitude: Numbers,
    urban: Mask,
    boundaries: Boundaries,
    *,
    secret: bytes,
    rules: Displacement | None = None,
) -> Moved:
    """Move points at random but always alike: in direction evenly, in distance evenly to the limit.

    The draw is an HMAC-SHA-256 of the secret and the cluster's identity: whoever asks, how often
    and in whatever order, gets the same point, and many answers tell no more than one. A draw that
    leaves the area is drawn again, so a point stays within its area.

    Args:
        identities: what the clusters are called for ever, one for each point.
        longitude, latitude: degrees, shape (points,).
        urban: which are in towns.
        boundaries: the second-level areas.
        secret: at least 16 bytes that nobody else knows.
        rules: how far.

    Raises:
        Problem: the secret is too short, or two points have one identity.
    """
    rules = rules or Displacement()
    if len(secret) < _SHORTEST_SECRET:
        raise Problem(
            f"The secret must have at least {_SHORTEST_SECRET} bytes", code="points.secret"
        )
    if len(set(identities)) < len(identities):
        raise Problem(
            "Two clusters have the same identity: one draw for both would link them",
            do="Give each cluster a name of its own that never changes",
            code="points.same_identity",
        )
    area = locate(longitude, latitude, boundaries).area.astype(np.int64)
    limit = _limits(identities, urban, secret, rules)
    to_longitude = np.full(len(longitude), np.nan)
    to_latitude = np.full(len(latitude), np.nan)
    waiting = np.flatnonzero(area != NOWHERE)
    for turn in range(_TRIES):
        if not len(waiting):
            break
        draw = _draws([identities[at] for at in waiting.tolist()], secret, turn)
        distance = limit[waiting] * (rules.least + (1 - rules.least) * draw[:, 0])
        x, y = destination(longitude[waiting], latitude[waiting], distance, 2 * np.pi * draw[:, 1])
        stays = locate(x, y, boundaries).area == area[waiting]
        to_longitude[waiting[stays]], to_latitude[waiting[stays]] = x[stays], y[stays]
        waiting = waiting[~stays]
    return Moved(to_longitude, to_latitude, limit, np.isnan(to_longitude), area)


def _limits(identities: Sequence[str], urban: Mask, secret: bytes, rules: Displacement) -> Numbers:
    chance = _draws(identities, secret, 0)[:, 2]
    rural = np.where(chance < rules.far_share, rules.far, rules.rural)
    return np.where(urban, rules.urban, rural)


def _draws(identities: Sequence[str], secret: bytes, turn: int) -> Numbers:
    """Three even numbers below 1 for each identity, shape (identities, 3)."""
    tag = struct.pack(">I", turn)
    digests = b"".join(
        hmac.digest(secret, tag + identity.encode(), "sha256")[:24] for identity in identities
    )
    whole = np.frombuffer(digests, dtype=">u8").reshape(-1, 3)
    return (whole >> np.uint64(11)).astype(np.float64) / 2.0**53
