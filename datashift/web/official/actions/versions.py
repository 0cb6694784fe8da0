"""Bring official figures, read them in the background, put a version aside, take it back."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from datashift.comparison import Declared, holdings
from datashift.comparison.series import NOTHING_DECLARED
from datashift.kit.arriving import bounded
from datashift.kit.problem import Problem
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.official import models, tasks
from datashift.web.official.models import Arrival, Series, SeriesArea, Source, Version

if TYPE_CHECKING:
    from datashift.comparison.holdings import Version as Kept

log = logging.getLogger(__name__)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_SERIES_AT_ONCE = 2000


def bring(
    chunks: Iterable[bytes],
    *,
    name: str,
    source: str,
    kind: str = Source.Kind.OFFICIAL,
    licence: str = "",
    address: str = "",
    declared: Declared = NOTHING_DECLARED,
    by: User | None,
    at: datetime,
    later: bool = True,
) -> Arrival:
    """Keep a file of official figures and have it read in the background, if `later`.

    Raises:
        Problem: it is empty or too large, or its source has no name. Nothing is kept then.
    """
    holdings.slug(source)
    name = _safe(name)
    arrival = Arrival(
        source=source.strip(),
        kind=kind,
        name=name,
        licence=licence,
        address=address,
        declared=asdict(declared),
        brought_by=by,
        brought_at=at,
    )
    arrival.size = _write(chunks, arrival.folder, name)
    with transaction.atomic():
        arrival.save()
        record("official.brought", by=by, at=at, on=arrival, details={"size": arrival.size})
        if later:
            transaction.on_commit(lambda: tasks.read_arrival.enqueue(str(arrival.pk)))
    return arrival


def read_arrival(arrival: Arrival, *, at: datetime) -> None:
    """Make a version of what was brought, or say why not. Safe to do twice."""
    if not arrival.open:
        return
    Arrival.objects.filter(pk=arrival.pk).update(state=Arrival.State.READING)
    try:
        kept = holdings.load(
            arrival.folder / arrival.name,
            models.holdings(),
            source=arrival.source,
            today=at.date(),
            licence=arrival.licence,
            address=arrival.address,
            declared=Declared(**arrival.declared),
            big=arrival.kind == Source.Kind.BIG,
        )
    except Problem as problem:
        _refuse(arrival, str(problem))
    except Exception:
        # The person sees a sentence; the details are in the log of the installation.
        log.exception("official figures %s could not be read", arrival.pk)
        _refuse(arrival, _("Something went wrong inside DataShift. Nothing was changed."))
    else:
        known = Version.objects.filter(source__slug=holdings.slug(kept.source), number=kept.number)
        was_known = known.exists()
        version = catalogue(kept, kind=arrival.kind, by=arrival.brought_by, at=at)
        Arrival.objects.filter(pk=arrival.pk).update(
            state=Arrival.State.READY, problem="", version=version, known=was_known
        )
    shutil.rmtree(arrival.folder, ignore_errors=True)


@transaction.atomic
def catalogue(kept: Kept, *, kind: str, by: User | None, at: datetime) -> Version:
    """Enter a version of the holdings in the catalogue. Safe to do twice."""
    source, _made = Source.objects.get_or_create(
        slug=holdings.slug(kept.source), defaults={"name": kept.source, "kind": kind}
    )
    source = Source.objects.select_for_update().get(pk=source.pk)
    found = source.versions.filter(number=kept.number).first()
    if found is not None:
        return found
    version = source.versions.create(
        number=kept.number,
        file=kept.file[:200],
        sha256=kept.sha256,
        licence=kept.licence[:100],
        address=kept.address[:1000],
        loaded_at=at,
        loaded_by=by,
        series_count=kept.series,
        figures=kept.figures,
        new=kept.new,
        changed=kept.changed,
        gone=kept.gone,
        refused=list(kept.refused),
    )
    _list_contents(version)
    _point_to_newest(source)
    numbers = {"version": kept.number, "series": kept.series, "figures": kept.figures}
    record("official.loaded", by=by, at=at, on=version, details=numbers)
    return version


def catalogue_holdings(*, at: datetime) -> int:
    """Enter what the command line loaded since; returns how many versions are new."""
    into = models.holdings()
    known = set(Version.objects.values_list("source__slug", "number"))
    new = [
        one
        for one in holdings.versions(into)
        if (holdings.slug(one.source), one.number) not in known
    ]
    for one in new:
        kind = Source.Kind.BIG if one.big else Source.Kind.OFFICIAL
        catalogue(one, kind=kind, by=None, at=at)
    return len(new)


@transaction.atomic
def put_aside(version: Version, *, by: User, at: datetime) -> None:
    """Show a version to nobody; the one before it counts again."""
    holdings.put_aside(models.holdings(), source=version.source.slug, number=version.number)
    version.put_aside_at, version.put_aside_by, version.newest = at, by, False
    version.save(update_fields=["put_aside_at", "put_aside_by", "newest"])
    _point_to_newest(version.source)
    record("official.put_aside", by=by, at=at, on=version, details={"version": version.number})


@transaction.atomic
def take_back(version: Version, *, by: User, at: datetime) -> None:
    """Show a version that was put aside again."""
    holdings.take_back(models.holdings(), source=version.source.slug, number=version.number)
    version.put_aside_at, version.put_aside_by = None, None
    version.save(update_fields=["put_aside_at", "put_aside_by"])
    _point_to_newest(version.source)
    record("official.taken_back", by=by, at=at, on=version, details={"version": version.number})


def _point_to_newest(source: Source) -> None:
    newest = source.versions.filter(put_aside_at=None).order_by("-number").first()
    source.versions.filter(newest=True).update(newest=False)
    if newest is not None:
        source.versions.filter(pk=newest.pk).update(newest=True)


def _list_contents(version: Version) -> None:
    """Series and areas of a version, in bulk: a global database has 150,000 of them."""
    slug, into = version.source.slug, models.holdings()
    contents = holdings.contents(into, source=slug, number=version.number)
    packed = holdings.packed(into / slug / str(version.number) / holdings.FIGURES)
    for start in range(0, len(contents), _SERIES_AT_ONCE):
        part = contents[start : start + _SERIES_AT_ONCE]
        made = Series.objects.bulk_create(
            Series(
                version=version,
                number=one.number,
                indicator=one.definition.indicator[:12],
                code=one.code[:60],
                title=one.title,
                unit=one.definition.measure_unit[:60],
                told=one.told,
            )
            for one in part
        )
        SeriesArea.objects.bulk_create(
            (
                SeriesArea(
                    series=series,
                    area=area.area[:100],
                    first=area.first[:40],
                    last=area.last[:40],
                    figures=area.figures,
                    packed=figures[area.area],
                )
                for series, one, (_, figures) in zip(made, part, packed, strict=False)
                for area in one.areas
            ),
            batch_size=5000,
        )


def _refuse(arrival: Arrival, problem: str) -> None:
    Arrival.objects.filter(pk=arrival.pk).update(state=Arrival.State.REFUSED, problem=problem)


def _safe(written: str) -> str:
    """A file's name without folders: what is in it may name the indicator ("6-1-1.csv")."""
    name = _UNSAFE.sub("", re.split(r"[/\\]", written)[-1]).strip(" .") or "file"
    return name if len(name) <= 120 else f"{name[:100]}{Path(name).suffix[-15:]}"


def _write(chunks: Iterable[bytes], folder: Path, name: str) -> int:
    """Write bytes as they come; returns how many."""
    folder.mkdir(parents=True)
    size = 0
    try:
        with (folder / name).open("wb") as file:
            for chunk in bounded(chunks, limit=settings.UPLOAD_LIMIT, name=name):
                size += file.write(chunk)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return size
