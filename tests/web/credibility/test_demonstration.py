"""The demonstration shows a card: the invented office has assessed the invented survey."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from people import Scene
from published import page

from datashift.web.credibility.management.commands import loadassessment
from datashift.web.credibility.models import Assessment
from datashift.web.evidence.models import Release


def test_the_office_is_loaded_once_and_shown_as_invented(
    scene: Scene,
    release: Release,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call_command("loadassessment")
    assert not Assessment.objects.exists()  # without its study there is nothing to assess
    Release.objects.filter(pk=release.pk).update(invented=True)
    monkeypatch.setattr(loadassessment, "_STUDY", release.study.title)
    call_command("loadassessment")
    call_command("loadassessment")
    made = Assessment.objects.get()
    assert made.office == loadassessment.OFFICE
    study = release.study
    said = page(Client(), f"/credibility/{study.organisation.slug}/{study.slug}/{release.number}/")
    assert "2.40" in said
    assert f"{loadassessment.OFFICE} accepts these figures." in said
    assert "invented example" in said
