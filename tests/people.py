"""The people every web test knows: Amina edits, Bruno may look, Chidi belongs elsewhere.

They are made by the same actions that the site uses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client
from django.utils.timezone import now

from datashift.web.accounts import actions
from datashift.web.accounts.models import Membership, Organisation, Role, User

NOW = now()
PASSWORD = "a-pump-broken-for-a-year"

SignIn = Callable[[User | None], Client]  # what the fixture `browser_of` gives


def person(name: str) -> User:
    """Somebody with an account, who belongs nowhere yet."""
    return User.objects.create_user(
        email=f"{name.lower().replace(' ', '-')}@example.org", password=PASSWORD, name=name
    )


def join(organisation: Organisation, user: User, role: Role, *, by: User) -> Membership:
    """Invite and accept."""
    invitation, _ = actions.invite(organisation, email=user.email, role=role, by=by, at=NOW)
    return actions.accept_invitation(invitation, by=user, at=NOW)


@dataclass(frozen=True)
class Scene:
    """One organisation with somebody in every role, and people who are not in it.

    Args:
        organisation: Kisima Watch, an invented organisation.
        people: by role, see `ROLES`.
        invitation: an open one, and the token of its link.
    """

    organisation: Organisation
    people: dict[str, User]
    invitation_pk: str
    token: str

    def membership(self, role: str) -> Membership:
        return self.organisation.memberships.get(user=self.people[role])


ROLES = (
    "anonymous",
    "stranger",  # signed in, belongs nowhere
    "elsewhere",  # Chidi: owner of another organisation
    "former",  # was an editor here
    "viewer",  # Bruno
    "reviewer",
    "editor",  # Amina
    "owner",
    "steward",  # looks after the platform, belongs nowhere
)


def make_scene() -> Scene:
    """Set the scene anew, in the database of the running test."""
    names = {"elsewhere": "Chidi", "viewer": "Bruno", "editor": "Amina"}
    people = {role: person(names.get(role, f"The {role}")) for role in ROLES[1:]}
    owner = people["owner"]
    organisation = actions.create_organisation(name="Kisima Watch", country="KE", by=owner, at=NOW)
    actions.create_organisation(name="Elsewhere", by=people["elsewhere"], at=NOW)
    for role in ("viewer", "reviewer", "editor", "former"):
        part = Role.EDITOR if role == "former" else Role[role.upper()]
        membership = join(organisation, people[role], part, by=owner)
        if role == "former":
            actions.remove_member(membership, by=owner, at=NOW)
    actions.appoint_steward(people["steward"], by=None, at=NOW)
    invitation, token = actions.invite(
        organisation, email="new@example.org", role=Role.VIEWER, by=owner, at=NOW
    )
    return Scene(organisation, people, str(invitation.pk), token)
