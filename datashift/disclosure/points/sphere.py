"""Distances and destinations on the sphere, and the grid of a web map."""

from __future__ import annotations

import numpy as np

from datashift.tables.arrays import Numbers

EARTH_KM = 6371.0088  # mean radius (Moritz 2000, GRS 80)
_TILE = 256


def distance_km(
    longitude: Numbers, latitude: Numbers, to_longitude: Numbers, to_latitude: Numbers
) -> Numbers:
    """Great-circle distance by the haversine formula; degrees in, kilometres out."""
    phi, to_phi = np.radians(latitude), np.radians(to_latitude)
    across = np.radians(to_longitude - longitude) / 2
    half = np.sin((to_phi - phi) / 2) ** 2 + np.cos(phi) * np.cos(to_phi) * np.sin(across) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def destination(
    longitude: Numbers, latitude: Numbers, distance: Numbers, bearing: Numbers
) -> tuple[Numbers, Numbers]:
    """Where one comes by going straight on.

    Args:
        longitude, latitude: from where, degrees.
        distance: kilometres.
        bearing: radians clockwise from north.

    Returns:
        Longitude (-180 to 180) and latitude in degrees.
    """
    phi, angle = np.radians(latitude), distance / EARTH_KM
    to_phi = np.arcsin(
        np.clip(np.sin(phi) * np.cos(angle) + np.cos(phi) * np.sin(angle) * np.cos(bearing), -1, 1)
    )
    east = np.arctan2(
        np.sin(bearing) * np.sin(angle) * np.cos(phi),
        np.cos(angle) - np.sin(phi) * np.sin(to_phi),
    )
    to_longitude = (longitude + np.degrees(east) + 180) % 360 - 180
    return to_longitude, np.degrees(to_phi)


def on_grid(longitude: Numbers, latitude: Numbers, zoom: int) -> tuple[Numbers, Numbers]:
    """Centres of the map pixels (Web Mercator, 256 to a tile) that points fall on at a zoom."""
    pixels = _TILE * 2.0**zoom
    x = np.floor((longitude + 180) / 360 * pixels) + 0.5
    mercator = np.arcsinh(np.tan(np.radians(latitude)))
    y = np.floor((1 - mercator / np.pi) / 2 * pixels) + 0.5
    return x / pixels * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / pixels))))
