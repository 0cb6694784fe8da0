"""SDMX-JSON 2.0: series by the positions of their codes, and the structure beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from datashift.exchange.languages import OURS, Worded, beside_ours
from datashift.exchange.published import Published
from datashift.exchange.sdmx import metadata, structure
from datashift.exchange.sdmx.carried import Carried, carried
from datashift.exchange.sdmx.definition import AGENCY, TIME, VALUE, Component, of
from datashift.exchange.text import content, joined, lines, one_chunk, used

if TYPE_CHECKING:
    import pyarrow as pa

_CHUNK = 250_000
_SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/"
    "sdmx-json-data-schema.json"
)
_URN = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow"


def files(release: Published, version: str) -> dict[str, bytes]:
    """data.json, and structure.xml and metadata.xml (SDMX-ML 3.0)."""
    made = carried(release)
    return {
        "data.json": first(release, version),
        "structure.xml": structure.text(made, "3.0"),
        "metadata.xml": metadata.text(made),
    }


def first(release: Published, version: str) -> bytes:
    """data.json."""
    del version
    return text(carried(release))


def text(made: Carried) -> bytes:
    """The data message; the figures are one line each."""
    values = {one.id: _values(made, one) for one in of("series", "figure", "dimension", "time")}
    about = _structure(made, values)
    head = {
        "meta": {
            "schema": _SCHEMA,
            "id": f"DATASHIFT_{made.release.identity.upper()}",
            "prepared": f"{structure.prepared(made.release)}Z",
            "test": False,
            "contentLanguages": list(dict.fromkeys([OURS, *_languages(made)])),
            "sender": {"id": AGENCY},
        }
    }
    before = json.dumps(head, ensure_ascii=False)[:-1]
    described = json.dumps(about, ensure_ascii=False)
    links = json.dumps(_links(made))
    opening = _series(made, values)
    parts = [_grouped(made, opening, values, start) for start in range(0, len(made.group), _CHUNK)]
    return b"".join(
        [
            f'{before}, "data": {{"structures": [{described}],\n'.encode(),
            f'"dataSets": [{{"structure": 0, "action": "Information", "links": {links}, '.encode(),
            b'"series": {\n',
            *parts,
            b"}}]}}\n",
        ]
    )


def _links(made: Carried) -> list[dict[str, str]]:
    return [{"rel": "dataflow", "urn": f"{_URN}={AGENCY}:{made.id}(1.0)"}]


def _values(made: Carried, component: Component) -> list[str]:
    """The distinct texts of a component in the order of their first use."""
    table = made.series if component.kind in ("dimension", "series") else made.figures
    return [] if component.number else used(one_chunk(table[component.id]))


def _structure(made: Carried, values: dict[str, list[str]]) -> dict[str, Any]:
    def described(component: Component, position: int | None = None) -> dict[str, Any]:
        one: dict[str, Any] = {"id": component.id, "name": component.name}
        if position is not None:
            one["keyPosition"] = position
        if component.kind == "time":
            one["roles"] = ["TIME_PERIOD"]
        if component.kind in ("series", "figure"):
            one["relationship"] = (
                {"dimensions": [dimension.id for dimension in of("dimension")]}
                if component.kind == "series"
                else {"observation": {}}
            )
        if component.number:
            one["format"] = {"dataType": "Double"}
        if used := values.get(component.id, ()):
            one["values"] = [_value(made, component, text) for text in used]
        return one

    dimensions = of("dimension")
    return {
        **_worded("name", Worded(made.release.title, made.release.language)),
        "links": _links(made),
        "dimensions": {
            "series": [described(one, position) for position, one in enumerate(dimensions)],
            "observation": [described(of("time")[0], len(dimensions))],
        },
        "measures": {"observation": [described(of("measure")[0])]},
        "attributes": {
            "series": [described(one) for one in of("series")],
            "observation": [described(one) for one in of("figure")],
        },
        "dataSets": [0],
    }


def _value(made: Carried, component: Component, text: str) -> dict[str, Any]:
    if component.kind == "time":
        return {"value": text}
    codes = made.lists.get(component.id)
    if codes is None:
        return {"value": text}
    name, description = codes.codes[text]
    return {"id": text, **_worded("name", name or Worded(text))} | (
        _worded("description", description) if description else {}
    )


def _worded(field: str, said: Worded) -> dict[str, Any]:
    """A text, and once more by its language where that is known and not the message's first."""
    if said.language in ("", OURS):
        return {field: said.text}
    return {field: said.text, f"{field}s": {_code(said.language): said.text}}


def _languages(made: Carried) -> Iterator[str]:
    said = (made.release.language, beside_ours(made.release.language))
    yield from (_code(language) for language in said if language)


def _code(language: str) -> str:
    """The schema of SDMX-JSON 2.0 takes codes of languages in small letters only."""
    return language.lower()


def _series(made: Carried, values: dict[str, list[str]]) -> pa.Array:
    """The start of each series: its key, its attributes as positions, and what opens the figures."""
    key: list[pa.Array | str] = []
    for component in of("dimension"):
        key += [":", _position(made.series[component.id], values[component.id])]
    attributes: list[pa.Array | str] = []
    for component in of("series"):
        attributes += [",", _position(made.series[component.id], values[component.id])]
    start = ('"', *key[1:], '":{"attributes":[', *attributes[1:], '],"observations":{\n')
    return lines(made.series.num_rows, *start)


def _grouped(made: Carried, opening: pa.Array, values: dict[str, list[str]], start: int) -> bytes:
    import pyarrow as pa
    import pyarrow.compute as pc

    figures = made.figures.slice(start, _CHUNK)
    group = made.group[start : start + _CHUNK]
    before = made.group[start - 1] if start else -1
    after = made.group[start + len(group)] if start + len(group) < len(made.group) else -1
    first = np.diff(group, prepend=before) != 0
    last = np.diff(group, append=after) != 0
    end = last.copy()
    end[:-1] = False
    end &= start + len(group) == len(made.group)
    opened = pc.fill_null(opening.take(pa.array(group.astype(np.int32), mask=~first)), "")
    closing = pc.if_else(pa.array(end), "}}\n", pc.if_else(pa.array(last), "}},\n", ",\n"))
    parts: list[pa.Array | str] = ['"', _position(figures[TIME], values[TIME]), '":[']
    parts.append(pc.fill_null(one_chunk(figures[VALUE]), "null"))
    for component in of("figure"):
        column = figures[component.id]
        parts.append(",")
        if component.number:
            parts.append(pc.fill_null(one_chunk(column), "null"))
        else:
            parts.append(_position(column, values[component.id]))
    return content(joined(opened, *parts, "]", closing))


def _position(column: pa.ChunkedArray, known: Sequence[str]) -> pa.Array | str:
    """Where each text stands among the values; `null` where there is none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = one_chunk(column)
    places = {text: str(place) for place, text in enumerate(known)}
    said = [places.get(text, "null") for text in whole.dictionary.to_pylist()]
    if len(set(said)) == 1:
        return said[0]
    return pc.take(pa.array(said, pa.string()), whole.indices)
