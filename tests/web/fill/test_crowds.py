"""A flood of lies: nobody is refused, and what came in it counts only when somebody has looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from people import NOW, Scene, SignIn
from web.collect.wells import filled, new_id, wells
from web.fill.flooding import figure, flood

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.models import Event
from datashift.web.collect.actions import crowds
from datashift.web.collect.actions.quarantine import release_submissions
from datashift.web.collect.models import Instance, Quarantine, Questionnaire, Submission
from datashift.web.collect.storage import TryLater
from datashift.web.fill.actions.links import make_public_link, make_single_links
from datashift.web.fill.actions.sending import send
from datashift.web.fill.models import Link

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _ten_an_hour(settings: Any) -> None:
    settings.DOOR_HOURLY = 10


@pytest.fixture
def asked(organisation: Organisation, amina: User) -> Questionnaire:
    return wells(organisation, amina)


@pytest.fixture
def link(asked: Questionnaire, amina: User) -> Link:
    return make_public_link(asked, by=amina, at=NOW)


def counting() -> set[str]:
    found = Submission.objects.exclude(state=Submission.State.QUARANTINED)
    return set(found.values_list("root_instance_id", flat=True))


def test_the_hour_of_a_flood_is_one_pile_and_moves_no_figure(
    asked: Questionnaire, link: Link, amina: User
) -> None:
    for number in range(5):
        send(link, filled(new_id(number), works="true"), at=NOW - HOUR)
    receipts = [
        send(link, filled(new_id(number), works="a lie"), at=NOW) for number in range(100, 160)
    ]
    assert {receipt.quarantine for receipt in receipts[9:]} == {Quarantine.CROWD}
    assert counting() == {new_id(number) for number in range(5)}
    assert Submission.objects.count() == 65
    why = Instance.objects.filter(current=True).values_list("quarantine", flat=True)
    assert sorted(set(why)) == ["", "CROWD"]
    event = Event.objects.get(action="submissions.crowded")
    assert event.details == {"count": 10}
    chosen = [receipts[3].submission, receipts[40].submission]
    assert release_submissions(asked, chosen, by=amina, at=NOW) == 2
    assert len(counting()) == 7


def test_the_true_ones_are_found_among_the_lies_and_let_out_by_themselves(
    scene: Scene, browser_of: SignIn, django_assert_max_num_queries: Any
) -> None:
    found = flood(scene, true=80, lies=120, at=NOW)
    assert Submission.objects.count() == 200
    assert abs(figure() - 0.6) < 0.01
    browser = browser_of(scene.people["reviewer"])
    address = reverse("collect:submissions", args=[found.asked.pk])
    with django_assert_max_num_queries(20):
        aside = browser.get(address, {"state": "QUARANTINED"})
    assert aside.context["page"].paginator.count == 120 + len(found.drowned)
    receipt = found.drowned[0].removeprefix("uuid:")
    shown = browser.get(address, {"state": "QUARANTINED", "words": receipt}).content.decode()
    assert found.drowned[0] in shown
    released = reverse("collect:release_submissions", args=[found.asked.pk])
    browser.post(released, {"words": receipt})
    aside_now = Submission.objects.filter(state=Submission.State.QUARANTINED)
    assert aside_now.count() == 120 + len(found.drowned) - 1
    assert not aside_now.filter(root_instance_id=found.drowned[0]).exists()
    browser.post(released, {"why": "CLOSED"})
    assert aside_now.count() == 120 + len(found.drowned) - 1


def test_the_next_hour_begins_anew(link: Link) -> None:
    for number in range(12):
        send(link, filled(new_id(number)), at=NOW)
    assert send(link, filled(new_id(99)), at=NOW + HOUR).quarantine == Quarantine.NONE


def test_what_was_decided_came_by_invitation_or_by_phone_stays(
    asked: Questionnaire, link: Link, amina: User
) -> None:
    (invited,) = make_single_links(asked, count=1, by=amina, at=NOW)
    send(invited, filled(new_id(1)), at=NOW)
    accepted = send(link, filled(new_id(2)), at=NOW)
    Submission.objects.filter(pk=accepted.submission).update(state=Submission.State.ACCEPTED)
    for number in range(100, 112):
        send(link, filled(new_id(number)), at=NOW)
    assert counting() == {new_id(1), new_id(2)}


def test_a_phone_that_sends_the_same_again_is_no_crowd(link: Link) -> None:
    receipts = [send(link, filled(new_id(1)), at=NOW) for _ in range(15)]
    assert {receipt.quarantine for receipt in receipts} == {Quarantine.NONE}


def test_more_bytes_than_the_disk_may_bear_are_asked_to_wait(
    link: Link, monkeypatch: pytest.MonkeyPatch, browser_of: SignIn
) -> None:
    monkeypatch.setattr(crowds, "MOST_BYTES", 1_000)
    address = f"/fill/{link.key}/files/{'ab' * 32}?size=2000&offset=0"
    answer = browser_of(None).post(address, b"x" * 100, content_type="application/octet-stream")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    with pytest.raises(TryLater):
        send(link, filled(works="x" * 2_000), at=NOW)
    assert not Submission.objects.exists()
