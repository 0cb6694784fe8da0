"""Rows of an official file as observations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from datashift import sdg
from datashift.comparison.layout import Layout
from datashift.comparison.series import Observation, OfficialFile
from datashift.comparison.values import Value, multiplier, read_value, unit_code
from datashift.tables import Table
from datashift.tables.written import written

_Said = tuple[float | None, float | None, float | None]
_SDG = re.compile(r"(?<![\w.])(\d{1,2}\.[0-9a-z]{1,2}\.\d{1,2})(?![\w.])")
_THREE = re.compile("[A-Z]{3}")
_OTHER = re.compile(r"[A-Z][A-Z0-9]*([_.-][A-Z0-9]+)+")
_ROLES = (
    "area", "period", "lower", "upper", "series", "title", "indicator", "unit", "multiplier",
    "nature", "status", "source", "covers",
)  # fmt: skip
# The United Nations' database before its SDMX codes: BOTHSEX, ALLAGE, ALLAREA.
_TOTAL = {"", "_t", "_z", "total", "all", "both sexes", "bothsex", "allage", "allarea"}


@dataclass(frozen=True)
class Row:
    """One row: what series it belongs to, and its observation.

    Args:
        number: file row number.
        series: code of the series, "" when the file gives none.
        title: the series in words.
        indicator: SDG code that the row names.
        unit: SDMX code of the unit, or the unit as written.
        observation: its figure.
        unreadable: what stood in place of a value.
    """

    number: int
    series: str
    title: str
    indicator: str
    unit: str
    observation: Observation
    unreadable: str


def rows_of(table: Table, layout: Layout, spec: OfficialFile) -> Iterator[Row]:
    """Every row of a file, in its order."""
    given = _given(spec)
    values = _as_written(table, spec.file, layout.columns["value"])
    columns = {role: _texts(table, name) for role, name in layout.columns.items()}
    if any(map(_THREE.fullmatch, columns.get("area", ()))):
        # Among codes of three letters (NAM) it is R's word for "missing", and no Namibia.
        columns["area"] = ["" if code == "NA" else code for code in columns["area"]]
    groups = {name: _texts(table, name) for name in layout.dimensions}
    names = _texts(table, layout.area_names) if layout.area_names else [""] * len(table)
    blank = [""] * len(table)
    for at, number in enumerate(table.row_numbers.to_pylist()):
        said = {role: columns.get(role, blank)[at] for role in _ROLES}
        coded = {code: _code(code, groups[name][at]) for name, code in layout.dimensions.items()}
        times = multiplier(said["multiplier"])
        value = read_value(values[at]) or Value(None)
        lower, upper = (_number(said[end], times) for end in ("lower", "upper"))
        if value.bound is not None:
            bound = value.bound * times
            lower, upper = (bound, upper) if value.beyond == ">" else (lower, bound)
        period = said["period"] or layout.period
        yield Row(
            number=number,
            series=said["series"] or _coded(said["indicator"]),
            title=said["title"],
            indicator=_indicator(said["indicator"]) or _indicator(said["title"]),
            unit=unit_code(said["unit"]) or layout.unit or ("PT" if "(%" in said["title"] else ""),
            observation=Observation(
                ref_area=_area(said["area"], names[at]) or given,
                time_period=period,
                value=value.number * times if value.number is not None else None,
                lower=lower,
                upper=upper,
                dimensions={name: code for name, code in coded.items() if code},
                nature=said["nature"],
                source=said["source"] or spec.source,
                beyond=value.beyond,
                status=said["status"],
                covers=_covers(said["covers"], period),
            ),
            unreadable=values[at] if value == Value(None) else "",
        )


def once(rows: Sequence[Row], table: Table, headings: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """The rows without those that repeat an earlier one in every column that tells rows apart; and
    those.

    Args:
        rows: every row of the table, in its order.
        headings: of the columns that tell rows apart.
    """
    said = zip(*(_texts(table, name) for name in headings), strict=True)
    kept: list[Row] = []
    again: list[Row] = []
    known: set[tuple[str, ...]] = set()
    for row, texts in zip(rows, said, strict=True):
        (again if texts in known else kept).append(row)
        known.add(texts)
    return kept, again


def contradicting(observations: Iterable[Observation]) -> list[str]:
    """Of which area, period and group there is another figure than one that came before, in words."""
    known: dict[tuple[str, ...], _Said] = {}
    found = []
    for one in observations:
        groups = (f"{name}={code}" for name, code in one.dimensions.items())
        key = (one.ref_area, one.time_period, *sorted(groups))
        said = (one.value, one.lower, one.upper)
        if known.setdefault(key, said) != said:
            found.append(" ".join(filter(None, key)))
    return found


def _as_written(table: Table, path: Path, column: str) -> list[str]:
    """The values as text; as they stand in the file when a typed reading left some out."""
    if any(flag.code == "types.mixed" and flag.column == column for flag in table.flags):
        return written(path, table, column)
    return _texts(table, column)


def _texts(table: Table, column: str) -> list[str]:
    return [_text(value) for value in table.data[column].to_pylist()]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _number(text: str, times: float) -> float | None:
    value = read_value(text)
    return value.number * times if value is not None and value.number is not None else None


@lru_cache(4096)
def _area(code: str, name: str) -> str:
    """The area's code; an area that is no country stays as written, code before name."""
    for text in (code, code.zfill(3) if code.isdigit() else "", name):
        try:
            return sdg.country(text).code
        except KeyError:
            continue
    return code or name


def _given(spec: OfficialFile) -> str:
    """The area that the study says all rows are for."""
    given = spec.area or spec.definition.area
    try:
        return sdg.country(given).code
    except KeyError:
        return given


@lru_cache(256)
def _indicator(text: str) -> str:
    found = _SDG.search(text)
    return found[1] if found else ""


@lru_cache(256)
def _coded(indicator: str) -> str:
    """The code of an indicator that is none of the SDG's: it tells one series from another."""
    return indicator if _OTHER.fullmatch(indicator) and not _indicator(indicator) else ""


@lru_cache(4096)
def _code(dimension: str, text: str) -> str:
    """The code of a group; "" for everybody."""
    if text.casefold() in _TOTAL:
        return ""
    try:
        code = sdg.find_code(dimension, text)
    except KeyError:
        return text
    return "" if code == "_T" else code or text


@lru_cache(4096)
def _covers(detail: str, period: str) -> str:
    years = re.findall(r"(?:19|20)\d\d", detail)
    span = "-".join(dict.fromkeys((min(years), max(years)))) if years else ""
    return span if span != period else ""
