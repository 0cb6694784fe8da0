"""Official values as offices write them: numbers, bounds, and nothing."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from datashift.comparison.series import Beyond

_BOUND = re.compile(r"^([<>≤≥]=?)\s*([+-]?\d+(?:[.,]\d+)?)\s*%?$")
_NUMBER = re.compile(r"^[+-]?\d+(?:[ ,]\d{3})*(?:\.\d+)?%?$")
_PERCENT = {"pt", "percent", "%", "percentage", "percentage (%)", "per cent", "proportion (%)"}
_MULTIPLES = {"units": 0, "thousands": 3, "millions": 6, "billions": 9}


@dataclass(frozen=True)
class Value:
    """A value: a number, or the bound that the office gave instead."""

    number: float | None
    bound: float | None = None
    beyond: Beyond = ""


@lru_cache(65536)
def read_value(text: str) -> Value | None:
    """The value that a cell says; None when it says none ("N", "..", "not available").

    >>> read_value("<2.5")
    Value(number=None, bound=2.5, beyond='<')
    """
    text = text.strip()
    if bound := _BOUND.match(text):
        return Value(None, float(bound[2].replace(",", ".")), "<" if bound[1][0] in "<≤" else ">")
    if _NUMBER.match(text):
        return Value(float(text.rstrip("%").replace(",", "").replace(" ", "")))
    try:
        number = float(text)
    except ValueError:
        return None
    return Value(number) if math.isfinite(number) else None


@lru_cache(256)
def unit_code(text: str) -> str:
    """SDMX code of a unit as written; the text itself when it is none we know.

    >>> unit_code("Percentage (%)")
    'PT'
    """
    plain = " ".join(text.split()).casefold()
    return "PT" if plain in _PERCENT else text.strip()


@lru_cache(256)
def multiplier(text: str) -> float:
    """What values are multiplied by: a power of ten in figures (UNIT_MULT) or in words."""
    plain = text.strip().casefold()
    power = _MULTIPLES.get(plain)
    if power is None:
        power = int(plain) if re.fullmatch(r"-?\d{1,2}", plain) else 0
    return float(10**power)
