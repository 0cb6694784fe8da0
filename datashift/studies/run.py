"""The whole road: read, check, repair, place, estimate, protect, compare, tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from datashift.kit.progress import Progress, silent
from datashift.studies import points, provenance
from datashift.studies.account import account
from datashift.studies.columns import check_columns
from datashift.studies.course import Course
from datashift.studies.differences.computed import protected
from datashift.studies.documents import documents
from datashift.studies.findings import findings
from datashift.studies.ledgers import remembered
from datashift.studies.loading import Study
from datashift.studies.modelled.observed import as_counted
from datashift.studies.modelled.told import as_json as methods_as_json
from datashift.studies.nesting import published
from datashift.studies.observed import observations
from datashift.studies.official import side_by_side
from datashift.studies.reading import rows
from datashift.studies.release import Release, check_destination
from datashift.studies.repairs import repairs
from datashift.studies.steps import assumptions, estimated, harmonised, other_files
from datashift.studies.unquoted import unquoted, unsaid
from datashift.studies.weighting.words import as_json
from datashift.tables import engines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ibis.backends import BaseBackend

    from datashift.disclosure import Ledger


def run(
    study: Study,
    *,
    out: Path | None = None,
    force: bool = False,
    today: date,
    created: date | None = None,
    engine: str = engines.HERE,
    earlier: Sequence[Ledger] = (),
    ledger: Path | None = None,
    points_key: Path | None = None,
    progress: Progress = silent,
) -> Release:
    """Compute a study, and write its release when `out` is given.

    A study that is published more than once needs a ledger, so that nobody is found by
    subtracting one release from another. A platform that keeps its own uses `travel` and `tell`:
    `travel(study, earlier=...).account.ledger` is what to keep for the next release.

    Args:
        out: folder of the release; a folder that holds something else is refused.
        force: put the release into `out` whatever it holds; other files there stay.
        today: no date in the data can be later.
        created: written into release.json when given.
        engine: address of the server that sums the rows (`tables.engines.connect`).
        earlier: what earlier releases of the study showed, oldest first, where it is not in a file.
        ledger: file that remembers it (`studies.ledgers`); the release is added when it is
            written. It holds what was hidden: keep it like the rows.
        points_key: file with the key of the study's points (`studies.points`), made where it is
            not there. Keep it like the rows, and for ever.

    Raises:
        Problem: a file, the study or the engine cannot be used. Nothing is written then.
    """
    if out is not None:
        check_destination(out, force=force)
    measures = [indicator.id for indicator in study.specification.indicators]
    memory = remembered(ledger, out=out, measures=measures) if ledger is not None else None
    before = (*earlier, *(memory.releases if memory is not None else ()))
    key = points.key_in(points_key, out=out) if points_key is not None else None
    with engines.elsewhere(engine) as backend:
        course = travel(
            study, today=today, backend=backend, earlier=before, points_key=key, progress=progress
        )
    release = tell(course, created=created, progress=progress)
    if out is not None:
        progress("Writing the release", 0, None)
        if memory is not None:
            memory.add(course.account.ledger)
        release.write(out, force=force)
    return release


def travel(
    study: Study,
    *,
    today: date,
    backend: BaseBackend | None = None,
    earlier: Sequence[Ledger] = (),
    points_key: bytes | None = None,
    progress: Progress = silent,
) -> Course:
    """Everything up to the protected figures.

    Args:
        backend: where the rows are summed; None is in this process.
        earlier: what all earlier releases of the study showed, oldest first.
        points_key: of the map of points, where the study may have one (`points.key_in`).

    Raises:
        Problem: a file or the study cannot be used.
    """
    from datashift import disclosure, quality

    spec = study.specification
    read = rows(study, progress=progress)
    check_columns(study, read.table.data.column_names, file=read.table.source.name)
    progress("Checking rows", 0, len(read.table))
    country = spec.place.country if spec.place else None
    noticed = quality.check(
        read.table,
        country=country,
        today=today,
        longitude=spec.place.longitude if spec.place else None,
        latitude=spec.place.latitude if spec.place else None,
    )
    decided = repairs(spec.repairs)
    repaired = quality.repair(read.table, decided, country=country, today=today)
    progress("Placing rows", 0, len(repaired.table))
    placed = harmonised(study, repaired.table)
    progress("Estimating", 0, len(spec.indicators))
    found = estimated(study, placed, backend)
    progress("Protecting people", 0, len(found.estimates))
    everything = disclosure.protect(
        found.estimates,
        policy=spec.protect.rules(),
        shares={measure.id for measure in found.asked if measure.quantity == "proportion"},
        earlier=earlier,
    )
    protection = published(everything, found.estimates, found.asked)
    pointed = points.points(study, placed.data, everything.cells, key=points_key, earlier=earlier)
    comparisons, official_flags = side_by_side(
        study, placed, as_counted(protection.cells), progress=progress
    )
    return Course(
        study=study,
        rows=read,
        flags=(
            *read.table.flags,
            *noticed,
            *repaired.flags,
            *placed.flags,
            *found.flags,
            *assumptions(study),
            *pointed.flags,
            *official_flags,
        ),
        repairs=decided,
        set_aside=repaired.set_aside,
        harmonised=placed,
        protection=protection,
        account=account(
            found.estimates, everything, found.asked, earlier, places=pointed.places or {}
        ),
        differences=protected(found.differences, everything.cells),
        unanswered=found.unanswered,
        weighted=found.weighted,
        models=found.models,
        comparisons=comparisons,
        others=other_files(study),
        points=pointed.text,
    )


def tell(course: Course, *, created: date | None = None, progress: Progress = silent) -> Release:
    """The release of what was computed: findings, observations, documents, provenance."""
    progress("Writing the report", 0, None)
    told = findings(course)
    observed = observations(course)
    files = documents(course, told, observed)
    left_out = sum(len(numbers) for numbers in course.set_aside.values())
    manifest = provenance.manifest(
        course.study,
        course.rows,
        others=course.others,
        documents=files,
        protection=course.protection,
        earlier=course.account.before,
        counts={
            "read": len(course.rows.table),
            "set_aside": left_out,
            "filtered_out": course.harmonised.rows_left_out,
            "used": course.harmonised.rows_kept,
        },
        methods=methods_as_json(course),
        weights=as_json(course.study.specification.design, course.weighted),
        created=created,
    )
    said, kept_back = unquoted(course), unsaid(course)
    return Release(course.study, told, observed, said, manifest, files, kept_back)
