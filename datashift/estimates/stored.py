"""Moments kept in a folder, so that every figure can be made again without the rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from datashift.estimates.moments import Beyond, Cells, Domains, Moments, Strata, Table, Tables
from datashift.kit.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

ABOUT, CELLS, DOMAINS, STRATA = "moments.json", "cells.parquet", "domains.parquet", "strata.parquet"
_ARRAYS = tuple(field.name for field in fields(Moments) if field.name != "cells")
_CELLS = tuple(field.name for field in fields(Cells))
_VERSION = 2


def store_moments(tables: Tables, folder: Path) -> Path:
    """Write moments as Parquet, and what they are of as JSON.

    Returns:
        the folder.

    Raises:
        TypeError: a table holds more than moments (a quantile, calibrated or replicate weights).
    """
    import pyarrow as pa
    import pyarrow.parquet as parquet

    if any(table.beyond != Beyond() for table in tables.tables.values()):
        raise TypeError("moments alone do not tell these figures")
    folder.mkdir(parents=True, exist_ok=True)
    every = list(tables.tables.values())
    about = [
        {
            "measure": measure,
            "place": place,
            "by": list(table.domains.by),
            "unplaced": table.domains.unplaced,
            "domains": len(table.domains.codes),
            "cells": None if table.moments.cells is None else len(table.moments.cells.psus),
        }
        for (measure, place), table in tables.tables.items()
    ]
    domains = _end_to_end((one.moments for one in every), _ARRAYS)
    codes = [list(code) for one in every for code in one.domains.codes]
    domains["codes"] = pa.array(codes, pa.list_(pa.string()))
    cells = [one.moments.cells for one in every if one.moments.cells is not None]
    strata = {"psus": tables.strata.psus, "unsampled": tables.strata.unsampled}
    strata["names"] = pa.array(tables.strata.names, pa.string())
    if tables.strata.population is not None:
        strata["population"] = tables.strata.population
    parquet.write_table(pa.table(domains), folder / DOMAINS)
    parquet.write_table(pa.table(_end_to_end(cells, _CELLS)), folder / CELLS)
    parquet.write_table(pa.table(strata), folder / STRATA)
    text = json.dumps({"version": _VERSION, "unweighted": tables.unweighted, "tables": about})
    (folder / ABOUT).write_text(text, encoding="utf-8")
    return folder


def load_moments(folder: Path) -> Tables:
    """The moments kept in a folder.

    Raises:
        Problem: there are none.
    """
    import pyarrow.parquet as parquet

    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        domains, cells, strata = (
            parquet.read_table(folder / name) for name in (DOMAINS, CELLS, STRATA)
        )
        codes = [tuple(code) for code in domains.column("codes").to_pylist()]
        arrays, inside = _arrays(domains, _ARRAYS), _arrays(cells, _CELLS)
        tables: dict[tuple[int, int], Table] = {}
        first = first_cell = 0
        for one in about["tables"]:
            here = slice(first, first := first + one["domains"])
            found = None
            if one["cells"] is not None:
                there = slice(first_cell, first_cell := first_cell + one["cells"])
                found = Cells(**{name: inside[name][there] for name in _CELLS})
            moments = Moments(cells=found, **{name: arrays[name][here] for name in _ARRAYS})
            by = Domains(tuple(one["by"]), tuple(codes[here]), one["unplaced"])
            tables[one["measure"], one["place"]] = Table(by, moments)
        return Tables(tables, _strata(strata), about["unweighted"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Problem("The stored moments are not there or damaged", code="store.absent") from error


def _strata(kept: pa.Table) -> Strata:
    arrays = _arrays(kept, ("psus", "unsampled"))
    if "population" in kept.column_names:
        arrays |= _arrays(kept, ("population",))
    return Strata(names=tuple(kept.column("names").to_pylist()), **arrays)


def _end_to_end(parts: Iterable[Any], names: tuple[str, ...]) -> dict[str, Any]:
    every = list(parts)
    return {
        name: np.concatenate([getattr(one, name) for one in every]) if every else []
        for name in names
    }


def _arrays(table: pa.Table, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: table.column(name).to_numpy() for name in names}
