"""A release as SDMX carries it: series, figures and the codes that name them.

Columnar throughout: whatever is said once per code, series or indicator is computed once and taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from datashift.exchange.languages import OURS, Worded, beside_ours
from datashift.exchange.observations import TOTAL
from datashift.exchange.published import Published
from datashift.exchange.sdmx.definition import AGENCY, COMPONENTS, TIME, VALUE, Component, of
from datashift.exchange.sdmx.periods import frequency, whole, words
from datashift.exchange.sdmx.places import area_codes, breakdowns, label
from datashift.exchange.sdmx.series import Carrier, carriers
from datashift.exchange.text import codes, one_chunk, used
from datashift.kit.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

Integers = NDArray[np.int64]
DIMENSIONS = tuple(component.id for component in of("dimension"))


@dataclass(frozen=True)
class CodeList:
    """The codes that a component uses: code to name and description, each with its language."""

    agency: str
    id: str
    version: str
    codes: Mapping[str, tuple[Worded, Worded]]
    partial: bool


@dataclass(frozen=True)
class Carried:
    """A release in SDMX's terms.

    Args:
        release: where it comes from.
        series: one row per series: the dimensions and the attributes of a series, as dictionaries
            of text; an attribute that says nothing is null in its dictionary.
        figures: one row per figure, those of a series together: TIME_PERIOD, OBS_VALUE and the
            attributes of a figure.
        group: the series of each figure, ascending, shape (figures,).
        lists: code list of each coded component.
    """

    release: Published
    series: pa.Table
    figures: pa.Table
    group: Integers
    lists: Mapping[str, CodeList]

    @property
    def id(self) -> str:
        """Of the data structure and the dataflow."""
        return f"SDG_{self.release.identity.upper()}"


@lru_cache(maxsize=1)
def carried(release: Published) -> Carried:
    """The release in the SDG data structure's dimensions; kept for its other formats.

    Raises:
        Problem: a figure's time is unknown or no SDMX period, two figures have one key, or there
            is none.
    """
    import pyarrow as pa

    if not release.observations.num_rows:
        raise Problem("There is no figure in this release", code="export.no_figures")
    named = carriers(release)
    columns, lists = _dimensions(release, named)
    keys = [columns[name][0] for name in DIMENSIONS]
    indicator = _coded(release, "INDICATOR")
    unit = _coded(release, "UNIT_MEASURE")
    breakdown = columns["CUST_BREAKDOWN"]
    # A series has one indicator and one unit, so these add no series; they are only carried along.
    group, combinations = _crossed([*keys, indicator[0], unit[0]])
    _refuse_twins(group, _coded(release, TIME)[0])
    order = np.argsort(group, kind="stable")
    codes_of = dict(zip((*DIMENSIONS, "INDICATOR", "UNIT_MEASURE"), combinations.T, strict=True))
    series = {name: _texts(codes_of[name], columns[name][1]) for name in DIMENSIONS}
    series |= _series_attributes(release, named, indicator[1], breakdown[2], codes_of)
    series["UNIT_MEASURE"] = _texts(codes_of["UNIT_MEASURE"], unit[1])
    figures = _figures(release, named, order)
    return Carried(
        release=release,
        series=pa.table(_ordered(series)),
        figures=pa.table(_ordered(figures)),
        group=group[order],
        lists=lists | _attribute_lists(series, figures, release),
    )


_Coded = tuple[Integers, list[str], list[str]]
"""Code of each row, the SDMX id of each code, and its name."""


def _dimensions(
    release: Published, named: Mapping[str, Carrier]
) -> tuple[dict[str, _Coded], dict[str, CodeList]]:
    columns: dict[str, _Coded] = {}
    lists: dict[str, CodeList] = {}
    for component in of("dimension"):
        made = _MADE.get(component.id, _usual(component.id))
        rows, ids, names = made(release, named)
        columns[component.id] = (rows, ids, names)
        described = dict(zip(ids, names, strict=True))
        lists[component.id] = _list(component, described, named, release)
    return columns, lists


def _usual(name: str) -> Callable[[Published, Mapping[str, Carrier]], _Coded]:
    def made(release: Published, named: Mapping[str, Carrier]) -> _Coded:
        del named
        if name not in release.dimensions:
            return np.zeros(release.observations.num_rows, np.int64), [TOTAL], [""]
        rows, texts = _coded(release, name)
        known = _known(name)
        others = codes([text for text in texts if text not in known])
        ids = [others.get(text, text) for text in texts]
        return rows, ids, [known.get(text, text) for text in texts]

    return made


def _frequencies(release: Published, named: Mapping[str, Carrier]) -> _Coded:
    del named
    rows, texts = _coded(release, TIME)
    periods = _periods(release, texts)
    kinds = [frequency(period) for period in periods]
    ids = list(dict.fromkeys(kinds))
    return np.array([ids.index(kind) for kind in kinds], np.int64)[rows], ids, ids


def _reporting(release: Published, named: Mapping[str, Carrier]) -> _Coded:
    """Figures about one country, from that country: N, national."""
    del named
    return np.zeros(release.observations.num_rows, np.int64), ["N"], ["National"]


def _series(release: Published, named: Mapping[str, Carrier]) -> _Coded:
    rows, texts = _coded(release, "INDICATOR")
    return rows, [named[text].code for text in texts], [named[text].name for text in texts]


def _areas(release: Published, named: Mapping[str, Carrier]) -> _Coded:
    del named
    rows, texts = _coded(release, "REF_AREA")
    ids = area_codes(release, texts)
    _, first = np.unique(rows, return_index=True)
    names = release.observations["AREA_NAME"].take(first).to_pylist()
    return rows, [ids[text] for text in texts], [name or "" for name in names]


def _custom(release: Published, named: Mapping[str, Carrier]) -> _Coded:
    """Whatever the SDG structure has no dimension for, one code for each combination."""
    del named
    others = [name for name in release.used if name not in DIMENSIONS]
    if not others:
        return np.zeros(release.observations.num_rows, np.int64), [TOTAL], [""]
    parts = [_coded(release, name) for name in others]
    rows, combinations = _crossed([part[0] for part in parts])
    labels = [
        label({name: part[1][k] for name, part, k in zip(others, parts, codes, strict=True)})
        for codes in combinations
    ]
    ids = breakdowns(labels)
    return rows, [ids[text] for text in labels], labels


_MADE: dict[str, Callable[[Published, Mapping[str, Carrier]], _Coded]] = {
    "FREQ": _frequencies,
    "REPORTING_TYPE": _reporting,
    "SERIES": _series,
    "REF_AREA": _areas,
    "CUST_BREAKDOWN": _custom,
}


def _series_attributes(
    release: Published,
    named: Mapping[str, Carrier],
    indicators: list[str],
    custom: list[str],
    codes_of: Mapping[str, Integers],
) -> dict[str, pa.DictionaryArray]:
    updated = release.created.isoformat() if release.created else None
    match = {finding.id: finding.match or None for finding in release.findings}
    indicator, breakdown = codes_of["INDICATOR"], codes_of["CUST_BREAKDOWN"]
    return {
        "COMMENT_TS": _texts(indicator, [named[one].description for one in indicators]),
        "CUST_BREAKDOWN_LB": _texts(breakdown, [text or None for text in custom]),
        "DATA_LAST_UPDATE": _texts(np.zeros_like(indicator), [updated]),
        "MATCH": _texts(indicator, [match[one] for one in indicators]),
    }


def _texts(rows: Integers, texts: Sequence[str | None]) -> pa.DictionaryArray:
    """A column that has of each row its text."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(
        pa.array(rows.astype(np.int32)), pa.array(texts, pa.string())
    )


