"""The log cannot be changed without its showing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import models
from people import NOW, Scene

from datashift.web.audit.log import events, first_break, record
from datashift.web.audit.models import Chain, Event, Unchangeable


def logged(scene: Scene) -> models.QuerySet[Event]:
    return events(scene.organisation).order_by("number")


def test_an_untouched_log_is_whole(scene: Scene) -> None:
    assert first_break(scene.organisation) is None
    assert first_break(None) is None
    numbers = list(logged(scene).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def change_somebody(scene: Scene) -> None:
    logged(scene).filter(number=3).update(by=scene.people["stranger"].pk)


def change_what(scene: Scene) -> None:
    logged(scene).filter(number=3).update(action="member.left")


def change_when(scene: Scene) -> None:
    logged(scene).filter(number=3).update(at=NOW.replace(year=2001))


def change_details(scene: Scene) -> None:
    logged(scene).filter(number=3).update(details={"role": "OWNER"})


def change_and_seal_again(scene: Scene) -> None:
    event = logged(scene).get(number=3)
    event.action = "member.left"
    Event.objects.filter(pk=event.pk).update(action=event.action, hash=event.computed_hash())


def remove_one(scene: Scene) -> None:
    logged(scene).filter(number=3).delete()


def remove_the_newest(scene: Scene) -> None:
    newest = logged(scene).last()
    assert newest is not None
    logged(scene).filter(number=newest.number).delete()


def exchange_two(scene: Scene) -> None:
    third, fourth = logged(scene).filter(number__in=[3, 4])
    for event, number in ((third, 99), (fourth, 3), (third, 4)):
        Event.objects.filter(pk=event.pk).update(number=number)


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (change_somebody, 3),
        (change_what, 3),
        (change_when, 3),
        (change_details, 3),
        (change_and_seal_again, 4),
        (remove_one, 3),
        (remove_the_newest, 11),
        (exchange_two, 3),
    ],
)
def test_tampering_is_found(tamper: Callable[[Scene], None], found: int, scene: Scene) -> None:
    tamper(scene)
    assert first_break(scene.organisation) == found


def test_an_event_is_written_once(scene: Scene) -> None:
    event = logged(scene).first()
    assert event is not None
    with pytest.raises(Unchangeable):
        event.save()
    with pytest.raises(Unchangeable):
        event.delete()


def test_each_organisation_has_a_log_of_its_own(scene: Scene) -> None:
    assert set(Chain.objects.values_list("scope", flat=True)) == {
        "platform",
        *(f"organisation:{each.pk}" for each in type(scene.organisation).objects.all()),
    }


@pytest.mark.django_db(transaction=True)
def test_no_event_without_the_transaction_of_its_change() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record("study.made", by=None, at=NOW)
