"""Whether the columns a study speaks of are in its data; every message names its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from datashift.kit.problem import Problem
from datashift.studies.document import Path
from datashift.studies.loading import Study
from datashift.studies.messages import nearest
from datashift.studies.modelled.columns import in_the_rows
from datashift.studies.specification import Indicator
from datashift.studies.weighting.declared import Design
from datashift.studies.weighting.weights import columns_of

GROUPS = {"place": "REF_AREA", "time": "TIME_PERIOD"}
"""Words of `by` that stand for columns made on the way."""


def check_columns(study: Study, headings: Sequence[str], *, file: str) -> None:
    """Refuse a study that speaks of columns its data do not have.

    Raises:
        Problem: the first such column, with its line and the nearest heading.
    """
    theirs = set(headings)
    ours = theirs | set(study.specification.variables)
    wanted = [
        *((path, name, theirs) for path, name in _of_the_file(study)),
        *((path, name, ours) for path, name in _of_rows(study, headings)),
    ]
    unknown = [
        (study.line(*path), name, known) for path, name, known in wanted if name not in known
    ]
    if not unknown:
        return
    line, name, known = min(unknown, key=lambda one: one[0] or 0)
    guess = nearest(name, sorted(known))
    shown = ", ".join(f"`{heading}`" for heading in list(headings)[:8])
    more = " …" if len(headings) > 8 else ""
    raise Problem(
        f"There is no column `{name}` in {file}{guess}",
        file=study.name,
        line=line,
        do=None if guess else f"Its columns are {shown}{more}",
        code="study.no_column",
    )


def _of_the_file(study: Study) -> Iterator[tuple[Path, str]]:
    """Columns that must be in the file itself."""
    spec = study.specification
    for name, variable in spec.variables.items():
        if variable.source is not None:
            yield ("variables", name, "from"), variable.source
        elif variable.expression is not None:
            known = spec.variables
            for column in _columns(variable.expression):
                if column not in known:
                    yield ("variables", name), column
    if spec.data.where is not None:
        for column in _columns(spec.data.where):
            if column not in spec.variables:
                yield ("data", "where"), column


def _of_rows(study: Study, headings: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Columns that may be theirs or variables of ours."""
    spec = study.specification
    yield from _of_the_design(spec.design, headings)
    if spec.place is not None:
        for key in ("longitude", "latitude", "column"):
            if (name := getattr(spec.place, key)) is not None:
                yield ("place", key), name
    if (asked := spec.protect.points) is not None:
        for key in ("cluster", "urban", "household"):
            if (name := getattr(asked, key)) is not None:
                yield ("protect", "points", key), name
    if spec.time is not None and spec.time.column is not None:
        yield ("time", "column"), spec.time.column
    for number, indicator in enumerate(spec.indicators):
        yield from _of_an_indicator(indicator, ("indicators", number), set(spec.variables))
    for number, line in enumerate(spec.repairs):
        if line.column is not None:
            yield ("repairs", number, "column"), line.column
        if line.drop_column is not None:
            yield ("repairs", number, "drop_column"), line.drop_column


def _of_the_design(design: Design, headings: Sequence[str]) -> Iterator[tuple[Path, str]]:
    for key in ("strata", "weight", "population"):
        if (name := getattr(design, key)) is not None:
            yield ("design", key), name
    for key in ("cluster", "later_populations"):
        for name in getattr(design, key):
            yield ("design", key), name
    if design.nonresponse is not None:
        yield ("design", "nonresponse", "answered"), design.nonresponse.answered
        for name in design.nonresponse.classes:
            yield ("design", "nonresponse", "classes"), name
    if (replicates := design.replicates) is not None:
        for name in columns_of(replicates.columns, headings) or replicates.columns:
            yield ("design", "replicates", "columns"), name
        if replicates.weight is not None:
            yield ("design", "replicates", "weight"), replicates.weight


def _of_an_indicator(
    indicator: Indicator, path: Path, variables: Collection[str]
) -> Iterator[tuple[Path, str]]:
    for key in ("of", "over"):
        if (name := getattr(indicator, key)) is not None:
            yield (*path, key), name
    if indicator.per is not None and indicator.per.column is not None:
        yield (*path, "per"), indicator.per.column
    for key, name in in_the_rows(indicator.method):
        if name not in GROUPS or name in variables:
            yield (*path, "method", key), name
    for position, group in enumerate(indicator.by):
        for word in group:
            if word not in GROUPS or word in variables:
                yield (*path, "by", position), word
    for number, said in enumerate(indicator.differences):
        for word in (said.between, *(word for group in said.by for word in group)):
            if word not in GROUPS or word in variables:
                yield (*path, "differences", number), word


def _columns(text: str) -> Sequence[str]:
    from datashift.harmonise.expression import parse

    return sorted(parse(text).columns)
