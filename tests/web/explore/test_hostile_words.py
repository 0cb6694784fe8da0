"""A study of hostile words, published and judged: on every public page words they stay."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from people import Scene, make_scene
from web.hostile_studies import Spoken, judge, publish_named, publish_placed, spoken
from web.payloads import alive

from datashift.web.evidence.models import Release


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def pages(release: Release) -> list[str]:
    study = release.study
    of_study = f"{study.organisation.slug}/{study.slug}/"
    here = f"/findings/{of_study}{release.number}/"
    keys = [finding.key for finding in release.findings.all()]
    return [
        *("/", "/findings/", "/search/?q=evil", f"/findings/{of_study}", here),
        *(f"{here}{key}/{page}" for key in keys for page in ("", "embed/", "formats/")),
        f"/credibility/{of_study}{release.number}/",
    ]


@pytest.mark.parametrize(
    ("said", "make"), zip(spoken()[:2], (publish_named, publish_placed), strict=True)
)
def test_hostile_words_of_a_study_stay_words(
    scene: Scene, said: Spoken, make: Callable[[Scene, Spoken], Release]
) -> None:
    release = make(scene, said)
    judge(scene, release, said.words)
    shown = {address: Client().get(address).content.decode() for address in pages(release)}
    shown["report"] = (release.folder / "report.html").read_text(encoding="utf-8")
    assert [name for name, page in shown.items() if "evil" not in unescape(page)] == []
    for picture, kind in (("card.jpg", "image/jpeg"), ("slide.png", "image/png")):
        of_study = f"{release.study.organisation.slug}/{release.study.slug}/{release.number}"
        drawn = Client().get(f"/sw/findings/{of_study}/works/pictures/{picture}")
        assert (drawn.status_code, drawn["Content-Type"]) == (200, kind)
    living = {name: set(alive(page)) - {"<style>"} for name, page in shown.items()}  # ours
    assert not {name: found for name, found in living.items() if found}
