"""The figures of a version, as Parquet: one row per figure, with the series it belongs to."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datashift.comparison.holdings.versions import folder, versions
from datashift.comparison.series import Definition, Observation, OfficialSeries

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.dataset

FIGURES = "figures.parquet"
_OBSERVED = ("ref_area", "time_period", "value", "lower", "upper", "nature", "source", "beyond",
             "status", "covers")  # fmt: skip
_TOLD = ("number", "code", "title", "publisher", "file", "definition")
_ROW_GROUP = 16_384  # rows: a page that asks for one series reads little more than that


@dataclass(frozen=True)
class Held:
    """What a series has of one area.

    Args:
        area: its code as the source writes it, "" when it writes none.
        first, last: periods, in the order of their text.
        figures: how many.
    """

    area: str
    first: str
    last: str
    figures: int


@dataclass(frozen=True)
class Content:
    """One series of a version, without its figures.

    Args:
        number: its place in the version, from 0; what `read` asks for.
        code: series code, "" when the source gives none.
        title: in words, "" when the source has none.
        definition: what it measures.
        areas: what it has, by area.
        told: all that is known of it beside its figures, for `unpacked`.
    """

    number: int
    code: str
    title: str
    definition: Definition
    areas: tuple[Held, ...]
    told: str = ""


def contents(into: Path, *, source: str, number: int) -> tuple[Content, ...]:
    """What is in a version, in its order, without reading a figure into memory by itself."""
    import pyarrow.parquet as pq

    columns = [*_TOLD, "ref_area", "time_period"]
    table = pq.read_table(folder(into, source, number) / FIGURES, columns=columns)
    grouped = table.group_by(["number", "ref_area"]).aggregate(
        [("time_period", "min"), ("time_period", "max"), ("time_period", "count")]
    )
    areas: dict[int, list[Held]] = {}
    for row in grouped.to_pylist():
        ends = (row["time_period_min"], row["time_period_max"], row["time_period_count"])
        areas.setdefault(row["number"], []).append(Held(row["ref_area"], *ends))
    told = table.select(_TOLD).group_by("number").aggregate([(name, "min") for name in _TOLD[1:]])
    return tuple(
        Content(
            number=row["number"],
            code=row["code_min"],
            title=row["title_min"],
            definition=Definition(**json.loads(row["definition_min"])),
            areas=tuple(sorted(areas[row["number"]], key=lambda one: one.area)),
            told=_told(row),
        )
        for row in sorted(told.to_pylist(), key=lambda row: row["number"])
    )


def _told(row: Mapping[str, Any]) -> str:
    said = {
        "code": row["code_min"],
        "title": row["title_min"],
        "source": row["publisher_min"],
        "file": row["file_min"],
        "definition": json.loads(row["definition_min"]),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def read(
    into: Path,
    *,
    source: str,
    number: int,
    only: Collection[int] | None = None,
    areas: Collection[str] | None = None,
    within: str = "",
) -> tuple[OfficialSeries, ...]:
    """Series of a version with their figures.

    Args:
        only: places of the wanted series in the version; all when not given.
        areas: keep the figures of these areas.
        within: keep the figures of this area and of its parts ("KE" keeps "KE" and "KE-30").
    """
    import pyarrow.compute as pc

    wanted = None if only is None else pc.field("number").isin(sorted(only))
    if areas is not None:
        here = pc.field("ref_area").isin(sorted(areas))
        wanted = here if wanted is None else wanted & here
    if within:
        # An expression has no "starts with"; "." comes right after "-".
        parts = (pc.field("ref_area") >= f"{within}-") & (pc.field("ref_area") < f"{within}.")
        here = (pc.field("ref_area") == within) | parts
        wanted = here if wanted is None else wanted & here
    return tuple(series_in(folder(into, source, number), wanted))


def series(
    into: Path, *, indicator: str = "", code: str = "", area: str = ""
) -> tuple[OfficialSeries, ...]:
    """The series of the newest version of each source.

    Args:
        indicator: keep those of this SDG indicator.
        code: keep this series code.
        area: keep the figures of this area.
    """
    newest = {one.source: one for one in versions(into)}
    found = []
    for version in newest.values():
        for one in series_in(folder(into, version.source, version.number)):
            if indicator and one.definition.indicator != indicator:
                continue
            if code and one.code != code:
                continue
            kept = tuple(seen for seen in one.observations if area in ("", seen.ref_area))
            if kept:
                found.append(replace(one, observations=kept))
    return tuple(found)


def write(made: Path, series: tuple[OfficialSeries, ...]) -> None:
    """Write the figures of a version that is being made."""
    import pyarrow.parquet as pq

    pq.write_table(_table(series), made / FIGURES, compression="zstd", row_group_size=_ROW_GROUP)


def series_in(place: Path, wanted: Any = None) -> Iterator[OfficialSeries]:
    """The series of a version's folder, or what an expression leaves of them."""
    about = (place / FIGURES).stat()
    figures = _opened(place / FIGURES, about.st_mtime_ns, about.st_size)
    # One thread: what is left of a filter is small, and pages are made side by side.
    few = wanted is not None
    rows = figures.to_table(filter=wanted, use_threads=not few).to_pylist()
    grouped: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["number"], []).append(row)
    for found in grouped.values():
        first = found[0]
        yield OfficialSeries(
            code=first["code"],
            title=first["title"],
            definition=Definition(**json.loads(first["definition"])),
            observations=tuple(
                Observation(
                    **{name: row[name] for name in _OBSERVED},
                    dimensions=json.loads(row["dimensions"]),
                )
                for row in found
            ),
            source=first["publisher"],
            file=first["file"],
        )


@lru_cache(maxsize=16)
def _opened(path: Path, changed: int, size: int) -> pa.dataset.Dataset:
    """A file of figures with what it says of its parts, which takes longer to read than a part."""
    del changed, size
    import pyarrow.dataset as ds

    return ds.dataset(path, format="parquet")


def _table(series: tuple[OfficialSeries, ...]) -> pa.Table:
    import pyarrow as pa

    rows: list[dict[str, Any]] = []
    for number, one in enumerate(series):
        said = {
            "number": number,
            "code": one.code,
            "title": one.title,
            "publisher": one.source,
            "file": one.file,
            "definition": json.dumps(asdict(one.definition), sort_keys=True),
        }
        for seen in one.observations:
            dimensions = json.dumps(dict(seen.dimensions), sort_keys=True)
            observed = {name: getattr(seen, name) for name in _OBSERVED}
            rows.append(said | observed | {"dimensions": dimensions})
    numbers = dict.fromkeys(("value", "lower", "upper"), pa.float64()) | {"number": pa.int32()}
    names = (*_TOLD, *_OBSERVED, "dimensions")
    schema = pa.schema([(name, numbers.get(name, pa.string())) for name in names])
    return pa.Table.from_pylist(rows, schema=schema)
