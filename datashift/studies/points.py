"""The map of points that a study may ask for: its clusters, moved once and for ever.

A cluster is drawn from the place where an earlier release first had it, so that who subtracts one
release from another learns nothing of where the new rows lie. No number of rows stands at a point,
and an area with a hidden figure has no points: both would narrow what is hidden.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datashift.kit.problem import Problem
from datashift.tables import Flag, Severity

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.disclosure import Cell, Ledger
    from datashift.disclosure.points import PublishedPoints
    from datashift.harmonise.boundaries import Boundaries
    from datashift.studies.loading import Study
    from datashift.studies.specification import Points

FILE = "points.geojson"
Places = Mapping[str, tuple[float, float]]
"""Cluster to the longitude and latitude that it is drawn from. Nobody else may know them."""

_KEY = 32  # bytes
_DECIMALS = 4  # of a degree: 11 m, far below the least distance that a point is moved


@dataclass(frozen=True)
class Pointed:
    """The points of a release.

    Args:
        text: points.geojson; "" where there is none.
        places: what the next release must draw from.
        flags: what was joined and kept back, or why there are no points.
    """

    text: str = ""
    places: Places | None = None
    flags: tuple[Flag, ...] = ()


def key_in(
    path: Path, *, out: Path | None = None, draw: Callable[[int], bytes] = secrets.token_bytes
) -> bytes:
    """The key of a study's points, made once.

    Args:
        path: the file; made for its owner's eyes only where it is not there.
        out: folder of the release, where it must not lie.
        draw: so many bytes that nobody can guess.

    Raises:
        Problem: the file would be published, cannot be used or is no key.
    """
    if out is not None and out.resolve() in path.resolve().parents:
        raise Problem(
            "The key would be published with the release, and with it every point can be moved back",
            file=path.name,
            do="Keep it beside the rows, outside the folder of the release",
            code="points.key_published",
        )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(draw(_KEY).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass
    except OSError:
        raise _unusable(path) from None
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        raise _unusable(path) from None
    if len(key) != _KEY:
        raise _unusable(path)
    return key


def _unusable(path: Path) -> Problem:
    return Problem(
        "This is not a key of points that was made here",
        file=path.name,
        safe="It was left as it is",
        do="Choose the file that earlier runs of this study wrote, or a new name for a new study",
        code="points.key",
    )


def points(
    study: Study,
    data: pa.Table,
    cells: Sequence[Cell],
    *,
    key: bytes | None,
    earlier: Sequence[Ledger] = (),
) -> Pointed:
    """The points of a study, or why it has none.

    Args:
        data: the rows that are used, with `REF_AREA`.
        cells: all figures, as they may leave.
        key: of the study; without one no point leaves.
        earlier: what earlier releases showed, oldest first.

    Raises:
        Problem: the boundaries cannot be used, or a column does not hold coordinates.
    """
    asked = study.specification.protect.points
    if asked is None:
        return Pointed()
    if study.specification.protect.topic != "ordinary":
        message = "No points are shown, only areas: the topic could hurt the people who answered."
        return Pointed(flags=(Flag("points.area_only", Severity.NOTE, message),))
    if key is None:
        message = (
            "The study asks for a map of points. It has none, because points are moved by a key that "
            "stays the same for ever, and no file was named to keep it in."
        )
        return Pointed(flags=(Flag("points.no_key", Severity.LOOK, message),))
    return _moved(study, asked, data, cells, key, earlier)


def _moved(
    study: Study,
    asked: Points,
    data: pa.Table,
    cells: Sequence[Cell],
    key: bytes,
    earlier: Sequence[Ledger],
) -> Pointed:
    from datashift.disclosure.points import Clusters, publish
    from datashift.harmonise import boundaries
    from datashift.studies.steps import place

    where = place(study)
    assert where is not None and where.areas is not None  # noqa: PT018 - crosscheck saw to it
    seen = _clusters(data, asked, (str(where.longitude), str(where.latitude)))
    before: dict[str, tuple[float, float]] = {}
    for release in earlier:
        before = {**{name: (x, y) for name, x, y in release.places}, **before}
    places = {
        name: before.get(name, (x, y))
        for name, x, y in zip(seen["name"], seen["x"], seen["y"], strict=True)
    }
    silent = _silent(cells)
    import numpy as np

    kept = [at for at, area in enumerate(seen["area"]) if area not in silent and None not in silent]
    shapes = boundaries.read(where.areas)
    minimum = max(study.specification.protect.rules().minimum, 2)
    shown = publish(
        Clusters(
            identities=tuple(seen["name"][at] for at in kept),
            longitude=np.array([places[seen["name"][at]][0] for at in kept], dtype=float),
            latitude=np.array([places[seen["name"][at]][1] for at in kept], dtype=float),
            urban=np.array([bool(seen["urban"][at]) for at in kept], dtype=bool),
            households=np.array([seen["households"][at] for at in kept], dtype=np.int64),
        ),
        shapes,
        secret=key,
        minimum=minimum,
    )
    flags = shown.flags
    if left_out := len(seen["name"]) - len(kept):
        message = (
            f"{left_out:,} clusters have no point, because figures of their areas are hidden to "
            "protect people."
        )
        flags += (Flag("points.hidden_area", Severity.NOTE, message, count=left_out),)
    return Pointed(_geojson(shown, shapes, minimum), {**places, **before}, flags)


def _clusters(data: pa.Table, asked: Points, where: tuple[str, str]) -> dict[str, list[Any]]:
    """One entry for each cluster that has a place, by name."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from datashift.harmonise.points import coordinates

    longitude, latitude = (pa.array(coordinates(data[name], name)) for name in where)
    columns = {
        "name": pc.cast(data[asked.cluster], pa.string()),
        "x": longitude,
        "y": latitude,
        "area": data["REF_AREA"],
        "urban": pc.cast(data[asked.urban], pa.float64())
        if asked.urban
        else pa.nulls(len(data), pa.float64()),
        "household": data[asked.household] if asked.household else pa.nulls(len(data), pa.string()),
    }
    known = pc.and_(pc.is_finite(longitude), pc.is_finite(latitude))
    for needed in ("name", "area"):
        known = pc.and_(known, pc.is_valid(columns[needed]))
    households = ("household", "count_distinct") if asked.household else ("x", "count")
    table = pa.table(columns).filter(pc.fill_null(known, False))
    found = (
        table.group_by("name", use_threads=False)
        .aggregate(
            [("x", "mean"), ("y", "mean"), ("area", "min"), ("urban", "min"), households],
        )
        .sort_by("name")
    )
    names = ("x_mean", "y_mean", "area_min", "urban_min", "_".join(households))
    ours = ("x", "y", "area", "urban", "households")
    return {
        "name": found["name"].to_pylist(),
        **{our: found[name].to_pylist() for our, name in zip(ours, names, strict=True)},
    }


