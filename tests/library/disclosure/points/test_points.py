"""Points are moved as the DHS moves them, once for ever, and never out of their area."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from library.disclosure.points.attacker import averaged_error, countryside, one_draw_error

from datashift.disclosure.points import Clusters, Displacement, displace, publish
from datashift.disclosure.points.sphere import destination, distance_km
from datashift.harmonise.boundaries import Boundaries
from datashift.kit.problem import Problem

SECRET = b"a secret of thirty-two bytes, yes"
AS_DHS = Displacement(least=0.0)


def wide() -> Boundaries:
    boxes = np.array([shapely.box(30, -2, 34, 2)])
    return Boundaries(("A",), ("A",), boxes, np.array([0]), (), "areas.geojson")


def halves() -> Boundaries:
    boxes = np.array([shapely.box(36.0, -1.0, 36.5, 0.0), shapely.box(36.5, -1.0, 37.0, 0.0)])
    return Boundaries(("W", "E"), ("West", "East"), boxes, np.array([0, 1]), (), "areas.geojson")


def test_distances_are_those_of_the_sphere() -> None:
    """A degree along the equator (2 pi 6371.0088 / 360)."""
    east = distance_km(np.array([0.0]), np.array([0.0]), np.array([1.0]), np.array([0.0]))
    assert east[0] == pytest.approx(111.1951, abs=1e-4)


@settings(max_examples=50, deadline=None)
@given(st.floats(-180, 180), st.floats(-80, 80), st.floats(0.01, 50), st.floats(0, 2 * np.pi))
def test_going_a_distance_comes_that_far(x: float, y: float, far: float, bearing: float) -> None:
    at = np.array([x]), np.array([y])
    to = destination(*at, np.array([far]), np.array([bearing]))
    assert distance_km(*at, *to)[0] == pytest.approx(far, rel=1e-5)


def test_the_distribution_is_that_of_the_dhs() -> None:
    count = 20_000
    clusters = countryside(count, seed=5, box=(31, -1, 33, 1))
    moved = displace(
        clusters.identities,
        clusters.longitude,
        clusters.latitude,
        clusters.urban,
        wide(),
        secret=SECRET,
        rules=AS_DHS,
    )
    far = distance_km(clusters.longitude, clusters.latitude, moved.longitude, moved.latitude)
    assert (far <= moved.limit + 1e-6).all()
    assert set(np.unique(moved.limit)) == {2.0, 5.0, 10.0}
    assert (moved.limit[~clusters.urban] == 10).mean() == pytest.approx(0.01, abs=0.004)
    share = np.sort(far / moved.limit)
    assert np.abs(share - (np.arange(count) + 0.5) / count).max() < 1.63 / np.sqrt(count)
    angle = np.arctan2(moved.latitude - clusters.latitude, moved.longitude - clusters.longitude)
    turn = np.sort(angle / (2 * np.pi) % 1)
    assert np.abs(turn - (np.arange(count) + 0.5) / count).max() < 1.63 / np.sqrt(count)


def test_nobody_stays_where_they_are_unless_asked_as_the_dhs_does() -> None:
    clusters = countryside(3_000, seed=6, box=(31, -1, 33, 1))
    moved = displace(
        clusters.identities,
        clusters.longitude,
        clusters.latitude,
        clusters.urban,
        wide(),
        secret=SECRET,
    )
    far = distance_km(clusters.longitude, clusters.latitude, moved.longitude, moved.latitude)
    assert (far >= 0.1 * moved.limit - 1e-6).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_place_has_one_answer_in_its_area_whoever_asks(seed: int) -> None:
    clusters = countryside(40, seed=seed, box=(36.3, -0.9, 36.7, -0.1))
    asked = np.random.default_rng(seed).permutation(40)[:15]

    def move(rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[tuple[float, float]]:
        moved = displace(
            [clusters.identities[at] for at in rows],
            clusters.longitude[rows],
            clusters.latitude[rows],
            clusters.urban[rows],
            halves(),
            secret=SECRET,
        )
        east = moved.longitude > 36.5
        assert (east == (clusters.longitude[rows] > 36.5)).all()
        return list(zip(moved.longitude.tolist(), moved.latitude.tolist(), strict=True))

    everything = move(np.arange(40))
    assert move(asked) == [everything[at] for at in asked]


def test_another_secret_gives_another_map() -> None:
    clusters = countryside(10, seed=8, box=(31, -1, 33, 1))
    points = [
        displace(
            clusters.identities,
            clusters.longitude,
            clusters.latitude,
            clusters.urban,
            wide(),
            secret=secret,
        ).longitude
        for secret in (SECRET, SECRET[::-1])
    ]
    assert (points[0] != points[1]).all()


def test_too_few_households_join_their_neighbours_or_are_not_shown() -> None:
    clusters = Clusters(
        ("a", "b", "c", "d"),
        np.array([36.10, 36.11, 36.40, 36.90]),
        np.full(4, -0.5),
        np.zeros(4, dtype=bool),
        np.array([12, 3, 15, 4]),
    )
    found = publish(clusters, halves(), secret=SECRET, minimum=10)
    assert found.shown_by.tolist() == [0, 0, 1, -1]
    assert found.households.tolist() == [15, 15]
    assert [flag.code for flag in found.flags] == ["points.joined", "points.kept_back"]


def test_a_place_keeps_its_point_when_its_neighbours_grow() -> None:
    def at(households: list[int]) -> tuple[float, float]:
        clusters = Clusters(
            ("a", "b"),
            np.array([36.10, 36.11]),
            np.full(2, -0.5),
            np.zeros(2, dtype=bool),
            np.array(households),
        )
        found = publish(clusters, halves(), secret=SECRET)
        return float(found.longitude[0]), float(found.latitude[0])

    assert at([12, 3]) == at([12, 11])


def test_a_sensitive_topic_shows_no_points() -> None:
    clusters = countryside(20, seed=9, box=(31, -1, 33, 1))
    found = publish(clusters, wide(), secret=SECRET, area_only=True)
    assert len(found) == 0
    assert [flag.code for flag in found.flags] == ["points.area_only"]


def test_averaging_many_maps_tells_no_more_than_one() -> None:
    """Short version of tests/endurance/disclosure_points.py."""
    clusters = countryside(60, seed=10, box=(31, -1, 33, 1))
    one = one_draw_error(clusters, wide(), secret=SECRET)
    many = averaged_error(clusters, wide(), secret=SECRET, requests=200, seed=11)
    assert many >= 0.95 * one


def test_a_short_secret_and_twins_are_refused() -> None:
    place = np.array([31.0]), np.array([0.0]), np.array([True])
    with pytest.raises(Problem, match="at least 16 bytes"):
        displace(["a"], *place, wide(), secret=b"short")
    twice = [np.repeat(part, 2) for part in place]
    with pytest.raises(Problem, match="same identity"):
        displace(["a", "a"], twice[0], twice[1], twice[2].astype(bool), wide(), secret=SECRET)


def test_a_place_outside_every_area_is_not_shown() -> None:
    moved = displace(
        ["sea"], np.array([10.0]), np.array([0.0]), np.array([False]), wide(), secret=SECRET
    )
    assert moved.kept_back.tolist() == [True]
    assert np.isnan(moved.longitude).all()
