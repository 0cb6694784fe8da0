"""Series and figures of SDMX-ML 2.1 generic: every component as an element with id and value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datashift.exchange.sdmx import structure
from datashift.exchange.sdmx.carried import DIMENSIONS, Carried
from datashift.exchange.sdmx.definition import AGENCY, NUMBERS, TIME, VALUE
from datashift.exchange.text import joined, mapped, one_chunk, optional, xml

if TYPE_CHECKING:
    import pyarrow as pa

TAIL = b"</mes:DataSet>\n</mes:GenericData>\n"
_SPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"


def head(made: Carried, version: str) -> bytes:
    """Everything before the first series."""
    del version
    about = (
        f'<mes:Structure structureID="{made.id}" dimensionAtObservation="{TIME}">',
        (
            f'<com:StructureUsage><Ref agencyID="{AGENCY}" id="{made.id}" version="1.0"/>'
            "</com:StructureUsage>"
        ),
        "</mes:Structure>",
        "<mes:DataSetAction>Information</mes:DataSetAction>",
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            f'<mes:GenericData xmlns:mes="{_SPACE}/message" xmlns:com="{_SPACE}/common" '
            f'xmlns:gen="{_SPACE}/data/generic">'
        ),
        *structure.header(made.release, inside=about),
        f'<mes:DataSet structureRef="{made.id}" action="Information">',
    ]
    return ("\n".join(lines) + "\n").encode()


def series(made: Carried) -> pa.Array:
    """The start of each series: its key and its attributes."""
    key = [_value(name, made.series[name]) for name in DIMENSIONS]
    others = [name for name in made.series.column_names if name not in DIMENSIONS]
    attributes = [_value(name, made.series[name]) for name in others]
    return joined(
        *("<gen:Series><gen:SeriesKey>", *key, "</gen:SeriesKey><gen:Attributes>"),
        *(*attributes, "</gen:Attributes>\n"),
    )


def observations(figures: pa.Table) -> pa.Array:
    """One element per figure."""
    others = [name for name in figures.column_names if name not in (TIME, VALUE)]
    return joined(
        '<gen:Obs><gen:ObsDimension value="',
        mapped(one_chunk(figures[TIME]), xml),
        '"/>',
        optional('<gen:ObsValue value="', one_chunk(figures[VALUE]), '"/>'),
        "<gen:Attributes>",
        *(_value(name, figures[name]) for name in others),
        "</gen:Attributes></gen:Obs>\n",
    )


def _value(name: str, column: pa.ChunkedArray) -> pa.Array:
    whole = one_chunk(column)
    escaped = whole if name in NUMBERS else mapped(whole, xml)
    return optional(f'<gen:Value id="{name}" value="', escaped, '"/>')
