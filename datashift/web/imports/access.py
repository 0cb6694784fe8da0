"""The only way from a request to an import or a server that is asked."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from datashift.web.accounts.access import membership
from datashift.web.accounts.models import Right, User
from datashift.web.imports.models import Import, Server


def brought(user: User, pk: UUID, *, to: Right) -> Import:
    """The import, if the user has the right in its organisation.

    Raises:
        Http404: there is none, or the user does not belong to its organisation.
        PermissionDenied: the user's role does not go so far.
    """
    found = get_object_or_404(
        Import.objects.select_related("organisation", "questionnaire", "server"), pk=pk
    )
    membership(user, found.organisation_id, to=to)
    return found


def server(user: User, pk: UUID, *, to: Right) -> Server:
    """The server; raises as `brought` does."""
    found = get_object_or_404(Server.objects.select_related("organisation", "questionnaire"), pk=pk)
    membership(user, found.organisation_id, to=to)
    return found
