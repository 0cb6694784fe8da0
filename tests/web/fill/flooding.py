"""A thousand people who tell the truth, and whoever sends lies in one hour."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from people import Scene
from web.collect.wells import filled, new_id, wells

from datashift.web.collect.actions.receive import receive
from datashift.web.collect.models import Door, Instance, Questionnaire, Submission
from datashift.web.fill.actions.links import make_public_link
from datashift.web.fill.actions.sending import send
from datashift.web.fill.models import Link

HOUR = timedelta(hours=1)
LIE = 10**9  # ids from here on
Sending = Callable[[Callable[[int], object], Iterable[int]], Iterable[object]]


@dataclass(frozen=True)
class Flood:
    """What was asked, and the ids of the true ones that came through the door of the lies."""

    asked: Questionnaire
    drowned: tuple[str, ...]


def flood(scene: Scene, *, true: int, lies: int, at: datetime, sending: Sending = map) -> Flood:
    """Half of the true ones come by phone, the others through the link: one in ten of those in
    the hour of the lies.

    Six in ten true wells work; a lie says that none does.

    Args:
        sending: sends the lies that come between two true ones: one by one, or several at once,
            which then share a commit.
    """
    amina = scene.people["editor"]
    asked = wells(scene.organisation, amina)
    link = make_public_link(asked, by=amina, at=at)
    every = lies * 20 // true  # lies come between the true ones
    drowned: list[str] = []
    for when, number in sorted((_moment(number, at), number) for number in range(true)):
        text = filled(new_id(number), works="yes" if (number + number // 20) % 5 < 3 else "no")
        if number % 2:
            receive(text, organisation=scene.organisation.pk, door=Door.OPENROSA, at=when)
            continue
        send(link, text, at=when)
        if when == at:
            first = LIE + len(drowned) * every
            list(sending(lambda lie: _lie(link, lie, at), range(first, first + every)))
            drowned.append(new_id(number))
    return Flood(asked, tuple(drowned))


def _lie(link: Link, number: int, at: datetime) -> None:
    send(link, filled(new_id(number), works="no"), at=at)


def _moment(number: int, at: datetime) -> datetime:
    return at if number % 20 == 0 else at - HOUR * (1 + number % 5)


def figure() -> float:
    """The share of wells that work, of what counts without being looked at."""
    counting = Submission.objects.exclude(state=Submission.State.QUARANTINED)
    texts = Instance.objects.filter(current=True, submission__in=counting)
    works = [b"<works>yes<" in bytes(xml) for xml in texts.values_list("xml", flat=True)]
    return sum(works) / len(works)
