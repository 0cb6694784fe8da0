"""The figures of each area in each series, packed, to lie beside their names in a catalogue.

A page asks for the twenty-five figures of one country; a part of a Parquet file is thousands of
rows, all of them decoded for these. Packed figures are columns as JSON, compressed; a column that
says the same of all of them says it once.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datashift.comparison.series import Definition, Observation, OfficialSeries

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("ref_area", "time_period", "value", "lower", "upper", "nature", "source", "beyond",
           "status", "covers", "dimensions")  # fmt: skip
_AT_ONCE = 65_536  # rows


def packed(figures: Path) -> Iterator[tuple[int, dict[str, bytes]]]:
    """The packed figures of a Parquet file of figures: the number of each series, and by area."""
    for part in _whole_series(figures):
        # Stable: within an area figures stay in their order.
        part = part.sort_by([("number", "ascending"), ("ref_area", "ascending")])
        numbers, areas = part["number"].to_pylist(), part["ref_area"].to_pylist()
        columns = [part[name].to_pylist() for name in COLUMNS]
        found: dict[int, dict[str, bytes]] = {}
        for begin, end in _runs(list(zip(numbers, areas, strict=True))):
            told = _pack([column[begin:end] for column in columns])
            found.setdefault(numbers[begin], {})[areas[begin]] = told
        yield from found.items()


def unpacked(told: str, areas: Iterable[bytes]) -> OfficialSeries:
    """A series from what was told of it, with the figures of some areas."""
    about: dict[str, Any] = json.loads(told)
    definition = Definition(**about.pop("definition"))
    observations = tuple(each for area in areas for each in _unpack(area))
    return OfficialSeries(**about, definition=definition, observations=observations)


def _whole_series(figures: Path) -> Iterator[pa.Table]:
    """The rows of a file in parts that end with a series; its series are in order."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    rest: pa.Table | None = None
    names = ["number", *COLUMNS]
    for batch in pq.ParquetFile(figures).iter_batches(_AT_ONCE, columns=names):
        part = pa.Table.from_batches([batch])
        part = part if rest is None else pa.concat_tables([rest, part])
        is_last = pc.equal(part["number"], part["number"][-1])
        rest = part.filter(is_last)
        yield part.filter(pc.invert(is_last))
    if rest is not None:
        yield rest


def _runs(keys: Sequence[object]) -> Iterator[tuple[int, int]]:
    begin = 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or keys[at] != keys[begin]:
            yield begin, at
            begin = at


def _pack(columns: Sequence[list[Any]]) -> bytes:
    told = [column[0] if len(set(column)) == 1 else column for column in columns]
    text = json.dumps([len(columns[0]), *told], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 6)


def glanced(told: bytes) -> dict[str, list[Any]]:
    """The packed figures of an area, column by column, without making figures of them."""
    number, *columns = json.loads(zlib.decompress(told))
    each = (column if isinstance(column, list) else [column] * number for column in columns)
    return dict(zip(COLUMNS, each, strict=True))


def _unpack(told: bytes) -> Iterator[Observation]:
    columns = glanced(told)
    known = {text: json.loads(text) for text in set(columns["dimensions"])}
    columns["dimensions"] = [known[text] for text in columns["dimensions"]]
    names = tuple(columns)
    for said in zip(*columns.values(), strict=True):
        # There are thousands: field by field, as the frozen class sets them, is four times slower.
        one = object.__new__(Observation)
        one.__dict__.update(zip(names, said, strict=True))
        yield one
