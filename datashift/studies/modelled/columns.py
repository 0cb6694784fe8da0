"""The study's words for columns, in its rows and in the files beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from datashift.estimates.paired import is_amount, parts_of
from datashift.kit.text import fold
from datashift.studies.modelled.declared import Method
from datashift.tables import Table
from datashift.tables.arrays import coded, counted, crossed

if TYPE_CHECKING:
    import pyarrow as pa

    from datashift.harmonise import Harmonised

CROSS = "*"
_MADE = {"place": "REF_AREA", "time": "TIME_PERIOD"}


def named(names: Iterable[str], variables: Iterable[str]) -> tuple[str, ...]:
    """Names as columns of the prepared table: `place*sex` is `REF_AREA*sex`."""
    own = set(variables)
    return tuple(
        CROSS.join(
            part if part in own else _MADE.get(part, part)
            for part in (one.strip() for one in name.split(CROSS))
        )
        for name in names
    )


def in_the_rows(method: Method | None) -> Iterator[tuple[str, str]]:
    """Key and name of every column that the rows must have for a method."""
    if method is None:
        return
    if method.cluster is not None:
        yield "cluster", method.cluster
    if method.name == "quasi-randomisation":
        for name in method.covariates:
            yield from (("covariates", part.strip()) for part in name.split(CROSS))
    for name in method.groups:
        yield from (("groups", part.strip()) for part in name.split(CROSS))
    yield from (("lists", name) for name in method.lists)
    yield from (("link", name) for name in method.link)


def files_of(
    method: Method | None, path: tuple[str | int, ...]
) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The files a method reads, with where the study names them."""
    if method is None:
        return
    if method.reference is not None:
        yield method.reference.file, (*path, "reference", "file")
    for key in ("totals", "cells", "areas"):
        if (name := getattr(method, key)) is not None:
            yield name, (*path, key)


def beside(table: Table, placed: Harmonised, variables: Iterable[str]) -> pa.Table:
    """A file with a column for `place` or `time`, with those in the words of the prepared rows."""
    import pyarrow as pa

    own = set(variables)
    codes = {fold(name): code for code, name in placed.areas.items()}
    data = table.data
    for word, made in _MADE.items():
        if word not in data.column_names or word in own:
            continue
        values = [None if one is None else str(one) for one in data.column(word).to_pylist()]
        if word == "place":
            values = [
                one if one is None or one in placed.areas else codes.get(fold(one), one)
                for one in values
            ]
        at = data.column_names.index(word)
        data = data.set_column(at, made, pa.array(values, pa.string()))
    return data


def with_few_rows(data: pa.Table, names: Iterable[str], minimum: int) -> set[str]:
    """Columns with a category of so few rows that nothing may be said of it, however indirectly."""
    found = set()
    for name in names:
        known = all(part in data.column_names for part in parts_of(name))
        if not known or is_amount(data, name):
            continue
        number, combinations = crossed([coded(data, part).codes for part in parts_of(name)])
        complete = (combinations >= 0).all(axis=1)
        counts = counted(number, len(combinations))[complete]
        if len(counts) and counts.min() < minimum:
            found.add(name)
    return found