def _figures(
    release: Published, named: Mapping[str, Carrier], order: Integers
) -> dict[str, pa.Array]:
    table = release.observations
    rows, texts = _coded(release, TIME)
    periods = _periods(release, texts)
    details = [words(release, text) or None for text in texts]
    status, comments = _status(release, named)
    source = f"{release.producer}: {release.title}" if release.producer else release.title
    all_one = np.zeros(table.num_rows, np.int32)
    rows, comments = rows[order], comments[order]
    made = {
        TIME: _texts(rows, periods),
        "OBS_STATUS": _texts(comments, [one for one, _ in status]),
        "UNIT_MULT": _texts(all_one, ["0"]),
        "NATURE": _texts(all_one, ["_X"]),
        "TIME_DETAIL": _texts(rows, details),
        "COMMENT_OBS": _texts(comments, [text or None for _, text in status]),
        "SOURCE_DETAIL": _texts(all_one, [source]),
    }
    for name, column in {
        VALUE: "OBS_VALUE",
        "LOWER_BOUND": "CI_LOWER",
        "UPPER_BOUND": "CI_UPPER",
        "STD_ERROR": "STD_ERROR",
        "N": "N",
        "N_EFFECTIVE": "N_EFFECTIVE",
    }.items():
        made[name] = one_chunk(table[column]).take(order)
    return made


