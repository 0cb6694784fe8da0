"""Ask somebody in: the link works once, for one address, for two weeks."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now
from people import NOW, Scene, SignIn, person

from datashift.web.accounts import actions
from datashift.web.accounts.models import Invitation, Organisation, Role, User


def invite(scene: Scene, browser_of: SignIn, email: str) -> str:
    """Invite through the page; the path of the link that it shows."""
    address = reverse("accounts:invite", args=[scene.organisation.slug])
    said = {"email": email, "role": "REVIEWER"}
    answer = browser_of(scene.people["owner"]).post(address, said)
    found = re.search(r'value="https?://[^/]+(/invitations/[^"]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def test_the_invited_join_with_the_role_they_were_given(scene: Scene, browser_of: SignIn) -> None:
    guest = person("Guest")
    link = invite(scene, browser_of, "Guest@Example.org")
    assert link in mail.outbox[-1].body
    assert scene.organisation.name not in mail.outbox[-1].subject
    browser = browser_of(guest)
    assert "Guest" not in browser.get(link).content.decode().split("<footer")[0]
    browser.post(link)
    assert scene.organisation.memberships.get(user=guest).role == Role.REVIEWER
    browser.post(link)
    assert "used, taken back, or is too old" in browser.get(link).content.decode()


def test_the_token_is_kept_nowhere(scene: Scene, browser_of: SignIn) -> None:
    token = invite(scene, browser_of, "guest@example.org").strip("/").split("/")[-1]
    kept = Invitation.objects.values_list("token_hash", flat=True)
    assert token not in kept
    page = browser_of(scene.people["owner"]).get(
        reverse("accounts:organisation", args=[scene.organisation.slug])
    )
    assert token not in page.content.decode()


def test_a_link_in_other_hands_opens_nothing(scene: Scene, chidi: User, browser_of: SignIn) -> None:
    link = invite(scene, browser_of, "guest@example.org")
    browser = browser_of(chidi)
    assert "written to another address" in browser.get(link).content.decode()
    browser.post(link)
    assert not scene.organisation.memberships.filter(user=chidi).exists()


def test_a_guessed_link_is_not_there(scene: Scene, chidi: User, browser_of: SignIn) -> None:
    guess = reverse("accounts:accept_invitation", args=["x" * 43])
    assert browser_of(chidi).get(guess).status_code == 404


def test_asking_again_makes_the_older_link_useless(scene: Scene, browser_of: SignIn) -> None:
    guest = person("Guest")
    older = invite(scene, browser_of, "guest@example.org")
    newer = invite(scene, browser_of, "guest@example.org")
    browser = browser_of(guest)
    browser.post(older)
    assert not scene.organisation.memberships.filter(user=guest).exists()
    browser.post(newer)
    assert scene.organisation.memberships.filter(user=guest).exists()


def test_a_link_taken_back_no_longer_works(scene: Scene, browser_of: SignIn) -> None:
    guest = person("Guest")
    link = invite(scene, browser_of, "guest@example.org")
    invitation = scene.organisation.invitations.get(email="guest@example.org")
    address = reverse(
        "accounts:take_back_invitation", args=[scene.organisation.slug, invitation.pk]
    )
    browser_of(scene.people["owner"]).post(address)
    browser_of(guest).post(link)
    assert not scene.organisation.memberships.filter(user=guest).exists()


def test_a_link_lasts_two_weeks(scene: Scene) -> None:
    guest = person("Guest")
    owner = scene.people["owner"]
    invitation, _ = actions.invite(
        scene.organisation, email=guest.email, role=Role.VIEWER, by=owner, at=NOW
    )
    with pytest.raises(actions.InvitationOver):
        actions.accept_invitation(invitation, by=guest, at=NOW + timedelta(days=14))
    actions.accept_invitation(invitation, by=guest, at=NOW + timedelta(days=13, hours=23))


def test_a_member_needs_no_invitation(
    scene: Scene, owner: User, amina: User, browser_of: SignIn
) -> None:
    address = reverse("accounts:invite", args=[scene.organisation.slug])
    answer = browser_of(owner).post(address, {"email": amina.email.upper(), "role": "OWNER"})
    assert answer.status_code == 422
    assert "belongs here already" in answer.content.decode()


def test_where_no_mail_leaves_the_page_says_so(
    scene: Scene, owner: User, browser_of: SignIn
) -> None:
    address = reverse("accounts:invite", args=[scene.organisation.slug])
    said = {"email": "guest@example.org", "role": "VIEWER"}
    answer = browser_of(owner).post(address, said)
    assert "No mail leaves this machine" in answer.content.decode()


def test_no_more_strangers_get_letters_in_a_day_than_a_person_may_invite(
    scene: Scene, owner: User, browser_of: SignIn
) -> None:
    def ask(many: int, *, of: Organisation, at: datetime) -> None:
        for number in range(many):
            actions.invite(of, email=f"{number}@example.org", role=Role.VIEWER, by=owner, at=at)

    with pytest.raises(actions.InvitedEnough):
        ask(actions.INVITED_A_DAY + 1, of=scene.organisation, at=now())
    address = reverse("accounts:invite", args=[scene.organisation.slug])
    answer = browser_of(owner).post(address, {"email": "more@example.org", "role": "VIEWER"})
    assert answer.status_code == 422
    assert "Invite the next tomorrow" in answer.content.decode()
    assert mail.outbox == []
    assert not Invitation.objects.filter(email="more@example.org").exists()
    another = actions.create_organisation(name="Another", by=owner, at=now())
    with pytest.raises(actions.InvitedEnough):
        ask(1, of=another, at=now())
    ask(1, of=another, at=now() + timedelta(days=1, minutes=1))
