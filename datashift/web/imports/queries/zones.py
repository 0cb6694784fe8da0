"""The time zones that clocks are set to: one name each, without the older ones that computers keep."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH, available_timezones

PILOTS = (
    "America/Argentina/Buenos_Aires",
    "Africa/Nairobi",
    "Asia/Kathmandu",
    "Africa/Dar_es_Salaam",
)
"""Zones of the countries where DataShift began: Argentina, Kenya, Nepal, Tanzania."""


@cache
def zones() -> tuple[str, ...]:
    """Names of time zones, those of the pilot countries first, then UTC, then all others.

    They are those of `zone.tab` (tz database): the names people look for, by country; aliases
    such as `Asia/Katmandu` stand only in the files for programmes.
    """
    known = available_timezones()
    listed = {name for name in _listed() if name in known}
    others = listed or {name for name in known if "/" in name and name[0].isupper()}
    return (*PILOTS, "UTC", *sorted(others - {*PILOTS, "UTC"}))


def _listed() -> Iterator[str]:
    for line in _table().splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")[2].strip()


def _table() -> str:
    """The tz database's table of zones by country: the system's, or that of the package `tzdata`."""
    for folder in TZPATH:
        place = Path(folder, "zone.tab")
        if place.is_file():
            return place.read_text(encoding="utf-8")
    try:
        return resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return ""
