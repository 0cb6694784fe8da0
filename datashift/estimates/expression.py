"""Rows in any engine to moments: one Ibis expression for all measures and cross-classifications.

The expression runs wherever the table lives (DuckDB, PostgreSQL, Spark). An engine adds in no fixed
order, so the last digits (relative 1e-15) may differ between runs; `kernel`, for rows in memory,
gives the same bits each time. Both agree to 1e-12.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from datashift.estimates.answers import (
    BINARY,
    denominator_of,
    form_of,
    refuse_incomplete,
    refuse_other,
)
from datashift.estimates.estimate import Design, Measure
from datashift.estimates.gathered import floats, gathered, integers, is_of, key, labels_of
from datashift.estimates.moments import Strata, Table, Tables
from datashift.estimates.sample import agreed_population, refuse_missing, refuse_negative, unsampled
from datashift.kit.problem import Problem
from datashift.tables import engines
from datashift.tables.arrays import column

if TYPE_CHECKING:
    import pyarrow as pa


def tabulate(
    data: Any,
    design: Design,
    measures: Sequence[Measure],
    backend: Any = None,
    labels: Mapping[str, tuple[str, ...]] | None = None,
) -> Tables:
    """Moments of every measure in all its cross-classifications.

    Args:
        data: an Ibis table, or an Arrow table to be brought to the engine.
        backend: where to run it; None is where its rows live.
        labels: of columns that hold codes.

    Raises:
        Problem: a column is absent or does not suit its use.
    """
    data, names = _brought(data, design, measures, backend)
    run = _Run(data, design, tuple(measures), backend, names, labels or {})
    centres, unweighted, complete = run.look()
    strata, numbers_of = run.strata()
    run = replace(run, complete=complete)
    found = run.fetch(lambda it: it.moments(centres), centres)
    tables: dict[tuple[int, int], Table] = {}
    for number, measure in enumerate(measures):
        for place, by in enumerate(measure.by):
            part = found.filter(is_of(found, run.groupings.index(by), number))
            form = form_of(measure)
            keys = [key(part, run.groups[name], run.labels.get(name)) for name in by]
            tables[number, place] = gathered(part, by, keys, form, centres[number], numbers_of)
    return Tables(tables, strata, unweighted)


def rows(data: Any, design: Design, measures: Sequence[Measure], backend: Any = None) -> pa.Table:
    """The rows with only the columns that are needed, brought into memory.

    Raises:
        Problem: a column is absent.
    """
    run = _Run(data, design, tuple(measures), backend, {}, {})
    names = needed(design, measures)
    for name in names:
        run.column(name)
    return run.fetch(lambda it: it.data.select(*names), names)


def needed(design: Design, measures: Sequence[Measure]) -> list[str]:
    """The columns that are used, each once."""
    names = [design.strata, *design.cluster, design.weight, design.population]
    names += design.later_populations
    names += [name for one in measures for name in (one.of, denominator_of(one))]
    names += [name for one in measures for by in one.by for name in by]
    return list(dict.fromkeys(name for name in names if name is not None))


def _brought(
    data: Any, design: Design, measures: Sequence[Measure], backend: Any
) -> tuple[Any, dict[str, str]]:
    """An Ibis table with the needed columns, and how each is called there.

    Engines do not tell "sex" from "SEX"; neutral names do.
    """
    import pyarrow as pa

    if not isinstance(data, pa.Table):
        return data, {}
    names = {name: f"c{at}" for at, name in enumerate(needed(design, measures))}
    columns = [column(data, name) for name in names]
    # A column without any value may have been read as text; it serves as numbers too.
    columns = [pa.nulls(len(c), pa.float64()) if c.null_count == len(c) else c for c in columns]
    rows = pa.table(columns, names=list(names.values()))
    return engines.expression(rows, backend), names


@dataclass(frozen=True)
class _Run:
    data: Any
    design: Design
    measures: tuple[Measure, ...]
    backend: Any
    names: Mapping[str, str]
    labels: Mapping[str, tuple[str, ...]]
    complete: bool = False  # every row is known to have a weight and all answers

    @property
    def probability(self) -> bool:
        return self.design.sampling == "probability"

    @property
    def groupings(self) -> list[tuple[str, ...]]:
        return list(dict.fromkeys(by for measure in self.measures for by in measure.by))

    @property
    def groups(self) -> dict[str, str]:
        """How the column of each group is called while it is summed."""
        every = dict.fromkeys(name for by in self.groupings for name in by)
        return {name: f"by{at}" for at, name in enumerate(every)}

    @property
    def sums(self) -> list[str]:
        """What must be summed; the rest follows from it."""
        found = ["members", *([] if self.complete else ["n"]), "plain", "weight", "a"]
        if any(measure.of and measure.quantity not in BINARY for measure in self.measures):
            found += ["yy"]
        if any(map(denominator_of, self.measures)):
            found += ["yy", "x", "yx", "xx"]
        if any(form_of(measure) == "total" for measure in self.measures):
            found += ["t"]
        return list(dict.fromkeys(found))

    def fetch(self, asked: Callable[[_Run], Any], *about: object) -> pa.Table:
        """What an expression over the rows gives.

        Args:
            asked: the expression of a run; it depends on the run and `about` alone, so that it is
                spelled out once for rows of the same columns.
        """
        what = (asked.__qualname__, self.design, self.names, self.complete, about)
        measures = [(m.quantity, m.of, denominator_of(m), form_of(m), m.by) for m in self.measures]
        return engines.computed(
            self.data,
            lambda data: asked(replace(self, data=data)),
            self.backend,
            shape=repr((what, measures)),
        )

    def column(self, name: str) -> Any:
        there = self.names.get(name, name)
        if there not in self.data.columns:
            raise Problem(
                f'There is no column "{name}"',
                do="Choose one of " + ", ".join(self.data.columns[:12]),
                code="tables.no_column",
            )
        return self.data[there]

    def number(self, name: str) -> Any:
        """A column as float64; not-a-number and infinity are missing."""
        values = self.column(name)
        kind = values.type()
        if kind.is_boolean():
            return values.cast("int32").cast("float64")  # PostgreSQL knows no other way
        if not kind.is_numeric():
            raise Problem(
                "The column does not hold numbers",
                column=name,
                do="Map its values to numbers, or choose another column",
                code="tables.not_numbers",
            )
        values = values.cast("float64")
        if self.complete or not kind.is_floating():
            return values
        # Engines order not-a-number after all numbers; Ibis 12 tells Spark nothing is infinite.
        return (values.abs() <= sys.float_info.max).ifelse(values, None)

    def prepared(self) -> Any:
        """The rows with what the moments need: stratum, psu, w, and y, x of each measure."""
        import ibis

        one = ibis.literal(1.0)
        columns: dict[str, Any] = {}
        columns["w"] = self.number(self.design.weight) if self.design.weight else one
        if self.probability:
            strata = self.design.strata
            columns["stratum"] = self.column(strata) if strata else ibis.literal(0)
            if self.design.cluster:
                columns["psu"] = self.column(self.design.cluster[0])
            if self.design.population:
                columns["size"] = self.number(self.design.population)
        for name, called in self.groups.items():
            columns[called] = self.column(name)
        for number, measure in enumerate(self.measures):
            refuse_incomplete(measure)
            columns[f"y{number}"] = self.number(measure.of) if measure.of else one
            if denominator := denominator_of(measure):
                columns[f"x{number}"] = self.number(denominator)
        return self.data.select(**columns)

    def first_look(self) -> Any:
        """An expression of one row: whether the columns suit, and their means."""
        rows = self.prepared()
        asked: dict[str, Any] = {
            "unweighted": rows.w.isnull().sum(),
            "negative": (rows.w < 0).sum(),
        }
        for name in ("stratum", "psu"):
            if name in rows.columns:
                asked[name] = rows[name].isnull().sum()
        for number, measure in enumerate(self.measures):
            y = rows[f"y{number}"]
            asked[f"y{number}"] = y.mean()
            asked[f"gaps{number}"] = y.isnull().sum()
            if measure.quantity in BINARY:
                asked[f"other{number}"] = y.nullif(0.0).nullif(1.0).max()
            if denominator_of(measure):
                x = rows[f"x{number}"]
                asked[f"x{number}"] = x.mean()
                asked[f"gaps{number}"] += x.isnull().sum()
        return rows.aggregate(**asked)

    def look(self) -> tuple[list[float], int, bool]:
        """What c to centre each measure on, rows without a weight, and whether nothing is missing.

        Raises:
            Problem: a column does not suit its use.
        """
        row = self.fetch(_Run.first_look).to_pylist()[0]
        refuse_negative(int(row["negative"] or 0), self.design.weight or "")
        for name, theirs in (("stratum", self.design.strata), ("psu", self.design.cluster[:1])):
            if theirs:
                refuse_missing(
                    int(row.get(name) or 0), theirs if isinstance(theirs, str) else theirs[0]
                )
        centres = []
        for number, measure in enumerate(self.measures):
            refuse_other(measure, row.get(f"other{number}"))
            y, x = row[f"y{number}"] or 0.0, row.get(f"x{number}", 1.0)
            # a rough mean will do; rounded, the same expression serves as rows come in
            digits = 1 if measure.quantity in BINARY else 12
            centres.append(float(f"{y / x:.{digits}g}") if x else 0.0)
        gaps = sum(int(row[f"gaps{number}"] or 0) for number in range(len(self.measures)))
        unweighted = int(row["unweighted"] or 0)
        return centres, unweighted, gaps + unweighted == 0

    def sampled(self) -> Any:
        """An expression of the strata: their PSUs, and the populations that their rows name."""
        rows = self.prepared()
        keys = ["stratum", "psu"] if "psu" in rows.columns else ["stratum"]
        asked: dict[str, Any] = {} if "psu" in keys else {"psus": rows.count()}
        if self.design.population:
            size = rows["size"]
            asked |= {"lowest": size.min(), "highest": size.max(), "unknown": size.isnull().sum()}
        found = rows.group_by(keys).aggregate(**asked) if asked else rows.select(keys).distinct()
        if "psu" in keys:
            asked = {"psus": found.count()}
            if self.design.population:
                asked |= {"lowest": found.lowest.min(), "highest": found.highest.max()}
                asked |= {"unknown": found.unknown.sum()}
            found = found.group_by("stratum").aggregate(**asked)
        return found.order_by("stratum")

    def strata(self) -> tuple[Strata, dict[str, int]]:
        """The strata of the whole design, and the number of each by name."""
        if not self.probability:
            return Strata(np.zeros(0, np.int64), np.zeros(0)), {}
        found = self.fetch(_Run.sampled)
        psus = integers(found, "psus")
        left, population = np.ones(len(psus)), None
        if self.design.population:
            lowest = np.where(integers(found, "unknown") > 0, np.nan, floats(found, "lowest"))
            highest = floats(found, "highest")
            population = agreed_population(lowest, highest, psus, self.design.population)
            left = unsampled(population, psus)
        names = labels_of(found)
        known = self.labels.get(self.design.strata or "")
        said = [known[int(name)] for name in names] if known else names
        strata = Strata(psus, left, tuple(said) if self.design.strata else ("",), population)
        return strata, {name: at for at, name in enumerate(names)}

    def moments(self, centres: list[float]) -> Any:
        """An expression of all moments: one row per grouping, measure, stratum and domain.

        Rows are first stacked by measure: aggregates of every measure side by side would take Ibis
        seconds to compile.
        """
        import ibis

        rows = self.prepared()
        keys = [name for name in rows.columns if name in ("stratum", "psu") or name[:2] == "by"]
        stacked = [
            rows.select(*keys, measure=ibis.literal(number), **self.products(rows, number, c))
            for number, c in enumerate(centres)
        ]
        rows = ibis.union(*stacked) if len(stacked) > 1 else stacked[0]
        parts = [self.grouped(rows, place, by) for place, by in enumerate(self.groupings)]
        return ibis.union(*parts) if len(parts) > 1 else parts[0]

    def products(self, rows: Any, number: int, centre: float) -> dict[str, Any]:
        """What is summed of each row; 0 where there is no usable answer."""
        measure = self.measures[number]
        w, y = rows.w, rows[f"y{number}"]
        usable = y.notnull() & w.notnull()
        x: Any = 1.0
        if f"x{number}" in rows.columns:
            x = rows[f"x{number}"]
            usable = usable & x.notnull()
        apart = y - centre * x
        products = {
            "plain": y,
            "weight": w,
            "x": w * x,
            "a": w * apart,
            "yy": w * apart * apart,
            "yx": w * apart * x,
            "xx": w * x * x,
            "t": w * (apart if form_of(measure) == "ratio" else y),
        }
        kept = {name: value for name, value in products.items() if name in self.sums}
        if self.complete:
            return kept
        kept = {name: usable.ifelse(value, 0.0) for name, value in kept.items()}
        return {"n": usable.ifelse(1, 0), **kept}

    def grouped(self, rows: Any, place: int, by: tuple[str, ...]) -> Any:
        """Moments of one grouping; columns of other groupings are null."""
        import ibis

        names = [self.groups[name] for name in by]
        several = ["measure"] if len(self.measures) > 1 else []
        keys = [*several, *(["stratum"] if self.probability else []), *names]
        kinds = rows.schema()
        asked = {
            name: rows.count() if name == "members" else rows[name].sum() for name in self.sums
        }
        if "psu" in rows.columns:
            rows = rows.group_by([*keys, "psu"]).aggregate(**asked)
            asked = {name: rows[name].sum() for name in self.sums}
        if self.probability:
            asked |= _about_means(rows)
        every = list(self.groups.values())
        padding = {
            name: ibis.literal(None, type=kinds[name]) for name in every if name not in names
        }
        result = (
            rows.group_by(keys).aggregate(**asked).mutate(grouping=ibis.literal(place), **padding)
        )
        if not several:
            result = result.mutate(measure=ibis.literal(0))
        stratum = ["stratum"] if self.probability else []
        return result.select(["grouping", "measure", *stratum, *every, *asked])


def _about_means(totals: Any) -> dict[str, Any]:
    """Moments of the PSU totals about their means, over PSUs with answers."""
    answered = totals.n > 0 if "n" in totals.columns else None
    a = totals.t if "t" in totals.columns else totals.a
    b = totals.x if "x" in totals.columns else totals.weight
    return {
        "psus": totals.count() if answered is None else answered.sum(),
        "aa": a.var(how="pop", where=answered),
        "ab": a.cov(b, how="pop", where=answered),
        "bb": b.var(how="pop", where=answered),
    }
