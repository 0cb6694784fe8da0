"""Somebody asks for the map 10,000 times at every zoom and averages the answers.

    PYTHONPATH=.:tests .venv/bin/python tests/endurance/disclosure_points.py [requests]

Prints the table of docs/disclosure.md: median error of one draw, of the average, and of the average
where every request is drawn anew, as it is done elsewhere.
"""

from __future__ import annotations

import sys

import numpy as np
import shapely
from library.disclosure.points.attacker import averaged_error, countryside, one_draw_error

from datashift.disclosure.points import Clusters, displace
from datashift.disclosure.points.sphere import distance_km
from datashift.harmonise.boundaries import Boundaries

SECRET = b"the secret of this long trial only"


def drawn_anew(clusters: Clusters, land: Boundaries, requests: int) -> float:
    """Median error of the average when each request has a secret of its own."""
    sums = np.zeros((2, len(clusters.identities)))
    for turn in range(requests):
        moved = displace(
            clusters.identities,
            clusters.longitude,
            clusters.latitude,
            clusters.urban,
            land,
            secret=SECRET + turn.to_bytes(4, "big"),
        )
        sums += moved.longitude, moved.latitude
    guess = sums / requests
    apart = distance_km(clusters.longitude, clusters.latitude, guess[0], guess[1])
    return float(np.median(apart))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    box = (31.0, -1.0, 33.0, 1.0)
    land = Boundaries(
        ("A",), ("A",), np.array([shapely.box(30, -2, 34, 2)]), np.array([0]), (), "areas.geojson"
    )
    clusters = countryside(200, seed=1, box=box)
    one = one_draw_error(clusters, land, secret=SECRET)
    many = averaged_error(clusters, land, secret=SECRET, requests=requests, seed=2)
    anew = drawn_anew(clusters, land, min(requests, 1_000))
    say("| answers | median error, m |\n|---|---|")
    say(f"| one draw | {1000 * one:,.0f} |")
    say(f"| average of {requests:,} requests at zooms 0-19 | {1000 * many:,.0f} |")
    say(f"| average of {min(requests, 1_000):,} maps drawn anew each time | {1000 * anew:,.0f} |")
    say(f"\nThe average's error is {100 * many / one:.1f} % of one draw's.")


if __name__ == "__main__":
    main()
