"""Countries and the areas within them, as their statistical offices name and number them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from datashift.sdg.files import number, parts, rows
from datashift.sdg.plain import plain

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Area:
    """A country, or an area of one.

    Args:
        code: ISO 3166 code, "KE" or "KE-42"; unique over all areas.
        name: the usual name in English (for a country) or in the country's own spelling.
        level: 0 for a country, 1 for its first-level areas, 2 for areas within those.
        country: alpha-2 code of the country.
        codes: other codes, scheme to code: {"iso": "KE-17", "knbs": "42"}.
        aliases: other names, spellings and former names.
        valid_from: year in which the area began; None for longer than our records go.
        valid_until: year in which it ended, from which on it no longer counts; None for an area
            of today.
        bounds: west, south, east, north in degrees; west > east where the area crosses the
            antimeridian, as in RFC 7946. None where no boundary is known.
        parent: code of the area of the level above, "" for a country.
        source: where code and names come from.
    """

    code: str
    name: str
    level: int
    country: str
    codes: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    aliases: tuple[str, ...] = field(default=(), repr=False)
    valid_from: int | None = None
    valid_until: int | None = None
    bounds: Bounds | None = field(default=None, repr=False)
    parent: str = ""
    source: str = field(default="", repr=False)

    def exists(self, year: int) -> bool:
        """Whether the area counts for that year: from the year it began to that before its end."""
        begun = self.valid_from is None or self.valid_from <= year
        return begun and (self.valid_until is None or year < self.valid_until)


def countries() -> tuple[Area, ...]:
    """Every country and area of ISO 3166-1, in the order of their alpha-2 codes."""
    return tuple(_countries().values())


def country(key: str) -> Area:
    """The country of that alpha-2, alpha-3 or M49 code, or name in English, Spanish or French.

    Raises:
        KeyError: no country is called that.
    """
    return _countries()[_country_keys()[plain(key)]]


def areas(country: str, level: int = 1, at: int | None = None) -> tuple[Area, ...]:
    """The areas of a country at a level: those of today, or those of the year `at`.

    Raises:
        KeyError: no country is called that.
    """
    found = all_areas(country, level)
    if at is None:
        return tuple(area for area in found if area.valid_until is None)
    return tuple(area for area in found if area.exists(at))


def all_areas(country: str, level: int = 1) -> tuple[Area, ...]:
    """The areas of a country at a level, past ones too.

    Raises:
        KeyError: no country is called that.
    """
    one = _countries()[_country_keys()[plain(country)]]
    if level == 0:
        return (one,)
    return tuple(area for area in _areas() if area.country == one.code and area.level == level)


@cache
def _countries() -> Mapping[str, Area]:
    aliases = {row["code"]: parts(row["aliases"]) for row in rows("country_aliases.csv")}
    return MappingProxyType(
        {
            row["alpha2"]: Area(
                code=row["alpha2"],
                name=row["en"],
                level=0,
                country=row["alpha2"],
                codes={"alpha2": row["alpha2"], "alpha3": row["alpha3"], "m49": row["m49"]},
                aliases=tuple(
                    dict.fromkeys(
                        name
                        for name in (row["es"], row["fr"], *aliases.get(row["alpha2"], ()))
                        if name != row["en"]
                    )
                ),
                bounds=_bounds().get(row["alpha2"]),
                source=row["source"],
            )
            for row in rows("countries.csv")
        }
    )


@cache
def _country_keys() -> Mapping[str, str]:
    keys: dict[str, str] = {}
    for area in _countries().values():
        for text in (*area.codes.values(), area.name, *area.aliases):
            keys.setdefault(plain(text), area.code)
    return keys


@cache
def _areas() -> tuple[Area, ...]:
    return tuple(
        Area(
            code=row["code"],
            name=row["name"],
            level=int(row["level"]),
            country=row["country"],
            codes=dict(pair.split("=", 1) for pair in parts(row["codes"])),
            aliases=parts(row["aliases"]),
            valid_from=number(row["from"]),
            valid_until=number(row["until"]),
            bounds=_bounds().get(row["code"]),
            parent=row["parent"],
            source=row["source"],
        )
        for row in rows("areas.csv")
    )


@cache
def _bounds() -> Mapping[str, Bounds]:
    return {
        row["code"]: (
            float(row["west"]),
            float(row["south"]),
            float(row["east"]),
            float(row["north"]),
        )
        for row in rows("bounds.csv")
    }
