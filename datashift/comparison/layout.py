"""Which column of an official file holds what, told by its heading.

Layouts known: SDMX names (the global SDG database and its kin), the UN gender minimum set, Open SDG
(Year, disaggregations, GeoCode, Value), downloads and answers of the United Nations' and the World
Bank's databases (geoAreaCode, timePeriodStart, countryiso3code), and plain long files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from datashift.comparison.series import OfficialFile
from datashift.kit.language import verbatim
from datashift.kit.problem import Problem
from datashift.kit.text import fold
from datashift.sdg import dimensions

_HEADINGS: Mapping[str, tuple[str, ...]] = {  # role to headings, the surest first
    "area": (
        "ref area", "geocode", "geo code", "geo area code", "iso3", "countryiso3code", "iso code", "country code", "area code", "iso2",
        "country or area code", "country or area",
        "ref area desc", "reference area", "country name", "country", "area name", "area",
        "pais", "region", "province", "county", "district", "name",
    ),
    "period": ("time period", "time period start", "year", "period", "time", "ano", "annee", "date"),
    "value": (
        "obs value", "value", "valor", "valeur", "pcnt", "percent", "percentage", "estimate",
    ),
    "lower": (
        "lower bound", "ci lower", "lowerbound", "lower ci", "ci low", "lower", "lower limit",
        "lower confidence interval", "low",
    ),
    "upper": (
        "upper bound", "ci upper", "upperbound", "upper ci", "ci high", "upper", "upper limit",
        "upper confidence interval", "high",
    ),
    "series": ("sdg seriesid", "sdg series id", "series", "series code", "seriescode", "minset series"),
    "title": (
        "series desc", "series description", "seriesdescription", "minset series desc",
        "series name", "indicator name", "indicator value", "item", "series",
    ),
    "indicator": (
        "indicator", "indicator code", "sdg indicator", "indicator label", "indicator id", "item code",
    ),
    "unit": (
        "unit measure", "units", "unit", "unit of measure", "unit measure desc", "unit desc",
    ),
    "multiplier": ("unit mult", "unit multiplier"),
    "nature": ("nature",),
    "status": ("obs status", "observation status"),
    "source": ("source", "source detail", "data source"),
    "covers": ("time detail", "time coverage"),
}  # fmt: skip

_GEOGRAPHY = {fold(each) for each in _HEADINGS["area"]} | {
    "geo level", "geo version", "sdg region", "x", "y", "parent code", "local authority", "ward",
    "geo area name", "country id", "country value",
}  # fmt: skip
_PERCENT = {"pcnt", "percent", "percentage"}
_REMARKS = {
    "sort order", "comment obs", "comments", "comment", "footnote", "footnotes", "reporting type",
    "source year", "freq", "tsk sub dims", "tsk sub id",
    "is latest value", "minset series", "notes", "goal", "target",
    "base period", "upload date", "geo info url", "geoinfourl", "observation status",
    "series count", "value type", "time detail", "time coverage", "foot note", "foot notes",
    "footnotes count", "decimal", "scale", "goal count", "target count",
}  # fmt: skip
# Attributes of SDMX messages that do not say which of their columns are some.
_ATTRIBUTES = verbatim(
    {
        "decimals", "cust breakdown lb", "geo info type", "base per", "comment ts", "comment dset",
        "conf status", "obs conf", "pre break value", "obs pre break", "collection", "time format",
        "data last update", "last update", "obs footnote", "series footnote", "country notes",
        "custodian", "coverage time", "ref period", "wgtd sampl size",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """Columns of an official file by what they hold.

    Args:
        columns: role to heading.
        dimensions: heading to dimension: its SDMX code where known, otherwise the heading.
        area_names: a second column that names the area where the first is empty, or "".
        period: the period of every row, where the study says it instead of a column.
        unit: the unit of every row, where the heading of the values says it.
    """

    columns: Mapping[str, str]
    dimensions: Mapping[str, str] = field(default_factory=dict)
    area_names: str = ""
    period: str = ""
    unit: str = ""


def recognise(
    headings: Sequence[str], spec: OfficialFile, attributes: Collection[str] = ()
) -> Layout:
    """Tell what each column is; what the study declares goes before what headings say.

    Args:
        attributes: headings that make no group, because the file says so.

    Raises:
        Problem: no column of periods or of values was found.
    """
    by_fold = {plain(heading): heading for heading in reversed(headings)}
    columns = {
        role: found
        for role, known in _HEADINGS.items()
        if (found := next((by_fold[each] for each in known if each in by_fold), ""))
    }
    for role in ("area", "period", "value"):
        declared = getattr(spec, role)
        if declared in headings:
            columns[role] = declared
        elif declared and role == "value":
            raise _unusable(headings, spec, f'There is no column "{declared}"')
    period = "" if spec.period in headings else spec.period
    if "value" not in columns:
        raise _unusable(headings, spec, "No column of values was recognised")
    if "period" not in columns and not period:
        raise _unusable(headings, spec, "No column of periods was recognised")
    groups = _dimensions([one for one in headings if one not in attributes], columns)
    unit = "PT" if plain(columns["value"]) in _PERCENT else ""
    return Layout(columns, groups, _area_names(by_fold, columns), period, unit)


def telling(
    headings: Sequence[str], layout: Layout, attributes: Collection[str] = ()
) -> tuple[str, ...]:
    """The headings that tell one row from another: all but remarks."""
    used = set(layout.columns.values())
    return tuple(
        one
        for one in headings
        if one in used or not (one in attributes or plain(one) in _REMARKS | _ATTRIBUTES)
    )


_INSIDE = re.compile(r"^(?:dimensions|attributes)/|[\[\]]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|/")


def plain(heading: str) -> str:
    """A heading as comparable words, whoever's database wrote it.

    >>> plain("geoAreaCode"), plain("[Nature]"), plain("dimensions/Sex"), plain("REF_AREA")
    ('geo area code', 'nature', 'sex', 'ref area')
    """
    return fold(_CAMEL.sub(" ", _INSIDE.sub("", heading)))


def _dimensions(headings: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    known = {fold(name): each.code for each in dimensions() for name in (each.code, each.name)}
    known |= {
        "degree of urbanisation": "URBANISATION",
        "location": "URBANISATION",
        "urban rural": "URBANISATION",
        "gender": "SEX",
    }
    taken = set(columns.values())
    found = {}
    for heading in headings:
        words = plain(heading)
        if heading in taken or words in _GEOGRAPHY or words in _REMARKS | _ATTRIBUTES:
            continue
        if words.endswith((" desc", " seriesid", " series id")) or words in _OTHER_ROLES:
            continue
        found[heading] = known.get(words, heading)
    return found


def _area_names(by_fold: Mapping[str, str], columns: Mapping[str, str]) -> str:
    names = (
        "iso3",
        "geo area name",
        "reference area",
        "region",
        "ref area desc",
        "country name",
        "country value",
        "country",
        "name",
    )
    others = (by_fold[each] for each in names if each in by_fold)
    return next((each for each in others if each != columns.get("area")), "")


def _unusable(headings: Sequence[str], spec: OfficialFile, what: str) -> Problem:
    listed = ", ".join(f'"{heading}"' for heading in headings[:12])
    more = f" and {len(headings) - 12} more" if len(headings) > 12 else ""
    return Problem(
        f"{what}; the columns are {listed}{more}",
        file=spec.file.name,
        safe="Nothing was compared",
        do="Name the columns in the study: under official, set area, period and value to the "
        "headings of the columns that hold them; period may also be a year, and area a country",
        code="official.layout",
    )


_OTHER_ROLES = {each for role in _HEADINGS if role != "area" for each in _HEADINGS[role]}
