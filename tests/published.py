"""A small study, published by the actions that the workspace uses."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime

from django.test import Client
from django.utils.timezone import localdate
from people import NOW, Scene

from datashift import studies
from datashift.disclosure import Harm
from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence import actions
from datashift.web.evidence.models import DataFile, Release, Run, Study

TITLE = "Water points that work in three counties"
STUDY = """\
study: 1
title: Water points that work in three counties
producer: Kisima Watch
licence: CC-BY-4.0
language: en
unit: water point
data: {file: points.csv}
design: {sampling: probability}
place: {country: KE, column: county, level: county}
time: {value: 2024}
variables:
  gives: {from: state, map: {works: 1, dry: 0}}
indicators:
  - id: works
    title: Water points that work
    sentence: water points work
    sdg: 6.1.1
    match: proxy
    measure: proportion
    of: gives
    by: [[], [place]]
  - id: counted
    title: Water points that were found
    measure: count
    by: [[]]
official: [{file: official.csv}]
protect: {minimum: 5}
"""
OFFICIAL = """\
INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,LOWER_BOUND,UPPER_BOUND,UNIT_MEASURE,SOURCE
6.1.1,KE,2024,62.5,60.1,64.9,PT,An invented office
"""
THINGS = Harm("things", neighbour="no", listed="no")
# County, how many work, how many do not. Four in Lamu are too few to show.
COUNTIES = (("Kisumu", 30, 10), ("Nairobi", 28, 12), ("Turkana", 12, 28), ("Lamu", 2, 2))


def rows() -> str:
    """points.csv."""
    lines = ["point,county,state"]
    for county, work, dry in COUNTIES:
        for state, number in (("works", work), ("dry", dry)):
            lines += [f"{len(lines) + k},{county},{state}" for k in range(number)]
    return "\n".join(lines) + "\n"


def publish(
    organisation: Organisation,
    *,
    by: User,
    at: datetime = NOW,
    text: str = STUDY,
    points: str = "",
    again: bool = False,
) -> Release:
    """The organisation's release; made when there is none, or once more when asked for.

    Args:
        points: what points.csv holds; `rows()` when it is not said.
    """
    known = Release.objects.filter(study__organisation=organisation).first()
    if known is not None and not again:
        return known
    study = known.study if known is not None else None
    if study is None:
        study = actions.create_study(organisation, title=TITLE, by=by, at=at)
        _bring(study, "official.csv", OFFICIAL, DataFile.Part.OFFICIAL, by=by, at=at)
        points = points or rows()
    if points:
        _bring(study, "points.csv", points, DataFile.Part.DATA, by=by, at=at)
    actions.write_study(study, text=text, by=by, at=at)
    if not study.harms.exists():
        minimum = studies.parse(text).specification.protect.minimum
        actions.assess_harm(study, THINGS, minimum=minimum, by=by, at=at)
    run = actions.ask_run(study, by=by, at=at)
    actions.compute_run(run, at=at)
    run = Run.objects.get(pk=run.pk)
    assert run.state == Run.State.DONE, run.problem
    return actions.publish_release(run, by=by, at=at)


def _bring(
    study: Study, name: str, content: str, part: DataFile.Part, *, by: User, at: datetime
) -> None:
    file = actions.bring_file(study, [content.encode()], name=name, part=part, by=by, at=at)
    actions.read_file(file, today=localdate())


@dataclass(frozen=True)
class Shown:
    """What is public: one release of Kisima Watch."""

    scene: Scene
    release: Release

    @property
    def study(self) -> str:
        return f"/findings/{self.scene.organisation.slug}/{self.release.study.slug}/"

    @property
    def address(self) -> str:
        """Of the release."""
        return f"{self.study}{self.release.number}/"

    @property
    def finding(self) -> str:
        """Of its first finding."""
        return f"{self.address}works/"


def page(client: Client, address: str, status: int = 200) -> str:
    """The page's text on one line, its entities read."""
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(html.unescape(answer.content.decode()).replace("\u00a0", " ").split())
