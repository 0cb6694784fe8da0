"""Found an organisation."""

from __future__ import annotations

import pytest
from django.urls import reverse
from people import NOW, Scene, SignIn, person

from datashift.web.accounts import actions
from datashift.web.accounts.models import Membership, Organisation, Role, User
from datashift.web.audit.log import events

ADDRESS = "accounts:create_organisation"


def test_the_founder_is_its_first_owner(scene: Scene, browser_of: SignIn) -> None:
    stranger = scene.people["stranger"]
    said = {"name": "Maji Safi", "country": "TZ", "website": ""}
    answer = browser_of(stranger).post(reverse(ADDRESS), said, follow=True)
    organisation = Organisation.objects.get(name="Maji Safi")
    assert answer.redirect_chain == [(reverse("accounts:organisation", args=["maji-safi"]), 302)]
    assert "Tanzania" in answer.content.decode()
    assert Membership.objects.get(organisation=organisation, user=stranger).role == Role.OWNER
    assert [event.action for event in events(organisation)] == ["organisation.created"]


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"name": ""}, "required"),
        ({"name": "123"}, "A name needs letters."),
        ({"name": "Maji", "country": "XX"}, "Select a valid choice"),
        ({"name": "Maji", "website": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_what_cannot_be_said_is_explained(
    said: dict[str, str], complaint: str, chidi: User, browser_of: SignIn
) -> None:
    before = Organisation.objects.count()
    answer = browser_of(chidi).post(reverse(ADDRESS), said)
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert Organisation.objects.count() == before


@pytest.mark.django_db
def test_no_two_share_an_address_and_none_takes_one_of_ours() -> None:
    founder = person("Founder")
    names = ["Maji", "maji", "MAJI!", "New", "協會"]
    made = [actions.create_organisation(name=name, by=founder, at=NOW).slug for name in names]
    assert made == ["maji", "maji-2", "maji-3", "new-2", "organisation"]


def test_a_name_in_devanagari_has_an_address_that_can_be_read_out(
    chidi: User, browser_of: SignIn
) -> None:
    browser = browser_of(chidi)
    for address in ("nepal-mahila-sangha", "nepal-mahila-sangha-2"):
        answer = browser.post(reverse(ADDRESS), {"name": "नेपाल महिला संघ", "country": "NP"})
        assert answer["Location"] == reverse("accounts:organisation", args=[address])
    named = Organisation.objects.get(slug="nepal-mahila-sangha-2")
    Organisation.objects.filter(pk=named.pk).update(slug="organisation")  # as it was called before
    said = {"name": "नेपाल महिला सङ्घ", "country": "NP", "website": ""}
    browser.post(reverse("accounts:edit_organisation", args=["organisation"]), said)
    shown = browser.get(reverse("accounts:organisation", args=["organisation"]))
    assert "सङ्घ" in shown.content.decode()


def test_correcting_it_tells_the_log_what_changed(
    scene: Scene, owner: User, browser_of: SignIn
) -> None:
    address = reverse("accounts:edit_organisation", args=[scene.organisation.slug])
    said = {"name": "Kisima Watch Trust", "country": "KE", "website": ""}
    browser_of(owner).post(address, said)
    scene.organisation.refresh_from_db()
    assert (scene.organisation.name, scene.organisation.slug) == (
        "Kisima Watch Trust",
        "kisima-watch",
    )
    newest = events(scene.organisation)[0]
    assert (newest.action, newest.details) == ("organisation.edited", {"changed": ["name"]})
