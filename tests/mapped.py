"""Two studies of Nepal, by province and by district, and boundaries to draw them on."""

from __future__ import annotations

import numpy as np
from django.conf import settings
from django.utils.timezone import localdate
from people import NOW, Scene
from published import THINGS

from datashift import sdg
from datashift.sdg import outlines
from datashift.sdg.outlines import Outlines
from datashift.web.evidence import actions
from datashift.web.evidence.models import DataFile, Release, Run

STUDY = """\
study: 1
title: Taps that run, by LEVEL
producer: Kisima Watch
licence: CC-BY-4.0
unit: tap
data: {file: taps.csv}
design: {sampling: probability}
place: {country: NP, column: area, level: NUMBER}
time: {value: 2024}
variables: {runs: {from: state, map: {runs: 1, dry: 0}}}
indicators:
  - {id: taps, title: Taps that run in each LEVEL, sdg: 6.1.1, match: proxy, measure: proportion,
     of: runs, by: [[], [place]]}
official: [{file: official.csv}]
protect: {minimum: 5}
"""
PROVINCES, DISTRICTS = sdg.areas("NP", 1)[:4], sdg.areas("NP", 2)[:8]
SHARES = (9, 18, 27, 36, 12, 21, 30, 33)  # of forty taps
_STEP = 0.001  # degrees


def boundaries() -> list[Outlines]:
    """The country, four provinces and eight districts, side by side, in the atlas of the platform."""
    found = []
    for level, areas in enumerate(([sdg.country("NP")], PROVINCES, DISTRICTS)):
        wide = 4000 // len(areas)
        square = np.array([[0, 0], [wide, 0], [wide, 1500], [0, 1500], [0, 0]], dtype=np.int32)
        polygons = tuple(
            ((square + np.array([wide * at, 0], dtype=np.int32),),) for at in range(len(areas))
        )
        made = Outlines(
            *("NP", level, tuple(one.code for one in areas), tuple(one.name for one in areas)),
            *(polygons, (_STEP, _STEP), (82.0, 27.0)),
            valid_from=2015 if level else None,
            licence="CC0",
            source="drawn for tests",
        )
        found.append(outlines.read(outlines.write(settings.DATA / "areas", made)))
    return found


def publish_by(level: str, areas: tuple[sdg.Area, ...], scene: Scene) -> Release:
    """The study of these areas; those who run the country have figures of half of them."""
    by, at = scene.people["owner"], NOW
    text = STUDY.replace("LEVEL", level).replace("NUMBER", str(areas[0].level))
    title = f"Taps that run, by {level}"
    study = actions.create_study(scene.organisation, title=title, by=by, at=at)
    rows = [
        f"{area.name},{'runs' if number < share else 'dry'}"
        for area, share in zip(areas, SHARES, strict=False)
        for number in range(40)
    ]
    official = [
        f"6.1.1,{area.code},2024,{50 + at},PT,An invented office" for at, area in enumerate(areas)
    ]
    for name, part, head, lines in (
        ("taps.csv", DataFile.Part.DATA, "area,state", rows),
        (
            *("official.csv", DataFile.Part.OFFICIAL),
            *("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,SOURCE", official[::2]),
        ),
    ):
        content = "\n".join([head, *lines, ""]).encode()
        file = actions.bring_file(study, [content], name=name, part=part, by=by, at=at)
        actions.read_file(file, today=localdate())
    actions.write_study(study, text=text, by=by, at=at)
    actions.assess_harm(study, THINGS, minimum=5, by=by, at=at)
    run = actions.ask_run(study, by=by, at=at)
    actions.compute_run(run, at=at)
    run = Run.objects.get(pk=run.pk)
    assert run.state == Run.State.DONE, run.problem
    return actions.publish_release(run, by=by, at=at)
