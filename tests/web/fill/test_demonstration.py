"""A first visitor finds a questionnaire to try, in five languages."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from people import NOW

from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence.actions import create_study
from datashift.web.fill.models import Link


@pytest.mark.parametrize(
    ("language", "words"), [("", "Where does your household"), ("ne/", "पानी"), ("fr/", "eau")]
)
def test_everybody_may_try_it(
    organisation: Organisation, owner: User, language: str, words: str
) -> None:
    title = "Water points that work in Ruvela"
    create_study(organisation, title=title, by=owner, at=NOW)
    call_command("loadquestionnaire")
    call_command("loadquestionnaire")
    assert Link.objects.count() == 1
    page = Client().get(f"/{language}fill/water-in-ruvela/").content.decode()
    assert words in page
