"""Whoever asks for the published map of points, as often as they like, learns no more than once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from django.conf import settings
from django.test import Client
from django.utils.timezone import localdate
from people import NOW, Scene
from published import THINGS

from datashift.disclosure.points.sphere import distance_km, on_grid
from datashift.web.evidence import actions
from datashift.web.evidence.models import DataFile, Release, Run, Study

STUDY = """\
study: 1
title: Wells in two districts
unit: household
data: {file: wells.csv}
design: {sampling: volunteer}
place: {name: Ruvela, longitude: x, latitude: y, areas: {file: areas.json, name: name}}
indicators:
  - {id: safe, title: Safe wells, measure: proportion, of: safe, by: [[], [place]]}
protect: {topic: TOPIC, points: {cluster: village}}
"""
VILLAGES = [(0.1 + 0.18 * (at % 10), 0.15 + 0.07 * (at // 2), at) for at in range(20)]


def _wells(more: int) -> str:
    """Fifteen households in each village; new ones are asked at its edge."""
    lines = [f"v{at},{x},{y},{n % 2}" for x, y, at in VILLAGES for n in range(15)]
    lines += [f"v{at},{x + 0.01},{y},{n % 2}" for x, y, at in VILLAGES for n in range(more)]
    return "\n".join(["village,x,y,safe", *lines]) + "\n"


def _areas() -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"District {at}"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[at, 0], [at + 1, 0], [at + 1, 1], [at, 1], [at, 0]]],
            },
        }
        for at in range(2)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _published(scene: Scene, study: Study, *, more: int = 0, topic: str = "ordinary") -> Release:
    who = scene.people["owner"]
    for name, part, content in (
        ("areas.json", DataFile.Part.AREAS, _areas()),
        ("wells.csv", DataFile.Part.DATA, _wells(more)),
    ):
        file = actions.bring_file(study, [content.encode()], name=name, part=part, by=who, at=NOW)
        if part == DataFile.Part.DATA:
            actions.read_file(file, today=localdate())
    actions.write_study(study, text=STUDY.replace("TOPIC", topic), by=who, at=NOW)
    if not study.harms.exists():
        harm = THINGS if topic == "ordinary" else replace(THINGS, by=frozenset({"neighbours"}))
        actions.assess_harm(study, harm, minimum=10, by=who, at=NOW)
    run = actions.ask_run(study, by=who, at=NOW)
    actions.compute_run(run, at=NOW)
    run = Run.objects.get(pk=run.pk)
    assert run.state == Run.State.DONE, run.problem
    return actions.publish_release(run, by=who, at=NOW)


def _address(release: Release, file: str = "points.geojson") -> str:
    study = release.study
    return f"/findings/{study.organisation.slug}/{study.slug}/{release.number}/{file}"


def _asked(client: Client, release: Release) -> bytes:
    answer = client.get(_address(release))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/geo+json"
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def _places(content: bytes) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    features = json.loads(content)["features"]
    return np.array([feature["geometry"]["coordinates"] for feature in features], dtype=float)


def test_averaging_all_requests_of_all_releases_comes_no_nearer(scene: Scene) -> None:
    stranger = Client()
    who = scene.people["owner"]
    study = actions.create_study(scene.organisation, title="Wells", by=who, at=NOW)
    releases = [_published(scene, study, more=more) for more in (0, 12, 40)]
    answers = {_asked(stranger, release) for release in releases for _ in range(10)}
    assert len(answers) == 1
    places = _places(answers.pop())
    assert len(places) == len(VILLAGES)
    seen = [on_grid(places[:, 0], places[:, 1], zoom) for zoom in range(20) for _ in range(3)]
    weights = [4.0**zoom for zoom in range(20) for _ in range(3)]
    x, y = (np.average([each[axis] for each in seen], axis=0, weights=weights) for axis in (0, 1))
    order = sorted(VILLAGES, key=lambda each: f"v{each[2]}")
    true = np.array([each[:2] for each in order])
    guess = np.array([[gx, gy] for gx, gy in zip(x, y, strict=True)], dtype=float)
    once = _nearest(places, true)
    assert _nearest(guess, true) >= 0.95 * once
    assert once > 0.8


def _nearest(
    points: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    true: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> float:
    """Median kilometres from each place to the nearest point."""
    apart = [
        distance_km(points[:, 0], points[:, 1], np.full(len(points), x), np.full(len(points), y))
        for x, y in true
    ]
    return float(np.median([each.min() for each in apart]))


def test_points_lie_on_the_map_and_their_key_does_not_leave(scene: Scene) -> None:
    stranger = Client()
    who = scene.people["owner"]
    study = actions.create_study(scene.organisation, title="Wells", by=who, at=NOW)
    release = _published(scene, study)
    page = stranger.get(_address(release, "safe/")).content.decode()
    assert 'class="mp"' in page
    assert "each point was moved at random" in page
    assert "points.geojson" in page
    key = study.points_key_file
    assert key.stat().st_mode & 0o077 == 0
    published = [path for path in release.folder.rglob("*") if path.is_file()]
    assert all(key.read_text().strip() not in path.read_text() for path in published)
    assert release.folder not in key.parents
    assert Path(settings.DATA) in key.parents


def test_what_could_hurt_has_no_points(scene: Scene) -> None:
    stranger = Client()
    who = scene.people["owner"]
    study = actions.create_study(scene.organisation, title="Wells", by=who, at=NOW)
    release = _published(scene, study, topic="sensitive")
    assert stranger.get(_address(release)).status_code == 404
    assert 'class="mp"' not in stranger.get(_address(release, "safe/")).content.decode()
