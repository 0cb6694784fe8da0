"""Begin a study, write it, drop it."""

from __future__ import annotations

from datetime import datetime
from itertools import chain, count

from django.db import transaction
from django.utils.text import slugify

from datashift.kit.latin import latin
from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.evidence import queries
from datashift.web.evidence.actions.files import check_again
from datashift.web.evidence.models import Study


class HasReleases(Exception):
    """What was published stays: a study with releases is not dropped."""


def free_slug(organisation: Organisation, title: str) -> str:
    """An address no other study of the organisation has, of Latin letters (`kit.latin`)."""
    start = slugify(latin(title))[:60].strip("-") or "study"
    taken = set(organisation.studies.values_list("slug", flat=True))
    tries = chain([start], (f"{start}-{number}" for number in count(2)))
    return next(slug for slug in tries if slug not in taken)


@transaction.atomic
def create_study(organisation: Organisation, *, title: str, by: User, at: datetime) -> Study:
    """Begin a study; it has a title and nothing else."""
    study = Study.objects.create(
        organisation=organisation,
        title=title,
        slug=free_slug(organisation, title),
        created_by=by,
        created_at=at,
        changed_at=at,
    )
    record("study.created", by=by, at=at, organisation=organisation, on=study)
    return study


@transaction.atomic
def rename_study(study: Study, *, title: str, by: User, at: datetime) -> None:
    """Call it otherwise. Its address stays: links must not break."""
    if title == study.title:
        return
    study.title = title
    study.changed_at = at
    study.save(update_fields=["title", "changed_at"])
    record("study.renamed", by=by, at=at, organisation=study.organisation, on=study)


@transaction.atomic
def write_study(study: Study, *, text: str, by: User, at: datetime) -> None:
    """Keep the text of the study, also while it is not yet right: nothing typed is lost."""
    if text == study.text:
        return
    if queries.whereabouts(text) != queries.whereabouts(study.text):
        check_again(study)  # points outside the country show only when the country is known
    study.text = text
    study.changed_at = at
    study.save(update_fields=["text", "changed_at"])
    record(
        "study.written",
        by=by,
        at=at,
        organisation=study.organisation,
        on=study,
        details={"characters": len(text)},
    )


@transaction.atomic
def discard_study(study: Study, *, by: User, at: datetime) -> None:
    """Drop a study that was never published.

    Raises:
        HasReleases: it was.
    """
    if study.releases.exists():
        raise HasReleases
    record("study.discarded", by=by, at=at, organisation=study.organisation, on=study)
    study.delete()
