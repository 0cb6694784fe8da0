"""Who makes the moments: NumPy, the compiled loops or an engine. The answer is the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datashift.estimates import compiled, expression, kernel
from datashift.estimates.compiled import machine
from datashift.estimates.estimate import Design, Measure
from datashift.estimates.moments import Tables
from datashift.estimates.ordered import is_ordered
from datashift.estimates.replicates import Replicates
from datashift.estimates.replication import weighed_again
from datashift.tables.sorted_rows import Parquet, labels_of, opened, rows_of
from datashift.weights import Calibrated

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

WORTH = 2_000_000  # rows times cross-classifications from which starting numba pays
IN_MEMORY = 2_000_000  # rows of a file that are brought into memory where nothing else can


def tabulate(
    data: pa.Table | Parquet | ir.Table,
    design: Design,
    measures: Sequence[Measure],
    calibration: Calibrated | None = None,
    replicates: Replicates | None = None,
    backend: Any = None,
) -> Tables:
    """Moments of every measure in all its cross-classifications.

    Rows in memory stay there. A Parquet file goes through the compiled loops, unless it is small,
    not sorted, or numba is not installed; then through memory or, if large, DuckDB. What the loops
    and engines cannot do (quantiles, later stages, calibration, replicates) is done in memory.

    Raises:
        Problem: a column is absent or does not suit its use.
        TypeError: calibrations or replicates of rows that are not in memory.
    """
    import pyarrow as pa

    is_plain = not (any(map(is_ordered, measures)) or design.later_populations)
    in_memory = calibration is not None or replicates is not None
    if isinstance(data, pa.Table):
        if backend is None or in_memory or not is_plain:
            if calibration is not None and replicates is not None:
                replicates = weighed_again(data, design, calibration, replicates)
            return kernel.tabulate(data, design, measures, calibration, replicates)
        return expression.tabulate(data, design, measures, backend)
    if in_memory:
        raise TypeError("calibrations and replicates are of rows in memory: give an Arrow table")
    if isinstance(data, Parquet):
        return _of_file(data, design, measures, backend, is_plain=is_plain)
    if not is_plain:
        return kernel.tabulate(expression.rows(data, design, measures, backend), design, measures)
    return expression.tabulate(data, design, measures, backend)


def _of_file(
    data: Parquet, design: Design, measures: Sequence[Measure], backend: Any, *, is_plain: bool
) -> Tables:
    with opened(data) as file:
        rows, labels = file.metadata.num_rows, labels_of(file)
    if is_plain and backend is None:
        visits = rows * sum(len(measure.by) for measure in measures)
        if visits >= WORTH and machine.is_available():
            found = compiled.tabulate(data, design, measures)
            if found is not None:
                return found
    if not is_plain or (backend is None and rows <= IN_MEMORY):
        return kernel.tabulate(rows_of(data, expression.needed(design, measures)), design, measures)
    from datashift.tables import engines

    table = engines.parquet(data.path) if backend is None else backend.read_parquet(str(data.path))
    return expression.tabulate(table, design, measures, backend, labels)
