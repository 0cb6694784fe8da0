"""SDMX-JSON data messages 1.0 and 2.0: numbers that index the structure beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datashift.kit.problem import Problem
from datashift.tables.limits import Limits
from datashift.tables.raw import Raw
from datashift.tables.sdmx.rows import VALUE, Gathered

_DEEP = 1_000  # components of one level


def is_message(document: Any) -> bool:
    """Whether a parsed JSON document is an SDMX-JSON data message."""
    data = _data(document)
    return data is not None and isinstance(data.get("dataSets"), list)


def _data(document: Any) -> Mapping[str, Any] | None:
    if not isinstance(document, dict):
        return None
    inner = document.get("data", document)
    if isinstance(inner, dict) and ("structures" in inner or "structure" in inner):
        return inner
    return document if "dataSets" in document and "structure" in document else None


def read(document: Any, limits: Limits) -> Raw:
    """The observations of a data message.

    Raises:
        Problem: an index points to nothing, or there are no observations.
    """
    data = _data(document) or {}
    gathered = Gathered(limits)
    try:
        for each in data["dataSets"]:
            _data_set(each, _structure(data, each), gathered)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise Problem(
            "The SDMX-JSON message points to something it does not hold",
            do="Ask for the message again",
            code="file.broken_json",
        ) from error
    return gathered.raw({"message": "SDMX-JSON"})


def _structure(data: Mapping[str, Any], data_set: Mapping[str, Any]) -> Mapping[str, Any]:
    if "structures" in data:
        found: Mapping[str, Any] = data["structures"][data_set.get("structure", 0)]
        return found
    structure: Mapping[str, Any] = data["structure"]
    return structure


def _data_set(
    data_set: Mapping[str, Any], structure: Mapping[str, Any], gathered: Gathered
) -> None:
    dimensions, attributes = structure["dimensions"], structure.get("attributes", {})
    gathered.attributes |= {str(one["id"]) for level in attributes.values() for one in level}
    whole = _indexed(dimensions.get("dataSet", ()), [0] * _DEEP)
    whole |= _indexed(attributes.get("dataSet", ()), data_set.get("attributes", ()))
    grouped = _groups(data_set, attributes.get("dimensionGroup", ()))
    for key, series in data_set.get("series", {}).items():
        own = _indexed(dimensions.get("series", ()), _key(key)) | grouped(key)
        own |= _indexed(attributes.get("series", ()), series.get("attributes", ()))
        for at, observed in series.get("observations", {}).items():
            gathered.add(whole, own, _observation(at, observed, dimensions, attributes))
    for at, observed in data_set.get("observations", {}).items():
        gathered.add(whole, grouped(at), _observation(at, observed, dimensions, attributes))


def _groups(
    data_set: Mapping[str, Any], components: Sequence[Mapping[str, Any]]
) -> Callable[[str], dict[str, str]]:
    """What holds for all of a group, by a key of it; "0::1" leaves the second dimension open."""
    known: dict[tuple[int, ...], dict[tuple[str, ...], dict[str, str]]] = {}
    for key, indices in data_set.get("dimensionGroupAttributes", {}).items():
        parts = key.split(":")
        closed = tuple(at for at, part in enumerate(parts) if part)
        told = _indexed(components, indices)
        known.setdefault(closed, {})[tuple(parts[at] for at in closed)] = told

    def grouped(key: str) -> dict[str, str]:
        parts, found = key.split(":"), dict[str, str]()
        for closed, told in known.items():
            if not closed or closed[-1] < len(parts):
                found |= told.get(tuple(parts[at] for at in closed), {})
        return found

    return grouped


def _observation(
    at: str,
    observed: Sequence[Any],
    dimensions: Mapping[str, Any],
    attributes: Mapping[str, Any],
) -> dict[str, str]:
    found = _indexed(dimensions.get("observation", ()), _key(at))
    if observed and observed[0] is not None:
        found[VALUE] = str(observed[0])
    return found | _indexed(attributes.get("observation", ()), observed[1:])


def _key(text: str) -> list[int]:
    return [int(part) for part in text.split(":")]


def _indexed(components: Sequence[Mapping[str, Any]], indices: Sequence[Any]) -> dict[str, str]:
    """Components by the values that indices choose; an attribute may stand as itself."""
    found = {}
    for component, index in zip(components, indices, strict=False):
        if index is None:
            continue
        values = component.get("values", ())
        chosen = values[index] if isinstance(index, int) and values else index
        if isinstance(chosen, dict):
            chosen = chosen.get("id", chosen.get("value", chosen.get("name")))
        if chosen is not None:
            found[str(component["id"])] = str(chosen)
    return found
