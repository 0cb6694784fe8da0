"""Everything that changes people and organisations: one transaction, who, when, one event."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from datashift.kit.latin import latin
from datashift.web.accounts.models import Invitation, Membership, Organisation, Role, User
from datashift.web.accounts.tokens import hash_of, new_token
from datashift.web.audit.log import record

INVITATION_LASTS = timedelta(days=14)
INVITED_A_DAY = (
    50  # by one person: anybody may found an organisation, and each is a letter to a stranger
)


class LastOwner(Exception):
    """An organisation without an owner could never change again."""


class AlreadyMember(Exception):
    """The person belongs to the organisation already."""


class InvitedEnough(Exception):
    """The person has invited as many as one may in a day."""


class InvitationOver(Exception):
    """The invitation was used, was taken back, or is too old."""


class AnotherAddress(Exception):
    """The invitation was written to another address than the one signed in with."""


@transaction.atomic
def create_organisation(
    *, name: str, country: str = "", website: str = "", by: User, at: datetime
) -> Organisation:
    """Found an organisation; its founder is its first owner."""
    organisation = Organisation.objects.create(
        name=name, slug=free_slug(name), country=country, website=website, created_at=at
    )
    Membership.objects.create(organisation=organisation, user=by, role=Role.OWNER, since=at)
    record("organisation.created", by=by, at=at, organisation=organisation, on=organisation)
    return organisation


@transaction.atomic
def edit_organisation(
    organisation: Organisation, *, name: str, country: str, website: str, by: User, at: datetime
) -> None:
    """Correct what is said about the organisation. Its address stays: links must not break."""
    new = {"name": name, "country": country, "website": website}
    changed = [field for field, value in new.items() if getattr(organisation, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(organisation, field, new[field])
    organisation.save(update_fields=changed)
    record(
        "organisation.edited",
        by=by,
        at=at,
        organisation=organisation,
        on=organisation,
        details={"changed": changed},
    )


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, role: Role, by: User, at: datetime
) -> tuple[Invitation, str]:
    """Ask somebody to join; an open invitation to the same address is replaced.

    Returns:
        The invitation and the token of its link, which is kept nowhere.

    Raises:
        AlreadyMember: the address belongs to a member.
        InvitedEnough: as `INVITED_A_DAY` says.
    """
    email = email.strip().lower()
    if organisation.memberships.filter(user__email=email).exists():
        raise AlreadyMember
    refuse_too_many(Invitation.objects.filter(invited_by=by), at=at)
    organisation.invitations.filter(email=email, closed_at=None).update(closed_at=at)
    token = new_token()
    invitation = organisation.invitations.create(
        email=email,
        role=role,
        token_hash=hash_of(token),
        invited_at=at,
        invited_by=by,
        expires_at=at + INVITATION_LASTS,
    )
    record(
        "invitation.sent",
        by=by,
        at=at,
        organisation=organisation,
        on=invitation,
        details={"role": role},
    )
    return invitation, token


def refuse_too_many(invited: QuerySet[Any], *, at: datetime) -> None:
    """Stop whoever has sent all of these invitations from sending more in a day than one may.

    Raises:
        InvitedEnough: as `INVITED_A_DAY` says.
    """
    if invited.filter(invited_at__gt=at - timedelta(days=1)).count() >= INVITED_A_DAY:
        raise InvitedEnough


@transaction.atomic
def take_back_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Make the link of an open invitation useless."""
    Invitation.objects.filter(pk=invitation.pk, closed_at=None).update(closed_at=at)
    record(
        "invitation.taken_back",
        by=by,
        at=at,
        organisation=invitation.organisation,
        on=invitation,
    )


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User, at: datetime) -> Membership:
    """Join, once, with the address that was invited.

    Raises:
        InvitationOver, AnotherAddress, AlreadyMember.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open(at):
        raise InvitationOver
    if invitation.email != by.email:
        raise AnotherAddress
    organisation = invitation.organisation
    if organisation.memberships.filter(user=by).exists():
        raise AlreadyMember
    invitation.closed_at, invitation.accepted_by = at, by
    invitation.save(update_fields=["closed_at", "accepted_by"])
    membership = organisation.memberships.create(user=by, role=invitation.role, since=at)
    record(
        "member.joined",
        by=by,
        at=at,
        organisation=organisation,
        on=membership,
        details={"role": invitation.role, "member": by.pk},
    )
    return membership


@transaction.atomic
def change_role(membership: Membership, *, role: Role, by: User, at: datetime) -> None:
    """Give a member another role.

    Raises:
        LastOwner: nobody would be left to decide.
    """
    old = membership.role
    if old == Role.OWNER and role != Role.OWNER:
        keep_an_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    record(
        "member.role_changed",
        by=by,
        at=at,
        organisation=membership.organisation,
        on=membership,
        details={"member": membership.user_id, "from": old, "to": role},
    )


@transaction.atomic
def remove_member(membership: Membership, *, by: User, at: datetime) -> None:
    """End a membership: somebody leaves, or an owner shows them out.

    Raises:
        LastOwner: nobody would be left to decide.
    """
    if membership.role == Role.OWNER:
        keep_an_owner(membership)
    record(
        "member.left" if by.pk == membership.user_id else "member.removed",
        by=by,
        at=at,
        organisation=membership.organisation,
        on=membership,
        details={"member": membership.user_id, "role": membership.role},
    )
    membership.delete()


@transaction.atomic
def edit_profile(user: User, *, name: str, by: User, at: datetime) -> None:
    """Change what somebody is called."""
    user.name = name
    user.save(update_fields=["name"])
    record("person.edited", by=by, at=at, on=user, details={"changed": ["name"]})


@transaction.atomic
def appoint_steward(user: User, *, by: User | None, at: datetime) -> None:
    """Let somebody look after the platform."""
    user.is_steward = True
    user.save(update_fields=["is_steward"])
    record("steward.appointed", by=by, at=at, on=user)


def keep_an_owner(leaving: Membership) -> None:
    """Raise LastOwner unless another owner stays; two owners cannot leave past each other."""
    owners = Membership.objects.select_for_update().filter(
        organisation=leaving.organisation_id, role=Role.OWNER
    )
    if not [owner for owner in owners if owner.pk != leaving.pk]:
        raise LastOwner


def free_slug(name: str) -> str:
    """An address for the name that no other organisation has.

    It is of Latin letters, so that a link can be sent by SMS and read out (`kit.latin`).
    """
    stem = slugify(latin(name))[:60].strip("-") or "organisation"
    like_it = Organisation.objects.filter(slug__startswith=stem)
    taken = {"new", *like_it.values_list("slug", flat=True)}
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(slug for slug in chain([stem], numbered) if slug not in taken)
