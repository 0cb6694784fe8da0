"""A thousand people who tell the truth, and whoever sends lies in one hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from people import Scene
from web.collect.wells import filled, new_id, wells

from datashift.web.collect.actions.receive import receive
from datashift.web.collect.models import Door, Instance, Questionnaire, Submission
from datashift.web.fill.actions.links import make_public_link
from datashift.web.fill.actions.sending import send

HOUR = timedelta(hours=1)
LIE = 10**9  # ids from here on


@dataclass(frozen=True)
class Flood:
    """What was asked, and the ids of the true ones that came through the door of the lies."""

    asked: Questionnaire
    drowned: tuple[str, ...]


def flood(scene: Scene, *, true: int, lies: int, at: datetime) -> Flood:
    """Half of the true ones come by phone, the others through the link: one in ten of those in
    the hour of the lies.

    Six in ten true wells work; a lie says that none does.
    """
    amina = scene.people["editor"]
    asked = wells(scene.organisation, amina)
    link = make_public_link(asked, by=amina, at=at)
    drowned = []
    for number, when in enumerate(_moments(true, at)):
        text = filled(new_id(number), works="yes" if (number + number // 20) % 5 < 3 else "no")
        if when is None:
            receive(text, organisation=scene.organisation.pk, door=Door.OPENROSA, at=at)
        else:
            if when == at:
                drowned.append(new_id(number))
            send(link, text, at=when)
        if when == at:  # the lies come between them
            for lie in range(lies * 20 // true):
                told = new_id(LIE + number * lies + lie)
                send(link, filled(told, works="no"), at=at)
    return Flood(asked, tuple(drowned))


def _moments(true: int, at: datetime) -> Iterator[datetime | None]:
    """When each true one comes through the link; None by phone."""
    for number in range(true):
        if number % 2:
            yield None
        elif number % 20 == 0:
            yield at
        else:
            yield at - HOUR * (1 + number % 5)


def figure() -> float:
    """The share of wells that work, of what counts without being looked at."""
    counting = Submission.objects.exclude(state=Submission.State.QUARANTINED)
    texts = Instance.objects.filter(current=True, submission__in=counting)
    works = [b"<works>yes<" in bytes(xml) for xml in texts.values_list("xml", flat=True)]
    return sum(works) / len(works)
