"""Which columns say how interviews were made, guessed from their headings."""

from __future__ import annotations

from typing import Any

from datashift.quality.headings import folded, says
from datashift.web.evidence.models import DataFile

_WORDS = {
    "interviewer": folded(
        "interviewer enumerator surveyor collector encuestador entrevistador enqueteur mhojaji गणक"
    ),
    "started": folded("start started begin begun inicio debut kuanza"),
    "ended": folded("end ended finish fin mwisho"),
    "place": folded("cluster psu village ward district region county segmento comuna kijiji"),
    "age": folded("age edad umri उमेर"),
    "longitude": folded("longitude lon lng longitud"),
    "latitude": folded("latitude lat latitud"),
}
_KINDS = {
    "started": {"datetime"},
    "ended": {"datetime"},
    "age": {"integer"},
    "longitude": {"number"},
    "latitude": {"number"},
}
_NOT_ASKED = folded("id uuid key instance weight peso")


def guesses(file: DataFile) -> dict[str, Any]:
    """First guesses for the form, by the names of its fields."""
    found: dict[str, Any] = {}
    columns = [(each["name"], each.get("kind", "")) for each in file.columns]
    for part, words in _WORDS.items():
        kinds = _KINDS.get(part)
        match = (
            name for name, kind in columns if says(name, words) and (not kinds or kind in kinds)
        )
        first = next(match, None)
        if first is not None:
            found[part] = first
    taken = set(found.values())
    found["answers"] = [
        name
        for name, kind in columns
        if name not in taken and kind in {"text", "boolean"} and not says(name, _NOT_ASKED)
    ][:40]
    return found