def _silent(cells: Iterable[Cell]) -> Collection[str | None]:
    """Areas that points would tell more about; None among them stands for all areas.

    Each point stands for so many rows at least, which is news where the number of the area's rows
    is hidden. Where that is shown, figures within the area learn nothing by it.
    """
    hidden: set[str | None] = set()
    shown: set[str | None] = set()
    for cell in cells:
        domain = cell.estimate.domain
        area = domain.get("REF_AREA")
        alone = len(domain) == (area is not None)
        if cell.hidden and (area is not None or alone):
            hidden.add(area)
        elif not cell.hidden and alone:
            shown.add(area)
    return hidden - shown


def _geojson(shown: PublishedPoints, shapes: Boundaries, minimum: int) -> str:
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [round(float(x), _DECIMALS), round(float(y), _DECIMALS)],
            },
            "properties": {"area": shapes.codes[area], "name": shapes.names[area]},
        }
        for x, y, area in zip(shown.longitude, shown.latitude, shown.area.tolist(), strict=True)
    ]
    about = (
        "Not the places themselves: each point was moved at random, once and for ever, by up to 2 km "
        "in towns and 5 km elsewhere, one in a hundred of these by up to 10 km, within its area. "
        f"At least {minimum} households or rows stand behind each."
    )
    document = {"type": "FeatureCollection", "about": about, "features": features}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
