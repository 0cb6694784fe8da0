"""The only way from a request to official figures: all who sign in look, stewards decide."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from datashift.web.accounts.access import platform
from datashift.web.accounts.models import User
from datashift.web.official.models import Arrival, Source, Version


def source(pk: UUID) -> Source:
    """What offices published is no secret: everybody who signed in may look."""
    return get_object_or_404(Source, pk=pk)


def version(user: User, pk: UUID) -> Version:
    """A version, for stewards; raises as `platform` does."""
    platform(user)
    return get_object_or_404(Version.objects.select_related("source"), pk=pk)


def arrival(user: User, pk: UUID) -> Arrival:
    """A file that was brought, for stewards; raises as `platform` does."""
    platform(user)
    return get_object_or_404(Arrival.objects.select_related("version__source"), pk=pk)


def bringing(user: User) -> None:
    """Let those pass who may bring figures for the whole platform: its stewards."""
    platform(user)
