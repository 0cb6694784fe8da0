"""The files of a release, as bytes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence

from datashift.exchange import Observation
from datashift.exchange.observations import text as observations_text
from datashift.figures import Finding, Said, report
from datashift.figures.maps import Ground, points_of
from datashift.figures.numbers import whole
from datashift.kit.plural import plural
from datashift.sdg.outlines import Outlines, to_topojson
from datashift.studies import flags, mapped, points
from datashift.studies.course import Course
from datashift.studies.differences import told as differences
from datashift.studies.findings import checks
from datashift.studies.provenance import sha256
from datashift.studies.unquoted import decided, unquoted

LARGEST_REPORT = 290_000
_SAMPLING = {
    "census": "A complete count",
    "probability": "A probability sample",
    "volunteer": "Whoever answered",
    "register": "A register",
    "sensor": "Sensors",
}


def documents(
    course: Course, findings: Sequence[Finding], observations: Sequence[Observation]
) -> dict[str, bytes]:
    """Every file of the release except release.json."""
    quality = flags.as_json(
        unquoted(course),
        course.rows.table,
        repairs=decided(course),
        set_aside=course.set_aside,
        rows=course.rows,
    )
    told = [finding.to_json() for finding in findings]
    apart = differences.text(course)
    outlines = mapped.outlines(course.study, findings)
    return {
        "observations.csv": observations_text(observations).encode(),
        **({differences.FILE: apart.encode()} if apart else {}),
        "quality.json": flags.text(quality).encode(),
        "findings.json": (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode(),
        **({points.FILE: course.points.encode()} if course.points else {}),
        **({mapped.FILE: to_topojson(outlines).encode()} if outlines else {}),
        "report.html": page(course, findings, outlines).encode(),
        "study.yaml": course.study.text.encode(),
    }


def page(course: Course, findings: Sequence[Finding], outlines: Outlines | None = None) -> str:
    """report.html; where it would grow too large, the longest tables give way, and say so."""
    spec = course.study.specification
    used, read = course.harmonised.rows_kept, len(course.rows.table)
    facts = [
        Said("Rows used", f"{whole(used)} of {whole(read)} {plural(spec.unit, spec.language)}"),
        Said("How they came about", _SAMPLING[spec.design.sampling]),
        Said("Shown from", f"{course.protection.minimum} up"),
        Said("Licence", spec.licence or "Not stated"),
    ]
    inputs = [(part.source.name, part.source.sha256) for part in course.rows.parts]
    inputs += [(name, sha256(content)) for name, content in course.others]
    inputs.append((course.study.name, sha256(course.study.text.encode())))
    files = [Said(name, digest) for name, digest in inputs]
    spots = points_of(course.points) if course.points else ()
    most = 2_000
    while True:
        shown = [_shortened(finding, most) for finding in findings]
        # A map of a shortened table would show areas without figures that have some.
        whole_ones = {one.id for one, before in zip(shown, findings, strict=True) if one == before}
        text = report(
            shown,
            title=spec.title,
            written=spec.language,
            producer=spec.producer,
            facts=facts,
            flags=checks(unquoted(course)),
            files=files,
            grounds=dict.fromkeys(whole_ones, Ground(outlines, points=spots)) if outlines else {},
        )
        if len(text.encode()) <= LARGEST_REPORT or most < 1:
            return text
        most //= 2


def _shortened(finding: Finding, most: int) -> Finding:
    """The finding with groups only as far as `most` rows in all go."""
    kept = []
    for breakdown in finding.breakdowns:
        rows = breakdown.rows[:most]
        most -= len(rows)
        if (left := len(breakdown.rows) - len(rows)) > 0:
            more = f"{whole(left)} more groups stand in observations.csv."
            note = f"{breakdown.note} {more}".strip()
            breakdown = dataclasses.replace(breakdown, rows=rows, note=note)
        kept.append(breakdown)
    return dataclasses.replace(finding, breakdowns=tuple(kept))
