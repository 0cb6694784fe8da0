"""Studies that say hostile words wherever a study says any, published by the workspace's actions."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from people import NOW, Scene
from published import THINGS
from web.payloads import PAYLOADS

from datashift.web.credibility import actions as credibility
from datashift.web.credibility.models import Document
from datashift.web.evidence import actions
from datashift.web.evidence.models import DataFile, Release, Run, Study

ITEMS = {  # of the framework, with the best score of each
    **dict.fromkeys(("clarity", "trust", "need"), 1),
    **dict.fromkeys(("relevance", "timeliness", "accessibility", "methods", "accuracy"), 2),
}
EACH = 12  # rows of a group, of which a third says no
WIDE = 0.5  # degrees of an area


@dataclass(frozen=True)
class Spoken:
    """What one study says.

    Args:
        words: wherever it says any.
        names: of its groups and areas.
    """

    words: str
    names: tuple[str, ...]


def spoken() -> tuple[Spoken, ...]:
    """Each payload by itself, and several in one text, because none knows whether it is alone."""
    half = len(PAYLOADS) // 2
    together = (" ".join(PAYLOADS[:half]), " ".join(PAYLOADS[half:]))
    many = tuple(Spoken(words, PAYLOADS) for words in together)
    return many + tuple(Spoken(words, (words, *together, "Kisumu")) for words in PAYLOADS)


def publish_placed(scene: Scene, said: Spoken) -> Release:
    """A study that brings its own boundaries, whose names are hostile too."""
    words, files = said.words, _files(said)
    about = _about(said) | {
        "place": {
            "name": words,
            "longitude": "longitude",
            "latitude": "latitude",
            "areas": {"file": "areas.json", "name": words[:200], "code": "code"},
            "level": words,
        },
    }
    return publish(scene, said, about, files)


def publish_named(scene: Scene, said: Spoken) -> Release:
    """A study of counties that the platform knows, beside official figures."""
    about = _about(said) | {"place": {"country": "KE", "column": "county", "level": "county"}}
    return publish(scene, said, about, _files(said))


def _about(said: Spoken) -> dict[str, Any]:
    """study.yaml as a mapping."""
    words, group = said.words, _column(said)
    asked = {"text": words, "answers": [words, f"{words} 2"], "language": words}
    common = {
        "title": words,
        "sentence": words,
        "because": words,
        "population": words,
        "coverage": words,
        "question": asked,
    }
    return {
        "study": 1,
        "title": words,
        "description": words,
        "producer": words,
        "licence": words,
        "language": "en",
        "unit": words,
        "data": {"file": "points.json", "missing": [f"{words} missing"]},
        "design": {"sampling": "probability"},
        "time": {"column": "asked", "period": "year"},
        "variables": {"gives": {"from": "state", "map": {f"{words} yes": 1, f"{words} no": 0}}},
        "indicators": [
            common
            | {
                "id": "works",
                "sdg": "6.1.1",
                "match": "proxy",
                "measure": "proportion",
                "of": "gives",
                "by": [[], ["place"], [group], ["time"], ["place", group]],
                "differences": [{"between": group, "other": said.names[0].strip()}],
            },
            common
            | {
                "id": words,
                "measure": "mean",
                "of": "metres",
                "unit_words": words,
                "unit_measure": words,
                "by": [[], [group]],
            },
            common | {"id": "found", "measure": "count", "by": [[], ["place"]]},
        ],
        "official": [
            {
                "file": "official.csv",
                "title": words,
                "source": words,
                "unit": words,
                "population": words,
                "coverage": words,
                "question": asked,
            },
            {"file": "official2.csv", "indicator": "6.1.1", "series": words.strip()},
        ],
        "protect": {"minimum": 5},
    }


def _files(said: Spoken) -> dict[str, tuple[DataFile.Part, str]]:
    """The files of a study: name -> what it is for, and what it holds.

    The rows come as JSON: a hostile name of a column would be parted by the reader of CSV.
    """
    words = said.words
    counties = ("Kisumu", "Nairobi", "Turkana", words)
    rows = [
        {
            "county": counties[at % 4],
            _column(said): name,
            "state": f"{words} {'no' if number % 3 == 0 else 'yes'}",
            "metres": str(10 * number + at),
            "asked": f"{2023 + number % 2}-05-0{1 + number % 9}",
            "longitude": str((at % len(said.names)) * WIDE + 0.1 + number * 0.01),
            "latitude": str(0.1 + number * 0.01),
            "remark": words,
        }
        for at, name in enumerate(said.names)
        for number in range(EACH)
    ]
    official = [
        {
            "INDICATOR": "6.1.1",
            "REF_AREA": "KE",
            "TIME_PERIOD": str(2023 + at),
            "OBS_VALUE": str(60 + at),
            "UNIT_MEASURE": "PT",
            "SOURCE": words,
            "SERIES": words,
            "COMMENT": words,
            "NATURE": words,
        }
        for at in range(2)
    ]
    areas = [
        {
            "type": "Feature",
            "properties": {words[:200]: name, "code": f"{name} {at}"},
            "geometry": {"type": "Polygon", "coordinates": [_square(at * WIDE)]},
        }
        for at, name in enumerate(said.names)
    ]
    return {
        "points.json": (DataFile.Part.DATA, json.dumps(rows)),
        "official.csv": (DataFile.Part.OFFICIAL, _table(official)),
        "official2.csv": (DataFile.Part.OFFICIAL, _table(official)),
        "areas.json": (
            DataFile.Part.AREAS,
            json.dumps({"type": "FeatureCollection", "features": areas}),
        ),
    }


def _column(said: Spoken) -> str:
    """As the reader of tables writes the name of a column: spaces once, no marks of direction."""
    return " ".join(said.words.replace("\u202e", "").replace("\u202c", "").split())


def _square(west: float) -> list[list[float]]:
    east = west + WIDE
    return [[west, 0], [east, 0], [east, WIDE], [west, WIDE], [west, 0]]


def _table(rows: list[dict[str, str]]) -> str:
    made = io.StringIO()
    writer = csv.DictWriter(made, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def judge(scene: Scene, release: Release, words: str) -> None:
    """Assess the study and confirm it, with papers, a question of an office and its answer."""
    first, second = scene.people["owner"], scene.people["reviewer"]
    study = release.study
    for office in ("", words[:200]):
        made = credibility.begin(study, framework="knbs-2022", office=office, by=first, at=NOW)
        for item, value in ITEMS.items():
            credibility.answer(made, item=item, value=value, evidence=words, by=first, at=NOW)
        given = list(made.answers.values_list("pk", flat=True))
        credibility.confirm(made, answers=given, by=second, at=NOW)
        if office:
            credibility.rule(made, accepted=False, reasons=words, by=second, at=NOW)
    for kind in Document.Kind:
        credibility.add_document(study, kind=kind, words=words, by=first, at=NOW)
    asked = credibility.ask_question(study, office=words[:200], text=words, by=second, at=NOW)
    credibility.answer_question(asked, answer=words, by=first, at=NOW)


def publish(
    scene: Scene,
    said: Spoken,
    about: dict[str, Any],
    files: dict[str, tuple[DataFile.Part, str]],
) -> Release:
    """Bring the files, write the study, say who could be hurt, compute it, make it public."""
    by, at = scene.people["owner"], NOW
    study: Study = actions.create_study(scene.organisation, title=said.words[:200], by=by, at=at)
    for name, (part, content) in files.items():
        file = actions.bring_file(study, [content.encode()], name=name, part=part, by=by, at=at)
        actions.read_file(file, today=localdate())
        file.refresh_from_db()
        assert file.state == DataFile.State.READY, file.problem
    text = json.dumps(about, ensure_ascii=False, indent=1)  # YAML too
    actions.write_study(study, text=text, by=by, at=at)
    actions.assess_harm(study, THINGS, minimum=5, by=by, at=at)
    run = actions.ask_run(study, by=by, at=at)
    actions.compute_run(run, at=at)
    run = Run.objects.get(pk=run.pk)
    assert run.state == Run.State.DONE, run.problem
    return actions.publish_release(run, by=by, at=at)
