"""The only way from a request to a link: its key for those who fill in, a right for those who make."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from datashift.web.accounts.access import membership
from datashift.web.accounts.models import Right, User
from datashift.web.collect.models import Media, Version
from datashift.web.fill.models import Link


def link(key: str) -> Link:
    """The link with that key, also when it was taken back: what comes under it is kept.

    Raises:
        Http404: there is none.
    """
    return get_object_or_404(
        Link.objects.select_related("questionnaire__organisation", "use"), key=key
    )


def versions(found: Link) -> list[Version]:
    """Every version that was published, the newest first."""
    brought = Prefetch("media", queryset=Media.objects.exclude(sha256=""))
    published = found.questionnaire.versions.exclude(published_at=None)
    return list(published.defer("xform").prefetch_related(brought))


def version(key: str, pk: UUID) -> Version:
    """A published version of the link's questionnaire."""
    return get_object_or_404(
        Version.objects.exclude(published_at=None).select_related("questionnaire"),
        questionnaire=link(key).questionnaire,
        pk=pk,
    )


def media(key: str, pk: UUID, name: str) -> Media:
    """A file of a version that has been brought."""
    return get_object_or_404(version(key, pk).media.exclude(sha256=""), name=name)


def link_of(user: User, pk: UUID, *, to: Right) -> Link:
    """The link, if the user has the right in its questionnaire's organisation."""
    found = get_object_or_404(Link.objects.select_related("questionnaire__organisation"), pk=pk)
    membership(user, found.questionnaire.organisation_id, to=to)
    return found


def batch_of(user: User, batch: UUID, *, to: Right) -> list[Link]:
    """The links that were made together; raises as `link_of` does."""
    first = get_object_or_404(Link, batch=batch, number=1)
    found = link_of(user, first.pk, to=to)
    return list(
        Link.objects.filter(batch=found.batch)
        .select_related("questionnaire", "use")
        .order_by("number")
    )
