"""Read files of official figures, whatever their layout."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from datashift import sdg, tables
from datashift.comparison.layout import Layout, recognise, telling
from datashift.comparison.messages import coded
from datashift.comparison.rows import Row, contradicting, once, rows_of
from datashift.comparison.series import Definition, Observation, OfficialFile, OfficialSeries
from datashift.comparison.shapes import long
from datashift.comparison.wording import number, people_in
from datashift.kit.problem import Problem
from datashift.tables import Flag, Severity, Table

_CODE = re.compile(r"^[A-Z]{2,3}_[A-Z0-9_]+$")
_SDG_IN_NAME = re.compile(r"(?<!\d)(\d{1,2})-([0-9a-z]{1,2})-(\d{1,2})(?!\d)")


def read(
    path: Path,
    *,
    series: str = "",
    indicator: str = "",
    area: str = "",
    period: str = "",
    value: str = "",
    source: str = "",
) -> tuple[OfficialSeries, ...]:
    """Read official series from a file; the arguments are those of `OfficialFile`.

    Raises:
        Problem: see `read_file`.
    """
    return read_file(OfficialFile(path, series, indicator, area, period, value, source))


def read_file(spec: OfficialFile) -> tuple[OfficialSeries, ...]:
    """Read the official series that a study names: one per series, indicator and unit.

    Countries become ISO 3166 alpha-2 codes, known disaggregations SDMX codes; what is not known
    stays as written. Values that are no numbers become bounds ("<2.5") or missing, with a flag. A row
    that stands there again counts once; two values of one thing are both kept. Flags say so.

    Raises:
        Problem: the file cannot be read, its layout is not recognised, or the series is not in it.
    """
    table, attributes = coded(long(tables.read(spec.file)))
    headings = table.data.column_names
    layout = _with_series(table, recognise(headings, spec, attributes), spec)
    every = list(rows_of(table, layout, spec))
    rows, again = once(every, table, telling(headings, layout, attributes))
    if spec.series:
        kept = [row for row in rows if spec.series in (row.series, row.title)]
        if not kept:
            raise _absent(rows, spec)
        rows = kept
    flags = (*_again(again, spec), *_flags(rows, spec), *_page_flags(table, spec))
    groups: defaultdict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.series, row.indicator, row.title, row.unit].append(row)
    return tuple(
        _series(key, found, spec, flags if first else ())
        for first, (key, found) in zip(
            [True] + [False] * len(groups), sorted(groups.items()), strict=False
        )
    )


def _again(rows: Sequence[Row], spec: OfficialFile) -> tuple[Flag, ...]:
    """That rows stand in the file more than once."""
    if not rows:
        return ()
    return (
        Flag(
            "official.again",
            Severity.NOTE,
            f"One row of {spec.file.name} repeats an earlier one and is not counted again."
            if len(rows) == 1
            else f"{len(rows):,} rows of {spec.file.name} repeat earlier ones and are not counted again.",
            rows=tuple(row.number for row in rows),
            count=len(rows),
            values={"count": len(rows), "file": spec.file.name},
        ),
    )


def _contradicting(
    code: str, observations: Sequence[Observation], spec: OfficialFile
) -> tuple[Flag, ...]:
    """That one thing has two values in a series; both are kept."""
    twice = [" ".join(filter(None, (code, one))) for one in contradicting(observations)]
    if not twice:
        return ()
    count, first = len(twice), twice[0]
    return (
        Flag(
            "official.two_values",
            Severity.LOOK,
            f"Figures given twice with different values: {count}, as of {first}.",
            count=count,
            values={"count": count, "file": spec.file.name, "first": first},
        ),
    )


def _series(
    key: tuple[str, str, str, str],
    rows: Sequence[Row],
    spec: OfficialFile,
    flags: tuple[Flag, ...],
) -> OfficialSeries:
    code, indicator, title, unit = key
    if code == title:  # one column stood for both
        code, title = (code, "") if _CODE.match(code) else ("", title)
    observations = sorted((row.observation for row in rows), key=in_order)
    sources = {each.source for each in observations} - {""}
    return OfficialSeries(
        code=code,
        title=title,
        definition=_definition(spec.definition, code, indicator, title, unit, spec.file.stem),
        observations=tuple(observations),
        source=spec.source or (sources.pop() if len(sources) == 1 else ""),
        file=spec.file.name,
        flags=(*flags, *_contradicting(code, observations, spec)),
    )


def in_order(each: Observation) -> tuple[str, str, list[tuple[str, str]]]:
    """What observations of a series are sorted by."""
    return (each.ref_area, each.time_period, sorted(each.dimensions.items()))


def _definition(
    declared: Definition, code: str, indicator: str, title: str, unit: str, stem: str
) -> Definition:
    """What the study says, then what the file says, then what the SDG framework says."""
    known = _known_series(code)
    in_name = _SDG_IN_NAME.search(stem)
    indicators = [
        each
        for each in (
            declared.indicator,
            indicator,
            known.indicators[0] if known and known.indicators else "",
            ".".join(in_name.groups()) if in_name else "",
        )
        if _known_indicator(each)
    ]
    sdg_code = indicators[0] if indicators else ""
    official_name = sdg.indicator(sdg_code).name().text if sdg_code else ""
    words = people_in(title) or people_in(official_name)
    return replace(
        declared,
        indicator=sdg_code,
        series=declared.series or code,
        title=declared.title or title or official_name,
        unit=declared.unit or ("person" if words else ""),
        language=declared.language if declared.unit else "en",
        population=declared.population or words,
        measure_unit=declared.measure_unit or unit or (known.unit if known else ""),
    )


def _known_series(code: str) -> sdg.Series | None:
    try:
        return sdg.series(code)
    except KeyError:
        return None


def _known_indicator(code: str) -> bool:
    try:
        sdg.indicator(code)
    except KeyError:
        return False
    return True


def _with_series(table: Table, layout: Layout, spec: OfficialFile) -> Layout:
    """Let a column whose codes include the series wanted be the column of series."""
    if not spec.series or "series" in layout.columns:
        return layout
    for heading in layout.dimensions:
        if spec.series in table.data[heading].unique().to_pylist():
            rest = {name: code for name, code in layout.dimensions.items() if name != heading}
            return replace(layout, columns={**layout.columns, "series": heading}, dimensions=rest)
    return layout


def _flags(rows: Sequence[Row], spec: OfficialFile) -> tuple[Flag, ...]:
    bounds = [row for row in rows if row.observation.beyond]
    unread = [row for row in rows if row.unreadable]
    no_share = [row for row in rows if row.unit == "PT" and _beyond(row.observation.value)]
    flags = []
    if bounds:
        flags.append(
            Flag(
                "official.bound",
                Severity.NOTE,
                f"One official value in {spec.file.name} is a bound, not a figure."
                if len(bounds) == 1
                else f"{len(bounds):,} official values in {spec.file.name} are bounds, not figures.",
                rows=tuple(row.number for row in bounds),
                count=len(bounds),
                values={"count": len(bounds), "file": spec.file.name},
            )
        )
    if unread:
        shown = ", ".join(
            f'"{each}"' for each in list(dict.fromkeys(r.unreadable for r in unread))[:3]
        )
        flags.append(
            Flag(
                "official.not_a_number",
                Severity.LOOK,
                f"One official value in {spec.file.name} is not a number ({shown}) and counts as "
                "missing."
                if len(unread) == 1
                else f"{len(unread):,} official values in {spec.file.name} are not numbers ({shown}) "
                "and count as missing.",
                rows=tuple(row.number for row in unread),
                count=len(unread),
                values={"count": len(unread), "file": spec.file.name},
            )
        )
    if no_share:
        values = [row.observation.value or 0.0 for row in no_share]
        shown = number(values[0])
        flags.append(
            Flag(
                "official.no_share",
                Severity.LOOK,
                f"One official value in percent in {spec.file.name} is below 0 or above 100: {shown}."
                if len(no_share) == 1
                else f"{len(no_share):,} official values in percent in {spec.file.name} are below 0 "
                f"or above 100, such as {shown}.",
                rows=tuple(row.number for row in no_share),
                count=len(no_share),
                values={"count": len(no_share), "file": spec.file.name},
            )
        )
    return tuple(flags)


def _beyond(value: float | None) -> bool:
    """Whether it is no share in percent; a rate of enrolment or of growth can be, rightly."""
    return value is not None and not 0 <= value <= 100


def _page_flags(table: Table, spec: OfficialFile) -> tuple[Flag, ...]:
    """That an answer of a database goes on, page after page."""
    page, pages = (table.source.details.get(name, 0) for name in ("page", "pages"))
    if not page or pages < 2:
        return ()
    return (
        Flag(
            "official.page",
            Severity.LOOK,
            f"{spec.file.name} is page {page} of {pages} of an answer.",
            values={"file": spec.file.name, "page": page, "pages": pages},
        ),
    )


def _absent(rows: Sequence[Row], spec: OfficialFile) -> Problem:
    known = sorted({row.series or row.title for row in rows} - {""})
    listed = ", ".join(known[:8]) + (f" and {len(known) - 8} more" if len(known) > 8 else "")
    return Problem(
        f'There is no series "{spec.series}"' + (f"; the file has {listed}" if listed else ""),
        file=spec.file.name,
        safe="Nothing was compared",
        do="Correct the series in the study, or leave it out to read all",
        code="official.series",
    )
