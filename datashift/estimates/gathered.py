"""What an engine sends back, as moments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from datashift.estimates.answers import Form
from datashift.estimates.moments import Cells, Domains, Moments, Table
from datashift.tables.arrays import Coded, Integers, Numbers, coded, crossed, summed

if TYPE_CHECKING:
    import pyarrow as pa

# Sums over the usable answers of (y, x, w) with z = y - cx; t is wz, of a total wy.
SUMS = ("members", "n", "plain", "weight", "x", "a", "yy", "yx", "xx", "t")


def key(part: pa.Table, name: str, labels: tuple[str, ...] | None) -> Coded:
    if labels is None:
        return coded(part, name)
    import pyarrow.compute as pc

    codes = pc.fill_null(part[name], -1).to_numpy()
    return Coded(np.asarray(codes, dtype=np.int64), labels)


def gathered(
    part: pa.Table,
    by: tuple[str, ...],
    keys: list[Coded],
    form: Form,
    centre: float,
    strata: Mapping[str, int],
) -> Table:
    """The rows of one grouping as the table of one measure."""
    members = floats(part, "members")
    missing = np.zeros(part.num_rows, dtype=bool)
    for key in keys:
        missing |= key.codes < 0
    unplaced = int(members[missing].sum())
    part = part.filter(~missing)
    if by:
        domain, combinations = crossed([key.codes[~missing] for key in keys])
        labels = [key.labels for key in keys]
        codes = tuple(
            tuple(names[code] for names, code in zip(labels, row, strict=True))
            for row in combinations.tolist()
        )
    else:
        domain = np.zeros(part.num_rows, np.int64)
        codes = ((),) if members.sum() > 0 else ()
    size = len(codes)
    sums = _spelt_out(part, centre)
    cells = _cells(sums, part, domain, strata) if strata else None
    sums = {name: summed(domain, values, size) for name, values in sums.items()}
    n = sums["n"].astype(np.int64)
    moments = Moments(
        n=n,
        missing=sums["members"].astype(np.int64) - n,
        plain=sums["plain"],
        y=sums["t"] if form == "total" else sums["a"] + centre * sums["x"],
        x=sums["x"],
        weight=sums["weight"],
        centre=np.full(size, centre),
        a=sums["a"],
        yy=sums["yy"],
        yx=sums["yx"],
        xx=sums["xx"],
        cells=cells,
    )
    return Table(Domains(by, codes, unplaced), moments)


def _spelt_out(part: pa.Table, centre: float) -> dict[str, Numbers]:
    """All sums; those that were not asked of the engine follow from the others."""
    found = {name: floats(part, name) for name in SUMS if name in part.column_names}
    a, weight = found["a"], found["weight"]
    same = {"n": found["members"], "t": a, "x": weight, "yx": a, "xx": weight}
    if "yy" not in found:  # y is 0 or 1
        found["yy"] = (1 - 2 * centre) * a + centre * (1 - centre) * weight
    return same | found


def _cells(
    sums: Mapping[str, Numbers], part: pa.Table, domain: Integers, strata: Mapping[str, int]
) -> Cells:
    psus = integers(part, "psus")
    stratum = np.array([strata[name] for name in labels_of(part)], dtype=np.int64)
    order = np.lexsort((domain, stratum))
    order = order[psus[order] > 0]
    psus = psus[order]
    values = {name: floats(part, name)[order] for name in ("aa", "ab", "bb")}
    return Cells(
        stratum=stratum[order],
        domain=domain[order],
        psus=psus,
        a=sums["t"][order],
        b=sums["x"][order],
        aa=values["aa"] * psus,
        ab=values["ab"] * psus,
        bb=values["bb"] * psus,
    )


def labels_of(table: pa.Table) -> list[str]:
    """The stratum of each row as text."""
    stratum = coded(table, "stratum")
    return [stratum.labels[code] for code in stratum.codes.tolist()]


def floats(table: pa.Table, name: str) -> Numbers:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pc.fill_null(pc.cast(table[name], pa.float64()), 0.0)
    return np.asarray(values.to_numpy(), dtype=np.float64)


def integers(table: pa.Table, name: str) -> Integers:
    return floats(table, name).astype(np.int64)


def is_of(table: pa.Table, grouping: int, measure: int) -> Any:
    import pyarrow.compute as pc

    return pc.and_(pc.equal(table["grouping"], grouping), pc.equal(table["measure"], measure))
