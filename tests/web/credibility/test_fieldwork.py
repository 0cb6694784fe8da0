"""Who asked is compared for those who can ask back; the public reads one sentence without names."""

from __future__ import annotations

import numpy as np
from django.test import Client
from people import NOW, Scene, SignIn
from published import page
from pytest_django import DjangoCaptureOnCommitCallbacks
from web.evidence.wells import brought

from datashift.web.accounts.models import User
from datashift.web.credibility.models import FieldworkLook
from datashift.web.evidence.actions import create_study
from datashift.web.evidence.models import Release, Study


def interviews() -> bytes:
    """Four interviewers of 25; the fourth gives every person the same answers."""
    chance = np.random.default_rng(7)
    lines = ["enumerator,village,water,roof,floor,school,light,fuel"]
    for number in range(100):
        who = "ABCD"[number // 25]
        given = ["yes"] * 6 if who == "D" else chance.choice(["yes", "no", "some"], 6)
        lines.append(",".join([f"Mosi {who}", "Kisima", *given]))
    return ("\n".join(lines) + "\n").encode()


def study_with(scene: Scene, by: User) -> Study:
    study = create_study(scene.organisation, title="Homes of Kisima", by=by, at=NOW)
    brought(study, interviews(), by=by, name="homes.csv")
    return study


def test_columns_are_guessed_and_reviewers_alone_see_who_stands_out(
    scene: Scene,
    release: Release,
    amina: User,
    bruno: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    study = study_with(scene, amina)
    address = f"/workspace/{study.pk}/fieldwork/"
    browser = browser_of(amina)
    form = page(browser, address)
    assert '<option value="enumerator" selected>' in form
    answers = ["water", "roof", "floor", "school", "light", "fuel"]
    said = {"interviewer": "enumerator", "place": "village", "answers": answers}
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, said)
    look = FieldworkLook.objects.get()
    assert look.state == FieldworkLook.State.DONE, look.problem
    assert {one["interviewer"] for one in look.seen["signals"]} == {"Mosi D"}
    assert "Mosi D" in page(browser, address)
    seen_by_bruno = page(browser_of(bruno), address)
    assert look.public in seen_by_bruno
    assert "Mosi" not in seen_by_bruno
    assert "Mosi" not in look.public


def test_too_few_interviewers_are_told_in_a_sentence(
    scene: Scene,
    release: Release,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    study = study_with(scene, amina)
    address = f"/workspace/{study.pk}/fieldwork/"
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(amina).post(address, {"interviewer": "village"})
    assert "Fewer than two interviewers" in page(browser_of(amina), address)


def test_a_public_page_says_nothing_where_nobody_looked(release: Release) -> None:
    study = release.study
    public = f"/credibility/{study.organisation.slug}/{study.slug}/{release.number}/"
    assert "How the interviews were made" not in page(Client(), public)
