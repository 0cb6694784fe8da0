"""SDMX-ML data: 2.1 and 3.0 by the structure, and 2.1 generic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from datashift.exchange.published import Published
from datashift.exchange.sdmx import metadata, structure
from datashift.exchange.sdmx.carried import Carried, carried
from datashift.exchange.sdmx.definition import AGENCY, NUMBERS, TIME
from datashift.exchange.text import content, joined, lines, mapped, one_chunk, optional, xml

if TYPE_CHECKING:
    import pyarrow as pa

_CHUNK = 250_000
_SPACES = "http://www.sdmx.org/resources/sdmxml/schemas"


def files(release: Published, version: str) -> dict[str, bytes]:
    """data.xml and structure.xml in that version, metadata.xml (3.0)."""
    made = carried(release)
    number = version.partition("-")[0]
    return {
        "data.xml": first(release, version),
        "structure.xml": structure.text(made, number),
        "metadata.xml": metadata.text(made),
    }


def first(release: Published, version: str) -> bytes:
    """data.xml in that version."""
    write = generic if version == "2.1-generic" else specific
    return write(carried(release), version.partition("-")[0])


def specific(made: Carried, version: str) -> bytes:
    """The data by their own structure: every component is an attribute of its name."""
    opening = lines(made.series.num_rows, "<Series", *_attributes(made.series), ">\n")
    parts = [
        _grouped(made, opening, _observations(made.figures.slice(start, _CHUNK)), start)
        for start in range(0, len(made.group), _CHUNK)
    ]
    return b"".join(
        [_specific_head(made, version), *parts, b"</mes:DataSet>\n</mes:StructureSpecificData>\n"]
    )


def generic(made: Carried, version: str) -> bytes:
    """The data as pairs of component and value: five times the bytes, one schema for all data."""
    from datashift.exchange.sdmx import pairs

    opening = pairs.series(made)
    parts = [
        _grouped(
            made,
            opening,
            pairs.observations(made.figures.slice(start, _CHUNK)),
            start,
            closing="</gen:Series>\n",
        )
        for start in range(0, len(made.group), _CHUNK)
    ]
    return b"".join([pairs.head(made, version), *parts, pairs.TAIL])


def _grouped(
    made: Carried, opening: pa.Array, lines: pa.Array, start: int, closing: str = "</Series>\n"
) -> bytes:
    """The figures, each series opened before its first and closed after its last."""
    import pyarrow as pa
    import pyarrow.compute as pc

    group = made.group[start : start + len(lines)]
    before = made.group[start - 1] if start else -1
    after = made.group[start + len(lines)] if start + len(lines) < len(made.group) else -1
    first = np.diff(group, prepend=before) != 0
    last = np.diff(group, append=after) != 0
    opened = pa.array(group.astype(np.int32), mask=~first)
    ends = pc.if_else(pa.array(last), closing, "")
    return content(joined(pc.fill_null(opening.take(opened), ""), lines, ends))


def _observations(figures: pa.Table) -> pa.Array:
    return lines(figures.num_rows, "<Obs", *_attributes(figures), "/>\n")


def _attributes(table: pa.Table) -> list[pa.Array | str]:
    """Each column as ` NAME="value"`, nothing where it is null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts: list[pa.Array | str] = []
    for name in table.column_names:
        column = table[name]
        if column.null_count == len(column):
            continue
        whole = one_chunk(column)
        if pa.types.is_dictionary(whole.type):
            known = [
                "" if text is None else f' {name}="{xml(text)}"'
                for text in whole.dictionary.to_pylist()
            ]
            if len(known) == 1:
                parts.append(known[0])
            else:
                parts.append(pc.take(pa.array(known, pa.string()), whole.indices))
        elif name in NUMBERS:
            parts.append(optional(f' {name}="', whole, '"'))
        else:
            parts.append(optional(f' {name}="', mapped(whole, xml), '"'))
    return parts


def _specific_head(made: Carried, version: str) -> bytes:
    space = f"{_SPACES}/v{version.replace('.', '_')}"
    urn = "urn:sdmx:org.sdmx.infomodel.datastructure"
    own = f"{urn}.DataStructure={AGENCY}:{made.id}(1.0):ObsLevelDim:{TIME}"
    flow = (
        f"{urn}.Dataflow={AGENCY}:{made.id}(1.0)"
        if version != "2.1"
        else f'<Ref agencyID="{AGENCY}" id="{made.id}" version="1.0"/>'
    )
    about = (
        (
            f'<mes:Structure structureID="{made.id}" namespace="{own}" '
            f'dimensionAtObservation="{TIME}">'
        ),
        f"<com:StructureUsage>{flow}</com:StructureUsage>",
        "</mes:Structure>",
        "<mes:DataSetAction>Information</mes:DataSetAction>",
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            f'<mes:StructureSpecificData xmlns:mes="{space}/message" xmlns:com="{space}/common" '
            f'xmlns:ss="{space}/data/structurespecific" xmlns:own="{own}" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        ),
        *structure.header(made.release, inside=about),
        (
            f'<mes:DataSet ss:structureRef="{made.id}" ss:dataScope="DataStructure" '
            'ss:action="Information" xsi:type="own:DataSetType">'
        ),
    ]
    return ("\n".join(lines) + "\n").encode()
