"""The only way from a request to an object: not yours and not there look the same."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from datashift.web.accounts.models import Invitation, Membership, Organisation, Right, Role, User
from datashift.web.accounts.tokens import hash_of


def membership(user: User, organisation_id: int, *, to: Right) -> Membership:
    """The user's membership of the organisation, if it gives the right.

    Raises:
        Http404: the user does not belong to it; whether it exists is not told.
        PermissionDenied: the user belongs to it, but the role does not go so far.
    """
    found = (
        Membership.objects.select_related("organisation")
        .filter(user=user, organisation_id=organisation_id)
        .first()
    )
    if found is None:
        raise Http404
    if not found.may(to):
        raise PermissionDenied(
            _("Your role in %(organisation)s does not go so far. Ask one of its owners.")
            % {"organisation": found.organisation.name}
        )
    return found


def organisation(user: User, slug: str, *, to: Right) -> Organisation:
    """The organisation, if the user has the right there; raises as `membership` does."""
    found = get_object_or_404(Organisation, slug=slug)
    return membership(user, found.pk, to=to).organisation


def organisations(user: User, *, to: Right = Right.SEE) -> QuerySet[Organisation]:
    """All organisations where the user has the right."""
    roles = [role for role in Role if to in role.rights]
    return Organisation.objects.filter(memberships__user=user, memberships__role__in=roles)


def member(user: User, slug: str, pk: UUID, *, to: Right) -> Membership:
    """Somebody's membership of the organisation."""
    return get_object_or_404(
        Membership.objects.select_related("user", "organisation"),
        organisation=organisation(user, slug, to=to),
        pk=pk,
    )


def invitation(user: User, slug: str, pk: UUID, *, to: Right) -> Invitation:
    """An open invitation of the organisation."""
    return get_object_or_404(
        Invitation.objects.select_related("organisation"),
        organisation=organisation(user, slug, to=to),
        pk=pk,
        closed_at=None,
    )


def invitation_of_link(token: str) -> Invitation:
    """The invitation whose link this is; whoever holds the link may read what it says."""
    return get_object_or_404(
        Invitation.objects.select_related("organisation", "invited_by"), token_hash=hash_of(token)
    )


def platform(user: User) -> None:
    """Let stewards pass; to everybody else the page is not there."""
    if not user.is_steward:
        raise Http404
