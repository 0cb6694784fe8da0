"""Roles change, memberships end, and somebody always decides."""

from __future__ import annotations

import itertools

import pytest
from django.urls import reverse
from people import NOW, Scene, SignIn

from datashift.web.accounts import actions
from datashift.web.accounts.models import RIGHTS, Membership, Right, Role, User
from datashift.web.audit.log import events


def test_an_owner_gives_bruno_more_to_do(
    scene: Scene, owner: User, bruno: User, browser_of: SignIn
) -> None:
    member = scene.membership("viewer")
    address = reverse("accounts:change_role", args=[scene.organisation.slug, member.pk])
    browser_of(owner).post(address, {"role": "EDITOR"})
    member.refresh_from_db()
    assert member.may(Right.EDIT)
    newest = events(scene.organisation)[0]
    assert newest.action == "member.role_changed"
    assert newest.details == {"member": bruno.pk, "from": "VIEWER", "to": "EDITOR"}


def test_a_removed_member_is_out_at_once(
    scene: Scene, owner: User, amina: User, browser_of: SignIn
) -> None:
    page = reverse("accounts:organisation", args=[scene.organisation.slug])
    browser = browser_of(amina)
    assert browser.get(page).status_code == 200
    member = scene.membership("editor")
    address = reverse("accounts:remove_member", args=[scene.organisation.slug, member.pk])
    browser_of(owner).post(address)
    assert browser.get(page).status_code == 404


def test_amina_leaves(scene: Scene, amina: User, browser_of: SignIn) -> None:
    browser_of(amina).post(reverse("accounts:leave", args=[scene.organisation.slug]))
    assert not scene.organisation.memberships.filter(user=amina).exists()
    assert events(scene.organisation)[0].action == "member.left"


@pytest.mark.parametrize("way", ["leave", "change_role"])
def test_the_last_owner_stays(way: str, scene: Scene, owner: User, browser_of: SignIn) -> None:
    mine = scene.membership("owner")
    slug = scene.organisation.slug
    address = {
        "leave": reverse("accounts:leave", args=[slug]),
        "change_role": reverse("accounts:change_role", args=[slug, mine.pk]),
    }[way]
    answer = browser_of(owner).post(address, {"role": "VIEWER"}, follow=True)
    assert "Somebody has to decide here" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.role == Role.OWNER


def test_with_two_owners_one_may_go(scene: Scene, owner: User, amina: User) -> None:
    actions.change_role(scene.membership("editor"), role=Role.OWNER, by=owner, at=NOW)
    actions.remove_member(scene.membership("owner"), by=owner, at=NOW)
    assert Membership.objects.get(organisation=scene.organisation, role=Role.OWNER).user == amina


def test_members_of_elsewhere_are_not_reached_through_ones_own_organisation(
    scene: Scene, chidi: User, browser_of: SignIn
) -> None:
    """Chidi owns Elsewhere; an address of Elsewhere with Bruno's key must find nothing."""
    member = scene.membership("viewer")
    address = reverse("accounts:remove_member", args=["elsewhere", member.pk])
    assert browser_of(chidi).post(address).status_code == 404
    assert Membership.objects.filter(pk=member.pk).exists()


def test_a_larger_role_never_takes_a_right_away() -> None:
    ladder = [RIGHTS[role] for role in (Role.VIEWER, Role.REVIEWER, Role.EDITOR, Role.OWNER)]
    assert all(lower < higher for lower, higher in itertools.pairwise(ladder))
