"""Publish a run as a release that never changes; withdraw it in the open."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from datashift.figures import Finding as Told
from datashift.figures import packed
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.evidence.models import (
    Finding,
    FindingArea,
    PackedFinding,
    Release,
    Run,
    Study,
)
from datashift.web.evidence.queries import harm, results
from datashift.web.evidence.queries.account import is_telling


class NotReady(Exception):
    """The run has not ended well, or the study or its files changed since."""


class AlreadyPublished(Exception):
    """The run is a release already."""


class StopsLeft(Exception):
    """Flags that stop publishing wait for an answer."""


class NotAssessed(Exception):
    """Nobody has said yet who could be hurt."""


class Looser(Exception):
    """The figures were protected by rules that hide less than was chosen."""


class Telling(Exception):
    """Something hidden, that could hurt people, is given away by the figures shown."""


class NeedsTwo(Exception):
    """A second person must agree."""


def stops_left(run: Run) -> list[dict[str, Any]]:
    """The flags of a run that stop publishing and that nobody answered."""
    quality = json.loads((run.folder / "quality.json").read_text(encoding="utf-8"))
    answered = {(item.get("flag"), item.get("column")) for item in quality["repairs"]}
    answered |= {(item.get("flag"), None) for item in quality["repairs"] if not item.get("column")}
    return [
        flag
        for flag in quality["flags"]
        if flag["severity"] == "stops"
        and not {(flag["code"], flag.get("column")), (flag["code"], None)} & answered
    ]


def check_ready(run: Run) -> None:
    """Let a run pass that may be published.

    Raises:
        NotReady: the run has not ended well, or the study, its files or its releases changed since.
        AlreadyPublished: it is public.
        StopsLeft: a flag that stops publishing has no answer.
        NotAssessed: nobody has said who could be hurt.
        Looser: it hides less than was chosen.
        Telling: what is hidden can be worked out, and could hurt people.
    """
    if Release.objects.filter(run=run).exists():
        raise AlreadyPublished
    if run.state != Run.State.DONE or not results.is_current(run):
        raise NotReady
    if stops_left(run):
        raise StopsLeft
    if harm.last(run.study) is None:
        raise NotAssessed
    if harm.is_looser_than_agreed(run):
        raise Looser
    if is_telling(run):
        raise Telling


@transaction.atomic
def publish_release(run: Run, *, by: User, at: datetime) -> Release:
    """Make a run public, with an address that stays.

    Raises:
        NotReady, AlreadyPublished, StopsLeft, NotAssessed, Looser, Telling: see `check_ready`.
        NeedsTwo: a second person must agree (`ask_agreement`).
    """
    if harm.needs_two(run):
        check_ready(run)
        raise NeedsTwo
    return publish(run, by=by, agreed_by=None, at=at)


def publish(run: Run, *, by: User, agreed_by: User | None, at: datetime) -> Release:
    """The only place where a release begins: everything public is copied from its folder.

    Raises:
        NotReady, AlreadyPublished, StopsLeft, NotAssessed, Looser, Telling: see `check_ready`.
    """
    # Publishing in one study queues up: numbers have no gaps and no doubles, and no two releases
    # are protected against the same past.
    study = Study.objects.select_for_update().get(pk=run.study_id)
    check_ready(run)
    manifest = (run.folder / "release.json").read_bytes()
    about = json.loads(manifest)
    told = json.loads((run.folder / "findings.json").read_text(encoding="utf-8"))
    findings = [Told.from_json(item) for item in told]
    release = Release.objects.create(
        study=study,
        number=study.releases.count() + 1,
        run=run,
        title=about["title"][:200],
        producer=about["producer"][:500],
        licence=about["licence"][:200],
        language=about.get("language", ""),
        invented=any(finding.invented for finding in findings),
        manifest_sha256=hashlib.sha256(manifest).hexdigest(),
        topic=about["protection"]["topic"],
        published_by=by,
        agreed_by=agreed_by,
        published_at=at,
    )
    Finding.objects.filter(release__study=study).update(latest=False)
    for position, finding in enumerate(findings):
        _keep(release, position, finding)
    record(
        "release.published",
        by=by,
        at=at,
        organisation=study.organisation,
        on=release,
        details={"number": release.number, "sha256": release.manifest_sha256},
    )
    _copy(run, release)
    return release


def _keep(release: Release, position: int, told: Told) -> None:
    """Copy what lists and place pages need of a finding.

    They have no room for what a model's range rests on, so only a sampling range is copied.
    """
    overall = told.overall
    finding = Finding.objects.create(
        release=release,
        position=position,
        key=slugify(told.id)[:100] or f"finding-{position + 1}",
        title=told.title[:500],
        headline=told.headline[:600],
        range=told.range,
        sdg=told.sdg,
        goal=int(told.sdg.split(".")[0]) if told.sdg else None,
        series=told.series,
        match=told.match,
        quantity=told.quantity,
        unit_words=told.unit_words[:100],
        value=overall.value,
        lower=None if overall.conditional else overall.lower,
        upper=None if overall.conditional else overall.upper,
        n=overall.n,
        hidden=overall.hidden,
        place=told.place[:200],
        country=told.country,
        period=told.period[:60],
        language=told.language,
    )
    pack(finding, told)
    rows = [
        row
        for breakdown in told.breakdowns
        if breakdown.by == ("REF_AREA",)
        for row in breakdown.rows
    ]
    FindingArea.objects.bulk_create(
        FindingArea(
            finding=finding,
            code=row.domain.get("REF_AREA", "")[:60],
            name=row.name[:200],
            value=row.value,
            lower=None if row.conditional else row.lower,
            upper=None if row.conditional else row.upper,
            n=row.n,
            hidden=row.hidden,
        )
        for row in rows
    )


def pack(finding: Finding, told: Told) -> None:
    """Keep a finding by area too, beside its row; it is made of findings.json and nothing else."""
    kept = packed.packed(told)
    PackedFinding.objects.update_or_create(
        finding=finding,
        defaults={"layout": packed.LAYOUT, "told": kept.told, "figures": kept.figures},
    )


def pack_released() -> int:
    """Pack the findings of releases that were published before, or packed otherwise; how many."""
    waiting = Finding.objects.exclude(packed__layout=packed.LAYOUT).select_related("release")
    number = 0
    for release, findings in groupby(waiting.order_by("release", "position"), _release):
        text = (release.folder / "findings.json").read_text(encoding="utf-8")
        told = [Told.from_json(item) for item in json.loads(text)]
        for finding in findings:
            pack(finding, told[finding.position])
            number += 1
    return number


def _release(finding: Finding) -> Release:
    return finding.release


def _copy(run: Run, release: Release) -> None:
    """Copy the run's folder to the release's place, whole or not at all, and close it."""
    place = release.folder
    place.parent.mkdir(parents=True, exist_ok=True)
    incoming = place.with_name(f".{place.name}-incoming")
    for left_over in (incoming, place):  # of a publishing that was cut before its commit
        shutil.rmtree(left_over, ignore_errors=True)
    shutil.copytree(run.folder, incoming)
    for path in incoming.rglob("*"):
        path.chmod(0o440 if path.is_file() else 0o750)
    incoming.rename(place)


@transaction.atomic
def withdraw_release(
    release: Release, *, because: str, language: str = "", by: User, at: datetime
) -> None:
    """Say in the open that a release no longer stands, and why. Its address stays.

    Args:
        language: code of the one that the reason is written in; "" where nobody said.
    """
    changed = Release.objects.filter(pk=release.pk, withdrawn_at=None).update(
        withdrawn_at=at, withdrawn_because=because, withdrawn_language=language
    )
    if not changed:
        return
    study = release.study
    Finding.objects.filter(release__study=study).update(latest=False)
    standing = study.releases.filter(withdrawn_at=None).order_by("-number").first()
    if standing is not None:
        standing.findings.update(latest=True)
    record(
        "release.withdrawn",
        by=by,
        at=at,
        organisation=study.organisation,
        on=release,
        details={"number": release.number},
    )
