"""Releases over time: who reads all of them works out nobody."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from library.disclosure import attacker
from library.disclosure.attacker import Group, Row
from people import NOW, Scene
from published import COUNTIES, publish, rows

from datashift.web.evidence import actions
from datashift.web.evidence.models import Release
from datashift.web.explore.queries import published


def _scraped(client: Client, release: Release) -> dict[str, int | None]:
    """What a reader finds about the shares by county, in the file, the API and the page alike."""
    place = f"{release.study.organisation.slug}/{release.study.slug}/{release.number}"
    file = b"".join(client.get(f"/findings/{place}/observations.csv")).decode()
    lines = [one for one in csv.DictReader(io.StringIO(file)) if one["INDICATOR"] == "works"]
    found = {one["AREA_NAME"]: int(one["N"]) if one["N"] else None for one in lines}
    answers = client.get(f"/api/releases/{place}/observations?indicator=works").json()["items"]
    assert {one["area_name"]: one["n"] for one in answers} == found
    breakdown = client.get(f"/api/findings/{place}/works").json()["breakdowns"][0]["rows"]
    assert {one["name"]: one["n"] for one in breakdown}.items() <= found.items()
    return found


@pytest.mark.django_db
def test_two_releases_together_tell_of_nobody(scene: Scene, stranger: Client) -> None:
    """Three new points in Turkana and two in Lamu: neither is found by subtraction."""
    owner, minimum = scene.people["owner"], 5
    new = {"Kisumu": 9, "Nairobi": 12, "Turkana": 3, "Lamu": 2}
    first = publish(scene.organisation, by=owner)
    more = [f"{900 + k},{county},dry" for county, number in new.items() for k in range(number)]
    points = rows() + "\n".join(more) + "\n"
    later = NOW + timedelta(days=7)
    second = publish(scene.organisation, by=owner, at=later, points=points, again=True)
    before, now = _scraped(stranger, first), _scraped(stranger, second)
    truth = {county: work + dry for county, work, dry in COUNTIES}
    known: list[Row] = []
    for place in before:
        group: Group = (("place", place),) if place in truth else ()
        known.append(Row("works", (("came", "before"), *group), before[place], 0))
        known.append(Row("works", group, now[place], 0))
        known.append(Row("works", (("came", "since"), *group), None, None))
    found = attacker.ranges(known, enough=minimum)
    secret = [
        *((("came", "before"), ("place", place)) for place, n in truth.items() if n < minimum),
        *((("came", "since"), ("place", place)) for place, n in new.items() if n < minimum),
    ]
    assert len(secret) == 3
    for group in secret:
        low, high = found["works", group]
        assert high - low >= minimum, (group, low, high)


@pytest.mark.django_db
def test_a_withdrawn_release_is_still_remembered(scene: Scene) -> None:
    owner = scene.people["owner"]
    first = publish(scene.organisation, by=owner)
    actions.withdraw_release(first, because="Wrong.", by=owner, at=NOW)
    points = rows() + "900,Turkana,dry\n"
    second = publish(
        scene.organisation, by=owner, at=NOW + timedelta(days=7), points=points, again=True
    )
    manifest = published.manifest(second)
    assert manifest["protection"]["earlier_releases"] == 1
    shown = _scraped(Client(), second)
    assert shown["Turkana"] is None  # 41 less 40 is one
