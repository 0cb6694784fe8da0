"""The area of each row, from points, from names and codes, or from both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from datashift import sdg
from datashift.harmonise import boundaries as outlines
from datashift.harmonise import gazetteer as gazetteers
from datashift.harmonise.distinct import distinct
from datashift.harmonise.expression.kinds import nearest
from datashift.harmonise.gazetteer import Gazetteer
from datashift.harmonise.names import Named, resolve
from datashift.harmonise.points import coordinates, locate
from datashift.harmonise.rows import Rows, listed
from datashift.kit.problem import Problem
from datashift.quality.words import counted
from datashift.tables.flag import Flag, Severity

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.harmonise.boundaries import Boundaries
    from datashift.harmonise.specification import Place

Codes = NDArray[np.int32]
_MOST_DIFFERENT = 0.01  # share of the rows in which points and names may differ
_WHOLE_COUNTRIES = ("0", "country", "countries", "pais", "país", "pays", "nchi", "देश")


@dataclass(frozen=True)
class Placed:
    """Where rows belong.

    Args:
        codes: code of each row's area, null where it has none.
        areas: code to name of every area that rows could belong to.
        flags: what was noticed and assumed.
    """

    codes: pa.Array
    areas: Mapping[str, str]
    flags: tuple[Flag, ...]


def place_rows(data: pa.Table, place: Place, rows: Rows) -> Placed:
    """Find the area of each row of `data`, the rows that are used.

    The point decides where there is one; the column serves the other rows.

    Raises:
        Problem: an unknown column or country, or boundaries that cannot be used.
    """
    import pyarrow as pa

    points = _point_columns(place)
    _check_columns(data, place)
    shapes = outlines.read(place.areas) if place.areas else None
    if points and shapes is None and place.column is None:
        raise Problem(
            "Points need the boundaries of the areas they may be in, and the study gives none",
            do="Add a GeoJSON or TopoJSON file under place, areas; or a column with the areas' names",
            code="place.no_boundaries",
        )
    gazetteer = _gazetteer(place, shapes)
    known = {code: at for at, code in enumerate(gazetteer.names)}
    flags: list[Flag] = []
    codes = np.full(data.num_rows, -1, dtype=np.int32)
    if points and shapes is not None:
        codes, found = _by_point(data, points, shapes, rows)
        flags += (*shapes.flags, *found)
    if place.column is not None:
        named = resolve(distinct(data[place.column]), gazetteer, place.column)
        flags += named.flags(rows)
        by_name = named.codes(known)
        if points and shapes is not None:
            flags += _both(codes, by_name, named, tuple(gazetteer.names.values()), rows)
        codes = np.where(codes < 0, by_name, codes)
    taken = pa.array(codes, mask=codes < 0)
    return Placed(
        pa.array(list(gazetteer.names), pa.string()).take(taken), gazetteer.names, tuple(flags)
    )


def _by_point(
    data: pa.Table, points: tuple[str, str], shapes: Boundaries, rows: Rows
) -> tuple[Codes, tuple[Flag, ...]]:
    longitude, latitude = (coordinates(data[name], name) for name in points)
    located = locate(longitude, latitude, shapes)
    return located.area, located.flags(rows, shapes.file, points)


def _both(
    codes: Codes, by_name: Codes, named: Named, names: tuple[str, ...], rows: Rows
) -> Iterator[Flag]:
    """What to say where points and names both speak, and where only names do."""
    filled = (codes < 0) & (by_name >= 0)
    compared = (codes >= 0) & (by_name >= 0)
    differ = compared & (codes != by_name)
    # Names that often contradict the points, as after a boundary change, are a poor substitute.
    doubtful = int(differ.sum()) > _MOST_DIFFERENT * int(compared.sum())
    if count := int(filled.sum()):
        yield Flag(
            "place.by_column",
            Severity.LOOK if doubtful else Severity.NOTE,
            f"{counted(count, 'row', 'rows')} that no point places took the area that "
            f'"{named.column}" names.',
            column=named.column,
            rows=rows.numbers(filled),
            count=count,
            values={"count": count, "column": named.column},
        )
    if count := int(differ.sum()):
        said = _pairs(by_name[differ], codes[differ], names)
        yield Flag(
            "place.disagree",
            Severity.LOOK,
            f"In {counted(count, 'row', 'rows')} the point is in another area than "
            f'"{named.column}" says: {listed(said)}. The point was taken.',
            column=named.column,
            rows=rows.numbers(differ),
            count=count,
            values={"count": count, "column": named.column, "pairs": said},
        )


def _pairs(said: Codes, found: Codes, names: tuple[str, ...]) -> dict[str, int]:
    """How often which area was said and which was found, the commonest first."""
    pairs, counts = np.unique(np.stack([said, found]), axis=1, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return {f"{names[pairs[0, at]]} → {names[pairs[1, at]]}": int(counts[at]) for at in order}


def _gazetteer(place: Place, shapes: Boundaries | None) -> Gazetteer:
    level = str(place.level).strip().casefold() if place.level is not None else "1"
    try:
        if shapes is not None:
            return gazetteers.of_boundaries(shapes, place.country)
        if level in _WHOLE_COUNTRIES:
            return gazetteers.of_world()
        if place.country is not None:
            country = sdg.country(place.country).code
            return gazetteers.of_country(country, _known_level(country, level))
    except KeyError:
        raise Problem(
            f'There is no country "{place.country}"',
            do="Write its two letters, such as TZ, or its English name",
            code="place.unknown_country",
        ) from None
    raise Problem(
        "The study names a column of places but not their country",
        do="Add the country, such as TZ; or, if the column holds countries, level: country",
        code="place.no_country",
    )


def _known_level(country: str, said: str) -> int:
    """The level that a study names, where we know areas of it; else the first."""
    level = sdg.level_called(country, said) or 1
    return level if said.isdigit() or sdg.areas(country, level) else 1


def _point_columns(place: Place) -> tuple[str, str] | None:
    longitude, latitude = place.longitude, place.latitude
    if longitude is not None and latitude is not None:
        return longitude, latitude
    if longitude is None and latitude is None and place.column is not None:
        return None
    if longitude is None and latitude is None:
        what, do = (
            "The study has a place but no column for it",
            "Name the columns of the point, or one",
        )
    else:
        what, do = "A point needs both longitude and latitude", "Name the other column too"
    raise Problem(what, do=do, code="place.unclear")


def _check_columns(data: pa.Table, place: Place) -> None:
    for name in (place.longitude, place.latitude, place.column):
        if name is not None and name not in data.column_names:
            near = nearest(name, tuple(data.column_names))
            raise Problem(
                f'The place of a row is to be read from "{name}", and there is no such column',
                do=f'Did you mean "{near}"?'
                if near
                else f"The columns are {listed(data.column_names, 12)}",
                code="place.unknown_column",
            )
