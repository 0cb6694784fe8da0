"""SDMX-CSV 2.0: one row per figure, and the structure beside it.

A hidden figure has an empty OBS_VALUE and the status Q; an attribute that says nothing is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from datashift.exchange.published import Published
from datashift.exchange.sdmx import metadata, structure
from datashift.exchange.sdmx.carried import Carried, carried
from datashift.exchange.sdmx.definition import AGENCY, COMPONENTS, NUMBERS
from datashift.exchange.text import cell, content, joined, mapped, one_chunk
from datashift.kit.cells import harmless

if TYPE_CHECKING:
    import pyarrow as pa

_CHUNK = 250_000


def files(release: Published, version: str) -> dict[str, bytes]:
    """data.csv, structure.xml (SDMX-ML 2.1) and metadata.xml (3.0)."""
    made = carried(release)
    return {
        "data.csv": first(release, version),
        "structure.xml": structure.text(made, "2.1"),
        "metadata.xml": metadata.text(made),
    }


def first(release: Published, version: str) -> bytes:
    """data.csv."""
    del version
    return text(carried(release))


def text(made: Carried) -> bytes:
    """The whole file, UTF-8, LF line ends."""
    columns = [one.id for one in COMPONENTS]
    head = ",".join(("STRUCTURE", "STRUCTURE_ID", "ACTION", *columns))
    flow = f"dataflow,{AGENCY}:{made.id}(1.0),I"
    rows = [
        content(_rows(made, columns, flow, start)) for start in range(0, len(made.group), _CHUNK)
    ]
    return b"".join([f"{head}\n".encode(), *rows])


def _rows(made: Carried, columns: list[str], flow: str, start: int) -> pa.Array:
    """Neighbouring columns of the series are joined once per series, then taken for each figure."""
    import pyarrow as pa

    figures = made.figures.slice(start, _CHUNK)
    group = pa.array(made.group[start : start + _CHUNK].astype(np.int32))
    parts: list[pa.Array | str] = [flow]
    waiting: list[pa.Array | str] = []
    for name in columns:
        if name in made.series.column_names:
            waiting += [",", _cells(name, made.series[name])]
            continue
        if waiting:
            parts.append(joined(*waiting).take(group))
            waiting = []
        parts += [",", _cells(name, figures[name])]
    return joined(*parts, "\n")


def _cells(name: str, column: pa.ChunkedArray) -> pa.Array:
    import pyarrow.compute as pc

    whole = one_chunk(column)
    return pc.fill_null(whole if name in NUMBERS else mapped(whole, _safe), "")


def _safe(text: str) -> str:
    """No text is a formula; codes never look like one."""
    return cell(harmless(text))
