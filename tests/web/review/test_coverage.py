"""What was visited beside what was planned: a list of places, and which of them nobody has been to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from people import NOW, SignIn
from web.review.visits import Rows, sent, visits

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.actions.questionnaires import publish_version
from datashift.web.collect.models import Submission
from datashift.web.review.models import Entity
from datashift.web.review.queries.coverage import coverage_of

Commits = Callable[..., AbstractContextManager[Any]]
REGISTER = b"""name,label,geometry
WP-1,Mto,-0.10 34.75 0 0
WP-2,Kisima,-0.10 34.85 0 0
WP-3,Chemchemi,
"""
SURVEY: Rows = [
    ("type", "name", "label"),
    ("select_one_from_file pumps.csv", "pump", "Which pump is it?"),
]


def test_of_a_list_of_pumps_those_are_hollow_that_nobody_visited(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    browser = browser_of(amina)
    register = SimpleUploadedFile("register.csv", REGISTER)
    lists = reverse("review:bring_list", args=[organisation.slug])
    browser.post(lists, {"name": "pumps", "file": register})
    with django_capture_on_commit_callbacks(execute=True):
        form = visits(organisation, amina, survey=SURVEY, form_id="pumps", publish=False)
    publish_version(form.versions.get(), by=amina, at=NOW)
    keys = {one.label: one.key for one in Entity.objects.all()}
    with django_capture_on_commit_callbacks(execute=True):
        for number, pump in enumerate(("Mto", "Mto", "Chemchemi")):
            sent(
                organisation,
                f"<data id='pumps' version='1'><pump>{keys[pump]}</pump>"
                f"<meta><instanceID>uuid:{number}</instanceID></meta></data>".encode(),
            )
    (found,) = coverage_of(form)
    assert (found.label, found.visited, found.total) == ("Which pump is it?", 2, 3)
    assert (found.left, found.missing, found.unnamed) == (("Kisima",), 1, 0)
    ((mto, _),), ((kisima, _),) = found.map.dots, found.map.planned
    assert mto < kisima  # west of it
    page = browser.get(reverse("review:plan", args=[form.pk])).content.decode()
    assert "2 of 3 in the list “pumps” were visited" in page
    assert page.count('class="planned"') == 1

    Submission.objects.update(state=Submission.State.SET_ASIDE)
    (found,) = coverage_of(form)
    assert found.visited == 0
