"""Open SDG: data/indicator_6-1-1.csv and meta/6-1-1.md for each SDG indicator.

An indicator without an SDG code keeps its own id as its file name. Figures of one SDG indicator share
a file and are told apart by the `Series` column. Open SDG has no column for intervals: the range of
the whole stands in the metadata, the rest in observations.csv.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import yaml

from datashift.exchange.observations import TOTAL
from datashift.exchange.published import Published
from datashift.exchange.sdmx.periods import whole
from datashift.exchange.text import slug
from datashift.figures import Finding
from datashift.figures.words import number_of
from datashift.kit.cells import harmless

_TITLES = {"SEX": "Sex", "AGE": "Age", "URBANISATION": "Urban or rural"}
_STATUS = "Observation status"
_KEPT = {"Year", "Series", "Period", "Area", "Units", _STATUS, "GeoCode", "Value"}


def files(release: Published, version: str) -> dict[str, bytes]:
    """The files of every indicator.

    Raises:
        Problem: a figure is for all times, and the release does not say which these are.
    """
    del version
    groups: dict[str, list[Finding]] = {}
    for finding in release.findings:
        groups.setdefault(_name(finding), []).append(finding)
    made: dict[str, bytes] = {}
    for name, findings in groups.items():
        made[f"data/indicator_{name}.csv"] = _data(release, findings)
        made[f"meta/{name}.md"] = _metadata(release, findings)
    return made


def _name(finding: Finding) -> str:
    return finding.sdg.replace(".", "-") if finding.sdg else slug(finding.id)


def _data(release: Published, findings: Sequence[Finding]) -> bytes:
    """Year first, Value last, GeoCode before it; a total is blank, as Open SDG asks."""
    import pyarrow as pa
    import pyarrow.compute as pc

    titles = {finding.id: finding.title for finding in findings}
    table = release.observations
    mine = pc.is_in(table["INDICATOR"], value_set=pa.array(list(titles)))
    rows = table.filter(mine).to_pylist()
    several = len(findings) > 1
    timed = any(row["TIME_PERIOD"] == TOTAL or len(row["TIME_PERIOD"]) > 4 for row in rows)
    hidden = any(row["OBS_STATUS"] != "A" for row in rows)
    groups = [name for name in release.used if any(row[name] != TOTAL for row in rows)]
    header = [
        *("Year", *(["Series"] if several else []), *(["Period"] if timed else [])),
        *("Area", *(_title(name) for name in groups)),
        *("Units", *([_STATUS] if hidden else []), "GeoCode", "Value"),
    ]
    known = {row["TIME_PERIOD"] for row in rows}
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([harmless(name.strip()) for name in header])
    for row in rows:
        year, period = _time(release, row["TIME_PERIOD"], known)
        area = row["REF_AREA"]
        cells = [year]
        cells += [titles[row["INDICATOR"]]] if several else []
        cells += [period] if timed else []
        cells.append("" if area == TOTAL else row["AREA_NAME"])
        cells += [_code_name(name, row[name]) for name in groups]
        cells.append(_code_name("UNIT_MEASURE", row["UNIT_MEASURE"]))
        cells += [_code_name("OBS_STATUS", row["OBS_STATUS"])] if hidden else []
        cells += ["" if area == TOTAL else area, row["OBS_VALUE"] or ""]
        writer.writerow([harmless(cell.strip()) for cell in cells])
    return buffer.getvalue().encode()


def _title(group: str) -> str:
    """The heading of a group; one that Open SDG keeps for itself is set apart."""
    return f"{group} group" if group in _KEPT else _TITLES.get(group, group)


def _time(release: Published, period: str, known: set[str]) -> tuple[str, str]:
    """Year and, where a year does not say it, the period in words."""
    if period == TOTAL:
        whole(release, known)  # refuses a release that does not say its time
        return release.periods[-1][:4], "–".join(release.periods)
    return period[:4], period if len(period) > 4 else ""


def _code_name(dimension: str, code: str) -> str:
    from datashift import sdg

    if code == TOTAL:
        return ""
    try:
        return sdg.dimension(dimension).codes[code].name
    except KeyError:
        return code


def _metadata(release: Published, findings: Sequence[Finding]) -> bytes:
    """YAML between two lines of three hyphens, then what a reader must know."""
    first = findings[0]
    fields: dict[str, Any] = {
        "indicator": first.sdg or first.id,
        "indicator_number": first.sdg or first.id,
        "indicator_name": _global_name(first.sdg) or first.title,
        "graph_title": " / ".join(finding.title for finding in findings),
        "graph_type": "line",
        "national_indicator_available": "; ".join(finding.title for finding in findings),
        "national_indicator_description": " ".join(
            f"{one.headline}. {one.range}" for one in findings
        ),
        "national_geographical_coverage": release.place,
        "computation_units": "; ".join(dict.fromkeys(_unit(one) for one in findings)),
        "computation_calculations": " ".join(dict.fromkeys(one.method for one in findings)),
        "comments_limitations": " ".join(_limits(findings)),
        "reporting_status": "complete",
        "data_non_statistical": False,
        "data_show_map": False,
        **_source(release),
    }
    if any(finding.match == "proxy" for finding in findings):
        fields["proxy"] = "proxy" if all(one.match == "proxy" for one in findings) else "both"
        fields["proxy_series"] = [one.title for one in findings if one.match == "proxy"]
    kept = {
        name: _as_html(value) if isinstance(value, str) else value
        for name, value in fields.items()
        if value not in ("", [], None)
    }
    text = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1_000_000)
    return f"---\n{text}---\n{_as_html(_prose(findings))}\n".encode()


def _as_html(words: str) -> str:
    """Words as Open SDG puts them into its pages: fields as they are, the rest out of Markdown.

    >>> _as_html('<5 years & "[older](x)"')
    '&lt;5 years &amp; &quot;&#91;older](x)&quot;'
    """
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;").replace("[", "&#91;")


def _unit(finding: Finding) -> str:
    return _code_name("UNIT_MEASURE", finding.unit_measure)


def _source(release: Published) -> dict[str, Any]:
    periods = release.periods
    return {
        "source_active_1": True,
        "source_organisation_1": release.producer,
        "source_statistical_classification_1": "Non-official",
        "source_geographical_coverage_1": release.place,
        "source_earliest_available_1": periods[0] if periods else "",
        "source_release_date_1": release.created.isoformat() if release.created else "",
        "source_other_info_1": f"Licence: {release.licence}" if release.licence else "",
    }


def _limits(findings: Sequence[Finding]) -> list[str]:
    said = []
    for finding in findings:
        if finding.match and finding.match != "direct":
            said.append(f"{finding.title}: {finding.match}. {finding.match_reason}".strip())
        said += [finding.sensitivity] if finding.sensitivity else []
        if finding.hidden:
            are = "is" if finding.hidden == 1 else "are"
            said.append(f"{number_of(finding.hidden, 'figure')} {are} hidden to protect people.")
        if finding.invented:
            said.append("The data are invented, for demonstration.")
    return list(dict.fromkeys(said))


def _prose(findings: Sequence[Finding]) -> str:
    return "\n\n".join(f"{one.headline}. {one.range}".strip() for one in findings)


def _global_name(sdg_code: str) -> str:
    from datashift import sdg

    try:
        return str(sdg.indicator(sdg_code).name())
    except KeyError:
        return ""
