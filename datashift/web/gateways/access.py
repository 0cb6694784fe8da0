"""The only way from a request to a connection: its key for the gateway, a right for people."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from datashift.web.accounts.access import membership
from datashift.web.accounts.models import Right, User
from datashift.web.gateways.models import Gateway


def gateway_at(key: str, kind: Gateway.Kind) -> Gateway:
    """The connection whose address the gateway was told.

    Raises:
        Http404: there is none of that kind.
    """
    return get_object_or_404(
        Gateway.objects.select_related("questionnaire__organisation"), key=key, kind=kind
    )


def gateway(user: User, pk: UUID, *, to: Right) -> Gateway:
    """The connection, if the user has the right in its questionnaire's organisation.

    Raises:
        Http404: there is none, or the user does not belong to its organisation.
        PermissionDenied: the user's role does not go so far.
    """
    found = get_object_or_404(Gateway.objects.select_related("questionnaire__organisation"), pk=pk)
    membership(user, found.questionnaire.organisation_id, to=to)
    return found