def _status(
    release: Published, named: Mapping[str, Carrier]
) -> tuple[list[tuple[str, str]], Integers]:
    """OBS_STATUS and COMMENT_OBS: the pairs that occur, and which each row has."""
    status_rows, statuses = _coded(release, "OBS_STATUS")
    rows, indicators = _coded(release, "INDICATOR")
    group, combinations = _crossed([status_rows, rows])
    pairs = []
    for status, indicator in combinations:
        finding = release.finding(indicators[indicator])
        differs = named[finding.id].official and finding.match == "partial"
        if statuses[status] == "Q":
            pairs.append(("Q", "Hidden to protect people."))
        elif statuses[status] == "M":
            pairs.append(("M", "There is nothing to compute it from."))
        elif differs:
            pairs.append(("D", finding.match_reason or "The definition is near the official one."))
        else:
            pairs.append((statuses[status], ""))
    return pairs, group


def _attribute_lists(
    series: Mapping[str, pa.Array], figures: Mapping[str, pa.Array], release: Published
) -> dict[str, CodeList]:
    lists = {}
    for component in of("series", "figure"):
        if component.codes:
            column = series[component.id] if component.id in series else figures[component.id]
            known = _known(component.id)
            names = {code: known.get(code, code) for code in used(column)}
            lists[component.id] = _list(component, names, {}, release)
    return lists


def _list(
    component: Component, names: Mapping[str, str], named: Mapping[str, Carrier], release: Published
) -> CodeList:
    """The list of the SDG structure cut to what is used; one of ours where it lacks a code."""
    assert component.codes
    agency, identity, version = component.codes
    known = _known(component.id)
    own = agency == AGENCY or not set(names) <= set(known)
    said = {
        carrier.code: Worded(carrier.description, beside_ours(release.language))
        for carrier in named.values()
    }
    # A series is named by the study's title of its indicator; areas and groups by words of the data.
    written = release.language if component.id == "SERIES" else ""
    return CodeList(
        agency=AGENCY if own else agency,
        id=f"{identity}_{release.identity.upper()}" if own else identity,
        version="1.0" if own else version,
        codes={
            code: (
                Worded(name, written)
                if name and code not in known
                else Worded(known.get(code) or _TOTALS.get(component.id, "Total"), OURS),
                said.get(code, Worded("")),
            )
            for code, name in sorted(names.items())
        },
        partial=not own,
    )


_TOTALS = {"CUST_BREAKDOWN": "No breakdown", "REF_AREA": "The whole"}


@cache
def _known(name: str) -> Mapping[str, str]:
    from datashift.sdg import dimension

    try:
        return {code.code: code.name for code in dimension(name).codes.values()}
    except KeyError:
        return {}


def _periods(release: Published, texts: Sequence[str]) -> list[str]:
    return [whole(release, texts) if text == TOTAL else text for text in texts]


@lru_cache(maxsize=16)
def _coded(release: Published, name: str) -> tuple[Integers, list[str]]:
    """A column as numbers of its distinct texts, in the order of their first use."""
    column = one_chunk(release.observations[name]).dictionary_encode()
    return np.asarray(column.indices, dtype=np.int64), column.dictionary.to_pylist()


def _crossed(parts: list[Integers]) -> tuple[Integers, Integers]:
    from datashift.tables.arrays import crossed

    return crossed(parts)


def _refuse_twins(group: Integers, times: Integers) -> None:
    _, different = _crossed([group, times])
    if len(different) < len(group):
        raise Problem(
            "Two figures of this release have the same key in SDMX: indicator, area, time, groups",
            do="Give the groups names of their own and run the study again",
            code="export.twins",
        )


def _ordered(columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    return {one.id: columns[one.id] for one in COMPONENTS if one.id in columns}
